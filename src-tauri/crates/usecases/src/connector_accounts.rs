//! The account Relais itself speaks to a platform with: one of the vault, held by nobody ([`Holding::Connector`]), at most one a
//! platform. A connector asks for its secret when one leaves; whoever configures a platform puts it there.
//!
//! What is used is remembered here and written with the next line of the access log: a look-up costs no commit for it.
//!
//! [`Holding::Connector`]: relais_domain::credential::Holding::Connector

use crate::{
    access_log::Access,
    app::{OpenPractice, blocking},
    contract::{AccessKind, AccessSubject, Problem, ProblemCode},
    credentials::items,
    house_keys::HouseKeys,
    platform_lines::LineSecrets,
    ports::Clock,
};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    credential::{self, Credential, CredentialFacts, CredentialField},
    ids::CredentialId,
    platform::{DescriptionFile, Platform, PlatformCode, PlatformConfigured},
};
use relais_platforms::{
    connector::{Account, AccountProof, Authentication, ClientSecret, Login, OutOfReach},
    description::PlatformDescription,
    platform::Exchange,
};
use relais_storage::{Database, Queries, SealedPart, Tx, rows::CredentialRow};
use relais_vault::Secret;
use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};
use zeroize::Zeroizing;

/// The accounts of connectors, by platform.
pub(crate) fn all(queries: &Queries<'_>) -> Result<BTreeMap<PlatformCode, CredentialRow>, Problem> {
    let in_use = queries.connector_credentials()?.into_iter().filter(|row| row.removed_at.is_none());
    Ok(in_use.filter_map(|row| Some((row.facts.platform.clone()?, row))).collect())
}

/// The account of one platform's connector.
pub(crate) fn of_platform(queries: &Queries<'_>, code: &PlatformCode) -> Result<Option<CredentialRow>, Problem> {
    Ok(all(queries)?.remove(code))
}

/// The same outside a transaction.
pub(crate) async fn known(practice: &Arc<OpenPractice>, code: &PlatformCode) -> Result<Option<CredentialRow>, Problem> {
    let code = code.clone();
    practice.read(move |queries| of_platform(queries, &code)).await
}

/// Whether it has a secret.
pub(crate) fn has_secret(account: Option<&CredentialRow>) -> bool {
    account.is_some_and(|row| row.parts.contains(&SealedPart::Secret))
}

/// Whether it has the key of a certificate.
pub(crate) fn has_key(account: Option<&CredentialRow>) -> bool {
    account.is_some_and(|row| row.parts.contains(&SealedPart::ClientKey))
}

/// What proves the practice on the line of a platform.
pub(crate) async fn line_secrets(practice: &Arc<OpenPractice>, code: &PlatformCode) -> Result<LineSecrets, Problem> {
    let Some(row) = known(practice, code).await? else { return Ok(LineSecrets::default()) };
    let has_secret = has_secret(Some(&row));
    let account = has_secret.then(|| Arc::new(VaultAccount::of(practice, row.id)) as Arc<dyn Account>);
    let client_key = if has_key(Some(&row)) { item(practice, &row, SealedPart::ClientKey).await? } else { None };
    Ok(LineSecrets { account, client_key: client_key.map(text) })
}

/// What a platform's account holds, all at once: for a call that leaves without a line.
pub(crate) async fn opened(practice: &Arc<OpenPractice>, code: &PlatformCode) -> Result<Option<Opened>, Problem> {
    let Some(row) = known(practice, code).await? else { return Ok(None) };
    let secret = item(practice, &row, SealedPart::Secret).await?;
    let client_key = item(practice, &row, SealedPart::ClientKey).await?;
    practice.uses.note(row.id, practice.now());
    Ok(Some(Opened { login: row.facts.login, secret, client_key }))
}

/// What an account of the vault holds, opened.
pub(crate) struct Opened {
    pub(crate) login: String,
    pub(crate) secret: Option<Secret>,
    pub(crate) client_key: Option<Secret>,
}

/// The present item of one part.
async fn item(practice: &Arc<OpenPractice>, row: &CredentialRow, part: SealedPart) -> Result<Option<Secret>, Problem> {
    let (practice, id, secret) = (practice.clone(), row.id, row.secret);
    blocking(move || {
        let number = if part == SealedPart::Secret { secret } else { 0 };
        let items = practice.database.read(|queries| queries.sealed_items(id))?;
        let item = items.iter().find(|item| item.part == part && item.number == number);
        item.map(|item| items::open(&practice.vault_key()?, item)).transpose()
    })
    .await
}

/// The text of an item, which came as one.
pub(crate) fn text(secret: Secret) -> String {
    String::from_utf8_lossy(secret.expose()).into_owned()
}

// --- What a connector asks -------------------------------------------------------------------------------------------

