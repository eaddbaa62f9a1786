//! What can go wrong once the database is open. Nothing here is a refusal: refusals are the rules'.

use crate::pieces::PieceFault;
use relais_journal::{ChainBreak, EntryError, TotalsOverflow};
use thiserror::Error;

/// The storage failed; nothing of the command it happened in remains.
#[derive(Debug, Error)]
pub enum StorageError {
    /// SQLite refused or failed.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// An entry could not be given its canonical bytes.
    #[error("the entry cannot be written: {0}")]
    Entry(#[from] EntryError),
    /// A total of the chain left its range.
    #[error(transparent)]
    Totals(#[from] TotalsOverflow),
    /// An entry of the journal cannot be read back by this build.
    #[error("entry {seq} cannot be read: {reason}")]
    Unreadable {
        /// Its local number.
        seq: i64,
        /// What is wrong with it.
        reason: String,
    },
    /// The chain of the journal is broken.
    #[error(transparent)]
    Chain(#[from] ChainBreak),
    /// A value could not be turned into JSON or back.
    #[error("a value does not have its form: {0}")]
    Form(#[from] serde_json::Error),
    /// The first entry of a journal creates the practice, and no other does.
    #[error("the first entry must create the practice")]
    GenesisExpected,
    /// The person is not, or no longer, in the erasable places.
    #[error("no such person")]
    UnknownPerson,
    /// A file beside the database could not be read or written.
    #[error("{what}: {source}")]
    File {
        /// Which file, in words.
        what: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A kept paper is not as it was issued.
    #[error("a kept paper: {0}")]
    Piece(#[from] PieceFault),
    /// The bytes of a paper are more than a piece holds.
    #[error("a piece holds at most {most_bytes} bytes")]
    PieceTooLarge {
        /// How many it holds.
        most_bytes: usize,
    },
    /// The archive could not be written.
    #[error("the archive could not be written: {0}")]
    Archive(String),
    /// The anchor could not be spelled: an hour out of range.
    #[error("the anchor could not be written: {0}")]
    Anchor(String),
    /// The copy made for a backup did not pass its check.
    #[error("the copy is not whole: {0}")]
    CopyNotWhole(String),
    /// Somebody reads on and on: the log, which holds what was erased, could not be emptied.
    #[error("the log could not be emptied: somebody reads on")]
    LogNotEmptied,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    NoRandomness,
    /// What is only counted tried to append to the journal or to give a number.
    #[error("what goes on record must be on the disk before it is answered")]
    MustOutliveTheMachine,
    /// The command stopped half-way, by a panic or an append that failed; the transaction was rolled back.
    #[error("the command stopped half-way")]
    StoppedHalfway,
    /// Somebody stopped a backup on its way; nothing of it is kept.
    #[error("the backup was stopped")]
    Stopped,
    /// The database was closed.
    #[error("the database is closed")]
    Closed,
}

impl StorageError {
    /// Whether the disk has no room left: the one failure a person can act upon.
    pub fn is_disk_full(&self) -> bool {
        match self {
            StorageError::Sqlite(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            StorageError::File { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// Whether the disk did not do what it was asked: it failed, or what is on it may not be written. A page that SQLCipher could
    /// not get to decipher is told as a want of memory.
    pub fn is_disk_failing(&self) -> bool {
        use rusqlite::ErrorCode as E;
        match self {
            StorageError::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(E::SystemIoFailure | E::CannotOpen | E::ReadOnly | E::PermissionDenied | E::OutOfMemory)
            ),
            StorageError::File { .. } => true,
            _ => false,
        }
    }

    /// Whether a page or an entry is not as it was written: the file was damaged or altered.
    pub fn is_damage(&self) -> bool {
        match self {
            StorageError::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt)
            ),
            StorageError::Chain(_) | StorageError::Unreadable { .. } => true,
            _ => false,
        }
    }

    pub(crate) fn file(what: &'static str) -> impl FnOnce(std::io::Error) -> StorageError {
        move |source| StorageError::File { what, source }
    }
}
