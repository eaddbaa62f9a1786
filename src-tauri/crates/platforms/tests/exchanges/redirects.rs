//! Redirects: at home they are followed, with what was asked; abroad nothing goes.

use relais_domain::platform::FailureCode;
use relais_platforms::failure::SendFailure;
use relais_platforms::platform::Platform;
use rstest::rstest;
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use crate::rig::{
    AMPLE, CLAIM, RIGHTS, SEARCH, answer, asked, claim_answer, eligibility, fhir, platform, prior_authorisation,
    request_id, rights_answer,
};

fn redirect(status: u16, location: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("location", location)
}

#[tokio::test]
async fn a_moved_path_on_the_same_host_is_followed_with_the_same_body() {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, redirect(308, "/v2/Claim/$submit")).await;
    answer(&server, "POST", "/v2/Claim/$submit", fhir(200, &claim_answer())).await;
    assert!(connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.is_ok());
    let sent = asked(&server).await;
    assert_eq!(sent[0].body, sent[1].body);
}

#[rstest]
#[case::permanent(301)]
#[case::found(302)]
#[case::see_other(303)]
#[case::temporary(307)]
#[case::moved(308)]
#[tokio::test]
async fn another_host_gets_nothing(#[case] status: u16) {
    let elsewhere = MockServer::start().await;
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, redirect(status, &format!("{}{RIGHTS}", elsewhere.uri()))).await;
    answer(&server, "GET", SEARCH, redirect(status, &format!("{}{SEARCH}", elsewhere.uri()))).await;
    let question = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    let search = connector.find_prior_authorisation(request_id(), AMPLE).await.unwrap_err();
    assert_eq!((question.code, search.code), (FailureCode::RedirectRefused, FailureCode::RedirectRefused));
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_send_is_never_turned_into_a_read() {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, redirect(303, "/fhir/ClaimResponse/4")).await;
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    assert!(matches!(failure, SendFailure::OutcomeUnknown(_)), "« see other » may follow an action: {failure:?}");
    assert_eq!(asked(&server).await.len(), 1);
}

#[tokio::test]
async fn a_search_follows_its_host() {
    let (server, connector) = platform().await;
    answer(&server, "GET", SEARCH, redirect(302, "/v2/ClaimResponse")).await;
    let none = json!({ "resourceType": "Bundle", "type": "searchset" });
    answer(&server, "GET", "/v2/ClaimResponse", fhir(200, &none)).await;
    assert_eq!(connector.find_prior_authorisation(request_id(), AMPLE).await, Ok(None));
}

#[tokio::test]
async fn a_circle_is_left() {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, redirect(307, RIGHTS)).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::RedirectRefused);
    assert_eq!(asked(&server).await.len(), 4);
}

#[tokio::test]
async fn an_answer_created_on_another_host_is_not_fetched() {
    let elsewhere = MockServer::start().await;
    let (server, connector) = platform().await;
    let created = redirect(201, &format!("{}/fhir/CoverageEligibilityResponse/1", elsewhere.uri()));
    answer(&server, "POST", RIGHTS, created).await;
    answer(&elsewhere, "GET", "/fhir/CoverageEligibilityResponse/1", fhir(200, &rights_answer())).await;
    assert!(connector.check_eligibility(&eligibility(), AMPLE).await.is_err());
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}
