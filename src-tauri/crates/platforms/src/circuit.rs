//! The circuit breaker of one function of one platform: a pure state machine, time passed in.
//!
//! Closed, calls pass. After failures in a row, or half of a busy window failing, it opens: calls are refused at once,
//! so that the counter has its answer without waiting and a platform in trouble is left alone. Once the pause is over a
//! single probe passes; its success closes the circuit, its failure opens it for twice as long.

use std::time::Duration;

use crate::observation::{DOWN_AFTER_IN_A_ROW, Window};

/// When to open, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircuitPolicy {
    /// Failures in a row that open the circuit.
    pub failures_in_a_row: usize,
    /// Calls the window must hold before its ratio counts.
    pub ratio_from_calls: usize,
    /// First pause.
    pub first_pause: Duration,
    /// Longest pause of our own choosing.
    pub longest_pause: Duration,
    /// The most that a `Retry-After` is heeded for.
    pub longest_asked: Duration,
    /// By up to so many per cent a pause is shortened, by chance: practices that fell out together do not all come back at
    /// once.
    pub spread_percent: u32,
}

impl Default for CircuitPolicy {
    /// Three failures as for « down »; 30 s is what a restart takes, five minutes what a recovery desk can stand.
    fn default() -> Self {
        Self {
            failures_in_a_row: DOWN_AFTER_IN_A_ROW,
            ratio_from_calls: 10,
            first_pause: Duration::from_secs(30),
            longest_pause: Duration::from_secs(300),
            longest_asked: Duration::from_secs(3_600),
            spread_percent: 25,
        }
    }
}

/// Where the circuit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircuitState {
    /// Calls pass.
    Closed,
    /// Calls are refused until this moment.
    Open {
        /// When a probe may pass.
        until: Duration,
    },
    /// The pause is over: one probe at a time.
    HalfOpen {
        /// Whether the probe is under way.
        probing: bool,
    },
}

/// Leave to call. Given back through [`Circuit::record`] or [`Circuit::abandon`].
#[derive(Debug, PartialEq, Eq)]
#[must_use = "an admission must be given back, or a probe blocks the circuit"]
pub struct Admission {
    generation: u64,
    probe: bool,
}

/// The circuit is open, or its probe is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// How long until a probe may pass; zero while one is under way.
    pub retry_in: Duration,
}

/// The breaker. Every `now` is a monotonic time since one fixed origin.
#[derive(Debug, Clone)]
pub struct Circuit {
    policy: CircuitPolicy,
    state: CircuitState,
    pause: Duration,
    /// Counts the openings and closings: the late result of a call admitted before one of them changes nothing.
    generation: u64,
    chance: Chance,
}

/// Chance enough to spread pauses with: a seed and a few turns, no secret.
#[derive(Debug, Clone, Copy)]
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// The next of 256.
    pub const fn next(&mut self) -> u8 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed >> 56) as u8
    }
}

impl Circuit {
    /// A closed circuit; `seed` is where its chance begins.
    pub fn new(policy: CircuitPolicy, seed: u64) -> Self {
        let chance = Chance::seeded(seed);
        Self { policy, state: CircuitState::Closed, pause: policy.first_pause, generation: 0, chance }
    }

    /// Where the circuit stands at `now`.
    pub fn state(&self, now: Duration) -> CircuitState {
        match self.state {
            CircuitState::Open { until } if until <= now => CircuitState::HalfOpen { probing: false },
            state => state,
        }
    }

    /// Asks for leave to call.
    pub fn admit(&mut self, now: Duration) -> Result<Admission, Refused> {
        self.state = self.state(now);
        match self.state {
            CircuitState::Closed => Ok(Admission { generation: self.generation, probe: false }),
            CircuitState::Open { until } => Err(Refused { retry_in: until.saturating_sub(now) }),
            CircuitState::HalfOpen { probing: true } => Err(Refused { retry_in: Duration::ZERO }),
            CircuitState::HalfOpen { probing: false } => {
                self.state = CircuitState::HalfOpen { probing: true };
                Ok(Admission { generation: self.generation, probe: true })
            }
        }
    }

