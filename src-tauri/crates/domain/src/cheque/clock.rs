//! The clocks of a cheque (CMF L131-32, L131-35, L131-59, L131-73); a delay never includes its starting day (R131-3).

use super::{Cheque, ChequeState};
use crate::reference::Limits;
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a cheque payable in metropolitan France was issued (CMF L131-32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
#[serde(rename_all = "snake_case")]
pub enum IssuePlace {
    /// France métropolitaine: 8 days.
    #[default]
    MetropolitanFrance,
    /// Elsewhere in Europe, or a country around the Mediterranean: 20 days.
    EuropeMediterranean,
    /// Anywhere else: 70 days.
    Elsewhere,
}

impl IssuePlace {
    /// Nearly every cheque: not written down.
    #[allow(clippy::trivially_copy_pass_by_ref)] // As serde passes it.
    pub fn is_metropolitan(&self) -> bool {
        *self == IssuePlace::MetropolitanFrance
    }
}

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

/// The clock of a cheque written on `written_on` and payable in metropolitan France.
pub fn clock(written_on: Date, issued_in: IssuePlace, limits: &Limits) -> ChequeClock {
    let days = match issued_in {
        IssuePlace::MetropolitanFrance => limits.presentation_days,
        IssuePlace::EuropeMediterranean => limits.presentation_europe_days,
        IssuePlace::Elsewhere => limits.presentation_elsewhere_days,
    };
    let present_by = after(written_on, days);
    ChequeClock {
        present_by,
        recourse_until: present_by.saturating_add(6.months()),
        presentable_until: present_by.saturating_add(1.year()),
    }
}

/// The dates that follow from what the bank did with a cheque.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct BankDates {
    /// Until when a new presentation belongs to the incident of the first.
    pub represent_until: Option<Date>,
    /// From when a certificate of non-payment may be asked for.
    pub certificate_from: Option<Date>,
    /// Until when the bank gives the one that was asked for.
    pub certificate_by: Option<Date>,
    /// From when a credit is taken as final.
    pub final_from: Option<Date>,
}

/// How near a cheque is to its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExpiryWarning {
    /// Days left; negative once it is over.
    pub days_left: i32,
    /// The warning reached, in days before the end: 60, 30, 7; 0 once it is over.
    pub threshold_days: u16,
}

impl Cheque {
    /// Its clock, once kept.
    pub fn clock(&self, limits: &Limits) -> Option<ChequeClock> {
        self.kept.as_ref().map(|kept| clock(kept.written_on, kept.issued_in, limits))
    }

    /// What the bank's deeds date, as far as they matter where the cheque is.
    pub fn bank_dates(&self, limits: &Limits) -> BankDates {
        use ChequeState as S;
        let unpaid = matches!(self.state, S::Rejected | S::Represented | S::CertificateRequested | S::Opposed);
        let presented = self.first_presented_on.filter(|_| unpaid);
        let requested = self.certificate_requested_on.filter(|_| self.state == S::CertificateRequested);
        BankDates {
            represent_until: presented.map(|on| after(on, limits.representation_days)),
            certificate_from: presented.map(|on| certificate_from(on, limits)),
            certificate_by: requested.map(|on| after(on, limits.certificate_days)),
            final_from: self.credited_on.filter(|_| self.state == S::Credited).map(|on| final_from(on, limits)),
        }
    }

    /// The warning of a cheque in the practice's hands that comes near its last day.
    pub fn expiry_warning(&self, today: Date, limits: &Limits) -> Option<ExpiryWarning> {
        let here = matches!(self.state, ChequeState::Kept | ChequeState::Rejected | ChequeState::CertificateRequested);
        let until = self.clock(limits).filter(|_| here)?.presentable_until;
        expiry_warning(until, today, limits)
    }
}

/// The warning of a last day.
pub fn expiry_warning(presentable_until: Date, today: Date, limits: &Limits) -> Option<ExpiryWarning> {
    let days_left = (presentable_until - today).get_days();
    if days_left < 0 {
        return Some(ExpiryWarning { days_left, threshold_days: 0 });
    }
    let reached = limits.expiry_warning_days.into_iter().filter(|threshold| days_left <= i32::from(*threshold)).min();
    reached.map(|threshold_days| ExpiryWarning { days_left, threshold_days })
}

/// The day after the thirtieth from the first presentation: « au terme de ce délai » (CMF L131-73).
pub(super) fn certificate_from(first_presented_on: Date, limits: &Limits) -> Date {
    after(first_presented_on, limits.representation_days).saturating_add(1.day())
}

pub(super) fn final_from(credited_on: Date, limits: &Limits) -> Date {
    after(credited_on, limits.credit_final_days)
}

fn after(date: Date, days: u16) -> Date {
    date.saturating_add(i64::from(days).days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use IssuePlace::{Elsewhere, EuropeMediterranean, MetropolitanFrance};
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::ordinary(date(2026, 11, 22), MetropolitanFrance, date(2026, 11, 30), date(2027, 5, 30), date(2027, 11, 30))]
    #[case::towards_a_leap_year(
        date(2027, 2, 20),
        MetropolitanFrance,
        date(2027, 2, 28),
        date(2027, 8, 28),
        date(2028, 2, 28)
    )]
    #[case::from_brussels(
        date(2026, 11, 22),
        EuropeMediterranean,
        date(2026, 12, 12),
        date(2027, 6, 12),
        date(2027, 12, 12)
    )]
    #[case::from_cayenne(date(2026, 11, 22), Elsewhere, date(2027, 1, 31), date(2027, 7, 31), date(2028, 1, 31))]
    fn clocks_exclude_the_starting_day(
        #[case] written: Date,
        #[case] issued_in: IssuePlace,
        #[case] by: Date,
        #[case] recourse: Date,
        #[case] stale: Date,
    ) {
        let clock = clock(written, issued_in, &Limits::default());
        assert_eq!((clock.present_by, clock.recourse_until, clock.presentable_until), (by, recourse, stale));
    }

    #[rstest]
    #[case::far(date(2027, 9, 30), None)]
    #[case::sixty_days(date(2027, 10, 1), Some((60, 60)))]
    #[case::thirty_one_days(date(2027, 10, 30), Some((31, 60)))]
    #[case::thirty_days(date(2027, 10, 31), Some((30, 30)))]
    #[case::a_week(date(2027, 11, 23), Some((7, 7)))]
    #[case::the_last_day(date(2027, 11, 30), Some((0, 7)))]
    #[case::the_day_after(date(2027, 12, 1), Some((-1, 0)))]
    fn it_warns_at_sixty_thirty_and_seven_days(#[case] today: Date, #[case] expected: Option<(i32, u16)>) {
        let warning = expiry_warning(date(2027, 11, 30), today, &Limits::default());
        assert_eq!(warning.map(|warning| (warning.days_left, warning.threshold_days)), expected);
    }
}
