//! The practice's row and its users'. Names are in the erasable places.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word},
};
use jiff::Timestamp;
use relais_domain::practice::{Practice, PracticeEvent, User, UserEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for Practice {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "practice",
        version: 2,
        tables: &[("practice_view", "id")],
        ddl: "
        CREATE TABLE practice_view (
            id          BLOB PRIMARY KEY CHECK (length(id) = 16),
            kind        TEXT NOT NULL,
            time_zone   TEXT NOT NULL,
            activities  TEXT NOT NULL CHECK (json_valid(activities)),
            finess      TEXT,
            siret       TEXT,
            kept_cheques TEXT NOT NULL,
            updated_seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        ",
    };

    fn note(_: &mut (), _: &PracticeEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(created) = &folded.state.created else { return Ok(()) };
        let profile = folded.state.profile.as_ref();
        let activities = profile.map(|profile| profile.activities.as_slice()).unwrap_or_default();
        connection
            .prepare_cached(upsert!(
                "practice_view",
                (id),
                (kind, time_zone, activities, finess, siret, kept_cheques, updated_seq)
            ))?
            .execute(params![
                id.as_bytes(),
                word(&created.practice_kind)?,
                created.time_zone,
                serde_json::to_string(activities)?,
                profile.and_then(|profile| profile.finess.as_ref()).map(|finess| finess.as_str()),
                profile.and_then(|profile| profile.siret.as_ref()).map(|siret| siret.as_str()),
                word(&folded.state.kept_cheque_booking)?,
                last_seq(folded),
            ])?;
        Ok(())
    }
}

/// When a user left.
#[derive(Debug, Clone, Default)]
pub struct UserNotes {
    retired_at: Option<Timestamp>,
}

impl View for User {
    type Notes = UserNotes;
    const TABLES: Tables = Tables {
        name: "user",
        version: 2,
        tables: &[("user_view", "id")],
        ddl: "
        CREATE TABLE user_view (
            id          BLOB PRIMARY KEY CHECK (length(id) = 16),
            role        TEXT NOT NULL,
            created_ms  INTEGER NOT NULL,
            retired_ms  INTEGER,
            serial      INTEGER NOT NULL,
            updated_seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        ",
    };

    fn note(notes: &mut UserNotes, event: &UserEvent, envelope: Envelope) {
        match event {
            UserEvent::Retired {} => notes.retired_at = Some(envelope.recorded_at),
            UserEvent::Readmitted {} => notes.retired_at = None,
            UserEvent::Created { .. } | UserEvent::RoleChanged { .. } => {}
        }
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some((_, role)) = &folded.state.created else { return Ok(()) };
        connection
            .prepare_cached(upsert!("user_view", (id), (role, created_ms, retired_ms, serial, updated_seq)))?
            .execute(params![
                id.as_bytes(),
                word(role)?,
                folded.first.map(|envelope| ms(envelope.recorded_at)),
                folded.notes.retired_at.map(ms),
                folded.first.map(|envelope| envelope.seq),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
