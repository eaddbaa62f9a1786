//! The pace of one platform: how many calls may leave, shared by look-ups, probes and the queue. Pure; time is passed in.
//!
//! So many calls a second, as its contract says or as its own 429s taught. A place is free again one window after its
//! call *ended*: the platform saw the call before that, so that however late it arrived, no second of the platform's
//! holds more calls than the limit. A delay that the platform asks for is kept by everybody, and a platform that has just
//! come back is asked at half the pace for a while.

use std::collections::VecDeque;
use std::time::Duration;

/// The window of the limit: a second, and a little for two clocks that differ.
const WINDOW: Duration = Duration::from_millis(1_010);
/// Longest window that a limit below one call a second is learnt to be.
const LONGEST_WINDOW: Duration = Duration::from_secs(60);
/// Most that a platform's own delay is heeded for: an hour; then one call asks again.
const LONGEST_HOLD: Duration = Duration::from_secs(3_600);
/// For so long a learnt limit stands before a little more is tried.
const LEARNT_FOR: Duration = Duration::from_secs(600);
/// For so long a platform that has come back is asked at half the pace.
const EASED_FOR: Duration = Duration::from_secs(30);

/// A call that has left, or was let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Underway(u64),
    Ended(Duration),
}

/// Leave for one call, given back when it has ended.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a place that is not given back stays taken"]
pub struct Place(u64);

/// The pace of one platform.
#[derive(Debug, Clone)]
pub struct Pacer {
    declared: usize,
    limit: usize,
    window: Duration,
    taken: VecDeque<Taken>,
    next_place: u64,
    held_until: Duration,
    learnt_at: Option<Duration>,
    eased_until: Duration,
}

impl Pacer {
    /// So many calls a second.
    pub fn new(calls_per_second: u32) -> Self {
        let declared = usize::try_from(calls_per_second).unwrap_or(usize::MAX).max(1);
        Self {
            declared,
            limit: declared,
            window: WINDOW,
            taken: VecDeque::new(),
            next_place: 0,
            held_until: Duration::ZERO,
            learnt_at: None,
            eased_until: Duration::ZERO,
        }
    }

    /// The contract says another limit; what was learnt below it stays.
    pub fn declare(&mut self, calls_per_second: u32) {
        self.declared = usize::try_from(calls_per_second).unwrap_or(usize::MAX).max(1);
        if self.learnt_at.is_none() || self.limit > self.declared {
            (self.limit, self.window) = (self.declared, WINDOW);
        }
    }

    /// Takes a place, or says how long until there may be one.
    pub fn take(&mut self, now: Duration) -> Result<Place, Duration> {
        if now < self.held_until {
            return Err(self.held_until - now);
        }
        self.forget_learnt(now);
        let window = self.window;
        self.taken.retain(|taken| !matches!(taken, Taken::Ended(at) if *at + window <= now));
        let limit = if now < self.eased_until { self.limit.div_ceil(2) } else { self.limit };
        if self.taken.len() < limit {
            self.next_place += 1;
            self.taken.push_back(Taken::Underway(self.next_place));
            return Ok(Place(self.next_place));
        }
        // The first place that will be free; all under way, one of them must end first.
        let ended = self.taken.iter().filter_map(|taken| match taken {
            Taken::Ended(at) => Some((*at + window).saturating_sub(now)),
            Taken::Underway(_) => None,
        });
        Err(ended.min().unwrap_or(Duration::from_millis(20)).max(Duration::from_millis(1)))
    }

    /// The call of this place has ended.
    pub fn give_back(&mut self, place: &Place, now: Duration) {
        if let Some(taken) = self.taken.iter_mut().find(|taken| **taken == Taken::Underway(place.0)) {
            *taken = Taken::Ended(now);
        }
    }

    /// The platform asks to be left alone for so long; `chance`, out of 256, spreads those who come back.
    pub fn hold(&mut self, asked: Duration, chance: u8, now: Duration) {
        let asked = asked.min(LONGEST_HOLD);
        let spread = (asked / 10).min(Duration::from_secs(5)) * u32::from(chance) / 256;
        self.held_until = self.held_until.max(now + asked + spread);
    }

    /// The platform said « too many calls »: what was sent in the last window was more than it takes.
    pub fn learn(&mut self, now: Duration) {
        let window = self.window;
        let seen = self.taken.iter().filter(|taken| match taken {
            Taken::Underway(_) => true,
            Taken::Ended(at) => *at + window > now,
        });
        let seen = seen.count().clamp(1, self.limit);
        if seen > 1 {
            self.limit = (seen * 3 / 4).max(1);
        } else {
            self.limit = 1;
            self.window = (self.window * 2).min(LONGEST_WINDOW);
        }
        self.learnt_at = Some(now);
    }

    /// The platform has come back: it is not stampeded.
    pub fn ease(&mut self, now: Duration) {
        self.eased_until = now + EASED_FOR;
    }

