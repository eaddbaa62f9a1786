//! The day after a breach: what leaked of the practice, field by field, and what is to be done about each. The register is a
//! person's word, dated and sourced; nothing of it is taken back but by another entry. What is to be done follows from it
//! (practice-and-market §1.3 lines 23 to 26, §1.4 lines 31 and 32).

mod clock;
mod duty;
mod leak;
mod task;
mod watch;

pub use clock::{CLOCK_HOURS, Clock, ClockKind, due};
pub use duty::{DataPart, LeakOrigin, LeakRisk, NotifierDetermined, NotifierDuty};
pub use leak::{LeakField, LeakNoted, LeakState};
pub use task::{BreachTask, TaskNoted, TaskOutcome, TaskStanding};
pub use watch::{DISPUTE_MONTHS, LONGEST_WATCH_MONTHS, StatementChecked, StatementFound};
pub(super) use watch::{check, watch_until};

use super::{Incident, IncidentEvent, IncidentNature};
use crate::{
    context::Context,
    ids::{DocumentId, TextId},
    refusal::Refusal,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What leaked, and what follows, folded from the incident's events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breach {
    /// What is known of each field, as last noted.
    pub leaks: BTreeMap<LeakField, LeakNoted>,
    /// What became of each thing to do, as last noted.
    pub tasks: BTreeMap<BreachTask, TaskOutcome>,
    /// The letters that were printed, in that order.
    pub letters: Vec<(BreachTask, DocumentId)>,
    /// Since when the practice knows, once somebody said.
    pub aware_at: Option<Timestamp>,
    /// Who notifies, as last determined.
    pub notifier: Option<NotifierDetermined>,
    /// What is told of it to whoever is told.
    pub account: Option<BreachDescribed>,
    /// Until when the bank's statements are read, once somebody said.
    pub watch_until: Option<Date>,
    /// What each month's statement was found to hold, as last noted.
    pub statements: BTreeMap<Date, StatementFound>,
}

/// `incident.breach_described`: what is told of a breach to whoever is told; each text in its erasable place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BreachDescribed {
    /// About how many people are concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// About how many records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u32>,
    /// What happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circumstances: Option<TextId>,
    /// What it may do to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consequences: Option<TextId>,
    /// What was done, and will be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<TextId>,
    /// Number of the case or of the procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<TextId>,
    /// Why a notification is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<TextId>,
}

impl Breach {
    /// What is known of a field: unknown until somebody says.
    pub fn state_of(&self, field: LeakField) -> LeakState {
        self.leaks.get(&field).map_or(LeakState::Unknown, |noted| noted.state)
    }

    /// Whether one of these fields leaked, for sure or probably.
    pub fn leaked(&self, fields: &[LeakField]) -> bool {
        fields.iter().any(|field| self.state_of(*field).counts())
    }

    pub(super) fn note(&mut self, noted: &LeakNoted) {
        self.leaks.insert(noted.field, noted.clone());
    }

    pub(super) fn note_task(&mut self, noted: &TaskNoted) {
        self.tasks.insert(noted.task, noted.outcome);
    }
}

/// Notes what is known of a field. What is so already records nothing.
pub(super) fn note_leak(state: &Incident, noted: LeakNoted, context: &Context) -> Result<Vec<IncidentEvent>, Refusal> {
    only_of_a_breach(state)?;
    if noted.known_on > context.today {
        return Err(Refusal::DateInFuture);
    }
    let same = state.breach.leaks.get(&noted.field).is_some_and(|before| before.says_as(&noted));
    Ok(if same { Vec::new() } else { vec![IncidentEvent::LeakNoted(noted)] })
}

/// Notes what became of something to do. What is settled elsewhere is not noted here, nor what nothing calls for.
pub(super) fn note_task(state: &Incident, noted: TaskNoted, context: &Context) -> Result<Vec<IncidentEvent>, Refusal> {
    only_of_a_breach(state)?;
    if let TaskOutcome::Done { at } = noted.outcome
        && at > context.now
    {
        return Err(Refusal::DateInFuture);
    }
    let known = state.breach.tasks.get(&noted.task).copied();
    if noted.task.is_settled_elsewhere() || (known.is_none() && !state.calls_for(noted.task)) {
        return Err(Refusal::TaskNotCalledFor);
    }
    let same = known.unwrap_or(TaskOutcome::ToDo) == noted.outcome;
    Ok(if same { Vec::new() } else { vec![IncidentEvent::BreachTaskNoted(noted)] })
}

/// A letter was printed for something to do.
pub(super) fn print(state: &Incident, task: BreachTask, document: DocumentId) -> Result<Vec<IncidentEvent>, Refusal> {
    only_of_a_breach(state)?;
    let listed = state.breach_tasks().iter().any(|standing| standing.task == task);
    if task.paper().is_none() || !listed {
        return Err(Refusal::TaskNotCalledFor);
    }
    Ok(vec![IncidentEvent::BreachLetterPrinted { task, document }])
}

/// Says since when the practice knows: not before it began, not in the future.
pub(super) fn be_aware(state: &Incident, at: Timestamp, context: &Context) -> Result<Vec<IncidentEvent>, Refusal> {
    only_of_a_breach(state)?;
    if at > context.now {
        return Err(Refusal::DateInFuture);
    }
    if state.since().is_some_and(|since| at < since) {
        return Err(Refusal::KnownBeforeItBegan);
    }
    let same = state.breach.aware_at == Some(at);
    Ok(if same { Vec::new() } else { vec![IncidentEvent::AwarenessNoted { at }] })
}

/// Says who notifies.
pub(super) fn determine(state: &Incident, determined: NotifierDetermined) -> Result<Vec<IncidentEvent>, Refusal> {
    only_of_a_breach(state)?;
    let same = state.breach.notifier == Some(determined);
    Ok(if same { Vec::new() } else { vec![IncidentEvent::NotifierDetermined(determined)] })
}

/// Says what is told of it.
pub(super) fn describe(state: &Incident, described: BreachDescribed) -> Result<Vec<IncidentEvent>, Refusal> {
    only_of_a_breach(state)?;
    let same = state.breach.account.unwrap_or_default() == described;
    Ok(if same { Vec::new() } else { vec![IncidentEvent::BreachDescribed(described)] })
}

fn only_of_a_breach(state: &Incident) -> Result<(), Refusal> {
    if state.nature == IncidentNature::Breach { Ok(()) } else { Err(Refusal::NotABreach) }
}

#[cfg(test)]
mod tests;
