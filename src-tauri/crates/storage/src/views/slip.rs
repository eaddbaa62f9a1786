//! A deposit slip's row, its cheques in it: they are read with it.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    rows::SlipChequeRow,
    sql::{day, word},
};
use relais_domain::slip::{Slip, SlipEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for Slip {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "slip",
        version: 1,
        tables: &[("slip_view", "id")],
        ddl: "
        CREATE TABLE slip_view (
            id             BLOB PRIMARY KEY CHECK (length(id) = 16),
            number         INTEGER NOT NULL,
            year           INTEGER NOT NULL,
            state          TEXT NOT NULL,
            made_on        TEXT NOT NULL,
            bank_number    TEXT,
            cheques        TEXT NOT NULL CHECK (json_valid(cheques)),
            total_cents    INTEGER NOT NULL,
            expected_cents INTEGER NOT NULL,
            credited_on    TEXT,
            credited_cents INTEGER,
            credit_reason  BLOB CHECK (credit_reason IS NULL OR length(credit_reason) = 16),
            updated_seq    INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX slip_made ON slip_view (year, number);
        ",
    };

    fn note(_: &mut (), _: &SlipEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let slip = &folded.state;
        let Some(made) = &slip.made else { return Ok(()) };
        let cheques: Vec<SlipChequeRow> = slip
            .cheques
            .iter()
            .map(|of_slip| SlipChequeRow {
                cheque: of_slip.cheque,
                amount_cents: of_slip.amount_cents,
                rejected_on: of_slip.rejected.map(|rejected| rejected.on),
            })
            .collect();
        connection
            .prepare_cached(upsert!(
                "slip_view",
                (id),
                once(number, year, made_on, total_cents),
                (state, bank_number, cheques, expected_cents, credited_on, credited_cents, credit_reason, updated_seq)
            ))?
            .execute(params![
                id.as_bytes(),
                made.number,
                made.year,
                made.on.to_string(),
                slip.total().get(),
                word(&slip.state)?,
                slip.bank_number,
                serde_json::to_string(&cheques)?,
                slip.expected().get(),
                day(slip.credited.map(|credited| credited.on)),
                slip.credited.map(|credited| credited.amount_cents.get()),
                slip.credited.and_then(|credited| credited.reason).map(|reason| reason.0.into_bytes()),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
