//! When a backup is due, which ones a rotation keeps, and when nobody can rely on them any more. Pure: a backup is the moment it
//! was written and whether it opens; where it lies is the use case's.
//!
//! No rule here lets the last sound backup go, whatever the rotation and the retention clock say.

use jiff::{
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// Most backups kept of each kind.
pub const MOST_KEPT: u8 = 60;
/// After how many days without a sound backup a person is told.
pub const LATE_AFTER_DAYS: i64 = 2;
/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// How many backups are kept: the last one of each of so many days, weeks and months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rotation {
    /// Days, today among them; never none.
    pub daily: u8,
    /// Weeks, from Monday to Sunday.
    pub weekly: u8,
    /// Months of the calendar.
    pub monthly: u8,
}

impl Default for Rotation {
    /// A week of days, a month of weeks, and the months the retention clock leaves when it is the program's.
    fn default() -> Self {
        Rotation { daily: 7, weekly: 4, monthly: 3 }
    }
}

impl Rotation {
    /// Whether these numbers are ones a practice may choose.
    pub fn is_sound(&self) -> bool {
        self.daily >= 1 && [self.daily, self.weekly, self.monthly].iter().all(|kept| *kept <= MOST_KEPT)
    }
}

/// The minute of the day from which the day's backup is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hour(u16);

impl Hour {
    /// Minutes since midnight, 0 to 1439; midnight is the first opening of the day.
    pub fn parse(minute: u16) -> Option<Self> {
        (minute < DAY_MINUTES).then_some(Hour(minute))
    }

    /// When it last struck, by the practice's clock.
    fn last_struck(self, now: DateTime) -> Option<DateTime> {
        let time = Time::new(i8::try_from(self.0 / 60).ok()?, i8::try_from(self.0 % 60).ok()?, 0, 0).ok()?;
        let today = now.date().to_datetime(time);
        if today <= now { Some(today) } else { Some(now.date().yesterday().ok()?.to_datetime(time)) }
    }
}

/// Whether a backup is due: the hour struck since the last one. A PC that was off then makes up for it when it is on.
pub fn is_due(last: Option<DateTime>, hour: Hour, now: DateTime) -> bool {
    match (last, hour.last_struck(now)) {
        (Some(last), Some(struck)) => last < struck,
        _ => true,
    }
}

/// Days since the last sound backup, once they are too many; nothing while there are not, or while the practice itself is
/// younger than that.
pub fn late_days(last_sound: Option<Date>, began: Date, today: Date) -> Option<i64> {
    let days = (today - last_sound.unwrap_or(began)).get_days().into();
    (days > LATE_AFTER_DAYS).then_some(days)
}

/// A backup in a folder, as far as a rotation looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// When it was written, by the practice's clock.
    pub written_at: DateTime,
    /// False once it was found not to open.
    pub sound: bool,
}

/// Which of the backups of a folder go, by their places in `kept`: those no day, week or month needs, and those the retention
/// clock calls back, by the day they were written. The last sound one stays.
pub fn gone(kept: &[Kept], rotation: Rotation, called_back: impl Fn(Date) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(kept[*at].written_at));
    let last_sound = order.iter().copied().find(|at| kept[*at].sound);
    let sound: Vec<usize> = order.iter().copied().filter(|at| kept[*at].sound).collect();
    let mut stays: BTreeSet<usize> = last_sound.into_iter().collect();
    stays.extend(last_of_each(kept, &sound, rotation.daily, |written| written));
    stays.extend(last_of_each(kept, &sound, rotation.weekly, |written| written.first_of_its_week()));
    stays.extend(last_of_each(kept, &sound, rotation.monthly, Date::first_of_month));
    // One that does not open holds what was to be destroyed all the same, and may still be of use to who can read some of it.
    stays.extend(order.iter().copied().filter(|at| !kept[*at].sound));
    stays.retain(|at| Some(*at) == last_sound || !called_back(kept[*at].written_at.date()));
    (0..kept.len()).filter(|at| !stays.contains(at)).collect()
}

/// The last of each of the latest `most` periods in which there is one.
fn last_of_each(kept: &[Kept], latest_first: &[usize], most: u8, period: impl Fn(Date) -> Date) -> Vec<usize> {
    let mut seen = Vec::new();
    let mut last = Vec::new();
    for at in latest_first {
        let period = period(kept[*at].written_at.date());
        if seen.len() < usize::from(most) && !seen.contains(&period) {
            seen.push(period);
            last.push(*at);
        }
    }
    last
}

trait Week {
    fn first_of_its_week(self) -> Date;
}

impl Week for Date {
    fn first_of_its_week(self) -> Date {
        let since_monday = self.weekday().to_monday_zero_offset();
        self.saturating_sub(jiff::Span::new().days(i64::from(since_monday)))
    }
}

