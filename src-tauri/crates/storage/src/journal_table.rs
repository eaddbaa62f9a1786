//! The journal's table: entries as bytes, in order, chained. Nothing rewrites them: triggers refuse it, and so does the
//! authorizer of every connection.
//!
//! `seq` and `stream_version` are local and unhashed: several posts will exchange entries, and each will number them
//! as they come.

use crate::{access_log, error::StorageError, identity::Identity, schema::Migration, sql::Columns};
use jiff::Timestamp;
use relais_journal::{EntryView, Hash, Head, Totals, chain};
use rusqlite::{
    Connection, OptionalExtension,
    hooks::{AuthAction, AuthContext, Authorization},
    params,
};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        sql: "
    CREATE TABLE identity (
        one      INTEGER PRIMARY KEY CHECK (one = 1),
        practice BLOB NOT NULL CHECK (length(practice) = 16),
        post     BLOB NOT NULL CHECK (length(post) = 16)
    ) STRICT;

    CREATE TABLE journal (
        seq            INTEGER PRIMARY KEY CHECK (seq > 0),
        post           BLOB NOT NULL CHECK (length(post) = 16),
        post_seq       INTEGER NOT NULL CHECK (post_seq > 0),
        stream_kind    TEXT NOT NULL CHECK (length(stream_kind) BETWEEN 1 AND 32),
        stream_id      BLOB NOT NULL CHECK (length(stream_id) = 16),
        stream_version INTEGER NOT NULL CHECK (stream_version > 0),
        clock_suspect  INTEGER NOT NULL CHECK (clock_suspect IN (0, 1)),
        hash           BLOB NOT NULL CHECK (length(hash) = 32),
        bytes          BLOB NOT NULL CHECK (length(bytes) > 0),
        UNIQUE (stream_kind, stream_id, stream_version)
    ) STRICT;

    CREATE TABLE journal_head (
        post           BLOB PRIMARY KEY CHECK (length(post) = 16),
        post_seq       INTEGER NOT NULL CHECK (post_seq >= 0),
        hash           BLOB NOT NULL CHECK (length(hash) = 32),
        totals         TEXT NOT NULL CHECK (json_valid(totals)),
        recorded_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER journal_takes_the_next BEFORE INSERT ON journal
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
    BEGIN SELECT RAISE(ABORT, 'the journal takes its next entry only'); END;

    CREATE TRIGGER journal_never_updated BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'entries are never rewritten'); END;

    CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
    ",
    },
    Migration {
        number: 7,
        // What every command moves on, the head and the numbers given, lies in one row.
        sql: "
    ALTER TABLE journal_head ADD COLUMN numbers TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(numbers));
    UPDATE journal_head
    SET numbers = (SELECT json_group_object(series || '/' || year, last ORDER BY series, year) FROM number_series);
    DROP TABLE number_series;
    ",
    },
];

/// Refuses, on every connection, what would rewrite the journal or the access log, or carry pages elsewhere.
pub(crate) fn authorize(context: AuthContext<'_>) -> Authorization {
    let on_journal = |table: &str| table.eq_ignore_ascii_case("journal");
    let on_either = |table: &str| on_journal(table) || table.eq_ignore_ascii_case(access_log::TABLE);
    match context.action {
        // Whole old months of the access log go; its own trigger says which.
        AuthAction::Delete { table_name } if on_journal(table_name) => Authorization::Deny,
        AuthAction::Update { table_name, .. }
        | AuthAction::DropTable { table_name }
        | AuthAction::DropTrigger { table_name, .. }
        | AuthAction::AlterTable { table_name, .. }
            if on_either(table_name) =>
        {
            Authorization::Deny
        }
        AuthAction::Attach { .. } => Authorization::Deny,
        _ => Authorization::Allow,
    }
}

/// Where the chain of this post stands, inside a transaction.
#[derive(Debug, Clone)]
pub(crate) struct ChainHead {
    pub(crate) head: Head,
    /// The local number of the last entry of any post.
    pub(crate) seq: i64,
    recorded_at_ms: i64,
    /// The last number given in each series and year, such as `dossier/2024`.
    numbers: BTreeMap<String, u32>,
}

/// One entry about to be written.
pub(crate) struct NewEntry<'a> {
    pub(crate) stream_kind: &'a str,
    pub(crate) stream_id: Uuid,
    pub(crate) stream_version: u32,
    pub(crate) recorded_at: Timestamp,
    pub(crate) bytes: &'a [u8],
}

/// Fixes whose database this is.
pub(crate) fn put_identity(connection: &Connection, identity: &Identity) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO identity (one, practice, post) VALUES (1, ?1, ?2)",
        params![identity.practice.0.as_bytes(), identity.post.0.as_bytes()],
    )?;
    Ok(())
}

