//! The outbox killed at any instant, its answers lost, against platforms that recognise an identifier sent again and
//! platforms that do not, in each way of repeating: no share is asked for twice, none is lost, and what nobody can know
//! stands under « À confirmer ».
//!
//! The platforms live in this process and survive the kills, as they do; what they took in is the truth that the practice
//! is held against.

use std::path::Path;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use relais_domain::platform::RepeatMode;
use relais_domain::request::RequestState;
use relais_simulator::{
    Breakage, Clock as SimulatedClock, Control, Fault, Function as Broken, Options, Platform, RunningSimulator,
    Simulator,
};
use serde_json::json;
use tokio::runtime::Runtime;

use crate::process::{Other, folder, say, seed, seed_of_the_run};
use crate::shop::{Shop, fresh_sale};
use crate::{Chance, deadline};

/// Kills of one practice.
const KILLS: u32 = 6;
/// Shares asked for in one life.
const SALES: u64 = 6;
/// A kill falls up to this long after the child began to send: a send takes some milliseconds, several fit in.
const SPREAD_US: u64 = 250_000;
/// Nothing takes that long.
const PATIENCE: Duration = Duration::from_secs(120);
/// Where the child finds the platforms.
pub(crate) const ADDRESS: &str = "RELAIS_TORTURE_PLATFORM";
/// How the child is to repeat.
pub(crate) const MODE: &str = "RELAIS_TORTURE_REPEAT";

const MODES: [(RepeatMode, &str); 3] = [
    (RepeatMode::SameIdentifier, "same_identifier"),
    (RepeatMode::QueryFirst, "query_first"),
    (RepeatMode::Never, "never"),
];

/// What lost answers look like, and what never arrives.
const FAULTS: [Fault; 4] = [Fault::AnswerLost, Fault::Truncated, Fault::Forbidden, Fault::BadGateway];

#[test]
fn no_share_is_asked_for_twice_and_none_is_lost_whatever_dies() {
    let until = deadline();
    let mut chance = Chance::seeded(seed_of_the_run("the outbox"));
    let mut tally = Tally::default();
    // Every mode against every platform at least once, then again until the time is over.
    'long: loop {
        for recognises in [true, false] {
            for (mode, name) in MODES {
                live(&mut chance, &mut tally, (mode, name), recognises);
                if tally.lives >= 6 && Instant::now() >= until {
                    break 'long;
                }
            }
        }
    }
    assert!(tally.answered > 0, "nothing was ever sent: there was nothing to lose or to double");
    eprintln!(
        "torture: the outbox killed {} times in {} lives; {} shares asked for: {} answered, {} to confirm, {} never left; \
         none twice, none lost",
        tally.kills, tally.lives, tally.asked, tally.answered, tally.unknown, tally.waiting
    );
}

#[derive(Default)]
struct Tally {
    lives: u32,
    kills: u32,
    asked: usize,
    answered: usize,
    unknown: usize,
    waiting: usize,
}

/// One practice, killed over and over while it sends; then looked at, its run resumed in peace, and looked at again.
fn live(chance: &mut Chance, tally: &mut Tally, (mode, name): (RepeatMode, &str), recognises: bool) {
    let runtime = Runtime::new().unwrap();
    let options = Options::new(SimulatedClock::fixed("2024-01-31T08:05:00Z".parse().unwrap()));
    let platforms = runtime.block_on(Simulator::start(options)).unwrap();
    let control = platforms.control();
    control.recognise_repeats(recognises);
    let place = tempfile::tempdir().unwrap();
    let address = platforms.platform_base_url(Platform::VIAMEDIS);
    drop(Shop::create_at(place.path(), &address, name));
    for _ in 0..KILLS {
        for _ in 0..2 {
            let fault = FAULTS[usize::try_from(chance.below(FAULTS.len() as u64)).unwrap()];
            let times = 1 + u32::try_from(chance.below(2)).unwrap();
            let broken = Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, fault).times(times);
            runtime.block_on(control.break_function(broken)).unwrap();
        }
        send_and_die(place.path(), (&address, name), chance);
        tally.kills += 1;
    }
    runtime.block_on(control.mend(Platform::VIAMEDIS, None, None)).unwrap();
    let shop = Shop::open_at(place.path(), &address, name);
    hold_against(&shop, &control, None);
    shop.sends_everything();
    // In peace everything that may be settled by the program is; the rest is a person's.
    hold_against(&shop, &control, Some(mode));
    for state in shop.requests().into_iter().map(|(_, state)| state) {
        tally.asked += 1;
        match state {
            RequestState::Answered => tally.answered += 1,
            RequestState::OutcomeUnknown | RequestState::Conflict => tally.unknown += 1,
            _ => tally.waiting += 1,
        }
    }
    tally.lives += 1;
    end(runtime, platforms);
}

