//! The practice's own look-ups of the last hours, who was stopped, and when each function of each platform was last sent
//! something: what the guard against fishing weighs and what « Où vont mes données » shows.
//!
//! An erasable place: whom a look-up is about is a mark under a key kept elsewhere, and the marks go after a day. The
//! access log is the record; these rows are what must be known before something leaves.

use crate::{
    error::StorageError,
    queries::Queries,
    rows::{DepartureRow, LookupStopRow},
    schema::Migration,
    sql::{Columns, ms, word},
    tx::Tx,
};
use jiff::Timestamp;
use relais_domain::{
    disclosure::FieldName,
    ids::UserId,
    lookup_guard::{Finding, LookUp, Mark},
    platform::{Function, PlatformCode},
};
use rusqlite::{OptionalExtension, Row, params};

/// Most look-ups read at once: far above any limit an owner can set.
const MOST_READ: u32 = 20_000;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 10,
    sql: "
    CREATE TABLE lookup (
        id            INTEGER PRIMARY KEY,
        at_ms         INTEGER NOT NULL,
        actor         BLOB NOT NULL CHECK (length(actor) = 16),
        has_dossier   INTEGER NOT NULL CHECK (has_dossier IN (0, 1)),
        outside_hours INTEGER NOT NULL CHECK (outside_hours IN (0, 1)),
        platform      TEXT NOT NULL,
        subject       BLOB NOT NULL CHECK (length(subject) = 32),
        nir           BLOB CHECK (length(nir) = 32),
        findings      TEXT NOT NULL CHECK (json_valid(findings))
    ) STRICT;
    CREATE INDEX lookup_of ON lookup (actor, at_ms);
    CREATE INDEX lookup_at ON lookup (at_ms);

    CREATE TABLE lookup_stop (
        actor        BLOB PRIMARY KEY CHECK (length(actor) = 16),
        at_ms        INTEGER NOT NULL,
        finding      TEXT NOT NULL CHECK (json_valid(finding)),
        lifted_at_ms INTEGER,
        lifted_by    BLOB CHECK (length(lifted_by) = 16),
        lifted_why   TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE departure (
        platform TEXT NOT NULL,
        function TEXT NOT NULL,
        at_ms    INTEGER NOT NULL,
        fields   TEXT NOT NULL CHECK (json_valid(fields)),
        PRIMARY KEY (platform, function)
    ) STRICT, WITHOUT ROWID;
    ",
}];

impl Tx<'_> {
    /// Keeps a look-up of a user with what was noticed of it, and forgets those from before `forget_before`.
    pub fn put_lookup(
        &mut self,
        actor: UserId,
        look_up: &LookUp,
        findings: &[Finding],
        forget_before: Timestamp,
    ) -> Result<(), StorageError> {
        self.connection.prepare_cached("DELETE FROM lookup WHERE at_ms < ?1")?.execute([ms(forget_before)])?;
        self.connection
            .prepare_cached(
                "INSERT INTO lookup (at_ms, actor, has_dossier, outside_hours, platform, subject, nir, findings) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                ms(look_up.at),
                actor.0.as_bytes(),
                look_up.has_dossier,
                look_up.outside_hours,
                look_up.platform.as_str(),
                look_up.subject,
                look_up.nir,
                serde_json::to_string(findings)?,
            ])?;
        Ok(())
    }

    /// Keeps that a user was stopped.
    pub fn put_lookup_stop(&mut self, actor: UserId, finding: &Finding) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO lookup_stop (actor, at_ms, finding) VALUES (?1, ?2, ?3) ON CONFLICT (actor) DO UPDATE SET \
                 at_ms = excluded.at_ms, finding = excluded.finding, lifted_at_ms = NULL, lifted_by = NULL, lifted_why = NULL",
            )?
            .execute(params![actor.0.as_bytes(), ms(self.recorded_at()), serde_json::to_string(finding)?])?;
        Ok(())
    }

    /// Keeps that an owner unlocked a user, and why; says whether he was stopped.
    pub fn lift_lookup_stop(&mut self, actor: UserId, by: UserId, why: &str) -> Result<bool, StorageError> {
        let lifted = self
            .connection
            .prepare_cached(
                "UPDATE lookup_stop SET lifted_at_ms = ?2, lifted_by = ?3, lifted_why = ?4 \
                 WHERE actor = ?1 AND lifted_at_ms IS NULL",
            )?
            .execute(params![actor.0.as_bytes(), ms(self.recorded_at()), by.0.as_bytes(), why])?;
        Ok(lifted > 0)
    }

    /// Keeps when a function of a platform was last sent something, and which fields.
    pub fn put_departure(
        &mut self,
        platform: &PlatformCode,
        function: Function,
        fields: &[FieldName],
    ) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO departure (platform, function, at_ms, fields) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (platform, function) DO UPDATE SET at_ms = excluded.at_ms, fields = excluded.fields",
            )?
            .execute(params![
                platform.as_str(),
                word(&function)?,
                ms(self.recorded_at()),
                serde_json::to_string(fields)?
            ])?;
        Ok(())
    }
}

