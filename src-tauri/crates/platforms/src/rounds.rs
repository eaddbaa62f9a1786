//! When a function is asked how it is, without anybody having asked: the rule of the rounds made while a practice is open.
//!
//! Pure: what is known comes in. A function that answers is left alone for a good while after each call, whoever made it;
//! one in trouble is asked as often as its circuit lets a probe pass, which waits longer after each failure. What a person
//! declared is not put to the test behind his back: the next call he makes, or his own question, is.

use std::time::Duration;

use relais_domain::conduct::Probing;
use relais_domain::platform::FunctionState;

/// By up to so many per cent each question comes early or late: practices do not all ask on the minute.
const SPREAD_PERCENT: u32 = 15;

/// What is known of a function when a round comes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// What a person last declared, while nothing newer was measured.
    pub declared: Option<FunctionState>,
    /// What was measured.
    pub measured: FunctionState,
    /// Since the last call; none before the first, or when everything may have changed since.
    pub quiet: Option<Duration>,
    /// Until its circuit lets a call pass, or the platform's own delay is over; none when it may be called now.
    pub retry_in: Option<Duration>,
    /// Whether and how often the owner lets it be asked.
    pub probing: Probing,
    /// Chance of this question, out of 256.
    pub chance: u8,
}

impl Standing {
    /// Whether this round asks.
    pub fn is_due(&self) -> bool {
        // « Inconnu » is a person taking his word back.
        if self.declared.is_some_and(|state| state != FunctionState::Unknown) {
            return false;
        }
        if !self.probing.enabled || self.retry_in.is_some() {
            return false;
        }
        match self.measured {
            FunctionState::Up => self.quiet.is_none_or(|quiet| quiet >= self.pause()),
            _ => true,
        }
    }

    /// The pause before this question.
    fn pause(&self) -> Duration {
        let usual = Duration::from_secs(self.probing.every_s.into());
        let least = usual * (100 - SPREAD_PERCENT) / 100;
        least + usual * (2 * SPREAD_PERCENT) / 100 * u32::from(self.chance) / 256
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const MINUTE: Option<Duration> = Some(Duration::from_secs(60));
    const LONG: Option<Duration> = Some(Duration::from_secs(400));

    #[rstest]
    #[case::never_asked(None, FunctionState::Unknown, None, None, true)]
    #[case::answered_a_minute_ago(None, FunctionState::Up, MINUTE, None, false)]
    #[case::answered_long_ago(None, FunctionState::Up, LONG, None, true)]
    #[case::answered_before_everything_changed(None, FunctionState::Up, None, None, true)]
    #[case::slow(None, FunctionState::Degraded, MINUTE, None, true)]
    #[case::down_and_resting(None, FunctionState::Down, LONG, MINUTE, false)]
    #[case::asked_to_wait(None, FunctionState::Up, LONG, MINUTE, false)]
    #[case::down_and_rested(None, FunctionState::Down, MINUTE, None, true)]
    #[case::its_probe_is_under_way(None, FunctionState::Down, LONG, Some(Duration::ZERO), false)]
    #[case::declared_closed(Some(FunctionState::Closed), FunctionState::Unknown, None, None, false)]
    #[case::declared_down(Some(FunctionState::Down), FunctionState::Up, LONG, None, false)]
    #[case::declared_up(Some(FunctionState::Up), FunctionState::Down, LONG, None, false)]
    #[case::word_taken_back(Some(FunctionState::Unknown), FunctionState::Up, LONG, None, true)]
    fn who_is_asked(
        #[case] declared: Option<FunctionState>,
        #[case] measured: FunctionState,
        #[case] quiet: Option<Duration>,
        #[case] retry_in: Option<Duration>,
        #[case] due: bool,
    ) {
        let standing = Standing { declared, measured, quiet, retry_in, ..Standing::default() };
        assert_eq!(standing.is_due(), due);
        let off = Probing { enabled: false, ..Probing::default() };
        assert!(!Standing { probing: off, ..standing }.is_due(), "the owner switched it off");
    }

    proptest! {
        /// However often a round comes by, a function that answers is asked no more than the owner's interval allows.
        #[test]
        fn a_platform_that_answers_is_not_hammered(
            rounds in prop::collection::vec((1u64..600, any::<u8>()), 1..200), every_s in 30u32..2_000,
        ) {
            let (mut quiet, mut asked, mut elapsed) = (Duration::ZERO, 0u128, Duration::ZERO);
            for (seconds, chance) in rounds {
                quiet += Duration::from_secs(seconds);
                elapsed += Duration::from_secs(seconds);
                let probing = Probing { enabled: true, every_s };
                let measured = FunctionState::Up;
                let standing = Standing { measured, quiet: Some(quiet), probing, chance, ..Standing::default() };
                if standing.is_due() {
                    (quiet, asked) = (Duration::ZERO, asked + 1);
                }
            }
            let least = u128::from(every_s) * u128::from(100 - SPREAD_PERCENT) * 10;
            prop_assert!(asked <= elapsed.as_millis() / least);
        }
    }
}
