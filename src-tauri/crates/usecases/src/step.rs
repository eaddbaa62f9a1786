//! One decided step on one stream: load, decide, append. Every use case that writes is made of these.

use crate::contract::{Problem, ProblemCode};
use relais_domain::{
    cheque::{self, Cheque, ChequeCommand},
    context::Context,
    dossier::{self, Dossier, DossierCommand},
    ids::{ChequeId, DossierId, IncidentId, PersonId, RequestId, TextId},
    incident::{self, Incident, IncidentCommand},
    request::{self, Request, RequestCommand},
};
use relais_storage::{StorageError, Tx};
use serde_json::json;

/// Longest typed reason: two sentences on a counter.
pub(crate) const MAX_REASON_CHARS: usize = 500;

/// Decides a command on a dossier and records what follows.
pub(crate) fn dossier(
    tx: &mut Tx<'_>,
    id: DossierId,
    command: DossierCommand,
    context: &Context,
) -> Result<(), Problem> {
    let state = tx.load::<Dossier>(id.0)?;
    let events = dossier::decide(&state, command, context)?;
    Ok(tx.append::<Dossier>(id.0, events)?)
}

/// Decides a command on a cheque, with the tracks it covers as they stand.
pub(crate) fn cheque(
    tx: &mut Tx<'_>,
    id: ChequeId,
    command: ChequeCommand,
    context: &Context,
) -> Result<Cheque, Problem> {
    let state = tx.load::<Cheque>(id.0)?;
    let covers = match (&command, &state.kept) {
        (ChequeCommand::Keep(keep), _) => keep.covers.clone(),
        (_, Some(kept)) => kept.covers.clone(),
        (_, None) => Vec::new(),
    };
    let tracks = tx.track_facts(&covers)?;
    let events = cheque::decide(&state, &tracks, command, context)?;
    tx.append::<Cheque>(id.0, events)?;
    Ok(tx.load::<Cheque>(id.0)?)
}

/// Decides a command on a request of the outbox.
pub(crate) fn request(
    tx: &mut Tx<'_>,
    id: RequestId,
    command: RequestCommand,
    context: &Context,
) -> Result<Request, Problem> {
    let state = tx.load::<Request>(id.0)?;
    let events = request::decide(&state, command, context)?;
    tx.append::<Request>(id.0, events)?;
    Ok(tx.load::<Request>(id.0)?)
}

/// Decides a command on an incident.
pub(crate) fn incident(
    tx: &mut Tx<'_>,
    id: IncidentId,
    command: IncidentCommand,
    context: &Context,
) -> Result<(), Problem> {
    let state = tx.load::<Incident>(id.0)?;
    let events = incident::decide(&state, command, context)?;
    Ok(tx.append::<Incident>(id.0, events)?)
}

/// The dossier's state, which must exist.
pub(crate) fn existing_dossier(tx: &mut Tx<'_>, id: DossierId) -> Result<Dossier, Problem> {
    let state = tx.load::<Dossier>(id.0)?;
    if state.opened.is_some() { Ok(state) } else { Err(Problem::code(ProblemCode::UnknownDossier)) }
}

/// Keeps a typed reason in its erasable place; an empty one is no reason.
pub(crate) fn reason(
    tx: &mut Tx<'_>,
    id: TextId,
    about: Option<PersonId>,
    typed: Option<&str>,
) -> Result<Option<TextId>, Problem> {
    let Some(text) = typed.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > MAX_REASON_CHARS {
        let params = json!({ "field": "reason", "reason": "too_long", "max": MAX_REASON_CHARS });
        return Err(Problem::with(ProblemCode::InvalidField, params));
    }
    tx.put_text(id, about, text)?;
    Ok(Some(id))
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        if error.is_disk_full() {
            return Problem::disk_full();
        }
        if error.is_damage() {
            return Problem::code(ProblemCode::DatabaseDamaged);
        }
        if error.is_disk_failing() {
            return Problem::disk_failing(&error);
        }
        match error {
            StorageError::Piece(fault) => Problem::with(ProblemCode::PaperUnreadable, json!({ "fault": fault.code() })),
            StorageError::UnknownPerson => Problem::code(ProblemCode::UnknownDossier),
            StorageError::Stopped => Problem::code(ProblemCode::BackupStopped),
            // Locked or closed while this was under way.
            StorageError::Closed => Problem::code(ProblemCode::NoPracticeOpen),
            other => Problem::internal(other),
        }
    }
}
