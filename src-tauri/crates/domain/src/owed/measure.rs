//! What is told of debts and of their flow: ages, how long payers take, and what an operator that stops would leave unpaid.

use crate::money::div_round_half_away;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How old a debt is, in days since it was owed (practice-and-market §5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// 0 to 7 days.
    Days0To7,
    /// 8 to 15.
    Days8To15,
    /// 16 to 30.
    Days16To30,
    /// 31 to 60.
    Days31To60,
    /// 61 to 90.
    Days61To90,
    /// More than 90.
    Over90,
}

impl Age {
    /// Every age, the youngest first.
    pub const ALL: [Age; 6] =
        [Age::Days0To7, Age::Days8To15, Age::Days16To30, Age::Days31To60, Age::Days61To90, Age::Over90];

    /// The most days of each age but the last.
    pub const fn last_day(self) -> Option<i64> {
        match self {
            Age::Days0To7 => Some(7),
            Age::Days8To15 => Some(15),
            Age::Days16To30 => Some(30),
            Age::Days31To60 => Some(60),
            Age::Days61To90 => Some(90),
            Age::Over90 => None,
        }
    }

    /// The age on a day; what begins later is of the youngest.
    pub fn on(as_of: Date, since: Date) -> Age {
        let days = days_between(since, as_of);
        Age::ALL.into_iter().find(|age| age.last_day().is_none_or(|last| days <= last)).unwrap_or(Age::Over90)
    }

    /// Its place among the ages.
    pub const fn place(self) -> usize {
        self as usize
    }

    /// The first and last day of the debts of this age on a day; none where it has no end.
    pub fn bounds(self, as_of: Date) -> (Option<Date>, Option<Date>) {
        let before = |days: i64| as_of.checked_sub(jiff::Span::new().days(days)).ok();
        let youngest = match self.place().checked_sub(1).and_then(|at| Age::ALL[at].last_day()) {
            Some(days) => before(days + 1),
            None => None,
        };
        (self.last_day().and_then(before), youngest)
    }
}

/// Days from one day to another, below zero when it is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// How long a payer takes, in working days: the middle, and what one in ten and nine in ten do not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spread {
    /// Payments counted.
    pub count: u32,
    /// One in ten took at most so many.
    pub p10: u32,
    /// Half took at most so many.
    pub median: u32,
    /// Nine in ten took at most so many.
    pub p90: u32,
}

/// The spread of a histogram of delays, in any order: by nearest rank. None of nothing.
pub fn spread(histogram: &[(u32, u32)]) -> Option<Spread> {
    let mut sorted = histogram.to_vec();
    sorted.sort_unstable();
    let count: u32 = sorted.iter().map(|(_, times)| times).sum();
    let at = |percent: u32| {
        let rank = (u64::from(count) * u64::from(percent)).div_ceil(100).max(1);
        let mut seen = 0;
        sorted.iter().find(|(_, times)| {
            seen += u64::from(*times);
            seen >= rank
        })
    };
    Some(Spread { count, p10: at(10)?.0, median: at(50)?.0, p90: at(90)?.0 })
}

/// After how many days without a payment one looks.
pub const HORIZONS_DAYS: [i64; 3] = [7, 15, 30];
/// The flow looked at, in days before today.
const WINDOW_DAYS: i64 = 90;
/// With less than this nothing is foretold: four weeks hold each day of the week four times.
const LEAST_DAYS: i64 = 28;
/// Nor from fewer shares than this.
const LEAST_SHARES: u32 = 10;

/// What an operator's flow was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flow {
    /// The first day anything was billed through it, ever.
    pub first_on: Option<Date>,
    /// Shares billed in the window.
    pub shares: u32,
    /// Billed in the window, in cents.
    pub billed_cents: i64,
    /// Paid in the window, in cents.
    pub paid_cents: i64,
    /// Owed today, in cents.
    pub owed_cents: i64,
}

/// What would be if an operator stopped paying for some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposure {
    /// Days without a payment.
    pub days: i64,
    /// What would not come in, in cents.
    pub missing_cents: i64,
    /// What it would owe then: today's debt and what is sold on meanwhile, in cents.
    pub owed_cents: i64,
}

/// Why nothing is foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExposureUnknown {
    /// Days of history there are, and how many it takes.
    pub days: (i64, i64),
    /// Shares billed in the window, and how many it takes.
    pub shares: (u32, u32),
}

impl Flow {
    /// The first day of the window that ends the day before `as_of`.
    pub fn window_from(as_of: Date) -> Date {
        as_of.checked_sub(jiff::Span::new().days(WINDOW_DAYS)).unwrap_or(as_of)
    }
}

