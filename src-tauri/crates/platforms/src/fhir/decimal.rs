//! Amounts between cents and FHIR decimals, digit by digit: the text of the JSON number is read and written as it is,
//! so no float ever holds an amount.

use relais_domain::money::Cents;
use serde_json::value::RawValue;

use crate::failure::AnswerFault;

/// Most characters a decimal may take: the standard asks for 18 digits, and nobody covers more.
const MAX_DECIMAL_CHARS: usize = 40;
/// Largest exponent that is looked at.
const MAX_EXPONENT: i32 = 20;

/// The cents of a JSON number, exactly, or nothing.
pub(crate) fn cents_from_decimal(text: &str) -> Result<Cents, AnswerFault> {
    parse(text).and_then(|cents| Cents::new(cents).ok()).ok_or(AnswerFault::NotCents)
}

fn parse(text: &str) -> Option<i64> {
    if text.len() > MAX_DECIMAL_CHARS {
        return None;
    }
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    if exponent.abs() > MAX_EXPONENT {
        return None;
    }
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if whole.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let scale = i32::try_from(fraction.len()).ok()? - exponent - 2;
    let cents = shift(&digits, scale)?;
    Some(if negative { -cents } else { cents })
}

/// The digits divided by ten to the power of `scale`, when that is a whole number.
fn shift(digits: &str, scale: i32) -> Option<i64> {
    let places = usize::try_from(scale.unsigned_abs()).ok()?;
    if scale <= 0 {
        return format!("{digits}{}", "0".repeat(places)).parse().ok();
    }
    let kept = digits.len().saturating_sub(places);
    let (kept, dropped) = digits.split_at(kept);
    if dropped.bytes().any(|digit| digit != b'0') {
        return None;
    }
    if kept.is_empty() { Some(0) } else { kept.parse().ok() }
}

/// The JSON number of an amount, always with two decimals.
pub(crate) fn decimal_from_cents(amount: Cents) -> Box<RawValue> {
    let cents = amount.get();
    let sign = if cents < 0 { "-" } else { "" };
    let magnitude = cents.unsigned_abs();
    let text = format!("{sign}{}.{:02}", magnitude / 100, magnitude % 100);
    RawValue::from_string(text).expect("digits, a point and two digits are a JSON number")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use relais_domain::money::MAX_CENTS;
    use rstest::rstest;

    #[rstest]
    #[case::whole("120", Some(12_000))]
    #[case::one_decimal("120.5", Some(12_050))]
    #[case::two_decimals("0.05", Some(5))]
    #[case::trailing_zeros("1.5000", Some(150))]
    #[case::negative("-3.20", Some(-320))]
    #[case::zero("0", Some(0))]
    #[case::zero_fraction("0.000", Some(0))]
    #[case::exponent("1.2e2", Some(12_000))]
    #[case::small_exponent("1250E-1", Some(12_500))]
    #[case::half_a_cent("0.005", None)]
    #[case::lost_digit("1.001", None)]
    #[case::below_a_cent("1e-3", None)]
    #[case::huge_exponent("1e99999999", None)]
    #[case::out_of_range("99999999999999", None)]
    #[case::too_long("0.00000000000000000000000000000000000000000000000001", None)]
    #[case::not_a_number("\"12\"", None)]
    #[case::empty("", None)]
    #[case::sign_alone("-", None)]
    fn decimals_are_read_exactly_or_not_at_all(#[case] text: &str, #[case] expected: Option<i64>) {
        assert_eq!(cents_from_decimal(text).ok().map(Cents::get), expected);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cents in -MAX_CENTS..=MAX_CENTS) {
            let amount = Cents::new(cents).unwrap();
            prop_assert_eq!(cents_from_decimal(decimal_from_cents(amount).get()), Ok(amount));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = cents_from_decimal(&text);
        }
    }
}
