//! Each way of failing has its own name, comes within the budget, and tells whether the platform may have acted.

use std::time::{Duration, Instant};

use relais_domain::platform::FailureCode;
use relais_platforms::connector::{Isolation, PlatformConfig};
use relais_platforms::failure::{CallFailure, Phase, SendFailure};
use relais_platforms::platform::Platform;
use rstest::rstest;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use wiremock::ResponseTemplate;

use crate::rig::{
    AMPLE, BarePlatform, Behaviour, CLAIM, RIGHTS, SHORT, answer, asked, behave, code, config, connector_of,
    eligibility, fhir, hold, platform, prior_authorisation, reset, response, rights_answer, token_url_of,
};

fn outcome(text: &str) -> serde_json::Value {
    json!({ "resourceType": "OperationOutcome",
            "issue": [{ "severity": "error", "code": "processing", "details": { "text": text } }] })
}

#[rstest]
#[case::bad_request(ResponseTemplate::new(400), FailureCode::RequestRefused, None)]
#[case::unprocessable(fhir(422, &outcome("Adhérent inconnu")), FailureCode::OperationOutcome, Some("Adhérent inconnu"))]
#[case::unauthorised(ResponseTemplate::new(401), FailureCode::Unauthorised, None)]
#[case::forbidden(fhir(403, &outcome("Compte suspendu")), FailureCode::Forbidden, Some("Compte suspendu"))]
#[case::not_found(ResponseTemplate::new(404), FailureCode::NotFound, None)]
#[case::throttled(ResponseTemplate::new(429), FailureCode::TooManyCalls, None)]
#[case::broken(ResponseTemplate::new(500), FailureCode::ServerError, None)]
#[case::closed(
    ResponseTemplate::new(503).set_body_raw("<html>Maintenance</html>", "text/html"),
    FailureCode::ServerError,
    None
)]
#[case::outcome_with_200(fhir(200, &outcome("Service fermé")), FailureCode::OperationOutcome, Some("Service fermé"))]
#[case::page(ResponseTemplate::new(200).set_body_string("<html>"), FailureCode::NotJson, None)]
#[case::other_shape(fhir(200, &json!({ "droits": true })), FailureCode::UnexpectedShape, None)]
#[case::array(fhir(200, &json!([1, 2])), FailureCode::UnexpectedShape, None)]
#[case::empty(ResponseTemplate::new(200), FailureCode::UnexpectedShape, None)]
#[case::no_content(ResponseTemplate::new(204), FailureCode::UnexpectedShape, None)]
#[case::cut_json(ResponseTemplate::new(200).set_body_string(r#"{"resourceType":"Cov"#), FailureCode::Truncated, None)]
#[case::redirect(
    ResponseTemplate::new(307).insert_header("location", "http://127.0.0.9/fhir"),
    FailureCode::RedirectRefused,
    None
)]
#[tokio::test]
async fn each_answer_that_is_none_has_its_name(
    #[case] template: ResponseTemplate,
    #[case] expected: FailureCode,
    #[case] said: Option<&str>,
) {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, template).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, expected);
    assert_eq!(failure.platform_text.as_ref().map(|text| text.as_str()), said);
}

#[tokio::test]
async fn a_throttle_tells_its_delay_and_is_not_repeated() {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(429).insert_header("retry-after", "17")).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!((failure.retry_after_s, failure.http_status), (Some(17), Some(429)));
    assert_eq!(asked(&server).await.len(), 1);
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_told_from_a_refusal() {
    let (base, token) = ("https://nothing.invalid/fhir", "https://nothing.invalid/token");
    let connector = connector_of(&PlatformConfig::new(code(), base, token, "cabinet-12", Isolation::RealOnly));
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!((failure.code, failure.phase), (FailureCode::NameNotResolved, Phase::Token));
}

#[tokio::test]
async fn a_demonstration_resolves_localhost_to_this_computer() {
    let platform = BarePlatform::start(rights_given()).await;
    let mut config = config(platform.address);
    config.base_url = config.base_url.replace("127.0.0.1", "localhost");
    let token_url = token_url_of(&mut config);
    *token_url = token_url.replace("127.0.0.1", "localhost");
    assert!(connector_of(&config).check_eligibility(&eligibility(), AMPLE).await.is_ok());
}

