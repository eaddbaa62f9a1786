//! The acompte: what may be received, what it pays, what it bears, what goes back, and where it stands on the accounts.

use super::*;
use crate::{
    books::{Account, Booked},
    circuit::InvoiceNumber,
};
use rstest::rstest;

const SIX_MONTHS_LATER: Date = date(2024, 8, 5);

fn terms() -> InterestTerms {
    InterestTerms {
        after_months: 3,
        rates: vec![(date(2024, 1, 1), Some(date(2024, 6, 30)), 800), (date(2024, 7, 1), None, 1_000)],
    }
}

fn acompte(amount: i64) -> DownPaymentReceived {
    DownPaymentReceived {
        number: 1,
        year: 2024,
        amount_cents: cents(amount),
        means: PaymentMeans::Card,
        on: TODAY,
        invoice: InvoiceNumber::parse("AC-1").unwrap(),
        made_to_order: false,
        vat_rate_bp: None,
    }
}

fn receives(received: DownPaymentReceived) -> DossierCommand {
    DossierCommand::ReceiveDownPayment { received, limits: Limits::default() }
}

fn imputes(amount: i64, purpose: PaymentPurpose) -> DossierCommand {
    DossierCommand::AllocateDownPayment { down_payment: 1, purpose, amount_cents: cents(amount), on: TODAY }
}

fn rendered(amount: i64, on: Date) -> DossierCommand {
    DossierCommand::RefundDownPayment {
        down_payment: 1,
        amount_cents: cents(amount),
        means: PaymentMeans::Transfer,
        on,
        limits: Limits::default(),
        terms: terms(),
    }
}

/// On a later day.
fn later(state: &Dossier, command: DossierCommand, today: Date) -> Result<Vec<DossierEvent>, Refusal> {
    decide(state, command, &Context { today, ..context() })
}

fn holding(amount: i64) -> Dossier {
    after(plain(), [receives(acompte(amount))])
}

#[rstest]
#[case::of_his_own_share(plain(), acompte(10_000), None)]
#[case::of_all_he_may_come_to_owe(plain(), acompte(48_000), None)]
#[case::a_cent_more(plain(), acompte(48_001), Some(Refusal::MoreThanDue { due_cents: 48_000 }))]
#[case::nothing(plain(), acompte(0), Some(Refusal::AmountNotPositive))]
#[case::tomorrow(plain(), DownPaymentReceived { on: TOMORROW, ..acompte(100) }, Some(Refusal::DateInFuture))]
#[case::beside_another(holding(40_000), acompte(8_001), Some(Refusal::MoreThanDue { due_cents: 8_000 }))]
#[case::beside_a_cheque(
    after(plain(), [attached(7, 1, 38_000)]),
    acompte(10_001),
    Some(Refusal::MoreThanDue { due_cents: 10_000 })
)]
#[case::once_delivered(
    after(plain(), [DossierCommand::Deliver { on: TODAY }]),
    acompte(100),
    Some(Refusal::AlreadyDelivered)
)]
#[case::too_much_cash(
    sale(&[150_000], 10_000),
    DownPaymentReceived { means: PaymentMeans::Cash, ..acompte(100_001) },
    Some(Refusal::CashAboveLimit { limit_cents: 100_000 })
)]
fn an_acompte_is_received(
    #[case] state: Dossier,
    #[case] received: DownPaymentReceived,
    #[case] refused: Option<Refusal>,
) {
    assert_eq!(decided(&state, receives(received)).err(), refused);
}

#[test]
fn cash_of_an_acompte_counts_with_the_rest() {
    let cash = DownPaymentReceived { means: PaymentMeans::Cash, ..acompte(95_000) };
    let state = after(sale(&[150_000], 10_000), [receives(cash)]);
    let payment = CustomerPayment {
        amount_cents: cents(5_001),
        means: PaymentMeans::Cash,
        on: TODAY,
        purpose: PaymentPurpose::CustomerShare,
    };
    let pays = DossierCommand::RecordCustomerPayment { payment, limits: Limits::default() };
    assert_eq!(decided(&state, pays), Err(Refusal::CashAboveLimit { limit_cents: 100_000 }));
}

