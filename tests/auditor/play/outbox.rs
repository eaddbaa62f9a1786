//! Deeds upon the outbox and upon incidents: queued, sent, answered, lost, withdrawn; opened, recovered, closed.

use super::{Command, Deed, Step, What, circuit, formality, one_in, sale};
use jiff::Timestamp;
use relais_domain::{
    dossier::{Agreement, Dossier, DossierCommand, InvoiceState, TrackMove, TrackState},
    formality::Formality,
    ids::{DossierId, IncidentId, RequestId},
    incident::{Incident, IncidentCommand, IncidentNature, IncidentOpened, LogLine},
    platform::{FailureCode, Function, PlatformCode, StateSource},
    refusal::Refusal,
    request::{Queued, Request, RequestAnswer, RequestCommand},
    source::SourceCode,
};

/// A rank of the dossier; the first most often.
pub(super) fn rank(dossier: &Dossier, pick: u8) -> u8 {
    let tracks = u8::try_from(dossier.amc.len()).unwrap_or(1).max(1);
    pick % tracks + 1
}

pub(super) fn platform() -> PlatformCode {
    PlatformCode::parse("viamedis").expect("a code")
}

/// Queues one complementary, when nothing of it waits already; after a refusal only when asked to.
pub(super) fn queue(command: &mut Command, dossier: DossierId, rank: u8, again: bool) -> Step<bool> {
    let state = command.known_dossier(dossier).ok_or(Refusal::UnknownDossier)?;
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let fresh = matches!(track.state, TrackState::NotSent | TrackState::Withdrawn);
    let after = matches!(track.state, TrackState::Refused | TrackState::Cancelled | TrackState::ClaimedByCustomer);
    let free = command.open_request(dossier, rank).is_none() && track.standing_invoice().is_none();
    if !free || !(fresh || (again && after)) {
        return Ok(false);
    }
    let (amount_cents, incident) = (track.share_cents, state.way.and_then(|(_, incident)| incident));
    let request = RequestId(command.fresh());
    let function = Function::PriorAuthorisation;
    let queued = Queued {
        request,
        dossier,
        rank,
        platform: platform(),
        function,
        amount_cents,
        incident,
        cancels: None,
        invoice: None,
        authorisation: None,
    };
    command.request(request, RequestCommand::Queue(queued))?;
    let moved = TrackMove { request: Some(request), ..TrackMove::to(rank, TrackState::Queued) };
    command.dossier(dossier, DossierCommand::MoveTrack(moved))?;
    Ok(true)
}

pub(super) fn queue_one(command: &mut Command, deed: Deed) -> Step {
    let (dossier, state) = command.pick_dossier(deed.a)?;
    queue(command, dossier, rank(&state, deed.b), true).map(drop)
}

pub(super) fn send(command: &mut Command, deed: Deed) -> Step {
    let (id, _) = command.pick_request(deed.a)?;
    let failure = FailureCode::TimedOut;
    match deed.what {
        What::StartSending => {
            let queued = queued_of(command, id)?;
            if circuit::is_carried(command, queued.dossier, queued.rank) {
                return Err(Refusal::TrackState { state: TrackState::Entrusted });
            }
            command.request(id, RequestCommand::StartSending)
        }
        What::NotSent => {
            command.request(id, RequestCommand::RecordNotSent { failure, retry_after_s: None })?;
            circuit::keep_from_sending(command, id)
        }
        What::Requeue => {
            let reason = command.text();
            command.request(id, RequestCommand::Requeue { reason })
        }
        What::Conflict => {
            command.request(id, RequestCommand::RecordConflict { failure: FailureCode::Conflict })?;
            follow(command, id, TrackState::OutcomeUnknown)
        }
        What::OutcomeUnknown => {
            command.request(id, RequestCommand::RecordOutcomeUnknown { failure })?;
            follow(command, id, TrackState::OutcomeUnknown)
        }
        _ => {
            command.request(id, RequestCommand::RecordNotReceived { by_staff: one_in(2, deed.b) })?;
            follow(command, id, TrackState::Queued)?;
            circuit::keep_from_sending(command, id)
        }
    }
}

