//! The RLMC key, two digits printed on a cheque that prove its magnetic line was read or typed right.
//!
//! Owns the arithmetic and the three honest states of the check. No law asks for it: a key that is absent or illegible is
//! recorded as such and refuses nothing; one that does not match is a reading error, or a counterfeit.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use super::cmc7::Cmc7Line;
use super::{IdentifierError, compact, mod_97};

/// A key, 01 to 97.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RlmcKey(u8);

impl RlmcKey {
    /// The largest key: a line worth a multiple of 97 has this one, never 00.
    pub const MAX: u8 = 97;

    /// Parses the two digits as printed. `00`, `98` and `99` are congruent to real keys and are no keys: they are
    /// refused here, so that no remainder is ever compared in their place.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let kept = compact(text, 2, 2, |_, c| c.is_ascii_digit())?;
        let value = kept.bytes().fold(0, |value, b| value * 10 + (b - b'0'));
        match value {
            0 => Err(IdentifierError::AllZeros),
            1..=Self::MAX => Ok(Self(value)),
            _ => Err(IdentifierError::Checksum),
        }
    }

    /// The key of a line: 97 − ((N × 100) mod 97), N being its 31 digits in printed order.
    pub fn of(line: &Cmc7Line) -> Self {
        let rest = mod_97(line.digits()) * 100 % 97;
        Self(u8::try_from(97 - rest).unwrap_or(Self::MAX))
    }

    /// The number, 1 to 97.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for RlmcKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl TryFrom<String> for RlmcKey {
    type Error = IdentifierError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<RlmcKey> for String {
    fn from(key: RlmcKey) -> String {
        key.to_string()
    }
}

/// What the person at the counter sees of the key on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", content = "key", rename_all = "snake_case")]
pub enum PrintedRlmc {
    /// These two digits.
    Printed(RlmcKey),
    /// No key on this cheque.
    Absent,
    /// A key that cannot be read.
    Illegible,
}

/// What is known of a line once its key was looked at; kept with the cheque.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RlmcStatus {
    /// The printed key is the line's.
    Verified,
    /// The cheque bears no key.
    Absent,
    /// The key could not be read.
    Illegible,
}

/// The printed key is not the line's: one or the other was misread, or the cheque is false.
///
/// The counter is told that they do not match, never which key would: typing the expected one back would prove nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the key does not match the line")]
pub struct RlmcMismatch {
    /// The key that the line asks for.
    pub expected: RlmcKey,
    /// The key that was read.
    pub found: RlmcKey,
    /// The line would match with its two 12-digit zones exchanged: a likely slip, to be confirmed by a person.
    pub zones_look_exchanged: bool,
}

impl PrintedRlmc {
    /// Holds the printed key against a line.
    pub fn check(self, line: &Cmc7Line) -> Result<RlmcStatus, RlmcMismatch> {
        match self {
            PrintedRlmc::Absent => Ok(RlmcStatus::Absent),
            PrintedRlmc::Illegible => Ok(RlmcStatus::Illegible),
            PrintedRlmc::Printed(found) => {
                let expected = RlmcKey::of(line);
                let zones_look_exchanged = RlmcKey::of(&line.with_zones_exchanged()) == found;
                if found == expected {
                    Ok(RlmcStatus::Verified)
                } else {
                    Err(RlmcMismatch { expected, found, zones_look_exchanged })
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn line(digits: &str) -> Cmc7Line {
        Cmc7Line::parse(digits).unwrap()
    }

    #[rstest]
    #[case::published("6679545 042014506908 052108899000", 90)]
    #[case::ordinary("0000001 012345678908 012345678901", 71)]
    #[case::zeros_in_the_account("1234567 000000000908 000000000000", 52)]
    #[case::multiple_of_97_gives_97("0000097 000000000000 000000000000", 97)]
    #[case::all_nines("9999999 999999999999 999999999999", 72)]
    #[case::one("0000000 000000000000 000000000001", 94)]
    fn keys(#[case] digits: &str, #[case] key: u8) {
        assert_eq!(RlmcKey::of(&line(digits)).get(), key);
    }

    #[rstest]
    #[case::verified("90", Ok(RlmcStatus::Verified))]
    #[case::published_wrong("12", Err(()))]
    fn printed_keys_are_held_against_the_line(#[case] key: &str, #[case] expected: Result<RlmcStatus, ()>) {
        let printed = PrintedRlmc::Printed(RlmcKey::parse(key).unwrap());
        assert_eq!(printed.check(&line("6679545 042014506908 052108899000")).map_err(|_| ()), expected);
    }

    #[rstest]
    #[case::absent(PrintedRlmc::Absent, RlmcStatus::Absent)]
    #[case::illegible(PrintedRlmc::Illegible, RlmcStatus::Illegible)]
    fn a_key_that_cannot_be_read_refuses_nothing(#[case] printed: PrintedRlmc, #[case] expected: RlmcStatus) {
        assert_eq!(printed.check(&line("6679545 042014506908 052108899000")), Ok(expected));
    }

    #[rstest]
    #[case::twin_of_97("00", IdentifierError::AllZeros)]
    #[case::twin_of_01("98", IdentifierError::Checksum)]
    #[case::twin_of_02("99", IdentifierError::Checksum)]
    #[case::one_digit("9", IdentifierError::Length { min: 2, max: 2, found: 1 })]
    fn only_01_to_97_are_keys(#[case] text: &str, #[case] error: IdentifierError) {
        assert_eq!(RlmcKey::parse(text), Err(error));
    }

    #[test]
    fn a_mismatch_carries_both_keys_and_says_neither() {
        let found = RlmcKey::parse("12").unwrap();
        let mismatch = PrintedRlmc::Printed(found).check(&line("6679545 042014506908 052108899000")).unwrap_err();
        assert_eq!((mismatch.expected.get(), mismatch.found.get()), (90, 12));
        assert!(!mismatch.to_string().contains(char::is_numeric));
    }

    #[test]
    fn exchanged_zones_are_pointed_out() {
        let found = RlmcKey::parse("90").unwrap();
        let mismatch = PrintedRlmc::Printed(found).check(&line("6679545 052108899000 042014506908")).unwrap_err();
        assert!(mismatch.zones_look_exchanged);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_caught(digits in "[0-9]{31}", at in 0usize..31, change in 1u8..10) {
            let key = PrintedRlmc::Printed(RlmcKey::of(&line(&digits)));
            let mut wrong = digits.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + change) % 10;
            prop_assert!(key.check(&line(std::str::from_utf8(&wrong).unwrap())).is_err());
        }

        #[test]
        fn two_neighbours_exchanged_are_always_caught(digits in "[0-9]{31}", at in 0usize..30) {
            let key = PrintedRlmc::Printed(RlmcKey::of(&line(&digits)));
            let mut wrong = digits.clone().into_bytes();
            wrong.swap(at, at + 1);
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assume!(wrong != digits);
            prop_assert!(key.check(&line(&wrong)).is_err());
        }

        #[test]
        fn one_wrong_digit_in_the_key_is_always_caught(digits in "[0-9]{31}", other in 1u8..98) {
            let line = line(&digits);
            prop_assume!(RlmcKey::of(&line).get() != other);
            prop_assert!(PrintedRlmc::Printed(RlmcKey(other)).check(&line).is_err());
        }
    }
}
