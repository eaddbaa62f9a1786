//! The keys of one practice, held together for as long as its session is open.
//!
//! Owns their birth and the form in which a keyring keeps them. What each opens belongs to storage (the database), to
//! the sealed items here (the vault key) and to the journal's archive (the signing seed).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::secret::{Key256, Secret};
use crate::{StoreError, VaultError};

/// First byte of the form kept in a keyring.
const FORMAT: u8 = 1;
const KEYS: usize = 3;
const BODY: usize = KEYS * Key256::LENGTH;
/// Bytes of the public mark that ties a key file and a keyring item to the same keys.
pub(crate) const MARK: usize = 16;

/// The three keys of a practice, all random: none follows from another or from what a person types.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyBundle {
    database_key: Key256,
    vault_key: Key256,
    archive_signing_seed: Key256,
}

impl KeyBundle {
    /// New keys from the operating system's random source.
    pub fn generate() -> Result<Self, VaultError> {
        Ok(Self {
            database_key: Key256::generate()?,
            vault_key: Key256::generate()?,
            archive_signing_seed: Key256::generate()?,
        })
    }

    /// Opens the database.
    pub fn database_key(&self) -> &Key256 {
        &self.database_key
    }

    /// Opens the sealed items ([`crate::seal_item`]).
    pub fn vault_key(&self) -> &Key256 {
        &self.vault_key
    }

    /// Seed of the Ed25519 key that signs archives.
    pub fn archive_signing_seed(&self) -> &Key256 {
        &self.archive_signing_seed
    }

    /// A format byte and the three keys.
    pub(crate) fn to_secret(&self) -> Secret {
        let mut bytes = Vec::with_capacity(1 + BODY);
        bytes.push(FORMAT);
        for key in [&self.database_key, &self.vault_key, &self.archive_signing_seed] {
            bytes.extend_from_slice(key.expose());
        }
        Secret::new(bytes)
    }

    pub(crate) fn from_secret(secret: &Secret) -> Result<Self, StoreError> {
        let [FORMAT, body @ ..] = secret.expose() else { return Err(StoreError::Damaged) };
        let keys: Vec<Key256> = body.chunks(Key256::LENGTH).filter_map(Key256::from_slice).collect();
        match <[Key256; KEYS]>::try_from(keys) {
            Ok([database_key, vault_key, archive_signing_seed]) if body.len() == BODY => {
                Ok(Self { database_key, vault_key, archive_signing_seed })
            }
            _ => Err(StoreError::Damaged),
        }
    }

    /// A mark that says « these keys, this practice » and nothing else: it may stand in the open.
    pub(crate) fn mark(&self, practice_id: Uuid) -> [u8; MARK] {
        let secret = self.to_secret();
        let tag = keyed_hash(secret.expose(), &[b"relais key bundle mark", practice_id.as_bytes()]);
        let mut mark = [0; MARK];
        mark.copy_from_slice(&tag[..MARK]);
        mark
    }
}

impl fmt::Debug for KeyBundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyBundle(redacted)")
    }
}

/// HMAC-SHA256 over parts, each preceded by its length so that no two lists of parts give the same bytes.
pub(crate) fn keyed_hash(key: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_keyring_keeps_gives_the_same_keys_back() {
        let bundle = KeyBundle::generate().unwrap();
        assert_eq!(KeyBundle::from_secret(&bundle.to_secret()).unwrap(), bundle);
    }

    #[test]
    fn keys_are_random_and_apart() {
        let (one, other) = (KeyBundle::generate().unwrap(), KeyBundle::generate().unwrap());
        assert_ne!(one, other);
        assert_ne!(one.database_key(), one.vault_key());
        assert_ne!(one.vault_key(), one.archive_signing_seed());
    }

    #[test]
    fn another_form_is_damaged_never_half_read() {
        let whole = KeyBundle::generate().unwrap().to_secret();
        let bytes = whole.expose();
        for wrong in [&bytes[..0], &bytes[..96], &[&[2][..], &bytes[1..]].concat()[..], &[bytes, &[0]].concat()[..]] {
            assert_eq!(KeyBundle::from_secret(&Secret::new(wrong.to_vec())), Err(StoreError::Damaged));
        }
    }

    #[test]
    fn the_mark_follows_the_keys_and_the_practice() {
        let (bundle, practice) = (KeyBundle::generate().unwrap(), Uuid::from_u128(1));
        assert_eq!(bundle.mark(practice), bundle.mark(practice));
        assert_ne!(bundle.mark(practice), bundle.mark(Uuid::from_u128(2)));
        assert_ne!(bundle.mark(practice), KeyBundle::generate().unwrap().mark(practice));
    }

    #[test]
    fn debug_says_nothing() {
        let bundle = KeyBundle::generate().unwrap();
        let shown = format!("{bundle:?} {:?} {:?}", bundle.database_key(), bundle.to_secret());
        assert_eq!(shown, "KeyBundle(redacted) Key256(redacted) Secret(redacted)");
    }
}
