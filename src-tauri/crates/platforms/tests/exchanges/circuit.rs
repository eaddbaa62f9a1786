//! The connector under its circuits: fast refusals, probes, pace, and functions that fail alone.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use relais_domain::platform::{FailureCode, Function, FunctionState};
use relais_platforms::breakers::Breakers;
use relais_platforms::circuit::CircuitPolicy;
use relais_platforms::connector::{ClientSecret, FhirConnector, Pace};
use relais_platforms::failure::SendFailure;
use relais_platforms::platform::Platform;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::rig::{
    AMPLE, CLAIM, RIGHTS, SEARCH, SECRET, answer, asked, claim_answer, code, config, connector_of, eligibility, fhir,
    platform, prior_authorisation, rights_answer,
};

fn connector_with(address: std::net::SocketAddr, breakers: &Arc<Breakers>) -> FhirConnector {
    FhirConnector::new(&config(address), ClientSecret::new(SECRET.into()), Arc::clone(breakers)).unwrap()
}

fn quick_breakers(pause: Duration) -> Arc<Breakers> {
    Arc::new(Breakers::new(CircuitPolicy { first_pause: pause, longest_pause: pause, ..CircuitPolicy::default() }))
}

#[tokio::test]
async fn an_open_circuit_answers_at_once_and_the_other_function_goes_on() {
    let (server, _) = platform().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(500)).await;
    answer(&server, "POST", CLAIM, fhir(200, &claim_answer())).await;
    let breakers = quick_breakers(Duration::from_secs(60));
    let connector = connector_with(*server.address(), &breakers);
    for _ in 0..3 {
        connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    }
    let calls = asked(&server).await.len();
    let refused = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(refused.code, FailureCode::CircuitOpen);
    assert!(refused.retry_after_s.is_some_and(|delay_s| delay_s > 0 && delay_s <= 60), "{refused:?}");
    assert_eq!(asked(&server).await.len(), calls, "nothing was sent");
    assert_eq!(breakers.state(&code(), Function::Rights), FunctionState::Down);
    assert!(connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.is_ok());
    assert_eq!(breakers.state(&code(), Function::PriorAuthorisation), FunctionState::Up);
}

#[tokio::test]
async fn an_open_circuit_leaves_a_send_certainly_not_sent() {
    let (server, _) = platform().await;
    answer(&server, "POST", CLAIM, ResponseTemplate::new(500)).await;
    let connector = connector_with(*server.address(), &quick_breakers(Duration::from_secs(60)));
    for _ in 0..3 {
        connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    }
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    assert!(matches!(failure, SendFailure::NotSent(_)), "{failure:?}");
}

#[tokio::test]
async fn a_probe_that_concerns_nobody_closes_the_circuit_again() {
    let (server, _) = platform().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(500).append_header("x-broken", "1")).await;
    let breakers = quick_breakers(Duration::ZERO);
    let connector = connector_with(*server.address(), &breakers);
    for _ in 0..3 {
        connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    }
    assert!(connector.probe(Function::Rights, "OPTI", AMPLE).await.is_err(), "still broken");
    server.reset().await;
    crate::rig::give_tokens(&server, 3600).await;
    let refusal = json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": "required" }] });
    answer(&server, "POST", RIGHTS, fhir(400, &refusal)).await;
    assert_eq!(connector.probe(Function::Rights, "OPTI", AMPLE).await, Ok(()), "a refusal is an answer");
    assert_eq!(breakers.state(&code(), Function::Rights), FunctionState::Up);
}

#[tokio::test]
async fn each_function_is_probed_where_it_lives() {
    let (server, connector) = platform().await;
    let none = json!({ "resourceType": "Bundle", "type": "searchset" });
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    answer(&server, "GET", SEARCH, fhir(200, &none)).await;
    answer(&server, "GET", "/fhir/metadata", fhir(200, &json!({ "resourceType": "CapabilityStatement" }))).await;
    for function in [Function::Rights, Function::PriorAuthorisation, Function::PaymentAdvice] {
        assert_eq!(connector.probe(function, "OPTI", AMPLE).await, Ok(()));
    }
    let paths: Vec<String> = asked(&server).await.iter().map(|request| request.url.path().to_owned()).collect();
    assert_eq!(paths, [RIGHTS, SEARCH, "/fhir/metadata"]);
    let metadata = &asked(&server).await[2];
    assert!(metadata.headers.get("authorization").is_none(), "the capability statement needs no token");
}

#[tokio::test]
async fn a_probe_is_not_content_with_anything() {
    let (server, connector) = platform().await;
    let outcome =
        json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": "exception" }] });
    answer(&server, "POST", RIGHTS, fhir(200, &outcome)).await;
    answer(&server, "GET", SEARCH, fhir(200, &json!({ "resourceType": "Basic" }))).await;
    answer(&server, "GET", "/fhir/metadata", ResponseTemplate::new(200).set_body_string("<html>")).await;
    let mut codes = Vec::new();
    for function in [Function::Rights, Function::PriorAuthorisation, Function::Quote] {
        codes.push(connector.probe(function, "OPTI", AMPLE).await.unwrap_err().code);
    }
    assert_eq!(codes, [FailureCode::OperationOutcome, FailureCode::UnexpectedShape, FailureCode::NotJson]);
}

#[tokio::test]
async fn our_own_pace_waits_within_the_budget_and_says_so_beyond() {
    let (server, _) = platform().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    let mut config = config(*server.address());
    config.pace = Pace { calls_per_second: NonZeroU32::MIN };
    let connector = connector_of(&config);
    connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    let paced = connector.check_eligibility(&eligibility(), Duration::from_millis(20)).await.unwrap_err();
    assert_eq!(paced.code, FailureCode::Paced);
    assert!(paced.retry_after_s.is_some_and(|seconds| (1..=2).contains(&seconds)), "{paced:?}");
    connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!(asked(&server).await.len(), 2);
}
