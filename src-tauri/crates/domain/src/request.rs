//! One request of the outbox: it waits, leaves once, and is never lost nor sent twice without knowing.
//!
//! `request.send_started` is durable before the first byte leaves; after a crash what was started is « À confirmer ».

use crate::{
    context::Context,
    dossier::{Agreement, Quote, TrackState},
    formality::Formality,
    ids::{DossierId, EvidenceId, ImportId, IncidentId, RequestId, TextId},
    money::Cents,
    platform::{FailureCode, Function, PlatformCode},
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Not recorded yet.
    #[default]
    Absent,
    /// « En file ».
    Queued,
    /// « En cours d'envoi ».
    Sending,
    /// « À confirmer ».
    OutcomeUnknown,
    /// « Répondu ».
    Answered,
    /// « Retiré ».
    Withdrawn,
    /// « Conflit »: the platform holds something else under its identifier.
    Conflict,
    /// « Échec définitif »: the last attempt failed; a person puts it back in the queue or withdraws it.
    Failed,
    /// « Confié à l'OCT »: the pharmacy's own circuit carries it, it never leaves from here.
    Entrusted,
}

/// Attempts that reached out in vain before a request is given up, since it was queued or put back: a long outage is
/// waited for in the queue, and costs none.
pub const MAX_TRIES: u32 = 5;

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum RequestAnswer {
    /// A quote was priced: an estimate, never a promise.
    Quoted {
        /// What would be covered.
        quote: Quote,
    },
    /// What was to be taken back is.
    Cancelled {
        /// The number the platform gave it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    },
    /// Agreed: a prior authorisation, or an invoice that is accepted. Accepted is not paid.
    Agreed {
        /// To what.
        agreement: Agreement,
    },
    /// Received, the decision comes later.
    Pending,
    /// Refused, with the platform's code if it gave one.
    Refused {
        /// A code, never free text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason_code: Option<String>,
    },
}

/// An event of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum RequestEvent {
    /// It waits.
    #[serde(rename = "request.queued")]
    Queued(Queued),
    /// An attempt starts: nothing has left yet when this is durable.
    #[serde(rename = "request.send_started")]
    SendStarted {
        /// 1 for the first.
        attempt: u32,
    },
    /// It certainly did not arrive; it waits again.
    #[serde(rename = "request.not_sent")]
    NotSent {
        /// Which attempt.
        attempt: u32,
        /// Why.
        failure: FailureCode,
        /// The delay the platform asked for, in seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_s: Option<u32>,
    },
    /// It may or may not have arrived.
    #[serde(rename = "request.outcome_unknown")]
    OutcomeUnknown {
        /// Which attempt.
        attempt: u32,
        /// What was seen.
        failure: FailureCode,
    },
    /// It certainly did not arrive, and it was the last attempt: nothing is tried any more without a person.
    #[serde(rename = "request.given_up")]
    GivenUp {
        /// Which attempt was the last.
        attempt: u32,
        /// Its failure.
        failure: FailureCode,
    },
    /// The platform did not take it: it holds something else under this identifier.
    #[serde(rename = "request.conflicted")]
    Conflicted {
        /// Which attempt.
        attempt: u32,
        /// What was seen.
        failure: FailureCode,
    },
    /// A person put what had failed for good back in the queue.
    #[serde(rename = "request.requeued")]
    Requeued {
        /// Why, in its erasable place.
        reason: TextId,
    },
    /// The platform says it never came: it waits again.
    #[serde(rename = "request.not_received")]
    NotReceived {
        /// Who says so: a person, or the platform itself.
        by_staff: bool,
    },
    /// An answer came, on the line or read on the portal.
    #[serde(rename = "request.answered")]
    Answered {
        /// What.
        answer: RequestAnswer,
        /// The sealed exchange.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<EvidenceId>,
        /// Read by a person on the portal rather than received by the connector.
        by_staff: bool,
        /// What the platform said in words, in its erasable place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<TextId>,
    },
    /// The pharmacy's software transmitted it: it is not sent from here.
    #[serde(rename = "request.entrusted")]
    Entrusted {
        /// The list that said so; none when a person did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
    },
    /// That list was undone: it is where it was.
    #[serde(rename = "request.entrusting_undone")]
    EntrustingUndone {
        /// Which list.
        import: ImportId,
    },
    /// Taken out of the queue.
    #[serde(rename = "request.withdrawn")]
    Withdrawn {
        /// Why, in its erasable place.
        reason: TextId,
    },
}

