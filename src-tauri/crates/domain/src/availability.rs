//! What was measured of a platform, hour by hour: how many calls each function got and how many failed. One stream a
//! platform and a day, so that none grows for ever. The states themselves are the platform's own stream; an hour without
//! a call and without a word from anybody was not observed, and is not said to have been well.

use crate::{
    platform::{Function, PlatformCode},
    stream::{Stream, StreamKind},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Calls of one function within one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourTally {
    /// Which function.
    pub function: Function,
    /// The first instant of the hour, in UTC.
    pub hour: Timestamp,
    /// Calls that taught something of the platform.
    pub calls: u32,
    /// Of which failed.
    pub failures: u32,
}

/// An event of a platform's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum AvailabilityEvent {
    /// Calls were counted, beside those counted before.
    #[serde(rename = "availability.tallied")]
    Tallied {
        /// Which platform.
        platform: PlatformCode,
        /// What is added.
        hours: Vec<HourTally>,
    },
}

/// A day of a platform, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Availability {
    /// None before anything was counted.
    pub platform: Option<PlatformCode>,
    /// Calls and failures by hour and function.
    pub hours: BTreeMap<(Timestamp, Function), (u32, u32)>,
}

/// The first instant of an hour.
pub fn hour_of(at: Timestamp) -> Timestamp {
    const HOUR_S: i64 = 3_600;
    let second = at.as_second();
    Timestamp::from_second(second - second.rem_euclid(HOUR_S)).unwrap_or(at)
}

/// Counts calls; hours without any record nothing.
pub fn tally(platform: PlatformCode, hours: Vec<HourTally>) -> Vec<AvailabilityEvent> {
    let mut hours: Vec<HourTally> = hours.into_iter().filter(|tally| tally.calls > 0).collect();
    if hours.is_empty() {
        return Vec::new();
    }
    hours.iter_mut().for_each(|tally| {
        tally.hour = hour_of(tally.hour);
        tally.failures = tally.failures.min(tally.calls);
    });
    vec![AvailabilityEvent::Tallied { platform, hours }]
}

impl Stream for Availability {
    type Event = AvailabilityEvent;
    const KIND: StreamKind = StreamKind::Availability;

    fn apply(&mut self, event: &AvailabilityEvent) {
        let AvailabilityEvent::Tallied { platform, hours } = event;
        self.platform = Some(platform.clone());
        for tally in hours {
            let (calls, failures) = self.hours.entry((tally.hour, tally.function)).or_default();
            *calls = calls.saturating_add(tally.calls);
            *failures = failures.saturating_add(tally.failures);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn platform() -> PlatformCode {
        PlatformCode::parse("viamedis").unwrap()
    }

    proptest! {
        /// However the calls of a day are cut into tallies, the day holds all of them, and no more failures than calls.
        #[test]
        fn what_is_counted_adds_up(
            parts in prop::collection::vec((0u32..1_000, 0u32..2_000, 0i64..86_400), 0..40)
        ) {
            let mut day = Availability::default();
            let (mut calls, mut failures) = (0u32, 0u32);
            for (some, bad, second) in parts {
                let hour = Timestamp::from_second(second).unwrap();
                let told = HourTally { function: Function::Rights, hour, calls: some, failures: bad };
                calls += some;
                failures += bad.min(some);
                tally(platform(), vec![told]).iter().for_each(|event| day.apply(event));
            }
            let sums = day.hours.values().fold((0, 0), |sum, hour| (sum.0 + hour.0, sum.1 + hour.1));
            prop_assert_eq!(sums, (calls, failures));
            prop_assert!(day.hours.keys().all(|(hour, _)| *hour == hour_of(*hour)));
        }
    }

    #[test]
    fn an_hour_begins_on_the_hour_before_1970_too() {
        for (at, hour) in
            [("2024-01-31T14:42:08Z", "2024-01-31T14:00:00Z"), ("1969-12-31T23:59:59Z", "1969-12-31T23:00:00Z")]
        {
            assert_eq!(hour_of(at.parse().unwrap()), hour.parse().unwrap());
        }
    }

    #[test]
    fn no_call_records_nothing() {
        let told = HourTally { function: Function::Claim, hour: Timestamp::UNIX_EPOCH, calls: 0, failures: 0 };
        assert!(tally(platform(), vec![told]).is_empty());
    }
}
