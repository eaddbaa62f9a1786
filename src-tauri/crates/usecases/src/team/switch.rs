//! « Changer d'utilisateur »: a name, a PIN or a passphrase, and the session is another's, everywhere, from the next command on.
//! What one had begun ends in his name.

use super::{entering::summary, proof};
use crate::{
    access,
    access_log::Access,
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AccessKind, AccessSubject, AppState, Nothing, Problem, SwitchUserRequest, Topic, UserChoice, UserChoices,
    },
};
use relais_storage::{Queries, rows::UserRow};
use std::sync::Arc;

/// Who may come to work here. Whoever sits at an open practice, or at its door, may see these names: he reads them on every
/// paper.
pub async fn choices(app: &App, _call: Call, _request: Nothing) -> Result<UserChoices, Problem> {
    let practice = app.inside()?;
    let me = practice.user.id;
    practice
        .read(move |queries| {
            let mut users = Vec::new();
            let mut last = None;
            for user in queries.users()?.into_iter().filter(|user| user.retired_at.is_none()) {
                let seen = queries.user_secret(user.id)?.last_seen;
                last = last.max(seen.filter(|_| user.id != me).map(|seen| (seen, user.id)));
                users.push(choice(queries, user)?);
            }
            users.sort_by_key(|user| user.name.to_lowercase());
            Ok(UserChoices { users, last: last.map(|(_, user)| user) })
        })
        .await
}

/// A person by what lets him in.
pub(crate) fn choice(queries: &Queries<'_>, user: UserRow) -> Result<UserChoice, Problem> {
    let secret = queries.user_secret(user.id)?;
    let (has_pin, left) = (secret.pin.is_some(), secret.pin_tries.pins_left() > 0);
    let (pin, pin_locked) = (has_pin && left, has_pin && !left);
    Ok(UserChoice { user: user.id, name: user.name, role: user.role, pin, pin_locked })
}

/// Somebody comes to work.
pub async fn switch(app: &App, call: Call, request: SwitchUserRequest) -> Result<AppState, Problem> {
    let practice = app.inside()?;
    let SwitchUserRequest { user, proof } = request;
    let (_, word) = proof::kind_of(&proof);
    let line = Access::done(AccessKind::UserSwitched).about(AccessSubject::User, &user.0.to_string()).detail(word);
    let answer = take_over(app, &practice, user, proof).await;
    // A success is noted in the name of who came, a failure in that of who was there.
    let noted = answer.as_ref().map_or_else(|_| practice.clone(), Arc::clone);
    let line = line.ended(&answer);
    blocking(move || {
        noted.note_access(call, line);
        Ok(())
    })
    .await?;
    answer?;
    app.announce(Topic::Session, None);
    access::current(app).await
}

async fn take_over(
    app: &App,
    practice: &Arc<OpenPractice>,
    user: relais_domain::ids::UserId,
    proof: crate::contract::UserProof,
) -> Result<Arc<OpenPractice>, Problem> {
    let row = proof::proved(practice, user, proof).await?;
    let entered = app.work_as(practice, summary(&row))?;
    seen(&entered).await?;
    Ok(entered)
}

/// Somebody is at work now.
pub(super) async fn seen(practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    let (user, now) = (practice.user.id, practice.now());
    practice.command(practice.own_call(), &("user.seen", user), move |tx, _| Ok(tx.put_user_seen(user, now)?)).await
}
