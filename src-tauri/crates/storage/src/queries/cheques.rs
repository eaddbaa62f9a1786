//! Cheques: those in the drawer, those that left, and the facts their rules need.

use super::{MAX_ROWS, Queries, all, cheques_of, name, one};
use crate::{
    error::StorageError,
    rows::{ChequeRow, Page, TrackRow, dossier_label},
    sql::Columns,
};
use relais_domain::{
    cheque::{Cover, TrackFacts},
    ids::{ChequeId, DossierId},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.receipt_number, c.receipt_year, c.state, c.agreement, c.amount_cents, c.written_on, \
             c.issued_in, c.received_on, c.rlmc, c.deposit_not_before, c.decide_by, c.notice_deposit_from, c.receipts_printed, \
             c.left_on, c.slip, c.override_asked, c.fees_charged_cents, c.fees_due_cents, c.covers, p.family_name, p.given_name, p.phone, d.year, d.number, b.bank_name, c.updated_seq \
             FROM cheque_view c LEFT JOIN dossier_view d ON d.id = c.first_dossier LEFT JOIN person p ON p.id = d.person \
             LEFT JOIN cheque_paper b ON b.cheque = c.id ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// One cheque.
    pub fn cheque(&self, id: ChequeId) -> Result<Option<ChequeRow>, StorageError> {
        let sql = select!("WHERE c.id = ?1");
        Ok(self.with_tracks_covered(all(self.connection, sql, [id.0.as_bytes()], cheque_row)?)?.pop())
    }

    /// The cheques in the drawer, those to decide first.
    pub fn cheques_kept(&self) -> Result<Vec<ChequeRow>, StorageError> {
        let sql = select!("WHERE c.state = 'kept' ORDER BY c.decide_by, c.id LIMIT ?1");
        self.with_tracks_covered(all(self.connection, sql, [MAX_ROWS], cheque_row)?)
    }

    /// The cheques that left, the latest first.
    pub fn cheques_left(&self, page: Page) -> Result<Vec<ChequeRow>, StorageError> {
        let sql = select!("WHERE c.state <> 'kept' ORDER BY c.left_on DESC, c.updated_seq DESC LIMIT ?1 OFFSET ?2");
        self.with_tracks_covered(all(self.connection, sql, (page.limit.min(MAX_ROWS), page.offset), cheque_row)?)
    }

    /// The cheques of which one person alone asked something against a rule.
    pub fn cheques_with_override_asked(&self) -> Result<Vec<ChequeRow>, StorageError> {
        let sql = select!("WHERE c.override_asked <> 'null' ORDER BY c.updated_seq LIMIT ?1");
        self.with_tracks_covered(all(self.connection, sql, [MAX_ROWS], cheque_row)?)
    }

    /// The cheques of which a picture is kept.
    pub fn cheques_pictured(&self) -> Result<Vec<ChequeId>, StorageError> {
        let sql = "SELECT id FROM cheque_view WHERE pictures <> '[]' ORDER BY id";
        all(self.connection, sql, [], |columns| columns.id())
    }

    /// How many cheques are kept under agreement A, and their sum in cents.
    pub fn cheques_to_return(&self) -> Result<(u32, i64), StorageError> {
        let sql = "SELECT count(*), coalesce(sum(amount_cents), 0) FROM cheque_view \
                   WHERE state = 'kept' AND agreement = 'kept_and_returned'";
        Ok(one(self.connection, sql, [], |columns| Ok((columns.take()?, columns.take()?)))?.unwrap_or_default())
    }

    /// How many cheques left.
    pub fn cheques_left_count(&self) -> Result<u32, StorageError> {
        let sql = "SELECT count(*) FROM cheque_view WHERE state <> 'kept'";
        Ok(one(self.connection, sql, [], |columns| columns.take())?.unwrap_or(0))
    }

    /// The cheques that cover a dossier's shares, whatever became of them.
    pub fn dossier_cheques(&self, dossier: DossierId) -> Result<Vec<ChequeRow>, StorageError> {
        let sql = concat!(select!("WHERE c.id IN "), cheques_of!(), " ORDER BY c.receipt_year, c.receipt_number");
        self.with_tracks_covered(all(self.connection, sql, [dossier.0.as_bytes()], cheque_row)?)
    }

    /// Whether a cheque with this CMC7 line is in the practice's hands, or was lost there.
    pub fn line_known(&self, cmc7: &str) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM cheque_paper b JOIN cheque_view c ON c.id = b.cheque \
                   WHERE b.cmc7 = ?1 AND b.cmc7 <> '' AND c.state IN ('kept', 'rejected', 'certificate_requested', \
                   'certificate_received', 'litigation', 'opposed', 'lost') LIMIT 1";
        Ok(one(self.connection, sql, [cmc7], |columns| columns.take::<i64>())?.is_some())
    }

    /// The shares that are still shares of their dossiers, with what the rules need of each.
    fn with_tracks_covered(&self, mut cheques: Vec<ChequeRow>) -> Result<Vec<ChequeRow>, StorageError> {
        let sql = "SELECT tracks FROM dossier_view WHERE id = ?1";
        for cheque in &mut cheques {
            for cover in std::mem::take(&mut cheque.covers) {
                let tracks: Option<Vec<TrackRow>> =
                    one(self.connection, sql, [cover.dossier.0.as_bytes()], |columns| columns.json())?;
                let track = tracks.into_iter().flatten().find(|track| track.rank == cover.rank);
                if let Some(track) = track {
                    cheque.tracks.push(facts(&cover, &track));
                    cheque.covers.push(cover);
                }
            }
        }
        Ok(cheques)
    }
}

const fn facts(cover: &Cover, track: &TrackRow) -> TrackFacts {
    TrackFacts {
        dossier: cover.dossier,
        rank: cover.rank,
        state: track.state,
        difference_due_cents: track.difference_due_cents,
        advanced_cents: track.advanced_cents,
        bare_due_cents: track.bare_due_cents,
    }
}

fn cheque_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<ChequeRow> {
    Ok(ChequeRow {
        id: columns.id()?,
        receipt_number: columns.take()?,
        receipt_year: columns.take()?,
        state: columns.word()?,
        agreement: columns.word()?,
        amount_cents: columns.cents()?,
        written_on: columns.day()?,
        issued_in: columns.word()?,
        received_on: columns.day()?,
        rlmc: columns.word()?,
        deposit_not_before: columns.day_opt()?,
        decide_by: columns.day()?,
        notice_deposit_from: columns.day_opt()?,
        receipts_printed: columns.take()?,
        left_on: columns.day_opt()?,
        slip: columns.id_opt()?,
        override_asked: columns.json()?,
        fees_charged_cents: columns.cents()?,
        fees_due_cents: columns.cents()?,
        covers: columns.json()?,
        tracks: Vec::new(),
        name: name(columns)?,
        dossier_label: label(columns)?,
        bank_name: columns.take::<Option<String>>()?.unwrap_or_default(),
        updated_seq: columns.take()?,
    })
}

/// The year and number of a joined dossier, as people read them; empty when it is missing.
pub(super) fn label(columns: &mut Columns<'_, '_>) -> rusqlite::Result<String> {
    let (year, number): (Option<i16>, Option<u32>) = (columns.take()?, columns.take()?);
    Ok(year.zip(number).map(|(year, number)| dossier_label(year, number)).unwrap_or_default())
}
