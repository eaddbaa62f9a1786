//! The journal's archive, streamed from one snapshot: what is written meanwhile waits for the next one.

use crate::{database::Database, error::StorageError};
use jiff::Timestamp;
use relais_journal::{ArchiveKey, ArchiveWriteError, ArchiveWriter, Hash, PublicKey};
use std::io::Write;

/// What an archive that was written says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveReceipt {
    /// How many entries it holds.
    pub entries: u64,
    /// SHA-256 of their hashes in order.
    pub order: Hash,
    /// Who signed it.
    pub public_key: PublicKey,
}

impl Database {
    /// Writes the whole journal to `file`, which should be buffered, signed with the key of this seed.
    pub fn export_archive<W: Write>(
        &self,
        file: W,
        seed: &[u8; 32],
        written_at: Timestamp,
    ) -> Result<ArchiveReceipt, StorageError> {
        let snapshot = self.snapshot()?;
        let connection = snapshot.connection()?;
        let mut archive = ArchiveWriter::new(file).map_err(StorageError::file("the archive"))?;
        let mut statement = connection.prepare("SELECT hash, bytes FROM journal ORDER BY seq")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let hash = Hash::from_bytes(row.get(0)?);
            archive.push(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?, &hash).map_err(failed)?;
        }
        let (_, manifest) = archive.finish(&ArchiveKey::from_seed(seed), written_at).map_err(failed)?;
        Ok(ArchiveReceipt { entries: manifest.count, order: manifest.order, public_key: manifest.public_key })
    }
}

fn failed(error: ArchiveWriteError) -> StorageError {
    match error {
        ArchiveWriteError::Write(source) => StorageError::File { what: "the archive", source },
        ArchiveWriteError::Chain(broken) => StorageError::Chain(broken),
        other => StorageError::Archive(other.to_string()),
    }
}
