//! Slips, as tables of named cases.

use super::*;
use crate::{
    books::{Account, Booked},
    context::{Context, Role},
    ids::UserId,
    refusal::Refusal,
};
use jiff::civil::date;
use rstest::rstest;
use uuid::Uuid;

const MADE_ON: Date = date(2024, 2, 12);
const TODAY: Date = date(2024, 2, 20);
const REASON: Option<TextId> = Some(TextId(Uuid::from_u128(9)));

fn by(role: Role) -> Context {
    Context { now: jiff::Timestamp::UNIX_EPOCH, today: TODAY, actor: UserId(Uuid::from_u128(1)), role }
}

fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

fn cheque(number: u128) -> ChequeId {
    ChequeId(Uuid::from_u128(number))
}

fn of(amounts: &[(u128, i64)], on: Date) -> Made {
    let line = |(number, amount): &(u128, i64)| SlipLine { cheque: cheque(*number), amount_cents: cents(*amount) };
    Made {
        slip: SlipId(Uuid::from_u128(4)),
        number: 1,
        year: 2024,
        on,
        bank_number: None,
        cheques: amounts.iter().map(line).collect(),
    }
}

/// 380 €, 120 € and 45 € handed in on the twelfth.
fn three() -> Slip {
    then(
        Slip::default(),
        make(&Slip::default(), of(&[(1, 38_000), (2, 12_000), (3, 4_500)], MADE_ON), &by(Role::Counter)),
    )
}

fn then(mut slip: Slip, events: Result<Vec<SlipEvent>, Refusal>) -> Slip {
    events.unwrap().iter().for_each(|event| slip.apply(event));
    slip
}

fn of_amount(amount: i64, reason: Option<TextId>) -> SlipCredit {
    SlipCredit { on: date(2024, 2, 14), amount_cents: cents(amount), reason }
}

#[rstest]
#[case::three(of(&[(1, 38_000), (2, 12_000), (3, 4_500)], MADE_ON), Role::Counter, None)]
#[case::of_nothing(of(&[], MADE_ON), Role::Counter, Some(Refusal::SlipSize { most: MAX_CHEQUES }))]
#[case::twice_the_same(of(&[(1, 38_000), (1, 38_000)], MADE_ON), Role::Counter, Some(Refusal::AlreadyExists))]
#[case::worth_nothing(of(&[(1, 0)], MADE_ON), Role::Counter, Some(Refusal::AmountNotPositive))]
#[case::tomorrow(of(&[(1, 1)], date(2024, 2, 21)), Role::Counter, Some(Refusal::DateInFuture))]
#[case::by_who_only_reads(of(&[(1, 1)], MADE_ON), Role::Accountant, Some(Refusal::RoleNotAllowed))]
fn it_is_made_of_some_cheques_each_once(#[case] made: Made, #[case] role: Role, #[case] expected: Option<Refusal>) {
    let given = make(&Slip::default(), made.clone(), &by(role));
    assert_eq!(given.clone().err(), expected);
    if given.is_ok() {
        let slip = then(Slip::default(), given);
        assert_eq!((slip.state, slip.total(), slip.expected()), (SlipState::Made, cents(54_500), cents(54_500)));
        assert_eq!(make(&slip, made, &by(role)), Err(Refusal::AlreadyExists));
    }
}

#[rstest]
#[case::whole(of_amount(54_500, None), Ok(None))]
#[case::a_reason_for_nothing(of_amount(54_500, REASON), Ok(None))]
#[case::less(of_amount(54_400, REASON), Ok(REASON))]
#[case::less_without_a_reason(of_amount(54_400, None), Err(Refusal::ReasonNeeded))]
#[case::nothing(of_amount(0, REASON), Err(Refusal::AmountNotPositive))]
#[case::before_it_was_made(
    SlipCredit { on: date(2024, 2, 11), ..of_amount(54_500, None) }, Err(Refusal::DateTooEarly { not_before: MADE_ON })
)]
#[case::tomorrow(SlipCredit { on: date(2024, 2, 21), ..of_amount(54_500, None) }, Err(Refusal::DateInFuture))]
fn one_line_credits_it(#[case] asked: SlipCredit, #[case] expected: Result<Option<TextId>, Refusal>) {
    let given = credit(&three(), asked, &by(Role::Billing));
    let reason = given.map(|events| match events.as_slice() {
        [SlipEvent::Credited(credited)] => credited.reason,
        other => panic!("{other:?}"),
    });
    assert_eq!(reason, expected);
}

#[test]
fn a_cheque_rejected_before_the_credit_is_not_awaited_and_one_after_is_taken_back() {
    let context = by(Role::Counter);
    let (fourteenth, fifteenth) = (date(2024, 2, 14), date(2024, 2, 15));
    let slip = three();
    let slip = then(slip.clone(), reject(&slip, cheque(2), fourteenth, &context));
    assert_eq!((slip.total(), slip.expected()), (cents(54_500), cents(42_500)));
    assert!(slip.position().is_empty());
    assert_eq!(reject(&slip, cheque(2), fourteenth, &context), Err(Refusal::UnknownSlip), "it came out already");
    assert_eq!(reject(&slip, cheque(7), fourteenth, &context), Err(Refusal::UnknownSlip), "it never was in it");
    let slip = then(slip.clone(), credit(&slip, of_amount(42_500, None), &context));
    let slip = then(slip.clone(), reject(&slip, cheque(1), fifteenth, &context));
    let position = slip.position();
    assert_eq!((position.on(&Account::Bank), position.on(&Account::ChequesToCollect)), (4_500, -4_500));
    assert_eq!(slip.standing().map(|left| left.cheque).collect::<Vec<_>>(), [cheque(3)]);
}

#[test]
fn it_is_taken_apart_until_the_bank_did_something_with_it() {
    let context = by(Role::Counter);
    assert_eq!(take_apart(&three(), None, &context), Err(Refusal::ReasonNeeded));
    let apart = then(three(), take_apart(&three(), REASON, &context));
    assert_eq!(apart.state, SlipState::TakenApart);
    let touched = then(three(), reject(&three(), cheque(1), MADE_ON, &context));
    let credited = then(three(), credit(&three(), of_amount(54_500, None), &context));
    for closed in [&apart, &touched, &credited] {
        assert_eq!(take_apart(closed, REASON, &context), Err(Refusal::SlipClosed));
    }
    for closed in [&apart, &credited] {
        assert_eq!(credit(closed, of_amount(54_500, None), &context), Err(Refusal::SlipClosed));
    }
    assert_eq!(reject(&apart, cheque(1), MADE_ON, &context), Err(Refusal::SlipClosed));
    assert_eq!(take_apart(&Slip::default(), REASON, &context), Err(Refusal::UnknownSlip));
}

#[test]
fn the_banks_number_comes_when_it_is_known() {
    let context = by(Role::Counter);
    let set = |slip: &Slip| set_bank_number(slip, "7654321".to_owned(), &context);
    let slip = then(three(), set(&three()));
    assert_eq!(slip.bank_number.as_deref(), Some("7654321"));
    assert_eq!(set(&slip), Ok(Vec::new()), "said again, nothing is recorded");
    assert_eq!(set(&Slip::default()), Err(Refusal::UnknownSlip));
}
