//! The identifier of a SEPA creditor (ICS): country, two check digits, three characters of the creditor's own choice that no check
//! covers, and its national number (EPC262-08). It says who debits an account.

use serde::{Deserialize, Serialize};

use super::iban::expected_check;
use super::{IdentifierError, compact, text_identifier};

/// Country, check digits, the creditor's own three characters.
const HEAD: usize = 7;
const SHORTEST: usize = HEAD + 1;
const LONGEST: usize = 35;

/// A creditor whose check digits hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditorId(String);
text_identifier!(CreditorId);

impl CreditorId {
    /// Parses an identifier, separators left out, letters in either case.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let kept = compact(text, SHORTEST, LONGEST, |rank, c| match rank {
            0 | 1 => c.is_ascii_uppercase(),
            2 | 3 => c.is_ascii_digit(),
            _ => c.is_ascii_alphanumeric(),
        })?;
        // The three characters of its own choice are not counted.
        let counted = format!("{}{}", &kept[..4], &kept[HEAD..]);
        let expected = expected_check(&counted);
        let found = kept[2..4].bytes().fold(0, |value, b| value * 10 + (b - b'0'));
        if expected == found { Ok(Self(kept)) } else { Err(IdentifierError::Key { expected, found }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::french("FR72ZZZ123456", Ok("FR72ZZZ123456"))]
    #[case::of_another_branch("FR72 ABC 123456", Ok("FR72ABC123456"))]
    #[case::german("DE98ZZZ09999999999", Ok("DE98ZZZ09999999999"))]
    #[case::lower_case("fr72zzz123456", Ok("FR72ZZZ123456"))]
    #[case::wrong_key("FR73ZZZ123456", Err(IdentifierError::Key { expected: 72, found: 73 }))]
    #[case::only_begun("FR72ZZZ", Err(IdentifierError::Length { min: 8, max: 35, found: 7 }))]
    #[case::nothing("", Err(IdentifierError::Empty))]
    fn a_creditor_is_read(#[case] text: &str, #[case] expected: Result<&str, IdentifierError>) {
        assert_eq!(CreditorId::parse(text).map(String::from), expected.map(str::to_owned));
    }
}
