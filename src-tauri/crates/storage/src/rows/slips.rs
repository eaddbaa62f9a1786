//! Deposit slips.

use jiff::civil::Date;
use relais_domain::{
    ids::{ChequeId, SlipId, TextId},
    money::Cents,
    slip::SlipState,
};
use serde::{Deserialize, Serialize};

/// A deposit slip in a list, its cheques in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipRow {
    /// The slip.
    pub id: SlipId,
    /// Its number in the year.
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// Where it is.
    pub state: SlipState,
    /// The day its cheques were handed in.
    pub made_on: Date,
    /// The number of the bank's own slip.
    pub bank_number: Option<String>,
    /// Its cheques.
    pub cheques: Vec<SlipChequeRow>,
    /// What its cheques make in all, in cents.
    pub total_cents: Cents,
    /// What the bank is to credit, in cents.
    pub expected_cents: Cents,
    /// The day of its credit.
    pub credited_on: Option<Date>,
    /// What was credited, in cents.
    pub credited_cents: Option<Cents>,
    /// Why it is not what its cheques make.
    pub credit_reason: Option<TextId>,
}

/// One cheque of a slip, as its row holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // As `ChequeOfSlip` of the rules.
pub struct SlipChequeRow {
    pub cheque: ChequeId,
    pub amount_cents: Cents,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected_on: Option<Date>,
}
