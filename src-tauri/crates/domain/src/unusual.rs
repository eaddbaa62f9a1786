//! What is unusual in the accesses: the practice opened at night, secrets tried or seen one after the other, lists written to
//! files. Each raises a line that an owner acknowledges with a word.
//!
//! Pure: the accesses of one person, the limits and the pattern go in, what is unusual comes out. Which lines of the access log
//! belong to a pattern is said by whoever keeps the log; the look-ups themselves are weighed, and stopped, by `lookup_guard`.

use crate::{context::Activity, estimate::reference::Status, ids::UserId};
use jiff::{SignedDuration, Timestamp, civil::Date, civil::date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// Most a limit may be: above, nothing would ever be unusual.
const MOST: u32 = 10_000;

/// What can be unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "UnusualPattern")]
pub enum Pattern {
    /// Somebody came to work, saw a secret or wrote a list while the practice is closed.
    OutsideHours,
    /// Codes and passphrases that were not the right ones.
    Failures,
    /// Commands a role does not allow.
    Refusals,
    /// Look-ups that the watch over them noticed or stopped.
    Lookups,
    /// Accounts of the vault, seen or copied.
    AccountsSeen,
    /// Customers of whom a number of social security or a picture was seen or copied.
    CustomersSeen,
    /// Lists, archives and accounts written to files.
    Exports,
}

impl Pattern {
    /// Every pattern, in the order they are shown.
    pub const ALL: [Pattern; 7] = [
        Pattern::OutsideHours,
        Pattern::Failures,
        Pattern::Refusals,
        Pattern::Lookups,
        Pattern::AccountsSeen,
        Pattern::CustomersSeen,
        Pattern::Exports,
    ];

    /// How long accesses are counted together: a night, a day, otherwise an hour. What follows within as long of the last one
    /// belongs to the same line.
    pub const fn window(self) -> SignedDuration {
        match self {
            Pattern::OutsideHours => SignedDuration::from_hours(12),
            Pattern::Exports => SignedDuration::from_hours(24),
            _ => SignedDuration::from_hours(1),
        }
    }

    /// Whether it is what was seen that is counted, however often each was.
    const fn counts_what(self) -> bool {
        matches!(self, Pattern::AccountsSeen | Pattern::CustomersSeen)
    }
}

/// Above how many accesses each pattern raises a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "UnusualLimits")]
pub struct Limits {
    /// While the practice is closed, in a night.
    pub outside_hours: u32,
    /// In an hour.
    pub failures: u32,
    /// In an hour.
    pub refusals: u32,
    /// In an hour.
    pub lookups: u32,
    /// Different accounts, in an hour.
    pub accounts_seen: u32,
    /// Different customers, in an hour.
    pub customers_seen: u32,
    /// In a day.
    pub exports: u32,
}

impl Limits {
    /// The limit of a pattern.
    pub const fn of(&self, pattern: Pattern) -> u32 {
        match pattern {
            Pattern::OutsideHours => self.outside_hours,
            Pattern::Failures => self.failures,
            Pattern::Refusals => self.refusals,
            Pattern::Lookups => self.lookups,
            Pattern::AccountsSeen => self.accounts_seen,
            Pattern::CustomersSeen => self.customers_seen,
            Pattern::Exports => self.exports,
        }
    }

    /// Refuses limits that nothing would ever reach; gives the pattern.
    pub fn checked(self) -> Result<Self, Pattern> {
        match Pattern::ALL.into_iter().find(|pattern| self.of(*pattern) > MOST) {
            Some(pattern) => Err(pattern),
            None => Ok(self),
        }
    }
}

/// The limits proposed, where they come from and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedDefaults {
    /// The limits.
    pub limits: Limits,
    /// Since when they are proposed.
    pub from: Date,
    /// Whether the source was read.
    pub status: Status,
    /// Where they come from.
    pub source: &'static str,
}

/// The limits proposed to a practice: no source gives numbers, so they are the practice's to verify. A pharmacy reads cards all
/// day; an optician opens few.
pub fn defaults(activities: &[Activity]) -> DatedDefaults {
    let customers_seen = if activities.contains(&Activity::Pharmacy) { 40 } else { 12 };
    DatedDefaults {
        limits: Limits {
            outside_hours: 0,
            failures: 4,
            refusals: 9,
            lookups: 2,
            accounts_seen: 4,
            customers_seen,
            exports: 2,
        },
        from: date(2024, 2, 1),
        status: Status::ToVerify,
        source: "Recommandation CNIL sur la journalisation (délibération 2021-122) : repérer les usages anormaux, seuils au choix du responsable",
    }
}

/// One access that belongs to a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// What it was about.
    pub about: Option<String>,
    /// How many times, when several were noted together.
    pub times: u32,
}