#[rstest]
#[case::his_share(4_000, PaymentPurpose::CustomerShare, None)]
#[case::more_than_is_held(5_001, PaymentPurpose::CustomerShare, Some(Refusal::MoreThanDue { due_cents: 5_000 }))]
#[case::a_share_the_insurer_is_asked_for(1, PaymentPurpose::AmcShareAdvanced, Some(Refusal::WayHasEffects))]
#[case::no_difference(1, PaymentPurpose::Difference, Some(Refusal::MoreThanDue { due_cents: 0 }))]
#[case::nothing(0, PaymentPurpose::CustomerShare, Some(Refusal::AmountNotPositive))]
fn what_is_held_pays_what_is_due(
    #[case] amount: i64,
    #[case] purpose: PaymentPurpose,
    #[case] refused: Option<Refusal>,
) {
    assert_eq!(decided(&holding(5_000), imputes(amount, purpose)).err(), refused);
}

#[test]
fn an_imputation_is_taken_back_and_never_twice() {
    let state = after(holding(5_000), [imputes(4_000, PaymentPurpose::CustomerShare)]);
    assert_eq!((state.customer_share_due().get(), state.down_payments_held().get()), (6_000, 1_000));
    let release = |amount| DossierCommand::ReleaseDownPayment {
        down_payment: 1,
        purpose: PaymentPurpose::CustomerShare,
        amount_cents: cents(amount),
    };
    assert_eq!(decided(&state, release(4_001)), Err(Refusal::MoreThanDue { due_cents: 4_000 }));
    let state = after(state, [release(4_000)]);
    assert_eq!((state.customer_share_due().get(), state.down_payments_held().get()), (10_000, 5_000));
    assert_eq!(decided(&state, release(1)), Err(Refusal::MoreThanDue { due_cents: 0 }));
}

/// At the delivery what is held pays his share, then what he claims back himself; what is left waits to go back.
#[rstest]
#[case::less_than_his_share(plain(), 4_000, (6_000, 0, 0))]
#[case::more_than_his_share(plain(), 12_000, (0, 0, 2_000))]
#[case::he_advances(after(plain(), [way(Way::CustomerAdvances)]), 30_000, (0, 18_000, 0))]
fn the_delivery_imputes(#[case] state: Dossier, #[case] amount: i64, #[case] expected: (i64, i64, i64)) {
    let state = after(state, [receives(acompte(amount)), DossierCommand::Deliver { on: TODAY }]);
    let stands = (state.customer_share_due().get(), state.advance_due().get(), state.down_payments_held().get());
    assert_eq!(stands, expected);
    assert!(!state.is_settled(), "an insurer's share, or what is held, is still open");
}

/// 100 € from 5 May: at 8 % until the end of June, 57 days, then at 10 %, 35 days.
#[rstest]
#[case::within_three_months(date(2024, 5, 5), 0)]
#[case::a_day_after(date(2024, 5, 6), 2)]
#[case::over_two_rates(SIX_MONTHS_LATER, 221)]
fn it_bears_interest_after_three_months(#[case] until: Date, #[case] expected: i64) {
    let state = holding(10_000);
    let accrued = state.down_payments[0].accrued(until, &terms());
    assert_eq!(accrued.map_or(0, |(_, amount, _)| amount.get()), expected);
    let made = after(plain(), [receives(DownPaymentReceived { made_to_order: true, ..acompte(10_000) })]);
    assert_eq!(made.down_payments[0].accrued(until, &terms()), None, "made to order on a quote");
}

#[test]
fn the_interest_goes_back_with_it_and_stops_at_the_delivery() {
    let state = holding(10_000);
    let refused = later(&state, rendered(10_222, SIX_MONTHS_LATER), SIX_MONTHS_LATER);
    assert_eq!(refused, Err(Refusal::MoreThanDue { due_cents: 10_221 }));
    let mut given = state.clone();
    let events = later(&state, rendered(10_221, SIX_MONTHS_LATER), SIX_MONTHS_LATER).unwrap();
    assert!(matches!(events[0], DossierEvent::DownPaymentInterest { rate_bp: 1_000, .. }), "{events:?}");
    events.iter().for_each(|event| given.apply(event));
    assert_eq!(given.down_payments_held(), Cents::ZERO);
    // Delivered within three months, what is left bears nothing, however late it goes back.
    let delivered = after(state, [DossierCommand::Deliver { on: TODAY }]);
    let granted =
        later(&delivered, DossierCommand::GrantInterest { until: SIX_MONTHS_LATER, terms: terms() }, SIX_MONTHS_LATER);
    assert_eq!(granted, Ok(Vec::new()));
}