#[tokio::test]
async fn a_closed_port_is_a_refusal_and_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let connector = connector_of(&config(address));
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    let SendFailure::NotSent(failure) = failure else { panic!("{failure:?}") };
    assert_eq!(failure.code, FailureCode::ConnectionRefused);
}

fn rights_given() -> Behaviour {
    behave(|mut stream: TcpStream| async move {
        let _ = stream.write_all(response(200, &rights_answer().to_string()).as_bytes()).await;
    })
}

/// Writes a piece of an answer, then does what is asked with the connection.
fn after<F>(head: String, then: F) -> Behaviour
where
    F: Fn(TcpStream) + Send + Sync + Clone + 'static,
{
    behave(move |mut stream: TcpStream| {
        let (head, then) = (head.clone(), then.clone());
        async move {
            let _ = stream.write_all(head.as_bytes()).await;
            then(stream);
        }
    })
}

fn head(announced: usize, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {announced}\r\n\r\n{body}")
}

#[rstest]
#[case::closed_at_once(after(String::new(), drop), FailureCode::ConnectionLost, Phase::Exchange)]
#[case::reset_at_once(after(String::new(), reset), FailureCode::ConnectionLost, Phase::Exchange)]
#[case::cut_in_the_head(after("HTTP/1.1 200 OK\r\ncontent-le".into(), drop), FailureCode::ConnectionLost, Phase::Exchange)]
#[case::not_http(after("SSH-2.0-OpenSSH_9.2\r\n\r\n".into(), drop), FailureCode::ConnectionLost, Phase::Exchange)]
#[case::shorter_than_announced(after(head(400, "{\"resource"), drop), FailureCode::Truncated, Phase::Receive)]
#[case::reset_in_the_body(after(head(400, "{\"resource"), reset), FailureCode::Truncated, Phase::Receive)]
#[case::chunks_without_end(
    after("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{\"r\r\n".into(), drop),
    FailureCode::Truncated,
    Phase::Receive
)]
#[case::too_large_announced(after(head(16 << 20, ""), drop), FailureCode::TooLarge, Phase::Receive)]
#[tokio::test]
async fn a_broken_answer_is_named_and_leaves_a_send_unknown(
    #[case] behaviour: Behaviour,
    #[case] expected: FailureCode,
    #[case] phase: Phase,
) {
    let platform = BarePlatform::start(behaviour).await;
    let failure = platform.connector().request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    let SendFailure::OutcomeUnknown(failure) = failure else { panic!("{failure:?}") };
    assert_eq!((failure.code, failure.phase), (expected, phase));
    assert_eq!(platform.requests(), 1, "what may have arrived is never sent again");
}

#[tokio::test]
async fn a_question_is_asked_once_more_when_the_connection_breaks() {
    let platform = BarePlatform::start(after(String::new(), drop)).await;
    let failure = platform.connector().check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::ConnectionLost);
    assert_eq!(platform.requests(), 2);
}

/// One byte every 50 ms, for ever.
fn trickle(head: &'static str) -> Behaviour {
    behave(move |mut stream: TcpStream| async move {
        let mut beat = tokio::time::interval(Duration::from_millis(50));
        let mut left = stream.write_all(head.as_bytes()).await;
        while left.is_ok() {
            beat.tick().await;
            left = stream.write_all(b" ").await;
        }
    })
}

fn held_after(head: &'static str) -> Behaviour {
    behave(move |mut stream: TcpStream| async move {
        let _ = stream.write_all(head.as_bytes()).await;
        hold(stream).await;
    })
}

