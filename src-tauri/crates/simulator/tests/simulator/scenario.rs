//! The outage of 2024, at the instants people remember.

use relais_simulator::{Activity, Clock, Fault, Function, Options, Place, Platform, Scenario, Simulator, State};
use rstest::rstest;

use crate::bench::{Bench, agreement_request, instant, rights_request};
use crate::client::{Request, call};

const PHARMACY: Option<Activity> = Some(Activity::Pharmacy);
const OPTICS: Option<Activity> = Some(Activity::Optics);

#[rstest]
#[case::before("2024-01-29T14:59", "viamedis", Function::Rights, PHARMACY, State::Up)]
#[case::visiodroits_goes("2024-01-29T15:00", "viamedis", Function::Rights, PHARMACY, State::Down)]
#[case::opticians_go_on("2024-01-29T15:00", "viamedis", Function::Rights, OPTICS, State::Up)]
#[case::transfers_stop("2024-01-29T15:00", "viamedis", Function::Payment, None, State::Down)]
#[case::opticians_still_have_the_eve("2024-01-30T18:00", "viamedis", Function::PriorAuthorisation, OPTICS, State::Up)]
#[case::opticians_are_cut("2024-01-31T10:00", "viamedis", Function::PriorAuthorisation, OPTICS, State::Down)]
#[case::hearing_too("2024-01-31T10:00", "viamedis", Function::Rights, Some(Activity::Hearing), State::Down)]
#[case::portal_closed("2024-01-31T10:00", "viamedis", Function::Portal, None, State::Closed)]
#[case::pharmacies_go_on_invoicing("2024-02-01T10:00", "viamedis", Function::Claim, PHARMACY, State::Up)]
#[case::almerys_untouched("2024-02-04T10:00", "almerys", Function::Portal, None, State::Up)]
#[case::almerys_closes_its_portal("2024-02-05T10:00", "almerys", Function::Portal, None, State::Closed)]
#[case::almerys_goes_on_answering("2024-02-05T10:00", "almerys", Function::Rights, OPTICS, State::Up)]
#[case::transfers_resume("2024-02-07T10:00", "viamedis", Function::Payment, None, State::Up)]
#[case::rights_still_out("2024-02-07T10:00", "viamedis", Function::Rights, OPTICS, State::Down)]
#[case::an_hour_before_the_portal("2024-02-12T12:00", "viamedis", Function::Portal, None, State::Closed)]
#[case::the_portal_is_back("2024-02-12T13:00", "viamedis", Function::Portal, None, State::Up)]
#[case::rights_are_back("2024-02-12T13:00", "viamedis", Function::Rights, OPTICS, State::Up)]
#[case::agreements_are_not("2024-02-12T13:00", "viamedis", Function::PriorAuthorisation, OPTICS, State::Down)]
#[case::agreements_are_back("2024-02-19T09:00", "viamedis", Function::PriorAuthorisation, OPTICS, State::Up)]
#[case::third_platform_never("2024-02-05T10:00", "sp-sante", Function::Rights, OPTICS, State::Up)]
fn the_outage_of_2024(
    #[case] local: &str,
    #[case] platform: &str,
    #[case] function: Function,
    #[case] activity: Option<Activity>,
    #[case] state: State,
) {
    let scenario = Scenario::named("viamedis-2024").unwrap();
    let place = Place { platform: Platform::parse(platform).unwrap(), function, activity };
    let at = instant(&format!("{local}:00+01:00"));
    let told = scenario.state_at(at, place).map_or(State::Up, |standing| standing.state());
    assert_eq!(told, state);
}

#[test]
fn a_standing_keeps_since_when_and_why() {
    let scenario = Scenario::named("viamedis-2024").unwrap();
    let place = Place { platform: Platform::VIAMEDIS, function: Function::Rights, activity: PHARMACY };
    let standing = scenario.state_at(instant("2024-02-10T10:00:00+01:00"), place).unwrap();
    assert_eq!(standing.since, instant("2024-01-29T15:00:00+01:00"), "the second cut did not touch pharmacies");
    assert_eq!(standing.cause, "Visiodroits hors service pour les officines");
}

