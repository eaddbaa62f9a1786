//! The floor under the database: SQLCipher and nothing else, with the same cipher, page, log and durability as ours.

use std::path::Path;

use relais_tests::Outcome;
use relais_usecases::app::OpenPractice;
use rusqlite::{Connection, OpenFlags};

/// Bytes a page of ours.
const PAGE_BYTES: u32 = 4096;
/// The page cache of our writer, in KiB.
const CACHE_KIB: i32 = 16 * 1024;

/// A new database with the practice's own key, page, log and durability.
pub(crate) fn new(file: &Path, practice: &OpenPractice) -> Outcome<Connection> {
    for left in ["", "-wal", "-shm"] {
        let left = format!("{}{left}", file.display());
        if Path::new(&left).exists() {
            std::fs::remove_file(left)?;
        }
    }
    let connection = Connection::open(file)?;
    key(&connection, practice)?;
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; \
         PRAGMA cache_size = -{CACHE_KIB};"
    ))?;
    Ok(connection)
}

/// A reader of the practice's own file, below everything we wrote above it.
pub(crate) fn under(practice: &OpenPractice) -> Outcome<Connection> {
    let file = practice.database.folder().database_file();
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    key(&connection, practice)?;
    Ok(connection)
}

fn key(connection: &Connection, practice: &OpenPractice) -> Outcome {
    let key: String = practice.keys.whole()?.database_key().expose().iter().map(|byte| format!("{byte:02x}")).collect();
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = {PAGE_BYTES};"))?;
    Ok(())
}
