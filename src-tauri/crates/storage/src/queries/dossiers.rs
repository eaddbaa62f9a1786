//! Dossiers: one, the latest, those found by F3, those of an incident.

use super::{MAX_ROWS, Queries, all, name, one};
use crate::{
    error::StorageError,
    rows::{CustomerPaymentRow, DossierRow, Page, RightsRow},
    search,
    sql::Columns,
};
use relais_domain::card::CardPicture;
use relais_domain::ids::{DossierId, IncidentId, PersonId};
use relais_domain::picture::{Picture, Pictured};
use relais_domain::platform::{FailureCode, PlatformCode};

/// The columns of a dossier's row, in the order [`dossier_row`] reads them.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.number, d.year, d.person, p.family_name, p.given_name, p.phone, d.activity, d.reference, \
             d.opened_on, d.total_cents, d.amo_share_cents, d.amc_share_cents, d.customer_share_cents, \
             d.customer_due_cents, d.difference_due_cents, d.overpaid_cents, d.ordered_on, d.delivery_planned_on, \
             d.delivered_on, d.prescription_date, d.way, d.incident, d.cheques_kept, d.settled, d.rights_platform, \
             d.rights_asked_at_ms, d.rights_source, d.rights_failure, d.rights_since_ms, \
             d.cover_known_at_ms, d.tracks, d.updated_at_ms, d.updated_seq ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// One dossier.
    pub fn dossier(&self, id: DossierId) -> Result<Option<DossierRow>, StorageError> {
        let sql = select!("FROM dossier_view d LEFT JOIN person p ON p.id = d.person WHERE d.id = ?1");
        Ok(all(self.connection, sql, [id.0.as_bytes()], dossier_row)?.pop())
    }

    /// The dossiers opened last.
    pub fn recent_dossiers(&self, page: Page) -> Result<Vec<DossierRow>, StorageError> {
        let sql = select!(
            "FROM dossier_view d LEFT JOIN person p ON p.id = d.person ORDER BY d.serial DESC LIMIT ?1 OFFSET ?2"
        );
        all(self.connection, sql, (page.limit.min(MAX_ROWS), page.offset), dossier_row)
    }

    /// The dossiers found by words, numbers or amounts, the latest first; without a word, the latest.
    pub fn search(&self, typed: &str, limit: u32) -> Result<Vec<DossierRow>, StorageError> {
        let Some(expression) = search::match_expression(typed) else {
            return self.recent_dossiers(Page::first(limit));
        };
        // CROSS JOIN keeps the index first: read from its most recent end, it stops at the limit.
        let sql = select!(
            "FROM search s CROSS JOIN dossier_view d ON d.serial = s.rowid LEFT JOIN person p ON p.id = d.person \
             WHERE s.search MATCH ?1 ORDER BY s.rowid DESC LIMIT ?2"
        );
        all(self.connection, sql, (expression, limit.min(MAX_ROWS)), dossier_row)
    }

    /// The dossiers that answer an incident, the earliest first.
    pub fn incident_dossiers(&self, incident: IncidentId) -> Result<Vec<DossierRow>, StorageError> {
        let sql = select!(
            "FROM dossier_view d LEFT JOIN person p ON p.id = d.person WHERE d.incident = ?1 ORDER BY d.serial"
        );
        all(self.connection, sql, [incident.0.as_bytes()], dossier_row)
    }

    /// The dossiers where something is still due or awaited, the latest first.
    pub fn open_dossiers(&self, page: Page) -> Result<Vec<DossierRow>, StorageError> {
        let sql = select!(
            "FROM dossier_view d LEFT JOIN person p ON p.id = d.person WHERE d.settled = 0 \
             ORDER BY d.serial DESC LIMIT ?1 OFFSET ?2"
        );
        all(self.connection, sql, (page.limit.min(MAX_ROWS), page.offset), dossier_row)
    }

    /// The dossiers of a person, the latest first.
    pub fn person_dossiers(&self, person: PersonId) -> Result<Vec<DossierRow>, StorageError> {
        let sql = select!(
            "FROM dossier_view d LEFT JOIN person p ON p.id = d.person WHERE d.person = ?1 ORDER BY d.serial DESC"
        );
        all(self.connection, sql, [person.0.as_bytes()], dossier_row)
    }

    /// How many dossiers there are.
    pub fn dossier_count(&self) -> Result<u32, StorageError> {
        let count = one(self.connection, "SELECT count(*) FROM dossier_view", [], |columns| columns.take())?;
        Ok(count.unwrap_or(0))
    }

    /// The pictures that are kept, of every card and cheque.
    pub fn pictures(&self) -> Result<Vec<(Pictured, Picture)>, StorageError> {
        // A walk through the dossiers, for whoever looks at every kept piece.
        let sql = "SELECT pictures FROM dossier_view WHERE pictures <> '[]' ORDER BY serial";
        let cards: Vec<Vec<CardPicture>> = all(self.connection, sql, [], |columns| columns.json())?;
        let cards = cards.into_iter().flatten().map(|card| (Pictured::Card, card.kept));
        let sql = "SELECT pictures FROM cheque_view WHERE pictures <> '[]' ORDER BY id";
        let cheques: Vec<Vec<Picture>> = all(self.connection, sql, [], |columns| columns.json())?;
        let cheques = cheques.into_iter().flatten().map(|picture| (Pictured::Cheque, picture));
        Ok(cards.chain(cheques).collect())
    }

    /// What the customer paid on a dossier, in order.
    pub fn customer_payments(&self, dossier: DossierId) -> Result<Vec<CustomerPaymentRow>, StorageError> {
        let sql = "SELECT payments FROM dossier_view WHERE id = ?1";
        let payments = one(self.connection, sql, [dossier.0.as_bytes()], |columns| columns.json())?;
        Ok(payments.unwrap_or_default())
    }
}

fn dossier_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<DossierRow> {
    Ok(DossierRow {
        id: columns.id()?,
        number: columns.take()?,
        year: columns.take()?,
        person: columns.id()?,
        name: name(columns)?,
        activity: columns.word()?,
        reference: columns.take()?,
        opened_on: columns.day()?,
        total_cents: columns.cents()?,
        amo_share_cents: columns.cents()?,
        amc_share_cents: columns.cents()?,
        customer_share_cents: columns.cents()?,
        customer_due_cents: columns.cents()?,
        difference_due_cents: columns.cents()?,
        overpaid_cents: columns.cents()?,
        ordered_on: columns.day_opt()?,
        delivery_planned_on: columns.day_opt()?,
        delivered_on: columns.day_opt()?,
        prescription_date: columns.day_opt()?,
        way: columns.word_opt()?,
        incident: columns.id_opt()?,
        cheques_kept: columns.take()?,
        settled: columns.flag()?,
        rights: rights(columns)?,
        cover_known_at: columns.at_opt()?,
        tracks: columns.json()?,
        updated_at: columns.at()?,
        updated_seq: columns.take()?,
    })
}

fn rights(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Option<RightsRow>> {
    let platform: Option<PlatformCode> = columns.word_opt()?;
    let asked_at = columns.at_opt()?;
    let source = columns.word_opt()?;
    let failure: Option<FailureCode> = columns.word_opt()?;
    let since = columns.at_opt()?;
    let known = platform.zip(asked_at).zip(source);
    Ok(known.map(|((platform, asked_at), source)| RightsRow { platform, asked_at, source, failure, since }))
}
