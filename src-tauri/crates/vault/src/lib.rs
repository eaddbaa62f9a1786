//! Keys and secrets: the OS keyring, the passphrase, the recovery key, sealed items.
//!
//! A practice has three random keys ([`KeyBundle`]). The operating system's keyring remembers them; the key file keeps
//! them wrapped under each person's passphrase and under a printed recovery key. No keyring is a normal state, and there is no fallback
//! without encryption. This crate seals and opens; storage keeps the sealed items, and who may open one is decided in the
//! use cases. It is the only importer of `keyring-core` and of the OS stores.

mod aead;
mod bundle;
mod certificate;
mod error;
mod hex;
mod kdbx;
mod kdf;
mod key_file;
mod likeness;
mod locked;
mod os_keyring;
mod passphrase;
mod people;
#[cfg(all(feature = "private-session", target_os = "linux"))]
pub mod private_session;
mod proposed;
mod recovery;
mod sealed;
mod secret;
mod store;
mod strength;
mod stretching;
mod totp;
mod vault;
mod wrapped;

pub use bundle::KeyBundle;
pub use certificate::{
    CertificateError, CertificateSays, ClientCertificate, MAX_CERTIFICATE_BYTES, MAX_ROUNDS, read_certificate,
};
pub use error::VaultError;
pub use kdbx::{KdbxError, is_kdbx, open_kdbx, seal_kdbx};
pub use kdf::KdfCost;
pub use key_file::{KeyFile, KeyFileError};
pub use likeness::{Compared, Likeness};
pub use os_keyring::OsKeyring;
pub use passphrase::{Passphrase, PassphraseError};
pub use people::{Holder, PinProof};
pub use proposed::{CHARACTERS, Ingredient, Proposed, Recipe, WORDS};
pub use recovery::{RecoveryKey, RecoveryKeyError};
pub use sealed::{SealedItem, open_item, seal_item};
pub use secret::{Key256, Secret};
pub use store::{NoKeyring, SecretStore, StoreError};
pub use strength::{PassphraseStrength, PassphraseVerdict};
pub use totp::{TotpCode, TotpError, TotpHash, TotpSeed};
pub use vault::{Created, Vault};
pub use wrapped::WrappedKeys;