    /// Takes the result of an admitted call, which `window` already holds. Says whether the circuit closed on it.
    pub fn record(
        &mut self,
        admission: Admission,
        failed: bool,
        retry_after: Option<Duration>,
        window: &Window,
        now: Duration,
    ) -> bool {
        if admission.generation != self.generation {
            return false;
        }
        match (admission.probe, failed) {
            (true, false) => {
                self.generation += 1;
                self.state = CircuitState::Closed;
                self.pause = self.policy.first_pause;
                true
            }
            (true, true) => {
                self.pause = self.pause.saturating_mul(2).min(self.policy.longest_pause);
                self.open(retry_after, now);
                false
            }
            (false, true) => {
                let in_a_row = window.failures_in_a_row() >= self.policy.failures_in_a_row;
                let busy = window.calls() >= self.policy.ratio_from_calls;
                if in_a_row || (busy && window.failures() * 2 >= window.calls()) {
                    self.open(retry_after, now);
                }
                false
            }
            (false, false) => false,
        }
    }

    /// Ends the pause: a person asks now, or the clock of a story jumped past it. The next call is the probe.
    pub fn end_pause(&mut self, now: Duration) {
        if let CircuitState::Open { until } = &mut self.state {
            *until = (*until).min(now);
        }
    }

    /// Gives an admission back without a result: the caller left, or our own restraint stopped the call.
    pub fn abandon(&mut self, admission: Admission) {
        if admission.probe && admission.generation == self.generation {
            self.state = CircuitState::HalfOpen { probing: false };
        }
    }

