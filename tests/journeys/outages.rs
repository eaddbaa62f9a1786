//! The other outages there were, each lived from its first minute to its last settled dossier: 2020, prior authorisations lost and
//! sent again for a month; 2023, a network that is not there, then money that is late; 2025, advices without money.

use relais_domain::books::AccountKind;
use relais_domain::cheque::ReturnManner;
use relais_domain::context::PaymentMeans;
use relais_domain::dossier::{PaymentPurpose, TrackState, Way};
use relais_domain::formality::Formality;
use relais_domain::ids::{ChequeId, DossierId, IncidentId};
use relais_domain::incident::IncidentNature;
use relais_domain::platform::{Channel, FailureCode, Function};
use relais_domain::request::RequestState;
use relais_domain::source::SourceCode;
use relais_simulator::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Function as Simulated, Platform};
use relais_usecases::contract::{
    AllocationView, AskFormalityRequest, ConfigurePlatformRequest, CustomerPaymentRequest, IncidentRef,
    KeepChequeRequest, Moment, OpenIncidentRequest, ProbePlatformRequest, RecordAdviceRequest, RecordBankCreditRequest,
    RecoveryView, RequestRef, ReturnChequeRequest, TrialBalanceRequest,
};
use relais_usecases::{
    advice, bank_credit, books, customer_payment, formalities, incidents, keep_cheque, platforms, recovery, replay,
    settle_cheque,
};

use crate::ground::{Outcome, Shop, call, cents, cheque_for, code, glasses};

/// Covered in full.
const COVERED: &str = "4417002230";
const SHARE_CENTS: i64 = 371_00;

