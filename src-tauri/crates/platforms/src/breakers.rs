//! What is measured of every platform × function: circuits and windows behind one lock, and a bell that rings when a
//! state changes.
//!
//! Only our own calls feed it. What people declare (« coupure préventive ») or what missing credits suggest is kept by
//! `usecases`, which puts the sources together.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use relais_domain::platform::{FailureCode, Function, FunctionState, PlatformCode};
use tokio::sync::watch;

use crate::circuit::{Admission, Chance, Circuit, CircuitPolicy, CircuitState, Refused};
use crate::failure::CallFailure;
use crate::observation::{Observation, Window};
use crate::pace::{Pacer, Place};

/// Delay kept after a « too many calls » that names none.
const UNSAID_DELAY: Duration = Duration::from_secs(1);

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
    /// Failures ever seen.
    pub failed: u64,
}

#[derive(Debug)]
struct Line {
    circuit: Circuit,
    window: Window,
    last_failure: Option<FailureCode>,
    last_call_at: Option<Duration>,
    seen: u64,
    failed: u64,
}

impl Line {
    fn new(policy: CircuitPolicy, seed: u64) -> Self {
        Self {
            circuit: Circuit::new(policy, seed),
            window: Window::default(),
            last_failure: None,
            last_call_at: None,
            seen: 0,
            failed: 0,
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
            failed: self.failed,
        }
    }
}

