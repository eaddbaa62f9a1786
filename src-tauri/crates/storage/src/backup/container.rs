//! The container's bytes: a word, a table of contents in JSON on one line, then the parts one after the other.
//!
//! Every part has its length and SHA-256 in the table, so that a cut or changed copy is told before anything is kept.

use super::{ANCHOR, DATABASE, KEYS, PIECES, Step, Watch, go_on, is_stopped};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, BufRead, Read, Write},
    path::PathBuf,
};
use thiserror::Error;

/// The first line.
const WORD: &str = "relais-backup 1\n";
/// The longest table of contents: some 180 bytes a piece.
const MAX_TABLE_BYTES: u64 = 32 * 1024 * 1024;
/// The largest wrapped keys: a few hundred bytes each, three of them.
const MAX_KEYS_BYTES: u64 = 64 * 1024;
/// The buffer parts are copied through.
const BUFFER_BYTES: usize = 256 * 1024;

/// Why a backup could not be read or restored.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The file is not a backup of Relais.
    #[error("not a Relais backup")]
    NotABackup,
    /// It was written by a newer Relais.
    #[error("written by a newer Relais")]
    Newer,
    /// It ends early.
    #[error("the backup is cut short")]
    Truncated,
    /// A part is not the one that was written.
    #[error("the part {part} was changed")]
    Changed {
        /// Its name.
        part: String,
    },
    /// The key does not open it.
    #[error("the key does not open this backup")]
    WrongKey,
    /// The folder holds a practice already.
    #[error("a practice is there already")]
    FolderInUse,
    /// The restored database does not end where the backup says.
    #[error("the restored journal does not end where the backup says")]
    HeadDiffers,
    /// A file could not be read or written.
    #[error("the backup could not be restored: {0}")]
    Io(io::Error),
    /// The restored database is not whole.
    #[error(transparent)]
    Open(#[from] crate::open::OpenError),
    /// The restored database is not whole.
    #[error(transparent)]
    Storage(#[from] crate::error::StorageError),
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        if is_stopped(&error) { crate::error::StorageError::Stopped.into() } else { BackupError::Io(error) }
    }
}

/// Where a part comes from.
pub(super) enum Source {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// A part about to be written.
pub(super) struct Part {
    pub(super) name: String,
    source: Source,
}

impl Part {
    pub(super) fn new(name: &str, source: Source) -> Self {
        Part { name: name.to_owned(), source }
    }

    fn bytes(&self) -> io::Result<u64> {
        Ok(match &self.source {
            Source::Bytes(bytes) => bytes.len() as u64,
            Source::File(file) => std::fs::metadata(file)?.len(),
        })
    }

    fn reader(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match &self.source {
            Source::Bytes(bytes) => Box::new(bytes.as_slice()),
            Source::File(file) => Box::new(File::open(file)?),
        })
    }
}

/// One line of the table of contents.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) bytes: u64,
    sha256: String,
}

/// Writes the container and says how many bytes it has.
pub(super) fn write<W: Write>(mut to: W, parts: &[Part], watch: &mut Watch<'_>) -> io::Result<u64> {
    let mut table = Vec::with_capacity(parts.len());
    // Each part is read twice: for its seal in the table, and to be written.
    let mut of = 0;
    for part in parts {
        of += 2 * part.bytes()?;
    }
    let mut done = 0;
    let mut tick = |bytes| {
        done += bytes;
        go_on(watch(Step::Writing, done.min(of), of))
    };
    for part in parts {
        let (bytes, sha256) = copy_hashed(&mut part.reader()?, &mut io::sink(), &mut tick)?;
        table.push(Listed { name: part.name.clone(), bytes, sha256 });
    }
    let line = serde_json::to_string(&table).map_err(io::Error::other)?;
    to.write_all(WORD.as_bytes())?;
    writeln!(to, "{line}")?;
    let mut written = (WORD.len() + line.len() + 1) as u64;
    for (part, listed) in parts.iter().zip(&table) {
        let (bytes, sha256) = copy_hashed(&mut part.reader()?, &mut to, &mut tick)?;
        if sha256 != listed.sha256 {
            return Err(io::Error::other(format!("{} changed while it was copied", part.name)));
        }
        written += bytes;
    }
    to.flush()?;
    Ok(written)
}

