//! Which list a share is in and why, who may say who does it, and what putting off means.

use super::*;
use rstest::rstest;

const ME: UserId = UserId(Uuid::from_u128(1));
const SOMEBODY: UserId = UserId(Uuid::from_u128(41));

fn by(role: Role) -> Context {
    Context { role, ..context() }
}

fn delivered() -> Dossier {
    after(plain(), [DossierCommand::Deliver { on: TODAY }])
}

fn told(state: &Dossier) -> Vec<(u8, WorkWhy, i64)> {
    state.work().iter().map(|item| (item.place, item.why, item.cents)).collect()
}

#[rstest]
#[case::not_delivered(plain(), &[])]
#[case::never_asked(delivered(), &[(1, WorkWhy::NeverAsked, 38_000)])]
#[case::queued(after(plain(), [moved(1, TrackState::Queued)]), &[(1, WorkWhy::RequestWaits, 38_000)])]
#[case::sent(after(plain(), [moved(1, TrackState::Queued), moved(1, TrackState::Sent)]), &[(1, WorkWhy::Unanswered, 38_000)])]
#[case::unknown(after(plain(), [moved(1, TrackState::Queued), moved(1, TrackState::OutcomeUnknown)]), &[(1, WorkWhy::OutcomeUnknown, 38_000)])]
#[case::agreed_before_the_delivery(after(plain(), [moved(1, TrackState::Queued), agreed(1, Some(38_000))]), &[])]
#[case::agreed(after(delivered(), [moved(1, TrackState::Queued), agreed(1, Some(38_000))]), &[(1, WorkWhy::AgreedNotInvoiced, 38_000)])]
#[case::agreed_for_less(
    after(delivered(), [moved(1, TrackState::Queued), agreed(1, Some(30_000))]),
    &[(1, WorkWhy::AgreedNotInvoiced, 30_000), (0, WorkWhy::CustomerOwes, 8_000)]
)]
#[case::refused(after(delivered(), [moved(1, TrackState::Queued), moved(1, TrackState::Refused)]), &[(1, WorkWhy::Refused, 38_000)])]
#[case::refused_and_paid_by_the_customer(
    after(delivered(), [moved(1, TrackState::Queued), moved(1, TrackState::Refused), pays(38_000, PaymentPurpose::Difference)]),
    &[]
)]
#[case::claimed_by_the_customer(after(delivered(), [way(Way::CustomerAdvances)]), &[])]
#[case::paid(after(delivered(), [moved(1, TrackState::Queued), moved(1, TrackState::Sent), credited(1, 38_000)]), &[])]
#[case::paid_for_less_than_agreed(
    after(delivered(), [moved(1, TrackState::Queued), agreed(1, Some(38_000)), credited(1, 30_000)]),
    &[(1, WorkWhy::PaidLess, 8_000)]
)]
fn a_share_is_in_one_list(#[case] state: Dossier, #[case] expected: &[(u8, WorkWhy, i64)]) {
    assert_eq!(told(&state), expected);
}

#[test]
fn what_is_announced_waits_for_its_money() {
    let state = after(delivered(), [moved(1, TrackState::Queued), moved(1, TrackState::Sent)]);
    let advice = TrackMove { amount_cents: Some(cents(38_000)), on: Some(TODAY), ..full(1, TrackState::Advised) };
    let state = after(state, [DossierCommand::MoveTrack(advice)]);
    assert_eq!(told(&state), [(1, WorkWhy::Advised, 38_000)]);
    assert_eq!(state.work_at(1).and_then(|item| item.since), Some(TODAY));
    let explained = DossierCommand::ExplainShortfall { rank: 1, cause: crate::advice::ShortCause::Fees, text: None };
    let state = after(state, [credited(1, 30_000)]);
    assert_eq!(told(&state), [(1, WorkWhy::PaidLess, 8_000)], "the payer is asked before the customer is");
    assert_eq!(told(&after(state, [explained])), [(0, WorkWhy::CustomerOwes, 8_000)]);
}

#[test]
fn every_reason_is_of_a_list_and_every_list_has_one() {
    let mut lists: Vec<WorkList> = WorkWhy::ALL.into_iter().map(WorkWhy::list).collect();
    assert!(lists.is_sorted(), "the reasons follow the lists");
    lists.dedup();
    assert_eq!(lists, WorkList::ALL);
}

