//! What each movement books, as tables of named cases.

use super::*;
use crate::{
    bank_credit::Recorded,
    context::{Activity, PaymentMeans},
    dossier::{
        Agreement, CardRecorded, CustomerPayment, DossierLine, LineKind, Opened, PaymentPurpose, Priced, TrackState,
        WrittenOff, WrittenOffShare,
    },
    ids::{BankCreditId, ChequeId, DossierId, PersonId, TextId},
    money::Cents,
    platform::PlatformCode,
};
use jiff::civil::date;
use rstest::rstest;
use uuid::Uuid;

const ORDERED: Date = date(2024, 2, 5);
const DELIVERED: Date = date(2024, 2, 9);
const TODAY: Date = date(2024, 2, 12);
const CHEQUE: ChequeId = ChequeId(Uuid::from_u128(9));

fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

/// 600 €: 20 € for the mandatory insurance, 380 € for Viamedis, 200 € for the customer.
fn sale(lines: Vec<DossierLine>) -> Vec<DossierEvent> {
    let viamedis = PlatformCode::parse("viamedis").unwrap();
    vec![
        DossierEvent::Opened(Opened {
            dossier: DossierId(Uuid::from_u128(2)),
            number: 187,
            year: 2024,
            person: PersonId(Uuid::from_u128(3)),
            activity: Activity::Optics,
            on: ORDERED,
            reference: None,
        }),
        DossierEvent::Priced(Priced {
            total_cents: cents(60_000),
            amo_share_cents: cents(2_000),
            amc_share_cents: vec![cents(38_000)],
            customer_share_cents: cents(20_000),
            lines,
        }),
        DossierEvent::CardRecorded(CardRecorded { rank: 1, operator: Some(viamedis), ..CardRecorded::default() }),
    ]
}

fn delivered() -> DossierEvent {
    DossierEvent::Delivered { on: DELIVERED }
}

fn paid(means: PaymentMeans, amount: i64, purpose: PaymentPurpose) -> DossierEvent {
    DossierEvent::CustomerPaid { payment: CustomerPayment { amount_cents: cents(amount), means, on: ORDERED, purpose } }
}

fn share(amount: i64) -> DossierEvent {
    paid(PaymentMeans::Card, amount, PaymentPurpose::CustomerShare)
}

fn moved(to: TrackState, amount: Option<i64>, covered: Option<i64>) -> DossierEvent {
    let agreement =
        covered.map(|covered| Agreement { reference: None, covered_cents: Some(cents(covered)), valid_until: None });
    DossierEvent::TrackMoved {
        rank: 1,
        from: TrackState::NotSent,
        to,
        request: None,
        bank_credit: None,
        agreement,
        amount_cents: amount.map(cents),
        reason: None,
        on: None,
    }
}

fn kept(booking: KeptChequeBooking) -> DossierEvent {
    DossierEvent::ChequeAttached { cheque: CHEQUE, rank: 1, covered_cents: cents(38_000), booking }
}

fn released(deposited: bool) -> DossierEvent {
    DossierEvent::ChequeReleased { cheque: CHEQUE, rank: 1, deposited }
}

fn unpaid() -> DossierEvent {
    DossierEvent::ChequeUnpaid { cheque: CHEQUE, rank: 1, on: DELIVERED }
}

fn written_off(customer: i64, share: i64) -> DossierEvent {
    let shares = vec![WrittenOffShare { rank: 1, amount_cents: cents(share) }];
    DossierEvent::WrittenOff(WrittenOff { customer_cents: cents(customer), shares, reason: TextId(Uuid::from_u128(8)) })
}

fn taken_back() -> DossierEvent {
    DossierEvent::WriteOffUndone { reason: TextId(Uuid::from_u128(8)) }
}

fn line(price: i64, vat_rate_bp: u32) -> DossierLine {
    let (item, unit_price_cents) = (LineKind::Frame, cents(price));
    DossierLine { item, quantity: 1, unit_price_cents, vat_rate_bp, class: None }
}

/// `411AMC/viamedis 380.00`, in the order of the accounts.
fn told(entry: Option<BooksEntry>) -> Vec<String> {
    let amounts = entry.map(|entry| entry.amounts).unwrap_or_default();
    let tell = |(account, amount): (&Account, i64)| {
        let part = match account {
            Account::Insurers(Some(code)) => format!("/{}", code.as_str()),
            Account::VatCollected(rate) => format!("/{rate}"),
            _ => String::new(),
        };
        format!("{}{part} {amount}", account.kind().number())
    };
    amounts.iter().map(tell).collect()
}

