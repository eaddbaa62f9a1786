//! A month of the access log, spelled `2024-01`: the month of the practice's time zone.

use std::fmt;
use std::str::FromStr;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::STREAM_WORD;
use crate::instant::YEARS;

/// A month; later ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Segment {
    year: u32,
    month: u32,
}

/// The text is not a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a month: four digits, a hyphen and two digits are expected")]
pub struct SegmentError;

impl Segment {
    /// The month of an instant where the practice is. An instant no computer lives in counts as the first month there is.
    pub fn of(at: Timestamp, zone: &TimeZone) -> Segment {
        let date = at.to_zoned(zone.clone()).date();
        let (year, month) = (u32::try_from(date.year()), u32::try_from(date.month()));
        match (year, month) {
            (Ok(year), Ok(month)) if YEARS.contains(&year) => Segment { year, month },
            _ => Segment { year: *YEARS.start(), month: 1 },
        }
    }

    /// The month this many before.
    #[must_use]
    pub fn back(self, months: u32) -> Segment {
        let count = (self.year * 12 + self.month - 1).saturating_sub(months).max(*YEARS.start() * 12);
        Segment { year: count / 12, month: count % 12 + 1 }
    }

    /// The stream its entries are on.
    pub fn stream(self) -> String {
        format!("{STREAM_WORD}/{self}")
    }

    /// The month whose stream this is.
    pub(super) fn of_stream(stream: &str) -> Option<Segment> {
        stream.strip_prefix(STREAM_WORD)?.strip_prefix('/')?.parse().ok()
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Segment {
    type Err = SegmentError;

    fn from_str(text: &str) -> Result<Self, SegmentError> {
        let (year, month) = text.split_once('-').ok_or(SegmentError)?;
        let (year, month) = (year.parse().map_err(|_| SegmentError)?, month.parse().map_err(|_| SegmentError)?);
        let segment = Segment { year, month };
        let right = YEARS.contains(&year) && (1..=12).contains(&month) && segment.to_string() == text;
        if right { Ok(segment) } else { Err(SegmentError) }
    }
}

impl From<Segment> for String {
    fn from(segment: Segment) -> String {
        segment.to_string()
    }
}

impl TryFrom<String> for Segment {
    type Error = SegmentError;

    fn try_from(text: String) -> Result<Self, SegmentError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::in_paris_it_is_february("2024-01-31T23:30:00Z", "Europe/Paris", "2024-02")]
    #[case::in_martinique_still_january("2024-02-01T03:30:00Z", "America/Martinique", "2024-01")]
    #[case::at_the_turn_of_a_year("2023-12-31T23:30:00Z", "Indian/Reunion", "2024-01")]
    #[case::before_computers("0001-06-01T00:00:00Z", "UTC", "1970-01")]
    fn the_month_is_the_practices(#[case] at: &str, #[case] zone: &str, #[case] month: &str) {
        let zone = TimeZone::get(zone).unwrap();
        assert_eq!(Segment::of(at.parse().unwrap(), &zone).to_string(), month);
    }

    #[rstest]
    #[case::none("2024-03", 0, "2024-03")]
    #[case::a_year("2024-03", 12, "2023-03")]
    #[case::over_new_year("2024-01", 1, "2023-12")]
    #[case::to_december("2024-12", 12, "2023-12")]
    #[case::before_computers("1970-02", 12, "1970-01")]
    fn months_before(#[case] from: &str, #[case] months: u32, #[case] expected: &str) {
        assert_eq!(from.parse::<Segment>().unwrap().back(months).to_string(), expected);
    }

    #[rstest]
    #[case::month_thirteen("2024-13")]
    #[case::month_zero("2024-00")]
    #[case::short("2024-1")]
    #[case::signed("+024-01")]
    #[case::a_day("2024-01-01")]
    #[case::no_year("0001-01")]
    fn what_is_no_month_is_refused(#[case] text: &str) {
        assert_eq!(text.parse::<Segment>(), Err(SegmentError));
    }
}
