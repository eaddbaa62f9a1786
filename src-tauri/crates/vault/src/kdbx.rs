//! A KeePass database of version 4, the one encrypted form of accounts that several programs document and read: what leaves the vault
//! leaves in it, and comes back from it.
//!
//! Written with Argon2id and ChaCha20, without compression; read back in the same form. Owns the container alone: its bytes inside
//! are KeePass's XML, which is another's to write. <https://keepass.info/help/kb/kdbx.html>

use crate::{
    KdfCost, Passphrase, Secret, VaultError,
    secret::{fill_random, random_bytes},
};
use chacha20::{
    ChaCha20,
    cipher::{KeyIvInit, StreamCipher},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha512};
use thiserror::Error;
use zeroize::Zeroizing;

const SIGNATURE: [u8; 8] = [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5];
/// Version 4.0: minor, then major.
const VERSION: [u8; 4] = [0, 0, 4, 0];
const CHACHA20: [u8; 16] =
    [0xd6, 0x03, 0x8a, 0x2b, 0x8b, 0x6f, 0x4c, 0xb5, 0xa5, 0x24, 0x33, 0x9a, 0x31, 0xdb, 0xb5, 0x9a];
const ARGON2ID: [u8; 16] =
    [0x9e, 0x29, 0x8b, 0x19, 0x56, 0xdb, 0x47, 0x73, 0xb2, 0x3d, 0xfc, 0x3e, 0xc6, 0xf0, 0xa1, 0xe6];
/// What this program reads back at most: two thousand accounts take one or two.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Bytes of a block.
const BLOCK: usize = 1024 * 1024;
const SALT: usize = 32;
const NONCE: usize = 12;

/// Fields of the header.
mod field {
    pub(super) const END: u8 = 0;
    pub(super) const CIPHER: u8 = 2;
    pub(super) const COMPRESSION: u8 = 3;
    pub(super) const MASTER_SEED: u8 = 4;
    pub(super) const NONCE: u8 = 7;
    pub(super) const KDF: u8 = 11;
}

/// Why a KeePass database does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KdbxError {
    /// It is none, or one of before version 4.
    #[error("not a KeePass database of version 4")]
    NotKdbx,
    /// Encrypted or compressed in another way than the one written here.
    #[error("another form of KeePass database")]
    OtherForm,
    /// The passphrase is another, or the header was changed.
    #[error("the passphrase does not open it")]
    WrongPassphrase,
    /// It breaks off, or was changed.
    #[error("the database is damaged")]
    Damaged,
}

/// Whether bytes begin like a KeePass database.
pub fn is_kdbx(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE[..4])
}

/// Seals KeePass's XML under a passphrase.
///
/// # Errors
/// When the system gives no random bytes, or not the memory the cost asks for.
pub fn seal_kdbx(xml: &[u8], passphrase: &Passphrase, cost: KdfCost) -> Result<Vec<u8>, VaultError> {
    let (seed, salt, nonce) = (random_bytes::<32>()?, random_bytes::<SALT>()?, random_bytes::<NONCE>()?);
    let mut header = [&SIGNATURE[..], &VERSION].concat();
    for (id, value) in [
        (field::CIPHER, &CHACHA20[..]),
        (field::COMPRESSION, &[0; 4]),
        (field::MASTER_SEED, &seed),
        (field::NONCE, &nonce),
        (field::KDF, &kdf_parameters(cost, &salt)),
        (field::END, b"\r\n\r\n"),
    ] {
        put(&mut header, id, value);
    }
    let keys = Keys::of(&seed, passphrase, cost, &salt)?;
    // What programs that protect values in memory ask for; nothing inside is protected by it.
    let mut stream_key = Zeroizing::new([0; 64]);
    fill_random(stream_key.as_mut_slice())?;
    let mut inner = Zeroizing::new(Vec::with_capacity(xml.len() + 128));
    put(&mut inner, 1, &3u32.to_le_bytes());
    put(&mut inner, 2, stream_key.as_slice());
    put(&mut inner, 0, &[]);
    inner.extend_from_slice(xml);
    keys.cipher(&nonce).apply_keystream(&mut inner);

    let mut file = header.clone();
    file.extend_from_slice(&Sha256::digest(&header));
    file.extend_from_slice(&keys.authentic(u64::MAX, &[&header]).finalize().into_bytes());
    for (number, block) in inner.chunks(BLOCK).chain([&[][..]]).enumerate() {
        let (number, length) = (number as u64, (block.len() as u32).to_le_bytes());
        let tag = keys.authentic(number, &[&number.to_le_bytes(), &length, block]).finalize().into_bytes();
        file.extend_from_slice(&tag);
        file.extend_from_slice(&length);
        file.extend_from_slice(block);
    }
    Ok(file)
}

