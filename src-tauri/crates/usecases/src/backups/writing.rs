//! A backup being written: under another name, opened, then named; copied to the folders that are there; the rotation last, so
//! that nothing goes before something newer is known to open.

use super::{KnownBackups, LastTry, OnStep, folders, local_folder, places, runs::BackupRun};
use crate::{
    app::{App, OpenPractice, blocking},
    contract::{Problem, ProblemCode},
    retention,
    safekeeping::BackedUp,
};
use jiff::tz::TimeZone;
use relais_domain::backup::gone;
use relais_storage::backup::{self, BackupError, Step, Unmigrated, Verified};
use relais_vault::KeyFile;
use serde_json::json;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The buffer a copy goes through.
const BUFFER_BYTES: usize = 1024 * 1024;
/// Where a backup is opened to be verified, in the practice's folder.
const SCRATCH: &str = "backup.check";

/// Where one goes.
pub(super) struct Places {
    /// A new one is written on this PC; otherwise its last one is copied.
    pub(super) anew: bool,
    /// The chosen folders that are to have it.
    pub(super) folders: Vec<PathBuf>,
}

/// Writes one on this PC, copies it to each folder that is there, and thins all of them out. A folder that is not there, or
/// does not take it, is told in its place and keeps no other from having it.
pub(super) async fn write(
    app: &App,
    practice: &Arc<OpenPractice>,
    known: &KnownBackups,
    to: Places,
    run: &BackupRun,
) -> Result<(), Problem> {
    let local = local_folder(app, practice);
    let begun = written(practice, &local, to, run).await;
    let mut tried = LastTry::default();
    let result = match begun {
        Ok((copies, failures)) => {
            tried.places = failures;
            note(practice, known, &local, copies).await
        }
        Err(problem) => Err(explained(practice, problem).await),
    };
    if let Err(problem) = &result {
        tried.failed_at = Some(practice.now());
        tried.failure = (problem.code != ProblemCode::BackupStopped).then(|| problem.clone());
    }
    *practice.last_backup() = tried;
    result
}

/// A backup reads every page, also those that nobody asks for in a day: where it was stopped by damaged ones, they are named.
/// The cipher tells a page it could not decipher as a disk or a memory that fails, so that every failure is looked into.
async fn explained(practice: &Arc<OpenPractice>, problem: Problem) -> Problem {
    if problem.code == ProblemCode::BackupStopped {
        return problem;
    }
    let looking = practice.clone();
    match blocking(move || Ok(looking.database.broken_pages()?)).await {
        Ok(pages) if !pages.is_empty() => {
            let pages = pages.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            Problem::with(ProblemCode::DatabaseDamaged, json!({ "pages": pages }))
        }
        _ => problem,
    }
}

/// What was written, with its entries, and what did not get where.
type Copies = Vec<(PathBuf, u64)>;
type Failures = BTreeMap<PathBuf, Problem>;

async fn written(
    practice: &Arc<OpenPractice>,
    local: &Path,
    to: Places,
    run: &BackupRun,
) -> Result<(Copies, Failures), Problem> {
    let (writing, folder, watch) = (practice.clone(), local.to_owned(), run.watch());
    let anew = to.anew;
    let (original, mut copies) = blocking(move || {
        std::fs::create_dir_all(&folder).map_err(|error| Problem::not_writable(&folder, &error))?;
        places::sweep(&writing, &folder);
        let last = places::named(&writing, &folder).into_iter().next().filter(|_| !anew);
        if let Some(last) = last {
            return Ok((last.path, Vec::new()));
        }
        let path = places::fresh_name(&writing, &folder, writing.now());
        let done = write_sound(&writing, &path, watch)?;
        Ok((path.clone(), vec![(path, done.entries)]))
    })
    .await?;
    let mut failures = Failures::new();
    for folder in to.folders {
        let (writing, from, at, watch) = (practice.clone(), original.clone(), folder.clone(), run.watch());
        match blocking(move || copy_sound(&writing, &from, &at, watch)).await {
            Ok(copy) => copies.push(copy),
            Err(stopped) if stopped.code == ProblemCode::BackupStopped => return Err(stopped),
            Err(problem) => {
                failures.insert(folder, problem);
            }
        }
    }
    Ok((copies, failures))
}

/// Notes what was written, then lets go of what the rotation and the retention clock do not keep.
async fn note(practice: &Arc<OpenPractice>, known: &KnownBackups, local: &Path, copies: Copies) -> Result<(), Problem> {
    let at = practice.now();
    let noting: Vec<(String, u64)> = copies.iter().map(|(path, entries)| (places::text(path), *entries)).collect();
    practice
        .command(practice.own_call(), &("backup.noted", noting.clone()), move |tx, _| {
            for (path, entries) in noting {
                tx.put_backup(at, &path, entries)?;
            }
            Ok(())
        })
        .await?;
    let rows = practice.read(|queries| Ok(queries.backups()?)).await?;
    let (rotation, clock) = (known.settings.rotation, known.clock);
    let among: Vec<PathBuf> = std::iter::once(local.to_owned()).chain(folders(&known.settings)).collect();
    let thinning = practice.clone();
    let removed = blocking(move || {
        let noted = places::noted(rows);
        let today = thinning.today();
        let called_back = |day| retention::backup_destroyed_on(day, clock) <= today;
        let mut removed = Vec::new();
        for folder in among {
            let found = places::named(&thinning, &folder);
            for at in gone(&places::kept(&found, &noted), rotation, called_back) {
                match std::fs::remove_file(&found[at].path) {
                    Ok(()) => removed.push(places::text(&found[at].path)),
                    // It is asked for again next time.
                    Err(error) => tracing::warn!(%error, "a backup the rotation does not keep could not be removed"),
                }
            }
        }
        Ok(removed)
    })
    .await?;
    if removed.is_empty() {
        return Ok(());
    }
    practice
        .command(practice.own_call(), &("backup.rotated", removed.clone()), move |tx, _| {
            for path in removed {
                tx.backup_gone(&path)?;
            }
            Ok(())
        })
        .await
}

