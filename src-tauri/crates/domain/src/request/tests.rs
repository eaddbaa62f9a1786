//! The rules of a request, as tables of named cases and one property: nothing is sent again unless it is known not to have
//! arrived.

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
        cancels: None,
        invoice: None,
        authorisation: None,
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
    RequestCommand::RecordAnswer { answer, evidence: None, by_staff, message: None }
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
        S::Entrusted => after([queue(), RequestCommand::Entrust { import: None }]),
        S::Conflict => after([queue(), RequestCommand::StartSending, conflict()]),
        S::Failed => {
            after([queue()].into_iter().chain((0..MAX_TRIES).flat_map(|_| [RequestCommand::StartSending, not_sent()])))
        }
    };
    assert_eq!(request.state, state);
    request
}

const STATES: [S; 9] = [
    S::Absent,
    S::Queued,
    S::Sending,
    S::OutcomeUnknown,
    S::Answered,
    S::Withdrawn,
    S::Conflict,
    S::Failed,
    S::Entrusted,
];

/// Where each command leads from absent, queued, sending, outcome unknown, answered, withdrawn, conflict, failed;
/// `None` is a refusal. From entrusted none of them leads anywhere: nothing is sent twice.
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
    for (from, expected) in STATES.into_iter().zip(expected.into_iter().chain([None])) {
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
    fn nothing_is_sent_again_unless_it_is_known_not_to_have_arrived(asked in proptest::collection::vec(0u8..12, 0..60)) {
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
                9 => RequestCommand::Entrust { import: Some(ImportId(Uuid::from_u128(7))) },
                10 => RequestCommand::UndoEntrusting { import: ImportId(Uuid::from_u128(7)) },
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

/// What waits may be carried by the pharmacy's own circuit; what has left may not.
#[test]
fn only_what_waits_is_entrusted_and_undoing_puts_it_back() {
    let (list, other) = (ImportId(Uuid::from_u128(7)), ImportId(Uuid::from_u128(8)));
    for from in STATES {
        let mut state = in_state(from);
        let entrusted = decide(&state, RequestCommand::Entrust { import: Some(list) }, &context());
        if !matches!(from, S::Queued | S::Failed) {
            assert_eq!(entrusted, Err(Refusal::RequestState), "{from:?}");
            continue;
        }
        entrusted.unwrap().iter().for_each(|event| state.apply(event));
        assert_eq!(state.state, S::Entrusted);
        let undo = |import| decide(&state, RequestCommand::UndoEntrusting { import }, &context());
        assert_eq!(undo(other), Err(Refusal::RequestState));
        let back = undo(list).unwrap();
        back.iter().for_each(|event| state.apply(event));
        assert_eq!(state.state, from, "it is where it was");
    }
    let by_hand = in_state(S::Entrusted);
    let undone = decide(&by_hand, RequestCommand::UndoEntrusting { import: list }, &context());
    assert_eq!(undone, Err(Refusal::RequestState), "no list said so");
}
