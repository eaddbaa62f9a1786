//! « Coffre d'accès »: the accounts of the practice at portals and elsewhere. Each change is a command whose entry says what changed
//! and never a word of it; what an account is called lies in an erasable place, and its secrets there too, sealed item by item
//! (`docs/decisions/0027-the-vault-of-accounts.md`). [`disclose`] owns what is seen and copied, [`items`] the sealing,
//! [`listing`] what is shown, [`health`] what is to be looked at.

pub(crate) mod certificate;
mod disclose;
mod health;
mod import;
pub(crate) mod items;
mod listing;
mod propose;

pub use certificate::{drop_certificate, ending, put_certificate};
pub use disclose::{code, copy, page, reveal};
pub use health::health;
pub(crate) use health::like_those;
pub use import::{export, import, read_import};
pub(crate) use listing::{label, show as everything};
pub use listing::{list, view};
pub use propose::propose;

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    connector_accounts,
    contract::{
        AddCredentialRequest, ChangeSecretRequest, CredentialForm, CredentialList, CredentialRef, CredentialView, Done,
        EditCredentialRequest, Problem, RestoreSecretRequest, Topic, TypedSecret, UnlockVaultRequest, UserProof,
    },
    fields, team,
};
use jiff::ToSpan;
use relais_domain::{
    context::{Context, Role},
    credential::{self, Credential, CredentialEvent, CredentialFacts, CredentialField, Holding, SecondFactor},
    ids::CredentialId,
    refusal::Refusal,
};
use relais_platforms::description::PlatformDescription;
use relais_storage::{SealedPart, Tx, rows::CredentialRow};
use relais_vault::{KeyFile, Passphrase, Secret};
use std::sync::Arc;

/// Most accounts of a practice.
const MOST_CREDENTIALS: usize = 2_000;
/// Longest address of a page.
const MOST_ADDRESS_CHARS: usize = 500;
/// Longest identifier or mailbox.
const MOST_LOGIN_CHARS: usize = 200;

/// A new account, with its first secret.
pub async fn add(app: &App, call: Call, request: AddCredentialRequest) -> Result<CredentialView, Problem> {
    let practice = app.practice()?;
    let facts = facts(&practice, &request.facts)?;
    let id = CredentialId(practice.fresh());
    let AddCredentialRequest { secret, seed, notes, .. } = request;
    let keyed = practice.clone();
    let told = facts.clone();
    let may_have_none = may_have_none(told.second_factor) || proves_by_certificate(&practice, &told);
    let (secret, seed, notes) = blocking(move || {
        let secret = items::checked_secret(&secret, may_have_none)?;
        let (seed, notes) = (items::checked_seed(&seed)?, items::checked_notes(&notes)?);
        let key = keyed.vault_key()?;
        let seal = |part, number, secret: &Secret| items::seal(&key, id, (part, number), secret);
        Ok((
            seal(SealedPart::Secret, 1, &secret)?,
            seed.map(|seed| seal(SealedPart::Seed, 0, &seed)).transpose()?,
            notes.map(|notes| seal(SealedPart::Notes, 0, &notes)).transpose()?,
        ))
    })
    .await?;
    // What a command remembers of its request is told without the secrets.
    let asked = ("credential.add", facts.clone());
    let added: CredentialId = practice
        .command(call, &asked, move |tx, context| {
            let known = tx.queries()?;
            if known.credentials()?.len() >= MOST_CREDENTIALS {
                return Err(Problem::field("name", "too_many"));
            }
            check_holder(tx, context, &facts, None)?;
            let state = tx.load::<Credential>(id.0)?;
            tx.append::<Credential>(id.0, credential::add(&state)?)?;
            tx.put_credential(id, &facts)?;
            tx.put_sealed(id, SealedPart::Secret, 1, &secret)?;
            put_or_drop(tx, id, SealedPart::Seed, Some(seed.as_deref()))?;
            put_or_drop(tx, id, SealedPart::Notes, Some(notes.as_deref()))?;
            Ok(id)
        })
        .await?;
    reconnect(app, &practice, [Some(&told), None]).await?;
    listing::one(&practice, added).await
}

