//! An operator's advance: what is left of it and when the next part is due. Its movements are read from its stream.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
};
use relais_domain::operator_advance::{OperatorAdvance, OperatorAdvanceEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for OperatorAdvance {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "operator_advance",
        version: 1,
        tables: &[("operator_advance_view", "id")],
        ddl: "
        CREATE TABLE operator_advance_view (
            id            BLOB PRIMARY KEY CHECK (length(id) = 16),
            number        INTEGER NOT NULL,
            year          INTEGER NOT NULL,
            platform      TEXT NOT NULL,
            amount_cents  INTEGER NOT NULL CHECK (amount_cents >= 0),
            balance_cents INTEGER NOT NULL CHECK (balance_cents >= 0),
            received_on   TEXT NOT NULL,
            due_on        TEXT,
            due_cents     INTEGER,
            cancelled     INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
            updated_seq   INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX operator_advance_open ON operator_advance_view (due_on) WHERE balance_cents > 0;
        ",
    };

    fn note(_: &mut (), _: &OperatorAdvanceEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(received) = &folded.state.received else { return Ok(()) };
        let next = folded.state.next_due();
        connection
            .prepare_cached(upsert!(
                "operator_advance_view",
                (id),
                (
                    number,
                    year,
                    platform,
                    amount_cents,
                    balance_cents,
                    received_on,
                    due_on,
                    due_cents,
                    cancelled,
                    updated_seq
                )
            ))?
            .execute(params![
                id.as_bytes(),
                received.number,
                received.year,
                received.platform.as_str(),
                folded.state.amount().get(),
                folded.state.balance().get(),
                received.on.to_string(),
                next.map(|next| next.due_on.to_string()),
                next.map(|next| next.amount_cents.get()),
                folded.state.cancelled,
                last_seq(folded),
            ])?;
        Ok(())
    }
}
