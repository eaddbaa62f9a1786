//! The bytes of a sealed piece: a word, whose it is and which one, a nonce, then XChaCha20-Poly1305 under a key of its own.
//!
//! What stands before the sealed bytes is ids only, the file's name among them, and is authenticated with them: a piece
//! put in another's place says so before anything is opened. Nothing is streamed: a piece is bounded and held in memory.

use crate::error::StorageError;
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use relais_domain::{
    document::PieceSeal,
    ids::{PracticeId, Proof},
};
use sha2::Sha256;
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The first line of every piece.
const WORD: &[u8] = b"relais-piece 1\n";
/// What any version of it begins with.
const ANY_VERSION: &[u8] = b"relais-piece ";
const ID_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
const HEADER_BYTES: usize = WORD.len() + 2 * ID_BYTES;
/// What sealing adds to a piece.
pub(crate) const ADDED_BYTES: usize = HEADER_BYTES + NONCE_BYTES + TAG_BYTES;
/// The largest piece: some twenty scanned pages.
pub const MAX_PIECE_BYTES: usize = 16 * 1024 * 1024;

/// Why the bytes of a piece cannot be had. The paper is not shown then: what is shown is what was issued.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PieceFault {
    /// Its key was erased, and the piece with it.
    #[error("it was erased")]
    Erased,
    /// Its file is not there.
    #[error("its file is missing")]
    Missing,
    /// The file there is no sealed piece.
    #[error("its file is no sealed piece")]
    NotAPiece,
    /// The file was written by a newer Relais.
    #[error("its file was written by a newer Relais")]
    Newer,
    /// The file is a piece of another practice.
    #[error("its file belongs to another practice")]
    OtherPractice,
    /// The file is another piece of this practice.
    #[error("its file is that of the piece {found}")]
    OtherPiece {
        /// Which.
        found: Uuid,
    },
    /// The file is shorter than it was.
    #[error("its file is cut short")]
    Truncated,
    /// The file was changed, or sealed under another key or as another kind of paper.
    #[error("its file was altered")]
    Altered,
    /// It opens, and is not what the journal says was issued.
    #[error("it is not what was issued")]
    NotAsIssued,
    /// The system would not read the file.
    #[error("its file cannot be read: {0}")]
    Unreadable(String),
}

impl PieceFault {
    /// Its word, for catalogues.
    pub const fn code(&self) -> &'static str {
        match self {
            PieceFault::Erased => "erased",
            PieceFault::Missing => "missing",
            PieceFault::NotAPiece => "not_a_piece",
            PieceFault::Newer => "newer",
            PieceFault::OtherPractice => "other_practice",
            PieceFault::OtherPiece { .. } => "other_piece",
            PieceFault::Truncated => "truncated",
            PieceFault::Altered => "altered",
            PieceFault::NotAsIssued => "not_as_issued",
            PieceFault::Unreadable(_) => "unreadable",
        }
    }
}

/// The key of one piece.
pub(crate) type PieceKey = Zeroizing<[u8; 32]>;

/// What a piece is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding<'a> {
    pub(crate) practice: PracticeId,
    pub(crate) piece: Uuid,
    pub(crate) kind: &'a str,
}

impl Binding<'_> {
    fn header(&self) -> Vec<u8> {
        [WORD, self.practice.0.as_bytes(), self.piece.as_bytes()].concat()
    }

    /// The header has a fixed length: the kind after it can be taken for nothing else.
    fn associated(&self) -> Vec<u8> {
        [&self.header(), self.kind.as_bytes()].concat()
    }
}

/// A fresh key.
pub(crate) fn fresh_key() -> Result<PieceKey, StorageError> {
    let mut key = PieceKey::default();
    getrandom::fill(key.as_mut_slice()).map_err(|_| StorageError::NoRandomness)?;
    Ok(key)
}

