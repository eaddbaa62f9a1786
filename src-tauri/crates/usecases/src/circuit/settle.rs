//! The one way into « confié à l'OCT »: what waits here for the share is settled in the same transaction, so that nothing is
//! sent twice. The way « délivré en tiers payant » of a pharmacy, a list, and a person's word all pass through here.

use crate::{contract::Problem, outbox, step};
use relais_domain::{
    circuit::{ReturnOutcome, Returned, Transmitted},
    context::Context,
    dossier::{self, Dossier, DossierCommand, TrackState},
    ids::{DossierId, ImportId, RequestId},
    refusal::Refusal,
    request::{Request, RequestCommand, RequestState},
};
use relais_storage::{
    Queries, Tx,
    rows::{Page, RequestFilter},
};

/// Entrusts a share: its requests that wait are settled with it; one that is leaving at this moment refuses. Gives how many
/// waited.
pub(crate) fn entrust(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    transmitted: Transmitted,
) -> Result<u32, Problem> {
    let (rank, import) = (transmitted.rank, transmitted.import);
    let state = tx.load::<Dossier>(dossier.0)?;
    let events = dossier::decide(&state, DossierCommand::Transmit(transmitted), context)?;
    if events.is_empty() {
        // Known already: what waits since waits for a reason of its own.
        return Ok(0);
    }
    if requests(&tx.queries()?, dossier, rank)?.iter().any(|(_, state)| *state == RequestState::Sending) {
        return Err(Refusal::RequestState.into());
    }
    let settled = settle_waiting(tx, context, (dossier, rank), import)?;
    tx.append::<Dossier>(dossier.0, events)?;
    Ok(settled)
}

/// Records what came back. What is accepted or paid there does not wait here any more.
pub(super) fn receive(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    returned: Returned,
) -> Result<(), Problem> {
    let (rank, import, outcome) = (returned.rank, returned.import, returned.outcome);
    let state = tx.load::<Dossier>(dossier.0)?;
    let events = dossier::decide(&state, DossierCommand::Receive(returned), context)?;
    if !events.is_empty() && outcome != ReturnOutcome::Rejected {
        settle_waiting(tx, context, (dossier, rank), Some(import))?;
    }
    Ok(tx.append::<Dossier>(dossier.0, events)?)
}

/// Settles what waits for a share; gives how many.
fn settle_waiting(
    tx: &mut Tx<'_>,
    context: &Context,
    (dossier, rank): (DossierId, u8),
    import: Option<ImportId>,
) -> Result<u32, Problem> {
    let mut settled = 0;
    let waiting = outbox::requests_of(&tx.queries()?, dossier, rank)?;
    for row in waiting.iter().filter(|row| row.formality().carries_the_share()) {
        if matches!(row.state, RequestState::Queued | RequestState::Failed) {
            step::request(tx, row.id, RequestCommand::Entrust { import }, context)?;
            settled += 1;
        }
    }
    Ok(settled)
}

/// The requests of a share, with where each stands.
pub(super) fn requests(
    queries: &Queries<'_>,
    dossier: DossierId,
    rank: u8,
) -> Result<Vec<(RequestId, RequestState)>, Problem> {
    let rows = queries.requests(&RequestFilter::OfTrack(dossier, rank), Page::first(outbox::MAX_REQUESTS_OF_TRACK))?;
    Ok(rows.into_iter().map(|row| (row.id, row.state)).collect())
}

/// A share nobody has heard of in any lot, as a person says it.
pub(crate) const fn by_hand(rank: u8) -> Transmitted {
    Transmitted {
        rank,
        from: None,
        import: None,
        opened: false,
        twice: false,
        lot: None,
        invoice: None,
        amount_cents: None,
        on: None,
    }
}

/// What was sent from here and certainly did not arrive waits again: unless the concentrator has it too, whose it then is.
pub(crate) fn keep_from_sending(tx: &mut Tx<'_>, context: &Context, request: RequestId) -> Result<(), Problem> {
    let state = tx.load::<Request>(request.0)?;
    let (Some(queued), RequestState::Queued | RequestState::Failed) = (state.queued, state.state) else {
        return Ok(());
    };
    if !queued.formality().carries_the_share() {
        return Ok(());
    }
    let dossier = tx.load::<Dossier>(queued.dossier.0)?;
    let Some(track) = dossier.track(queued.rank).filter(|track| track.circuit.has_it()) else { return Ok(()) };
    let import: Option<ImportId> = track.circuit.transmissions.last().and_then(|sent| sent.import);
    step::request(tx, request, RequestCommand::Entrust { import }, context)?;
    step::dossier(tx, queued.dossier, DossierCommand::KeepEntrusted { rank: queued.rank }, context)
}

/// Refuses to send a request for a share that the concentrator has; a quote and a cancellation ask for none.
pub(crate) fn refuse_sending(tx: &mut Tx<'_>, request: RequestId) -> Result<(), Problem> {
    let Some(queued) = tx.load::<Request>(request.0)?.queued else { return Ok(()) };
    if !queued.formality().carries_the_share() {
        return Ok(());
    }
    refuse_twice(&tx.load::<Dossier>(queued.dossier.0)?, queued.rank)
}

/// Refuses what would send a share a second time.
pub(crate) fn refuse_twice(state: &Dossier, rank: u8) -> Result<(), Problem> {
    let theirs = state.track(rank).is_some_and(|track| track.state == TrackState::Entrusted || track.circuit.has_it());
    if theirs { Err(Refusal::TrackState { state: TrackState::Entrusted }.into()) } else { Ok(()) }
}
