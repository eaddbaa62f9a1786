//! The register after a breach, and what it calls for, as tables of named cases.

use super::*;
use crate::{
    context::Role,
    ids::{TextId, UserId},
    incident::{IncidentCommand, decide},
    source::SourceCode,
    stream::Stream,
};
use jiff::{Timestamp, civil::date};
use rstest::rstest;
use uuid::Uuid;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn context() -> Context {
    Context { now: at(60), today: date(2024, 2, 12), actor: UserId(Uuid::from_u128(1)), role: Role::Counter }
}

fn noted(field: LeakField, state: LeakState) -> LeakNoted {
    let told_by = SourceCode::parse("operator").unwrap();
    LeakNoted { field, state, known_on: date(2024, 2, 7), told_by, note: None }
}

/// An open incident of this nature, in which this was noted.
fn leaking(nature: IncidentNature, leaks: &[(LeakField, LeakState)]) -> Incident {
    let mut incident = Incident { nature, ..Incident::default() };
    incident.opened = Some(crate::incident::IncidentOpened {
        incident: crate::ids::IncidentId(Uuid::from_u128(2)),
        platform: crate::platform::PlatformCode::parse("viamedis").unwrap(),
        function: crate::platform::Function::Rights,
        since: at(0),
        cause: None,
        source: crate::platform::StateSource::Declared,
    });
    for (field, state) in leaks {
        incident.apply(&IncidentEvent::LeakNoted(noted(*field, *state)));
    }
    incident
}

fn asks(state: &Incident, command: IncidentCommand) -> Result<usize, Refusal> {
    decide(state, command, &context()).map(|events| events.len())
}

const DONE: TaskOutcome = TaskOutcome::Done { at: Timestamp::UNIX_EPOCH };
const LEFT: TaskOutcome = TaskOutcome::LeftOut { reason: TextId(Uuid::nil()) };

#[rstest]
#[case::of_a_failure(IncidentNature::Failure, Err(Refusal::NotABreach))]
#[case::of_a_closure(IncidentNature::PrecautionaryClosure, Err(Refusal::NotABreach))]
#[case::of_a_leak(IncidentNature::Breach, Ok(1))]
fn what_leaked_is_noted_of_a_leak(#[case] nature: IncidentNature, #[case] expected: Result<usize, Refusal>) {
    let noted = noted(LeakField::BankAccount, LeakState::Known);
    assert_eq!(asks(&leaking(nature, &[]), IncidentCommand::NoteLeak(noted)), expected);
}

#[rstest]
#[case::the_same(LeakState::Known, date(2024, 2, 7), None, Ok(0))]
#[case::corrected(LeakState::No, date(2024, 2, 7), None, Ok(1))]
#[case::known_earlier(LeakState::Known, date(2024, 2, 6), None, Ok(1))]
#[case::with_words(LeakState::Known, date(2024, 2, 7), Some(TextId(Uuid::nil())), Ok(1))]
#[case::today(LeakState::Known, date(2024, 2, 12), None, Ok(1))]
#[case::tomorrow(LeakState::Known, date(2024, 2, 13), None, Err(Refusal::DateInFuture))]
fn a_field_is_corrected_by_what_is_noted_later(
    #[case] state: LeakState,
    #[case] known_on: jiff::civil::Date,
    #[case] note: Option<TextId>,
    #[case] expected: Result<usize, Refusal>,
) {
    let incident = leaking(IncidentNature::Breach, &[(LeakField::Email, LeakState::Known)]);
    let next = LeakNoted { known_on, note, ..noted(LeakField::Email, state) };
    assert_eq!(asks(&incident, IncidentCommand::NoteLeak(next)), expected);
}

