//! A paper's row: what was issued, about what, and what its bytes must be.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
};
use relais_domain::document::{Document, DocumentEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for Document {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "document",
        version: 3,
        tables: &[("document_view", "id")],
        ddl: "
        CREATE TABLE document_view (
            id           BLOB PRIMARY KEY CHECK (length(id) = 16),
            paper        TEXT NOT NULL,
            number       TEXT NOT NULL,
            issued_on    TEXT NOT NULL,
            dossier      BLOB CHECK (dossier IS NULL OR length(dossier) = 16),
            cheque       BLOB CHECK (cheque IS NULL OR length(cheque) = 16),
            slip         BLOB CHECK (slip IS NULL OR length(slip) = 16),
            advance      BLOB CHECK (advance IS NULL OR length(advance) = 16),
            platform     TEXT,
            duplicates   INTEGER NOT NULL CHECK (duplicates >= 0),
            length_bytes INTEGER NOT NULL CHECK (length_bytes >= 0),
            proof        TEXT NOT NULL,
            updated_seq  INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX document_of_dossier ON document_view (dossier);
        CREATE INDEX document_of_cheque ON document_view (cheque) WHERE cheque IS NOT NULL;
        CREATE INDEX document_of_advance ON document_view (advance) WHERE advance IS NOT NULL;
        CREATE INDEX document_of_slip ON document_view (slip) WHERE slip IS NOT NULL;
        ",
    };

    fn note(_: &mut (), _: &DocumentEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(issued) = &folded.state.issued else { return Ok(()) };
        connection
            .prepare_cached(upsert!(
                "document_view",
                (id),
                (
                    paper,
                    number,
                    issued_on,
                    dossier,
                    cheque,
                    slip,
                    advance,
                    platform,
                    duplicates,
                    length_bytes,
                    proof,
                    updated_seq
                )
            ))?
            .execute(params![
                id.as_bytes(),
                issued.paper.word(),
                issued.number,
                issued.on.to_string(),
                issued.dossier.map(|dossier| dossier.0.into_bytes()),
                issued.cheque.map(|cheque| cheque.0.into_bytes()),
                issued.slip.map(|slip| slip.0.into_bytes()),
                issued.advance.map(|advance| advance.0.into_bytes()),
                issued.platform.as_ref().map(|platform| platform.as_str()),
                folded.state.duplicates,
                issued.piece.length_bytes.cast_signed(),
                issued.piece.proof.0,
                last_seq(folded),
            ])?;
        Ok(())
    }
}
