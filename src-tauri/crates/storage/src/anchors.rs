//! Anchors: the head of the chain written outside the database, so that a cut tail or an old copy put back shows.
//!
//! Two places, chosen by the caller. A place that cannot be written is told, never fatal: the sale goes on.

use crate::{error::StorageError, journal_table};
use jiff::{SignedDuration, Timestamp};
use relais_journal::{Anchor, AnchorVerdict, Hash, Head, PublicKey, anchor};
use rusqlite::Connection;
use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

/// After commits, at most one anchor in this time: the bytes are few, the wear of two more syncs a command is not.
pub(crate) const ANCHOR_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// An anchor is some hundred bytes; larger is something else.
const MAX_ANCHOR_BYTES: u64 = 64 * 1024;

/// Where anchors are written, and who signs the archives.
#[derive(Debug, Clone, Default)]
pub struct AnchorPaths {
    /// The files, each in a folder of its own, outside the practice's.
    pub files: Vec<PathBuf>,
    /// The practice's archive key, written with the anchor so that an archive signed by another shows.
    pub public_key: Option<PublicKey>,
}

/// What an anchor said at opening, or why it said nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnchorFinding {
    /// There is none yet.
    Absent,
    /// It is the head, or an earlier entry of the chain: all is well.
    InChain,
    /// It knows entries this database does not have: an old copy was put back.
    RollbackSuspected {
        /// The anchor's last entry.
        anchored: u64,
        /// The database's.
        found: u64,
    },
    /// Its entry is not this chain's: another practice's, or a rewritten journal.
    OtherChain,
    /// It could not be read.
    Unreadable(String),
}

impl AnchorFinding {
    /// Whether a person must be told.
    pub const fn is_alarming(&self) -> bool {
        matches!(self, AnchorFinding::RollbackSuspected { .. } | AnchorFinding::OtherChain)
    }
}

/// What each anchor says of the chain as it stands.
pub(crate) fn findings(
    connection: &Connection,
    head: &Head,
    paths: &AnchorPaths,
) -> Result<Vec<(PathBuf, AnchorFinding)>, StorageError> {
    let mut findings = Vec::with_capacity(paths.files.len());
    for file in &paths.files {
        findings.push((file.clone(), finding(connection, head, file)?));
    }
    Ok(findings)
}

fn finding(connection: &Connection, head: &Head, file: &Path) -> Result<AnchorFinding, StorageError> {
    let bytes = match std::fs::metadata(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(AnchorFinding::Absent),
        Err(error) => return Ok(AnchorFinding::Unreadable(error.to_string())),
        Ok(meta) if meta.len() > MAX_ANCHOR_BYTES => return Ok(AnchorFinding::Unreadable("too large".to_owned())),
        Ok(_) => match std::fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) => return Ok(AnchorFinding::Unreadable(error.to_string())),
        },
    };
    let found = match Anchor::from_json(&bytes) {
        Ok(found) => found,
        Err(error) => return Ok(AnchorFinding::Unreadable(error.to_string())),
    };
    let recorded: Option<Hash> = match found.seq {
        0 => Some(Hash::GENESIS),
        seq => journal_table::hash_at(connection, head.post, seq)?,
    };
    Ok(match anchor::confirm(&found, head, recorded.as_ref()) {
        AnchorVerdict::Same | AnchorVerdict::Behind => AnchorFinding::InChain,
        AnchorVerdict::AheadMeansRollback => AnchorFinding::RollbackSuspected { anchored: found.seq, found: head.seq },
        AnchorVerdict::NotInChain => AnchorFinding::OtherChain,
    })
}

/// Writes the anchor of `head` in every place; the first that failed is told, after the others were tried.
pub(crate) fn write(head: &Head, now: Timestamp, paths: &AnchorPaths) -> Result<(), StorageError> {
    let text =
        Anchor::of(head, now, paths.public_key).to_json().map_err(|error| StorageError::Anchor(error.to_string()))?;
    let mut failed = None;
    for file in &paths.files {
        if let Err(error) = replace(file, text.as_bytes()) {
            failed.get_or_insert(error);
        }
    }
    failed.map_or(Ok(()), |error| Err(StorageError::file("an anchor")(error)))
}

/// Writes beside, syncs, then takes the place: a reader sees the old anchor or the new one, never half of one. What could
/// not be finished beside is taken away.
fn replace(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    let written = File::create(&beside).and_then(|mut writer| {
        writer.write_all(bytes)?;
        writer.sync_all()
    });
    let replaced = written.and_then(|()| std::fs::rename(&beside, file));
    if replaced.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    replaced
}
