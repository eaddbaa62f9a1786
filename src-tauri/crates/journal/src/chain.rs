//! The streaming verifier of chains: one per post, one practice, the genesis first.
//!
//! It keeps the head of each post and nothing of the entries, so a journal of any length is checked in constant memory.
//! It says that a link is broken; telling a changed entry from a missing one needs to read on, which the archive does.

use sha2::{Digest, Sha256};
use thiserror::Error;
use uuid::Uuid;

use crate::entry::{EntryError, EntryView};
use crate::genesis::{GENESIS_KIND, Genesis};
use crate::hash::{Hash, chain};
use crate::totals::{Totals, TotalsOverflow};

/// The most posts one journal may hold: a practice has a handful, and each costs memory.
pub const MAX_POSTS: usize = 256;

/// The chain of one post, as far as it was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostChain {
    /// The post.
    pub post: Uuid,
    /// The number of its last entry.
    pub post_seq: u64,
    /// The hash of its last entry.
    pub hash: Hash,
    /// Its totals so far.
    pub totals: Totals,
    /// How many of its entries are dated before the one they follow: the post's clock was set back.
    pub clock_set_back: u64,
    /// The hash before `hash`.
    pub(crate) previous: Hash,
    /// The position in the journal of its last entry, from 1.
    pub(crate) position: u64,
    post_text: String,
    recorded_at_utc: String,
}

/// Where and how an entry does not continue its chain.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChainBreak {
    /// The bytes are not an entry.
    #[error("entry {position}: {source}")]
    Unreadable {
        /// Position in the journal, from 1.
        position: u64,
        /// What is wrong with them.
        source: EntryError,
    },
    /// The number of the entry is not the next of its post.
    #[error("entry {position}: number {found} where {expected} comes next on post {post}")]
    Number {
        /// Position in the journal, from 1.
        position: u64,
        /// The post of the entry.
        post: Uuid,
        /// The number that comes next.
        expected: u64,
        /// The number found.
        found: u64,
    },
    /// The recorded hash is not that of the previous hash and these bytes.
    #[error("entry {position}: the hash does not match")]
    Hash {
        /// Position in the journal, from 1.
        position: u64,
    },
    /// The entry belongs to another practice.
    #[error("entry {position}: belongs to another practice")]
    OtherPractice {
        /// Position in the journal, from 1.
        position: u64,
    },
    /// The first entry does not create the practice, or says neither its kind nor its time zone.
    #[error("the first entry does not create the practice")]
    GenesisMissing,
    /// A later entry creates a practice again.
    #[error("entry {position}: the practice is created again")]
    GenesisRepeated {
        /// Position in the journal, from 1.
        position: u64,
    },
    /// More posts than [`MAX_POSTS`].
    #[error("entry {position}: more than {MAX_POSTS} posts")]
    TooManyPosts {
        /// Position in the journal, from 1.
        position: u64,
    },
    /// A total left its range.
    #[error("entry {position}: {source}")]
    Totals {
        /// Position in the journal, from 1.
        position: u64,
        /// Which.
        source: TotalsOverflow,
    },
}

/// Follows the chains of a journal, entry after entry in the journal's order.
#[derive(Debug, Clone, Default)]
pub struct ChainVerifier {
    practice: Option<(Uuid, Genesis)>,
    practice_text: String,
    posts: Vec<PostChain>,
    entries: u64,
    /// SHA-256 of the hashes in the journal's order: it fixes how the posts interleave, which no chain does.
    order: Sha256,
}

impl ChainVerifier {
    /// A verifier before the first entry.
    pub fn new() -> Self {
        ChainVerifier::default()
    }

    /// Takes the next entry. After a break nothing has moved: the entry was not taken.
    pub fn push(&mut self, bytes: &[u8], recorded: &Hash) -> Result<(), ChainBreak> {
        let position = self.entries + 1;
        let entry = EntryView::read(bytes).map_err(|source| ChainBreak::Unreadable { position, source })?;
        self.push_view(&entry, bytes, recorded)
    }

