//! Pilotage: what the practice is owed ties with the books, is the sum of the dossiers behind it, and is what an independent
//! count of the dossiers finds; who pays late owes what the dated rules say.

use std::collections::BTreeMap;

use relais_domain::books::AccountKind;
use relais_domain::context::Activity;
use relais_domain::dossier::{Dossier, TrackState, Way};
use relais_domain::ids::DossierId;
use relais_domain::owed::Debtor;
use relais_storage::rows::Page;
use relais_usecases::contract::{
    AllocationView, ExportPilotageRequest, Moment, Nothing, OpenDossierRequest, OwedLine, PenaltyRule,
    PilotageDossiers, PilotageDossiersRequest, PilotageFilter, PilotagePart, PilotageScope, PilotageSort, PilotageView,
    ProblemCode, RecordAdviceRequest, RecordBankCreditRequest, RecordMomentRequest, SetPaymentTermRequest,
    TakePenaltyRequest, TrialBalanceRequest,
};
use relais_usecases::{advice, bank_credit, books, edit_dossier, pilotage};

use crate::ground::{Outcome, Shop, Start, call, cents, code, day, glasses, pdf_text};

async fn view(shop: &Shop) -> PilotageView {
    pilotage::view(&shop.app, call(), Nothing {}).await.unwrap()
}

const EVERYTHING: PilotageFilter =
    PilotageFilter { scope: PilotageScope::Owed, debtor: None, operator: None, payer: None, state: None, age: None };

async fn behind(shop: &Shop, filter: PilotageFilter) -> PilotageDossiers {
    let request =
        PilotageDossiersRequest { filter, sort: PilotageSort::Since, descending: false, offset: 0, limit: 500 };
    pilotage::dossiers(&shop.app, call(), request).await.unwrap()
}

fn sum(lines: &[OwedLine], of: impl Fn(&OwedLine) -> bool) -> i64 {
    lines.iter().filter(|line| of(line)).map(|line| line.cents).sum()
}

/// The same money counted twice is the same money: 411 AMC by operator, 411, 416.
async fn ties_with_the_books(shop: &Shop, view: &PilotageView) {
    let balance = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await.unwrap();
    let booked = |kind| balance.rows.iter().filter(move |row| row.account == kind);
    let mut insurers: BTreeMap<Option<String>, i64> = BTreeMap::new();
    for row in booked(AccountKind::Insurers) {
        *insurers.entry(row.operator_label.clone()).or_default() += row.balance_cents;
    }
    insurers.retain(|_, balance| *balance != 0);
    let ours = view.by_operator.iter().filter(|line| line.debtor == Debtor::Insurer);
    let ours: BTreeMap<_, _> = ours.map(|line| (line.label.clone(), line.cents)).filter(|(_, sum)| *sum != 0).collect();
    assert_eq!(ours, insurers);
    let of = |kind| booked(kind).map(|row| row.balance_cents).sum::<i64>();
    let customers = |line: &OwedLine| matches!(line.debtor, Debtor::Customer | Debtor::CustomerCredit);
    assert_eq!(sum(&view.by_operator, customers), of(AccountKind::Customers));
    assert_eq!(sum(&view.by_operator, |line| line.debtor == Debtor::Doubtful), of(AccountKind::Doubtful));
}

/// What is still owed of every delivered sale, counted from the sales and the money alone.
fn recounted(shop: &Shop) -> i64 {
    let practice = shop.practice();
    let count = |queries: &relais_storage::Queries<'_>| {
        let mut owed = 0;
        for row in queries.recent_dossiers(Page::first(5_000))? {
            let dossier = queries.stream::<Dossier>(row.id.0)?.unwrap();
            let insurers: i64 = dossier.amc.iter().map(|track| track.paid_cents.get()).sum();
            if dossier.delivered_on.is_none() {
                owed -= insurers;
                continue;
            }
            let claimed = |rank| dossier.track(rank).is_some_and(|track| track.claimed_by_customer);
            let kept = dossier.cheques_kept.iter().filter(|cover| claimed(cover.rank));
            let cheques = dossier.cheques_deposited.iter().chain(kept).map(|cover| cover.covered_cents.get());
            let customer: i64 = dossier.customer_payments.iter().map(|payment| payment.amount_cents.get()).sum();
            owed += dossier.total_cents.get() - dossier.amo_share_cents.get() - insurers - customer
                + dossier.refunded_cents.get()
                - cheques.sum::<i64>();
        }
        Ok::<_, relais_storage::StorageError>(owed)
    };
    practice.database.read(count).unwrap()
}

