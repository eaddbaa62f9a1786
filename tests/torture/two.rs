//! Two at once: one process writes in a practice; every other is told that it is open, and changes nothing.

use std::path::Path;

use relais_usecases::contract::ProblemCode;

use crate::process::{Other, folder, say};
use crate::shop::Shop;

/// Processes that rush to the same practice.
const RIVALS: usize = 6;

#[test]
fn a_second_process_is_told_that_the_practice_is_open() {
    let place = tempfile::tempdir().unwrap();
    drop(Shop::create(place.path()));
    let holder = Other::start("two::hold_child", place.path(), 0);
    assert!(holder.lines().iter().any(|line| line == "open"), "it could not open the practice");
    let Err(refused) = Shop::open(place.path()) else { panic!("two processes write in one practice") };
    assert_eq!(refused.code, ProblemCode::PracticeAlreadyOpen);
    // Killed, it leaves no lock behind.
    holder.kill();
    Shop::open(place.path()).unwrap().examine_lists();
}

#[test]
fn of_many_that_rush_in_one_gets_the_practice() {
    let place = tempfile::tempdir().unwrap();
    drop(Shop::create(place.path()));
    let rivals: Vec<Other> = (0..RIVALS).map(|_| Other::start("two::hold_child", place.path(), 0)).collect();
    let verdicts: Vec<String> = rivals.iter().map(verdict).collect();
    let won = verdicts.iter().filter(|verdict| *verdict == "open").count();
    let told = verdicts.iter().filter(|verdict| *verdict == "already open").count();
    assert_eq!((won, told), (1, RIVALS - 1), "{verdicts:?}");
    rivals.into_iter().for_each(|rival| drop(rival.kill()));
    Shop::open(place.path()).unwrap().examine_lists();
    eprintln!("torture: {RIVALS} processes at once, one opened the practice and the others were told");
}

fn verdict(rival: &Other) -> String {
    rival.lines().iter().find(|line| line.ends_with("open")).unwrap_or_default()
}

#[test]
#[ignore = "the process that holds the practice open for the others"]
fn hold_child() {
    let Some(place) = folder() else { return };
    say("");
    let _held = match hold(&place) {
        Some(shop) => shop,
        None => return say("already open"),
    };
    say("open");
    // Stays until it is killed.
    loop {
        std::thread::park();
    }
}

fn hold(place: &Path) -> Option<Shop> {
    match Shop::open(place) {
        Ok(shop) => Some(shop),
        Err(problem) => {
            assert_eq!(problem.code, ProblemCode::PracticeAlreadyOpen);
            None
        }
    }
}
