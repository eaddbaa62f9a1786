//! Anchors: the head of a chain, written down outside the journal so that a cut tail or an old copy shows.
//!
//! Owns what an anchor says and what comparing it means. Where anchors are kept, and how often, belongs to storage.

use std::num::NonZeroU64;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::entry::is_uuid;
use crate::hash::{Hash, HashError};
use crate::instant;
use crate::key::PublicKey;
use crate::totals::Totals;

/// The version of anchors written today.
pub const ANCHOR_VERSION: u32 = 1;

/// The head of one post's chain at some moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The practice.
    pub practice: Uuid,
    /// The post whose chain it is.
    pub post: Uuid,
    /// The number of the last entry (`post_seq`), from 1.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// The totals of the post's chain up to and with that entry.
    pub totals: Totals,
    /// When the anchor was written, kept to the millisecond.
    pub written_at_utc: Timestamp,
    /// The key the practice signs its archives with, so that one signed by another shows.
    pub public_key: Option<PublicKey>,
}

/// Where a post's chain stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The practice.
    pub practice: Uuid,
    /// The post.
    pub post: Uuid,
    /// The number of the last entry; 0 before the first.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// The totals up to and with it.
    pub totals: Totals,
}

/// What an anchor says of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorVerdict {
    /// Chain and anchor end on the same entry.
    Same,
    /// The chain went on after the anchor was written: normal.
    Behind,
    /// The anchor knows entries the chain does not have: the chain was rolled back.
    AheadMeansRollback,
    /// The anchor's entry is not the chain's: another chain, or a rewritten one.
    NotInChain,
}

/// Why bytes are not an anchor.
#[derive(Debug, Error)]
pub enum AnchorError {
    /// Not JSON, or not of an anchor's form.
    #[error("not an anchor: {0}")]
    Form(#[from] serde_json::Error),
    /// Written by a newer Relais.
    #[error("an anchor of version {version}, newer than {ANCHOR_VERSION}")]
    Newer {
        /// The version it says.
        version: u32,
    },
}

/// What a verifier holds from outside: a whole anchor, or only a head's hash copied from a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnchorOrHash {
    /// An anchor.
    Anchor(Anchor),
    /// The hash of some entry.
    Hash(Hash),
}

/// Says what `anchor` means for a chain that stands at `head`.
///
/// [`AnchorVerdict::Behind`] trusts the numbers alone: whoever can look up the hash recorded at `anchor.seq` goes on
/// with [`confirm`].
pub fn compare(anchor: &Anchor, head: &Head) -> AnchorVerdict {
    if anchor.practice != head.practice || anchor.post != head.post {
        return AnchorVerdict::NotInChain;
    }
    match anchor.seq.cmp(&head.seq) {
        std::cmp::Ordering::Greater => AnchorVerdict::AheadMeansRollback,
        std::cmp::Ordering::Less => AnchorVerdict::Behind,
        std::cmp::Ordering::Equal if anchor.hash == head.hash && anchor.totals == head.totals => AnchorVerdict::Same,
        std::cmp::Ordering::Equal => AnchorVerdict::NotInChain,
    }
}

/// As [`compare`], knowing the hash the chain recorded at `anchor.seq`, if it has that entry.
pub fn confirm(anchor: &Anchor, head: &Head, recorded: Option<&Hash>) -> AnchorVerdict {
    match compare(anchor, head) {
        AnchorVerdict::Behind if recorded != Some(&anchor.hash) => AnchorVerdict::NotInChain,
        verdict => verdict,
    }
}

impl Anchor {
    /// The anchor of `head`, written at `written_at_utc`.
    pub fn of(head: &Head, written_at_utc: Timestamp, public_key: Option<PublicKey>) -> Self {
        let Head { practice, post, seq, hash, totals } = head.clone();
        Anchor { practice, post, seq, hash, totals, written_at_utc, public_key }
    }

    /// The JSON text of an anchor file, ending with a line feed. A chain without an entry has no anchor.
    pub fn to_json(&self) -> Result<String, AnchorError> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads an anchor file.
    pub fn from_json(bytes: &[u8]) -> Result<Self, AnchorError> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let Version { version } = serde_json::from_slice(bytes)?;
        if version > ANCHOR_VERSION {
            return Err(AnchorError::Newer { version });
        }
        Ok(serde_json::from_slice(bytes)?)
    }
}

impl From<Anchor> for AnchorOrHash {
    fn from(anchor: Anchor) -> Self {
        AnchorOrHash::Anchor(anchor)
    }
}

impl FromStr for AnchorOrHash {
    type Err = HashError;

    /// Reads a hash typed on the command line; an anchor comes from a file.
    fn from_str(text: &str) -> Result<Self, HashError> {
        text.parse().map(AnchorOrHash::Hash)
    }
}

/// The JSON of an anchor.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnchorFile {
    version: u32,
    #[serde(deserialize_with = "canonical_uuid")]
    practice: Uuid,
    #[serde(deserialize_with = "canonical_uuid")]
    post: Uuid,
    seq: NonZeroU64,
    hash: Hash,
    totals: Totals,
    #[serde(with = "instant::text")]
    written_at_utc: Timestamp,
    #[serde(default)]
    public_key: Option<PublicKey>,
}

/// An id in its one spelling, as everywhere in the journal.
fn canonical_uuid<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    let text = String::deserialize(deserializer)?;
    let id = if is_uuid(text.as_bytes()) { text.parse().ok() } else { None };
    id.ok_or_else(|| serde::de::Error::custom("an id in lowercase with its hyphens is expected"))
}

impl Serialize for Anchor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Anchor { practice, post, seq, hash, totals, written_at_utc, public_key } = self.clone();
        let seq = NonZeroU64::new(seq).ok_or_else(|| serde::ser::Error::custom("an anchor of no entry"))?;
        AnchorFile { version: ANCHOR_VERSION, practice, post, seq, hash, totals, written_at_utc, public_key }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Anchor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let file = AnchorFile::deserialize(deserializer)?;
        if file.version != ANCHOR_VERSION {
            return Err(serde::de::Error::custom("an anchor of another version"));
        }
        let AnchorFile { version: _, practice, post, seq, hash, totals, written_at_utc, public_key } = file;
        let seq = seq.get();
        Ok(Anchor { practice, post, seq, hash, totals, written_at_utc, public_key })
    }
}