/// The vault's wrapped keys of a container: what is needed to ask for its key.
pub fn read_keys<R: BufRead>(container: R) -> Result<Vec<u8>, BackupError> {
    let mut parts = Parts::open(container)?;
    let keys = parts.next_listed().filter(|listed| listed.name == KEYS && listed.bytes <= MAX_KEYS_BYTES);
    let keys = keys.ok_or(BackupError::NotABackup)?;
    let mut bytes = Vec::new();
    parts.copy(&keys, &mut bytes, &mut |_| Ok(()))?;
    Ok(bytes)
}

/// A container being read, part after part.
pub(super) struct Parts<R> {
    from: R,
    table: std::vec::IntoIter<Listed>,
    /// Bytes of the whole container, as its table says.
    whole: u64,
    /// Bytes of its parts.
    parts: u64,
}

impl<R: BufRead> Parts<R> {
    pub(super) fn open(mut from: R) -> Result<Self, BackupError> {
        let mut word = Vec::new();
        from.by_ref().take(WORD.len() as u64).read_to_end(&mut word)?;
        if word != WORD.as_bytes() {
            let whole = word.len() == WORD.len();
            return Err(if whole && word.starts_with(b"relais-backup ") {
                BackupError::Newer
            } else if !word.is_empty() && WORD.as_bytes().starts_with(&word) {
                BackupError::Truncated
            } else {
                BackupError::NotABackup
            });
        }
        let mut line = Vec::new();
        from.by_ref().take(MAX_TABLE_BYTES).read_until(b'\n', &mut line)?;
        if line.pop() != Some(b'\n') {
            return Err(BackupError::Truncated);
        }
        let table: Vec<Listed> = serde_json::from_slice(&line).map_err(|_| BackupError::NotABackup)?;
        let known = |name: &str| {
            [KEYS, ANCHOR, DATABASE].contains(&name) || name.strip_prefix(PIECES).is_some_and(is_piece_name)
        };
        if !table.iter().all(|listed| known(&listed.name)) {
            return Err(BackupError::NotABackup);
        }
        let parts = table.iter().fold(0_u64, |sum, listed| sum.saturating_add(listed.bytes));
        let whole = parts.saturating_add((WORD.len() + line.len() + 1) as u64);
        Ok(Parts { from, table: table.into_iter(), whole, parts })
    }

    /// How many bytes the container has when nothing of it was cut off.
    pub(super) fn whole_bytes(&self) -> u64 {
        self.whole
    }

    /// How many of them are its parts'.
    pub(super) fn parts_bytes(&self) -> u64 {
        self.parts
    }

    pub(super) fn next_listed(&mut self) -> Option<Listed> {
        self.table.next()
    }

    /// Copies the part's bytes, and only then says that they are the ones that were written.
    pub(super) fn copy<W: Write>(
        &mut self,
        listed: &Listed,
        to: &mut W,
        tick: &mut Tick<'_>,
    ) -> Result<(), BackupError> {
        let (bytes, sha256) = copy_hashed(&mut self.from.by_ref().take(listed.bytes), to, tick)?;
        if bytes < listed.bytes {
            return Err(BackupError::Truncated);
        }
        if sha256 != listed.sha256 {
            return Err(BackupError::Changed { part: listed.name.clone() });
        }
        Ok(())
    }
}

/// The name of a sealed piece: an id and a word, and nothing that could lead out of the folder.
pub(super) fn is_piece_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 128
        && !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
}

/// Told how many bytes more went through.
pub(super) type Tick<'t> = dyn FnMut(u64) -> io::Result<()> + 't;

fn copy_hashed(from: &mut impl Read, to: &mut impl Write, tick: &mut Tick<'_>) -> io::Result<(u64, String)> {
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut hash = Sha256::new();
    let mut bytes = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        bytes += read as u64;
        tick(read as u64)?;
    }
    let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, digest))
}