/// `request.queued`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// The request; also its business identifier towards the platform, the same at every repeat.
    pub request: RequestId,
    /// The dossier.
    pub dossier: DossierId,
    /// The complementary's rank.
    pub rank: u8,
    /// To whom.
    pub platform: PlatformCode,
    /// For what.
    pub function: Function,
    /// The AMC share asked for, in cents.
    pub amount_cents: Cents,
    /// The incident it waits behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// What it takes back, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancels: Option<Cancels>,
    /// Of an invoice, the main software's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    /// Of an invoice, the PEC number it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<String>,
}

/// What a cancellation takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancels {
    /// The request; none for what was asked for on the portal alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestId>,
}

impl Queued {
    /// What is asked for; what was queued for another function is treated as the promise it waits for.
    pub fn formality(&self) -> Formality {
        Formality::of(self.function, self.cancels.is_some()).unwrap_or(Formality::PriorAuthorisation)
    }
}

impl RequestAnswer {
    /// Whether it is one that may be given to what was asked for.
    const fn fits(&self, formality: Formality) -> bool {
        match self {
            RequestAnswer::Pending | RequestAnswer::Refused { .. } => true,
            RequestAnswer::Quoted { .. } => matches!(formality, Formality::Quote),
            RequestAnswer::Agreed { .. } => matches!(formality, Formality::PriorAuthorisation | Formality::Claim),
            RequestAnswer::Cancelled { .. } => formality.cancels().is_some(),
        }
    }
}

/// A request folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// None before it is queued.
    pub queued: Option<Queued>,
    /// Where it stands.
    pub state: RequestState,
    /// Attempts started.
    pub attempts: u32,
    /// Attempts that reached out in vain since it was queued or put back.
    pub tries: u32,
    /// The last failure.
    pub last_failure: Option<FailureCode>,
    /// The answer.
    pub answer: Option<RequestAnswer>,
    /// What the platform said with it, in its erasable place.
    pub message: Option<TextId>,
    /// The answer was read by a person.
    pub by_staff: bool,
    /// Where it waited before the circuit took it over, and the list that said so.
    pub entrusted: Option<(RequestState, Option<ImportId>)>,
}

/// Something asked of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Fields are those of the events they lead to, documented there.
pub enum RequestCommand {
    /// Queues it.
    Queue(Queued),
    /// Starts an attempt.
    StartSending,
    /// The attempt certainly did not arrive.
    RecordNotSent { failure: FailureCode, retry_after_s: Option<u32> },
    /// The attempt may have arrived.
    RecordOutcomeUnknown { failure: FailureCode },
    /// The platform holds something else under its identifier.
    RecordConflict { failure: FailureCode },
    /// A person puts it back in the queue.
    Requeue { reason: TextId },
    /// It never came.
    RecordNotReceived { by_staff: bool },
    /// It was answered.
    RecordAnswer { answer: RequestAnswer, evidence: Option<EvidenceId>, by_staff: bool, message: Option<TextId> },
    /// Takes it out.
    Withdraw { reason: TextId },
    /// The pharmacy's own circuit carries it.
    Entrust { import: Option<ImportId> },
    /// The list that said so is undone.
    UndoEntrusting { import: ImportId },
}

/// Whether a request in this state is behind a share in that one: what waits, what may have arrived, what was taken in. A share
/// that waits for no request has none to ask for. `pending` is an answer that is not a decision.
pub const fn stands_behind(share: TrackState, request: RequestState, pending: bool) -> bool {
    match share {
        TrackState::Queued => matches!(request, RequestState::Queued | RequestState::Sending | RequestState::Failed),
        TrackState::OutcomeUnknown => matches!(request, RequestState::OutcomeUnknown | RequestState::Conflict),
        TrackState::Sent => matches!(request, RequestState::Answered) && pending,
        _ => true,
    }
}

