//! The keys of a practice wrapped under the passphrase of each person, and under the printed recovery key.
//!
//! Owns the form of `keys.json` and what each wrap is bound to: the practice, the purpose, the format, the salt and the
//! cost. Nothing in it is secret without the passphrase or the paper. A changed passphrase rewrites its own wrap alone, and
//! the keys themselves never change by it, so no data is encrypted again.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::aead::{self, NONCE, TAG};
use crate::bundle::{KeyBundle, MARK};
use crate::kdf::{KdfCost, SALT, derive_from_recovery};
use crate::key_file::KeyFileError;
use crate::passphrase::Passphrase;
use crate::recovery::RecoveryKey;
use crate::secret::{Key256, random_bytes};
use crate::{VaultError, hex};

/// What every wrap is bound to; the form of a file with one passphrase, which older programs read.
const FORMAT: u32 = 1;
/// The form of a file that says whose passphrases open.
const FORMAT_OF_PEOPLE: u32 = 2;
/// A format byte, three keys and the tag.
const SEALED: usize = 1 + 3 * Key256::LENGTH + TAG;

/// The wrapped keys of one practice: what `keys.json` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrappedKeys {
    practice_id: Uuid,
    #[serde(with = "hex")]
    mark: [u8; MARK],
    pub(crate) passphrase: PassphraseWrap,
    recovery: RecoveryWrap,
    /// Whose the first passphrase is; none as long as it is that of whoever made the practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) holder: Option<Uuid>,
    /// The passphrases of the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) people: Vec<PersonWrap>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonWrap {
    pub(crate) user: Uuid,
    pub(crate) wrap: PassphraseWrap,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PassphraseWrap {
    pub(crate) argon2id: KdfCost,
    #[serde(with = "hex")]
    pub(crate) salt: [u8; SALT],
    sealed: Sealed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecoveryWrap {
    #[serde(with = "hex")]
    salt: [u8; SALT],
    sealed: Sealed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    #[serde(with = "hex")]
    nonce: [u8; NONCE],
    #[serde(with = "hex")]
    bytes: [u8; SEALED],
}

/// The file around the keys: its version, read first, and a digest of the rest.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    format_version: u32,
    sha256: String,
    keys: WrappedKeys,
}

impl WrappedKeys {
    /// Wraps the keys of a practice for the first time.
    pub fn wrap(
        practice_id: Uuid,
        bundle: &KeyBundle,
        passphrase: &Passphrase,
        cost: KdfCost,
        recovery_key: &RecoveryKey,
    ) -> Result<Self, VaultError> {
        let mark = bundle.mark(practice_id);
        let identity = Identity { practice_id, mark };
        let passphrase = PassphraseWrap::of(&identity, bundle, passphrase, cost)?;
        let recovery = RecoveryWrap::of(&identity, bundle, recovery_key)?;
        Ok(Self { practice_id, mark, passphrase, recovery, holder: None, people: Vec::new() })
    }

    /// The practice whose keys these are.
    pub fn practice_id(&self) -> Uuid {
        self.practice_id
    }

    /// Whether `bundle` holds the keys wrapped here.
    pub fn holds(&self, bundle: &KeyBundle) -> bool {
        bundle.mark(self.practice_id) == self.mark
    }

    /// Replaces the passphrase; needs the keys, so that only an open practice can. The recovery key still opens.
    pub fn with_passphrase(mut self, bundle: &KeyBundle, new: &Passphrase, cost: KdfCost) -> Result<Self, VaultError> {
        self.passphrase = PassphraseWrap::of(&self.identity_of(bundle)?, bundle, new, cost)?;
        Ok(self)
    }

    /// Replaces the recovery key: the paper printed before opens nothing any more. The passphrase still opens.
    pub fn with_recovery_key(mut self, bundle: &KeyBundle, new: &RecoveryKey) -> Result<Self, VaultError> {
        self.recovery = RecoveryWrap::of(&self.identity_of(bundle)?, bundle, new)?;
        Ok(self)
    }

    pub(crate) fn open_with_passphrase(&self, passphrase: &Passphrase) -> Result<KeyBundle, VaultError> {
        let wrap = &self.passphrase;
        self.opened_by(wrap, &wrap.key(passphrase)?).ok_or(VaultError::WrongPassphrase)
    }

    pub(crate) fn opened_by(&self, wrap: &PassphraseWrap, key: &Key256) -> Option<KeyBundle> {
        let bound = self.identity().binding(&[b"passphrase", &wrap.argon2id.to_bytes(), &wrap.salt]);
        self.opened(key, &bound, &wrap.sealed)
    }

    pub(crate) fn open_with_recovery_key(&self, recovery_key: &RecoveryKey) -> Result<KeyBundle, VaultError> {
        let wrap = &self.recovery;
        let bound = self.identity().binding(&[b"recovery key", &wrap.salt]);
        derive_from_recovery(recovery_key, &wrap.salt)
            .and_then(|key| self.opened(&key, &bound, &wrap.sealed))
            .ok_or(VaultError::WrongRecoveryKey)
    }

