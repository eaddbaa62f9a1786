//! The archive: the whole journal in one text file that anybody can check, written and verified as a stream.
//!
//! Owns the format (`docs/archive-format.md`), its writer, its verifier and the names of what can be wrong. Where the
//! entries come from and where the file goes belongs to others: it only knows `Read` and `Write`.

mod diagnose;
mod fault;
mod line;
mod manifest;
mod report;
mod verify;
mod write;

pub use fault::ArchiveFault;
pub(crate) use line::{Line, Lines, split_entry};
pub use manifest::{Manifest, ManifestPost};
pub use report::{EndAttestation, PostReport, VerifyReport};
pub use verify::{archive_entries, verify_archive};
pub use write::{ArchiveWriteError, ArchiveWriter};

/// The format written today, and the newest that is read.
pub const ARCHIVE_FORMAT: u32 = 1;
/// What the first line says before the format.
const HEADER_WORD: &str = "relais-archive ";
/// What the last line begins with; no entry line does, since `m` is no hexadecimal digit.
pub(crate) const MANIFEST_WORD: &str = "manifest ";
