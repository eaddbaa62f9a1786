//! How a connection is opened: the key, the cipher's parameters, what SQLite may do and how much.

use crate::{journal_table, key::DatabaseKey};
use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit};
use std::path::Path;

/// Bytes a page: SQLCipher's own default, written down so that a build with another one still reads our files.
pub(crate) const PAGE_BYTES: u64 = 4096;
/// The largest value or row: an exchange with a platform is capped far below by the connector.
const MAX_VALUE_BYTES: i32 = 16 * 1024 * 1024;
/// The longest statement; ours are written by hand.
const MAX_SQL_BYTES: i32 = 64 * 1024;
/// How long a reader waits while a checkpoint or a migration holds the file.
const BUSY_TIMEOUT_MS: u32 = 5_000;
/// Statements kept ready on a connection: a command uses some forty.
const CACHED_STATEMENTS: usize = 128;
/// Page cache of a connection, in KiB: the working set of a day's dossiers and the search index's upper pages.
const CACHE_KIB: i64 = 16 * 1024;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Makes a file and fills it.
    Create,
    /// Writes.
    Write,
    /// Reads only.
    Read,
}

/// Opens `file` with its key. Nothing is read yet: a wrong key shows at the first statement.
pub(crate) fn open(file: &Path, key: &DatabaseKey, purpose: Use) -> rusqlite::Result<Connection> {
    let access = match purpose {
        Use::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Use::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Use::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let connection = Connection::open_with_flags(file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    apply_key(&connection, key)?;
    limit(&connection)?;
    Ok(connection)
}

/// Opens `file` as it lies on the disk, without its log, touching nothing.
pub(crate) fn open_untouched(file: &Path, key: &DatabaseKey) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(immutable_uri(file), flags)?;
    apply_key(&connection, key)?;
    Ok(connection)
}

/// `file:…?immutable=1`, with what a URI gives a meaning to escaped.
fn immutable_uri(file: &Path) -> String {
    let mut uri = String::from("file:");
    let path = file.to_string_lossy().replace('\\', "/");
    if !path.starts_with('/') {
        uri.push('/');
    }
    for letter in path.chars() {
        match letter {
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '%' => uri.push_str("%25"),
            other => uri.push(other),
        }
    }
    uri + "?immutable=1"
}

fn apply_key(connection: &Connection, key: &DatabaseKey) -> rusqlite::Result<()> {
    let literal = key.raw_literal();
    let statement = zeroize::Zeroizing::new(format!("PRAGMA key = \"{}\"", literal.as_str()));
    connection.execute_batch(&statement)?;
    connection.execute_batch(&format!("PRAGMA cipher_page_size = {PAGE_BYTES}"))
}

fn limit(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, MAX_SQL_BYTES)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.busy_timeout(std::time::Duration::from_millis(u64::from(BUSY_TIMEOUT_MS)))?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(())
}

/// Makes a keyed connection a writer: the log, the durability, the checks.
pub(crate) fn prepare_writer(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -{CACHE_KIB};"
    ))
}

/// Makes a keyed connection a reader.
pub(crate) fn prepare_reader(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA query_only = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -{CACHE_KIB};"
    ))
}

/// From here on the connection refuses to rewrite the journal. Set last: migrations and rebuilds drop and create.
pub(crate) fn guard_journal(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.authorizer(Some(journal_table::authorize))
}
