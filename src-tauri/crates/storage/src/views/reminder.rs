//! The letters that reminded payers: a row a share and a letter. They are only ever added to, so that what is there already is
//! left as it is.

use crate::{error::StorageError, sql::word};
use relais_domain::dossier::Dossier;
use rusqlite::{Connection, params};
use uuid::Uuid;

/// What creates the table, for the views of a dossier.
macro_rules! ddl {
    () => {
        "
    CREATE TABLE reminder_view (
        dossier    BLOB NOT NULL CHECK (length(dossier) = 16),
        position   INTEGER NOT NULL CHECK (position > 0),
        place      INTEGER NOT NULL CHECK (place > 0),
        level      TEXT NOT NULL,
        document   BLOB NOT NULL CHECK (length(document) = 16),
        letter     TEXT NOT NULL,
        sent_on    TEXT NOT NULL,
        owed_cents INTEGER NOT NULL CHECK (owed_cents > 0),
        payer      TEXT NOT NULL,
        operator   TEXT NOT NULL,
        PRIMARY KEY (dossier, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reminder_letter ON reminder_view (document);
    "
    };
}
pub(super) use ddl;

/// Adds the letters that are not there yet; a dossier without any writes nothing.
pub(super) fn project(dossier: &Dossier, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
    for (position, reminded) in (1i64..).zip(&dossier.reminded) {
        connection
            .prepare_cached(
                "INSERT INTO reminder_view (dossier, position, place, level, document, letter, sent_on, owed_cents, payer, \
                 operator) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (dossier, position) DO NOTHING",
            )?
            .execute(params![
                id.as_bytes(),
                position,
                reminded.rank,
                word(&reminded.level)?,
                reminded.document.0.as_bytes(),
                reminded.number,
                reminded.on.to_string(),
                reminded.owed_cents.get(),
                reminded.payer.as_ref().map(|payer| payer.as_str()).unwrap_or_default(),
                reminded.operator.as_ref().map(|operator| operator.as_str()).unwrap_or_default(),
            ])?;
    }
    Ok(())
}
