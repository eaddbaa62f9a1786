//! January and February 2024 as each trade lived them, from the first minute to the last settled dossier: Viamedis falls, then
//! Almerys closes its portal by precaution; opticians deliver against cheques, hearing aids are on trial, pharmacies go on
//! through their concentrator and wait for their money.

use relais_domain::context::{Activity, PaymentMeans};
use relais_domain::dossier::{PaymentPurpose, RecheckColour, TrackState, Way};
use relais_domain::formality::Formality;
use relais_domain::ids::{ChequeId, DossierId};
use relais_domain::incident::IncidentNature;
use relais_domain::platform::Function;
use relais_domain::source::SourceCode;
use relais_simulator::Platform;
use relais_usecases::contract::{
    CustomerPaymentRequest, IncidentRef, IncidentRow, Moment, Nothing, OpenDossierRequest, OpenIncidentRequest,
    ProbePlatformRequest, ProblemCode, RightsOutcomeView,
};
use relais_usecases::{customer_payment, incidents, keep_cheque, platforms, recovery};

use crate::circuit::{lots, one, returns, takes};
use crate::ground::{Outcome, Shop, call, cents, cheque_for, code, glasses};
use crate::outages::{asks, closes, gives_back, is_paid, owed, pays_his_share, recovered};

/// The member number chooses what the platform will answer.
const GREEN: &str = "4417002230";
const ORANGE: &str = "4417002217";
const RED: &str = "4417002209";
const SHARE_CENTS: i64 = 371_00;
/// 85 % of it.
const ORANGE_COVERED: i64 = 315_35;

