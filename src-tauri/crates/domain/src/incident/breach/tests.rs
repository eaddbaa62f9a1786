//! The register after a breach, and what it calls for, as tables of named cases.

use super::*;
use super::{DataPart as P, LeakRisk as R, NotifierDuty as D};
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
#[case::who_works_here(&[LeakField::StaffNames], &[BreachTask::PhishingWarning, BreachTask::WhoNotifies])]
#[case::our_numbers(&[LeakField::Finess, LeakField::Siret], &[BreachTask::ImpersonationNotice])]
#[case::customers(&[LeakField::CustomerNir], &[BreachTask::WhoNotifies, BreachTask::CustomerNotice, BreachTask::ComplaintHandout])]
#[case::the_login(&[LeakField::Login], &[])]
fn each_field_calls_for_what_it_needs(#[case] fields: &[LeakField], #[case] expected: &[BreachTask]) {
    for state in [LeakState::Known, LeakState::Probable, LeakState::No, LeakState::Unknown] {
        let leaks: Vec<_> = fields.iter().map(|field| (*field, state)).collect();
        let listed = leaking(IncidentNature::Breach, &leaks).breach_tasks();
        let listed: Vec<BreachTask> = listed.iter().map(|standing| standing.task).collect();
        let expected = if state.counts() { expected } else { &[] };
        let mut wanted = [&[BreachTask::Rotation, BreachTask::Complaint], expected].concat();
        wanted.sort_by_key(|task| BreachTask::ALL.iter().position(|it| it == task));
        assert_eq!(listed, wanted, "{state:?}");
    }
}

#[rstest]
#[case::done(BreachTask::BankLetter, DONE, Ok(1))]
#[case::left_out(BreachTask::DebitWatch, LEFT, Ok(1))]
#[case::still_to_do(BreachTask::BankLetter, TaskOutcome::ToDo, Ok(0))]
#[case::done_tomorrow(BreachTask::BankLetter, TaskOutcome::Done { at: at(61) }, Err(Refusal::DateInFuture))]
#[case::not_called_for(BreachTask::CustomerNotice, DONE, Err(Refusal::TaskNotCalledFor))]
#[case::noted_elsewhere(BreachTask::Rotation, DONE, Err(Refusal::TaskNotCalledFor))]
#[case::answered_elsewhere(BreachTask::WhoNotifies, DONE, Err(Refusal::TaskNotCalledFor))]
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
        [
            (BreachTask::Rotation, TaskOutcome::ToDo, vec![]),
            (task, DONE, vec![]),
            (BreachTask::Complaint, TaskOutcome::ToDo, vec![]),
        ],
        "the letter went, and is shown"
    );
    assert_eq!(asks(&incident, IncidentCommand::NoteTask(TaskNoted { task, outcome: TaskOutcome::ToDo })), Ok(1));
    incident.apply(&IncidentEvent::BreachTaskNoted(TaskNoted { task, outcome: TaskOutcome::ToDo }));
    assert_eq!(incident.breach_tasks().len(), 2);
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

fn determined(part: P, risk: Option<R>) -> Result<NotifierDetermined, Refusal> {
    NotifierDetermined::of(LeakOrigin::OurSystems, part, risk)
}

#[rstest]
#[case::others(P::Neither, None, Ok(D::OthersNotify))]
#[case::others_whatever_the_risk(P::Neither, Some(R::High), Ok(D::OthersNotify))]
#[case::for_somebody(P::Processor, None, Ok(D::TellController))]
#[case::ours_unweighed(P::Controller, None, Err(Refusal::RiskNotWeighed))]
#[case::ours_unlikely(P::Controller, Some(R::Unlikely), Ok(D::RegisterOnly))]
#[case::ours_likely(P::Controller, Some(R::Likely), Ok(D::NotifyAuthority))]
#[case::ours_high(P::Controller, Some(R::High), Ok(D::NotifyAuthorityAndPeople))]
fn only_who_answers_for_the_data_notifies(
    #[case] part: P,
    #[case] risk: Option<R>,
    #[case] expected: Result<D, Refusal>,
) {
    assert_eq!(determined(part, risk).map(|it| it.duty), expected);
    // The risk is kept only where it decides something.
    if let Ok(it) = determined(part, risk) {
        assert_eq!(it.risk.is_some(), part == P::Controller);
    }
}

