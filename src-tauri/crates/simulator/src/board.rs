//! What is broken now, at each place. Three layers, the first that speaks wins: faults for the next n calls, what a
//! person set by hand, and the scenario at the simulated instant. Mending by hand is a word too: it holds against the
//! scenario until the hand is given back.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::fault::{Fault, State};
use crate::places::{Activity, Function, Platform};

/// Somewhere something can break. Without an activity: for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The platform.
    pub platform: Platform,
    /// Its function.
    pub function: Function,
    /// One activity alone, for the functions that know it.
    pub activity: Option<Activity>,
}

/// Who set a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A person, or a test, through the control.
    Hand,
    /// The scenario.
    Scenario,
}

/// How a place stands: broken by a fault or mended, since when, why, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The fault; `None` when it was mended.
    pub fault: Option<Fault>,
    /// Calls left before it mends by itself; `None`: until mended.
    pub remaining: Option<u32>,
    /// Why, in words.
    pub cause: String,
    /// Since when, on the simulated clock.
    pub since: Timestamp,
    /// By whom.
    pub origin: Origin,
}

impl Standing {
    /// The state word.
    pub fn state(&self) -> State {
        self.fault.map_or(State::Up, Fault::state)
    }
}

/// One layer of standings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layer(BTreeMap<Place, Standing>);

impl Layer {
    /// Sets a place; setting all activities takes back what was said of each.
    pub(crate) fn set(&mut self, place: Place, standing: Standing) {
        self.forget(place);
        self.0.insert(place, standing);
    }

    /// Takes back what was said of a place (and of its activities, when it names none).
    pub(crate) fn forget(&mut self, place: Place) {
        self.0.retain(|key, _| {
            let same = (key.platform, key.function) == (place.platform, place.function);
            !(same && (place.activity.is_none() || key.activity == place.activity))
        });
    }

    /// The standing of a place and the key it was found under: the activity's own word before the word for all.
    fn find(&self, place: Place) -> Option<(Place, &Standing)> {
        let for_all = Place { activity: None, ..place };
        [place, for_all].into_iter().find_map(|key| self.0.get(&key).map(|standing| (key, standing)))
    }
}

/// The three layers.
#[derive(Debug, Default)]
pub(crate) struct Board {
    counted: Layer,
    by_hand: Layer,
    scenario: Layer,
}

impl Board {
    /// Breaks a place.
    pub(crate) fn break_place(&mut self, place: Place, standing: Standing) {
        if standing.remaining.is_some() {
            self.counted.set(place, standing);
        } else {
            self.counted.forget(place);
            self.by_hand.set(place, standing);
        }
    }

    /// Mends a place against the scenario too.
    pub(crate) fn mend(&mut self, place: Place, since: Timestamp, cause: String) {
        self.counted.forget(place);
        self.by_hand.set(place, Standing { fault: None, remaining: None, cause, since, origin: Origin::Hand });
    }

    /// Forgets what was set by hand: the scenario speaks alone again.
    pub(crate) fn give_back(&mut self) {
        self.counted = Layer::default();
        self.by_hand = Layer::default();
    }

    /// Replaces what the scenario says.
    pub(crate) fn tell(&mut self, scenario: Layer) {
        self.scenario = scenario;
    }

    /// How a place stands, `None` when nobody ever spoke of it.
    pub(crate) fn standing(&self, place: Place) -> Option<&Standing> {
        [&self.counted, &self.by_hand, &self.scenario]
            .into_iter()
            .find_map(|layer| layer.find(place).map(|(_, standing)| standing))
    }

    /// The fault a place has now, without counting a call.
    pub(crate) fn fault(&self, place: Place) -> Option<Fault> {
        self.standing(place).and_then(|standing| standing.fault)
    }

    /// The fault the next call meets, counted.
    pub(crate) fn take(&mut self, place: Place) -> Option<Fault> {
        let fault = self.fault(place);
        let Some((key, _)) = self.counted.find(place) else { return fault };
        if let Some(standing) = self.counted.0.get_mut(&key) {
            standing.remaining = standing.remaining.map(|left| left.saturating_sub(1));
            if standing.remaining == Some(0) {
                self.counted.0.remove(&key);
            }
        }
        fault
    }

    /// How each activity stands when they differ, else the one standing of the whole function.
    pub(crate) fn by_activity(
        &self,
        platform: Platform,
        function: Function,
    ) -> Vec<(Option<Activity>, Option<Standing>)> {
        let of = |activity| self.standing(Place { platform, function, activity }).cloned();
        let each: Vec<_> = Activity::ALL.into_iter().map(|activity| (Some(activity), of(Some(activity)))).collect();
        let alike = each.iter().all(|(_, standing)| *standing == each[0].1);
        if !function.knows_activity() || alike {
            vec![(None, if function.knows_activity() { each[0].1.clone() } else { of(None) })]
        } else {
            each
        }
    }
}
