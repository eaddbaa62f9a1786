//! Whose each share is and since when, as a table of named cases; and each tied with the books.

use super::*;
use crate::{
    context::PaymentMeans,
    dossier::{Agreement, CardRecorded, CustomerPayment, DossierEvent, Opened, PaymentPurpose, Priced},
    ids::{DossierId, PersonId},
    money::Cents,
    stream::Stream,
};
use jiff::civil::date;
use rstest::rstest;
use uuid::Uuid;

const OPENED: Date = date(2024, 2, 5);
const DELIVERED: Date = date(2024, 2, 9);

fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

/// 600 €: 20 € for the mandatory insurance, 300 € and 80 € for two insurers, 200 € for the customer.
fn sale(then: Vec<DossierEvent>) -> Dossier {
    let card = |rank, operator: &str| {
        let operator = PlatformCode::parse(operator).ok();
        let amc_number = Some(AmcNumber::parse("0986402170").unwrap());
        DossierEvent::CardRecorded(CardRecorded { rank, operator, amc_number, ..CardRecorded::default() })
    };
    let opened = Opened {
        dossier: DossierId(Uuid::from_u128(2)),
        number: 187,
        year: 2024,
        person: PersonId(Uuid::from_u128(3)),
        activity: Activity::Optics,
        on: OPENED,
        reference: None,
    };
    let priced = Priced {
        total_cents: cents(60_000),
        amo_share_cents: cents(2_000),
        amc_share_cents: vec![cents(30_000), cents(8_000)],
        customer_share_cents: cents(20_000),
        lines: Vec::new(),
    };
    let begun =
        vec![DossierEvent::Opened(opened), DossierEvent::Priced(priced), card(1, "viamedis"), card(2, "almerys")];
    Dossier::fold(&begun.into_iter().chain(then).collect::<Vec<_>>())
}

fn delivered() -> DossierEvent {
    DossierEvent::Delivered { on: DELIVERED }
}

fn moved(rank: u8, to: TrackState, amount: Option<i64>, covered: Option<i64>) -> DossierEvent {
    let covered_cents = covered.map(cents);
    DossierEvent::TrackMoved {
        rank,
        from: TrackState::NotSent,
        to,
        request: None,
        bank_credit: None,
        agreement: covered_cents.map(|_| Agreement { reference: None, covered_cents, valid_until: None }),
        amount_cents: amount.map(cents),
        reason: None,
        on: None,
    }
}

fn paid(amount: i64, purpose: PaymentPurpose) -> DossierEvent {
    let payment = CustomerPayment { amount_cents: cents(amount), means: PaymentMeans::Card, on: OPENED, purpose };
    DossierEvent::CustomerPaid { payment }
}

/// `viamedis 30000`, `customer 20000`, `doubtful 8000`.
fn told(dossier: &Dossier) -> Vec<String> {
    let tell = |one: &Standing| {
        let who = match (one.debtor, &one.operator) {
            (Debtor::Insurer, Some(operator)) => operator.as_str().to_owned(),
            (Debtor::Insurer, None) => "insurer".to_owned(),
            (Debtor::Customer, _) => "customer".to_owned(),
            (Debtor::CustomerCredit, _) => "to give back".to_owned(),
            (Debtor::Doubtful, _) => "doubtful".to_owned(),
            (Debtor::MandatoryInsurance, _) => format!("mandatory insurance paid {}, owes", one.paid_cents),
        };
        format!("{who} {}", one.cents)
    };
    standings(dossier).iter().map(tell).collect()
}

#[rstest]
#[case::nothing_before_the_delivery(vec![paid(5_000, PaymentPurpose::CustomerShare)], &[])]
#[case::delivered(vec![delivered()], &["viamedis 30000", "almerys 8000", "customer 20000"])]
#[case::the_customer_paid(
    vec![paid(20_000, PaymentPurpose::CustomerShare), delivered()], &["viamedis 30000", "almerys 8000"]
)]
#[case::refused_it_is_the_customers(
    vec![delivered(), moved(2, TrackState::Refused, None, None)], &["viamedis 30000", "customer 28000"]
)]
#[case::agreed_for_less(
    vec![delivered(), moved(1, TrackState::Accepted, None, Some(25_000))],
    &["viamedis 25000", "almerys 8000", "customer 25000"]
)]
#[case::an_advice_is_no_money(
    vec![delivered(), moved(1, TrackState::Advised, Some(30_000), None)],
    &["viamedis 30000", "almerys 8000", "customer 20000"]
)]
#[case::paid_it_is_no_debt_any_more(
    vec![delivered(), moved(1, TrackState::Paid, Some(30_000), None)],
    &["viamedis 0", "almerys 8000", "customer 20000"]
)]
#[case::paid_before_the_delivery(vec![moved(1, TrackState::Paid, Some(30_000), None)], &["viamedis -30000"])]
#[case::given_up(
    vec![delivered(), moved(2, TrackState::Withdrawn, None, None)],
    &["viamedis 30000", "doubtful 8000", "customer 20000"]
)]
#[case::the_mandatory_insurance_is_counted_once_it_paid(
    vec![delivered(), DossierEvent::AmoPaid { on: DELIVERED }],
    &["viamedis 30000", "almerys 8000", "mandatory insurance paid 2000, owes 0", "customer 20000"]
)]
#[case::paid_twice_is_given_back(
    vec![
        delivered(),
        paid(20_000, PaymentPurpose::CustomerShare),
        moved(2, TrackState::Refused, None, None),
        paid(8_000, PaymentPurpose::Difference),
        moved(1, TrackState::Paid, Some(30_000), None),
        moved(2, TrackState::Paid, Some(8_000), None),
    ],
    &["viamedis 0", "almerys 0", "to give back -8000"]
)]
fn whose_each_share_is(#[case] events: Vec<DossierEvent>, #[case] expected: &[&str]) {
    let dossier = sale(events);
    assert_eq!(untied(&dossier), None);
    let found = told(&dossier);
    assert_eq!(found, expected);
}

#[test]
fn since_the_delivery_and_known_to_the_payer_once_transmitted() {
    let transmitted = crate::circuit::Transmitted {
        rank: 1,
        from: None,
        import: None,
        opened: false,
        twice: false,
        lot: None,
        invoice: None,
        amount_cents: None,
        on: Some(date(2024, 2, 12)),
    };
    let all = standings(&sale(vec![delivered(), DossierEvent::Transmitted(transmitted)]));
    let days: Vec<(Date, Date)> = all.iter().map(|one| (one.since, one.claimed_on)).collect();
    let (first, later) = ((DELIVERED, date(2024, 2, 12)), (DELIVERED, DELIVERED));
    assert_eq!(days, [first, later, later]);
    assert_eq!(all[0].payer.as_ref().map(AmcNumber::as_str), Some("0986402170"));
}
