//! A damaged database, asked one question after the other: a page that cannot be read costs the answer it was asked for, and no
//! other.

use super::salvage::columns_of;
use crate::{
    connection::{self, Use},
    error::StorageError,
    folder::PracticeFolder,
    key::DatabaseKey,
};
use relais_journal::Hash;
use rusqlite::{Connection, ErrorCode, OptionalExtension, config::DbConfig, types::Value};
use std::{collections::BTreeMap, path::PathBuf};
use uuid::Uuid;

/// An entry as it lies in the table: its hash and its bytes.
type Entry = (Hash, Vec<u8>);

/// It. Without one, every question is one that has no answer.
pub(super) struct Source {
    place: Option<(PathBuf, DatabaseKey)>,
    /// A codec that met a broken seal answers nothing more: the next question opens anew.
    connection: Option<Connection>,
}

/// Where a chain stood, by the row that says so.
pub(super) struct Stood {
    pub(super) post_seq: u64,
    pub(super) hash: Hash,
    pub(super) numbers: BTreeMap<String, u32>,
}

impl Source {
    pub(super) fn new(folder: Option<&PracticeFolder>, key: &DatabaseKey) -> Self {
        let there = folder.map(PracticeFolder::database_file).filter(|file| file.is_file());
        Source { place: there.map(|file| (file, key.clone())), connection: None }
    }

    pub(super) fn is_there(&self) -> bool {
        self.place.is_some()
    }

    /// The answer; none when a page it needs cannot be read.
    pub(super) fn ask<T>(
        &mut self,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StorageError> {
        let Some((file, key)) = &self.place else { return Ok(None) };
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => opened(file, key)?,
        };
        match question(&connection) {
            Ok(answer) => {
                self.connection = Some(connection);
                Ok(Some(answer))
            }
            Err(error) if is_unreadable(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether anything of it can be read: without what says where its tables lie, nothing can.
    pub(super) fn is_legible(&mut self) -> Result<bool, StorageError> {
        if !self.is_there() {
            return Ok(true);
        }
        let tables = self.ask(|connection| {
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
        })?;
        Ok(tables.is_some())
    }

    /// Where the chain of `post` stood.
    pub(super) fn head(&mut self, post: Uuid) -> Result<Option<Stood>, StorageError> {
        let found = self.ask(|connection| {
            connection
                .query_row(
                    "SELECT post_seq, hash, numbers FROM journal_head WHERE post = ?1",
                    [post.as_bytes()],
                    |row| {
                        let numbers: String = row.get(2)?;
                        Ok(Stood {
                            post_seq: row.get::<_, i64>(0)?.cast_unsigned(),
                            hash: Hash::from_bytes(row.get(1)?),
                            numbers: serde_json::from_str(&numbers).unwrap_or_default(),
                        })
                    },
                )
                .optional()
        })?;
        Ok(found.flatten())
    }

    /// The entry of this number: none when it cannot be read, none inside when it is not there.
    pub(super) fn entry(&mut self, seq: u64) -> Result<Option<Option<Entry>>, StorageError> {
        self.ask(|connection| {
            connection
                .prepare_cached("SELECT hash, bytes FROM journal WHERE seq = ?1")?
                .query_row([seq.cast_signed()], |row| Ok((Hash::from_bytes(row.get(0)?), row.get(1)?)))
                .optional()
        })
    }

    /// The number of the last entry.
    pub(super) fn last(&mut self) -> Result<Option<u64>, StorageError> {
        self.ask(|connection| {
            connection.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get::<_, i64>(0))
        })
        .map(|last| last.map(i64::cast_unsigned))
    }

    /// The columns of a table, none of one that is not there.
    pub(super) fn columns(&mut self, table: &str) -> Result<Option<Vec<String>>, StorageError> {
        self.ask(|connection| columns_of(connection, table))
    }

    /// Gives the rows of a table from one of its ends until one cannot be read; says whether all could.
    pub(super) fn rows(
        &mut self,
        table: &str,
        columns: &str,
        backwards: bool,
        put: &mut dyn FnMut(Vec<Value>) -> Result<(), StorageError>,
    ) -> Result<bool, StorageError> {
        let mut refused = None;
        let read = self.ask(|connection| {
            let order = physical_order(connection, table, if backwards { "DESC" } else { "ASC" })?;
            let mut statement = connection.prepare(&format!("SELECT {columns} FROM {table} ORDER BY {order}"))?;
            let width = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let values = (0..width).map(|column| row.get(column)).collect::<rusqlite::Result<_>>()?;
                if let Err(error) = put(values) {
                    refused = Some(error);
                    break;
                }
            }
            Ok(())
        })?;
        match refused {
            Some(error) => Err(error),
            None => Ok(read.is_some()),
        }
    }

    /// The pages that do not bear the seal their bytes should have.
    pub(super) fn broken_pages(&mut self) -> Result<Vec<u32>, StorageError> {
        let said = self.ask(|connection| {
            let mut statement = connection.prepare("PRAGMA cipher_integrity_check")?;
            statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()
        })?;
        let number = |line: &String| line.split_once("page ")?.1.split(' ').next()?.parse().ok();
        Ok(said.iter().flatten().filter_map(number).collect())
    }
}

/// Opens it as it lies there, even when it is shorter than it says. Nothing is written.
fn opened(file: &std::path::Path, key: &DatabaseKey) -> rusqlite::Result<Connection> {
    let connection = connection::open(file, key, Use::Read)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA writable_schema = ON")?;
    Ok(connection)
}

/// The order in which the rows lie: a lost page is a gap, and what is before and after it is read.
fn physical_order(connection: &Connection, table: &str, way: &str) -> rusqlite::Result<String> {
    let keyed: bool = connection.query_row("SELECT wr FROM pragma_table_list(?1)", [table], |row| row.get(0))?;
    if !keyed {
        return Ok(format!("rowid {way}"));
    }
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")?;
    let names = statement.query_map([table], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(names.iter().map(|name| format!("{name} {way}")).collect::<Vec<_>>().join(", "))
}

/// A page that is broken, that is not there or that the disk does not give. SQLCipher tells one it could not decipher as a want
/// of memory.
fn is_unreadable(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::OutOfMemory | ErrorCode::SystemIoFailure
        )
    )
}
