//! The two blows: the power goes at any moment of an outage, and any one call to the disk fails.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use relais_usecases::contract::{Problem, ProblemCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::outage::Outage;
use super::platter::{Call, Refused};
use super::vfs::{leave, watch};
use crate::damage::copy_folder;
use crate::kill::examine;
use crate::process::seed_of_the_run;
use crate::shop::{Asked, Shop, Told};
use crate::{Chance, deadline};

/// Commands of the outage that loses its power: enough for the log to be put into the database once on the way.
const COMMANDS: usize = 80;
/// Power cuts that make a run, whatever the time it takes.
const LEAST_CUTS: u32 = 24;
/// Commands of the outage whose disk fails.
const COMMANDS_ON_A_BAD_DISK: usize = 12;
/// Failing calls that make a run, whatever the time it takes.
const LEAST_FAILURES: u32 = 24;
/// Times a command is asked again once its disk answers.
const AGAIN: usize = 3;

/// A practice in which nothing happened yet, closed.
fn fresh_practice() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let shop = Shop::create(place.path());
    shop.tell("practice.close", json!({})).unwrap();
    place
}

fn copy_of(place: &TempDir) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(place.path(), copy.path());
    copy
}

/// The next command of the outage, acknowledged or refused.
#[allow(clippy::result_large_err)] // The command and its refusal, both to be told.
fn live(shop: &Shop, outage: &mut Outage) -> Result<(Asked, Value), (Asked, Problem)> {
    let asked = outage.next(shop.practice().today());
    let reply = shop.ask(&asked).map_err(|problem| (asked.clone(), problem))?;
    outage.done(&asked, &reply);
    Ok((asked, reply))
}

#[test]
fn nothing_acknowledged_is_lost_whatever_the_disk_kept_when_the_power_went() {
    let until = deadline();
    let seed = seed_of_the_run("power cuts");
    let base = fresh_practice();
    let lived = copy_of(&base);
    let platter = watch(lived.path());
    let shop = Shop::open(lived.path()).unwrap();
    let opened = platter.events();
    let mut outage = Outage::seeded(seed);
    let mut commands = Vec::new();
    for nth in 1..=COMMANDS {
        let done = live(&shop, &mut outage).unwrap_or_else(|(asked, problem)| panic!("{}: {problem}", asked.name));
        commands.push(done);
        platter.acknowledged(nth);
    }
    shop.tell("practice.close", json!({})).unwrap();
    drop(shop);
    leave(lived.path());
    let papers = Papers::taken_from(lived.path());
    // Nobody was told of anything before it was opened: any cut after is one that a practice lives through.
    let span = u64::try_from(platter.events() - opened).unwrap();

    let mut chance = Chance::seeded(seed);
    let (mut cuts, mut torn, mut committed) = (0, 0, 0);
    while cuts < LEAST_CUTS || Instant::now() < until {
        let at = opened + usize::try_from(chance.below(span + 1)).unwrap();
        let remains = platter.cut(at, &mut chance);
        // In the very place: what was answered names it.
        std::fs::remove_dir_all(lived.path()).unwrap();
        copy_folder(base.path(), lived.path());
        papers.put_back(lived.path());
        for (file, bytes) in &remains.files {
            std::fs::write(file, bytes).unwrap();
        }
        let mut told = Told::default();
        for (asked, reply) in &commands[..remains.acknowledged] {
            told.note(asked.clone(), reply.clone());
        }
        if let Some((asked, _)) = commands.get(remains.acknowledged) {
            told.ask(asked.clone());
        }
        let in_flight = examine(lived.path(), &told);
        committed += u32::from(in_flight == Some(true));
        torn += u32::from(remains.torn > 0);
        cuts += 1;
    }
    assert!(torn > 0, "no cut fell on anything that was not yet on the disk");
    eprintln!(
        "torture: the power went {cuts} times in {COMMANDS} commands, {torn} times with something half on the disk; none that \
         was acknowledged lost, {committed} of those that were not had happened, each once"
    );
}

/// Papers are files of their own, each on the disk before the command that issues it ends; those that nobody was told of go
/// when the practice is opened.
struct Papers(TempDir);

impl Papers {
    fn taken_from(place: &Path) -> Self {
        let kept = tempfile::tempdir().unwrap();
        copy_folder(&Self::folder(place), kept.path());
        Papers(kept)
    }

    fn put_back(&self, place: &Path) {
        copy_folder(self.0.path(), &Self::folder(place));
    }