/// What an account is called, and its seed and notes where they are given.
pub async fn edit(app: &App, call: Call, request: EditCredentialRequest) -> Result<CredentialView, Problem> {
    let practice = app.practice()?;
    let facts = facts(&practice, &request.facts)?;
    let EditCredentialRequest { credential: id, seed, notes, .. } = request;
    let (was, told) = (allowed(&practice, id).await?.facts, facts.clone());
    let keyed = practice.clone();
    let (seed, notes) = blocking(move || {
        let seed = seed.map(|seed| items::checked_seed(&seed)).transpose()?;
        let notes = notes.map(|notes| items::checked_notes(&notes)).transpose()?;
        let sealed = |part, given: Option<Option<Secret>>| -> Result<Option<Option<Vec<u8>>>, Problem> {
            Ok(match given {
                Some(Some(secret)) => Some(Some(items::seal(&keyed.vault_key()?, id, (part, 0), &secret)?)),
                Some(None) => Some(None),
                None => None,
            })
        };
        Ok((sealed(SealedPart::Seed, seed)?, sealed(SealedPart::Notes, notes)?))
    })
    .await?;
    let asked = ("credential.edit", id, facts.clone(), seed.is_some(), notes.is_some());
    practice
        .command(call, &asked, move |tx, context| {
            let row = usable(tx, context, id)?;
            // Its certificate is not typed here, and stays.
            let facts = CredentialFacts { certificate: row.facts.certificate.clone(), ..facts };
            check_holder(tx, context, &facts, Some(&row))?;
            let mut fields = row.facts.differing(&facts);
            let had = |part| row.parts.contains(&part);
            let changes =
                |given: &Option<Option<Vec<u8>>>, part| given.as_ref().is_some_and(|it| it.is_some() || had(part));
            fields.extend(changes(&seed, SealedPart::Seed).then_some(CredentialField::Seed));
            fields.extend(changes(&notes, SealedPart::Notes).then_some(CredentialField::Notes));
            append(tx, id, |state| credential::edit(state, fields))?;
            tx.put_credential(id, &facts)?;
            put_or_drop(tx, id, SealedPart::Seed, seed.as_ref().map(Option::as_deref))?;
            put_or_drop(tx, id, SealedPart::Notes, notes.as_ref().map(Option::as_deref))
        })
        .await?;
    reconnect(app, &practice, [Some(&was), Some(&told)]).await?;
    listing::one(&practice, id).await
}

/// Another secret; the one of before joins the last five.
pub async fn change_secret(app: &App, call: Call, request: ChangeSecretRequest) -> Result<CredentialView, Problem> {
    let practice = app.practice()?;
    let id = request.credential;
    let row = allowed(&practice, id).await?;
    let secret = items::checked_secret(&request.secret, may_have_none(row.facts.second_factor))?;
    put_secret(app, call, row, (Some(secret), None), |_, _| Ok(())).await?;
    listing::one(&practice, id).await
}

/// A secret of before is in force again, as another: nothing of the history is lost.
pub async fn restore_previous(app: &App, call: Call, request: RestoreSecretRequest) -> Result<CredentialView, Problem> {
    let practice = app.practice()?;
    let id = request.credential;
    let row = allowed(&practice, id).await?;
    let keyed = practice.clone();
    let secret = blocking(move || {
        let items = keyed.database.read(|queries| queries.sealed_items(id))?;
        let past = items.iter().find(|item| item.part == SealedPart::Secret && item.number == request.number);
        past.map(|past| items::open(&keyed.vault_key()?, past)).transpose()
    })
    .await?;
    put_secret(app, call, row, (secret, Some(request.number)), |_, _| Ok(())).await?;
    listing::one(&practice, id).await
}