#[rstest]
#[case::takes_it(Role::Counter, None, Some(ME), true)]
#[case::gives_it_back(Role::Counter, Some(ME), None, true)]
#[case::gives_it_to_another(Role::Counter, None, Some(SOMEBODY), false)]
#[case::takes_it_from_another(Role::Counter, Some(SOMEBODY), Some(ME), false)]
#[case::the_back_office_does(Role::Billing, Some(ME), Some(SOMEBODY), true)]
#[case::the_owner_does(Role::Owner, Some(SOMEBODY), None, true)]
#[case::the_accountant_reads(Role::Accountant, None, Some(ME), false)]
fn who_gives_what(#[case] role: Role, #[case] now: Option<UserId>, #[case] to: Option<UserId>, #[case] may: bool) {
    let mut state = delivered();
    let given = decide(&state, DossierCommand::AssignWork { place: 1, to: now }, &by(Role::Owner)).unwrap();
    given.iter().for_each(|event| state.apply(event));
    let decided = decide(&state, DossierCommand::AssignWork { place: 1, to }, &by(role));
    assert_eq!(decided.clone().err(), (!may).then_some(Refusal::RoleNotAllowed));
    decided.unwrap_or_default().iter().for_each(|event| state.apply(event));
    assert_eq!(state.work_mark(1).assignee, if may { to } else { now });
}

#[test]
fn the_same_again_and_what_is_done_record_nothing() {
    let assign = |to| DossierCommand::AssignWork { place: 1, to };
    assert_eq!(decide(&delivered(), assign(None), &by(Role::Owner)), Ok(Vec::new()));
    assert_eq!(decide(&plain(), assign(Some(ME)), &by(Role::Owner)), Err(Refusal::NothingLeftToDo));
    assert_eq!(decide(&delivered(), DossierCommand::ResumeWork { place: 1 }, &by(Role::Owner)), Ok(Vec::new()));
}

fn put_off(until: Date) -> DossierCommand {
    DossierCommand::SnoozeWork { place: 1, until, reason: Some(TextId(id(6))) }
}

#[rstest]
#[case::today(TODAY, Err(Refusal::DateTooEarly { not_before: TOMORROW }))]
#[case::tomorrow(TOMORROW, Ok(WorkList::NotInvoiced))]
fn it_comes_back_a_later_day(#[case] until: Date, #[case] expected: Result<WorkList, Refusal>) {
    let state = delivered();
    let events = decide(&state, put_off(until), &context());
    assert_eq!(
        events.map(|events| match events.as_slice() {
            [DossierEvent::WorkSnoozed(said)] => said.list,
            other => panic!("{other:?}"),
        }),
        expected
    );
    let silent = DossierCommand::SnoozeWork { place: 1, until: TOMORROW, reason: None };
    assert_eq!(decide(&state, silent, &context()), Err(Refusal::ReasonNeeded));
}

#[test]
fn another_list_brings_it_back_at_once() {
    let state = after(delivered(), [put_off(TOMORROW)]);
    let snoozed = |state: &Dossier| state.work_at(1).and_then(|item| state.snoozed(&item)).map(|off| off.until);
    assert_eq!(snoozed(&state), Some(TOMORROW));
    let queued = after(state.clone(), [moved(1, TrackState::Queued)]);
    assert_eq!(snoozed(&queued), None);
    let taken_up = after(state, [DossierCommand::ResumeWork { place: 1 }]);
    assert_eq!(taken_up.work_mark(1), WorkMark::default());
}

#[test]
fn the_counter_puts_off_its_own() {
    let state = after(delivered(), [DossierCommand::AssignWork { place: 1, to: Some(ME) }]);
    assert!(decide(&state, put_off(TOMORROW), &context()).is_ok());
    let theirs = Context { actor: SOMEBODY, ..context() };
    assert_eq!(decide(&state, put_off(TOMORROW), &theirs), Err(Refusal::RoleNotAllowed));
    assert!(decide(&state, put_off(TOMORROW), &Context { role: Role::Billing, ..theirs }).is_ok());
}
