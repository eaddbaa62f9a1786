//! How one platform is reached: addresses, credentials' shape, limits, and which side of the fence it stands on.
//!
//! Everything is checked once, here, before a connector exists. The secret is not part of it ([`super::account`]).

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use relais_domain::platform::{Function, PlatformCode, RepeatMode};
use reqwest::Url;
use thiserror::Error;

use crate::dialect::Dialect;

/// Largest answer read by default: a rights answer takes a few kilobytes, a long one a few dozen.
pub const DEFAULT_MAX_ANSWER_BYTES: usize = 1024 * 1024;
/// Largest request sent: fifty lines take less than a tenth of it.
pub const MAX_REQUEST_BYTES: usize = 256 * 1024;
/// Largest answer of a token endpoint: a signed token takes two or three kilobytes.
pub const MAX_TOKEN_ANSWER_BYTES: usize = 64 * 1024;

/// Which platforms a practice may speak to (design §3, isolation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Isolation {
    /// A real practice: https, and never this computer, where only simulators listen.
    RealOnly,
    /// A demonstration or an exercise: this computer and nothing else.
    LoopbackOnly,
}

impl Isolation {
    /// Whether a connection to this address is allowed.
    pub fn allows_address(self, address: IpAddr) -> bool {
        let here = address.to_canonical().is_loopback() || address.is_unspecified();
        match self {
            Isolation::RealOnly => !here,
            Isolation::LoopbackOnly => here && !address.is_unspecified(),
        }
    }

    /// Checks an address as typed: plain, on the right side, and over https where it must be. Names are checked again
    /// when they are resolved.
    pub fn check_address(self, text: &str) -> Result<(), ConfigError> {
        plain_url(text, self).map(drop)
    }

    pub(crate) fn check_url(self, url: &Url) -> Result<(), ConfigError> {
        let host = url.host_str().ok_or(ConfigError::NotAnAddress)?;
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
        let here_by_name = host == "localhost" || host.ends_with(".localhost");
        let allowed = match literal {
            Some(address) => self.allows_address(address),
            None => here_by_name == (self == Isolation::LoopbackOnly),
        };
        match (self, allowed, url.scheme()) {
            (_, false, _) => Err(ConfigError::Isolation),
            (Isolation::RealOnly, true, "https") | (Isolation::LoopbackOnly, true, "https" | "http") => Ok(()),
            _ => Err(ConfigError::NotHttps),
        }
    }
}

/// How the client proves itself to the token endpoint (RFC 6749 §2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ClientAuthentication {
    /// HTTP Basic: what every authorisation server must take.
    #[default]
    BasicHeader,
    /// `client_id` and `client_secret` in the form, for the servers that take nothing else.
    RequestBody,
}

/// How the practice proves who it is. The secret itself comes from an account ([`super::account`]), whose identifier goes before
/// the one named here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authentication {
    /// OAuth2 client credentials (RFC 6749 §4.4).
    ClientCredentials {
        /// The token endpoint.
        token_url: String,
        /// The practice's client id.
        client_id: String,
        /// Scopes asked for; none is allowed.
        scopes: Vec<String>,
        /// How the client proves itself there.
        client_authentication: ClientAuthentication,
    },
    /// HTTP Basic (RFC 7617) with this user.
    Basic {
        /// The user.
        user: String,
    },
    /// A bearer token given once and for all: it is the secret.
    Bearer,
    /// A call of the platform's own that gives a token.
    Login(Login),
    /// A client certificate, and nothing more.
    Certificate,
    /// Nothing: an open server, for trials.
    Open,
}

impl Authentication {
    /// Whether a secret is needed.
    pub const fn needs_secret(&self) -> bool {
        !matches!(self, Authentication::Certificate | Authentication::Open)
    }
}

/// A login call that returns a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// Where it is made.
    pub url: String,
    /// The user.
    pub user: String,
    /// The field of the user.
    pub user_field: String,
    /// The field of the secret.
    pub secret_field: String,
    /// Whether the fields go as a form; else as a JSON object.
    pub as_form: bool,
    /// JSON pointer to the token in the answer.
    pub token_at: String,
    /// How long a token holds, when the answer does not say.
    pub lifetime: Option<Duration>,
}