/// Seals a piece.
pub(crate) fn seal(key: &PieceKey, binding: Binding<'_>, plaintext: &[u8]) -> Result<Vec<u8>, StorageError> {
    if plaintext.len() > MAX_PIECE_BYTES {
        return Err(StorageError::PieceTooLarge { most_bytes: MAX_PIECE_BYTES });
    }
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| StorageError::NoRandomness)?;
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), Payload { msg: plaintext, aad: &binding.associated() })
        .map_err(|_| StorageError::PieceTooLarge { most_bytes: MAX_PIECE_BYTES })?;
    Ok([binding.header().as_slice(), &nonce, &sealed].concat())
}

/// Opens a piece, and says it is the one that was issued.
pub(crate) fn open(
    key: &PieceKey,
    binding: Binding<'_>,
    issued: &PieceSeal,
    file: &[u8],
) -> Result<Zeroizing<Vec<u8>>, PieceFault> {
    let sealed = past_the_header(binding, file)?;
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(PieceFault::Truncated)?;
    let length = u64::try_from(sealed.len()).unwrap_or(u64::MAX);
    if length < issued.length_bytes.saturating_add(TAG_BYTES as u64) {
        return Err(PieceFault::Truncated);
    }
    let payload = Payload { msg: sealed, aad: &binding.associated() };
    let plaintext = cipher(key).decrypt(&XNonce::from(*nonce), payload).map_err(|_| PieceFault::Altered)?;
    let plaintext = Zeroizing::new(plaintext);
    if seal_of(key, &plaintext) == *issued { Ok(plaintext) } else { Err(PieceFault::NotAsIssued) }
}

/// Looks at what stands before the sealed bytes, from the least of it to the most.
fn past_the_header<'f>(binding: Binding<'_>, file: &'f [u8]) -> Result<&'f [u8], PieceFault> {
    if !file.starts_with(WORD) {
        let newer = file.starts_with(ANY_VERSION) && file.len() >= WORD.len();
        let cut = WORD.starts_with(file);
        return Err(if cut {
            PieceFault::Truncated
        } else if newer {
            PieceFault::Newer
        } else {
            PieceFault::NotAPiece
        });
    }
    let ids = file.get(WORD.len()..HEADER_BYTES).ok_or(PieceFault::Truncated)?;
    let (practice, piece) = ids.split_at(ID_BYTES);
    if practice != binding.practice.0.as_bytes() {
        return Err(PieceFault::OtherPractice);
    }
    if piece != binding.piece.as_bytes() {
        let found = Uuid::from_slice(piece).map_err(|_| PieceFault::Altered)?;
        return Err(PieceFault::OtherPiece { found });
    }
    file.get(HEADER_BYTES..).ok_or(PieceFault::Truncated)
}

/// What the journal keeps of a piece: it proves nothing to who does not hold the key, and nothing at all once it is gone.
pub(crate) fn seal_of(key: &PieceKey, plaintext: &[u8]) -> PieceSeal {
    let proof = mac(&derived(key, b"relais piece proof"), plaintext);
    PieceSeal {
        length_bytes: plaintext.len() as u64,
        proof: Proof(proof.iter().map(|byte| format!("{byte:02x}")).collect()),
    }
}

fn cipher(key: &PieceKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&*derived(key, b"relais piece seal")).into())
}

/// One key for each use.
fn derived(key: &PieceKey, purpose: &[u8]) -> PieceKey {
    Zeroizing::new(mac(key, purpose))
}

