//! The steps of a recovery that are a person's word: the accesses are in order, and what will never be paid is given up.

use crate::{
    app::App,
    call::Call,
    contract::{Problem, RecoveryView, SecureAccessRequest, Topic, WriteOffRequest},
    outbox, recovery, step,
};
use relais_domain::{
    context::Context,
    dossier::DossierCommand,
    ids::{DossierId, TextId},
    incident::IncidentCommand,
    refusal::Refusal,
};
use relais_storage::Tx;

/// Says that the accesses are in order: the passwords were changed, or nothing leaked that could open them.
pub async fn secure_access(app: &App, call: Call, request: SecureAccessRequest) -> Result<RecoveryView, Problem> {
    let practice = app.practice()?;
    let SecureAccessRequest { incident, changed } = request;
    practice
        .command(call, &request, move |tx, context| {
            step::incident(tx, incident, IncidentCommand::SecureAccess { changed }, context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    recovery::show(&practice, incident).await
}

/// Gives up what a dossier still owes: the owner's deed, with a reason, and a loss in the books.
pub async fn write_off(app: &App, call: Call, request: WriteOffRequest) -> Result<RecoveryView, Problem> {
    decide(app, call, request, |reason| DossierCommand::WriteOff { reason }).await
}

/// Takes a write-off back.
pub async fn undo_write_off(app: &App, call: Call, request: WriteOffRequest) -> Result<RecoveryView, Problem> {
    decide(app, call, request, |reason| DossierCommand::UndoWriteOff { reason }).await
}

async fn decide(
    app: &App,
    call: Call,
    request: WriteOffRequest,
    command: fn(TextId) -> DossierCommand,
) -> Result<RecoveryView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            record(tx, context, typed.dossier, (reason, &typed.reason), command)
        })
        .await?;
    app.announce(Topic::Dossiers, Some(request.dossier));
    app.announce(Topic::Recovery, Some(request.dossier));
    recovery::show(&practice, request.incident).await
}

fn record(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    (reason, typed): (TextId, &str),
    command: fn(TextId) -> DossierCommand,
) -> Result<(), Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    let reason = step::reason(tx, reason, state.person(), Some(typed))?.ok_or(Refusal::ReasonNeeded)?;
    // What waits in the queue is taken out of it first: an insurer is not asked for what was given up.
    for track in &state.amc {
        if outbox::open_request(&tx.queries()?, dossier, track.rank)?.is_some() {
            return Err(Refusal::TrackState { state: track.state }.into());
        }
    }
    step::dossier(tx, dossier, command(reason), context)
}
