//! How amounts, dates and numbers are written in French, on every document alike.

use jiff::civil::{Date, Weekday};

/// The no-break space that French puts before a colon, the euro sign and inside guillemets.
pub(crate) const NBSP: char = '\u{a0}';
/// The narrow no-break space of thousands.
pub(crate) const NNBSP: char = '\u{202f}';

/// An amount in figures: `1 379,91 €`, with a narrow no-break space between thousands and a no-break space before the
/// euro sign.
pub fn euros(amount_cents: i64) -> String {
    let cents = amount_cents.unsigned_abs();
    let sign = if amount_cents < 0 { "\u{2212}" } else { "" };
    format!("{sign}{},{:02}{NBSP}€", thousands(cents / 100), cents % 100)
}

/// A count: `33 000`, with a narrow no-break space between thousands.
pub(crate) fn count(number: u32) -> String {
    thousands(number.into())
}

/// A whole number with its thousands apart.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(NNBSP);
        }
        out.push(digit);
    }
    out
}

/// A date, and the place where one is told: « mer. 31/01/2024, Strasbourg ».
pub(crate) fn date_and_place(on: Date, place: &str) -> String {
    if place.trim().is_empty() { date(on) } else { format!("{}, {place}", date(on)) }
}

/// A date as the house writes it, day of the week first: `mer. 31/01/2024`, never broken between the two.
pub fn date(date: Date) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "lun.",
        Weekday::Tuesday => "mar.",
        Weekday::Wednesday => "mer.",
        Weekday::Thursday => "jeu.",
        Weekday::Friday => "ven.",
        Weekday::Saturday => "sam.",
        Weekday::Sunday => "dim.",
    };
    format!("{weekday}{NBSP}{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// A SIRET as it is read aloud, `732 829 320 00074`; anything that is not fourteen digits stays as it came.
pub(crate) fn siret(number: &str) -> String {
    if number.len() != 14 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    format!("{}{NBSP}{}{NBSP}{}{NBSP}{}", &number[..3], &number[3..6], &number[6..9], &number[9..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing(0, "0,00\u{a0}€")]
    #[case::a_cent(1, "0,01\u{a0}€")]
    #[case::the_share(37_991, "379,91\u{a0}€")]
    #[case::thousands(123_456_789, "1\u{202f}234\u{202f}567,89\u{a0}€")]
    #[case::exact_thousand(100_000, "1\u{202f}000,00\u{a0}€")]
    #[case::below_zero(-300, "\u{2212}3,00\u{a0}€")]
    #[case::least(i64::MIN, "\u{2212}92\u{202f}233\u{202f}720\u{202f}368\u{202f}547\u{202f}758,08\u{a0}€")]
    fn amounts_in_figures(#[case] amount_cents: i64, #[case] expected: &str) {
        assert_eq!(euros(amount_cents), expected);
    }

    #[rstest]
    #[case::outage(jiff::civil::date(2024, 1, 31), "mer.\u{a0}31/01/2024")]
    #[case::sunday(jiff::civil::date(2024, 3, 3), "dim.\u{a0}03/03/2024")]
    fn dates(#[case] day: Date, #[case] expected: &str) {
        assert_eq!(date(day), expected);
    }

    #[rstest]
    #[case::whole("73282932000074", "732\u{a0}829\u{a0}320\u{a0}00074")]
    #[case::not_a_siret("732829320", "732829320")]
    #[case::accented("éééééééabcdefg", "éééééééabcdefg")]
    fn siret_groups(#[case] number: &str, #[case] expected: &str) {
        assert_eq!(siret(number), expected);
    }
}
