//! The port: what the practice may ask of a platform, whichever the way there.
//!
//! Three real sides implement it: [`crate::connector::FhirConnector`] and [`crate::connector::HttpConnector`] over HTTP, and
//! [`crate::portal::AssistedPortal`], where a person does the talking. One call is one request: queues, order and repeats over time belong to `usecases`.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use relais_domain::platform::{FailureCode, Function, PlatformCode, RepeatMode};
use uuid::Uuid;

use crate::answer::{CancellationAnswer, EligibilityAnswer, PriorAuthorisationAnswer};
use crate::disclosure::FieldName;
use crate::failure::{CallFailure, Phase, SendFailure};
use crate::portal::Handover;
use crate::request::{CancellationRequest, ClaimUse, EligibilityRequest, PriorAuthorisationRequest};

/// An exchange under way.
pub type Exchange<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a way says of a function it has nothing for.
pub(crate) fn no_connector() -> CallFailure {
    CallFailure::not_sent(FailureCode::NoConnector, Phase::Admission, "this platform is used through its portal")
}

/// A way to one platform.
///
/// `budget` is the time for the whole call: name, connection, TLS, token, repeats and reading. When it is spent the
/// call ends with [`relais_domain::platform::FailureCode::TimedOut`].
pub trait Platform: Send + Sync {
    /// Which platform.
    fn code(&self) -> &PlatformCode;

    /// How an unknown outcome of this function may be repeated.
    fn repeat_rule(&self, function: Function) -> RepeatMode;

    /// What a person needs to do it by hand, when this way has a portal for the function.
    fn handover(&self, function: Function) -> Option<Handover>;

    /// The fields that would leave with a rights question, in the order they are shown; by a way that sends nothing, none.
    fn rights_fields(&self, _request: &EligibilityRequest) -> Vec<FieldName> {
        Vec::new()
    }

    /// The same of a claim of whatever use.
    fn claim_fields(&self, _claim_use: ClaimUse, _request: &PriorAuthorisationRequest) -> Vec<FieldName> {
        Vec::new()
    }

    /// The same of a cancellation.
    fn cancellation_fields(&self, _request: &CancellationRequest) -> Vec<FieldName> {
        Vec::new()
    }

    /// How a cancellation may be repeated while its outcome is not known.
    fn cancellation_repeat_rule(&self) -> RepeatMode {
        RepeatMode::Never
    }

    /// Asks whether the person is covered. Safe to repeat.
    fn check_eligibility<'a>(
        &'a self,
        request: &'a EligibilityRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<EligibilityAnswer, CallFailure>>;

    /// Hands a claim over for whatever it is to be used: a quote, a prior authorisation, an invoice. Sent at most once
    /// unless nothing was certainly accepted. A way that does not do it says that it has no connector.
    fn submit_claim<'a>(
        &'a self,
        _claim_use: ClaimUse,
        _request: &'a PriorAuthorisationRequest,
        _budget: Duration,
    ) -> Exchange<'a, Result<PriorAuthorisationAnswer, SendFailure>> {
        Box::pin(async { Err(SendFailure::NotSent(no_connector())) })
    }

    /// Looks for the answer to the claim of this identifier; `None` is the platform's word that it has none.
    fn find_claim(
        &self,
        _claim_use: ClaimUse,
        _identifier: Uuid,
        _budget: Duration,
    ) -> Exchange<'_, Result<Option<PriorAuthorisationAnswer>, CallFailure>> {
        Box::pin(async { Err(no_connector()) })
    }

    /// Asks for a prior authorisation: a claim of that use.
    fn request_prior_authorisation<'a>(
        &'a self,
        request: &'a PriorAuthorisationRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<PriorAuthorisationAnswer, SendFailure>> {
        self.submit_claim(ClaimUse::PriorAuthorisation, request, budget)
    }

    /// Looks for the answer to the prior authorisation of this identifier.
    fn find_prior_authorisation(
        &self,
        identifier: Uuid,
        budget: Duration,
    ) -> Exchange<'_, Result<Option<PriorAuthorisationAnswer>, CallFailure>> {
        self.find_claim(ClaimUse::PriorAuthorisation, identifier, budget)
    }

    /// Takes a claim back. Sent at most once unless nothing was certainly accepted.
    fn cancel<'a>(
        &'a self,
        _request: &'a CancellationRequest,
        _budget: Duration,
    ) -> Exchange<'a, Result<CancellationAnswer, SendFailure>> {
        Box::pin(async { Err(SendFailure::NotSent(no_connector())) })
    }

    /// Looks for what became of a cancellation; `None` is the platform's word that nothing was taken back.
    fn find_cancellation<'a>(
        &'a self,
        _request: &'a CancellationRequest,
        _budget: Duration,
    ) -> Exchange<'a, Result<Option<CancellationAnswer>, CallFailure>> {
        Box::pin(async { Err(no_connector()) })
    }

    /// Asks the function something that concerns nobody, to know whether it answers again; a refusal is an answer.
    /// `domain_code` is a domain of the practice: functions may be closed for one activity alone.
    fn probe<'a>(
        &'a self,
        function: Function,
        domain_code: &'a str,
        budget: Duration,
    ) -> Exchange<'a, Result<(), CallFailure>>;
}
