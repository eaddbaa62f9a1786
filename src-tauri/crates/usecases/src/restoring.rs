//! A backup read before it is put back, and put back: into a folder of its own, never over a practice, with its passphrase, its
//! recovery key or the keyring's keys. What can still be read of the same practice on this machine, damaged or only further on, is
//! put on top of it. That it happened is an entry of the journal.

use crate::{
    access::{self, unlock_wrapped},
    app::{App, OpenPractice, blocking},
    backups::{OnStep, Step},
    call::Call,
    contract::{
        AppState, NewerHere, PapersChecked, Problem, ProblemCode, RestorePreview, RestoreRequest, Salvage, SalvagePart,
        Topic, Unlock,
    },
    opening::{self, Nameplate},
    papers, retention,
    team::Entrance,
};
use jiff::{Timestamp, tz::TimeZone};
use relais_domain::{
    ids::PurgeId,
    practice::{self, Practice, PracticeKind},
    purge::PurgeEvent,
};
use relais_journal::Anchor;
use relais_storage::{
    PracticeFolder,
    backup::{self, Held, Remains, Salvaged},
};
use relais_vault::{KeyBundle, KeyFile, Vault, WrappedKeys};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where a backup is opened before it is put back, among the practices' folders: it needs their room.
const SCRATCH: &str = ".essai-de-sauvegarde";
/// An anchor is some hundred bytes.
const MAX_ANCHOR_BYTES: u64 = 64 * 1024;

/// The file of a backup. What keeps it from being read is told from what keeps something from being written: it lies on a stick.
struct Container {
    file: File,
    failed: bool,
}

impl Container {
    fn open(path: &Path) -> Result<Self, Problem> {
        let file = File::open(path).map_err(|error| {
            tracing::warn!(%error, "the backup cannot be opened");
            Problem::with(ProblemCode::BackupGone, serde_json::json!({ "path": path.display().to_string() }))
        })?;
        Ok(Container { file, failed: false })
    }

    fn length(&self) -> u64 {
        self.file.metadata().map_or(0, |meta| meta.len())
    }

    fn read<T>(
        mut self,
        deed: impl FnOnce(BufReader<&mut Container>) -> Result<T, backup::BackupError>,
    ) -> Result<T, Problem> {
        let done = deed(BufReader::new(&mut self));
        if self.failed { Err(Problem::code(ProblemCode::BackupGone)) } else { Ok(done?) }
    }
}

impl Read for Container {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer);
        self.failed |= read.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        read
    }
}

/// A backup that was put back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PutBack {
    /// The practice's new folder.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// Entries of the journal in the backup.
    pub entries: u64,
    /// When the backup was written.
    pub written_at: Timestamp,
    /// What was put on top of it.
    pub salvage: Option<Salvage>,
    /// Its kept papers, every one looked at.
    pub papers: PapersChecked,
}

/// What is looked at beside the backup.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// The practice on this machine.
    pub here: bool,
    /// An archive of its journal.
    pub archive: Option<PathBuf>,
}

impl Beside {
    fn of(request: &RestoreRequest) -> Self {
        Beside { here: request.salvage, archive: request.archive.as_ref().map(PathBuf::from) }
    }

