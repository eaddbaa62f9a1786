//! Damaged files: each is named, and nothing is changed by looking. A byte altered anywhere in the database either shows,
//! or lies where nothing is kept: never does a list or an entry come out different.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

use relais_usecases::contract::ProblemCode;
use rstest::rstest;
use serde_json::json;
use tempfile::TempDir;

use crate::process::seed_of_the_run;
use crate::shop::{Counter, Shop, listed};
use crate::{Chance, deadline};

/// Commands in the practice that is damaged.
const COMMANDS: usize = 60;
/// Alterations that make a run, whatever the time it takes.
const LEAST_ALTERATIONS: u32 = 24;
/// Alterations looked at between two glances at the clock.
const PAGE_BYTES: u64 = 4096;

/// A practice that was closed as it should be, and what its lists said.
struct Sample {
    place: TempDir,
    dump: String,
    entries: u64,
}

fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let place = tempfile::tempdir().unwrap();
        let shop = Shop::create(place.path());
        let mut counter = Counter::seeded(11);
        for _ in 0..COMMANDS {
            let asked = counter.next(shop.practice().today());
            let reply = shop.ask(&asked).unwrap();
            counter.done(&asked, &reply);
        }
        let (dump, entries) = (shop.dump().unwrap(), shop.entries());
        shop.tell("practice.close", json!({})).unwrap();
        drop(shop);
        Sample { place, dump, entries }
    })
}

/// A copy of the sample, to be spoiled.
fn copy() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    copy_folder(sample().place.path(), place.path());
    place
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The one file of that name in the practice's folder.
fn file(place: &Path, name: &str) -> PathBuf {
    Shop::on(place).folder().join(name)
}

/// Every file but the lock, byte for byte.
fn contents(place: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = Shop::on(place).folder();
    let files = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    let kept = files.filter(|path| path.extension().is_none_or(|extension| extension != "lock"));
    kept.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

fn cut(path: &Path, keep: u64) {
    fs::File::options().write(true).open(path).unwrap().set_len(keep).unwrap();
}

fn flip(path: &Path, at: u64) {
    let mut bytes = fs::read(path).unwrap();
    let at = usize::try_from(at).unwrap();
    bytes[at] ^= 0x40;
    fs::write(path, bytes).unwrap();
}

fn half(path: &Path) -> u64 {
    fs::metadata(path).unwrap().len() / 2
}

#[rstest]
#[case::cut_at_a_page("practice.db", |f: &Path| cut(f, half(f) / PAGE_BYTES * PAGE_BYTES), ProblemCode::DatabaseDamaged)]
#[case::cut_inside_a_page("practice.db", |f: &Path| cut(f, half(f) + 77), ProblemCode::DatabaseDamaged)]
#[case::emptied("practice.db", |f: &Path| cut(f, 0), ProblemCode::NotADatabase)]
#[case::a_letter_in_its_place(
    "practice.db",
    |f: &Path| fs::write(f, "Madame, Monsieur, ".repeat(3_000)).unwrap(),
    ProblemCode::NotADatabase
)]
#[case::gone("practice.db", |f: &Path| fs::remove_file(f).unwrap(), ProblemCode::PracticeNotFound)]
#[case::first_page_altered("practice.db", |f: &Path| flip(f, 2_000), ProblemCode::DatabaseWrongKey)]
#[case::keys_gone("keys.json", |f: &Path| fs::remove_file(f).unwrap(), ProblemCode::PracticeNotFound)]
#[case::keys_emptied("keys.json", |f: &Path| cut(f, 0), ProblemCode::DatabaseDamaged)]
#[case::keys_cut("keys.json", |f: &Path| cut(f, 40), ProblemCode::DatabaseDamaged)]
fn a_spoiled_file_is_named_and_nothing_is_changed(
    #[case] name: &str,
    #[case] spoil: fn(&Path),
    #[case] expected: ProblemCode,
) {
    let place = copy();
    spoil(&file(place.path(), name));
    let before = contents(place.path());
    let Err(refused) = Shop::open(place.path()) else { panic!("it opened") };
    assert_eq!(refused.code, expected, "{refused}");
    assert_eq!(changed(&before, &contents(place.path())), Vec::<&Path>::new(), "looking changed something");
    assert_eq!(listed(place.path()), 1, "the practice is not listed any more");
}

