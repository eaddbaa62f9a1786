//! An incident's row. Its dossiers are counted when asked.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word, word_of},
};
use jiff::Timestamp;
use relais_domain::incident::{Incident, IncidentEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// The hours of an incident.
#[derive(Debug, Clone, Default)]
pub struct IncidentHours {
    recovery_started_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
}

impl View for Incident {
    type Notes = IncidentHours;
    const TABLES: Tables = Tables {
        name: "incident",
        version: 1,
        tables: &[("incident_view", "id")],
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
            updated_seq            INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX incident_open ON incident_view (platform) WHERE closed = 0;
        ",
    };

    fn note(hours: &mut IncidentHours, event: &IncidentEvent, envelope: Envelope) {
        match event {
            IncidentEvent::RecoveryStarted => hours.recovery_started_at = Some(envelope.recorded_at),
            IncidentEvent::Closed => hours.closed_at = Some(envelope.recorded_at),
            _ => {}
        }
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let (incident, hours) = (&folded.state, &folded.notes);
        let Some(opened) = &incident.opened else { return Ok(()) };
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
                    updated_seq
                )
            ))?
            .execute(params![
                id.as_bytes(),
                opened.platform.as_str(),
                ms(opened.since),
                word_of(opened.cause.as_ref())?,
                word(&opened.source)?,
                serde_json::to_string(&incident.functions_out)?,
                serde_json::to_string(&incident.functions_touched)?,
                incident.recovering,
                incident.closed,
                hours.recovery_started_at.map(ms),
                hours.closed_at.map(ms),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
