//! The limits of the look-ups and the opening hours: dated defaults by activity, « à vérifier », and what an owner may
//! choose instead.

use super::Reason;
use crate::{context::Activity, estimate::reference::Status};
use jiff::civil::{Date, DateTime, Weekday, date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Most a limit may be: above, it limits nothing.
const MOST: u32 = 10_000;
/// Minutes in a day.
const DAY_MINUTES: u16 = 24 * 60;

/// Above how many one is warned, and above how many stopped; none never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "LookupThreshold")]
pub struct Threshold {
    /// Warned above.
    pub warn_above: Option<u32>,
    /// Stopped above.
    pub stop_above: Option<u32>,
}

/// The limits of one user's look-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LookupLimits {
    /// In an hour.
    pub per_hour: Threshold,
    /// Without a dossier, in an hour.
    pub without_dossier: Threshold,
    /// Outside the opening hours, in an hour.
    pub outside_hours: Threshold,
    /// NIRs that follow one another, in an hour.
    pub sequential_nirs: Threshold,
    /// Platforms asked about the same person in five minutes.
    pub several_platforms: Threshold,
}

/// A limit that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{reason:?} cannot be limited so")]
pub struct LimitFault {
    /// Of which rule.
    pub reason: Reason,
}

impl LookupLimits {
    /// The threshold of a rule.
    pub const fn of(&self, reason: Reason) -> &Threshold {
        match reason {
            Reason::PerHour => &self.per_hour,
            Reason::WithoutDossier => &self.without_dossier,
            Reason::OutsideHours => &self.outside_hours,
            Reason::SequentialNirs => &self.sequential_nirs,
            Reason::SeveralPlatforms => &self.several_platforms,
        }
    }

    /// Refuses limits that would stop without a warning first, or that limit nothing.
    pub fn checked(self) -> Result<Self, LimitFault> {
        for reason in Reason::ALL {
            let Threshold { warn_above, stop_above } = *self.of(reason);
            let too_large = [warn_above, stop_above].into_iter().flatten().any(|limit| limit > MOST);
            let reversed = stop_above.is_some_and(|stop| warn_above.is_none_or(|warn| stop <= warn));
            if too_large || reversed {
                return Err(LimitFault { reason });
            }
        }
        Ok(self)
    }
}

/// The hours of one day, in minutes since midnight; the end is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayHours {
    /// Opens.
    pub from_minute: u16,
    /// Closes.
    pub to_minute: u16,
}

/// When the practice is open, Monday first; none on a day it is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpeningHours {
    /// The seven days.
    pub days: [Option<DayHours>; 7],
}

impl OpeningHours {
    /// Whether the practice is open at this local moment.
    pub fn are_open_at(&self, at: DateTime) -> bool {
        let day = usize::from(at.weekday().to_monday_zero_offset().unsigned_abs());
        let minute = u16::from(at.hour().unsigned_abs()) * 60 + u16::from(at.minute().unsigned_abs());
        let hours = self.days.get(day).copied().flatten();
        hours.is_some_and(|hours| (hours.from_minute..hours.to_minute).contains(&minute))
    }

    /// Refuses a day that ends before it begins; gives its index.
    pub fn checked(self) -> Result<Self, usize> {
        let wrong =
            |day: &Option<DayHours>| day.is_some_and(|it| it.from_minute >= it.to_minute || it.to_minute > DAY_MINUTES);
        match self.days.iter().position(wrong) {
            Some(day) => Err(day),
            None => Ok(self),
        }
    }
}

impl Default for OpeningHours {
    /// Eight to eight from Monday to Saturday: wide, so that only the night and Sunday stand out until the owner says.
    fn default() -> Self {
        let day = Some(DayHours { from_minute: 8 * 60, to_minute: 20 * 60 });
        let mut days = [day; 7];
        days[usize::from(Weekday::Sunday.to_monday_zero_offset().unsigned_abs())] = None;
        OpeningHours { days }
    }
}

/// The limits proposed for an activity, where they come from and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedDefaults {
    /// The limits.
    pub limits: LookupLimits,
    /// Since when they are proposed.
    pub from: Date,
    /// Whether the source was read.
    pub status: Status,
    /// Where they come from.
    pub source: &'static str,
}

/// The limits proposed to a practice (practice-and-market §3.4): those of its activity with the most look-ups.
pub fn defaults(activities: &[Activity]) -> DatedDefaults {
    let (per_hour, without_dossier, source) = if activities.contains(&Activity::Pharmacy) {
        ((60, 150), 5, "Officine : environ 86 consultations par jour (2 160 par mois)")
    } else {
        ((15, 40), 3, "Optique et audition : 5 à 10 consultations par jour (2,7 paires)")
    };
    let warn = |above| Threshold { warn_above: Some(above), stop_above: None };
    DatedDefaults {
        limits: LookupLimits {
            per_hour: Threshold { warn_above: Some(per_hour.0), stop_above: Some(per_hour.1) },
            without_dossier: warn(without_dossier),
            outside_hours: warn(0),
            sequential_nirs: warn(2),
            several_platforms: warn(2),
        },
        from: date(2024, 2, 1),
        status: Status::ToVerify,
        source,
    }
}