/// An account of the vault, as a connector knows it: which one, and where its keys are.
struct VaultAccount {
    id: CredentialId,
    database: Database,
    keys: Arc<HouseKeys>,
    uses: Arc<AccountUses>,
    clock: Arc<dyn Clock>,
}

impl VaultAccount {
    fn of(practice: &OpenPractice, id: CredentialId) -> Self {
        let (database, keys) = (practice.database.clone(), practice.keys.clone());
        VaultAccount { id, database, keys, uses: practice.uses.clone(), clock: practice.clock.clone() }
    }
}

impl fmt::Debug for VaultAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VaultAccount").field(&self.id).finish()
    }
}

impl Account for VaultAccount {
    fn proof(&self) -> Exchange<'_, Result<AccountProof, OutOfReach>> {
        let (id, database, keys) = (self.id, self.database.clone(), self.keys.clone());
        Box::pin(async move {
            let proof = blocking(move || proof(&database, &keys, id)).await.map_err(|problem| {
                tracing::warn!(%problem, "the secret of a platform's account is out of reach");
                OutOfReach
            })?;
            self.uses.note(id, self.clock.now());
            Ok(proof)
        })
    }
}

fn proof(database: &Database, keys: &HouseKeys, id: CredentialId) -> Result<AccountProof, Problem> {
    let (row, items) =
        database.read(|queries| Ok::<_, Problem>((queries.credential(id)?, queries.sealed_items(id)?)))?;
    let row = row.filter(|row| row.removed_at.is_none() && row.facts.for_connector);
    let gone = || Problem::from(relais_domain::refusal::Refusal::UnknownCredential);
    let row = row.ok_or_else(gone)?;
    let item = items.iter().find(|item| item.part == SealedPart::Secret && item.number == row.secret);
    let secret = items::open(keys.whole()?.vault_key(), item.ok_or_else(gone)?)?;
    let login = Some(row.facts.login).filter(|login| !login.is_empty()).map(Zeroizing::new);
    Ok(AccountProof { login, secret: ClientSecret::new(text(secret)) })
}

/// Which accounts were used since the last line of the access log, and of which it was told already today.
#[derive(Default)]
pub struct AccountUses(Mutex<Uses>);

#[derive(Default)]
struct Uses {
    since: BTreeMap<CredentialId, Timestamp>,
    told: BTreeMap<CredentialId, Date>,
}

impl AccountUses {
    fn uses(&self) -> std::sync::MutexGuard<'_, Uses> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, id: CredentialId, at: Timestamp) {
        self.uses().since.insert(id, at);
    }

    /// What was used since, and what the log is told of it: each account once a day.
    pub(crate) fn take(&self, today: Date) -> (Vec<(CredentialId, Timestamp)>, Vec<Access>) {
        let mut uses = self.uses();
        let since: Vec<_> = std::mem::take(&mut uses.since).into_iter().collect();
        let told = &mut uses.told;
        let first = since.iter().filter(|(id, _)| told.insert(*id, today) != Some(today));
        let accesses = first.map(|(id, _)| {
            Access::done(AccessKind::CredentialUsed).about(AccessSubject::Credential, &id.0.to_string())
        });
        let accesses = accesses.collect();
        (since, accesses)
    }

    /// They could not be written: they are still to be.
    pub(crate) fn put_back(&self, since: Vec<(CredentialId, Timestamp)>) {
        let mut uses = self.uses();
        for (id, at) in since {
            uses.told.remove(&id);
            uses.since.entry(id).or_insert(at);
        }
    }
}

// --- What whoever configures a platform puts there --------------------------------------------------------------------

/// What was typed of a platform's account.
#[derive(Default)]
pub(crate) struct TypedAccount {
    pub(crate) secret: Option<String>,
    /// PEM.
    pub(crate) client_key: Option<String>,
}

/// An account as it will stand once its platform is configured, sealed before the transaction.
pub(crate) struct Deposit {
    platform: PlatformCode,
    id: CredentialId,
    /// The account as it was; none for a new one.
    was: Option<CredentialRow>,
    facts: CredentialFacts,
    secret: Option<(u32, Vec<u8>)>,
    client_key: Option<Vec<u8>>,
}

