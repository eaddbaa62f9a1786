//! `keys.json` on disk: read whole or refused, written whole or not at all.
//!
//! Written beside, flushed, renamed over, and the folder flushed: a power cut leaves the file of before or the file of
//! after. Where the practice's folder lies belongs to storage.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::wrapped::WrappedKeys;

const NAME: &str = "keys.json";
const NAME_BEING_WRITTEN: &str = "keys.json.new";
/// Far above the size written, some six hundred bytes a person: anything larger is not ours, and is not read into memory.
const MOST_BYTES: u64 = 128 * 1024;

/// The key file of a practice's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    folder: PathBuf,
}

/// Why the key file could not be read or written.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// There is none: a folder without a practice, or half of one.
    #[error("there is no key file")]
    Missing,
    /// It is not, byte for byte, what was written.
    #[error("the key file is damaged")]
    Damaged,
    /// A later version of the program wrote it.
    #[error("the key file has format {found}, written by a later version")]
    NewerFormat {
        /// Its format.
        found: u32,
    },
    /// The disk refused.
    #[error("the key file could not be reached")]
    Disk(#[source] io::Error),
}

impl KeyFileError {
    /// The stable code under which the catalogue keeps the sentence.
    pub fn code(&self) -> &'static str {
        match self {
            KeyFileError::Missing => "key_file_missing",
            KeyFileError::Damaged => "key_file_damaged",
            KeyFileError::NewerFormat { .. } => "key_file_newer_format",
            KeyFileError::Disk(_) => "key_file_disk",
        }
    }
}

impl KeyFile {
    /// The key file of a folder, there or not.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// Reads it; any byte that is not the one written is damage.
    pub fn read(&self) -> Result<WrappedKeys, KeyFileError> {
        WrappedKeys::from_json(&self.text()?)
    }

    /// Reads what a damaged file still gives, to be tried with the passphrase or the recovery key and written anew.
    pub fn salvage(&self) -> Result<WrappedKeys, KeyFileError> {
        WrappedKeys::salvage(&self.text()?)
    }

    /// Puts `keys` in the place of what was there, all or nothing.
    pub fn write(&self, keys: &WrappedKeys) -> Result<(), KeyFileError> {
        let beside = self.folder.join(NAME_BEING_WRITTEN);
        write_flushed(&beside, keys.to_json().as_bytes())
            .and_then(|()| fs::rename(&beside, self.path()))
            .and_then(|()| flush_folder(&self.folder))
            .map_err(KeyFileError::Disk)
    }

    fn text(&self) -> Result<String, KeyFileError> {
        let file = File::open(self.path()).map_err(|error| match error.kind() {
            ErrorKind::NotFound => KeyFileError::Missing,
            _ => KeyFileError::Disk(error),
        })?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(KeyFileError::Disk)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(KeyFileError::Damaged);
        }
        String::from_utf8(bytes).map_err(|_| KeyFileError::Damaged)
    }
}

/// Writes a file from nothing and waits for the disk. What an interrupted writing left there is written over.
fn write_flushed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename durable. Windows keeps its own journal of names and opens no folder as a file.
fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
