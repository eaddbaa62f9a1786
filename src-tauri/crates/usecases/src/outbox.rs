//! Puts a request in the outbox and carries what became of it to the dossier's track, in one transaction each.

use crate::{contract::Problem, departure, routing, step};
use relais_domain::{
    context::Context,
    dossier::{Agreement, Dossier, DossierCommand, TrackMove, TrackState},
    ids::{DossierId, EvidenceId, RequestId},
    platform::{FailureCode, Function},
    request::{Queued, Request, RequestAnswer, RequestCommand, RequestState},
};
use relais_storage::{
    Tx,
    rows::{AnswerKind, Page, RequestFilter},
};

/// Most complementaries on a dossier.
pub(crate) const MAX_TRACKS: usize = 4;
/// Most requests looked at on one track: each needs a person's decision, ten would be a bad week.
pub(crate) const MAX_REQUESTS_OF_TRACK: u32 = 50;

/// Queues the PEC of one complementary; does nothing when the track waits already, is closed, has no operator, or when
/// nothing is expected of it.
pub(crate) fn queue(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    rank: u8,
    request: RequestId,
) -> Result<bool, Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    let Some(track) = state.track(rank) else { return Ok(false) };
    let may_queue =
        matches!(track.state, TrackState::NotSent | TrackState::Withdrawn) && track.share_cents.is_positive();
    let platform = routing::first_of_track(&tx.queries()?, dossier, &state, rank)?;
    let Some(platform) = platform.filter(|_| may_queue) else { return Ok(false) };
    if departure::said_no(&state, &platform) {
        return Ok(false);
    }
    let queued = Queued {
        request,
        dossier,
        rank,
        platform,
        function: Function::PriorAuthorisation,
        amount_cents: track.share_cents,
        incident: state.way.and_then(|(_, incident)| incident),
    };
    step::request(tx, request, RequestCommand::Queue(queued), context)?;
    let moved = TrackMove { request: Some(request), ..TrackMove::to(rank, TrackState::Queued) };
    step::dossier(tx, dossier, DossierCommand::MoveTrack(moved), context)?;
    Ok(true)
}

/// Records an answer on the request and on the dossier; after an outage it is a recheck and has a colour.
pub(crate) fn record_answer(
    tx: &mut Tx<'_>,
    context: &Context,
    request: RequestId,
    answer: RequestAnswer,
    evidence: Option<EvidenceId>,
    by_staff: bool,
) -> Result<(), Problem> {
    let state = step::request(
        tx,
        request,
        RequestCommand::RecordAnswer { answer: answer.clone(), evidence, by_staff },
        context,
    )?;
    let Some(queued) = state.queued else { return Ok(()) };
    let dossier = tx.load::<Dossier>(queued.dossier.0)?;
    let track_state = dossier.track(queued.rank).map(|track| track.state).unwrap_or_default();
    if matches!(track_state, TrackState::Advised | TrackState::Paid | TrackState::ClaimedByCustomer) {
        // Money or a decision overtook the answer; it is kept on the request and changes nothing on the track.
        return Ok(());
    }
    let incident = dossier.way.and_then(|(_, incident)| incident).or(queued.incident);
    let agreement = match answer {
        RequestAnswer::Pending => {
            if track_state != TrackState::Sent {
                let moved = TrackMove { request: Some(request), ..TrackMove::to(queued.rank, TrackState::Sent) };
                step::dossier(tx, queued.dossier, DossierCommand::MoveTrack(moved), context)?;
            }
            return Ok(());
        }
        RequestAnswer::Agreed { agreement } => Some(agreement),
        RequestAnswer::Refused { .. } => None,
    };
    let command = decision(queued.rank, incident, agreement, Some(request));
    step::dossier(tx, queued.dossier, command, context)
}

/// The dossier's command for a decision: a recheck when an incident is behind it.
pub(crate) fn decision(
    rank: u8,
    incident: Option<relais_domain::ids::IncidentId>,
    agreement: Option<Agreement>,
    request: Option<RequestId>,
) -> DossierCommand {
    match (incident, agreement) {
        (Some(incident), agreement) => DossierCommand::Recheck { rank, incident, agreement, request },
        (None, Some(agreement)) => DossierCommand::MoveTrack(TrackMove {
            agreement: Some(agreement),
            request,
            ..TrackMove::to(rank, TrackState::Accepted)
        }),
        (None, None) => DossierCommand::MoveTrack(TrackMove { request, ..TrackMove::to(rank, TrackState::Refused) }),
    }
}

/// Records that an attempt may have arrived: « à confirmer », on the request and on the track.
pub(crate) fn record_unknown(
    tx: &mut Tx<'_>,
    context: &Context,
    request: RequestId,
    failure: FailureCode,
) -> Result<(), Problem> {
    let state = step::request(tx, request, RequestCommand::RecordOutcomeUnknown { failure }, context)?;
    follow(tx, context, request, &state, TrackState::OutcomeUnknown)
}

/// Records that the platform holds something else under the request's identifier: what became of the share is to be
/// confirmed.
pub(crate) fn record_conflict(
    tx: &mut Tx<'_>,
    context: &Context,
    request: RequestId,
    failure: FailureCode,
) -> Result<(), Problem> {
    let state = step::request(tx, request, RequestCommand::RecordConflict { failure }, context)?;
    follow(tx, context, request, &state, TrackState::OutcomeUnknown)
}

/// Records that what was « à confirmer » never arrived: it waits again.
pub(crate) fn record_not_received(
    tx: &mut Tx<'_>,
    context: &Context,
    request: RequestId,
    by_staff: bool,
) -> Result<(), Problem> {
    let state = step::request(tx, request, RequestCommand::RecordNotReceived { by_staff }, context)?;
    follow(tx, context, request, &state, TrackState::Queued)
}

fn follow(
    tx: &mut Tx<'_>,
    context: &Context,
    request: RequestId,
    state: &Request,
    to: TrackState,
) -> Result<(), Problem> {
    let Some(queued) = &state.queued else { return Ok(()) };
    let dossier = tx.load::<Dossier>(queued.dossier.0)?;
    let from = dossier.track(queued.rank).map(|track| track.state);
    if from.is_some_and(|from| from != to && matches!(from, TrackState::Queued | TrackState::OutcomeUnknown)) {
        let moved = TrackMove { request: Some(request), ..TrackMove::to(queued.rank, to) };
        step::dossier(tx, queued.dossier, DossierCommand::MoveTrack(moved), context)?;
    }
    Ok(())
}

/// The request of a track that is not answered and not withdrawn, with where it stands.
pub(crate) fn open_request(
    queries: &relais_storage::Queries<'_>,
    dossier: DossierId,
    rank: u8,
) -> Result<Option<(RequestId, RequestState)>, Problem> {
    let rows = queries.requests(&RequestFilter::OfTrack(dossier, rank), Page::first(MAX_REQUESTS_OF_TRACK))?;
    let open = rows.into_iter().find(|row| {
        matches!(
            row.state,
            RequestState::Queued
                | RequestState::Sending
                | RequestState::OutcomeUnknown
                | RequestState::Conflict
                | RequestState::Failed
        ) || (row.state == RequestState::Answered && row.answer == Some(AnswerKind::Pending))
    });
    Ok(open.map(|row| (row.id, row.state)))
}
