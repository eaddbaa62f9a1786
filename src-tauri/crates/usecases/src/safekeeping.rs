//! What keeps a practice safe besides its journal: the lists made anew from it, a backup, and a backup put back.
//!
//! A backup holds what the practice's folder holds and is as unreadable without its keys. Putting one back goes into a
//! folder of its own, never over a practice, and is an entry of the journal.

use crate::{
    access::{self, unlock_wrapped},
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{PapersChecked, Problem, ProblemCode, Unlock},
    opening::{self, Nameplate},
    papers, retention,
    team::Entrance,
};
use jiff::Timestamp;
use relais_domain::practice::{self, Practice};
use relais_storage::{
    PracticeFolder,
    backup::{self, BackupError},
};
use relais_vault::{KeyBundle, KeyFile, WrappedKeys};
use serde::Serialize;
use serde_json::json;
use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
    path::Path,
    sync::Arc,
};

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

/// A backup that was put back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PutBack {
    /// The practice's new folder.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// Entries of the journal in the backup.
    pub entries: u64,
    /// When the backup was written.
    pub written_at: Timestamp,
    /// Its kept papers, every one looked at.
    pub papers: PapersChecked,
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

/// Writes a backup: under another name first, so that a half-written one never lies there. `progress` is told pages
/// copied and to copy.
pub async fn back_up(
    practice: &Arc<OpenPractice>,
    path: &Path,
    progress: impl FnMut(u64, u64) + Send + 'static,
) -> Result<BackedUp, Problem> {
    let (copying, path) = (practice.clone(), path.to_owned());
    let written = blocking(move || {
        let partial = path.with_extension("partiel");
        let written = write_backup(&copying, &partial, progress).and_then(|receipt| {
            std::fs::rename(&partial, &path).map(|()| receipt).map_err(|e| not_writable(&path, &e))
        });
        if written.is_err() {
            // What was begun is of no use; that it could not be removed changes nothing of the refusal.
            let _ = std::fs::remove_file(&partial);
        }
        let receipt = written?;
        Ok(BackedUp {
            path: path.display().to_string(),
            entries: receipt.head.seq,
            bytes: receipt.bytes,
            papers: receipt.pieces,
            papers_missing: receipt.missing,
        })
    })
    .await?;
    // What is erased from now on is still in it: it must be known until when.
    retention::noted(practice, written.path.clone(), written.entries).await?;
    Ok(written)
}

fn write_backup(
    practice: &OpenPractice,
    partial: &Path,
    progress: impl FnMut(u64, u64),
) -> Result<backup::BackupReceipt, Problem> {
    let wrapped = KeyFile::in_folder(&practice.folder).read()?.to_json();
    let mut file = BufWriter::new(File::create(partial).map_err(|error| not_writable(partial, &error))?);
    let receipt = practice.database.backup(wrapped.as_bytes(), practice.now(), &mut file, progress)?;
    let flushed = file.flush().and_then(|()| file.get_ref().sync_all());
    flushed.map_err(|error| not_writable(partial, &error))?;
    Ok(receipt)
}

/// Puts a backup back into a folder that holds nothing, and closes it again. Refused, nothing of it stays.
pub async fn restore(app: &App, container: &Path, unlock: Unlock, into: &Path) -> Result<PutBack, Problem> {
    let by_keyring = unlock == Unlock::Keyring;
    let keys = {
        let (app, container) = (app.clone(), container.to_owned());
        blocking(move || {
            let wrapped = wrapped_keys(&container)?;
            Ok((unlock_wrapped(&app, &wrapped, unlock)?, wrapped))
        })
        .await?
    };
    let new_folder = !into.exists();
    let put_back = put_back(app, container, keys, into, by_keyring).await;
    if put_back.is_err() && new_folder {
        app.leave(false)?;
        // It holds only what was just put there; a folder that stays holds no practice and is encrypted.
        let _ = std::fs::remove_dir_all(into);
    }
    put_back
}

