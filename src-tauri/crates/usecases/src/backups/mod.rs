//! « Sauvegardes »: one a day by itself and whenever a person asks, each opened before it bears its name, copied to the folders and
//! sticks that were chosen, and thinned out by a rotation. What is chosen is of this PC and lies beside the journal.

mod daily;
mod places;
mod runs;
mod writing;

pub use daily::daily;
pub use relais_storage::backup::Step;
pub(crate) use runs::BackupRuns;
pub use runs::{OnStep, unwatched};
pub(crate) use writing::before_migration;
pub use writing::write_sound;

use crate::{
    access_log,
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AccessKind, BackupProgress, BackupRef, BackupSettings, BackupStanding, BackupsView, Done, LateFolder, Nothing,
        Problem, ProblemCode, SetBackupsRequest, Topic,
    },
    retention,
};
use jiff::Timestamp;
use places::Noted;
use relais_domain::{
    backup::{Hour, LATE_AFTER_DAYS, Rotation, late_days},
    retention::{DataKind, KeptMonths},
};
use relais_storage::Queries;
use serde_json::json;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};
use uuid::Uuid;

/// The setting they are kept under.
const SETTING: &str = "backups";
/// Most folders beside this PC's.
const MOST_FOLDERS: usize = 5;
/// Longest path of one.
const MAX_PATH_CHARS: usize = 400;
/// One in the afternoon: the counter is quiet, and the morning's work is in it.
const USUAL_MINUTE: u16 = 13 * 60;

/// What the last one came to in this session: why it was not written at all, and why it did not get to a folder.
#[derive(Debug, Default)]
pub(crate) struct LastTry {
    pub(super) failed_at: Option<Timestamp>,
    pub(super) failure: Option<Problem>,
    pub(super) places: BTreeMap<PathBuf, Problem>,
}

/// Everything there is.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<BackupsView, Problem> {
    show(app, &app.practice()?).await
}

async fn show(app: &App, practice: &Arc<OpenPractice>) -> Result<BackupsView, Problem> {
    let (known, entries) = known(practice).await?;
    let (local, looking) = (local_folder(app, practice), practice.clone());
    blocking(move || {
        let key = looking.database.key_of_backups();
        let of = |folder: &Path, chosen| {
            let mut place = places::look(&looking, (folder, chosen), (&known.noted, known.clock, &key));
            place.failure = looking.last_backup().places.get(folder).cloned();
            place
        };
        let chosen = known.settings.folders.iter().map(|folder| of(Path::new(folder), true));
        let places = std::iter::once(of(&local, false)).chain(chosen).collect();
        Ok(BackupsView { standing: standing_of(&looking, &known), settings: known.settings, places, entries })
    })
    .await
}

/// What is chosen and noted of backups.
pub(super) struct KnownBackups {
    pub(super) settings: BackupSettings,
    pub(super) noted: Noted,
    pub(super) clock: Option<KeptMonths>,
    began: jiff::civil::Date,
}

async fn known(practice: &Arc<OpenPractice>) -> Result<(KnownBackups, u64), Problem> {
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let known = KnownBackups {
                settings: settings(queries)?,
                noted: places::noted(queries.backups()?),
                clock: retention::in_use(queries)?.set.months(DataKind::Backup),
                began: asked.date_of(made_at(asked.id.0)),
            };
            Ok((known, queries.journal_head()?.seq))
        })
        .await
}

/// When a practice was made: its id says it.
fn made_at(practice: Uuid) -> Timestamp {
    let millis = i64::try_from(practice.as_u128() >> 80).unwrap_or(0);
    Timestamp::from_millisecond(millis).unwrap_or_default()
}

/// What is chosen, or how the program comes.
fn settings(queries: &Queries<'_>) -> Result<BackupSettings, Problem> {
    let usual = || BackupSettings { at_minute: USUAL_MINUTE, rotation: Rotation::default(), folders: Vec::new() };
    let kept = queries.setting(SETTING)?.and_then(|kept| serde_json::from_value(kept).ok());
    Ok(kept.unwrap_or_else(usual))
}

/// Where the backups of a practice are on this PC.
pub(super) fn local_folder(app: &App, practice: &OpenPractice) -> PathBuf {
    practice.folder.file_name().map_or_else(|| app.setup.backups.clone(), |name| app.setup.backups.join(name))
}