    fn open(&mut self, retry_after: Option<Duration>, now: Duration) {
        let asked = retry_after.unwrap_or_default().min(self.policy.longest_asked);
        let shorter = self.pause * self.policy.spread_percent / 100 * u32::from(self.chance.next()) / 256;
        self.generation += 1;
        self.state = CircuitState::Open { until: now + (self.pause - shorter).max(asked) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Observation;
    use proptest::prelude::*;

    /// The usual policy without chance, so that pauses are what they are.
    fn steady() -> CircuitPolicy {
        CircuitPolicy { spread_percent: 0, ..CircuitPolicy::default() }
    }

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// A circuit with its window, as the registry holds them.
    struct Desk {
        circuit: Circuit,
        window: Window,
    }

    impl Desk {
        fn new() -> Self {
            Self { circuit: Circuit::new(steady(), 1), window: Window::default() }
        }

        fn finish(&mut self, admission: Admission, failed: bool, retry_after: Option<Duration>, now: Duration) -> bool {
            self.window.record(Observation { failed, elapsed_ms: 10 });
            self.circuit.record(admission, failed, retry_after, &self.window, now)
        }

        fn call(&mut self, failed: bool, now: Duration) -> Result<(), Refused> {
            let admission = self.circuit.admit(now)?;
            self.finish(admission, failed, None, now);
            Ok(())
        }

        fn opened_at_zero() -> Self {
            let mut desk = Self::new();
            for _ in 0..3 {
                desk.call(true, at(0)).unwrap();
            }
            desk
        }
    }

    #[test]
    fn three_failures_in_a_row_open_it_and_calls_are_refused_with_a_delay() {
        let mut desk = Desk::new();
        desk.call(true, at(0)).unwrap();
        desk.call(true, at(0)).unwrap();
        assert_eq!(desk.circuit.state(at(0)), CircuitState::Closed);
        desk.call(true, at(1)).unwrap();
        assert_eq!(desk.circuit.admit(at(11)), Err(Refused { retry_in: at(20) }));
    }

    #[test]
    fn half_of_a_busy_window_opens_it_without_three_in_a_row() {
        let mut desk = Desk::new();
        for failed in [false, true, false, true, false, true, false, true, false, true] {
            desk.call(failed, at(0)).unwrap();
        }
        assert_eq!(desk.circuit.state(at(0)), CircuitState::Open { until: at(30) });
    }

    #[test]
    fn one_probe_at_a_time_passes_when_the_pause_is_over() {
        let mut desk = Desk::opened_at_zero();
        let probe = desk.circuit.admit(at(30)).unwrap();
        assert_eq!(desk.circuit.admit(at(30)), Err(Refused { retry_in: Duration::ZERO }));
        assert!(desk.finish(probe, false, None, at(31)));
        assert_eq!(desk.circuit.state(at(31)), CircuitState::Closed);
    }

    #[test]
    fn a_failed_probe_doubles_the_pause_up_to_the_longest() {
        let mut desk = Desk::opened_at_zero();
        let mut now = at(30);
        let mut pauses = Vec::new();
        for _ in 0..6 {
            desk.call(true, now).unwrap();
            let CircuitState::Open { until } = desk.circuit.state(now) else { panic!("the circuit should be open") };
            pauses.push((until - now).as_secs());
            now = until;
        }
        assert_eq!(pauses, [60, 120, 240, 300, 300, 300]);
        desk.call(false, now).unwrap();
        desk.window.clear();
        for _ in 0..3 {
            desk.call(true, now).unwrap();
        }
        assert_eq!(desk.circuit.state(now), CircuitState::Open { until: now + at(30) }, "a success starts over");
    }

    #[test]
    fn a_retry_after_is_heeded_within_reason() {
        for (asked, pause) in [(5, 30), (120, 120), (1_800, 1_800), (86_400, 3_600)] {
            let mut desk = Desk::new();
            for _ in 0..3 {
                let admission = desk.circuit.admit(at(0)).unwrap();
                desk.finish(admission, true, Some(at(asked)), at(0));
            }
            assert_eq!(desk.circuit.state(at(0)), CircuitState::Open { until: at(pause) });
        }
    }

    #[test]
    fn practices_that_fell_out_together_do_not_come_back_together() {
        let until = |seed| {
            let mut desk = Desk { circuit: Circuit::new(CircuitPolicy::default(), seed), window: Window::default() };
            (0..3).for_each(|_| desk.call(true, at(0)).unwrap());
            let CircuitState::Open { until } = desk.circuit.state(at(0)) else { panic!("the circuit should be open") };
            until
        };
        let pauses: std::collections::BTreeSet<_> = (0..40).map(until).collect();
        assert!(pauses.len() > 20, "{pauses:?}");
        assert!(pauses.iter().all(|pause| (at(22)..=at(30)).contains(pause)), "{pauses:?}");
    }

    #[test]
    fn an_abandoned_probe_leaves_its_place() {
        let mut desk = Desk::opened_at_zero();
        let probe = desk.circuit.admit(at(30)).unwrap();
        desk.circuit.abandon(probe);
        assert!(desk.circuit.admit(at(30)).is_ok());
    }

    #[test]
    fn the_late_success_of_an_old_call_does_not_close_an_open_circuit() {
        let mut desk = Desk::new();
        let late = desk.circuit.admit(at(0)).unwrap();
        for _ in 0..3 {
            desk.call(true, at(0)).unwrap();
        }
        assert!(!desk.finish(late, false, None, at(1)));
        assert_eq!(desk.circuit.state(at(1)), CircuitState::Open { until: at(30) });
    }

    proptest! {
        /// Whatever happens, the circuit is usable again once the longest pause is over and nothing is under way.
        #[test]
        fn it_never_stays_shut(results in prop::collection::vec((any::<bool>(), 0u64..400), 0..80)) {
            let mut desk = Desk::new();
            let mut now = Duration::ZERO;
            for (failed, wait_s) in results {
                now += at(wait_s);
                let _ = desk.call(failed, now);
            }
            let later = now + CircuitPolicy::default().longest_pause;
            prop_assert!(desk.circuit.admit(later).is_ok());
        }

        /// While the circuit is open no call passes.
        #[test]
        fn open_means_nothing_passes(seconds in 0u64..30) {
            let mut desk = Desk::opened_at_zero();
            prop_assert!(desk.circuit.admit(at(seconds)).is_err());
        }
    }
}
