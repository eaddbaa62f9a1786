//! The access log: who looked what up, opened, copied, exported or was refused, in monthly segments.
//!
//! Its entries are the journal's own ([`Entry`](crate::Entry), same bytes, same hash), on the stream `access/YYYY-MM`
//! and numbered from 1 in each month. A month's chain begins anew, so that whole months can be erased; it ends with a
//! seal, which the next month's opening repeats: a month that was dropped, or one that lost its end, shows. What may be
//! logged is not decided here, only that it is a matter of ids and codes. `docs/archive-format.md` says it in words.

mod export;
mod fault;
mod log;
mod segment;
mod verify;

pub use export::{AccessExportWriter, AccessManifest, verify_access_export};
pub use fault::AccessFault;
pub use log::{AccessHead, AccessLog, Chained, Erased, Note, Stamp};
pub use segment::{Segment, SegmentError};
pub use verify::{AccessReport, AccessVerifier, verify_access};

/// The first word of the stream of every entry of the log.
pub const STREAM_WORD: &str = "access";
/// The kind of the entry that opens a month: what the month before ended with.
pub const OPENED_KIND: &str = "segment.opened";
/// The kind of the entry that seals a month: how many entries stand before it, and the hash of the last.
pub const SEALED_KIND: &str = "segment.sealed";
/// The kind of the entry that says which months were erased.
pub const ERASED_KIND: &str = "segment.erased";
