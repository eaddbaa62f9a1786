//! What a complementary insurer's card prints to say who pays: AMC number, convention type, CSR, member number.
//!
//! The first three route a claim; convention types and routing tables are data the practice edits, so they are open
//! codes here, never enums. No key is published for any of them: a doubt is shown, nothing is refused on it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::{IdentifierError, IdentifierWarning, compact, digits, luhn_holds, text_identifier};

/// An insurer's number, 8 to 10 digits, kept as printed. Two that differ by zeros on the left are the same insurer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AmcNumber(String);
text_identifier!(AmcNumber);

impl AmcNumber {
    /// Fewest digits.
    pub const MIN_LENGTH: usize = 8;
    /// Most digits: the width of the field in B2.
    pub const MAX_LENGTH: usize = 10;

    /// Parses 8 to 10 digits, separators left out.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        digits(text, Self::MIN_LENGTH, Self::MAX_LENGTH).map(Self)
    }

    /// The number without zeros on the left: what equality, order and look-ups go by.
    pub fn significant(&self) -> &str {
        self.0.trim_start_matches('0')
    }

    /// Ten digits, zeros on the left, as B2 and the directories write it.
    pub fn padded(&self) -> String {
        format!("{:0>10}", self.significant())
    }

    /// Nine-digit numbers are mostly SIREN; one whose Luhn sum fails exists but deserves a second look.
    pub fn warning(&self) -> Option<IdentifierWarning> {
        let significant = self.significant();
        (significant.len() == 9 && !luhn_holds(significant)).then_some(IdentifierWarning::Checksum)
    }
}

impl PartialEq for AmcNumber {
    fn eq(&self, other: &Self) -> bool {
        self.significant() == other.significant()
    }
}

impl Eq for AmcNumber {}

impl Hash for AmcNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.significant().hash(state);
    }
}

impl PartialOrd for AmcNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for AmcNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.significant().cmp(other.significant())
    }
}

/// A convention type: two letters or digits (`RO`, `CM`, `AC`, `VM`, `SP`…), an open list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConventionType(String);
text_identifier!(ConventionType);

impl ConventionType {
    /// Characters of a convention type.
    pub const LENGTH: usize = 2;

    /// Parses two letters or digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        compact(text, Self::LENGTH, Self::LENGTH, |_, c| c.is_ascii_alphanumeric()).map(Self)
    }
}

/// The secondary routing criterion printed on a card, up to nine letters or digits. A card may have none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Csr(String);
text_identifier!(Csr);

impl Csr {
    /// Most characters: the width of the column in the convention tables.
    pub const MAX_LENGTH: usize = 9;

    /// Parses 1 to 9 letters or digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        compact(text, 1, Self::MAX_LENGTH, |_, c| c.is_ascii_alphanumeric()).map(Self)
    }
}

/// A CSR as convention tables write it, where `?` stands for any one character: `94???????`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CsrPattern(String);
text_identifier!(CsrPattern);

impl CsrPattern {
    /// Parses 1 to 9 letters, digits or `?`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        compact(text, 1, Csr::MAX_LENGTH, |_, c| c.is_ascii_alphanumeric() || c == '?').map(Self)
    }

    /// Whether a card's CSR falls under this line of the table: same length, each character equal or under a `?`.
    pub fn matches(&self, csr: &Csr) -> bool {
        self.0.len() == csr.0.len()
            && self.0.bytes().zip(csr.0.bytes()).all(|(pattern, c)| pattern == b'?' || pattern == c)
    }

    /// How many characters it names: of two lines that match, the one that names more wins.
    pub fn precision(&self) -> usize {
        self.0.bytes().filter(|b| *b != b'?').count()
    }
}

/// A member's number with an insurer: up to 20 letters, digits or `/`, zeros on the left kept.
///
/// It names a person: `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemberNumber(String);
text_identifier!(MemberNumber);

impl MemberNumber {
    /// Most characters seen, with a margin.
    pub const MAX_LENGTH: usize = 20;

