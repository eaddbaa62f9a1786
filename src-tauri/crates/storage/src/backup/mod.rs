//! One container that holds a practice: the wrapped keys, a copy of the database made through a keyed target and
//! checked, the sealed pieces, and the head of the chain.
//!
//! Nothing in it is readable without the key but the container's own table of contents. Restoring goes into a folder
//! that holds no practice and takes its name last: it never renames over an open file. That a restore happened is an
//! entry of the journal, which the use case writes.

mod container;
mod erased;
mod restore;
mod salvage;
mod source;

pub use container::{BackupError, read_keys};
pub use erased::purges_in;
pub use restore::{Glimpse, Restored, Verified, glimpse, restore, verify};
pub use salvage::{Held, Remains, Salvaged};

use crate::{
    connection::{self, Use},
    database::{Database, suffixed},
    error::StorageError,
    folder::PracticeFolder,
    journal_table::{self, ChainHead},
    key::DatabaseKey,
    pieces,
};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use container::{Part, Source};
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use relais_journal::{Anchor, Head};
use rusqlite::{Connection, backup::StepResult};
use sha2::Sha256;
use std::{
    io::{self, BufRead, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};
use thiserror::Error;
use uuid::Uuid;

/// The parts of a container, in its order.
pub(crate) const KEYS: &str = "keys.json";
pub(crate) const ANCHOR: &str = "anchor.sealed";
pub(crate) const DATABASE: &str = "practice.db";
pub(crate) const PIECES: &str = "pieces/";

/// The most pieces a backup carries: ten a day for thirty years.
const MAX_PIECES: usize = 110_000;
/// Pages copied between two words of progress: some 8 MiB.
const PAGES_A_STEP: i32 = 2_048;

/// What a backup that was written says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReceipt {
    /// Where the chain stood.
    pub head: Head,
    /// Bytes of the container.
    pub bytes: u64,
    /// Sealed pieces in it.
    pub pieces: usize,
    /// Pieces whose file was not there to be copied.
    pub missing: usize,
}

/// What of a backup is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Pages of the database are copied.
    Copying,
    /// Bytes of the container are written.
    Writing,
    /// Bytes of a container are read back, and what they hold is opened.
    Reading,
    /// Entries of the journal are taken from what is left of a damaged practice.
    Entries,
    /// What lies beside the journal is taken from there, table by table.
    Beside,
    /// The views are folded anew from that journal, entry by entry.
    Folding,
    /// Sealed papers and pictures are taken from there.
    Papers,
}

/// Told the step, what of it is done and what there is of it, in its own unit; answers whether to go on.
pub type Watch<'w> = dyn FnMut(Step, u64, u64) -> ControlFlow<()> + 'w;

/// For who neither watches nor stops it.
pub fn to_the_end(_: Step, _: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Somebody stopped it: what was written of it is not kept.
#[derive(Debug, Error)]
#[error("stopped")]
struct Stopped;

/// What the watch answered, for those who only know of files that fail.
fn go_on(told: ControlFlow<()>) -> io::Result<()> {
    if told.is_break() { Err(io::Error::other(Stopped)) } else { Ok(()) }
}

/// The same, where a database is at work.
fn unless_stopped(told: ControlFlow<()>) -> Result<(), StorageError> {
    if told.is_break() { Err(StorageError::Stopped) } else { Ok(()) }
}

fn is_stopped(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Stopped>())
}

impl Database {
    /// The key its backups are opened with.
    pub fn key_of_backups(&self) -> DatabaseKey {
        self.key().clone()
    }

    /// The pages that do not bear the seal their bytes should have, by number from 1: what a copy that failed is explained by.
    /// Reads every page.
    pub fn broken_pages(&self) -> Result<Vec<u32>, StorageError> {
        source::Source::new(Some(self.folder()), self.key()).broken_pages()
    }

    /// Writes a backup to `container`. `wrapped_keys` are the vault's bytes, given back as they are by [`read_keys`].
    pub fn backup<W: Write>(
        &self,
        wrapped_keys: &[u8],
        written_at: Timestamp,
        container: W,
        watch: &mut Watch<'_>,
    ) -> Result<BackupReceipt, StorageError> {
        let snapshot = self.snapshot()?;
        let place = Place { connection: snapshot.connection()?, folder: self.folder(), key: self.key() };
        place.backup(wrapped_keys, written_at, container, watch)
    }
}

/// A database that is being opened, before its schema is brought to this build's.
pub struct Unmigrated<'o>(pub(crate) Place<'o>);

impl Unmigrated<'_> {
    /// Its folder.
    pub fn folder(&self) -> &PracticeFolder {
        self.0.folder
    }

    /// Whose it is.
    pub fn practice(&self) -> Result<Uuid, StorageError> {
        Ok(journal_table::identity(self.0.connection)?.practice.0)
    }

    /// Opens a backup of it, with its key.
    pub fn verify<R: BufRead>(&self, container: R, scratch: &Path) -> Result<Verified, BackupError> {
        verify(container, self.0.key, scratch, None, &mut to_the_end)
    }

    /// Writes a backup of it as it is.
    pub fn backup<W: Write>(
        &self,
        wrapped_keys: &[u8],
        written_at: Timestamp,
        container: W,
    ) -> Result<BackupReceipt, StorageError> {
        self.0.backup(wrapped_keys, written_at, container, &mut to_the_end)
    }
}

/// Where a database is, and a connection that reads one moment of it.
pub(crate) struct Place<'p> {
    pub(crate) connection: &'p Connection,
    pub(crate) folder: &'p PracticeFolder,
    pub(crate) key: &'p DatabaseKey,
}