/// The track goes where its request went, unless money overtook it.
fn follow(command: &mut Command, request: RequestId, to: TrackState) -> Step {
    let queued = queued_of(command, request)?;
    if queued.formality() != Formality::PriorAuthorisation {
        let to = if to == TrackState::Queued { InvoiceState::Waiting } else { InvoiceState::OutcomeUnknown };
        return formality::followed(command, &queued, to);
    }
    let state = command.known_dossier(queued.dossier).and_then(|dossier| dossier.track(queued.rank));
    match state.map(|track| track.state) {
        Some(from) if from != to && matches!(from, TrackState::Queued | TrackState::OutcomeUnknown) => {
            let moved = TrackMove { request: Some(request), ..TrackMove::to(queued.rank, to) };
            command.dossier(queued.dossier, DossierCommand::MoveTrack(moved))
        }
        _ => Ok(()),
    }
}

pub(super) fn queued_of(command: &Command, id: RequestId) -> Step<Queued> {
    let found = command.books.requests.iter().find(|(known, _)| *known == id);
    found.and_then(|(_, request): &(_, Request)| request.queued.clone()).ok_or(Refusal::RequestState)
}

/// What an insurer may say of a share: all of it, less, nothing said, nothing, no, or later.
fn said(share: i64, pick: u8) -> RequestAnswer {
    let agreed = |covered: Option<i64>| RequestAnswer::Agreed {
        agreement: Agreement { reference: None, covered_cents: covered.map(sale::cents), valid_until: None },
    };
    match pick % 8 {
        0 | 1 => RequestAnswer::Refused { reason_code: None },
        2 => RequestAnswer::Pending,
        3 => agreed(Some(share - 8_000)),
        4 => agreed(None),
        5 => agreed(Some(0)),
        _ => agreed(Some(share)),
    }
}

pub(super) fn answer(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = command.pick_request(deed.a)?;
    let share = state.queued.as_ref().map_or(0, |queued| queued.amount_cents.get());
    record_answer(command, id, said(share, deed.b), one_in(3, deed.c))
}

/// The answer on the request and on the dossier; after an outage it is a recheck and has a colour.
fn record_answer(command: &mut Command, id: RequestId, answer: RequestAnswer, by_staff: bool) -> Step {
    let queued = queued_of(command, id)?;
    let answer = formality::answer_of(queued.formality(), answer);
    command.request(
        id,
        RequestCommand::RecordAnswer { answer: answer.clone(), evidence: None, by_staff, message: None },
    )?;
    if queued.formality() != Formality::PriorAuthorisation {
        return formality::answered(command, &queued, answer);
    }
    let Queued { dossier, rank, incident, .. } = queued;
    let state = command.known_dossier(dossier).ok_or(Refusal::UnknownDossier)?;
    let from = state.track(rank).map(|track| track.state).unwrap_or_default();
    let later = answer == RequestAnswer::Pending
        && !matches!(from, TrackState::Queued | TrackState::OutcomeUnknown | TrackState::Sent);
    let invoiced = state.track(rank).is_some_and(|track| track.standing_invoice().is_some());
    if later || invoiced || matches!(from, TrackState::Advised | TrackState::Paid | TrackState::ClaimedByCustomer) {
        return Ok(());
    }
    let incident = state.way.and_then(|(_, incident)| incident).or(incident);
    let agreement = match answer {
        RequestAnswer::Pending if from == TrackState::Sent => return Ok(()),
        RequestAnswer::Pending => {
            let moved = TrackMove { request: Some(id), ..TrackMove::to(rank, TrackState::Sent) };
            return command.dossier(dossier, DossierCommand::MoveTrack(moved));
        }
        RequestAnswer::Agreed { agreement } => Some(agreement),
        _ => None,
    };
    decide(command, dossier, rank, incident, agreement, Some(id))
}