/// The moment of an instant on a practice's clock.
pub fn moment(at: jiff::Timestamp, zone: &TimeZone) -> DateTime {
    at.to_zoned(zone.clone()).datetime()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;
    use rstest::rstest;

    fn every_day(of: u32) -> Vec<Kept> {
        let first = date(2024, 1, 1).at(13, 0, 0, 0);
        (0..of).map(|day| Kept { written_at: first.saturating_add(i64::from(day).days()), sound: true }).collect()
    }

    fn stay(kept: &[Kept], rotation: Rotation, destroy_by: Date) -> Vec<String> {
        let gone = gone(kept, rotation, |day| day <= destroy_by);
        let stays = (0..kept.len()).filter(|at| !gone.contains(at));
        stays.map(|at| kept[at].written_at.date().to_string()).collect()
    }

    /// Daily from the first of January to Friday the 31st of May 2024.
    #[test]
    fn days_weeks_and_months_keep_their_last() {
        let stays = stay(&every_day(152), Rotation { daily: 3, weekly: 3, monthly: 4 }, date(2023, 1, 1));
        assert_eq!(
            stays,
            [
                "2024-02-29",
                "2024-03-31",
                "2024-04-30",
                "2024-05-19",
                "2024-05-26",
                "2024-05-29",
                "2024-05-30",
                "2024-05-31"
            ]
        );
    }

    #[test]
    fn the_retention_clock_calls_back_what_the_rotation_would_keep() {
        let stays = stay(&every_day(152), Rotation { daily: 1, weekly: 0, monthly: 4 }, date(2024, 4, 1));
        assert_eq!(stays, ["2024-04-30", "2024-05-31"]);
    }

    #[test]
    fn the_last_sound_one_stays_though_everything_calls_it_back() {
        let mut kept = every_day(4);
        kept[3].sound = false;
        kept[2].sound = false;
        assert_eq!(stay(&kept, Rotation::default(), date(2025, 1, 1)), ["2024-01-02"]);
    }

    proptest! {
        #[test]
        fn a_sound_one_stays_where_there_was_one(
            written in proptest::collection::vec((0_i64..900, 0_i8..24, any::<bool>()), 0..60),
            (daily, weekly, monthly) in (1_u8..9, 0_u8..9, 0_u8..9),
            destroy in 0_i64..900,
        ) {
            let first = date(2024, 1, 1);
            let kept: Vec<Kept> = written
                .iter()
                .map(|(day, hour, sound)| {
                    let written_at = first.saturating_add((*day).days()).at(*hour, 0, 0, 0);
                    Kept { written_at, sound: *sound }
                })
                .collect();
            let rotation = Rotation { daily, weekly, monthly };
            let called_back = |day: Date| day <= first.saturating_add(destroy.days());
            let goes = gone(&kept, rotation, called_back);
            let latest = kept.iter().filter(|it| it.sound).map(|it| it.written_at).max();
            let stays: Vec<_> = (0..kept.len()).filter(|at| !goes.contains(at)).map(|at| kept[at]).collect();
            prop_assert_eq!(stays.iter().filter(|it| it.sound).map(|it| it.written_at).max(), latest);
            let most = usize::from(daily) + usize::from(weekly) + usize::from(monthly);
            prop_assert!(stays.iter().filter(|it| it.sound).count() <= most.max(1));
            // What was let go once is not asked for again.
            prop_assert!(gone(&stays, rotation, called_back).is_empty());
        }
    }

    #[rstest]
    #[case::never(None, 780, "2024-02-05T09:00", true)]
    #[case::before_the_hour(Some("2024-02-04T13:10"), 780, "2024-02-05T12:59", false)]
    #[case::at_the_hour(Some("2024-02-04T13:10"), 780, "2024-02-05T13:00", true)]
    #[case::done(Some("2024-02-05T13:01"), 780, "2024-02-05T18:00", false)]
    #[case::it_was_off_at_the_hour(Some("2024-02-03T13:01"), 780, "2024-02-05T09:00", true)]
    #[case::first_opening(Some("2024-02-04T23:00"), 0, "2024-02-05T08:00", true)]
    #[case::second_opening(Some("2024-02-05T08:00"), 0, "2024-02-05T14:00", false)]
    fn due(#[case] last: Option<&str>, #[case] minute: u16, #[case] now: &str, #[case] expected: bool) {
        let last = last.map(|last| last.parse().unwrap());
        assert_eq!(is_due(last, Hour::parse(minute).unwrap(), now.parse().unwrap()), expected);
    }

    #[rstest]
    #[case::yesterday(Some(date(2024, 2, 4)), None)]
    #[case::two_days(Some(date(2024, 2, 3)), None)]
    #[case::three_days(Some(date(2024, 2, 2)), Some(3))]
    #[case::never(None, Some(35))]
    fn late(#[case] last: Option<Date>, #[case] expected: Option<i64>) {
        assert_eq!(late_days(last, date(2024, 1, 1), date(2024, 2, 5)), expected);
        assert_eq!(late_days(None, date(2024, 2, 5), date(2024, 2, 5)), None);
    }
}
