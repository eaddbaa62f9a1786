//! What may be done with a cheque, given where its AMC tracks stand.

use super::{
    Cheque, ChequeAgreement, ChequeEvent, ChequeState, ChequeStep, Cover, DepositVerdict, FeesAsked, IdentitySeen,
    IssuePlace, OverriddenAct, Override, ReturnManner, StepAsked, WhyErased, cover_of, deposit_verdict, fees, intake,
    life, may_follow, notice, overriding, pictures,
};
use crate::{
    context::{Context, Role},
    dossier::TrackState,
    identifiers::RlmcStatus,
    ids::{ChequeId, DocumentId, DossierId, Proof, SlipId, TextId},
    money::Cents,
    picture::{Picture, Side},
    reference::Limits,
    refusal::Refusal,
    second::Second,
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
    /// What the customer still owes of the insurer's shortfall, in cents; nothing on a share he claims himself.
    pub difference_due_cents: Cents,
    /// How much of the cheques kept for this share is no longer needed, in cents: the customer paid it by other means.
    pub advanced_cents: Cents,
    /// What the customer owes of the share that no kept cheque stands for, in cents; of one he claims himself, too.
    pub bare_due_cents: Cents,
}

/// Something asked of a cheque.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Fields are those of the events they lead to, documented there.
pub enum ChequeCommand {
    /// Takes it in.
    Keep(Box<KeepCheque>),
    /// Records that its receipt was printed.
    PrintReceipt { document: DocumentId },
    /// A becomes B.
    ConvertToDepositedLater { deposit_not_before: Date, reason: TextId, second: Second },
    /// Tells the customer of the deposit to come.
    GiveNotice { on: Date, limits: Limits },
    /// Gives it back.
    Return { on: Date, manner: ReturnManner, over: Override },
    /// Hands it to the bank on a slip: from the drawer, or again after a rejection.
    Deposit { on: Date, slip: SlipId, over: Override, limits: Limits },
    /// One person alone asks for what he does against a rule the next day.
    AskOverride { act: OverriddenAct, over: Override, limits: Limits },
    /// Asks it no more.
    WithdrawOverride,
    /// Its slip was taken apart.
    TakeBack { on: Date, reason: TextId },
    /// Its slip was credited.
    Credit { on: Date, slip: SlipId },
    /// Any other step of its life.
    Take(StepAsked),
    /// Anything about the fees the bank charged for it.
    Fees(FeesAsked),
    /// Records that the sheet which proves a lost one was printed.
    PrintEvidence { document: DocumentId },
    /// Keeps a picture of one side.
    KeepPicture(Picture),
    /// Erases the picture of one side.
    ErasePicture { side: Side, why: WhyErased },
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
    /// Where it was issued.
    pub issued_in: IssuePlace,
    /// The identity paper the customer showed, if it was asked for.
    pub identity_seen: Option<IdentitySeen>,
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
    /// The owner's reason to keep it longer than the limit, and who looked.
    pub over: Override,
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
        ChequeCommand::Keep(keep) => intake::keep(state, tracks, *keep, context),
        _ if state.state == ChequeState::Absent => Err(Refusal::ChequeNotKept),
        ChequeCommand::PrintReceipt { document } => Ok(vec![ChequeEvent::ReceiptPrinted { document }]),
        ChequeCommand::PrintEvidence { document } => match state.state {
            ChequeState::Lost => Ok(vec![ChequeEvent::EvidencePrinted { document }]),
            state => Err(Refusal::ChequeElsewhere { state }),
        },
        ChequeCommand::KeepPicture(picture) => pictures::keep(state, picture),
        ChequeCommand::ErasePicture { side, why } => pictures::erase(state, side, why),
        ChequeCommand::Fees(asked) => fees::decide(state, asked, context),
        ChequeCommand::Take(asked) => life::take(state, tracks, asked, context),
        ChequeCommand::Credit { on, slip } => life::credit(state, (on, slip), context),
        ChequeCommand::TakeBack { on, reason } => life::take_back(state, tracks, (on, reason), context),
        ChequeCommand::AskOverride { act, over, limits } => ask_override(state, tracks, (act, over), &limits, context),
        ChequeCommand::WithdrawOverride => overriding::withdraw(state, context),
        ChequeCommand::Deposit { on, slip, over, limits } if may_follow(state.state, ChequeStep::Represented) => {
            deposit(state, tracks, (on, slip, &limits), over, context)
        }
        ChequeCommand::Return { on, manner, over } if state.state.is_unpaid() => {
            life::give_back_unpaid(state, tracks, (on, manner), over, context)
        }
        _ if state.state != ChequeState::Kept => Err(Refusal::ChequeNotKept),
        ChequeCommand::ConvertToDepositedLater { deposit_not_before, reason, second } => {
            convert(state, tracks, deposit_not_before, Override { reason: Some(reason), second }, context)
        }
        ChequeCommand::GiveNotice { on, limits } => give_notice(state, tracks, on, &limits, context),
        ChequeCommand::Return { on, manner, over } => give_back(state, tracks, (on, manner), over, context),
        ChequeCommand::Deposit { on, slip, over, limits } => deposit(state, tracks, (on, slip, &limits), over, context),
    }
}

