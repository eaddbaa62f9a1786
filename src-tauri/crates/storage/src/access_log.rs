//! The access log's table: entries as bytes, in order, chained month by month. None is rewritten; whole months leave when
//! they are older than what is kept, and the log says so.
//!
//! What is shown and searched is read from the bytes themselves, through generated columns: there is no second copy of an
//! entry that could tell another story. Names are not here; whoever lists the log joins them.

use crate::{
    credentials::put_used,
    database::Database,
    error::StorageError,
    identity::Identity,
    queries::Queries,
    schema::Migration,
    tx::Tx,
    unusual::{self, Raised, put_raised},
    writer::Writing,
};
use jiff::{Timestamp, tz::TimeZone};
use relais_domain::ids::CredentialId;
use relais_journal::{
    ArchiveKey, Hash,
    access::{
        AccessExportWriter, AccessFault, AccessHead, AccessLog, AccessReport, Chained, Erased, Note, Segment,
        verify_access,
    },
};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use std::{io::Write, ops::RangeInclusive};

pub(crate) const TABLE: &str = "access_log";

/// How many whole months are kept beside the current one, unless the practice's setting says otherwise. The CNIL asks for
/// six months to a year of access logs (délibération 2021-122); the migration below writes the same number.
pub const DEFAULT_KEEP_MONTHS: u32 = 12;
/// What the setting may say: less is no log, and more than three years needs a reason the practice does not have.
pub const KEEP_MONTHS: RangeInclusive<u32> = 6..=36;
/// The name of the setting.
const KEEP_MONTHS_SETTING: &str = "access_log.keep_months";

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 5,
    sql: "
    CREATE TABLE access_log (
        seq     INTEGER PRIMARY KEY CHECK (seq > 0),
        segment TEXT NOT NULL CHECK (segment GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'),
        number  INTEGER NOT NULL CHECK (number > 0),
        hash    BLOB NOT NULL CHECK (length(hash) = 32),
        bytes   BLOB NOT NULL CHECK (length(bytes) > 0),
        at      TEXT GENERATED ALWAYS AS (json_extract(CAST(bytes AS TEXT), '$.recorded_at_utc')) VIRTUAL,
        actor   TEXT GENERATED ALWAYS AS (json_extract(CAST(bytes AS TEXT), '$.actor')) VIRTUAL,
        kind    TEXT GENERATED ALWAYS AS (json_extract(CAST(bytes AS TEXT), '$.kind')) VIRTUAL,
        about   TEXT GENERATED ALWAYS AS (json_extract(CAST(bytes AS TEXT), '$.body.about')) VIRTUAL,
        UNIQUE (segment, number)
    ) STRICT;
    CREATE INDEX access_log_at ON access_log (at);
    CREATE INDEX access_log_actor ON access_log (actor);
    CREATE INDEX access_log_kind ON access_log (kind);
    CREATE INDEX access_log_about ON access_log (about) WHERE about IS NOT NULL;

    CREATE TABLE access_log_head (
        one     INTEGER PRIMARY KEY CHECK (one = 1),
        segment TEXT NOT NULL,
        number  INTEGER NOT NULL CHECK (number > 0),
        hash    BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;

    INSERT INTO setting (name, value) VALUES ('access_log.keep_months', '12');

    CREATE TRIGGER access_log_takes_the_next BEFORE INSERT ON access_log
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM access_log)
    BEGIN SELECT RAISE(ABORT, 'the access log takes its next entry only'); END;

    CREATE TRIGGER access_log_never_updated BEFORE UPDATE ON access_log
    BEGIN SELECT RAISE(ABORT, 'accesses are never rewritten'); END;

    -- The month the log stands in is the measure, not the clock of who asks; what cannot be compared is kept.
    CREATE TRIGGER access_log_keeps_its_months BEFORE DELETE ON access_log
    WHEN coalesce(OLD.segment < strftime('%Y-%m', (SELECT segment FROM access_log ORDER BY seq DESC LIMIT 1) || '-01',
            '-' || min(36, max(6, coalesce(
                (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'access_log.keep_months'), 12))) || ' months'),
            0) = 0
    BEGIN SELECT RAISE(ABORT, 'accesses are kept for months'); END;
    ",
}];

/// What an export that was written says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessLogReceipt {
    /// How many entries it holds.
    pub entries: u64,
    /// Where the log ends.
    pub head: Option<AccessHead>,
}

