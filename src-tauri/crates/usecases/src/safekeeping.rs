//! What keeps a practice safe besides its journal: the lists made anew from it, and a backup written where a person says. A
//! backup holds what the practice's folder holds and is as unreadable without its keys.

use crate::{
    app::{OpenPractice, blocking},
    backups::{self, OnStep},
    contract::{Problem, ProblemCode},
    retention,
};
use relais_storage::{StorageError, backup::BackupError};
use serde::Serialize;
use serde_json::json;
use std::{path::Path, sync::Arc};

/// What a rebuild found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// Entries of the journal.
    pub entries: u64,
    /// Whether every column of every list was already what the journal tells.
    pub as_before: bool,
}

/// A backup that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackedUp {
    /// Where.
    pub path: String,
    /// Entries of the journal in it.
    pub entries: u64,
    /// Its size.
    pub bytes: u64,
    /// Kept papers in it.
    pub papers: usize,
    /// Kept papers whose file was not there to be saved.
    pub papers_missing: usize,
}

/// Rebuilds every list from the journal; `progress` is told the list, entries read and entries to read.
pub async fn rebuild(
    practice: &Arc<OpenPractice>,
    mut progress: impl FnMut(&str, u64, u64) + Send + 'static,
) -> Result<Rebuilt, Problem> {
    let practice = practice.clone();
    blocking(move || {
        let dump = || practice.database.read(|queries| queries.dump_views());
        let before = dump()?;
        practice.database.rebuild(move |step| progress(step.view, step.done, step.total))?;
        Ok(Rebuilt { entries: practice.database.head()?.seq, as_before: before == dump()? })
    })
    .await
}

/// Writes a backup where it is asked: under another name first, and opened before it bears its own.
pub async fn back_up(practice: &Arc<OpenPractice>, path: &Path, watch: OnStep) -> Result<BackedUp, Problem> {
    let (copying, path) = (practice.clone(), path.to_owned());
    let written = blocking(move || backups::write_sound(&copying, &path, watch)).await?;
    // What is erased from now on is still in it: it must be known until when.
    retention::noted(practice, written.path.clone(), written.entries).await?;
    Ok(written)
}

impl From<BackupError> for Problem {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::NotABackup => Problem::code(ProblemCode::NotABackup),
            BackupError::Newer => Problem::code(ProblemCode::DatabaseNewer),
            BackupError::Truncated | BackupError::Changed { .. } | BackupError::HeadDiffers => damaged(),
            BackupError::WrongKey => Problem::code(ProblemCode::DatabaseWrongKey),
            BackupError::FolderInUse => Problem::code(ProblemCode::AlreadyExists),
            BackupError::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => Problem::disk_full(),
            BackupError::Io(error) => {
                Problem::with(ProblemCode::FileNotReadable, json!({ "reason": error.to_string() }))
            }
            BackupError::Open(error) => error.into(),
            // Its copy of the database, not the one at work.
            BackupError::Storage(error) if error.is_damage() => damaged(),
            BackupError::Storage(StorageError::CopyNotWhole(_)) => damaged(),
            BackupError::Storage(error) => error.into(),
        }
    }
}

fn damaged() -> Problem {
    Problem::code(ProblemCode::BackupDamaged)
}