/// What the practice's own flow says of an operator that stops, for each horizon: an average by calendar day over the last
/// ninety days, or since the first one. The practice's charges are no part of it.
pub fn exposure(flow: &Flow, as_of: Date) -> Result<[Exposure; 3], ExposureUnknown> {
    let known_days = flow.first_on.map_or(0, |first| days_between(first, as_of));
    if known_days < LEAST_DAYS || flow.shares < LEAST_SHARES {
        return Err(ExposureUnknown { days: (known_days.max(0), LEAST_DAYS), shares: (flow.shares, LEAST_SHARES) });
    }
    let window = known_days.min(WINDOW_DAYS);
    Ok(HORIZONS_DAYS.map(|days| Exposure {
        days,
        missing_cents: share_of(flow.paid_cents, days, window),
        owed_cents: flow.owed_cents + share_of(flow.billed_cents, days, window),
    }))
}

/// `cents` × `part` ÷ `whole`, half away from zero.
fn share_of(cents: i64, part: i64, whole: i64) -> i64 {
    div_round_half_away(i128::from(cents) * i128::from(part), i128::from(whole.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    const TODAY: Date = date(2024, 3, 1);

    #[rstest]
    #[case(date(2024, 3, 2), Age::Days0To7)]
    #[case(date(2024, 2, 23), Age::Days0To7)]
    #[case(date(2024, 2, 22), Age::Days8To15)]
    #[case(date(2024, 2, 15), Age::Days8To15)]
    #[case(date(2024, 2, 14), Age::Days16To30)]
    #[case(date(2024, 1, 31), Age::Days16To30)]
    #[case(date(2024, 1, 30), Age::Days31To60)]
    #[case(date(2024, 1, 1), Age::Days31To60)]
    #[case(date(2023, 12, 31), Age::Days61To90)]
    #[case(date(2023, 12, 2), Age::Days61To90)]
    #[case(date(2023, 12, 1), Age::Over90)]
    fn ages(#[case] since: Date, #[case] expected: Age) {
        assert_eq!(Age::on(TODAY, since), expected);
        let (from, to) = expected.bounds(TODAY);
        assert!(from.is_none_or(|from| from <= since) && to.is_none_or(|to| since <= to), "{from:?} {to:?}");
    }

    #[rstest]
    #[case::nothing(&[], None)]
    #[case::one(&[(4, 1)], Some((1, 4, 4, 4)))]
    #[case::ten(&[(9, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (40, 1)], Some((10, 1, 5, 9)))]
    #[case::all_the_same(&[(3, 500)], Some((500, 3, 3, 3)))]
    #[case::told_in_parts(&[(12, 10), (2, 80), (12, 10)], Some((100, 2, 2, 12)))]
    fn the_spread_is_by_nearest_rank(#[case] histogram: &[(u32, u32)], #[case] expected: Option<(u32, u32, u32, u32)>) {
        let found = spread(histogram).map(|spread| (spread.count, spread.p10, spread.median, spread.p90));
        assert_eq!(found, expected);
    }

    #[test]
    fn ninety_days_of_flow_foretell_what_is_missing() {
        let flow = Flow {
            first_on: Some(date(2022, 1, 1)),
            shares: 900,
            billed_cents: 9_000_00,
            paid_cents: 8_100_05,
            owed_cents: 1_234_56,
        };
        let told = exposure(&flow, TODAY).unwrap();
        assert_eq!(told.map(|one| one.days), HORIZONS_DAYS);
        assert_eq!(told.map(|one| one.missing_cents), [630_00, 1_350_01, 2_700_02]);
        assert_eq!(told.map(|one| one.owed_cents), [1_934_56, 2_734_56, 4_234_56]);
    }

    #[test]
    fn a_young_practice_divides_by_the_days_it_has() {
        let flow = Flow {
            first_on: Some(date(2024, 1, 31)),
            shares: 30,
            billed_cents: 300_00,
            paid_cents: 0,
            owed_cents: 300_00,
        };
        assert_eq!(exposure(&flow, TODAY).unwrap().map(|one| one.owed_cents), [370_00, 450_00, 600_00]);
    }

    #[rstest]
    #[case::too_short(Some(date(2024, 2, 3)), 500)]
    #[case::too_few(Some(date(2022, 2, 3)), 9)]
    #[case::never(None, 0)]
    fn too_little_is_said_to_be_too_little(#[case] first_on: Option<Date>, #[case] shares: u32) {
        let flow = Flow { first_on, shares, billed_cents: 1, paid_cents: 1, owed_cents: 1 };
        let unknown = exposure(&flow, TODAY).unwrap_err();
        assert_eq!((unknown.days.1, unknown.shares), (28, (shares, 10)));
    }
}
