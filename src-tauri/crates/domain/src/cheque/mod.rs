//! The cheque: paper kept for an AMC share, under one of two agreements (design §1.3). A cheque is not a payment, and
//! the shop's promise is not the bank's: what is promised to the customer is recorded here and kept to.

mod clock;
mod decide;
mod deposit;
mod event;
mod intake;
mod position;

#[cfg(test)]
mod tests;

pub use clock::{ChequeClock, clock};
pub use decide::{ChequeCommand, KeepCheque, TrackFacts, decide};
pub use deposit::{DepositVerdict, deposit_verdict};
pub use event::{ChequeEvent, Cover, Kept, ReturnManner};
pub use position::{ChequePosition, position};

use crate::{
    ids::ChequeId,
    money::Cents,
    stream::{Stream, StreamKind},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Under which agreement a cheque is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChequeAgreement {
    /// A: kept, and returned when the insurer has paid us.
    KeptAndReturned,
    /// B: deposited on the agreed date while the customer claims back himself.
    DepositedLater,
}

/// Where a cheque is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChequeState {
    /// Not recorded yet.
    #[default]
    Absent,
    /// « Conservé ».
    Kept,
    /// « Rendu ».
    Returned,
    /// « Remis en banque ».
    Deposited,
}

/// A cheque folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cheque {
    /// What was recorded at intake.
    pub kept: Option<Kept>,
    /// The agreement in force (A can become B).
    pub agreement: Option<ChequeAgreement>,
    /// Where it is.
    pub state: ChequeState,
    /// From when the deposit announced to the customer may take place.
    pub notice_deposit_from: Option<Date>,
    /// How many times the receipt was printed.
    pub receipts_printed: u32,
    /// The day it was returned or deposited.
    pub left_on: Option<Date>,
}

impl Cheque {
    /// The id, once kept.
    pub fn id(&self) -> Option<ChequeId> {
        self.kept.as_ref().map(|kept| kept.cheque)
    }

    /// Its amount in cents.
    pub fn amount(&self) -> Cents {
        self.kept.as_ref().map(|kept| kept.amount_cents).unwrap_or_default()
    }

    /// From when the promises made to the customer let it be deposited; none while he is still to be told.
    pub fn depositable_from(&self) -> Option<Date> {
        decide::depositable_from(self)
    }

    /// Under which tab it stands, given the tracks it covers.
    pub fn position(&self, tracks: &[TrackFacts], today: Date) -> ChequePosition {
        let agreement = self.agreement.unwrap_or(ChequeAgreement::KeptAndReturned);
        let kept = self.kept.as_ref();
        let covers = kept.map(|kept| kept.covers.as_slice()).unwrap_or_default();
        position(self.state, agreement, kept.and_then(|kept| kept.deposit_not_before), covers, tracks, today)
    }
}

/// What an intake covers of a track, in cents.
fn cover_of(kept: Option<&Kept>, track: &TrackFacts) -> Option<Cents> {
    let covers = kept.map(|kept| kept.covers.as_slice()).unwrap_or_default();
    position::amount_on(covers, track)
}

impl Stream for Cheque {
    type Event = ChequeEvent;
    const KIND: StreamKind = StreamKind::Cheque;

    fn apply(&mut self, event: &ChequeEvent) {
        match event {
            ChequeEvent::Kept(kept) => {
                self.agreement = Some(kept.agreement);
                self.state = ChequeState::Kept;
                self.kept = Some(kept.clone());
            }
            ChequeEvent::ReceiptPrinted { .. } => self.receipts_printed += 1,
            ChequeEvent::ConvertedToDepositedLater { deposit_not_before, .. } => {
                self.agreement = Some(ChequeAgreement::DepositedLater);
                if let Some(kept) = &mut self.kept {
                    kept.deposit_not_before = Some(*deposit_not_before);
                    kept.decide_by = kept.decide_by.max(*deposit_not_before);
                }
            }
            ChequeEvent::NoticeGiven { deposit_from, .. } => self.notice_deposit_from = Some(*deposit_from),
            ChequeEvent::Returned { on, .. } => {
                self.state = ChequeState::Returned;
                self.left_on = Some(*on);
            }
            ChequeEvent::Deposited { on, .. } => {
                self.state = ChequeState::Deposited;
                self.left_on = Some(*on);
            }
        }
    }
}
