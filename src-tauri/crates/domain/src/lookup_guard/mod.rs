//! Nobody fishing: a practice's own look-ups, weighed against what its work needs. Warns first, then stops until an owner
//! unlocks.
//!
//! Pure: the recent look-ups, the limits and the moment go in, a verdict comes out. It sees Relais alone; what is looked
//! up in a portal's own window is not seen, and the screen says so. Who a look-up is about comes in as marks under a key
//! of the practice, so that nothing here, nor what is kept for it, names a person.

mod limits;

#[cfg(test)]
mod tests;

pub use limits::{DatedDefaults, DayHours, LimitFault, LookupLimits, OpeningHours, Threshold, defaults};

use crate::platform::PlatformCode;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// Look-ups are counted over this long (practice-and-market §3.4).
pub const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// The same person asked of several platforms within this long is noticed (practice-and-market §3.4).
pub const SAME_PERSON_WINDOW: SignedDuration = SignedDuration::from_mins(5);
/// NIRs this many order numbers apart, or closer, count as one sequence.
pub const NEIGHBOURHOOD: u64 = 5;

/// HMAC-SHA256 of an identity under a key of the practice.
pub type Mark = [u8; 32];

/// One look-up of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// When.
    pub at: Timestamp,
    /// Whether a sale was behind it.
    pub has_dossier: bool,
    /// Whether the practice was closed.
    pub outside_hours: bool,
    /// Of which platform.
    pub platform: PlatformCode,
    /// About whom.
    pub subject: Mark,
    /// Their NIR, when it was asked with.
    pub nir: Option<Mark>,
}

/// Why one is warned or stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LookupReason")]
pub enum Reason {
    /// Many in an hour.
    PerHour,
    /// Several without a dossier.
    WithoutDossier,
    /// Outside the opening hours.
    OutsideHours,
    /// NIRs that follow one another.
    SequentialNirs,
    /// The same person on several platforms.
    SeveralPlatforms,
}

impl Reason {
    /// Every reason, the gravest first.
    pub const ALL: [Reason; 5] = [
        Reason::PerHour,
        Reason::WithoutDossier,
        Reason::SequentialNirs,
        Reason::SeveralPlatforms,
        Reason::OutsideHours,
    ];

    /// The word in the access log.
    pub const fn word(self) -> &'static str {
        match self {
            Reason::PerHour => "per_hour",
            Reason::WithoutDossier => "without_dossier",
            Reason::OutsideHours => "outside_hours",
            Reason::SequentialNirs => "sequential_nirs",
            Reason::SeveralPlatforms => "several_platforms",
        }
    }
}

/// What was counted against what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "LookupFinding")]
pub struct Finding {
    /// Which rule.
    pub reason: Reason,
    /// How many, the one asked for included.
    pub count: u32,
    /// Above how many.
    pub limit: u32,
}

/// What becomes of a look-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It goes.
    Pass,
    /// It goes, and is noticed.
    Warn {
        /// Why, the gravest first; never empty.
        findings: Vec<Finding>,
    },
    /// It does not go, nor does another until an owner unlocks.
    Stop {
        /// Why.
        finding: Finding,
    },
}

/// Where a user stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Stopped, and not unlocked since.
    pub stopped: Option<Finding>,
    /// Unlocked last at this instant: what was before counts no more.
    pub since: Option<Timestamp>,
}

/// Weighs a look-up asked for. `recent` are the same user's earlier ones, in any order; `neighbours` the marks of the NIRs
/// around the one asked with.
pub fn judge(
    recent: &[LookUp],
    asked: &LookUp,
    neighbours: &[Mark],
    standing: &Standing,
    limits: &LookupLimits,
) -> Verdict {
    if let Some(finding) = standing.stopped {
        return Verdict::Stop { finding };
    }
    let counted: Vec<&LookUp> = recent
        .iter()
        .filter(|it| asked.at.duration_since(it.at) < WINDOW && standing.since.is_none_or(|since| it.at > since))
        .collect();
    let found = Reason::ALL.map(|reason| (reason, count(reason, &counted, asked, neighbours)));
    let above = |limit: fn(&Threshold) -> Option<u32>| {
        found.iter().filter_map(move |(reason, count)| {
            let limit = limit(limits.of(*reason))?;
            (*count > limit).then_some(Finding { reason: *reason, count: *count, limit })
        })
    };
    if let Some(finding) = above(|threshold| threshold.stop_above).next() {
        return Verdict::Stop { finding };
    }
    let findings: Vec<Finding> = above(|threshold| threshold.warn_above).collect();
    if findings.is_empty() { Verdict::Pass } else { Verdict::Warn { findings } }
}

/// How many look-ups a rule counts, the one asked for included; none when the rule is not about it.
fn count(reason: Reason, recent: &[&LookUp], asked: &LookUp, neighbours: &[Mark]) -> u32 {
    let with_asked = |about: bool, others: usize| if about { bounded(others + 1) } else { 0 };
    let like = |same: fn(&LookUp) -> bool| recent.iter().filter(|it| same(it)).count();
    match reason {
        Reason::PerHour => with_asked(true, recent.len()),
        Reason::WithoutDossier => with_asked(!asked.has_dossier, like(|it| !it.has_dossier)),
        Reason::OutsideHours => with_asked(asked.outside_hours, like(|it| it.outside_hours)),
        Reason::SequentialNirs => {
            let beside: BTreeSet<&Mark> =
                recent.iter().filter_map(|it| it.nir.as_ref()).filter(|nir| neighbours.contains(nir)).collect();
            with_asked(asked.nir.is_some(), beside.len())
        }
        Reason::SeveralPlatforms => {
            let lately =
                |it: &&&LookUp| asked.at.duration_since(it.at) <= SAME_PERSON_WINDOW && it.subject == asked.subject;
            let mut platforms: BTreeSet<&PlatformCode> = recent.iter().filter(lately).map(|it| &it.platform).collect();
            platforms.insert(&asked.platform);
            bounded(platforms.len())
        }
    }
}

fn bounded(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