#[tokio::test(flavor = "multi_thread")]
async fn the_month_of_2020_when_prior_authorisations_were_sent_again() -> Outcome {
    let shop = Shop::living_through("optics-2020", "2020-01-06T09:30:00Z").await;
    // The shop says so before the program can know.
    let told = OpenIncidentRequest {
        platform: code("viamedis"),
        functions: vec![Function::PriorAuthorisation],
        nature: IncidentNature::Failure,
        since: None,
        said_by: SourceCode::parse("colleague").unwrap(),
        text: "Les prises en charge restent sans réponse.".to_owned(),
    };
    incidents::open_by_hand(&shop.app, call(), told).await?;
    // The platform takes the request in and its answer is lost: nobody may say that it did not arrive.
    let lost = waits(&shop, "Bernard").await;
    let sent = replay::send_one(&shop.app, call(), lost.1.clone()).await?;
    assert_eq!(sent.state, RequestState::OutcomeUnknown);
    assert_eq!(shop.queue().await.unknown.len(), 1);

    // A week later it does not even take them in; the glasses of this one are delivered against a cheque.
    shop.move_to("2020-01-14T09:00:00Z");
    let (against, cheque) = delivered_against_a_cheque(&shop, "Haddadi").await;
    let late = waits(&shop, "Queyrel").await;
    for day in ["2020-01-15T09:00:00Z", "2020-01-22T09:00:00Z", "2020-01-30T09:00:00Z"] {
        shop.move_to(day);
        shop.practice().lines.end_pauses(None);
        let sent = replay::send_one(&shop.app, call(), late.1.clone()).await?;
        assert_eq!((sent.state, sent.failure), (RequestState::Queued, Some(FailureCode::Forbidden)), "{day}");
    }
    let incident = shop.until("the incident", || shop.incident()).await;
    assert_eq!(incident.functions_out, [Function::PriorAuthorisation]);

    // A month later: what was lost is asked about, what waited is sent, and nothing is there twice.
    shop.move_to("2020-02-10T09:00:00Z");
    shop.practice().lines.end_pauses(None);
    platforms::probe(&shop.app, call(), ProbePlatformRequest { platform: code("viamedis") }).await?;
    let view = recovered(&shop, incident.incident).await;
    assert_eq!((view.incident.funnel.dossiers, view.incident.funnel.green), (3, 3));
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 3);
    assert!(shop.control.records().iter().all(|record| record.received == 1), "a share was asked for twice");
    assert!(shop.queue().await.unknown.is_empty() && shop.queue().await.waiting.is_empty());

    for dossier in [lost.0, against, late.0] {
        is_paid(&shop, dossier, "viamedis", SHARE_CENTS).await?;
    }
    gives_back(&shop, cheque).await?;
    closes(&shop, incident.incident).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_of_2023_and_the_money_that_was_late() -> Outcome {
    let shop = Shop::living_through("network-2023", "2023-05-03T08:00:00Z").await;
    // Nobody is reached, by whatever platform; the shop goes on.
    let (dossier, request) = waits(&shop, "Bernard").await;
    shop.verifies(dossier).await;
    let rights = shop.dossier(dossier).await.tracks[0].rights.clone().unwrap();
    let told = serde_json::to_value(&rights.outcome).unwrap();
    assert_eq!((&told["result"], &told["failure"]), (&"not_verified".into(), &"connection_refused".into()), "{told}");
    let sent = replay::send_one(&shop.app, call(), request.clone()).await?;
    assert_eq!(sent.state, RequestState::Queued);

    // Back the next day: the promise is had, the invoice accepted, and the advice comes.
    shop.move_to("2023-05-04T13:00:00Z");
    shop.practice().lines.end_pauses(None);
    assert_eq!(replay::send_one(&shop.app, call(), request).await?.state, RequestState::Answered);
    shop.marks(dossier, Moment::Delivery).await;
    invoices(&shop, dossier).await?;
    shop.move_to("2023-05-09T09:00:00Z");
    assert!(shop.control.credits().is_empty(), "the money is late");
    advises(&shop, dossier).await?;
    let view = shop.dossier(dossier).await;
    assert_eq!((view.tracks[0].state, view.tracks[0].paid_cents), (TrackState::Advised, cents(0)));

    // On the twelfth it is on the account.
    shop.move_to("2023-05-12T12:00:00Z");
    is_credited(&shop, dossier, Platform::VIAMEDIS).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_advices_without_money_of_2025() -> Outcome {
    let shop = Shop::living_through("cetip-2025", "2025-04-02T08:00:00Z").await;
    by_its_services(&shop, Platform::SP_SANTE).await?;
    let mut dossiers = Vec::new();
    for (day, name) in [("2025-04-02", "Bernard"), ("2025-04-03", "Haddadi"), ("2025-04-08", "Queyrel")] {
        shop.move_to(&format!("{day}T09:00:00Z"));
        let dossier = shop.sells(glasses(name, "sp-sante", COVERED)).await.dossier;
        asks(&shop, dossier, Formality::PriorAuthorisation).await?;
        shop.marks(dossier, Moment::Delivery).await;
        invoices(&shop, dossier).await?;
        dossiers.push(dossier);
    }
    // Each is announced as paid; the account says otherwise.
    shop.move_to("2025-04-15T09:00:00Z");
    for dossier in &dossiers {
        advises(&shop, *dossier).await?;
        assert_eq!(shop.dossier(*dossier).await.tracks[0].state, TrackState::Advised);
    }
    assert!(shop.control.credits().is_empty(), "no transfer came since the fourth");
    assert_eq!(owed(&shop).await?, 3 * SHARE_CENTS, "what is advised is still owed");

    // On the seventeenth all of it comes at once, a transfer a day of claims.
    shop.move_to("2025-04-17T12:00:00Z");
    let credits = shop.control.credits();
    assert_eq!(credits.len(), 3);
    assert!(credits.iter().all(|credit| credit.value_date.to_string() == "2025-04-17"));
    for dossier in dossiers {
        is_credited(&shop, dossier, Platform::SP_SANTE).await?;
    }
    assert_eq!(owed(&shop).await?, 0);
    Ok(())
}

/// Glasses delivered under tiers payant, whose request waits.
async fn waits(shop: &Shop, name: &str) -> (DossierId, RequestRef) {
    let dossier = shop.sells(glasses(name, "viamedis", COVERED)).await.dossier;
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    pays_his_share(shop, dossier).await;
    let row = shop.queue().await.waiting.into_iter().find(|row| row.dossier == dossier).unwrap();
    (dossier, RequestRef { request: row.request })
}

async fn delivered_against_a_cheque(shop: &Shop, name: &str) -> (DossierId, ChequeId) {
    let dossier = shop.sells(glasses(name, "viamedis", COVERED)).await.dossier;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    pays_his_share(shop, dossier).await;
    let cheque = KeepChequeRequest { written_on: shop.practice().today(), ..cheque_for(dossier, 1) };
    (dossier, keep_cheque::keep(&shop.app, call(), cheque).await.unwrap().cheque)
}

pub(crate) async fn pays_his_share(shop: &Shop, dossier: DossierId) {
    let pays = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(100_00),
        means: PaymentMeans::Card,
        purpose: PaymentPurpose::CustomerShare,
        on: shop.practice().today(),
    };
    customer_payment::record(&shop.app, call(), pays).await.unwrap();
}

