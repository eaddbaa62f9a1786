//! The file that describes a platform: one TOML, whichever the way it is spoken to, read whole into a [`PlatformConfig`] or
//! refused whole, every mistake with its line and its key (docs/decisions/0009).
//!
//! No secret has a place in it, so it can be sent by mail and kept beside the others. What must hold for every platform
//! is not to be configured either: nothing here can make the reading of answers less strict.

mod answer;
mod fhir;
mod http;
mod reader;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use relais_domain::platform::{PlatformCode, RepeatMode};
use reqwest::{Certificate, Url};
use toml::de::DeTable;

pub use self::reader::{DescriptionError, Mistake};
use self::reader::{Table, line_of};
use crate::connector::{
    Authentication, ClientAuthentication, ConfigError, DEFAULT_MAX_ANSWER_BYTES, Isolation, Login, Pace, PlatformConfig,
};
use crate::dialect::Dialect;
use crate::http::Interface;

/// The version of the format: a later one is refused rather than half understood.
const FORMAT: i64 = 1;
/// Largest file read: certificates are the longest thing in it.
pub const MAX_DESCRIPTION_BYTES: usize = 256 * 1024;
/// Longest name of a platform: it is printed in the strip.
const MAX_NAME_CHARS: usize = 40;
/// Longest single value but certificates.
pub(super) const MAX_VALUE_CHARS: usize = 300;
/// How a repeat is treated, as files say it.
const REPEATS: [(&str, RepeatMode); 3] = [
    ("same_identifier", RepeatMode::SameIdentifier),
    ("query_first", RepeatMode::QueryFirst),
    ("never", RepeatMode::Never),
];
/// Usual time of a whole call.
const DEFAULT_BUDGET_S: i64 = 20;

/// The way a platform is spoken to.
#[derive(Debug, Clone)]
pub enum Way {
    /// HL7 FHIR R4, with the habits in [`PlatformConfig::dialect`].
    Fhir,
    /// An interface the file describes.
    Http(Arc<Interface>),
}

/// A platform as its file describes it.
#[derive(Debug, Clone)]
pub struct PlatformDescription {
    /// The name people read.
    pub name: String,
    /// How it is reached.
    pub config: PlatformConfig,
    /// The time of a whole call.
    pub budget: Duration,
    /// The way it is spoken to.
    pub way: Way,
}

impl PlatformDescription {
    /// Reads the file; every mistake at once.
    pub fn parse(text: &str) -> Result<Self, Vec<DescriptionError>> {
        if text.len() > MAX_DESCRIPTION_BYTES {
            let mistake = Mistake::Length(MAX_DESCRIPTION_BYTES);
            return Err(vec![DescriptionError { line: None, key: String::new(), mistake }]);
        }
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map(|span| line_of(text, span.start));
            let mistake = Mistake::NotToml(error.message().to_owned());
            vec![DescriptionError { line, key: String::new(), mistake }]
        })?;
        let mut errors = Vec::new();
        let read = read(Table::root(text, table.get_ref()), &mut errors);
        match read {
            Some(description) if errors.is_empty() => Ok(description),
            _ => {
                errors.sort_by_key(|error| error.line.unwrap_or(usize::MAX));
                Err(errors)
            }
        }
    }
}

type Errors = Vec<DescriptionError>;

/// The ways, as the file calls them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Fhir,
    Http,
}

fn read(mut root: Table<'_, '_>, errors: &mut Errors) -> Option<PlatformDescription> {
    if root.number("relais", (FORMAT, FORMAT), errors).is_none() && !root.has("relais") {
        errors.push(root.error("relais", Mistake::Missing));
    }
    let name = root.needed("name", MAX_NAME_CHARS, errors);
    let code = root.needed("code", PlatformCode::MAX_LENGTH, errors).and_then(|code| {
        let parsed = PlatformCode::parse(&code).ok();
        if parsed.is_none() {
            errors.push(root.error("code", Mistake::NotACode));
        }
        parsed
    });
    let way = root.choice("way", &[("fhir", Word::Fhir), ("http", Word::Http)], errors);
    if way.is_none() && !root.has("way") {
        errors.push(root.error("way", Mistake::Missing));
    }
    let mut connection = root.table("connection", errors);
    let base_url = connection.needed("base_url", MAX_VALUE_CHARS, errors);
    let side = base_url.as_deref().map_or(Isolation::RealOnly, side_of);
    let base_url = base_url.filter(|url| is_address(&connection, "base_url", url, side, errors));
    let extra_roots_pem = certificates(&mut connection, "authorities", errors);
    let client_certificate_pem = certificates(&mut connection, "client_certificate", errors);
    let pace = connection.number("calls_per_second", (1, 50), errors);
    let max_answer_kib = connection.number("max_answer_kib", (1, 16 * 1024), errors);
    let budget_s = connection.number("budget_s", (1, 120), errors).unwrap_or(DEFAULT_BUDGET_S);
    connection.finish(errors);
    let authentication = authentication(root.table("authentication", errors), side, errors);
    // Each way has its own table; without a way that is known, neither is looked at.
    let (mut dialect, mut repeat, mut spoken) = (Dialect::default(), BTreeMap::new(), Way::Fhir);
    match way {
        Some(Word::Fhir) => (dialect, repeat) = fhir::read(root.table("fhir", errors), errors),
        Some(Word::Http) => spoken = Way::Http(Arc::new(http::read(root.table("http", errors), errors))),
        None => drop((root.table("fhir", errors), root.table("http", errors))),
    }
    root.finish(errors);
    let mut config = PlatformConfig::with(code?, &base_url?, authentication?, side);
    config.dialect = dialect;
    config.repeat = repeat;
    config.extra_roots_pem = extra_roots_pem;
    config.client_certificate_pem = client_certificate_pem;
    config.max_answer_bytes =
        max_answer_kib.and_then(|kib| usize::try_from(kib).ok()).map_or(DEFAULT_MAX_ANSWER_BYTES, |kib| kib * 1024);
    if let Some(calls) = pace.and_then(|calls| NonZeroU32::new(u32::try_from(calls).ok()?)) {
        config.pace = Pace { calls_per_second: calls };
    }
    let budget = Duration::from_secs(budget_s.unsigned_abs());
    Some(PlatformDescription { name: name?, config, budget, way: spoken })
}

