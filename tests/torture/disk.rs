//! A disk with no room left: refused in one clear sentence, nothing lost, and on as before once there is room again.
//!
//! The disk is a real small one, mounted where only the other process sees it. A system that lets nobody mount one there
//! says so, and the same is tried with the size of files limited.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use relais_usecases::contract::{Problem, ProblemCode};
use serde_json::json;

use crate::process::{Other, arguments, folder, say};
use crate::shop::{Asked, Counter, Shop, Told};

/// The disk: the practice, and a log that has not reached its first checkpoint.
const DISK_BYTES: u64 = 8 << 20;
/// Put aside on it, to be given back.
const BALLAST_BYTES: usize = 2 << 20;
/// Commands that fill it many times over.
const MANY: usize = 5_000;
/// Commands made once there is room again.
const AFTERWARDS: usize = 12;

/// Mounts the small disk on the folder given first, and becomes the rest.
const ON_A_SMALL_DISK: &str = r#"mount -t tmpfs -o size="$1" relais-torture "$2" && shift 2 && exec "$@""#;

#[test]
fn a_full_disk_refuses_in_one_sentence_and_loses_nothing() {
    on_a_small_disk("disk::fill_child");
}

#[test]
fn a_demonstration_that_cannot_be_filled_leaves_nothing_behind() {
    on_a_small_disk("disk::demonstration_child");
}

fn on_a_small_disk(child: &str) {
    let place = tempfile::tempdir().unwrap();
    let mut alone = Command::new("unshare");
    alone.args(["--user", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK, "sh"]);
    alone.arg(DISK_BYTES.to_string()).arg(place.path());
    if !may_mount(place.path()) {
        eprintln!("torture: nobody may mount a disk here: a full one was not tried");
        return;
    }
    alone.arg(std::env::current_exe().unwrap()).args(arguments(child));
    assert!(Other::run(alone, place.path(), 0).ended_well());
}

/// Whether this system lets this process mount a disk of its own.
fn may_mount(place: &Path) -> bool {
    let mut attempt = Command::new("unshare");
    attempt.args(["--user", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK, "sh", "65536"]);
    attempt.arg(place).arg("true").stdout(Stdio::null()).stderr(Stdio::null());
    attempt.status().is_ok_and(|status| status.success())
}

#[test]
#[ignore = "the process of a_full_disk_refuses_in_one_sentence_and_loses_nothing"]
fn fill_child() {
    let Some(place) = folder() else { return };
    say("");
    let ballast = place.join("ballast");
    std::fs::write(&ballast, vec![1; BALLAST_BYTES]).unwrap();
    let shop = Shop::create(&place);
    let (mut counter, mut told) = (Counter::seeded(3), Told::default());

    let refused = (0..MANY).find_map(|_| work(&shop, &mut counter, &mut told).err());
    let (asked, problem) = refused.expect("the disk never filled");
    assert_disk_full(&problem);
    let entries = shop.entries();

    // It goes on answering, and goes on refusing, without an entry by half.
    assert!(!shop.tell("dossier.search", json!({ "text": "epreuve", "limit": 5 })).unwrap()["rows"][0].is_null());
    for _ in 0..3 {
        assert_disk_full(&shop.ask(&asked).unwrap_err());
    }
    assert_eq!(shop.entries(), entries);
    fill(&place.join("the rest"));
    let archive = place.join("journal.relais");
    let refused = shop.tell("journal.export", json!({ "path": archive.display().to_string() })).unwrap_err();
    assert_disk_full(&refused);
    assert!(!archive.exists() && !archive.with_extension("partiel").exists(), "half an archive was left behind");

    // Closed and opened with the disk still full: it opens and can be read, or says why not.
    shop.tell("practice.close", json!({})).unwrap();
    match shop.open_again() {
        Ok(_) => assert_eq!(shop.entries(), entries),
        Err(problem) => assert_disk_full(&problem),
    }

    std::fs::remove_file(&ballast).unwrap();
    std::fs::remove_file(place.join("the rest")).unwrap();
    let _ = shop.tell("practice.close", json!({}));
    shop.open_again().unwrap();
    // The very command that was refused is not lost to the person either: it goes through.
    let reply = shop.ask(&asked).unwrap();
    counter.done(&asked, &reply);
    told.note(asked, reply);
    for _ in 0..AFTERWARDS {
        work(&shop, &mut counter, &mut told).unwrap();
    }
    shop.examine(&told);
    eprintln!(
        "torture: a disk of {} MiB filled by {} commands; refused in one sentence, none lost, and on once there was room",
        DISK_BYTES >> 20,
        told.acknowledged().count() - AFTERWARDS - 1
    );
}

/// Room left on the disk while a demonstration is tried, from too small for a file to too small for its last drawer: it
/// runs out at every moment of the creation.
fn rooms_bytes() -> impl Iterator<Item = u64> {
    (0..40).map(|nth| (4 << 10) + nth * (52 << 10))
}

#[test]
#[ignore = "the process of a_demonstration_that_cannot_be_filled_leaves_nothing_behind"]
fn demonstration_child() {
    let Some(place) = folder() else { return };
    say("");
    let shop = Shop::with_ground(&place);
    let rest = place.join("the rest");
    let kept = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().count();
    let mut refused = 0;
    for room in rooms_bytes() {
        fill(&rest);
        File::options().write(true).open(&rest).unwrap().set_len(rest.metadata().unwrap().len() - room).unwrap();
        match shop.tell("practice.create_demonstration", json!({})) {
            Ok(_) => break,
            Err(problem) => assert_disk_full(&problem),
        }
        refused += 1;
        let stage = shop.tell("app.state", json!({})).unwrap();
        assert_eq!(
            (&stage["stage"], &stage["practices"]),
            (&json!("welcome"), &json!([])),
            "with {room} bytes of room"
        );
        let left = ["cabinets", "ancres-1", "ancres-2"].map(|name| kept(&place.join(name)));
        assert_eq!(left, [0; 3], "something was left behind with {room} bytes of room");
        std::fs::remove_file(&rest).unwrap();
    }
    assert!(refused > 2, "the disk was never full");
    let _ = std::fs::remove_file(&rest);
    // One that a crash ended half-way is not shown, and goes when another is made.
    let half = place.join("cabinets").join("demonstration-0badcafe");
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("inachevé"), []).unwrap();
    std::fs::write(half.join("practice.db"), []).unwrap();
    assert_eq!(shop.tell("app.state", json!({})).unwrap()["practices"], json!([]));
    shop.tell("practice.create_demonstration", json!({})).unwrap();
    assert_eq!(kept(&place.join("cabinets")), 1);
    assert_eq!(shop.tell("app.state", json!({})).unwrap()["practices"][0]["kind"], json!("demonstration"));
    eprintln!("torture: a demonstration refused {refused} times on a full disk, nothing left behind");
}

#[allow(clippy::result_large_err)] // The command asked and its refusal, both to be told when the disk is full.
fn work(shop: &Shop, counter: &mut Counter, told: &mut Told) -> Result<(), (Asked, Problem)> {
    let asked = counter.next(shop.practice().today());
    let reply = shop.ask(&asked).map_err(|problem| (asked.clone(), problem))?;
    counter.done(&asked, &reply);
    told.note(asked, reply);
    Ok(())
}

fn assert_disk_full(problem: &Problem) {
    assert_eq!((problem.code, &problem.params["reason"]), (ProblemCode::FileNotWritable, &json!("disk_full")));
}

/// Takes all the room that is left.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    while file.write_all(&[2; 4096]).is_ok() {}
}
