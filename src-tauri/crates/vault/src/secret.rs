//! Bytes that must not outlive their use: zeroised on drop, redacted in `Debug`, without `Serialize` or `Display`.
//!
//! The only way to the bytes is a method named `expose`, so that each use is seen in review.

use std::fmt;

use zeroize::Zeroizing;

use crate::VaultError;

/// A secret of any length: a portal's password, a TOTP seed, a client certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes over `bytes`; nothing is copied.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
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

/// A key of 256 bits, on the heap: a value that moves on the stack leaves copies where it was.
#[derive(Clone, PartialEq, Eq)]
pub struct Key256(Box<Zeroizing<[u8; Key256::LENGTH]>>);

impl Key256 {
    /// Bytes of a key.
    pub const LENGTH: usize = 32;

    /// A key from the operating system's random source.
    pub(crate) fn generate() -> Result<Self, VaultError> {
        let mut key = Self(Box::default());
        fill_random(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// A key copied from bytes kept elsewhere.
    pub fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Self {
        let mut key = Self(Box::default());
        key.0.copy_from_slice(bytes);
        key
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        <&[u8; Self::LENGTH]>::try_from(bytes).ok().map(Self::from_bytes)
    }

    /// The bytes.
    pub fn expose(&self) -> &[u8; Self::LENGTH] {
        &self.0
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
