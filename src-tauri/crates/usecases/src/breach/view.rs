//! What is shown of a breach: each field with all that was noted of it, each thing to do with what became of it.

use super::watch::{self, Checked};
use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        BreachAccountView, BreachClock, BreachClocks, BreachPaper, BreachTaskRow, BreachTaskState, BreachView,
        IncidentRef, LeakNote, LeakRow, Nothing, NotifierView, Problem, ProblemCode, StatementsDue, TaskProgress,
    },
    view_dossier,
};
use jiff::Timestamp;
use relais_domain::{
    event::Event,
    ids::{IncidentId, TextId},
    incident::{
        BreachTask, Incident, IncidentEvent, IncidentNature, LeakField, StatementFound, TaskOutcome, TaskStanding,
    },
    stream::StreamKind,
};
use relais_storage::{Queries, rows::IncidentRow};
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
    notifier: Option<NotifierView>,
    statements: Checked,
}

/// Who checked each statement last, and when.
pub(super) fn checked(queries: &Queries<'_>, incident: IncidentId) -> Result<Checked, Problem> {
    Ok(noted(queries, incident)?.statements)
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
            Event::Incident(IncidentEvent::StatementChecked(statement)) => {
                noted.statements.entry(statement.month).or_insert((by, at));
            }
            Event::Incident(IncidentEvent::NotifierDetermined(determined)) if noted.notifier.is_none() => {
                noted.tasks.insert(BreachTask::WhoNotifies, (by.clone(), at));
                noted.notifier = Some(NotifierView {
                    origin: determined.origin,
                    part: determined.part,
                    risk: determined.risk,
                    duty: determined.duty,
                    by,
                    at,
                });
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
            let (aware_at, aware_said) = state.aware_from().unwrap_or((row.since, false));
            Ok(BreachView {
                incident,
                platform_label: known.lines.label(&row.platform),
                breach,
                fields: fields.collect(),
                tasks: tasks.collect::<Result<_, _>>()?,
                aware_at,
                aware_said,
                clocks: clocks(&known, &row, &state),
                notifier: noted.notifier,
                watch: if breach { watch::watch(queries, &known, &state, &noted.statements)? } else { None },
                account: account(queries, &state)?,
            })
        })
        .await
}

fn clocks(practice: &OpenPractice, row: &IncidentRow, state: &Incident) -> Vec<BreachClock> {
    let now = practice.now();
    let shown = state.clocks().into_iter().map(|clock| BreachClock {
        incident: row.id,
        platform_label: practice.lines.label(&row.platform),
        kind: clock.kind,
        from: clock.from,
        due: clock.due,
        stopped: clock.stopped,
        late: clock.is_late(now),
    });
    shown.collect()
}

/// The clocks of every leak that nothing stopped yet, the first to end first. A closed incident has none left to act on.
pub async fn running(app: &App, _call: Call, _request: Nothing) -> Result<BreachClocks, Problem> {
    let practice = app.practice()?;
    let known = practice.clone();
    practice
        .read(move |queries| {
            let (mut running, mut statements) = (Vec::new(), Vec::new());
            for row in queries.incidents()? {
                if row.nature != IncidentNature::Breach || row.closed {
                    continue;
                }
                let state = queries.stream::<Incident>(row.id.0)?.unwrap_or_default();
                running.extend(clocks(&known, &row, &state).into_iter().filter(|clock| clock.stopped.is_none()));
            }
            running.sort_by_key(|clock| clock.due);
            for row in queries.incidents()?.into_iter().filter(|row| row.nature == IncidentNature::Breach) {
                let state = queries.stream::<Incident>(row.id.0)?.unwrap_or_default();
                let due = state.breach.statements_due(known.today());
                let settled = matches!(
                    state.breach.tasks.get(&BreachTask::DebitWatch),
                    Some(TaskOutcome::Done { .. } | TaskOutcome::LeftOut { .. })
                );
                if due > 0 && !settled {
                    let platform_label = known.lines.label(&row.platform);
                    let months = u32::try_from(due).unwrap_or(u32::MAX);
                    statements.push(StatementsDue { incident: row.id, platform_label, months });
                }
            }
            Ok(BreachClocks { clocks: running, statements })
        })
        .await
}

/// What is told of it, in words.
pub(super) fn account(queries: &Queries<'_>, state: &Incident) -> Result<BreachAccountView, Problem> {
    let told = state.breach.account.unwrap_or_default();
    let text = |id: Option<TextId>| -> Result<String, Problem> {
        Ok(id.map(|id| queries.text(id)).transpose()?.flatten().unwrap_or_default())
    };
    Ok(BreachAccountView {
        people: told.people,
        records: told.records,
        circumstances: text(told.circumstances)?,
        consequences: text(told.consequences)?,
        measures: text(told.measures)?,
        case_number: text(told.case_number)?,
        delay: text(told.delay)?,
    })
}

/// What was printed of a task, the latest first.
fn papers(queries: &Queries<'_>, state: &Incident, task: BreachTask) -> Result<Vec<BreachPaper>, Problem> {
    let mut papers = Vec::new();
    for (_, document) in state.breach.letters.iter().rev().filter(|(of, _)| *of == task) {
        if let Some(row) = queries.document(*document)? {
            papers.push(BreachPaper { document: row.id, number: row.number, issued_on: row.on });
        }
    }
    Ok(papers)
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
        elsewhere: task.is_settled_elsewhere(),
        prints: task.paper().is_some(),
        papers: papers(queries, incident, task)?,
    };
    if task == BreachTask::WhoNotifies && incident.breach.notifier.is_some() {
        row.state = BreachTaskState::Done;
    }
    if task == BreachTask::DebitWatch {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let months = incident.breach.watched_months();
        let read = months.iter().filter(|month| incident.breach.found(**month) != StatementFound::NotRead);
        row.progress = Some(TaskProgress { settled: count(read.count()), total: count(months.len()) });
    }
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