/// Another secret after a leak, and what is recorded of it beside, in one transaction.
pub(crate) async fn rotate(
    app: &App,
    call: Call,
    id: CredentialId,
    typed: &TypedSecret,
    beside: impl FnOnce(&mut Tx<'_>, &Context) -> Result<(), Problem> + Send + 'static,
) -> Result<(), Problem> {
    let row = allowed(&app.practice()?, id).await?;
    let secret = items::checked_secret(typed, may_have_none(row.facts.second_factor))?;
    put_secret(app, call, row, (Some(secret), None), beside).await
}

/// Seals a secret under the next number. Somebody else may have changed it meanwhile: the number tells. It is no part of what
/// was asked: asked again, the same command finds the number it made itself, or nothing left of what it put back, and is
/// answered as the first time.
async fn put_secret(
    app: &App,
    call: Call,
    row: CredentialRow,
    (secret, restored): (Option<Secret>, Option<u32>),
    beside: impl FnOnce(&mut Tx<'_>, &Context) -> Result<(), Problem> + Send + 'static,
) -> Result<(), Problem> {
    let practice = app.practice()?;
    let (id, number) = (row.id, row.secret + 1);
    let keyed = practice.clone();
    let sealed = blocking(move || {
        let seal = |secret| items::seal(&keyed.vault_key()?, id, (SealedPart::Secret, number), &secret);
        secret.map(seal).transpose()
    })
    .await?;
    practice
        .command(call, &("credential.secret", id, restored), move |tx, context| {
            usable(tx, context, id)?;
            let sealed = sealed.ok_or(Refusal::UnknownCredential)?;
            append(tx, id, |state| credential::change_secret(state, restored))?;
            let state = tx.load::<Credential>(id.0)?;
            if state.secret != number {
                return Err(Problem::code(crate::contract::ProblemCode::ChangedSince));
            }
            tx.put_sealed(id, SealedPart::Secret, number, &sealed)?;
            tx.drop_sealed(id, SealedPart::Secret, state.oldest_kept())?;
            beside(tx, context)
        })
        .await?;
    reconnect(app, &practice, [Some(&row.facts), None]).await
}

/// Puts an account away: it can be had back for a month.
pub async fn remove(app: &App, call: Call, request: CredentialRef) -> Result<CredentialList, Problem> {
    moved(app, call, ("credential.remove", request), credential::remove).await
}

/// Takes it back.
pub async fn put_back(app: &App, call: Call, request: CredentialRef) -> Result<CredentialList, Problem> {
    moved(app, call, ("credential.put_back", request), credential::put_back).await
}

/// Erases an account that was put away: its facts and every secret.
pub async fn erase(app: &App, call: Call, request: CredentialRef) -> Result<CredentialList, Problem> {
    let practice = app.practice()?;
    let id = request.credential;
    practice.command(call, &("credential.erase", request), move |tx, _| erase_now(tx, id)).await?;
    listing::show(&practice).await
}

async fn moved(
    app: &App,
    call: Call,
    asked: (&'static str, CredentialRef),
    decide: fn(&Credential) -> Result<Vec<CredentialEvent>, Refusal>,
) -> Result<CredentialList, Problem> {
    let practice = app.practice()?;
    let id = asked.1.credential;
    let facts: Option<CredentialFacts> = practice
        .command(call, &asked, move |tx, _| {
            let row = tx.queries()?.credential(id)?;
            if let Some(row) = row.as_ref().filter(|row| row.removed_at.is_some()) {
                // Put back, it may find another in its place.
                one_for_connector(tx, &row.facts)?;
            }
            append(tx, id, decide)?;
            Ok(row.map(|row| row.facts).filter(|facts| facts.for_connector))
        })
        .await?;
    reconnect(app, &practice, [facts.as_ref(), None]).await?;
    listing::show(&practice).await
}

fn erase_now(tx: &mut Tx<'_>, id: CredentialId) -> Result<(), Problem> {
    append(tx, id, credential::erase)?;
    Ok(tx.erase_credential(id)?)
}

/// Erases what was put away long enough ago; asked at each opening.
pub(crate) async fn erase_due(practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    let days = i32::try_from(credential::REMOVED_FOR_DAYS).unwrap_or(i32::MAX);
    let before = practice.now().checked_sub((24 * i64::from(days)).hours()).map_err(Problem::internal)?;
    let due: Vec<CredentialId> = practice
        .read(move |queries| {
            let rows = queries.credentials()?.into_iter();
            Ok(rows.filter(|row| row.removed_at.is_some_and(|at| at < before)).map(|row| row.id).collect())
        })
        .await?;
    if due.is_empty() {
        return Ok(());
    }
    practice
        .command(practice.own_call(), &("credential.erase_due", &due.clone()), move |tx, _| {
            due.into_iter().try_for_each(|id| erase_now(tx, id))
        })
        .await
}

/// The keyring gives the key no more: one's own passphrase does, until the practice is closed.
pub async fn unlock(app: &App, _call: Call, request: UnlockVaultRequest) -> Result<Done, Problem> {
    let practice = app.practice()?;
    let typed = request.passphrase.text().to_owned();
    team::proved(&practice, practice.user.id, UserProof::Passphrase { passphrase: typed.clone() }).await?;
    let asked = practice.clone();
    blocking(move || {
        let typed = Passphrase::new(typed).map_err(|_| Problem::field("passphrase", "empty"))?;
        let (keys, _) = KeyFile::in_folder(&asked.folder).read()?.open_as(&typed)?;
        asked.keys.keep(keys);
        Ok(Done {})
    })
    .await
}

fn append(
    tx: &mut Tx<'_>,
    id: CredentialId,
    decide: impl FnOnce(&Credential) -> Result<Vec<CredentialEvent>, Refusal>,
) -> Result<(), Problem> {
    let events = decide(&tx.load::<Credential>(id.0)?)?;
    if !events.is_empty() {
        tx.append::<Credential>(id.0, events)?;
    }
    Ok(())
}

/// Keeps an item, erases it, or leaves it as it is.
fn put_or_drop(
    tx: &mut Tx<'_>,
    id: CredentialId,
    part: SealedPart,
    given: Option<Option<&[u8]>>,
) -> Result<(), Problem> {
    match given {
        Some(Some(sealed)) => Ok(tx.put_sealed(id, part, 0, sealed)?),
        Some(None) => Ok(tx.drop_sealed(id, part, 1)?),
        None => Ok(()),
    }
}

/// The account, if whoever acts may use it. One that is not for him is not there for him.
fn usable(tx: &mut Tx<'_>, context: &Context, id: CredentialId) -> Result<CredentialRow, Problem> {
    let row = tx.queries()?.credential(id)?.ok_or(Refusal::UnknownCredential)?;
    credential::check_use(context, row.facts.holding())?;
    Ok(row)
}

/// The same before a command, for what is done outside the transaction.
async fn allowed(practice: &Arc<OpenPractice>, id: CredentialId) -> Result<CredentialRow, Problem> {
    let context = practice.context();
    let row = practice.read(move |queries| Ok(queries.credential(id)?)).await?;
    let row = row.filter(|row| row.removed_at.is_none()).ok_or(Refusal::UnknownCredential)?;
    credential::check_use(&context, row.facts.holding())?;
    Ok(row)
}

/// An owner gives an account to anybody who works here; everybody else makes one of his own or a common one, and gives none away.
fn check_holder(
    tx: &mut Tx<'_>,
    context: &Context,
    facts: &CredentialFacts,
    before: Option<&CredentialRow>,
) -> Result<(), Problem> {
    let was = before.map(|row| row.facts.holding());
    let place = |row: &CredentialRow| (row.facts.holding(), row.facts.platform.clone());
    if before.map(place) == Some((facts.holding(), facts.platform.clone())) {
        return Ok(());
    }
    let allowed = match (context.role, was) {
        (Role::Owner, _) => true,
        (_, None) => [Holding::Common, Holding::Person(context.actor)].contains(&facts.holding()),
        (_, Some(was)) => was == facts.holding(),
    };
    if !allowed {
        return Err(Problem::field("holder", "owner_gives"));
    }
    one_for_connector(tx, facts)?;
    let works_here = match facts.holder {
        None => true,
        Some(holder) => tx.queries()?.users()?.iter().any(|user| user.id == holder && user.retired_at.is_none()),
    };
    if works_here { Ok(()) } else { Err(Refusal::UnknownUser.into()) }
}

/// A connector has one account at its platform.
fn one_for_connector(tx: &mut Tx<'_>, facts: &CredentialFacts) -> Result<(), Problem> {
    let Some(platform) = facts.platform.as_ref().filter(|_| facts.for_connector) else { return Ok(()) };
    match connector_accounts::of_platform(&tx.queries()?, platform)? {
        Some(_) => Err(Problem::field("holder", "connector_has_one")),
        None => Ok(()),
    }
}

/// What a platform's connector uses is another account now, or has another secret: its line is made anew.
async fn reconnect(
    app: &App,
    practice: &Arc<OpenPractice>,
    facts: [Option<&CredentialFacts>; 2],
) -> Result<(), Problem> {
    for facts in facts.into_iter().flatten().filter(|facts| facts.for_connector) {
        if let Some(platform) = &facts.platform {
            connector_accounts::connect_line(practice, platform).await?;
            app.announce(Topic::Platforms, None);
        }
    }
    Ok(())
}

/// Whether a connector's account needs no secret: its platform asks for a certificate, or for nothing.
fn proves_by_certificate(practice: &OpenPractice, facts: &CredentialFacts) -> bool {
    let line = facts.platform.as_ref().filter(|_| facts.for_connector).and_then(|code| practice.lines.get(code));
    let description = line.and_then(|line| PlatformDescription::parse(&line.description?.text).ok());
    description.is_some_and(|description| !description.config.authentication.needs_secret())
}

/// A card or a key may open alone.
const fn may_have_none(second_factor: SecondFactor) -> bool {
    matches!(second_factor, SecondFactor::Card | SecondFactor::SecurityKey)
}

/// What was typed, parsed.
fn facts(practice: &OpenPractice, form: &CredentialForm) -> Result<CredentialFacts, Problem> {
    if let Some(platform) = &form.platform
        && practice.lines.get(platform).is_none()
    {
        return Err(Refusal::UnknownPlatform.into());
    }
    let line = form.platform.as_ref().and_then(|platform| practice.lines.get(platform));
    if form.for_connector && !line.is_some_and(|line| line.configured.channel.is_direct()) {
        return Err(Problem::field("holder", "connector_needs_platform"));
    }
    let name = fields::optional_name("name", &form.name)?;
    if name.is_empty() && form.platform.is_none() {
        return Err(Problem::field("name", "empty"));
    }
    let address = fields::bounded("address", &form.address, MOST_ADDRESS_CHARS)?;
    let is_page = ["https://", "http://"].iter().any(|start| address.starts_with(start));
    if !address.is_empty() && (!is_page || address.contains(char::is_whitespace)) {
        return Err(Problem::field("address", "not_a_page"));
    }
    Ok(CredentialFacts {
        platform: form.platform.clone(),
        name,
        address,
        holder: form.holder.filter(|_| !form.for_connector),
        for_connector: form.for_connector,
        login: fields::bounded("login", &form.login, MOST_LOGIN_CHARS)?,
        mailbox: fields::bounded("mailbox", &form.mailbox, MOST_LOGIN_CHARS)?,
        second_factor: form.second_factor,
        code_receiver: fields::optional_name("code_receiver", &form.code_receiver)?,
        stand_in: fields::optional_name("stand_in", &form.stand_in)?,
        certificate: None,
    })
}