    fn folder(place: &Path) -> PathBuf {
        let cabinet = std::fs::read_dir(place.join("cabinets")).unwrap().next().unwrap().unwrap().path();
        cabinet.join("pieces")
    }
}

#[test]
fn a_call_to_the_disk_that_fails_is_one_sentence_and_loses_nothing() {
    let until = deadline();
    let seed = seed_of_the_run("failing calls");
    let base = fresh_practice();
    let calls = calls_of(&base, seed);
    let mut chance = Chance::seeded(seed);
    let mut tally: BTreeMap<Call, u32> = BTreeMap::new();
    let (mut tried, mut refusals) = (0, 0);
    // Every call in turn where there is time for it, from a place of the day on; any of them where there is not.
    let first = chance.below(calls);
    for nth in 0..calls * 2 {
        if tried >= LEAST_FAILURES && Instant::now() >= until {
            break;
        }
        // A stride that meets every call once before any twice.
        let at = (first + (nth / 2) * stride(calls)) % calls;
        let refused = if nth % 2 == 0 { Refused::Only(at) } else { Refused::From(at) };
        let (hit, refused) = fail(&base, seed, refused);
        if let Some(call) = hit {
            *tally.entry(call).or_default() += 1;
        }
        refusals += refused;
        tried += 1;
    }
    for (call, times) in &tally {
        eprintln!("torture: the disk refused to {call:?} {times} times");
    }
    eprintln!(
        "torture: {tried} of {} ways to fail tried; {refusals} commands refused in one sentence, none lost",
        calls * 2
    );
    assert!(refusals > 0, "no failure reached a command");
}

/// A step that has no divisor in common with the number of calls, about a third of it.
fn stride(calls: u64) -> u64 {
    let prime =
        |number: u64| (2..number).all(|divisor| !number.is_multiple_of(divisor) || !calls.is_multiple_of(divisor));
    (calls / 3..)
        .find(|candidate| *candidate > 0 && prime(*candidate) && !calls.is_multiple_of(*candidate))
        .unwrap_or(1)
}

/// How many calls the outage makes on a disk that answers.
fn calls_of(base: &TempDir, seed: u64) -> u64 {
    let place = copy_of(base);
    let platter = watch(place.path());
    let shop = Shop::open(place.path()).unwrap();
    platter.refuse(Refused::Only(u64::MAX));
    let mut outage = Outage::seeded(seed);
    for _ in 0..COMMANDS_ON_A_BAD_DISK {
        live(&shop, &mut outage).unwrap_or_else(|(asked, problem)| panic!("{}: {problem}", asked.name));
    }
    platter.mend().1
}

/// The outage lived with these calls refused; then the disk answers again. Which call was refused first, and how many commands.
fn fail(base: &TempDir, seed: u64, refused: Refused) -> (Option<Call>, u32) {
    let place = copy_of(base);
    let platter = watch(place.path());
    let shop = Shop::open(place.path()).unwrap();
    platter.refuse(refused);
    let (mut outage, mut told, mut refusals) = (Outage::seeded(seed), Told::default(), 0);
    let mut hit = None;
    for _ in 0..COMMANDS_ON_A_BAD_DISK {
        match live(&shop, &mut outage) {
            Ok((asked, reply)) => told.note(asked, reply),
            Err((asked, problem)) => {
                is_said(&asked, &problem, refused);
                refusals += 1;
                hit = platter.mend().0;
                // The very command goes through once the disk answers: at once, or when the practice was opened again.
                let reply = (0..AGAIN).find_map(|_| shop.ask(&asked).ok());
                let reply = reply.unwrap_or_else(|| {
                    let _ = shop.tell("practice.close", json!({}));
                    shop.open_again().unwrap_or_else(|problem| panic!("after {refused:?} it does not open: {problem}"));
                    shop.ask(&asked).unwrap_or_else(|problem| panic!("after {refused:?} {}: {problem}", asked.name))
                });
                outage.done(&asked, &reply);
                told.note(asked, reply);
            }
        }
    }
    hit = hit.or(platter.mend().0);
    // Nothing is asked of it while it is closed: the anchors and the log are the practice's own affair.
    drop(shop);
    examine(place.path(), &told);
    (hit, refusals)
}

/// A refusal that a person can act upon.
fn is_said(asked: &Asked, problem: &Problem, refused: Refused) {
    let reason = &problem.params["reason"];
    let said = problem.code == ProblemCode::FileNotWritable && *reason == json!("disk_failing");
    assert!(said, "with {refused:?} refused, {} says {problem}", asked.name);
}
