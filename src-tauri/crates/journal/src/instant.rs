//! Instants as the journal spells them: `2024-01-29T14:02:07.345Z`, always 24 characters, always UTC.
//!
//! One spelling only, so that equal instants have equal bytes and order as text is order in time. What is finer than a
//! millisecond is dropped when written.

use jiff::Timestamp;

/// The length of every instant as text.
pub const INSTANT_LEN: usize = 24;
/// The first and last years an instant may have: before, no computer's clock; after, other readers give up.
pub const YEARS: std::ops::RangeInclusive<u32> = 1970..=9998;

/// The text of `at`, cut down to the millisecond. Outside [`YEARS`] the text is one that [`parse`] refuses.
pub fn format(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The instant spelled by `text`, or nothing unless it is spelled in the one right way.
pub fn parse(text: &str) -> Option<Timestamp> {
    if is_instant(text.as_bytes()) { text.parse().ok() } else { None }
}

/// Whether `text` is an instant of the calendar in the one right spelling. Leap seconds are not.
pub(crate) fn is_instant(text: &[u8]) -> bool {
    const SHAPE: &[u8; INSTANT_LEN] = b"dddd-dd-ddTdd:dd:dd.dddZ";
    if text.len() != INSTANT_LEN {
        return false;
    }
    let shaped =
        text.iter().zip(SHAPE).all(|(byte, shape)| if *shape == b'd' { byte.is_ascii_digit() } else { byte == shape });
    if !shaped {
        return false;
    }
    let number = |from: usize, to: usize| text[from..to].iter().fold(0, |n, d| n * 10 + u32::from(d - b'0'));
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    YEARS.contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && number(11, 13) < 24
        && number(14, 16) < 60
        && number(17, 19) < 60
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The serde spelling of an instant, for `#[serde(with = "instant::text")]`.
pub(crate) mod text {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::format(*at))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse(&text).ok_or_else(|| D::Error::custom("an instant such as 2024-01-29T14:02:07.345Z is expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("2024-01-29T14:02:07.345Z", true)]
    #[case::leap_day("2024-02-29T00:00:00.000Z", true)]
    #[case::no_leap_day("2023-02-29T00:00:00.000Z", false)]
    #[case::century_without_leap_day("2100-02-29T00:00:00.000Z", false)]
    #[case::century_with_leap_day("2000-02-29T00:00:00.000Z", true)]
    #[case::thirty_days("2024-04-31T00:00:00.000Z", false)]
    #[case::month_zero("2024-00-10T00:00:00.000Z", false)]
    #[case::leap_second("2016-12-31T23:59:60.000Z", false)]
    #[case::midnight_as_24("2024-01-29T24:00:00.000Z", false)]
    #[case::microseconds("2024-01-29T14:02:07.345678Z", false)]
    #[case::no_fraction("2024-01-29T14:02:07Z", false)]
    #[case::offset("2024-01-29T14:02:07.34+1Z", false)]
    #[case::small_letters("2024-01-29t14:02:07.345z", false)]
    #[case::first_instant("1970-01-01T00:00:00.000Z", true)]
    #[case::before_it("1969-12-31T23:59:59.999Z", false)]
    #[case::last_instant("9998-12-31T23:59:59.999Z", true)]
    #[case::after_it("9999-01-01T00:00:00.000Z", false)]
    fn one_spelling(#[case] text: &str, #[case] right: bool) {
        assert_eq!(is_instant(text.as_bytes()), right);
        assert_eq!(parse(text).map(format).as_deref(), right.then_some(text));
    }

    #[test]
    fn finer_than_a_millisecond_is_cut_never_rounded_up() {
        let at: Timestamp = "2024-01-29T14:02:07.999999999Z".parse().unwrap();
        assert_eq!(format(at), "2024-01-29T14:02:07.999Z");
    }

    proptest::proptest! {
        #[test]
        fn every_millisecond_of_the_calendar_is_read_back(ms in 0_i64..253_370_764_799_999) {
            let at = Timestamp::from_millisecond(ms).unwrap();
            assert_eq!(parse(&format(at)), Some(at));
        }
    }
}
