//! The books: every movement of money as a balanced double entry, under the booking patterns of the shared pages
//! (money-and-law §3.3; unconfirmed by an accountant, so each choice they leave open is the practice's).
//!
//! A stream's *position* is what its state means on each account: debits positive, credits negative, nothing left over. What an
//! event books is the difference between the position after it and before it. So an entry balances because positions do,
//! a correction books what it takes back, and the sum of all entries is where everything stands now.
//!
//! Relais keeps the books of what it follows. The shop's software invoices, and declares the VAT.

mod account;
mod position;
mod trial;

#[cfg(test)]
mod tests;

pub use account::{Account, AccountKind};
pub use position::Position;
pub use trial::{Day, TrialBalance, TrialLine};

use crate::{
    bank_credit::{BankCredit, BankCreditEvent},
    cheque::{Cheque, ChequeEvent},
    dossier::{Dossier, DossierEvent},
    operator_advance::{OperatorAdvance, OperatorAdvanceEvent},
    slip::{Slip, SlipEvent},
    stream::Stream,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a cheque kept under agreement A is booked until it is decided. The schools differ and the choice is the accountant's
/// (money-and-law §3.3 pattern 3): it is stored with each cheque, so that a later choice rewrites nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeptChequeBooking {
    /// (b) A register of custody, outside the books: the insurer owes the share, the paper is only kept.
    #[default]
    OffBooks,
    /// (a) Among the cheques to be deposited, against a debt of the same amount: the cheque to give back.
    AgainstDebt,
}

/// Where the VAT of an acompte is. That it is due on the receipt since 2023 (CGI 269-2) is for an accountant to confirm
/// (money-and-law §3.3 pattern 4), so the choice is the practice's; it is stored with each acompte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
#[serde(rename_all = "snake_case")]
pub enum DownPaymentVat {
    /// In the main software alone, which invoices the acompte and declares its VAT.
    #[default]
    InMainSoftware,
    /// Booked here on the receipt, against 4458 until the sale is delivered.
    OnReceipt,
}

/// A stream that money moves in.
pub trait Booked: Stream + Clone {
    /// What its state means on the accounts; its amounts sum to nothing.
    fn position(&self) -> Position;

    /// The business date an event carries, when it carries one; otherwise it is booked on the day it was recorded.
    fn booked_on(event: &Self::Event) -> Option<Date>;
}

/// What one event booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BooksEntry {
    /// The business date.
    pub on: Date,
    /// The amounts by account; they sum to nothing.
    pub amounts: Position,
}

/// Takes an event into the state and says what it booked; none when it moved no money. `recorded_on` is the practice's day.
pub fn book<S: Booked>(state: &mut S, event: &S::Event, recorded_on: Date) -> Option<BooksEntry> {
    let before = state.position();
    state.apply(event);
    let amounts = state.position().minus(before);
    let on = S::booked_on(event).unwrap_or(recorded_on);
    (!amounts.is_empty()).then_some(BooksEntry { on, amounts })
}

impl Booked for Dossier {
    fn position(&self) -> Position {
        position::of_dossier(self)
    }

    fn booked_on(event: &DossierEvent) -> Option<Date> {
        match event {
            DossierEvent::Delivered { on }
            | DossierEvent::CustomerRefunded { on, .. }
            | DossierEvent::DownPaymentAllocated { on, .. }
            | DossierEvent::DownPaymentRefunded { on, .. } => Some(*on),
            DossierEvent::DownPaymentReceived(received) => Some(received.on),
            DossierEvent::DownPaymentInterest { to, .. } => Some(*to),
            DossierEvent::CustomerPaid { payment } => Some(payment.on),
            DossierEvent::TrackMoved { on, .. } => *on,
            DossierEvent::ChequeUnpaid { on, .. } => Some(*on),
            _ => None,
        }
    }
}

impl Booked for BankCredit {
    fn position(&self) -> Position {
        position::of_bank_credit(self)
    }

    fn booked_on(event: &BankCreditEvent) -> Option<Date> {
        match event {
            BankCreditEvent::Recorded(recorded) => Some(recorded.on),
            _ => None,
        }
    }
}

impl Booked for OperatorAdvance {
    fn position(&self) -> Position {
        position::of_operator_advance(self)
    }

    fn booked_on(event: &OperatorAdvanceEvent) -> Option<Date> {
        match event {
            OperatorAdvanceEvent::Received(received) => Some(received.on),
            OperatorAdvanceEvent::Recouped { on, .. } => Some(*on),
            OperatorAdvanceEvent::Repaid(repayment) => Some(repayment.on),
            _ => None,
        }
    }
}

impl Booked for Slip {
    fn position(&self) -> Position {
        position::of_slip(self)
    }

    fn booked_on(event: &SlipEvent) -> Option<Date> {
        match event {
            SlipEvent::Credited(credited) => Some(credited.on),
            SlipEvent::ChequeRejected { on, .. } => Some(*on),
            _ => None,
        }
    }
}

impl Booked for Cheque {
    fn position(&self) -> Position {
        position::of_cheque(self)
    }

    fn booked_on(event: &ChequeEvent) -> Option<Date> {
        match event {
            ChequeEvent::FeesCharged { on, .. } | ChequeEvent::FeesRepaid { on, .. } => Some(*on),
            _ => None,
        }
    }
}
