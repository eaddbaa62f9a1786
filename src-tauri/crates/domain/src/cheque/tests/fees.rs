//! The bank's fees of a cheque it did not pay: who may say what of them, of which cheque, and how much.

use super::*;
use crate::books::{Account, Booked};
use crate::context::PaymentMeans;
use rstest::rstest;

const AT: Date = date(2024, 2, 13);

fn opposed() -> Cheque {
    let taken = Taken { on: TODAY, reason: None, rests_on: reason() };
    let ground = OppositionGround::Theft;
    let step = StepAsked { kind: StepKind::Opposed { ground }, taken, limits: Limits::default() };
    then(kept(ChequeAgreement::KeptAndReturned), &[track(TrackState::Refused)], ChequeCommand::Take(step), &owner())
}

fn owner() -> Context {
    as_of(AT, Role::Owner)
}

/// Handed in, rejected.
fn bounced() -> Cheque {
    let mut cheque = kept(ChequeAgreement::KeptAndReturned);
    cheque.apply(&ChequeEvent::Rejected {
        ground: RejectGround::InsufficientFunds,
        taken: Taken { on: TODAY, reason: None, rests_on: None },
    });
    cheque
}

fn charge(amount: i64) -> FeesAsked {
    FeesAsked::Charge { on: AT, amount_cents: cents(amount) }
}

fn repay(amount: i64) -> FeesAsked {
    FeesAsked::Repay { on: AT, amount_cents: cents(amount), means: PaymentMeans::Cash }
}

fn after(moves: &[FeesAsked]) -> Cheque {
    let record = |state, asked: &FeesAsked| then(state, &[], ChequeCommand::Fees(*asked), &owner());
    moves.iter().fold(bounced(), record)
}

const WHY: TextId = TextId(Uuid::from_u128(9));
const LEAVE: FeesAsked = FeesAsked::Leave { reason: None };

#[rstest]
#[case::never_at_the_bank(opposed(), charge(15), Refusal::ChequeElsewhere { state: ChequeState::Opposed })]
#[case::of_nothing(bounced(), charge(0), Refusal::AmountNotPositive)]
#[case::tomorrow(
    bounced(),
    FeesAsked::Charge { on: date(2024, 2, 14), amount_cents: cents(15) },
    Refusal::DateInFuture
)]
#[case::more_than_taken(after(&[charge(15)]), repay(16), Refusal::MoreThanDue { due_cents: 15 })]
#[case::nothing_repaid(after(&[charge(15)]), repay(0), Refusal::AmountNotPositive)]
#[case::repaid_before(
    after(&[charge(15)]),
    FeesAsked::Repay { on: date(2024, 2, 12), amount_cents: cents(15), means: PaymentMeans::Card },
    Refusal::DateTooEarly { not_before: AT }
)]
#[case::left_without_a_word(after(&[charge(15)]), LEAVE, Refusal::ReasonNeeded)]
#[case::nothing_to_leave(after(&[charge(15), repay(15)]), LEAVE, Refusal::MoreThanDue { due_cents: 0 })]
#[case::nothing_to_undo(bounced(), FeesAsked::Undo { reason: reason() }, Refusal::ChangedSince)]
#[case::undone_without_a_word(after(&[charge(15)]), FeesAsked::Undo { reason: None }, Refusal::ReasonNeeded)]
fn what_is_refused(#[case] state: Cheque, #[case] asked: FeesAsked, #[case] refusal: Refusal) {
    assert_eq!(decide(&state, &[], ChequeCommand::Fees(asked), &owner()), Err(refusal));
}

#[test]
fn what_is_the_owners() {
    let left = FeesAsked::Leave { reason: reason() };
    let billing = as_of(AT, Role::Billing);
    let charged = after(&[charge(15)]);
    let refused = |state: &Cheque, asked| decide(state, &[], ChequeCommand::Fees(asked), &billing);
    assert_eq!(refused(&charged, left), Err(Refusal::RoleNotAllowed));
    let given_up = after(&[charge(15), left]);
    assert_eq!(refused(&given_up, FeesAsked::Undo { reason: reason() }), Err(Refusal::RoleNotAllowed));
    assert!(
        refused(&charged, FeesAsked::Undo { reason: reason() }).is_ok(),
        "a mistake of anybody's is anybody's to undo"
    );
}

const UNDO: FeesAsked = FeesAsked::Undo { reason: Some(WHY) };
const LEFT: FeesAsked = FeesAsked::Leave { reason: Some(WHY) };

/// What is due after some moves, and what they booked on 627, on the bank and in the till.
#[rstest]
#[case::taken_twice(&[charge(15), charge(5)], 20, [20, -20, 0])]
#[case::repaid_in_part(&[charge(15), repay(10)], 5, [5, -15, 10])]
#[case::the_rest_left(&[charge(15), repay(10), LEFT], 0, [5, -15, 10])]
#[case::and_asked_for_again(&[charge(15), repay(10), LEFT, UNDO], 5, [5, -15, 10])]
#[case::taken_by_mistake(&[charge(15), UNDO], 0, [0, 0, 0])]
fn a_charge_less_what_came_back_of_it(#[case] moves: &[FeesAsked], #[case] due: i64, #[case] booked: [i64; 3]) {
    let state = after(moves);
    let position = Booked::position(&state);
    let on = [Account::BankCharges, Account::Bank, Account::Cash].map(|account| position.on(&account));
    assert_eq!((state.fees_due(), on), (cents(due), booked));
}
