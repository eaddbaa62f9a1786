//! A user of the practice: who acts, with which role, and whether he still works here. The name is in its erasable place; what
//! proves who he is lies beside the journal (`docs/decisions/0026-who-is-at-work.md`).

use crate::{
    context::{Context, Role},
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
    /// The user has another role from now on.
    #[serde(rename = "user.role_changed")]
    RoleChanged {
        /// Which.
        role: Role,
    },
    /// The user works here no more.
    #[serde(rename = "user.retired")]
    Retired {},
    /// The user is back.
    #[serde(rename = "user.readmitted")]
    Readmitted {},
}

/// A user folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// The id and the role of today, once created.
    pub created: Option<(UserId, Role)>,
    /// Works here no more.
    pub retired: bool,
}

impl User {
    /// Whether he is an owner who works here.
    pub fn leads(&self) -> bool {
        !self.retired && self.created.is_some_and(|(_, role)| role == Role::Owner)
    }
}

/// Creates a user.
pub fn create_user(state: &User, user: UserId, role: Role) -> Result<Vec<UserEvent>, Refusal> {
    if state.created.is_some() { Err(Refusal::AlreadyExists) } else { Ok(vec![UserEvent::Created { user, role }]) }
}

/// Gives a user another role; `others_lead` is whether another owner works here.
pub fn change_role(state: &User, role: Role, others_lead: bool) -> Result<Vec<UserEvent>, Refusal> {
    match state.created {
        Some((_, held)) if held == role => Ok(Vec::new()),
        Some(_) if state.retired => Err(Refusal::UserRetired),
        Some(_) if state.leads() && !others_lead => Err(Refusal::LastOwner),
        Some(_) => Ok(vec![UserEvent::RoleChanged { role }]),
        None => Err(Refusal::UnknownUser),
    }
}

/// A user works here no more: another owner says so, and one is left.
pub fn retire(state: &User, others_lead: bool, context: &Context) -> Result<Vec<UserEvent>, Refusal> {
    match state.created {
        Some(_) if state.retired => Ok(Vec::new()),
        Some(_) if state.leads() && !others_lead => Err(Refusal::LastOwner),
        Some((user, _)) if user == context.actor => Err(Refusal::OneselfAtWork),
        Some(_) => Ok(vec![UserEvent::Retired {}]),
        None => Err(Refusal::UnknownUser),
    }
}

/// A user is back, with the role he had.
pub fn readmit(state: &User) -> Result<Vec<UserEvent>, Refusal> {
    match state.created {
        Some(_) if state.retired => Ok(vec![UserEvent::Readmitted {}]),
        Some(_) => Ok(Vec::new()),
        None => Err(Refusal::UnknownUser),
    }
}

impl Stream for User {
    type Event = UserEvent;
    const KIND: StreamKind = StreamKind::User;

    fn apply(&mut self, event: &UserEvent) {
        match event {
            UserEvent::Created { user, role } => self.created = Some((*user, *role)),
            UserEvent::RoleChanged { role } => {
                if let Some((_, held)) = &mut self.created {
                    *held = *role;
                }
            }
            UserEvent::Retired {} => self.retired = true,
            UserEvent::Readmitted {} => self.retired = false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    const CLAIRE: UserId = UserId(Uuid::from_u128(1));
    const LEA: UserId = UserId(Uuid::from_u128(2));

    fn user(id: UserId, role: Role, retired: bool) -> User {
        User { created: Some((id, role)), retired }
    }

    fn by_claire() -> Context {
        let now = "2024-02-01T08:00:00Z".parse().unwrap();
        Context { now, today: jiff::civil::date(2024, 2, 1), actor: CLAIRE, role: Role::Owner }
    }

    #[rstest]
    #[case::the_last_owner(user(CLAIRE, Role::Owner, false), Role::Counter, false, Err(Refusal::LastOwner))]
    #[case::one_of_two(user(CLAIRE, Role::Owner, false), Role::Counter, true, Ok(1))]
    #[case::somebody(user(LEA, Role::Counter, false), Role::Owner, false, Ok(1))]
    #[case::the_same(user(LEA, Role::Counter, false), Role::Counter, false, Ok(0))]
    #[case::who_left(user(LEA, Role::Counter, true), Role::Billing, true, Err(Refusal::UserRetired))]
    #[case::nobody(User::default(), Role::Billing, true, Err(Refusal::UnknownUser))]
    fn roles_change(
        #[case] state: User,
        #[case] role: Role,
        #[case] others: bool,
        #[case] expected: Result<usize, Refusal>,
    ) {
        assert_eq!(change_role(&state, role, others).map(|events| events.len()), expected);
    }

    #[rstest]
    #[case::the_last_owner(user(CLAIRE, Role::Owner, false), false, Err(Refusal::LastOwner))]
    #[case::oneself(user(CLAIRE, Role::Owner, false), true, Err(Refusal::OneselfAtWork))]
    #[case::somebody(user(LEA, Role::Owner, false), true, Ok(1))]
    #[case::a_counter(user(LEA, Role::Counter, false), false, Ok(1))]
    #[case::gone_already(user(LEA, Role::Counter, true), false, Ok(0))]
    #[case::nobody(User::default(), true, Err(Refusal::UnknownUser))]
    fn people_leave(#[case] state: User, #[case] others: bool, #[case] expected: Result<usize, Refusal>) {
        assert_eq!(retire(&state, others, &by_claire()).map(|events| events.len()), expected);
    }

    #[test]
    fn who_left_and_is_back_is_as_before() {
        let events = [
            UserEvent::Created { user: LEA, role: Role::Counter },
            UserEvent::RoleChanged { role: Role::Billing },
            UserEvent::Retired {},
        ];
        let gone = User::fold(&events);
        assert_eq!(gone, user(LEA, Role::Billing, true));
        let mut back = gone.clone();
        readmit(&gone).unwrap().iter().for_each(|event| back.apply(event));
        assert_eq!(back, user(LEA, Role::Billing, false));
        assert_eq!(readmit(&back).unwrap(), []);
    }
}