fn mac(key: &PieceKey, bytes: &[u8]) -> [u8; 32] {
    // Any length is a key to HMAC: the default is never taken.
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.as_slice())
        .map(|mac| mac.chain_update(bytes).finalize().into_bytes().into())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const PIECE: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

    fn binding() -> Binding<'static> {
        Binding { practice: PracticeId(Uuid::from_u128(1)), piece: PIECE, kind: "cheque_receipt" }
    }

    fn key(byte: u8) -> PieceKey {
        Zeroizing::new([byte; 32])
    }

    fn sealed(plaintext: &[u8]) -> (Vec<u8>, PieceSeal) {
        (seal(&key(1), binding(), plaintext).unwrap(), seal_of(&key(1), plaintext))
    }

    const TEXT: &[u8] = "Reçu de Madame Lucie Bernard un chèque de 371,00 €".as_bytes();

    #[rstest]
    #[case::other_key(key(2), binding(), PieceFault::Altered)]
    #[case::other_kind(key(1), Binding { kind: "cheque_discharge", ..binding() }, PieceFault::Altered)]
    #[case::other_piece(
        key(1), Binding { piece: Uuid::from_u128(9), ..binding() }, PieceFault::OtherPiece { found: PIECE }
    )]
    #[case::other_practice(
        key(1), Binding { practice: PracticeId(Uuid::from_u128(9)), ..binding() }, PieceFault::OtherPractice
    )]
    fn it_opens_as_what_it_was_sealed_as(
        #[case] key: PieceKey,
        #[case] binding: Binding<'_>,
        #[case] expected: PieceFault,
    ) {
        let (file, issued) = sealed(TEXT);
        assert_eq!(open(&self::key(1), self::binding(), &issued, &file).unwrap().as_slice(), TEXT);
        assert_eq!(open(&key, binding, &issued, &file).unwrap_err(), expected);
    }

    #[rstest]
    #[case::nothing(|f: &mut Vec<u8>| f.clear(), PieceFault::Truncated)]
    #[case::cut_in_the_word(|f: &mut Vec<u8>| f.truncate(9), PieceFault::Truncated)]
    #[case::cut_in_the_ids(|f: &mut Vec<u8>| f.truncate(WORD.len() + 20), PieceFault::Truncated)]
    #[case::cut_in_the_nonce(|f: &mut Vec<u8>| f.truncate(HEADER_BYTES + 3), PieceFault::Truncated)]
    #[case::cut_at_the_end(|f: &mut Vec<u8>| f.truncate(f.len() - 1), PieceFault::Truncated)]
    #[case::longer(|f: &mut Vec<u8>| f.push(0), PieceFault::Altered)]
    #[case::a_letter(|f: &mut Vec<u8>| *f = b"Madame, Monsieur, veuillez trouver".repeat(9), PieceFault::NotAPiece)]
    #[case::newer(|f: &mut Vec<u8>| f[13] = b'2', PieceFault::Newer)]
    #[case::sealed_anew(|f: &mut Vec<u8>| *f = seal(&key(1), binding(), &[b'x'; 54]).unwrap(), PieceFault::NotAsIssued)]
    fn what_was_done_to_it_is_named(#[case] spoil: fn(&mut Vec<u8>), #[case] expected: PieceFault) {
        assert_eq!(TEXT.len(), 54, "what is sealed anew is as long");
        let (mut file, issued) = sealed(TEXT);
        spoil(&mut file);
        assert_eq!(open(&key(1), binding(), &issued, &file).unwrap_err(), expected);
    }

    #[test]
    fn every_changed_bit_shows_and_no_word_of_it_is_in_the_file() {
        let (file, issued) = sealed(TEXT);
        for at in 0..file.len() * 8 {
            let mut changed = file.clone();
            changed[at / 8] ^= 1 << (at % 8);
            assert!(open(&key(1), binding(), &issued, &changed).is_err(), "bit {at}");
        }
        for word in TEXT.split(|byte| *byte == b' ').filter(|word| word.len() > 3) {
            assert!(!file.windows(word.len()).any(|window| window == word));
        }
        assert_ne!(file, sealed(TEXT).0, "twice the same, it never looks the same");
    }

    #[test]
    fn its_proof_dies_with_its_key() {
        assert_ne!(seal_of(&key(1), TEXT).proof, seal_of(&key(2), TEXT).proof);
    }

    #[test]
    fn too_much_is_refused() {
        let flood = vec![0; MAX_PIECE_BYTES + 1];
        assert!(matches!(seal(&key(1), binding(), &flood), Err(StorageError::PieceTooLarge { .. })));
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(plaintext in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let (file, issued) = sealed(&plaintext);
            prop_assert_eq!(file.len(), plaintext.len() + ADDED_BYTES);
            let opened = open(&key(1), binding(), &issued, &file).unwrap();
            prop_assert_eq!(opened.as_slice(), plaintext.as_slice());
        }

        #[test]
        fn arbitrary_bytes_never_open(file in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(open(&key(1), binding(), &seal_of(&key(1), b"x"), &file).is_err());
        }
    }
}