#[rstest]
#[case::before_the_head(held_after(""), Phase::Exchange)]
#[case::in_the_head(held_after("HTTP/1.1 200 OK\r\nx-"), Phase::Exchange)]
#[case::before_the_body(held_after("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n"), Phase::Receive)]
#[case::in_the_body(held_after("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"res"), Phase::Receive)]
#[case::byte_by_byte(trickle("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n"), Phase::Receive)]
#[tokio::test]
async fn whatever_hangs_the_answer_comes_within_the_budget(#[case] behaviour: Behaviour, #[case] phase: Phase) {
    let platform = BarePlatform::start(behaviour).await;
    let connector = platform.connector();
    let begun = Instant::now();
    let failure = connector.check_eligibility(&eligibility(), SHORT).await.unwrap_err();
    assert_on_time(&failure, begun);
    assert_eq!((failure.code, failure.phase), (FailureCode::TimedOut, phase));
    let failure = connector.request_prior_authorisation(&prior_authorisation(), SHORT).await.unwrap_err();
    assert!(matches!(failure, SendFailure::OutcomeUnknown(_)), "{failure:?}");
}

/// The budget is kept: not less, and not more than what a busy computer needs to notice.
fn assert_on_time(failure: &CallFailure, begun: Instant) {
    let elapsed = begun.elapsed();
    assert!(elapsed >= SHORT && elapsed < SHORT + Duration::from_secs(5), "{elapsed:?}");
    assert!(u128::from(failure.elapsed_ms) >= SHORT.as_millis(), "{}", failure.elapsed_ms);
}

#[tokio::test]
async fn a_token_that_never_comes_takes_the_same_budget_and_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let accepting = tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            open.push(stream);
        }
    });
    let begun = Instant::now();
    let connector = connector_of(&config(address));
    let failure = connector.request_prior_authorisation(&prior_authorisation(), SHORT).await.unwrap_err();
    let SendFailure::NotSent(failure) = failure else { panic!("{failure:?}") };
    assert_on_time(&failure, begun);
    assert_eq!((failure.code, failure.phase), (FailureCode::TimedOut, Phase::Token));
    accepting.abort();
}

#[tokio::test]
async fn repeats_share_one_budget() {
    // The first attempt breaks, the second hangs: together they take the budget of one call.
    let platform = BarePlatform::start({
        let first = std::sync::atomic::AtomicBool::new(true);
        behave(move |stream: TcpStream| {
            let breaks = first.swap(false, std::sync::atomic::Ordering::SeqCst);
            async move {
                if !breaks {
                    hold(stream).await;
                }
            }
        })
    })
    .await;
    let begun = Instant::now();
    let budget = Duration::from_millis(1_200);
    let failure = platform.connector().check_eligibility(&eligibility(), budget).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::TimedOut);
    assert_eq!(platform.requests(), 2);
    assert!(begun.elapsed() < budget + Duration::from_secs(5));
}

#[tokio::test]
async fn an_endless_answer_is_stopped_at_the_limit() {
    let platform = BarePlatform::start(behave(|mut stream: TcpStream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
        let chunk = format!("2000\r\n{}\r\n", " ".repeat(0x2000));
        while stream.write_all(chunk.as_bytes()).await.is_ok() {}
    }))
    .await;
    let mut config = config(platform.address);
    config.max_answer_bytes = 100_000;
    let failure = connector_of(&config).check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!((failure.code, failure.phase), (FailureCode::TooLarge, Phase::Receive));
}

#[tokio::test]
async fn an_answer_of_exactly_the_limit_is_read() {
    let (server, _) = platform().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    let size = serde_json::to_vec(&rights_answer()).unwrap().len();
    for (limit, is_read) in [(size, true), (size - 1, false)] {
        let mut config = config(*server.address());
        config.max_answer_bytes = limit;
        let answer = connector_of(&config).check_eligibility(&eligibility(), AMPLE).await;
        assert_eq!(answer.is_ok(), is_read);
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_after_every_answer_loses_no_question() {
    let platform = BarePlatform::start(rights_given()).await;
    let connector = platform.connector();
    for _ in 0..5 {
        connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    }
}

#[tokio::test]
async fn failures_carry_no_value_of_the_request() {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, fhir(422, &outcome("Vauquelin inconnue"))).await;
    answer(&server, "POST", CLAIM, ResponseTemplate::new(500)).await;
    let question = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    let send = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    let shown = format!("{question:?} {question} {send:?} {send} {:?} {:?}", eligibility(), prior_authorisation());
    for private in ["Vauquelin", "Thaïs", "1979", "XA73190", "jeton-1"] {
        assert!(!shown.contains(private), "{private} is in: {shown}");
    }
}
