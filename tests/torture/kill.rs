//! Killed at any moment: whatever a process was doing, what it acknowledged is there, once, and the rest is whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::process::{Other, folder, say, seed, seed_of_the_run};
use crate::shop::{Counter, Heard, Shop, Told};
use crate::{Chance, deadline};

/// Kills that make a run, whatever the time it takes.
const LEAST_KILLS: u32 = 12;
/// Kills on one practice; then a fresh one, so that its examination stays short.
const KILLS_A_PRACTICE: u32 = 12;
/// A command takes some milliseconds: kills fall up to this long after it was asked, and so anywhere inside.
const SPREAD_US: u64 = 20_000;
/// Commands of one process at most: it is long dead by then.
const LIFE: u64 = 40;
/// Nothing takes that long.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn no_acknowledged_command_is_lost_wherever_the_process_is_killed() {
    let until = deadline();
    let mut tally = Tally::default();
    let mut chance = Chance::seeded(seed_of_the_run("kills"));
    while tally.kills < LEAST_KILLS || Instant::now() < until {
        let place = tempfile::tempdir().unwrap();
        drop(Shop::create(place.path()));
        let mut before = Vec::new();
        for _ in 0..KILLS_A_PRACTICE {
            let told = live_and_die(place.path(), &mut chance, &mut tally);
            tally.count(&told, examine(place.path(), &told));
            before.push(told);
        }
        // All of them together, once more: nothing that was there after one kill went with a later one.
        let shop = Shop::open(place.path()).unwrap();
        before.iter().for_each(|told| shop.examine(told));
    }
    tally.print();
}

/// Starts the process, lets it live for a while, kills it in the middle of something.
fn live_and_die(place: &Path, chance: &mut Chance, tally: &mut Tally) -> Told {
    let other = Other::start("kill::work_child", place, chance.next());
    let mut told = Told::default();
    let mut doing = "opening".to_owned();
    // So many commands, then a moment inside the next one; none is a kill while it opens.
    let (mut commands, after) = (chance.below(LIFE), Duration::from_micros(chance.below(SPREAD_US)));
    let mut moment = (commands == 0).then(|| Instant::now() + after * 10);
    loop {
        let left = moment.map_or(PATIENCE, |moment| moment.saturating_duration_since(Instant::now()));
        match other.lines().recv_timeout(left) {
            Ok(line) => {
                if told.hear(&line) == Some(Heard::Asked) && moment.is_none() {
                    commands -= 1;
                    moment = (commands == 0).then(|| Instant::now() + after);
                }
                if let Some(deed) = line.strip_prefix("does ") {
                    doing = deed.to_owned();
                }
            }
            Err(RecvTimeoutError::Timeout) if moment.is_some() => break,
            Err(error) => panic!("the process said nothing more while {doing}: {error}"),
        }
    }
    for line in other.kill() {
        told.hear(&line);
        if let Some(deed) = line.strip_prefix("does ") {
            doing = deed.to_owned();
        }
    }
    *tally.moments.entry(doing).or_default() += 1;
    tally.kills += 1;
    told
}

/// Opens what is left, and looks at all of it. Whether the command that nobody was told of had happened, if there is one.
pub(crate) fn examine(place: &Path, told: &Told) -> Option<bool> {
    let shop = Shop::open(place).unwrap_or_else(|problem| panic!("it does not open any more: {problem}"));
    shop.examine(told);
    // It happened or it did not; asked again, it has happened once.
    let asked = told.in_flight()?;
    let before = shop.entries();
    shop.ask(asked).unwrap_or_else(|problem| panic!("{} cannot be asked again: {problem}", asked.name));
    let committed = shop.entries() == before;
    let after = shop.entries();
    shop.ask(asked).unwrap();
    assert_eq!(shop.entries(), after, "asked a third time, it happened again");
    shop.examine_lists();
    Some(committed)
}

#[derive(Default)]
struct Tally {
    kills: u32,
    acknowledged: usize,
    in_flight: usize,
    committed: usize,
    moments: BTreeMap<String, u32>,
}

impl Tally {
    fn count(&mut self, told: &Told, in_flight: Option<bool>) {
        self.acknowledged += told.acknowledged().count();
        self.in_flight += usize::from(in_flight.is_some());
        self.committed += usize::from(in_flight == Some(true));
    }

    fn print(&self) {
        for (moment, kills) in &self.moments {
            eprintln!("torture: killed {kills} times while {moment}");
        }
        eprintln!(
            "torture: {} kills; {} acknowledged commands, none lost; {} asked and not acknowledged, of which {} had \
             happened, each once",
            self.kills, self.acknowledged, self.in_flight, self.committed
        );
    }
}

#[test]
#[ignore = "the process killed by no_acknowledged_command_is_lost_wherever_the_process_is_killed"]
fn work_child() {
    let Some(place) = folder() else { return };
    say("");
    let shop = Shop::open(&place).unwrap();
    let (mut counter, mut chance) = (Counter::seeded(seed()), Chance::seeded(seed()));
    loop {
        match chance.below(40) {
            0 => {
                say("does rebuilding");
                shop.rebuild().unwrap();
            }
            1 => {
                say("does exporting");
                let path = place.join("journal.relais").display().to_string();
                shop.tell("journal.export", json!({ "path": path })).unwrap();
            }
            2 => {
                say("does closing and opening");
                shop.tell("practice.close", json!({})).unwrap();
                shop.open_again().unwrap();
            }
            _ => {}
        }
        let asked = counter.next(shop.practice().today());
        say(&format!("does {}", asked.name));
        say(&format!("ask {}", json!({ "id": asked.id, "name": asked.name, "request": asked.request })));
        let reply = shop.ask(&asked).unwrap_or_else(|problem| panic!("{} is refused: {problem}", asked.name));
        counter.done(&asked, &reply);
        say(&format!("ack {}", json!({ "id": asked.id, "reply": reply })));
    }
}