    /// Parses 1 to 20 letters, digits or `/`, separators left out.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        compact(text, 1, Self::MAX_LENGTH, |_, c| c.is_ascii_alphanumeric() || c == '/').map(Self)
    }
}

impl fmt::Debug for MemberNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemberNumber(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::collections::HashSet;

    #[rstest]
    #[case::former_prefecture_code("77565712", None)]
    #[case::prefecture_75("75004407", None)]
    #[case::siren_like("775671993", None)]
    #[case::siren_like_spaced("302 976 568", None)]
    #[case::real_but_fails_luhn("341230380", Some(IdentifierWarning::Checksum))]
    #[case::padded_fails_luhn("0341230380", Some(IdentifierWarning::Checksum))]
    fn amc_accepted_with_its_doubt(#[case] text: &str, #[case] warning: Option<IdentifierWarning>) {
        assert_eq!(AmcNumber::parse(text).unwrap().warning(), warning);
    }

    #[rstest]
    #[case::seven("7756571", IdentifierError::Length { min: 8, max: 10, found: 7 })]
    #[case::eleven("77565719931", IdentifierError::Length { min: 8, max: 10, found: 11 })]
    #[case::letter("7756719A3", IdentifierError::Character { position: 8, found: 'A' })]
    #[case::filler("00000000", IdentifierError::AllZeros)]
    fn amc_refused(#[case] text: &str, #[case] error: IdentifierError) {
        assert_eq!(AmcNumber::parse(text), Err(error));
    }

    #[test]
    fn zeros_on_the_left_make_no_other_insurer() {
        let short = AmcNumber::parse("75004407").unwrap();
        let long = AmcNumber::parse("0075004407").unwrap();
        assert_eq!(short, long);
        assert_eq!(short.cmp(&long), Ordering::Equal);
        assert_eq!(HashSet::from([short.clone(), long.clone()]).len(), 1);
        assert_eq!((short.as_str(), long.as_str()), ("75004407", "0075004407"));
        assert_eq!(short.padded(), "0075004407");
    }

    #[rstest]
    #[case::wildcard("94???????", "940000123", true)]
    #[case::wildcard_other_prefix("94???????", "950000123", false)]
    #[case::one_character_each("94???????", "94", false)]
    #[case::literal("030255400", "030255400", true)]
    #[case::literal_off("030255400", "030255401", false)]
    #[case::case_folds("ab?", "ABC", true)]
    fn csr_patterns(#[case] pattern: &str, #[case] csr: &str, #[case] expected: bool) {
        assert_eq!(CsrPattern::parse(pattern).unwrap().matches(&Csr::parse(csr).unwrap()), expected);
    }

    #[test]
    fn a_wildcard_is_for_tables_not_for_cards() {
        assert_eq!(Csr::parse("94?"), Err(IdentifierError::Character { position: 3, found: '?' }));
        assert_eq!(CsrPattern::parse("94???????").unwrap().precision(), 2);
    }

    #[rstest]
    #[case::letters("ro", Ok("RO"))]
    #[case::open_list("Z9", Ok("Z9"))]
    #[case::one("R", Err(IdentifierError::Length { min: 2, max: 2, found: 1 }))]
    #[case::accent("ré", Err(IdentifierError::Character { position: 2, found: 'é' }))]
    fn convention_types(#[case] text: &str, #[case] expected: Result<&str, IdentifierError>) {
        assert_eq!(ConventionType::parse(text).map(String::from), expected.map(str::to_owned));
    }

    #[rstest]
    #[case::zeros_kept("00012345", Ok("00012345"))]
    #[case::spaced("ab 123 456", Ok("AB123456"))]
    #[case::too_long("123456789012345678901", Err(IdentifierError::Length { min: 1, max: 20, found: 21 }))]
    fn member_numbers(#[case] text: &str, #[case] expected: Result<&str, IdentifierError>) {
        assert_eq!(MemberNumber::parse(text).map(String::from), expected.map(str::to_owned));
    }

    #[test]
    fn a_member_number_is_not_logged() {
        assert_eq!(format!("{:?}", MemberNumber::parse("00012345").unwrap()), "MemberNumber(redacted)");
    }
}
