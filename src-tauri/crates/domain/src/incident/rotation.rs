//! « Rotation après fuite »: every account whose secret is to be changed after a leak, in the order of danger, each until it is
//! changed or left out with a reason. The list is noted once, since a secret that was changed is like no other any more; what is
//! found later joins it.

use super::{Incident, IncidentEvent, IncidentNature};
use crate::{
    ids::{CredentialId, TextId},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Most items of one rotation: as many as a vault may hold accounts, and their mailboxes.
pub const MAX_ITEMS: usize = 4_000;

/// Why a secret is to be changed, the most dangerous first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RotationDanger {
    /// The account of the platform that leaked.
    LeakedAccount,
    /// Its mailbox: whoever reads it asks for another secret.
    ItsMailbox,
    /// Another account with the same secret.
    SameSecret,
    /// Another account with a secret that is tried soon by who has that one.
    CloseSecret,
}

/// What is to be changed of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RotationTarget {
    /// Its own secret.
    Account,
    /// That of its mailbox, which is no account of the vault.
    Mailbox,
}

/// One thing to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotationItem {
    /// Of which account.
    pub credential: CredentialId,
    /// What of it.
    pub target: RotationTarget,
    /// Why.
    pub danger: RotationDanger,
}

/// What was found of the second factor when the secret was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FactorChecked {
    /// It was there, and is ours.
    InPlace,
    /// It was put in place, or renewed.
    SetUp,
    /// The site has none.
    NotOffered,
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationOutcome {
    /// Changed.
    Changed(FactorChecked),
    /// Left as it is, for a reason that is kept in its erasable place.
    LeftOut(TextId),
}

/// An item, and what became of it so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotationStanding {
    /// Which.
    pub item: RotationItem,
    /// None while it is to be done.
    pub outcome: Option<RotationOutcome>,
}

impl Incident {
    /// Items that are neither changed nor left out.
    pub fn rotation_left(&self) -> usize {
        self.rotation.iter().filter(|standing| standing.outcome.is_none()).count()
    }

    /// Takes an outcome in.
    pub(super) fn settle(&mut self, credential: CredentialId, target: RotationTarget, outcome: RotationOutcome) {
        let of =
            |standing: &&mut RotationStanding| (standing.item.credential, standing.item.target) == (credential, target);
        if let Some(standing) = self.rotation.iter_mut().find(of) {
            standing.outcome = Some(outcome);
        }
    }
}

/// Notes what is to be changed beside what was noted before. Only what leaked is rotated.
pub(super) fn plan(state: &Incident, items: Vec<RotationItem>) -> Result<Vec<IncidentEvent>, Refusal> {
    if state.nature != IncidentNature::Breach {
        return Err(Refusal::NotABreach);
    }
    let known = |item: &RotationItem| {
        state.rotation.iter().any(|at| (at.item.credential, at.item.target) == (item.credential, item.target))
    };
    let items: Vec<RotationItem> = items.into_iter().filter(|item| !known(item)).collect();
    if state.rotation.len() + items.len() > MAX_ITEMS {
        return Err(Refusal::IncidentFull);
    }
    Ok(if items.is_empty() { Vec::new() } else { vec![IncidentEvent::RotationPlanned { items }] })
}

/// Whether something of the list may be settled: what was left out may still be changed, what was changed is.
pub(super) fn may_settle(
    state: &Incident,
    credential: CredentialId,
    target: RotationTarget,
    change: bool,
) -> Result<(), Refusal> {
    let found = state.rotation.iter().find(|at| (at.item.credential, at.item.target) == (credential, target));
    match found.ok_or(Refusal::UnknownCredential)?.outcome {
        None => Ok(()),
        Some(RotationOutcome::LeftOut(_)) if change => Ok(()),
        Some(_) => Err(Refusal::UnknownCredential),
    }
}
