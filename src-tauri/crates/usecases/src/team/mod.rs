//! Who works here, with which role, and who is at work.
//!
//! The facts (somebody came, has another role, left, is back) are entries of the journal; names lie in their erasable place;
//! passphrases in the key file and PINs beside the journal (`docs/decisions/0026-who-is-at-work.md`). Here: the team as its owner
//! changes it. [`entering`] owns who somebody is when the practice opens, [`proof`] what proves it, [`switch`] the change of
//! hands.

mod entering;
mod proof;
mod secrets;
mod switch;

pub(crate) use entering::{CameIn, Entrance, came_in, let_in, nobody};
pub(crate) use proof::proved;
pub use secrets::{set_passphrase, set_pin};
pub(crate) use switch::choice;
pub use switch::{choices, switch};

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AddUserRequest, ChangeRoleRequest, Nothing, Problem, ReadmitUserRequest, RenameUserRequest, RoleRights,
        TeamMember, TeamView, Topic, UserRef, UserSummary,
    },
    fields,
    permission::{Needs, allows},
};
use relais_domain::{
    context::Role,
    ids::UserId,
    practice::{self, User},
};
use relais_storage::{Queries, Tx, rows::UserRow};
use relais_vault::{Holder, KeyFile, WrappedKeys};
use std::sync::Arc;

/// Most people of a practice: each is a copy of the keys in a file that stays small.
const MOST_PEOPLE: usize = 60;

/// Everybody, who works here first.
pub async fn list(app: &App, _call: Call, _request: Nothing) -> Result<TeamView, Problem> {
    show(app).await
}

/// Somebody new, with a role, a passphrase and, if it is wished, a PIN.
pub async fn add(app: &App, call: Call, request: AddUserRequest) -> Result<TeamView, Problem> {
    let practice = app.practice()?;
    let name = fields::name("name", &request.name)?;
    let _one_at_a_time = app.opening().await;
    let role = request.role;
    // What is asked is told without its secrets: a command is remembered by its digest.
    let asked = (&name, role);
    // Done before, it is the same person: neither the passphrase nor the name is somebody else's.
    let before: Option<UserId> = practice.answered(call, &asked).await?;
    let user = before.unwrap_or_else(|| UserId(practice.fresh()));
    let passphrase = secrets::new_passphrase(&practice, user, &name, &request.passphrase).await?;
    let pin = secrets::new_pin(app, user, &request.pin).await?;
    let named = name.clone();
    let added: UserId = practice
        .command(call, &asked, move |tx, _| {
            let known = tx.queries()?.users()?;
            if known.len() >= MOST_PEOPLE {
                return Err(Problem::field("name", "too_many"));
            }
            unused(&known, &named, None)?;
            let state = tx.load::<User>(user.0)?;
            tx.append::<User>(user.0, practice::create_user(&state, user, role)?)?;
            tx.put_user_name(user, &named)?;
            if pin.is_some() {
                tx.put_user_pin(user, pin.as_deref())?;
            }
            Ok(user)
        })
        .await?;
    match before {
        Some(_) => secrets::wrap_again(&practice, added, passphrase).await?,
        None => secrets::wrap_for(&practice, added, passphrase).await?,
    }
    told(app).await
}

/// Another role, from the next command on.
pub async fn change_role(app: &App, call: Call, request: ChangeRoleRequest) -> Result<TeamView, Problem> {
    let practice = app.practice()?;
    let ChangeRoleRequest { user, role } = request;
    let _one_at_a_time = app.opening().await;
    practice
        .command(call, &request, move |tx, _| {
            let others = others_lead(tx, user)?;
            let state = tx.load::<User>(user.0)?;
            record(tx, user, practice::change_role(&state, role, others)?)
        })
        .await?;
    settle_wraps(&practice).await?;
    if user == practice.user.id {
        app.work_as(&practice, UserSummary { role, ..practice.user.clone() })?;
    }
    told(app).await
}

/// Another name: a name is no fact of the journal.
pub async fn rename(app: &App, call: Call, request: RenameUserRequest) -> Result<TeamView, Problem> {
    let practice = app.practice()?;
    let user = request.user;
    let name = fields::name("name", &request.name)?;
    let named = name.clone();
    practice
        .command(call, &request, move |tx, _| {
            let known = tx.queries()?.users()?;
            unused(&known, &named, Some(user))?;
            if !known.iter().any(|it| it.id == user) {
                return Err(relais_domain::refusal::Refusal::UnknownUser.into());
            }
            Ok(tx.put_user_name(user, &named)?)
        })
        .await?;
    if user == practice.user.id {
        app.work_as(&practice, UserSummary { name, ..practice.user.clone() })?;
    }
    told(app).await
}

/// Somebody works here no more: neither his passphrase nor his PIN opens anything; what he did keeps his name.
pub async fn retire(app: &App, call: Call, request: UserRef) -> Result<TeamView, Problem> {
    let practice = app.practice()?;
    let user = request.user;
    let _one_at_a_time = app.opening().await;
    practice
        .command(call, &request, move |tx, context| {
            let others = others_lead(tx, user)?;
            let state = tx.load::<User>(user.0)?;
            record(tx, user, practice::retire(&state, others, context)?)?;
            Ok(tx.put_user_pin(user, None)?)
        })
        .await?;
    settle_wraps(&practice).await?;
    told(app).await
}

