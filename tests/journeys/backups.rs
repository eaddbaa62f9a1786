//! Backups, through the door of the window: one a day by itself, opened before it bears its name, thinned out by the rotation; a
//! stick that comes and goes; and a new PC that has nothing but a stick and the recovery key.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use relais_domain::context::Activity;
use relais_usecases::app::{App, Setup};
use relais_usecases::backups;
use relais_usecases::contract::{
    AppState, BackupStanding, BackupState, BackupsView, DossierList, ProblemCode, RestorePreview, RetentionView, Stage,
};
use relais_usecases::ports::{Clock, RandomIds, ShiftedClock};
use relais_usecases::{first_run, open_dossier, table};
use relais_vault::{KdfCost, NoKeyring};
use rstest::rstest;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::ground::{Outcome, call, glasses, instant, new_practice};

const PASSPHRASE: &str = "quatre barques rentrent au port sous la pluie";
/// Ten in the morning in Paris, before the hour of the backup.
const MORNING: &str = "2024-02-05T09:00:00Z";

/// A PC: a home, its clock, the program.
struct Pc {
    home: TempDir,
    clock: Arc<ShiftedClock>,
    app: App,
}

impl Pc {
    fn new() -> Pc {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(ShiftedClock::starting_at(instant(MORNING)));
        let app = App::new(Setup {
            home: home.path().join("cabinets"),
            anchor_folders: vec![home.path().join("ancres-1"), home.path().join("ancres-2")],
            backups: home.path().join("sauvegardes"),
            clock: clock.clone(),
            ids: Arc::new(RandomIds),
            secrets: Arc::new(NoKeyring),
            kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
            announce: Box::new(drop),
            ground: None,
        });
        Pc { home, clock, app }
    }

    /// With a practice on it, and its recovery key.
    async fn with_a_practice() -> (Pc, String) {
        let pc = Pc::new();
        let request = new_practice(Activity::Optics, PASSPHRASE, false);
        let created = first_run::create_practice(&pc.app, call(), request).await.unwrap();
        (pc, created.recovery_key.join("-"))
    }

    async fn ask<T: DeserializeOwned>(&self, name: &str, request: Value) -> Outcome<T> {
        let answer = table::dispatch(&self.app, name, call(), request).await?;
        Ok(serde_json::from_value(answer).unwrap())
    }

    async fn view(&self) -> BackupsView {
        self.ask("backup.view", json!({})).await.unwrap()
    }

    async fn sells(&self, name: &str) {
        let mut request = glasses(name, "viamedis", "4417002277");
        request.operator = None;
        open_dossier::open(&self.app, call(), request).await.unwrap();
    }

    /// Sends the next backups to this folder too.
    async fn goes_to(&self, folder: &Path) {
        let rotation = json!({ "daily": 3, "weekly": 2, "monthly": 1 });
        let request = json!({ "at_minute": 780, "rotation": rotation, "folders": [folder] });
        self.ask::<BackupsView>("backup.set", request).await.unwrap();
    }