/// What is asked is what would be done today, had it been slept on.
fn ask_override(
    state: &Cheque,
    tracks: &[TrackFacts],
    (act, over): (OverriddenAct, Override),
    limits: &Limits,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    let today = context.today;
    let slept_on = |state: &Cheque| {
        let command = match act {
            OverriddenAct::Deposit => {
                let (slip, limits) = (SlipId(uuid::Uuid::nil()), *limits);
                ChequeCommand::Deposit { on: today, slip, over: Override::default(), limits }
            }
            OverriddenAct::Return => {
                ChequeCommand::Return { on: today, manner: ReturnManner::InPerson, over: Override::default() }
            }
        };
        decide(state, tracks, command, context)
    };
    overriding::ask(state, act, over, slept_on, context)
}

/// A becomes B once every share it covers left the tiers payant. The day agreed anew stays within the keeping limit;
/// the owner may go beyond, and the reason typed for the change is then also that of keeping it longer.
fn convert(
    state: &Cheque,
    tracks: &[TrackFacts],
    deposit_not_before: Date,
    over: Override,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    if let Some(track) = tracks.iter().find(|track| track.state != TrackState::ClaimedByCustomer) {
        return Err(Refusal::TrackState { state: track.state });
    }
    if deposit_not_before < context.today {
        return Err(Refusal::DateTooEarly { not_before: context.today });
    }
    let reason = over.reason.ok_or(Refusal::ReasonNeeded)?;
    let beyond = state.kept.as_ref().map(|kept| kept.decide_by).filter(|limit| deposit_not_before > *limit);
    let allowed = beyond.map(|limit| overriding::allowed_now(over, Refusal::KeptTooLong { limit }, context));
    let converted = ChequeEvent::ConvertedToDepositedLater { deposit_not_before, reason };
    Ok(overriding::with(allowed.transpose()?, converted))
}

/// Tells the customer of a deposit to come. Under A the receipt says when: if the insurer refuses, or has not answered
/// by the named day. Told earlier, he would be told of nothing, and the days of notice would have run for nothing.
fn give_notice(
    state: &Cheque,
    tracks: &[TrackFacts],
    on: Date,
    limits: &Limits,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    within_keeping(state, on, context)?;
    let refused = tracks.iter().any(|track| track.state.is_dead());
    // Told that his insurer did not answer, he would be told what is not so.
    let under_a = state.agreement == Some(ChequeAgreement::KeptAndReturned);
    let answered = tracks.iter().find(|track| !notice::is_silent(track.state)).map(|track| track.state);
    if let Some(state) = answered.filter(|_| under_a && !refused) {
        return Err(Refusal::TrackState { state });
    }
    if let Some(kept) = state.kept.as_ref()
        && under_a
        && !refused
    {
        let answer_by = intake::answer_by(kept.deposit_not_before, kept.decide_by, limits);
        if on < answer_by {
            return Err(Refusal::PromisedNotBefore { not_before: answer_by });
        }
    }
    let deposit_from = on.saturating_add(i64::from(limits.notice_days).days());
    Ok(vec![ChequeEvent::NoticeGiven { on, deposit_from }])
}

