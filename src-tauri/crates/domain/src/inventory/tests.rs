//! Inventories by named cases: what is recorded, and what is refused.

use super::*;
use crate::ids::UserId;
use jiff::{Timestamp, civil::date};
use rstest::rstest;
use uuid::Uuid;

const TODAY: Date = date(2024, 2, 9);

fn cheque(nth: u128) -> ChequeId {
    ChequeId(Uuid::from_u128(nth))
}

fn text(nth: u128) -> TextId {
    TextId(Uuid::from_u128(100 + nth))
}

fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

/// Two cheques, of 371,00 € and 380,00 €.
fn books() -> [CountedCheque; 2] {
    [(1, 37_100), (2, 38_000)].map(|(nth, amount)| CountedCheque { cheque: cheque(nth), amount_cents: cents(amount) })
}

fn counted(said: &[(u128, Said)]) -> Count {
    Count {
        inventory: InventoryId(Uuid::from_u128(9)),
        number: 1,
        year: 2024,
        counted_with: Some(text(0)),
        said: said.iter().map(|(nth, said)| (cheque(*nth), *said)).collect(),
        unknown: Vec::new(),
        sheet: DocumentId(Uuid::from_u128(8)),
    }
}

fn by(role: Role) -> Context {
    Context { now: Timestamp::UNIX_EPOCH, today: TODAY, actor: UserId(Uuid::from_u128(3)), role }
}

fn unknown(amount: i64) -> UnknownPaper {
    UnknownPaper { amount_cents: cents(amount), number: text(1), from: text(2), reason: text(3) }
}

const THERE: Said = Said::Found;

#[test]
fn it_ties_with_the_books() {
    let missing = [(1, THERE), (2, Said::Missing(Some(text(4))))];
    let taken = Count { unknown: vec![unknown(5_000)], ..counted(&missing) };
    let events = count(&Inventory::default(), &books(), taken, &by(Role::Counter)).unwrap();
    let state = Inventory::fold(&events);
    let recorded = state.counted.unwrap();
    assert_eq!((recorded.on, recorded.expected(), recorded.found_cents()), (TODAY, cents(75_100), cents(37_100)));
    assert_eq!((recorded.missing[0].cheque, recorded.missing[0].reason), (cheque(2), text(4)));
    assert_eq!(recorded.unknown_cents(), cents(5_000));
}

#[test]
fn an_empty_drawer_is_counted_too() {
    let events = count(&Inventory::default(), &[], counted(&[]), &by(Role::Owner)).unwrap();
    assert_eq!(Inventory::fold(&events).counted.unwrap().expected(), Cents::ZERO);
}

#[rstest]
#[case::one_left_uncounted(&[(1, THERE)], Refusal::DrawerChanged)]
#[case::one_that_left_meanwhile(&[(1, THERE), (2, THERE), (3, THERE)], Refusal::DrawerChanged)]
#[case::one_twice(&[(1, THERE), (1, THERE)], Refusal::DrawerChanged)]
#[case::missing_without_a_word(&[(1, THERE), (2, Said::Missing(None))], Refusal::ReasonNeeded)]
fn what_does_not_tie_is_refused(#[case] said: &[(u128, Said)], #[case] expected: Refusal) {
    let taken = count(&Inventory::default(), &books(), counted(said), &by(Role::Owner));
    assert_eq!(taken, Err(expected));
}

#[test]
fn papers_the_books_do_not_know_have_an_amount_and_a_bound() {
    let said = [(1, THERE), (2, THERE)];
    let with = |unknown| {
        count(&Inventory::default(), &books(), Count { unknown, ..counted(&said) }, &by(Role::Owner)).map(|_| ())
    };
    assert_eq!(with(vec![unknown(0)]), Err(Refusal::AmountNotPositive));
    assert_eq!(with(vec![unknown(1); 51]), Err(Refusal::TooManyUnknownPapers { most: 50 }));
    assert_eq!(with(vec![unknown(1); 50]), Ok(()));
}

#[test]
fn it_is_recorded_once_and_not_by_who_only_reads() {
    let said = [(1, THERE), (2, THERE)];
    let refused = count(&Inventory::default(), &books(), counted(&said), &by(Role::Accountant));
    assert_eq!(refused, Err(Refusal::RoleNotAllowed));
    let events = count(&Inventory::default(), &books(), counted(&said), &by(Role::Owner)).unwrap();
    let again = count(&Inventory::fold(&events), &books(), counted(&said), &by(Role::Owner));
    assert_eq!(again, Err(Refusal::AlreadyExists));
}
