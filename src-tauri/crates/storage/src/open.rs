//! Opening and its refusals: each cause has its own code, and none changes a byte of what is there.

use crate::{
    anchors::AnchorPaths,
    backup::{BackupError, Unmigrated},
    connection::{self, PAGE_BYTES, Use},
    error::StorageError,
    folder::PracticeFolder,
    key::DatabaseKey,
    phase::Phase,
    schema,
    views::RebuildProgress,
    writer::PhaseWatch,
};
use rusqlite::{Connection, ErrorCode, config::DbConfig};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};
use thiserror::Error;

/// Told of the progress of what opening may have to rebuild.
type OnProgress = Box<dyn FnMut(RebuildProgress) + Send>;

/// Makes a copy of what is about to be migrated.
type BeforeMigration = Box<dyn FnOnce(&Unmigrated<'_>) -> Result<(), BackupError> + Send>;

/// What may accompany an opening.
#[derive(Default)]
pub struct OpenOptions {
    pub(crate) before_migration: Option<BeforeMigration>,
    pub(crate) anchors: AnchorPaths,
    pub(crate) progress: Option<OnProgress>,
    pub(crate) watch: Option<PhaseWatch>,
}

impl OpenOptions {
    /// Where anchors are kept, outside the practice's folder.
    #[must_use]
    pub fn anchors(mut self, paths: AnchorPaths) -> Self {
        self.anchors = paths;
        self
    }

    /// Told of views that are rebuilt at opening.
    #[must_use]
    pub fn on_progress(mut self, progress: impl FnMut(RebuildProgress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// Asked for a copy of a database of an older version before it is brought to this build's; what it refuses, the
    /// opening refuses.
    #[must_use]
    pub fn before_migration(
        mut self,
        copy: impl FnOnce(&Unmigrated<'_>) -> Result<(), BackupError> + Send + 'static,
    ) -> Self {
        self.before_migration = Some(Box::new(copy));
        self
    }

    /// Told of every phase of every commit, on the writer's thread: for those who test what survives at each of them.
    #[must_use]
    pub fn on_phase(mut self, watch: impl FnMut(Phase) + Send + 'static) -> Self {
        self.watch = Some(Box::new(watch));
        self
    }
}

/// Why a practice was not opened, or not created. Nothing was changed.
#[derive(Debug, Error)]
pub enum OpenError {
    /// No practice was created in this folder.
    #[error("no practice in {0}")]
    NoPractice(PathBuf),
    /// A practice was created here already.
    #[error("a practice is there already: {0}")]
    AlreadyExists(PathBuf),
    /// « Relais est déjà ouvert sur ce cabinet »: another process writes here.
    #[error("already open by another process")]
    AlreadyOpen,
    /// The key is not this database's; a first page damaged beyond its log cannot be told from that.
    #[error("the key does not open this database")]
    WrongKey,
    /// The file is an ordinary SQLite database, not an encrypted one.
    #[error("the file is not encrypted")]
    Plaintext,
    /// The file is shorter than it says, or not a whole number of pages.
    #[error("the file is cut short")]
    Truncated,
    /// The file is no encrypted database at all.
    #[error("the file is not a Relais database")]
    NotADatabase,
    /// A page does not have its seal: the file was damaged or altered.
    #[error("the file is damaged")]
    Damaged,
    /// The file was written by a newer Relais.
    #[error("the file is of version {found}, this Relais knows {known}")]
    Newer {
        /// The version of the file.
        found: u32,
        /// The highest this build knows.
        known: u32,
    },
    /// It is of an older version, and no copy of it could be made before it is changed.
    #[error("no copy could be made before the migration: {0}")]
    NotCopied(Box<BackupError>),
    /// The system refused a file.
    #[error("the folder cannot be used: {0}")]
    Io(#[from] std::io::Error),
    /// The storage failed once open.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        OpenError::Storage(error.into())
    }
}

impl OpenError {
    /// The key and the first pages were right: what is found malformed further on is damage.
    pub(crate) fn past_the_key(self) -> Self {
        match &self {
            OpenError::Storage(StorageError::Sqlite(error)) => match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::Damaged,
                _ => self,
            },
            _ => self,
        }
    }
}

/// Opens the existing database for writing, or says exactly why not.
pub(crate) fn existing(folder: &PracticeFolder, key: &DatabaseKey) -> Result<Connection, OpenError> {
    let file = folder.database_file();
    if !file.is_file() {
        return Err(OpenError::NoPractice(folder.path().to_owned()));
    }
    let log = std::fs::metadata(log_file(&file)).map_or(0, |meta| meta.len());
    // The file alone is read first, without its log and touching nothing. Only a log may heal what that finds.
    if let Err(error) = probe(&file, key)
        && (log == 0 || !may_be_healed(&error))
    {
        return Err(error);
    }
    let connection = connection::open(&file, key, Use::Write)?;
    // Until the key is known to be right, closing must not move the log into the file.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    check_version(&connection).map_err(|error| diagnose(error, &connection, &file))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(connection)
}

fn log_file(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// Page 1 may have been torn by a power cut in the middle of a checkpoint; its whole copy is then in the log.
const fn may_be_healed(error: &OpenError) -> bool {
    matches!(error, OpenError::WrongKey | OpenError::Truncated | OpenError::Damaged)
}

fn probe(file: &Path, key: &DatabaseKey) -> Result<(), OpenError> {
    let connection = connection::open_untouched(file, key)?;
    check_version(&connection).map_err(|error| diagnose(error, &connection, file))
}

fn check_version(connection: &Connection) -> Result<(), OpenError> {
    let found = schema::version(connection)?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let known = schema::current_version();
    match (found, tables) {
        (0, _) | (_, 0) => Err(OpenError::NotADatabase),
        _ if found > known => Err(OpenError::Newer { found, known }),
        _ => Ok(()),
    }
}

/// What SQLite's refusal means, looking at the file's own bytes.
fn diagnose(error: OpenError, connection: &Connection, file: &Path) -> OpenError {
    let OpenError::Storage(StorageError::Sqlite(sqlite)) = &error else { return error };
    match sqlite.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {}
        _ => return error,
    }
    let corrupt = sqlite.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt);
    let length = std::fs::metadata(file).map_or(0, |meta| meta.len());
    let beginning = match beginning(file) {
        Ok(beginning) => beginning,
        Err(error) => return OpenError::Io(error),
    };
    if beginning.starts_with(b"SQLite format 3\0") {
        OpenError::Plaintext
    } else if !looks_encrypted(&beginning) {
        OpenError::NotADatabase
    } else if !length.is_multiple_of(PAGE_BYTES) {
        OpenError::Truncated
    } else if corrupt && has_broken_seal(connection) {
        OpenError::Damaged
    } else if corrupt {
        // With the right key SQLite compares the length it reads in the first page with the file's.
        OpenError::Truncated
    } else {
        OpenError::WrongKey
    }
}

/// Whether a page that is there does not bear the seal its bytes should have. A check that fails itself says so too.
fn has_broken_seal(connection: &Connection) -> bool {
    let check = || connection.prepare("PRAGMA cipher_integrity_check")?.exists([]);
    check().unwrap_or(true)
}

fn beginning(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(PAGE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Fewer bytes than this say nothing of what they are.
const LEAST_BYTES: usize = 512;

/// Encrypted bytes have no favourite: in 4096 of them a value comes 16 times, and never 80 times but once in 10^20.
/// Text, pictures and office files have one.
fn looks_encrypted(bytes: &[u8]) -> bool {
    let mut counts = [0usize; 256];
    bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let most = counts.into_iter().max().unwrap_or(0);
    bytes.len() >= LEAST_BYTES && most <= bytes.len() / 64 + 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ciphertext_is_told_from_text() {
        use chacha20poly1305::{KeyInit, XChaCha20Poly1305, aead::Aead};
        let cipher = XChaCha20Poly1305::new(&[3; 32].into());
        let sealed = cipher.encrypt(&[9; 24].into(), [0u8; 4080].as_slice()).unwrap();
        assert!(looks_encrypted(&sealed));
        assert!(looks_encrypted(&sealed[..600]));
        assert!(!looks_encrypted("Bonjour, ceci est une lettre. ".repeat(200).as_bytes()));
        assert!(!looks_encrypted(&[0; 4096]));
        assert!(!looks_encrypted(&[]));
    }
}
