//! The customer's money: what he may pay, what a cheque may cover, what is due, what is given back, what is settled.

use super::*;
use PaymentPurpose::{AmcShareAdvanced as Advance, CustomerShare, Difference};
use rstest::rstest;

const REFUSED: TrackState = TrackState::Refused;

#[rstest]
#[case::his_share(vec![], pays(10_000, CustomerShare), Ok(()))]
#[case::a_cent_more(vec![], pays(10_001, CustomerShare), Err(Refusal::MoreThanDue { due_cents: 10_000 }))]
#[case::the_rest(vec![pays(6_000, CustomerShare)], pays(4_001, CustomerShare), Err(Refusal::MoreThanDue { due_cents: 4_000 }))]
#[case::nothing(vec![], pays(0, CustomerShare), Err(Refusal::AmountNotPositive))]
#[case::an_advance_nobody_asked_for(vec![], pays(38_000, Advance), Err(Refusal::WayHasEffects))]
#[case::an_advance(vec![way(Way::CustomerAdvances)], pays(38_000, Advance), Ok(()))]
#[case::an_advance_after_a_conversion(vec![moved(1, TrackState::ClaimedByCustomer)], pays(38_000, Advance), Ok(()))]
#[case::an_advance_and_a_cent(
    vec![way(Way::CustomerAdvances)], pays(38_001, Advance), Err(Refusal::MoreThanDue { due_cents: 38_000 })
)]
#[case::no_difference(vec![], pays(1, Difference), Err(Refusal::MoreThanDue { due_cents: 0 }))]
#[case::a_difference(vec![credited(1, 35_000)], pays(3_000, Difference), Ok(()))]
#[case::a_difference_and_a_cent(
    vec![credited(1, 35_000)], pays(3_001, Difference), Err(Refusal::MoreThanDue { due_cents: 3_000 })
)]
#[case::a_difference_his_cheque_paid(
    vec![moved(1, REFUSED), attached(9, 1, 38_000), deposited(9, 1)],
    pays(1, Difference),
    Err(Refusal::MoreThanDue { due_cents: 0 })
)]
fn he_pays_what_he_owes(
    #[case] before: Vec<DossierCommand>,
    #[case] command: DossierCommand,
    #[case] expected: Result<(), Refusal>,
) {
    assert_eq!(decided(&after(plain(), before), command).map(drop), expected);
}

fn pays_by(means: PaymentMeans, amount: i64, on: Date) -> DossierCommand {
    let payment = CustomerPayment { amount_cents: cents(amount), means, on, purpose: CustomerShare };
    DossierCommand::RecordCustomerPayment { payment, limits: Limits::default() }
}

#[rstest]
#[case::at_the_limit(PaymentMeans::Cash, 100_000, Ok(()))]
#[case::above_it(PaymentMeans::Cash, 100_001, Err(Refusal::CashAboveLimit { limit_cents: 100_000 }))]
#[case::by_card(PaymentMeans::Card, 150_000, Ok(()))]
fn cash_has_a_limit(#[case] means: PaymentMeans, #[case] amount: i64, #[case] expected: Result<(), Refusal>) {
    let dear = sale(&[10_000], 150_000);
    assert_eq!(decided(&dear, pays_by(means, amount, TODAY)).map(drop), expected);
    let begun = after(dear, [pays_by(PaymentMeans::Cash, 1, TODAY)]);
    let once_more = decided(&begun, pays_by(means, amount - 1, TODAY)).map(drop);
    assert_eq!(once_more, expected, "the cash of a sale adds up");
}

#[test]
fn nobody_pays_tomorrow() {
    assert_eq!(decided(&plain(), pays_by(PaymentMeans::Card, 1, TOMORROW)), Err(Refusal::DateInFuture));
}

