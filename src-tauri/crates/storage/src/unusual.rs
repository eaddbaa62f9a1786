//! What was unusual in the accesses: lines that wait for an owner's word. One is written in the transaction of the access that
//! raised it, and its acknowledgement in that of the line of the access log that tells of it: neither is ever there alone.
//!
//! No line goes before it was acknowledged and the months it speaks of have left the access log; none is rewritten but to count
//! what followed.

use crate::{
    access_log,
    database::Database,
    error::StorageError,
    queries::Queries,
    rows::{Acknowledged, UnusualRow},
    schema::Migration,
    sql::{Columns, ms, word},
    writer::Writing,
};
use jiff::{Timestamp, tz::TimeZone};
use relais_domain::{
    ids::{UnusualId, UserId},
    unusual::{Pattern, Unusual},
};
use relais_journal::access::Note;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 14,
    sql: "
    CREATE TABLE unusual (
        id              BLOB PRIMARY KEY CHECK (length(id) = 16),
        pattern         TEXT NOT NULL,
        about           BLOB CHECK (length(about) = 16),
        count           INTEGER NOT NULL CHECK (count > 0),
        above           INTEGER NOT NULL CHECK (above >= 0),
        first_ms        INTEGER NOT NULL,
        last_ms         INTEGER NOT NULL CHECK (last_ms >= first_ms),
        raised_ms       INTEGER NOT NULL,
        acknowledged_ms INTEGER,
        acknowledged_by BLOB CHECK (length(acknowledged_by) = 16),
        word            TEXT,
        alone           INTEGER CHECK (alone IN (0, 1)),
        CHECK ((acknowledged_ms IS NULL) = (acknowledged_by IS NULL)),
        CHECK ((acknowledged_ms IS NULL) = (word IS NULL)),
        CHECK ((acknowledged_ms IS NULL) = (alone IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX unusual_of ON unusual (pattern, about, last_ms);

    CREATE TRIGGER unusual_only_grows BEFORE UPDATE ON unusual
    WHEN OLD.acknowledged_ms IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.pattern IS NOT OLD.pattern
        OR NEW.about IS NOT OLD.about OR NEW.above IS NOT OLD.above OR NEW.first_ms IS NOT OLD.first_ms
        OR NEW.raised_ms IS NOT OLD.raised_ms OR NEW.count < OLD.count OR NEW.last_ms < OLD.last_ms
    BEGIN SELECT RAISE(ABORT, 'what was unusual is not rewritten'); END;

    CREATE TRIGGER unusual_waits_for_a_word BEFORE DELETE ON unusual
    WHEN OLD.acknowledged_ms IS NULL OR coalesce(
        OLD.last_ms >= unixepoch((SELECT segment FROM access_log ORDER BY seq LIMIT 1) || '-01') * 1000, 1)
    BEGIN SELECT RAISE(ABORT, 'what was unusual is kept as long as the accesses'); END;
    ",
}];

/// Most lines read at once.
const MOST_READ: u32 = 200;

/// A line that accesses raised: a new one with what the access log says of it, or one that waits and goes on.
#[derive(Debug, Clone)]
pub enum Raised {
    /// A new line.
    New {
        /// The line.
        row: Box<UnusualRow>,
        /// What the access log says of it.
        note: Box<Note>,
    },
    /// One that waits counts more.
    Grown {
        /// Which.
        id: UnusualId,
        /// How much it is now.
        unusual: Unusual,
    },
}

/// Keeps what accesses raised, in their transaction; gives what the log says of it.
pub(crate) fn put_raised(connection: &Connection, raised: Vec<Raised>) -> Result<Vec<Note>, StorageError> {
    let mut notes = Vec::new();
    for raised in raised {
        match raised {
            Raised::New { row, note } => {
                let sql = "INSERT INTO unusual (id, pattern, about, count, above, first_ms, last_ms, raised_ms) \
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
                let Unusual { count, above, first, last } = row.unusual;
                connection.prepare_cached(sql)?.execute(params![
                    row.id.0.as_bytes(),
                    word(&row.pattern)?,
                    row.about.map(|about| about.0.into_bytes()),
                    count,
                    above,
                    ms(first),
                    ms(last),
                    ms(row.raised_at),
                ])?;
                notes.push(*note);
            }
            Raised::Grown { id, unusual } => {
                connection
                    .prepare_cached(
                        "UPDATE unusual SET count = max(count, ?2), last_ms = max(last_ms, ?3) WHERE id = ?1",
                    )?
                    .execute(params![id.0.as_bytes(), unusual.count, ms(unusual.last)])?;
            }
        }
    }
    Ok(notes)
}

/// Erases what was acknowledged and speaks of months that left the log.
pub(crate) fn erase_before(connection: &Connection, first_kept: &str) -> Result<(), StorageError> {
    connection.execute(
        "DELETE FROM unusual WHERE acknowledged_ms IS NOT NULL AND last_ms < unixepoch(?1 || '-01') * 1000",
        [first_kept],
    )?;
    Ok(())
}

impl Database {
    /// Keeps an owner's word about a line and the access that tells of it, together. `decide` sees the line as it is in this
    /// transaction; none when there is nothing to do.
    pub fn acknowledge_unusual<E, F>(&self, id: UnusualId, zone: TimeZone, decide: F) -> Result<(), E>
    where
        E: From<StorageError> + Send + 'static,
        F: FnOnce(&Queries<'_>) -> Result<Option<(Acknowledged, Note)>, E> + Send + 'static,
    {
        let identity = self.identity();
        self.on_writer(move |writing: &mut Writing| {
            let sql = StorageError::from;
            let begun = writing.connection.transaction_with_behavior(TransactionBehavior::Immediate);
            let transaction = begun.map_err(sql)?;
            let Some((word, note)) = decide(&Queries::over(&transaction))? else { return Ok(()) };
            let mut log = access_log::resume(&transaction, identity)?;
            put_acknowledged(&transaction, id, &word)?;
            access_log::take(&transaction, &mut log, &note, &zone)?;
            access_log::store_head(&transaction, &log)?;
            Ok(transaction.commit().map_err(sql)?)
        })?
    }
}

fn put_acknowledged(connection: &Connection, id: UnusualId, word: &Acknowledged) -> Result<(), StorageError> {
    let sql = "UPDATE unusual SET acknowledged_ms = ?2, acknowledged_by = ?3, word = ?4, alone = ?5 WHERE id = ?1";
    let by = word.by.0.as_bytes();
    connection.prepare_cached(sql)?.execute(params![id.0.as_bytes(), ms(word.at), by, word.word, word.alone])?;
    Ok(())
}

impl Queries<'_> {
    /// What waits for a word, the latest first.
    pub fn unusual_waiting(&self) -> Result<Vec<UnusualRow>, StorageError> {
        self.unusual_where("acknowledged_ms IS NULL ORDER BY last_ms DESC, id DESC")
    }

    /// What was acknowledged, the latest first.
    pub fn unusual_acknowledged(&self) -> Result<Vec<UnusualRow>, StorageError> {
        self.unusual_where("acknowledged_ms IS NOT NULL ORDER BY acknowledged_ms DESC, id DESC")
    }

    /// A line.
    pub fn unusual(&self, id: UnusualId) -> Result<Option<UnusualRow>, StorageError> {
        let mut statement = self.connection().prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.as_bytes()], line).optional()?)
    }

    /// The last line of a pattern about somebody, or about nobody known.
    pub fn last_unusual(&self, pattern: Pattern, about: Option<UserId>) -> Result<Option<UnusualRow>, StorageError> {
        let sql = format!("{COLUMNS} WHERE pattern = ?1 AND about IS ?2 ORDER BY last_ms DESC, id DESC LIMIT 1");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let about = about.map(|about| about.0.into_bytes());
        Ok(statement.query_row(params![word(&pattern)?, about], line).optional()?)
    }

    fn unusual_where(&self, condition: &str) -> Result<Vec<UnusualRow>, StorageError> {
        let sql = format!("{COLUMNS} WHERE {condition} LIMIT {MOST_READ}");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map([], line)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

const COLUMNS: &str = "SELECT id, pattern, about, count, above, first_ms, last_ms, raised_ms, acknowledged_ms, \
                       acknowledged_by, word, alone FROM unusual";

fn line(row: &Row<'_>) -> rusqlite::Result<UnusualRow> {
    let mut columns = Columns::of(row);
    let (id, pattern, about) = (columns.id()?, columns.word()?, columns.id_opt()?);
    let (count, above) = (columns.take()?, columns.take()?);
    let unusual = Unusual { count, above, first: columns.at()?, last: columns.at()? };
    let raised_at = columns.at()?;
    let at: Option<Timestamp> = columns.at_opt()?;
    let (by, word, alone): (Option<UserId>, Option<String>, Option<bool>) =
        (columns.id_opt()?, columns.take()?, columns.take()?);
    let acknowledged = match (at, by, word, alone) {
        (Some(at), Some(by), Some(word), Some(alone)) => Some(Acknowledged { at, by, word, alone }),
        _ => None,
    };
    Ok(UnusualRow { id, pattern, about, unusual, raised_at, acknowledged })
}