fn decide(
    command: &mut Command,
    dossier: DossierId,
    rank: u8,
    incident: Option<IncidentId>,
    agreement: Option<Agreement>,
    request: Option<RequestId>,
) -> Step {
    let decided = match (incident, agreement) {
        (Some(incident), agreement) => DossierCommand::Recheck { rank, incident, agreement, request },
        (None, Some(agreement)) => DossierCommand::MoveTrack(TrackMove {
            agreement: Some(agreement),
            request,
            ..TrackMove::to(rank, TrackState::Accepted)
        }),
        (None, None) => DossierCommand::MoveTrack(TrackMove { request, ..TrackMove::to(rank, TrackState::Refused) }),
    };
    command.dossier(dossier, decided)
}

/// What a portal said of a dossier: for the request that waits, or for none.
pub(super) fn recheck(command: &mut Command, deed: Deed) -> Step {
    let (dossier, state) = command.pick_dossier(deed.a)?;
    let rank = rank(&state, deed.b);
    let share = state.track(rank).ok_or(Refusal::UnknownTrack)?.share_cents.get();
    let answer = said(share, deed.c);
    if let Some((request, _)) = command.open_of(dossier, rank, Formality::PriorAuthorisation) {
        return record_answer(command, request, answer, true);
    }
    let agreement = match answer {
        RequestAnswer::Agreed { agreement } => Some(agreement),
        _ => None,
    };
    let incident = command.books.incidents.first().map(|(id, _)| *id);
    decide(command, dossier, rank, incident, agreement, None)
}

pub(super) fn withdraw(command: &mut Command, deed: Deed) -> Step {
    let (id, _) = command.pick_request(deed.a)?;
    let Queued { dossier, .. } = queued_of(command, id)?;
    formality::withdraw(command, dossier, id)
}

pub(super) fn incident(command: &mut Command, deed: Deed) -> Step {
    let function = Function::ALL[usize::from(deed.b) % Function::ALL.len()];
    if deed.what == What::OpenIncident {
        let incident = IncidentId(command.fresh());
        let (since, cause, source) = (Timestamp::UNIX_EPOCH, None, StateSource::Measured);
        let opened = IncidentOpened { incident, platform: platform(), function, since, cause, source };
        return command.incident(incident, IncidentCommand::Open(opened));
    }
    let known = super::picked(&command.books.incidents, deed.a).map(|(id, _)| *id);
    let id = known.ok_or(Refusal::IncidentClosed)?;
    let of_it = |dossier: &Dossier| dossier.way.is_some_and(|(_, incident)| incident == Some(id));
    let open = command.books.dossiers.iter().filter(|(_, dossier)| of_it(dossier) && !dossier.is_settled()).count();
    let touched = match deed.what {
        What::CloseIncident => IncidentCommand::Close { open_dossiers: u32::try_from(open).unwrap_or(u32::MAX) },
        What::ReopenIncident => {
            let other = |(known, incident): &(IncidentId, Incident)| *known != id && !incident.closed;
            IncidentCommand::Reopen { another_is_open: command.books.incidents.iter().any(other) }
        }
        _ if deed.d % 4 == 1 => {
            let dossiers = command.books.dossiers.iter().map(|(dossier, _)| *dossier).collect();
            IncidentCommand::NoteDossiers { dossiers }
        }
        _ if deed.d % 4 == 2 => {
            let (text, said_by) = (command.text(), SourceCode::parse("press").expect("a code"));
            IncidentCommand::AddLine(LogLine { text, said_by, said_at: Timestamp::UNIX_EPOCH })
        }
        _ if deed.d % 4 == 3 && one_in(2, deed.c) => {
            let nature = if one_in(4, deed.c) { IncidentNature::Failure } else { IncidentNature::Breach };
            IncidentCommand::Reclassify { nature }
        }
        _ if one_in(3, deed.c) => IncidentCommand::StartRecovery,
        _ if deed.c % 3 == 1 => IncidentCommand::RestoreFunction { function },
        _ => IncidentCommand::JoinFunction { function },
    };
    command.incident(id, touched)
}