    /// Takes the next entry, already read from `bytes`.
    pub(crate) fn push_view(&mut self, entry: &EntryView<'_>, bytes: &[u8], recorded: &Hash) -> Result<(), ChainBreak> {
        let position = self.entries + 1;
        let known = self.posts.iter().position(|chain| chain.post_text == entry.post);
        let (head, last) = known.map_or((Hash::GENESIS, 0), |at| (self.posts[at].hash, self.posts[at].post_seq));
        if entry.post_seq != last + 1 {
            let (expected, found) = (last + 1, entry.post_seq);
            return Err(ChainBreak::Number { position, post: uuid(entry.post), expected, found });
        }
        if chain(&head, bytes) != *recorded {
            return Err(ChainBreak::Hash { position });
        }
        self.check_practice(entry, position)?;
        match known {
            Some(at) => self.posts[at].take(entry, *recorded, position),
            None if self.posts.len() == MAX_POSTS => return Err(ChainBreak::TooManyPosts { position }),
            None => {
                let mut first = PostChain::before_first(entry);
                first.take(entry, *recorded, position).map(|()| self.posts.push(first))
            }
        }
        .map_err(|source| ChainBreak::Totals { position, source })?;
        self.order.update(recorded.as_bytes());
        self.entries = position;
        Ok(())
    }

    fn check_practice(&mut self, entry: &EntryView<'_>, position: u64) -> Result<(), ChainBreak> {
        if self.practice.is_some() {
            if entry.practice != self.practice_text {
                return Err(ChainBreak::OtherPractice { position });
            }
            let repeated = entry.kind == GENESIS_KIND;
            return if repeated { Err(ChainBreak::GenesisRepeated { position }) } else { Ok(()) };
        }
        let genesis = Genesis::of(entry).ok_or(ChainBreak::GenesisMissing)?;
        self.practice = Some((uuid(entry.practice), genesis));
        self.practice_text = entry.practice.to_owned();
        Ok(())
    }

    /// How many entries were taken.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The practice and what its first entry says, once that was taken.
    pub fn practice(&self) -> Option<(Uuid, &Genesis)> {
        self.practice.as_ref().map(|(practice, genesis)| (*practice, genesis))
    }

    /// The posts, in the order they first recorded something.
    pub fn posts(&self) -> &[PostChain] {
        &self.posts
    }

    /// The chain of one post.
    pub fn post(&self, post: &Uuid) -> Option<&PostChain> {
        self.posts.iter().find(|chain| chain.post == *post)
    }

    /// The totals of all posts together.
    pub fn totals(&self) -> Result<Totals, TotalsOverflow> {
        let mut totals = Totals::default();
        self.posts.iter().try_for_each(|chain| totals.merge(&chain.totals))?;
        Ok(totals)
    }

    /// SHA-256 of the hashes of all entries, in order.
    pub fn order(&self) -> Hash {
        Hash::from_bytes(self.order.clone().finalize().into())
    }
}

impl PostChain {
    fn before_first(entry: &EntryView<'_>) -> Self {
        PostChain {
            post: uuid(entry.post),
            post_seq: 0,
            hash: Hash::GENESIS,
            totals: Totals::default(),
            clock_set_back: 0,
            previous: Hash::GENESIS,
            position: 0,
            post_text: entry.post.to_owned(),
            recorded_at_utc: entry.recorded_at_utc.to_owned(),
        }
    }

    fn take(&mut self, entry: &EntryView<'_>, hash: Hash, position: u64) -> Result<(), TotalsOverflow> {
        self.totals.add(entry)?;
        self.clock_set_back += u64::from(*entry.recorded_at_utc < *self.recorded_at_utc);
        self.recorded_at_utc.clear();
        self.recorded_at_utc.push_str(entry.recorded_at_utc);
        self.previous = std::mem::replace(&mut self.hash, hash);
        self.post_seq = entry.post_seq;
        self.position = position;
        Ok(())
    }
}

/// The id spelled by a member that was read as one: 32 digits and four hyphens always parse.
pub(crate) fn uuid(text: &str) -> Uuid {
    text.parse().unwrap_or_default()
}
