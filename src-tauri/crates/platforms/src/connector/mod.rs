//! The FHIR R4 connector: the side of the port that speaks HTTP.
//!
//! Puts the pieces together: leave from the circuit, a call within its budget, an answer read or a failure named, the
//! result told to the circuit. Logs say which platform, which function, how long and how it ended, and nothing else.

mod auth;
mod budget;
mod calls;
mod check;
mod classify;
mod config;
mod resolve;
mod session;
mod settle;
mod token;
mod wire;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use relais_domain::platform::{FailureCode, Function, PlatformCode};
use uuid::Uuid;

use self::budget::Budget;
pub use self::check::CheckReport;
pub use self::config::{
    Authentication, ClientAuthentication, ClientSecret, ConfigError, DEFAULT_MAX_ANSWER_BYTES, Isolation, Login,
    MAX_REQUEST_BYTES, MAX_TOKEN_ANSWER_BYTES, Pace, PlatformConfig, Secrets,
};
use self::session::Session;
use crate::answer::{CancellationAnswer, EligibilityAnswer, PriorAuthorisationAnswer};
use crate::breakers::Breakers;
use crate::dialect::Dialect;
use crate::failure::{CallFailure, Phase, SendFailure};
pub use crate::fhir::capability::{Capabilities, ResourceAbilities};
use crate::platform::{Exchange, Platform, RepeatRule};
use crate::portal::Handover;
use crate::request::{CancellationRequest, ClaimUse, EligibilityRequest, PriorAuthorisationRequest};

/// A platform that speaks FHIR R4.
#[derive(Debug)]
pub struct FhirConnector {
    code: PlatformCode,
    session: Session,
    dialect: Dialect,
    breakers: Arc<Breakers>,
}

impl FhirConnector {
    /// A connector to the platform described; the secrets come from the vault, or from a file for a trial.
    pub fn new(
        config: &PlatformConfig,
        secrets: impl Into<Secrets>,
        breakers: Arc<Breakers>,
    ) -> Result<Self, ConfigError> {
        Ok(Self {
            code: config.code.clone(),
            session: Session::new(config, secrets.into())?,
            dialect: config.dialect.clone(),
            breakers,
        })
    }

    /// Runs one call under the circuit of its function, and tells the circuit how it ended.
    async fn under_circuit<T>(
        &self,
        function: Function,
        budget: &Budget,
        call: impl Future<Output = Result<T, CallFailure>>,
    ) -> Result<T, CallFailure> {
        let permit = self.breakers.admit(&self.code, function).map_err(|refused| CallFailure {
            retry_after_s: u32::try_from(refused.retry_in.as_secs().saturating_add(1)).ok(),
            ..CallFailure::not_sent(FailureCode::CircuitOpen, Phase::Admission, "the last calls failed")
        })?;
        let result = call.await.map_err(|failure| CallFailure { elapsed_ms: budget.elapsed_ms(), ..failure });
        match &result {
            Ok(_) => permit.answered(budget.elapsed_ms()),
            Err(failure) => permit.failed(failure),
        }
        self.log(function, budget, result.as_ref().err());
        result
    }

    fn log(&self, function: Function, budget: &Budget, failure: Option<&CallFailure>) {
        let (platform, elapsed_ms) = (self.code.as_str(), budget.elapsed_ms());
        match failure {
            None => tracing::info!(platform, ?function, elapsed_ms, "answered"),
            Some(failure) => tracing::warn!(
                platform,
                ?function,
                elapsed_ms,
                code = ?failure.code,
                phase = ?failure.phase,
                status = failure.http_status,
                detail = %failure.detail,
                "failed"
            ),
        }
    }
}

impl Platform for FhirConnector {
    fn code(&self) -> &PlatformCode {
        &self.code
    }

    fn repeat_rule(&self, function: Function) -> RepeatRule {
        match function {
            Function::Rights => RepeatRule::SameIdentifier,
            Function::PriorAuthorisation | Function::Claim => RepeatRule::QueryFirst,
            // A quote binds nobody: asking twice changes nothing.
            Function::Quote => RepeatRule::SameIdentifier,
            _ => RepeatRule::Never,
        }
    }

    fn handover(&self, _function: Function) -> Option<Handover> {
        None
    }

    fn check_eligibility<'a>(
        &'a self,
        request: &'a EligibilityRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<EligibilityAnswer, CallFailure>> {
        Box::pin(self.eligibility(request, budget))
    }

    fn request_prior_authorisation<'a>(
        &'a self,
        request: &'a PriorAuthorisationRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<PriorAuthorisationAnswer, SendFailure>> {
        Box::pin(self.submit(ClaimUse::PriorAuthorisation, request, budget))
    }

    fn find_prior_authorisation(
        &self,
        identifier: Uuid,
        budget: Duration,
    ) -> Exchange<'_, Result<Option<PriorAuthorisationAnswer>, CallFailure>> {
        Box::pin(self.find(ClaimUse::PriorAuthorisation, identifier, budget))
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

    fn probe<'a>(
        &'a self,
        function: Function,
        domain_code: &'a str,
        budget: Duration,
    ) -> Exchange<'a, Result<(), CallFailure>> {
        Box::pin(self.knock(function, domain_code, budget))
    }
}