/// Makes ready what was typed. The same secret again is no change; nothing typed for a platform without an account makes none.
pub(crate) async fn prepare(
    practice: &Arc<OpenPractice>,
    configured: &PlatformConfigured,
    description: Option<&DescriptionFile>,
    typed: TypedAccount,
) -> Result<Option<Deposit>, Problem> {
    let code = &configured.platform;
    let was = known(practice, code).await?;
    if was.is_none() && typed.secret.is_none() && typed.client_key.is_none() {
        return Ok(None);
    }
    let login = login(configured, description);
    let said_before =
        practice.lines.get(code).and_then(|line| self::login(&line.configured, line.description.as_ref()));
    let mut facts = was.as_ref().map_or_else(CredentialFacts::default, |row| row.facts.clone());
    (facts.platform, facts.for_connector, facts.holder) = (Some(code.clone()), true, None);
    if let Some(login) = login.filter(|login| was.is_none() || Some(login) != said_before.as_ref()) {
        facts.login = login;
    }
    let platform = code.clone();
    let (practice, id) = (practice.clone(), was.as_ref().map_or_else(|| CredentialId(practice.fresh()), |row| row.id));
    let secret = match (&was, typed.secret) {
        (Some(row), Some(secret)) => {
            let kept = item(&practice, row, SealedPart::Secret).await?;
            Some(secret).filter(|secret| kept.is_none_or(|kept| kept.expose() != secret.as_bytes()))
        }
        (_, secret) => secret,
    };
    let number = was.as_ref().map_or(1, |row| row.secret + 1);
    blocking(move || {
        let seal = |part, number, typed: String| {
            items::seal(&practice.vault_key()?, id, (part, number), &Secret::new(typed.into_bytes()))
        };
        let secret = secret.map(|secret| seal(SealedPart::Secret, number, secret)).transpose()?;
        let client_key = typed.client_key.map(|key| seal(SealedPart::ClientKey, 0, key)).transpose()?;
        Ok(Some(Deposit { platform, id, was, facts, secret: secret.map(|sealed| (number, sealed)), client_key }))
    })
    .await
}

impl Deposit {
    /// Puts it in the vault, in the transaction that configures its platform.
    pub(crate) fn put(self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let Deposit { platform, id, was, facts, secret, client_key } = self;
        // Somebody else may have given it another account, or another secret, meanwhile.
        let stands = of_platform(&tx.queries()?, &platform)?.map(|row| (row.id, row.secret));
        if stands != was.as_ref().map(|row| (row.id, row.secret)) {
            return Err(Problem::code(ProblemCode::ChangedSince));
        }
        let state = tx.load::<Credential>(id.0)?;
        let events = match &was {
            None => credential::add(&state)?,
            Some(row) => {
                let mut events = credential::edit(&state, row.facts.differing(&facts))?;
                if client_key.is_some() {
                    events.extend(credential::edit(&state, vec![CredentialField::ClientKey])?);
                }
                if secret.is_some() {
                    events.extend(credential::change_secret(&state, None)?);
                }
                events
            }
        };
        if !events.is_empty() {
            tx.append::<Credential>(id.0, events)?;
        }
        tx.put_credential(id, &facts)?;
        if let Some((number, sealed)) = secret {
            tx.put_sealed(id, SealedPart::Secret, number, &sealed)?;
            let oldest = tx.load::<Credential>(id.0)?.oldest_kept();
            tx.drop_sealed(id, SealedPart::Secret, oldest)?;
        }
        match client_key {
            Some(sealed) => Ok(tx.put_sealed(id, SealedPart::ClientKey, 0, &sealed)?),
            None => Ok(()),
        }
    }
}

/// Puts the account of a platform away with it; it can be had back for a while.
pub(crate) fn put_away(tx: &mut Tx<'_>, code: &PlatformCode) -> Result<(), Problem> {
    let Some(row) = of_platform(&tx.queries()?, code)? else { return Ok(()) };
    let events = credential::remove(&tx.load::<Credential>(row.id.0)?)?;
    if !events.is_empty() {
        tx.append::<Credential>(row.id.0, events)?;
    }
    Ok(())
}

/// The identifier a platform is configured or described with.
fn login(configured: &PlatformConfigured, description: Option<&DescriptionFile>) -> Option<String> {
    let Some(file) = description else { return configured.client_id.clone() };
    match PlatformDescription::parse(&file.text).ok()?.config.authentication {
        Authentication::ClientCredentials { client_id: login, .. }
        | Authentication::Basic { user: login }
        | Authentication::Login(Login { user: login, .. }) => Some(login),
        Authentication::Bearer | Authentication::Certificate | Authentication::Open => None,
    }
}

/// Makes the line of a platform anew, with what the vault has of it now. One that cannot be made is kept without a connection.
pub(crate) async fn connect_line(practice: &Arc<OpenPractice>, code: &PlatformCode) -> Result<(), Problem> {
    let asked = code.clone();
    let platform = practice
        .read(move |queries| {
            let row = queries.platform_strip()?.into_iter().find(|row| row.platform == asked);
            Ok(row.map(|row| queries.stream::<Platform>(row.id)).transpose()?.flatten())
        })
        .await?;
    let Some((configured, description)) = platform.and_then(|it| Some((it.configured?, it.description))) else {
        return Ok(());
    };
    let secrets = line_secrets(practice, code).await;
    let made =
        secrets.and_then(|secrets| practice.lines.set_described(configured.clone(), description.clone(), secrets));
    // It must not keep the practice from opening, nor an account from being changed.
    if let Err(problem) = made {
        tracing::warn!(%problem, "a platform's line could not be made");
        practice.lines.keep(configured, description);
    }
    Ok(())
}
