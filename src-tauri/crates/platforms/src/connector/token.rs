//! OAuth2 client credentials: one token for all calls, asked for when it is needed and before it ends.
//!
//! The token endpoint is followed nowhere: a redirect would carry the secret to a place nobody configured. Callers that
//! need a token at the same moment wait for one request, each within its own budget.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use relais_domain::platform::FailureCode;
use reqwest::Method;
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::connector::budget::Budget;
use crate::connector::classify;
use crate::connector::config::{ClientAuthentication, ClientSecret, MAX_TOKEN_ANSWER_BYTES, PlatformConfig};
use crate::connector::wire::{Outgoing, Reply, Wire};
use crate::failure::{CallFailure, Phase};

/// A token without a stated lifetime is renewed after this long.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);
/// A token is renewed this long before its end, so that it does not end on the way.
const RENEWAL_MARGIN: Duration = Duration::from_secs(10);
/// Longest lifetime believed.
const MAX_LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// A bearer token, ready as a header. Equal tokens are the same one: a refused token is discarded once.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Bearer(HeaderValue);

impl Bearer {
    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

#[derive(Debug)]
struct Held {
    bearer: Bearer,
    renew_at: Instant,
}

#[derive(Debug)]
pub(super) struct Tokens {
    url: Url,
    client_id: String,
    secret: ClientSecret,
    scope: String,
    authentication: ClientAuthentication,
    held: Mutex<Option<Held>>,
}

/// No `Debug`: it holds a token.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    token_type: Option<String>,
    /// A number in the standard, a text at some servers.
    expires_in: Option<serde_json::Value>,
}

impl Tokens {
    pub(super) fn new(url: Url, config: &PlatformConfig, secret: ClientSecret) -> Self {
        Self {
            url,
            client_id: config.client_id.clone(),
            secret,
            scope: config.scopes.join(" "),
            authentication: config.client_authentication,
            held: Mutex::new(None),
        }
    }

    /// The token held, or a new one.
    pub(super) async fn bearer(&self, wire: &Wire, budget: &Budget) -> Result<Bearer, CallFailure> {
        let late = || CallFailure::not_sent(FailureCode::TimedOut, Phase::Token, "no token in time");
        let mut held = budget.bound(self.held.lock()).await.map_err(|_| late())?;
        if let Some(token) = held.as_ref().filter(|token| Instant::now() < token.renew_at) {
            return Ok(token.bearer.clone());
        }
        let token = self.fetch(wire, budget).await?;
        let bearer = token.bearer.clone();
        *held = Some(token);
        Ok(bearer)
    }

    /// Forgets a token the platform refused, unless another has taken its place.
    pub(super) async fn discard(&self, refused: &Bearer) {
        let mut held = self.held.lock().await;
        if held.as_ref().is_some_and(|token| token.bearer == *refused) {
            *held = None;
        }
    }

    async fn fetch(&self, wire: &Wire, budget: &Budget) -> Result<Held, CallFailure> {
        let asked_at = Instant::now();
        let reply = wire.exchange(self.request(), budget).await.map_err(in_token_phase)?;
        if reply.status != 200 {
            return Err(refusal(&reply));
        }
        let answer: TokenAnswer = serde_json::from_slice(&reply.body).map_err(|error| {
            let code = if error.is_syntax() { FailureCode::NotJson } else { FailureCode::UnexpectedShape };
            not_a_token(code, "the token endpoint's answer is not a token")
        })?;
        if answer.token_type.as_deref().is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(not_a_token(FailureCode::UnexpectedShape, "the token is not a bearer token"));
        }
        let token = Zeroizing::new(answer.access_token);
        let header = HeaderValue::from_str(&Zeroizing::new(format!("Bearer {}", *token)));
        let mut header =
            header.map_err(|_| not_a_token(FailureCode::UnexpectedShape, "the token holds forbidden characters"))?;
        header.set_sensitive(true);
        let lifetime = lifetime(answer.expires_in.as_ref());
        let renew_at = asked_at + lifetime.saturating_sub(RENEWAL_MARGIN.min(lifetime / 2));
        Ok(Held { bearer: Bearer(header), renew_at })
    }

    fn request(&self) -> Outgoing {
        let mut form = Zeroizing::new(String::from("grant_type=client_credentials"));
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        if !self.scope.is_empty() {
            form.push_str("&scope=");
            form.push_str(&form_encode(&self.scope));
        }
        let id = form_encode(&self.client_id);
        let secret = Zeroizing::new(form_encode(self.secret.reveal()));
        match self.authentication {
            ClientAuthentication::BasicHeader => {
                headers.insert(AUTHORIZATION, basic_header(&id, &secret));
            }
            ClientAuthentication::RequestBody => {
                form.push_str(&Zeroizing::new(format!("&client_id={id}&client_secret={}", *secret)));
            }
        }
        Outgoing {
            method: Method::POST,
            url: self.url.clone(),
            headers,
            body: Some(Bytes::copy_from_slice(form.as_bytes())),
            max_answer_bytes: MAX_TOKEN_ANSWER_BYTES,
        }
    }
}

