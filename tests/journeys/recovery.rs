//! The platform comes back: the incident can be recovered, every dossier of the outage ends green, orange or red, an
//! advice moves no cheque, the bank's credit does, and what was left is resumed.

use relais_domain::cheque::{ChequePosition, ChequeState, DepositVerdict, ReturnManner};
use relais_domain::context::PaymentMeans;
use relais_domain::dossier::{PaymentPurpose, RecheckColour, TrackState, Way};
use relais_domain::ids::{ChequeId, DossierId, IncidentId};
use relais_domain::platform::Function;
use relais_simulator::{Breakage, Fault, Function as Broken, Platform};
use relais_usecases::contract::{
    AllocationView, AwaitedRequest, ChequeLeft, ChequeTold, CustomerPaymentRequest, DepositChequeRequest, DossierRef,
    GiveNoticeRequest, IncidentRef, Moment, ProblemCode, RecordAdviceRequest, RecordBankCreditRequest, RecoveryView,
    ReturnChequeRequest,
};
use relais_usecases::{advice, bank_credit, customer_payment, platforms, recovery, recovery_papers, settle_cheque};

use crate::ground::{Outcome, Shop, call, cents, code, day, glasses, pdf_text};

/// One dossier for each colour: the member number chooses what the platform will answer.
pub(crate) const GREEN: &str = "4417002230";
pub(crate) const ORANGE: &str = "4417002217";
pub(crate) const RED: &str = "4417002209";
/// 85 % of 371 €.
const ORANGE_COVERED: i64 = 315_35;

/// Glasses delivered against a cheque, the rights asked for in vain.
pub(crate) async fn delivered_against_a_cheque(
    shop: &Shop,
    name: &str,
    member_number: &str,
    nth: u32,
) -> (DossierId, ChequeId) {
    let sold = shop.sells(glasses(name, "viamedis", member_number)).await;
    shop.verifies(sold.dossier).await;
    shop.goes(sold.dossier, Way::ChequeKept).await;
    shop.marks(sold.dossier, Moment::Delivery).await;
    let pays = CustomerPaymentRequest {
        dossier: sold.dossier,
        amount_cents: cents(100_00),
        means: PaymentMeans::Card,
        purpose: PaymentPurpose::CustomerShare,
        on: shop.practice().today(),
    };
    customer_payment::record(&shop.app, call(), pays).await.unwrap();
    (sold.dossier, shop.keeps(sold.dossier, nth).await.cheque)
}

pub(crate) async fn recovered(shop: &Shop) -> RecoveryView {
    let incident = shop.incident().await.unwrap().incident;
    recovery::start(&shop.app, call(), IncidentRef { incident }).await.unwrap();
    shop.until("the end of the run", || async {
        let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap();
        view.progress.as_ref().is_some_and(|progress| !progress.running).then_some(view)
    })
    .await
}

fn credit(dossier: DossierId, amount: i64, on: &str) -> RecordBankCreditRequest {
    RecordBankCreditRequest {
        amount_cents: cents(amount),
        on: day(on),
        payer: Some(code("viamedis")),
        label: "VIR VIAMEDIS".to_owned(),
        allocations: vec![AllocationView { dossier, rank: 1, amount_cents: cents(amount) }],
    }
}

