//! Puts a request in the outbox and carries what became of it to the dossier's track, in one transaction each.

use crate::{circuit::settle, contract::Problem, departure, routing, step};
use relais_domain::{
    context::Context,
    dossier::{
        Agreement, CancellationEnd, Dossier, DossierCommand, InvoiceMove, InvoiceState, Quoted, TrackMove, TrackState,
    },
    formality::Formality,
    ids::{DossierId, EvidenceId, RequestId, TextId},
    platform::{FailureCode, Function},
    refusal::Refusal,
    request::{Queued, Request, RequestAnswer, RequestCommand, RequestState},
};
use relais_storage::{
    Queries, Tx,
    rows::{AnswerKind, Page, RequestFilter, RequestRow},
};

/// Most complementaries on a dossier.
pub(crate) const MAX_TRACKS: usize = 4;
/// Most requests looked at on one track: each needs a person's decision, ten would be a bad week.
pub(crate) const MAX_REQUESTS_OF_TRACK: u32 = 50;

/// Queues the PEC of one complementary; does nothing when the track waits already, is closed, has no operator, when nothing is
/// expected of it, or when its invoice stands: what is invoiced needs no promise.
pub(crate) fn queue(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    rank: u8,
    request: RequestId,
) -> Result<bool, Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    let Some(track) = state.track(rank) else { return Ok(false) };
    let fresh = matches!(track.state, TrackState::NotSent | TrackState::Withdrawn);
    let may_queue = fresh && track.share_cents.is_positive() && track.standing_invoice().is_none();
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
        cancels: None,
        invoice: None,
        authorisation: None,
    };
    queue_promise(tx, context, queued)?;
    Ok(true)
}

/// Queues a prior authorisation, and its share with it.
pub(crate) fn queue_promise(tx: &mut Tx<'_>, context: &Context, queued: Queued) -> Result<(), Problem> {
    let (request, dossier, rank) = (queued.request, queued.dossier, queued.rank);
    step::request(tx, request, RequestCommand::Queue(queued), context)?;
    let moved = TrackMove { request: Some(request), ..TrackMove::to(rank, TrackState::Queued) };
    step::dossier(tx, dossier, DossierCommand::MoveTrack(moved), context)
}

/// What became known of a request's answer.
pub(crate) struct Heard {
    pub(crate) answer: RequestAnswer,
    pub(crate) evidence: Option<EvidenceId>,
    pub(crate) by_staff: bool,
    /// What was said with it, in its erasable place.
    pub(crate) message: Option<TextId>,
}

impl Heard {
    /// What a person read or was told.
    pub(crate) const fn by_staff(answer: RequestAnswer) -> Self {
        Heard { answer, evidence: None, by_staff: true, message: None }
    }
}

/// Records an answer on the request and on the dossier: each formality in its own way.
pub(crate) fn record_answer(
    tx: &mut Tx<'_>,
    context: &Context,
    request: RequestId,
    heard: Heard,
) -> Result<(), Problem> {
    let Heard { answer, evidence, by_staff, message } = heard;
    let command = RequestCommand::RecordAnswer { answer: answer.clone(), evidence, by_staff, message };
    let state = step::request(tx, request, command, context)?;
    let Some(queued) = state.queued else { return Ok(()) };
    let (dossier, rank) = (queued.dossier, queued.rank);
    let command = match (queued.formality(), answer) {
        (Formality::PriorAuthorisation, answer) => return promised(tx, context, &queued, answer),
        (Formality::Claim, answer) => {
            let (to, accepted) = match answer {
                RequestAnswer::Agreed { agreement } => (InvoiceState::Accepted, Some(agreement)),
                RequestAnswer::Pending => (InvoiceState::Received, None),
                _ => (InvoiceState::Refused, None),
            };
            DossierCommand::MoveInvoice(InvoiceMove { rank, request, to, accepted, reason: None })
        }
        (_, RequestAnswer::Pending) => return Ok(()),
        (Formality::Quote, answer) => {
            let quote = if let RequestAnswer::Quoted { quote } = answer { Some(quote) } else { None };
            let (platform, asked_cents) = (queued.platform, queued.amount_cents);
            DossierCommand::RecordQuote(Quoted { rank, request, platform, asked_cents, quote })
        }
        (_, RequestAnswer::Cancelled { reference }) => {
            DossierCommand::EndCancellation { rank, request, end: CancellationEnd::Cancelled { reference } }
        }
        _ => DossierCommand::EndCancellation { rank, request, end: CancellationEnd::Refused },
    };
    step::dossier(tx, dossier, command, context)
}