/// The deposit rule holds whether the cheque comes out of the drawer or is handed in again; the promises of its receipt were
/// kept the first time.
fn deposit(
    state: &Cheque,
    tracks: &[TrackFacts],
    (on, slip, limits): (Date, SlipId, &Limits),
    over: Override,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    let agreement = state.agreement.ok_or(Refusal::ChequeNotKept)?;
    within_keeping(state, on, context)?;
    life::in_order(state, on, context)?;
    if let Some(expired_on) = state.clock(limits).map(|clock| clock.presentable_until).filter(|last| *last < on) {
        return Err(Refusal::ChequeExpired { expired_on });
    }
    let (verdict, track_state) = tracks
        .iter()
        .map(|track| (deposit_verdict(agreement, track.state, context.role), track.state))
        .max()
        .ok_or(Refusal::UnknownTrack)?;
    match (verdict, track_state) {
        (DepositVerdict::Forbidden, TrackState::Paid) => return Err(Refusal::AmcSharePaid),
        (DepositVerdict::Forbidden, _) => return Err(Refusal::RoleNotAllowed),
        _ => {}
    }
    if let Some(due_cents) = paid_otherwise(state, tracks) {
        return Err(Refusal::MoreThanDue { due_cents: due_cents.get() });
    }
    let again = state.state != ChequeState::Kept;
    let from = depositable_from(state);
    let early = !again && from.is_none_or(|from| from > on);
    let against = if verdict == DepositVerdict::OwnerOverride {
        Some(Refusal::OwnerMustOverride { state: track_state })
    } else if early {
        Some(from.map_or(Refusal::NoticeNeeded, |not_before| Refusal::PromisedNotBefore { not_before }))
    } else {
        None
    };
    let allowed = against.map(|refusal| overriding::allowed(state, OverriddenAct::Deposit, over, refusal, context));
    let allowed = allowed.transpose()?;
    let (override_reason, amount_cents) = (allowed.map(|allowed| allowed.reason), state.amount());
    let deed = if again {
        ChequeEvent::Represented { on, amount_cents, track_state, override_reason, slip }
    } else {
        ChequeEvent::Deposited { on, amount_cents, track_state, override_reason, slip: Some(slip) }
    };
    Ok(overriding::with(allowed, deed))
}

/// From when both promises of the receipt let it be deposited: not before the named day and, under A, told some days
/// before. None while the customer is still to be told.
pub(super) fn depositable_from(state: &Cheque) -> Option<Date> {
    let kept = state.kept.as_ref()?;
    let promised = kept.deposit_not_before.unwrap_or(kept.received_on);
    match state.agreement? {
        ChequeAgreement::DepositedLater => Some(promised),
        ChequeAgreement::KeptAndReturned => state.notice_deposit_from.map(|told| told.max(promised)),
    }
}

/// What is still due on a refused, cancelled or withdrawn share, when it is less than the cheque covers of it: the
/// customer paid by other means, and the cheque goes back to him. (What he pays of a share he claims himself is held
/// against the cheque by the dossier, which alone knows it.)
fn paid_otherwise(state: &Cheque, tracks: &[TrackFacts]) -> Option<Cents> {
    let short = |track: &&TrackFacts| {
        let cover = cover_of(state.kept.as_ref(), track).unwrap_or_default();
        track.state.is_dead() && cover > track.difference_due_cents
    };
    tracks.iter().find(short).map(|track| track.difference_due_cents)
}

fn give_back(
    state: &Cheque,
    tracks: &[TrackFacts],
    (on, manner): (Date, ReturnManner),
    over: Override,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    within_keeping(state, on, context)?;
    let held = tracks.iter().find_map(|track| holds_back(track, cover_of(state.kept.as_ref(), track)));
    overriding::returned(state, (on, manner), held, over, context)
}

/// Why a share still holds the cheque: the insurer's money is not on the account and the customer did not pay either,
/// or a difference is due.
pub(super) fn holds_back(track: &TrackFacts, cover: Option<Cents>) -> Option<Refusal> {
    let due = track.difference_due_cents;
    let freed = cover.is_some_and(|cover| track.advanced_cents >= cover);
    let difference = || due.is_positive().then_some(Refusal::DifferenceDue { due_cents: due.get() });
    match track.state {
        TrackState::Paid => difference(),
        state if state.is_dead() && !freed => difference(),
        TrackState::ClaimedByCustomer if !freed => Some(Refusal::AmcShareNotPaid),
        state if state.is_dead() || state == TrackState::ClaimedByCustomer => None,
        _ => Some(Refusal::AmcShareNotPaid),
    }
}

/// Nothing happens to a cheque before it came, nor after today.
fn within_keeping(state: &Cheque, on: Date, context: &Context) -> Result<(), Refusal> {
    match &state.kept {
        _ if on > context.today => Err(Refusal::DateInFuture),
        Some(kept) if on < kept.received_on => Err(Refusal::DateTooEarly { not_before: kept.received_on }),
        _ => Ok(()),
    }
}