fn given_back(cheque: ChequeId, on: &str) -> ReturnChequeRequest {
    ReturnChequeRequest { cheque, on: day(on), manner: ReturnManner::InPerson, override_reason: None, second: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_cut_to_the_last_cheque_given_back() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let (green, green_cheque) = delivered_against_a_cheque(&shop, "Bernard", GREEN, 1).await;
    let (orange, orange_cheque) = delivered_against_a_cheque(&shop, "Haddadi", ORANGE, 2).await;
    let (red, red_cheque) = delivered_against_a_cheque(&shop, "Queyrel", RED, 3).await;
    let incident = shop.until("the incident", || shop.incident()).await;
    assert!(!incident.recoverable);

    // 12 February: rights are back, prior authorisations are not. Nothing to recover with yet.
    shop.story_goes_to("rights_back").await;
    let incident = shop.incident().await.unwrap();
    assert_eq!((incident.functions_out, incident.recoverable), (vec![Function::PriorAuthorisation], false));
    shop.story_goes_to("pec_back").await;
    let incident = shop.incident().await.unwrap();
    assert_eq!((incident.functions_out.len(), incident.recoverable, incident.funnel.dossiers), (0, true, 3));

    let view = recovered(&shop).await;
    let colours: Vec<_> = [green, orange, red]
        .map(|dossier| view.rows.iter().find(|row| row.dossier == dossier).unwrap().colour.unwrap())
        .into();
    assert_eq!(colours, [RecheckColour::Green, RecheckColour::Orange, RecheckColour::Red]);
    let funnel = &view.incident.funnel;
    assert_eq!((funnel.rechecked, funnel.to_recheck), (3, 0));
    assert_eq!((funnel.green, funnel.orange, funnel.red), (1, 1, 1));
    // What each colour leaves to its customers is told apart.
    let owed = (funnel.orange_owed_cents, funnel.red_owed_cents);
    assert_eq!(owed, (cents(371_00 - ORANGE_COVERED), cents(371_00)));
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 2);
    assert!(shop.control.records().iter().all(|record| record.received == 1));
    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.unknown.len(), queue.done.len()), (0, 0, 3));

    advised_is_not_paid(&shop, green, green_cheque).await?;
    paid_is_given_back(&shop, green, green_cheque).await?;
    less_than_expected_is_completed_first(&shop, orange, orange_cheque).await?;

    let incident = shop.incident().await.unwrap().incident;
    let refused = recovery::close(&shop.app, call(), IncidentRef { incident }).await.unwrap_err();
    assert_eq!((refused.code, refused.params["open"].as_u64()), (ProblemCode::IncidentHasOpenDossiers, Some(1)));
    refused_is_deposited_once_told(&shop, incident, (red, red_cheque)).await
}

/// The row of a refused share says when its customer was told, from when his cheque may be deposited, and what became of it.
async fn refused_is_deposited_once_told(
    shop: &Shop,
    incident: IncidentId,
    (dossier, cheque): (DossierId, ChequeId),
) -> Outcome {
    let row = async || {
        let rows = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap().rows;
        rows.into_iter().find(|row| row.dossier == dossier).unwrap()
    };
    let untold = row().await;
    assert_eq!((untold.cheque_to_tell, untold.cheque_told, untold.cheque_left), (true, None, None));

    let told_on = shop.practice().today();
    settle_cheque::give_notice(&shop.app, call(), GiveNoticeRequest { cheque, on: told_on }).await?;
    let deposit_from = shop.cheque(cheque).await.depositable_from.unwrap();
    assert!(deposit_from > told_on);
    let told = row().await;
    assert_eq!((told.cheque_to_tell, told.cheque_told), (false, Some(ChequeTold { on: told_on, deposit_from })));

    shop.days_later(i64::from((deposit_from - told_on).get_days()));
    let on = shop.practice().today();
    let deposit = DepositChequeRequest { cheque, on, override_reason: None, second: None };
    settle_cheque::deposit(&shop.app, call(), deposit).await?;
    let gone = row().await;
    assert_eq!((gone.cheque, gone.cheque_told), (None, None));
    assert_eq!(gone.cheque_left, Some(ChequeLeft { state: ChequeState::Deposited, on }));
    assert!(gone.settled, "the customer paid by it");
    Ok(())
}

