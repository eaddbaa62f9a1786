//! What is measured of every platform × function: circuits and windows behind one lock, and a bell that rings when a
//! state changes.
//!
//! Only our own calls feed it. What people declare (« coupure préventive ») or what missing credits suggest is kept by
//! `usecases`, which puts the sources together.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use relais_domain::platform::{FailureCode, Function, FunctionState, PlatformCode};
use tokio::sync::watch;

use crate::circuit::{Admission, Circuit, CircuitPolicy, CircuitState, Refused};
use crate::failure::CallFailure;
use crate::observation::{Observation, Window};

/// What is known of one function of one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionReading {
    /// Which platform.
    pub platform: PlatformCode,
    /// Which function.
    pub function: Function,
    /// The measured state.
    pub state: FunctionState,
    /// The last failure, while the state is not « up ».
    pub cause: Option<FailureCode>,
    /// Calls remembered.
    pub calls: usize,
    /// Failures among them.
    pub failures: usize,
    /// 95th percentile of their durations.
    pub p95_ms: Option<u64>,
    /// How long until the next call may pass; `None` when it may now.
    pub retry_in: Option<Duration>,
    /// How long since the last call; `None` once its pauses were ended, since everything may have changed.
    pub quiet: Option<Duration>,
    /// Calls ever seen: a reading with more of them than another is newer.
    pub seen: u64,
}

#[derive(Debug)]
struct Line {
    circuit: Circuit,
    window: Window,
    last_failure: Option<FailureCode>,
    last_call_at: Option<Duration>,
    seen: u64,
}

impl Line {
    fn new(policy: CircuitPolicy) -> Self {
        Self {
            circuit: Circuit::new(policy),
            window: Window::default(),
            last_failure: None,
            last_call_at: None,
            seen: 0,
        }
    }

    /// A circuit that is not closed outweighs the window: nothing passes, whatever the last calls said.
    fn state(&self, now: Duration) -> FunctionState {
        match self.circuit.state(now) {
            CircuitState::Closed => self.window.state(),
            CircuitState::Open { .. } | CircuitState::HalfOpen { .. } => FunctionState::Down,
        }
    }

    fn reading(&self, platform: &PlatformCode, function: Function, now: Duration) -> FunctionReading {
        let state = self.state(now);
        let retry_in = match self.circuit.state(now) {
            CircuitState::Open { until } => Some(until.saturating_sub(now)),
            CircuitState::HalfOpen { probing: true } => Some(Duration::ZERO),
            CircuitState::Closed | CircuitState::HalfOpen { probing: false } => None,
        };
        FunctionReading {
            platform: platform.clone(),
            function,
            state,
            cause: self.last_failure.filter(|_| state != FunctionState::Up),
            calls: self.window.calls(),
            failures: self.window.failures(),
            p95_ms: self.window.p95_ms(),
            retry_in,
            quiet: self.last_call_at.map(|at| now.saturating_sub(at)),
            seen: self.seen,
        }
    }
}

/// Every circuit of the practice. One for the whole program, shared by all connectors.
#[derive(Debug)]
pub struct Breakers {
    policy: CircuitPolicy,
    origin: Instant,
    lines: Mutex<BTreeMap<(PlatformCode, Function), Line>>,
    changes: watch::Sender<u64>,
}

impl Default for Breakers {
    fn default() -> Self {
        Self::new(CircuitPolicy::default())
    }
}

impl Breakers {
    /// No call seen yet.
    pub fn new(policy: CircuitPolicy) -> Self {
        let changes = watch::Sender::new(0);
        Self { policy, origin: Instant::now(), lines: Mutex::default(), changes }
    }

    /// A counter that grows whenever the state of a function changes: wait on it, then read [`Self::readings`].
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Every function seen so far, by platform then function.
    pub fn readings(&self) -> Vec<FunctionReading> {
        let now = self.origin.elapsed();
        self.lock().iter().map(|((platform, function), line)| line.reading(platform, *function, now)).collect()
    }

    /// The measured state of one function.
    pub fn state(&self, platform: &PlatformCode, function: Function) -> FunctionState {
        let now = self.origin.elapsed();
        self.lock().get(&(platform.clone(), function)).map_or(FunctionState::Unknown, |line| line.state(now))
    }

    /// Ends the pauses of a platform, or of all: a person asks now, or the clock of a story jumped past them.
    pub fn end_pauses(&self, platform: Option<&PlatformCode>) {
        let now = self.origin.elapsed();
        for ((code, _), line) in self.lock().iter_mut() {
            if platform.is_none_or(|wanted| wanted == code) {
                line.circuit.end_pause(now);
                line.last_call_at = None;
            }
        }
    }

    /// Asks for leave to call; the permit must be given its result.
    pub fn admit(self: &Arc<Self>, platform: &PlatformCode, function: Function) -> Result<Permit, Refused> {
        let key = (platform.clone(), function);
        let now = self.origin.elapsed();
        let policy = self.policy;
        let admission = self.lock().entry(key.clone()).or_insert_with(|| Line::new(policy)).circuit.admit(now)?;
        Ok(Permit { breakers: Arc::clone(self), key, admission: Some(admission) })
    }

