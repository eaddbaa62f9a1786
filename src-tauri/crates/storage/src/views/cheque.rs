//! A cheque's row and the shares it covers. Its position under a tab is not here: it follows from the tracks.

use super::{Tables, View, cut_list, last_seq, upsert::upsert};
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
        version: 1,
        tables: &[("cheque_view", "id"), ("cheque_cover_view", "cheque, position")],
        ddl: "
        CREATE TABLE cheque_view (
            id                    BLOB PRIMARY KEY CHECK (length(id) = 16),
            receipt_number        INTEGER NOT NULL,
            receipt_year          INTEGER NOT NULL,
            state                 TEXT NOT NULL,
            agreement             TEXT,
            amount_cents          INTEGER NOT NULL,
            written_on            TEXT NOT NULL,
            received_on           TEXT NOT NULL,
            rlmc                  TEXT NOT NULL,
            deposit_not_before    TEXT,
            decide_by             TEXT NOT NULL,
            notice_deposit_from   TEXT,
            receipts_printed      INTEGER NOT NULL,
            left_on               TEXT,
            updated_at_ms         INTEGER NOT NULL,
            updated_seq           INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cheque_kept ON cheque_view (decide_by) WHERE state = 'kept';
        CREATE INDEX cheque_left ON cheque_view (left_on, updated_seq) WHERE state <> 'kept';

        CREATE TABLE cheque_cover_view (
            cheque       BLOB NOT NULL CHECK (length(cheque) = 16),
            position     INTEGER NOT NULL CHECK (position > 0),
            dossier      BLOB NOT NULL CHECK (length(dossier) = 16),
            rank         INTEGER NOT NULL CHECK (rank > 0),
            amount_cents INTEGER NOT NULL,
            PRIMARY KEY (cheque, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cheque_covering ON cheque_cover_view (dossier, rank);
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
                (
                    receipt_number,
                    receipt_year,
                    state,
                    agreement,
                    amount_cents,
                    written_on,
                    received_on,
                    rlmc,
                    deposit_not_before,
                    decide_by,
                    notice_deposit_from,
                    receipts_printed,
                    left_on,
                    updated_at_ms,
                    updated_seq
                )
            ))?
            .execute(params![
                id.as_bytes(),
                kept.receipt_number,
                kept.receipt_year,
                word(&cheque.state)?,
                word_of(cheque.agreement.as_ref())?,
                kept.amount_cents.get(),
                kept.written_on.to_string(),
                kept.received_on.to_string(),
                word(&kept.rlmc)?,
                day(kept.deposit_not_before),
                kept.decide_by.to_string(),
                day(cheque.notice_deposit_from),
                cheque.receipts_printed,
                day(cheque.left_on),
                folded.last.map(|envelope| ms(envelope.recorded_at)),
                last_seq(folded),
            ])?;
        let mut statement = connection.prepare_cached(upsert!(
            "cheque_cover_view",
            (cheque, position),
            (dossier, rank, amount_cents)
        ))?;
        for (position, cover) in (1i64..).zip(&kept.covers) {
            statement.execute(params![
                id.as_bytes(),
                position,
                cover.dossier.0.as_bytes(),
                cover.rank,
                cover.amount_cents.get()
            ])?;
        }
        let cut = "DELETE FROM cheque_cover_view WHERE cheque = ?1 AND position > ?2";
        cut_list(connection, cut, id, kept.covers.len())
    }
}
