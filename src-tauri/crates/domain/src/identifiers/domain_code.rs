//! The code of a domain of care as a card's grid prints it (`OPTI`, `PHAR`, `AUDI`…). An open list: each insurer has its
//! own, so that a code nobody has seen is taken as it is typed.

use serde::{Deserialize, Serialize};

use super::{IdentifierError, compact, text_identifier};

/// A domain's code: 1 to 8 letters or digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainCode(String);
text_identifier!(DomainCode);

impl DomainCode {
    /// Most characters.
    pub const MAX_LENGTH: usize = 8;
    /// Codes seen on real cards (« à vérifier »): what a reader recognises without a word beside it.
    pub const SEEN: [&str; 22] = [
        "PHAR", "PHCO", "PHNO", "PHOR", "MED", "MEDE", "MEDG", "SVIL", "CSTE", "TRAN", "DENT", "DESO", "DEPR", "DEOR",
        "OPTI", "OPAU", "AUDI", "HOSP", "EXTE", "RLAX", "LABO", "RADI",
    ];

    /// Parses 1 to 8 letters or digits, in either case.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        compact(text, 1, Self::MAX_LENGTH, |_, c| c.is_ascii_alphanumeric()).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::lower_case("opti", Ok("OPTI"))]
    #[case::never_seen("Z9", Ok("Z9"))]
    #[case::too_long("OPTIQUES9", Err(IdentifierError::Length { min: 1, max: 8, found: 9 }))]
    #[case::accent("ré", Err(IdentifierError::Character { position: 2, found: 'é' }))]
    #[case::nothing(" ", Err(IdentifierError::Empty))]
    fn codes(#[case] text: &str, #[case] expected: Result<&str, IdentifierError>) {
        assert_eq!(DomainCode::parse(text).map(String::from), expected.map(str::to_owned));
    }

    #[test]
    fn every_code_seen_is_one() {
        for code in DomainCode::SEEN {
            assert_eq!(DomainCode::parse(code).map(String::from), Ok(code.to_owned()));
        }
    }
}
