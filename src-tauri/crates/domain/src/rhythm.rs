//! How often an operator pays, told from the days on which it did: the practice's own rhythm, and how long it has been silent.
//!
//! It infers and is never sure: what was measured of a platform, or said of it, goes before (design §1.1).

use crate::working_days;
use jiff::civil::Date;

/// Fewest days of payment that make a rhythm.
const LEAST_DAYS: usize = 5;
/// A silence is told once it lasts so many times what is usual…
const TIMES: u32 = 2;
/// …and so many working days longer than that.
const MARGIN_DAYS: u32 = 2;

/// An operator that has not paid for longer than it ever does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// The last day it paid.
    pub last_on: Date,
    /// Working days since.
    pub silent_days: u32,
    /// Working days between two payments, usually: the median.
    pub usual_days: u32,
}

/// Whether the days on which an operator paid, in order, end in a silence on `as_of`. Fewer than five make no rhythm.
pub fn silence(days_paid: &[Date], as_of: Date) -> Option<Silence> {
    let last_on = *days_paid.last()?;
    if days_paid.len() < LEAST_DAYS || last_on > as_of {
        return None;
    }
    let mut gaps: Vec<u32> = days_paid.windows(2).map(|pair| working_days::between(pair[0], pair[1]).max(1)).collect();
    gaps.sort_unstable();
    let usual_days = gaps[gaps.len() / 2];
    // One day in ten may be longer: the longest of the others is still its habit.
    let habit = gaps[(gaps.len() * 9 / 10).min(gaps.len() - 1)];
    let silent_days = working_days::between(last_on, as_of);
    let too_long = usual_days.saturating_mul(TIMES).saturating_add(MARGIN_DAYS).max(habit.saturating_add(1));
    (silent_days >= too_long).then_some(Silence { last_on, silent_days, usual_days })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{ToSpan, civil::date};
    use rstest::rstest;

    fn every(days: i64, from: Date, count: usize) -> Vec<Date> {
        from.series(days.days()).take(count).collect()
    }

    #[rstest]
    #[case::never_paid(&[], date(2024, 2, 12), None)]
    #[case::too_few(&[date(2024, 1, 2), date(2024, 1, 9), date(2024, 1, 16), date(2024, 1, 23)], date(2024, 3, 1), None)]
    fn no_rhythm_is_no_silence(#[case] days: &[Date], #[case] as_of: Date, #[case] expected: Option<Silence>) {
        assert_eq!(silence(days, as_of), expected);
    }

    #[test]
    fn a_weekly_payer_is_silent_after_twice_its_week() {
        // Tuesdays, the last on 30 January: five working days between two.
        let days = every(7, date(2024, 1, 2), 5);
        assert_eq!(silence(&days, date(2024, 2, 6)), None, "its usual day");
        assert_eq!(silence(&days, date(2024, 2, 14)), None, "eleven working days");
        let told = Silence { last_on: date(2024, 1, 30), silent_days: 12, usual_days: 5 };
        assert_eq!(silence(&days, date(2024, 2, 15)), Some(told));
    }

    #[test]
    fn a_daily_payer_is_silent_after_four_working_days_and_a_week_end_is_none() {
        let days: Vec<Date> =
            every(1, date(2024, 1, 8), 12).into_iter().filter(|day| working_days::is_working_day(*day)).collect();
        assert_eq!(days.last(), Some(&date(2024, 1, 19)));
        assert_eq!(silence(&days, date(2024, 1, 24)), None);
        assert_eq!(silence(&days, date(2024, 1, 25)).map(|told| told.silent_days), Some(4));
    }

    #[test]
    fn a_payer_of_no_habit_is_not_called_silent_within_what_it_does() {
        let mut days = every(3, date(2023, 10, 2), 10);
        days.extend([date(2023, 11, 20), date(2023, 12, 11), date(2024, 1, 4)]);
        assert_eq!(silence(&days, date(2024, 1, 15)), None);
    }
}
