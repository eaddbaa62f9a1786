//! From a folder and its keys to an open practice: database, lines to the platforms, clock, anchors.

use crate::{
    access_log::Unnoted,
    app::{App, House, OpenPractice, blocking},
    backups,
    books::HeldBooks,
    connector_accounts::{self, AccountUses, TypedAccount},
    contract::{KeyringState, Problem, ProblemCode},
    erasure,
    house_keys::HouseKeys,
    platform_lines::PlatformLines,
    platforms,
    ports::{Clock, ShiftedClock},
    recovery_run::RecoveryRuns,
    replay, retention, sealed_settings,
    team::{self, CameIn, Entrance},
};
use jiff::tz::TimeZone;
use relais_domain::{
    context::Activity,
    practice::{Practice, PracticeKind},
};
use relais_journal::ArchiveKey;
use relais_storage::{AnchorPaths, Database, DatabaseKey, FolderError, OpenError, OpenOptions, PracticeFolder, rows};
use relais_vault::{KeyBundle, KeyFile, KeyFileError, StoreError, Vault, VaultError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};
use uuid::Uuid;

/// What is known of a practice before it is opened; its name is on its shop front.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Nameplate {
    /// Its name.
    pub name: String,
    /// Real, demonstration or exercise.
    pub kind: PracticeKind,
    /// Whether a person agreed that the keyring opens it.
    pub remembered: bool,
}

const NAMEPLATE: &str = "cabinet.json";

impl Nameplate {
    /// The nameplate of a folder, if it is a practice's. One that was lost or spoiled keeps nobody out: the folder's own
    /// name stands for it, and a person opens.
    pub fn read(folder: &Path) -> Option<Nameplate> {
        let written = std::fs::read(folder.join(NAMEPLATE)).ok();
        let written = written.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        written.or_else(|| Nameplate::made_up(folder))
    }

    fn made_up(folder: &Path) -> Option<Nameplate> {
        let holds_practice = folder.is_dir() && PracticeFolder::open(folder).is_ok_and(|it| it.holds_practice());
        let name = folder.file_name().filter(|_| holds_practice)?.to_string_lossy().into_owned();
        // What the folder of each kind is called where it is made; the genesis entry has the last word.
        let kind = match name.split('-').next() {
            Some("demonstration") => PracticeKind::Demonstration,
            Some("exercice") => PracticeKind::Exercise,
            _ => PracticeKind::Real,
        };
        Some(Nameplate { name, kind, remembered: false })
    }

    /// Writes it.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::write(folder.join(NAMEPLATE), serde_json::to_vec_pretty(self)?)
    }
}

/// Stands in the folder of a demonstration until its drawers are full, and in an exercise's as long as it lasts: such a
/// folder counts for nothing, and is removed when another is made.
const UNFINISHED: &str = "inachevé";

/// Marks a folder as one that counts for nothing yet.
pub(crate) fn mark_unfinished(folder: &Path) -> std::io::Result<()> {
    std::fs::write(folder.join(UNFINISHED), [])
}

/// It is whole.
pub(crate) fn mark_finished(folder: &Path) -> std::io::Result<()> {
    std::fs::remove_file(folder.join(UNFINISHED))
}

/// The demonstrations whose filling a crash ended, and the exercises one left behind.
pub(crate) fn unfinished(home: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(home).into_iter().flatten().flatten().map(|entry| entry.path());
    folders.filter(|folder| folder.join(UNFINISHED).is_file()).collect()
}

/// Removes a practice that never came to be, with what it left outside its folder; nothing was recorded in it by anybody.
pub(crate) fn discard(app: &App, folder: &Path) {
    // An exercise never put anything in the keyring, which is not asked about it.
    if !is_exercise(folder)
        && let Ok(wrapped) = KeyFile::in_folder(folder).read()
        && let Err(error) = Vault::new(wrapped.practice_id(), app.setup.secrets.clone()).forget()
    {
        tracing::warn!(%error, "the keyring still holds the keys of a practice that was given up");
    }
    for left in anchor_files(app, folder) {
        let _ = std::fs::remove_file(left);
    }
    match std::fs::remove_dir_all(folder) {
        Err(error) if folder.exists() => tracing::error!(%error, "a practice that was given up could not be removed"),
        _ => {}
    }
}

/// What the folder of a practice is called where it is made.
pub(crate) fn folder_name(kind: PracticeKind, id: Uuid) -> String {
    let word = match kind {
        PracticeKind::Real => "cabinet",
        PracticeKind::Demonstration => "demonstration",
        PracticeKind::Exercise => "exercice",
    };
    let id = id.simple().to_string();
    format!("{word}-{}", &id[id.len() - 8..])
}

/// Whether a folder is an exercise's, by what it is called where it is made.
fn is_exercise(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("exercice-"))
}

