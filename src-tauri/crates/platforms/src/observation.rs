//! The last twenty calls of one function of one platform, and the state they speak for (design §1.1).
//!
//! Pure: durations and outcomes come in. What people declare or what missing credits suggest is not known here.

use std::collections::VecDeque;

use relais_domain::platform::FunctionState;

/// How many calls are remembered.
pub const WINDOW_CALLS: usize = 20;
/// One call in this many failing is enough to call the function degraded.
pub const DEGRADED_ONE_IN: usize = 5;
/// A 95th percentile above this is degraded: the counter waits three seconds, a person five.
pub const DEGRADED_P95_MS: u64 = 5_000;
/// This many failures in a row and the function is down.
pub const DOWN_AFTER_IN_A_ROW: usize = 3;

/// One call, as seen from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation {
    /// Whether it speaks against the platform.
    pub failed: bool,
    /// How long it took.
    pub elapsed_ms: u64,
}

/// The last [`WINDOW_CALLS`] calls, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    calls: VecDeque<Observation>,
}

impl Window {
    /// Adds a call; the oldest leaves when the window is full.
    pub fn record(&mut self, observation: Observation) {
        if self.calls.len() == WINDOW_CALLS {
            self.calls.pop_front();
        }
        self.calls.push_back(observation);
    }

    /// Forgets everything: a function that recovered is judged on what it does now.
    pub fn clear(&mut self) {
        self.calls.clear();
    }

    /// How many calls are remembered.
    pub fn calls(&self) -> usize {
        self.calls.len()
    }

    /// How many of them failed.
    pub fn failures(&self) -> usize {
        self.calls.iter().filter(|call| call.failed).count()
    }

    /// How many failed without a break up to now.
    pub fn failures_in_a_row(&self) -> usize {
        self.calls.iter().rev().take_while(|call| call.failed).count()
    }

    /// The 95th percentile of the durations, by nearest rank; `None` without a call.
    pub fn p95_ms(&self) -> Option<u64> {
        let mut durations: Vec<u64> = self.calls.iter().map(|call| call.elapsed_ms).collect();
        durations.sort_unstable();
        let rank = (durations.len() * 95).div_ceil(100);
        durations.get(rank.checked_sub(1)?).copied()
    }

    /// The state the window speaks for.
    pub fn state(&self) -> FunctionState {
        let Some(p95_ms) = self.p95_ms() else { return FunctionState::Unknown };
        if self.failures_in_a_row() >= DOWN_AFTER_IN_A_ROW {
            FunctionState::Down
        } else if self.failures() * DEGRADED_ONE_IN >= self.calls() || p95_ms > DEGRADED_P95_MS {
            FunctionState::Degraded
        } else {
            FunctionState::Up
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// `.` answers at once, `s` answers in 6 s, `x` fails at once.
    fn window(calls: &str) -> Window {
        let mut window = Window::default();
        for call in calls.chars() {
            let elapsed_ms = if call == 's' { 6_000 } else { 100 };
            window.record(Observation { failed: call == 'x', elapsed_ms });
        }
        window
    }

    #[rstest]
    #[case::nothing_seen("", FunctionState::Unknown)]
    #[case::one_answer(".", FunctionState::Up)]
    #[case::first_call_fails("x", FunctionState::Degraded)]
    #[case::two_in_a_row("xx", FunctionState::Degraded)]
    #[case::three_in_a_row("xxx", FunctionState::Down)]
    #[case::three_in_a_row_after_answers(".........xxx", FunctionState::Down)]
    #[case::one_in_five("....x", FunctionState::Degraded)]
    #[case::one_in_six("x.....", FunctionState::Up)]
    #[case::four_of_twenty("x.x.x.x.............", FunctionState::Degraded)]
    #[case::three_of_twenty("x.x.x...............", FunctionState::Up)]
    #[case::one_slow_of_twenty("s...................", FunctionState::Up)]
    #[case::two_slow_of_twenty("ss..................", FunctionState::Degraded)]
    #[case::the_old_leaves("xxxx....................", FunctionState::Up)]
    #[case::back_after_down("xxx.", FunctionState::Degraded)]
    fn the_last_twenty_decide(#[case] calls: &str, #[case] expected: FunctionState) {
        assert_eq!(window(calls).state(), expected);
    }

    proptest! {
        #[test]
        fn only_the_last_twenty_count(calls in "[.sx]{0,60}") {
            let tail: String = calls.chars().skip(calls.len().saturating_sub(WINDOW_CALLS)).collect();
            prop_assert_eq!(window(&calls), window(&tail));
        }

        #[test]
        fn one_more_failure_never_improves_the_state(calls in "[.x]{1,19}") {
            let rank = |state| match state {
                FunctionState::Up => 0,
                FunctionState::Degraded => 1,
                _ => 2,
            };
            let worse = format!("{calls}x");
            prop_assert!(rank(window(&worse).state()) >= rank(window(&calls).state()));
        }
    }
}
