//! French working days: Monday to Friday, less the eleven public holidays of the Code du travail (L3133-1), those that follow
//! Easter computed.
//!
//! Owns the calendar alone: what is late after how many days is dated reference data (`estimate::reference`). The two further
//! holidays of Alsace-Moselle and those of overseas territories are not counted, which is said wherever a delay is shown.

use jiff::{
    Span,
    civil::{Date, Weekday},
};

/// Past so many days a delay is no longer counted exactly: longer than any text knows.
const MOST_DAYS: i64 = 3_660;

/// Easter Sunday of a year of the Gregorian calendar (the anonymous computus of 1876).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let both = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(both / 31).ok()?, i8::try_from(both % 31 + 1).ok()?).ok()
}

/// Whether a day is a public holiday in the whole country.
pub fn is_public_holiday(day: Date) -> bool {
    const FIXED: [(i8, i8); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    /// Easter Monday, Ascension Day, Whit Monday, in days after Easter Sunday.
    const AFTER_EASTER: [i32; 3] = [1, 39, 50];
    let after = easter(day.year()).map(|sunday| (day - sunday).get_days());
    FIXED.contains(&(day.month(), day.day())) || after.is_some_and(|days| AFTER_EASTER.contains(&days))
}

/// Whether banks and insurers work on a day.
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_public_holiday(day)
}

/// Working days after `from`, up to and on `to`: the first day is excluded. None when `to` is not after `from`.
pub fn between(from: Date, to: Date) -> u32 {
    let days = from.series(Span::new().days(1)).skip(1).take_while(|day| *day <= to);
    let counted =
        days.take(usize::try_from(MOST_DAYS).unwrap_or(usize::MAX)).filter(|day| is_working_day(*day)).count();
    u32::try_from(counted).unwrap_or(u32::MAX)
}

/// The last day such that, on `today`, more than `limit` working days have gone by since.
pub fn last_late(today: Date, limit: u32) -> Date {
    let mut day = today;
    let mut gone = 0;
    while gone <= limit {
        gone += u32::from(is_working_day(day));
        match day.yesterday() {
            Ok(before) => day = before,
            Err(_) => break,
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case(date(2019, 4, 21))]
    #[case(date(2020, 4, 12))]
    #[case(date(2024, 3, 31))]
    #[case(date(2025, 4, 20))]
    #[case(date(2026, 4, 5))]
    #[case::the_earliest_of_the_century(date(2008, 3, 23))]
    #[case::the_latest(date(2038, 4, 25))]
    fn easter_is_that_sunday(#[case] sunday: Date) {
        assert_eq!((easter(sunday.year()), sunday.weekday()), (Some(sunday), Weekday::Sunday));
    }

    #[rstest]
    #[case::eleven(2024, &[(1, 1), (4, 1), (5, 1), (5, 8), (5, 9), (5, 20), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)])]
    #[case::ascension_on_the_first_of_may(2008, &[(1, 1), (3, 24), (5, 1), (5, 8), (5, 12), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)])]
    fn the_holidays_of_a_year(#[case] year: i16, #[case] expected: &[(i8, i8)]) {
        let first = date(year, 1, 1);
        let days = first.series(Span::new().days(1)).take_while(|day| day.year() == year);
        let found: Vec<(i8, i8)> =
            days.filter(|day| is_public_holiday(*day)).map(|day| (day.month(), day.day())).collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case::the_same_day(date(2024, 1, 29), date(2024, 1, 29), 0)]
    #[case::the_next(date(2024, 1, 29), date(2024, 1, 30), 1)]
    #[case::over_a_week_end(date(2024, 2, 2), date(2024, 2, 5), 1)]
    #[case::begun_on_a_saturday(date(2024, 2, 3), date(2024, 2, 5), 1)]
    #[case::over_easter(date(2024, 3, 29), date(2024, 4, 2), 1)]
    #[case::may_of_2024(date(2024, 4, 30), date(2024, 5, 10), 5)]
    #[case::backwards(date(2024, 2, 5), date(2024, 2, 2), 0)]
    fn working_days_gone_by(#[case] from: Date, #[case] to: Date, #[case] expected: u32) {
        assert_eq!(between(from, to), expected);
    }

    #[test]
    fn what_is_late_is_what_the_count_says() {
        for day in date(2024, 1, 1).series(Span::new().days(1)).take(400) {
            for limit in [0, 3, 7] {
                let last = last_late(day, limit);
                assert!(between(last, day) > limit, "{last} {day} {limit}");
                assert!(between(last.tomorrow().unwrap(), day) <= limit, "{last} {day} {limit}");
            }
        }
    }
}
