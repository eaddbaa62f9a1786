//! How long each kind of data is kept: a clock each, which runs from an event. The durations are reference data: one dated file
//! with the source of each, « à vérifier » until somebody of the practice read it, and the practice's to change (GDPR art. 5-1-e).
//!
//! Owns the kinds, their clocks and the day something is due. Does not own what is erased of a kind (`purge`, storage) nor the
//! settings of the kinds that have one of their own.

mod file;

pub use file::MAX_BYTES;

use crate::reference_file::{FileFault, Status};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use ts_rs::TS;

/// The file that ships with this build.
pub const SHIPPED: &str = include_str!("../../reference/retention.toml");

/// A kind of data, by why it is kept and when it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DataKind")]
pub enum DataKind {
    /// Who a customer is, and what was written and printed of his sales: it all goes at once.
    Customer,
    /// The journal's facts, dates and cents. They name nobody, and stay.
    Entries,
    /// Numbers of social security.
    Nir,
    /// The text a card was read from.
    CardText,
    /// The pictures of a card.
    CardPicture,
    /// The pictures of a cheque.
    ChequePicture,
    /// The line, the bank and the drawer of a cheque.
    ChequeLine,
    /// What was asked of a platform, and what it answered.
    Exchange,
    /// The accounts of the vault.
    Account,
    /// Who looked at what.
    AccessLog,
    /// What leaked, and who was told.
    Breach,
    /// Copies of the whole practice.
    Backup,
}

impl DataKind {
    /// Every kind, in the order they are shown.
    pub const ALL: [DataKind; 12] = [
        DataKind::Customer,
        DataKind::Entries,
        DataKind::Nir,
        DataKind::CardText,
        DataKind::CardPicture,
        DataKind::ChequePicture,
        DataKind::ChequeLine,
        DataKind::Exchange,
        DataKind::Account,
        DataKind::AccessLog,
        DataKind::Breach,
        DataKind::Backup,
    ];

    /// The word of the file and of the journal.
    pub const fn word(self) -> &'static str {
        match self {
            DataKind::Customer => "customer",
            DataKind::Entries => "entries",
            DataKind::Nir => "nir",
            DataKind::CardText => "card_text",
            DataKind::CardPicture => "card_picture",
            DataKind::ChequePicture => "cheque_picture",
            DataKind::ChequeLine => "cheque_line",
            DataKind::Exchange => "exchange",
            DataKind::Account => "account",
            DataKind::AccessLog => "access_log",
            DataKind::Breach => "breach",
            DataKind::Backup => "backup",
        }
    }

    /// Whether its duration is a setting of its own, and it goes by itself once its time has come.
    pub const fn goes_by_itself(self) -> bool {
        matches!(self, DataKind::ChequePicture | DataKind::Account | DataKind::AccessLog)
    }

    /// Whether a purge takes it.
    pub const fn is_purged(self) -> bool {
        matches!(
            self,
            DataKind::Customer
                | DataKind::Nir
                | DataKind::CardText
                | DataKind::CardPicture
                | DataKind::ChequeLine
                | DataKind::Exchange
                | DataKind::Breach
        )
    }
}

/// Months something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct KeptMonths(u32);

impl KeptMonths {
    /// From a month to fifty years: blood-derived medicines are followed for forty.
    pub const MONTHS: RangeInclusive<u32> = 1..=600;

    /// So many months.
    pub fn parse(months: u32) -> Result<Self, NotADuration> {
        if Self::MONTHS.contains(&months) { Ok(Self(months)) } else { Err(NotADuration) }
    }

    /// The months.
    pub const fn months(self) -> u32 {
        self.0
    }

    /// The first day on which what ended on `ended` is kept no more.
    pub fn due_on(self, ended: Date) -> Date {
        ended.saturating_add(i64::from(self.0).months())
    }

    /// No later than this ended whatever is due `today`: a list to look through, in which [`KeptMonths::due_on`] decides. The
    /// ends of long months fall due together with that of a short one.
    pub fn ended_by(self, today: Date) -> Date {
        today.saturating_sub(i64::from(self.0).months()).saturating_add(3.days())
    }
}

/// Not between one month and fifty years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a duration")]
pub struct NotADuration;

impl TryFrom<u32> for KeptMonths {
    type Error = NotADuration;
    fn try_from(months: u32) -> Result<Self, NotADuration> {
        Self::parse(months)
    }
}

impl From<KeptMonths> for u32 {
    fn from(kept: KeptMonths) -> u32 {
        kept.0
    }
}

/// How long one kind is kept, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Which kind.
    pub kind: DataKind,
    /// How long; none where it is a setting of its own.
    pub months: Option<KeptMonths>,
    /// What a law obliges one to keep, and which; the program's, as of the file.
    pub at_least: Option<(KeptMonths, String)>,
    /// Since when it is known so.
    pub from: Date,
    /// Whether the source was read.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    /// Why the practice chose another; empty while it did not.
    pub reason: String,
}

impl Clock {
    /// Whether it keeps less than a law obliges to.
    pub fn is_too_short(&self) -> bool {
        matches!((self.months, &self.at_least), (Some(months), Some((least, _))) if months < *least)
    }
}

/// Every clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Its name: `2024-02`.
    pub version: String,
    /// One a kind, in the order of the kinds.
    pub clocks: Vec<Clock>,
}

impl Retention {
    /// Reads a file, whole or not at all: every fault found, in the order of the lines.
    pub fn read(text: &str) -> Result<Retention, Vec<FileFault>> {
        file::read(text)
    }

    /// The file that says this.
    pub fn written(&self) -> String {
        file::written(self)
    }

    /// The clock of a kind; a file that was read has each.
    pub fn of(&self, kind: DataKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind)
    }

    /// How long a kind is kept by its clock.
    pub fn months(&self, kind: DataKind) -> Option<KeptMonths> {
        self.of(kind)?.months
    }
}

#[cfg(test)]
mod tests;
