//! Incidents, with their dossiers counted, the pieces kept with them and the dossiers they touched.

use super::{Queries, all, one};
use crate::{
    error::StorageError,
    rows::{IncidentPieceRow, IncidentRow},
    sql::{Columns, ms},
};
use jiff::Timestamp;
use relais_domain::{
    document::PieceSeal,
    ids::{DocumentId, DossierId, IncidentId, Proof},
    platform::PlatformCode,
};
use rusqlite::params;
use std::collections::BTreeSet;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.platform, i.since_ms, i.cause, i.source, i.functions_out, i.functions_touched, \
             i.recovering, i.closed, i.recovery_started_at_ms, i.closed_at_ms, i.nature, i.ended_at_ms, \
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

    /// The pieces kept with every incident.
    pub fn incident_pieces(&self) -> Result<Vec<IncidentPieceRow>, StorageError> {
        let sql = "SELECT id, name, media, length_bytes, proof FROM incident_piece_view ORDER BY incident, position";
        all(self.connection, sql, [], piece_row)
    }

    /// One piece kept with an incident.
    pub fn incident_piece(
        &self,
        incident: IncidentId,
        piece: DocumentId,
    ) -> Result<Option<IncidentPieceRow>, StorageError> {
        let sql = "SELECT id, name, media, length_bytes, proof FROM incident_piece_view \
                   WHERE id = ?1 AND incident = ?2";
        one(self.connection, sql, (piece.0.as_bytes(), incident.0.as_bytes()), piece_row)
    }

    /// The dossiers a platform's trouble touched within these instants: asked about in vain, queued or tried meanwhile, or
    /// sold by a way that answers the incident. Every dossier and request is looked at: for what is noted once.
    pub fn dossiers_touched(
        &self,
        incident: IncidentId,
        platform: &PlatformCode,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<BTreeSet<DossierId>, StorageError> {
        let sql = "SELECT id FROM dossier_view WHERE incident = ?1 \
                   UNION SELECT id FROM dossier_view WHERE rights_platform = ?2 AND rights_failure IS NOT NULL \
                   AND rights_asked_at_ms BETWEEN ?3 AND ?4 \
                   UNION SELECT dossier FROM request_view WHERE incident = ?1 \
                   UNION SELECT dossier FROM request_view WHERE platform = ?2 \
                   AND (queued_at_ms BETWEEN ?3 AND ?4 OR tried_at_ms BETWEEN ?3 AND ?4)";
        let key = params![incident.0.as_bytes(), platform.as_str(), ms(from), ms(until)];
        Ok(all(self.connection, sql, key, |columns| columns.id())?.into_iter().collect())
    }
}

fn piece_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<IncidentPieceRow> {
    Ok(IncidentPieceRow {
        id: columns.id()?,
        name: columns.id()?,
        media: columns.word()?,
        seal: PieceSeal { length_bytes: columns.take::<i64>()?.cast_unsigned(), proof: Proof(columns.take()?) },
    })
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
        nature: columns.word()?,
        ended_at: columns.at_opt()?,
        dossiers: columns.take()?,
        dossiers_open: columns.take()?,
    })
}
