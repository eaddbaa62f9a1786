//! The cheque: paper kept for an AMC share, under one of two agreements (design §1.3). A cheque is not a payment, and
//! the shop's promise is not the bank's: what is promised to the customer is recorded here and kept to.

mod clock;
mod decide;
mod deposit;
mod event;
mod fees;
mod identity;
mod intake;
mod life;
mod notice;
mod overriding;
mod pictures;
mod position;

#[cfg(test)]
mod tests;

pub use clock::{BankDates, ChequeClock, ExpiryWarning, IssuePlace, clock, expiry_warning};
pub use decide::{ChequeCommand, KeepCheque, TrackFacts, decide};
pub use deposit::{DepositVerdict, deposit_verdict};
pub use event::{ChequeEvent, Cover, Kept, OppositionGround, RejectGround, ReturnManner, Taken};
pub use fees::{FeesAsked, FeesDeed, FeesMove};
pub use identity::IdentitySeen;
pub use life::{ChequeStep, StepAsked, StepKind, may_follow};
pub use notice::{ToTell, WhyTell, is_silent, to_tell};
pub use overriding::{OverriddenAct, Override, OverrideAsked};
pub use pictures::{PictureDays, PictureKeeping, WhyErased, set_picture_days};
pub use position::{ChequePosition, position};

use crate::{
    ids::{ChequeId, DocumentId, SlipId},
    money::Cents,
    picture::Picture,
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
    /// « Crédité », sauf bonne fin.
    Credited,
    /// « Définitif ».
    Final,
    /// « Rejeté ».
    Rejected,
    /// « Représenté »: at the bank again.
    Represented,
    /// « Certificat demandé ».
    CertificateRequested,
    /// « Certificat reçu ».
    CertificateReceived,
    /// « Contentieux ».
    Litigation,
    /// « Opposé ».
    Opposed,
    /// « Perdu ou volé ».
    Lost,
    /// « Périmé ».
    Expired,
}

impl ChequeState {
    /// Its paper is in the practice's drawer: kept, or come back from the bank.
    pub const fn is_in_the_drawer(self) -> bool {
        use ChequeState as S;
        matches!(self, S::Kept | S::Rejected | S::CertificateRequested | S::CertificateReceived | S::Opposed)
    }

    /// The bank has it, or has paid it.
    pub const fn is_at_the_bank(self) -> bool {
        matches!(self, ChequeState::Deposited | ChequeState::Represented | ChequeState::Credited | ChequeState::Final)
    }

