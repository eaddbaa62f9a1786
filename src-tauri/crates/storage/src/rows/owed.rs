//! What is owed: the sums, and the shares behind them.

use super::{LastReminder, PersonName};
use jiff::civil::Date;
use relais_domain::{context::Activity, dossier::TrackState, ids::DossierId, owed::Debtor};

/// A sum of shares that have all of this in common. What names nobody is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedCell {
    /// Who owes.
    pub debtor: Debtor,
    /// The trade.
    pub activity: Activity,
    /// The insurer's number.
    pub payer: String,
    /// The operator that pays for it.
    pub operator: String,
    /// Where the shares stand; none for customers'.
    pub state: Option<TrackState>,
    /// Since when they are owed; none for shares of any day.
    pub since: Option<Date>,
    /// The day the payer could know of them; none for shares of any day.
    pub claimed_on: Option<Date>,
    /// How many.
    pub shares: u32,
    /// Their sum, in cents.
    pub cents: i64,
}

/// The shares paid in a month that took as long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidMonth {
    /// `2024-02`.
    pub month: String,
    /// An insurer, or the mandatory insurance.
    pub debtor: Debtor,
    /// The trade.
    pub activity: Activity,
    /// The insurer's number.
    pub payer: String,
    /// The operator.
    pub operator: String,
    /// Working days from the claim to the money.
    pub days: u32,
    /// How many.
    pub shares: u32,
    /// What was paid, in cents.
    pub cents: i64,
}

/// The invoices rejected in a month although the rights had been answered for under a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedMonth {
    /// `2024-02`.
    pub month: String,
    /// The trade.
    pub activity: Activity,
    /// The operator.
    pub operator: String,
    /// How many.
    pub shares: u32,
}

/// What went through an operator over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowDay {
    /// The operator; empty when nobody said.
    pub operator: String,
    /// The first day anything was billed through it, ever.
    pub first_on: Option<Date>,
    /// Shares billed.
    pub shares: u32,
    /// Billed, in cents.
    pub billed_cents: i64,
    /// Paid, in cents.
    pub paid_cents: i64,
}

/// Which shares are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OwedScope {
    /// Those that are owed.
    #[default]
    Open,
    /// Those that were paid.
    Paid,
    /// Those whose invoice was rejected although the rights had been answered for under a reference.
    Rejected,
}

/// Some of the shares: each part that is none leaves all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwedFilter {
    /// Owed or paid.
    pub scope: OwedScope,
    /// Of whom.
    pub debtor: Option<Debtor>,
    /// Of which trade.
    pub activity: Option<Activity>,
    /// Of which insurer; an empty word is the one nobody said.
    pub payer: Option<String>,
    /// Through which operator; the same.
    pub operator: Option<String>,
    /// Standing where; empty is any.
    pub states: Vec<TrackState>,
    /// Owed since this day or later.
    pub since_from: Option<Date>,
    /// Owed since this day or before.
    pub since_to: Option<Date>,
    /// Known to the payer on this day or before.
    pub claimed_to: Option<Date>,
    /// Paid, or rejected, on this day or later.
    pub paid_from: Option<Date>,
    /// Paid, or rejected, on this day or before.
    pub paid_to: Option<Date>,
    /// Paid after more working days than this.
    pub days_over: Option<u32>,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OwedSort {
    /// The oldest first.
    #[default]
    Since,
    /// By the amount.
    Amount,
    /// By the dossier's number.
    Number,
}

/// One share behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedRow {
    /// The dossier.
    pub dossier: DossierId,
    /// Its number, as people read it.
    pub label: String,
    /// The customer's name.
    pub name: PersonName,
    /// Its place in the dossier.
    pub place: u8,
    /// Who owes.
    pub debtor: Debtor,
    /// The insurer's number.
    pub payer: String,
    /// The operator.
    pub operator: String,
    /// Where the share stands; none for a customer's.
    pub state: Option<TrackState>,
    /// What is owed, in cents; of one that was paid, what was paid.
    pub cents: i64,
    /// Since when.
    pub since: Date,
    /// The day the payer could know of it.
    pub claimed_on: Date,
    /// The day it was paid.
    pub paid_on: Option<Date>,
    /// How many working days that took.
    pub paid_days: Option<u32>,
    /// The trade.
    pub activity: Activity,
    /// The last letter that reminded the payer of it.
    pub reminded: Option<LastReminder>,
}
