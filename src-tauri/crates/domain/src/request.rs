//! One request of the outbox: it waits, leaves once, and is never lost nor sent twice without knowing.
//!
//! `request.send_started` is durable before the first byte leaves; after a crash what was started is « À confirmer ».

use crate::{
    context::Context,
    dossier::Agreement,
    ids::{DossierId, EvidenceId, IncidentId, RequestId, TextId},
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
}

/// Attempts that reached out in vain before a request is given up, since it was queued or put back: a long outage is
/// waited for in the queue, and costs none.
pub const MAX_TRIES: u32 = 5;

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum RequestAnswer {
    /// Agreed.
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
    RecordAnswer { answer: RequestAnswer, evidence: Option<EvidenceId>, by_staff: bool },
    /// Takes it out.
    Withdraw { reason: TextId },
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
            RequestCommand::RecordAnswer { answer, evidence, by_staff },
            S::Queued | S::Sending | S::OutcomeUnknown | S::Answered | S::Conflict | S::Failed,
        ) => {
            // Nothing has arrived: only a person can have read an answer, on the portal.
            if matches!(state.state, S::Queued | S::Failed) && !by_staff {
                return Err(Refusal::RequestState);
            }
            // A pending answer may be followed by the decision; a decision is final.
            if state.answer.as_ref().is_some_and(|before| *before != RequestAnswer::Pending) {
                return Err(Refusal::RequestState);
            }
            RequestEvent::Answered { answer, evidence, by_staff }
        }
        (RequestCommand::Withdraw { reason }, S::Queued | S::Failed) => RequestEvent::Withdrawn { reason },
        _ => return Err(Refusal::RequestState),
    };
    Ok(vec![event])
}

