//! The assisted portal: no connector, no scraping. « Dossier suivant » hands the fields over one by one, and a person
//! records what the portal said.

use relais_domain::dossier::{RecheckColour, TrackState, Way};
use relais_domain::platform::{FailureCode, Function, FunctionState};
use relais_domain::request::RequestState;
use relais_usecases::contract::{
    DeclareFunctionRequest, IncidentRef, NextPortalRequest, PortalStep, RecordPortalAnswerRequest, RequestRef,
    RightsOutcomeView, VerifyRightsRequest,
};
use relais_usecases::{assisted_portal, platforms, recovery, replay, verify_rights};

use crate::ground::{Outcome, Shop, call, cents, code, day, glasses};

async fn declared(shop: &Shop, state: FunctionState) {
    let (platform, function) = (code("sp-sante"), Function::PriorAuthorisation);
    let said = DeclareFunctionRequest { platform, function, state, said_by: None, text: None };
    platforms::declare(&shop.app, call(), said).await.unwrap();
}

async fn next(shop: &Shop, skip: Vec<relais_domain::ids::DossierId>) -> Option<PortalStep> {
    let incident = shop.incident().await.unwrap().incident;
    assisted_portal::next(&shop.app, call(), NextPortalRequest { incident, skip }).await.unwrap().step
}

#[tokio::test(flavor = "multi_thread")]
async fn one_dossier_after_the_other_goes_through_the_portal_by_hand() -> Outcome {
    let shop = Shop::open().await;
    declared(&shop, FunctionState::Closed).await;
    let mut sold = Vec::new();
    for (name, member) in [("Lacombe", "550011230"), ("Osei", "550011241")] {
        let opened = shop.sells(glasses(name, "sp-sante", member)).await;
        shop.goes(opened.dossier, Way::DeliveredThirdPartyPayment).await;
        sold.push(opened.dossier);
    }
    // F4 says at once that a person must look.
    let asked = VerifyRightsRequest { dossier: sold[0], rank: 1, service_date: None };
    let RightsOutcomeView::NotVerified { failure, .. } = verify_rights::verify(&shop.app, call(), asked).await?.outcome
    else {
        panic!("a portal does not answer by itself")
    };
    assert_eq!(failure, FailureCode::NoConnector);
    let waiting = shop.queue().await.waiting;
    assert!(waiting.len() == 2 && waiting.iter().all(|row| row.by_portal));
    let outcome = replay::send_one(&shop.app, call(), RequestRef { request: waiting[0].request }).await?;
    assert_eq!((outcome.state, outcome.failure), (RequestState::Queued, Some(FailureCode::NoConnector)));

    declared(&shop, FunctionState::Up).await;
    let incident = shop.incident().await.unwrap();
    assert!(incident.recoverable && incident.by_portal);
    let step = next(&shop, Vec::new()).await.unwrap();
    assert_eq!((step.dossier, step.remaining, step.estimate_cents), (sold[0], 1, cents(371_00)));
    assert!(step.portal_url.starts_with("http://127.0.0.1:") && step.portal_url.ends_with("/sp-sante/portail"));
    let value = |name: &str| step.fields.iter().find(|field| field.field == name).map(|field| field.value.as_str());
    assert_eq!(value("family_name"), Some("Lacombe"));
    assert_eq!(value("member_number"), Some("550011230"));
    assert_eq!(value("requested_amount"), Some("371,00"));
    assert_eq!(value("service_date"), Some("31/01/2024"));
    assert!(step.fields.iter().find(|field| field.field == "member_number").unwrap().sensitive);
    assert_eq!(next(&shop, vec![sold[0]]).await.unwrap().dossier, sold[1]);

    let agreed = RecordPortalAnswerRequest {
        dossier: sold[0],
        rank: 1,
        incident: Some(incident.incident),
        agreed: true,
        reference: "SP-77-0042".to_owned(),
        covered_cents: Some(cents(371_00)),
        valid_until: Some(day("2024-04-30")),
        knowingly: false,
    };
    // More than was asked, or over already: read again, or at least said to have been.
    let (above, over) = (Some(cents(371_01)), Some(day("2024-01-01")));
    for (field, doubtful) in [
        ("covered_cents", RecordPortalAnswerRequest { covered_cents: above, ..agreed.clone() }),
        ("valid_until", RecordPortalAnswerRequest { valid_until: over, ..agreed.clone() }),
    ] {
        let entries = shop.entries();
        let refused = assisted_portal::record_answer(&shop.app, call(), doubtful).await.unwrap_err();
        assert_eq!(refused.params, serde_json::json!({ "field": field, "reason": "unchecked" }));
        assert_eq!(shop.entries(), entries);
    }
    let recorded = assisted_portal::record_answer(&shop.app, call(), agreed).await?;
    assert_eq!((recorded.colour, recorded.customer_owes_cents), (RecheckColour::Green, cents(0)));
    let track = shop.dossier(sold[0]).await.tracks.remove(0);
    assert_eq!(track.state, TrackState::Accepted);
    assert_eq!(track.agreement_reference.as_deref(), Some("SP-77-0042"));
    assert_eq!((track.covered_cents, track.agreement_valid_until), (Some(cents(371_00)), Some(day("2024-04-30"))));
    assert_eq!(track.request_state, Some(RequestState::Answered));

    let refused = RecordPortalAnswerRequest {
        dossier: sold[1],
        rank: 1,
        incident: None,
        agreed: false,
        reference: String::new(),
        covered_cents: None,
        valid_until: None,
        knowingly: false,
    };
    let recorded = assisted_portal::record_answer(&shop.app, call(), refused.clone()).await?;
    assert_eq!((recorded.colour, recorded.customer_owes_cents), (RecheckColour::Red, cents(371_00)));
    assert_eq!(next(&shop, Vec::new()).await, None);
    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.done.len()), (0, 2));
    let view = recovery::view(&shop.app, call(), IncidentRef { incident: incident.incident }).await?;
    assert_eq!((view.incident.funnel.green, view.incident.funnel.red), (1, 1));
    // Read wrong on the portal: what is recorded next is another entry, and the first stays.
    let corrected = RecordPortalAnswerRequest { agreed: true, covered_cents: Some(cents(371_00)), ..refused };
    let recorded = assisted_portal::record_answer(&shop.app, call(), corrected).await?;
    assert_eq!((recorded.colour, recorded.customer_owes_cents), (RecheckColour::Green, cents(0)));
    let checks = shop.dossier(sold[1]).await.timeline.into_iter().filter(|row| row.kind == "dossier.rechecked");
    assert_eq!(checks.count(), 2);
    Ok(())
}
