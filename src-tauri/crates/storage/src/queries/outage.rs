//! What an outage leaves: how much the practice carries, and what was written off.

use super::{Queries, all, name};
use crate::{
    error::StorageError,
    rows::{CarriedRow, OutageRow},
    sql::Columns,
};
use relais_domain::ids::{DossierId, IncidentId};

impl Queries<'_> {
    /// What is carried of an incident's dossiers, one of them left out, with whom for: a customer has a person of his own in
    /// each dossier, and is known again by his name and telephone.
    pub fn carried(&self, incident: IncidentId, but: Option<DossierId>) -> Result<Vec<CarriedRow>, StorageError> {
        let sql = "SELECT o.dossier, o.person, p.family_name, p.given_name, p.phone, o.carried_cents \
                   FROM dossier_outage_view o LEFT JOIN person p ON p.id = o.person \
                   WHERE o.incident = ?1 AND o.carried_cents > 0 AND (?2 IS NULL OR o.dossier <> ?2) ORDER BY o.dossier";
        let key = (incident.0.as_bytes(), but.map(|but| but.0.into_bytes()));
        all(self.connection, sql, key, |columns| {
            Ok(CarriedRow {
                dossier: columns.id()?,
                person: columns.id()?,
                name: name(columns)?,
                carried_cents: columns.cents()?,
            })
        })
    }

    /// What an incident makes of each of its dossiers.
    pub fn outage_of(&self, incident: IncidentId) -> Result<Vec<OutageRow>, StorageError> {
        let sql = "SELECT dossier, carried_cents, written_off_cents, write_off_from_ms, given_up FROM dossier_outage_view \
                   WHERE incident = ?1 ORDER BY dossier";
        all(self.connection, sql, [incident.0.as_bytes()], outage_row)
    }
}

fn outage_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<OutageRow> {
    Ok(OutageRow {
        dossier: columns.id()?,
        carried_cents: columns.cents()?,
        written_off_cents: columns.cents_opt()?,
        write_off_from: columns.at_opt()?,
        given_up: columns.flag()?,
    })
}
