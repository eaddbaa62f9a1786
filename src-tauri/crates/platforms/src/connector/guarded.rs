//! What every connector over HTTP has: the session, and the circuit of each function around its calls.
//!
//! Leave from the circuit, the call, the result told to the circuit. Logs say which platform, which function, how long and
//! how it ended, and nothing else.

use std::future::Future;
use std::sync::Arc;

use relais_domain::platform::{FailureCode, Function, PlatformCode};

use super::budget::Budget;
use super::session::Session;
use crate::breakers::Breakers;
use crate::failure::{CallFailure, Phase};

#[derive(Debug)]
pub(super) struct Guarded {
    pub(super) code: PlatformCode,
    pub(super) session: Session,
    pub(super) breakers: Arc<Breakers>,
}

impl Guarded {
    /// Runs one call under the circuit of its function, and tells the circuit how it ended.
    pub(super) async fn under_circuit<T>(
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

/// A question about nobody that was refused was heard: the function is there.
pub(super) fn heard(answered: Result<(), CallFailure>) -> Result<(), CallFailure> {
    match answered {
        Err(failure) if failure.is_observation() && !failure.counts_against_platform() => Ok(()),
        other => other,
    }
}
