//! Undoing a list: each dossier it touched is put back where it stood, as long as nothing else has happened to it since.
//! What is undone is said by another entry; a dossier the list opened keeps its number, its share withdrawn.

use super::{fields::spec_of, settle};
use crate::{
    app::App,
    call::Call,
    contract::{ImportRef, ImportUndone, KeptDossier, Problem, Topic},
    outbox, people, step,
};
use relais_domain::{
    context::Context,
    dossier::{self, Dossier, DossierCommand, DossierEvent, TrackState},
    ids::{DossierId, ImportId, TextId},
    import::{self, Import},
    refusal::Refusal,
    request::{Request, RequestCommand, RequestState, stands_behind},
};
use relais_storage::{Tx, rows::AnswerKind};

/// Why a share is withdrawn again.
pub(crate) const REASON: &str = "L’import de la liste a été annulé.";

/// Undoes it, as far as it can be; says which dossiers stay as they are.
pub async fn undo(app: &App, call: Call, request: ImportRef) -> Result<ImportUndone, Problem> {
    let practice = app.practice()?;
    let (import, reason) = (request.import, TextId(practice.fresh()));
    let touched = practice.read(move |queries| Ok(queries.dossiers_of_import(import)?.len())).await?;
    let run = practice.imports.begin(touched)?;
    let undone = practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Import>(import.0)?;
            if state.recorded.is_none() {
                return Err(Refusal::UnknownImport.into());
            }
            if state.undone.is_some() {
                return Err(Refusal::ImportUndone.into());
            }
            if state.recorded.as_ref().is_some_and(|recorded| spec_of(recorded.table).is_none()) {
                return Err(Problem::field("import", "not_a_choice"));
            }
            tx.put_text(reason, None, REASON)?;
            let (mut undone, mut kept) = (0, Vec::new());
            for dossier in tx.queries()?.dossiers_of_import(import)? {
                run.step()?;
                if put_back(tx, context, dossier, (import, reason))? {
                    undone += 1;
                } else {
                    kept.push(kept_dossier(tx, dossier)?);
                }
            }
            let left = u32::try_from(kept.len()).unwrap_or(u32::MAX);
            let events = import::undo(&state, undone, left, context)?;
            tx.append::<Import>(import.0, events)?;
            Ok(ImportUndone { undone, kept })
        })
        .await?;
    for topic in [Topic::Queue, Topic::Dossiers, Topic::Cheques, Topic::Recovery] {
        app.announce(topic, None);
    }
    Ok(undone)
}

/// Puts one dossier back, with the requests that waited for its shares; gives whether it could be.
pub(crate) fn put_back(
    tx: &mut Tx<'_>,
    context: &Context,
    id: DossierId,
    (import, reason): (ImportId, TextId),
) -> Result<bool, Problem> {
    let Some(events) = way_back(tx, context, id, (import, reason))? else { return Ok(false) };
    let state = tx.load::<Dossier>(id.0)?;
    for track in &state.amc {
        for (request, state) in settle::requests(&tx.queries()?, id, track.rank)? {
            let by_it = tx.load::<Request>(request.0)?.entrusted;
            if state == RequestState::Entrusted && by_it.is_some_and(|(_, by)| by == Some(import)) {
                step::request(tx, request, RequestCommand::UndoEntrusting { import }, context)?;
            }
        }
    }
    tx.append::<Dossier>(id.0, events)?;
    Ok(true)
}

/// What would put one dossier back; none when something else has happened to it since.
pub(crate) fn way_back(
    tx: &mut Tx<'_>,
    context: &Context,
    id: DossierId,
    (import, reason): (ImportId, TextId),
) -> Result<Option<Vec<DossierEvent>>, Problem> {
    let state = tx.load::<Dossier>(id.0)?;
    let events = match dossier::decide(&state, DossierCommand::UndoImport { import, reason }, context) {
        Ok(events) => events,
        Err(Refusal::ChangedSince) => return Ok(None),
        Err(refusal) => return Err(refusal.into()),
    };
    for event in &events {
        if let DossierEvent::TrackMoved { rank, to, .. } = event
            && !still_stands(tx, (id, *rank), *to, import)?
        {
            return Ok(None);
        }
    }
    Ok(Some(events))
}

pub(crate) fn kept_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<KeptDossier, Problem> {
    let row = tx.queries()?.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
    Ok(KeptDossier { dossier, number: row.label(), customer: people::display(&row.name) })
}

/// Whether the request a share waited for still stands where that says, or was settled by this very list: one that was answered
/// since has nothing to go back to.
fn still_stands(
    tx: &mut Tx<'_>,
    (dossier, rank): (DossierId, u8),
    to: TrackState,
    import: ImportId,
) -> Result<bool, Problem> {
    if !matches!(to, TrackState::Queued | TrackState::OutcomeUnknown | TrackState::Sent) {
        return Ok(true);
    }
    for row in outbox::requests_of(&tx.queries()?, dossier, rank)? {
        let by_it = tx.load::<Request>(row.id.0)?.entrusted.filter(|(_, by)| *by == Some(import));
        let state = by_it.filter(|_| row.state == RequestState::Entrusted).map_or(row.state, |(before, _)| before);
        let pending = row.answer == Some(AnswerKind::Pending);
        if row.formality().carries_the_share() && stands_behind(to, state, pending) {
            return Ok(true);
        }
    }
    Ok(false)
}