    fn opened(&self, key: &Key256, bound: &[u8], sealed: &Sealed) -> Option<KeyBundle> {
        let secret = aead::open(key, &sealed.nonce, bound, &sealed.bytes).ok()?;
        KeyBundle::from_secret(&secret).ok().filter(|bundle| self.holds(bundle))
    }

    fn identity(&self) -> Identity {
        Identity { practice_id: self.practice_id, mark: self.mark }
    }

    /// The identity under which to wrap again; keys that are not these are refused, or the two wraps would part.
    pub(crate) fn identity_of(&self, bundle: &KeyBundle) -> Result<Identity, VaultError> {
        if self.holds(bundle) { Ok(self.identity()) } else { Err(VaultError::OtherPractice) }
    }

    /// The text of the file: one text per value, so that any changed byte shows.
    pub fn to_json(&self) -> String {
        let plain = self.holder.is_none() && self.people.is_empty();
        let format_version = if plain { FORMAT } else { FORMAT_OF_PEOPLE };
        let form = FileForm { format_version, sha256: self.digest(), keys: self.clone() };
        let mut text = serde_json::to_string_pretty(&form).expect("plain structs of texts and numbers serialise");
        text.push('\n');
        text
    }

    /// Reads the text of a file, refusing any other bytes than those written.
    pub fn from_json(text: &str) -> Result<Self, KeyFileError> {
        let form = parsed(text)?;
        let whole = form.sha256 == form.keys.digest() && form.keys.to_json() == text;
        if whole { Ok(form.keys) } else { Err(KeyFileError::Damaged) }
    }

    /// Reads what a damaged file still gives: each wrap vouches for itself, so what opens from it is right.
    pub fn salvage(text: &str) -> Result<Self, KeyFileError> {
        parsed(text).map(|form| form.keys)
    }

    fn digest(&self) -> String {
        let text = serde_json::to_vec(self).expect("plain structs of texts and numbers serialise");
        hex::encode(&Sha256::digest(text))
    }
}

fn parsed(text: &str) -> Result<FileForm, KeyFileError> {
    #[derive(Deserialize)]
    struct VersionAlone {
        format_version: u32,
    }
    let version: VersionAlone = serde_json::from_str(text).map_err(|_| KeyFileError::Damaged)?;
    if version.format_version > FORMAT_OF_PEOPLE {
        return Err(KeyFileError::NewerFormat { found: version.format_version });
    }
    serde_json::from_str(text).map_err(|_| KeyFileError::Damaged)
}

/// What every wrap of these keys is bound to.
pub(crate) struct Identity {
    practice_id: Uuid,
    mark: [u8; MARK],
}

impl Identity {
    fn binding(&self, purpose: &[&[u8]]) -> Vec<u8> {
        let format = FORMAT.to_be_bytes();
        let common: [&[u8]; 4] = [b"relais key wrap", &format, self.practice_id.as_bytes(), &self.mark];
        aead::binding(&[&common[..], purpose].concat())
    }
}

impl PassphraseWrap {
    fn of(
        identity: &Identity,
        bundle: &KeyBundle,
        passphrase: &Passphrase,
        argon2id: KdfCost,
    ) -> Result<Self, VaultError> {
        Self::salted(identity, bundle, passphrase, argon2id, random_bytes::<SALT>()?)
    }

    pub(crate) fn salted(
        identity: &Identity,
        bundle: &KeyBundle,
        passphrase: &Passphrase,
        argon2id: KdfCost,
        salt: [u8; SALT],
    ) -> Result<Self, VaultError> {
        let key = argon2id.derive(passphrase, &salt)?;
        let bound = identity.binding(&[b"passphrase", &argon2id.to_bytes(), &salt]);
        Ok(Self { argon2id, salt, sealed: Sealed::of(&key, &bound, bundle)? })
    }

    /// Whether one derivation serves both.
    pub(crate) fn derives_like(&self, other: &Self) -> bool {
        self.argon2id == other.argon2id && self.salt == other.salt
    }

    pub(crate) fn key(&self, passphrase: &Passphrase) -> Result<Key256, VaultError> {
        self.argon2id.derive(passphrase, &self.salt)
    }
}

impl RecoveryWrap {
    fn of(identity: &Identity, bundle: &KeyBundle, recovery_key: &RecoveryKey) -> Result<Self, VaultError> {
        let salt = random_bytes::<SALT>()?;
        let key = derive_from_recovery(recovery_key, &salt).ok_or(VaultError::DerivationRefused)?;
        let bound = identity.binding(&[b"recovery key", &salt]);
        Ok(Self { salt, sealed: Sealed::of(&key, &bound, bundle)? })
    }
}

impl Sealed {
    fn of(key: &Key256, bound: &[u8], bundle: &KeyBundle) -> Result<Self, VaultError> {
        let (nonce, bytes) = aead::seal(key, bound, bundle.to_secret().expose())?;
        Ok(Self { nonce, bytes: bytes.try_into().map_err(|_| VaultError::TooLong)? })
    }
}