#[test]
fn one_recorded_by_mistake_is_corrected_while_nothing_came_of_it() {
    let reverse = || DossierCommand::ReverseDownPayment { down_payment: 1 };
    let used = after(holding(5_000), [imputes(1, PaymentPurpose::CustomerShare)]);
    assert_eq!(decided(&used, reverse()), Err(Refusal::ChangedSince));
    let state = after(holding(5_000), [reverse()]);
    assert_eq!((state.down_payments_held(), state.position().is_empty()), (Cents::ZERO, true));
    assert_eq!(decided(&state, reverse()), Err(Refusal::UnknownDownPayment));
    assert_eq!(decided(&state, rendered(1, TODAY)), Err(Refusal::UnknownDownPayment));
}

/// Pattern 4: 4191 on the receipt, the customer's on the delivery; its VAT where the practice chose to book it.
#[test]
fn where_it_stands_on_the_accounts() {
    let with_vat = DownPaymentReceived { vat_rate_bp: Some(2_000), ..acompte(6_000) };
    let mut state = after(plain(), [receives(with_vat)]);
    let on = |state: &Dossier, account: &Account| state.position().on(account);
    let vat = (Account::VatToSettle(2_000), Account::VatCollected(2_000));
    assert_eq!((on(&state, &Account::Bank), on(&state, &Account::CustomerAdvances)), (6_000, -6_000));
    assert_eq!((on(&state, &vat.0), on(&state, &vat.1)), (1_000, -1_000));
    state = after(state, [DossierCommand::Deliver { on: TODAY }]);
    assert_eq!((on(&state, &Account::CustomerAdvances), on(&state, &Account::Customers)), (0, 4_000));
    assert_eq!((on(&state, &vat.0), on(&state, &vat.1)), (0, 0), "the sale books its own");
    let total: i64 = state.position().iter().map(|(_, amount)| amount).sum();
    assert_eq!(total, 0);
}

/// Half of 100 € goes back a month after it began to bear; the other half goes on bearing until it does.
#[test]
fn what_stays_held_bears_on_after_a_part_went_back() {
    let (first, second) = (date(2024, 6, 5), date(2024, 8, 5));
    let mut state = holding(10_000);
    for event in later(&state, rendered(5_000, first), first).unwrap() {
        state.apply(&event);
    }
    // 31 days of 100 €, then 26 days at 8 % and 35 at 10 % of 50 €.
    assert_eq!(state.down_payments[0].interest_cents.get(), 68);
    let (_, due, _) = state.down_payments[0].accrued(second, &terms()).unwrap();
    assert_eq!(due.get(), 76);
}

#[test]
fn cash_given_back_counts_whichever_way_it_goes() {
    let cash = |amount| DossierCommand::RefundDownPayment {
        down_payment: 1,
        amount_cents: cents(amount),
        means: PaymentMeans::Cash,
        on: TODAY,
        limits: Limits::default(),
        terms: terms(),
    };
    let state = after(sale(&[150_000], 10_000), [receives(acompte(130_000)), cash(90_000)]);
    assert_eq!(decided(&state, cash(10_001)), Err(Refusal::CashAboveLimit { limit_cents: 100_000 }));
    let refunded = DossierEvent::CustomerRefunded { amount_cents: cents(1), means: PaymentMeans::Cash, on: TODAY };
    let mut other = after(sale(&[150_000], 10_000), [receives(acompte(130_000))]);
    other.apply(&refunded);
    assert_eq!(decided(&other, cash(100_000)), Err(Refusal::CashAboveLimit { limit_cents: 100_000 }));
}

#[test]
fn what_was_never_delivered_is_not_given_up_while_an_acompte_pays_his_share() {
    let state = after(holding(5_000), [imputes(5_000, PaymentPurpose::CustomerShare)]);
    let owner = Context { role: crate::context::Role::Owner, ..context() };
    let gives_up = || DossierCommand::WriteOff { reason: TextId(id(77)), look: alone() };
    assert_eq!(decide(&state, gives_up(), &owner), Err(Refusal::MoneyToGiveBack { cents: 5_000 }));
    let mut given_up = plain();
    for event in decide(&given_up, gives_up(), &owner).unwrap() {
        given_up.apply(&event);
    }
    assert_eq!(decided(&given_up, receives(acompte(100))), Err(Refusal::WrittenOff));
}