#[tokio::test(flavor = "multi_thread")]
async fn an_opticians_outage_of_2024() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let mut sold = Vec::new();
    for (nth, (name, member)) in (1..).zip([("Bernard", GREEN), ("Haddadi", ORANGE), ("Queyrel", RED)]) {
        sold.push(against_a_cheque(&shop, glasses(name, "viamedis", member), nth).await);
    }
    let viamedis = shop.until("the incident", || shop.incident()).await.incident;

    // 5 February: Almerys closes its portal, says so, and goes on answering by its services.
    shop.move_to("2024-02-05T09:00:00Z");
    let closed = OpenIncidentRequest {
        platform: code("almerys"),
        functions: vec![Function::PriorAuthorisation],
        nature: IncidentNature::PrecautionaryClosure,
        since: None,
        said_by: SourceCode::parse("operator").unwrap(),
        text: "Portail fermé par précaution, les services répondent.".to_owned(),
    };
    incidents::open_by_hand(&shop.app, call(), closed).await?;
    let at_almerys = OpenDossierRequest {
        insurer_name: "Prévoyance du Levant".to_owned(),
        amc_number: "973155088".to_owned(),
        ..glasses("Kermarrec", "almerys", "A7702213")
    };
    let kept = shop.sells(at_almerys).await.dossier;
    shop.verifies(kept).await;
    let rights = shop.dossier(kept).await.tracks[0].rights.clone().unwrap();
    assert!(matches!(rights.outcome, RightsOutcomeView::Answered { .. }), "the services of Almerys answer");
    shop.goes(kept, Way::DeliveredThirdPartyPayment).await;
    shop.marks(kept, Moment::Delivery).await;
    pays_his_share(&shop, kept).await;
    let almerys = open_at(&shop, "almerys").await.unwrap().incident;
    assert_ne!(almerys, viamedis);

    // Rights are back on the twelfth, agreements on the nineteenth, at both.
    shop.story_goes_to("rights_back").await;
    let refused = recovery::close(&shop.app, call(), IncidentRef { incident: viamedis }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::IncidentHasOpenDossiers);
    shop.story_goes_to("pec_back").await;
    let view = recovered(&shop, viamedis).await;
    let colours: Vec<_> = sold.iter().map(|(it, _)| view.rows.iter().find(|row| row.dossier == *it)).collect();
    let colours: Vec<_> = colours.into_iter().map(|row| row.unwrap().colour.unwrap()).collect();
    assert_eq!(colours, [RecheckColour::Green, RecheckColour::Orange, RecheckColour::Red]);

    is_paid(&shop, sold[0].0, "viamedis", SHARE_CENTS).await?;
    is_paid(&shop, sold[1].0, "viamedis", ORANGE_COVERED).await?;
    for ((dossier, cheque), due) in sold.iter().zip([0, SHARE_CENTS - ORANGE_COVERED, SHARE_CENTS]) {
        if due > 0 {
            pays(&shop, *dossier, due).await?;
        }
        gives_back(&shop, *cheque).await?;
        assert!(shop.dossier(*dossier).await.settled);
    }
    closes(&shop, viamedis).await?;

    is_back(&shop, "almerys").await?;
    recovered(&shop, almerys).await;
    is_paid(&shop, kept, "almerys", SHARE_CENTS).await?;
    closes(&shop, almerys).await?;
    assert_eq!(owed(&shop).await?, 0);
    assert!(shop.control.records().iter().all(|record| record.received == 1), "a share was asked for twice");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hearing_aid_dispensers_outage_of_2024() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let aids = OpenDossierRequest { activity: Activity::Hearing, ..glasses("Bernard", "viamedis", GREEN) };
    let dossier = shop.sells(aids).await.dossier;
    shop.verifies(dossier).await;
    let incident = shop.until("the incident", || shop.incident()).await.incident;
    let kept = keep_cheque::keep(&shop.app, call(), cheque_for(dossier, 1)).await.unwrap_err();
    assert_eq!(kept.code, ProblemCode::TrialUnderWay);
    // Taken home for thirty days, under tiers payant: what the insurer will pay is the shop's to carry.
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    shop.marks(dossier, Moment::Delivery).await;
    pays_his_share(&shop, dossier).await;
    assert_eq!(shop.queue().await.waiting.len(), 1);

    shop.story_goes_to("pec_back").await;
    let view = recovered(&shop, incident).await;
    assert_eq!((view.incident.funnel.dossiers, view.incident.funnel.green), (1, 1));
    let refused = recovery::close(&shop.app, call(), IncidentRef { incident }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::IncidentHasOpenDossiers);

    // The trial is over: it is invoiced, and paid.
    shop.move_to("2024-03-02T09:00:00Z");
    asks(&shop, dossier, Formality::Claim).await?;
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Accepted);
    is_paid(&shop, dossier, "viamedis", SHARE_CENTS).await?;
    closes(&shop, incident).await?;
    assert_eq!(owed(&shop).await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pharmacys_outage_of_2024() -> Outcome {
    // Its rights fall two days before the opticians', and its money with them.
    let shop = Shop::of_trade(Activity::Pharmacy, "viamedis-2024", "2024-01-29T14:05:00Z").await;
    let mut handed_over = Vec::new();
    for invoice in ["FA-2024-3144", "FA-2024-3147"] {
        let sale = OpenDossierRequest {
            activity: Activity::Pharmacy,
            reference: invoice.to_owned(),
            ..glasses("Bernard", "viamedis", GREEN)
        };
        let dossier = shop.sells(sale).await.dossier;
        shop.verifies(dossier).await;
        let view = shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
        assert_eq!(view.tracks[0].state, TrackState::Entrusted, "the concentrator has it");
        assert_eq!(view.delivered_on, Some(shop.practice().today()), "it is handed over at once");
        pays_his_share(&shop, dossier).await;
        takes(&shop, lots(&one("131", invoice)), &[], "").await?;
        handed_over.push(dossier);
    }
    let incident = shop.until("the incident", || shop.incident()).await.incident;
    assert_eq!(shop.queue().await.waiting.len(), 0, "nothing leaves from here");
    assert_eq!(owed(&shop).await?, 2 * SHARE_CENTS);

    // Nine days without money: what comes back is accepted, and nothing is on the account.
    shop.move_to("2024-02-06T09:00:00Z");
    let accepted = "N° lot;N° facture;Date retour;Statut\n\
                    131;FA-2024-3144;05/02/2024;Accepté\n131;FA-2024-3147;05/02/2024;Accepté\n";
    takes(&shop, returns(accepted), &[], "").await?;
    assert!(shop.control.credits().is_empty(), "transfers are suspended");
    assert_eq!(shop.dossier(handed_over[0]).await.tracks[0].state, TrackState::Accepted);
    let refused = recovery::close(&shop.app, call(), IncidentRef { incident }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::IncidentHasOpenDossiers);

    shop.move_to("2024-02-26T09:00:00Z");
    for dossier in &handed_over {
        is_paid(&shop, *dossier, "viamedis", SHARE_CENTS).await?;
    }
    is_back(&shop, "viamedis").await?;
    closes(&shop, incident).await?;
    assert_eq!(owed(&shop).await?, 0);
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS), [], "not one share was sent twice");
    Ok(())
}

/// Glasses delivered against a cheque, the rights asked for in vain.
async fn against_a_cheque(shop: &Shop, sale: OpenDossierRequest, nth: u32) -> (DossierId, ChequeId) {
    let dossier = shop.sells(sale).await.dossier;
    shop.verifies(dossier).await;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    pays_his_share(shop, dossier).await;
    (dossier, shop.keeps(dossier, nth).await.cheque)
}

/// The customer pays what his insurer does not.
async fn pays(shop: &Shop, dossier: DossierId, due: i64) -> Outcome {
    let difference = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(due),
        means: PaymentMeans::Card,
        purpose: PaymentPurpose::Difference,
        on: shop.practice().today(),
    };
    customer_payment::record(&shop.app, call(), difference).await.map(drop)
}

/// The incident of a platform that is not closed.
async fn open_at(shop: &Shop, platform: &str) -> Option<IncidentRow> {
    let list = recovery::list(&shop.app, call(), Nothing {}).await.unwrap();
    list.incidents.into_iter().find(|incident| !incident.closed && incident.platform == code(platform))
}

/// The platform is looked at and answers again.
async fn is_back(shop: &Shop, platform: &str) -> Outcome {
    shop.practice().lines.end_pauses(None);
    platforms::probe(&shop.app, call(), ProbePlatformRequest { platform: code(platform) }).await?;
    shop.until("the functions to be back", || async {
        open_at(shop, platform).await.filter(|incident| incident.functions_out.is_empty())
    })
    .await;
    Ok(())
}
