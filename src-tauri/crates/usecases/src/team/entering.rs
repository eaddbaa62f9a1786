//! Who somebody is when the practice opens. A passphrase says whose it is; the keyring says nothing, so that where several people
//! work it opens the door and no more; the recovery key is an owner's.

use super::switch::seen;
use crate::{
    app::{App, OpenPractice, blocking},
    contract::{Problem, ProblemCode, UserSummary},
};
use relais_domain::{context::Role, ids::UserId};
use relais_storage::{Queries, rows::UserRow};
use relais_vault::Holder;
use std::sync::Arc;
use uuid::Uuid;

/// How the keys were had, and what that says of who came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entrance {
    /// The code of the way.
    pub(crate) way: &'static str,
    /// Whose passphrase it was.
    pub(crate) holder: Option<Holder>,
}

impl Entrance {
    /// An owner's doing.
    pub(crate) const fn of_owner(way: &'static str) -> Self {
        Entrance { way, holder: None }
    }

    /// The keyring opens for whoever sits at the machine.
    pub(crate) fn tells_nobody(&self) -> bool {
        self.way == "keyring"
    }
}

/// Who came in.
#[derive(Debug)]
pub(crate) struct CameIn {
    /// In whose name what was interrupted is settled.
    pub(crate) owner: UserSummary,
    /// Who is at work; none as long as nobody said.
    pub(crate) user: Option<UserSummary>,
}

/// Who an entrance lets in. A passphrase of somebody who left opens nothing.
pub(crate) fn came_in(queries: &Queries<'_>, entrance: &Entrance) -> Result<CameIn, Problem> {
    let users = queries.users()?;
    let founder = users.first().map(|user| user.id);
    let active: Vec<&UserRow> = users.iter().filter(|user| user.retired_at.is_none()).collect();
    let owner = active.iter().find(|user| user.role == Role::Owner);
    let owner = summary(owner.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?);
    let user = match entrance.holder {
        Some(holder) => {
            let named = match holder {
                Holder::Founder => founder,
                Holder::Person(user) => Some(UserId(user)),
            };
            let found = active.iter().find(|user| Some(user.id) == named);
            Some(summary(found.ok_or_else(|| Problem::code(ProblemCode::WrongPassphrase))?))
        }
        None if entrance.tells_nobody() && active.len() > 1 => None,
        None => Some(owner.clone()),
    };
    Ok(CameIn { owner, user })
}

/// Lets somebody in, or leaves the practice at its door.
pub(crate) async fn let_in(
    app: &App,
    practice: Arc<OpenPractice>,
    user: Option<UserSummary>,
    way: &'static str,
) -> Result<Arc<OpenPractice>, Problem> {
    let entered = match user {
        Some(user) => {
            let entered = app.work_as(&practice, user)?;
            seen(&entered).await?;
            entered
        }
        None => app.stay_at_the_door(&practice, nobody())?,
    };
    let noted = entered.clone();
    blocking(move || {
        noted.note_opened(way);
        Ok(())
    })
    .await?;
    Ok(entered)
}

/// In whose name stands what nobody is at work in.
pub(crate) fn nobody() -> UserSummary {
    UserSummary { id: UserId(Uuid::nil()), name: String::new(), role: Role::Counter }
}

pub(super) fn summary(row: &UserRow) -> UserSummary {
    UserSummary { id: row.id, name: row.name.clone(), role: row.role }
}
