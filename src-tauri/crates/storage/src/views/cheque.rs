//! A cheque's row, with the shares it covers. Its position under a tab is not here: it follows from the tracks; nor is the
//! way to it from a dossier, which is in the dossier's own row.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{day, ms, word, word_of},
};
use relais_domain::cheque::{Cheque, ChequeEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for Cheque {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "cheque",
        version: 6,
        tables: &[("cheque_view", "id")],
        ddl: "
        -- A table of the former version.
        DROP TABLE IF EXISTS cheque_cover_view;

        CREATE TABLE cheque_view (
            id                    BLOB PRIMARY KEY CHECK (length(id) = 16),
            receipt_number        INTEGER NOT NULL,
            receipt_year          INTEGER NOT NULL,
            state                 TEXT NOT NULL,
            agreement             TEXT,
            amount_cents          INTEGER NOT NULL,
            written_on            TEXT NOT NULL,
            issued_in             TEXT NOT NULL,
            received_on           TEXT NOT NULL,
            rlmc                  TEXT NOT NULL,
            covers                TEXT NOT NULL CHECK (json_valid(covers)),
            first_dossier         BLOB CHECK (first_dossier IS NULL OR length(first_dossier) = 16),
            deposit_not_before    TEXT,
            decide_by             TEXT NOT NULL,
            notice_deposit_from   TEXT,
            receipts_printed      INTEGER NOT NULL,
            left_on               TEXT,
            slip                  BLOB CHECK (slip IS NULL OR length(slip) = 16),
            pictures              TEXT NOT NULL CHECK (json_valid(pictures)),
            override_asked        TEXT NOT NULL CHECK (json_valid(override_asked)),
            fees_charged_cents    INTEGER NOT NULL,
            fees_due_cents        INTEGER NOT NULL,
            updated_at_ms         INTEGER NOT NULL,
            updated_seq           INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cheque_kept ON cheque_view (decide_by) WHERE state = 'kept';
        CREATE INDEX cheque_left ON cheque_view (left_on, updated_seq) WHERE state <> 'kept';
        CREATE INDEX cheque_pictured ON cheque_view (id) WHERE pictures <> '[]';
        ",
    };

    fn note(_: &mut (), _: &ChequeEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let cheque = &folded.state;
        let Some(kept) = &cheque.kept else { return Ok(()) };
        connection
            .prepare_cached(upsert!(
                "cheque_view",
                (id),
                once(
                    receipt_number,
                    receipt_year,
                    amount_cents,
                    written_on,
                    issued_in,
                    received_on,
                    rlmc,
                    covers,
                    first_dossier
                ),
                (
                    state,
                    agreement,
                    deposit_not_before,
                    decide_by,
                    notice_deposit_from,
                    receipts_printed,
                    left_on,
                    slip,
                    pictures,
                    override_asked,
                    fees_charged_cents,
                    fees_due_cents,
                    updated_at_ms,
                    updated_seq
                )
            ))?
            .execute(params![
                id.as_bytes(),
                kept.receipt_number,
                kept.receipt_year,
                kept.amount_cents.get(),
                kept.written_on.to_string(),
                word(&kept.issued_in)?,
                kept.received_on.to_string(),
                word(&kept.rlmc)?,
                serde_json::to_string(&kept.covers)?,
                kept.covers.first().map(|cover| cover.dossier.0.into_bytes()),
                word(&cheque.state)?,
                word_of(cheque.agreement.as_ref())?,
                day(kept.deposit_not_before),
                kept.decide_by.to_string(),
                day(cheque.notice_deposit_from),
                cheque.receipts_printed,
                day(cheque.left_on),
                cheque.slip.map(|slip| slip.0.into_bytes()),
                serde_json::to_string(&cheque.pictures)?,
                serde_json::to_string(&cheque.override_asked)?,
                cheque.fees_charged().get(),
                cheque.fees_due().get(),
                folded.last.map(|envelope| ms(envelope.recorded_at)),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
