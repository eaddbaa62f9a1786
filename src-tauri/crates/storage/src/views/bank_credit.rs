//! A bank credit's row and its allocations.

use super::{Tables, View, cut_list, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
};
use relais_domain::bank_credit::{BankCredit, BankCreditEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for BankCredit {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "bank_credit",
        version: 4,
        tables: &[("bank_credit_view", "id"), ("allocation_view", "bank_credit, position")],
        ddl: "
        CREATE TABLE bank_credit_view (
            id           BLOB PRIMARY KEY CHECK (length(id) = 16),
            amount_cents INTEGER NOT NULL,
            left_cents    INTEGER NOT NULL CHECK (left_cents >= 0),
            penalty_cents INTEGER NOT NULL CHECK (penalty_cents >= 0),
            booked_on    TEXT NOT NULL,
            payer        TEXT,
            label        BLOB CHECK (label IS NULL OR length(label) = 16),
            import       BLOB CHECK (import IS NULL OR length(import) = 16),
            reference    BLOB CHECK (reference IS NULL OR length(reference) = 16),
            value_on     TEXT,
            insurer      TEXT,
            -- Its statement was undone: it is on no list, and pays nothing.
            withdrawn    INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
            updated_seq  INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX bank_credit_left ON bank_credit_view (booked_on) WHERE left_cents > 0;
        CREATE INDEX bank_credit_penalty ON bank_credit_view (booked_on) WHERE penalty_cents > 0;
        CREATE INDEX bank_credit_by_day ON bank_credit_view (booked_on, amount_cents) WHERE withdrawn = 0;
        CREATE INDEX bank_credit_of_import ON bank_credit_view (import) WHERE import IS NOT NULL;

        CREATE TABLE allocation_view (
            bank_credit  BLOB NOT NULL CHECK (length(bank_credit) = 16),
            position     INTEGER NOT NULL CHECK (position > 0),
            dossier      BLOB NOT NULL CHECK (length(dossier) = 16),
            rank         INTEGER NOT NULL CHECK (rank > 0),
            amount_cents INTEGER NOT NULL,
            PRIMARY KEY (bank_credit, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX allocation_of ON allocation_view (dossier, rank);
        ",
    };

    fn note(_: &mut (), _: &BankCreditEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(recorded) = &folded.state.recorded else { return Ok(()) };
        let line = recorded.statement.as_ref();
        connection
            .prepare_cached(upsert!(
                "bank_credit_view",
                (id),
                once(amount_cents, booked_on, payer, label, import, reference, value_on, insurer),
                (left_cents, penalty_cents, withdrawn, updated_seq)
            ))?
            .execute(params![
                id.as_bytes(),
                recorded.amount_cents.get(),
                recorded.on.to_string(),
                recorded.payer.as_ref().map(|payer| payer.as_str()),
                recorded.label.map(|label| label.0.into_bytes()),
                line.map(|line| line.import.0.into_bytes()),
                line.and_then(|line| line.reference).map(|reference| reference.0.into_bytes()),
                line.and_then(|line| line.value_on).map(|on| on.to_string()),
                line.and_then(|line| line.insurer.as_deref()),
                folded.state.left().get(),
                folded.state.penalty_cents.get(),
                folded.state.withdrawn,
                last_seq(folded),
            ])?;
        let mut statement = connection.prepare_cached(upsert!(
            "allocation_view",
            (bank_credit, position),
            (dossier, rank, amount_cents)
        ))?;
        for (position, allocation) in (1i64..).zip(folded.state.allocations()) {
            statement.execute(params![
                id.as_bytes(),
                position,
                allocation.dossier.0.as_bytes(),
                allocation.rank,
                allocation.amount_cents.get()
            ])?;
        }
        cut_list(connection, ("allocation_view", "bank_credit", "position"), id, folded.state.allocations().count())
    }
}