#[rstest]
#[case::whole(vec![], attached(9, 1, 38_000), Ok(()))]
#[case::two_halves(vec![attached(8, 1, 19_000)], attached(9, 1, 19_000), Ok(()))]
#[case::a_cent_more(vec![], attached(9, 1, 38_001), Err(Refusal::ChequeAmountDiffers { expected_cents: 38_000 }))]
#[case::twice(vec![attached(8, 1, 38_000)], attached(9, 1, 1), Err(Refusal::ChequeAmountDiffers { expected_cents: 0 }))]
#[case::nothing(vec![], attached(9, 1, 0), Err(Refusal::AmountNotPositive))]
#[case::no_such_share(vec![], attached(9, 2, 1), Err(Refusal::UnknownTrack))]
#[case::paid_by_the_insurer(vec![credited(1, 38_000)], attached(9, 1, 1), Err(Refusal::AmcSharePaid))]
#[case::advanced_by_card(
    vec![way(Way::CustomerAdvances), pays(38_000, Advance)],
    attached(9, 1, 1),
    Err(Refusal::ChequeAmountDiffers { expected_cents: 0 })
)]
#[case::paid_by_a_cheque_before(
    vec![moved(1, REFUSED), attached(8, 1, 38_000), deposited(8, 1)],
    attached(9, 1, 1),
    Err(Refusal::ChequeAmountDiffers { expected_cents: 0 })
)]
#[case::the_former_went_back(vec![attached(8, 1, 38_000), released(8, 1)], attached(9, 1, 38_000), Ok(()))]
fn cheques_cover_the_share_and_no_more(
    #[case] before: Vec<DossierCommand>,
    #[case] command: DossierCommand,
    #[case] expected: Result<(), Refusal>,
) {
    assert_eq!(decided(&after(plain(), before), command).map(drop), expected);
}

#[rstest]
#[case::not_held(vec![], Err(Refusal::ChequeNotKept))]
#[case::held(vec![attached(9, 1, 38_000)], Ok(()))]
#[case::refused(vec![attached(9, 1, 38_000), moved(1, REFUSED)], Ok(()))]
#[case::paid_by_the_insurer(vec![attached(9, 1, 38_000), credited(1, 38_000)], Err(Refusal::AmcSharePaid))]
#[case::paid_by_card(
    vec![attached(9, 1, 38_000), moved(1, REFUSED), pays(38_000, Difference)],
    Err(Refusal::MoreThanDue { due_cents: 0 })
)]
#[case::advanced_by_card(
    vec![way(Way::ChequeDepositedLater), attached(9, 1, 38_000), pays(38_000, Advance)],
    Err(Refusal::MoreThanDue { due_cents: 0 })
)]
#[case::partly_paid_by_card(
    vec![attached(9, 1, 38_000), moved(1, REFUSED), pays(8_000, Difference)],
    Err(Refusal::MoreThanDue { due_cents: 30_000 })
)]
#[case::the_second_of_two(
    vec![way(Way::ChequeDepositedLater), attached(8, 1, 20_000), attached(9, 1, 18_000), deposited(8, 1)],
    Ok(())
)]
fn a_cheque_is_deposited_for_what_is_open(#[case] before: Vec<DossierCommand>, #[case] expected: Result<(), Refusal>) {
    let state = after(plain(), before);
    assert_eq!(decided(&state, deposited(9, 1)).map(drop), expected);
}

