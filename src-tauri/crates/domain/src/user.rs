//! A user of the practice: who acts, and with which role. The name is in its erasable place.

use crate::{
    context::Role,
    ids::UserId,
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use serde::{Deserialize, Serialize};

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
