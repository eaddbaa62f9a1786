//! « Exercice panne »: a practice of invented data with a platform that falls, ten minutes, what was done and what was
//! forgotten, and back to one's own practice.
//!
//! One's own practice is closed before the exercise is made and opened after it is gone: nothing of the exercise can reach
//! its database, its keyring item or its platforms. The folder of an exercise never counts as a practice
//! ([`opening::mark_unfinished`]), holds no keyring item, and is removed by whatever leaves it.

use crate::{
    access,
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{AppState, DocumentReady, ExerciseTaskView, ExerciseView, Nothing, Problem, ProblemCode, Topic, Unlock},
    demonstration, first_run, opening, papers,
    permission::Needs,
    story::DemonstrationGround,
    view_practice,
};
use jiff::{SignedDuration, Timestamp};
use relais_documents as documents;
use relais_domain::{
    context::Activity,
    exercise::{self, ExerciseClock, ExerciseTask, LENGTH},
    practice::PracticeKind,
};
use relais_storage::rows::Page;
use std::{path::PathBuf, sync::Arc};

/// Entries an exercise is read from: ten minutes at a counter make a tenth of it.
const ENTRIES_READ: u32 = 2_000;

/// An exercise under way.
pub(crate) struct Exercise {
    /// What it is timed by.
    pub(crate) clock: ExerciseClock,
    /// The last entry of what was prepared.
    prepared_up_to: i64,
    /// Where one goes back to; none when no practice was open or locked.
    pub(crate) own: Option<Own>,
}

/// One's own practice, closed meanwhile.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// A person had locked it: the exercise does not open it.
    pub(crate) locked: bool,
}

/// Leaves one's own practice, makes that of the exercise and starts the clock. Whoever works here may, and so may whoever
/// finds the program locked: there is nothing of anybody in it.
pub async fn start(app: &App, _call: Call, _request: Nothing) -> Result<AppState, Problem> {
    let ground = app.setup.ground.clone().ok_or_else(|| Problem::code(ProblemCode::PlatformNotAllowedHere))?;
    let _one_at_a_time = app.opening().await;
    // Whoever finds the program locked is not known: the exercise is then the usual one.
    let mut trade = ground.trade();
    let own = match app.inside() {
        Ok(open) if open.kind == PracticeKind::Exercise => return Err(Problem::code(ProblemCode::ExerciseUnderWay)),
        Ok(open) => {
            trade = open.trade;
            // At its door nobody is at work, as when it is locked.
            if app.practice().is_ok() {
                app.check(Needs::Work)?;
            }
            papers::clear(&open);
            Some(Own { folder: open.folder.clone(), locked: false })
        }
        Err(_) => app.locked_folder().map(|folder| Own { folder, locked: true }),
    };
    let leaving = app.clone();
    blocking(move || leaving.leave(false)).await?;
    if let Err(problem) = prepare(app, ground.as_ref(), trade, own.clone()).await {
        // Back where one was: an exercise that could not be made costs nothing.
        let leaving = app.clone();
        blocking(move || leaving.leave(false)).await?;
        go_back(app, own).await?;
        return Err(problem);
    }
    app.announce(Topic::Session, None);
    access::current(app).await
}

async fn prepare(
    app: &App,
    ground: &dyn DemonstrationGround,
    trade: Activity,
    own: Option<Own>,
) -> Result<(), Problem> {
    for half in opening::unfinished(app.home()) {
        opening::discard(app, &half);
    }
    let (practice, _) = first_run::create(app, demonstration::exercise(trade)?).await?;
    // Nobody opens it a second time.
    app.forget_recovery_key();
    demonstration::fill_exercise(&practice, ground).await?;
    let prepared_up_to = practice.read(|queries| Ok(last_entry(queries)?)).await?;
    let clock = ExerciseClock::starting_at(practice.now());
    app.exercise_mut(|exercise| *exercise = Some(Exercise { clock, prepared_up_to, own }));
    Ok(())
}

fn last_entry(queries: &relais_storage::Queries<'_>) -> Result<i64, relais_storage::StorageError> {
    Ok(queries.journal_page(Page::first(1))?.first().map_or(0, |entry| entry.seq))
}

/// Where it stands: the clock, and each task as the journal tells it.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<ExerciseView, Problem> {
    show(app, &under_way(app)?).await
}

fn under_way(app: &App) -> Result<Arc<OpenPractice>, Problem> {
    let practice = app.practice()?;
    let runs = practice.kind == PracticeKind::Exercise && app.exercise_mut(|exercise| exercise.is_some());
    if runs { Ok(practice) } else { Err(Problem::code(ProblemCode::NoExercise)) }
}