    /// Runs `deed` with what remains of the practice of these keys, if anything is looked at.
    fn remaining<T>(
        &self,
        app: &App,
        wrapped: &WrappedKeys,
        deed: impl FnOnce(Option<&Remains<'_>>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let here = if self.here { latest_here(app, wrapped) } else { None };
        let here = here.map(|folder| PracticeFolder::open(&folder)).transpose()?;
        let remains = Remains { folder: here.as_ref(), archive: self.archive.as_deref() };
        deed(Some(&remains).filter(|remains| remains.folder.is_some() || remains.archive.is_some()))
    }
}

impl From<Salvaged> for Salvage {
    fn from(found: Salvaged) -> Self {
        let Salvaged { entries, until, lost, partly, pages } = found;
        let partly = partly.into_iter().map(|part| match part {
            Held::Customers => SalvagePart::Customers,
            Held::Papers => SalvagePart::Papers,
            Held::Exchanges => SalvagePart::Exchanges,
            Held::Accounts => SalvagePart::Accounts,
            Held::Accesses => SalvagePart::Accesses,
            Held::House => SalvagePart::House,
        });
        Salvage { entries, until, lost, partly: partly.collect(), pages }
    }
}

/// Opens a backup without putting anything back, and says what putting it back would give.
pub async fn preview(
    app: &App,
    container: &Path,
    unlock: Unlock,
    beside: Beside,
    mut watch: OnStep,
) -> Result<RestorePreview, Problem> {
    let (keys, wrapped) = unlocked(app, container, unlock).await?;
    let (app, path) = (app.clone(), container.to_owned());
    blocking(move || {
        let container = Container::open(&path)?;
        let bytes = container.length();
        std::fs::create_dir_all(app.home()).map_err(|error| Problem::not_writable(app.home(), &error))?;
        let (key, scratch) = (opening::database_key(&keys), app.home().join(SCRATCH));
        let opened = beside.remaining(&app, &wrapped, |remains| {
            container.read(|reader| backup::verify(reader, &key, &scratch, remains, &mut *watch))
        })?;
        let (name, kind) = opened.practice.unzip();
        let folder = fresh_folder(&app, &wrapped, kind.unwrap_or(PracticeKind::Real));
        Ok(RestorePreview {
            name,
            kind,
            written_at: opened.anchor.written_at_utc,
            entries: opened.anchor.seq,
            papers: u32::try_from(opened.pieces).unwrap_or(u32::MAX),
            papers_missing: u32::try_from(opened.missing).unwrap_or(u32::MAX),
            bytes,
            newer_here: newer_here(&app, &opened.anchor),
            salvage: opened.salvaged.map(Salvage::from),
            beside: is_here(&app, &wrapped),
            folder: folder.display().to_string(),
        })
    })
    .await
}

/// What an anchor of this machine knows that the backup does not: a practice that went on after it, whose work would be lost.
fn newer_here(app: &App, backup: &Anchor) -> Option<NewerHere> {
    let files = app.setup.anchor_folders.iter().filter_map(|place| std::fs::read_dir(place).ok()).flatten().flatten();
    let small = files.filter(|file| file.metadata().is_ok_and(|meta| meta.len() <= MAX_ANCHOR_BYTES));
    let anchors = small.filter_map(|file| Anchor::from_json(&std::fs::read(file.path()).ok()?).ok());
    let of_it = anchors.filter(|anchor| (anchor.practice, anchor.post) == (backup.practice, backup.post));
    let latest = of_it.max_by_key(|anchor| anchor.seq)?;
    let entries = latest.seq.saturating_sub(backup.seq);
    (entries > 0).then_some(NewerHere { entries, known_at: latest.written_at_utc })
}

/// Whether the practice of these keys is on this machine already.
fn is_here(app: &App, wrapped: &WrappedKeys) -> bool {
    latest_here(app, wrapped).is_some()
}

/// The folder of the practice of these keys in which something was last written.
fn latest_here(app: &App, wrapped: &WrappedKeys) -> Option<PathBuf> {
    let same =
        |folder: &Path| KeyFile::in_folder(folder).read().is_ok_and(|keys| keys.practice_id() == wrapped.practice_id());
    let written = |folder: &Path| {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.filter_map(|file| file.metadata().ok()?.modified().ok()).max()
    };
    let folders = opening::practices(app.home()).into_iter().map(|(folder, _)| folder);
    folders.filter(|folder| same(folder)).max_by_key(|folder| written(folder))
}

/// What the practice of these keys on this machine erased: it is erased of an older backup too, whatever else of it is declined.
/// Where it cannot be read, what the backup itself knows of has to do.
fn purges_here(app: &App, wrapped: &WrappedKeys, keys: &KeyBundle) -> Vec<(PurgeId, Vec<PurgeEvent>)> {
    let Some(folder) = latest_here(app, wrapped) else { return Vec::new() };
    let read = PracticeFolder::open(&folder)
        .map_err(Problem::from)
        .and_then(|folder| Ok(backup::purges_in(&folder, &opening::database_key(keys))?));
    read.unwrap_or_else(|problem| {
        tracing::warn!(%problem, "what the practice here erased cannot be read");
        Vec::new()
    })
}

/// A folder for it among the practices, where there is none. An exercise's name is not given: what bears it is removed when left.
fn fresh_folder(app: &App, wrapped: &WrappedKeys, kind: PracticeKind) -> PathBuf {
    let kind = if kind == PracticeKind::Demonstration { kind } else { PracticeKind::Real };
    let name = opening::folder_name(kind, wrapped.practice_id());
    let numbered = (2..).map(|number| app.home().join(format!("{name}-{number}")));
    let mut names = std::iter::once(app.home().join(&name)).chain(numbered);
    names.find(|folder| !folder.exists()).unwrap_or_else(|| app.home().join(name))
}

/// The window's question: what would this backup give?
pub async fn read(app: &App, _call: Call, request: RestoreRequest) -> Result<RestorePreview, Problem> {
    let run = app.backups.begin()?;
    let beside = Beside::of(&request);
    preview(app, Path::new(&request.path), request.unlock, beside, run.watch()).await
}

/// The window's deed: puts it back into a folder of its own and opens it, in the hands of whoever's key it was. The keyring of this
/// machine has the keys from now on, where there is one.
pub async fn run(app: &App, _call: Call, request: RestoreRequest) -> Result<AppState, Problem> {
    let mut failed = app.opening().await;
    let leaving = app.clone();
    blocking(move || leaving.leave(false)).await?;
    let run = app.backups.begin()?;
    let container = PathBuf::from(&request.path);
    let (keys, wrapped) = unlocked(app, &container, request.unlock.clone()).await?;
    let into = fresh_folder(app, &wrapped, PracticeKind::Real);
    let named_apart = is_here(app, &wrapped);
    let watch = run.watch();
    let put_back = restore(app, &container, request.unlock.clone(), (&into, Beside::of(&request)), watch).await?;
    drop(run);
    let (setup, put_in, here) = (app.setup.clone(), into.clone(), app.clone());
    let (remembered, into) = blocking(move || {
        let folder = named_by_kind(&here, &wrapped, put_in)?;
        let vault = Vault::new(wrapped.practice_id(), setup.secrets.clone());
        let remembered = vault.remember(&keys).is_ok();
        if let Some(plate) = Nameplate::read(&folder) {
            let name = if named_apart { beside_name(&plate.name, put_back.written_at) } else { plate.name };
            let plate = Nameplate { name, kind: plate.kind, remembered };
            plate.write(&folder).map_err(|error| Problem::not_writable(&folder, &error))?;
        }
        Ok((remembered, folder))
    })
    .await?;
    tracing::info!(remembered, "a backup was put back");
    *failed = None;
    access::open_with(app, into, request.unlock).await?;
    app.announce(Topic::Session, None);
    access::current(app).await
}

/// What it is, is read off its journal only: a demonstration is given the name of one once it is there.
fn named_by_kind(app: &App, wrapped: &WrappedKeys, folder: PathBuf) -> Result<PathBuf, Problem> {
    let demonstration = |plate: &Nameplate| plate.kind == PracticeKind::Demonstration;
    if !Nameplate::read(&folder).as_ref().is_some_and(demonstration) {
        return Ok(folder);
    }
    let named = fresh_folder(app, wrapped, PracticeKind::Demonstration);
    std::fs::rename(&folder, &named).map_err(|error| Problem::not_writable(&named, &error))?;
    Ok(named)
}

/// Two folders of one practice are told apart by what they were put back from.
fn beside_name(name: &str, written_at: Timestamp) -> String {
    format!("{name} (sauvegarde du {})", written_at.to_zoned(TimeZone::system()).strftime("%d/%m/%Y"))
}

/// The keys of a backup, by one of the three ways.
async fn unlocked(app: &App, container: &Path, unlock: Unlock) -> Result<(KeyBundle, WrappedKeys), Problem> {
    let (app, container) = (app.clone(), container.to_owned());
    blocking(move || {
        let wrapped = wrapped_keys(&container)?;
        Ok((unlock_wrapped(&app, &wrapped, unlock)?, wrapped))
    })
    .await
}

/// Puts a backup back into a folder that holds nothing, and closes it again. Refused or stopped, nothing of it stays.
pub async fn restore(
    app: &App,
    container: &Path,
    unlock: Unlock,
    (into, beside): (&Path, Beside),
    watch: OnStep,
) -> Result<PutBack, Problem> {
    let by_keyring = unlock == Unlock::Keyring;
    let keys = unlocked(app, container, unlock).await?;
    let new_folder = !into.exists();
    let put_back = put_back(app, container, keys, (into, beside), (by_keyring, watch)).await;
    if put_back.is_err() && new_folder {
        app.leave(false)?;
        // It holds only what was just put there; a folder that stays holds no practice and is encrypted.
        let _ = std::fs::remove_dir_all(into);
    }
    put_back
}

async fn put_back(
    app: &App,
    container: &Path,
    (keys, wrapped): (KeyBundle, WrappedKeys),
    (into, beside): (&Path, Beside),
    (by_keyring, mut watch): (bool, OnStep),
) -> Result<PutBack, Problem> {
    let (from, into, here) = (container.to_owned(), into.to_owned(), app.clone());
    let (keys, folder, restored, purges, mut watch) = blocking(move || {
        if std::fs::read_dir(&into).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(Problem::code(ProblemCode::AlreadyExists));
        }
        let purges = purges_here(&here, &wrapped, &keys);
        let folder = PracticeFolder::create(&into)?;
        let container = Container::open(&from)?;
        let key = opening::database_key(&keys);
        let restored = beside.remaining(&here, &wrapped, |remains| {
            container.read(|reader| backup::restore(reader, &folder, &key, remains, &mut *watch))
        })?;
        KeyFile::in_folder(folder.path()).write(&wrapped)?;
        Ok((keys, folder.path().to_owned(), restored, purges, watch))
    })
    .await?;
    let practice = opening::open(app, folder.clone(), keys, Entrance::of_owner("restored")).await?;
    let (entries, written_at) = (restored.anchor.seq, restored.anchor.written_at_utc);
    let id = practice.id;
    practice
        .command(practice.own_call(), &("restore", entries, written_at), move |tx, context| {
            let state = tx.load::<Practice>(id.0)?;
            tx.append::<Practice>(id.0, practice::restore(&state, entries, written_at, context)?)?;
            Ok(())
        })
        .await?;
    retention::erased_again(app, &practice, purges).await?;
    let looking = practice.clone();
    let papers = blocking(move || {
        let mut stopped = false;
        let told = |done, of| stopped |= watch(Step::Reading, done, of).is_break();
        let checked = papers::check(&looking.database, told)?;
        // Whoever stopped it meanwhile finds everything as it was.
        if stopped { Err(Problem::code(ProblemCode::BackupStopped)) } else { Ok(checked) }
    })
    .await?;
    let name = plate(&practice, &folder, by_keyring).await?;
    drop(practice);
    let closing = Call { command_id: relais_domain::ids::CommandId(app.setup.ids.fresh(app.setup.clock.now())) };
    access::close(app, closing, crate::contract::Nothing {}).await?;
    let salvage = restored.salvaged.map(Salvage::from);
    Ok(PutBack { folder: folder.display().to_string(), name, entries, written_at, salvage, papers })
}

/// The nameplate is not in a backup: it is on the shop front.
async fn plate(practice: &Arc<OpenPractice>, folder: &Path, remembered: bool) -> Result<String, Problem> {
    let row = practice.read(|queries| Ok(queries.practice()?)).await?;
    let name = row.map(|row| row.letterhead.name).unwrap_or_default();
    let written = Nameplate { name: name.clone(), kind: practice.kind, remembered }.write(folder);
    written.map_err(|error| Problem::not_writable(folder, &error))?;
    Ok(name)
}

fn wrapped_keys(container: &Path) -> Result<WrappedKeys, Problem> {
    let bytes = Container::open(container)?.read(|reader| backup::read_keys(reader))?;
    let text = String::from_utf8(bytes).map_err(|_| Problem::code(ProblemCode::NotABackup))?;
    Ok(WrappedKeys::from_json(&text)?)
}
