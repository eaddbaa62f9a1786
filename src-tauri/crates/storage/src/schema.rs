//! The small migration runner. Each table module owns its migrations; the schema's version is the highest number.
//!
//! A new binary migrates all-or-nothing, in one transaction; an old binary refuses a newer database. Released
//! migrations are never edited: a change is another one.

use crate::{
    access_log, command, credentials, journal_table, lookups, people, pieces, queries, unusual, user_secrets, views,
};
use rusqlite::Connection;

/// One step of the schema. Numbers are unique over all modules and never reused.
pub(crate) struct Migration {
    pub(crate) number: u32,
    pub(crate) sql: &'static str,
}

/// The schema this build knows.
pub(crate) fn current_version() -> u32 {
    all().iter().map(|migration| migration.number).max().unwrap_or(0)
}

fn all() -> Vec<&'static Migration> {
    let modules = [
        journal_table::MIGRATIONS,
        command::MIGRATIONS,
        people::MIGRATIONS,
        views::MIGRATIONS,
        access_log::MIGRATIONS,
        pieces::MIGRATIONS,
        queries::MIGRATIONS,
        queries::BACKUPS,
        lookups::MIGRATIONS,
        user_secrets::MIGRATIONS,
        credentials::MIGRATIONS,
        unusual::MIGRATIONS,
    ];
    let mut migrations: Vec<_> = modules.into_iter().flatten().collect();
    migrations.sort_by_key(|migration| migration.number);
    migrations
}

/// The version of the schema in the file.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings the schema to this build's version, or leaves the file as it was.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let from = version(connection)?;
    let to = current_version();
    if from >= to {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for migration in all().into_iter().filter(|migration| migration.number > from) {
        transaction.execute_batch(migration.sql)?;
    }
    transaction.pragma_update(None, "user_version", to)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_without_gap() {
        let numbers: Vec<u32> = all().iter().map(|migration| migration.number).collect();
        let expected: Vec<u32> = (1..=current_version()).collect();
        assert_eq!(numbers, expected);
    }

    #[test]
    fn the_numbers_given_stay_given() {
        let mut connection = crate::connection::in_memory();
        for migration in all().into_iter().filter(|migration| migration.number < 7) {
            connection.execute_batch(migration.sql).unwrap();
        }
        connection
            .execute_batch(
                "INSERT INTO journal_head VALUES (zeroblob(16), 9, zeroblob(32), '{}', 0);
                 INSERT INTO number_series VALUES ('letter', 2024, 3), ('dossier', 2024, 187), ('dossier', 2023, 9);
                 PRAGMA user_version = 6;",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let numbers: String = connection.query_row("SELECT numbers FROM journal_head", [], |row| row.get(0)).unwrap();
        assert_eq!(numbers, r#"{"dossier/2023":9,"dossier/2024":187,"letter/2024":3}"#);
    }

    #[test]
    fn a_migration_that_fails_leaves_nothing() {
        let mut connection = crate::connection::in_memory();
        connection.execute_batch("CREATE TABLE command (already INTEGER)").unwrap();
        assert!(migrate(&mut connection).is_err());
        let tables: u32 = connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE type='table'", [], |row| row.get(0))
            .unwrap();
        assert_eq!((tables, version(&connection).unwrap()), (1, 0));
    }
}
