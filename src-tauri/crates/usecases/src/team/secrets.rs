//! Passphrases and PINs set: one's own by oneself, who shows the one of before or the recovery key; another's by an owner, who cannot read it.
//! A request of these is never part of what a command remembers: its digest would give four digits away.

use super::{founder, holder, key_file, member, proof::proved, told};
use crate::{
    access::unlock_wrapped,
    access_log,
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{OwnProof, Problem, ProblemCode, SetPassphraseRequest, SetPinRequest, TeamView, Unlock, UserProof},
};
use relais_domain::{
    context::Role,
    ids::UserId,
    pin::{self, PinError},
};
use relais_storage::SecretKind;
use relais_vault::{KdfCost, Passphrase, PassphraseVerdict, PinProof, VaultError};
use serde_json::json;
use std::sync::Arc;

/// A passphrase in the place of the one before, which one shows, or, an owner who lost it, the recovery key. One an owner gives
/// somebody takes the PIN away too.
pub async fn set_passphrase(app: &App, call: Call, request: SetPassphraseRequest) -> Result<TeamView, Problem> {
    let practice = app.practice()?;
    let SetPassphraseRequest { user, current, passphrase } = request;
    let own = user == practice.user.id;
    if !own && practice.user.role != Role::Owner {
        let refusal = Problem::code(ProblemCode::RoleNotAllowed);
        access_log::refused(app, call, "user.set_passphrase", &refusal).await;
        return Err(refusal);
    }
    let row = practice.read(move |queries| member(queries, user)).await?;
    if row.retired_at.is_some() {
        return Err(Problem::code(ProblemCode::UserRetired));
    }
    let _one_at_a_time = app.opening().await;
    if own {
        match current.ok_or_else(|| Problem::field("current", "empty"))? {
            OwnProof::Passphrase { passphrase } => {
                proved(&practice, user, UserProof::Passphrase { passphrase }).await?;
            }
            OwnProof::RecoveryKey { recovery_key } => shown(app, call, &practice, recovery_key).await?,
        }
    }
    let passphrase = new_passphrase(&practice, user, &row.name, &passphrase).await?;
    wrap_for(&practice, user, passphrase).await?;
    practice
        .command(call, &("user.passphrase_set", user), move |tx, _| {
            if !own {
                tx.put_user_pin(user, None)?;
            }
            Ok(tx.forget_tries(user, SecretKind::Passphrase)?)
        })
        .await?;
    told(app).await
}

/// The recovery key stands for an owner's lost passphrase. Nobody guesses it: its tries are noted, not counted.
async fn shown(app: &App, call: Call, practice: &Arc<OpenPractice>, recovery_key: String) -> Result<(), Problem> {
    let shown = match practice.user.role {
        Role::Owner => {
            let (app, practice) = (app.clone(), practice.clone());
            blocking(move || {
                let (_, wrapped) = key_file(&practice)?;
                unlock_wrapped(&app, &wrapped, Unlock::RecoveryKey { recovery_key }).map(drop)
            })
            .await
        }
        _ => Err(Problem::code(ProblemCode::RoleNotAllowed)),
    };
    if let Err(refusal) = &shown {
        access_log::refused(app, call, "user.set_passphrase", refusal).await;
    }
    shown
}

/// One's own PIN, or none.
pub async fn set_pin(app: &App, call: Call, request: SetPinRequest) -> Result<TeamView, Problem> {
    let practice = app.practice()?;
    let user = practice.user.id;
    let pin = new_pin(app, user, &request.pin).await?;
    proved(&practice, user, UserProof::Passphrase { passphrase: request.passphrase }).await?;
    practice.command(call, &("user.set_pin", user), move |tx, _| Ok(tx.put_user_pin(user, pin.as_deref())?)).await?;
    told(app).await
}

/// The proof of a typed PIN; none for none. The floor of the key derivation: a switch takes well under a second.
pub(super) async fn new_pin(app: &App, user: UserId, typed: &str) -> Result<Option<String>, Problem> {
    if typed.is_empty() {
        return Ok(None);
    }
    pin::check(typed).map_err(|error| match error {
        PinError::NotDigits => Problem::field("pin", "digits"),
        PinError::Trivial => Problem::field("pin", "trivial"),
    })?;
    let typed = Passphrase::new(typed.to_owned()).map_err(|_| Problem::field("pin", "digits"))?;
    let cost = app.setup.kdf_cost.unwrap_or(KdfCost::FLOOR);
    blocking(move || {
        let proof = PinProof::of(user.0, &typed, cost)?;
        Ok(Some(serde_json::to_string(&proof).map_err(Problem::internal)?))
    })
    .await
}

/// A typed passphrase that is strong enough for `user`. One that opens for another is refused: a passphrase says who comes.
pub(super) async fn new_passphrase(
    practice: &Arc<OpenPractice>,
    user: UserId,
    name: &str,
    typed: &str,
) -> Result<Passphrase, Problem> {
    let passphrase = Passphrase::new(typed.to_owned()).map_err(|_| Problem::field("passphrase", "empty"))?;
    let shop =
        practice.read(|queries| Ok(queries.practice()?.map(|row| row.letterhead.name).unwrap_or_default())).await?;
    let strength = passphrase.strength(&[&shop, name]);
    if strength.verdict != PassphraseVerdict::Accepted {
        return Err(Problem::with(ProblemCode::PassphraseTooWeak, json!({ "bits": strength.bits })));
    }
    let asked = practice.clone();
    blocking(move || {
        let founder = asked.database.read(founder)?;
        let (_, wrapped) = key_file(&asked)?;
        match wrapped.open_as(&passphrase) {
            Ok((_, whose)) if whose != holder(&wrapped, user, founder) => Err(Problem::field("passphrase", "taken")),
            Ok(_) | Err(VaultError::WrongPassphrase) => Ok(passphrase),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Writes a person's wrap of the keys.
pub(super) async fn wrap_for(
    practice: &Arc<OpenPractice>,
    user: UserId,
    passphrase: Passphrase,
) -> Result<(), Problem> {
    let practice = practice.clone();
    blocking(move || {
        let founder = practice.database.read(founder)?;
        let (file, wrapped) = key_file(&practice)?;
        let own = holder(&wrapped, user, founder);
        file.write(&wrapped.with_passphrase_of(own, &practice.keys.whole()?, &passphrase)?)?;
        Ok(())
    })
    .await
}

/// The same for a command that is repeated: what it may have been ended before is done, and nothing is done twice. Repeated with
/// another passphrase it is another command.
pub(super) async fn wrap_again(
    practice: &Arc<OpenPractice>,
    user: UserId,
    passphrase: Passphrase,
) -> Result<(), Problem> {
    let (asked, typed) = (practice.clone(), passphrase.clone());
    let known = blocking(move || {
        let founder = asked.database.read(founder)?;
        let (_, wrapped) = key_file(&asked)?;
        let own = holder(&wrapped, user, founder);
        Ok(wrapped.has_passphrase_of(own).then_some(wrapped.is_passphrase_of(own, &typed)?))
    })
    .await?;
    match known {
        None => wrap_for(practice, user, passphrase).await,
        Some(true) => Ok(()),
        Some(false) => Err(Problem::code(ProblemCode::CommandReused)),
    }
}