/// What was decided of a prior authorisation; after an outage it is a recheck and has a colour.
fn promised(tx: &mut Tx<'_>, context: &Context, queued: &Queued, answer: RequestAnswer) -> Result<(), Problem> {
    let request = queued.request;
    let dossier = tx.load::<Dossier>(queued.dossier.0)?;
    let track = dossier.track(queued.rank);
    let track_state = track.map(|track| track.state).unwrap_or_default();
    let taken_in = answer == RequestAnswer::Pending
        && !matches!(track_state, TrackState::Queued | TrackState::OutcomeUnknown | TrackState::Sent);
    let overtaken = matches!(track_state, TrackState::Advised | TrackState::Paid | TrackState::ClaimedByCustomer);
    if taken_in || overtaken || track.is_some_and(|track| track.standing_invoice().is_some()) {
        // Money, an invoice or a decision overtook the answer; it is kept on the request and changes nothing on the track.
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
        _ => None,
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
    follow(tx, context, request, &state, InvoiceState::OutcomeUnknown)
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
    follow(tx, context, request, &state, InvoiceState::OutcomeUnknown)
}

/// Records that what was « à confirmer » never arrived: it waits again.
pub(crate) fn record_not_received(
    tx: &mut Tx<'_>,
    context: &Context,
    request: RequestId,
    by_staff: bool,
) -> Result<(), Problem> {
    let state = step::request(tx, request, RequestCommand::RecordNotReceived { by_staff }, context)?;
    follow(tx, context, request, &state, InvoiceState::Waiting)?;
    settle::keep_from_sending(tx, context, request)
}

/// Takes a request out of the queue: what it asked for goes with it.
pub(crate) fn withdraw(tx: &mut Tx<'_>, context: &Context, request: RequestId, reason: TextId) -> Result<(), Problem> {
    let state = step::request(tx, request, RequestCommand::Withdraw { reason }, context)?;
    let queued = state.queued.ok_or(Refusal::RequestState)?;
    let (rank, reason) = (queued.rank, Some(reason));
    let command = match queued.formality() {
        Formality::Quote => return Ok(()),
        Formality::PriorAuthorisation => {
            let to = TrackMove::to(rank, TrackState::Withdrawn);
            DossierCommand::MoveTrack(TrackMove { request: Some(request), reason, ..to })
        }
        Formality::Claim => {
            let (to, accepted) = (InvoiceState::Withdrawn, None);
            DossierCommand::MoveInvoice(InvoiceMove { rank, request, to, accepted, reason })
        }
        _ => DossierCommand::EndCancellation { rank, request, end: CancellationEnd::Withdrawn },
    };
    step::dossier(tx, queued.dossier, command, context)
}

/// What a prior authorisation or an invoice moves goes where its request went; a quote and a cancellation move nothing.
fn follow(
    tx: &mut Tx<'_>,
    context: &Context,
    request: RequestId,
    state: &Request,
    to: InvoiceState,
) -> Result<(), Problem> {
    let Some(queued) = &state.queued else { return Ok(()) };
    let rank = queued.rank;
    let command = match queued.formality() {
        Formality::PriorAuthorisation => {
            let to = if to == InvoiceState::Waiting { TrackState::Queued } else { TrackState::OutcomeUnknown };
            let dossier = tx.load::<Dossier>(queued.dossier.0)?;
            let from = dossier.track(rank).map(|track| track.state);
            let may = |from| from != to && matches!(from, TrackState::Queued | TrackState::OutcomeUnknown);
            if !from.is_some_and(may) {
                return Ok(());
            }
            DossierCommand::MoveTrack(TrackMove { request: Some(request), ..TrackMove::to(rank, to) })
        }
        Formality::Claim => {
            DossierCommand::MoveInvoice(InvoiceMove { rank, request, to, accepted: None, reason: None })
        }
        _ => return Ok(()),
    };
    step::dossier(tx, queued.dossier, command, context)
}

/// The requests of a track, the first queued first.
pub(crate) fn requests_of(queries: &Queries<'_>, dossier: DossierId, rank: u8) -> Result<Vec<RequestRow>, Problem> {
    Ok(queries.requests(&RequestFilter::OfTrack(dossier, rank), Page::first(MAX_REQUESTS_OF_TRACK))?)
}

/// Whether a request is not answered for good and not taken out.
pub(crate) const fn is_open(row: &RequestRow) -> bool {
    match row.state {
        RequestState::Queued
        | RequestState::Sending
        | RequestState::OutcomeUnknown
        | RequestState::Conflict
        | RequestState::Failed => true,
        RequestState::Answered => matches!(row.answer, Some(AnswerKind::Pending)),
        RequestState::Absent | RequestState::Withdrawn | RequestState::Entrusted => false,
    }
}

/// The open request of a formality.
pub(crate) fn open_of(
    queries: &Queries<'_>,
    dossier: DossierId,
    rank: u8,
    formality: Formality,
) -> Result<Option<RequestRow>, Problem> {
    let rows = requests_of(queries, dossier, rank)?;
    Ok(rows.into_iter().find(|row| row.formality() == formality && is_open(row)))
}

/// The open request that the insurer's share waits for: a prior authorisation, or an invoice.
pub(crate) fn open_request(
    queries: &Queries<'_>,
    dossier: DossierId,
    rank: u8,
) -> Result<Option<(RequestId, RequestState)>, Problem> {
    let open = requests_of(queries, dossier, rank)?
        .into_iter()
        .find(|row| row.formality().carries_the_share() && is_open(row));
    Ok(open.map(|row| (row.id, row.state)))
}
