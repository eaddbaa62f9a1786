//! The journal's bytes, hash chain, totals, anchors and archive, the access log chained the same way, and the verifiers
//! that prove them.
//!
//! Pure: no clock, no ids made here, no SQLite. Whoever keeps the entries (a database, an archive file, another post)
//! hands in bytes; this crate alone says what those bytes must look like and whether they are all there, in order.
//! `docs/archive-format.md` says the same in words, enough to write another verifier.

pub mod access;
pub mod anchor;
pub mod archive;
pub mod canonical;
pub mod chain;
pub mod entry;
pub mod genesis;
pub mod hash;
mod hex;
pub mod instant;
pub mod key;
pub mod totals;
pub mod upcast;

pub use access::{AccessFault, AccessHead, AccessLog, AccessReport, Segment, verify_access, verify_access_export};
pub use anchor::{Anchor, AnchorError, AnchorOrHash, AnchorVerdict, Head};
pub use archive::{
    ArchiveFault, ArchiveWriteError, ArchiveWriter, EndAttestation, VerifyReport, archive_entries, verify_archive,
};
pub use chain::{ChainBreak, ChainVerifier, PostChain};
pub use entry::{Entry, EntryError, EntryView};
pub use genesis::{Genesis, PracticeKind};
pub use hash::{Hash, HashError, chain};
pub use key::{ArchiveKey, KeyError, PublicKey, Signature};
pub use totals::{Totals, TotalsOverflow};
pub use upcast::{Upcast, UpcastError, Upcasts};
