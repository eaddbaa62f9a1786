//! The day after a breach: what leaked of the practice, field by field, and what is to be done about each. The register is a
//! person's word, dated and sourced; nothing of it is taken back but by another entry. What is to be done follows from it
//! (practice-and-market §1.3 lines 23 to 26, §1.4 lines 31 and 32).

mod leak;
mod task;

pub use leak::{LeakField, LeakNoted, LeakState};
pub use task::{BreachTask, TaskNoted, TaskOutcome, TaskStanding};

use super::{Incident, IncidentEvent, IncidentNature};
use crate::{context::Context, refusal::Refusal};
use std::collections::BTreeMap;

/// What leaked, and what follows, folded from the incident's events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breach {
    /// What is known of each field, as last noted.
    pub leaks: BTreeMap<LeakField, LeakNoted>,
    /// What became of each thing to do, as last noted.
    pub tasks: BTreeMap<BreachTask, TaskOutcome>,
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

fn only_of_a_breach(state: &Incident) -> Result<(), Refusal> {
    if state.nature == IncidentNature::Breach { Ok(()) } else { Err(Refusal::NotABreach) }
}

#[cfg(test)]
mod tests;
