//! The steps of a recovery that are a person's word: the accesses are in order, and what will never be paid is given up.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{Problem, RecoveryView, SecureAccessRequest, Topic, WriteOffRequest},
    outbox, recovery, second_look, step,
};
use relais_domain::{
    context::Context,
    dossier::DossierCommand,
    ids::{DossierId, IncidentId, TextId},
    incident::IncidentCommand,
    refusal::Refusal,
};
use relais_storage::Tx;
use std::sync::Arc;

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
    let practice = app.practice()?;
    let WriteOffRequest { incident, dossier, reason: typed, second } = request;
    // What is asked is told without what proves the other: a command is remembered by its digest.
    let asked = ("recovery.write_off", dossier, &typed, second.as_ref().map(|second| second.user));
    let by = second_look::proved(&practice, call, second.clone()).await?;
    let (reason, home, words) = (TextId(practice.fresh()), practice.id.0, typed.clone());
    practice
        .command(call, &asked, move |tx, context| {
            let look = second_look::look(tx, context, home, by)?;
            record(tx, context, dossier, (reason, &words), |reason| DossierCommand::WriteOff { reason, look })
        })
        .await?;
    told(app, &practice, dossier, incident).await
}

/// Takes a write-off back.
pub async fn undo_write_off(app: &App, call: Call, request: WriteOffRequest) -> Result<RecoveryView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    // Nobody else is needed to take it back, and nothing of a secret is remembered.
    let request = WriteOffRequest { second: None, ..request };
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            record(tx, context, typed.dossier, (reason, &typed.reason), |reason| DossierCommand::UndoWriteOff {
                reason,
            })
        })
        .await?;
    told(app, &practice, request.dossier, request.incident).await
}

async fn told(
    app: &App,
    practice: &Arc<OpenPractice>,
    dossier: DossierId,
    incident: IncidentId,
) -> Result<RecoveryView, Problem> {
    app.announce(Topic::Dossiers, Some(dossier));
    app.announce(Topic::Recovery, Some(dossier));
    recovery::show(practice, incident).await
}

fn record(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    (reason, typed): (TextId, &str),
    command: impl FnOnce(TextId) -> DossierCommand,
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
