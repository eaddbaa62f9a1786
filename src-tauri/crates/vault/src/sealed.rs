//! Items sealed one by one under the vault key: the main database, even opened, shows none of them.
//!
//! Each is bound to its own id and to its purpose, so that the bytes of one cannot be put in the place of another. Storage
//! keeps the bytes; they are opened here, one at a time, when used.

use uuid::Uuid;

use crate::VaultError;
use crate::aead::{self, NONCE, TAG};
use crate::secret::{Key256, Secret};

/// First byte of the form kept.
const FORMAT: u8 = 1;
/// A client certificate with its chain fits ten times over; pictures and documents have keys of their own.
const MOST_BYTES: usize = 256 * 1024;

/// A sealed item: a format byte, the nonce, the sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedItem(Vec<u8>);

impl SealedItem {
    /// Takes bytes as storage kept them.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, VaultError> {
        let long_enough = bytes.len() >= 1 + NONCE + TAG;
        match bytes.first() {
            Some(&FORMAT) if long_enough => Ok(Self(bytes)),
            _ => Err(VaultError::ItemFormUnknown),
        }
    }

    /// The bytes to keep.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes to keep, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Seals `plaintext` as the item `item_id`, for `purpose` (`portal password`, `totp seed`…).
pub fn seal_item(
    vault_key: &Key256,
    item_id: Uuid,
    purpose: &str,
    plaintext: &Secret,
) -> Result<SealedItem, VaultError> {
    if plaintext.expose().len() > MOST_BYTES {
        return Err(VaultError::TooLong);
    }
    let (nonce, sealed) = aead::seal(vault_key, &binding(item_id, purpose), plaintext.expose())?;
    Ok(SealedItem([&[FORMAT][..], &nonce, &sealed].concat()))
}

/// Opens an item sealed as `item_id` for `purpose`, and as nothing else.
pub fn open_item(vault_key: &Key256, item_id: Uuid, purpose: &str, item: &SealedItem) -> Result<Secret, VaultError> {
    let (nonce, sealed) = item.0[1..].split_first_chunk::<NONCE>().ok_or(VaultError::ItemFormUnknown)?;
    aead::open(vault_key, nonce, &binding(item_id, purpose), sealed).map_err(|_| VaultError::ItemNotAuthentic)
}

fn binding(item_id: Uuid, purpose: &str) -> Vec<u8> {
    aead::binding(&[b"relais sealed item", &[FORMAT], item_id.as_bytes(), purpose.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ITEM: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

    fn key(byte: u8) -> Key256 {
        Key256::from_bytes(&[byte; 32])
    }

    fn sealed(plaintext: &[u8]) -> SealedItem {
        seal_item(&key(1), ITEM, "portal password", &Secret::new(plaintext.to_vec())).unwrap()
    }

    #[test]
    fn it_opens_as_what_it_was_sealed_as() {
        let kept = SealedItem::from_bytes(sealed(b"Tournesol!").into_bytes()).unwrap();
        assert_eq!(open_item(&key(1), ITEM, "portal password", &kept).unwrap().expose(), b"Tournesol!");
    }

    #[test]
    fn it_opens_as_nothing_else() {
        let item = sealed(b"Tournesol!");
        for (key, id, purpose) in [
            (key(2), ITEM, "portal password"),
            (key(1), Uuid::from_u128(2), "portal password"),
            (key(1), ITEM, "totp seed"),
            (key(1), ITEM, ""),
        ] {
            assert_eq!(open_item(&key, id, purpose, &item), Err(VaultError::ItemNotAuthentic));
        }
    }

    #[test]
    fn the_same_secret_never_looks_the_same() {
        assert_ne!(sealed(b"Tournesol!"), sealed(b"Tournesol!"));
    }

    #[test]
    fn every_changed_bit_is_detected() {
        let item = sealed(b"Tournesol!").into_bytes();
        for at in 0..item.len() * 8 {
            let mut changed = item.clone();
            changed[at / 8] ^= 1 << (at % 8);
            let opened = SealedItem::from_bytes(changed)
                .and_then(|changed| open_item(&key(1), ITEM, "portal password", &changed));
            assert!(opened.is_err(), "bit {at}");
        }
    }

    #[test]
    fn cut_bytes_are_no_item() {
        let item = sealed(b"Tournesol!").into_bytes();
        for length in 0..item.len() {
            let opened = SealedItem::from_bytes(item[..length].to_vec())
                .and_then(|cut| open_item(&key(1), ITEM, "portal password", &cut));
            assert!(opened.is_err(), "{length} bytes");
        }
    }

    #[test]
    fn too_long_is_refused() {
        let flood = Secret::new(vec![0; MOST_BYTES + 1]);
        assert_eq!(seal_item(&key(1), ITEM, "x", &flood), Err(VaultError::TooLong));
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(plaintext in proptest::collection::vec(any::<u8>(), 0..300), purpose in "\\PC{0,20}") {
            let item = seal_item(&key(3), ITEM, &purpose, &Secret::new(plaintext.clone())).unwrap();
            let opened = open_item(&key(3), ITEM, &purpose, &item).unwrap();
            prop_assert_eq!(opened.expose(), plaintext.as_slice());
        }

        #[test]
        fn arbitrary_bytes_never_open(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            let opened = SealedItem::from_bytes(bytes).and_then(|item| open_item(&key(3), ITEM, "x", &item));
            prop_assert!(opened.is_err());
        }
    }
}
