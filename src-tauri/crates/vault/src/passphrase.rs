//! What a person types to open the practice, and that alone: how strong it is stands in [`crate::strength`].
//!
//! Brought to one Unicode form (NFKC), so that « é » typed on another system, or a no-break space, opens the same keys.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::strength::PassphraseStrength;

/// A passphrase, zeroised on drop.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

/// Why a text cannot be a passphrase at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PassphraseError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// Longer than [`Passphrase::MAX_CHARACTERS`].
    #[error("more than {max} characters")]
    TooLong {
        /// Most characters.
        max: usize,
    },
}

impl Passphrase {
    /// Most characters: four times what ASVS 6.2.9 asks to allow; a limit only so that a flood is refused early.
    pub const MAX_CHARACTERS: usize = 256;

    /// Takes over what was typed; the text given is zeroised.
    pub fn new(typed: String) -> Result<Self, PassphraseError> {
        let typed = Zeroizing::new(typed);
        if typed.is_empty() {
            return Err(PassphraseError::Empty);
        }
        if typed.chars().nth(Self::MAX_CHARACTERS).is_some() {
            return Err(PassphraseError::TooLong { max: Self::MAX_CHARACTERS });
        }
        // Reserved whole, since a text that grows leaves copies of itself behind.
        let length = typed.nfkc().map(char::len_utf8).sum();
        let mut kept = Zeroizing::new(String::with_capacity(length));
        typed.nfkc().for_each(|c| kept.push(c));
        Ok(Self(kept))
    }

    /// How hard it is to guess for somebody who holds the key file. `known_words` are the ones such a person would try
    /// first: the practice's name, its town, its people.
    pub fn strength(&self, known_words: &[&str]) -> PassphraseStrength {
        PassphraseStrength::of(&self.0, known_words)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        Passphrase::new(text.to_owned()).unwrap().as_bytes().to_vec()
    }

    #[test]
    fn one_form_whatever_the_keyboard() {
        assert_eq!(bytes("été à\u{a0}Nîmes"), bytes("e\u{301}te\u{301} a\u{300} Ni\u{302}mes"));
        assert_ne!(bytes("été"), bytes("ete"));
        assert_ne!(bytes("Été"), bytes("été"));
    }

    #[test]
    fn limits_are_said() {
        assert_eq!(Passphrase::new(String::new()).unwrap_err(), PassphraseError::Empty);
        assert_eq!(Passphrase::new("a".repeat(257)).unwrap_err(), PassphraseError::TooLong { max: 256 });
        assert!(Passphrase::new("é".repeat(256)).is_ok());
    }

    #[test]
    fn debug_says_nothing() {
        assert_eq!(format!("{:?}", Passphrase::new("secret".to_owned()).unwrap()), "Passphrase(redacted)");
    }
}