/// Decides a command on a request.
pub fn decide(state: &Request, command: RequestCommand, _context: &Context) -> Result<Vec<RequestEvent>, Refusal> {
    use RequestState as S;
    let attempt = state.attempts;
    let event = match (command, state.state) {
        (RequestCommand::Queue(queued), S::Absent) => RequestEvent::Queued(queued),
        (RequestCommand::Queue(_), _) => return Err(Refusal::AlreadyExists),
        (RequestCommand::StartSending, S::Queued) => RequestEvent::SendStarted { attempt: attempt + 1 },
        (RequestCommand::RecordNotSent { failure, .. }, S::Sending)
            if reaches_out(failure) && state.tries + 1 >= MAX_TRIES =>
        {
            RequestEvent::GivenUp { attempt, failure }
        }
        (RequestCommand::RecordNotSent { failure, retry_after_s }, S::Sending) => {
            RequestEvent::NotSent { attempt, failure, retry_after_s }
        }
        (RequestCommand::RecordConflict { failure }, S::Sending) => RequestEvent::Conflicted { attempt, failure },
        (RequestCommand::Requeue { reason }, S::Failed) => RequestEvent::Requeued { reason },
        (RequestCommand::RecordOutcomeUnknown { failure }, S::Sending) => {
            RequestEvent::OutcomeUnknown { attempt, failure }
        }
        (RequestCommand::RecordNotReceived { by_staff }, S::OutcomeUnknown) => RequestEvent::NotReceived { by_staff },
        // What stands under the identifier is somebody's to look at: the platform's word alone does not settle it.
        (RequestCommand::RecordNotReceived { by_staff: true }, S::Conflict) => {
            RequestEvent::NotReceived { by_staff: true }
        }
        (
            RequestCommand::RecordAnswer { answer, evidence, by_staff, message },
            S::Queued | S::Sending | S::OutcomeUnknown | S::Answered | S::Conflict | S::Failed,
        ) => {
            // Nothing has arrived: only a person can have read an answer, on the portal.
            if matches!(state.state, S::Queued | S::Failed) && !by_staff {
                return Err(Refusal::RequestState);
            }
            if state.queued.as_ref().is_none_or(|queued| !answer.fits(queued.formality())) {
                return Err(Refusal::RequestState);
            }
            // A pending answer may be followed by the decision; a decision is final.
            if state.answer.as_ref().is_some_and(|before| *before != RequestAnswer::Pending) {
                return Err(Refusal::RequestState);
            }
            RequestEvent::Answered { answer, evidence, by_staff, message }
        }
        (RequestCommand::Entrust { import }, S::Queued | S::Failed) => RequestEvent::Entrusted { import },
        (RequestCommand::UndoEntrusting { import }, S::Entrusted)
            if state.entrusted.is_some_and(|(_, by)| by == Some(import)) =>
        {
            RequestEvent::EntrustingUndone { import }
        }
        (RequestCommand::Withdraw { reason }, S::Queued | S::Failed) => RequestEvent::Withdrawn { reason },
        _ => return Err(Refusal::RequestState),
    };
    Ok(vec![event])
}

/// Whether a failure came of reaching out: what our own restraint held back was no try.
const fn reaches_out(failure: FailureCode) -> bool {
    !matches!(
        failure,
        FailureCode::CircuitOpen | FailureCode::Paced | FailureCode::NoConnector | FailureCode::CredentialOutOfReach
    )
}

impl Stream for Request {
    type Event = RequestEvent;
    const KIND: StreamKind = StreamKind::Request;

    fn apply(&mut self, event: &RequestEvent) {
        match event {
            RequestEvent::Queued(queued) => {
                self.queued = Some(queued.clone());
                self.state = RequestState::Queued;
            }
            RequestEvent::SendStarted { attempt } => {
                self.attempts = *attempt;
                self.state = RequestState::Sending;
            }
            RequestEvent::NotSent { failure, .. } => {
                self.last_failure = Some(*failure);
                self.tries += u32::from(reaches_out(*failure));
                self.state = RequestState::Queued;
            }
            RequestEvent::GivenUp { failure, .. } => {
                self.last_failure = Some(*failure);
                self.tries += 1;
                self.state = RequestState::Failed;
            }
            RequestEvent::Conflicted { failure, .. } => {
                self.last_failure = Some(*failure);
                self.state = RequestState::Conflict;
            }
            RequestEvent::Requeued { .. } => {
                self.tries = 0;
                self.state = RequestState::Queued;
            }
            RequestEvent::OutcomeUnknown { failure, .. } => {
                self.last_failure = Some(*failure);
                self.state = RequestState::OutcomeUnknown;
            }
            RequestEvent::NotReceived { .. } => self.state = RequestState::Queued,
            RequestEvent::Answered { answer, by_staff, message, .. } => {
                self.answer = Some(answer.clone());
                (self.by_staff, self.message) = (*by_staff, *message);
                self.state = RequestState::Answered;
            }
            RequestEvent::Withdrawn { .. } => self.state = RequestState::Withdrawn,
            RequestEvent::Entrusted { import } => {
                self.entrusted = Some((self.state, *import));
                self.state = RequestState::Entrusted;
            }
            RequestEvent::EntrustingUndone { .. } => {
                self.state = self.entrusted.take().map_or(RequestState::Queued, |(before, _)| before);
            }
        }
    }
}

#[cfg(test)]
mod tests;
