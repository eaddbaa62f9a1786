//! The IBAN of a bank account: country, two check digits, and the account in its country's form (ISO 13616).
//!
//! Lengths are known for the SEPA countries, which is where a French practice pays and is paid; another country is
//! refused rather than half-checked. It is printed in a few places on purpose, never in a log: `Debug` is masked.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{IdentifierError, compact, text_identifier};

/// Length of an IBAN in each SEPA country, by country code. France's overseas territories use FR.
#[rustfmt::skip] // Six to a line reads as a table.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24), ("AL", 28), ("AT", 20), ("BE", 16), ("BG", 22), ("CH", 21), ("CY", 28), ("CZ", 24), ("DE", 22),
    ("DK", 18), ("EE", 20), ("ES", 24), ("FI", 18), ("FR", 27), ("GB", 22), ("GI", 23), ("GR", 27), ("HR", 21),
    ("HU", 28), ("IE", 22), ("IS", 26), ("IT", 27), ("LI", 21), ("LT", 20), ("LU", 20), ("LV", 21), ("MC", 27),
    ("MD", 24), ("ME", 22), ("MK", 19), ("MT", 31), ("NL", 18), ("NO", 15), ("PL", 28), ("PT", 25), ("RO", 24),
    ("RS", 22), ("SE", 24), ("SI", 19), ("SK", 24), ("SM", 27), ("VA", 22),
];
const SHORTEST: usize = 15;
const LONGEST: usize = 31;

/// An account whose check digits hold and whose length is its country's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iban(String);
text_identifier!(Iban);

impl Iban {
    /// Parses an IBAN, separators left out, letters in either case.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let kept = compact(text, 0, LONGEST, |rank, c| match rank {
            0 | 1 => c.is_ascii_uppercase(),
            2 | 3 => c.is_ascii_digit(),
            _ => c.is_ascii_alphanumeric(),
        })?;
        if kept.len() < 4 {
            return Err(IdentifierError::Length { min: SHORTEST, max: LONGEST, found: kept.len() });
        }
        let (_, length) =
            LENGTHS.iter().find(|(country, _)| kept.starts_with(country)).ok_or(IdentifierError::Country)?;
        if kept.len() != *length {
            return Err(IdentifierError::Length { min: *length, max: *length, found: kept.len() });
        }
        let expected = expected_check(&kept);
        let found = kept[2..4].bytes().fold(0, |value, b| value * 10 + (b - b'0'));
        if expected == found { Ok(Self(kept)) } else { Err(IdentifierError::Key { expected, found }) }
    }

    /// In groups of four, as printed on a bank's paper: `FR14 2004 1010 0505 0001 3M02 606`.
    pub fn grouped(&self) -> String {
        let mut text = String::with_capacity(self.0.len() + self.0.len() / 4);
        for (rank, c) in self.0.chars().enumerate() {
            if rank > 0 && rank.is_multiple_of(4) {
                text.push(' ');
            }
            text.push(c);
        }
        text
    }

    /// Country, check digits and the last three characters: enough to know which account, not enough to use it.
    pub fn masked(&self) -> String {
        format!("{} •••• {}", &self.0[..4], &self.0[self.0.len() - 3..])
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban({})", self.masked())
    }
}

/// The check digits (02 to 98) that make the whole worth 1 modulo 97.
pub(super) fn expected_check(iban: &str) -> u8 {
    let rearranged = iban[4..].bytes().chain(iban[..2].bytes()).chain(*b"00");
    let rest = rearranged.fold(0u32, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        // A letter counts for two digits, A being 10.
        _ => (rest * 100 + u32::from(b - b'A') + 10) % 97,
    });
    u8::try_from(98 - rest).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const VALID: [&str; 2] = ["FR1420041010050500013M02606", "FR7630006000011234567890189"];

    #[rstest]
    #[case::la_banque_postale("FR14 2004 1010 0505 0001 3M02 606")]
    #[case::lower_case("fr7630006000011234567890189")]
    #[case::belgium("BE68 5390 0754 7034")]
    #[case::germany("DE89 3704 0044 0532 0130 00")]
    fn accepted(#[case] text: &str) {
        Iban::parse(text).unwrap();
    }

    #[rstest]
    #[case::wrong_key("FR7730006000011234567890189", IdentifierError::Key { expected: 76, found: 77 })]
    #[case::too_short_for_france("FR763000600001123456789018", IdentifierError::Length { min: 27, max: 27, found: 26 })]
    #[case::too_long_for_france("FR76300060000112345678901899", IdentifierError::Length { min: 27, max: 27, found: 28 })]
    #[case::only_begun("FR7", IdentifierError::Length { min: 15, max: 31, found: 3 })]
    #[case::not_sepa("XX7630006000011234567890189", IdentifierError::Country)]
    #[case::a_rib("30006000011234567890189", IdentifierError::Character { position: 1, found: '3' })]
    #[case::nothing("", IdentifierError::Empty)]
    fn refused(#[case] text: &str, #[case] error: IdentifierError) {
        assert_eq!(Iban::parse(text), Err(error));
    }

    #[test]
    fn any_digit_changed_is_refused() {
        for valid in VALID {
            for (at, byte) in valid.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()) {
                for other in (b'0'..=b'9').filter(|other| *other != byte) {
                    let mut bytes = valid.as_bytes().to_vec();
                    bytes[at] = other;
                    let text = String::from_utf8(bytes).unwrap();
                    assert!(matches!(Iban::parse(&text), Err(IdentifierError::Key { .. })), "{text}");
                }
            }
        }
    }

    #[test]
    fn it_is_masked_in_logs_and_whole_on_paper() {
        let iban = Iban::parse(VALID[0]).unwrap();
        assert_eq!(format!("{iban:?}"), "Iban(FR14 •••• 606)");
        assert_eq!(iban.grouped(), "FR14 2004 1010 0505 0001 3M02 606");
    }
}
