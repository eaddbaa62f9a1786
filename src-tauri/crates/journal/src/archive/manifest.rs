//! The last line of an archive: what it holds, spelled out and signed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::MANIFEST_WORD;
use crate::canonical::{self, MAX_INTEGER};
use crate::chain::{ChainVerifier, MAX_POSTS};
use crate::hash::Hash;
use crate::instant;
use crate::key::{ArchiveKey, PublicKey, Signature};
use crate::totals::Totals;

/// The `format` member; also what keeps this signature from ever passing for one over something else.
const MANIFEST_FORMAT: &str = "relais-archive-manifest/1";

/// What the signed last line of an archive says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The number of entries.
    pub count: u64,
    format: String,
    /// SHA-256 of the hashes of all entries in the order of the file.
    pub order: Hash,
    /// The chains, by post.
    pub posts: Vec<ManifestPost>,
    /// The practice.
    pub practice: Uuid,
    /// The key that signed.
    pub public_key: PublicKey,
    /// When the archive was written.
    #[serde(with = "instant::text")]
    pub written_at_utc: Timestamp,
}

/// What the manifest says of one post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestPost {
    /// The hash of its last entry.
    pub hash: Hash,
    /// The post.
    pub post: Uuid,
    /// The number of its last entry.
    pub post_seq: u64,
    /// Its totals.
    pub totals: Totals,
}

/// A manifest as it stands in a file, its signature not yet checked.
pub(super) struct SignedManifest<'a> {
    pub(super) manifest: Manifest,
    signature: Signature,
    bytes: &'a [u8],
}

impl Manifest {
    /// The manifest of what `chains` went through; nothing before the first entry.
    pub(super) fn of(chains: &ChainVerifier, public_key: PublicKey, written_at_utc: Timestamp) -> Option<Self> {
        let (practice, _) = chains.practice()?;
        let mut posts: Vec<ManifestPost> = chains
            .posts()
            .iter()
            .map(|chain| ManifestPost {
                hash: chain.hash,
                post: chain.post,
                post_seq: chain.post_seq,
                totals: chain.totals.clone(),
            })
            .collect();
        posts.sort_by_key(|head| head.post);
        let (count, order) = (chains.entries(), chains.order());
        let format = MANIFEST_FORMAT.to_owned();
        Some(Manifest { count, format, order, posts, practice, public_key, written_at_utc })
    }

    /// The line, without its line feed; nothing when the manifest outgrows what a verifier reads.
    pub(super) fn to_line(&self, key: &ArchiveKey) -> Option<Vec<u8>> {
        let bytes = self.canonical_bytes()?;
        let mut line = format!("{MANIFEST_WORD}{} ", key.sign(&bytes)).into_bytes();
        line.extend_from_slice(&bytes);
        SignedManifest::read(&line).is_some().then_some(line)
    }

    /// The head the manifest knows for `post`.
    pub(super) fn head(&self, post: &Uuid) -> Option<&ManifestPost> {
        self.posts.iter().find(|head| head.post == *post)
    }

    fn canonical_bytes(&self) -> Option<Vec<u8>> {
        canonical::to_bytes(&serde_json::to_value(self).ok()?).ok()
    }

    /// What the types alone do not say.
    fn is_well_formed(&self) -> bool {
        let ascending = self.posts.is_sorted_by(|a, b| a.post < b.post);
        let sane = |head: &ManifestPost| head.post_seq >= 1 && head.totals.entries() == head.post_seq;
        let count = self.posts.iter().try_fold(0_u64, |sum, head| sum.checked_add(head.post_seq));
        self.format == MANIFEST_FORMAT
            && (1..=MAX_POSTS).contains(&self.posts.len())
            && ascending
            && self.posts.iter().all(sane)
            && count == Some(self.count)
            && self.count <= MAX_INTEGER.unsigned_abs()
    }
}

impl<'a> SignedManifest<'a> {
    /// Reads a manifest line, or nothing unless it has its form to the byte.
    pub(super) fn read(line: &'a [u8]) -> Option<Self> {
        let rest = line.strip_prefix(MANIFEST_WORD.as_bytes())?;
        let (signature, bytes) = rest.split_at_checked(128)?;
        let bytes = bytes.strip_prefix(b" ")?;
        let signature = Signature::from_hex(signature)?;
        canonical::check(bytes).ok()?;
        let manifest: Manifest = serde_json::from_slice(bytes).ok()?;
        // Writing it again finds what the types would read in another spelling, such as an id in capitals.
        let as_written = manifest.canonical_bytes()?;
        let well_formed = as_written == bytes && manifest.is_well_formed();
        well_formed.then_some(SignedManifest { manifest, signature, bytes })
    }

    /// Whether the key it names signed it.
    pub(super) fn is_signed(&self) -> bool {
        self.manifest.public_key.signed(self.bytes, &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn posts_are_in_the_order_of_their_text(a: u128, b: u128) {
            let (a, b) = (Uuid::from_u128(a), Uuid::from_u128(b));
            proptest::prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }
}
