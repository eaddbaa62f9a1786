//! Taking a cheque in: what the law and the agreement ask of it, and the days promised on its receipt.
//!
//! The days hold together: the customer can always be told [`Limits::notice_days`] before the last day the cheque is
//! kept, so that both promises of the receipt can be kept to.

use super::{
    Cheque, ChequeAgreement, ChequeEvent, ChequeState, Cover, KeepCheque, Kept, TrackFacts, clock,
    overriding::{self, Allowed},
};
use crate::{context::Context, dossier::TrackState, money::Cents, reference::Limits, refusal::Refusal};
use jiff::{ToSpan, civil::Date};

/// Records the intake.
pub(super) fn keep(
    state: &Cheque,
    tracks: &[TrackFacts],
    keep: KeepCheque,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    if state.state != ChequeState::Absent {
        return Err(Refusal::AlreadyExists);
    }
    check_paper(&keep, context)?;
    check_covers(&keep, tracks)?;
    let ((deposit_not_before, decide_by), allowed) = promised_days(&keep, context)?;
    let kept = ChequeEvent::Kept(Kept {
        cheque: keep.cheque,
        receipt_number: keep.receipt.0,
        receipt_year: keep.receipt.1,
        agreement: keep.agreement,
        amount_cents: keep.amount_cents,
        covers: keep.covers,
        written_on: keep.written_on,
        issued_in: keep.issued_in,
        received_on: context.today,
        rlmc: keep.rlmc,
        line_proof: keep.line_proof,
        deposit_not_before: Some(deposit_not_before),
        decide_by,
        limits_version: keep.limits.version,
        identity_seen: keep.identity_seen,
        override_reason: allowed.map(|allowed| allowed.reason),
    });
    // A cheque begins with its intake, whoever looked at it.
    Ok([kept].into_iter().chain(allowed.and_then(Allowed::seconded)).collect())
}

/// The paper itself: known, made out to us, dated, and young enough to be presented.
fn check_paper(keep: &KeepCheque, context: &Context) -> Result<(), Refusal> {
    if keep.line_known {
        return Err(Refusal::ChequeAlreadyRecorded);
    }
    if !keep.payee_is_practice {
        return Err(Refusal::BlankPayee);
    }
    if keep.written_on > context.today {
        return Err(Refusal::ChequeDateInFuture);
    }
    let presentable_until = clock(keep.written_on, keep.issued_in, &keep.limits).presentable_until;
    if presentable_until < context.today {
        return Err(Refusal::ChequeExpired { expired_on: presentable_until });
    }
    Ok(())
}

/// The shares: each known, each once, together the amount, and standing as the agreement says. Under A the insurer is
/// asked; under B the customer claims back himself.
fn check_covers(keep: &KeepCheque, tracks: &[TrackFacts]) -> Result<(), Refusal> {
    let share = |cover: &Cover| (cover.dossier, cover.rank);
    if !keep.amount_cents.is_positive() || keep.covers.iter().any(|cover| !cover.amount_cents.is_positive()) {
        return Err(Refusal::AmountNotPositive);
    }
    let covered = Cents::sum(keep.covers.iter().map(|cover| cover.amount_cents))?;
    if covered != keep.amount_cents || keep.covers.is_empty() {
        return Err(Refusal::ChequeAmountDiffers { expected_cents: covered.get() });
    }
    for (index, cover) in keep.covers.iter().enumerate() {
        if keep.covers[..index].iter().any(|before| share(before) == share(cover)) {
            return Err(Refusal::AlreadyExists);
        }
        let facts = tracks.iter().find(|facts| (facts.dossier, facts.rank) == share(cover));
        let track = facts.ok_or(Refusal::UnknownTrack)?.state;
        match (keep.agreement, track) {
            (_, TrackState::Paid) => return Err(Refusal::AmcSharePaid),
            (ChequeAgreement::KeptAndReturned, TrackState::ClaimedByCustomer) => {
                return Err(Refusal::TiersPayantBarred);
            }
            (ChequeAgreement::DepositedLater, state) if state != TrackState::ClaimedByCustomer => {
                return Err(Refusal::TrackState { state });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The day before which it is not deposited, the last day it is kept, and by whose word when that is beyond the limit.
fn promised_days(keep: &KeepCheque, context: &Context) -> Result<((Date, Date), Option<Allowed>), Refusal> {
    let (today, limits) = (context.today, &keep.limits);
    let after = |date: Date, days: u16| date.saturating_add(i64::from(days).days());
    let usual_end = after(keep.delivery_on, limits.keeping_default_days);
    let latest = after(keep.delivery_on, limits.keeping_max_days);
    let told_by = notice_by(usual_end, limits);
    let (not_before, decide_by) = match (keep.agreement, keep.agreed_date) {
        (ChequeAgreement::DepositedLater, None) => return Err(Refusal::DateTooEarly { not_before: today }),
        (ChequeAgreement::DepositedLater, Some(agreed)) => (agreed, usual_end.max(agreed)),
        (ChequeAgreement::KeptAndReturned, agreed) => {
            let not_before = agreed.unwrap_or(told_by.max(today));
            (not_before, usual_end.max(not_before).max(after(today, limits.notice_days)))
        }
    };
    if not_before < today {
        return Err(Refusal::DateTooEarly { not_before: today });
    }
    let beyond = (decide_by > latest).then_some(Refusal::KeptTooLong { limit: latest });
    let allowed = beyond.map(|refusal| overriding::allowed_now(keep.over, refusal, context)).transpose()?;
    Ok(((not_before, decide_by), allowed))
}

/// The last day on which the customer can be told of a deposit that takes place by `decide_by`.
fn notice_by(decide_by: Date, limits: &Limits) -> Date {
    decide_by.saturating_sub(i64::from(limits.notice_days).days())
}

/// Until when the insurer's answer is awaited: the promised day, early enough in any case for the notice to run.
pub(super) fn answer_by(deposit_not_before: Option<Date>, decide_by: Date, limits: &Limits) -> Date {
    let latest = notice_by(decide_by, limits);
    deposit_not_before.map_or(latest, |promised| promised.min(latest))
}
