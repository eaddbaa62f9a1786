//! The RPPS number of a health professional, eleven digits with a Luhn key.

use serde::{Deserialize, Serialize};

use super::{IdentifierError, digits, luhn_holds, text_identifier};

/// A health professional.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rpps(String);
text_identifier!(Rpps);

impl Rpps {
    /// Digits of an RPPS number.
    pub const LENGTH: usize = 11;

    /// Parses eleven digits, separators left out; the Luhn sum must hold.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let kept = digits(text, Self::LENGTH, Self::LENGTH)?;
        if luhn_holds(&kept) { Ok(Self(kept)) } else { Err(IdentifierError::Checksum) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("99700218896", Ok(()))]
    #[case::spaced("997 0021 8896", Ok(()))]
    #[case::one_digit_off("99700218895", Err(IdentifierError::Checksum))]
    #[case::with_its_type_digit("899700218896", Err(IdentifierError::Length { min: 11, max: 11, found: 12 }))]
    #[case::filler("00000000000", Err(IdentifierError::AllZeros))]
    fn rpps(#[case] text: &str, #[case] expected: Result<(), IdentifierError>) {
        assert_eq!(Rpps::parse(text).map(|_| ()), expected);
    }
}
