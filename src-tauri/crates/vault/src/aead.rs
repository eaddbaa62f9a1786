//! The one authenticated cipher of the vault, XChaCha20-Poly1305, with what the bytes are bound to.
//!
//! A random nonce of 24 bytes needs no counter. The binding is authenticated, not kept: bytes moved to another place,
//! another purpose or another practice do not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::VaultError;
use crate::secret::{Key256, Secret, random_bytes};

pub(crate) const NONCE: usize = 24;
/// Bytes that the authentication adds to a plaintext.
pub(crate) const TAG: usize = 16;

/// The bytes did not open: another key, another binding, or a change. The cipher cannot tell which.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotAuthentic;

/// What sealed bytes are bound to, each part preceded by its length.
pub(crate) fn binding(parts: &[&[u8]]) -> Vec<u8> {
    let mut bound = Vec::new();
    for part in parts {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part);
    }
    bound
}

/// Seals `plaintext`; gives the nonce and the sealed bytes.
pub(crate) fn seal(key: &Key256, bound: &[u8], plaintext: &[u8]) -> Result<([u8; NONCE], Vec<u8>), VaultError> {
    let nonce = random_bytes::<NONCE>()?;
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), Payload { msg: plaintext, aad: bound })
        .map_err(|_| VaultError::TooLong)?;
    Ok((nonce, sealed))
}

/// Opens what [`seal`] gave, with the same key and binding.
pub(crate) fn open(key: &Key256, nonce: &[u8; NONCE], bound: &[u8], sealed: &[u8]) -> Result<Secret, NotAuthentic> {
    cipher(key)
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound })
        .map(Secret::new)
        .map_err(|_| NotAuthentic)
}

fn cipher(key: &Key256) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.expose().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn the_published_vector_opens() {
        let key: [u8; 32] = std::array::from_fn(|i| 0x80 + i as u8);
        let nonce: [u8; NONCE] = std::array::from_fn(|i| 0x40 + i as u8);
        let bound = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let sealed = [
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39",
            "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9",
            "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49",
        ]
        .concat();
        let sealed = crate::hex::decode(&sealed).unwrap();
        let opened = open(&Key256::from_bytes(&key), &nonce, &bound, &sealed).unwrap();
        assert!(opened.expose().starts_with(b"Ladies and Gentlemen of the class of '99: If I could offer you"));
    }

    #[test]
    fn parts_cannot_slide_into_each_other() {
        assert_ne!(binding(&[b"ab", b"c"]), binding(&[b"a", b"bc"]));
        assert_ne!(binding(&[b"ab"]), binding(&[b"ab", b""]));
    }
}
