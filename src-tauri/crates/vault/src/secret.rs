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

/// A key of 256 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Key256(Zeroizing<[u8; Key256::LENGTH]>);

impl Key256 {
    /// Bytes of a key.
    pub const LENGTH: usize = 32;

    /// A key from the operating system's random source.
    pub(crate) fn generate() -> Result<Self, VaultError> {
        random_bytes().map(Self)
    }

    /// A key from bytes kept elsewhere: a test's, or a backup's.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        // Filled in place: an intermediate array would stay on the stack.
        let mut key = Zeroizing::new([0; Self::LENGTH]);
        (bytes.len() == Self::LENGTH).then(|| key.copy_from_slice(bytes))?;
        Some(Self(key))
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

/// `N` bytes from the operating system's random source.
pub(crate) fn random_bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| VaultError::NoRandom)?;
    Ok(bytes)
}
