//! Rows of the advances of operators.

use jiff::civil::Date;
use relais_domain::{ids::OperatorAdvanceId, money::Cents, platform::PlatformCode};

/// One advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorAdvanceRow {
    /// The advance.
    pub id: OperatorAdvanceId,
    /// Its number in the year.
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// Who paid it.
    pub platform: PlatformCode,
    /// In cents; nothing once cancelled.
    pub amount_cents: Cents,
    /// What is left to give back, in cents.
    pub balance_cents: Cents,
    /// The day on the statement.
    pub received_on: Date,
    /// The next day something is due; none once all went back.
    pub due_on: Option<Date>,
    /// What is due on that day, in cents.
    pub due_cents: Option<Cents>,
    /// It was recorded by mistake.
    pub cancelled: bool,
}

/// What an operator paid in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidMonthRow {
    /// The first day of it.
    pub from: Date,
    /// In cents.
    pub paid_cents: Cents,
    /// How many dossiers.
    pub dossiers: u32,
}
