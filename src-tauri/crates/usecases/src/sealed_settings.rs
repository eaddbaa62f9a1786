//! What the practice sealed for its platforms before their accounts were in the vault: moved there once, at an opening. Each is
//! opened, sealed again as an item of the platform's account, and only in that same transaction taken out of the settings. One
//! that does not open stays where it is, and keeps nobody out.

use crate::{
    app::{OpenPractice, blocking},
    connector_accounts::{self, TypedAccount},
    contract::Problem,
};
use relais_domain::platform::{Platform, PlatformCode};
use relais_vault::{SealedItem, open_item};
use std::sync::Arc;

/// The settings there were: a client secret, password or token, and the PEM key of a client certificate; and what each was
/// sealed as.
const KINDS: [(&str, &str); 2] =
    [("platform_secret", "platform client secret"), ("platform_key", "platform client key")];

fn setting(kind: &str, code: &PlatformCode) -> String {
    format!("{kind}/{}", code.as_str())
}

/// Moves what there is; the lines are made after.
pub(crate) async fn move_to_vault(practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    let found = practice
        .read(|queries| {
            let mut found = Vec::new();
            for row in queries.platform_strip()? {
                let kept = |(kind, _): (&str, _)| queries.setting(&setting(kind, &row.platform));
                let [secret, key] = [kept(KINDS[0])?, kept(KINDS[1])?].map(|it| Some(it?.as_str()?.to_owned()));
                if secret.is_some() || key.is_some() {
                    found.push((queries.stream::<Platform>(row.id)?.unwrap_or_default(), row.platform, [secret, key]));
                }
            }
            Ok(found)
        })
        .await?;
    for (platform, code, sealed) in found {
        if let Err(problem) = move_one(practice, platform, &code, sealed).await {
            tracing::warn!(%problem, platform = code.as_str(), "a platform's secret could not be moved to the vault");
        }
    }
    Ok(())
}

async fn move_one(
    practice: &Arc<OpenPractice>,
    platform: Platform,
    code: &PlatformCode,
    sealed: [Option<String>; 2],
) -> Result<(), Problem> {
    let Some(configured) = platform.configured else { return Ok(()) };
    let (asked, of) = (practice.clone(), code.clone());
    let [secret, client_key] = blocking(move || {
        let identity = asked.database.identity().platform_stream(&of);
        let key = asked.vault_key()?;
        let opened = |sealed: Option<String>, purpose: &str| {
            let Some(bytes) = sealed.as_deref().map(unhex) else { return Ok::<_, Problem>(None) };
            let item = SealedItem::from_bytes(bytes.unwrap_or_default()).map_err(Problem::internal)?;
            let secret = open_item(&key, identity, purpose, &item).map_err(Problem::internal)?;
            Ok(Some(connector_accounts::text(secret)))
        };
        let [secret, key] = sealed;
        Ok([opened(secret, KINDS[0].1)?, opened(key, KINDS[1].1)?])
    })
    .await?;
    let typed = TypedAccount { secret, client_key };
    let deposit = connector_accounts::prepare(practice, &configured, platform.description.as_ref(), typed).await?;
    let code = code.clone();
    practice
        .command(practice.own_call(), &("platform.secret_moved", code.clone()), move |tx, _| {
            deposit.map_or(Ok(()), |deposit| deposit.put(tx))?;
            for (kind, _) in KINDS {
                tx.put_setting(&setting(kind, &code), &serde_json::Value::Null)?;
            }
            Ok(())
        })
        .await
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    digits.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
