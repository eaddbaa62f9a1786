//! The clocks of a cheque (CMF L131-32, L131-35, L131-59); a delay never includes its starting day (R131-3).

use crate::reference::Limits;
use jiff::{ToSpan, civil::Date};
use serde::Serialize;

/// The dates that matter from the date written on a cheque.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ChequeClock {
    /// Last day of the presentation delay.
    pub present_by: Date,
    /// Last day of the recourse against the drawer (six months).
    pub recourse_until: Date,
    /// « Présentable jusqu'au »: last day the drawee must pay (one year).
    pub presentable_until: Date,
}

/// The clock of a cheque written on `written_on`, issued and payable in metropolitan France.
pub fn clock(written_on: Date, limits: &Limits) -> ChequeClock {
    let present_by = written_on.saturating_add(i64::from(limits.presentation_days).days());
    ChequeClock {
        present_by,
        recourse_until: present_by.saturating_add(6.months()),
        presentable_until: present_by.saturating_add(1.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::ordinary(date(2026, 11, 22), date(2026, 11, 30), date(2027, 5, 30), date(2027, 11, 30))]
    #[case::towards_a_leap_year(date(2027, 2, 20), date(2027, 2, 28), date(2027, 8, 28), date(2028, 2, 28))]
    fn clocks_exclude_the_starting_day(
        #[case] written: Date,
        #[case] by: Date,
        #[case] recourse: Date,
        #[case] stale: Date,
    ) {
        let clock = clock(written, &Limits::default());
        assert_eq!((clock.present_by, clock.recourse_until, clock.presentable_until), (by, recourse, stale));
    }
}
