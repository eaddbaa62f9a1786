//! Accounts kept by other programs, as they export them in clear: KeePass's XML, Bitwarden's JSON, the CSV of browsers.
//!
//! Owns the reading of each shape, entry by entry: what cannot be an account is left with its reason, and never the whole file
//! for one entry. Does not own what becomes of an account, nor the file on the disk. What is read is zeroised when it is dropped.

mod bitwarden;
mod browser;
mod keepass;
#[cfg(test)]
mod tests;

pub use keepass::write as write_keepass;
use thiserror::Error;
use zeroize::Zeroizing;

/// Largest file: two thousand accounts with their notes take one or two.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Most entries of a file.
pub const MAX_ENTRIES: usize = 5_000;

/// Which program wrote a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// KeePass, KeePassXC: « Export to XML ».
    KeePass,
    /// Bitwarden: JSON that is not encrypted.
    Bitwarden,
    /// Chrome, Edge, Firefox, Safari: CSV.
    Browser,
}

/// A file, read.
#[derive(Debug)]
pub struct Accounts {
    /// Who wrote it.
    pub program: Program,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// One entry of a file.
#[derive(Debug)]
pub struct Entry {
    /// Where it is: the line of a CSV, from 2; elsewhere its rank, from 1.
    pub at: u32,
    /// What it is called.
    pub title: String,
    /// The account, or why it is none.
    pub account: Result<Account, NotAnAccount>,
}

/// An account of another program.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Where one logs in; empty when nobody said.
    pub address: String,
    /// The identifier.
    pub login: String,
    /// The secret.
    pub secret: Zeroizing<String>,
    /// The seed of its codes: letters or an otpauth link; empty for none.
    pub seed: Zeroizing<String>,
    /// The notes.
    pub notes: Zeroizing<String>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(redacted)")
    }
}

/// Why an entry is no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAnAccount {
    /// It has no password.
    #[error("no password")]
    NoSecret,
    /// A note, a card, an identity.
    #[error("not a login")]
    NotALogin,
    /// It was thrown away there.
    #[error("in the bin")]
    InBin,
    /// It does not have the shape of the others.
    #[error("another shape")]
    Malformed,
}

/// Why a file is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotRead {
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("too large")]
    TooLarge,
    /// More than [`MAX_ENTRIES`].
    #[error("too many entries")]
    TooMany,
    /// Not in UTF-8.
    #[error("not text")]
    NotText,
    /// None of the shapes known, or another export than the one in clear.
    #[error("an unknown shape")]
    Unknown,
    /// An export that is encrypted: its own program opens it.
    #[error("encrypted")]
    Encrypted,
    /// It breaks off or is not well formed.
    #[error("damaged at line {line}")]
    Damaged {
        /// From 1.
        line: u32,
    },
    /// A table without the columns of a browser.
    #[error("no column of passwords")]
    NoColumns,
}

/// First bytes of a KeePass database, which is encrypted.
const KEEPASS_DATABASE: [u8; 4] = [0x03, 0xd9, 0xa2, 0x9a];

/// Reads a file of whichever program.
pub fn read(bytes: &[u8]) -> Result<Accounts, NotRead> {
    if bytes.len() > MAX_BYTES {
        return Err(NotRead::TooLarge);
    }
    if bytes.starts_with(&KEEPASS_DATABASE) {
        return Err(NotRead::Encrypted);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NotRead::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (program, entries) = match text.trim_start().chars().next() {
        None => return Err(NotRead::Empty),
        Some('<') => (Program::KeePass, keepass::read(text)?),
        Some('{') => (Program::Bitwarden, bitwarden::read(text)?),
        Some(_) => (Program::Browser, browser::read(text)?),
    };
    if entries.is_empty() { Err(NotRead::Empty) } else { Ok(Accounts { program, entries }) }
}

/// An account with a secret, or why there is none.
fn with_secret(account: Account) -> Result<Account, NotAnAccount> {
    if account.secret.is_empty() { Err(NotAnAccount::NoSecret) } else { Ok(account) }
}

/// The rank of what comes next.
fn next_rank(entries: &[Entry]) -> Result<u32, NotRead> {
    if entries.len() >= MAX_ENTRIES {
        return Err(NotRead::TooMany);
    }
    Ok(u32::try_from(entries.len()).unwrap_or(u32::MAX) + 1)
}
