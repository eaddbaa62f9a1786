//! An operator's advance: what may be received, what may go back and how, and what is due when.

use super::*;
use crate::{context::Role, ids::UserId};
use jiff::{Timestamp, civil::date};
use rstest::rstest;
use uuid::Uuid;

const TODAY: Date = date(2024, 3, 15);

fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

fn context() -> Context {
    let actor = UserId(Uuid::from_u128(1));
    Context { now: Timestamp::UNIX_EPOCH, today: TODAY, actor, role: Role::Billing }
}

fn received(amount: i64) -> AdvanceReceived {
    AdvanceReceived {
        advance: OperatorAdvanceId(Uuid::from_u128(2)),
        number: 1,
        year: 2024,
        platform: PlatformCode::parse("viamedis").unwrap(),
        amount_cents: cents(amount),
        on: date(2024, 2, 20),
        bank_credit: None,
        terms: None,
        instalments: monthly(cents(amount), date(2024, 4, 30), 3),
    }
}

fn holding() -> OperatorAdvance {
    OperatorAdvance::fold(&receive(&OperatorAdvance::default(), received(90_001), &context()).unwrap())
}

fn taken(state: &OperatorAdvance, events: Result<Vec<OperatorAdvanceEvent>, Refusal>) -> OperatorAdvance {
    let mut state = state.clone();
    events.unwrap().iter().for_each(|event| state.apply(event));
    state
}

fn repayment(amount: i64) -> Repayment {
    Repayment { amount_cents: cents(amount), means: PaymentMeans::Transfer, on: TODAY }
}

fn instalment(due_on: Date, amount: i64) -> Instalment {
    Instalment { due_on, amount_cents: cents(amount) }
}

#[test]
fn months_are_equal_and_the_last_takes_the_remainder() {
    let parts = monthly(cents(90_001), date(2024, 1, 31), 3);
    let expected = [(date(2024, 1, 31), 30_000), (date(2024, 2, 29), 30_000), (date(2024, 3, 31), 30_001)]
        .map(|(d, c)| instalment(d, c));
    assert_eq!(parts, expected);
    assert_eq!(monthly(cents(2), date(2024, 1, 31), 3), [instalment(date(2024, 3, 31), 2)]);
}

#[rstest]
#[case::even([30_000, 30_000, 30_000], Ok(30_000))]
#[case::half_a_cent_up([1, 0, 1], Ok(1))]
#[case::under_half([1, 0, 0], Err(Refusal::AmountNotPositive))]
#[case::nothing([0, 0, 0], Err(Refusal::AmountNotPositive))]
#[case::two_thirds([100, 100, 0], Ok(67))]
fn a_request_is_the_mean_of_three_months(#[case] months: [i64; 3], #[case] expected: Result<i64, Refusal>) {
    assert_eq!(asked(&months.map(cents)).map(Cents::get), expected);
}

#[rstest]
#[case::as_it_is(received(90_000), None)]
#[case::nothing(AdvanceReceived { amount_cents: cents(0), ..received(90_000) }, Some(Refusal::AmountNotPositive))]
#[case::tomorrow(AdvanceReceived { on: date(2024, 3, 16), ..received(90_000) }, Some(Refusal::DateInFuture))]
#[case::without_a_day(AdvanceReceived { instalments: Vec::new(), ..received(90_000) }, Some(Refusal::ScheduleNotSound))]
#[case::a_cent_short(
    AdvanceReceived { instalments: monthly(cents(89_999), date(2024, 4, 30), 3), ..received(90_000) },
    Some(Refusal::ScheduleDiffers { schedule_cents: 89_999, balance_cents: 90_000 })
)]
#[case::due_before_it_came(
    AdvanceReceived { instalments: vec![instalment(date(2024, 2, 1), 90_000)], ..received(90_000) },
    Some(Refusal::DateTooEarly { not_before: date(2024, 2, 20) })
)]
#[case::twice_on_a_day(
    AdvanceReceived { instalments: vec![instalment(date(2024, 4, 1), 45_000); 2], ..received(90_000) },
    Some(Refusal::ScheduleNotSound)
)]
fn an_advance_is_received(#[case] advance: AdvanceReceived, #[case] refused: Option<Refusal>) {
    assert_eq!(receive(&OperatorAdvance::default(), advance, &context()).err(), refused);
}

#[rstest]
#[case::some(30_000, TODAY, None)]
#[case::all(90_001, TODAY, None)]
#[case::a_cent_more(90_002, TODAY, Some(Refusal::MoreThanDue { due_cents: 90_001 }))]
#[case::nothing(0, TODAY, Some(Refusal::AmountNotPositive))]
#[case::tomorrow(1, date(2024, 3, 16), Some(Refusal::DateInFuture))]
#[case::before_it_came(1, date(2024, 2, 19), Some(Refusal::DateTooEarly { not_before: date(2024, 2, 20) }))]
fn what_goes_back_is_no_more_than_what_is_left(
    #[case] amount: i64,
    #[case] on: Date,
    #[case] refused: Option<Refusal>,
) {
    let credit = BankCreditId(Uuid::from_u128(3));
    assert_eq!(recoup(&holding(), (cents(amount), on, credit), &context()).err(), refused);
    assert_eq!(repay(&holding(), Repayment { on, ..repayment(amount) }, &context()).err(), refused);
}

#[test]
fn the_earliest_day_is_settled_first_whoever_gives_it_back() {
    let state = holding();
    assert_eq!(state.next_due(), Some(instalment(date(2024, 4, 30), 30_000)));
    let credit = BankCreditId(Uuid::from_u128(3));
    let state = taken(&state, recoup(&state, (cents(25_000), TODAY, credit), &context()));
    let state = taken(&state, repay(&state, repayment(10_000), &context()));
    assert_eq!((state.balance().get(), state.next_due()), (55_001, Some(instalment(date(2024, 5, 30), 25_000))));
    let state = taken(&state, reverse_repayment(&state, repayment(10_000)));
    assert_eq!(state.next_due(), Some(instalment(date(2024, 4, 30), 5_000)));
    assert_eq!(reverse_repayment(&state, repayment(10_000)), Err(Refusal::MoreThanDue { due_cents: 0 }));
    // Other days for what is left: they make it, to the cent.
    let days = vec![instalment(date(2024, 6, 30), 65_000)];
    let differs = Refusal::ScheduleDiffers { schedule_cents: 65_000, balance_cents: 65_001 };
    assert_eq!(reschedule(&state, days), Err(differs));
    let state = taken(&state, reschedule(&state, vec![instalment(date(2024, 6, 30), 65_001)]));
    assert_eq!(state.next_due(), Some(instalment(date(2024, 6, 30), 65_001)));
    let state = taken(&state, repay(&state, repayment(65_001), &context()));
    assert_eq!((state.balance(), state.next_due()), (Cents::ZERO, None));
    assert_eq!(reschedule(&state, Vec::new()), Err(Refusal::MoreThanDue { due_cents: 0 }));
}

#[test]
fn one_recorded_by_mistake_is_cancelled_while_nothing_went_back() {
    let reason = TextId(Uuid::from_u128(4));
    let used = taken(&holding(), repay(&holding(), repayment(1), &context()));
    assert_eq!(cancel(&used, reason), Err(Refusal::ChangedSince));
    let state = taken(&holding(), cancel(&holding(), reason));
    assert_eq!((state.balance(), state.next_due()), (Cents::ZERO, None));
    assert_eq!(cancel(&state, reason), Err(Refusal::UnknownOperatorAdvance));
    assert_eq!(repay(&state, repayment(1), &context()), Err(Refusal::UnknownOperatorAdvance));
}