#[tokio::test]
async fn the_clock_drives_what_is_answered() {
    let bench = Bench::playing("viamedis-2024", "2024-01-30T18:00:00+01:00").await;
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 200);
    let jump = async |text: &str| bench.control.set_clock(instant(text)).await.unwrap();

    jump("2024-01-31T10:00:00+01:00").await;
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 503);
    let portal = call(&bench.base, Request::get("/viamedis/portail")).await;
    assert_eq!(portal.status, 503);
    assert!(portal.text().contains("Accès fermé par précaution"));

    jump("2024-02-12T13:00:00+01:00").await;
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 200);
    assert_eq!(bench.submit(&agreement_request("demande-1", "10000001")).await.status, 500);

    jump("2024-02-19T09:00:00+01:00").await;
    assert_eq!(bench.submit(&agreement_request("demande-1", "10000001")).await.status, 200);

    jump("2024-01-31T10:00:00+01:00").await;
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 503, "the clock goes back too");
}

#[tokio::test]
async fn the_hand_wins_over_the_scenario_until_it_is_given_back() {
    let bench = Bench::playing("viamedis-2024", "2024-01-31T10:00:00+01:00").await;
    bench.control.mend(Platform::VIAMEDIS, Some(Function::Rights), None).await.unwrap();
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 200);
    bench.control.play(Scenario::named("viamedis-2024")).await.unwrap();
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 503);
    bench.control.play(None).await.unwrap();
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 200);
}

#[tokio::test]
async fn the_clock_is_moved_from_outside_async_code_too() {
    let bench = Bench::playing("viamedis-2024", "2024-01-30T18:00:00+01:00").await;
    let control = bench.control.clone();
    let moved = tokio::task::spawn_blocking(move || control.move_clock(instant("2024-01-31T10:00:00+01:00")));
    moved.await.unwrap();
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 503);
}

#[tokio::test]
async fn a_following_clock_tells_the_story_by_itself() {
    use std::sync::{Arc, Mutex};
    let real = Arc::new(Mutex::new(instant("2030-05-01T12:00:00Z")));
    let source = Arc::clone(&real);
    let clock = Clock::following(Arc::new(move || *source.lock().unwrap()));
    let options = Options::new(clock).scenario(Scenario::named("viamedis-2024").unwrap());
    let simulator = Simulator::start(options).await.unwrap();
    let control = simulator.control();
    control.set_clock(instant("2024-01-31T08:59:00+01:00")).await.unwrap();
    let place = Place { platform: Platform::VIAMEDIS, function: Function::PriorAuthorisation, activity: OPTICS };
    assert_eq!(control.standing(place), None);
    *real.lock().unwrap() = instant("2030-05-01T12:01:00Z");
    assert_eq!(control.now(), instant("2024-01-31T09:00:00+01:00"));
    assert_eq!(control.standing(place).unwrap().fault, Some(Fault::Unavailable));
}

#[rstest]
#[case::unknown_platform(
    r#""platform": "nowhere", "function": "rights", "fault": "slow""#,
    "unknown platform « nowhere »"
)]
#[case::unknown_fault(r#""platform": "viamedis", "function": "rights", "fault": "sulk""#, "unknown fault « sulk »")]
#[case::meaningless(
    r#""platform": "viamedis", "function": "payment", "fault": "slow""#,
    "slow means nothing on payment"
)]
#[case::activity_of_a_portal(
    r#""platform": "viamedis", "function": "portal", "activity": "optics", "fault": "slow""#,
    "portal has no activity"
)]
fn a_scenario_that_means_nothing_is_refused_by_step(#[case] step: &str, #[case] words: &str) {
    let text =
        format!(r#"{{"name": "x", "title": "x", "steps": [{{"at": "2024-01-29T15:00", "cause": "x", {step}}}]}}"#);
    let error = Scenario::parse(&text).unwrap_err().to_string();
    assert_eq!(error, format!("step 1 of the scenario: {words}"));
}

#[test]
fn every_embedded_scenario_is_readable() {
    assert_eq!(Scenario::names(), ["optics-2020", "network-2023", "viamedis-2024", "cetip-2025"]);
    for name in Scenario::names() {
        assert!(!Scenario::named(&name).unwrap().steps().is_empty());
    }
}
