//! Opening: each refusal has its own code and changes nothing; one process writes.

use crate::shop::{KEY, Shop, identity};
use relais_storage::{Database, DatabaseKey, OpenError, OpenOptions, PracticeFolder, StorageError};
use rstest::rstest;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Command, Stdio},
    sync::Barrier,
};

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), fs::read(file).unwrap())).collect()
}

fn open(folder: &Path, key: [u8; 32]) -> Result<(), OpenError> {
    let folder = PracticeFolder::open(folder).unwrap();
    Database::open(&folder, &DatabaseKey::new(key), OpenOptions::default()).map(drop)
}

fn plaintext(file: &Path) {
    fs::remove_file(file).unwrap();
    let plain = rusqlite::Connection::open(file).unwrap();
    plain.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA user_version = 1").unwrap();
}

fn newer(file: &Path) {
    let connection = keyed(file);
    connection.execute_batch("PRAGMA user_version = 4000").unwrap();
}

fn cut(file: &Path, bytes: u64) {
    fs::File::options().write(true).open(file).unwrap().set_len(bytes).unwrap();
}

fn flip(file: &Path, at: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[at] ^= 1;
    fs::write(file, bytes).unwrap();
}

pub(crate) fn keyed(file: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(file).unwrap();
    let digits: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.execute_batch(&format!("PRAGMA key = \"x'{digits}'\"")).unwrap();
    connection
}

/// Work behind the window may hold a practice a little longer than the window itself.
#[test]
fn a_practice_that_was_closed_opens_again_while_somebody_still_holds_it() {
    let place = tempfile::tempdir().unwrap();
    let shop = Shop::create(place.path());
    let held = shop.db.clone();
    shop.db.close();
    assert!(matches!(held.head(), Err(StorageError::Closed)));
    let (again, _) = Database::open(held.folder(), &DatabaseKey::new(KEY), OpenOptions::default()).unwrap();
    // The one that was closed, let go at last, takes nothing from the one that is open.
    drop((held, shop.db));
    again.head().unwrap();
    assert!(matches!(
        Database::open(again.folder(), &DatabaseKey::new(KEY), OpenOptions::default()),
        Err(OpenError::AlreadyOpen)
    ));
}

/// SQLite calls itself ready before its cipher is, once in the life of a process: each time is a process of its own.
#[test]
fn the_first_databases_of_a_process_may_be_opened_at_once() {
    for _ in 0..8 {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "opening::together_child", "--ignored"])
            .env(CHILD, "several")
            .output()
            .unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    }
}

#[test]
#[ignore = "the process of the_first_databases_of_a_process_may_be_opened_at_once"]
fn together_child() {
    if std::env::var(CHILD).is_err() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (folder, start) = (place.path().join(number.to_string()), &start);
            scope.spawn(move || {
                let folder = PracticeFolder::create(&folder).unwrap();
                start.wait();
                Database::create(&folder, &DatabaseKey::new(KEY), identity(), OpenOptions::default()).unwrap();
            });
        }
    });
}

#[rstest]
#[case::wrong_key(|_: &Path| {}, [1; 32], |e: &OpenError| matches!(e, OpenError::WrongKey))]
#[case::plaintext(plaintext, KEY, |e: &OpenError| matches!(e, OpenError::Plaintext))]
#[case::cut_at_a_page(|f: &Path| cut(f, 8 * 4096), KEY, |e: &OpenError| matches!(e, OpenError::Truncated))]
#[case::cut_inside_a_page(|f: &Path| cut(f, 5 * 4096 + 7), KEY, |e: &OpenError| matches!(e, OpenError::Truncated))]
#[case::cut_inside_the_first(|f: &Path| cut(f, 700), KEY, |e: &OpenError| matches!(e, OpenError::Truncated))]
#[case::damaged(|f: &Path| (2..12).for_each(|page| flip(f, page * 4096 + 9)), KEY, |e: &OpenError| matches!(e, OpenError::Damaged))]
#[case::newer(newer, KEY, |e: &OpenError| matches!(e, OpenError::Newer { found: 4000, .. }))]
#[case::a_letter(
    |f: &Path| fs::write(f, "Chère cliente, vos lunettes sont prêtes. ".repeat(400)).unwrap(),
    KEY,
    |e: &OpenError| matches!(e, OpenError::NotADatabase)
)]
#[case::empty(|f: &Path| fs::write(f, "").unwrap(), KEY, |e: &OpenError| matches!(e, OpenError::NotADatabase))]
#[case::gone(|f: &Path| fs::remove_file(f).unwrap(), KEY, |e: &OpenError| matches!(e, OpenError::NoPractice(_)))]
fn refusals_are_told_apart_and_change_nothing(
    #[case] spoil: fn(&Path),
    #[case] key: [u8; 32],
    #[case] expected: fn(&OpenError) -> bool,
) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    drop(Shop::create(&folder));
    spoil(&folder.join("practice.db"));
    let before = contents(&folder);
    let error = open(&folder, key).unwrap_err();
    assert!(expected(&error), "{error:?}");
    assert_eq!(before, contents(&folder), "something was changed");
}

