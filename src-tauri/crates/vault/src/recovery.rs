//! The recovery key: 160 random bits, printed once on paper, typed back by hand years later on another computer.
//!
//! Nine groups of four, the last of which checks the others, so that a slip of the pen is told before any key is tried,
//! and where it is likely to be. The alphabet has no I, L, O or U; I and L are read as 1, O as 0.

use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::VaultError;
use crate::secret::fill_random;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BYTES: usize = 20;
const GROUP: usize = 4;
/// Symbols of five bits that carry the key.
const PAYLOAD: usize = BYTES * 8 / 5;
const SYMBOLS: usize = PAYLOAD + GROUP;

/// A recovery key. It is shown once, by [`RecoveryKey::reveal`], and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKey(Box<Zeroizing<[u8; BYTES]>>);

/// Why what was typed is no recovery key: found before anything is derived from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecoveryKeyError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// Characters are missing or too many, spaces and hyphens left out.
    #[error("{found} characters instead of {expected}")]
    Length {
        /// 36.
        expected: usize,
        /// Characters found.
        found: usize,
    },
    /// A character that no recovery key has.
    #[error("character {found:?} at {position}")]
    Character {
        /// Counted from 1 in the text as typed, separators included.
        position: usize,
        /// The character.
        found: char,
    },
    /// The groups do not check: at least one character was miscopied.
    #[error("the check group does not match the others")]
    Check {
        /// The group, from 1, where changing one character or exchanging two neighbours would set it right; `None` when
        /// no single slip explains it. A place to look at, never a correction.
        suspect_group: Option<usize>,
    },
}

type Symbols = Zeroizing<[u8; SYMBOLS]>;

impl RecoveryKey {
    /// Groups as printed, the check group included.
    pub const GROUPS: usize = SYMBOLS / GROUP;

    /// A new key from the operating system's random source.
    pub fn generate() -> Result<Self, VaultError> {
        let mut key = Self(Box::default());
        fill_random(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// Reads what was typed: any case, with or without spaces and hyphens.
    pub fn parse(typed: &str) -> Result<Self, RecoveryKeyError> {
        let symbols = symbols(typed)?;
        if check_symbols(&symbols) == symbols[PAYLOAD..] {
            Ok(Self(packed(&symbols)))
        } else {
            Err(RecoveryKeyError::Check { suspect_group: suspect_group(&symbols) })
        }
    }

    /// The key as printed: `7K3M-…`, nine groups of four.
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut symbols = unpacked(&self.0);
        let check = check_symbols(&symbols);
        symbols[PAYLOAD..].copy_from_slice(&check);
        let mut text = Zeroizing::new(String::with_capacity(SYMBOLS + Self::GROUPS));
        for (rank, symbol) in symbols.iter().enumerate() {
            if rank > 0 && rank % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*symbol)]));
        }
        text
    }

    pub(crate) fn expose(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(redacted)")
    }
}

/// The 36 symbols of a text, each 0 to 31.
fn symbols(typed: &str) -> Result<Symbols, RecoveryKeyError> {
    let mut symbols = Zeroizing::new([0; SYMBOLS]);
    let mut count = 0;
    for (position, c) in (1..).zip(typed.chars()) {
        if c.is_whitespace() || matches!(c, '-' | '.' | '‐' | '–') {
            continue;
        }
        let symbol = symbol(c).ok_or(RecoveryKeyError::Character { position, found: c })?;
        if let Some(place) = symbols.get_mut(count) {
            *place = symbol;
        }
        count += 1;
    }
    match count {
        0 => Err(RecoveryKeyError::Empty),
        SYMBOLS => Ok(symbols),
        found => Err(RecoveryKeyError::Length { expected: SYMBOLS, found }),
    }
}

fn symbol(c: char) -> Option<u8> {
    let read_as = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|letter| char::from(*letter) == read_as).and_then(|at| u8::try_from(at).ok())
}

/// Five bytes to eight symbols.
fn unpacked(bytes: &[u8; BYTES]) -> Symbols {
    let mut symbols = Zeroizing::new([0; SYMBOLS]);
    for (chunk, places) in bytes.chunks(5).zip(symbols.chunks_mut(8)) {
        let bits = chunk.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        for (rank, place) in places.iter_mut().enumerate() {
            *place = (bits >> (35 - 5 * rank) & 31) as u8;
        }
    }
    symbols
}

