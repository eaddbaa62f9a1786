//! What may be done with a cheque, given where its AMC tracks stand.

use super::{
    Cheque, ChequeAgreement, ChequeEvent, ChequeState, Cover, DepositVerdict, Kept, ReturnManner, clock,
    deposit_verdict,
};
use crate::{
    context::{Context, Role},
    dossier::TrackState,
    identifiers::RlmcStatus,
    ids::{ChequeId, DocumentId, DossierId, Proof, TextId},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
};
use jiff::{ToSpan, civil::Date};

/// What a cheque's decision must know of one track it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackFacts {
    /// The dossier.
    pub dossier: DossierId,
    /// The complementary's rank.
    pub rank: u8,
    /// Where it stands.
    pub state: TrackState,
    /// What the dossier's customer still owes of the insurers' shortfall, in cents.
    pub difference_due_cents: Cents,
    /// What of the AMC share the customer paid by other means, in cents.
    pub advanced_cents: Cents,
}

/// Something asked of a cheque.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Fields are those of the events they lead to, documented there.
pub enum ChequeCommand {
    /// Takes it in.
    Keep(Box<KeepCheque>),
    /// Records that its receipt was printed.
    PrintReceipt { document: DocumentId, model_digest: String },
    /// A becomes B.
    ConvertToDepositedLater { deposit_not_before: Date, reason: TextId },
    /// Tells the customer of the deposit to come.
    GiveNotice { on: Date, limits: Limits },
    /// Gives it back.
    Return { on: Date, manner: ReturnManner, override_reason: Option<TextId> },
    /// Hands it to the bank.
    Deposit { on: Date, override_reason: Option<TextId> },
}

/// The intake of a cheque.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepCheque {
    /// The cheque.
    pub cheque: ChequeId,
    /// The receipt's number and year, allocated in the transaction.
    pub receipt: (u32, i16),
    /// A or B.
    pub agreement: ChequeAgreement,
    /// In cents.
    pub amount_cents: Cents,
    /// The shares covered.
    pub covers: Vec<Cover>,
    /// The date written on it.
    pub written_on: Date,
    /// Whether it is made out to the practice.
    pub payee_is_practice: bool,
    /// Whether its key was checked.
    pub rlmc: RlmcStatus,
    /// Proof of its line.
    pub line_proof: Option<Proof>,
    /// Whether a cheque with this line is kept already.
    pub line_known: bool,
    /// B: the agreed date.
    pub agreed_date: Option<Date>,
    /// Delivery, or its planned day, from which the keeping limit runs.
    pub delivery_on: Date,
    /// The limits in force.
    pub limits: Limits,
    /// The owner's reason to keep it longer than the limit.
    pub override_reason: Option<TextId>,
}

/// Decides a command on a cheque; `tracks` are the tracks it covers, as they stand in the same transaction.
pub fn decide(
    state: &Cheque,
    tracks: &[TrackFacts],
    command: ChequeCommand,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    match command {
        ChequeCommand::Keep(keep) => keep_cheque(state, tracks, *keep, context),
        _ if state.state == ChequeState::Absent => Err(Refusal::ChequeNotKept),
        ChequeCommand::PrintReceipt { document, model_digest } => {
            let print = state.receipts_printed + 1;
            Ok(vec![ChequeEvent::ReceiptPrinted { document, model_digest, print }])
        }
        _ if state.state != ChequeState::Kept => Err(Refusal::ChequeNotKept),
        ChequeCommand::ConvertToDepositedLater { deposit_not_before, reason } => {
            if let Some(paid) = tracks.iter().find(|track| track.state != TrackState::ClaimedByCustomer) {
                return Err(Refusal::TrackState { state: paid.state });
            }
            Ok(vec![ChequeEvent::ConvertedToDepositedLater { deposit_not_before, reason }])
        }
        ChequeCommand::GiveNotice { on, limits } => {
            not_after(on, context.today)?;
            let deposit_from = on.saturating_add(i64::from(limits.notice_days).days());
            Ok(vec![ChequeEvent::NoticeGiven { on, deposit_from }])
        }
        ChequeCommand::Return { on, manner, override_reason } => {
            give_back(state, tracks, on, manner, override_reason, context)
        }
        ChequeCommand::Deposit { on, override_reason } => deposit(state, tracks, on, override_reason, context),
    }
}

