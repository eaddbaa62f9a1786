//! From what the transport or the server says to the closed set of failures.
//!
//! Types are asked, never texts; what goes into `detail` is ours or the TLS stack's, never an address or a body.

use std::borrow::Cow;
use std::error::Error;
use std::io;

use relais_domain::platform::FailureCode;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::connector::wire::Reply;
use crate::failure::{CallFailure, Phase, PlatformText};
use crate::fhir::outcome;
use crate::http::ErrorRule;

/// A failure and a few words about it.
pub(super) type Cause = (FailureCode, Cow<'static, str>);

/// Longest delay that is believed: a day.
const MAX_RETRY_AFTER_S: u32 = 86_400;

/// What the transport ran into.
pub(super) fn transport(error: &reqwest::Error, phase: Phase) -> Cause {
    if error.is_dns() {
        return (FailureCode::NameNotResolved, "the name leads to no address".into());
    }
    let mut source: Option<&(dyn Error + 'static)> = error.source();
    while let Some(cause) = source {
        if let Some(found) = tls(cause).or_else(|| socket(cause, phase)) {
            return found;
        }
        source = cause.source();
    }
    match phase {
        Phase::Receive => (FailureCode::Truncated, "the answer ended early".into()),
        _ => (FailureCode::ConnectionLost, "the connection ended without an answer".into()),
    }
}

fn tls(cause: &(dyn Error + 'static)) -> Option<Cause> {
    let error = match cause.downcast_ref::<rustls::Error>() {
        Some(error) => error,
        // An io::Error's source() skips the error it wraps, and the TLS stack wraps twice: each is asked for.
        None => return tls(cause.downcast_ref::<io::Error>()?.get_ref()?),
    };
    Some((FailureCode::Tls, error.to_string().into()))
}

fn socket(cause: &(dyn Error + 'static), phase: Phase) -> Option<Cause> {
    use io::ErrorKind as Kind;
    let found = match (cause.downcast_ref::<io::Error>()?.kind(), phase) {
        (Kind::ConnectionRefused, _) => (FailureCode::ConnectionRefused, "the connection was refused"),
        (Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable, _) => {
            (FailureCode::ConnectionRefused, "there is no way to the platform")
        }
        (Kind::TimedOut, _) => (FailureCode::TimedOut, "the connection timed out"),
        (Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe | Kind::UnexpectedEof, Phase::Receive) => {
            (FailureCode::Truncated, "the connection was cut during the answer")
        }
        (Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe | Kind::UnexpectedEof, _) => {
            (FailureCode::ConnectionLost, "the connection was cut")
        }
        _ => return None,
    };
    Some((found.0, found.1.into()))
}

/// Whether a platform that answers with this status may have acted on the request all the same.
///
/// A refusal is one only where the standard says that the request was not acted on. A 409 tells of a conflict, perhaps
/// with our own earlier attempt; a 303 tells where the result of an action is; a 5xx may come from a gateway after the
/// platform has worked.
pub(super) fn may_have_acted(status: u16) -> bool {
    match status {
        307 | 308 => false,
        408 | 409 => true,
        400..=499 => false,
        _ => true,
    }
}

/// The failure a status other than 2xx stands for; `said` is what an `OperationOutcome` says, where one came.
pub(super) fn status(reply: &Reply, said: Option<Option<PlatformText>>) -> CallFailure {
    let (code, detail): (FailureCode, &'static str) = match reply.status {
        300..=399 => (FailureCode::RedirectRefused, "the redirect is not followed"),
        401 => (FailureCode::Unauthorised, "the credentials were refused"),
        403 => (FailureCode::Forbidden, "access is forbidden"),
        404 | 410 => (FailureCode::NotFound, "the address is not found"),
        409 => (FailureCode::Conflict, "the platform holds something else under this identifier"),
        400..=499 if outcome::is_conflict(&reply.body) => {
            (FailureCode::Conflict, "the request is said to be a duplicate")
        }
        408 => (FailureCode::TimedOut, "the platform did not get the request in time"),
        429 => (FailureCode::TooManyCalls, "the platform asks for fewer calls"),
        400..=499 if said.is_some() => (FailureCode::OperationOutcome, "the request was refused with a reason"),
        400..=499 => (FailureCode::RequestRefused, "the request was refused"),
        500..=599 => (FailureCode::ServerError, "the platform failed"),
        _ => (FailureCode::UnexpectedShape, "the status is not one of the exchange's"),
    };
    CallFailure {
        http_status: Some(reply.status),
        retry_after_s: retry_after_s(&reply.headers),
        platform_text: said.flatten(),
        may_have_acted: may_have_acted(reply.status),
        ..CallFailure::not_sent(code, Phase::Exchange, detail)
    }
}

/// The failure that the description gives a reply. What it calls a refusal was certainly not acted on.
pub(super) fn described(reply: &Reply, rule: &ErrorRule) -> CallFailure {
    let acted = match rule.failure {
        FailureCode::ServerError | FailureCode::UnexpectedShape => may_have_acted(reply.status),
        _ => false,
    };
    CallFailure {
        http_status: Some(reply.status),
        retry_after_s: retry_after_s(&reply.headers),
        platform_text: rule.words(&reply.body).as_deref().and_then(PlatformText::new),
        may_have_acted: acted,
        ..CallFailure::not_sent(rule.failure, Phase::Exchange, "the platform refuses in its own way")
    }
}

/// `Retry-After`, in seconds or as a date; a date is compared with the server's own, so no clock is needed.
pub(super) fn retry_after_s(headers: &HeaderMap) -> Option<u32> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse::<i64>().ok()?
    } else {
        let until = http_date(text)?;
        let sent = http_date(headers.get(DATE)?.to_str().ok()?)?;
        (until - sent).max(0)
    };
    Some(u32::try_from(seconds).unwrap_or(MAX_RETRY_AFTER_S).min(MAX_RETRY_AFTER_S))
}

fn http_date(text: &str) -> Option<i64> {
    let parsed = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(parsed.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::seconds("17", None, Some(17))]
    #[case::spaces(" 17 ", None, Some(17))]
    #[case::a_year("31536000", None, Some(MAX_RETRY_AFTER_S))]
    #[case::more_digits_than_any_number("99999999999999999999999", None, None)]
    #[case::date("Wed, 31 Jan 2024 14:02:30 GMT", Some("Wed, 31 Jan 2024 14:02:00 GMT"), Some(30))]
    #[case::past_date("Wed, 31 Jan 2024 14:02:00 GMT", Some("Wed, 31 Jan 2024 14:02:30 GMT"), Some(0))]
    #[case::date_without_server_date("Wed, 31 Jan 2024 14:02:30 GMT", None, None)]
    #[case::words("plus tard", None, None)]
    #[case::negative("-5", None, None)]
    fn delays_are_read_without_a_clock(#[case] after: &str, #[case] date: Option<&str>, #[case] expected: Option<u32>) {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, after.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        assert_eq!(retry_after_s(&headers), expected);
    }

    #[rstest]
    #[case(307, false)]
    #[case(303, true)]
    #[case(400, false)]
    #[case(401, false)]
    #[case(404, false)]
    #[case(408, true)]
    #[case(409, true)]
    #[case(429, false)]
    #[case(500, true)]
    #[case(503, true)]
    #[case(200, true)]
    fn a_status_says_whether_something_may_have_happened(#[case] status: u16, #[case] expected: bool) {
        assert_eq!(may_have_acted(status), expected);
    }
}
