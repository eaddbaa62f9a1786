//! The NIR (« numéro de sécurité sociale »), 13 characters and a key of two digits.
//!
//! It is the most sensitive thing a practice types: no `Serialize`, no `Display`, a redacted `Debug`. Kept only where a
//! platform's field list asks for it. What it says about a person (sex, birth) is not read from it here: the dossier
//! asks for what it needs.

use std::fmt;

use super::{IdentifierError, compact, mod_97};

/// A NIR whose key holds. Provisional numbers (first digit 3, 4, 7 or 8) and months above 12 are real and accepted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nir(String);

impl Nir {
    /// Characters of a NIR, key included.
    pub const LENGTH: usize = 15;
    const BODY: usize = 13;

    /// Parses 15 characters, separators left out, letters in either case; the key must hold.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        // Rank 6 ends the department: Corsica's A and B stand there, and only after a 2, which the key computation sees.
        let kept =
            compact(text, Self::LENGTH, Self::LENGTH, |rank, c| c.is_ascii_digit() || (rank == 6 && "AB".contains(c)))?;
        let (body, key) = kept.split_at(Self::BODY);
        let body = numeric_body(text, body)?;
        if body.bytes().all(|b| b == b'0') {
            return Err(IdentifierError::AllZeros);
        }
        let expected = expected_key(&body);
        let found = key.bytes().fold(0, |value, b| value * 10 + (b - b'0'));
        if expected == found { Ok(Self(kept)) } else { Err(IdentifierError::Key { expected, found }) }
    }

    /// The 15 characters. The only way out: named so that each use is seen in review.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is a waiting number (« matricule d'attente »), to be replaced by the person's own one day.
    pub fn is_provisional(&self) -> bool {
        matches!(self.0.as_bytes()[0], b'3' | b'4' | b'7' | b'8')
    }

    /// What may stand on a screen: `1 84 •• •• ••• ••• ••`.
    pub fn masked(&self) -> String {
        format!("{} {} •• •• ••• ••• ••", &self.0[..1], &self.0[1..3])
    }
}

impl fmt::Debug for Nir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nir(redacted)")
    }
}

/// The body with Corsica's departments as numbers: 2A counts as 19 and 2B as 18.
fn numeric_body(text: &str, body: &str) -> Result<String, IdentifierError> {
    let corsican = match &body[5..7] {
        "2A" => "19",
        "2B" => "18",
        other if other.ends_with(['A', 'B']) => {
            let (position, found) = super::characters(text).nth(6).unwrap_or((7, 'A'));
            return Err(IdentifierError::Character { position, found });
        }
        other => other,
    };
    Ok(format!("{}{corsican}{}", &body[..5], &body[7..]))
}

/// 97 less the remainder: 1 to 97, never 0.
fn expected_key(body: &str) -> u8 {
    u8::try_from(97 - mod_97(body)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::woman("295109912611193")]
    #[case::woman_1955("255081416802538")]
    #[case::man("180127512345642")]
    #[case::man_1985("185057512345673")]
    #[case::versailles("185057800608491")]
    #[case::born_abroad("178059933010817")]
    #[case::corsica_south("253072A07300443")]
    #[case::corsica_north("253072B07300470")]
    #[case::corsica_south_man("186022A21532523")]
    #[case::lower_case("186022a21532523")]
    #[case::provisional_man("755127512345694")]
    #[case::provisional_woman("855127512345644")]
    #[case::month_20("155207512345637")]
    #[case::month_33_key_01("255337512345601")]
    #[case::month_99("155997512345640")]
    #[case::as_printed("2 95 10 99 126 111 93")]
    #[case::narrow_spaces("2\u{202f}95\u{a0}10.99.126.111-93")]
    fn accepted(#[case] text: &str) {
        Nir::parse(text).unwrap();
    }

    #[rstest]
    #[case::wrong_key("295109912611199", IdentifierError::Key { expected: 93, found: 99 })]
    #[case::wrong_key_by_one("255081416802539", IdentifierError::Key { expected: 38, found: 39 })]
    #[case::corsica_mistaken("253072A07300470", IdentifierError::Key { expected: 43, found: 70 })]
    #[case::provisional_mistaken("755127512345644", IdentifierError::Key { expected: 94, found: 44 })]
    #[case::key_98_for_01("255337512345698", IdentifierError::Key { expected: 1, found: 98 })]
    #[case::no_such_department("253072C07300443", IdentifierError::Character { position: 7, found: 'C' })]
    #[case::letter_not_after_2("2 53 07 3A 073 004 43", IdentifierError::Character { position: 10, found: 'A' })]
    #[case::too_long("6546546546546703", IdentifierError::Length { min: 15, max: 15, found: 16 })]
    #[case::without_key("2951099126111", IdentifierError::Length { min: 15, max: 15, found: 13 })]
    #[case::nothing("  ", IdentifierError::Empty)]
    #[case::filler("000000000000097", IdentifierError::AllZeros)]
    fn refused(#[case] text: &str, #[case] error: IdentifierError) {
        assert_eq!(Nir::parse(text), Err(error));
    }

    #[test]
    fn it_shows_nothing_of_itself_but_the_mask() {
        let nir = Nir::parse("185057512345673").unwrap();
        assert_eq!(format!("{nir:?}"), "Nir(redacted)");
        assert_eq!(nir.masked(), "1 85 •• •• ••• ••• ••");
    }

    #[rstest]
    #[case::settled("185057512345673", false)]
    #[case::waiting("755127512345694", true)]
    fn waiting_numbers_are_known(#[case] text: &str, #[case] provisional: bool) {
        assert_eq!(Nir::parse(text).unwrap().is_provisional(), provisional);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_caught(body in "[12][0-9]{12}", at in 0usize..15, change in 1u8..10) {
            let text = format!("{body}{:02}", expected_key(&body));
            prop_assert!(Nir::parse(&text).is_ok());
            let mut bytes = text.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + change) % 10;
            prop_assert!(Nir::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
        }
    }
}