/// How many calls a second the practice allows itself towards one platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Calls a second.
    pub calls_per_second: NonZeroU32,
}

impl Default for Pace {
    /// Five a second: a recovering platform is not stampeded, and a hundred dossiers take twenty seconds.
    fn default() -> Self {
        let usual = NonZeroU32::new(relais_domain::conduct::USUAL_CALLS_PER_SECOND);
        Self { calls_per_second: usual.unwrap_or(NonZeroU32::MIN) }
    }
}

/// One platform, as an owner describes it.
#[derive(Debug, Clone)]
pub struct PlatformConfig {
    /// Its code.
    pub code: PlatformCode,
    /// The FHIR base, without query or fragment.
    pub base_url: String,
    /// How the practice proves who it is.
    pub authentication: Authentication,
    /// The habits of the server.
    pub dialect: Dialect,
    /// Which side of the fence.
    pub isolation: Isolation,
    /// Largest answer read.
    pub max_answer_bytes: usize,
    /// The practice's own restraint.
    pub pace: Pace,
    /// How a repeat is treated, for the functions of which the platform says something else than what is usual.
    pub repeat: BTreeMap<Function, RepeatMode>,
    /// PEM of authorities trusted besides the system's, for platforms under a private authority (IGC-Santé).
    pub extra_roots_pem: Option<Vec<u8>>,
    /// PEM of the practice's certificate and its chain, for platforms that ask for one; its key is a secret.
    pub client_certificate_pem: Option<Vec<u8>>,
}

/// How a function of a FHIR server is repeated, where nothing else is said of it.
const fn usual_repeat(function: Function) -> RepeatMode {
    match function {
        // Asking twice changes nothing; a quote binds nobody.
        Function::Rights | Function::Quote => RepeatMode::SameIdentifier,
        Function::PriorAuthorisation | Function::Claim => RepeatMode::QueryFirst,
        Function::PaymentAdvice | Function::Payment => RepeatMode::Never,
    }
}

impl PlatformConfig {
    /// How a repeat of a function is treated.
    pub fn repeat_of(&self, function: Function) -> RepeatMode {
        self.repeat.get(&function).copied().unwrap_or(usual_repeat(function))
    }

    /// A platform of the usual habits and limits, with OAuth2 client credentials.
    pub fn new(code: PlatformCode, base_url: &str, token_url: &str, client_id: &str, isolation: Isolation) -> Self {
        let authentication = Authentication::ClientCredentials {
            token_url: token_url.to_owned(),
            client_id: client_id.to_owned(),
            scopes: Vec::new(),
            client_authentication: ClientAuthentication::default(),
        };
        Self::with(code, base_url, authentication, isolation)
    }

    /// A platform of the usual habits and limits.
    pub fn with(code: PlatformCode, base_url: &str, authentication: Authentication, isolation: Isolation) -> Self {
        Self {
            code,
            base_url: base_url.to_owned(),
            authentication,
            dialect: Dialect::default(),
            isolation,
            max_answer_bytes: DEFAULT_MAX_ANSWER_BYTES,
            pace: Pace::default(),
            repeat: BTreeMap::new(),
            extra_roots_pem: None,
            client_certificate_pem: None,
        }
    }
}

/// Why a platform's description cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// Not an address, or one with a user name, a query or a fragment.
    #[error("not a plain http address")]
    NotAnAddress,
    /// A real platform is spoken to over https only.
    #[error("a platform's address starts with https://")]
    NotHttps,
    /// A real practice refuses this computer; a demonstration refuses everything else.
    #[error("this practice may not speak to that address")]
    Isolation,
    /// No client id.
    #[error("the client id is missing")]
    NoClientId,
    /// The extra authorities are not PEM certificates.
    #[error("the extra authorities are not PEM certificates")]
    NotCertificates,
    /// The client certificate and its key do not make an identity.
    #[error("the client certificate and its key are not a PEM pair")]
    NotAnIdentity,
    /// A secret is needed and none was given.
    #[error("the secret is missing")]
    NoSecret,
    /// A header of the dialect cannot be one.
    #[error("a media type or a preference cannot be a header")]
    NotAHeader,
}

/// The checked addresses of a platform.
#[derive(Debug, Clone)]
pub(super) struct Endpoints {
    pub(super) base: Url,
    /// Where a token is had, when one is needed.
    pub(super) token: Option<Url>,
}