    fn entries(&self) -> u64 {
        self.app.practice().unwrap().database.head().unwrap().seq
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

fn recovery(path: &Path, key: &str) -> Value {
    json!({ "path": path, "unlock": { "with": "recovery_key", "recovery_key": key }, "salvage": false, "archive": null })
}

#[tokio::test(flavor = "multi_thread")]
async fn one_a_day_by_itself_and_the_rotation_keeps_some() -> Outcome {
    let (pc, _) = Pc::with_a_practice().await;
    // None yet: the first is due at once, then at the hour of each day.
    assert!(backups::daily(&pc.app).await?);
    assert!(!backups::daily(&pc.app).await?);
    pc.clock.jump_to(instant("2024-02-05T11:59:00Z"));
    assert!(!backups::daily(&pc.app).await?);
    pc.clock.jump_to(instant("2024-02-05T12:01:00Z"));
    assert!(backups::daily(&pc.app).await?);
    pc.goes_to(&pc.home.path().join("nulle-part")).await;
    for day in 6..30 {
        pc.clock.jump_to(instant(&format!("2024-02-{day:02}T12:01:00Z")));
        assert!(backups::daily(&pc.app).await?, "on the {day}th");
    }
    let view = pc.view().await;
    let written: Vec<String> =
        view.places[0].backups.iter().map(|found| found.written_at.strftime("%d").to_string()).collect();
    // Three days; the last of this week, which is one of them, and of the one before.
    assert_eq!(written, ["29", "28", "27", "25"]);
    assert!(view.places[0].backups.iter().all(|found| found.state == BackupState::Verified));
    assert_eq!(view.places[0].backups[0].entries, Some(pc.entries()));
    // What was erased meanwhile is in these and in no other: the rest is known to be destroyed.
    let kept: RetentionView = pc.ask("retention.view", json!({})).await?;
    assert_eq!(kept.backups.len(), 4);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stick_that_is_away_is_said_and_gets_its_own_when_it_is_back() -> Outcome {
    let (pc, _) = Pc::with_a_practice().await;
    let stick = pc.home.path().join("cle");
    pc.goes_to(&stick).await;
    let view: BackupsView = pc.ask("backup.start", json!({})).await?;
    assert_eq!((view.places[0].backups.len(), view.places[1].here), (1, false));
    assert_eq!(view.places[1].failure.as_ref().map(|failure| failure.code), Some(ProblemCode::BackupFolderAway));
    assert!(!stick.exists(), "nothing is made in place of a stick");
    assert_eq!((view.standing.late_days, view.standing.late_folders[0].days), (None, None));
    fs::create_dir(&stick).unwrap();
    pc.clock.jump_to(instant("2024-02-05T09:20:00Z"));
    assert!(backups::daily(&pc.app).await?);
    assert!(!backups::daily(&pc.app).await?);
    let view = pc.view().await;
    assert_eq!((view.places[1].backups.len(), view.places[1].failure.is_none()), (1, true));
    assert_eq!(files(&stick).len(), 1);
    assert!(view.standing.late_folders.is_empty());
    // Taken home, and nobody at work for days.
    fs::rename(&stick, pc.home.path().join("ailleurs")).unwrap();
    pc.clock.jump_to(instant("2024-02-09T09:00:00Z"));
    let view = pc.view().await;
    assert_eq!((view.standing.late_days, view.standing.late_folders[0].days), (Some(4), Some(4)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_open_is_found_and_never_taken_for_the_last_good_one() -> Outcome {
    let (pc, _) = Pc::with_a_practice().await;
    let stick = pc.home.path().join("cle");
    fs::create_dir(&stick).unwrap();
    pc.goes_to(&stick).await;
    pc.ask::<BackupsView>("backup.start", json!({})).await?;
    let copy = files(&stick).remove(0);
    // A half-written one, left by a kill, is none, and goes at the next.
    fs::write(copy.with_file_name("sauvegarde-reste.partiel"), b"relais-backup 1\n").unwrap();
    let left = copy.with_extension("partiel");
    fs::copy(&copy, &left).unwrap();
    let mut bytes = fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&copy, &bytes).unwrap();
    assert_eq!(pc.view().await.places[1].backups.len(), 1);
    let refused = pc.ask::<BackupsView>("backup.verify", json!({ "path": copy })).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::BackupDamaged);
    let view = pc.view().await;
    assert_eq!(view.places[1].backups[0].state, BackupState::Damaged);
    // The stick lacks one: the round brings it, and what a kill left is gone; what is not ours stays.
    assert!(backups::daily(&pc.app).await?);
    assert_eq!((files(&stick).contains(&left), files(&stick).len()), (false, 2));
    assert_eq!(pc.view().await.places[1].backups[0].state, BackupState::Verified);
    // Cut short, it shows without being opened.
    fs::write(&copy, &bytes[..middle]).unwrap();
    assert_eq!(pc.view().await.places[1].backups[0].state, BackupState::Damaged);
    // A page names files: none but a backup of one of its folders is opened.
    let refused = pc.ask::<BackupsView>("backup.verify", json!({ "path": "/etc/hostname" })).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::InvalidField);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_pc_has_everything_back_with_a_stick_and_the_recovery_key_alone() -> Outcome {
    let (old, key) = Pc::with_a_practice().await;
    let stick = old.home.path().join("cle");
    fs::create_dir(&stick).unwrap();
    old.goes_to(&stick).await;
    old.sells("Le Goff").await;
    old.ask::<BackupsView>("backup.start", json!({})).await?;
    let (backup, entries) = (files(&stick).remove(0), old.entries());
    let new = Pc::new();
    let preview: RestorePreview = new.ask("restore.read", recovery(&backup, &key)).await?;
    assert_eq!((preview.entries, preview.name.as_deref()), (entries, Some("Optique du Quai")));
    assert_eq!((preview.newer_here, preview.beside), (None, false));
    assert!(!Path::new(&preview.folder).exists(), "reading it put something back");
    let state: AppState = new.ask("restore.run", recovery(&backup, &key)).await?;
    assert_eq!((state.stage, state.rollback_suspected), (Stage::Open, false));
    assert_eq!(state.practices.len(), 1);
    assert_eq!(state.practice.map(|practice| practice.name), Some("Optique du Quai".to_owned()));
    let found: DossierList = new.ask("dossier.search", json!({ "text": "goff", "limit": 5 })).await?;
    assert_eq!(found.rows.len(), 1);
    assert!(new.entries() > entries, "that it was put back is an entry");
    // The new PC saves it too, from the first day.
    assert!(backups::daily(&new.app).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_backup_is_announced_where_more_is_known_and_goes_beside() -> Outcome {
    let (pc, key) = Pc::with_a_practice().await;
    let view: BackupsView = pc.ask("backup.start", json!({})).await?;
    let backup = PathBuf::from(&view.places[0].backups[0].path);
    let then = pc.entries();
    pc.sells("Bernard").await;
    let now = pc.entries();
    let view = pc.view().await;
    assert_eq!((view.entries, view.places[0].backups[0].entries), (now, Some(then)));
    pc.ask::<AppState>("practice.lock", json!({})).await?;
    let preview: RestorePreview = pc.ask("restore.read", recovery(&backup, &key)).await?;
    let newer = preview.newer_here.unwrap();
    assert_eq!((newer.entries, preview.beside), (now - then, true));
    let state: AppState = pc.ask("restore.run", recovery(&backup, &key)).await?;
    assert_eq!((state.stage, state.practices.len()), (Stage::Open, 2));
    let names: Vec<&str> = state.practices.iter().map(|practice| practice.name.as_str()).collect();
    assert!(names.contains(&"Optique du Quai (sauvegarde du 05/02/2024)"), "{names:?}");
    Ok(())
}

/// The stick is pulled out: what is behind its name is no file any more, or nothing is.
#[rstest]
#[case::before_it_is_read_to_its_end(true)]
#[case::after_it_was_read(false)]
#[tokio::test(flavor = "multi_thread")]
async fn a_stick_that_is_pulled_out_leaves_nothing_and_may_come_back(#[case] unreadable: bool) -> Outcome {
    let (old, key) = Pc::with_a_practice().await;
    let view: BackupsView = old.ask("backup.start", json!({})).await?;
    let new = Pc::new();
    let stick = new.home.path().join("cle.relais");
    let request = recovery(&stick, &key);
    fs::copy(&view.places[0].backups[0].path, &stick).unwrap();
    new.ask::<RestorePreview>("restore.read", request.clone()).await?;
    fs::remove_file(&stick).unwrap();
    if unreadable {
        fs::create_dir(&stick).unwrap();
    }
    for command in ["restore.read", "restore.run"] {
        let refused = new.ask::<Value>(command, request.clone()).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::BackupGone, "{command}: {refused}");
        let left = fs::read_dir(new.home.path().join("cabinets")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{command} left something");
    }
    if unreadable {
        fs::remove_dir(&stick).unwrap();
    }
    fs::copy(&view.places[0].backups[0].path, &stick).unwrap();
    assert_eq!(new.ask::<AppState>("restore.run", request).await?.stage, Stage::Open);
    Ok(())
}

/// What the backup gives with what is left of the practice: entries more, lost, and the pages that are damaged.
fn salvaged(preview: &RestorePreview) -> (u64, u64, &[u32]) {
    let found = preview.salvage.as_ref().unwrap();
    (found.entries, found.lost, &found.pages)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_practice_is_put_together_of_its_backup_what_is_left_and_an_archive() -> Outcome {
    let (pc, key) = Pc::with_a_practice().await;
    let view: BackupsView = pc.ask("backup.start", json!({})).await?;
    let (backup, then) = (PathBuf::from(&view.places[0].backups[0].path), pc.entries());
    pc.sells("Bernard").await;
    let (now, folder) = (pc.entries(), pc.app.practice()?.folder.clone());
    let archive = pc.home.path().join("journal.relais-archive");
    let file = fs::File::create(&archive).unwrap();
    pc.app.practice()?.database.export_archive(file, &[7; 32], pc.app.practice()?.now()).unwrap();
    pc.ask::<AppState>("practice.lock", json!({})).await?;
    let mut request = recovery(&backup, &key);
    request["salvage"] = json!(true);
    let preview: RestorePreview = pc.ask("restore.read", request.clone()).await?;
    assert_eq!(salvaged(&preview), (now - then, 0, &[][..]));
    assert_eq!(preview.salvage.unwrap().partly, []);

    // Its first page says where everything lies: without it only the archive knows what followed.
    let database = folder.join("practice.db");
    let mut bytes = fs::read(&database).unwrap();
    bytes[100..4096].reverse();
    fs::write(&database, &bytes).unwrap();
    let unlock = json!({ "folder": folder, "unlock": request["unlock"] });
    pc.ask::<Value>("practice.open", unlock).await.unwrap_err();
    let preview: RestorePreview = pc.ask("restore.read", request.clone()).await?;
    assert_eq!(salvaged(&preview).0, 0);
    request["archive"] = json!(archive);
    let preview: RestorePreview = pc.ask("restore.read", request.clone()).await?;
    assert_eq!(salvaged(&preview), (now - then, 0, &[1][..]));
    let state: AppState = pc.ask("restore.run", request).await?;
    assert_eq!((state.stage, state.rollback_suspected), (Stage::Open, false));
    assert_eq!(pc.entries(), now + 1, "everything, and that it was put back");
    assert_eq!(fs::read(&database).unwrap(), bytes, "the damaged one is left as it was");
    Ok(())
}

/// A page that nothing reads on the way in: the backup of the day meets it, and the owner is told which it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_damaged_further_in_is_named_by_the_backup_of_the_day() -> Outcome {
    let (pc, key) = Pc::with_a_practice().await;
    let view: BackupsView = pc.ask("backup.start", json!({})).await?;
    let backup = PathBuf::from(&view.places[0].backups[0].path);
    let folder = pc.app.practice()?.folder.clone();
    pc.ask::<AppState>("practice.lock", json!({})).await?;
    let database = folder.join("practice.db");
    let sound = fs::read(&database).unwrap();
    let unlock = json!({ "folder": folder, "unlock": recovery(&backup, &key)["unlock"] });
    let mut pages = (2..=sound.len() / 4096).rev();
    let damaged = loop {
        let page = pages.next().unwrap();
        let mut bytes = sound.clone();
        bytes[page * 4096 - 2_000] ^= 1;
        fs::write(&database, &bytes).unwrap();
        if pc.ask::<AppState>("practice.open", unlock.clone()).await.is_ok() {
            break page;
        }
    };
    let refused = pc.ask::<BackupsView>("backup.start", json!({})).await.unwrap_err();
    assert_eq!((refused.code, refused.params), (ProblemCode::DatabaseDamaged, json!({ "pages": damaged.to_string() })));
    let standing: BackupStanding = pc.ask("backup.standing", json!({})).await?;
    let told = standing.failure.unwrap();
    assert_eq!((told.code, told.params), (ProblemCode::DatabaseDamaged, json!({ "pages": damaged.to_string() })));
    let beside = fs::read_dir(backup.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing that was copied from it stands beside the sound one");
    Ok(())
}

#[rstest]
#[case::other_file(|_: &[u8]| b"%PDF-1.7 une facture".to_vec(), None, ProblemCode::NotABackup)]
#[case::empty(|_: &[u8]| Vec::new(), None, ProblemCode::NotABackup)]
#[case::cut(|whole: &[u8]| whole[..whole.len() - 900].to_vec(), None, ProblemCode::BackupDamaged)]
#[case::cut_early(|whole: &[u8]| whole[..40].to_vec(), None, ProblemCode::BackupDamaged)]
#[case::altered(|whole: &[u8]| { let mut it = whole.to_vec(); let at = it.len() - 900; it[at] ^= 4; it }, None, ProblemCode::BackupDamaged)]
#[case::other_key(<[u8]>::to_vec, Some("ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE"), ProblemCode::WrongRecoveryKey)]
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_put_back_is_named_and_leaves_nothing(
    #[case] spoil: fn(&[u8]) -> Vec<u8>,
    #[case] other_key: Option<&str>,
    #[case] expected: ProblemCode,
) -> Outcome {
    let (old, key) = Pc::with_a_practice().await;
    let view: BackupsView = old.ask("backup.start", json!({})).await?;
    let whole = fs::read(&view.places[0].backups[0].path).unwrap();
    let new = Pc::new();
    let file = new.home.path().join("choisi");
    fs::write(&file, spoil(&whole)).unwrap();
    let request = recovery(&file, other_key.unwrap_or(&key));
    for command in ["restore.read", "restore.run"] {
        let refused = new.ask::<Value>(command, request.clone()).await.unwrap_err();
        assert_eq!(refused.code, expected, "{command}: {refused}");
        let left = fs::read_dir(new.home.path().join("cabinets")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{command} left something");
    }
    Ok(())
}