/// The practices of this machine, by folder.
pub fn practices(home: &Path) -> Vec<(PathBuf, Nameplate)> {
    let folders = std::fs::read_dir(home).into_iter().flatten().flatten().map(|entry| entry.path());
    let whole = folders.filter(|folder| !folder.join(UNFINISHED).is_file());
    let mut found: Vec<_> = whole.filter_map(|folder| Nameplate::read(&folder).map(|plate| (folder, plate))).collect();
    found.sort_by_key(|(folder, plate)| (plate.kind, folder.clone()));
    found
}

/// The two anchors of a practice, each in a folder of its own outside the practice's.
pub fn anchor_files(app: &App, folder: &Path) -> Vec<PathBuf> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    app.setup.anchor_folders.iter().map(|place| place.join(format!("{name}.json"))).collect()
}

/// Options of an opening: where the anchors are, and who signs.
pub(crate) fn options(app: &App, folder: &Path, keys: &KeyBundle) -> OpenOptions {
    let files = anchor_files(app, folder);
    for place in files.iter().filter_map(|file| file.parent()) {
        let _ = std::fs::create_dir_all(place);
    }
    let public_key = ArchiveKey::from_seed(keys.archive_signing_seed().expose()).public_key();
    OpenOptions::default().anchors(AnchorPaths { files, public_key: Some(public_key) })
}

/// The database's key out of the bundle.
pub(crate) fn database_key(keys: &KeyBundle) -> DatabaseKey {
    DatabaseKey::new(*keys.database_key().expose())
}

/// Opens a practice with its keys and makes it the open one, in the hands of whoever the entrance tells.
pub(crate) async fn open(
    app: &App,
    folder: PathBuf,
    keys: KeyBundle,
    entrance: Entrance,
) -> Result<Arc<OpenPractice>, Problem> {
    let (database, alarming) = {
        let (app, folder) = (app.clone(), folder.clone());
        let key = database_key(&keys);
        let options = options(&app, &folder, &keys);
        blocking(move || {
            let place = PracticeFolder::open(&folder).map_err(Problem::from)?;
            let options = options.before_migration(backups::before_migration(&app));
            let (database, opening) = Database::open(&place, &key, options)?;
            let alarming = opening.anchors.iter().any(|(_, finding)| finding.is_alarming());
            Ok((database, alarming))
        })
        .await?
    };
    enter(app, folder, keys, database, alarming, entrance).await
}

/// Makes an open database the open practice: user, clock, lines, and what was interrupted settled.
pub(crate) async fn enter(
    app: &App,
    folder: PathBuf,
    keys: KeyBundle,
    database: Database,
    rollback_suspected: bool,
    entrance: Entrance,
) -> Result<Arc<OpenPractice>, Problem> {
    let reading = database.clone();
    let (row, CameIn { owner, user }, last, idle_locks) = blocking(move || {
        reading.read(|queries| {
            let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let state = queries.stream::<Practice>(row.id.0)?.unwrap_or_default();
            let came_in = team::came_in(queries, &entrance)?;
            let last = queries.journal_page(rows::Page::first(1))?.first().map(|entry| entry.recorded_at);
            Ok((row, came_in, last, state.idle_locks))
        })
    })
    .await?;
    let clock: Arc<dyn Clock> = match (row.kind, last) {
        (PracticeKind::Real, _) | (_, None) => app.setup.clock.clone(),
        (_, Some(last)) => Arc::new(ShiftedClock::starting_at(last)),
    };
    let trade = row.activities.first().copied().unwrap_or(Activity::Optics);
    let house = House {
        keys: Arc::new(HouseKeys::hold(row.id.0, folder.clone(), app.setup.secrets.clone(), keys)),
        uses: Arc::new(AccountUses::default()),
        unnoted: Unnoted::default(),
        folder,
        database,
        id: row.id,
        kind: row.kind,
        time_zone: TimeZone::get(&row.time_zone).unwrap_or(TimeZone::UTC),
        trade,
        clock,
        ids: app.setup.ids.clone(),
        lines: PlatformLines::new(row.kind),
        recoveries: RecoveryRuns::default(),
        books: HeldBooks::default(),
        imports: std::sync::Arc::default(),
        reminders: std::sync::Arc::default(),
        customer_letters: std::sync::Arc::default(),
        idle_locks: RwLock::new(idle_locks),
        erased_on: std::sync::Mutex::default(),
        last_backup: std::sync::Mutex::default(),
        purging: std::sync::Arc::default(),
        rollback_suspected,
    };
    // What is made ready is made so in the owner's name, and before anybody is at work.
    let practice = app.enter(OpenPractice::new(owner, house))?;
    if let Err(problem) = make_ready(app, &practice).await {
        // What was not made ready is not open.
        app.give_up()?;
        return Err(problem);
    }
    if entrance.tells_nobody() {
        practice.keys.leave_to_keyring();
    }
    // Last: what turns out to be damaged on the way in is not written in.
    team::let_in(app, practice, user, entrance.way).await
}

