//! Client credentials: who gets a token, what it opens, and for how long.

use relais_simulator::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Platform, TOKEN_LIFETIME_S};
use rstest::rstest;

use crate::bench::{Bench, fhir_post, instant, rights_request, token_request};
use crate::client::{Request, call};

#[tokio::test]
async fn a_token_is_given_for_credentials_in_the_form() {
    let bench = Bench::new().await;
    let reply = call(&bench.base, token_request(Platform::VIAMEDIS)).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let given = reply.json();
    assert_eq!(given["token_type"], "Bearer");
    assert_eq!(given["expires_in"], TOKEN_LIFETIME_S);
    assert!(given["access_token"].as_str().unwrap().len() >= 32);
}

#[tokio::test]
async fn a_token_is_given_for_basic_credentials() {
    let bench = Bench::new().await;
    // "cabinet-demonstration:secret-de-demonstration"
    let basic = "Basic Y2FiaW5ldC1kZW1vbnN0cmF0aW9uOnNlY3JldC1kZS1kZW1vbnN0cmF0aW9u";
    let request = Request::form("/almerys/oauth/token", "grant_type=client_credentials&scope=droits");
    let reply = call(&bench.base, request.header("Authorization", basic)).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json()["scope"], "droits");
}

#[rstest]
#[case::wrong_secret(&format!("grant_type=client_credentials&client_id={DEMO_CLIENT_ID}&client_secret=faux"), 401, "invalid_client")]
#[case::wrong_client(&format!("grant_type=client_credentials&client_id=autre&client_secret={DEMO_CLIENT_SECRET}"), 401, "invalid_client")]
#[case::no_credentials("grant_type=client_credentials", 401, "invalid_client")]
#[case::no_grant("client_id=a&client_secret=b", 400, "invalid_request")]
#[case::other_grant("grant_type=password&username=a&password=b", 400, "unsupported_grant_type")]
#[tokio::test]
async fn a_token_is_refused(#[case] body: &str, #[case] status: u16, #[case] error: &str) {
    let bench = Bench::new().await;
    let reply = call(&bench.base, Request::form("/viamedis/oauth/token", body)).await;
    assert_eq!(reply.status, status);
    assert_eq!(reply.json()["error"], error);
    assert_eq!(reply.header("www-authenticate").is_some(), status == 401);
}

#[tokio::test]
async fn credentials_given_twice_are_refused() {
    let bench = Bench::new().await;
    let request = token_request(Platform::VIAMEDIS).header("Authorization", "Basic YTpi");
    let reply = call(&bench.base, request).await;
    assert_eq!((reply.status, reply.json()["error"].as_str()), (400, Some("invalid_request")));
}

#[tokio::test]
async fn a_token_opens_its_own_platform_for_five_minutes() {
    let bench = Bench::new().await;
    let token = bench.token(Platform::VIAMEDIS).await;
    let ask = |platform, token: &str| {
        fhir_post(platform, "CoverageEligibilityRequest", &rights_request("10000001")).bearer(token)
    };
    assert_eq!(call(&bench.base, ask(Platform::VIAMEDIS, &token)).await.status, 200);
    assert_eq!(call(&bench.base, ask(Platform::ALMERYS, &token)).await.status, 401);

    bench.control.set_clock(instant("2024-01-22T09:04:59+01:00")).await.unwrap();
    assert_eq!(call(&bench.base, ask(Platform::VIAMEDIS, &token)).await.status, 200);
    bench.control.set_clock(instant("2024-01-22T09:05:00+01:00")).await.unwrap();
    let late = call(&bench.base, ask(Platform::VIAMEDIS, &token)).await;
    assert_eq!(late.status, 401);
    assert!(late.header("www-authenticate").unwrap().contains("invalid_token"));
    assert_eq!(late.json()["resourceType"], "OperationOutcome");
}

#[tokio::test]
async fn no_token_and_a_made_up_token_are_told_apart() {
    let bench = Bench::new().await;
    let ask = fhir_post(Platform::VIAMEDIS, "CoverageEligibilityRequest", &rights_request("10000001"));
    let without = call(&bench.base, ask.clone()).await;
    assert_eq!((without.status, without.header("www-authenticate")), (401, Some("Bearer realm=\"viamedis\"")));
    let made_up = call(&bench.base, ask.bearer("0123456789abcdef")).await;
    assert!(made_up.header("www-authenticate").unwrap().contains("invalid_token"));
}

#[tokio::test]
async fn changed_credentials_end_the_tokens_they_had_given() {
    let bench = Bench::new().await;
    let token = bench.token(Platform::VIAMEDIS).await;
    bench.control.set_client(Platform::VIAMEDIS, "nouveau", "s&crêt");
    let ask = fhir_post(Platform::VIAMEDIS, "CoverageEligibilityRequest", &rights_request("10000001"));
    assert_eq!(call(&bench.base, ask.bearer(&token)).await.status, 401);
    assert_eq!(call(&bench.base, token_request(Platform::VIAMEDIS)).await.status, 401);
    // "nouveau:s%26cr%C3%AAt", since identifier and secret are form-encoded inside Basic.
    let basic = "Basic bm91dmVhdTpzJTI2Y3IlQzMlQUF0";
    let request = Request::form("/viamedis/oauth/token", "grant_type=client_credentials");
    assert_eq!(call(&bench.base, request.header("Authorization", basic)).await.status, 200);
}