/// The platform is spoken to by its services rather than by its portal.
async fn by_its_services(shop: &Shop, platform: Platform) -> Outcome {
    let base = shop.platform_base(platform);
    let request = ConfigurePlatformRequest {
        platform: code(platform.code()),
        label: platform.name().to_owned(),
        channel: Channel::Fhir,
        base_url: Some(format!("{base}/fhir")),
        token_url: Some(format!("{base}/oauth/token")),
        client_id: Some(DEMO_CLIENT_ID.to_owned()),
        client_secret: Some(DEMO_CLIENT_SECRET.to_owned()),
        portal_url: None,
    };
    platforms::configure(&shop.app, call(), request).await.map(drop)
}

pub(crate) async fn asks(shop: &Shop, dossier: DossierId, formality: Formality) -> Outcome {
    let invoice = if formality == Formality::Claim { "F-0031" } else { "" };
    let request =
        AskFormalityRequest { dossier, rank: 1, formality, invoice: invoice.to_owned(), reason: String::new() };
    let asked = formalities::ask(&shop.app, call(), request).await?;
    assert_eq!(asked.outcome.state, RequestState::Answered, "{formality:?}");
    Ok(())
}

async fn invoices(shop: &Shop, dossier: DossierId) -> Outcome {
    asks(shop, dossier, Formality::Claim).await?;
    let taken = shop.control.records().iter().filter(|record| record.function == Simulated::Claim).count();
    assert!(taken > 0);
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Accepted);
    Ok(())
}

async fn advises(shop: &Shop, dossier: DossierId) -> Outcome {
    let on = shop.practice().today();
    let advice = RecordAdviceRequest { dossier, rank: 1, amount_cents: cents(SHARE_CENTS), on };
    advice::record(&shop.app, call(), advice).await.map(drop)
}

/// A transfer of the platform is on the account and is the dossier's.
async fn is_credited(shop: &Shop, dossier: DossierId, platform: Platform) -> Outcome {
    let credit = shop.control.credits().into_iter().find(|credit| credit.platform == platform).unwrap();
    assert_eq!(credit.amount_cents, SHARE_CENTS);
    is_paid(shop, dossier, platform.code(), SHARE_CENTS).await
}

pub(crate) async fn is_paid(shop: &Shop, dossier: DossierId, platform: &str, paid_cents: i64) -> Outcome {
    let request = RecordBankCreditRequest {
        amount_cents: cents(paid_cents),
        on: shop.practice().today(),
        payer: Some(code(platform)),
        label: "VIR TIERS PAYANT".to_owned(),
        allocations: vec![AllocationView { dossier, rank: 1, amount_cents: cents(paid_cents) }],
    };
    bank_credit::record(&shop.app, call(), request).await?;
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Paid);
    Ok(())
}

pub(crate) async fn gives_back(shop: &Shop, cheque: ChequeId) -> Outcome {
    let on = shop.practice().today();
    let request =
        ReturnChequeRequest { cheque, on, manner: ReturnManner::InPerson, override_reason: None, second: None };
    settle_cheque::give_back(&shop.app, call(), request).await.map(drop)
}

/// The incident can be recovered, and is.
pub(crate) async fn recovered(shop: &Shop, incident: IncidentId) -> RecoveryView {
    shop.until("an incident that can be recovered", || async {
        let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap();
        view.incident.recoverable.then_some(())
    })
    .await;
    recovery::start(&shop.app, call(), IncidentRef { incident }).await.unwrap();
    shop.until("the end of the run", || async {
        let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap();
        view.progress.as_ref().is_some_and(|progress| !progress.running).then_some(view)
    })
    .await
}

pub(crate) async fn closes(shop: &Shop, incident: IncidentId) -> Outcome {
    let view = recovery::close(&shop.app, call(), IncidentRef { incident }).await?;
    assert!(view.incident.closed);
    Ok(())
}

/// What the insurers owe, by the books.
pub(crate) async fn owed(shop: &Shop) -> Outcome<i64> {
    let balance = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await?;
    assert_eq!(balance.debit_cents, balance.credit_cents);
    let rows = balance.rows.iter().filter(|row| row.account == AccountKind::Insurers);
    Ok(rows.map(|row| row.balance_cents).sum())
}
