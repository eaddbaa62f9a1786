//! The keys of the open house. When the keyring opened it, the keyring is where they stay: they are asked for when one is used,
//! and forgotten after. Opened by a passphrase or the recovery key, they stay in memory as long as the house is open, since
//! nothing else holds them. The database keeps its own key; the seed of the archive's signature signs what is not secret and
//! stays here.

use crate::{
    app::OpenPractice,
    contract::{Problem, ProblemCode},
};
use relais_vault::{Key256, KeyBundle, KeyFile, SecretStore, Vault};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// The keys of one open house.
pub struct HouseKeys {
    archive_signing_seed: Key256,
    vault: Vault,
    folder: PathBuf,
    /// In memory, unless the keyring has them.
    held: Mutex<Option<KeyBundle>>,
}

impl HouseKeys {
    /// Holds the keys a house was opened with.
    pub(crate) fn hold(practice_id: Uuid, folder: PathBuf, store: Arc<dyn SecretStore>, keys: KeyBundle) -> Self {
        HouseKeys {
            archive_signing_seed: keys.archive_signing_seed().clone(),
            vault: Vault::new(practice_id, store),
            folder,
            held: Mutex::new(Some(keys)),
        }
    }

    /// Seed of the Ed25519 key that signs archives.
    pub fn archive_signing_seed(&self) -> &Key256 {
        &self.archive_signing_seed
    }

    /// The keyring has them: they leave memory.
    pub(crate) fn leave_to_keyring(&self) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The keyring does not give them any more, and a person typed his passphrase: the keyring that lost them has them back;
    /// where it cannot have them, they stay in memory until the house closes. Blocking.
    pub(crate) fn keep(&self, keys: KeyBundle) {
        let lost = self.whole().is_err_and(|problem| problem.code == ProblemCode::KeyringItemLost);
        if lost && self.vault.remember(&keys).is_ok() {
            return;
        }
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys);
    }

    /// Every key, from memory or from the keyring. May wait for a person's answer: blocking.
    pub fn whole(&self) -> Result<KeyBundle, Problem> {
        if let Some(held) = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Ok(held);
        }
        let wrapped = KeyFile::in_folder(&self.folder).read()?;
        Ok(self.vault.open_with_keyring(Some(&wrapped))?)
    }
}

impl OpenPractice {
    /// The key of the sealed items, for one use. Blocking.
    pub(crate) fn vault_key(&self) -> Result<Key256, Problem> {
        Ok(self.keys.whole()?.vault_key().clone())
    }
}