    /// Everything may have changed: a story's clock jumped past every delay.
    pub fn forget_delays(&mut self) {
        self.held_until = Duration::ZERO;
        self.eased_until = Duration::ZERO;
    }

    /// How long the platform still asks to be left alone.
    pub fn held_for(&self, now: Duration) -> Option<Duration> {
        self.held_until.checked_sub(now).filter(|left| !left.is_zero())
    }

    fn forget_learnt(&mut self, now: Duration) {
        let Some(at) = self.learnt_at.filter(|at| *at + LEARNT_FOR <= now) else { return };
        if self.window > WINDOW {
            self.window = (self.window / 2).max(WINDOW);
        } else {
            self.limit = (self.limit + 1).min(self.declared);
        }
        let whole = self.limit == self.declared && self.window == WINDOW;
        self.learnt_at = (!whole).then_some(at + LEARNT_FOR);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// Sends `calls`, one after the other, each taking what `latency` says; answers when each was seen by the platform.
    fn send(pacer: &mut Pacer, calls: usize, mut latency: impl FnMut(usize) -> (u64, u64)) -> Vec<Duration> {
        let (mut now, mut seen) = (Duration::ZERO, Vec::new());
        for nth in 0..calls {
            let place = loop {
                match pacer.take(now) {
                    Ok(place) => break place,
                    Err(wait) => now += wait,
                }
            };
            let (there, back) = latency(nth);
            seen.push(now + ms(there));
            now += ms(there + back);
            pacer.give_back(&place, now);
        }
        seen
    }

    #[test]
    fn five_hundred_calls_take_a_hundred_seconds_and_a_little() {
        let seen = send(&mut Pacer::new(5), 500, |_| (5, 15));
        let took = *seen.last().unwrap();
        assert!(took < ms(105_000), "{took:?}");
    }

    #[test]
    fn a_delay_that_is_asked_for_is_kept_by_everybody_and_spread() {
        let mut pacer = Pacer::new(5);
        pacer.hold(ms(10_000), 255, ms(0));
        pacer.hold(ms(2_000), 0, ms(0));
        let left = pacer.held_for(ms(0)).unwrap();
        assert!(left > ms(10_000) && left <= ms(11_000), "{left:?}");
        assert_eq!(pacer.take(ms(9_000)), Err(left - ms(9_000)));
        assert!(pacer.take(left).is_ok());
        pacer.hold(Duration::from_secs(86_400), 0, ms(0));
        assert_eq!(pacer.held_for(ms(0)), Some(LONGEST_HOLD));
    }

    #[test]
    fn a_limit_that_nobody_declared_is_learnt_and_tried_again_later() {
        let mut pacer = Pacer::new(8);
        let _eight: Vec<_> = (0..8).map(|_| pacer.take(ms(0)).unwrap()).collect();
        pacer.learn(ms(10));
        assert_eq!(pacer.limit, 6);
        let later = ms(10) + LEARNT_FOR;
        let _ = pacer.take(later);
        assert_eq!(pacer.limit, 7);
        let mut slow = Pacer::new(1);
        let place = slow.take(ms(0)).unwrap();
        slow.learn(ms(10));
        slow.give_back(&place, ms(10));
        assert_eq!(slow.take(ms(1_100)), Err(ms(10) + WINDOW * 2 - ms(1_100)));
    }

    #[test]
    fn a_platform_that_comes_back_is_asked_at_half_the_pace_for_a_while() {
        let mut pacer = Pacer::new(4);
        pacer.ease(ms(0));
        let _two: Vec<_> = (0..2).map(|_| pacer.take(ms(0)).unwrap()).collect();
        assert!(pacer.take(ms(0)).is_err());
        assert!(pacer.take(EASED_FOR).is_ok());
    }

    #[test]
    fn what_a_contract_says_anew_holds_and_what_was_learnt_below_it_stays() {
        let mut pacer = Pacer::new(8);
        pacer.declare(3);
        let _three: Vec<_> = (0..3).map(|_| pacer.take(ms(0)).unwrap()).collect();
        pacer.learn(ms(0));
        pacer.declare(8);
        assert_eq!(pacer.limit, 2);
    }

    proptest! {
        /// However long each call takes to arrive and to come back, no second of the platform's sees more than the limit.
        #[test]
        fn no_second_of_the_platform_holds_more_than_the_limit(
            limit in 1u32..8,
            latencies in prop::collection::vec((0u64..700, 0u64..700), 1..80),
        ) {
            let seen = send(&mut Pacer::new(limit), latencies.len(), |nth| latencies[nth]);
            for (nth, at) in seen.iter().enumerate() {
                let within = seen[nth..].iter().filter(|other| **other < *at + ms(1_000)).count();
                prop_assert!(within <= limit as usize, "{within} within a second of {at:?}");
            }
        }
    }
}
