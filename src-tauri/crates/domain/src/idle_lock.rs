//! After how long alone the window closes behind whoever works in it, for each role. Who closes it, and what a closed window
//! still holds, belong to the use cases.

use crate::{
    context::{Context, Role},
    practice::{Practice, PracticeEvent},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// After how many minutes alone the window locks itself: one of a few, since « jamais » would leave every customer's
/// dossier on a counter, and one minute would lock it on the person at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(try_from = "u8", into = "u8")]
#[ts(type = "number")]
pub struct IdleLockMinutes(u8);

impl IdleLockMinutes {
    /// What can be chosen.
    pub const CHOICES: [u8; 6] = [2, 5, 10, 15, 30, 60];

    /// One of the choices.
    pub fn parse(minutes: u8) -> Result<Self, NotAChoice> {
        if Self::CHOICES.contains(&minutes) { Ok(Self(minutes)) } else { Err(NotAChoice) }
    }

    /// The minutes.
    pub const fn minutes(self) -> u8 {
        self.0
    }

    /// Until the owner chooses. The counter stands among customers, and comes back by a few digits; whoever works in the
    /// back office or over the accounts reads longer than he types.
    const fn usual(role: Role) -> Self {
        match role {
            Role::Counter => Self(5),
            Role::Billing | Role::Accountant => Self(10),
            Role::Owner => Self(15),
        }
    }
}

/// Not one of the choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the choices")]
pub struct NotAChoice;

impl TryFrom<u8> for IdleLockMinutes {
    type Error = NotAChoice;
    fn try_from(minutes: u8) -> Result<Self, Self::Error> {
        Self::parse(minutes)
    }
}

impl From<IdleLockMinutes> for u8 {
    fn from(idle: IdleLockMinutes) -> u8 {
        idle.0
    }
}

/// The wait of each role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdleLocks {
    chosen: BTreeMap<Role, IdleLockMinutes>,
}

impl IdleLocks {
    /// The wait of a role.
    pub fn of(&self, role: Role) -> IdleLockMinutes {
        self.chosen.get(&role).copied().unwrap_or(IdleLockMinutes::usual(role))
    }

    /// One role waits so long from now on.
    pub(crate) fn set(&mut self, role: Role, minutes: IdleLockMinutes) {
        self.chosen.insert(role, minutes);
    }

    /// Everybody does: what was said before roles had a wait each.
    pub(crate) fn set_all(&mut self, minutes: IdleLockMinutes) {
        Role::ALL.iter().for_each(|role| self.set(*role, minutes));
    }
}

/// Chooses when the window locks itself behind a role; the owner's deed. What is so already records nothing.
pub fn set_idle_lock(
    state: &Practice,
    role: Role,
    minutes: IdleLockMinutes,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let same = state.idle_locks.of(role) == minutes;
    Ok(if same { Vec::new() } else { vec![PracticeEvent::RoleIdleLockSet { role, minutes }] })
}
