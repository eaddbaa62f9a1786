//! The demonstration's ground: the simulated platforms inside this process, on loopback, and the moments of the story.
//!
//! They start when a demonstration is first opened, on a small runtime of their own: a platform that hangs must not
//! hold a thread of the window's. A real practice never comes here.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use relais_domain::{
    context::Activity,
    platform::{Channel, PlatformCode, PlatformConfigured},
};
use relais_simulator::{
    Clock, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Options, Platform, RunningSimulator, Scenario, Simulator,
};
use relais_usecases::{
    contract::{Problem, ProblemCode},
    ports::{Clock as _, MachineClock},
    story::{DemonstrationGround, StoryMoment},
};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Runtime;

/// The story that is told.
const SCENARIO: &str = "viamedis-2024";
/// Where it is told.
const TIME_ZONE: &str = "Europe/Paris";

/// The optician's moments: the platform was cut on the morning of the 31st, the shop opens its drawers that afternoon.
const OPTICIAN: [(&str, &str); 4] = [
    ("outage", "2024-01-31T15:30"),
    ("rights_back", "2024-02-12T14:00"),
    ("pec_back", "2024-02-19T09:30"),
    ("payments_back", "2024-02-26T09:30"),
];

/// The pharmacy's: Visiodroits stopped answering on the 29th at 15:00.
const PHARMACY: [(&str, &str); 3] =
    [("outage", "2024-01-29T15:10"), ("rights_back", "2024-02-12T14:00"), ("payments_back", "2024-02-26T09:30")];

/// The ground of one trade.
pub(crate) struct SimulatedGround {
    trade: Activity,
    furnished: bool,
    run: Mutex<Option<Run>>,
}

/// The platforms, once they listen.
struct Run {
    simulator: RunningSimulator,
    /// Ends with the platforms; taken out when they end.
    runtime: Option<Runtime>,
}

/// Why the platforms could not be simulated.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GroundError {
    #[error(transparent)]
    Runtime(#[from] std::io::Error),
    #[error(transparent)]
    Start(#[from] relais_simulator::StartError),
    #[error("the scenario {SCENARIO} is missing")]
    NoScenario,
    #[error("the simulator ended while it started")]
    Ended,
}

impl SimulatedGround {
    /// The window's: a practice with its drawers full, an optician's unless a pharmacy is chosen, at rest until it is opened.
    pub(crate) fn to_look_at() -> Arc<Self> {
        Arc::new(SimulatedGround { trade: Activity::Optics, furnished: true, run: Mutex::new(None) })
    }

    /// The command line’s: a trade's practice with nothing in its drawers but what the story puts there.
    pub(crate) fn to_work_in(trade: Activity) -> Arc<Self> {
        Arc::new(SimulatedGround { trade, furnished: false, run: Mutex::new(None) })
    }

    /// Does something with the platforms, which are started if they were not.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&RunningSimulator) -> T) -> Result<T, GroundError> {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        let run = match run.take() {
            Some(running) => run.insert(running),
            None => run.insert(Run::start()?),
        };
        Ok(act(&run.simulator))
    }

    fn script(trade: Activity) -> &'static [(&'static str, &'static str)] {
        if trade == Activity::Pharmacy { &PHARMACY } else { &OPTICIAN }
    }
}

