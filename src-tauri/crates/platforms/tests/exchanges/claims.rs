//! Quotes, invoices and cancellations: each use is asked and answered as itself, and what is taken back is said to be only
//! when the platform says so.

use relais_domain::platform::FailureCode;
use relais_platforms::answer::{AdvisedPayment, CancellationVerdict, Outcome, Verdict};
use relais_platforms::dialect::CancelBy;
use relais_platforms::failure::SendFailure;
use relais_platforms::platform::Platform;
use relais_platforms::request::{CancellationRequest, ClaimUse};
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;
use wiremock::ResponseTemplate;

use crate::rig::{
    AMPLE, CLAIM, SEARCH, answer, asked, cents, claim_answer, config, connector_of, fhir, platform,
    prior_authorisation, request_id, with,
};

const TASK: &str = "/fhir/Task";

pub(crate) fn cancellation() -> CancellationRequest {
    CancellationRequest {
        id: Uuid::from_u128(0x018d_5f3a_0000_7000_8000_0000_0000_0077),
        created_at: "2024-02-01T09:00:00Z".parse().unwrap(),
        claim_use: ClaimUse::PriorAuthorisation,
        claim: prior_authorisation(),
    }
}

#[tokio::test]
async fn a_quote_is_asked_as_a_quote_and_its_answer_needs_no_number() {
    let (server, connector) = platform().await;
    let told = with(with(claim_answer(), "/use", json!("predetermination")), "/preAuthRef", Value::Null);
    answer(&server, "POST", CLAIM, fhir(200, &told)).await;
    let quote = connector.submit_claim(ClaimUse::Predetermination, &prior_authorisation(), AMPLE).await.unwrap();
    assert_eq!((quote.covered_cents, quote.verdict()), (Some(cents(38_903)), Verdict::Agreed));
    assert_eq!(quote.claim_use, ClaimUse::Predetermination);
    let sent: Value = serde_json::from_slice(&asked(&server).await[0].body).unwrap();
    assert_eq!(sent["use"], "predetermination");
}

#[tokio::test]
async fn an_invoice_rests_on_its_agreement_and_is_advised_not_paid() {
    let (server, connector) = platform().await;
    let payment = json!({ "type": { "text": "x" }, "date": "2024-02-20", "amount": { "value": 389.03, "currency": "EUR" },
        "identifier": { "value": "VIR-2024-77" } });
    let told = with(with(claim_answer(), "/use", json!("claim")), "/payment", payment);
    answer(&server, "POST", CLAIM, fhir(200, &told)).await;
    let mut request = prior_authorisation();
    request.authorisation = Some("PEC-88123".into());
    let answered = connector.submit_claim(ClaimUse::Claim, &request, AMPLE).await.unwrap();
    let advised = AdvisedPayment {
        amount_cents: Some(cents(38_903)),
        on: Some(jiff::civil::date(2024, 2, 20)),
        reference: Some("VIR-2024-77".into()),
    };
    assert_eq!(answered.payment, Some(advised));
    let sent: Value = serde_json::from_slice(&asked(&server).await[0].body).unwrap();
    assert_eq!(sent["insurance"][0]["preAuthRef"], json!(["PEC-88123"]));
}

#[rstest]
#[case::quote(ClaimUse::Predetermination)]
#[case::invoice(ClaimUse::Claim)]
#[tokio::test]
async fn an_answer_to_another_use_is_not_taken(#[case] claim_use: ClaimUse) {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, fhir(200, &claim_answer())).await;
    let failure = connector.submit_claim(claim_use, &prior_authorisation(), AMPLE).await.unwrap_err();
    assert!(matches!(failure, SendFailure::OutcomeUnknown(_)), "{failure:?}");
}

#[tokio::test]
async fn a_lost_invoice_is_found_again_by_its_identifier() {
    let (server, connector) = platform().await;
    let told = with(with(claim_answer(), "/use", json!("claim")), "/outcome", json!("queued"));
    let bundle = json!({ "resourceType": "Bundle", "type": "searchset", "entry": [{ "resource": told }] });
    answer(&server, "GET", SEARCH, fhir(200, &bundle)).await;
    let found = connector.find_claim(ClaimUse::Claim, request_id(), AMPLE).await.unwrap().unwrap();
    assert_eq!((found.outcome, found.verdict()), (Outcome::Queued, Verdict::Pending));
}

fn task(status: &str) -> Value {
    json!({ "resourceType": "Task", "id": "t1", "status": status, "intent": "order",
        "focus": { "identifier": { "value": request_id().urn().to_string() } },
        "statusReason": { "text": "Motif d'exemple" } })
}

#[rstest]
#[case::done(fhir(200, &task("completed")), CancellationVerdict::Cancelled)]
#[case::created(fhir(201, &task("accepted")), CancellationVerdict::Pending)]
#[case::refused(fhir(200, &task("rejected")), CancellationVerdict::Refused)]
#[case::taken_in(ResponseTemplate::new(202), CancellationVerdict::Pending)]
#[tokio::test]
async fn a_cancellation_is_what_the_platform_says(
    #[case] reply: ResponseTemplate,
    #[case] verdict: CancellationVerdict,
) {
    let (server, connector) = platform().await;
    answer(&server, "POST", TASK, reply).await;
    assert_eq!(connector.cancel(&cancellation(), AMPLE).await.unwrap().verdict, verdict);
    let sent: Value = serde_json::from_slice(&asked(&server).await[0].body).unwrap();
    assert_eq!(sent["code"]["coding"][0]["code"], "cancel");
    assert_eq!(sent["focus"]["identifier"]["value"], request_id().urn().to_string());
}

#[tokio::test]
async fn a_cancellation_of_another_claim_or_of_no_claim_is_not_believed() {
    let (server, connector) = platform().await;
    let other =
        with(task("completed"), "/focus/identifier/value", json!("urn:uuid:00000000-0000-4000-8000-000000000000"));
    answer(&server, "POST", TASK, fhir(200, &other)).await;
    let failure = connector.cancel(&cancellation(), AMPLE).await.unwrap_err();
    assert_eq!(failure.failure().code, FailureCode::WrongRequest);
    assert!(matches!(failure, SendFailure::OutcomeUnknown(_)));
}

#[rstest]
#[case::cancelled("/status", json!("cancelled"), CancellationVerdict::Cancelled)]
#[case::refused("/outcome", json!("error"), CancellationVerdict::Refused)]
#[case::answered_as_if_active("/outcome", json!("complete"), CancellationVerdict::Pending)]
#[tokio::test]
async fn a_server_may_take_the_claim_again_with_its_status(
    #[case] pointer: &str,
    #[case] value: Value,
    #[case] verdict: CancellationVerdict,
) {
    let (server, _) = platform().await;
    let mut config = config(*server.address());
    config.dialect.cancel_by = CancelBy::Status;
    answer(&server, "POST", CLAIM, fhir(200, &with(claim_answer(), pointer, value))).await;
    assert_eq!(connector_of(&config).cancel(&cancellation(), AMPLE).await.unwrap().verdict, verdict);
    let sent: Value = serde_json::from_slice(&asked(&server).await[0].body).unwrap();
    assert_eq!(
        (&sent["status"], &sent["identifier"][0]["value"]),
        (&json!("cancelled"), &json!(request_id().urn().to_string()))
    );
}
