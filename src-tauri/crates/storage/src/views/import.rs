//! A list's row: what became of its lines, when, and whether it was undone.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{day, ms, word},
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
        version: 2,
        tables: &[("import_view", "id"), ("set_aside_view", "import, line")],
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

        CREATE TABLE set_aside_view (
            import       BLOB NOT NULL CHECK (length(import) = 16),
            line         INTEGER NOT NULL CHECK (line > 0),
            text         BLOB NOT NULL CHECK (length(text) = 16),
            amount_cents INTEGER,
            on_day       TEXT,
            settled      INTEGER NOT NULL CHECK (settled IN (0, 1)),
            PRIMARY KEY (import, line)
        ) STRICT, WITHOUT ROWID;
        ",
    };

    fn note(hours: &mut ImportHours, event: &ImportEvent, envelope: Envelope) {
        match event {
            ImportEvent::Recorded(_) => hours.taken_at = Some(envelope.recorded_at),
            ImportEvent::LinesSetAside { .. } | ImportEvent::LineSettled { .. } => {}
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
        // A list sets lines aside once, and each goes once.
        connection.prepare_cached("DELETE FROM set_aside_view WHERE import = ?1")?.execute([id.as_bytes()])?;
        let mut insert = connection.prepare_cached(
            "INSERT INTO set_aside_view (import, line, text, amount_cents, on_day, settled) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let waiting = folded.state.aside.values().map(|aside| (aside, false));
        let settled = folded.state.settled.values().map(|aside| (aside, true));
        for (aside, settled) in waiting.chain(settled) {
            insert.execute(params![
                id.as_bytes(),
                aside.line,
                aside.text.0.as_bytes(),
                aside.advice.amount_cents.map(|amount| amount.get()),
                day(aside.advice.on),
                settled,
            ])?;
        }
        Ok(())
    }
}
