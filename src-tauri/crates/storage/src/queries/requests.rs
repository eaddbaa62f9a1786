//! Requests of the outbox.

use super::{MAX_ROWS, Queries, all, cheques::label, name, one};
use crate::{
    error::StorageError,
    rows::{Page, RequestFilter, RequestRow},
    sql::Columns,
};
use relais_domain::{
    ids::{EvidenceId, RequestId},
    request::Request,
};
use rusqlite::params;
use uuid::Uuid;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.dossier, d.year, d.number, p.family_name, p.given_name, p.phone, r.rank, r.platform, \
             r.function, r.cancels, r.amount_cents, r.incident, r.state, r.attempts, r.tries, r.last_failure, r.answer, r.evidence, \
             r.queued_at_ms, r.tried_at_ms, r.retry_at_ms, r.answered_at_ms, r.updated_seq \
             FROM request_view r LEFT JOIN dossier_view d ON d.id = r.dossier LEFT JOIN person p ON p.id = d.person ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// One request.
    pub fn request(&self, id: RequestId) -> Result<Option<RequestRow>, StorageError> {
        // Rows lie with their dossiers; which one is in the entry that queued it.
        let Some(queued) = self.stream::<Request>(id.0)?.and_then(|request| request.queued) else { return Ok(None) };
        let key = params![queued.dossier.0.as_bytes(), queued.rank, id.0.as_bytes()];
        one(self.connection, select!("WHERE r.dossier = ?1 AND r.rank = ?2 AND r.id = ?3"), key, request_row)
    }

    /// How many requests are answered or withdrawn.
    pub fn requests_done_count(&self) -> Result<u32, StorageError> {
        let sql = "SELECT count(*) FROM request_view WHERE state IN ('answered', 'withdrawn', 'entrusted')";
        Ok(one(self.connection, sql, [], |columns| columns.take())?.unwrap_or(0))
    }

    /// The requests of a filter, the first queued first; those that are done, the latest first.
    pub fn requests(&self, filter: &RequestFilter, page: Page) -> Result<Vec<RequestRow>, StorageError> {
        let (limit, offset) = (page.limit.min(MAX_ROWS), page.offset);
        let connection = self.connection;
        match filter {
            RequestFilter::Waiting => {
                let sql = select!(
                    "WHERE r.state IN ('queued', 'sending', 'outcome_unknown', 'conflict', 'failed') \
                     ORDER BY r.queued_at_ms, r.id LIMIT ?1 OFFSET ?2"
                );
                all(connection, sql, (limit, offset), request_row)
            }
            RequestFilter::OfIncident(incident) => {
                let sql = select!("WHERE r.incident = ?3 ORDER BY r.queued_at_ms, r.id LIMIT ?1 OFFSET ?2");
                all(connection, sql, params![limit, offset, incident.0.as_bytes()], request_row)
            }
            RequestFilter::OfTrack(dossier, rank) => {
                let sql =
                    select!("WHERE r.dossier = ?3 AND r.rank = ?4 ORDER BY r.queued_at_ms, r.id LIMIT ?1 OFFSET ?2");
                all(connection, sql, params![limit, offset, dossier.0.as_bytes(), rank], request_row)
            }
            RequestFilter::OfDossier(dossier) => {
                let sql = select!("WHERE r.dossier = ?3 ORDER BY r.queued_at_ms, r.id LIMIT ?1 OFFSET ?2");
                all(connection, sql, params![limit, offset, dossier.0.as_bytes()], request_row)
            }
            RequestFilter::Done => {
                let sql = select!(
                    "WHERE r.state IN ('answered', 'withdrawn', 'entrusted') ORDER BY r.updated_seq DESC LIMIT ?1 OFFSET ?2"
                );
                all(connection, sql, (limit, offset), request_row)
            }
        }
    }
}

fn request_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<RequestRow> {
    Ok(RequestRow {
        id: columns.id()?,
        dossier: columns.id()?,
        dossier_label: label(columns)?,
        name: name(columns)?,
        rank: columns.take()?,
        platform: columns.word()?,
        function: columns.word()?,
        cancels: columns.take()?,
        amount_cents: columns.cents()?,
        incident: columns.id_opt()?,
        state: columns.word()?,
        attempts: columns.take()?,
        tries: columns.take()?,
        last_failure: columns.word_opt()?,
        answer: columns.word_opt()?,
        evidence: columns.id_opt::<Uuid>()?.map(EvidenceId),
        queued_at: columns.at()?,
        tried_at: columns.at_opt()?,
        retry_at: columns.at_opt()?,
        answered_at: columns.at_opt()?,
        updated_seq: columns.take()?,
    })
}