/// Whether a failure came of reaching out: what our own restraint held back was no try.
const fn reaches_out(failure: FailureCode) -> bool {
    !matches!(failure, FailureCode::CircuitOpen | FailureCode::Paced | FailureCode::NoConnector)
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
            RequestEvent::Answered { answer, .. } => {
                self.answer = Some(answer.clone());
                self.state = RequestState::Answered;
            }
            RequestEvent::Withdrawn { .. } => self.state = RequestState::Withdrawn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{context::Role, ids::UserId};
    use RequestState as S;
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    fn context() -> Context {
        let actor = UserId(Uuid::from_u128(1));
        Context { now: jiff::Timestamp::UNIX_EPOCH, today: date(2024, 2, 5), actor, role: Role::Counter }
    }

    fn queue() -> RequestCommand {
        RequestCommand::Queue(Queued {
            request: RequestId(Uuid::from_u128(2)),
            dossier: DossierId(Uuid::from_u128(3)),
            rank: 1,
            platform: PlatformCode::parse("viamedis").unwrap(),
            function: Function::PriorAuthorisation,
            amount_cents: Cents::new(38_000).unwrap(),
            incident: None,
        })
    }

    const FAILURE: FailureCode = FailureCode::TimedOut;
    const REFUSED: RequestAnswer = RequestAnswer::Refused { reason_code: None };

    fn not_sent() -> RequestCommand {
        RequestCommand::RecordNotSent { failure: FAILURE, retry_after_s: Some(30) }
    }

    fn unknown() -> RequestCommand {
        RequestCommand::RecordOutcomeUnknown { failure: FAILURE }
    }

    fn answer(answer: RequestAnswer, by_staff: bool) -> RequestCommand {
        RequestCommand::RecordAnswer { answer, evidence: None, by_staff }
    }

    fn agreed() -> RequestAnswer {
        RequestAnswer::Agreed { agreement: Agreement { reference: None, covered_cents: None, valid_until: None } }
    }

    fn withdraw() -> RequestCommand {
        RequestCommand::Withdraw { reason: TextId(Uuid::from_u128(4)) }
    }

    fn conflict() -> RequestCommand {
        RequestCommand::RecordConflict { failure: FailureCode::Conflict }
    }

    fn requeue() -> RequestCommand {
        RequestCommand::Requeue { reason: TextId(Uuid::from_u128(5)) }
    }

    fn after(commands: impl IntoIterator<Item = RequestCommand>) -> Request {
        commands.into_iter().fold(Request::default(), |mut state, command| {
            let events = decide(&state, command, &context()).unwrap();
            events.iter().for_each(|event| state.apply(event));
            state
        })
    }

    /// One request in each state, by the shortest way.
    fn in_state(state: S) -> Request {
        let request = match state {
            S::Absent => Request::default(),
            S::Queued => after([queue()]),
            S::Sending => after([queue(), RequestCommand::StartSending]),
            S::OutcomeUnknown => after([queue(), RequestCommand::StartSending, unknown()]),
            S::Answered => after([queue(), RequestCommand::StartSending, answer(REFUSED, false)]),
            S::Withdrawn => after([queue(), withdraw()]),
            S::Conflict => after([queue(), RequestCommand::StartSending, conflict()]),
            S::Failed => after(
                [queue()].into_iter().chain((0..MAX_TRIES).flat_map(|_| [RequestCommand::StartSending, not_sent()])),
            ),
        };
        assert_eq!(request.state, state);
        request
    }

    const STATES: [S; 8] =
        [S::Absent, S::Queued, S::Sending, S::OutcomeUnknown, S::Answered, S::Withdrawn, S::Conflict, S::Failed];

    /// Where each command leads from absent, queued, sending, outcome unknown, answered, withdrawn, conflict, failed;
    /// `None` is a refusal.
    #[rstest]
    #[case::queue(queue(), [Some(S::Queued), None, None, None, None, None, None, None])]
    #[case::start(RequestCommand::StartSending, [None, Some(S::Sending), None, None, None, None, None, None])]
    #[case::not_sent(not_sent(), [None, None, Some(S::Queued), None, None, None, None, None])]
    #[case::conflict(conflict(), [None, None, Some(S::Conflict), None, None, None, None, None])]
    #[case::requeue(requeue(), [None, None, None, None, None, None, None, Some(S::Queued)])]
    #[case::unknown(unknown(), [None, None, Some(S::OutcomeUnknown), None, None, None, None, None])]
    #[case::not_received(
        RequestCommand::RecordNotReceived { by_staff: true },
        [None, None, None, Some(S::Queued), None, None, Some(S::Queued), None]
    )]
    #[case::the_platform_says_it_has_none(
        RequestCommand::RecordNotReceived { by_staff: false },
        [None, None, None, Some(S::Queued), None, None, None, None]
    )]
    #[case::answered_on_the_line(
        answer(agreed(), false),
        [None, None, Some(S::Answered), Some(S::Answered), None, None, Some(S::Answered), None]
    )]
    #[case::read_on_the_portal(
        answer(agreed(), true),
        [
            None,
            Some(S::Answered),
            Some(S::Answered),
            Some(S::Answered),
            None,
            None,
            Some(S::Answered),
            Some(S::Answered),
        ]
    )]
    #[case::withdrawn(
        withdraw(), [None, Some(S::Withdrawn), None, None, None, None, None, Some(S::Withdrawn)]
    )]
    fn each_command_in_each_state(#[case] command: RequestCommand, #[case] expected: [Option<S>; 8]) {
        for (from, expected) in STATES.into_iter().zip(expected) {
            let mut state = in_state(from);
            let led = decide(&state, command.clone(), &context()).ok().map(|events| {
                events.iter().for_each(|event| state.apply(event));
                state.state
            });
            assert_eq!(led, expected, "from {from:?}");
        }
    }

    #[test]
    fn each_attempt_has_its_number() {
        let lost = [RequestCommand::StartSending, unknown(), RequestCommand::RecordNotReceived { by_staff: false }];
        let begun = [queue(), RequestCommand::StartSending, not_sent()];
        let state = after(begun.into_iter().chain(lost).chain([RequestCommand::StartSending]));
        assert_eq!((state.attempts, state.last_failure), (3, Some(FAILURE)));
        assert_eq!(
            decide(&state, unknown(), &context()),
            Ok(vec![RequestEvent::OutcomeUnknown { attempt: 3, failure: FAILURE }])
        );
    }

    #[test]
    fn a_pending_answer_awaits_a_decision_and_a_decision_is_final() {
        let pending = after([queue(), RequestCommand::StartSending, answer(RequestAnswer::Pending, false)]);
        assert_eq!(decide(&pending, withdraw(), &context()), Err(Refusal::RequestState), "it arrived");
        let decided = decide(&pending, answer(agreed(), false), &context()).unwrap();
        let state = decided.iter().fold(pending, |mut state, event| {
            state.apply(event);
            state
        });
        for again in [answer(REFUSED, true), answer(RequestAnswer::Pending, false)] {
            assert_eq!(decide(&state, again, &context()), Err(Refusal::RequestState));
        }
        assert_eq!(decide(&state, queue(), &context()), Err(Refusal::AlreadyExists));
    }

    /// What our own restraint held back costs no try; what reached out in vain does, and a person begins again.
    #[test]
    fn the_last_try_is_counted_from_what_reached_out() {
        let held = || RequestCommand::RecordNotSent { failure: FailureCode::CircuitOpen, retry_after_s: None };
        let waiting = (0..20).flat_map(|_| [RequestCommand::StartSending, held()]);
        let almost = (1..MAX_TRIES).flat_map(|_| [RequestCommand::StartSending, not_sent()]);
        let state = after([queue()].into_iter().chain(waiting).chain(almost));
        assert_eq!((state.state, state.tries), (S::Queued, MAX_TRIES - 1));
        let again = in_state(S::Failed);
        let again = decide(&again, requeue(), &context()).unwrap().iter().fold(again, |mut state, event| {
            state.apply(event);
            state
        });
        assert_eq!((again.state, again.tries, again.attempts), (S::Queued, 0, MAX_TRIES));
    }

    proptest::proptest! {
        /// Whatever is asked in whatever order: what left is never queued again without somebody's word that it did not
        /// arrive, and nothing that was queued ends in no state a person can see.
        #[test]
        fn nothing_is_sent_again_unless_it_is_known_not_to_have_arrived(asked in proptest::collection::vec(0u8..10, 0..60)) {
            let mut state = after([queue()]);
            let mut may_be_there = false;
            for pick in asked {
                let command = match pick {
                    0 | 1 => RequestCommand::StartSending,
                    2 => not_sent(),
                    3 => unknown(),
                    4 => conflict(),
                    5 => requeue(),
                    6 => RequestCommand::RecordNotReceived { by_staff: false },
                    7 => RequestCommand::RecordNotReceived { by_staff: true },
                    8 => answer(RequestAnswer::Pending, false),
                    _ => withdraw(),
                };
                let Ok(events) = decide(&state, command, &context()) else { continue };
                for event in events {
                    let leaves = matches!(event, RequestEvent::SendStarted { .. });
                    proptest::prop_assert!(!(leaves && may_be_there), "sent again while it may be there");
                    may_be_there = match event {
                        RequestEvent::SendStarted { .. } | RequestEvent::OutcomeUnknown { .. }
                        | RequestEvent::Conflicted { .. } | RequestEvent::Answered { .. } => true,
                        RequestEvent::NotSent { .. } | RequestEvent::GivenUp { .. } | RequestEvent::NotReceived { .. } => false,
                        _ => may_be_there,
                    };
                    state.apply(&event);
                }
                proptest::prop_assert_ne!(state.state, S::Absent);
            }
        }
    }
}
