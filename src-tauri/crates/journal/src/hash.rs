//! The link of the chain: SHA-256 over the previous hash and the bytes of the entry.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::hex;

/// A SHA-256 value: of an entry and all that precedes it on its post.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash([u8; 32]);

/// The text is not 64 lowercase hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a hash: 64 lowercase hexadecimal digits are expected")]
pub struct HashError;

impl Hash {
    /// What stands before the first entry of a post: 32 zero bytes.
    pub const GENESIS: Hash = Hash([0; 32]);

    /// The hash with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Hash(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 lowercase hexadecimal digits.
    pub(crate) fn from_hex(text: &[u8]) -> Option<Self> {
        hex::decode(text).map(Hash)
    }
}

/// The hash of an entry: `SHA-256(prev || bytes)`.
pub fn chain(prev: &Hash, bytes: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update(prev.0).chain_update(bytes).finalize().into())
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Self, HashError> {
        Hash::from_hex(text.as_bytes()).ok_or(HashError)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> String {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = HashError;

    fn try_from(text: String) -> Result<Self, HashError> {
        text.parse()
    }
}