fn end(runtime: Runtime, platforms: RunningSimulator) {
    runtime.block_on(platforms.stop());
}

/// Starts the process, lets it send for a while, kills it in the middle of something.
fn send_and_die(place: &Path, (address, mode): (&str, &str), chance: &mut Chance) {
    let extra = [(ADDRESS, address), (MODE, mode)];
    let other = Other::start_with("outbox::send_child", place, chance.next(), &extra);
    let mut kill_at: Option<Instant> = None;
    loop {
        let left = kill_at.map_or(PATIENCE, |at| at.saturating_duration_since(Instant::now()));
        match other.lines().recv_timeout(left) {
            Ok(line) if line == "sends" && kill_at.is_none() => {
                kill_at = Some(Instant::now() + Duration::from_micros(chance.below(SPREAD_US)));
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) if kill_at.is_some() => break,
            // It had sent everything there was before its moment came.
            Err(RecvTimeoutError::Disconnected) if kill_at.is_some() => break,
            Err(error) => panic!("the process said nothing more: {error}"),
        }
    }
    drop(other.kill());
}

/// What the practice says of each request, held against what the platform took in. `settled_by` is the mode once the
/// program was left in peace.
fn hold_against(shop: &Shop, control: &Control, settled_by: Option<RepeatMode>) {
    let records = control.records();
    let requests = shop.requests();
    for (request, state) in &requests {
        let taken: Vec<_> =
            records.iter().filter(|record| record.request_identifier.ends_with(&request.to_string())).collect();
        assert!(taken.len() <= 1, "{request} was taken in {} times: {taken:?}", taken.len());
        match state {
            RequestState::Answered => assert_eq!(taken.len(), 1, "{request} is said to be answered and never arrived"),
            RequestState::Queued | RequestState::Failed => {
                assert!(taken.is_empty(), "{request} is said not to have left and the platform has it");
            }
            // It may be there or not: that is what the words say.
            RequestState::OutcomeUnknown | RequestState::Conflict => {
                let alone = matches!(settled_by, None | Some(RepeatMode::Never)) || *state == RequestState::Conflict;
                assert!(alone, "{request} could have been settled by asking");
            }
            other => panic!("{request} is {other:?} when nothing is being sent"),
        }
    }
    // None vanished, on either side.
    assert_eq!(requests.len(), shop.waiting_sales(), "a share has no request");
    for record in &records {
        let known = requests.iter().any(|(request, _)| record.request_identifier.ends_with(&request.to_string()));
        assert!(known, "the platform has {} and the practice does not", record.request_identifier);
    }
}

#[test]
#[ignore = "the process killed by no_share_is_asked_for_twice_and_none_is_lost_whatever_dies"]
fn send_child() {
    let Some(place) = folder() else { return };
    say("");
    let (address, mode) = (std::env::var(ADDRESS).unwrap(), std::env::var(MODE).unwrap());
    let shop = Shop::open_at(&place, &address, &mode);
    let mut chance = Chance::seeded(seed());
    for nth in 0..SALES {
        let dossier = shop.tell("dossier.open", fresh_sale(&mut chance, nth)).unwrap()["dossier"].clone();
        let said = json!({ "dossier": dossier, "rank": 1, "decision": "given", "how": "oral" });
        shop.tell("consent.record", said).unwrap();
        let way = json!({ "dossier": dossier, "way": "delivered_third_party_payment" });
        shop.tell("dossier.choose_way", way).unwrap();
    }
    say("sends");
    shop.sends_everything();
}
