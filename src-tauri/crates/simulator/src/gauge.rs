//! The calls a platform takes a second, where somebody limited them: one more within any second is answered by a 429 with
//! a `Retry-After`. Counted on the machine's own clock, since it is real calls that are counted, whatever day is played.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use crate::places::Platform;

/// What the limit is counted over.
const WINDOW: Duration = Duration::from_secs(1);

/// The limits of one run.
#[derive(Debug, Default)]
pub(crate) struct Gauge {
    limits: BTreeMap<Platform, u32>,
    taken: BTreeMap<Platform, VecDeque<Instant>>,
    refused: u64,
}

impl Gauge {
    /// Limits a platform to so many calls a second, or lets it take any number.
    pub(crate) fn limit(&mut self, platform: Platform, calls_per_second: Option<u32>) {
        self.taken.remove(&platform);
        match calls_per_second {
            Some(calls) => drop(self.limits.insert(platform, calls)),
            None => drop(self.limits.remove(&platform)),
        }
    }

    /// The limit of a platform.
    pub(crate) fn limit_of(&self, platform: Platform) -> Option<u32> {
        self.limits.get(&platform).copied()
    }

    /// Takes a call, or says in how many whole seconds there will be room for it.
    pub(crate) fn take(&mut self, platform: Platform, now: Instant) -> Result<(), u32> {
        let Some(limit) = self.limit_of(platform) else { return Ok(()) };
        let taken = self.taken.entry(platform).or_default();
        while taken.front().is_some_and(|at| now.duration_since(*at) >= WINDOW) {
            taken.pop_front();
        }
        if taken.len() < limit as usize {
            taken.push_back(now);
            return Ok(());
        }
        self.refused += 1;
        let room = taken.front().map_or(WINDOW, |at| WINDOW.saturating_sub(now.duration_since(*at)));
        Err(u32::try_from(room.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// Calls refused for being too many.
    pub(crate) fn refused(&self) -> u64 {
        self.refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_within_a_second_is_refused_with_a_delay_and_another_platform_is_not() {
        let (mut gauge, now) = (Gauge::default(), Instant::now());
        assert_eq!(gauge.take(Platform::VIAMEDIS, now), Ok(()));
        gauge.limit(Platform::VIAMEDIS, Some(2));
        assert_eq!(gauge.take(Platform::VIAMEDIS, now), Ok(()));
        assert_eq!(gauge.take(Platform::VIAMEDIS, now + Duration::from_millis(400)), Ok(()));
        assert_eq!(gauge.take(Platform::VIAMEDIS, now + Duration::from_millis(999)), Err(1));
        assert_eq!(gauge.take(Platform::ALMERYS, now), Ok(()));
        assert_eq!(gauge.take(Platform::VIAMEDIS, now + Duration::from_millis(1_000)), Ok(()));
        assert_eq!((gauge.refused(), gauge.limit_of(Platform::VIAMEDIS)), (1, Some(2)));
        gauge.limit(Platform::VIAMEDIS, None);
        assert_eq!(gauge.take(Platform::VIAMEDIS, now + Duration::from_millis(1_001)), Ok(()));
    }
}
