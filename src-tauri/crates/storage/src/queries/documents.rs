//! The papers that were issued, in the order they were.

use super::{Queries, all, cheques_of, one};
use crate::{error::StorageError, rows::DocumentRow, sql::Columns};
use relais_domain::{
    document::{Paper, PieceSeal},
    ids::{ChequeId, DocumentId, DossierId, Proof, SlipId},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, paper, number, issued_on, dossier, cheque, slip, duplicates, length_bytes, proof FROM document_view ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// Every paper.
    pub fn documents(&self) -> Result<Vec<DocumentRow>, StorageError> {
        all(self.connection, select!("ORDER BY updated_seq"), [], document_row)
    }

    /// One paper.
    pub fn document(&self, id: DocumentId) -> Result<Option<DocumentRow>, StorageError> {
        one(self.connection, select!("WHERE id = ?1"), [id.0.as_bytes()], document_row)
    }

    /// The papers about a dossier, those of its cheques and the letters to its payers included.
    pub fn documents_of_dossier(&self, dossier: DossierId) -> Result<Vec<DocumentRow>, StorageError> {
        let sql = concat!(
            select!(
                "WHERE dossier = ?1 OR id IN (SELECT document FROM reminder_view WHERE dossier = ?1) OR cheque IN "
            ),
            cheques_of!(),
            " ORDER BY updated_seq"
        );
        all(self.connection, sql, [dossier.0.as_bytes()], document_row)
    }

    /// The list of a deposit slip, once printed.
    pub fn document_of_slip(&self, slip: SlipId) -> Result<Option<DocumentRow>, StorageError> {
        let sql = select!("WHERE slip = ?1 ORDER BY updated_seq DESC LIMIT 1");
        one(self.connection, sql, [slip.0.as_bytes()], document_row)
    }

    /// A cheque's paper of this kind, the latest if there are several.
    pub fn document_of_cheque(&self, cheque: ChequeId, paper: Paper) -> Result<Option<DocumentRow>, StorageError> {
        let sql = select!("WHERE cheque = ?1 AND paper = ?2 ORDER BY updated_seq DESC LIMIT 1");
        one(self.connection, sql, (cheque.0.as_bytes(), paper.word()), document_row)
    }
}

fn document_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        id: columns.id()?,
        paper: columns.word()?,
        number: columns.take()?,
        on: columns.day()?,
        dossier: columns.id_opt()?,
        cheque: columns.id_opt()?,
        slip: columns.id_opt()?,
        duplicates: columns.take()?,
        piece: PieceSeal { length_bytes: columns.take::<i64>()?.cast_unsigned(), proof: Proof(columns.take()?) },
    })
}
