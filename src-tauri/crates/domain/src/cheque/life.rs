//! What becomes of a cheque: which step may follow which, in one table, and what each needs.
//!
//! Reçu → conservé → (rendu | remis en banque → crédité → définitif) | rejeté → représenté → certificat demandé →
//! certificat reçu → contentieux | opposé | perdu ou volé | périmé. A rejection may come after anything the bank did, since
//! it happened whether the rules like it or not.

use super::{
    Cheque, ChequeAgreement, ChequeEvent, ChequeState, OppositionGround, Override, RejectGround, ReturnManner, Taken,
    TrackFacts,
    clock::{certificate_from, final_from},
    overriding,
};
use crate::{
    context::Context,
    dossier::TrackState,
    ids::{SlipId, TextId},
    reference::Limits,
    refusal::Refusal,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Every step a cheque may take once it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChequeStep {
    /// Handed to the bank, on a slip.
    Deposited,
    /// Out of a slip taken apart.
    TakenBack,
    /// Credited with its slip.
    Credited,
    /// « Définitif ».
    MadeFinal,
    /// « Rejeté ».
    Rejected,
    /// « Représenté », on another slip.
    Represented,
    /// « Certificat de non-paiement demandé ».
    CertificateRequested,
    /// « Certificat de non-paiement reçu ».
    CertificateReceived,
    /// « Contentieux ».
    LitigationBegun,
    /// « Opposé ».
    Opposed,
    /// « Perdu ».
    Lost,
    /// « Volé ».
    Stolen,
    /// « Retrouvé ».
    Found,
    /// « Périmé ».
    Expired,
    /// « Rendu ».
    Returned,
}

impl ChequeStep {
    /// Those a person records on the cheque itself, in the order they come. The others are a slip's, or a return.
    pub const OF_THE_CHEQUE: [ChequeStep; 10] = [
        ChequeStep::MadeFinal,
        ChequeStep::Rejected,
        ChequeStep::CertificateRequested,
        ChequeStep::CertificateReceived,
        ChequeStep::LitigationBegun,
        ChequeStep::Opposed,
        ChequeStep::Lost,
        ChequeStep::Stolen,
        ChequeStep::Found,
        ChequeStep::Expired,
    ];

    /// Whether it cannot be recorded without a word of why.
    pub const fn needs_reason(self) -> bool {
        matches!(self, ChequeStep::LitigationBegun | ChequeStep::Lost | ChequeStep::Stolen | ChequeStep::TakenBack)
    }

    /// Whether it rests on a paper, to be named.
    pub const fn needs_paper(self) -> bool {
        matches!(self, ChequeStep::Rejected | ChequeStep::CertificateReceived | ChequeStep::Opposed)
    }
}

/// Whether a step may follow where a cheque is: the one table.
pub const fn may_follow(from: ChequeState, step: ChequeStep) -> bool {
    use ChequeState as S;
    use ChequeStep as P;
    match step {
        P::Deposited => matches!(from, S::Kept),
        P::TakenBack | P::Credited => matches!(from, S::Deposited | S::Represented),
        P::MadeFinal => matches!(from, S::Credited),
        P::Rejected => from.is_at_the_bank(),
        P::Represented => {
            matches!(from, S::Rejected | S::CertificateRequested | S::CertificateReceived | S::Opposed)
        }
        P::CertificateRequested => matches!(from, S::Rejected),
        P::CertificateReceived => matches!(from, S::Rejected | S::CertificateRequested),
        P::LitigationBegun => matches!(from, S::CertificateReceived | S::Opposed | S::Lost | S::Expired),
        P::Opposed => from.is_at_the_bank() || matches!(from, S::Kept | S::Rejected | S::CertificateRequested),
        P::Lost | P::Stolen => from.is_in_the_drawer(),
        P::Found => matches!(from, S::Lost),
        P::Expired => matches!(from, S::Kept | S::Rejected | S::Opposed),
        P::Returned => matches!(from, S::Kept) || from.is_unpaid(),
    }
}

/// A step asked of a cheque itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepAsked {
    /// Which, with what it says.
    pub kind: StepKind,
    /// When, why, on what.
    pub taken: Taken,
    /// The limits in force.
    pub limits: Limits,
}

/// The steps a person records on the cheque itself, with what each says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // Those of `ChequeStep`, with the fields of their events.
pub enum StepKind {
    MadeFinal,
    Rejected { ground: RejectGround },
    CertificateRequested,
    CertificateReceived,
    LitigationBegun,
    Opposed { ground: OppositionGround },
    Lost { stolen: bool },
    Found,
    Expired,
}

impl StepKind {
    /// The step without what it says.
    pub const fn step(self) -> ChequeStep {
        match self {
            StepKind::MadeFinal => ChequeStep::MadeFinal,
            StepKind::Rejected { .. } => ChequeStep::Rejected,
            StepKind::CertificateRequested => ChequeStep::CertificateRequested,
            StepKind::CertificateReceived => ChequeStep::CertificateReceived,
            StepKind::LitigationBegun => ChequeStep::LitigationBegun,
            StepKind::Opposed { .. } => ChequeStep::Opposed,
            StepKind::Lost { stolen: false } => ChequeStep::Lost,
            StepKind::Lost { stolen: true } => ChequeStep::Stolen,
            StepKind::Found => ChequeStep::Found,
            StepKind::Expired => ChequeStep::Expired,
        }
    }
}