/// 72 plain hours, whatever the calendar says: read on the practice's clock, an hour may be gained or lost.
#[rstest]
#[case::over_a_week_end("2024-02-02T17:00[Europe/Paris]", "2024-02-05T17:00[Europe/Paris]")]
#[case::over_easter_and_summer_time("2024-03-30T10:00[Europe/Paris]", "2024-04-02T11:00[Europe/Paris]")]
#[case::over_winter_time("2024-10-26T10:00[Europe/Paris]", "2024-10-29T09:00[Europe/Paris]")]
#[case::into_the_hour_that_is_skipped("2024-03-28T02:30[Europe/Paris]", "2024-03-31T03:30[Europe/Paris]")]
#[case::in_la_reunion("2024-03-30T10:00[Indian/Reunion]", "2024-04-02T10:00[Indian/Reunion]")]
fn a_clock_is_72_plain_hours(#[case] from: jiff::Zoned, #[case] expected: jiff::Zoned) {
    assert_eq!(due(from.timestamp()), expected.timestamp());
}

fn kinds(incident: &Incident) -> Vec<ClockKind> {
    incident.clocks().iter().map(|clock| clock.kind).collect()
}

#[test]
fn the_clocks_run_from_when_it_is_known_and_stop_when_it_is_done() {
    let mut incident = leaking(IncidentNature::Breach, &[]);
    assert_eq!(incident.aware_from(), Some((at(0), false)), "as long as nobody said, from the beginning");
    assert_eq!(kinds(&incident), [ClockKind::Complaint]);
    // Data of people leaked, and nobody knows yet who notifies.
    incident.apply(&IncidentEvent::LeakNoted(noted(LeakField::CustomerNir, LeakState::Probable)));
    assert_eq!(kinds(&incident), [ClockKind::Notification, ClockKind::Complaint]);
    incident.apply(&IncidentEvent::AwarenessNoted { at: at(3_600) });
    assert!(incident.clocks().iter().all(|clock| clock.due == at(3_600 + 72 * 3_600) && !clock.is_late(clock.due)));
    assert!(incident.clocks()[0].is_late(at(3_600 + 72 * 3_600 + 1)));
    // Others notify: nothing is left but the complaint, which is left out.
    incident.apply(&IncidentEvent::NotifierDetermined(determined(P::Neither, None).unwrap()));
    assert_eq!(kinds(&incident), [ClockKind::Complaint]);
    let task = BreachTask::Complaint;
    incident.apply(&IncidentEvent::BreachTaskNoted(TaskNoted { task, outcome: LEFT }));
    assert_eq!(kinds(&incident), []);
    // We do: it stops when it was done, late or not.
    incident.apply(&IncidentEvent::NotifierDetermined(determined(P::Controller, Some(R::Likely)).unwrap()));
    let outcome = TaskOutcome::Done { at: at(400_000) };
    incident.apply(&IncidentEvent::BreachTaskNoted(TaskNoted { task: BreachTask::InitialNotification, outcome }));
    let clock = incident.clocks()[0];
    assert_eq!((clock.kind, clock.stopped, clock.is_late(at(0))), (ClockKind::Notification, Some(at(400_000)), true));
    incident.nature = IncidentNature::Failure;
    assert_eq!(kinds(&incident), []);
}

#[rstest]
#[case::since_it_began(0, Ok(1))]
#[case::now(60, Ok(1))]
#[case::tomorrow(61, Err(Refusal::DateInFuture))]
#[case::before_it_began(-1, Err(Refusal::KnownBeforeItBegan))]
fn it_is_known_from_a_moment_that_can_be(#[case] seconds: i64, #[case] expected: Result<usize, Refusal>) {
    let incident = leaking(IncidentNature::Breach, &[]);
    assert_eq!(asks(&incident, IncidentCommand::BeAware { at: at(seconds) }), expected);
    let calm = leaking(IncidentNature::Failure, &[]);
    assert_eq!(asks(&calm, IncidentCommand::BeAware { at: at(seconds) }), Err(Refusal::NotABreach));
}

#[test]
fn what_follows_from_the_answer_is_called_for() {
    let mut incident = leaking(IncidentNature::Breach, &[(LeakField::StaffNames, LeakState::Known)]);
    let tasks = |incident: &Incident| incident.breach_tasks().iter().map(|it| it.task).collect::<Vec<_>>();
    use BreachTask as T;
    assert_eq!(tasks(&incident), [T::Rotation, T::PhishingWarning, T::WhoNotifies, T::Complaint]);
    incident.apply(&IncidentEvent::NotifierDetermined(determined(P::Controller, Some(R::High)).unwrap()));
    assert!(
        tasks(&incident).contains(&T::InitialNotification) && tasks(&incident).contains(&T::ComplementaryNotification)
    );
    incident.apply(&IncidentEvent::NotifierDetermined(determined(P::Processor, None).unwrap()));
    assert!(tasks(&incident).contains(&T::ControllerTold) && !tasks(&incident).contains(&T::InitialNotification));
}