impl Endpoints {
    pub(super) fn parse(config: &PlatformConfig) -> Result<Self, ConfigError> {
        let token = match &config.authentication {
            Authentication::ClientCredentials { client_id, .. } if client_id.is_empty() => {
                return Err(ConfigError::NoClientId);
            }
            Authentication::Basic { user } if user.is_empty() => return Err(ConfigError::NoClientId),
            Authentication::ClientCredentials { token_url, .. } => Some(plain_url(token_url, config.isolation)?),
            Authentication::Login(login) => Some(plain_url(&login.url, config.isolation)?),
            _ => None,
        };
        let mut base = plain_url(&config.base_url, config.isolation)?;
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Ok(Self { base, token })
    }

    /// An address below the base; `path` is one of ours or the description's.
    pub(super) fn below(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
        url
    }
}

fn plain_url(text: &str, isolation: Isolation) -> Result<Url, ConfigError> {
    let url = Url::parse(text).map_err(|_| ConfigError::NotAnAddress)?;
    let bare = url.username().is_empty() && url.password().is_none();
    if !bare || url.query().is_some() || url.fragment().is_some() {
        return Err(ConfigError::NotAnAddress);
    }
    isolation.check_url(&url)?;
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::real_https("https://api.viamedis.example/fhir", Isolation::RealOnly, None)]
    #[case::real_without_tls("http://api.viamedis.example/fhir", Isolation::RealOnly, Some(ConfigError::NotHttps))]
    #[case::real_to_loopback("https://127.0.0.1:9000/fhir", Isolation::RealOnly, Some(ConfigError::Isolation))]
    #[case::real_to_localhost("https://localhost/fhir", Isolation::RealOnly, Some(ConfigError::Isolation))]
    #[case::real_to_sub_localhost("https://api.localhost/fhir", Isolation::RealOnly, Some(ConfigError::Isolation))]
    #[case::real_to_loopback_v6("https://[::1]/fhir", Isolation::RealOnly, Some(ConfigError::Isolation))]
    #[case::real_to_mapped("https://[::ffff:127.0.0.1]/fhir", Isolation::RealOnly, Some(ConfigError::Isolation))]
    #[case::real_to_any("https://0.0.0.0/fhir", Isolation::RealOnly, Some(ConfigError::Isolation))]
    #[case::demo_to_loopback("http://127.0.0.1:9000/fhir", Isolation::LoopbackOnly, None)]
    #[case::demo_to_localhost("http://localhost:9000/fhir", Isolation::LoopbackOnly, None)]
    #[case::demo_to_the_world(
        "https://api.viamedis.example/fhir",
        Isolation::LoopbackOnly,
        Some(ConfigError::Isolation)
    )]
    #[case::demo_to_lan("http://192.168.1.4/fhir", Isolation::LoopbackOnly, Some(ConfigError::Isolation))]
    #[case::a_name_that_starts_like_it(
        "https://localhost.example/fhir",
        Isolation::LoopbackOnly,
        Some(ConfigError::Isolation)
    )]
    #[case::with_user("https://lea@api.example/fhir", Isolation::RealOnly, Some(ConfigError::NotAnAddress))]
    #[case::with_query("https://api.example/fhir?x=1", Isolation::RealOnly, Some(ConfigError::NotAnAddress))]
    #[case::a_file("file:///etc/passwd", Isolation::RealOnly, Some(ConfigError::NotAnAddress))]
    #[case::words("viamedis", Isolation::RealOnly, Some(ConfigError::NotAnAddress))]
    fn addresses_stand_on_one_side(
        #[case] url: &str,
        #[case] isolation: Isolation,
        #[case] expected: Option<ConfigError>,
    ) {
        assert_eq!(isolation.check_address(url).err(), expected);
    }

    #[test]
    fn paths_are_added_below_the_base() {
        let code = PlatformCode::parse("viamedis").unwrap();
        let token = "https://auth.example/token";
        let config = PlatformConfig::new(code, "https://api.example/fhir/r4", token, "officine", Isolation::RealOnly);
        let endpoints = Endpoints::parse(&config).unwrap();
        assert_eq!(endpoints.below("Claim/$submit").as_str(), "https://api.example/fhir/r4/Claim/$submit");
    }
}
