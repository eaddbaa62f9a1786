//! The connectors: the sides of the port that speak HTTP. One speaks FHIR R4, the other whatever its description says; they
//! share everything that is below the meaning of a message: wire, budget, token, pace, redirects, repeats and circuit.
//!
//! Puts the pieces together: leave from the circuit, a call within its budget, an answer read or a failure named, the
//! result told to the circuit.

mod account;
mod auth;
mod budget;
mod calls;
mod check;
mod classify;
mod config;
mod described;
mod draft;
mod guarded;
mod patience;
mod resolve;
mod session;
mod settle;
mod token;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use relais_domain::platform::{Function, PlatformCode, RepeatMode};
use uuid::Uuid;

pub use self::account::{Account, AccountProof, ClientSecret, OutOfReach, Secrets};
pub use self::check::CheckReport;
pub use self::config::{
    Authentication, ClientAuthentication, ConfigError, DEFAULT_MAX_ANSWER_BYTES, Isolation, Login, MAX_REQUEST_BYTES,
    MAX_TOKEN_ANSWER_BYTES, Pace, PlatformConfig,
};
pub use self::described::{DescribedCheck, HttpConnector};
pub use self::draft::{Draft, DraftStep, NoDraft, draft_rights, read_rights};
use self::guarded::Guarded;
use self::session::{Media, Session, Tongue};
pub use self::wire::is_identity;
use crate::answer::{CancellationAnswer, EligibilityAnswer, PriorAuthorisationAnswer};
use crate::breakers::Breakers;
use crate::description::{PlatformDescription, Way};
use crate::dialect::Dialect;
use crate::disclosure::{Disclosed, FieldName};
use crate::failure::{CallFailure, SendFailure};
pub use crate::fhir::capability::{Capabilities, ResourceAbilities};
use crate::platform::{Exchange, Platform};
use crate::portal::Handover;
use crate::request::{CancellationRequest, ClaimUse, EligibilityRequest, PriorAuthorisationRequest};

/// A platform that speaks FHIR R4.
#[derive(Debug)]
pub struct FhirConnector {
    guarded: Guarded,
    dialect: Dialect,
    repeat: BTreeMap<Function, RepeatMode>,
}

impl FhirConnector {
    /// A connector to the platform described; its account is in the vault, or handed over for a trial.
    pub fn new(
        config: &PlatformConfig,
        secrets: impl Into<Secrets>,
        breakers: Arc<Breakers>,
    ) -> Result<Self, ConfigError> {
        let dialect = config.dialect.clone();
        let media = Media {
            accept: &dialect.accept,
            content_type: &dialect.content_type,
            prefer: dialect.prefer.as_deref(),
            constant: &[],
        };
        let session = Session::new(config, &media, Tongue::Fhir, secrets.into(), breakers.clone())?;
        let repeat = Function::ALL.into_iter().map(|function| (function, config.repeat_of(function))).collect();
        Ok(Self { guarded: Guarded { code: config.code.clone(), session, breakers }, dialect, repeat })
    }
}

/// A connector of either way, as a description asks for it.
#[derive(Debug)]
pub enum Connector {
    /// FHIR R4.
    Fhir(Box<FhirConnector>),
    /// An interface its description tells.
    Http(Box<HttpConnector>),
}

impl Connector {
    /// The connector to the platform described.
    pub fn to(
        description: &PlatformDescription,
        secrets: impl Into<Secrets>,
        breakers: Arc<Breakers>,
    ) -> Result<Self, ConfigError> {
        let config = &description.config;
        Ok(match &description.way {
            Way::Fhir => Connector::Fhir(Box::new(FhirConnector::new(config, secrets, breakers)?)),
            Way::Http(interface) => {
                Connector::Http(Box::new(HttpConnector::new(config, interface.clone(), secrets, breakers)?))
            }
        })
    }

    /// The port.
    pub fn platform(&self) -> &dyn Platform {
        match self {
            Connector::Fhir(connector) => connector.as_ref(),
            Connector::Http(connector) => connector.as_ref(),
        }
    }

    /// The port, to be kept.
    pub fn into_platform(self) -> Arc<dyn Platform> {
        match self {
            Connector::Fhir(connector) => Arc::new(*connector),
            Connector::Http(connector) => Arc::new(*connector),
        }
    }
}

impl Platform for FhirConnector {
    fn code(&self) -> &PlatformCode {
        &self.guarded.code
    }

    fn repeat_rule(&self, function: Function) -> RepeatMode {
        self.repeat.get(&function).copied().unwrap_or(RepeatMode::Never)
    }

    fn handover(&self, _function: Function) -> Option<Handover> {
        None
    }

    fn rights_fields(&self, request: &EligibilityRequest) -> Vec<FieldName> {
        request.fields_sent(&self.dialect)
    }

    fn claim_fields(&self, _claim_use: ClaimUse, request: &PriorAuthorisationRequest) -> Vec<FieldName> {
        request.fields_sent(&self.dialect)
    }

    fn cancellation_fields(&self, request: &CancellationRequest) -> Vec<FieldName> {
        request.fields_sent(&self.dialect)
    }

    fn cancellation_repeat_rule(&self) -> RepeatMode {
        // What is taken back twice is taken back once; it is asked about first all the same.
        RepeatMode::QueryFirst
    }

    fn check_eligibility<'a>(
        &'a self,
        request: &'a EligibilityRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<EligibilityAnswer, CallFailure>> {
        Box::pin(self.eligibility(request, budget))
    }

    fn submit_claim<'a>(
        &'a self,
        claim_use: ClaimUse,
        request: &'a PriorAuthorisationRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<PriorAuthorisationAnswer, SendFailure>> {
        Box::pin(self.submit(claim_use, request, budget))
    }

    fn find_claim(
        &self,
        claim_use: ClaimUse,
        identifier: Uuid,
        budget: Duration,
    ) -> Exchange<'_, Result<Option<PriorAuthorisationAnswer>, CallFailure>> {
        Box::pin(self.find(claim_use, identifier, budget))
    }

    fn cancel<'a>(
        &'a self,
        request: &'a CancellationRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<CancellationAnswer, SendFailure>> {
        Box::pin(self.take_back(request, budget))
    }

    fn find_cancellation<'a>(
        &'a self,
        request: &'a CancellationRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<Option<CancellationAnswer>, CallFailure>> {
        Box::pin(self.find_cancelled(request, budget))
    }

    fn probe<'a>(
        &'a self,
        function: Function,
        domain_code: &'a str,
        budget: Duration,
    ) -> Exchange<'a, Result<(), CallFailure>> {
        Box::pin(self.knock(function, domain_code, budget))
    }
}