fn keep_cheque(
    state: &Cheque,
    tracks: &[TrackFacts],
    keep: KeepCheque,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    if state.state != ChequeState::Absent {
        return Err(Refusal::AlreadyExists);
    }
    if keep.line_known {
        return Err(Refusal::ChequeAlreadyRecorded);
    }
    if !keep.payee_is_practice {
        return Err(Refusal::BlankPayee);
    }
    if keep.written_on > context.today {
        return Err(Refusal::ChequeDateInFuture);
    }
    let presentable_until = clock(keep.written_on, &keep.limits).presentable_until;
    if presentable_until < context.today {
        return Err(Refusal::ChequeExpired { expired_on: presentable_until });
    }
    if !keep.amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    let covered = Cents::sum(keep.covers.iter().map(|cover| cover.amount_cents))?;
    if covered != keep.amount_cents || keep.covers.is_empty() {
        return Err(Refusal::ChequeAmountDiffers { expected_cents: covered.get() });
    }
    if tracks.iter().any(|track| track.state == TrackState::Paid) {
        return Err(Refusal::AmcSharePaid);
    }
    let decide_by = keep.delivery_on.saturating_add(i64::from(keep.limits.keeping_default_days).days());
    let limit = keep.delivery_on.saturating_add(i64::from(keep.limits.keeping_max_days).days());
    let deposit_not_before = match keep.agreement {
        ChequeAgreement::KeptAndReturned => Some(keep.agreed_date.unwrap_or(decide_by)),
        ChequeAgreement::DepositedLater => {
            Some(keep.agreed_date.ok_or(Refusal::DateTooEarly { not_before: context.today })?)
        }
    };
    if let Some(date) = deposit_not_before {
        if date < context.today {
            return Err(Refusal::DateTooEarly { not_before: context.today });
        }
        let overridden = context.role == Role::Owner && keep.override_reason.is_some();
        if date > limit && !overridden {
            return Err(Refusal::KeptTooLong { limit });
        }
    }
    Ok(vec![ChequeEvent::Kept(Kept {
        cheque: keep.cheque,
        receipt_number: keep.receipt.0,
        receipt_year: keep.receipt.1,
        agreement: keep.agreement,
        amount_cents: keep.amount_cents,
        covers: keep.covers,
        written_on: keep.written_on,
        received_on: context.today,
        rlmc: keep.rlmc,
        line_proof: keep.line_proof,
        deposit_not_before,
        decide_by,
        limits_version: keep.limits.version,
        override_reason: keep.override_reason,
    })])
}

fn deposit(
    state: &Cheque,
    tracks: &[TrackFacts],
    on: Date,
    override_reason: Option<TextId>,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    let agreement = state.agreement.ok_or(Refusal::ChequeNotKept)?;
    not_after(on, context.today)?;
    let worst = tracks
        .iter()
        .map(|track| (deposit_verdict(agreement, track.state, context.role), track.state))
        .max()
        .ok_or(Refusal::UnknownTrack)?;
    let early = match agreement {
        ChequeAgreement::DepositedLater => {
            let agreed = state.kept.as_ref().and_then(|kept| kept.deposit_not_before);
            agreed.filter(|date| *date > on)
        }
        // Told some days before: that is what the receipt promises.
        ChequeAgreement::KeptAndReturned => {
            Some(state.notice_deposit_from.unwrap_or(Date::MAX)).filter(|date| *date > on)
        }
    };
    let overridden = context.role == Role::Owner && override_reason.is_some();
    match (worst, early) {
        ((DepositVerdict::Forbidden, TrackState::Paid), _) => Err(Refusal::AmcSharePaid),
        ((DepositVerdict::Forbidden, _), _) => Err(Refusal::RoleNotAllowed),
        ((DepositVerdict::OwnerOverride, track), _) if !overridden => Err(Refusal::OwnerMustOverride { state: track }),
        ((_, _), Some(Date::MAX)) if !overridden => Err(Refusal::NoticeNeeded),
        ((_, _), Some(not_before)) if !overridden => Err(Refusal::PromisedNotBefore { not_before }),
        ((_, track_state), _) => Ok(vec![ChequeEvent::Deposited {
            on,
            amount_cents: state.amount(),
            track_state,
            override_reason: override_reason.filter(|_| overridden),
        }]),
    }
}

fn give_back(
    state: &Cheque,
    tracks: &[TrackFacts],
    on: Date,
    manner: ReturnManner,
    override_reason: Option<TextId>,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    not_after(on, context.today)?;
    let overridden = context.role == Role::Owner && override_reason.is_some();
    let covers = state.kept.as_ref().map(|kept| kept.covers.as_slice()).unwrap_or_default();
    for track in tracks {
        let cover = covers.iter().find(|cover| (cover.dossier, cover.rank) == (track.dossier, track.rank));
        let paid_otherwise = cover.is_some_and(|cover| track.advanced_cents >= cover.amount_cents);
        let settled = track.state == TrackState::Paid || track.state.is_dead() || paid_otherwise;
        if !settled && !overridden {
            return Err(Refusal::AmcShareNotPaid);
        }
        if track.difference_due_cents.is_positive() && !overridden {
            return Err(Refusal::DifferenceDue { due_cents: track.difference_due_cents.get() });
        }
    }
    Ok(vec![ChequeEvent::Returned {
        on,
        manner,
        amount_cents: state.amount(),
        override_reason: override_reason.filter(|_| overridden),
    }])
}

fn not_after(date: Date, today: Date) -> Result<(), Refusal> {
    if date > today { Err(Refusal::DateInFuture) } else { Ok(()) }
}