/// What is due after these, of the insurers' shortfall and of what he claims himself, and what he paid beyond.
#[rstest]
#[case::claimed(vec![way(Way::CustomerAdvances)], 0, 38_000, 0)]
#[case::claimed_and_half_paid(vec![way(Way::CustomerAdvances), pays(8_000, Advance)], 0, 30_000, 0)]
#[case::claimed_and_deposited(vec![way(Way::ChequeDepositedLater), attached(9, 1, 38_000), deposited(9, 1)], 0, 0, 0)]
#[case::refused_and_deposited(vec![attached(9, 1, 38_000), moved(1, REFUSED), deposited(9, 1)], 0, 0, 0)]
#[case::withdrawn_and_nothing_promised(vec![moved(1, TrackState::Withdrawn)], 0, 0, 0)]
#[case::withdrawn_with_a_cheque(vec![attached(9, 1, 38_000), moved(1, TrackState::Withdrawn)], 38_000, 0, 0)]
#[case::deposited_by_the_owner_then_paid(vec![attached(9, 1, 38_000), deposited(9, 1), credited(1, 38_000)], 0, 0, 38_000)]
#[case::deposited_by_the_owner_then_agreed_for_less(
    vec![attached(9, 1, 30_000), deposited(9, 1), agreed(1, Some(2_000))], 6_000, 0, 0
)]
#[case::refused_paid_then_paid_by_the_insurer(
    vec![moved(1, REFUSED), pays(38_000, Difference), credited(1, 38_000)], 0, 0, 38_000
)]
#[case::advanced_then_paid_by_the_insurer(
    vec![way(Way::CustomerAdvances), pays(38_000, Advance), credited(1, 30_000)], 0, 0, 30_000
)]
fn what_is_due_and_what_is_owed_back(
    #[case] before: Vec<DossierCommand>,
    #[case] difference: i64,
    #[case] advance: i64,
    #[case] beyond: i64,
) {
    let state = after(plain(), before);
    let due = (state.difference_due(), state.advance_due(), state.overpaid());
    assert_eq!(due, (cents(difference), cents(advance), cents(beyond)));
}

/// Two insurers: the money of one share is never that of the other.
#[test]
fn each_share_has_its_own_money() {
    let both = sale(&[20_000, 18_000], 0);
    let held = after(both, [attached(8, 1, 20_000), attached(9, 2, 18_000)]);
    let mixed = after(held.clone(), [moved(1, REFUSED), credited(2, 18_000)]);
    let facts = |state: &Dossier, rank| state.track_facts(rank).map(|f| (f.difference_due_cents, f.advanced_cents));
    assert_eq!(facts(&mixed, 1), Some((cents(20_000), Cents::ZERO)));
    assert_eq!(facts(&mixed, 2), Some((Cents::ZERO, Cents::ZERO)), "the second share is paid, whatever the first owes");

    let claimed = [claimed(1, &[8]), claimed(2, &[9])];
    let paid = after(held, claimed.into_iter().chain([pays(20_000, Advance)]));
    assert_eq!(facts(&paid, 1), Some((Cents::ZERO, cents(20_000))), "the first cheque is free");
    assert_eq!(facts(&paid, 2), Some((Cents::ZERO, Cents::ZERO)), "the second stands for what is still due");
    let back = after(paid, [released(8, 1)]);
    assert_eq!(facts(&back, 2), Some((Cents::ZERO, Cents::ZERO)), "the same money frees one cheque, once");
    // A cent from the bank on the first share frees a cent, and does not lend the money of that share to the second.
    let credited = after(back, [credited(1, 1)]);
    assert_eq!(facts(&credited, 2), Some((Cents::ZERO, cents(1))));
}

fn refund(amount: i64, on: Date) -> DossierCommand {
    refunded_by(PaymentMeans::Transfer, amount, on)
}

fn refunded_by(means: PaymentMeans, amount: i64, on: Date) -> DossierCommand {
    DossierCommand::RefundCustomer { amount_cents: cents(amount), means, on, limits: Limits::default() }
}

#[rstest]
#[case::all(refund(38_000, TODAY), Ok(()))]
#[case::part(refund(1, TODAY), Ok(()))]
#[case::a_cent_more(refund(38_001, TODAY), Err(Refusal::MoreThanDue { due_cents: 38_000 }))]
#[case::nothing(refund(0, TODAY), Err(Refusal::AmountNotPositive))]
#[case::tomorrow(refund(1, TOMORROW), Err(Refusal::DateInFuture))]
fn what_was_paid_beyond_is_given_back(#[case] command: DossierCommand, #[case] expected: Result<(), Refusal>) {
    let state = after(plain(), [moved(1, REFUSED), pays(38_000, Difference), credited(1, 38_000)]);
    assert_eq!(decided(&state, command).map(drop), expected);
}