async fn advised_is_not_paid(shop: &Shop, dossier: DossierId, cheque: ChequeId) -> Outcome {
    let today = shop.practice().today();
    let advised = RecordAdviceRequest { dossier, rank: 1, amount_cents: cents(371_00), on: today };
    let view = advice::record(&shop.app, call(), advised).await?;
    assert_eq!((view.tracks[0].state, view.tracks[0].paid_cents), (TrackState::Advised, cents(0)));
    let view = shop.cheque(cheque).await;
    assert_eq!((view.row.position, view.deposit), (ChequePosition::Kept, DepositVerdict::OwnerOverride));
    let returned = settle_cheque::give_back(&shop.app, call(), given_back(cheque, "2024-02-19")).await.unwrap_err();
    assert_eq!(returned.code, ProblemCode::AmcShareNotPaid);
    // What is advised is offered first when the bank's credit comes.
    let awaited = AwaitedRequest { text: String::new(), platform: Some(code("viamedis")) };
    let rows = bank_credit::awaited(&shop.app, call(), awaited).await?.rows;
    assert_eq!((rows[0].dossier, rows[0].advised_cents, rows.len()), (dossier, Some(cents(371_00)), 2));
    Ok(())
}

async fn paid_is_given_back(shop: &Shop, dossier: DossierId, cheque: ChequeId) -> Outcome {
    let mut beyond = credit(dossier, 371_00, "2024-02-19");
    beyond.amount_cents = cents(370_99);
    let refused = bank_credit::record(&shop.app, call(), beyond).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::MoreThanCredited);
    let recorded = bank_credit::record(&shop.app, call(), credit(dossier, 371_00, "2024-02-19")).await?;
    assert_eq!((recorded.cheques_to_return, recorded.cheques_to_complete), (1, 0));
    let view = shop.cheque(cheque).await;
    assert_eq!((view.row.position, view.deposit), (ChequePosition::ToReturn, DepositVerdict::Forbidden));
    let override_reason = Some("Le client est d’accord.".to_owned());
    let deposit = DepositChequeRequest { cheque, on: day("2024-02-19"), override_reason, second: None };
    let refused = settle_cheque::deposit(&shop.app, call(), deposit).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::AmcSharePaid);

    let returned = settle_cheque::give_back(&shop.app, call(), given_back(cheque, "2024-02-19")).await?;
    let text = pdf_text(&returned.discharge.path);
    for said in ["R-2024-0001", "371,00", "19/02/2024", "Lucie Bernard"] {
        assert!(text.contains(said), "the discharge does not say « {said} »:\n{text}");
    }
    assert!(shop.dossier(dossier).await.settled);
    let twice = settle_cheque::give_back(&shop.app, call(), given_back(cheque, "2024-02-19")).await.unwrap_err();
    assert_eq!(twice.code, ProblemCode::ChequeNotKept);
    Ok(())
}

