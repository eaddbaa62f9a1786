//! What a verifier says of an archive that is whole.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::chain::PostChain;
use crate::genesis::PracticeKind;
use crate::hash::Hash;
use crate::instant;
use crate::key::PublicKey;
use crate::totals::{Totals, TotalsOverflow};

/// A whole archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// The practice.
    pub practice: Uuid,
    /// Whether its money is real.
    pub practice_kind: PracticeKind,
    /// Its time zone.
    pub time_zone: String,
    /// How many entries there are.
    pub entries: u64,
    /// The chains, in the order the posts first recorded something.
    pub posts: Vec<PostReport>,
    /// The key that signed the archive.
    pub public_key: PublicKey,
    /// When the archive says it was written.
    #[serde(with = "instant::text")]
    pub written_at_utc: Timestamp,
    /// Who says that the journal ends here.
    pub end: EndAttestation,
}

/// One whole chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostReport {
    /// The post.
    pub post: Uuid,
    /// The number of its last entry.
    pub post_seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// Its totals.
    pub totals: Totals,
    /// How often its clock was set back: suspect, not a fault.
    pub clock_set_back: u64,
}

/// Who says that the journal ends where the archive does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum EndAttestation {
    /// Nobody but the archive: a shorter one, signed again by the holder of the key, would look the same.
    ArchiveAlone,
    /// An anchor, up to its entry.
    Anchor {
        /// The post it speaks of.
        post: Uuid,
        /// The number of its entry.
        post_seq: u64,
        /// How many entries the post recorded after it, attested by the archive alone.
        beyond: u64,
    },
}

impl VerifyReport {
    /// The totals of all posts together, which no verdict depends on.
    pub fn totals(&self) -> Result<Totals, TotalsOverflow> {
        let mut totals = Totals::default();
        self.posts.iter().try_for_each(|post| totals.merge(&post.totals))?;
        Ok(totals)
    }

    /// The verdict in the words every verifier prints, `OK …`.
    pub fn code(&self) -> String {
        match self.end {
            EndAttestation::ArchiveAlone => "OK ARCHIVE_ALONE".to_owned(),
            EndAttestation::Anchor { post_seq, .. } => format!("OK ANCHORED {post_seq}"),
        }
    }
}

impl From<&PostChain> for PostReport {
    fn from(chain: &PostChain) -> Self {
        PostReport {
            post: chain.post,
            post_seq: chain.post_seq,
            hash: chain.hash,
            totals: chain.totals.clone(),
            clock_set_back: chain.clock_set_back,
        }
    }
}

impl fmt::Display for VerifyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.entries > 1 { "s" } else { "" };
        write!(f, "Le journal est entier ({}, {} entrée{plural}) ; {}.", self.practice_kind, self.entries, self.end)?;
        match self.posts.iter().map(|post| post.clock_set_back).sum::<u64>() {
            0 => Ok(()),
            1 => f.write_str(" L'horloge du poste a été reculée une fois."),
            times => write!(f, " L'horloge des postes a été reculée {times} fois."),
        }
    }
}

impl fmt::Display for EndAttestation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EndAttestation::ArchiveAlone => f.write_str("fin attestée par l'archive seule"),
            EndAttestation::Anchor { beyond: 0, .. } => f.write_str("fin attestée par l'ancre"),
            EndAttestation::Anchor { post_seq, .. } => {
                write!(f, "attesté par l'ancre jusqu'à l'entrée {post_seq}, au-delà par l'archive seule")
            }
        }
    }
}