/// What the last of the events booked, after the sale and the others.
fn last(events: &[DossierEvent]) -> Option<BooksEntry> {
    let mut state = Dossier::default();
    let all = sale(Vec::new()).into_iter().chain(events.iter().cloned());
    all.map(|event| book(&mut state, &event, TODAY)).last().flatten()
}

const OFF: KeptChequeBooking = KeptChequeBooking::OffBooks;
const DEBT: KeptChequeBooking = KeptChequeBooking::AgainstDebt;

#[rstest]
#[case::nothing_is_sold_before_it_is_delivered(vec![], &[])]
#[case::delivered(
    vec![delivered()], &["411 20000", "411AMC/viamedis 38000", "411AMO 2000", "707TTC -60000"]
)]
#[case::an_advance(vec![share(5_000)], &["4191 -5000", "512 5000"])]
#[case::the_delivery_takes_the_advance(
    vec![share(5_000), delivered()],
    &["411 15000", "411AMC/viamedis 38000", "411AMO 2000", "4191 5000", "707TTC -60000"]
)]
#[case::his_share(vec![delivered(), share(20_000)], &["411 -20000", "512 20000"])]
#[case::in_cash(
    vec![delivered(), paid(PaymentMeans::Cash, 7_000, PaymentPurpose::CustomerShare)], &["411 -7000", "53 7000"]
)]
#[case::by_cheque(
    vec![delivered(), paid(PaymentMeans::Cheque, 7_000, PaymentPurpose::CustomerShare)], &["411 -7000", "5112 7000"]
)]
#[case::refused_it_is_the_customers(
    vec![delivered(), moved(TrackState::Refused, None, None)], &["411 38000", "411AMC/viamedis -38000"]
)]
#[case::agreed_for_less(
    vec![delivered(), moved(TrackState::Accepted, None, Some(30_000))], &["411 8000", "411AMC/viamedis -8000"]
)]
#[case::an_advice_is_no_money(vec![delivered(), moved(TrackState::Advised, Some(38_000), None)], &[])]
#[case::credited(
    vec![delivered(), moved(TrackState::Paid, Some(38_000), None)], &["411AMC/viamedis -38000", "471 38000"]
)]
#[case::credited_for_less(
    vec![delivered(), moved(TrackState::Paid, Some(35_000), None)],
    &["411 3000", "411AMC/viamedis -38000", "471 35000"]
)]
#[case::written_off(vec![delivered(), written_off(20_000, 38_000)], &["411 -20000", "411AMC/viamedis -38000", "654 58000"])]
#[case::written_off_and_taken_back(
    vec![delivered(), written_off(20_000, 38_000), taken_back()],
    &["411 20000", "411AMC/viamedis 38000", "654 -58000"]
)]
#[case::a_credit_lessens_the_loss(
    vec![delivered(), written_off(20_000, 38_000), moved(TrackState::Paid, Some(38_000), None)],
    &["471 38000", "654 -38000"]
)]
#[case::a_sale_never_delivered_is_no_loss(vec![written_off(20_000, 38_000)], &[])]
#[case::given_up(
    vec![delivered(), moved(TrackState::Withdrawn, None, None)], &["411AMC/viamedis -38000", "416 38000"]
)]
#[case::kept_in_custody(vec![delivered(), kept(OFF)], &[])]
#[case::kept_against_a_debt(vec![delivered(), kept(DEBT)], &["467 -38000", "5112 38000"])]
#[case::given_back(vec![delivered(), kept(DEBT), released(false)], &["467 38000", "5112 -38000"])]
#[case::given_back_from_custody(vec![delivered(), kept(OFF), released(false)], &[])]
#[case::claimed_by_the_customer_the_cheque_pays(
    vec![delivered(), kept(OFF), moved(TrackState::ClaimedByCustomer, None, None)],
    &["411AMC/viamedis -38000", "5112 38000"]
)]
#[case::deposited_after_a_refusal(
    vec![delivered(), kept(OFF), moved(TrackState::Refused, None, None), released(true)],
    &["411 -38000", "5112 38000"]
)]
#[case::deposited_after_a_refusal_out_of_the_debt(
    vec![delivered(), kept(DEBT), moved(TrackState::Refused, None, None), released(true)],
    &["411 -38000", "467 38000"]
)]
#[case::rejected_by_the_bank(
    vec![delivered(), kept(OFF), moved(TrackState::Refused, None, None), released(true), unpaid()],
    &["411 38000", "5112 -38000"]
)]
#[case::lost_while_it_was_kept_against_a_debt(vec![delivered(), kept(DEBT), unpaid()], &["467 38000", "5112 -38000"])]
#[case::lost_while_it_stood_for_a_claimed_share(
    vec![delivered(), kept(OFF), moved(TrackState::ClaimedByCustomer, None, None), unpaid()],
    &["411 38000", "5112 -38000"]
)]
#[case::handed_in_again(
    vec![delivered(), kept(OFF), moved(TrackState::Refused, None, None), released(true), unpaid(), released(true)],
    &["411 -38000", "5112 38000"]
)]
fn what_each_movement_books(#[case] events: Vec<DossierEvent>, #[case] expected: &[&str]) {
    assert_eq!(told(last(&events)), expected);
}

