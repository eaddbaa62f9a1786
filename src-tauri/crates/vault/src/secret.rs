//! Bytes that must not outlive their use: zeroised on drop, redacted in `Debug`, without `Serialize` or `Display`.
//!
//! The only way to the bytes is a method named `expose`, so that each use is seen in review.

use std::fmt;

use zeroize::Zeroizing;

use crate::VaultError;
use crate::locked::Locked;

/// A secret of any length: a portal's password, a TOTP seed, a client certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Locked);

impl Secret {
    /// Takes over `bytes`: they move to memory of their own, and where they were is zeroed.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Locked::copy_of(&Zeroizing::new(bytes)))
    }

    /// The bytes.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// A key of 256 bits, in memory of its own: a value that moves on the stack leaves copies where it was.
#[derive(Clone, PartialEq, Eq)]
pub struct Key256(Locked);

impl Key256 {
    /// Bytes of a key.
    pub const LENGTH: usize = 32;

    /// A key from the operating system's random source.
    pub(crate) fn generate() -> Result<Self, VaultError> {
        let mut key = Self(Locked::zeroed(Self::LENGTH));
        fill_random(&mut key.0)?;
        Ok(key)
    }

    /// A key copied from bytes kept elsewhere.
    pub fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Self {
        Self(Locked::copy_of(bytes))
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        <&[u8; Self::LENGTH]>::try_from(bytes).ok().map(Self::from_bytes)
    }

    /// The bytes.
    pub fn expose(&self) -> &[u8; Self::LENGTH] {
        self.0.first_chunk().unwrap_or_else(|| unreachable!("a key is made of 256 bits"))
    }
}

impl fmt::Debug for Key256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key256(redacted)")
    }
}

/// Fills `bytes` from the operating system's random source.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|_| VaultError::NoRandom)
}

/// `N` bytes from the same source, for what is no secret: a salt, a nonce.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    fill_random(&mut bytes)?;
    Ok(bytes)
}
