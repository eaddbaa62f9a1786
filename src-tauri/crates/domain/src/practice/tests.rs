//! What may be chosen for a practice, by whom, and that it folds.

use super::*;
use crate::context::Context;
use rstest::rstest;

fn by(role: Role) -> Context {
    Context {
        now: "2024-01-31T08:05:00Z".parse().unwrap(),
        today: "2024-01-31".parse().unwrap(),
        actor: crate::ids::UserId(uuid::Uuid::nil()),
        role,
    }
}

#[rstest]
#[case::usual(15, Ok(0))]
#[case::shorter(5, Ok(1))]
#[case::longest(60, Ok(1))]
#[case::never(0, Err(NotAChoice))]
#[case::on_the_person_at_work(1, Err(NotAChoice))]
fn the_idle_lock_is_one_of_a_few(#[case] minutes: u8, #[case] recorded: Result<usize, NotAChoice>) {
    let set = |minutes| set_idle_lock(&Practice::default(), Role::Owner, minutes, &by(Role::Owner)).unwrap().len();
    assert_eq!(IdleLockMinutes::parse(minutes).map(set), recorded);
}

fn chosen(text: Option<&str>) -> ChosenReference {
    ChosenReference { version: "2024-02".to_owned(), checksum: "00".to_owned(), text: text.map(str::to_owned) }
}

#[rstest]
#[case::numbers(ReferenceName::Estimate)]
#[case::routing(ReferenceName::Routing)]
fn a_set_of_reference_data_is_the_owners_and_folds(#[case] name: ReferenceName) {
    let mut practice = Practice::default();
    let by_counter = set_reference(&practice, name, chosen(None), &by(Role::Counter));
    assert_eq!(by_counter, Err(Refusal::RoleNotAllowed));
    for event in set_reference(&practice, name, chosen(Some("a file")), &by(Role::Owner)).unwrap() {
        practice.apply(&event);
    }
    assert_eq!(practice.references, BTreeMap::from([(name, chosen(Some("a file")))]));
    let again = set_reference(&practice, name, chosen(Some("a file")), &by(Role::Owner));
    assert_eq!(again, Ok(Vec::new()));
}

#[test]
fn the_former_word_for_the_estimates_numbers_still_folds() {
    let former = PracticeEvent::EstimateReferenceSet(chosen(None));
    let practice = Practice::fold([&former]);
    assert_eq!(practice.references.get(&ReferenceName::Estimate), Some(&chosen(None)));
}

#[test]
fn a_row_changed_by_hand_is_undone_and_a_file_ends_them_all() {
    let change = RowChange { was: None, becomes: None, operators: BTreeMap::new() };
    let mut practice = Practice::default();
    let take = |events: Result<Vec<PracticeEvent>, Refusal>, practice: &mut Practice| {
        let events = events.unwrap();
        events.iter().for_each(|event| practice.apply(event));
        events.len()
    };
    for role in [Role::Counter, Role::Billing, Role::Accountant] {
        assert_eq!(change_routing(change.clone(), &by(role)), Err(Refusal::RoleNotAllowed));
        assert_eq!(undo_routing(&practice, &by(role)), Err(Refusal::RoleNotAllowed));
    }
    assert_eq!(take(undo_routing(&practice, &by(Role::Owner)), &mut practice), 0);
    for standing in 1..=2 {
        take(change_routing(change.clone(), &by(Role::Owner)), &mut practice);
        assert_eq!(practice.routing_changes.len(), standing);
    }
    assert_eq!(take(undo_routing(&practice, &by(Role::Owner)), &mut practice), 1);
    assert_eq!(practice.routing_changes.len(), 1);
    for recorded in [1, 0] {
        let again = set_reference(&practice, ReferenceName::Routing, chosen(None), &by(Role::Owner));
        assert_eq!(take(again, &mut practice), recorded);
        assert!(practice.routing_changes.is_empty());
    }
}

#[test]
fn a_channel_of_the_mandatory_insurance_is_stated_once() {
    use crate::platform::{FunctionState, StateSource};
    let status = |state| AmoStatus { state, source: StateSource::Declared, since: by(Role::Counter).now };
    let mut practice = Practice::default();
    for (state, recorded) in [(FunctionState::Down, 1), (FunctionState::Down, 0), (FunctionState::Up, 1)] {
        let events = state_amo(&practice, AmoChannel::AmeliPro, status(state));
        assert_eq!(events.len(), recorded);
        events.iter().for_each(|event| practice.apply(event));
    }
    assert_eq!(practice.amo, BTreeMap::from([(AmoChannel::AmeliPro, status(FunctionState::Up))]));
}

#[test]
fn the_idle_lock_is_the_owners_choice_for_each_role() {
    let (mut practice, two) = (Practice::default(), IdleLockMinutes::parse(2).unwrap());
    for role in [Role::Counter, Role::Billing, Role::Accountant] {
        assert_eq!(set_idle_lock(&practice, Role::Counter, two, &by(role)), Err(Refusal::RoleNotAllowed));
    }
    assert!(
        Role::ALL
            .iter()
            .all(|role| practice.idle_locks.of(Role::Counter).minutes() <= practice.idle_locks.of(*role).minutes())
    );
    for event in set_idle_lock(&practice, Role::Counter, two, &by(Role::Owner)).unwrap() {
        practice.apply(&event);
    }
    let waits = |practice: &Practice| Role::ALL.map(|role| practice.idle_locks.of(role).minutes());
    assert_eq!(waits(&practice), [2, 10, 15, 10]);
    assert_eq!(set_idle_lock(&practice, Role::Counter, two, &by(Role::Owner)), Ok(Vec::new()));
    // What was said for everybody before roles had a wait each.
    practice.apply(&PracticeEvent::IdleLockSet { minutes: IdleLockMinutes::parse(30).unwrap() });
    assert_eq!(waits(&practice), [30; 4]);
}