impl Place<'_> {
    fn backup<W: Write>(
        &self,
        wrapped_keys: &[u8],
        written_at: Timestamp,
        container: W,
        watch: &mut Watch<'_>,
    ) -> Result<BackupReceipt, StorageError> {
        let copy = TemporaryCopy(self.folder.path().join("backup.copy"));
        copy.remove();
        let (head, known) = self.copy_to(&copy.0, watch)?;
        let sealed = seal_anchor(self.key, &Anchor::of(&head, written_at, None))?;
        let mut parts = vec![
            Part::new(KEYS, Source::Bytes(wrapped_keys.to_vec())),
            Part::new(ANCHOR, Source::Bytes(sealed)),
            Part::new(DATABASE, Source::File(copy.0.clone())),
        ];
        if known.len() > MAX_PIECES {
            return Err(StorageError::CopyNotWhole(format!("more than {MAX_PIECES} sealed pieces")));
        }
        let pieces = parts_of(&known, &self.folder.pieces_folder());
        let (count, missing) = (pieces.len(), known.len() - pieces.len());
        parts.extend(pieces);
        let bytes = container::write(container, &parts, watch).map_err(|error| {
            if is_stopped(&error) { StorageError::Stopped } else { StorageError::file("the backup")(error) }
        })?;
        Ok(BackupReceipt { head, bytes, pieces: count, missing })
    }

    /// Copies one moment of the database to a new encrypted file, checks the copy, and says where its chain stands and
    /// which pieces it knows: their files were there before their rows.
    fn copy_to(&self, file: &Path, watch: &mut Watch<'_>) -> Result<(Head, Vec<Uuid>), StorageError> {
        // A snapshot begins at its first read; from there on no commit shows, so that the copy is never begun anew.
        self.connection.query_row("SELECT count(*) FROM identity", [], |row| row.get::<_, i64>(0))?;
        let mut target = connection::open(file, self.key, Use::Create)?;
        // A copy being made needs no log of its own: if it is not finished it is thrown away.
        target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
        copy_pages(self.connection, &mut target, watch)?;
        check(&target)?;
        let head = ChainHead::read(&target, &journal_table::identity(&target)?)?.head;
        let known = pieces::known(&target)?;
        target.close().map_err(|(_, error)| error)?;
        Ok((head, known))
    }
}

fn copy_pages(source: &Connection, target: &mut Connection, watch: &mut Watch<'_>) -> Result<(), StorageError> {
    let copying = rusqlite::backup::Backup::new(source, target)?;
    loop {
        let step = copying.step(PAGES_A_STEP)?;
        let at = copying.progress();
        let total = u64::try_from(at.pagecount).unwrap_or(0);
        let done = total.saturating_sub(u64::try_from(at.remaining).unwrap_or(0));
        unless_stopped(watch(Step::Copying, done, total))?;
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            // Nobody else has the copy, and a reader of a logged database is never locked out.
            _ => return Err(StorageError::CopyNotWhole("the database is locked".to_owned())),
        }
    }
}

/// SQLite's own check, and SQLCipher's of every page's seal.
pub(crate) fn check(connection: &Connection) -> Result<(), StorageError> {
    for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check"] {
        let mut statement = connection.prepare(pragma)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let said: String = row.get(0)?;
            if said != "ok" {
                return Err(StorageError::CopyNotWhole(said));
            }
        }
    }
    Ok(())
}

/// The pieces the copy knows, by name. One that is missing keeps no other from being saved: it is counted.
fn parts_of(known: &[Uuid], folder: &Path) -> Vec<Part> {
    let files = known.iter().map(|piece| pieces::file_name(*piece)).filter(|name| folder.join(name).is_file());
    files.map(|name| Part::new(&format!("{PIECES}{name}"), Source::File(folder.join(&name)))).collect()
}

/// The anchor holds totals: it is sealed under a key that follows from the database's.
fn seal_anchor(key: &DatabaseKey, anchor: &Anchor) -> Result<Vec<u8>, StorageError> {
    let text = anchor.to_json().map_err(|error| StorageError::Anchor(error.to_string()))?;
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| StorageError::NoRandomness)?;
    let sealed = anchor_cipher(key)
        .encrypt(&XNonce::from(nonce), Payload { msg: text.as_bytes(), aad: ANCHOR.as_bytes() })
        .map_err(|_| StorageError::Anchor("sealing failed".to_owned()))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// The anchor of a container, if this is the key it was sealed under.
fn open_anchor(key: &DatabaseKey, sealed: &[u8]) -> Option<Anchor> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let payload = Payload { msg: sealed, aad: ANCHOR.as_bytes() };
    let text = anchor_cipher(key).decrypt(&XNonce::from(*nonce), payload).ok()?;
    Anchor::from_json(&text).ok()
}

const NONCE_BYTES: usize = 24;

fn anchor_cipher(key: &DatabaseKey) -> XChaCha20Poly1305 {
    let derived = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.reveal())
        .map(|mac| mac.chain_update(b"relais backup anchor").finalize().into_bytes())
        .unwrap_or_default();
    XChaCha20Poly1305::new(&derived)
}

/// The copy beside the database, removed whatever happens.
struct TemporaryCopy(PathBuf);

impl TemporaryCopy {
    fn remove(&self) {
        for file in [self.0.clone(), suffixed(&self.0, "-wal"), suffixed(&self.0, "-shm")] {
            // Nothing to remove is the usual case; a copy that stays is encrypted and overwritten next time.
            let _ = std::fs::remove_file(file);
        }
    }
}

impl Drop for TemporaryCopy {
    fn drop(&mut self) {
        self.remove();
    }
}
