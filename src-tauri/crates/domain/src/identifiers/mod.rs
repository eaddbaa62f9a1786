//! Identifiers of people, places and papers, parsed once at the edge and true in form from then on.
//!
//! Owns the form and the arithmetic of each identifier (length, alphabet, key), and why a text is not one. Does not own
//! the sentence a person reads (the catalogue makes it from the code and its parameters), nor whether the thing exists.

use serde::Serialize;
use thiserror::Error;

mod amc;
mod cmc7;
mod creditor;
mod domain_code;
mod finess;
mod iban;
mod nir;
mod rlmc;
mod rpps;
mod siret;

pub use amc::{AmcNumber, ConventionType, Csr, CsrPattern, MemberNumber};
pub use cmc7::{Cmc7Error, Cmc7Line, Cmc7Reading, ZoneOrder};
pub use creditor::CreditorId;
pub use domain_code::DomainCode;
pub use finess::Finess;
pub use iban::Iban;
pub use nir::Nir;
pub use rlmc::{PrintedRlmc, RlmcKey, RlmcMismatch, RlmcStatus};
pub use rpps::Rpps;
pub use siret::{Siren, Siret};

/// Why a text is not the identifier it was typed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum IdentifierError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// The number of characters, separators left out, is wrong. Fewer than `min` may mean « still typing ».
    #[error("{found} characters instead of {min} to {max}")]
    Length {
        /// Fewest characters.
        min: usize,
        /// Most characters.
        max: usize,
        /// Characters found.
        found: usize,
    },
    /// A character has no place there.
    #[error("character {found:?} at {position}")]
    Character {
        /// Counted from 1 in the text as typed, separators included.
        position: usize,
        /// The character.
        found: char,
    },
    /// The two-digit key does not follow from the rest.
    #[error("key {found:02} instead of {expected:02}")]
    Key {
        /// What the rest of the identifier asks for.
        expected: u8,
        /// What was typed.
        found: u8,
    },
    /// The Luhn sum (or La Poste's own) fails: one digit at least is wrong.
    #[error("checksum fails")]
    Checksum,
    /// Only zeros: a filler, which most checksums would let through.
    #[error("only zeros")]
    AllZeros,
    /// The two first letters name no country that issues this identifier.
    #[error("unknown country")]
    Country,
}

/// A doubt that is shown and never refuses: the identifier is taken as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum IdentifierWarning {
    /// The Luhn sum fails, where it usually holds but is not a published rule.
    Checksum,
}

/// Separators people and papers put between groups: spaces of any width, dots, hyphens.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '-')
}

/// The characters that count, upper-cased, each with its position from 1 in the text as typed.
fn characters(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.chars().enumerate().filter(|(_, c)| !is_separator(*c)).map(|(index, c)| (index + 1, c.to_ascii_uppercase()))
}

/// The characters of `text` without separators, each admitted by `admits(rank from 0, character)`, `min` to `max` long.
///
/// A foreign character is reported before a wrong length: it is the more precise complaint.
fn compact(
    text: &str,
    min: usize,
    max: usize,
    admits: impl Fn(usize, char) -> bool,
) -> Result<String, IdentifierError> {
    let mut kept = String::with_capacity(max);
    let mut found = 0;
    for (position, c) in characters(text) {
        // Past the longest form only the count matters, and the text stays bounded.
        if found < max {
            if !admits(found, c) {
                return Err(IdentifierError::Character { position, found: c });
            }
            kept.push(c);
        }
        found += 1;
    }
    match found {
        0 => Err(IdentifierError::Empty),
        _ if found < min || found > max => Err(IdentifierError::Length { min, max, found }),
        _ => Ok(kept),
    }
}

/// Exactly digits, `min` to `max` of them, not all zeros.
fn digits(text: &str, min: usize, max: usize) -> Result<String, IdentifierError> {
    let kept = compact(text, min, max, |_, c| c.is_ascii_digit())?;
    if kept.bytes().all(|b| b == b'0') { Err(IdentifierError::AllZeros) } else { Ok(kept) }
}

/// Whether the Luhn sum of a text of digits is a multiple of ten.
fn luhn_holds(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(rank, b)| {
            let digit = u32::from(b - b'0');
            let weighted = if rank % 2 == 1 { digit * 2 } else { digit };
            if weighted > 9 { weighted - 9 } else { weighted }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// A text of digits modulo 97, whatever its length.
fn mod_97(digits: &str) -> u32 {
    digits.bytes().fold(0, |rest, b| (rest * 10 + u32::from(b - b'0')) % 97)
}

/// Gives a newtype over text its accessor, its display and its two-way serde conversion through `parse`.
macro_rules! text_identifier {
    ($name:ident) => {
        impl $name {
            /// The identifier as kept: upper case, without separators.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::identifiers::IdentifierError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(identifier: $name) -> String {
                identifier.0
            }
        }
    };
}
use text_identifier;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_foreign_character_is_named_where_it_was_typed() {
        let error = Siren::parse("404 8B3 048").unwrap_err();
        assert_eq!(error, IdentifierError::Character { position: 6, found: 'B' });
    }

    #[test]
    fn errors_cross_the_wire_as_a_code_with_parameters() {
        let error = IdentifierError::Key { expected: 93, found: 99 };
        let json = serde_json::to_value(error).unwrap();
        assert_eq!(json, serde_json::json!({"code": "key", "expected": 93, "found": 99}));
    }

    proptest! {
        #[test]
        fn no_parser_panics_on_anything(text in "\\PC{0,60}") {
            let _ = (Nir::parse(&text), Finess::parse(&text), Siren::parse(&text), Siret::parse(&text));
            let _ = (Rpps::parse(&text), Iban::parse(&text), AmcNumber::parse(&text), Csr::parse(&text));
            let _ = (CsrPattern::parse(&text), ConventionType::parse(&text), MemberNumber::parse(&text));
            let _ = (Cmc7Line::parse(&text), RlmcKey::parse(&text));
        }

        #[test]
        fn what_parses_serialises_to_a_text_that_parses_to_the_same(number in "[1-9][0-9]{7,9}", csr in "[A-Z0-9]{1,9}") {
            let amc = AmcNumber::parse(&number).unwrap();
            let json = serde_json::to_string(&amc).unwrap();
            prop_assert_eq!(String::from(serde_json::from_str::<AmcNumber>(&json).unwrap()), number);
            let csr = Csr::parse(&csr).unwrap();
            let json = serde_json::to_string(&csr).unwrap();
            prop_assert_eq!(serde_json::from_str::<Csr>(&json).unwrap(), csr);
        }
    }
}
