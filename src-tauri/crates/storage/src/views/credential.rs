//! An account of the vault: where it is in its life and since when, and since when it has its present secret. What it is called
//! and its sealed secrets lie beside ([`crate::credentials`]).

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word},
};
use jiff::Timestamp;
use relais_domain::credential::{Credential, CredentialEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// When its present secret was set, and when it was put away.
#[derive(Debug, Clone, Default)]
pub struct CredentialNotes {
    secret_at: Option<Timestamp>,
    removed_at: Option<Timestamp>,
}

impl View for Credential {
    type Notes = CredentialNotes;
    const TABLES: Tables = Tables {
        name: "credential",
        version: 1,
        tables: &[("credential_view", "id")],
        ddl: "
        CREATE TABLE credential_view (
            id          BLOB PRIMARY KEY CHECK (length(id) = 16),
            state       TEXT NOT NULL,
            secret      INTEGER NOT NULL CHECK (secret > 0),
            added_ms    INTEGER NOT NULL,
            secret_ms   INTEGER NOT NULL,
            removed_ms  INTEGER,
            updated_seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        ",
    };

    fn note(notes: &mut CredentialNotes, event: &CredentialEvent, envelope: Envelope) {
        match event {
            CredentialEvent::Added {} | CredentialEvent::SecretChanged { .. } => {
                notes.secret_at = Some(envelope.recorded_at);
            }
            CredentialEvent::Removed {} => notes.removed_at = Some(envelope.recorded_at),
            CredentialEvent::PutBack {} => notes.removed_at = None,
            CredentialEvent::Edited { .. } | CredentialEvent::Erased {} => {}
        }
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        connection
            .prepare_cached(upsert!(
                "credential_view",
                (id),
                (state, secret, added_ms, secret_ms, removed_ms, updated_seq)
            ))?
            .execute(params![
                id.as_bytes(),
                word(&folded.state.state)?,
                folded.state.secret.max(1),
                folded.first.map(|envelope| ms(envelope.recorded_at)),
                folded.notes.secret_at.or(folded.first.map(|envelope| envelope.recorded_at)).map(ms),
                folded.notes.removed_at.map(ms),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
