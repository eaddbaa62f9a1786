//! SIREN (a company, nine digits) and SIRET (one of its establishments, fourteen digits).
//!
//! Both are Luhn numbers. La Poste has more establishments than the key allows: all of its SIRET but the head office's
//! follow a rule of their own, the plain sum of digits being a multiple of five.

use serde::{Deserialize, Serialize};

use super::{IdentifierError, digits, luhn_holds, text_identifier};

const LA_POSTE: &str = "356000000";
const LA_POSTE_HEAD_OFFICE: &str = "35600000000048";

/// A company.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siren(String);
text_identifier!(Siren);

impl Siren {
    /// Digits of a SIREN.
    pub const LENGTH: usize = 9;

    /// Parses nine digits, separators left out; the Luhn sum must hold.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let kept = digits(text, Self::LENGTH, Self::LENGTH)?;
        if luhn_holds(&kept) { Ok(Self(kept)) } else { Err(IdentifierError::Checksum) }
    }
}

/// An establishment of a company.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);
text_identifier!(Siret);

impl Siret {
    /// Digits of a SIRET.
    pub const LENGTH: usize = 14;

    /// Parses fourteen digits, separators left out; both its company's sum and its own must hold.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let kept = digits(text, Self::LENGTH, Self::LENGTH)?;
        let own_sum_holds = if kept.starts_with(LA_POSTE) && kept != LA_POSTE_HEAD_OFFICE {
            kept.bytes().map(|b| u32::from(b - b'0')).sum::<u32>().is_multiple_of(5)
        } else {
            luhn_holds(&kept)
        };
        let company_holds = luhn_holds(&kept[..Siren::LENGTH]);
        if own_sum_holds && company_holds { Ok(Self(kept)) } else { Err(IdentifierError::Checksum) }
    }

    /// The company it belongs to.
    pub fn siren(&self) -> Siren {
        Siren(self.0[..Siren::LENGTH].to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("404833048", Ok("404833048"))]
    #[case::spaced("732 829 320", Ok("732829320"))]
    #[case::one_digit_off("404833047", Err(IdentifierError::Checksum))]
    #[case::filler("000000000", Err(IdentifierError::AllZeros))]
    #[case::short("40483304", Err(IdentifierError::Length { min: 9, max: 9, found: 8 }))]
    fn siren(#[case] text: &str, #[case] expected: Result<&str, IdentifierError>) {
        assert_eq!(Siren::parse(text), expected.map(|kept| Siren(kept.to_owned())));
    }

    #[rstest]
    #[case::plain("73282932000074", Ok("732829320"))]
    #[case::spaced("732 829 320 00074", Ok("732829320"))]
    #[case::la_poste_head_office("35600000000048", Ok("356000000"))]
    #[case::la_poste_own_rule("35600000049837", Ok("356000000"))]
    #[case::la_poste_off("35600000049838", Err(IdentifierError::Checksum))]
    #[case::one_digit_off("73282932000079", Err(IdentifierError::Checksum))]
    #[case::long("732829320000744", Err(IdentifierError::Length { min: 14, max: 14, found: 15 }))]
    #[case::letter("7328293200007O", Err(IdentifierError::Character { position: 14, found: 'O' }))]
    fn siret(#[case] text: &str, #[case] expected: Result<&str, IdentifierError>) {
        assert_eq!(Siret::parse(text).map(|siret| siret.siren().0), expected.map(str::to_owned));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_of_a_siren_is_always_caught(at in 0usize..9, change in 1u8..10) {
            let mut bytes = b"404833048".to_vec();
            bytes[at] = b'0' + (bytes[at] - b'0' + change) % 10;
            prop_assert!(Siren::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
        }
    }
}
