//! The FINESS number of a health establishment, nine characters.
//!
//! Its Luhn key holds on every public number seen but is not a published rule, so a failing one is a doubt to show,
//! never a refusal. Corsican numbers start with 2A or 2B and their sum is not defined: nothing is said of them.

use serde::{Deserialize, Serialize};

use super::{IdentifierError, IdentifierWarning, compact, luhn_holds, text_identifier};

/// A FINESS number: nine digits, or Corsica's 2A/2B and seven digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Finess(String);
text_identifier!(Finess);

impl Finess {
    /// Characters of a FINESS number.
    pub const LENGTH: usize = 9;

    /// Parses nine characters, separators left out.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let starts_with_2 = super::characters(text).next().is_some_and(|(_, c)| c == '2');
        let kept = compact(text, Self::LENGTH, Self::LENGTH, |rank, c| {
            c.is_ascii_digit() || (rank == 1 && starts_with_2 && "AB".contains(c))
        })?;
        if kept.bytes().all(|b| b == b'0') { Err(IdentifierError::AllZeros) } else { Ok(Self(kept)) }
    }

    /// What is doubtful about it, to be read again on the paper.
    pub fn warning(&self) -> Option<IdentifierWarning> {
        let all_digits = self.0.bytes().all(|b| b.is_ascii_digit());
        (all_digits && !luhn_holds(&self.0)).then_some(IdentifierWarning::Checksum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::paris("750712184", None)]
    #[case::lyon("690781810", None)]
    #[case::toulouse("31 078 140 6", None)]
    #[case::one_digit_off("750712185", Some(IdentifierWarning::Checksum))]
    #[case::corsica("2A0000154", None)]
    #[case::corsica_lower_case("2b0000154", None)]
    fn accepted_with_its_doubt(#[case] text: &str, #[case] warning: Option<IdentifierWarning>) {
        assert_eq!(Finess::parse(text).unwrap().warning(), warning);
    }

    #[rstest]
    #[case::short("75071218", IdentifierError::Length { min: 9, max: 9, found: 8 })]
    #[case::long("7507121844", IdentifierError::Length { min: 9, max: 9, found: 10 })]
    #[case::letter_elsewhere("7A0712184", IdentifierError::Character { position: 2, found: 'A' })]
    #[case::no_third_island("2C0712184", IdentifierError::Character { position: 2, found: 'C' })]
    #[case::filler("000000000", IdentifierError::AllZeros)]
    #[case::nothing("", IdentifierError::Empty)]
    fn refused(#[case] text: &str, #[case] error: IdentifierError) {
        assert_eq!(Finess::parse(text), Err(error));
    }

    #[test]
    fn serde_goes_through_the_parser() {
        assert_eq!(serde_json::to_string(&Finess::parse("750712184").unwrap()).unwrap(), "\"750712184\"");
        assert!(serde_json::from_str::<Finess>("\"75071218\"").is_err());
    }
}