impl Database {
    /// Notes accesses, durably when this returns: one transaction, in which a month that ended is sealed and those past
    /// their time are erased. `zone` is the practice's.
    pub fn note_accesses(&self, notes: Vec<Note>, zone: TimeZone) -> Result<(), StorageError> {
        self.note_accesses_and_uses(notes, Vec::new(), zone, |_| Vec::new()).map(drop)
    }

    /// The same, and in the same commit when accounts of the vault were last used and what `weigh`, which sees the accesses
    /// noted, finds unusual in them. Says whether it found something new.
    pub fn note_accesses_and_uses(
        &self,
        notes: Vec<Note>,
        uses: Vec<(CredentialId, Timestamp)>,
        zone: TimeZone,
        weigh: impl FnOnce(&Queries<'_>) -> Vec<Raised> + Send + 'static,
    ) -> Result<bool, StorageError> {
        if notes.is_empty() && uses.is_empty() {
            return Ok(false);
        }
        let identity = self.identity();
        self.on_writer(move |writing: &mut Writing| {
            let transaction = writing.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let raised = note(&transaction, identity, (&notes, uses), &zone, weigh)?;
            transaction.commit()?;
            Ok(raised)
        })?
    }

    /// Says whether the log is whole, up to where it stood when it was last written.
    pub fn verify_access_log(&self) -> Result<Result<AccessReport, AccessFault>, StorageError> {
        let snapshot = self.snapshot()?;
        let connection = snapshot.connection()?;
        verified(connection, head(connection)?.as_ref())
    }

    /// Writes the whole log to `file`, which should be buffered, signed with the key of this seed; a log that is not
    /// whole is not exported as if it were.
    pub fn export_access_log<W: Write>(
        &self,
        file: W,
        seed: &[u8; 32],
        written_at: Timestamp,
    ) -> Result<Result<AccessLogReceipt, AccessFault>, StorageError> {
        let snapshot = self.snapshot()?;
        let connection = snapshot.connection()?;
        let expected = head(connection)?;
        let mut statement = connection.prepare(ENTRIES)?;
        let mut rows = statement.query([])?;
        let mut export = AccessExportWriter::new(file).map_err(StorageError::file("the access log's export"))?;
        while let Some(row) = rows.next()? {
            let (hash, bytes) = entry(row)?;
            if let Err(fault) = export.push(&bytes, &hash) {
                return Ok(Err(fault));
            }
        }
        let finished = export.finish(expected.as_ref(), &ArchiveKey::from_seed(seed), written_at);
        Ok(finished.map(|(_, manifest)| AccessLogReceipt { entries: manifest.count, head: manifest.head }))
    }
}

impl Tx<'_> {
    /// Notes accesses in the commit of the command that leaves them, when accounts of the vault were last used and what `weigh`
    /// finds unusual in them; refused, none of it is written and the command goes on.
    pub fn note_accesses(
        &mut self,
        notes: &[Note],
        uses: Vec<(CredentialId, Timestamp)>,
        zone: &TimeZone,
        weigh: impl FnOnce(&Queries<'_>) -> Vec<Raised>,
    ) -> Result<bool, StorageError> {
        self.connection.execute_batch("SAVEPOINT accesses")?;
        let noted = note(self.connection, self.identity(), (notes, uses), zone, weigh);
        self.connection.execute_batch(match noted {
            Ok(_) => "RELEASE accesses",
            Err(_) => "ROLLBACK TO accesses; RELEASE accesses",
        })?;
        noted
    }
}

/// Notes them, and what they raise after them; says whether they raised something new.
fn note(
    connection: &Connection,
    identity: Identity,
    (notes, uses): (&[Note], Vec<(CredentialId, Timestamp)>),
    zone: &TimeZone,
    weigh: impl FnOnce(&Queries<'_>) -> Vec<Raised>,
) -> Result<bool, StorageError> {
    let mut raised = false;
    if !notes.is_empty() {
        let mut log = resume(connection, identity)?;
        for note in notes {
            take(connection, &mut log, note, zone)?;
        }
        let told = put_raised(connection, weigh(&Queries::over(connection)))?;
        for note in &told {
            take(connection, &mut log, note, zone)?;
        }
        store_head(connection, &log)?;
        raised = !told.is_empty();
    }
    uses.into_iter().try_for_each(|(account, at)| put_used(connection, account, at))?;
    Ok(raised)
}

/// Whether the entries are whole, up to where the log stands.
pub(crate) fn verified(
    connection: &Connection,
    expected: Option<&AccessHead>,
) -> Result<Result<AccessReport, AccessFault>, StorageError> {
    let mut statement = connection.prepare(ENTRIES)?;
    let entries = statement.query_map([], entry)?;
    Ok(verify_access(entries, expected)?)
}

const ENTRIES: &str = "SELECT hash, bytes FROM access_log ORDER BY seq";

fn entry(row: &Row<'_>) -> rusqlite::Result<(Hash, Vec<u8>)> {
    Ok((Hash::from_bytes(row.get(0)?), row.get(1)?))
}

/// Where the log stood when it was last written.
fn head(connection: &Connection) -> rusqlite::Result<Option<AccessHead>> {
    connection
        .prepare_cached("SELECT segment, number, hash FROM access_log_head")?
        .query_row([], |row| {
            let segment = row.get::<_, String>(0)?.parse().map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
            })?;
            let number: i64 = row.get(1)?;
            Ok(AccessHead { segment, number: number.cast_unsigned(), hash: Hash::from_bytes(row.get(2)?) })
        })
        .optional()
}

