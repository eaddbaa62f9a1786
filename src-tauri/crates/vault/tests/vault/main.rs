//! The vault from outside: the ways in, the key file, and a real keyring on a private session bus.

// In a test a failed unwrap is a failed test; clippy's own exception stops at `#[test]` functions.
#![allow(clippy::unwrap_used)]

mod certificates;
mod key_file;
#[cfg(target_os = "linux")]
mod keyring;
#[cfg(target_os = "linux")]
mod memory;
mod ways_in;

use relais_vault::{KdfCost, Passphrase};
use uuid::Uuid;

/// A made-up practice.
pub(crate) const PRACTICE: Uuid = Uuid::from_u128(0x0190_7a3c_0000_7000_8000_0000_0000_0001);
/// Another.
pub(crate) const OTHER_PRACTICE: Uuid = Uuid::from_u128(0x0190_7a3c_0000_7000_8000_0000_0000_0002);
/// The derivation is not what is tested here.
pub(crate) const COST: KdfCost = KdfCost::INSECURE_FOR_TESTS;

pub(crate) fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}
