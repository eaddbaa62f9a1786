//! The practice and its users, from the genesis entry on. Names and addresses are in erasable places.

use crate::{
    context::{Activity, Context, Role},
    identifiers::{Finess, Siret},
    ids::{PracticeId, UserId},
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a practice is for; marked from its genesis entry and never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PracticeKind {
    /// Real work; refuses the simulator.
    Real,
    /// The demonstration; loopback platforms only.
    Demonstration,
    /// An exercise; loopback platforms only.
    Exercise,
}

/// An event of the practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum PracticeEvent {
    /// The genesis entry.
    #[serde(rename = "practice.created")]
    Created(PracticeCreated),
    /// Its public numbers and activities.
    #[serde(rename = "practice.profile_set")]
    ProfileSet(PracticeProfileSet),
    /// A backup was put back: what was recorded after it is not in this chain.
    #[serde(rename = "practice.restored")]
    Restored {
        /// Entries of the journal in the backup.
        entries: u64,
        /// When the backup was written.
        written_at: Timestamp,
    },
}

/// `practice.created`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeCreated {
    /// The practice.
    pub practice: PracticeId,
    /// What it is for.
    pub practice_kind: PracticeKind,
    /// IANA name of its time zone, overseas too.
    pub time_zone: String,
}

/// `practice.profile_set`; the name, address and mediator are kept beside, they belong to a legal person or to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeProfileSet {
    /// The activities ticked.
    pub activities: Vec<Activity>,
    /// FINESS, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finess: Option<Finess>,
    /// SIRET, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siret: Option<Siret>,
}

/// The practice folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Practice {
    /// None before genesis.
    pub created: Option<PracticeCreated>,
    /// The profile, once set.
    pub profile: Option<PracticeProfileSet>,
}

/// Creates the practice and sets its profile: the first entries of the chain.
pub fn create(
    state: &Practice,
    created: PracticeCreated,
    profile: PracticeProfileSet,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if state.created.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    Ok(vec![PracticeEvent::Created(created), PracticeEvent::ProfileSet(profile)])
}

/// Sets the profile anew; the owner's deed.
pub fn set_profile(
    _state: &Practice,
    profile: PracticeProfileSet,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    Ok(vec![PracticeEvent::ProfileSet(profile)])
}

/// Records that a backup was put back, and which; the owner's deed.
pub fn restore(
    state: &Practice,
    entries: u64,
    written_at: Timestamp,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if state.created.is_none() || context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    Ok(vec![PracticeEvent::Restored { entries, written_at }])
}

impl Stream for Practice {
    type Event = PracticeEvent;
    const KIND: StreamKind = StreamKind::Practice;

    fn apply(&mut self, event: &PracticeEvent) {
        match event {
            PracticeEvent::Created(created) => self.created = Some(created.clone()),
            PracticeEvent::ProfileSet(profile) => self.profile = Some(profile.clone()),
            PracticeEvent::Restored { .. } => {}
        }
    }
}

/// An event of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum UserEvent {
    /// The user exists.
    #[serde(rename = "user.created")]
    Created {
        /// Who.
        user: UserId,
        /// With which role.
        role: Role,
    },
}

/// A user folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// The id and role, once created.
    pub created: Option<(UserId, Role)>,
}

/// Creates a user.
pub fn create_user(state: &User, user: UserId, role: Role) -> Result<Vec<UserEvent>, Refusal> {
    if state.created.is_some() { Err(Refusal::AlreadyExists) } else { Ok(vec![UserEvent::Created { user, role }]) }
}

impl Stream for User {
    type Event = UserEvent;
    const KIND: StreamKind = StreamKind::User;

    fn apply(&mut self, event: &UserEvent) {
        let UserEvent::Created { user, role } = event;
        self.created = Some((*user, *role));
    }
}
