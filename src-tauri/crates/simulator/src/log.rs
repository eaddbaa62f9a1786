//! The recent requests, as a person or a test wants to see them: where, when, what came of it. No identity is kept:
//! member numbers are masked before they are written, NIR never come this far.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;

use crate::book;
use crate::fault::Fault;
use crate::places::{Activity, Function, Platform};

/// Requests remembered: a day of a busy shop.
const LOG_LIMIT: usize = 2_000;

/// Longest request identifier shown.
const IDENTIFIER_LIMIT: usize = 80;

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct LogEntry {
    /// Its number since the start.
    pub number: u64,
    /// When, on the simulated clock.
    pub at: Timestamp,
    /// Asked of whom.
    pub platform: Platform,
    /// For what, when the request said it.
    pub function: Option<Function>,
    /// For which activity, when the request said it.
    pub activity: Option<Activity>,
    /// The status answered, when a status was meant to be answered.
    pub status: Option<u16>,
    /// The fault it met.
    pub fault: Option<Fault>,
    /// The request's own business identifier.
    pub request_identifier: Option<String>,
    /// The member number, masked.
    pub member: Option<String>,
}

/// The log of one run.
#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: VecDeque<LogEntry>,
    count: u64,
}

impl Log {
    /// Writes an entry; the member number is masked here.
    pub(crate) fn write(&mut self, mut entry: LogEntry) {
        self.count += 1;
        entry.number = self.count;
        entry.member = entry.member.as_deref().map(book::masked);
        entry.request_identifier =
            entry.request_identifier.map(|identifier| identifier.chars().take(IDENTIFIER_LIMIT).collect());
        if self.entries.len() == LOG_LIMIT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// The entries, oldest first.
    pub(crate) fn entries(&self) -> Vec<LogEntry> {
        self.entries.iter().cloned().collect()
    }
}
