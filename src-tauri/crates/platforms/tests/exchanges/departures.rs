//! How a message leaves: announced length, media types, one identifier, no trace of who is asking beyond the program.

use relais_platforms::platform::Platform;
use serde_json::Value;

use crate::rig::{AMPLE, CLAIM, answer, asked, claim_answer, fhir, platform, prior_authorisation};

#[tokio::test]
async fn a_message_announces_its_length_and_its_kind() {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, fhir(200, &claim_answer())).await;
    connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap();
    let sent = &asked(&server).await[0];
    assert_eq!(sent.headers.get("content-length").unwrap().to_str().unwrap(), sent.body.len().to_string());
    assert_eq!(sent.headers.get("content-type").unwrap(), "application/fhir+json");
    assert_eq!(sent.headers.get("accept").unwrap(), "application/fhir+json");
    assert_eq!(sent.headers.get("authorization").unwrap(), "Bearer jeton-1");
    assert!(sent.headers.get("user-agent").unwrap().to_str().unwrap().starts_with("Relais/"));
    assert!(sent.headers.get("referer").is_none());
}

#[tokio::test]
async fn amounts_leave_as_exact_decimals() {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, fhir(200, &claim_answer())).await;
    connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap();
    let body = String::from_utf8(asked(&server).await[0].body.clone()).unwrap();
    for amount in [r#""unitPrice":{"value":156.05,"#, r#""net":{"value":312.10,"#, r#""total":{"value":401.17,"#] {
        assert!(body.contains(amount), "{amount} is not in {body}");
    }
    let message: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(message["use"], "preauthorization");
    assert_eq!(message["identifier"][0]["value"], "urn:uuid:018d5f3a-6b00-7c11-8a22-3344556677aa");
}