async fn show(app: &App, practice: &Arc<OpenPractice>) -> Result<ExerciseView, Problem> {
    let known = app.exercise_mut(|exercise| exercise.as_ref().map(|it| (it.clock.clone(), it.prepared_up_to)));
    let (clock, prepared_up_to) = known.ok_or_else(|| Problem::code(ProblemCode::NoExercise))?;
    let (now, trade) = (practice.now(), practice.trade);
    let last = clock.last(now);
    let done = practice
        .read(move |queries| {
            let mut entries = queries.journal_page(Page::first(ENTRIES_READ))?;
            entries.retain(|entry| entry.seq > prepared_up_to && entry.recorded_at <= last);
            entries.reverse();
            Ok(exercise::done(trade, entries.iter().map(|entry| (entry.recorded_at, entry.stream_id, &entry.event))))
        })
        .await?;
    let mut in_time: Vec<(ExerciseTask, Timestamp)> = done.iter().map(|(task, at)| (*task, *at)).collect();
    in_time.sort_by_key(|(task, at)| (*at, *task));
    let took = |task: ExerciseTask| {
        let place = in_time.iter().position(|(done, _)| *done == task)?;
        let before = place.checked_sub(1).map_or(SignedDuration::ZERO, |before| clock.elapsed(in_time[before].1));
        Some(seconds(clock.elapsed(in_time[place].1) - before))
    };
    let tasks = ExerciseTask::ALL.iter().map(|task| ExerciseTaskView {
        task: *task,
        done_after_seconds: done.get(task).map(|at| seconds(clock.elapsed(*at))),
        took_seconds: took(*task),
    });
    Ok(ExerciseView {
        elapsed_seconds: seconds(clock.elapsed(last)),
        remaining_seconds: seconds(clock.remaining(now)),
        length_minutes: seconds(LENGTH) / 60,
        ended: clock.has_ended(),
        tasks: tasks.collect(),
    })
}

fn seconds(duration: SignedDuration) -> u32 {
    u32::try_from(duration.as_secs()).unwrap_or(0)
}

/// Ends it: the clock stands, and what is done from now on is not counted.
pub async fn end(app: &App, _call: Call, _request: Nothing) -> Result<ExerciseView, Problem> {
    let practice = under_way(app)?;
    app.exercise_mut(|exercise| {
        if let Some(exercise) = exercise {
            exercise.clock.end(practice.now());
        }
    });
    show(app, &practice).await
}

/// What was done, how long each took and what was forgotten, on one page. A working paper, marked as an exercise's are.
pub async fn report(app: &App, _call: Call, _request: Nothing) -> Result<DocumentReady, Problem> {
    let practice = under_way(app)?;
    let view = show(app, &practice).await?;
    let letterhead = practice
        .read(|queries| {
            let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            Ok(view_practice::letterhead(&row))
        })
        .await?;
    // The day it was really done, not the story's.
    let held_on = app.setup.clock.now().to_zoned(practice.time_zone.clone()).date();
    let tasks = view.tasks.iter().map(|task| documents::ExercisedTask {
        name: task_fr(task.task).to_owned(),
        after_seconds: task.done_after_seconds,
        took_seconds: task.took_seconds,
    });
    let page = documents::ExerciseReport {
        practice: letterhead,
        held_on,
        elapsed_seconds: view.elapsed_seconds,
        length_minutes: view.length_minutes,
        tasks: tasks.collect(),
    };
    let bytes = blocking(move || Ok(documents::exercise_report(&page)?)).await?;
    papers::put(&practice, &format!("exercice-panne-{held_on}.pdf"), bytes).await
}

const fn task_fr(task: ExerciseTask) -> &'static str {
    match task {
        ExerciseTask::VerifyRights => "Vérifier les droits, et obtenir « non vérifié »",
        ExerciseTask::ChooseWay => "Choisir une façon de servir le client",
        ExerciseTask::KeepCheque => "Garder un chèque",
        ExerciseTask::PrintReceipt => "Imprimer le reçu du chèque",
        ExerciseTask::Deliver => "Délivrer en tiers payant",
        ExerciseTask::PlatformBack => "Faire revenir la plateforme, PEC comprises",
        ExerciseTask::Recover => "Reprendre\u{a0}: revérifier un dossier de la panne",
    }
}

/// Puts the exercise away and goes back to one's own practice, which opens by itself where the keyring remembers it.
pub async fn leave(app: &App, _call: Call, _request: Nothing) -> Result<AppState, Problem> {
    under_way(app)?;
    let _one_at_a_time = app.opening().await;
    let own = app.exercise_mut(|exercise| exercise.as_ref().and_then(|exercise| exercise.own.clone()));
    let leaving = app.clone();
    blocking(move || leaving.leave(false)).await?;
    go_back(app, own).await?;
    app.announce(Topic::Session, None);
    access::current(app).await
}

/// Opens what was open before. What the keyring does not open is opened by a person, who sees the screen that asks.
async fn go_back(app: &App, own: Option<Own>) -> Result<(), Problem> {
    let Some(Own { folder, locked }) = own else { return Ok(()) };
    if locked {
        return app.stays_locked(folder);
    }
    let remembered = opening::Nameplate::read(&folder).is_some_and(|plate| plate.remembered);
    if remembered && let Err(problem) = access::open_with(app, folder, Unlock::Keyring).await {
        tracing::warn!(%problem, "the practice did not open again after an exercise");
    }
    Ok(())
}