#[test]
fn a_wrong_key_with_a_log_left_behind_changes_neither() {
    let place = tempfile::tempdir().unwrap();
    let (folder, copy) = (place.path().join("cabinet"), place.path().join("copie"));
    let mut shop = Shop::create(&folder);
    let person = shop.person("Le Goff", "Yann", "");
    shop.open_dossier(person, 10_000, 500).unwrap();
    // What a killed process leaves: the file and its log, copied while both are there.
    fs::create_dir(&copy).unwrap();
    for name in ["practice.db", "practice.db-wal"] {
        fs::copy(folder.join(name), copy.join(name)).unwrap();
    }
    assert!(fs::metadata(copy.join("practice.db-wal")).unwrap().len() > 0);
    let before = contents(&copy);
    assert!(matches!(open(&copy, [1; 32]), Err(OpenError::WrongKey)));
    let after = contents(&copy);
    assert_eq!(before["practice.db"], after["practice.db"]);
    assert_eq!(before["practice.db-wal"], after["practice.db-wal"]);
    open(&copy, KEY).unwrap();
}

#[test]
fn a_first_page_torn_by_a_power_cut_is_healed_by_the_log() {
    let place = tempfile::tempdir().unwrap();
    let (folder, copy) = (place.path().join("cabinet"), place.path().join("copie"));
    drop(Shop::create(&folder));
    let mut shop = Shop::open(&folder, 2);
    for n in 0..30 {
        let person = shop.person("Le Goff", &format!("Yann{n}"), "");
        shop.open_dossier(person, 10_000, 500).unwrap();
    }
    fs::create_dir(&copy).unwrap();
    for name in ["practice.db", "practice.db-wal"] {
        fs::copy(folder.join(name), copy.join(name)).unwrap();
    }
    let (dump, log) = (shop.dump(), copy.join("practice.db-wal"));
    flip(&copy.join("practice.db"), 2000);
    let healed = Shop::open(&copy, 3);
    assert_eq!(healed.dump(), dump);
    drop(healed);
    // Without the log a damaged first page cannot be told from a wrong key.
    flip(&copy.join("practice.db"), 2000);
    assert!(!log.exists());
    assert!(matches!(open(&copy, KEY), Err(OpenError::WrongKey)));
}

#[test]
fn a_page_altered_on_the_disk_is_told() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    drop(Shop::create(&folder));
    let file = folder.join("practice.db");
    let before = fs::read(&file).unwrap();
    flip(&file, before.len() - 2000);
    let connection = keyed(&file);
    let mut statement = connection.prepare("PRAGMA cipher_integrity_check").unwrap();
    assert!(statement.query([]).unwrap().next().unwrap().is_some());
}

#[test]
fn a_practice_is_not_created_over_another() {
    let place = tempfile::tempdir().unwrap();
    drop(Shop::create(place.path()));
    let folder = PracticeFolder::open(place.path()).unwrap();
    let again = Database::create(&folder, &DatabaseKey::new(KEY), identity(), OpenOptions::default());
    assert!(matches!(again, Err(OpenError::AlreadyExists(_))));
}

#[test]
fn half_a_creation_is_no_practice_and_is_made_anew() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("practice.new"), [7; 9000]).unwrap();
    fs::write(place.path().join("practice.new-wal"), [7; 900]).unwrap();
    let shop = Shop::create(place.path());
    assert_eq!(shop.db.head().unwrap().seq, 3);
}

const CHILD: &str = "RELAIS_STORAGE_LOCK_CHILD";

#[test]
fn a_second_process_is_told_it_is_open() {
    let place = tempfile::tempdir().unwrap();
    drop(Shop::create(place.path()));
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "opening::lock_child", "--ignored", "--nocapture"])
        .env(CHILD, place.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("opened")));
    assert!(matches!(open(place.path(), KEY), Err(OpenError::AlreadyOpen)));
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    open(place.path(), KEY).unwrap();
}

#[test]
#[ignore = "the other process of a_second_process_is_told_it_is_open"]
fn lock_child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let _shop = Shop::open(Path::new(&folder), 9);
    writeln!(std::io::stdout(), "\nopened").unwrap();
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

#[test]
fn the_same_process_opens_once() {
    let place = tempfile::tempdir().unwrap();
    let shop = Shop::create(place.path());
    assert!(matches!(open(place.path(), KEY), Err(OpenError::AlreadyOpen)));
    drop(shop);
    open(place.path(), KEY).unwrap();
}
