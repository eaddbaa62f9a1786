//! An incident's row and the pieces kept with it. Its dossiers are counted when asked, its log is its entries.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word, word_of},
};
use jiff::Timestamp;
use relais_domain::{
    incident::{Incident, IncidentEvent},
    platform::Function,
};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The hours of an incident.
#[derive(Debug, Clone, Default)]
pub struct IncidentHours {
    recovery_started_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    /// Functions out, to know when the last of them was restored.
    out: BTreeSet<Function>,
    restored_at: Option<Timestamp>,
}

impl View for Incident {
    type Notes = IncidentHours;
    const TABLES: Tables = Tables {
        name: "incident",
        version: 2,
        tables: &[("incident_view", "id"), ("incident_piece_view", "id")],
        ddl: "
        CREATE TABLE incident_view (
            id                     BLOB PRIMARY KEY CHECK (length(id) = 16),
            platform               TEXT NOT NULL,
            since_ms               INTEGER NOT NULL,
            cause                  TEXT,
            source                 TEXT NOT NULL,
            functions_out          TEXT NOT NULL CHECK (json_valid(functions_out)),
            functions_touched      TEXT NOT NULL CHECK (json_valid(functions_touched)),
            recovering             INTEGER NOT NULL CHECK (recovering IN (0, 1)),
            closed                 INTEGER NOT NULL CHECK (closed IN (0, 1)),
            recovery_started_at_ms INTEGER,
            closed_at_ms           INTEGER,
            nature                 TEXT NOT NULL,
            ended_at_ms            INTEGER,
            updated_seq            INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE incident_piece_view (
            id           BLOB PRIMARY KEY CHECK (length(id) = 16),
            incident     BLOB NOT NULL CHECK (length(incident) = 16),
            position     INTEGER NOT NULL,
            name         BLOB NOT NULL CHECK (length(name) = 16),
            media        TEXT NOT NULL,
            length_bytes INTEGER NOT NULL CHECK (length_bytes >= 0),
            proof        TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX incident_piece_of ON incident_piece_view (incident, position);
        CREATE INDEX incident_open ON incident_view (platform) WHERE closed = 0;
        ",
    };

    fn note(hours: &mut IncidentHours, event: &IncidentEvent, envelope: Envelope) {
        match event {
            IncidentEvent::RecoveryStarted => hours.recovery_started_at = Some(envelope.recorded_at),
            IncidentEvent::Closed => hours.closed_at = Some(envelope.recorded_at),
            IncidentEvent::Reopened => hours.closed_at = None,
            IncidentEvent::Opened(opened) => drop(hours.out.insert(opened.function)),
            IncidentEvent::FunctionJoined { function } => {
                hours.out.insert(*function);
                hours.restored_at = None;
            }
            IncidentEvent::FunctionRestored { function } => {
                hours.out.remove(function);
                hours.restored_at = hours.out.is_empty().then_some(envelope.recorded_at);
            }
            _ => {}
        }
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let (incident, hours) = (&folded.state, &folded.notes);
        let Some(opened) = &incident.opened else { return Ok(()) };
        // A person who corrected its times knows better than what was measured, as long as nothing goes out again.
        let (since, ended_at) = match incident.corrected {
            Some((since, until)) => (since, until.or(hours.restored_at)),
            None => (opened.since, hours.restored_at),
        };
        connection
            .prepare_cached(upsert!(
                "incident_view",
                (id),
                (
                    platform,
                    since_ms,
                    cause,
                    source,
                    functions_out,
                    functions_touched,
                    recovering,
                    closed,
                    recovery_started_at_ms,
                    closed_at_ms,
                    nature,
                    ended_at_ms,
                    updated_seq
                )
            ))?
            .execute(params![
                id.as_bytes(),
                opened.platform.as_str(),
                ms(since),
                word_of(opened.cause.as_ref())?,
                word(&opened.source)?,
                serde_json::to_string(&incident.functions_out)?,
                serde_json::to_string(&incident.functions_touched)?,
                incident.recovering,
                incident.closed,
                hours.recovery_started_at.map(ms),
                hours.closed_at.map(ms),
                word(&incident.nature)?,
                ended_at.map(ms),
                last_seq(folded),
            ])?;
        let mut statement = connection.prepare_cached(upsert!(
            "incident_piece_view",
            (id),
            once(incident, name, media, length_bytes, proof),
            (position)
        ))?;
        for (position, piece) in (1i64..).zip(&incident.pieces) {
            statement.execute(params![
                piece.piece.0.as_bytes(),
                id.as_bytes(),
                piece.name.0.as_bytes(),
                word(&piece.media)?,
                piece.seal.length_bytes.cast_signed(),
                piece.seal.proof.0,
                position,
            ])?;
        }
        Ok(())
    }
}
