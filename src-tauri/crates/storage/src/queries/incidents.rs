//! Incidents, with their dossiers counted.

use super::{Queries, all, one};
use crate::{error::StorageError, rows::IncidentRow, sql::Columns};
use relais_domain::{ids::IncidentId, platform::PlatformCode};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.platform, i.since_ms, i.cause, i.source, i.functions_out, i.functions_touched, \
             i.recovering, i.closed, i.recovery_started_at_ms, i.closed_at_ms, \
             (SELECT count(*) FROM dossier_view d WHERE d.incident = i.id), \
             (SELECT count(*) FROM dossier_view d WHERE d.incident = i.id AND d.settled = 0) FROM incident_view i ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// Every incident, the open ones first, then the latest.
    pub fn incidents(&self) -> Result<Vec<IncidentRow>, StorageError> {
        all(self.connection, select!("ORDER BY i.closed, i.since_ms DESC, i.id"), [], incident_row)
    }

    /// One incident.
    pub fn incident(&self, id: IncidentId) -> Result<Option<IncidentRow>, StorageError> {
        one(self.connection, select!("WHERE i.id = ?1"), [id.0.as_bytes()], incident_row)
    }

    /// The incident of a platform that is not closed, the latest if several are.
    pub fn open_incident(&self, platform: &PlatformCode) -> Result<Option<IncidentRow>, StorageError> {
        let sql = select!("WHERE i.platform = ?1 AND i.closed = 0 ORDER BY i.since_ms DESC, i.id DESC LIMIT 1");
        one(self.connection, sql, [platform.as_str()], incident_row)
    }
}

fn incident_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<IncidentRow> {
    Ok(IncidentRow {
        id: columns.id()?,
        platform: columns.word()?,
        since: columns.at()?,
        cause: columns.word_opt()?,
        source: columns.word()?,
        functions_out: columns.json()?,
        functions_touched: columns.json()?,
        recovering: columns.flag()?,
        closed: columns.flag()?,
        recovery_started_at: columns.at_opt()?,
        closed_at: columns.at_opt()?,
        dossiers: columns.take()?,
        dossiers_open: columns.take()?,
    })
}
