//! What of an account is seen or copied: opened when it is asked for, given as bytes, zeroised after. Each is a use of the account.
//! The line of the access log is left by the door ([`crate::disclosures`]).

use super::{allowed, items};
use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{CopiedPart, CopyRequest, CredentialRef, Problem, RevealRequest, RevealedPart},
};
use relais_domain::{ids::CredentialId, refusal::Refusal};
use relais_storage::{SealedPart, rows::CredentialRow};
use relais_vault::{Secret, TotpCode, TotpSeed};
use std::sync::Arc;

/// A secret, one of before, or the notes, to be shown while a key is held.
pub async fn reveal(app: &App, _call: Call, request: RevealRequest) -> Result<Secret, Problem> {
    let practice = app.practice()?;
    let row = allowed(&practice, request.credential).await?;
    let (part, number) = match (request.part, request.number) {
        (RevealedPart::Secret, _) => (SealedPart::Secret, row.secret),
        (RevealedPart::Past, Some(number)) => (SealedPart::Secret, number),
        (RevealedPart::Past, None) => return Err(Refusal::UnknownCredential.into()),
        (RevealedPart::Notes, _) => (SealedPart::Notes, 0),
    };
    let secret = opened(&practice, &row, part, number).await?;
    used(&practice, row.id).await?;
    Ok(secret)
}

/// The identifier, the secret or the code of now, for the clipboard.
pub async fn copy(app: &App, _call: Call, request: CopyRequest) -> Result<Secret, Problem> {
    let practice = app.practice()?;
    let row = allowed(&practice, request.credential).await?;
    let copied = match request.part {
        CopiedPart::Login if row.facts.login.is_empty() => return Err(Problem::field("login", "empty")),
        CopiedPart::Login => Secret::new(row.facts.login.clone().into_bytes()),
        CopiedPart::Secret => opened(&practice, &row, SealedPart::Secret, row.secret).await?,
        CopiedPart::Code => code_now(app, &practice, &row).await?.digits,
    };
    used(&practice, row.id).await?;
    Ok(copied)
}

/// The code of now: its digits, then the milliseconds it still lasts and those a code lasts, a line each.
pub async fn code(app: &App, _call: Call, request: CredentialRef) -> Result<Secret, Problem> {
    let practice = app.practice()?;
    let row = allowed(&practice, request.credential).await?;
    let code = code_now(app, &practice, &row).await?;
    used(&practice, row.id).await?;
    let times = format!("\n{}\n{}", code.left_ms, code.period_ms);
    Ok(Secret::new([code.digits.expose(), times.as_bytes()].concat()))
}

/// The page where one logs in: the account's own, else its platform's portal.
pub async fn page(app: &App, credential: CredentialId) -> Result<String, Problem> {
    let practice = app.practice()?;
    let row = allowed(&practice, credential).await?;
    let of_platform = row.facts.platform.as_ref().and_then(|code| practice.lines.get(code)?.configured.portal_url);
    let address = Some(row.facts.address).filter(|address| !address.is_empty()).or(of_platform);
    address.ok_or_else(|| Problem::field("address", "empty"))
}

/// A code follows the hour of the world, also where a demonstration lives in another time.
async fn code_now(app: &App, practice: &Arc<OpenPractice>, row: &CredentialRow) -> Result<TotpCode, Problem> {
    let sealed = opened(practice, row, SealedPart::Seed, 0).await?;
    let seed = TotpSeed::from_secret(&sealed).map_err(Problem::internal)?;
    let now = u64::try_from(app.setup.clock.now().as_millisecond()).unwrap_or_default();
    Ok(seed.code_at(now))
}

/// One item of an account that whoever asks may use: [`allowed`] has said so.
async fn opened(
    practice: &Arc<OpenPractice>,
    row: &CredentialRow,
    part: SealedPart,
    number: u32,
) -> Result<Secret, Problem> {
    let (practice, id, present) = (practice.clone(), row.id, row.secret);
    blocking(move || {
        let items = practice.database.read(|queries| queries.sealed_items(id))?;
        let item = items.iter().find(|item| item.part == part && item.number == number);
        if item.is_none() && part == SealedPart::Secret && number == present {
            // Known by a certificate alone.
            return Ok(Secret::new(Vec::new()));
        }
        items::open(&practice.vault_key()?, item.ok_or(Refusal::UnknownCredential)?)
    })
    .await
}

async fn used(practice: &Arc<OpenPractice>, id: CredentialId) -> Result<(), Problem> {
    let now = practice.now();
    practice
        .command(practice.own_call(), &("credential.used", id), move |tx, _| Ok(tx.put_credential_used(id, now)?))
        .await
}