/// Each figure is the sum of the dossiers behind it.
async fn every_figure_is_its_dossiers(shop: &Shop, view: &PilotageView) {
    let all = behind(shop, EVERYTHING).await;
    assert_eq!((all.cents, all.total), (view.figures.owed_cents, view.figures.owed_shares));
    for line in view.by_operator.iter().chain(&view.by_payer).chain(&view.by_state) {
        let of = PilotageFilter {
            debtor: Some(line.debtor),
            operator: line.operator.clone(),
            payer: line.payer.clone(),
            state: line.state,
            ..EVERYTHING
        };
        let found = behind(shop, of.clone()).await;
        assert_eq!((found.cents, found.total), (line.cents, line.shares), "{line:?}");
        assert_eq!(found.rows.iter().map(|row| row.cents).sum::<i64>(), line.cents);
        assert_eq!(line.ages.iter().sum::<i64>(), line.cents);
        for (age, cents) in relais_domain::owed::Age::ALL.into_iter().zip(line.ages) {
            assert_eq!(behind(shop, PilotageFilter { age: Some(age), ..of.clone() }).await.cents, cents, "{age:?}");
        }
    }
    let risk = behind(shop, PilotageFilter { scope: PilotageScope::AtRisk, ..EVERYTHING }).await;
    assert_eq!((risk.cents, risk.total), (view.figures.at_risk_cents, view.figures.at_risk_shares));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_is_what_the_books_and_the_dossiers_say() -> Outcome {
    let shop = Shop::start(Start { scenario: true, furnished: true }).await;
    let before = view(&shop).await;
    assert!(before.figures.owed_cents > 0, "{:?}", before.figures);
    // Everything that can happen to a share, one after the other.
    let operators = ["viamedis", "almerys"];
    for (nth, name) in ["Bernard", "Lefèvre", "Quimper", "Aubry", "Vauquelin"].into_iter().enumerate() {
        let dossier = shop.sells(glasses(name, operators[nth % 2], "4417002230")).await.dossier;
        shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
        shop.marks(dossier, Moment::Delivery).await;
        if nth == 1 {
            advised(&shop, dossier, 371_00).await;
        }
        if nth == 2 {
            credited(&shop, dossier, 371_00, 300_00).await;
        }
        if nth == 3 {
            credited(&shop, dossier, 371_00, 371_00).await;
        }
    }
    let owed = view(&shop).await;
    let sums = [&owed.by_operator, &owed.by_payer, &owed.by_state].map(|lines| sum(lines, |_| true));
    assert_eq!(sums, [owed.figures.owed_cents; 3], "told three ways it is one sum");
    assert_eq!(owed.figures.owed_cents, recounted(&shop));
    ties_with_the_books(&shop, &owed).await;
    every_figure_is_its_dossiers(&shop, &owed).await;
    assert!(owed.figures.advised_cents >= 371_00);
    let mut named = owed.by_payer.iter().filter(|line| line.debtor == Debtor::Insurer);
    assert!(named.any(|line| line.label.as_deref() == Some("Mutuelle des Trois Vallées")), "{:?}", owed.by_payer);
    // Two months on nothing has moved but the ages.
    shop.days_later(65);
    let later = view(&shop).await;
    assert_eq!(later.figures.owed_cents, owed.figures.owed_cents);
    assert_eq!(later.figures.at_risk_cents, owed.figures.owed_cents, "everything is older than sixty days");
    every_figure_is_its_dossiers(&shop, &later).await;
    // The sums kept as things happened are those of a reading from the beginning.
    let dump = |shop: &Shop| shop.practice().database.read(|queries| queries.dump_views()).unwrap();
    let kept = dump(&shop);
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert!(dump(&shop) == kept, "rebuilt, the sums are others");
    assert_eq!(view(&shop).await, later);
    Ok(())
}

async fn advised(shop: &Shop, dossier: DossierId, amount: i64) {
    let on = shop.practice().today();
    let request = RecordAdviceRequest { dossier, rank: 1, amount_cents: cents(amount), on };
    advice::record(&shop.app, call(), request).await.unwrap();
}

async fn credited(shop: &Shop, dossier: DossierId, credited: i64, allocated: i64) {
    let request = RecordBankCreditRequest {
        amount_cents: cents(credited),
        on: shop.practice().today(),
        payer: Some(code("viamedis")),
        label: "VIR VIAMEDIS".to_owned(),
        allocations: vec![AllocationView { dossier, rank: 1, amount_cents: cents(allocated) }],
    };
    bank_credit::record(&shop.app, call(), request).await.unwrap();
}

fn medicines(family_name: &str) -> OpenDossierRequest {
    OpenDossierRequest { activity: Activity::Pharmacy, ..glasses(family_name, "viamedis", "4417002230") }
}

/// Handed over on this day under tiers payant, the concentrator has it.
async fn dispensed(shop: &Shop, name: &str) -> DossierId {
    let dossier = shop.sells(medicines(name)).await.dossier;
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    dossier
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pays_late_owes_what_the_rules_say() -> Outcome {
    let shop = Shop::in_the_outage().await;
    // Wednesday 31 January 2024. Three sales: one is paid in time, one late, one never.
    let in_time = dispensed(&shop, "Bernard").await;
    let late = dispensed(&shop, "Lefèvre").await;
    let never = dispensed(&shop, "Quimper").await;
    assert_eq!(view(&shop).await.penalties.due_cents, 0, "nothing is late on the day itself");
    // Monday 5 February: three working days have gone by, over a week-end.
    shop.move_to("2024-02-05T09:00:00Z");
    credited(&shop, in_time, 371_00, 371_00).await;
    assert_eq!(view(&shop).await.penalties.due_cents, 0);
    // Tuesday 6: the fourth.
    shop.move_to("2024-02-06T09:00:00Z");
    credited(&shop, late, 375_00, 371_00).await;
    let seen = view(&shop).await.penalties;
    let line = seen.lines.iter().find(|line| line.rule == PenaltyRule::AmcLate).unwrap();
    assert_eq!((line.paid_shares, line.paid_cents, line.open_shares, line.open_cents), (1, 371_00, 1, 371_00));
    assert_eq!((line.due_cents, line.received_cents, line.label.as_deref()), (7_42, 0, Some("Viamedis")));
    let of = |scope| PilotageFilter { scope, ..EVERYTHING };
    let paid_late = behind(&shop, of(PilotageScope::PaidLate)).await;
    assert_eq!((paid_late.total, paid_late.rows[0].dossier, paid_late.rows[0].working_days), (1, late, 4));
    let open_late = behind(&shop, of(PilotageScope::Late)).await;
    assert_eq!((open_late.total, open_late.rows[0].dossier), (1, never));
    // What was left of the credit is the penalty.
    let left = bank_credit::unallocated(&shop.app, call(), Nothing {}).await?;
    let credit = left.rows[0].bank_credit;
    let too_much = TakePenaltyRequest { bank_credit: credit, amount_cents: cents(4_01) };
    let refused = pilotage::take_penalty(&shop.app, call(), too_much).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::MoreThanCredited);
    let request = TakePenaltyRequest { bank_credit: credit, amount_cents: cents(4_00) };
    let rest = pilotage::take_penalty(&shop.app, call(), request).await?;
    assert!(rest.rows.is_empty());
    let after = view(&shop).await;
    assert_eq!((after.penalties.due_cents, after.penalties.received_cents), (7_42, 4_00));
    let balance = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await?;
    assert_eq!(balance.debit_cents, balance.credit_cents);
    let penalties = balance.rows.iter().find(|row| row.account == AccountKind::LatePenalties).unwrap();
    assert_eq!(penalties.balance_cents, -4_00);
    ties_with_the_books(&shop, &after).await;
    // How long it took is told, beside what was agreed.
    let delay = &after.delays[0];
    assert_eq!((delay.shares, delay.p10_days, delay.median_days, delay.p90_days), (2, 3, 3, 4));
    assert_eq!(delay.contract.as_ref().map(|term| (term.days, term.by_hand)), Some((3, false)));
    let term = SetPaymentTermRequest { operator: code("viamedis"), days: Some(12) };
    let said = pilotage::set_term(&shop.app, call(), term).await?;
    assert_eq!(said.delays[0].contract.as_ref().map(|term| (term.days, term.by_hand)), Some((12, true)));
    let none = SetPaymentTermRequest { operator: code("viamedis"), days: Some(0) };
    assert_eq!(pilotage::set_term(&shop.app, call(), none).await.unwrap_err().code, ProblemCode::InvalidField);
    // An operator of which there is a week of history foretells nothing.
    let exposure = &after.exposures[0];
    assert!(exposure.horizons.is_none() && exposure.known_days < exposure.needed_days, "{exposure:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mandatory_insurance_owes_an_amount_then_a_part() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let mut sales = Vec::new();
    for name in ["Bernard", "Lefèvre", "Quimper"] {
        sales.push(dispensed(&shop, name).await);
    }
    let notes = |dossier, on: &'static str| {
        let request = RecordMomentRequest { dossier, moment: Moment::AmoPaid, on: day(on) };
        edit_dossier::record_moment(&shop.app, call(), request)
    };
    let early = notes(sales[0], "2024-02-09").await.unwrap_err();
    assert_eq!(early.code, ProblemCode::DateInFuture);
    shop.move_to("2024-02-20T09:00:00Z");
    let before = notes(sales[0], "2024-01-30").await.unwrap_err();
    assert_eq!(before.code, ProblemCode::DateTooEarly);
    // Seven working days after Wednesday 31 January is Friday 9 February; eight, Monday 12; ten, Wednesday 14.
    notes(sales[0], "2024-02-09").await?;
    notes(sales[1], "2024-02-12").await?;
    assert_eq!(notes(sales[2], "2024-02-14").await?.amo_paid_on, Some(day("2024-02-14")));
    let line = |view: &PilotageView| view.penalties.lines.iter().find(|l| l.rule == PenaltyRule::AmoLate).cloned();
    let seen = line(&view(&shop).await).unwrap();
    // 1 € for the invoice of the eighth day, a tenth of the 9 € of the other.
    assert_eq!((seen.paid_shares, seen.paid_cents, seen.due_cents), (2, 18_00, 1_00 + 90));
    let late = behind(&shop, PilotageFilter { scope: PilotageScope::AmoLate, ..EVERYTHING }).await;
    assert_eq!((late.total, late.cents), (2, 18_00));
    // Noted wrong, it is noted again.
    notes(sales[2], "2024-02-08").await?;
    assert_eq!(line(&view(&shop).await).unwrap().due_cents, 1_00);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_printed_and_exported() -> Outcome {
    let shop = Shop::start(Start { scenario: true, furnished: true }).await;
    let owed = view(&shop).await;
    let paper = pilotage::print(&shop.app, call(), Nothing {}).await?;
    let text = pdf_text(&paper.path);
    for said in ["Pilotage", "Encours total", "Ce qui est dû, par opérateur", "Viamedis", "Chèques au coffre"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let part = |part, filter| {
        let path = folder.path().join(format!("{part:?}.csv")).display().to_string();
        let request = ExportPilotageRequest { path: path.clone(), part, filter };
        let shop = &shop;
        async move {
            let written = pilotage::export(&shop.app, call(), request).await.unwrap();
            let text = std::fs::read_to_string(path).unwrap();
            assert_eq!(text.lines().count(), written.rows as usize + 1);
            text
        }
    };
    let operators = part(PilotagePart::Operators, None).await;
    let total = operators.lines().last().and_then(|line| line.split(';').nth(1)).unwrap();
    assert_eq!(total.replace(',', "").parse::<i64>().unwrap(), owed.figures.owed_cents);
    for other in [PilotagePart::Payers, PilotagePart::States, PilotagePart::Cheques, PilotagePart::Exposures] {
        assert!(part(other, None).await.lines().count() > 1, "{other:?}");
    }
    let shares = part(PilotagePart::Dossiers, Some(EVERYTHING)).await;
    assert_eq!(shares.lines().count(), owed.figures.owed_shares as usize + 1);
    let queued = PilotageFilter { state: Some(TrackState::Advised), ..EVERYTHING };
    let advised = part(PilotagePart::Dossiers, Some(queued)).await;
    assert_eq!(advised.lines().count(), owed.figures.advised_shares as usize + 1);
    Ok(())
}
