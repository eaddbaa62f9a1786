//! OAuth2 client credentials (RFC 6749 §4.4): who may ask for a token, and the tokens given. Tokens live five minutes
//! of the simulated clock, so that a story told over days needs new ones.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use uuid::{NoContext, Uuid};

use crate::places::Platform;

/// The client every platform knows at the start.
pub const DEMO_CLIENT_ID: &str = "cabinet-demonstration";
/// Its secret. It protects nothing: it exists to be wrong in a test.
pub const DEMO_CLIENT_SECRET: &str = "secret-de-demonstration";

/// How long a token lives.
pub const TOKEN_LIFETIME_S: i64 = 300;

/// Tokens remembered; the oldest is forgotten first, as if it had expired.
const TOKEN_LIMIT: usize = 1_000;

#[derive(Debug)]
struct Client {
    platform: Platform,
    id: String,
    secret: String,
}

#[derive(Debug)]
struct Token {
    platform: Platform,
    value: String,
    expires: Timestamp,
}

/// The desk where tokens are given and shown.
#[derive(Debug)]
pub(crate) struct TokenDesk {
    clients: Vec<Client>,
    tokens: VecDeque<Token>,
}

impl TokenDesk {
    pub(crate) fn new() -> Self {
        let client =
            |platform| Client { platform, id: DEMO_CLIENT_ID.to_owned(), secret: DEMO_CLIENT_SECRET.to_owned() };
        TokenDesk { clients: Platform::all().map(client).collect(), tokens: VecDeque::new() }
    }

    /// Makes a client the only one a platform knows; the tokens it had given are worth nothing any more.
    pub(crate) fn set_client(&mut self, platform: Platform, id: &str, secret: &str) {
        self.clients.retain(|client| client.platform != platform);
        self.clients.push(Client { platform, id: id.to_owned(), secret: secret.to_owned() });
        self.tokens.retain(|token| token.platform != platform);
    }

    pub(crate) fn knows(&self, platform: Platform, id: &str, secret: &str) -> bool {
        self.clients.iter().any(|client| client.platform == platform && client.id == id && client.secret == secret)
    }

    /// Gives a token. A worthless one looks like any other and is already expired.
    pub(crate) fn give(&mut self, platform: Platform, now: Timestamp, worthless: bool) -> String {
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let value = Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, 0)).simple().to_string();
        let lifetime = if worthless { SignedDuration::ZERO } else { SignedDuration::from_secs(TOKEN_LIFETIME_S) };
        if self.tokens.len() == TOKEN_LIMIT {
            self.tokens.pop_front();
        }
        let expires = now.checked_add(lifetime).unwrap_or(now);
        self.tokens.push_back(Token { platform, value: value.clone(), expires });
        value
    }

    /// Whether a token was given by that platform and still lives.
    pub(crate) fn accepts(&self, platform: Platform, value: &str, now: Timestamp) -> bool {
        self.tokens.iter().any(|token| token.platform == platform && token.value == value && now < token.expires)
    }

    /// Forgets a token.
    pub(crate) fn forget(&mut self, value: &str) {
        self.tokens.retain(|token| token.value != value);
    }
}

/// Reads `Basic` credentials; identifier and secret are form-encoded in them (RFC 6749 §2.3.1).
pub(crate) fn basic_credentials(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(base64(encoded.trim())?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decoded(id)?, form_decoded(secret)?))
}

/// Decodes standard base64, padding optional.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in text.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

fn form_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let pair = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}