/// Every circuit of the practice. One for the whole program, shared by all connectors.
#[derive(Debug)]
pub struct Breakers {
    policy: CircuitPolicy,
    origin: Instant,
    lines: Mutex<BTreeMap<(PlatformCode, Function), Line>>,
    paces: Mutex<BTreeMap<PlatformCode, Pacer>>,
    chance: Mutex<Chance>,
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
        // Another chance in every program: nothing here is to be foreseen, and nothing depends on its not being.
        let chance = Mutex::new(Chance::seeded(RandomState::new().hash_one("pauses")));
        Self { policy, origin: Instant::now(), lines: Mutex::default(), paces: Mutex::default(), chance, changes }
    }

    fn chance(&self) -> u8 {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).next()
    }

    /// Says how many calls a second a platform's contract allows.
    pub fn set_pace(&self, platform: &PlatformCode, calls_per_second: u32) {
        let mut paces = self.paces();
        match paces.get_mut(platform) {
            Some(pacer) => pacer.declare(calls_per_second),
            None => drop(paces.insert(platform.clone(), Pacer::new(calls_per_second))),
        }
    }

    /// Takes a place in a platform's pace, or says how long until there may be one. A platform whose limit nobody said has
    /// the usual one.
    pub fn take_place(self: &Arc<Self>, platform: &PlatformCode) -> Result<PlaceInPace, Duration> {
        let now = self.origin.elapsed();
        let usual = relais_domain::conduct::USUAL_CALLS_PER_SECOND;
        let place = self.paces().entry(platform.clone()).or_insert_with(|| Pacer::new(usual)).take(now)?;
        Ok(PlaceInPace { breakers: Arc::clone(self), platform: platform.clone(), place })
    }

    /// How long a platform still asks to be left alone.
    pub fn held_for(&self, platform: &PlatformCode) -> Option<Duration> {
        let now = self.origin.elapsed();
        self.paces().get(platform)?.held_for(now)
    }

    /// Whether a call of this function would be let go now: how long until it may, when it would not.
    pub fn would_wait(&self, platform: &PlatformCode, function: Function) -> Option<Duration> {
        let now = self.origin.elapsed();
        let lines = self.lock();
        let pause =
            lines.get(&(platform.clone(), function)).and_then(|line| line.reading(platform, function, now).retry_in);
        drop(lines);
        pause.max(self.held_for(platform))
    }

    fn paces(&self) -> MutexGuard<'_, BTreeMap<PlatformCode, Pacer>> {
        self.paces.lock().unwrap_or_else(PoisonError::into_inner)
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
        // A delay the platform asked for is its own: a person does not talk over it. A clock that jumped has passed it.
        if platform.is_none() {
            self.paces().values_mut().for_each(Pacer::forget_delays);
        }
    }

    /// Asks for leave to call; the permit must be given its result.
    pub fn admit(self: &Arc<Self>, platform: &PlatformCode, function: Function) -> Result<Permit, Refused> {
        let key = (platform.clone(), function);
        let now = self.origin.elapsed();
        let (policy, seed) = (self.policy, u64::from(self.chance()) + 1);
        let admission = self.lock().entry(key.clone()).or_insert_with(|| Line::new(policy, seed)).circuit.admit(now)?;
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
        self.heed(&key.0, failure, retry_after, now);
        let mut closed = false;
        let changed = {
            let mut lines = self.lock();
            let Some(line) = lines.get_mut(key) else { return };
            let before = line.state(now);
            line.window.record(observation);
            line.seen += 1;
            line.failed += u64::from(failed);
            line.last_call_at = Some(now);
            if failed {
                line.last_failure = failure.map(|failure| failure.code);
            }
            if line.circuit.record(admission, failed, retry_after, &line.window, now) {
                line.window.clear();
                line.window.record(observation);
                closed = true;
            }
            line.state(now) != before
        };
        if closed && let Some(pacer) = self.paces().get_mut(&key.0) {
            pacer.ease(now);
        }
        if changed {
            self.changes.send_modify(|version| *version += 1);
        }
    }

    /// What a failure says about the pace: the platform asks for a delay, or for fewer calls.
    fn heed(&self, platform: &PlatformCode, failure: Option<&CallFailure>, asked: Option<Duration>, now: Duration) {
        let throttled = failure.is_some_and(|failure| failure.code == FailureCode::TooManyCalls);
        if asked.is_none() && !throttled {
            return;
        }
        let chance = self.chance();
        let mut paces = self.paces();
        let usual = relais_domain::conduct::USUAL_CALLS_PER_SECOND;
        let pacer = paces.entry(platform.clone()).or_insert_with(|| Pacer::new(usual));
        if throttled {
            pacer.learn(now);
        }
        pacer.hold(asked.unwrap_or(UNSAID_DELAY), chance, now);
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

/// A place in a platform's pace, given back when its call has ended.
#[derive(Debug)]
#[must_use = "a place is held while the call is under way"]
pub struct PlaceInPace {
    breakers: Arc<Breakers>,
    platform: PlatformCode,
    place: Place,
}

impl Drop for PlaceInPace {
    fn drop(&mut self) {
        let now = self.breakers.origin.elapsed();
        if let Some(pacer) = self.breakers.paces().get_mut(&self.platform) {
            pacer.give_back(&self.place, now);
        }
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
        let policy =
            CircuitPolicy { first_pause: pause, longest_pause: pause, spread_percent: 0, ..CircuitPolicy::default() };
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

    #[test]
    fn a_delay_asked_of_one_function_is_kept_by_all_of_the_platform_and_by_no_other() {
        let breakers = breakers(Duration::ZERO);
        let asked = CallFailure { retry_after_s: Some(30), ..failure(FailureCode::TooManyCalls) };
        breakers.admit(&platform(), Function::Rights).unwrap().failed(&asked);
        assert!(breakers.held_for(&platform()).is_some_and(|left| left > Duration::from_secs(29)));
        assert!(breakers.take_place(&platform()).is_err());
        assert!(breakers.would_wait(&platform(), Function::Claim).is_some());
        assert!(breakers.take_place(&PlatformCode::parse("almerys").unwrap()).is_ok());
        breakers.end_pauses(Some(&platform()));
        assert!(breakers.take_place(&platform()).is_err(), "a person does not talk over it");
        breakers.end_pauses(None);
        assert!(breakers.take_place(&platform()).is_ok());
    }
}
