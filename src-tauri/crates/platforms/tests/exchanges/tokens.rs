//! OAuth2 client credentials: asked for once, renewed when needed, repeated once after a 401, followed nowhere.

use relais_domain::platform::FailureCode;
use relais_platforms::connector::{Authentication, ClientAuthentication};
use relais_platforms::failure::{Phase, SendFailure};
use relais_platforms::platform::Platform;
use rstest::rstest;
use serde_json::json;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::rig::{
    AMPLE, CLAIM, RIGHTS, answer, asked, claim_answer, config, connector_of, eligibility, fhir, give_tokens, platform,
    prior_authorisation, rights_answer, tokens_asked,
};

/// Gives `jeton-1`, then `jeton-2`, and accepts only the second.
async fn platform_that_forgot_the_first_token(at: &str, body: &serde_json::Value) -> MockServer {
    let server = MockServer::start().await;
    for number in [1, 2] {
        let token = json!({ "access_token": format!("jeton-{number}"), "token_type": "bearer", "expires_in": 3600 });
        Mock::given(method("POST"))
            .and(path("/token"))
            .respond_with(ResponseTemplate::new(200).set_body_json(token))
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    Mock::given(method("POST"))
        .and(path(at))
        .and(header("authorization", "Bearer jeton-2"))
        .respond_with(fhir(200, body))
        .mount(&server)
        .await;
    Mock::given(method("POST")).and(path(at)).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    server
}

#[tokio::test]
async fn one_token_serves_many_calls() {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    for _ in 0..4 {
        connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    }
    assert_eq!((tokens_asked(&server).await, asked(&server).await.len()), (1, 4));
}

#[tokio::test]
async fn calls_at_the_same_moment_share_one_token_request() {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    let request = eligibility();
    let (one, two, three) = tokio::join!(
        connector.check_eligibility(&request, AMPLE),
        connector.check_eligibility(&request, AMPLE),
        connector.check_eligibility(&request, AMPLE),
    );
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(tokens_asked(&server).await, 1);
}

#[tokio::test]
async fn a_token_that_has_ended_is_renewed_before_the_call() {
    let server = MockServer::start().await;
    give_tokens(&server, 0).await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    let connector = connector_of(&config(*server.address()));
    for _ in 0..2 {
        connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    }
    assert_eq!(tokens_asked(&server).await, 2);
}

#[tokio::test]
async fn a_401_gets_one_new_token_and_one_repeat() {
    let server = platform_that_forgot_the_first_token(RIGHTS, &rights_answer()).await;
    let connector = connector_of(&config(*server.address()));
    assert!(connector.check_eligibility(&eligibility(), AMPLE).await.is_ok());
    assert_eq!((tokens_asked(&server).await, asked(&server).await.len()), (2, 2));
}

#[tokio::test]
async fn the_repeat_after_a_401_carries_the_same_identifier() {
    let server = platform_that_forgot_the_first_token(CLAIM, &claim_answer()).await;
    let connector = connector_of(&config(*server.address()));
    assert!(connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.is_ok());
    let sent = asked(&server).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].body, sent[1].body);
}

#[tokio::test]
async fn a_second_401_is_the_end() {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, ResponseTemplate::new(401)).await;
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    let SendFailure::NotSent(failure) = failure else { panic!("{failure:?}") };
    assert_eq!(failure.code, FailureCode::Unauthorised);
    assert_eq!(asked(&server).await.len(), 2);
}

#[rstest]
#[case::wrong_secret(
    ResponseTemplate::new(401).set_body_json(json!({ "error": "invalid_client" })),
    FailureCode::TokenRefused
)]
#[case::refused_scope(
    ResponseTemplate::new(400).set_body_json(json!({ "error": "invalid_scope" })),
    FailureCode::TokenRefused
)]
#[case::not_there(ResponseTemplate::new(404), FailureCode::TokenRefused)]
#[case::throttled(ResponseTemplate::new(429), FailureCode::TooManyCalls)]
#[case::redirected(
    ResponseTemplate::new(307).insert_header("location", "/autre"),
    FailureCode::RedirectRefused
)]
#[case::page(ResponseTemplate::new(200).set_body_string("<html>"), FailureCode::NotJson)]
#[case::other_shape(ResponseTemplate::new(200).set_body_json(json!({ "token": "x" })), FailureCode::UnexpectedShape)]
#[case::another_kind(
    ResponseTemplate::new(200).set_body_json(json!({ "access_token": "x", "token_type": "mac" })),
    FailureCode::UnexpectedShape
)]
#[case::a_token_with_a_line_end(
    ResponseTemplate::new(200).set_body_json(json!({ "access_token": "x\r\nHost: y", "token_type": "Bearer" })),
    FailureCode::UnexpectedShape
)]
#[case::too_large(ResponseTemplate::new(200).set_body_string("x".repeat(70_000)), FailureCode::TooLarge)]
#[tokio::test]
async fn without_a_token_nothing_is_sent(#[case] template: ResponseTemplate, #[case] expected: FailureCode) {
    let server = MockServer::start().await;
    answer(&server, "POST", "/token", template).await;
    let connector = connector_of(&config(*server.address()));
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    let SendFailure::NotSent(failure) = failure else { panic!("{failure:?}") };
    assert_eq!((failure.code, failure.phase), (expected, Phase::Token));
    assert!(asked(&server).await.is_empty(), "the token follows no redirect and the request stays home");
}

#[rstest]
#[case::header(
    ClientAuthentication::BasicHeader,
    // base64 of « cabinet-12:cl%C3%A9+%26+secr%C3%A8te ».
    Some("Basic Y2FiaW5ldC0xMjpjbCVDMyVBOSslMjYrc2VjciVDMyVBOHRl"),
    "grant_type=client_credentials&scope=droits+pec"
)]
#[case::body(
    ClientAuthentication::RequestBody,
    None,
    "grant_type=client_credentials&scope=droits+pec&client_id=cabinet-12&client_secret=cl%C3%A9+%26+secr%C3%A8te"
)]
#[tokio::test]
async fn the_client_proves_itself_as_configured(
    #[case] authentication: ClientAuthentication,
    #[case] authorization: Option<&str>,
    #[case] form: &str,
) {
    let (server, _) = platform().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    let mut config = config(*server.address());
    config.authentication = Authentication::ClientCredentials {
        token_url: format!("{}/token", server.uri()),
        client_id: "cabinet-12".into(),
        scopes: vec!["droits".into(), "pec".into()],
        client_authentication: authentication,
    };
    connector_of(&config).check_eligibility(&eligibility(), AMPLE).await.unwrap();
    let all = server.received_requests().await.unwrap();
    let token = all.iter().find(|request| request.url.path() == "/token").unwrap();
    assert_eq!(token.headers.get("authorization").map(|value| value.to_str().unwrap()), authorization);
    assert_eq!(String::from_utf8_lossy(&token.body), form);
}
