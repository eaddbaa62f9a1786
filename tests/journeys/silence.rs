//! The insurer keeps silent: the cheques concerned are raised with the last day, their customers told together, each by a letter kept
//! with his sale; eight days later the cheque is deposited, converted or given back.

use relais_domain::cheque::{ChequeAgreement, ChequePosition, ChequeState, ReturnManner, WhyTell};
use relais_domain::context::Activity;
use relais_domain::document::Paper;
use relais_domain::dossier::Way;
use relais_domain::ids::{ChequeId, DossierId};
use relais_usecases::contract::{
    ConvertChequeRequest, DepositChequeRequest, GiveNoticesRequest, Moment, Nothing, OpenDossierRequest, Problem,
    ProblemCode, ReturnChequeRequest, ToTellList,
};
use relais_usecases::{choose_way, keep_cheque, notices, settle_cheque};

use crate::ground::{Outcome, Shop, call, cents, cheque_for, day, glasses, pdf_text};

async fn kept_for(shop: &Shop, name: &str, nth: u32) -> (DossierId, ChequeId) {
    let sold = shop.sells(glasses(name, "viamedis", "4417002230")).await;
    shop.goes(sold.dossier, Way::ChequeKept).await;
    shop.marks(sold.dossier, Moment::Delivery).await;
    (sold.dossier, shop.keeps(sold.dossier, nth).await.cheque)
}

async fn to_tell(shop: &Shop) -> ToTellList {
    notices::list(&shop.app, call(), Nothing {}).await.unwrap()
}

async fn tells(shop: &Shop, cheques: &[ChequeId]) -> Result<relais_usecases::contract::NoticesGiven, Problem> {
    notices::give(&shop.app, call(), GiveNoticesRequest { cheques: cheques.to_vec() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_insurer_is_told_of_in_time_and_three_ends_follow() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let mut kept = Vec::new();
    for (name, nth) in [("Bernard", 11), ("Chevalier", 12), ("Dumas", 13)] {
        kept.push(kept_for(&shop, name, nth).await);
    }
    let cheques: Vec<ChequeId> = kept.iter().map(|(_, cheque)| *cheque).collect();
    assert_eq!(to_tell(&shop).await.rows, []);
    shop.days_later(36);
    assert_eq!(to_tell(&shop).await.rows, [], "the answer is awaited until the eighth of March");
    let before = shop.entries();
    let early = tells(&shop, &cheques).await.unwrap_err();
    assert_eq!((early.code, &early.params["cheque"]), (ProblemCode::PromisedNotBefore, &serde_json::json!(cheques[0])));
    assert_eq!(shop.entries(), before, "nobody was told");

    shop.days_later(1);
    let raised = to_tell(&shop).await;
    assert_eq!((raised.rows.len(), raised.total_cents), (3, cents(1_113_00)));
    assert_eq!((raised.rows[0].to_tell.why, raised.rows[0].to_tell.tell_by), (WhyTell::Silence, day("2024-03-08")));
    let row = shop.cheque(cheques[0]).await.row;
    assert_eq!(row.to_tell, Some(raised.rows[0].to_tell));
    let given = tells(&shop, &cheques).await?;
    assert_eq!((given.count, given.letters.pages), (3, 3));
    let text = pdf_text(&given.letters.path);
    let said = ["Bernard", "Chevalier", "Dumas", "n’avait pas répondu", "16/03/2024", "L-2024-0001", "L-2024-0003"];
    for said in said {
        assert!(text.contains(said), "the letters do not say « {said} »:\n{text}");
    }
    assert_eq!(to_tell(&shop).await.rows, [], "once told they are told");
    for (dossier, _) in &kept {
        let papers = shop.dossier(*dossier).await.documents;
        assert!(papers.iter().any(|paper| paper.paper == Paper::DepositNotice), "the letter stays with its sale");
    }

    shop.days_later(7);
    let second = crate::team::second(&shop).await;
    let deposit = |on: &str| DepositChequeRequest {
        cheque: cheques[0],
        on: day(on),
        override_reason: Some("La mutuelle se tait".to_owned()),
        second: second.clone(),
    };
    shop.days_later(1);
    let staff = DepositChequeRequest { override_reason: None, second: None, ..deposit("2024-03-16") };
    let refused = settle_cheque::deposit(&shop.app, call(), staff).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::OwnerMustOverride, "the share still waits in the queue");
    let gone = settle_cheque::deposit(&shop.app, call(), deposit("2024-03-16")).await?;
    assert_eq!(gone.row.position, ChequePosition::Deposited);
    let convert = ConvertChequeRequest {
        cheque: cheques[1],
        deposit_on: day("2024-03-18"),
        reason: "Le client demande lui-même".to_owned(),
        second: second.clone(),
    };
    let converted = settle_cheque::convert(&shop.app, call(), convert).await?;
    assert_eq!(converted.row.agreement, ChequeAgreement::DepositedLater);
    let back = |reason: Option<&str>| ReturnChequeRequest {
        cheque: cheques[2],
        on: day("2024-03-16"),
        manner: ReturnManner::InPerson,
        override_reason: reason.map(str::to_owned),
        second: second.clone().filter(|_| reason.is_some()),
    };
    let held = settle_cheque::give_back(&shop.app, call(), back(None)).await.unwrap_err();
    assert_eq!(held.code, ProblemCode::AmcShareNotPaid);
    settle_cheque::give_back(&shop.app, call(), back(Some("Vente reprise"))).await?;
    assert_eq!(shop.cheque(cheques[2]).await.life.state, ChequeState::Returned);
    Ok(())
}

/// Hearing aids that are tried for thirty days: nothing is invoiced, and no cheque is kept.
#[tokio::test(flavor = "multi_thread")]
async fn no_cheque_is_kept_while_hearing_aids_are_tried() -> Outcome {
    let shop = Shop::open().await;
    let aids = OpenDossierRequest { activity: Activity::Hearing, ..glasses("Bernard", "viamedis", "4417002230") };
    let sold = shop.sells(aids).await;
    let refused = |answer: Result<(), Problem>| {
        let problem = answer.unwrap_err();
        assert_eq!(problem.code, ProblemCode::TrialUnderWay);
        problem.params["not_before"].as_str().map(str::to_owned)
    };
    let way = || {
        choose_way::choose(
            &shop.app,
            call(),
            relais_usecases::contract::ChooseWayRequest { dossier: sold.dossier, way: Way::ChequeKept },
        )
    };
    let keep = || keep_cheque::keep(&shop.app, call(), cheque_for(sold.dossier, 41));
    let before = shop.entries();
    assert_eq!(refused(way().await.map(drop)), None, "not before they are delivered for the trial");
    assert_eq!(refused(keep().await.map(drop)), None);
    assert_eq!(shop.entries(), before);
    let shown = shop.marks(sold.dossier, Moment::Delivery).await;
    let warned = shown.warnings.iter().find(|warned| warned.forbids).expect("the counter shows it");
    assert!(warned.against.contains(&Way::ChequeKept) && warned.against.contains(&Way::ChequeDepositedLater));
    assert_eq!(refused(keep().await.map(drop)).as_deref(), Some("2024-03-02"));
    shop.days_later(30);
    assert_eq!(
        refused(way().await.map(drop)).as_deref(),
        Some("2024-03-02"),
        "the thirtieth day is a day of the trial"
    );
    shop.days_later(1);
    way().await?;
    keep().await?;
    assert!(!shop.dossier(sold.dossier).await.warnings.iter().any(|warned| warned.forbids));
    Ok(())
}
