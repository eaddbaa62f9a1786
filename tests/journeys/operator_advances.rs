//! An operator's advance: asked for with its proof, received, withheld out of a transfer smaller than its advice, given back;
//! and the switch that is the alternative, which closes the ways that need its money.

use relais_domain::context::PaymentMeans;
use relais_domain::dossier::{TrackState, Way};
use relais_domain::platform::PlatformCode;
use relais_usecases::contract::{
    AdvanceRequestOf, AllocationView, ChooseWayRequest, ExportAdvancesRequest, Moment, Nothing, OperatorAdvanceRef,
    PlatformRef, ProblemCode, ReceiveOperatorAdvanceRequest, RecordAdviceRequest, RecordBankCreditRequest,
    RecoupAdvanceRequest, RepayAdvanceRequest, ScheduleRequest, SuspendRequest, TrialBalanceRequest,
};
use relais_usecases::{advice, bank_credit, books, choose_way, operator_advance_papers, operator_advances};

use crate::ground::{Outcome, Shop, call, cents, day, glasses, pdf_text};

fn viamedis() -> PlatformCode {
    PlatformCode::parse("viamedis").unwrap()
}

async fn on_account(shop: &Shop, number: &str) -> i64 {
    let view = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await.unwrap();
    assert_eq!(view.debit_cents, view.credit_cents, "the balance ties");
    view.rows.iter().filter(|row| row.number == number).map(|row| row.balance_cents).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advance_goes_back_even_when_the_operator_takes_it_itself() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let today = shop.practice().today();
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    shop.marks(dossier, Moment::Delivery).await;
    let received = ReceiveOperatorAdvanceRequest {
        platform: viamedis(),
        amount_cents: cents(900_00),
        on: today,
        terms: "En trois fois, sans retenue".to_owned(),
        schedule: ScheduleRequest { first_on: day("2024-02-29"), count: 3 },
        bank_credit: None,
    };
    let register = operator_advances::receive(&shop.app, call(), received).await?;
    let row = register.rows[0].clone();
    assert_eq!(
        (row.number.as_str(), row.balance_cents, row.due_on),
        ("AO-2024-0001", cents(900_00), Some(day("2024-02-29")))
    );
    assert_eq!((on_account(&shop, "467OP").await, on_account(&shop, "512").await), (-900_00, 900_00));

    // An advice of 371 €, a transfer of 300 €: 71 € were withheld.
    let told = RecordAdviceRequest { dossier, rank: 1, amount_cents: cents(371_00), on: today };
    advice::record(&shop.app, call(), told).await?;
    let credit = RecordBankCreditRequest {
        amount_cents: cents(300_00),
        on: today,
        payer: Some(viamedis()),
        label: "VIR VIAMEDIS".to_owned(),
        allocations: vec![AllocationView { dossier, rank: 1, amount_cents: cents(300_00) }],
    };
    bank_credit::record(&shop.app, call(), credit).await?;
    let advance = OperatorAdvanceRef { advance: row.advance };
    let found = operator_advances::candidates(&shop.app, call(), advance.clone()).await?.rows.remove(0);
    assert_eq!((found.missing_cents, found.shares.len()), (cents(71_00), 1));
    let recoup = |amount| RecoupAdvanceRequest {
        advance: row.advance,
        bank_credit: found.bank_credit,
        allocations: vec![AllocationView { dossier, rank: 1, amount_cents: cents(amount) }],
    };
    let before = shop.entries();
    let refused = operator_advances::recoup(&shop.app, call(), recoup(900_01)).await.unwrap_err();
    assert_eq!((refused.code, shop.entries()), (ProblemCode::MoreThanDue, before));
    let register = operator_advances::recoup(&shop.app, call(), recoup(71_00)).await?;
    assert_eq!((register.balance_cents, register.rows[0].recouped_cents), (cents(829_00), cents(71_00)));
    let track = shop.dossier(dossier).await.tracks.remove(0);
    assert_eq!((track.state, track.paid_cents), (TrackState::Paid, cents(371_00)));
    assert_eq!((on_account(&shop, "467OP").await, on_account(&shop, "471").await), (-829_00, 0));
    assert!(operator_advances::candidates(&shop.app, call(), advance.clone()).await?.rows.is_empty());

    // Paid back, by mistake, then again; the statement says all of it.
    let repaid = RepayAdvanceRequest {
        advance: row.advance,
        amount_cents: cents(229_00),
        means: PaymentMeans::Transfer,
        on: today,
    };
    operator_advances::repay(&shop.app, call(), repaid.clone()).await?;
    operator_advances::reverse_repayment(&shop.app, call(), repaid.clone()).await?;
    let register = operator_advances::repay(&shop.app, call(), repaid).await?;
    assert_eq!((register.balance_cents, register.rows[0].due_on), (cents(600_00), Some(day("2024-03-29"))));
    let statement = operator_advance_papers::print_statement(&shop.app, call(), advance).await?;
    let text = pdf_text(&statement.path);
    for said in ["Relevé d’avance", "600,00", "retenue sur un virement", "remboursée par virement", "sans retenue"]
    {
        assert!(text.contains(said), "« {said} » is not in\n{text}");
    }
    let to_repay = shop.practice().database.read(|queries| queries.operator_advances_to_repay()).unwrap();
    assert_eq!((to_repay.len(), to_repay[0].balance_cents), (1, cents(600_00)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("avances.csv").display().to_string();
    operator_advances::export(&shop.app, call(), ExportAdvancesRequest { path: path.clone() }).await?;
    assert!(std::fs::read_to_string(path).unwrap().contains("AO-2024-0001;Viamedis"));

    // The request rests on whole months gone by: in March, February's transfer and nothing before.
    shop.days_later(30);
    let asked = AdvanceRequestOf { platform: viamedis() };
    let view = operator_advance_papers::request(&shop.app, call(), asked.clone()).await?;
    assert_eq!((view.months.len(), view.total_cents, view.asked_cents), (3, cents(371_00), cents(123_67)));
    let letter = operator_advance_papers::print_request(&shop.app, call(), asked).await?;
    let text = pdf_text(&letter.path);
    assert!(text.contains("Demande d’acompte") && text.contains("123,67") && text.contains("371,00"), "{text}");
    let nobody = AdvanceRequestOf { platform: PlatformCode::parse("almerys").unwrap() };
    let refused = operator_advance_papers::print_request(&shop.app, call(), nobody).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::AmountNotPositive);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_tiers_payant_closes_its_ways_and_is_lifted() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    let viamedis = PlatformRef { platform: viamedis() };
    let refused = operator_advance_papers::print_notice(&shop.app, call(), viamedis.clone()).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::UnknownPaper, "no notice of what is not so");
    let today = shop.practice().today();
    let suspend =
        SuspendRequest { platform: viamedis.platform.clone(), on: today, reason: "Aucun virement".to_owned() };
    let register = operator_advance_papers::suspend(&shop.app, call(), suspend).await?;
    assert!(register.operators.iter().any(|row| row.platform == viamedis.platform && row.suspended_on == Some(today)));
    let view = shop.dossier(dossier).await;
    assert_eq!(view.closed_ways, [Way::DeliveredThirdPartyPayment, Way::ChequeKept]);
    for way in [Way::DeliveredThirdPartyPayment, Way::ChequeKept] {
        let refused = choose_way::choose(&shop.app, call(), ChooseWayRequest { dossier, way }).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::ThirdPartyPaymentSuspended);
    }
    let notice = operator_advance_papers::print_notice(&shop.app, call(), viamedis.clone()).await?;
    let text = pdf_text(&notice.path);
    assert!(text.contains("Tiers payant suspendu") && text.contains("Viamedis") && !text.contains("AMC"), "{text}");
    operator_advance_papers::lift(&shop.app, call(), viamedis).await?;
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    let register = operator_advances::list(&shop.app, call(), Nothing {}).await?;
    assert!(register.operators.iter().all(|row| row.suspended_on.is_none()));
    Ok(())
}
