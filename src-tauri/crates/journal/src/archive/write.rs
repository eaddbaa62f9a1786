//! Writes an archive as a stream, following the chains on the way: a broken journal is not archived as if it were whole.

use std::io::{self, Write};

use jiff::Timestamp;
use thiserror::Error;

use super::manifest::Manifest;
use super::{ARCHIVE_FORMAT, HEADER_WORD};
use crate::chain::{ChainBreak, ChainVerifier};
use crate::hash::Hash;
use crate::key::ArchiveKey;

/// Why an archive was not written.
#[derive(Debug, Error)]
pub enum ArchiveWriteError {
    /// The file could not be written.
    #[error("the archive could not be written: {0}")]
    Write(#[from] io::Error),
    /// The entry does not continue the journal.
    #[error("the journal is not whole: {0}")]
    Chain(#[from] ChainBreak),
    /// There is no entry, so no practice to speak of.
    #[error("the journal holds no entry")]
    Empty,
    /// The last line cannot be written in its form: a date out of range, or more totals than a line can hold.
    #[error("the last line of the archive cannot be written")]
    Manifest,
}

/// Writes one archive. Dropped before [`ArchiveWriter::finish`], it leaves a file that no verifier takes for whole.
pub struct ArchiveWriter<W: Write> {
    file: W,
    chains: ChainVerifier,
}

impl<W: Write> ArchiveWriter<W> {
    /// Begins an archive. Give a buffered `file`: every entry is written as it comes.
    pub fn new(mut file: W) -> io::Result<Self> {
        writeln!(file, "{HEADER_WORD}{ARCHIVE_FORMAT}")?;
        Ok(ArchiveWriter { file, chains: ChainVerifier::new() })
    }

    /// Adds the next entry of the journal, in the journal's order, with the hash recorded for it.
    pub fn push(&mut self, bytes: &[u8], recorded: &Hash) -> Result<(), ArchiveWriteError> {
        self.chains.push(bytes, recorded)?;
        write!(self.file, "{recorded} ")?;
        self.file.write_all(bytes)?;
        self.file.write_all(b"\n")?;
        Ok(())
    }

    /// How many entries were added.
    pub fn entries(&self) -> u64 {
        self.chains.entries()
    }

    /// Writes the signed last line, flushes, and gives the file back with what the line says.
    pub fn finish(mut self, key: &ArchiveKey, written_at_utc: Timestamp) -> Result<(W, Manifest), ArchiveWriteError> {
        let manifest = Manifest::of(&self.chains, key.public_key(), written_at_utc).ok_or(ArchiveWriteError::Empty)?;
        let line = manifest.to_line(key).ok_or(ArchiveWriteError::Manifest)?;
        self.file.write_all(&line)?;
        self.file.write_all(b"\n")?;
        self.file.flush()?;
        Ok((self.file, manifest))
    }
}
