//! After a purge: nothing of what was erased stays on the disk.
//!
//! SQLite overwrites a deleted row where it lay, but not the copies that moving rows between pages left in pages' unused ends, nor
//! the pages the log still holds. So the database is written anew, page by page, and its log emptied; then the files of pieces
//! whose key is gone are removed. The older pages of the disk itself stay ciphered under the practice's key.

use crate::{
    connection::{self, Use},
    database::Database,
    error::StorageError,
    pieces,
    writer::Writing,
};
use rusqlite::{Connection, limits::Limit};

/// How often the log is tried to be emptied, each time waiting for whoever reads: a question takes seconds at the most.
const ATTEMPTS: u32 = 4;

impl Database {
    /// Writes the database anew, empties its log and removes the files of erased pieces. It waits for whoever reads, and whoever
    /// writes waits for it: some seconds for years of sales. Killed anywhere, it is done again.
    pub fn scrub(&self) -> Result<(), StorageError> {
        let (folder, key) = (self.folder().clone(), self.key().clone());
        self.on_writer(move |writing: &mut Writing| {
            // The writer's own connection may attach nothing, and writing anew attaches what is written.
            let connection = connection::open(&folder.database_file(), &key, Use::Write)?;
            connection::prepare_writer(&connection)?;
            connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
            connection.execute_batch("VACUUM")?;
            empty_log(&connection)?;
            connection.close().map_err(|(_, error)| error)?;
            pieces::sweep(&writing.connection, &folder)
        })?
    }
}

fn empty_log(connection: &Connection) -> Result<(), StorageError> {
    for _ in 0..ATTEMPTS {
        let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if !busy {
            return Ok(());
        }
    }
    Err(StorageError::LogNotEmptied)
}