/// On which side an address stands: this computer, where only simulators and trials listen, or the network.
fn side_of(url: &str) -> Isolation {
    if Isolation::LoopbackOnly.check_address(url).is_ok() { Isolation::LoopbackOnly } else { Isolation::RealOnly }
}

fn is_address(table: &Table<'_, '_>, key: &'static str, url: &str, side: Isolation, errors: &mut Errors) -> bool {
    let mistake = match side.check_address(url) {
        Ok(()) => return true,
        Err(ConfigError::NotHttps) => Mistake::NotHttps,
        Err(ConfigError::Isolation) => Mistake::OtherSide,
        Err(_) => Mistake::NotAnAddress,
    };
    errors.push(table.error(key, mistake));
    false
}

fn certificates(table: &mut Table<'_, '_>, key: &'static str, errors: &mut Errors) -> Option<Vec<u8>> {
    let pem = table.text(key, errors)?;
    if pem.contains("PRIVATE KEY") {
        errors.push(table.error(key, Mistake::SecretInFile));
        return None;
    }
    let sound = Certificate::from_pem_bundle(pem.as_bytes()).is_ok_and(|found| !found.is_empty());
    if !sound {
        errors.push(table.error(key, Mistake::NotCertificates));
    }
    sound.then(|| pem.into_bytes())
}

/// The kinds, as the file calls them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    ClientCredentials,
    Basic,
    Bearer,
    Login,
    Certificate,
    Open,
}

const KINDS: [(&str, Kind); 6] = [
    ("oauth2", Kind::ClientCredentials),
    ("basic", Kind::Basic),
    ("bearer", Kind::Bearer),
    ("login", Kind::Login),
    ("certificate", Kind::Certificate),
    ("none", Kind::Open),
];

fn authentication(mut table: Table<'_, '_>, side: Isolation, errors: &mut Errors) -> Option<Authentication> {
    let kind = table.choice("kind", &KINDS, errors);
    if kind.is_none() && !table.has("kind") {
        errors.push(table.error("kind", Mistake::Missing));
    }
    let read = match kind? {
        Kind::ClientCredentials => client_credentials(&mut table, side, errors),
        Kind::Basic => table.needed("user", MAX_VALUE_CHARS, errors).map(|user| Authentication::Basic { user }),
        Kind::Bearer => Some(Authentication::Bearer),
        Kind::Login => login(&mut table, side, errors).map(Authentication::Login),
        // The certificate is the vault's; a description may still say which.
        Kind::Certificate => Some(Authentication::Certificate),
        Kind::Open => Some(Authentication::Open),
    };
    table.finish(errors);
    read
}

fn client_credentials(table: &mut Table<'_, '_>, side: Isolation, errors: &mut Errors) -> Option<Authentication> {
    let token_url = table.needed("token_url", MAX_VALUE_CHARS, errors);
    let token_url = token_url.filter(|url| is_address(table, "token_url", url, side, errors));
    let client_id = table.needed("client_id", MAX_VALUE_CHARS, errors);
    let scopes = table.texts("scopes", errors);
    let ways = [("basic", ClientAuthentication::BasicHeader), ("form", ClientAuthentication::RequestBody)];
    let client_authentication = table.choice("client_authentication", &ways, errors).unwrap_or_default();
    Some(Authentication::ClientCredentials {
        token_url: token_url?,
        client_id: client_id?,
        scopes,
        client_authentication,
    })
}

fn login(table: &mut Table<'_, '_>, side: Isolation, errors: &mut Errors) -> Option<Login> {
    let url = table.needed("login_url", MAX_VALUE_CHARS, errors);
    let url = url.filter(|url| is_address(table, "login_url", url, side, errors));
    let user = table.needed("user", MAX_VALUE_CHARS, errors);
    let mut field = |key: &'static str, usual: &str| match table.has(key) {
        true => table.needed(key, MAX_VALUE_CHARS, errors),
        false => Some(usual.to_owned()),
    };
    let (user_field, secret_field) = (field("user_field", "username"), field("secret_field", "password"));
    let token_at = field("token_at", "/access_token");
    if token_at.as_deref().is_some_and(|pointer| !pointer.starts_with('/')) {
        errors.push(table.error("token_at", Mistake::NotAPointer));
    }
    let as_form = table.choice("body", &[("json", false), ("form", true)], errors).unwrap_or(false);
    let lifetime = table.number("token_lifetime_s", (10, 86_400), errors);
    Some(Login {
        url: url?,
        user: user?,
        user_field: user_field?,
        secret_field: secret_field?,
        as_form,
        token_at: token_at?,
        lifetime: lifetime.map(|seconds| Duration::from_secs(seconds.unsigned_abs())),
    })
}

/// Whether a text is a URI that can name a system.
pub(super) fn is_system(text: &str) -> bool {
    let plain = text.chars().all(|character| character.is_ascii_graphic() && !"|<>\"{}".contains(character));
    plain && text.len() <= MAX_VALUE_CHARS && Url::parse(text).is_ok()
}

#[cfg(test)]
mod http_tests;
#[cfg(test)]
mod tests;
