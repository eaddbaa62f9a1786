//! A request's row. When it was queued, last tried and may be tried again comes from the envelopes of its entries.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word, word_of},
};
use jiff::{SignedDuration, Timestamp};
use relais_domain::request::{Request, RequestAnswer, RequestEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// The hours of a request.
#[derive(Debug, Clone, Default)]
pub struct RequestHours {
    queued_at: Option<Timestamp>,
    tried_at: Option<Timestamp>,
    retry_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    evidence: Option<Uuid>,
}

impl View for Request {
    type Notes = RequestHours;
    const TABLES: Tables = Tables {
        name: "request",
        version: 5,
        tables: &[("request_view", "dossier, rank, id")],
        ddl: "
        CREATE TABLE request_view (
            dossier        BLOB NOT NULL CHECK (length(dossier) = 16),
            rank           INTEGER NOT NULL CHECK (rank > 0),
            id             BLOB NOT NULL CHECK (length(id) = 16),
            platform       TEXT NOT NULL,
            function       TEXT NOT NULL,
            cancels        INTEGER NOT NULL CHECK (cancels IN (0, 1)),
            amount_cents   INTEGER NOT NULL,
            incident       BLOB CHECK (incident IS NULL OR length(incident) = 16),
            state          TEXT NOT NULL,
            attempts       INTEGER NOT NULL CHECK (attempts >= 0),
            tries          INTEGER NOT NULL CHECK (tries BETWEEN 0 AND attempts),
            last_failure   TEXT,
            answer         TEXT,
            evidence       BLOB CHECK (evidence IS NULL OR length(evidence) = 16),
            queued_at_ms   INTEGER NOT NULL,
            tried_at_ms    INTEGER,
            retry_at_ms    INTEGER,
            answered_at_ms INTEGER,
            updated_seq    INTEGER NOT NULL,
            PRIMARY KEY (dossier, rank, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX request_waiting ON request_view (queued_at_ms, id)
            WHERE state IN ('queued', 'sending', 'outcome_unknown', 'conflict', 'failed');
        CREATE INDEX request_done ON request_view (updated_seq) WHERE state IN ('answered', 'withdrawn', 'entrusted');
        CREATE INDEX request_of_incident ON request_view (incident) WHERE incident IS NOT NULL;
        ",
    };

    fn note(hours: &mut RequestHours, event: &RequestEvent, envelope: Envelope) {
        let at = Some(envelope.recorded_at);
        match event {
            RequestEvent::Queued(_) => hours.queued_at = at,
            RequestEvent::SendStarted { .. } => {
                hours.tried_at = at;
                hours.retry_at = None;
            }
            RequestEvent::NotSent { retry_after_s, .. } => {
                let wait = retry_after_s.map(|seconds| SignedDuration::from_secs(i64::from(seconds)));
                hours.retry_at = wait.and_then(|wait| envelope.recorded_at.checked_add(wait).ok());
            }
            RequestEvent::Answered { evidence, .. } => {
                hours.answered_at = at;
                hours.evidence = evidence.map(|evidence| evidence.0);
            }
            RequestEvent::OutcomeUnknown { .. }
            | RequestEvent::NotReceived { .. }
            | RequestEvent::GivenUp { .. }
            | RequestEvent::Conflicted { .. }
            | RequestEvent::Requeued { .. }
            | RequestEvent::Entrusted { .. }
            | RequestEvent::EntrustingUndone { .. }
            | RequestEvent::Withdrawn { .. } => {}
        }
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let (request, hours) = (&folded.state, &folded.notes);
        let Some(queued) = &request.queued else { return Ok(()) };
        let answer = request.answer.as_ref().map(|answer| match answer {
            RequestAnswer::Agreed { .. } => "agreed",
            RequestAnswer::Quoted { .. } => "quoted",
            RequestAnswer::Cancelled { .. } => "cancelled",
            RequestAnswer::Pending => "pending",
            RequestAnswer::Refused { .. } => "refused",
        });
        connection
            .prepare_cached(upsert!(
                "request_view",
                (dossier, rank, id),
                once(platform, function, cancels, amount_cents, incident, queued_at_ms),
                (
                    state,
                    attempts,
                    tries,
                    last_failure,
                    answer,
                    evidence,
                    tried_at_ms,
                    retry_at_ms,
                    answered_at_ms,
                    updated_seq
                )
            ))?
            .execute(params![
                queued.dossier.0.as_bytes(),
                queued.rank,
                id.as_bytes(),
                queued.platform.as_str(),
                word(&queued.function)?,
                queued.cancels.is_some(),
                queued.amount_cents.get(),
                queued.incident.map(|incident| incident.0.into_bytes()),
                hours.queued_at.map(ms),
                word(&request.state)?,
                request.attempts,
                request.tries,
                word_of(request.last_failure.as_ref())?,
                answer,
                hours.evidence.map(Uuid::into_bytes),
                hours.tried_at.map(ms),
                hours.retry_at.map(ms),
                hours.answered_at.map(ms),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
