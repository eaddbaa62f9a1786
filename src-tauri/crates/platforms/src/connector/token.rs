//! Tokens, by OAuth2 client credentials or by a login call of the platform's own: one for all calls, asked for when it is
//! needed and before it ends.
//!
//! The token endpoint is followed nowhere: a redirect would carry the secret to a place nobody configured. Callers that
//! need a token at the same moment wait for one request, each within its own budget.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use relais_domain::platform::FailureCode;
use reqwest::Method;
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::Instant;
use zeroize::{Zeroize, Zeroizing};

use crate::connector::account::{self, Account, AccountProof};
use crate::connector::auth::basic;
use crate::connector::budget::Budget;
use crate::connector::classify;
use crate::connector::config::{ClientAuthentication, Login, MAX_TOKEN_ANSWER_BYTES};
use crate::connector::wire::{Outgoing, Reply, Wire};
use crate::failure::{CallFailure, Phase};
use crate::fhir::outcome;

/// A token without a stated lifetime is renewed after this long.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);
/// A token is renewed this long before its end, so that it does not end on the way.
const RENEWAL_MARGIN: Duration = Duration::from_secs(10);
/// Longest lifetime believed.
const MAX_LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// What proves the practice, ready as a header. Equal ones are the same: a refused token is discarded once.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credential(pub(super) HeaderValue);

impl Credential {
    /// A bearer token; `None` when it holds what no header may.
    pub(super) fn bearer(token: &str) -> Option<Self> {
        let mut header = HeaderValue::from_str(&Zeroizing::new(format!("Bearer {}", token.trim()))).ok()?;
        header.set_sensitive(true);
        Some(Self(header))
    }

    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// How a token is asked for.
#[derive(Debug)]
pub(super) enum Grant {
    /// RFC 6749 §4.4.
    ClientCredentials { client_id: String, scope: String, authentication: ClientAuthentication },
    /// A call of the platform's own.
    Login(Login),
}

#[derive(Debug)]
struct Held {
    bearer: Credential,
    renew_at: Instant,
}

#[derive(Debug)]
pub(super) struct Tokens {
    url: Url,
    grant: Grant,
    account: Arc<dyn Account>,
    held: Mutex<Option<Held>>,
}

impl Tokens {
    pub(super) fn new(url: Url, grant: Grant, account: Arc<dyn Account>) -> Self {
        Self { url, grant, account, held: Mutex::new(None) }
    }

    /// The token held, or a new one.
    pub(super) async fn bearer(&self, wire: &Wire, budget: &Budget) -> Result<Credential, CallFailure> {
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
    pub(super) async fn discard(&self, refused: &Credential) {
        let mut held = self.held.lock().await;
        if held.as_ref().is_some_and(|token| token.bearer == *refused) {
            *held = None;
        }
    }

    async fn fetch(&self, wire: &Wire, budget: &Budget) -> Result<Held, CallFailure> {
        let proof = account::asked(self.account.as_ref(), budget).await?;
        let request = self.request(&proof);
        drop(proof);
        let asked_at = Instant::now();
        let reply = wire.exchange(request, budget).await.map_err(in_token_phase)?;
        // A login call may answer 201: a session was created.
        if !matches!((reply.status, &self.grant), (200, _) | (201, Grant::Login(_))) {
            return Err(refusal(&reply));
        }
        let answer: Value = serde_json::from_slice(&reply.body).map_err(|error| {
            let code = if error.is_syntax() { FailureCode::NotJson } else { FailureCode::UnexpectedShape };
            not_a_token(code, "the token endpoint's answer is not a token")
        })?;
        let shapeless = |detail| not_a_token(FailureCode::UnexpectedShape, detail);
        let (found, stated) = match &self.grant {
            Grant::ClientCredentials { .. } => {
                let other = |kind: &str| !kind.eq_ignore_ascii_case("bearer");
                if answer.get("token_type").and_then(Value::as_str).is_some_and(other) {
                    return Err(shapeless("the token is not a bearer token"));
                }
                (answer.get("access_token"), None)
            }
            Grant::Login(login) => (answer.pointer(&login.token_at), login.lifetime),
        };
        let token = found.and_then(Value::as_str).map(|token| Zeroizing::new(token.to_owned()));
        let token = token.ok_or_else(|| shapeless("the token endpoint's answer is not a token"))?;
        let bearer = Credential::bearer(&token).ok_or_else(|| shapeless("the token holds forbidden characters"))?;
        let expires = answer.get("expires_in").cloned();
        drop_text(answer);
        let lifetime = stated.filter(|_| expires.is_none()).unwrap_or_else(|| lifetime(expires.as_ref()));
        let renew_at = asked_at + lifetime.saturating_sub(RENEWAL_MARGIN.min(lifetime / 2));
        Ok(Held { bearer, renew_at })
    }

    fn request(&self, proof: &AccountProof) -> Outgoing {
        let AccountProof { login: known, secret } = proof;
        let named = |described: &str| known.as_ref().map_or_else(|| described.to_owned(), |login| login.to_string());
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        let body = match &self.grant {
            Grant::ClientCredentials { client_id, scope, authentication } => {
                headers.insert(CONTENT_TYPE, form_type);
                let (id, secret) = (form_encode(&named(client_id)), Zeroizing::new(form_encode(secret.reveal())));
                let mut form = Zeroizing::new(String::from("grant_type=client_credentials"));
                if !scope.is_empty() {
                    form.push_str("&scope=");
                    form.push_str(&form_encode(scope));
                }
                match authentication {
                    ClientAuthentication::BasicHeader => drop(headers.insert(AUTHORIZATION, basic(&id, &secret))),
                    ClientAuthentication::RequestBody => {
                        form.push_str(&Zeroizing::new(format!("&client_id={id}&client_secret={}", *secret)));
                    }
                }
                form
            }
            Grant::Login(login) if login.as_form => {
                headers.insert(CONTENT_TYPE, form_type);
                let user = named(&login.user);
                let pairs = [(&login.user_field, user.as_str()), (&login.secret_field, secret.reveal())];
                let pairs = pairs.map(|(field, value)| format!("{}={}", form_encode(field), form_encode(value)));
                Zeroizing::new(pairs.join("&"))
            }
            Grant::Login(login) => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                let object = json!({ &login.user_field: named(&login.user), &login.secret_field: secret.reveal() });
                let text = Zeroizing::new(object.to_string());
                drop_text(object);
                text
            }
        };
        Outgoing {
            method: Method::POST,
            url: self.url.clone(),
            headers,
            body: Some(Bytes::copy_from_slice(body.as_bytes())),
            max_answer_bytes: MAX_TOKEN_ANSWER_BYTES,
        }
    }
}

/// Overwrites the texts of a JSON value that held a secret.
fn drop_text(value: Value) {
    match value {
        Value::String(mut text) => text.zeroize(),
        Value::Array(items) => items.into_iter().for_each(drop_text),
        Value::Object(object) => object.into_iter().for_each(|(_, value)| drop_text(value)),
        _ => {}
    }
}

/// `application/x-www-form-urlencoded`, every byte but the unreserved ones escaped.
pub(super) fn form_encode(text: &str) -> String {
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
    let mut failure = in_token_phase(classify::status(reply, outcome::read(&reply.body)));
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
        assert_eq!(format!("{:?}", Credential(header.clone())), "Credential(…)");
        assert!(!format!("{header:?}").contains("abc123"));
    }
}
