//! How the practice behaves towards a platform: how often it asks after it, how fast it sends, and how a request whose
//! fate is not known may be repeated. What the platform itself says of repeats is in its description; this may only be
//! more careful or say what the description leaves open.

use crate::platform::{Function, RepeatMode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Usual pause between two probes of a function that answers, in seconds: a fall is known well before most customers meet
/// it, and a practice costs a platform a dozen questions an hour.
pub const USUAL_PROBE_EVERY_S: u32 = 300;
/// Least pause: more often is a load, not a question.
pub const LEAST_PROBE_EVERY_S: u32 = 30;
/// Longest pause: a day.
pub const LONGEST_PROBE_EVERY_S: u32 = 86_400;
/// Usual limit of calls a second: a hundred dossiers take twenty seconds, and a platform that recovers is not stampeded.
pub const USUAL_CALLS_PER_SECOND: u32 = 5;
/// Most calls a second a practice may choose.
pub const MOST_CALLS_PER_SECOND: u32 = 50;

/// The scheduled probes of a platform: questions that concern nobody, while the practice is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Probing {
    /// Whether they are made; the owner says.
    pub enabled: bool,
    /// Between two of them while the function answers, in seconds; each is a little early or late, by chance.
    pub every_s: u32,
}

impl Default for Probing {
    fn default() -> Self {
        Probing { enabled: true, every_s: USUAL_PROBE_EVERY_S }
    }
}

/// How the practice behaves towards a platform.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlatformConduct {
    /// Its probes.
    #[serde(default)]
    pub probing: Probing,
    /// Calls a second its contract allows; none: the usual limit, and what is learnt from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls_per_second: Option<u32>,
    /// How a repeat is treated, for the functions whose description is not followed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub repeat: BTreeMap<Function, RepeatMode>,
}

impl PlatformConduct {
    /// Whether the owner never lets the program send a request of this function again.
    pub fn never_repeats(&self, function: Function) -> bool {
        self.repeat.get(&function) == Some(&RepeatMode::Never)
    }

    /// Whether each number is one a practice may choose.
    pub fn is_sensible(&self) -> bool {
        let probes = (LEAST_PROBE_EVERY_S..=LONGEST_PROBE_EVERY_S).contains(&self.probing.every_s);
        let pace = self.calls_per_second.is_none_or(|calls| (1..=MOST_CALLS_PER_SECOND).contains(&calls));
        probes && pace
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::usual(USUAL_PROBE_EVERY_S, None, true)]
    #[case::slow(LONGEST_PROBE_EVERY_S, Some(1), true)]
    #[case::hammering(1, None, false)]
    #[case::never(LONGEST_PROBE_EVERY_S + 1, None, false)]
    #[case::no_call(USUAL_PROBE_EVERY_S, Some(0), false)]
    #[case::flood(USUAL_PROBE_EVERY_S, Some(MOST_CALLS_PER_SECOND + 1), false)]
    fn numbers_are_within_reason(#[case] every_s: u32, #[case] calls_per_second: Option<u32>, #[case] sensible: bool) {
        let probing = Probing { enabled: true, every_s };
        let conduct = PlatformConduct { probing, calls_per_second, ..PlatformConduct::default() };
        assert_eq!(conduct.is_sensible(), sensible);
    }
}
