//! Accounts of the vault, and their sealed items.

use crate::credentials::SealedPart;
use jiff::Timestamp;
use relais_domain::{
    credential::{CredentialFacts, CredentialState},
    ids::CredentialId,
};

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialRow {
    /// Its id.
    pub id: CredentialId,
    /// What it is called, by whom it is held.
    pub facts: CredentialFacts,
    /// In use, or put away.
    pub state: CredentialState,
    /// The number of its present secret.
    pub secret: u32,
    /// Since when it is here.
    pub added_at: Timestamp,
    /// Since when it has its present secret.
    pub secret_at: Timestamp,
    /// Since when it is put away.
    pub removed_at: Option<Timestamp>,
    /// When one of its secrets was last seen or copied.
    pub used_at: Option<Timestamp>,
    /// Which kinds of sealed item it has.
    pub parts: Vec<SealedPart>,
}

/// One sealed item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRow {
    /// Of which account.
    pub credential: CredentialId,
    /// What it is.
    pub part: SealedPart,
    /// Its number, 0 where there is one of its part.
    pub number: u32,
    /// Its bytes.
    pub sealed: Vec<u8>,
    /// When it was set.
    pub set_at: Timestamp,
}