/// Writes a backup under another name, opens it, then gives it its own: what bears the name was seen to open. Blocking.
pub fn write_sound(practice: &OpenPractice, path: &Path, mut watch: OnStep) -> Result<BackedUp, Problem> {
    let partial = Partial::of(path);
    let receipt = partial.fill(|file| {
        let wrapped = KeyFile::in_folder(&practice.folder).read()?.to_json();
        let mut writer = BufWriter::new(file);
        let receipt = practice.database.backup(wrapped.as_bytes(), practice.now(), &mut writer, &mut *watch)?;
        writer.flush().map_err(|error| Problem::not_writable(path, &error))?;
        Ok(receipt)
    })?;
    open(practice, &partial.0, &mut watch)?;
    partial.takes(path)?;
    Ok(BackedUp {
        path: places::text(path),
        entries: receipt.head.seq,
        bytes: receipt.bytes,
        papers: receipt.pieces,
        papers_missing: receipt.missing,
    })
}

/// Copies a backup to a folder that is there, and opens it there. Blocking.
fn copy_sound(
    practice: &OpenPractice,
    from: &Path,
    folder: &Path,
    mut watch: OnStep,
) -> Result<(PathBuf, u64), Problem> {
    // A stick that is not there: nothing is made in its place.
    if !folder.is_dir() {
        return Err(Problem::with(ProblemCode::BackupFolderAway, json!({ "path": places::text(folder) })));
    }
    places::sweep(practice, folder);
    let path = folder.join(from.file_name().unwrap_or_default());
    let partial = Partial::of(&path);
    partial.fill(|file| copy(from, file, &path, &mut watch))?;
    let opened = open(practice, &partial.0, &mut watch)?;
    partial.takes(&path)?;
    Ok((path, opened.anchor.seq))
}

fn copy(from: &Path, to: &mut File, path: &Path, watch: &mut OnStep) -> Result<(), Problem> {
    let mut reader = File::open(from).map_err(|error| Problem::not_readable(from, &error))?;
    let of = reader.metadata().map_or(0, |meta| meta.len());
    let (mut buffer, mut done) = (vec![0; BUFFER_BYTES], 0_u64);
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Problem::not_readable(from, &error)),
        };
        to.write_all(&buffer[..read]).map_err(|error| Problem::not_writable(path, &error))?;
        done += read as u64;
        if watch(Step::Writing, done, of).is_break() {
            return Err(Problem::code(ProblemCode::BackupStopped));
        }
    }
}

/// Opens a backup of this practice; nothing is put back. Blocking.
pub(super) fn open(practice: &OpenPractice, path: &Path, watch: &mut OnStep) -> Result<Verified, Problem> {
    let file = File::open(path).map_err(|error| Problem::not_readable(path, &error))?;
    let key = practice.database.key_of_backups();
    Ok(backup::verify(BufReader::new(file), &key, &practice.folder.join(SCRATCH), None, &mut **watch)?)
}

/// A file that bears another name until it is whole, and is removed if it never is.
struct Partial(PathBuf);

impl Partial {
    fn of(path: &Path) -> Self {
        Partial(path.with_extension(places::PARTIAL))
    }

    /// Writes it down to the disk.
    fn fill<T>(&self, write: impl FnOnce(&mut File) -> Result<T, Problem>) -> Result<T, Problem> {
        let refused = |error: io::Error| Problem::not_writable(&self.0, &error);
        let mut file = File::create(&self.0).map_err(refused)?;
        let written = write(&mut file)?;
        file.sync_all().map_err(refused)?;
        Ok(written)
    }

    fn takes(self, path: &Path) -> Result<(), Problem> {
        std::fs::rename(&self.0, path).map_err(|error| Problem::not_writable(path, &error))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Nothing to remove is the usual case; one that stays is no backup, and is removed next time.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Has a practice of an older version copied among its backups before it is migrated.
pub(crate) fn before_migration(app: &App) -> impl FnOnce(&Unmigrated<'_>) -> Result<(), BackupError> + Send + 'static {
    let (backups, now) = (app.setup.backups.clone(), app.setup.clock.now());
    move |old| {
        let folder = backups.join(old.folder().path().file_name().unwrap_or_default());
        std::fs::create_dir_all(&folder)?;
        let wrapped = std::fs::read(old.folder().keys_file())?;
        let path = folder.join(places::name_of(old.practice()?, &TimeZone::system(), now));
        let partial = Partial::of(&path);
        let mut file = File::create(&partial.0)?;
        old.backup(&wrapped, now, &mut file)?;
        file.sync_all()?;
        old.verify(BufReader::new(File::open(&partial.0)?), &old.folder().path().join(SCRATCH))?;
        std::fs::rename(&partial.0, &path)?;
        Ok(())
    }
}