/// Chooses when, how many are kept, and where they go besides.
pub async fn set(app: &App, call: Call, request: SetBackupsRequest) -> Result<BackupsView, Problem> {
    let practice = app.practice()?;
    Hour::parse(request.at_minute).ok_or_else(|| Problem::field("at_minute", "out_of_range"))?;
    if !request.rotation.is_sound() {
        return Err(Problem::field("rotation", "out_of_range"));
    }
    if request.folders.len() > MOST_FOLDERS {
        return Err(Problem::field("folders", "too_many"));
    }
    let mut folders: Vec<String> = Vec::new();
    for folder in &request.folders {
        let folder = folder.trim();
        if folder.is_empty() || folder.chars().count() > MAX_PATH_CHARS || !Path::new(folder).is_absolute() {
            return Err(Problem::field("folders", "unknown"));
        }
        let at = Path::new(folder);
        // Gone with the practice, it would save nothing of it.
        if at.starts_with(app.home()) || at.starts_with(&app.setup.backups) {
            let place = json!({ "reason": "inside", "place": folder });
            return Err(Problem::with(ProblemCode::FolderRefused, place));
        }
        if !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
    }
    let chosen = BackupSettings { at_minute: request.at_minute, rotation: request.rotation, folders };
    let value = serde_json::to_value(&chosen).map_err(Problem::internal)?;
    practice
        .command(call, &request, move |tx, _| {
            tx.put_setting(SETTING, &value)?;
            Ok(())
        })
        .await?;
    app.announce(Topic::Backups, None);
    show(app, &practice).await
}

/// Writes one now, wherever it can go.
pub async fn start(app: &App, _call: Call, _request: Nothing) -> Result<BackupsView, Problem> {
    let practice = app.practice()?;
    let run = app.backups.begin()?;
    let (known, _) = known(&practice).await?;
    let everywhere = writing::Places { anew: true, folders: folders(&known.settings) };
    let written = writing::write(app, &practice, &known, everywhere, &run);
    let written = access_log::leaving(&practice, AccessKind::BackupWritten, written).await;
    drop(run);
    app.announce(Topic::Backups, None);
    written?;
    show(app, &practice).await
}

/// The chosen folders.
fn folders(settings: &BackupSettings) -> Vec<PathBuf> {
    settings.folders.iter().map(PathBuf::from).collect()
}

/// Opens one to see whether it is sound, and notes what that found.
pub async fn verify(app: &App, call: Call, request: BackupRef) -> Result<BackupsView, Problem> {
    let practice = app.practice()?;
    let run = app.backups.begin()?;
    let (known, _) = known(&practice).await?;
    let among: Vec<PathBuf> = std::iter::once(local_folder(app, &practice)).chain(folders(&known.settings)).collect();
    let (looking, path, mut watch) = (practice.clone(), request.path.clone(), run.watch());
    let opened = blocking(move || {
        let path = places::one_of(&looking, &among, &path)?;
        writing::open(&looking, &path, &mut watch)
    })
    .await;
    let sound = match &opened {
        Ok(_) => true,
        Err(problem) if problem.code == ProblemCode::BackupDamaged => false,
        Err(problem) => return Err(problem.clone()),
    };
    let path = request.path.clone();
    practice
        .command(call, &("backup.verified", request, sound), move |tx, _| {
            tx.backup_verified(&path, sound)?;
            Ok(())
        })
        .await?;
    drop(run);
    app.announce(Topic::Backups, None);
    opened?;
    show(app, &practice).await
}

/// What is under way; nothing of anybody.
pub async fn progress(app: &App, _call: Call, _request: Nothing) -> Result<BackupProgress, Problem> {
    Ok(app.backups.progress())
}

/// Stops what is under way; nothing of it is kept.
pub async fn cancel(app: &App, _call: Call, _request: Nothing) -> Result<Done, Problem> {
    app.backups.cancel();
    Ok(Done {})
}

/// How far one can rely on backups now.
pub async fn standing(app: &App, _call: Call, _request: Nothing) -> Result<BackupStanding, Problem> {
    let practice = app.practice()?;
    let (known, _) = known(&practice).await?;
    blocking(move || Ok(standing_of(&practice, &known))).await
}

fn standing_of(practice: &OpenPractice, known: &KnownBackups) -> BackupStanding {
    let (today, last) = (practice.today(), practice.last_backup());
    let sound = known.noted.values().filter(|row| row.sound);
    let last_sound_at = sound.clone().map(|row| row.written_at).max();
    let late = late_days(last_sound_at.map(|at| practice.date_of(at)), known.began, today);
    let late_folders = known.settings.folders.iter().filter_map(|folder| {
        let at = Path::new(folder);
        let here = at.is_dir();
        let there = sound.clone().filter(|row| Path::new(&row.path).parent() == Some(at));
        let last = there.map(|row| practice.date_of(row.written_at)).max();
        let days = last.map(|last| i64::from((today - last).get_days()));
        let late = days.map_or(!here, |days| days > LATE_AFTER_DAYS);
        late.then(|| LateFolder {
            folder: folder.clone(),
            here,
            days: days.map(|days| u32::try_from(days).unwrap_or(0)),
        })
    });
    BackupStanding {
        last_sound_at,
        late_days: late.map(|days| u32::try_from(days).unwrap_or(0)).filter(|_| practice.is_real()),
        late_folders: late_folders.collect(),
        failure: last.failure.clone(),
        only_here: known.settings.folders.is_empty(),
    }
}