#[rstest]
#[case::delivery(vec![delivered()], DELIVERED)]
#[case::payment(vec![share(1)], ORDERED)]
#[case::what_says_no_day(vec![delivered(), kept(DEBT)], TODAY)]
fn on_which_day(#[case] events: Vec<DossierEvent>, #[case] expected: Date) {
    assert_eq!(last(&events).unwrap().on, expected);
}

#[rstest]
#[case::one_rate(vec![line(60_000, 2_000)], &["4457/2000 -10000", "707 -50000"])]
#[case::two_rates(
    vec![line(40_000, 2_000), line(20_000, 550)], &["4457/550 -1043", "4457/2000 -6667", "707 -52290"]
)]
#[case::each_line_rounds_by_itself(
    vec![line(20_001, 2_000), line(20_001, 2_000), line(19_998, 2_000)], &["4457/2000 -10001", "707 -49999"]
)]
#[case::lines_of_another_sum(vec![line(59_999, 2_000)], &["707TTC -60000"])]
fn the_tax_is_that_of_the_lines(#[case] lines: Vec<DossierLine>, #[case] expected: &[&str]) {
    let mut state = Dossier::fold(&sale(lines));
    let booked = told(book(&mut state, &delivered(), TODAY));
    let sold: Vec<&str> =
        booked.iter().map(String::as_str).filter(|line| line.starts_with("4457") || line.starts_with("707")).collect();
    assert_eq!(sold, expected);
}

#[test]
fn a_credit_waits_to_be_allocated() {
    let recorded = BankCreditEvent::Recorded(Recorded {
        bank_credit: BankCreditId(Uuid::from_u128(4)),
        amount_cents: cents(120_000),
        on: DELIVERED,
        payer: None,
        label: None,
        allocations: Vec::new(),
        statement: None,
    });
    let entry = book(&mut BankCredit::default(), &recorded, TODAY).unwrap();
    assert_eq!((entry.on, told(Some(entry))), (DELIVERED, vec!["471 -120000".to_owned(), "512 120000".to_owned()]));
}

#[test]
fn a_penalty_leaves_what_is_to_be_allocated() {
    let recorded = Recorded {
        bank_credit: BankCreditId(Uuid::from_u128(4)),
        amount_cents: cents(120_000),
        on: DELIVERED,
        payer: None,
        label: None,
        allocations: Vec::new(),
        statement: None,
    };
    let mut state = BankCredit::fold(&[BankCreditEvent::Recorded(recorded)]);
    let taken = BankCreditEvent::PenaltyTaken { amount_cents: cents(1_200) };
    assert_eq!(told(book(&mut state, &taken, TODAY)), ["471 1200", "758 -1200"]);
}

#[test]
fn the_balance_stops_at_its_day_and_ties() {
    let mut trial = TrialBalance::default();
    let mut state = Dossier::fold(&sale(Vec::new()));
    for event in [share(5_000), delivered(), kept(DEBT), released(false)] {
        book(&mut state, &event, TODAY).iter().for_each(|entry| trial.take(entry));
    }
    let of = |day| {
        let lines = trial.up_to(day);
        let sum = |side: fn(&TrialLine) -> i64| lines.iter().map(side).sum::<i64>();
        assert_eq!(sum(|line| line.debit_cents), sum(|line| line.credit_cents));
        lines
            .iter()
            .map(|line| format!("{} {}", line.account.kind().number(), line.balance_cents()))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(date(2024, 2, 4)), Vec::<String>::new());
    assert_eq!(of(ORDERED), ["4191 -5000", "512 5000"]);
    assert_eq!(
        of(TODAY),
        ["411 15000", "411AMC 38000", "411AMO 2000", "4191 0", "467 0", "5112 0", "512 5000", "707TTC -60000"]
    );
}