/// Eight symbols to five bytes.
fn packed(symbols: &Symbols) -> Box<Zeroizing<[u8; BYTES]>> {
    let mut bytes = Box::<Zeroizing<[u8; BYTES]>>::default();
    for (chunk, places) in symbols[..PAYLOAD].chunks(8).zip(bytes.chunks_mut(5)) {
        let bits = chunk.iter().fold(0u64, |bits, symbol| bits << 5 | u64::from(*symbol));
        for (rank, place) in places.iter_mut().enumerate() {
            *place = (bits >> (32 - 8 * rank) & 255) as u8;
        }
    }
    bytes
}

/// The check group of a payload: the first twenty bits of a hash with a name of its own.
fn check_symbols(symbols: &Symbols) -> [u8; GROUP] {
    let digest = Sha256::new().chain_update(b"relais recovery key 1").chain_update(&symbols[..PAYLOAD]).finalize();
    let bits = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) >> 12;
    std::array::from_fn(|rank| (bits >> (15 - 5 * rank) & 31) as u8)
}

/// The only group in which one slip, undone, makes the check hold.
fn suspect_group(symbols: &Symbols) -> Option<usize> {
    let holds = |candidate: &Symbols| check_symbols(candidate) == candidate[PAYLOAD..];
    let mut suspect = None;
    for at in 0..SYMBOLS {
        let mut candidate = symbols.clone();
        let changed = (0..32).any(|symbol| {
            candidate[at] = symbol;
            holds(&candidate)
        });
        candidate.copy_from_slice(symbols.as_slice());
        let exchanged = at + 1 < SYMBOLS && {
            candidate.swap(at, at + 1);
            holds(&candidate)
        };
        let group = at / GROUP + 1;
        match suspect {
            _ if !(changed || exchanged) => {}
            Some(other) if other != group => return None,
            _ => suspect = Some(group),
        }
    }
    suspect
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn known() -> RecoveryKey {
        RecoveryKey(Box::new(Zeroizing::new(std::array::from_fn(|i| (i * 13 + 7) as u8))))
    }

    #[test]
    fn it_is_printed_in_nine_groups_of_four() {
        let text = known().reveal();
        let groups: Vec<&str> = text.split('-').collect();
        assert_eq!(groups.len(), RecoveryKey::GROUPS);
        assert!(groups.iter().all(|group| group.len() == 4 && !group.contains(['I', 'L', 'O', 'U'])), "{}", *text);
        assert_eq!(RecoveryKey::parse(&text).unwrap(), known());
    }

    #[test]
    fn the_printed_form_never_changes() {
        assert_eq!(known().reveal().as_str(), "0WA2-2BHV-91AP-4VVW-H6BA-7C5X-SBBY-9WFY-R1N3");
    }

    #[test]
    fn hands_write_it_their_own_way() {
        let text = known().reveal();
        let by_hand = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(RecoveryKey::parse(&by_hand).unwrap(), known());
    }

    #[rstest]
    #[case::nothing(" - ", RecoveryKeyError::Empty)]
    #[case::short("7K3M", RecoveryKeyError::Length { expected: 36, found: 4 })]
    #[case::long(&"7".repeat(37), RecoveryKeyError::Length { expected: 36, found: 37 })]
    #[case::no_such_letter("7K3M-U", RecoveryKeyError::Character { position: 6, found: 'U' })]
    fn slips_of_form_are_named(#[case] typed: &str, #[case] error: RecoveryKeyError) {
        assert_eq!(RecoveryKey::parse(typed), Err(error));
    }

    #[test]
    fn debug_says_nothing() {
        assert_eq!(format!("{:?}", known()), "RecoveryKey(redacted)");
    }

    #[test]
    fn two_keys_are_never_the_same() {
        assert_ne!(RecoveryKey::generate().unwrap(), RecoveryKey::generate().unwrap());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_key_comes_back_from_paper(bytes in any::<[u8; BYTES]>()) {
            let key = RecoveryKey(Box::new(Zeroizing::new(bytes)));
            prop_assert_eq!(RecoveryKey::parse(&key.reveal()).unwrap(), key);
        }

        #[test]
        fn one_miscopied_character_is_caught_and_placed(bytes in any::<[u8; BYTES]>(), at in 0usize..SYMBOLS, by in 1u8..32) {
            let mut typed = unpacked(&bytes);
            let check = check_symbols(&typed);
            typed[PAYLOAD..].copy_from_slice(&check);
            typed[at] = (typed[at] + by) % 32;
            // One time in a thousand another slip explains it as well, and no place is named; never a wrong one.
            let group = suspect_group(&typed);
            prop_assert!(check_symbols(&typed) != typed[PAYLOAD..]);
            prop_assert!(group.is_none() || group == Some(at / GROUP + 1), "{:?}", group);
        }
    }
}
