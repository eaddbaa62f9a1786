//! What proves who somebody is. Each try is counted, durably, before it is looked at: ending the program in between gives none
//! back. Five wrong PINs, and only the passphrase serves; the wait between tries grows.

use super::{founder, holder, key_file, member};
use crate::{
    app::{OpenPractice, blocking},
    contract::{Problem, ProblemCode, UserProof},
};
use relais_domain::{ids::UserId, refusal::Refusal, tries::MayTry};
use relais_storage::{SecretKind, rows::UserRow};
use relais_vault::{Passphrase, PinProof};
use serde_json::json;
use std::sync::Arc;

/// What is shown, and what it is called in the access log.
pub(super) const fn kind_of(proof: &UserProof) -> (SecretKind, &'static str) {
    match proof {
        UserProof::Pin { .. } => (SecretKind::Pin, "pin"),
        UserProof::Passphrase { .. } => (SecretKind::Passphrase, "passphrase"),
    }
}

/// Whether it is what `user` would show, who works here. Right, the tries before count no more.
pub(crate) async fn proved(practice: &Arc<OpenPractice>, user: UserId, proof: UserProof) -> Result<UserRow, Problem> {
    let (kind, word) = kind_of(&proof);
    let now = practice.now();
    practice
        .command(practice.own_call(), &("user.try", user, word), move |tx, _| {
            let queries = tx.queries()?;
            if member(&queries, user)?.retired_at.is_some() {
                return Err(Refusal::UserRetired.into());
            }
            let secret = queries.user_secret(user)?;
            let may = match kind {
                SecretKind::Pin if secret.pin.is_none() => return Err(Problem::code(ProblemCode::PinNotSet)),
                SecretKind::Pin => secret.pin_tries.of_pin(now),
                SecretKind::Passphrase => secret.passphrase_tries.of_passphrase(now),
            };
            match may {
                MayTry::Yes => Ok(tx.count_try(user, kind, now)?),
                MayTry::In(seconds) => Err(Problem::with(ProblemCode::TriedTooSoon, json!({ "seconds": seconds }))),
                MayTry::No => Err(Problem::code(ProblemCode::PinLocked)),
            }
        })
        .await?;
    let asked = practice.clone();
    let (row, right, left, seconds) = blocking(move || {
        let (row, secret, founder) = asked.database.read(|queries| {
            Ok::<_, Problem>((member(queries, user)?, queries.user_secret(user)?, founder(queries)?))
        })?;
        let right = match proof {
            UserProof::Pin { pin } => {
                let kept = secret.pin.as_deref().map(serde_json::from_str::<PinProof>).transpose();
                match (kept.map_err(Problem::internal)?, Passphrase::new(pin)) {
                    (Some(kept), Ok(typed)) => kept.proves(user.0, &typed)?,
                    _ => false,
                }
            }
            UserProof::Passphrase { passphrase } => match Passphrase::new(passphrase) {
                Ok(typed) => {
                    let (_, wrapped) = key_file(&asked)?;
                    wrapped.is_passphrase_of(holder(&wrapped, user, founder), &typed)?
                }
                Err(_) => false,
            },
        };
        let next = match kind {
            SecretKind::Pin => secret.pin_tries.of_pin(asked.now()),
            SecretKind::Passphrase => secret.passphrase_tries.of_passphrase(asked.now()),
        };
        let seconds = if let MayTry::In(seconds) = next { seconds } else { 0 };
        Ok((row, right, secret.pin_tries.pins_left(), seconds))
    })
    .await?;
    if !right {
        return Err(match kind {
            SecretKind::Passphrase => Problem::with(ProblemCode::WrongPassphrase, json!({ "seconds": seconds })),
            SecretKind::Pin if left == 0 => Problem::code(ProblemCode::PinLocked),
            SecretKind::Pin => Problem::with(ProblemCode::WrongPin, json!({ "left": left, "seconds": seconds })),
        });
    }
    let right = ("user.right", user, word);
    practice.command(practice.own_call(), &right, move |tx, _| Ok(tx.forget_tries(user, kind)?)).await?;
    Ok(row)
}
