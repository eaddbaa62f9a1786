//! The clocks of a breach: 72 hours from the moment it is known, to notify the authority (GDPR art. 33) and to complain, which a
//! cyber-insurance may ask before it pays (C. assur. L12-10-1), both « à vérifier ». They are plain hours: nights, Sundays and the
//! change of the clocks count like any other.

use super::{BreachTask, LeakField, TaskOutcome};
use crate::incident::{Incident, IncidentNature};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long both last.
pub const CLOCK_HOURS: i64 = 72;

/// Which clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The first notification to the authority.
    Notification,
    /// The complaint.
    Complaint,
}

impl ClockKind {
    /// What stops it.
    pub const fn task(self) -> BreachTask {
        match self {
            ClockKind::Notification => BreachTask::InitialNotification,
            ClockKind::Complaint => BreachTask::Complaint,
        }
    }
}

/// A clock that was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Which.
    pub kind: ClockKind,
    /// From when it runs.
    pub from: Timestamp,
    /// Its end.
    pub due: Timestamp,
    /// When what it waits for was done.
    pub stopped: Option<Timestamp>,
}

impl Clock {
    /// Whether it ended before what it waits for was done.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.stopped.unwrap_or(now) > self.due
    }
}

/// The end of a clock: so many hours after it began, whatever the day.
pub fn due(from: Timestamp) -> Timestamp {
    from.checked_add(SignedDuration::from_hours(CLOCK_HOURS)).unwrap_or(Timestamp::MAX)
}

impl Incident {
    /// From when the clocks run: the moment somebody said it became known, else the beginning of the incident, which is the most
    /// careful guess.
    pub fn aware_from(&self) -> Option<(Timestamp, bool)> {
        match self.breach.aware_at {
            Some(at) => Some((at, true)),
            None => self.since().map(|since| (since, false)),
        }
    }

    /// The clocks that run, or ran. That of the notification runs until it is known that others notify: who is not sure yet would
    /// lose the time he takes to find out.
    pub fn clocks(&self) -> Vec<Clock> {
        let (IncidentNature::Breach, Some((from, _))) = (self.nature, self.aware_from()) else { return Vec::new() };
        let may_notify = match &self.breach.notifier {
            Some(determined) => determined.duty.notifies(),
            None => self.breach.leaked(&LeakField::OF_PEOPLE),
        };
        let clock = |kind: ClockKind| {
            let stopped = match self.breach.tasks.get(&kind.task()) {
                Some(TaskOutcome::LeftOut { .. }) => return None,
                Some(TaskOutcome::Done { at }) => Some(*at),
                Some(TaskOutcome::ToDo) | None => None,
            };
            Some(Clock { kind, from, due: due(from), stopped })
        };
        let notification = if may_notify { clock(ClockKind::Notification) } else { None };
        notification.into_iter().chain(clock(ClockKind::Complaint)).collect()
    }
}
