//! A list's row: what became of its lines, when, and whether it was undone.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word},
};
use jiff::Timestamp;
use relais_domain::import::{Import, ImportEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// When it was taken, and when it was undone.
#[derive(Debug, Clone, Default)]
pub struct ImportHours {
    taken_at: Option<Timestamp>,
    undone_at: Option<Timestamp>,
}

impl View for Import {
    type Notes = ImportHours;
    const TABLES: Tables = Tables {
        name: "import",
        version: 1,
        tables: &[("import_view", "id")],
        ddl: "
        CREATE TABLE import_view (
            id            BLOB PRIMARY KEY CHECK (length(id) = 16),
            list          TEXT NOT NULL,
            name          BLOB CHECK (name IS NULL OR length(name) = 16),
            checksum      BLOB NOT NULL CHECK (length(checksum) = 16),
            taken         INTEGER NOT NULL CHECK (taken > 0),
            opened        INTEGER NOT NULL,
            known         INTEGER NOT NULL,
            left_out      INTEGER NOT NULL,
            faulty        INTEGER NOT NULL,
            total_cents   INTEGER NOT NULL,
            taken_at_ms   INTEGER NOT NULL,
            undone_at_ms  INTEGER,
            undone        INTEGER,
            kept          INTEGER,
            updated_seq   INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX import_by_time ON import_view (taken_at_ms);
        ",
    };

    fn note(hours: &mut ImportHours, event: &ImportEvent, envelope: Envelope) {
        match event {
            ImportEvent::Recorded(_) => hours.taken_at = Some(envelope.recorded_at),
            ImportEvent::Undone { .. } => hours.undone_at = Some(envelope.recorded_at),
        }
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(recorded) = &folded.state.recorded else { return Ok(()) };
        connection
            .prepare_cached(upsert!(
                "import_view",
                (id),
                once(list, name, checksum, taken, opened, known, left_out, faulty, total_cents, taken_at_ms),
                (undone_at_ms, undone, kept, updated_seq)
            ))?
            .execute(params![
                id.as_bytes(),
                word(&recorded.table)?,
                recorded.name.map(|name| name.0.into_bytes()),
                recorded.checksum.0.as_bytes(),
                recorded.taken,
                recorded.opened,
                recorded.known,
                recorded.left_out,
                recorded.faulty,
                recorded.total_cents.get(),
                folded.notes.taken_at.map(ms),
                folded.notes.undone_at.map(ms),
                folded.state.undone.map(|(undone, _)| undone),
                folded.state.undone.map(|(_, kept)| kept),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
