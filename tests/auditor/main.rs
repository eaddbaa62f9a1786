//! Random work over the rules, looked at by an auditor that knows none of them; journals doctored on purpose, so that the
//! auditor itself is known to see; and the rules broken on purpose, so that both together are known to catch it.

mod doctored;
mod hunt;
mod model;
mod mutants;
mod play;

use play::{Deed, Practice};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};
use std::{
    io::Write,
    time::{Duration, Instant},
};

/// How long random work goes on in a plain run.
const USUAL: Duration = Duration::from_secs(5);
/// Histories a seed plays before the next is taken.
const HISTORIES: u32 = 40;
/// Deeds in one history: enough for a sale to end, few enough for many to be played.
const DEEDS: std::ops::Range<usize> = 1..160;

/// The time asked for by `./dev torture`, or the usual.
fn time_to_play() -> Duration {
    let asked = std::env::var("RELAIS_TORTURE_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    asked.map_or(USUAL, Duration::from_secs)
}

/// Says it where it is read even when tests capture what they print.
fn tell(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn histories() -> impl Strategy<Value = Vec<Deed>> {
    let deed = (0..Deed::sides(), any::<[u8; 5]>()).prop_map(|(roll, rest)| Deed::rolled(roll, rest));
    prop::collection::vec(deed, DEEDS)
}

/// What is wrong with a history, if anything.
fn broken(practice: &Practice) -> Option<String> {
    let violations = model::audit(practice.entries());
    if let Some(first) = violations.first() {
        let led = practice.entries().iter().take(first.entry + 1);
        let told: Vec<_> = led.map(|e| format!("  {} {} {} {} {}", e.on, e.role, e.kind, e.stream, e.body)).collect();
        return Some(format!("{}: {}\n{}", first.rule, first.seen, told.join("\n")));
    }
    if !practice.folds_back() {
        return Some("the journal does not fold back to the books".to_owned());
    }
    practice.untied()
}

#[test]
fn random_work_breaks_no_sentence_of_the_design() {
    let (begun, time) = (Instant::now(), time_to_play());
    let (mut seed, mut played, mut commands, mut refused) = (0u64, 0u64, 0, 0);
    while seed == 0 || begun.elapsed() < time {
        seed += 1;
        let mut bytes = [0u8; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let config =
            Config { cases: HISTORIES, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        let tally = std::cell::Cell::new((0, 0, 0));
        let outcome = runner.run(&histories(), |deeds| {
            let practice = play::play(&deeds);
            let ((ok, no), (count, accepted, declined)) = (practice.tally(), tally.get());
            tally.set((count + 1, accepted + ok, declined + no));
            broken(&practice).map_or(Ok(()), |why| Err(TestCaseError::fail(why)))
        });
        let (count, accepted, declined) = tally.get();
        (played, commands, refused) = (played + count, commands + accepted, refused + declined);
        match outcome {
            Ok(()) => {}
            Err(TestError::Fail(why, deeds)) => {
                let told: Vec<_> = deeds.iter().map(|deed| format!("  {deed:?}")).collect();
                panic!("seed {seed}: {why}\nafter\n{}", told.join("\n"))
            }
            Err(TestError::Abort(why)) => panic!("seed {seed} was given up: {why}"),
        }
    }
    tell(&format!("auditor: {played} histories, {commands} commands recorded, {refused} refused, no sentence broken"));
    assert!(commands > refused / 20, "almost everything was refused: nothing was looked at");
}

/// The seeds the broken copies are hunted with hold for the rules as they are.
#[test]
fn the_hunter_finds_nothing_in_the_rules_as_they_are() {
    let found = hunt::hunt(300);
    assert_eq!(found.violation, None, "after {} histories", found.histories);
}

#[test]
fn the_auditor_knows_nothing_of_the_rules() {
    let sources = [
        include_str!("model/mod.rs"),
        include_str!("model/advances.rs"),
        include_str!("model/dossiers.rs"),
        include_str!("model/dossiers/down_payments.rs"),
        include_str!("model/dossiers/held.rs"),
        include_str!("model/dossiers/lists.rs"),
        include_str!("model/cheques.rs"),
        include_str!("model/inventories.rs"),
        include_str!("model/outage.rs"),
        include_str!("model/requests.rs"),
        include_str!("model/slips.rs"),
    ];
    for source in sources {
        assert!(!source.contains("relais_"), "the auditor reads plain JSON: it must import nothing of the house");
    }
}
