//! Why the keys or a sealed item could not be had: one closed list, a code only where a person does something different.

use thiserror::Error;

use crate::store::StoreError;

/// A refusal of the vault. Nothing in it comes from a secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VaultError {
    /// The passphrase opens nothing.
    #[error("the passphrase is not the one of this practice")]
    WrongPassphrase,
    /// The recovery key is well formed and opens nothing: it is another practice's, or was replaced since.
    #[error("the recovery key is not the one of this practice")]
    WrongRecoveryKey,
    /// The key file belongs to another practice than the folder it lies in.
    #[error("the key file belongs to another practice")]
    OtherPractice,
    /// What was decrypted is not what was sealed: another item, another purpose, another key, or changed bytes.
    #[error("the sealed item does not open")]
    ItemNotAuthentic,
    /// Sealed bytes of a later version, or no sealed bytes at all.
    #[error("the sealed item has an unknown form")]
    ItemFormUnknown,
    /// More bytes than one item may hold.
    #[error("too long to be sealed")]
    TooLong,
    /// The derivation asks for more memory or passes than this program accepts, or for memory the system refuses.
    #[error("the key derivation cannot run at the cost asked for")]
    DerivationRefused,
    /// The operating system gives no random bytes.
    #[error("the system gives no random bytes")]
    NoRandom,
    /// The keyring.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl VaultError {
    /// The stable code under which the catalogue keeps the sentence.
    pub fn code(&self) -> &'static str {
        match self {
            VaultError::WrongPassphrase => "vault_wrong_passphrase",
            VaultError::WrongRecoveryKey => "vault_wrong_recovery_key",
            VaultError::OtherPractice => "vault_other_practice",
            VaultError::ItemNotAuthentic => "vault_item_not_authentic",
            VaultError::ItemFormUnknown => "vault_item_form_unknown",
            VaultError::TooLong => "vault_too_long",
            VaultError::DerivationRefused => "vault_derivation_refused",
            VaultError::NoRandom => "vault_no_random",
            VaultError::Store(error) => error.code(),
        }
    }
}