/// The `Authorization` header of two form-encoded values (RFC 6749 §2.3.1).
fn basic_header(id: &str, secret: &str) -> HeaderValue {
    let pair = Zeroizing::new(format!("{id}:{secret}"));
    let text = Zeroizing::new(format!("Basic {}", *Zeroizing::new(BASE64.encode(pair.as_bytes()))));
    let mut value = HeaderValue::from_str(&text).expect("base64 fits in a header");
    value.set_sensitive(true);
    value
}

/// `application/x-www-form-urlencoded`, every byte but the unreserved ones escaped.
fn form_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn lifetime(expires_in: Option<&serde_json::Value>) -> Duration {
    let seconds = match expires_in {
        Some(serde_json::Value::Number(number)) => number.as_u64(),
        Some(serde_json::Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    seconds.map_or(DEFAULT_LIFETIME, Duration::from_secs).min(MAX_LIFETIME)
}

/// Whatever happens around the token, the request itself has not left.
fn in_token_phase(failure: CallFailure) -> CallFailure {
    CallFailure { phase: Phase::Token, may_have_acted: false, ..failure }
}

/// An overloaded or broken token endpoint keeps its own code; any refusal is one of the token.
fn refusal(reply: &Reply) -> CallFailure {
    let mut failure = in_token_phase(classify::status(reply));
    if !matches!(failure.code, FailureCode::TooManyCalls | FailureCode::ServerError | FailureCode::RedirectRefused) {
        failure.code = FailureCode::TokenRefused;
        failure.detail = "the token was refused".into();
    }
    failure
}

fn not_a_token(code: FailureCode, detail: &'static str) -> CallFailure {
    CallFailure { http_status: Some(200), ..CallFailure::not_sent(code, Phase::Token, detail) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case::number(json!(3600), 3600)]
    #[case::text(json!("1800"), 1800)]
    #[case::zero(json!(0), 0)]
    #[case::words(json!("bientôt"), 300)]
    #[case::negative(json!(-1), 300)]
    #[case::forever(json!(u64::MAX), 24 * 3600)]
    fn lifetimes_are_bounded(#[case] expires_in: serde_json::Value, #[case] seconds: u64) {
        assert_eq!(lifetime(Some(&expires_in)), Duration::from_secs(seconds));
    }

    #[rstest]
    #[case("officine-12", "officine-12")]
    #[case("a b+c", "a+b%2Bc")]
    #[case("é:&=", "%C3%A9%3A%26%3D")]
    fn forms_are_escaped(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(form_encode(text), expected);
    }

    #[test]
    fn a_bearer_is_never_shown() {
        let mut header = HeaderValue::from_static("Bearer abc123");
        header.set_sensitive(true);
        assert_eq!(format!("{:?}", Bearer(header.clone())), "Bearer(…)");
        assert!(!format!("{header:?}").contains("abc123"));
    }
}
