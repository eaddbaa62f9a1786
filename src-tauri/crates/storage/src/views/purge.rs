//! A purge's row: where it stands and how far it is. What it is about stays in its first entry.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word},
};
use jiff::Timestamp;
use relais_domain::purge::{Purge, PurgeEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// When it was asked, and when it was over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurgeHours {
    asked_at: Option<Timestamp>,
    agreed_at: Option<Timestamp>,
    certified_at: Option<Timestamp>,
}

impl View for Purge {
    type Notes = PurgeHours;
    const TABLES: Tables = Tables {
        name: "purge",
        version: 1,
        tables: &[("purge_view", "id")],
        ddl: "
        CREATE TABLE purge_view (
            id              BLOB PRIMARY KEY CHECK (length(id) = 16),
            state           TEXT NOT NULL,
            why             TEXT NOT NULL,
            subjects        INTEGER NOT NULL CHECK (subjects > 0),
            done            INTEGER NOT NULL CHECK (done BETWEEN 0 AND subjects),
            kept            INTEGER NOT NULL CHECK (kept BETWEEN 0 AND done),
            erased          TEXT NOT NULL CHECK (json_valid(erased)),
            asked_at_ms     INTEGER NOT NULL,
            confirm_from_ms INTEGER,
            agreed_at_ms    INTEGER,
            seconded_by     BLOB CHECK (seconded_by IS NULL OR length(seconded_by) = 16),
            certified_at_ms INTEGER,
            number          INTEGER,
            year            INTEGER,
            certificate     BLOB CHECK (certificate IS NULL OR length(certificate) = 16),
            updated_seq     INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX purge_asked ON purge_view (asked_at_ms);
        CREATE INDEX purge_open ON purge_view (asked_at_ms) WHERE state IN ('waiting', 'agreed');
        ",
    };

    fn note(hours: &mut PurgeHours, event: &PurgeEvent, envelope: Envelope) {
        let at = Some(envelope.recorded_at);
        match event {
            PurgeEvent::Asked(_) => hours.asked_at = at,
            PurgeEvent::Seconded { .. } | PurgeEvent::Confirmed {} => hours.agreed_at = at,
            PurgeEvent::Certified { .. } => hours.certified_at = at,
            PurgeEvent::Withdrawn {} | PurgeEvent::Carried { .. } => {}
        }
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let (purge, hours) = (&folded.state, &folded.notes);
        let Some(asked) = &purge.asked else { return Ok(()) };
        connection
            .prepare_cached(upsert!(
                "purge_view",
                (id),
                once(why, subjects, asked_at_ms, confirm_from_ms),
                (
                    state,
                    done,
                    kept,
                    erased,
                    agreed_at_ms,
                    seconded_by,
                    certified_at_ms,
                    number,
                    year,
                    certificate,
                    updated_seq
                )
            ))?
            .execute(params![
                id.as_bytes(),
                word(&asked.why)?,
                i64::try_from(asked.subjects.len()).unwrap_or(i64::MAX),
                hours.asked_at.map(ms),
                asked.confirm_from.map(ms),
                word(&purge.state)?,
                purge.done,
                purge.kept,
                serde_json::to_string(&purge.erased)?,
                hours.agreed_at.map(ms),
                purge.seconded_by.map(|user| user.0.into_bytes()),
                hours.certified_at.map(ms),
                purge.certificate.map(|(number, _, _)| number),
                purge.certificate.map(|(_, year, _)| year),
                purge.certificate.map(|(_, _, paper)| paper.0.into_bytes()),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
