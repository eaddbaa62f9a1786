//! The deposit slip, « remise de chèques »: cheques handed to the bank together, credited by one line of the statement.
//!
//! It is ours, and goes with the bank's own: the bank's number is kept, and the credit is the bank's word, so that another
//! amount than the cheques make is recorded with its reason. A cheque the bank rejects comes out of it. What a cheque may do
//! is the cheque's to decide; this stream holds which were handed in, in which order, and what the bank made of them.

mod decide;

#[cfg(test)]
mod tests;

pub use decide::{MAX_CHEQUES, credit, make, reject, set_bank_number, take_apart};

use crate::{
    ids::{ChequeId, SlipId, TextId},
    money::Cents,
    stream::{Stream, StreamKind},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An event of a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum SlipEvent {
    /// Its cheques were handed to the bank.
    #[serde(rename = "slip.made")]
    Made(Made),
    /// The number of the bank's own slip became known, or was corrected.
    #[serde(rename = "slip.bank_number_set")]
    BankNumberSet {
        /// As printed on it.
        bank_number: String,
    },
    /// One line of the statement credits it.
    #[serde(rename = "slip.credited")]
    Credited(SlipCredit),
    /// The bank rejected one of its cheques, or its drawer opposed it.
    #[serde(rename = "slip.cheque_rejected")]
    ChequeRejected {
        /// Which.
        cheque: ChequeId,
        /// In cents.
        amount_cents: Cents,
        /// The day.
        on: Date,
    },
    /// It was not handed in after all: its cheques are where they were.
    #[serde(rename = "slip.taken_apart")]
    TakenApart {
        /// Why.
        reason: TextId,
    },
}

/// `slip.made`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The slip.
    pub slip: SlipId,
    /// Its number in the year, gap-free for the post.
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// The day its cheques were handed in.
    pub on: Date,
    /// The number of the bank's own slip, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_number: Option<String>,
    /// Its cheques in their order.
    pub cheques: Vec<SlipLine>,
}

/// One cheque of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipLine {
    /// Which.
    pub cheque: ChequeId,
    /// In cents.
    pub amount_cents: Cents,
}

/// `slip.credited`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipCredit {
    /// The day on the statement.
    pub on: Date,
    /// In cents.
    pub amount_cents: Cents,
    /// Why it is not what its cheques make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<TextId>,
}

/// Where a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
#[serde(rename_all = "snake_case")]
pub enum SlipState {
    /// Not made yet.
    #[default]
    Absent,
    /// « Remise »: at the bank.
    Made,
    /// « Créditée ».
    Credited,
    /// « Défaite ».
    TakenApart,
}

/// A cheque of a slip with what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChequeOfSlip {
    /// Which.
    pub cheque: ChequeId,
    /// In cents.
    pub amount_cents: Cents,
    /// Its rejection, if the bank rejected it.
    pub rejected: Option<SlipRejection>,
}

/// A rejection out of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlipRejection {
    /// The day.
    pub on: Date,
    /// The slip was credited already: the bank took the amount back.
    pub after_credit: bool,
}

/// A slip folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slip {
    /// Where it is.
    pub state: SlipState,
    /// What was recorded when it was made.
    pub made: Option<Made>,
    /// The number of the bank's own slip, as last said.
    pub bank_number: Option<String>,
    /// Its cheques in their order.
    pub cheques: Vec<ChequeOfSlip>,
    /// Its credit.
    pub credited: Option<SlipCredit>,
}

impl Slip {
    /// What its cheques make in all, in cents.
    pub fn total(&self) -> Cents {
        sum(self.cheques.iter())
    }

    /// What the bank is to credit, in cents: its cheques less those rejected before the credit.
    pub fn expected(&self) -> Cents {
        let before = |cheque: &&ChequeOfSlip| cheque.rejected.is_none_or(|rejected| rejected.after_credit);
        sum(self.cheques.iter().filter(before))
    }

    /// Its cheques that were not rejected.
    pub fn standing(&self) -> impl Iterator<Item = &ChequeOfSlip> {
        self.cheques.iter().filter(|cheque| cheque.rejected.is_none())
    }
}

/// Their sum was checked when the slip was made.
fn sum<'c>(cheques: impl Iterator<Item = &'c ChequeOfSlip>) -> Cents {
    Cents::sum(cheques.map(|cheque| cheque.amount_cents)).unwrap_or_default()
}

impl Stream for Slip {
    type Event = SlipEvent;
    const KIND: StreamKind = StreamKind::Slip;

    fn apply(&mut self, event: &SlipEvent) {
        match event {
            SlipEvent::Made(made) => {
                let line = |line: &SlipLine| ChequeOfSlip {
                    cheque: line.cheque,
                    amount_cents: line.amount_cents,
                    rejected: None,
                };
                self.cheques = made.cheques.iter().map(line).collect();
                self.bank_number.clone_from(&made.bank_number);
                self.state = SlipState::Made;
                self.made = Some(made.clone());
            }
            SlipEvent::BankNumberSet { bank_number } => self.bank_number = Some(bank_number.clone()),
            SlipEvent::Credited(credited) => {
                self.credited = Some(*credited);
                self.state = SlipState::Credited;
            }
            SlipEvent::ChequeRejected { cheque, on, .. } => {
                let rejected = Some(SlipRejection { on: *on, after_credit: self.credited.is_some() });
                let of_it = self.cheques.iter_mut().filter(|of_slip| of_slip.cheque == *cheque);
                of_it.for_each(|of_slip| of_slip.rejected = rejected);
            }
            SlipEvent::TakenApart { .. } => self.state = SlipState::TakenApart,
        }
    }
}