async fn make_ready(app: &App, practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    connect_lines(app, practice).await?;
    for row in practice.read(|queries| Ok(queries.platform_strip()?)).await? {
        practice.lines.set_conduct(&row.platform, row.conduct);
    }
    erasure::due(practice).await?;
    replay::settle_interrupted(practice).await?;
    // What was agreed to goes on where it stopped; nobody waits for it.
    retention::resume(app, practice);
    Ok(())
}

/// Makes the lines to the platforms; a demonstration's stand on its ground, wherever that listens this time.
async fn connect_lines(app: &App, practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    if practice.kind != PracticeKind::Real
        && let Some(ground) = &app.setup.ground
    {
        ground.moved_to(practice.now());
        for (configured, secret) in ground.platforms()? {
            let secret = configured.channel.is_direct().then_some(secret);
            let account = TypedAccount { secret, client_key: None };
            platforms::put(practice, practice.own_call(), configured, None, account).await?;
        }
    }
    sealed_settings::move_to_vault(practice).await?;
    for row in practice.read(|queries| Ok(queries.platform_strip()?)).await? {
        // A demonstration's own stand already; what was described to it stands beside them.
        if practice.lines.get(&row.platform).is_none() {
            connector_accounts::connect_line(practice, &row.platform).await?;
        }
    }
    Ok(())
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        let code = match error {
            OpenError::NoPractice(_) => ProblemCode::PracticeNotFound,
            OpenError::AlreadyExists(_) => ProblemCode::AlreadyExists,
            OpenError::AlreadyOpen => ProblemCode::PracticeAlreadyOpen,
            OpenError::WrongKey => ProblemCode::DatabaseWrongKey,
            OpenError::Plaintext | OpenError::NotADatabase => ProblemCode::NotADatabase,
            OpenError::Truncated | OpenError::Damaged => ProblemCode::DatabaseDamaged,
            OpenError::Newer { .. } => ProblemCode::DatabaseNewer,
            OpenError::Io(error) => {
                return Problem::with(ProblemCode::FolderRefused, json!({ "reason": error.to_string() }));
            }
            OpenError::NotCopied(error) => return (*error).into(),
            OpenError::Storage(error) => return error.into(),
        };
        Problem::code(code)
    }
}

impl From<FolderError> for Problem {
    fn from(error: FolderError) -> Self {
        let (reason, place) = match error {
            FolderError::Missing(_) | FolderError::NotAFolder(_) => {
                return Problem::code(ProblemCode::PracticeNotFound);
            }
            FolderError::CloudSynced { place } => ("cloud", place),
            FolderError::NetworkShare { place } => ("network", place),
            FolderError::Io(error) => ("system", error.to_string()),
        };
        Problem::with(ProblemCode::FolderRefused, json!({ "reason": reason, "place": place }))
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::WrongPassphrase => Problem::code(ProblemCode::WrongPassphrase),
            VaultError::WrongRecoveryKey | VaultError::OtherPractice => Problem::code(ProblemCode::WrongRecoveryKey),
            VaultError::Store(error) => match keyring_state(&error) {
                KeyringState::NoService | KeyringState::Available => Problem::code(ProblemCode::KeyringUnavailable),
                KeyringState::Locked => Problem::code(ProblemCode::KeyringLocked),
                KeyringState::Refused => Problem::code(ProblemCode::KeyringRefused),
                KeyringState::ItemLost => Problem::code(ProblemCode::KeyringItemLost),
                KeyringState::TimedOut => Problem::code(ProblemCode::KeyringTimedOut),
            },
            other => Problem::internal(other),
        }
    }
}

impl From<KeyFileError> for Problem {
    fn from(error: KeyFileError) -> Self {
        match error {
            KeyFileError::Missing => Problem::code(ProblemCode::PracticeNotFound),
            KeyFileError::NewerFormat { .. } => Problem::code(ProblemCode::DatabaseNewer),
            KeyFileError::Damaged => Problem::code(ProblemCode::DatabaseDamaged),
            KeyFileError::Disk(error) => {
                Problem::with(ProblemCode::FileNotReadable, json!({ "reason": error.to_string() }))
            }
        }
    }
}

/// What the keyring said, in the window's words.
pub(crate) fn keyring_state(error: &StoreError) -> KeyringState {
    match error {
        StoreError::NotUsed | StoreError::NoService | StoreError::Failed(_) => KeyringState::NoService,
        StoreError::Locked => KeyringState::Locked,
        StoreError::PromptRefused => KeyringState::Refused,
        StoreError::Missing | StoreError::Damaged | StoreError::OtherKeys | StoreError::Ambiguous => {
            KeyringState::ItemLost
        }
        StoreError::TimedOut => KeyringState::TimedOut,
    }
}
