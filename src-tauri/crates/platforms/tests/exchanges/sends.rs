//! What a prior authorisation becomes: not sent, refused, or nobody knows. A doubt is never called a failure.

use relais_domain::platform::FailureCode;
use relais_domain::platform::RepeatMode;
use relais_platforms::failure::SendFailure;
use relais_platforms::platform::Platform;
use relais_platforms::request::MAX_LINES;
use rstest::rstest;
use wiremock::ResponseTemplate;

use crate::rig::{AMPLE, CLAIM, answer, asked, cents, platform, prior_authorisation};

#[rstest]
#[case::bad_request(400, "refused")]
#[case::unprocessable(422, "refused")]
#[case::forbidden(403, "not_sent")]
#[case::not_found(404, "not_sent")]
#[case::throttled(429, "not_sent")]
#[case::request_timeout(408, "unknown")]
#[case::conflict(409, "conflict")]
#[case::broken(500, "unknown")]
#[case::gateway(502, "unknown")]
#[case::closed(503, "unknown")]
#[case::gateway_timeout(504, "unknown")]
#[case::nothing_to_say(204, "unknown")]
#[tokio::test]
async fn a_status_is_sorted_by_certainty_and_sent_once(#[case] status: u16, #[case] expected: &str) {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, ResponseTemplate::new(status)).await;
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    let sorted = match failure {
        SendFailure::NotSent(_) => "not_sent",
        SendFailure::Refused(_) => "refused",
        SendFailure::Conflict(_) => "conflict",
        SendFailure::OutcomeUnknown(_) => "unknown",
    };
    assert_eq!(sorted, expected);
    assert_eq!(asked(&server).await.len(), 1);
}

#[rstest]
#[case::no_line(0)]
#[case::too_many(MAX_LINES + 1)]
#[tokio::test]
async fn a_request_that_cannot_be_right_does_not_leave(#[case] lines: usize) {
    let (server, connector) = platform().await;
    let mut request = prior_authorisation();
    request.lines = vec![request.lines[0].clone(); lines];
    let failure = connector.request_prior_authorisation(&request, AMPLE).await.unwrap_err();
    let SendFailure::Refused(failure) = failure else { panic!("{failure:?}") };
    assert_eq!((failure.code, failure.may_have_acted), (FailureCode::RequestRefused, false));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_line_out_of_range_does_not_leave() {
    let (_server, connector) = platform().await;
    let mut request = prior_authorisation();
    request.lines[0].unit_price = cents(relais_domain::money::MAX_CENTS);
    let failure = connector.request_prior_authorisation(&request, AMPLE).await.unwrap_err();
    assert!(matches!(failure, SendFailure::Refused(_)), "{failure:?}");
}

#[tokio::test]
async fn the_repeat_rules_are_declared_per_function() {
    use relais_domain::platform::Function;
    let (_server, connector) = platform().await;
    assert_eq!(connector.repeat_rule(Function::Rights), RepeatMode::SameIdentifier);
    assert_eq!(connector.repeat_rule(Function::PriorAuthorisation), RepeatMode::QueryFirst);
    assert_eq!(connector.repeat_rule(Function::Claim), RepeatMode::QueryFirst);
    assert_eq!(connector.repeat_rule(Function::Quote), RepeatMode::SameIdentifier);
    assert_eq!(connector.repeat_rule(Function::PaymentAdvice), RepeatMode::Never);
}