async fn less_than_expected_is_completed_first(shop: &Shop, dossier: DossierId, cheque: ChequeId) -> Outcome {
    let letter = recovery_papers::difference_letter(&shop.app, call(), DossierRef { dossier }).await?;
    let text = pdf_text(&letter.path);
    for said in ["371,00", "315,35", "55,65"] {
        assert!(text.contains(said), "the letter does not say « {said} »:\n{text}");
    }
    let recorded = bank_credit::record(&shop.app, call(), credit(dossier, ORANGE_COVERED, "2024-02-19")).await?;
    assert_eq!((recorded.cheques_to_return, recorded.cheques_to_complete), (0, 1));
    let refused = settle_cheque::give_back(&shop.app, call(), given_back(cheque, "2024-02-19")).await.unwrap_err();
    assert_eq!((refused.code, refused.params["due_cents"].as_i64()), (ProblemCode::DifferenceDue, Some(55_65)));
    let difference = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(55_65),
        means: PaymentMeans::Cash,
        purpose: PaymentPurpose::Difference,
        on: day("2024-02-19"),
    };
    assert_eq!(customer_payment::record(&shop.app, call(), difference).await?.difference_due_cents, cents(0));
    settle_cheque::give_back(&shop.app, call(), given_back(cheque, "2024-02-19")).await?;
    assert!(shop.dossier(dossier).await.settled);
    // A letter about nothing is not written, and uses no number up.
    let nothing = recovery_papers::difference_letter(&shop.app, call(), DossierRef { dossier }).await.unwrap_err();
    assert_eq!(nothing.code, ProblemCode::AmountNotPositive);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_is_left_in_the_middle_and_resumed() -> Outcome {
    let shop = Shop::open().await;
    let refuse = Breakage::new(Platform::VIAMEDIS, Broken::Connection, Fault::Refuse);
    shop.control.break_function(refuse).await.unwrap();
    for nth in 1..=4 {
        delivered_against_a_cheque(&shop, "Bernard", GREEN, nth).await;
    }
    let incident = shop.until("the incident", || shop.incident()).await.incident;
    shop.until("four dossiers", || async { (shop.incident().await?.funnel.dossiers == 4).then_some(()) }).await;

    // The first request hangs while a person asks to stop; then the platform wakes up.
    let hang = Breakage::new(Platform::VIAMEDIS, Broken::Connection, Fault::HangAccept);
    shop.control.break_function(hang).await.unwrap();
    let view = recovery::start(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!((view.progress.unwrap().total, view.incident.recovering), (4, true));
    shop.until("the first dossier to be at hand", || async {
        let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap();
        view.progress.filter(|progress| progress.current.is_some())
    })
    .await;
    recovery::cancel(&shop.app, call(), IncidentRef { incident }).await?;
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    let left = shop
        .until("the run to stop", || async {
            let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap();
            view.progress.filter(|progress| !progress.running)
        })
        .await;
    assert!(left.cancelled);
    assert_eq!((left.done, left.total, left.failures), (1, 4, 0));
    assert_eq!(shop.queue().await.waiting.len(), 3);

    let view = recovered(&shop).await;
    assert_eq!(view.progress.unwrap().total, 3);
    assert_eq!((view.incident.funnel.green, shop.queue().await.waiting.len()), (4, 0));
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 4);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watch_notices_that_a_platform_is_back() -> Outcome {
    let shop = Shop::open().await;
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, Broken::Connection, Fault::Refuse)).await.unwrap();
    delivered_against_a_cheque(&shop, "Bernard", GREEN, 1).await;
    shop.until("both functions down", || async { (shop.incident().await?.functions_out.len() == 2).then_some(()) })
        .await;
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    // A person asks: no pause of ours stands in the way.
    let probe = relais_usecases::contract::ProbePlatformRequest { platform: code("viamedis") };
    platforms::probe(&shop.app, call(), probe).await?;
    assert!(shop.incident().await.unwrap().recoverable);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_in_for_later_is_asked_about_again_and_never_said_to_be_decided() -> Outcome {
    use relais_simulator::AnswerRule;
    let shop = Shop::in_the_outage().await;
    delivered_against_a_cheque(&shop, "Bernard", GREEN, 1).await;
    shop.until("the incident", || shop.incident()).await;
    shop.control.set_answer(Platform::VIAMEDIS, GREEN, AnswerRule::Pending).unwrap();
    shop.story_goes_to("pec_back").await;
    for _ in 0..2 {
        let view = recovered(&shop).await;
        let progress = view.progress.unwrap();
        assert_eq!((progress.done, progress.failures, view.rows[0].colour), (1, 1, None));
        assert_eq!(view.rows[0].track, TrackState::Sent);
    }
    shop.control.set_answer(Platform::VIAMEDIS, GREEN, AnswerRule::CoverAsAsked).unwrap();
    let view = recovered(&shop).await;
    assert_eq!((view.progress.unwrap().failures, view.rows[0].colour), (0, Some(RecheckColour::Green)));
    let agreements = shop.control.agreements(Platform::VIAMEDIS);
    assert_eq!((agreements.len(), agreements[0].received), (1, 1));
    Ok(())
}
