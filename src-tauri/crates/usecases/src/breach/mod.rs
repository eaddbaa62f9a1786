//! The day after a breach: what leaked of the practice, noted field by field with since when and from whom, and what that calls
//! for; who notifies, and the clocks that run meanwhile. What is noted is corrected by what is noted later, and the whole of it stays
//! to be read. [`view`] owns what is shown, [`papers`] what is printed, [`profile`] whom it is addressed to.

mod notifier;
mod papers;
mod partners;
mod profile;
mod view;
mod watch;
mod words;

pub use notifier::{describe, determine, note_awareness};
pub use papers::{open_paper, print};
pub(crate) use profile::in_use;
pub use profile::{export_profile, profile, remove_contact, restore_profile, set_contact, take_profile};
use view::show;
pub use view::{running, view};
pub use watch::{call_sheet, check_statement, set_watch};

use crate::{
    app::App,
    call::Call,
    contract::{BreachTaskState, BreachView, LoggedTask, NoteBreachTaskRequest, NoteLeakRequest, Problem, Topic},
    incidents, step,
};
use relais_domain::{
    ids::TextId,
    incident::{IncidentCommand, LeakNoted, TaskNoted, TaskOutcome},
    refusal::Refusal,
};

/// Longest words beside a field: what an operator's message says of it.
const MAX_NOTE_CHARS: usize = 500;

/// Notes what is known of some fields.
pub async fn note_leak(app: &App, call: Call, request: NoteLeakRequest) -> Result<BreachView, Problem> {
    let practice = app.practice()?;
    if request.fields.is_empty() {
        return Err(Problem::field("fields", "empty"));
    }
    if request.known_on > practice.today() {
        return Err(Problem::field("known_on", "in_future"));
    }
    let words = crate::fields::bounded("note", &request.note, MAX_NOTE_CHARS)?;
    let texts: Vec<TextId> = request.fields.iter().map(|_| TextId(practice.fresh())).collect();
    let asked = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            // Each field has words of its own: one may be corrected or erased without the others.
            for (field, text) in asked.fields.iter().zip(texts) {
                let note = if words.is_empty() {
                    None
                } else {
                    tx.put_text(text, None, &words)?;
                    Some(text)
                };
                let (state, known_on, told_by) = (asked.state, asked.known_on, asked.told_by.clone());
                let noted = LeakNoted { field: *field, state, known_on, told_by, note };
                step::incident(tx, asked.incident, IncidentCommand::NoteLeak(noted), context)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, request.incident).await
}

/// Notes what became of something to do.
pub async fn note_task(app: &App, call: Call, request: NoteBreachTaskRequest) -> Result<BreachView, Problem> {
    let practice = app.practice()?;
    let done_at = request.done_at.as_ref().map(|typed| incidents::moment(&practice, "done_at", typed)).transpose()?;
    if done_at.is_some_and(|at| at > practice.now()) {
        return Err(Problem::field("done_at", "in_future"));
    }
    let (incident, task, state) = (request.incident, request.task, request.state);
    let (text, reason) = (TextId(practice.fresh()), request.reason.clone());
    practice
        .command(call, &request, move |tx, context| {
            let outcome = match state {
                BreachTaskState::ToDo => TaskOutcome::ToDo,
                BreachTaskState::Done => TaskOutcome::Done { at: done_at.unwrap_or(context.now) },
                BreachTaskState::LeftOut => {
                    let reason = step::reason(tx, text, None, Some(&reason))?.ok_or(Refusal::ReasonNeeded)?;
                    TaskOutcome::LeftOut { reason }
                }
            };
            step::incident(tx, incident, IncidentCommand::NoteTask(TaskNoted { task, outcome }), context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// What became of something to do, for the incident's log.
pub(crate) fn logged(noted: &TaskNoted) -> LoggedTask {
    let state = match noted.outcome {
        TaskOutcome::ToDo => BreachTaskState::ToDo,
        TaskOutcome::Done { .. } => BreachTaskState::Done,
        TaskOutcome::LeftOut { .. } => BreachTaskState::LeftOut,
    };
    LoggedTask { task: noted.task, state }
}