async fn put_back(
    app: &App,
    container: &Path,
    (keys, wrapped): (KeyBundle, WrappedKeys),
    into: &Path,
    by_keyring: bool,
) -> Result<PutBack, Problem> {
    let (from, into) = (container.to_owned(), into.to_owned());
    let (keys, folder, restored) = blocking(move || {
        if std::fs::read_dir(&into).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(Problem::code(ProblemCode::AlreadyExists));
        }
        let folder = PracticeFolder::create(&into)?;
        let file = File::open(&from).map_err(|error| not_readable(&from, &error))?;
        let restored = backup::restore(BufReader::new(file), &folder, &opening::database_key(&keys))?;
        KeyFile::in_folder(folder.path()).write(&wrapped)?;
        Ok((keys, folder.path().to_owned(), restored))
    })
    .await?;
    let practice = opening::open(app, folder.clone(), keys, Entrance::of_owner("restored")).await?;
    let (entries, written_at) = (restored.head.seq, restored.anchor.written_at_utc);
    let id = practice.id;
    practice
        .command(practice.own_call(), &("restore", entries, written_at), move |tx, context| {
            let state = tx.load::<Practice>(id.0)?;
            tx.append::<Practice>(id.0, practice::restore(&state, entries, written_at, context)?)?;
            Ok(())
        })
        .await?;
    let looking = practice.clone();
    let papers = blocking(move || papers::check(&looking.database, |_, _| {})).await?;
    let name = plate(&practice, &folder, by_keyring).await?;
    drop(practice);
    let closing = Call { command_id: relais_domain::ids::CommandId(app.setup.ids.fresh(app.setup.clock.now())) };
    access::close(app, closing, crate::contract::Nothing {}).await?;
    Ok(PutBack { folder: folder.display().to_string(), name, entries, written_at, papers })
}

/// The nameplate is not in a backup: it is on the shop front.
async fn plate(practice: &Arc<OpenPractice>, folder: &Path, remembered: bool) -> Result<String, Problem> {
    let row = practice.read(|queries| Ok(queries.practice()?)).await?;
    let name = row.map(|row| row.letterhead.name).unwrap_or_default();
    let written = Nameplate { name: name.clone(), kind: practice.kind, remembered }.write(folder);
    written.map_err(|error| not_writable(folder, &error))?;
    Ok(name)
}

fn wrapped_keys(container: &Path) -> Result<WrappedKeys, Problem> {
    let file = File::open(container).map_err(|error| not_readable(container, &error))?;
    let bytes = backup::read_keys(BufReader::new(file))?;
    let text = String::from_utf8(bytes).map_err(|_| Problem::code(ProblemCode::NotADatabase))?;
    Ok(WrappedKeys::from_json(&text)?)
}

impl From<BackupError> for Problem {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::NotABackup => Problem::code(ProblemCode::NotADatabase),
            BackupError::Newer => Problem::code(ProblemCode::DatabaseNewer),
            BackupError::Truncated | BackupError::Changed { .. } | BackupError::HeadDiffers => {
                Problem::code(ProblemCode::DatabaseDamaged)
            }
            BackupError::WrongKey => Problem::code(ProblemCode::DatabaseWrongKey),
            BackupError::FolderInUse => Problem::code(ProblemCode::AlreadyExists),
            BackupError::Io(error) => {
                Problem::with(ProblemCode::FileNotReadable, json!({ "reason": error.to_string() }))
            }
            BackupError::Open(error) => error.into(),
            BackupError::Storage(error) => error.into(),
        }
    }
}

fn not_writable(path: &Path, error: &std::io::Error) -> Problem {
    let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
    Problem::with(ProblemCode::FileNotWritable, params)
}

fn not_readable(path: &Path, error: &std::io::Error) -> Problem {
    let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
    Problem::with(ProblemCode::FileNotReadable, params)
}
