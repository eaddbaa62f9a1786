//! What is shown of a breach: each field with all that was noted of it, each thing to do with what became of it.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        BreachTaskRow, BreachTaskState, BreachView, IncidentRef, LeakNote, LeakRow, Problem, ProblemCode, TaskProgress,
    },
    view_dossier,
};
use jiff::Timestamp;
use relais_domain::{
    event::Event,
    ids::IncidentId,
    incident::{BreachTask, Incident, IncidentEvent, IncidentNature, LeakField, TaskOutcome, TaskStanding},
    stream::StreamKind,
};
use relais_storage::Queries;
use std::{collections::BTreeMap, sync::Arc};

/// What leaked, and what follows.
pub async fn view(app: &App, _call: Call, request: IncidentRef) -> Result<BreachView, Problem> {
    show(&app.practice()?, request.incident).await
}

/// What was noted, by whom and when.
#[derive(Default)]
struct Noted {
    /// The latest first.
    fields: BTreeMap<LeakField, Vec<LeakNote>>,
    tasks: BTreeMap<BreachTask, (String, Timestamp)>,
}

fn noted(queries: &Queries<'_>, incident: IncidentId) -> Result<Noted, Problem> {
    let names = view_dossier::names(queries)?;
    let mut noted = Noted::default();
    for entry in queries.stream_entries(StreamKind::Incident, incident.0)?.into_iter().rev() {
        let (by, at) = (names.get(&entry.actor).cloned().unwrap_or_default(), entry.recorded_at);
        match entry.event {
            Event::Incident(IncidentEvent::LeakNoted(leak)) => {
                let note = leak.note.map(|text| queries.text(text)).transpose()?.flatten();
                let said = LeakNote { state: leak.state, known_on: leak.known_on, told_by: leak.told_by, note, by, at };
                noted.fields.entry(leak.field).or_default().push(said);
            }
            Event::Incident(IncidentEvent::BreachTaskNoted(task)) => {
                noted.tasks.entry(task.task).or_insert((by, at));
            }
            _ => {}
        }
    }
    Ok(noted)
}

pub(super) async fn show(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<BreachView, Problem> {
    let known = practice.clone();
    practice
        .read(move |queries| {
            let row = queries.incident(incident)?.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))?;
            let state = queries.stream::<Incident>(incident.0)?.unwrap_or_default();
            let mut noted = noted(queries, incident)?;
            let fields = LeakField::ALL.into_iter().map(|field| LeakRow {
                field,
                of_customers: field.is_of_customers(),
                state: state.breach.state_of(field),
                history: noted.fields.remove(&field).unwrap_or_default(),
            });
            let breach = state.nature == IncidentNature::Breach;
            let standings = if breach { state.breach_tasks() } else { Vec::new() };
            let tasks = standings.into_iter().map(|standing| task(queries, &state, &noted.tasks, standing));
            Ok(BreachView {
                incident,
                platform_label: known.lines.label(&row.platform),
                breach,
                fields: fields.collect(),
                tasks: tasks.collect::<Result<_, _>>()?,
            })
        })
        .await
}

fn task(
    queries: &Queries<'_>,
    incident: &Incident,
    noted: &BTreeMap<BreachTask, (String, Timestamp)>,
    TaskStanding { task, outcome, because_of }: TaskStanding,
) -> Result<BreachTaskRow, Problem> {
    let (state, done_at, reason) = match outcome {
        TaskOutcome::ToDo => (BreachTaskState::ToDo, None, None),
        TaskOutcome::Done { at } => (BreachTaskState::Done, Some(at), None),
        TaskOutcome::LeftOut { reason } => (BreachTaskState::LeftOut, None, queries.text(reason)?),
    };
    let by = noted.get(&task);
    let mut row = BreachTaskRow {
        task,
        state,
        because_of,
        done_at,
        reason,
        by: by.map(|(by, _)| by.clone()),
        at: by.map(|(_, at)| *at),
        progress: None,
    };
    // The rotation says itself how far it is, and that the accesses are in order.
    if task == BreachTask::Rotation {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (total, left) = (incident.rotation.len(), incident.rotation_left());
        row.progress = Some(TaskProgress { settled: count(total - left), total: count(total) });
        if incident.access_secured == Some(true) && left == 0 {
            row.state = BreachTaskState::Done;
        }
    }
    Ok(row)
}