#[rstest]
#[case::called_for(BreachTask::BankLetter, Ok(1))]
#[case::not_called_for(BreachTask::CustomerNotice, Err(Refusal::TaskNotCalledFor))]
#[case::without_a_paper(BreachTask::Rotation, Err(Refusal::TaskNotCalledFor))]
fn a_letter_is_printed_for_what_is_to_be_done(#[case] task: BreachTask, #[case] expected: Result<usize, Refusal>) {
    let mut incident = leaking(IncidentNature::Breach, &[(LeakField::BankAccount, LeakState::Known)]);
    let document = crate::ids::DocumentId(Uuid::from_u128(9));
    assert_eq!(asks(&incident, IncidentCommand::PrintLetter { task, document }), expected);
    incident.apply(&IncidentEvent::BreachLetterPrinted { task, document });
    assert_eq!(incident.breach.letters, [(task, document)]);
}

/// A leak of the account's number, known on 7 February 2024.
fn watched() -> Incident {
    leaking(IncidentNature::Breach, &[(LeakField::BankAccount, LeakState::Known)])
}

fn check(month: jiff::civil::Date, found: StatementFound) -> IncidentCommand {
    IncidentCommand::CheckStatement(StatementChecked { month, found })
}

#[test]
fn statements_are_read_month_by_month_until_a_debit_can_be_contested_no_more() {
    let mut incident = watched();
    let months = incident.breach.watched_months();
    assert_eq!((months.first(), months.last()), (Some(&date(2024, 2, 1)), Some(&date(2025, 3, 1))));
    assert_eq!(months.len(), 14);
    incident.apply(&IncidentEvent::DebitWatchSet { until: date(2024, 4, 15) });
    assert_eq!(incident.breach.watched_months(), [date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)]);
    // A month is due once it has ended and nobody read it.
    assert_eq!(incident.breach.statements_due(date(2024, 2, 29)), 0);
    assert_eq!(incident.breach.statements_due(date(2024, 3, 1)), 1);
    let read = StatementChecked { month: date(2024, 2, 1), found: StatementFound::Nothing };
    incident.apply(&IncidentEvent::StatementChecked(read));
    assert_eq!(incident.breach.statements_due(date(2024, 3, 1)), 0);
    // What was read stays read, though the register says since that nothing leaked.
    incident.apply(&IncidentEvent::LeakNoted(noted(LeakField::BankAccount, LeakState::No)));
    assert_eq!(incident.breach.watched_months(), [date(2024, 2, 1)]);
    assert_eq!(incident.breach.statements_due(date(2024, 6, 1)), 0);
}

#[rstest]
#[case::this_month(date(2024, 2, 1), StatementFound::Nothing, Ok(1))]
#[case::a_debit_nobody_knows(date(2024, 2, 1), StatementFound::Unknown { note: TextId(Uuid::nil()) }, Ok(1))]
#[case::not_read_is_so_already(date(2024, 2, 1), StatementFound::NotRead, Ok(0))]
#[case::not_begun(date(2024, 3, 1), StatementFound::Nothing, Err(Refusal::DateInFuture))]
#[case::before_the_leak(date(2024, 1, 1), StatementFound::Nothing, Err(Refusal::TaskNotCalledFor))]
#[case::no_month(date(2024, 2, 7), StatementFound::Nothing, Err(Refusal::TaskNotCalledFor))]
fn a_statement_is_checked_off(
    #[case] month: jiff::civil::Date,
    #[case] found: StatementFound,
    #[case] expected: Result<usize, Refusal>,
) {
    assert_eq!(asks(&watched(), check(month, found)), expected);
}

#[rstest]
#[case::as_long_as_is_proposed(date(2025, 3, 7), Ok(1))]
#[case::the_longest(date(2027, 2, 1), Ok(1))]
#[case::longer_than_one_reads(date(2027, 2, 2), Err(Refusal::TaskNotCalledFor))]
#[case::before_the_leak(date(2024, 1, 31), Err(Refusal::TaskNotCalledFor))]
fn the_watch_has_an_end(#[case] until: jiff::civil::Date, #[case] expected: Result<usize, Refusal>) {
    assert_eq!(asks(&watched(), IncidentCommand::WatchUntil { until }), expected);
    let calm = leaking(IncidentNature::Breach, &[]);
    assert_eq!(asks(&calm, IncidentCommand::WatchUntil { until }), Err(Refusal::TaskNotCalledFor));
}