/// Opens what [`seal_kdbx`] sealed, or another program in the same form; gives KeePass's XML.
///
/// # Errors
/// Says which of four things it is; nothing is read of what is not authentic.
pub fn open_kdbx(bytes: &[u8], passphrase: &Passphrase) -> Result<Secret, KdbxError> {
    if bytes.len() > MOST_BYTES || !bytes.starts_with(&SIGNATURE) || bytes.get(10..12) != Some(&VERSION[2..]) {
        return Err(KdbxError::NotKdbx);
    }
    let mut rest = Rest(&bytes[12..]);
    let mut header = Header::default();
    loop {
        let (id, value) = rest.field()?;
        match id {
            field::END => break,
            field::CIPHER if value != CHACHA20 => return Err(KdbxError::OtherForm),
            field::COMPRESSION if value != [0; 4] => return Err(KdbxError::OtherForm),
            field::MASTER_SEED => header.seed = value.try_into().map_err(|_| KdbxError::Damaged)?,
            field::NONCE => header.nonce = value.try_into().map_err(|_| KdbxError::Damaged)?,
            field::KDF => header.kdf = Some(read_kdf(value)?),
            _ => {}
        }
    }
    let whole = &bytes[..bytes.len() - rest.0.len()];
    let (digest, tag) = (rest.take(32)?, rest.take(32)?);
    if Sha256::digest(whole).as_slice() != digest {
        return Err(KdbxError::Damaged);
    }
    let (cost, salt) = header.kdf.ok_or(KdbxError::Damaged)?;
    let keys = Keys::of(&header.seed, passphrase, cost, &salt).map_err(|_| KdbxError::OtherForm)?;
    keys.authentic(u64::MAX, &[whole]).verify_slice(tag).map_err(|_| KdbxError::WrongPassphrase)?;

    let mut inner = Zeroizing::new(Vec::with_capacity(rest.0.len()));
    for number in 0u64.. {
        let (tag, length) = (rest.take(32)?, rest.take(4)?);
        let size = u32::from_le_bytes(length.try_into().map_err(|_| KdbxError::Damaged)?);
        let block = rest.take(size as usize)?;
        let authentic = keys.authentic(number, &[&number.to_le_bytes(), length, block]);
        authentic.verify_slice(tag).map_err(|_| KdbxError::Damaged)?;
        if block.is_empty() {
            break;
        }
        inner.extend_from_slice(block);
    }
    keys.cipher(&header.nonce).apply_keystream(&mut inner);
    let mut rest = Rest(&inner);
    while rest.field()?.0 != 0 {}
    Ok(Secret::new(rest.0.to_vec()))
}

#[derive(Default)]
struct Header {
    seed: [u8; 32],
    nonce: [u8; NONCE],
    kdf: Option<(KdfCost, Vec<u8>)>,
}

/// The two keys of a database.
struct Keys {
    encryption: Zeroizing<[u8; 32]>,
    authentication: Zeroizing<[u8; 64]>,
}

impl Keys {
    fn of(seed: &[u8; 32], passphrase: &Passphrase, cost: KdfCost, salt: &[u8]) -> Result<Self, VaultError> {
        let composite = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(Sha256::digest(passphrase.as_bytes()))));
        let stretched = cost.stretch(composite.as_slice(), salt)?;
        let keyed = Sha256::new().chain_update(seed).chain_update(stretched.expose());
        let longer = Sha512::new().chain_update(seed).chain_update(stretched.expose()).chain_update([1]);
        Ok(Keys {
            encryption: Zeroizing::new(keyed.finalize().into()),
            authentication: Zeroizing::new(longer.finalize().into()),
        })
    }

    fn cipher(&self, nonce: &[u8; NONCE]) -> ChaCha20 {
        ChaCha20::new(&(*self.encryption).into(), &(*nonce).into())
    }

    /// The authentication of a block, or of the header, over its parts.
    fn authentic(&self, number: u64, parts: &[&[u8]]) -> Hmac<Sha256> {
        let key = Sha512::new().chain_update(number.to_le_bytes()).chain_update(self.authentication.as_slice());
        let key = Zeroizing::new(<[u8; 64]>::from(key.finalize()));
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).expect("HMAC takes a key of any length");
        parts.iter().for_each(|part| mac.update(part));
        mac
    }
}