/// The log where it stands.
pub(crate) fn resume(connection: &Connection, identity: Identity) -> Result<AccessLog, StorageError> {
    Ok(AccessLog::resume(identity.practice.0, identity.post.0, head(connection)?))
}

/// Takes a note; a month that begins erases those past their time.
pub(crate) fn take(
    connection: &Connection,
    log: &mut AccessLog,
    note: &Note,
    zone: &TimeZone,
) -> Result<(), StorageError> {
    let before = log.head().map(|head| head.segment);
    append(connection, &log.take(note, Segment::of(note.stamp.recorded_at_utc, zone))?)?;
    let now = log.head().map(|head| head.segment);
    match now.filter(|_| before != now) {
        Some(month) => erase_before(connection, log, month, note),
        None => Ok(()),
    }
}

fn append(connection: &Connection, entries: &[Chained]) -> Result<(), StorageError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO access_log (seq, segment, number, hash, bytes) \
         SELECT coalesce(max(seq), 0) + 1, ?1, ?2, ?3, ?4 FROM access_log",
    )?;
    for Chained { head, bytes } in entries {
        let number = head.number.cast_signed();
        insert.execute(params![head.segment.to_string(), number, head.hash.as_bytes(), bytes])?;
    }
    Ok(())
}

pub(crate) fn store_head(connection: &Connection, log: &AccessLog) -> Result<(), StorageError> {
    log.head().map_or(Ok(()), |head| put_head(connection, &head))
}

/// Says where the log stands.
pub(crate) fn put_head(connection: &Connection, head: &AccessHead) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT INTO access_log_head (one, segment, number, hash) VALUES (1, ?1, ?2, ?3) ON CONFLICT (one) \
             DO UPDATE SET segment = excluded.segment, number = excluded.number, hash = excluded.hash",
        )?
        .execute(params![head.segment.to_string(), head.number.cast_signed(), head.hash.as_bytes()])?;
    Ok(())
}

/// How many months are kept.
pub(crate) fn keep_months(connection: &Connection) -> Result<u32, StorageError> {
    let set: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = ?1", [KEEP_MONTHS_SETTING], |row| row.get(0))
        .optional()?;
    let months = set.and_then(|text| text.parse().ok()).unwrap_or(DEFAULT_KEEP_MONTHS);
    Ok(months.clamp(*KEEP_MONTHS.start(), *KEEP_MONTHS.end()))
}

/// Erases the months that are past their time now that `month` has begun, and says so in the log.
fn erase_before(connection: &Connection, log: &mut AccessLog, month: Segment, note: &Note) -> Result<(), StorageError> {
    let keep_months = keep_months(connection)?;
    let first_kept = month.back(keep_months).to_string();
    let last = connection
        .query_row(
            "SELECT segment, number, hash FROM access_log WHERE segment < ?1 ORDER BY seq DESC LIMIT 1",
            [&first_kept],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, [u8; 32]>(2)?)),
        )
        .optional()?;
    let Some((segment, number, hash)) = last else { return Ok(()) };
    let segment = segment.parse().map_err(|_| unreadable("its month"))?;
    let last = AccessHead { segment, number: number.cast_unsigned(), hash: Hash::from_bytes(hash) };
    let entries = connection.execute("DELETE FROM access_log WHERE segment < ?1", [&first_kept])?;
    let erased = Erased { last, entries: entries as u64, keep_months };
    append(connection, &[log.erased(&erased, &note.stamp)?])?;
    unusual::erase_before(connection, &first_kept)
}

pub(crate) fn unreadable(what: &str) -> StorageError {
    StorageError::Unreadable { seq: 0, reason: format!("an access: {what}") }
}
