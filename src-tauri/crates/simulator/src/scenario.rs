//! Scripted outages: dated steps, each a fault or its mending, with its cause. Scenarios are data (`data/*.json`), so
//! that one is written by reading the press and not by programming. Nothing here waits: a scenario is asked how things
//! stood at an instant.

use jiff::Timestamp;
use serde::Deserialize;

use crate::board::{Layer, Origin, Place, Standing};
use crate::clock;
use crate::fault::Fault;
use crate::places::{Activity, Function, Platform};

const SCENARIOS: [&str; 4] = [
    include_str!("../data/optics-2020.json"),
    include_str!("../data/network-2023.json"),
    include_str!("../data/viamedis-2024.json"),
    include_str!("../data/cetip-2025.json"),
];

/// Steps a scenario may hold: the longest known outage is told in twenty.
const STEP_LIMIT: usize = 500;

/// A scripted outage.
#[derive(Debug, Clone)]
pub struct Scenario {
    name: String,
    title: String,
    steps: Vec<Step>,
}

/// One dated change of one place.
#[derive(Debug, Clone)]
pub struct Step {
    /// When it happens.
    pub at: Timestamp,
    /// Where.
    pub place: Place,
    /// The fault that starts, or `None` when the place is mended.
    pub fault: Option<Fault>,
    /// Why, in words.
    pub cause: String,
    /// Whether the date or the effect was supposed, no source giving it.
    pub assumption: bool,
}

/// A scenario that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// Not the JSON of a scenario.
    #[error("the scenario cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A step names something that does not exist.
    #[error("step {step} of the scenario: {what}")]
    Step {
        /// Its number, from 1.
        step: usize,
        /// What is wrong with it.
        what: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptedScenario {
    name: String,
    title: String,
    steps: Vec<ScriptedStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptedStep {
    at: String,
    platform: String,
    function: String,
    #[serde(default)]
    activity: Option<String>,
    /// The fault's name, or `none` to mend.
    fault: String,
    cause: String,
    #[serde(default)]
    assumption: bool,
}

impl Scenario {
    /// The names of the scenarios that come with the simulator.
    pub fn names() -> Vec<String> {
        Self::all().map(|scenario| scenario.name).collect()
    }

    /// The scenario of that name.
    pub fn named(name: &str) -> Option<Scenario> {
        Self::all().find(|scenario| scenario.name == name)
    }

    fn all() -> impl Iterator<Item = Scenario> {
        SCENARIOS.into_iter().map(|text| Self::parse(text).expect("the embedded scenarios are read by the tests"))
    }

    /// Reads a scenario, its times being local to Paris.
    pub fn parse(text: &str) -> Result<Scenario, ScenarioError> {
        let script: ScriptedScenario = serde_json::from_str(text)?;
        if script.steps.len() > STEP_LIMIT {
            return Err(ScenarioError::Step { step: STEP_LIMIT + 1, what: format!("at most {STEP_LIMIT} steps") });
        }
        let mut steps = Vec::with_capacity(script.steps.len());
        for (index, step) in script.steps.into_iter().enumerate() {
            steps.push(step.read().map_err(|what| ScenarioError::Step { step: index + 1, what })?);
        }
        steps.sort_by_key(|step| step.at);
        Ok(Scenario { name: script.name, title: script.title, steps })
    }

    /// Its short name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it tells, in words.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its steps, by date.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How a place stood at an instant; `None` when the scenario had not spoken of it yet.
    pub fn state_at(&self, instant: Timestamp, place: Place) -> Option<Standing> {
        let mut board = crate::board::Board::default();
        board.tell(self.layer_at(instant));
        board.standing(place).cloned()
    }

    /// Everything it says at an instant.
    pub(crate) fn layer_at(&self, instant: Timestamp) -> Layer {
        let mut layer = Layer::default();
        for step in self.steps.iter().take_while(|step| step.at <= instant) {
            let standing = Standing {
                fault: step.fault,
                remaining: None,
                cause: step.cause.clone(),
                since: step.at,
                origin: Origin::Scenario,
            };
            layer.set(step.place, standing);
        }
        layer
    }
}

impl ScriptedStep {
    fn read(self) -> Result<Step, String> {
        let unknown = |what: &str, name: &str| format!("unknown {what} « {name} »");
        let at = clock::parse_instant(&self.at).ok_or_else(|| unknown("time", &self.at))?;
        let platform = Platform::parse(&self.platform).ok_or_else(|| unknown("platform", &self.platform))?;
        let function = Function::parse(&self.function).ok_or_else(|| unknown("function", &self.function))?;
        let activity = match self.activity.as_deref() {
            None => None,
            Some(_) if !function.knows_activity() => return Err(format!("{} has no activity", function.code())),
            Some(name) => Some(Activity::parse(name).ok_or_else(|| unknown("activity", name))?),
        };
        let fault = match self.fault.as_str() {
            "none" => None,
            name => Some(Fault::parse(name).ok_or_else(|| unknown("fault", name))?),
        };
        if let Some(fault) = fault.filter(|fault| !fault.applies_to(function)) {
            return Err(format!("{fault} means nothing on {}", function.code()));
        }
        let place = Place { platform, function, activity };
        Ok(Step { at, place, fault, cause: self.cause, assumption: self.assumption })
    }
}
