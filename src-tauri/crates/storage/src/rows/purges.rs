//! Purges, what is due, and the backups that were written.

use jiff::{Timestamp, civil::Date};
use relais_domain::{
    ids::{DocumentId, PersonId, PurgeId, UserId},
    purge::{Erased, PurgeState, PurgeWhy},
};

/// A purge in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeRow {
    /// The purge.
    pub id: PurgeId,
    /// Where it stands.
    pub state: PurgeState,
    /// Why.
    pub why: PurgeWhy,
    /// How many subjects it is about.
    pub subjects: u32,
    /// How many of them were gone through.
    pub done: u32,
    /// How many of these stay.
    pub kept: u32,
    /// What was erased.
    pub erased: Erased,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// From when who asked alone may confirm it.
    pub confirm_from: Option<Timestamp>,
    /// When it was agreed to.
    pub agreed_at: Option<Timestamp>,
    /// Who looked at it beside who asked.
    pub seconded_by: Option<UserId>,
    /// When it was certified.
    pub certified_at: Option<Timestamp>,
    /// The certificate: number, year, paper.
    pub certificate: Option<(u32, i16, DocumentId)>,
}

/// A customer none of whose sales was opened after a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietCustomer {
    /// Who.
    pub person: PersonId,
    /// The day of his last sale.
    pub last_opened_on: Date,
}

/// What is in the erasable places, and in the papers, of one customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holdings {
    /// What a purge erases.
    pub erased: Erased,
    /// Papers about several customers that may name him, which stay.
    pub shared_papers: u32,
}

/// A backup that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRow {
    /// Its place in the list.
    pub id: i64,
    /// When.
    pub written_at: Timestamp,
    /// Where, as it was said.
    pub path: String,
    /// Entries of the journal in it.
    pub entries: u64,
    /// When it was last opened to see whether it is sound; none: never.
    pub verified_at: Option<Timestamp>,
    /// What that found.
    pub sound: bool,
    /// When somebody said it was destroyed, or the program did it.
    pub destroyed_at: Option<Timestamp>,
}