impl Cheque {
    /// From when a step may be dated, where a clock says so.
    pub fn not_before(&self, step: ChequeStep, limits: &Limits) -> Option<Date> {
        match step {
            ChequeStep::MadeFinal => self.credited_on.map(|on| final_from(on, limits)),
            ChequeStep::CertificateRequested => self.first_presented_on.map(|on| certificate_from(on, limits)),
            ChequeStep::Expired => self.clock(limits).map(|clock| clock.presentable_until.saturating_add(1.day())),
            _ => None,
        }
    }
}

/// Records a step of the cheque itself.
pub(super) fn take(
    state: &Cheque,
    tracks: &[TrackFacts],
    StepAsked { kind, taken, limits }: StepAsked,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    let step = kind.step();
    follows(state, step)?;
    in_order(state, taken.on, context)?;
    if let Some(not_before) = state.not_before(step, &limits).filter(|day| taken.on < *day) {
        return Err(Refusal::DateTooEarly { not_before });
    }
    if step.needs_reason() && taken.reason.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    if step.needs_paper() && taken.rests_on.is_none() {
        return Err(Refusal::PaperNeeded);
    }
    if step == ChequeStep::Found && state.before == ChequeState::Kept {
        kept_again(state, tracks)?;
    }
    Ok(vec![match kind {
        StepKind::MadeFinal => ChequeEvent::MadeFinal(taken),
        StepKind::Rejected { ground } => ChequeEvent::Rejected { ground, taken },
        StepKind::CertificateRequested => ChequeEvent::CertificateRequested(taken),
        StepKind::CertificateReceived => ChequeEvent::CertificateReceived(taken),
        StepKind::LitigationBegun => ChequeEvent::LitigationBegun(taken),
        StepKind::Opposed { ground } => ChequeEvent::Opposed { ground, taken },
        StepKind::Lost { stolen } => ChequeEvent::Lost { stolen, taken },
        StepKind::Found => ChequeEvent::Found(taken),
        StepKind::Expired => ChequeEvent::Expired(taken),
    }])
}

/// Its slip was credited.
pub(super) fn credit(
    state: &Cheque,
    (on, slip): (Date, SlipId),
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    follows(state, ChequeStep::Credited)?;
    in_order(state, on, context)?;
    if state.slip != Some(slip) {
        return Err(Refusal::UnknownSlip);
    }
    Ok(vec![ChequeEvent::Credited { on, slip }])
}

/// Its slip was taken apart: back where it was, which its share must still allow.
pub(super) fn take_back(
    state: &Cheque,
    tracks: &[TrackFacts],
    (on, reason): (Date, TextId),
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    follows(state, ChequeStep::TakenBack)?;
    in_order(state, on, context)?;
    if state.state == ChequeState::Deposited {
        kept_again(state, tracks)?;
    }
    Ok(vec![ChequeEvent::TakenBack { on, reason }])
}

/// A cheque that pays nothing goes back to the customer once nothing is due on its shares that no other paper stands for.
pub(super) fn give_back_unpaid(
    state: &Cheque,
    tracks: &[TrackFacts],
    (on, manner): (Date, ReturnManner),
    over: Override,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    in_order(state, on, context)?;
    overriding::returned(state, (on, manner), tracks.iter().find_map(still_stands_for), over, context)
}

/// Why a share still holds a cheque that pays nothing.
fn still_stands_for(track: &TrackFacts) -> Option<Refusal> {
    let due = track.bare_due_cents;
    match track.state {
        state if state.is_dead() || matches!(state, TrackState::Paid | TrackState::ClaimedByCustomer) => {
            due.is_positive().then_some(Refusal::DifferenceDue { due_cents: due.get() })
        }
        _ => Some(Refusal::AmcShareNotPaid),
    }
}

/// Whether a cheque may be kept again under its agreement: under A the insurer is asked, under B the customer claims.
fn kept_again(state: &Cheque, tracks: &[TrackFacts]) -> Result<(), Refusal> {
    let under_b = state.agreement == Some(ChequeAgreement::DepositedLater);
    let fits = |track: TrackState| match track {
        TrackState::ClaimedByCustomer => under_b,
        TrackState::Paid => true,
        _ => !under_b,
    };
    let misfit = tracks.iter().find(|track| !fits(track.state));
    misfit.map_or(Ok(()), |track| Err(Refusal::TrackState { state: track.state }))
}

fn follows(state: &Cheque, step: ChequeStep) -> Result<(), Refusal> {
    if may_follow(state.state, step) { Ok(()) } else { Err(Refusal::ChequeElsewhere { state: state.state }) }
}

/// Steps come one after another, and none tomorrow.
pub(super) fn in_order(state: &Cheque, on: Date, context: &Context) -> Result<(), Refusal> {
    match state.since {
        _ if on > context.today => Err(Refusal::DateInFuture),
        Some(since) if on < since => Err(Refusal::DateTooEarly { not_before: since }),
        _ => Ok(()),
    }
}
