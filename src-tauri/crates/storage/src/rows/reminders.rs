//! The letters that reminded payers.

use jiff::civil::Date;
use relais_domain::{dossier::ReminderLevel, ids::DocumentId};

/// The last letter about a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastReminder {
    /// Which step.
    pub level: ReminderLevel,
    /// The business date on it.
    pub on: Date,
}

/// A letter, with what it asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRow {
    /// The letter.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
    /// The business date on it.
    pub on: Date,
    /// Which step.
    pub level: ReminderLevel,
    /// The insurer's number; empty where nobody said which.
    pub payer: String,
    /// The operator; the same.
    pub operator: String,
    /// How many shares it asked for.
    pub shares: u32,
    /// Their sum, in cents.
    pub cents: i64,
}