/// Somebody is back, with the role he had and a new passphrase.
pub async fn readmit(app: &App, call: Call, request: ReadmitUserRequest) -> Result<TeamView, Problem> {
    let practice = app.practice()?;
    let user = request.user;
    let _one_at_a_time = app.opening().await;
    let name = practice.read(move |queries| Ok(member(queries, user)?.name)).await?;
    let passphrase = secrets::new_passphrase(&practice, user, &name, &request.passphrase).await?;
    let before: Option<()> = practice.answered(call, &user).await?;
    practice
        .command(call, &user, move |tx, _| {
            let state = tx.load::<User>(user.0)?;
            record(tx, user, practice::readmit(&state)?)
        })
        .await?;
    match before {
        Some(()) => secrets::wrap_again(&practice, user, passphrase).await?,
        None => secrets::wrap_for(&practice, user, passphrase).await?,
    }
    told(app).await
}

fn record(tx: &mut Tx<'_>, user: UserId, events: Vec<practice::UserEvent>) -> Result<(), Problem> {
    if !events.is_empty() {
        tx.append::<User>(user.0, events)?;
    }
    Ok(())
}

fn others_lead(tx: &mut Tx<'_>, user: UserId) -> Result<bool, Problem> {
    let users = tx.queries()?.users()?;
    Ok(users.iter().any(|it| it.id != user && it.role == Role::Owner && it.retired_at.is_none()))
}

/// Two people of one name could not be told apart in a list of names.
fn unused(known: &[UserRow], name: &str, except: Option<UserId>) -> Result<(), Problem> {
    let taken = known.iter().any(|it| Some(it.id) != except && it.name.to_lowercase() == name.to_lowercase());
    if taken { Err(Problem::field("name", "taken")) } else { Ok(()) }
}

fn member(queries: &Queries<'_>, user: UserId) -> Result<UserRow, Problem> {
    let found = queries.users()?.into_iter().find(|it| it.id == user);
    found.ok_or_else(|| relais_domain::refusal::Refusal::UnknownUser.into())
}

/// Whose the wraps of the key file are: the founder is the first there was.
fn holder(wrapped: &WrappedKeys, user: UserId, founder: UserId) -> Holder {
    if user == founder && wrapped.first_holder() == Holder::Founder { Holder::Founder } else { Holder::Person(user.0) }
}

fn founder(queries: &Queries<'_>) -> Result<UserId, Problem> {
    let first = queries.users()?.into_iter().next().map(|user| user.id);
    first.ok_or_else(|| Problem::code(crate::contract::ProblemCode::NotADatabase))
}

fn key_file(practice: &OpenPractice) -> Result<(KeyFile, WrappedKeys), Problem> {
    let file = KeyFile::in_folder(&practice.folder);
    let wrapped = file.read()?;
    Ok((file, wrapped))
}

/// The key file as the team is now: who left opens no more, and the first passphrase is an owner's.
async fn settle_wraps(practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    let asked = practice.clone();
    blocking(move || {
        let users = asked.database.read(|queries| queries.users())?;
        let Some(founder) = users.first().map(|user| user.id) else { return Ok(()) };
        let (file, before) = key_file(&asked)?;
        let first = match before.first_holder() {
            Holder::Founder => founder,
            Holder::Person(user) => UserId(user),
        };
        let leads = |user: &&UserRow| user.role == Role::Owner && user.retired_at.is_none();
        let mut after = before.clone();
        if !users.iter().filter(leads).any(|user| user.id == first) {
            let next = users.iter().filter(leads).find(|user| has_passphrase(&before, user.id, founder));
            if let Some(next) = next {
                after = after.led_by(next.id.0, founder.0);
            }
        }
        for user in users.iter().filter(|user| user.retired_at.is_some()) {
            after = after.without(user.id.0);
        }
        if after != before {
            file.write(&after)?;
        }
        Ok(())
    })
    .await
}

fn has_passphrase(wrapped: &WrappedKeys, user: UserId, founder: UserId) -> bool {
    wrapped.has_passphrase_of(holder(wrapped, user, founder))
}

async fn told(app: &App) -> Result<TeamView, Problem> {
    app.announce(Topic::Session, None);
    show(app).await
}

async fn show(app: &App) -> Result<TeamView, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    practice
        .read(move |queries| {
            // A key file that cannot be read keeps the list from nobody: what it would say is not said.
            let wrapped = key_file(&asked).ok().map(|(_, wrapped)| wrapped);
            let founder = founder(queries)?;
            let mut members = Vec::new();
            for user in queries.users()? {
                let secret = queries.user_secret(user.id)?;
                members.push(TeamMember {
                    has_passphrase: wrapped.as_ref().is_some_and(|it| has_passphrase(it, user.id, founder)),
                    has_pin: secret.pin.is_some(),
                    pin_locked: secret.pin.is_some() && secret.pin_tries.pins_left() == 0,
                    user: user.id,
                    name: user.name,
                    role: user.role,
                    since: user.since,
                    last_seen: secret.last_seen,
                    retired_at: user.retired_at,
                });
            }
            members.sort_by_key(|member| member.retired_at.is_some());
            let roles = Role::ALL.map(rights_of).to_vec();
            Ok(TeamView { me: asked.user.id, members, roles })
        })
        .await
}

fn rights_of(role: Role) -> RoleRights {
    let [works, oversees, owns] = [Needs::Work, Needs::Oversee, Needs::Own].map(|needs| allows(role, needs));
    RoleRights { role, works, oversees, owns }
}
