//! The ways into a practice: the keyring that remembers, the passphrase, the recovery key.
//!
//! Composes the store, the wraps and the keys; holds no key itself between two calls. Who may open is not decided here, nor
//! how strong a passphrase must be ([`Passphrase::strength`] says it, the use case refuses).

use std::fmt;
use std::sync::Arc;

use uuid::Uuid;

use crate::VaultError;
use crate::bundle::KeyBundle;
use crate::kdf::KdfCost;
use crate::passphrase::Passphrase;
use crate::recovery::RecoveryKey;
use crate::store::{SecretStore, StoreError};
use crate::wrapped::WrappedKeys;

/// The vault of one practice. Every call may take a second or wait for a person: never from a thread that draws or serves.
#[derive(Clone)]
pub struct Vault {
    practice_id: Uuid,
    store: Arc<dyn SecretStore>,
}

/// A practice's new keys, and what must be kept of them.
#[derive(Debug)]
pub struct Created {
    /// The keys.
    pub bundle: KeyBundle,
    /// To be shown once and printed.
    pub recovery_key: RecoveryKey,
    /// To be written in the key file before anything is encrypted.
    pub wrapped: WrappedKeys,
    /// Whether the keyring remembers. A refusal is no failure: the passphrase opens.
    pub remembered: Result<(), StoreError>,
}

impl Vault {
    /// The vault of a practice over a store.
    pub fn new(practice_id: Uuid, store: Arc<dyn SecretStore>) -> Self {
        Self { practice_id, store }
    }

    /// Makes the keys of a new practice, wraps them and asks the keyring to remember.
    pub fn create(&self, passphrase: &Passphrase, cost: KdfCost) -> Result<Created, VaultError> {
        let bundle = KeyBundle::generate()?;
        let recovery_key = RecoveryKey::generate()?;
        let wrapped = WrappedKeys::wrap(self.practice_id, &bundle, passphrase, cost, &recovery_key)?;
        let remembered = self.remember(&bundle);
        Ok(Created { bundle, recovery_key, wrapped, remembered })
    }

    /// Opens with what the keyring remembers. Without a key file (lost, damaged) the keyring alone opens; with one, both
    /// must hold the same keys.
    pub fn open_with_keyring(&self, wrapped: Option<&WrappedKeys>) -> Result<KeyBundle, VaultError> {
        if let Some(wrapped) = wrapped {
            self.check_practice(wrapped)?;
        }
        let bundle = KeyBundle::from_secret(&self.store.load(self.practice_id)?)?;
        match wrapped {
            Some(wrapped) if !wrapped.holds(&bundle) => Err(StoreError::OtherKeys.into()),
            _ => Ok(bundle),
        }
    }

    /// Opens with the passphrase.
    pub fn open_with_passphrase(
        &self,
        wrapped: &WrappedKeys,
        passphrase: &Passphrase,
    ) -> Result<KeyBundle, VaultError> {
        self.check_practice(wrapped)?;
        wrapped.open_with_passphrase(passphrase)
    }

    /// Opens with the printed recovery key.
    pub fn open_with_recovery_key(&self, wrapped: &WrappedKeys, key: &RecoveryKey) -> Result<KeyBundle, VaultError> {
        self.check_practice(wrapped)?;
        wrapped.open_with_recovery_key(key)
    }

    /// Asks the keyring to remember the keys, in place of what it held for this practice.
    pub fn remember(&self, bundle: &KeyBundle) -> Result<(), StoreError> {
        self.store.save(self.practice_id, &bundle.to_secret())
    }

    /// Asks the keyring to forget this practice.
    pub fn forget(&self) -> Result<(), StoreError> {
        self.store.remove(self.practice_id)
    }

    fn check_practice(&self, wrapped: &WrappedKeys) -> Result<(), VaultError> {
        if wrapped.practice_id() == self.practice_id { Ok(()) } else { Err(VaultError::OtherPractice) }
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("practice_id", &self.practice_id).finish_non_exhaustive()
    }
}
