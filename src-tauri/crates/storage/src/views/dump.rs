//! The canonical text of every view column, ordered by primary key: two databases with the same journal have the same.

use super::all_tables;
use crate::error::StorageError;
use rusqlite::{Connection, types::ValueRef};
use std::fmt::Write;

/// The dump of every view table; full-text shadow tables are compared by query instead.
pub(crate) fn dump(connection: &Connection) -> Result<String, StorageError> {
    let mut text = String::new();
    for (table, key) in all_tables() {
        dump_table(connection, table, key, &mut text)?;
    }
    Ok(text)
}

fn dump_table(connection: &Connection, table: &str, key: &str, text: &mut String) -> Result<(), StorageError> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY {key}"))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        text.push_str(table);
        for (at, column) in columns.iter().enumerate() {
            // Writing to a String cannot fail.
            let _ = match row.get_ref(at)? {
                ValueRef::Null => write!(text, " {column}=-"),
                ValueRef::Integer(value) => write!(text, " {column}={value}"),
                ValueRef::Real(value) => write!(text, " {column}={value}"),
                ValueRef::Text(value) => write!(text, " {column}={:?}", String::from_utf8_lossy(value)),
                ValueRef::Blob(value) => write!(text, " {column}=x")
                    .and_then(|()| value.iter().try_for_each(|byte| write!(text, "{byte:02x}"))),
            };
        }
        text.push('\n');
    }
    Ok(())
}
