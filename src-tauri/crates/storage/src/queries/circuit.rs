//! The pharmacy's own circuit: the shares it carries, whose invoice a number is, and the lists that were imported.

use super::{MAX_ROWS, Queries, all, name, one};
use crate::{
    error::StorageError,
    rows::{CircuitRow, ImportRow, Page, dossier_label},
    sql::{Columns, word},
};
use relais_domain::{
    ids::{DossierId, ImportId},
    tabular::TableKind,
};

const ROW: &str = "SELECT c.dossier, d.year, d.number, p.family_name, p.given_name, p.phone, c.rank, c.state, c.lot, \
    c.invoice, c.transmitted_on, c.amount_cents, c.twice, c.outcome, c.code, w.text, c.reference, c.returned_on, \
    c.returned_cents, c.known_at_ms, d.tracks \
    FROM circuit_view c JOIN dossier_view d ON d.id = c.dossier LEFT JOIN person p ON p.id = d.person \
    LEFT JOIN typed_text w ON w.id = c.wording";

const IMPORT: &str = "SELECT i.id, i.list, n.text, s.text, i.taken, i.opened, i.known, i.left_out, i.faulty, i.total_cents, \
    i.taken_at_ms, i.undone_at_ms, i.undone, i.kept FROM import_view i LEFT JOIN typed_text n ON n.id = i.name \
    LEFT JOIN typed_text s ON s.id = i.checksum";

impl Queries<'_> {
    /// The shares the circuit carries or carried, the latest first.
    pub fn circuit(&self, page: Page) -> Result<Vec<CircuitRow>, StorageError> {
        let sql = format!("{ROW} ORDER BY c.updated_seq DESC LIMIT ?1 OFFSET ?2");
        all(self.connection, &sql, (page.limit.min(MAX_ROWS), page.offset), circuit_row)
    }

    /// What is known of a dossier's shares in the circuit.
    pub fn circuit_of(&self, dossier: DossierId) -> Result<Vec<CircuitRow>, StorageError> {
        let sql = format!("{ROW} WHERE c.dossier = ?1 ORDER BY c.rank");
        all(self.connection, &sql, [dossier.0.as_bytes()], circuit_row)
    }

    /// How many shares the concentrator has, and how many it gave back rejected.
    pub fn circuit_counts(&self) -> Result<(u32, u32), StorageError> {
        let sql = "SELECT count(*) FILTER (WHERE state = 'entrusted'), \
                   count(*) FILTER (WHERE state = 'refused' AND outcome = 'rejected') FROM circuit_view";
        Ok(one(self.connection, sql, [], |columns| Ok((columns.take()?, columns.take()?)))?.unwrap_or_default())
    }

    /// The dossiers an invoice's number belongs to: by the main software's number, or by a lot it was in.
    pub fn dossiers_of_invoice(&self, invoice: &str) -> Result<Vec<DossierId>, StorageError> {
        let sql = "SELECT id FROM dossier_view \
                   WHERE reference IS NOT NULL AND upper(replace(reference, ' ', '')) = ?1 \
                   UNION SELECT dossier FROM circuit_line_view WHERE invoice = ?1 LIMIT 10";
        all(self.connection, sql, [invoice], |columns| columns.id())
    }

    /// Whether any line names this lot.
    pub fn lot_known(&self, lot: &str) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM circuit_line_view WHERE lot = ?1 AND what = 'transmitted' LIMIT 1";
        Ok(one(self.connection, sql, [lot], |columns| columns.take::<u32>())?.is_some())
    }

    /// The dossiers a list touched, in the order they were opened.
    pub fn dossiers_of_import(&self, import: ImportId) -> Result<Vec<DossierId>, StorageError> {
        let sql = "SELECT d.id FROM dossier_view d \
                   WHERE d.id IN (SELECT dossier FROM circuit_line_view WHERE import = ?1) ORDER BY d.serial";
        all(self.connection, sql, [import.0.as_bytes()], |columns| columns.id())
    }

    /// The lists imported of two kinds, the latest first.
    pub fn imports(&self, of: [TableKind; 2], page: Page) -> Result<Vec<ImportRow>, StorageError> {
        let sql = format!(
            "{IMPORT} WHERE i.list IN (?1, ?2) ORDER BY i.taken_at_ms DESC, i.updated_seq DESC LIMIT ?3 OFFSET ?4"
        );
        let [one, other] = [word(&of[0])?, word(&of[1])?];
        all(self.connection, &sql, (one, other, page.limit.min(MAX_ROWS), page.offset), import_row)
    }

    /// One list that was imported.
    pub fn import(&self, import: ImportId) -> Result<Option<ImportRow>, StorageError> {
        one(self.connection, &format!("{IMPORT} WHERE i.id = ?1"), [import.0.as_bytes()], import_row)
    }

    /// The list with these very bytes that was imported last and not undone.
    pub fn import_of_checksum(&self, checksum: &str) -> Result<Option<ImportRow>, StorageError> {
        let sql = format!("{IMPORT} WHERE s.text = ?1 AND i.undone_at_ms IS NULL ORDER BY i.taken_at_ms DESC LIMIT 1");
        one(self.connection, &sql, [checksum], import_row)
    }
}

fn circuit_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<CircuitRow> {
    Ok(CircuitRow {
        dossier: columns.id()?,
        label: {
            let year = columns.take()?;
            dossier_label(year, columns.take()?)
        },
        name: name(columns)?,
        rank: columns.take()?,
        state: columns.word()?,
        lot: columns.take()?,
        invoice: columns.take()?,
        transmitted_on: columns.day_opt()?,
        amount_cents: columns.cents_opt()?,
        twice: columns.flag()?,
        outcome: columns.word_opt()?,
        code: columns.take()?,
        wording: columns.take()?,
        reference: columns.take()?,
        returned_on: columns.day_opt()?,
        returned_cents: columns.cents_opt()?,
        known_at: columns.at()?,
        tracks: columns.json()?,
    })
}

fn import_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<ImportRow> {
    Ok(ImportRow {
        id: columns.id()?,
        table: columns.word()?,
        name: columns.take()?,
        checksum: columns.take()?,
        taken: columns.take()?,
        opened: columns.take()?,
        known: columns.take()?,
        left_out: columns.take()?,
        faulty: columns.take()?,
        total_cents: columns.cents()?,
        taken_at: columns.at()?,
        undone_at: columns.at_opt()?,
        undone: columns.take()?,
        kept: columns.take()?,
    })
}
