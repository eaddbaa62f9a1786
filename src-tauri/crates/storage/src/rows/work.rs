//! The work-lists: their counts, and the rows of one.

use super::{LastReminder, PersonName};
use jiff::civil::Date;
use relais_domain::{
    context::Activity,
    dossier::{WorkList, WorkWhy},
    ids::{DossierId, TextId, UserId},
};
use std::collections::BTreeMap;

/// Where a share of a list stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkShow {
    /// To be done.
    Due,
    /// In time: it only waits.
    Waiting,
    /// Put off until a later day.
    Snoozed,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkSort {
    /// Since when.
    Since,
    /// How much.
    Amount,
    /// The dossier's number.
    Number,
    /// The customer's name.
    Customer,
    /// The operator, then the insurer.
    Payer,
    /// Who does it, those of nobody last.
    Assignee,
}

/// The last days on which what merely waits is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkDue {
    /// Delivered on it and not invoiced.
    pub delivered_to: Date,
    /// Asked on it and not answered.
    pub asked_to: Date,
    /// Announced for it and not paid.
    pub advised_to: Date,
    /// Claimed on it and not announced, by a pharmacy.
    pub pharmacy_to: Date,
    /// The same by the other trades.
    pub others_to: Date,
    /// The same for the operators something was agreed with.
    pub operators: BTreeMap<String, Date>,
}

/// Which shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFilter {
    /// The day they are told for.
    pub today: Date,
    /// From when what waits is late.
    pub due: WorkDue,
    /// Only those of this person.
    pub assignee: Option<UserId>,
}

/// A list's share of one standing: how many, and their sum in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkCell {
    /// Which list.
    pub list: WorkList,
    /// Where they stand.
    pub show: WorkShow,
    /// How many.
    pub shares: u32,
    /// Their sum, in cents.
    pub cents: i64,
}

/// One share of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkRow {
    /// The dossier.
    pub dossier: DossierId,
    /// Which share of it.
    pub place: u8,
    /// `2024-0187`.
    pub label: String,
    /// The customer.
    pub name: PersonName,
    /// Why it is in its list.
    pub why: WorkWhy,
    /// The trade.
    pub activity: Activity,
    /// The insurer's number; empty when nobody said.
    pub payer: String,
    /// The operator; empty when nobody said.
    pub operator: String,
    /// Since when.
    pub since: Date,
    /// What is at stake, in cents.
    pub cents: i64,
    /// Who does it.
    pub assignee: Option<UserId>,
    /// The day it comes back, or came back.
    pub snoozed_until: Option<Date>,
    /// Why it was put off.
    pub reason: Option<TextId>,
    /// The last letter that reminded its payer.
    pub reminded: Option<LastReminder>,
}
