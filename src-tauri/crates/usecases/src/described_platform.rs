//! A platform that stands in a file and not in a practice: what an integrator tries. Its secret comes from a file, or from
//! the vault of a practice that knows the platform; nothing is recorded of it but the access to that practice.

use crate::{
    app::OpenPractice,
    connector_accounts,
    contract::{Problem, ProblemCode},
};
use relais_domain::{coverage::CoverageWay, platform::PlatformCode, practice::PracticeKind};
use relais_platforms::{
    connector::{ClientSecret, ConfigError, Connector, Isolation, Secrets},
    description::{PlatformDescription, Way},
};
use std::sync::Arc;
use zeroize::Zeroizing;

pub use relais_platforms::description::{DescriptionError, MAX_DESCRIPTION_BYTES, Mistake};

/// A platform's file, read whole.
pub struct DescribedPlatform {
    description: PlatformDescription,
}

/// What proves the practice, as it was handed over; zeroised when dropped.
#[derive(Default)]
pub struct GivenSecrets {
    /// Of the vault's account alone; else the description's.
    login: Option<Zeroizing<String>>,
    secret: Option<Zeroizing<String>>,
    client_key: Option<Zeroizing<String>>,
}

impl GivenSecrets {
    /// A client secret, password or bearer token (or the key of the certificate where nothing else is needed), and the
    /// PEM key of the client certificate.
    pub fn new(secret: Option<String>, client_key: Option<String>) -> Self {
        Self { login: None, secret: secret.map(Zeroizing::new), client_key: client_key.map(Zeroizing::new) }
    }

    /// Whether a secret of the first kind was given.
    pub fn has_secret(&self) -> bool {
        self.secret.is_some()
    }

    /// Whether a key was given.
    pub fn has_key(&self) -> bool {
        self.client_key.is_some()
    }

    /// The same bytes, in the connector's own wrapping: no copy stays behind. Where nothing but a certificate is needed, what
    /// was given may be its key.
    pub(crate) fn unwrapped(mut self, needs_secret: bool) -> Secrets {
        if !needs_secret && self.client_key.is_none() {
            self.client_key = self.secret.take();
        }
        Secrets::handed_over(self.login, self.secret.map(moved), self.client_key.map(moved))
    }

    /// The same, with what the vault has where nothing was given.
    #[must_use]
    pub fn or(self, kept: Option<GivenSecrets>) -> Self {
        let kept = kept.unwrap_or_default();
        let login = if self.secret.is_some() { self.login } else { kept.login };
        Self { login, secret: self.secret.or(kept.secret), client_key: self.client_key.or(kept.client_key) }
    }
}

/// Why a described platform cannot be used.
#[derive(Debug)]
pub enum Unusable {
    /// A secret is needed: from a file, or from the vault.
    SecretMissing,
    /// The certificate and its key do not go together, or are not PEM.
    NotAnIdentity,
    /// Anything else, which reading the description should have found.
    Other(String),
}

impl DescribedPlatform {
    /// Reads the file; every mistake at once.
    pub fn read(text: &str) -> Result<Self, Vec<DescriptionError>> {
        PlatformDescription::parse(text).map(|description| Self { description })
    }

    /// Its code.
    pub fn code(&self) -> &PlatformCode {
        &self.description.config.code
    }

    /// The name people read.
    pub fn name(&self) -> &str {
        &self.description.name
    }

    /// Whether a secret is needed besides the key of a certificate.
    pub fn needs_secret(&self) -> bool {
        self.description.config.authentication.needs_secret()
    }

    /// Whether the key of a certificate is needed.
    pub fn needs_key(&self) -> bool {
        self.description.config.client_certificate_pem.is_some()
    }

    /// What the practice's vault holds for it, by the account its connector uses; a real practice has none for this computer,
    /// nor a demonstration for the world.
    pub async fn secrets_of(&self, practice: &Arc<OpenPractice>) -> Result<Option<GivenSecrets>, Problem> {
        let side = if practice.kind == PracticeKind::Real { Isolation::RealOnly } else { Isolation::LoopbackOnly };
        if side != self.description.config.isolation {
            return Err(Problem::code(ProblemCode::PlatformNotAllowedHere));
        }
        let opened = connector_accounts::opened(practice, &self.description.config.code).await?;
        Ok(opened.map(|account| GivenSecrets {
            login: Some(account.login).filter(|login| !login.is_empty()).map(Zeroizing::new),
            secret: account.secret.map(connector_accounts::text).map(Zeroizing::new),
            client_key: account.client_key.map(connector_accounts::text).map(Zeroizing::new),
        }))
    }

    pub(crate) fn description(&self) -> &PlatformDescription {
        &self.description
    }

    /// The way an answer of it comes by.
    pub fn way(&self) -> CoverageWay {
        match self.description.way {
            Way::Fhir => CoverageWay::Fhir,
            Way::Http(_) => CoverageWay::Http,
        }
    }

    pub(crate) fn connect(&self, given: GivenSecrets) -> Result<Connector, Unusable> {
        Connector::to(&self.description, given.unwrapped(self.needs_secret()), Arc::default()).map_err(|error| {
            match error {
                ConfigError::NoSecret => Unusable::SecretMissing,
                ConfigError::NotAnIdentity => Unusable::NotAnIdentity,
                other => Unusable::Other(other.to_string()),
            }
        })
    }
}

fn moved(mut secret: Zeroizing<String>) -> ClientSecret {
    ClientSecret::new(std::mem::take(&mut *secret))
}