#[rstest]
#[case::nothing_noted(&[], &[])]
#[case::the_account(&[LeakField::BankAccount], &[BreachTask::BankLetter, BreachTask::DebitWatch])]
#[case::how_to_reach_us(&[LeakField::Email], &[BreachTask::PhishingWarning])]
#[case::who_works_here(&[LeakField::StaffNames], &[BreachTask::PhishingWarning])]
#[case::our_numbers(&[LeakField::Finess, LeakField::Siret], &[BreachTask::ImpersonationNotice])]
#[case::customers(&[LeakField::CustomerNir], &[BreachTask::CustomerNotice, BreachTask::ComplaintHandout])]
#[case::the_login(&[LeakField::Login], &[])]
fn each_field_calls_for_what_it_needs(#[case] fields: &[LeakField], #[case] expected: &[BreachTask]) {
    for state in [LeakState::Known, LeakState::Probable, LeakState::No, LeakState::Unknown] {
        let leaks: Vec<_> = fields.iter().map(|field| (*field, state)).collect();
        let listed = leaking(IncidentNature::Breach, &leaks).breach_tasks();
        let listed: Vec<BreachTask> = listed.iter().map(|standing| standing.task).collect();
        let expected = if state.counts() { expected } else { &[] };
        assert_eq!(listed, [&[BreachTask::Rotation], expected].concat(), "{state:?}");
    }
}

#[rstest]
#[case::done(BreachTask::BankLetter, DONE, Ok(1))]
#[case::left_out(BreachTask::DebitWatch, LEFT, Ok(1))]
#[case::still_to_do(BreachTask::BankLetter, TaskOutcome::ToDo, Ok(0))]
#[case::done_tomorrow(BreachTask::BankLetter, TaskOutcome::Done { at: at(61) }, Err(Refusal::DateInFuture))]
#[case::not_called_for(BreachTask::CustomerNotice, DONE, Err(Refusal::TaskNotCalledFor))]
#[case::noted_elsewhere(BreachTask::Rotation, DONE, Err(Refusal::TaskNotCalledFor))]
fn a_task_is_settled(#[case] task: BreachTask, #[case] outcome: TaskOutcome, #[case] expected: Result<usize, Refusal>) {
    let incident = leaking(IncidentNature::Breach, &[(LeakField::BankAccount, LeakState::Probable)]);
    assert_eq!(asks(&incident, IncidentCommand::NoteTask(TaskNoted { task, outcome })), expected);
}

#[test]
fn what_was_done_is_taken_back_by_another_entry_and_stays_when_nothing_calls_for_it_any_more() {
    let mut incident = leaking(IncidentNature::Breach, &[(LeakField::BankAccount, LeakState::Known)]);
    let task = BreachTask::BankLetter;
    incident.apply(&IncidentEvent::BreachTaskNoted(TaskNoted { task, outcome: DONE }));
    assert_eq!(asks(&incident, IncidentCommand::NoteTask(TaskNoted { task, outcome: DONE })), Ok(0));
    // The operator says that the account did not leak after all.
    incident.apply(&IncidentEvent::LeakNoted(noted(LeakField::BankAccount, LeakState::No)));
    let listed: Vec<_> = incident.breach_tasks().into_iter().map(|it| (it.task, it.outcome, it.because_of)).collect();
    assert_eq!(
        listed,
        [(BreachTask::Rotation, TaskOutcome::ToDo, vec![]), (task, DONE, vec![])],
        "the letter went, and is shown"
    );
    assert_eq!(asks(&incident, IncidentCommand::NoteTask(TaskNoted { task, outcome: TaskOutcome::ToDo })), Ok(1));
    incident.apply(&IncidentEvent::BreachTaskNoted(TaskNoted { task, outcome: TaskOutcome::ToDo }));
    assert_eq!(incident.breach_tasks().len(), 1);
}

#[test]
fn it_is_noted_of_a_closed_incident_too() {
    let mut incident = leaking(IncidentNature::Breach, &[]);
    incident.closed = true;
    let noted = noted(LeakField::CustomerNir, LeakState::Known);
    assert_eq!(asks(&incident, IncidentCommand::NoteLeak(noted)), Ok(1));
}

#[test]
fn the_fields_of_customers_are_among_all() {
    assert!(LeakField::OF_CUSTOMERS.iter().all(|field| LeakField::ALL.contains(field)));
    assert_eq!(LeakField::ALL.iter().filter(|field| field.is_of_customers()).count(), LeakField::OF_CUSTOMERS.len());
}