/// The limit on cash holds for what a professional pays, too.
#[rstest]
#[case::at_the_limit(PaymentMeans::Cash, 100_000, Ok(()))]
#[case::above_it(PaymentMeans::Cash, 100_001, Err(Refusal::CashAboveLimit { limit_cents: 100_000 }))]
#[case::by_transfer(PaymentMeans::Transfer, 150_000, Ok(()))]
fn cash_given_back_has_a_limit(
    #[case] means: PaymentMeans,
    #[case] amount: i64,
    #[case] expected: Result<(), Refusal>,
) {
    let paid_twice = [attached(9, 1, 150_000), deposited(9, 1), credited(1, 150_000)];
    let dear = after(sale(&[150_000], 0), paid_twice);
    assert_eq!(decided(&dear, refunded_by(means, amount, TODAY)).map(drop), expected);
    let begun = after(dear, [refunded_by(PaymentMeans::Cash, 1, TODAY)]);
    let once_more = decided(&begun, refunded_by(means, amount - 1, TODAY)).map(drop);
    assert_eq!(once_more, expected, "the cash of a sale adds up");
}

#[test]
fn a_payment_is_corrected_once_and_not_after_it_was_given_back() {
    let payment = |amount| CustomerPayment {
        amount_cents: cents(amount),
        means: PaymentMeans::Card,
        on: TODAY,
        purpose: Difference,
    };
    let reverse = |amount| DossierCommand::ReverseCustomerPayment { payment: payment(amount) };
    let paid = after(plain(), [moved(1, REFUSED), pays(38_000, Difference)]);
    assert_eq!(decided(&paid, reverse(37_000)), Err(Refusal::MoreThanDue { due_cents: 0 }));
    let corrected = after(paid.clone(), [reverse(38_000)]);
    assert_eq!(corrected.difference_due(), cents(38_000));
    assert_eq!(decided(&corrected, reverse(38_000)), Err(Refusal::MoreThanDue { due_cents: 0 }));
    let refunded = after(paid, [credited(1, 38_000), refund(38_000, TODAY)]);
    assert_eq!(decided(&refunded, reverse(38_000)), Err(Refusal::MoreThanDue { due_cents: 0 }));
}

#[rstest]
#[case::nothing_happened(vec![], false)]
#[case::all_paid(vec![pays(10_000, CustomerShare), credited(1, 38_000)], true)]
#[case::his_share_is_due(vec![credited(1, 38_000)], false)]
#[case::advised(vec![pays(10_000, CustomerShare), moved(1, TrackState::Advised)], false)]
#[case::paid_for_less(vec![pays(10_000, CustomerShare), credited(1, 35_000)], false)]
#[case::paid_for_less_and_completed(
    vec![pays(10_000, CustomerShare), credited(1, 35_000), pays(3_000, Difference)], true
)]
#[case::a_cheque_is_still_here(vec![pays(10_000, CustomerShare), attached(9, 1, 38_000), credited(1, 38_000)], false)]
#[case::claimed_and_unpaid(vec![pays(10_000, CustomerShare), way(Way::CustomerAdvances)], false)]
#[case::claimed_and_advanced(
    vec![pays(10_000, CustomerShare), way(Way::CustomerAdvances), pays(38_000, Advance)], true
)]
#[case::claimed_and_deposited(
    vec![pays(10_000, CustomerShare), way(Way::ChequeDepositedLater), attached(9, 1, 38_000), deposited(9, 1)], true
)]
#[case::paid_twice(
    vec![pays(10_000, CustomerShare), attached(9, 1, 38_000), deposited(9, 1), credited(1, 38_000)], false
)]
#[case::paid_twice_and_given_back(
    vec![
        pays(10_000, CustomerShare), attached(9, 1, 38_000), deposited(9, 1), credited(1, 38_000), refund(38_000, TODAY),
    ],
    true
)]
fn settled_is_when_nobody_owes_anybody(#[case] before: Vec<DossierCommand>, #[case] expected: bool) {
    assert_eq!(after(plain(), before).is_settled(), expected);
}
