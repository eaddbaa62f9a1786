//! How often a PIN or a passphrase may be tried: the count, the growing delay, and when a PIN no longer serves.
//!
//! Owns the numbers alone. That a try is counted durably before it is looked at belongs to storage and the use cases. CNIL,
//! deliberation 2022-100: a short secret needs a device and a lock-out; five tries is the number the practice is promised.

use jiff::{SignedDuration, Timestamp};

/// Wrong PINs after which only the passphrase serves.
pub const PIN_TRIES: u32 = 5;
/// Wrong tries that cost no wait: fingers slip.
const FREE_TRIES: u32 = 2;
/// The longest wait, in seconds: one who knows his passphrase is never kept out for the day.
const LONGEST_WAIT: u32 = 60;

/// The tries of one secret since it was last right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub count: u32,
    /// The last.
    pub last: Option<Timestamp>,
}

/// Whether one more try may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayTry {
    /// It may.
    Yes,
    /// In so many seconds.
    In(u32),
    /// Never: the passphrase serves.
    No,
}

impl Tries {
    /// Whether the PIN may be tried now.
    pub fn of_pin(self, now: Timestamp) -> MayTry {
        if self.count >= PIN_TRIES { MayTry::No } else { self.of_passphrase(now) }
    }

    /// Whether the passphrase may be tried now. A clock that was put back ends a wait; it takes no try back.
    pub fn of_passphrase(self, now: Timestamp) -> MayTry {
        let gone = self.last.map_or(SignedDuration::MAX, |last| now.duration_since(last));
        let wait = SignedDuration::from_secs(i64::from(self.delay()));
        if gone.is_negative() || gone >= wait {
            return MayTry::Yes;
        }
        let left = (wait - gone).as_millis().div_euclid(1_000) + 1;
        MayTry::In(u32::try_from(left).unwrap_or(LONGEST_WAIT).min(self.delay()))
    }

    /// PINs left before only the passphrase serves.
    pub fn pins_left(self) -> u32 {
        PIN_TRIES.saturating_sub(self.count)
    }

    /// Seconds to wait after the last of them.
    fn delay(self) -> u32 {
        match self.count.checked_sub(FREE_TRIES) {
            None => 0,
            Some(beyond) => 1_u32.checked_shl(beyond.min(10)).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const LAST: &str = "2024-02-01T08:00:00Z";

    #[rstest]
    #[case::the_first(0, 0, MayTry::Yes)]
    #[case::a_slip(1, 0, MayTry::Yes)]
    #[case::two(2, 0, MayTry::In(1))]
    #[case::two_and_the_wait(2, 1_000, MayTry::Yes)]
    #[case::three(3, 0, MayTry::In(2))]
    #[case::three_and_half_of_it(3, 1_000, MayTry::In(2))]
    #[case::four(4, 500, MayTry::In(4))]
    #[case::four_and_the_wait(4, 4_000, MayTry::Yes)]
    #[case::five(5, 86_400_000, MayTry::No)]
    #[case::the_clock_was_put_back(3, -3_600_000, MayTry::Yes)]
    #[case::the_clock_was_put_back_and_five(5, -3_600_000, MayTry::No)]
    fn a_pin(#[case] count: u32, #[case] later_ms: i64, #[case] expected: MayTry) {
        let last: Timestamp = LAST.parse().unwrap();
        let now = last + SignedDuration::from_millis(later_ms);
        assert_eq!(Tries { count, last: Some(last) }.of_pin(now), expected);
    }

    #[rstest]
    #[case::six(6, 16)]
    #[case::eight(8, 60)]
    #[case::very_many(u32::MAX, 60)]
    fn a_passphrase_waits_a_minute_at_most(#[case] count: u32, #[case] seconds: u32) {
        let last: Timestamp = LAST.parse().unwrap();
        assert_eq!(Tries { count, last: Some(last) }.of_passphrase(last), MayTry::In(seconds));
    }
}
