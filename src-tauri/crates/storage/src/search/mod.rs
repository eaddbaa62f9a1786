//! F3: any dossier by any word of the name in any order, its number, its reference, the telephone, an amount.
//!
//! The text of a dossier is folded (accents, case, hyphens, ligatures) and indexed by FTS5 with prefix lists, so that a
//! single letter is one list read from its most recent end. Names come from the erasable places at index time; erasing
//! or renaming a person writes the text anew, and secure-delete takes the old one out of the index itself.

mod fold;

pub(crate) use fold::match_expression;

use crate::views::RebuildProgress;
use crate::{
    error::StorageError,
    rows::TrackRow,
    views::{Progress, Tables},
};
use fold::Words;
use rusqlite::{Connection, OptionalExtension, Row, params, types::Type};
use uuid::Uuid;

/// The words of a name, folded and in order: two names of the same words are the same name.
pub(crate) fn words_of(text: &str) -> String {
    let mut words = Words::default();
    words.text(text);
    words.into_text()
}

/// The index. Positions, columns and sizes of texts are not kept: nothing ranks by them, recency does.
pub(crate) const TABLES: Tables = Tables {
    name: "search",
    version: 1,
    tables: &[("search", "rowid")],
    ddl: "
    CREATE VIRTUAL TABLE search USING fts5 (
        text, detail = none, columnsize = 0, prefix = '1 2 3 4 5', tokenize = 'ascii'
    );
    INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
    ",
};

/// Dossiers between two words of progress.
const PROGRESS_EVERY: u64 = 2_000;

const SOURCE: &str = "
    SELECT d.serial, d.number, d.year, d.reference, d.total_cents, d.customer_share_cents,
           d.tracks,
           p.family_name, p.given_name, p.phone
    FROM dossier_view d LEFT JOIN person p ON p.id = d.person";

/// Writes the search text of one dossier, if it changed.
pub(crate) fn index_dossier(connection: &Connection, dossier: Uuid) -> Result<(), StorageError> {
    let source = connection
        .prepare_cached(&format!("{SOURCE} WHERE d.id = ?1"))?
        .query_row([dossier.as_bytes()], text_of)
        .optional()?;
    let Some((serial, text)) = source else { return Ok(()) };
    let before: Option<String> = connection
        .prepare_cached("SELECT text FROM search WHERE rowid = ?1")?
        .query_row([serial], |row| row.get(0))
        .optional()?;
    match before {
        Some(before) if before == text => Ok(()),
        Some(_) => execute(connection, "UPDATE search SET text = ?2 WHERE rowid = ?1", serial, &text),
        None => execute(connection, INSERT, serial, &text),
    }
}

const INSERT: &str = "INSERT INTO search (rowid, text) VALUES (?1, ?2)";

fn execute(connection: &Connection, sql: &str, serial: i64, text: &str) -> Result<(), StorageError> {
    connection.prepare_cached(sql)?.execute(params![serial, text])?;
    Ok(())
}

/// Indexes every dossier of an empty index.
pub(crate) fn refill(connection: &Connection, progress: Progress<'_>) -> Result<(), StorageError> {
    let total: i64 = connection.query_row("SELECT count(*) FROM dossier_view", [], |row| row.get(0))?;
    let total = total.cast_unsigned();
    let mut statement = connection.prepare(&format!("{SOURCE} ORDER BY d.serial"))?;
    let mut rows = statement.query([])?;
    let mut done = 0;
    while let Some(row) = rows.next()? {
        let (serial, text) = text_of(row)?;
        execute(connection, INSERT, serial, &text)?;
        done += 1;
        if done % PROGRESS_EVERY == 0 || done == total {
            let told = progress(RebuildProgress { view: TABLES.name, done, total });
            if told.is_break() {
                return Err(StorageError::Stopped);
            }
        }
    }
    Ok(())
}

fn text_of(row: &Row<'_>) -> rusqlite::Result<(i64, String)> {
    let mut words = Words::default();
    words.number(row.get(2)?, row.get(1)?);
    words.text(row.get_ref(3)?.as_str_or_null()?.unwrap_or_default());
    words.amount(row.get(4)?);
    words.amount(row.get(5)?);
    let tracks: Vec<TrackRow> = serde_json::from_str(row.get_ref(6)?.as_str()?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(6, Type::Text, Box::new(error)))?;
    tracks.iter().for_each(|track| words.amount(track.share_cents.get()));
    for name in [7, 8] {
        words.text(row.get_ref(name)?.as_str_or_null()?.unwrap_or_default());
    }
    words.phone(row.get_ref(9)?.as_str_or_null()?.unwrap_or_default());
    Ok((row.get(0)?, words.into_text()))
}
