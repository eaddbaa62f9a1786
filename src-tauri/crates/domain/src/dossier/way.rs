//! One of the six ways through an outage: what it closes to the tiers payant, and what it may open again.

use super::{Dossier, DossierEvent, TrackMove, TrackState, Way, movement::moved};
use crate::{ids::IncidentId, refusal::Refusal};

/// Chooses a way. It can be changed until something rests on the former one: a cheque in the drawer, money advanced, a
/// request gone.
pub(super) fn choose(state: &Dossier, way: Way, incident: Option<IncidentId>) -> Result<Vec<DossierEvent>, Refusal> {
    let changes = state.way.is_some_and(|(before, _)| before != way);
    if changes && !state.cheques_kept.is_empty() {
        return Err(Refusal::WayHasEffects);
    }
    let moves = if way.bars_third_party_payment() { bar(state)? } else { reopen(state)? };
    Ok(std::iter::once(DossierEvent::WayChosen { way, incident }).chain(moves).collect())
}

/// The customer claims back himself: every track leaves the tiers payant, or none does.
fn bar(state: &Dossier) -> Result<Vec<DossierEvent>, Refusal> {
    let mut moves = Vec::new();
    for track in state.amc.iter().filter(|track| track.state != TrackState::ClaimedByCustomer) {
        if !track.state.is_dead() && track.state != TrackState::NotSent {
            return Err(Refusal::TrackState { state: track.state });
        }
        // A cheque kept under A is turned into B first, so that what the customer signed follows.
        if state.cheques_kept.iter().any(|kept| kept.rank == track.rank) {
            return Err(Refusal::WayHasEffects);
        }
        moves.push(moved(track.state, TrackMove::to(track.rank, TrackState::ClaimedByCustomer)));
    }
    Ok(moves)
}

/// Back to the tiers payant, which nobody could ask for while the customer claims or has paid: it would be paid twice.
fn reopen(state: &Dossier) -> Result<Vec<DossierEvent>, Refusal> {
    let claimed: Vec<_> = state.amc.iter().filter(|track| track.claimed_by_customer).collect();
    let mut standing = state.cheques_kept.iter().chain(&state.cheques_unpaid);
    if standing.any(|cheque| claimed.iter().any(|track| track.rank == cheque.rank)) {
        return Err(Refusal::WayHasEffects);
    }
    if claimed.iter().any(|track| state.covered_by_customer(track.rank).is_positive()) {
        return Err(Refusal::TiersPayantBarred);
    }
    // A paper that asks his insurer is in his hands.
    if !claimed.is_empty() && !state.attested.is_empty() {
        return Err(Refusal::TiersPayantBarred);
    }
    let back = claimed.into_iter().filter(|track| track.state == TrackState::ClaimedByCustomer);
    Ok(back.map(|track| moved(track.state, TrackMove::to(track.rank, TrackState::NotSent))).collect())
}