/// A field: its number, its length, its bytes.
fn put(to: &mut Vec<u8>, id: u8, value: &[u8]) {
    to.push(id);
    to.extend_from_slice(&(value.len() as u32).to_le_bytes());
    to.extend_from_slice(value);
}

/// The dictionary of the derivation: a kind, a name and a value each.
fn kdf_parameters(cost: KdfCost, salt: &[u8]) -> Vec<u8> {
    let (memory, passes) = (u64::from(cost.memory_kib) * 1024, u64::from(cost.passes));
    let mut dictionary = vec![0, 1];
    for (kind, name, value) in [
        (0x42, "$UUID", &ARGON2ID[..]),
        (0x42, "S", salt),
        (0x04, "P", &cost.lanes.to_le_bytes()),
        (0x05, "M", &memory.to_le_bytes()),
        (0x05, "I", &passes.to_le_bytes()),
        (0x04, "V", &0x13u32.to_le_bytes()),
    ] {
        put(&mut dictionary, kind, name.as_bytes());
        dictionary.extend_from_slice(&(value.len() as u32).to_le_bytes());
        dictionary.extend_from_slice(value);
    }
    dictionary.push(0);
    dictionary
}

fn read_kdf(bytes: &[u8]) -> Result<(KdfCost, Vec<u8>), KdbxError> {
    let mut rest = Rest(bytes);
    let version = rest.take(2)?;
    if version[1] != 1 {
        return Err(KdbxError::OtherForm);
    }
    let (mut salt, mut lanes, mut memory, mut passes) = (Vec::new(), 0, 0, 0);
    while rest.0.first().is_some_and(|kind| *kind != 0) {
        let (_, name) = rest.field()?;
        let length = rest.number(4)?;
        let mut value = Rest(rest.take(usize::try_from(length).map_err(|_| KdbxError::Damaged)?)?);
        match name {
            b"$UUID" if value.0 != ARGON2ID => return Err(KdbxError::OtherForm),
            b"S" => salt = value.0.to_vec(),
            b"P" => lanes = value.number(4)?,
            b"M" => memory = value.number(8)? / 1024,
            b"I" => passes = value.number(8)?,
            _ => {}
        }
    }
    let bounded = |number: u64| u32::try_from(number).map_err(|_| KdbxError::OtherForm);
    Ok((KdfCost { memory_kib: bounded(memory)?, passes: bounded(passes)?, lanes: bounded(lanes)? }, salt))
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], KdbxError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(KdbxError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number of that many bytes, the lowest first.
    fn number(&mut self, count: usize) -> Result<u64, KdbxError> {
        Ok(self.take(count)?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn field(&mut self) -> Result<(u8, &'a [u8]), KdbxError> {
        let id = self.take(1)?[0];
        let length = self.number(4)?;
        Ok((id, self.take(usize::try_from(length).map_err(|_| KdbxError::Damaged)?)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const XML: &[u8] = b"<KeePassFile><Root/></KeePassFile>";

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.to_owned()).unwrap()
    }

    fn sealed(xml: &[u8]) -> Vec<u8> {
        seal_kdbx(xml, &passphrase("sept chevaux"), KdfCost::INSECURE_FOR_TESTS).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_with_its_passphrase_alone() {
        let long = XML.repeat(BLOCK / XML.len() * 2);
        for xml in [XML, &long] {
            let file = sealed(xml);
            assert!(is_kdbx(&file) && !file.windows(11).any(|window| window == b"KeePassFile"));
            assert_eq!(open_kdbx(&file, &passphrase("sept chevaux")).unwrap().expose(), xml);
            assert_eq!(open_kdbx(&file, &passphrase("huit chevaux")).unwrap_err(), KdbxError::WrongPassphrase);
        }
    }

    #[test]
    fn a_change_anywhere_is_seen() {
        let file = sealed(XML);
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            // The minor version says nothing of the form.
            let opened = open_kdbx(&changed, &passphrase("sept chevaux"));
            assert!(opened.is_err(), "byte {at}");
            assert!(open_kdbx(&file[..at], &passphrase("sept chevaux")).is_err(), "cut at {at}");
        }
    }

    #[rstest]
    #[case::before_version_4(&[0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5, 1, 0, 3, 0], KdbxError::NotKdbx)]
    #[case::text(b"<KeePassFile/>", KdbxError::NotKdbx)]
    #[case::a_beginning(&[0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5, 0, 0, 4, 0], KdbxError::Damaged)]
    fn what_is_none_is_said(#[case] bytes: &[u8], #[case] expected: KdbxError) {
        assert_eq!(open_kdbx(bytes, &passphrase("x")).unwrap_err(), expected);
    }
}