/// The nameplate says the practice's name before it is opened: without it the practice is still there, and opens.
#[rstest]
#[case::gone(|f: &Path| fs::remove_file(f).unwrap())]
#[case::emptied(|f: &Path| cut(f, 0))]
#[case::cut(|f: &Path| cut(f, 11))]
fn a_practice_without_its_nameplate_is_still_there(#[case] spoil: fn(&Path)) {
    let place = copy();
    spoil(&file(place.path(), "cabinet.json"));
    assert_eq!(listed(place.path()), 1, "the practice is not listed any more");
    let shop = Shop::open(place.path()).unwrap();
    assert_eq!(shop.entries(), sample().entries);
}

/// Spoiled anchors are no reason to keep people out of their practice.
#[rstest]
#[case::gone(|f: &Path| fs::remove_file(f).unwrap())]
#[case::emptied(|f: &Path| cut(f, 0))]
#[case::altered(|f: &Path| flip(f, half(f)))]
fn a_practice_whose_anchors_are_spoiled_opens(#[case] spoil: fn(&Path)) {
    let place = copy();
    for folder in ["ancres-1", "ancres-2"] {
        for anchor in fs::read_dir(place.path().join(folder)).unwrap().flatten() {
            spoil(&anchor.path());
        }
    }
    let shop = Shop::open(place.path()).unwrap();
    assert_eq!(shop.entries(), sample().entries);
}

#[test]
fn a_byte_altered_anywhere_shows_or_changes_nothing() {
    let until = deadline();
    let mut chance = Chance::seeded(seed_of_the_run("alterations"));
    let (mut refused, mut shown, mut harmless) = (0_u32, 0_u32, 0_u32);
    while refused + shown + harmless < LEAST_ALTERATIONS || Instant::now() < until {
        let place = copy();
        let database = file(place.path(), "practice.db");
        let at = chance.below(fs::metadata(&database).unwrap().len());
        flip(&database, at);
        match look(place.path(), &format!("byte {at} altered")) {
            Seen::Refused => refused += 1,
            Seen::Shown => shown += 1,
            Seen::Nothing => harmless += 1,
        }
    }
    eprintln!(
        "torture: {} bytes altered one at a time: {refused} practices refused, {shown} told when the page was read, \
         {harmless} where nothing is kept",
        refused + shown + harmless
    );
}

/// The files that are not as they were, gone or new.
fn changed<'f>(before: &'f BTreeMap<PathBuf, Vec<u8>>, after: &'f BTreeMap<PathBuf, Vec<u8>>) -> Vec<&'f Path> {
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).map(PathBuf::as_path).collect()
}

/// What an alteration came to.
enum Seen {
    Refused,
    Shown,
    Nothing,
}

/// Opens, reads everything, writes everything anew: damage is named, or all is as it was.
fn look(place: &Path, what: &str) -> Seen {
    let before = contents(place);
    let named = [ProblemCode::DatabaseDamaged, ProblemCode::DatabaseWrongKey];
    let shop = Shop::on(place);
    if let Err(problem) = shop.open_again() {
        assert!(named.contains(&problem.code), "{what}: {problem}");
        if shop.app.practice().is_ok() {
            // Somebody came in, which is noted, and was told when the first page was read.
            return Seen::Shown;
        }
        assert_eq!(changed(&before, &contents(place)), Vec::<&Path>::new(), "{what}: looking changed something");
        return Seen::Refused;
    }
    let read = || {
        let dump = shop.dump()?;
        let verified = shop.verify()?;
        assert!(verified.whole, "{what}: {verified:?}");
        shop.rebuild()?;
        Ok::<_, relais_usecases::contract::Problem>((dump, shop.dump()?, verified.entries))
    };
    match read() {
        Ok((dump, rebuilt, entries)) => {
            assert!(dump == sample().dump, "{what}: the lists say something else");
            assert!(rebuilt == sample().dump, "{what}: the lists made anew say something else");
            // Opening may have recorded that it settled something; never less than before.
            assert!(entries >= sample().entries, "{what}: entries are missing");
            Seen::Nothing
        }
        Err(problem) => {
            assert!(named.contains(&problem.code), "{what}: {problem}");
            Seen::Shown
        }
    }
}
