//! The movements of one AMC track: which there are, what each needs, and the check after an outage.

use super::{Agreement, Dossier, DossierEvent, RecheckColour, TrackMove, TrackState};
use crate::{
    ids::{ChequeId, IncidentId, RequestId},
    money::Cents,
    refusal::Refusal,
};
use std::collections::BTreeSet;

/// Whether a track may go from one state to another. Facts of money (advised, paid) are always recorded: they happened.
/// A track the customer claims himself comes back to « non envoyé » by another way only, never by a movement.
pub(super) fn may_move(from: TrackState, to: TrackState) -> bool {
    use TrackState as T;
    match to {
        T::Advised => from != T::Paid,
        T::Paid => true,
        T::Queued => matches!(from, T::NotSent | T::OutcomeUnknown | T::Refused | T::Cancelled | T::Withdrawn),
        T::Entrusted => matches!(from, T::NotSent | T::Withdrawn),
        T::Sent => matches!(from, T::Queued | T::OutcomeUnknown),
        T::OutcomeUnknown => matches!(from, T::Queued | T::Sent),
        T::Accepted => !matches!(from, T::Advised | T::Paid | T::ClaimedByCustomer),
        T::Refused => !matches!(from, T::Paid | T::ClaimedByCustomer | T::Withdrawn),
        T::Cancelled => matches!(from, T::Accepted | T::Sent),
        T::Withdrawn => matches!(from, T::NotSent | T::Queued | T::Entrusted),
        T::ClaimedByCustomer => from.is_dead() || from == T::NotSent,
        T::NotSent => false,
    }
}

/// Whether a movement is the shop asking the insurer, which a barred tiers payant forbids.
fn asks_the_insurer(to: TrackState) -> bool {
    matches!(to, TrackState::Queued | TrackState::Entrusted | TrackState::Sent | TrackState::OutcomeUnknown)
}

/// Moves a track, when the table allows it and what the movement rests on is named.
pub(super) fn move_track(state: &Dossier, wanted: TrackMove) -> Result<DossierEvent, Refusal> {
    let track = state.track(wanted.rank).ok_or(Refusal::UnknownTrack)?;
    let barred = track.claimed_by_customer && asks_the_insurer(wanted.to);
    if barred || !may_move(track.state, wanted.to) {
        let claimed = barred || track.state == TrackState::ClaimedByCustomer;
        return Err(if claimed { Refusal::TiersPayantBarred } else { Refusal::TrackState { state: track.state } });
    }
    match wanted.to {
        // What waits, left or may have left is a request of the outbox.
        TrackState::Queued | TrackState::Sent | TrackState::OutcomeUnknown if wanted.request.is_none() => {
            return Err(Refusal::RequestState);
        }
        // A cheque that rests on the share is turned into B with it.
        TrackState::ClaimedByCustomer => drop(claim(state, wanted.rank, &BTreeSet::new())?),
        // Only a bank credit pays a share.
        TrackState::Paid if wanted.bank_credit.is_none() => return Err(Refusal::AmcShareNotPaid),
        TrackState::Advised | TrackState::Paid if !wanted.amount_cents.is_some_and(Cents::is_positive) => {
            return Err(Refusal::AmountNotPositive);
        }
        TrackState::Paid => drop(track.paid_cents.plus(wanted.amount_cents.unwrap_or_default())?),
        TrackState::Withdrawn if wanted.reason.is_none() => return Err(Refusal::ReasonNeeded),
        _ => {}
    }
    Ok(moved(track.state, wanted))
}

/// The customer claims a share back himself: with every cheque that rests on it, or not at all.
pub(super) fn claim(state: &Dossier, rank: u8, converting: &BTreeSet<ChequeId>) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    if state.cheques_kept.iter().any(|kept| kept.rank == rank && !converting.contains(&kept.cheque)) {
        return Err(Refusal::WayHasEffects);
    }
    match track.state {
        TrackState::ClaimedByCustomer => Ok(Vec::new()),
        from if may_move(from, TrackState::ClaimedByCustomer) => {
            Ok(vec![moved(from, TrackMove::to(rank, TrackState::ClaimedByCustomer))])
        }
        state => Err(Refusal::TrackState { state }),
    }
}

/// The event of a movement.
pub(super) fn moved(from: TrackState, wanted: TrackMove) -> DossierEvent {
    DossierEvent::TrackMoved {
        rank: wanted.rank,
        from,
        to: wanted.to,
        request: wanted.request,
        bank_credit: wanted.bank_credit,
        agreement: wanted.agreement,
        amount_cents: wanted.amount_cents,
        reason: wanted.reason,
        on: wanted.on,
    }
}

/// A check after an outage: the answer moves the track, and its colour is recorded against the estimate.
pub(super) fn recheck(
    state: &Dossier,
    rank: u8,
    incident: IncidentId,
    agreement: Option<Agreement>,
    request: Option<RequestId>,
) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let colour = RecheckColour::of(track.share_cents, agreement.as_ref());
    let covered_cents = agreement.as_ref().and_then(|a| a.covered_cents);
    let wanted = match colour {
        // An agreement to nothing is a refusal, and keeps nothing of the agreement.
        RecheckColour::Red => TrackMove { request, ..TrackMove::to(rank, TrackState::Refused) },
        RecheckColour::Green | RecheckColour::Orange => {
            TrackMove { agreement, request, ..TrackMove::to(rank, TrackState::Accepted) }
        }
    };
    let moved = move_track(state, wanted)?;
    let rechecked =
        DossierEvent::Rechecked { rank, incident, colour, estimate_cents: track.share_cents, covered_cents };
    Ok(vec![moved, rechecked])
}
