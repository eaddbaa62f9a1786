//! The program killed while it erases: between any two of its steps, in the middle of the database written anew, once the log is
//! emptied. Opened again, whoever was to go is there whole and the erasure still to be asked, or is gone to the last page, and the
//! journal is whole.

use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use relais_domain::ids::{DossierId, UserId};
use relais_domain::purge::PurgeState;
use relais_usecases::app::App;
use relais_usecases::contract::{DossierList, Nothing, PurgeView, RetentionView, Topic, Verification};
use relais_usecases::{access, demonstration, table};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::erasure::{a_second_person, settled};
use crate::ground::{Shop, call};
use crate::memory::announcing;
use crate::raw_pages::{clear_pages, held};
use crate::team::{HER_PIN, pin};

const CHILD: &str = "erasure_killed::killed_child";
const HOME: &str = "RELAIS_JOURNEY_ERASING_HOME";
const ASKED: &str = "RELAIS_JOURNEY_ERASING_ASKED";
const DIES: &str = "RELAIS_JOURNEY_ERASING_DIES";
/// More than one step of the purge goes through at once.
const CUSTOMERS: usize = 21;
const PLANTED: [&str; 2] = ["Kervoalenn", "ervoalenn"];
/// Nothing takes that long.
const PATIENCE: Duration = Duration::from_secs(60);

/// When the program is killed.
#[derive(Debug, Clone, Copy)]
enum Dies {
    /// As it says for the nth time that something of the erasure changed.
    Telling(u32),
    /// When the log has this many hundredths of the database's length: it is being written anew.
    Writing(u64),
    /// When the log that held the whole database is empty again.
    Emptied,
}

impl Dies {
    fn to_words(self) -> String {
        match self {
            Dies::Telling(nth) => format!("telling {nth}"),
            Dies::Writing(hundredths) => format!("writing {hundredths}"),
            Dies::Emptied => "emptied 0".to_owned(),
        }
    }

    fn of(words: &str) -> Dies {
        match words.split_once(' ').unwrap() {
            ("telling", nth) => Dies::Telling(nth.parse().unwrap()),
            ("writing", hundredths) => Dies::Writing(hundredths.parse().unwrap()),
            _ => Dies::Emptied,
        }
    }
}

/// A program on a home, that tells `announce` whenever something of an erasure changed.
fn application(home: &Path, announce: impl Fn() + Send + Sync + 'static) -> App {
    announcing(home, move |changed| {
        if changed.topic == Topic::Retention {
            announce();
        }
    })
}

async fn ask<T: DeserializeOwned>(app: &App, name: &str, request: Value) -> T {
    let answer = table::dispatch(app, name, call(), request).await.unwrap();
    serde_json::from_value(answer).unwrap()
}

async fn opened(app: &App, folder: &Path) {
    let unlock = json!({ "with": "passphrase", "passphrase": demonstration::PASSPHRASE });
    ask::<Value>(app, "practice.open", json!({ "folder": folder, "unlock": unlock })).await;
}

fn practice_of(home: &Path) -> PathBuf {
    let mut folders = std::fs::read_dir(home.join("cabinets")).unwrap().map(|found| found.unwrap().path());
    folders.find(|folder| folder.join("cabinet.json").is_file()).unwrap()
}