    /// It was to pay and pays nothing, and it is not with the customer either.
    pub const fn is_unpaid(self) -> bool {
        use ChequeState as S;
        matches!(self, S::Rejected | S::CertificateRequested | S::CertificateReceived | S::Litigation | S::Opposed)
            || matches!(self, S::Lost | S::Expired)
    }
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
    /// The day the customer was told of the deposit.
    pub notice_on: Option<Date>,
    /// From when the deposit announced to the customer may take place.
    pub notice_deposit_from: Option<Date>,
    /// How many times the receipt was printed.
    pub receipts_printed: u32,
    /// The day it left the drawer: returned, deposited, lost, opposed or expired.
    pub left_on: Option<Date>,
    /// The slip it was handed in with last.
    pub slip: Option<SlipId>,
    /// Where it was before it was handed in again, or lost.
    pub before: ChequeState,
    /// The day of its last step: the next is not earlier.
    pub since: Option<Date>,
    /// The day it was first handed to the bank.
    pub first_presented_on: Option<Date>,
    /// The day its slip was credited.
    pub credited_on: Option<Date>,
    /// How many times the bank rejected it.
    pub rejections: u32,
    /// The day a certificate of non-payment was asked for.
    pub certificate_requested_on: Option<Date>,
    /// The bank had it and did not pay it, once at least.
    pub bounced: bool,
    /// What the bank charged for it and what became of that, in the order it was recorded.
    pub fees: Vec<FeesMove>,
    /// It was stolen, rather than mislaid.
    pub stolen: bool,
    /// The evidence sheet printed since it was lost.
    pub evidence: Option<DocumentId>,
    /// The pictures kept of it, at most one a side.
    pub pictures: Vec<Picture>,
    /// What the owner asked alone to do against a rule, as long as it is not done.
    pub override_asked: Option<OverrideAsked>,
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
                self.since = Some(kept.received_on);
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
            ChequeEvent::NoticeGiven { on, deposit_from } => {
                (self.notice_on, self.notice_deposit_from) = (Some(*on), Some(*deposit_from));
            }
            ChequeEvent::Returned { on, .. } => {
                self.left_on = Some(*on);
                self.goes(ChequeState::Returned, *on);
            }
            ChequeEvent::Deposited { on, slip, .. } => {
                self.slip = *slip;
                self.first_presented_on = Some(*on);
                self.goes(ChequeState::Deposited, *on);
            }
            ChequeEvent::Represented { on, slip, .. } => {
                (self.before, self.slip) = (self.state, Some(*slip));
                self.goes(ChequeState::Represented, *on);
            }
            ChequeEvent::TakenBack { on, .. } if self.state == ChequeState::Deposited => {
                (self.slip, self.first_presented_on) = (None, None);
                self.goes(ChequeState::Kept, *on);
            }
            ChequeEvent::TakenBack { on, .. } => {
                self.slip = None;
                self.goes(self.before, *on);
            }
            ChequeEvent::Credited { on, .. } => {
                self.credited_on = Some(*on);
                self.goes(ChequeState::Credited, *on);
            }
            ChequeEvent::Rejected { taken, .. } => {
                (self.credited_on, self.rejections, self.bounced) = (None, self.rejections + 1, true);
                self.goes(ChequeState::Rejected, taken.on);
            }
            ChequeEvent::Opposed { taken, .. } => {
                // Opposed in the drawer, it never was at the bank.
                self.bounced |= self.first_presented_on.is_some() || self.state.is_at_the_bank();
                self.credited_on = None;
                self.goes(ChequeState::Opposed, taken.on);
            }
            ChequeEvent::CertificateRequested(taken) => {
                self.certificate_requested_on = Some(taken.on);
                self.goes(ChequeState::CertificateRequested, taken.on);
            }
            ChequeEvent::Lost { stolen, taken } => {
                (self.before, self.stolen, self.evidence) = (self.state, *stolen, None);
                self.goes(ChequeState::Lost, taken.on);
            }
            ChequeEvent::Found(taken) => self.goes(self.before, taken.on),
            ChequeEvent::MadeFinal(taken) => self.goes(ChequeState::Final, taken.on),
            ChequeEvent::CertificateReceived(taken) => self.goes(ChequeState::CertificateReceived, taken.on),
            ChequeEvent::LitigationBegun(taken) => self.goes(ChequeState::Litigation, taken.on),
            ChequeEvent::Expired(taken) => self.goes(ChequeState::Expired, taken.on),
            ChequeEvent::EvidencePrinted { document } => self.evidence = Some(*document),
            ChequeEvent::OverrideAsked(asked) => self.override_asked = Some(*asked),
            ChequeEvent::OverrideWithdrawn {} | ChequeEvent::OverrideSeconded { .. } => self.override_asked = None,
            ChequeEvent::PictureKept(picture) => self.pictures.push(picture.clone()),
            ChequeEvent::FeesCharged { on, amount_cents } => {
                self.fees.push(FeesMove::Charged { on: *on, amount_cents: *amount_cents });
            }
            ChequeEvent::FeesRepaid { amount_cents, means, .. } => {
                self.fees.push(FeesMove::Repaid { amount_cents: *amount_cents, means: *means });
            }
            ChequeEvent::FeesLeft { amount_cents, .. } => {
                self.fees.push(FeesMove::Left { amount_cents: *amount_cents });
            }
            ChequeEvent::FeesUndone { .. } => drop(self.fees.pop()),
            ChequeEvent::PictureErased { picture, .. } => self.pictures.retain(|kept| kept.picture != *picture),
        }
    }
}

impl Cheque {
    /// Where it is from this day on; the day it left the drawer is that of the first step out of it.
    fn goes(&mut self, to: ChequeState, on: Date) {
        (self.state, self.since) = (to, Some(on));
        // What was asked was asked of the cheque where it was.
        self.override_asked = None;
        self.left_on = match to {
            ChequeState::Kept => None,
            _ => self.left_on.or(Some(on)),
        };
    }
}
