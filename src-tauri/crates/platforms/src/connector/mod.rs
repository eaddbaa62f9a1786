//! The FHIR R4 connector: the side of the port that speaks HTTP.
//!
//! Puts the pieces together: leave from the circuit, a call within its budget, an answer read or a failure named, the
//! result told to the circuit. Logs say which platform, which function, how long and how it ended, and nothing else.

mod budget;
mod classify;
mod config;
mod resolve;
mod session;
mod token;
mod wire;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use relais_domain::platform::{FailureCode, Function, PlatformCode};
use reqwest::Method;
use uuid::Uuid;

use self::budget::Budget;
pub use self::config::{
    ClientAuthentication, ClientSecret, ConfigError, DEFAULT_MAX_ANSWER_BYTES, Isolation, MAX_REQUEST_BYTES,
    MAX_TOKEN_ANSWER_BYTES, Pace, PlatformConfig,
};
use self::session::{Message, Repeat, Session};
use crate::answer::{EligibilityAnswer, PriorAuthorisationAnswer};
use crate::breakers::Breakers;
use crate::failure::{AnswerFault, CallFailure, Phase, SendFailure};
use crate::fhir::subject::Expected;
use crate::fhir::{claim, claim_answer, eligibility, eligibility_answer, envelope, outcome, strict, systems};
use crate::platform::{Exchange, Platform, RepeatRule};
use crate::portal::Handover;
use crate::request::{EligibilityRequest, MAX_LINES, PriorAuthorisationRequest};

/// Where rights are asked for: the standard's operation.
const RIGHTS_PATH: &str = "CoverageEligibilityRequest/$submit";

/// A platform that speaks FHIR R4.
#[derive(Debug)]
pub struct FhirConnector {
    code: PlatformCode,
    session: Session,
    breakers: Arc<Breakers>,
}