impl Queries<'_> {
    /// A user's look-ups since an instant, the latest first.
    pub fn lookups_of(&self, actor: UserId, since: Timestamp) -> Result<Vec<LookUp>, StorageError> {
        let sql = "SELECT at_ms, has_dossier, outside_hours, platform, subject, nir FROM lookup \
                   WHERE actor = ?1 AND at_ms >= ?2 ORDER BY at_ms DESC, id DESC LIMIT ?3";
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map(params![actor.0.as_bytes(), ms(since), MOST_READ], look_up)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was noticed of a user's last look-up since an instant.
    pub fn last_lookup_findings(&self, actor: UserId, since: Timestamp) -> Result<Vec<Finding>, StorageError> {
        let sql = "SELECT findings FROM lookup WHERE actor = ?1 AND at_ms >= ?2 ORDER BY at_ms DESC, id DESC LIMIT 1";
        let mut statement = self.connection().prepare_cached(sql)?;
        let found = statement
            .query_row(params![actor.0.as_bytes(), ms(since)], |row| Columns::of(row).json::<Vec<Finding>>())
            .optional()?;
        Ok(found.unwrap_or_default())
    }

    /// The last stop of a user, lifted or not.
    pub fn lookup_stop(&self, actor: UserId) -> Result<Option<LookupStopRow>, StorageError> {
        let mut statement = self.connection().prepare_cached(&format!("{STOPS} WHERE actor = ?1"))?;
        Ok(statement.query_row([actor.0.as_bytes()], stop).optional()?)
    }

    /// Every user's last stop, the latest first.
    pub fn lookup_stops(&self) -> Result<Vec<LookupStopRow>, StorageError> {
        let mut statement = self.connection().prepare_cached(&format!("{STOPS} ORDER BY at_ms DESC"))?;
        let rows = statement.query_map([], stop)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What last left for each function of each platform.
    pub fn departures(&self) -> Result<Vec<DepartureRow>, StorageError> {
        let sql = "SELECT platform, function, at_ms, fields FROM departure ORDER BY platform, function";
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let mut columns = Columns::of(row);
            Ok(DepartureRow {
                platform: columns.word()?,
                function: columns.word()?,
                at: columns.at()?,
                fields: columns.json()?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

const STOPS: &str = "SELECT actor, at_ms, finding, lifted_at_ms, lifted_by, lifted_why FROM lookup_stop";

fn look_up(row: &Row<'_>) -> rusqlite::Result<LookUp> {
    let mut columns = Columns::of(row);
    Ok(LookUp {
        at: columns.at()?,
        has_dossier: columns.flag()?,
        outside_hours: columns.flag()?,
        platform: columns.word()?,
        subject: columns.take::<Mark>()?,
        nir: columns.take::<Option<Mark>>()?,
    })
}

fn stop(row: &Row<'_>) -> rusqlite::Result<LookupStopRow> {
    let mut columns = Columns::of(row);
    Ok(LookupStopRow {
        actor: columns.id()?,
        at: columns.at()?,
        finding: columns.json()?,
        lifted_at: columns.at_opt()?,
        lifted_by: columns.id_opt()?,
        lifted_why: columns.take()?,
    })
}