impl Run {
    /// Starts the platforms on a thread of their own: whoever asks may be inside another runtime.
    fn start() -> Result<Run, GroundError> {
        let started = std::thread::spawn(|| -> Result<Run, GroundError> {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .thread_name("plateformes-simulees")
                .enable_all()
                .build()?;
            let scenario = Scenario::named(SCENARIO).ok_or(GroundError::NoScenario)?;
            let options = Options::new(Clock::following(Arc::new(|| MachineClock.now()))).scenario(scenario);
            let simulator = runtime.block_on(Simulator::start(options))?;
            Ok(Run { simulator, runtime: Some(runtime) })
        });
        started.join().map_err(|_| GroundError::Ended)?
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // Not waited for: the last one to let go may be a task of another runtime.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl DemonstrationGround for SimulatedGround {
    fn trade(&self) -> Activity {
        self.trade
    }

    fn furnished(&self) -> bool {
        self.furnished
    }

    fn platforms(&self) -> Result<Vec<(PlatformConfigured, String)>, Problem> {
        let configured = self.with(|simulator| Platform::all().filter_map(|it| configure(simulator, it)).collect());
        configured.map_err(|error| {
            tracing::error!(%error, "the demonstration's platforms could not be started");
            Problem::code(ProblemCode::SimulatorNotStarted)
        })
    }

    fn control_page(&self) -> Option<String> {
        let page = self.with(RunningSimulator::base_url);
        page.inspect_err(|error| tracing::error!(%error, "the demonstration's platforms could not be started")).ok()
    }

    fn moments(&self) -> Vec<StoryMoment> {
        self.moments_of(self.trade)
    }

    fn moments_of(&self, trade: Activity) -> Vec<StoryMoment> {
        let moment = |(code, at): &(&str, &str)| Some(StoryMoment { code: (*code).to_owned(), at: in_paris(at)? });
        Self::script(trade).iter().filter_map(moment).collect()
    }

    fn moved_to(&self, now: Timestamp) {
        if let Err(error) = self.with(|simulator| simulator.control().move_clock(now)) {
            tracing::error!(%error, "the demonstration's platforms could not be started");
        }
    }
}

/// Viamedis and Almerys are spoken to by their connector, SP santé by its portal, so that both ways are lived.
fn configure(simulator: &RunningSimulator, platform: Platform) -> Option<(PlatformConfigured, String)> {
    let base = simulator.platform_base_url(platform);
    let channel = if platform == Platform::SP_SANTE { Channel::AssistedPortal } else { Channel::Fhir };
    let by_connector = channel == Channel::Fhir;
    let configured = PlatformConfigured {
        platform: PlatformCode::parse(platform.code()).ok()?,
        label: platform.name().to_owned(),
        channel,
        base_url: by_connector.then(|| format!("{base}/fhir")),
        token_url: by_connector.then(|| format!("{base}/oauth/token")),
        client_id: by_connector.then(|| DEMO_CLIENT_ID.to_owned()),
        portal_url: Some(format!("{base}/portail")),
    };
    Some((configured, DEMO_CLIENT_SECRET.to_owned()))
}

/// An instant of the story, as a clock on a wall in Paris.
fn in_paris(local: &str) -> Option<Timestamp> {
    let local: DateTime = local.parse().ok()?;
    let zone = TimeZone::get(TIME_ZONE).ok()?;
    Some(zone.to_ambiguous_zoned(local).compatible().ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_simulator::{Activity as Served, Function, Place};
    use rstest::rstest;

    #[rstest]
    #[case::optician(Activity::Optics, OPTICIAN.len())]
    #[case::pharmacy(Activity::Pharmacy, PHARMACY.len())]
    fn the_moments_are_read_and_go_forward(#[case] trade: Activity, #[case] told: usize) {
        let moments = SimulatedGround::to_work_in(trade).moments();
        assert_eq!(moments.len(), told);
        assert!(moments.windows(2).all(|pair| pair[0].at < pair[1].at));
    }

    /// At each moment the scenario is where the moment's title says.
    #[rstest]
    #[case::optician(Activity::Optics, Served::Optics)]
    #[case::pharmacy(Activity::Pharmacy, Served::Pharmacy)]
    fn the_moments_agree_with_the_scenario(#[case] trade: Activity, #[case] served: Served) {
        let scenario = Scenario::named(SCENARIO).unwrap();
        let down = |at, function| {
            let place = |activity| Place { platform: Platform::VIAMEDIS, function, activity };
            let told = scenario.state_at(at, place(Some(served))).or_else(|| scenario.state_at(at, place(None)));
            told.is_some_and(|standing| standing.fault.is_some())
        };
        for moment in SimulatedGround::to_work_in(trade).moments() {
            let (rights, authorisation) = match moment.code.as_str() {
                "outage" => (true, trade == Activity::Optics),
                "rights_back" => (false, true),
                _ => (false, false),
            };
            assert_eq!(down(moment.at, Function::Rights), rights, "{}", moment.code);
            assert_eq!(down(moment.at, Function::PriorAuthorisation), authorisation, "{}", moment.code);
        }
    }

    #[test]
    fn the_platforms_listen_on_loopback_and_one_is_a_portal() {
        let platforms = SimulatedGround::to_look_at().platforms().unwrap();
        assert_eq!(platforms.len(), 3);
        assert!(platforms.iter().all(|(it, _)| it.portal_url.as_deref().unwrap().starts_with("http://127.0.0.1:")));
        let by_hand: Vec<_> = platforms.iter().filter(|(it, _)| it.channel == Channel::AssistedPortal).collect();
        assert_eq!(by_hand.len(), 1);
        assert!(by_hand[0].0.base_url.is_none());
    }

    #[test]
    fn the_page_that_breaks_the_platforms_is_on_loopback() {
        let page = SimulatedGround::to_look_at().control_page().unwrap();
        assert!(page.starts_with("http://127.0.0.1:"), "{page}");
    }
}
