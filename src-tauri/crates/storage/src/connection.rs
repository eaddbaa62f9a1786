//! How a connection is opened: the key, the cipher's parameters, what SQLite may do and how much.

use crate::{journal_table, key::DatabaseKey};
use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit};
use std::{path::Path, sync::Once};

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
/// Page cache of the writer, in KiB: the working set of a day's dossiers and the search index's upper pages.
const CACHE_KIB: i64 = 16 * 1024;
/// Page cache of a reader, in KiB: what is found lies anywhere in years of dossiers, and a page that is not held is
/// deciphered anew. Most of a pharmacy's three years; a smaller practice fills a part of it.
const READER_CACHE_KIB: i64 = 32 * 1024;

/// The log is cut back to this after a checkpoint: a rebuild or a first import writes far more than a day does.
const LOG_BYTES: u64 = 32 * 1024 * 1024;

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

/// SQLite calls itself ready before SQLCipher is: of two first connections opened at once, the second would find no
/// cipher to take its key. One is opened first, and the others wait for it.
fn ready() {
    static FIRST: Once = Once::new();
    // What this one could not open, the one that is asked for cannot either, and says so.
    FIRST.call_once(|| drop(Connection::open_in_memory()));
}

/// A database of nobody's, for a test.
#[cfg(test)]
pub(crate) fn in_memory() -> Connection {
    ready();
    Connection::open_in_memory().unwrap()
}

/// Opens `file` with its key. Nothing is read yet: a wrong key shows at the first statement.
pub(crate) fn open(file: &Path, key: &DatabaseKey, purpose: Use) -> rusqlite::Result<Connection> {
    let access = match purpose {
        Use::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Use::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Use::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    ready();
    let connection = Connection::open_with_flags(file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    apply_key(&connection, key)?;
    limit(&connection)?;
    Ok(connection)
}

/// Opens `file` as it lies on the disk, without its log, touching nothing.
pub(crate) fn open_untouched(file: &Path, key: &DatabaseKey) -> rusqlite::Result<Connection> {
    ready();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(immutable_uri(file), flags)?;
    apply_key(&connection, key)?;
    Ok(connection)
}

/// `file:…?immutable=1`, with what a URI gives a meaning to escaped.
fn immutable_uri(file: &Path) -> String {
    let mut uri = String::from("file:");
    let path = file.to_string_lossy().replace('\\', "/");
    // Windows' canonical paths begin with a mark that a URI would take for a host.
    let path = path.strip_prefix("//?/").unwrap_or(&path);
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
    // What SQLCipher would print is what it returns: the caller says it, with its own words.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
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
         PRAGMA cache_size = -{CACHE_KIB};
         PRAGMA journal_size_limit = {LOG_BYTES};"
    ))
}

/// Whether each commit waits until the disk has it, as the writer is set up, or leaves it to the next one that does.
pub(crate) fn sync_commits(connection: &Connection, wanted: bool) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", if wanted { "FULL" } else { "NORMAL" })
}

/// Whether it answers at all: a codec that met one broken page gives no other from then on.
pub(crate) fn still_deciphers(connection: &Connection) -> bool {
    connection.query_row("PRAGMA cipher_status", [], |row| row.get::<_, String>(0)).is_ok_and(|status| status == "1")
}

/// Makes a keyed connection a reader.
pub(crate) fn prepare_reader(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA query_only = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -{READER_CACHE_KIB};"
    ))
}

/// From here on the connection refuses to rewrite the journal. Set last: migrations and rebuilds drop and create.
pub(crate) fn guard_journal(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.authorizer(Some(journal_table::authorize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::log("journal_mode", "wal")]
    #[case::durability("synchronous", "2")]
    #[case::foreign_keys("foreign_keys", "1")]
    #[case::erased_is_overwritten("secure_delete", "1")]
    #[case::replacing_fires_triggers("recursive_triggers", "1")]
    #[case::pages_are_checked("cell_size_check", "1")]
    #[case::functions_of_a_foreign_schema("trusted_schema", "0")]
    #[case::page("page_size", "4096")]
    #[case::temporary_files_never_on_disk("temp_store", "2")]
    fn a_writer_is_set_up(#[case] pragma: &str, #[case] expected: &str) {
        let place = tempfile::tempdir().unwrap();
        let connection = open(&place.path().join("a.db"), &DatabaseKey::new([4; 32]), Use::Create).unwrap();
        prepare_writer(&connection).unwrap();
        connection.execute_batch("CREATE TABLE t (a)").unwrap();
        let value: rusqlite::types::Value =
            connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap();
        let value = match value {
            rusqlite::types::Value::Integer(value) => value.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(value, expected);
    }

    #[rstest]
    #[case::plain("/home/a/practice.db", "file:/home/a/practice.db?immutable=1")]
    #[case::signs("/srv/50% #1?/p.db", "file:/srv/50%25 %231%3f/p.db?immutable=1")]
    #[case::windows(r"\\?\C:\Relais\practice.db", "file:/C:/Relais/practice.db?immutable=1")]
    fn a_path_becomes_a_uri(#[case] path: &str, #[case] uri: &str) {
        assert_eq!(immutable_uri(Path::new(path)), uri);
    }

    #[rstest]
    #[case::update("UPDATE journal SET bytes = x'00'")]
    #[case::delete("DELETE FROM journal")]
    #[case::drop("DROP TABLE journal")]
    #[case::drop_trigger("DROP TRIGGER journal_never_updated")]
    #[case::rename("ALTER TABLE journal RENAME TO other")]
    #[case::update_accesses("UPDATE access_log SET bytes = x'00'")]
    #[case::drop_accesses("DROP TABLE access_log")]
    #[case::drop_their_trigger("DROP TRIGGER access_log_keeps_its_months")]
    #[case::carry_away("ATTACH DATABASE 'elsewhere.db' AS other")]
    fn the_authorizer_refuses(#[case] sql: &str) {
        let mut connection = in_memory();
        crate::schema::migrate(&mut connection).unwrap();
        guard_journal(&mut connection).unwrap();
        let error = connection.execute_batch(sql).unwrap_err();
        assert_eq!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::AuthorizationForStatementDenied), "{error}");
    }
}