/// The purge, once it is over; none where none was asked for.
async fn over(app: &App, told: &mut watch::Receiver<u32>) -> Option<PurgeView> {
    let waiting = async {
        loop {
            told.mark_unchanged();
            let view: RetentionView = ask(app, "retention.view", json!({})).await;
            match view.purges.into_iter().next() {
                Some(purge) if purge.state != PurgeState::Certified => told.changed().await.unwrap(),
                purge => return purge,
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("the erasure is never over")
}

/// Killed at this moment on a copy of the home; whether it was, and what is left is looked at.
async fn killed(shop: &Shop, asked: &Value, dies: Dies) -> bool {
    let place = tempfile::tempdir().unwrap();
    let home = place.path();
    copy_folder(&shop.home.path().join("cabinets"), &home.join("cabinets"));
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", CHILD, "--ignored", "--nocapture"]);
    let output = child.env(HOME, home).env(ASKED, asked.to_string()).env(DIES, dies.to_words()).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let ended = said.contains("ended by itself");
    assert!(ended == output.status.success(), "{dies:?}: {said}");

    let (telling, mut told) = watch::channel(0);
    let app = application(home, move || telling.send_modify(|times| *times += 1));
    opened(&app, &practice_of(home)).await;
    let purge = over(&app, &mut told).await;
    let practice = app.practice().unwrap();
    let keys = practice.keys.whole().unwrap();
    let pages = clear_pages(&practice.database.folder().database_file(), keys.database_key().expose());
    let list: DossierList = ask(&app, "dossier.search", json!({ "text": "kervoalenn", "limit": 50 })).await;
    if let Some(purge) = purge {
        assert_eq!((purge.erased.customers as usize, purge.kept, list.rows.len()), (CUSTOMERS, 0, 0), "{dies:?}");
        assert_eq!(held(&pages, &PLANTED), Vec::<&str>::new(), "{dies:?}: a page still holds somebody who is gone");
    } else {
        assert_eq!(list.rows.len(), CUSTOMERS, "{dies:?}: nothing was asked, and somebody is gone");
    }
    let journal: Verification = ask(&app, "journal.verify", json!({ "path": null, "anchor": null })).await;
    assert!(journal.whole && journal.papers.is_some_and(|papers| papers.unsound.is_empty()), "{dies:?}");
    drop((practice, keys));
    access::close(&app, call(), Nothing {}).await.unwrap();
    !ended
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for found in std::fs::read_dir(from).unwrap() {
        let found = found.unwrap();
        let there = to.join(found.file_name());
        if found.file_type().unwrap().is_dir() {
            copy_folder(&found.path(), &there);
        } else {
            std::fs::copy(found.path(), there).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_to_go_is_there_whole_or_gone_whenever_the_program_is_killed() {
    let shop = Shop::open().await;
    let lea: UserId = a_second_person(&shop).await;
    let mut dossiers: Vec<DossierId> = Vec::new();
    for nth in 0..CUSTOMERS {
        dossiers.push(settled(&shop, "Kervoalenn", &format!("44170{nth:05}")).await);
    }
    access::close(&shop.app, call(), Nothing {}).await.unwrap();
    let second = json!({ "user": lea, "proof": pin(HER_PIN) });
    let asked = json!({ "kinds": [], "dossiers": dossiers, "reason": "demande du 3 mars", "second": second });

    let mut telling = 1;
    while killed(&shop, &asked, Dies::Telling(telling)).await {
        telling += 1;
    }
    assert!(telling > 4, "asked, two steps, certified: {telling}");
    for dies in [Dies::Writing(10), Dies::Writing(50), Dies::Writing(90), Dies::Emptied] {
        assert!(killed(&shop, &asked, dies).await, "{dies:?} never came");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process of whoever_is_to_go_is_there_whole_or_gone_whenever_the_program_is_killed"]
async fn killed_child() {
    let home = PathBuf::from(env::var_os(HOME).unwrap());
    let asked: Value = serde_json::from_str(&env::var(ASKED).unwrap()).unwrap();
    let dies = Dies::of(&env::var(DIES).unwrap());
    let (telling, mut told) = watch::channel(0);
    let app = application(&home, move || {
        telling.send_modify(|times| {
            *times += 1;
            if matches!(dies, Dies::Telling(nth) if nth == *times) {
                std::process::abort();
            }
        });
    });
    opened(&app, &practice_of(&home)).await;
    let file = app.practice().unwrap().database.folder().database_file();
    std::thread::spawn(move || dies_by_its_log(&file, dies));
    ask::<RetentionView>(&app, "purge.ask", asked).await;
    over(&app, &mut told).await;
    std::io::stdout().write_all(b"ended by itself\n").unwrap();
}

/// Ends the program when its log is as long as was said, or is empty again after that.
fn dies_by_its_log(database: &Path, dies: Dies) {
    let length = |file: &Path| std::fs::metadata(file).map_or(0, |found| found.len());
    let log = PathBuf::from(format!("{}-wal", database.display()));
    let mut was_long = false;
    loop {
        let (whole, written) = (length(database), length(&log));
        was_long |= written > whole / 2;
        let now = match dies {
            Dies::Telling(_) => return,
            Dies::Writing(hundredths) => written * 100 >= whole * hundredths,
            Dies::Emptied => was_long && written == 0,
        };
        if now {
            std::process::abort();
        }
        std::thread::yield_now();
    }
}