/// Whose database this is.
pub(crate) fn identity(connection: &Connection) -> rusqlite::Result<Identity> {
    connection.query_row("SELECT practice, post FROM identity", [], |row| {
        let mut columns = Columns::of(row);
        Ok(Identity { practice: columns.id()?, post: columns.id()? })
    })
}

impl ChainHead {
    /// As stored.
    pub(crate) fn read(connection: &Connection, identity: &Identity) -> Result<Self, StorageError> {
        let seq =
            connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM journal")?.query_row([], |row| row.get(0))?;
        let stored = connection
            .prepare_cached("SELECT post_seq, hash, totals, recorded_at_ms, numbers FROM journal_head WHERE post = ?1")?
            .query_row([identity.post.0.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                let (post_seq, hash): (i64, [u8; 32]) = (columns.take()?, columns.take()?);
                let (totals, recorded_at_ms, numbers) = (columns.json()?, columns.take()?, columns.json()?);
                Ok((post_seq.cast_unsigned(), Hash::from_bytes(hash), totals, recorded_at_ms, numbers))
            })
            .optional()?;
        let nothing = || (0, Hash::GENESIS, Totals::default(), i64::MIN, BTreeMap::new());
        let (post_seq, hash, totals, recorded_at_ms, numbers) = stored.unwrap_or_else(nothing);
        let head = Head { practice: identity.practice.0, post: identity.post.0, seq: post_seq, hash, totals };
        Ok(ChainHead { head, seq, recorded_at_ms, numbers })
    }

    /// Appends one entry and moves on; the stored head follows with [`ChainHead::store`].
    pub(crate) fn append(&mut self, connection: &Connection, entry: &NewEntry<'_>) -> Result<(), StorageError> {
        let hash = chain(&self.head.hash, entry.bytes);
        self.head.totals.add(&EntryView::read(entry.bytes)?)?;
        self.head.hash = hash;
        self.head.seq += 1;
        self.seq += 1;
        let at = entry.recorded_at.as_millisecond();
        connection
            .prepare_cached(
                "INSERT INTO journal (seq, post, post_seq, stream_kind, stream_id, stream_version, clock_suspect, hash, \
                 bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                self.seq,
                self.head.post.as_bytes(),
                self.head.seq.cast_signed(),
                entry.stream_kind,
                entry.stream_id.as_bytes(),
                entry.stream_version,
                at < self.recorded_at_ms,
                hash.as_bytes(),
                entry.bytes,
            ])?;
        self.recorded_at_ms = at;
        Ok(())
    }

    /// When the last entry was recorded; none before the first.
    pub(crate) fn recorded_at(&self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.recorded_at_ms).ok().filter(|_| self.head.seq > 0)
    }

    /// Goes on with the numbers that were given; where they are not known, passes over `many` of each series.
    pub(crate) fn numbers_from(&mut self, given: Option<&BTreeMap<String, u32>>, many: u64) {
        match given {
            Some(given) => self.numbers.clone_from(given),
            None => {
                let many = u32::try_from(many).unwrap_or(u32::MAX);
                self.numbers.values_mut().for_each(|last| *last = last.saturating_add(many));
            }
        }
    }

    /// The next number of a series in a year, from 1; given with the next [`ChainHead::store`].
    pub(crate) fn next_number(&mut self, series: &str, year: i16) -> u32 {
        let last = self.numbers.entry(format!("{series}/{year}")).or_default();
        *last += 1;
        *last
    }

    /// Stores the head and the numbers given, once for all the entries of a transaction.
    pub(crate) fn store(&self, connection: &Connection) -> Result<(), StorageError> {
        connection
            .prepare_cached(
                "INSERT INTO journal_head (post, post_seq, hash, totals, recorded_at_ms, numbers) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (post) DO UPDATE SET post_seq = excluded.post_seq, \
                 hash = excluded.hash, totals = excluded.totals, recorded_at_ms = excluded.recorded_at_ms, \
                 numbers = excluded.numbers",
            )?
            .execute(params![
                self.head.post.as_bytes(),
                self.head.seq.cast_signed(),
                self.head.hash.as_bytes(),
                serde_json::to_string(&self.head.totals)?,
                self.recorded_at_ms,
                serde_json::to_string(&self.numbers)?,
            ])?;
        Ok(())
    }
}

/// The hash recorded at a number of this post's chain.
pub(crate) fn hash_at(connection: &Connection, post: Uuid, post_seq: u64) -> rusqlite::Result<Option<Hash>> {
    // An entry's local number is never below its number on its post, so the walk starts next to it.
    connection
        .query_row(
            "SELECT hash FROM journal WHERE seq >= ?2 AND post_seq = ?2 AND post = ?1 LIMIT 1",
            params![post.as_bytes(), post_seq.cast_signed()],
            |row| row.get::<_, [u8; 32]>(0),
        )
        .optional()
        .map(|hash| hash.map(Hash::from_bytes))
}
