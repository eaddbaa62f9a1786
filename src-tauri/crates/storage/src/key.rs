//! The database's key: 32 random bytes that somebody else keeps. Here they are only held, wiped and shown to SQLCipher.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The 32 bytes that open the database. Never shown, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    /// The key made of these bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        DatabaseKey(bytes)
    }

    /// The bytes, for the vault that wraps them.
    pub const fn reveal(&self) -> &[u8; 32] {
        &self.0
    }

    /// `x'…'`: a raw key, which SQLCipher uses as it is, without deriving it again.
    pub(crate) fn raw_literal(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new(String::with_capacity(67));
        text.push_str("x'");
        for byte in self.0 {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text.push('\'');
        text
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}