impl FhirConnector {
    /// A connector to the platform described; the secret comes from the vault.
    pub fn new(config: &PlatformConfig, secret: ClientSecret, breakers: Arc<Breakers>) -> Result<Self, ConfigError> {
        Ok(Self { code: config.code.clone(), session: Session::new(config, secret)?, breakers })
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

    async fn eligibility(
        &self,
        request: &EligibilityRequest,
        budget: Duration,
    ) -> Result<EligibilityAnswer, CallFailure> {
        let budget = Budget::starting_now(budget);
        self.under_circuit(Function::Rights, &budget, async {
            let message = Message {
                method: Method::POST,
                path: RIGHTS_PATH,
                query: Vec::new(),
                body: Some(Bytes::from(eligibility::encode(request))),
                repeat: Repeat::Always,
            };
            let reply = self.session.call(&message, &budget).await?;
            let status = reply.status;
            understood(status, reply.body, |body| {
                eligibility_answer::decode(body, request, &self.code, budget.elapsed_ms())
            })
        })
        .await
    }

    async fn prior_authorisation(
        &self,
        request: &PriorAuthorisationRequest,
        budget: Duration,
    ) -> Result<PriorAuthorisationAnswer, SendFailure> {
        let budget = Budget::starting_now(budget);
        let body = encode_claim(request)?;
        let answer = self.under_circuit(Function::PriorAuthorisation, &budget, async {
            let message = Message {
                method: Method::POST,
                path: "Claim/$submit",
                query: Vec::new(),
                body: Some(body),
                repeat: Repeat::IfCertainlyNotAccepted,
            };
            let reply = self.session.call(&message, &budget).await?;
            let status = reply.status;
            let expected = Expected { request_id: request.id, person: Some((&request.subject, &request.cover)) };
            understood(status, reply.body, |body| {
                if status == 202 && !envelope::holds(&body, "ClaimResponse") {
                    return Ok(claim_answer::taken_in(body, &self.code, budget.elapsed_ms()));
                }
                claim_answer::decode(body, expected, &self.code, budget.elapsed_ms())
            })
        });
        answer.await.map_err(SendFailure::from)
    }

    async fn find(&self, identifier: Uuid, budget: Duration) -> Result<Option<PriorAuthorisationAnswer>, CallFailure> {
        let budget = Budget::starting_now(budget);
        self.under_circuit(Function::PriorAuthorisation, &budget, async {
            let reply = self.session.call(&search_for(identifier), &budget).await?;
            let status = reply.status;
            understood(status, reply.body, |body| {
                claim_answer::decode_search(body, identifier, &self.code, budget.elapsed_ms())
            })
        })
        .await
    }
}

impl FhirConnector {
    /// Asks each function something of its own that concerns nobody: rights, a draft question about the nil identifier;
    /// prior authorisations, a search for the nil identifier; the others, the capability statement. A refusal is as good
    /// an answer as any: the function is there.
    async fn knock(&self, function: Function, domain_code: &str, budget: Duration) -> Result<(), CallFailure> {
        let budget = Budget::starting_now(budget);
        let answered = self.under_circuit(function, &budget, async {
            let (reply, kind) = match function {
                Function::Rights => {
                    (self.session.call(&draft_about_nobody(domain_code), &budget).await?, "CoverageEligibilityResponse")
                }
                Function::PriorAuthorisation => (self.session.call(&search_for(Uuid::nil()), &budget).await?, "Bundle"),
                _ => (self.session.call_openly("metadata", &budget).await?, "CapabilityStatement"),
            };
            let status = reply.status;
            understood(status, reply.body, |body| envelope::is_kind(strict::check(&body)?, kind))
        });
        match answered.await {
            Err(failure) if failure.is_observation() && !failure.counts_against_platform() => Ok(()),
            other => other,
        }
    }
}

fn draft_about_nobody(domain_code: &str) -> Message {
    Message {
        method: Method::POST,
        path: RIGHTS_PATH,
        query: Vec::new(),
        body: Some(Bytes::from(eligibility::encode_probe(domain_code))),
        repeat: Repeat::Always,
    }
}

/// The standard search of an answer by the request's own identifier, which names nobody.
fn search_for(identifier: Uuid) -> Message {
    let token = format!("{}|{}", systems::URI, identifier.urn());
    Message {
        method: Method::GET,
        path: "ClaimResponse",
        query: vec![("request:identifier", token)],
        body: None,
        repeat: Repeat::Always,
    }
}

/// Reads a 2xx answer; one that cannot be relied on keeps the platform's words, when it has some.
fn understood<T>(
    status: u16,
    body: Vec<u8>,
    read: impl FnOnce(Vec<u8>) -> Result<T, AnswerFault>,
) -> Result<T, CallFailure> {
    let said = outcome::read(&body).flatten();
    read(body).map_err(|fault| CallFailure { platform_text: said, ..CallFailure::unreadable(fault, status) })
}

fn encode_claim(request: &PriorAuthorisationRequest) -> Result<Bytes, SendFailure> {
    let refused =
        |detail| SendFailure::Refused(CallFailure::not_sent(FailureCode::RequestRefused, Phase::Admission, detail));
    if request.lines.is_empty() || request.lines.len() > MAX_LINES {
        return Err(refused("a prior authorisation has 1 to 50 lines"));
    }
    claim::encode(request).map(Bytes::from).map_err(|_| refused("an amount is out of range"))
}

impl Platform for FhirConnector {
    fn code(&self) -> &PlatformCode {
        &self.code
    }

    fn repeat_rule(&self, function: Function) -> RepeatRule {
        match function {
            Function::Rights => RepeatRule::SameIdentifier,
            Function::PriorAuthorisation => RepeatRule::QueryFirst,
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
        Box::pin(self.prior_authorisation(request, budget))
    }

    fn find_prior_authorisation(
        &self,
        identifier: Uuid,
        budget: Duration,
    ) -> Exchange<'_, Result<Option<PriorAuthorisationAnswer>, CallFailure>> {
        Box::pin(self.find(identifier, budget))
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