    fn record(
        &self,
        key: &(PlatformCode, Function),
        admission: Admission,
        elapsed_ms: u64,
        failure: Option<&CallFailure>,
    ) {
        let now = self.origin.elapsed();
        let failed = failure.is_some_and(CallFailure::counts_against_platform);
        let retry_after = failure.and_then(|failure| failure.retry_after_s).map(|s| Duration::from_secs(s.into()));
        let observation = Observation { failed, elapsed_ms };
        let changed = {
            let mut lines = self.lock();
            let Some(line) = lines.get_mut(key) else { return };
            let before = line.state(now);
            line.window.record(observation);
            line.seen += 1;
            line.last_call_at = Some(now);
            if failed {
                line.last_failure = failure.map(|failure| failure.code);
            }
            if line.circuit.record(admission, failed, retry_after, &line.window, now) {
                line.window.clear();
                line.window.record(observation);
            }
            line.state(now) != before
        };
        if changed {
            self.changes.send_modify(|version| *version += 1);
        }
    }

    fn abandon(&self, key: &(PlatformCode, Function), admission: Admission) {
        if let Some(line) = self.lock().get_mut(key) {
            line.circuit.abandon(admission);
        }
    }

    /// A panic elsewhere cannot leave a line half-written: each update is a few plain assignments.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<(PlatformCode, Function), Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leave to make one call. Dropped without a result, it gives its place back and teaches nothing.
#[derive(Debug)]
#[must_use = "the result of the call must be recorded"]
pub struct Permit {
    breakers: Arc<Breakers>,
    key: (PlatformCode, Function),
    admission: Option<Admission>,
}

impl Permit {
    /// Records an answer.
    pub fn answered(mut self, elapsed_ms: u64) {
        if let Some(admission) = self.admission.take() {
            self.breakers.record(&self.key, admission, elapsed_ms, None);
        }
    }

    /// Records a failure; one that taught nothing about the platform only gives the place back.
    pub fn failed(mut self, failure: &CallFailure) {
        if !failure.is_observation() {
            return;
        }
        if let Some(admission) = self.admission.take() {
            self.breakers.record(&self.key, admission, failure.elapsed_ms, Some(failure));
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(admission) = self.admission.take() {
            self.breakers.abandon(&self.key, admission);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Phase;

    fn platform() -> PlatformCode {
        PlatformCode::parse("viamedis").unwrap()
    }

    fn failure(code: FailureCode) -> CallFailure {
        CallFailure::not_sent(code, Phase::Connect, "x")
    }

    fn breakers(pause: Duration) -> Arc<Breakers> {
        let policy = CircuitPolicy { first_pause: pause, longest_pause: pause, ..CircuitPolicy::default() };
        Arc::new(Breakers::new(policy))
    }

    fn fail_three_times(breakers: &Arc<Breakers>) {
        for _ in 0..3 {
            breakers.admit(&platform(), Function::Rights).unwrap().failed(&failure(FailureCode::ServerError));
        }
    }

    #[test]
    fn a_function_fails_alone() {
        let breakers = breakers(Duration::from_secs(60));
        fail_three_times(&breakers);
        assert!(breakers.admit(&platform(), Function::Rights).is_err());
        assert!(breakers.admit(&platform(), Function::PriorAuthorisation).is_ok());
        assert_eq!(breakers.state(&platform(), Function::Rights), FunctionState::Down);
        assert_eq!(breakers.state(&platform(), Function::PriorAuthorisation), FunctionState::Unknown);
        let reading = &breakers.readings()[0];
        assert_eq!((reading.cause, reading.failures), (Some(FailureCode::ServerError), 3));
        assert!(reading.retry_in.is_some() && reading.quiet.is_some());
    }

    #[test]
    fn a_recovered_function_is_judged_on_what_it_does_now_and_the_bell_rings() {
        let breakers = breakers(Duration::ZERO);
        let mut bell = breakers.changes();
        fail_three_times(&breakers);
        assert!(bell.has_changed().unwrap());
        bell.mark_unchanged();
        breakers.admit(&platform(), Function::Rights).unwrap().answered(40);
        assert_eq!(breakers.state(&platform(), Function::Rights), FunctionState::Up);
        assert!(bell.has_changed().unwrap());
    }

    #[test]
    fn a_pause_that_is_ended_lets_one_probe_pass() {
        let breakers = breakers(Duration::from_secs(60));
        fail_three_times(&breakers);
        breakers.end_pauses(Some(&PlatformCode::parse("almerys").unwrap()));
        assert!(breakers.admit(&platform(), Function::Rights).is_err());
        assert!(breakers.readings()[0].quiet.is_some());
        breakers.end_pauses(Some(&platform()));
        assert_eq!(breakers.readings()[0].quiet, None);
        let probe = breakers.admit(&platform(), Function::Rights).unwrap();
        assert!(breakers.admit(&platform(), Function::Rights).is_err());
        probe.answered(40);
        assert_eq!(breakers.state(&platform(), Function::Rights), FunctionState::Up);
        assert_eq!(breakers.readings()[0].seen, 4);
    }

    #[test]
    fn a_dropped_permit_gives_its_place_back_and_teaches_nothing() {
        let breakers = breakers(Duration::ZERO);
        fail_three_times(&breakers);
        drop(breakers.admit(&platform(), Function::Rights).unwrap());
        breakers.admit(&platform(), Function::Rights).unwrap().failed(&failure(FailureCode::Paced));
        assert!(breakers.admit(&platform(), Function::Rights).is_ok());
        assert_eq!(breakers.readings()[0].calls, 3);
    }

    #[test]
    fn a_refused_request_is_an_answer_of_the_platform() {
        let breakers = breakers(Duration::ZERO);
        for _ in 0..5 {
            breakers.admit(&platform(), Function::Rights).unwrap().failed(&failure(FailureCode::RequestRefused));
        }
        assert_eq!(breakers.state(&platform(), Function::Rights), FunctionState::Up);
    }
}