/// What is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unusual {
    /// How many, or how many different ones.
    pub count: u32,
    /// Above how many a line is raised.
    pub above: u32,
    /// The first of them.
    pub first: Timestamp,
    /// The last of them.
    pub last: Timestamp,
}

/// Weighs a person's accesses of one pattern, in any order, those of its window that no acknowledged line holds already.
pub fn weigh(pattern: Pattern, seen: &[Seen], limits: &Limits) -> Option<Unusual> {
    let count = if pattern.counts_what() {
        let different: BTreeSet<_> = seen.iter().map(|it| it.about.as_deref()).collect();
        u32::try_from(different.len()).unwrap_or(u32::MAX)
    } else {
        seen.iter().fold(0_u32, |sum, it| sum.saturating_add(it.times))
    };
    let above = limits.of(pattern);
    let first = seen.iter().map(|it| it.at).min()?;
    let last = seen.iter().map(|it| it.at).max()?;
    (count > above).then_some(Unusual { count, above, first, last })
}

/// Why a line may not be acknowledged by who asks, or that he alone can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "UnusualHand")]
pub enum Hand {
    /// It is about somebody else, or nobody known.
    Free,
    /// It is about himself and another owner works here, whose it is.
    AnotherOwners,
    /// It is about himself, and no other owner works here: he may, and that is said.
    Alone,
}

/// Whose word a line takes. `owners` are those who work here.
pub fn hand(about: Option<UserId>, me: UserId, owners: &[UserId]) -> Hand {
    if about != Some(me) {
        Hand::Free
    } else if owners.iter().any(|owner| *owner != me) {
        Hand::AnotherOwners
    } else {
        Hand::Alone
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn seen(minute: i64, about: &str, times: u32) -> Seen {
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute);
        Seen { at, about: (!about.is_empty()).then(|| about.to_owned()), times }
    }

    #[rstest]
    #[case::at_night_the_first(Pattern::OutsideHours, &["a"], Some(1))]
    #[case::four_failures(Pattern::Failures, &["a"; 4], None)]
    #[case::five_failures(Pattern::Failures, &["a"; 5], Some(5))]
    #[case::one_account_many_times(Pattern::AccountsSeen, &["a"; 30], None)]
    #[case::four_accounts(Pattern::AccountsSeen, &["a", "b", "c", "d", "a"], None)]
    #[case::five_accounts(Pattern::AccountsSeen, &["a", "b", "c", "d", "e", "a"], Some(5))]
    #[case::three_exports(Pattern::Exports, &["", "", ""], Some(3))]
    #[case::nothing(Pattern::OutsideHours, &[], None)]
    fn above_its_limit_a_pattern_is_unusual(
        #[case] pattern: Pattern,
        #[case] abouts: &[&str],
        #[case] found: Option<u32>,
    ) {
        let seen: Vec<Seen> = (0_i64..).zip(abouts).map(|(minute, about)| seen(minute, about, 1)).collect();
        let limits = defaults(&[Activity::Optics]).limits;
        let unusual = weigh(pattern, &seen, &limits);
        assert_eq!(unusual.map(|it| it.count), found);
        if let Some(unusual) = unusual {
            assert_eq!(unusual.above, limits.of(pattern));
            assert_eq!((unusual.first, unusual.last), (seen[0].at, seen[seen.len() - 1].at));
        }
    }

    #[test]
    fn what_was_noted_together_counts_as_often_as_it_happened() {
        let limits = defaults(&[]).limits;
        let unusual = weigh(Pattern::Failures, &[seen(3, "", 31), seen(1, "", 1)], &limits).unwrap();
        assert_eq!((unusual.count, unusual.first, unusual.last), (32, seen(1, "", 1).at, seen(3, "", 1).at));
    }

    #[test]
    fn a_pharmacy_sees_more_customers() {
        let of = |activities: &[Activity]| defaults(activities).limits.customers_seen;
        assert!(of(&[Activity::Optics, Activity::Pharmacy]) > of(&[Activity::Optics]));
    }

    #[test]
    fn a_limit_nothing_reaches_is_refused_with_its_pattern() {
        let limits = defaults(&[]).limits;
        assert_eq!(limits.checked(), Ok(limits));
        assert_eq!(Limits { exports: MOST + 1, ..limits }.checked(), Err(Pattern::Exports));
    }

    #[test]
    fn a_line_about_oneself_is_another_owners_where_there_is_one() {
        let [me, other, hers] = [1, 2, 3].map(|id| UserId(Uuid::from_u128(id)));
        assert_eq!(hand(Some(other), me, &[me]), Hand::Free);
        assert_eq!(hand(None, me, &[me, hers]), Hand::Free);
        assert_eq!(hand(Some(me), me, &[me, hers]), Hand::AnotherOwners);
        assert_eq!(hand(Some(me), me, &[me]), Hand::Alone);
    }
}
