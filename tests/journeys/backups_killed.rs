//! The program killed at each step of a backup and of a restore: what bears a backup's name opens, what is a practice is a whole one,
//! and the one that was saved is as it was.

use std::env;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use relais_domain::context::Activity;
use relais_usecases::app::App;
use relais_usecases::backups::{OnStep, unwatched};
use relais_usecases::contract::Unlock;
use relais_usecases::restoring::{self, Beside};
use relais_usecases::{first_run, safekeeping, table};
use serde_json::json;

use crate::ground::{call, new_practice};
use crate::memory::application;

const CHILD: &str = "backups_killed::killed_child";
const HOME: &str = "RELAIS_JOURNEY_KILLED_HOME";
const DEED: &str = "RELAIS_JOURNEY_KILLED_DEED";
const DIES_AT: &str = "RELAIS_JOURNEY_KILLED_AT";
const PASSPHRASE: &str = "lagune tambour verger oblique marteau canard velours";

fn unlock() -> Unlock {
    Unlock::Passphrase { passphrase: PASSPHRASE.to_owned() }
}

fn practice_of(home: &Path) -> PathBuf {
    let mut folders = std::fs::read_dir(home.join("cabinets")).unwrap().map(|found| found.unwrap().path());
    folders.find(|folder| folder.join("cabinet.json").is_file()).unwrap()
}

fn backup_of(home: &Path) -> PathBuf {
    home.join("cle/cabinet.relais")
}

async fn opened(app: &App, folder: &Path) {
    let request = json!({ "folder": folder, "unlock": unlock() });
    table::dispatch(app, "practice.open", call(), request).await.unwrap();
}

/// This program again, killed at a step; says whether it was, or had ended before.
fn killed(home: &Path, deed: &str, at: u32) -> bool {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", CHILD, "--ignored", "--nocapture"]);
    let output = child.env(HOME, home).env(DEED, deed).env(DIES_AT, at.to_string()).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let ended = said.contains("ended by itself");
    assert!(ended == output.status.success(), "{deed} at {at}: {said}");
    !ended
}

/// Its entries, of a practice that opens.
async fn entries(home: &Path, folder: &Path) -> u64 {
    let app = application(home);
    opened(&app, folder).await;
    let seq = app.practice().unwrap().database.head().unwrap().seq;
    table::dispatch(&app, "practice.close", call(), json!({})).await.unwrap();
    seq
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bears_a_name_is_whole_whenever_the_program_is_killed() {
    let place = tempfile::tempdir().unwrap();
    let home = place.path();
    let app = application(home);
    first_run::create_practice(&app, call(), new_practice(Activity::Optics, PASSPHRASE, false)).await.unwrap();
    table::dispatch(&app, "practice.close", call(), json!({})).await.unwrap();
    std::fs::create_dir(home.join("cle")).unwrap();
    let (practice, backup) = (practice_of(home), backup_of(home));
    let written = entries(home, &practice).await;

    let mut steps = 0;
    while killed(home, "backup", steps + 1) {
        steps += 1;
        assert!(!backup.exists(), "killed at step {steps}, a backup that nobody opened bears its name");
        assert_eq!(entries(home, &practice).await, written);
    }
    assert!(steps > 3, "a backup has {steps} steps");
    let read = restoring::preview(&application(home), &backup, unlock(), Beside::default(), unwatched()).await.unwrap();
    assert!(read.entries >= written);
    let left = std::fs::read_dir(home.join("cle")).unwrap().count();
    assert_eq!(left, 1, "what was half-written is gone");

    let mut steps = 0;
    let other = home.join("autre");
    while killed(home, "restore", steps + 1) {
        steps += 1;
        let there = relais_storage::PracticeFolder::open(&other).is_ok_and(|folder| folder.holds_practice());
        assert!(!there, "killed at step {steps}, a practice is there that was not looked at whole");
        let _ = std::fs::remove_dir_all(&other);
    }
    assert!(steps > 1, "a restore has {steps} steps");
    assert!(entries(home, &other).await > read.entries, "put back, and that it was");
    std::fs::remove_dir_all(&other).unwrap();

    // With what is left of the practice on top, killed where each of its steps begins.
    let mut begun = 0;
    while killed(home, "salvage", begun + 1) {
        begun += 1;
        let there = relais_storage::PracticeFolder::open(&other).is_ok_and(|folder| folder.holds_practice());
        assert!(!there, "killed where step {begun} begins, a practice is there that was not looked at whole");
        assert_eq!(entries(home, &practice).await, written, "the practice it was read from is as it was");
        let _ = std::fs::remove_dir_all(&other);
    }
    assert!(begun > 3, "what is left is put on top in {begun} steps");
    assert!(entries(home, &other).await > written);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process of what_bears_a_name_is_whole_whenever_the_program_is_killed"]
async fn killed_child() {
    let home = PathBuf::from(env::var(HOME).unwrap());
    let (app, backup) = (application(&home), backup_of(&home));
    let at: u32 = env::var(DIES_AT).unwrap().parse().unwrap();
    let deed = env::var(DEED).unwrap();
    let (mut step, mut last, by_kind) = (0, None, deed == "salvage");
    let dies: OnStep = Box::new(move |kind, _, _| {
        if !by_kind || last.replace(kind) != Some(kind) {
            step += 1;
        }
        if step == at {
            std::process::abort();
        }
        ControlFlow::Continue(())
    });
    if deed == "backup" {
        opened(&app, &practice_of(&home)).await;
        safekeeping::back_up(&app.practice().unwrap(), &backup, dies).await.unwrap();
    } else {
        let into = home.join("autre");
        let beside = Beside { here: by_kind, archive: None };
        restoring::restore(&app, &backup, unlock(), (&into, beside), dies).await.unwrap();
    }
    std::io::stdout().write_all(b"ended by itself\n").unwrap();
}
