//! A platform's row, the state of its functions, and the states they went through.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word, word_of},
};
use relais_domain::platform::{Function, FunctionStatus, Platform, PlatformEvent, Said};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// A state a function went into, and by which entry.
#[derive(Debug, Clone)]
pub struct Change {
    seq: i64,
    function: Function,
    status: FunctionStatus,
    said: Option<Said>,
}

impl View for Platform {
    type Notes = Vec<Change>;
    const TABLES: Tables = Tables {
        name: "platform",
        version: 3,
        tables: &[
            ("platform_view", "id"),
            ("platform_function_view", "platform, function"),
            ("platform_state_view", "platform, function, since_ms, seq"),
        ],
        ddl: "
        CREATE TABLE platform_view (
            id          BLOB PRIMARY KEY CHECK (length(id) = 16),
            code        TEXT NOT NULL,
            serial      INTEGER NOT NULL,
            label       TEXT NOT NULL,
            channel     TEXT NOT NULL,
            base_url    TEXT,
            token_url   TEXT,
            client_id   TEXT,
            portal_url  TEXT,
            conduct     TEXT NOT NULL CHECK (json_valid(conduct)),
            suspended_on TEXT,
            updated_seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE platform_function_view (
            platform TEXT NOT NULL,
            function TEXT NOT NULL,
            state    TEXT NOT NULL,
            cause    TEXT,
            source   TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            said_by  TEXT,
            text     BLOB CHECK (text IS NULL OR length(text) = 16),
            PRIMARY KEY (platform, function)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE platform_state_view (
            platform TEXT NOT NULL,
            function TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            seq      INTEGER NOT NULL,
            state    TEXT NOT NULL,
            cause    TEXT,
            source   TEXT NOT NULL,
            said_by  TEXT,
            text     BLOB CHECK (text IS NULL OR length(text) = 16),
            PRIMARY KEY (platform, function, since_ms, seq)
        ) STRICT, WITHOUT ROWID;
        ",
    };

    fn note(changes: &mut Vec<Change>, event: &PlatformEvent, envelope: Envelope) {
        match event {
            PlatformEvent::FunctionChanged { function, state, cause, source, since, .. } => {
                let status = FunctionStatus { state: *state, cause: *cause, source: *source, since: *since };
                changes.push(Change { seq: envelope.seq, function: *function, status, said: None });
            }
            PlatformEvent::FunctionSaid { function, said, .. } => {
                if let Some(last) = changes.iter_mut().rev().find(|change| change.function == *function) {
                    last.said = Some(said.clone());
                }
            }
            PlatformEvent::Configured(_)
            | PlatformEvent::Described { .. }
            | PlatformEvent::ConductSet { .. }
            | PlatformEvent::ThirdPartyPaymentSuspended { .. }
            | PlatformEvent::ThirdPartyPaymentResumed { .. }
            | PlatformEvent::Removed { .. } => {}
        }
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(configured) = &folded.state.configured else {
            // Never configured, or removed.
            connection
                .prepare_cached(
                    "DELETE FROM platform_function_view WHERE platform = (SELECT code FROM platform_view WHERE id = ?1)",
                )?
                .execute([id.as_bytes()])?;
            connection
                .prepare_cached(
                    "DELETE FROM platform_state_view WHERE platform = (SELECT code FROM platform_view WHERE id = ?1)",
                )?
                .execute([id.as_bytes()])?;
            connection.prepare_cached("DELETE FROM platform_view WHERE id = ?1")?.execute([id.as_bytes()])?;
            return Ok(());
        };
        let code = configured.platform.as_str();
        connection
            .prepare_cached(upsert!(
                "platform_view",
                (id),
                (
                    code,
                    serial,
                    label,
                    channel,
                    base_url,
                    token_url,
                    client_id,
                    portal_url,
                    conduct,
                    suspended_on,
                    updated_seq
                )
            ))?
            .execute(params![
                id.as_bytes(),
                code,
                folded.first.map(|envelope| envelope.seq),
                configured.label,
                word(&configured.channel)?,
                configured.base_url,
                configured.token_url,
                configured.client_id,
                configured.portal_url,
                serde_json::to_string(&folded.state.conduct)?,
                folded.state.suspension.map(|suspension| suspension.on.to_string()),
                last_seq(folded),
            ])?;
        let mut statement = connection.prepare_cached(upsert!(
            "platform_function_view",
            (platform, function),
            (state, cause, source, since_ms, said_by, text)
        ))?;
        for (function, status) in &folded.state.functions {
            let said = folded.state.said.get(function);
            statement.execute(params![
                code,
                word(function)?,
                word(&status.state)?,
                word_of(status.cause.as_ref())?,
                word(&status.source)?,
                ms(status.since),
                said.map(|said| said.by.as_str()),
                said.and_then(|said| said.text).map(|text| text.0.into_bytes()),
            ])?;
        }
        project_changes(&folded.notes, code, connection)
    }
}

/// Writes the states that are not there yet: what was gone through stays as it was.
fn project_changes(changes: &[Change], code: &str, connection: &Connection) -> Result<(), StorageError> {
    let written: i64 = connection
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM platform_state_view WHERE platform = ?1")?
        .query_row([code], |row| row.get(0))?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO platform_state_view (platform, function, since_ms, seq, state, cause, source, said_by, text) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for change in changes.iter().filter(|change| change.seq > written) {
        let (status, said) = (&change.status, change.said.as_ref());
        statement.execute(params![
            code,
            word(&change.function)?,
            ms(status.since),
            change.seq,
            word(&status.state)?,
            word_of(status.cause.as_ref())?,
            word(&status.source)?,
            said.map(|said| said.by.as_str()),
            said.and_then(|said| said.text).map(|text| text.0.into_bytes()),
        ])?;
    }
    Ok(())
}
