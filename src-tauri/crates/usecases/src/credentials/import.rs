//! Accounts that come from another program's file, and leave in one: read and shown first, line by line, then taken in one
//! transaction; what is here already is not taken twice. The file itself stays where it is, in clear: whoever imports is told to
//! destroy it. What leaves is encrypted, in a form other programs read.

use super::{
    MOST_ADDRESS_CHARS, MOST_CREDENTIALS, MOST_LOGIN_CHARS, append, check_holder, items, listing, put_or_drop,
};
use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    cheque_papers::hex,
    contract::{
        AccountsExported, AccountsImported, ExportAccountsRequest, ImportAccountsRequest, ImportPreview, ImportState,
        ImportWhy, ImportedFrom, ImportedRow, Problem, ProblemCode, ReadImportRequest, TypedSecret,
    },
    whole_file,
};
use relais_domain::{
    credential::{self, Credential, CredentialFacts, Holding, SecondFactor},
    ids::{CredentialId, UserId},
};
use relais_exchange::passwords::{self, Account, MAX_BYTES, NotAnAccount, NotRead, Program};
use relais_storage::{SealedPart, rows::CredentialRow};
use relais_vault::{
    KdbxError, KdfCost, Passphrase, PassphraseVerdict, Secret, TotpSeed, is_kdbx, open_kdbx, seal_kdbx,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{collections::HashMap, path::Path, sync::Arc};
use zeroize::Zeroizing;

/// Longest name of an account, as where one is typed.
const MOST_NAME_CHARS: usize = 80;

/// Reads a file, and shows what it would bring; no secret of it.
pub async fn read_import(app: &App, _call: Call, request: ReadImportRequest) -> Result<ImportPreview, Problem> {
    let practice = app.practice()?;
    let file_name = Path::new(&request.path).file_name().map(|name| name.to_string_lossy().into_owned());
    let (plan, checksum) = planned(&practice, request.path, request.passphrase).await?;
    let label = |facts: &CredentialFacts| listing::label(&practice, facts);
    let rows = plan.rows.iter().map(|row| ImportedRow {
        at: row.at,
        label: label(&row.facts),
        login: row.facts.login.clone(),
        address: row.facts.address.clone(),
        platform: row.facts.platform.clone(),
        state: row.state,
        why: row.why,
        has_seed: row.seed.is_some(),
        has_notes: row.notes.is_some(),
    });
    Ok(ImportPreview { from: plan.from, file_name: file_name.unwrap_or_default(), checksum, rows: rows.collect() })
}

/// Takes the lines that were chosen of the file that was shown.
pub async fn import(app: &App, call: Call, request: ImportAccountsRequest) -> Result<AccountsImported, Problem> {
    let practice = app.practice()?;
    let ImportAccountsRequest { path, checksum, passphrase, holder, taken } = request;
    let asked = ("credential.import", checksum.clone(), holder, taken.clone());
    if let Some((added, changed)) = practice.answered(call, &asked).await? {
        return Ok(AccountsImported { added, changed });
    }
    let (plan, found) = planned(&practice, path, passphrase).await?;
    if found != checksum {
        return Err(Problem::field("path", "changed"));
    }
    let keyed = practice.clone();
    let deposits = blocking(move || {
        let chosen = plan.rows.into_iter().filter(|row| taken.contains(&row.at));
        chosen.filter_map(|row| row.sealed(&keyed, holder).transpose()).collect::<Result<Vec<_>, _>>()
    })
    .await?;
    let (added, changed): (u32, u32) = practice
        .command(call, &asked, move |tx, context| {
            let known = tx.queries()?.credentials()?.len();
            let (mut added, mut changed) = (0, 0);
            for deposit in deposits {
                let Deposit { id, facts, was, secret, seed, notes } = deposit;
                if let Some(was) = was {
                    append(tx, id, |state| credential::change_secret(state, None))?;
                    let state = tx.load::<Credential>(id.0)?;
                    if state.secret != was.secret + 1 {
                        return Err(Problem::code(ProblemCode::ChangedSince));
                    }
                    tx.put_sealed(id, SealedPart::Secret, state.secret, &secret)?;
                    tx.drop_sealed(id, SealedPart::Secret, state.oldest_kept())?;
                    changed += 1;
                    continue;
                }
                if known + added as usize >= MOST_CREDENTIALS {
                    return Err(Problem::field("path", "too_many"));
                }
                check_holder(tx, context, &facts, None)?;
                append(tx, id, credential::add)?;
                tx.put_credential(id, &facts)?;
                tx.put_sealed(id, SealedPart::Secret, 1, &secret)?;
                put_or_drop(tx, id, SealedPart::Seed, Some(seed.as_deref()))?;
                put_or_drop(tx, id, SealedPart::Notes, Some(notes.as_deref()))?;
                added += 1;
            }
            Ok((added, changed))
        })
        .await?;
    Ok(AccountsImported { added, changed })
}

/// Writes every account one may use to a KeePass database under a passphrase of its own.
pub async fn export(app: &App, _call: Call, request: ExportAccountsRequest) -> Result<AccountsExported, Problem> {
    let practice = app.practice()?;
    let passphrase = passphrase(&practice, &request.passphrase).await?;
    let list = listing::show(&practice).await?.rows;
    let cost = app.setup.kdf_cost;
    blocking(move || {
        let key = practice.vault_key()?;
        let mut accounts: Vec<(String, Account)> = Vec::with_capacity(list.len());
        for item in list {
            let mut account = Account { address: item.address, login: item.login, ..Account::default() };
            let sealed = practice.database.read(|queries| queries.sealed_items(item.credential))?;
            // The present secret is the last one.
            for row in sealed {
                let opened = text(&items::open(&key, &row)?);
                match row.part {
                    SealedPart::Secret => account.secret = opened,
                    SealedPart::Seed => account.seed = opened,
                    SealedPart::Notes => account.notes = opened,
                    SealedPart::ClientKey => {}
                }
            }
            accounts.push((item.label, account));
        }
        let named: Vec<_> = accounts.iter().map(|(label, account)| (label.as_str(), account)).collect();
        let xml = passwords::write_keepass("Relais", &named);
        let cost = cost.map_or_else(|| KdfCost::calibrate(KdfCost::USUAL_TARGET), Ok)?;
        let bytes = whole_file::put(Path::new(&request.path), &seal_kdbx(&xml, &passphrase, cost)?)?;
        Ok(AccountsExported { path: request.path, accounts: u32::try_from(accounts.len()).unwrap_or(u32::MAX), bytes })
    })
    .await
}

/// A passphrase that a copied file can be left under.
async fn passphrase(practice: &Arc<OpenPractice>, typed: &TypedSecret) -> Result<Passphrase, Problem> {
    let shop =
        practice.read(|queries| Ok(queries.practice()?.map(|row| row.letterhead.name).unwrap_or_default())).await?;
    let empty = |_| Problem::field("passphrase", "empty");
    let passphrase = Passphrase::new(typed.text().to_owned()).map_err(empty)?;
    let strength = passphrase.strength(&[&shop, &practice.user.name]);
    if strength.verdict == PassphraseVerdict::Accepted {
        Ok(passphrase)
    } else {
        Err(Problem::with(ProblemCode::PassphraseTooWeak, json!({ "bits": strength.bits })))
    }
}

fn text(secret: &Secret) -> Zeroizing<String> {
    Zeroizing::new(String::from_utf8_lossy(secret.expose()).into_owned())
}

// --- What a file would bring -----------------------------------------------------------------------------------------

struct Plan {
    from: ImportedFrom,
    rows: Vec<Planned>,
}

struct Planned {
    at: u32,
    facts: CredentialFacts,
    secret: Option<Secret>,
    seed: Option<Secret>,
    notes: Option<Secret>,
    state: ImportState,
    why: Option<ImportWhy>,
    /// The account here that it is, with another secret.
    was: Option<CredentialRow>,
}

/// One account, sealed.
struct Deposit {
    id: CredentialId,
    facts: CredentialFacts,
    was: Option<CredentialRow>,
    secret: Vec<u8>,
    seed: Option<Vec<u8>>,
    notes: Option<Vec<u8>>,
}

impl Planned {
    /// Nothing for a line that brings nothing.
    fn sealed(self, practice: &OpenPractice, holder: Option<UserId>) -> Result<Option<Deposit>, Problem> {
        let (Some(secret), ImportState::New | ImportState::OtherSecret) = (&self.secret, self.state) else {
            return Ok(None);
        };
        let id = self.was.as_ref().map_or_else(|| CredentialId(practice.fresh()), |was| was.id);
        let number = self.was.as_ref().map_or(1, |was| was.secret + 1);
        let key = practice.vault_key()?;
        let seal = |part, number, secret: &Secret| items::seal(&key, id, (part, number), secret);
        Ok(Some(Deposit {
            id,
            facts: CredentialFacts { holder, ..self.facts },
            secret: seal(SealedPart::Secret, number, secret)?,
            seed: self.seed.map(|seed| seal(SealedPart::Seed, 0, &seed)).transpose()?,
            notes: self.notes.map(|notes| seal(SealedPart::Notes, 0, &notes)).transpose()?,
            was: self.was,
        }))
    }
}

/// The plan of a file, and its checksum.
async fn planned(
    practice: &Arc<OpenPractice>,
    path: String,
    passphrase: Option<TypedSecret>,
) -> Result<(Plan, String), Problem> {
    let practice = practice.clone();
    blocking(move || {
        let bytes = whole_file::read(Path::new(&path), MAX_BYTES as u64)?;
        let checksum = hex(&Sha256::digest(bytes.as_slice()));
        let (from, accounts) = if is_kdbx(&bytes) {
            (ImportedFrom::KeePassDatabase, passwords::read(opened(&bytes, passphrase)?.expose()).map_err(not_read)?)
        } else {
            let accounts = passwords::read(&bytes).map_err(not_read)?;
            let from = match accounts.program {
                Program::KeePass => ImportedFrom::KeePass,
                Program::Bitwarden => ImportedFrom::Bitwarden,
                Program::Browser => ImportedFrom::Browser,
            };
            (from, accounts)
        };
        let mut here = Here::of(&practice)?;
        let rows = accounts.entries.into_iter().map(|entry| here.place(entry)).collect();
        Ok((Plan { from, rows }, checksum))
    })
    .await
}

fn opened(bytes: &[u8], passphrase: Option<TypedSecret>) -> Result<Secret, Problem> {
    let typed = passphrase.map(|typed| typed.text().to_owned()).unwrap_or_default();
    let passphrase = Passphrase::new(typed).map_err(|_| Problem::field("passphrase", "empty"))?;
    open_kdbx(bytes, &passphrase).map_err(|error| match error {
        KdbxError::WrongPassphrase => Problem::code(ProblemCode::WrongPassphrase),
        KdbxError::NotKdbx | KdbxError::OtherForm => Problem::field("path", "other_database"),
        KdbxError::Damaged => Problem::field("path", "damaged"),
    })
}

fn not_read(why: NotRead) -> Problem {
    let reason = match why {
        NotRead::Empty => "no_accounts",
        NotRead::TooLarge | NotRead::TooMany => "too_large",
        NotRead::NotText | NotRead::Unknown | NotRead::NoColumns => "unknown_accounts",
        NotRead::Encrypted => "encrypted_accounts",
        NotRead::Damaged { .. } => "damaged",
    };
    Problem::field("path", reason)
}

/// The accounts that are here already, and those the file brought so far.
struct Here {
    known: HashMap<(String, String), (Option<CredentialRow>, Secret)>,
    /// Where each platform's portal is.
    portals: Vec<(String, relais_domain::platform::PlatformCode)>,
}

impl Here {
    /// Blocking.
    fn of(practice: &Arc<OpenPractice>) -> Result<Self, Problem> {
        let key = practice.vault_key()?;
        let (rows, sealed) =
            practice.database.read(|queries| Ok::<_, Problem>((queries.credentials()?, queries.sealed_secrets()?)))?;
        let mine = |row: &CredentialRow| {
            let holding = row.facts.holding();
            holding != Holding::Connector && credential::may_use(practice.user.role, practice.user.id, holding)
        };
        let mut known = HashMap::new();
        for row in rows.into_iter().filter(mine) {
            if let Some(item) = sealed.iter().find(|item| item.credential == row.id) {
                known.insert(place(&row.facts), (Some(row), items::open(&key, item)?));
            }
        }
        let lines = practice.lines.all().into_iter().map(|line| line.configured);
        let portals = lines.filter_map(|it| Some((host(&it.portal_url?)?, it.platform))).collect();
        Ok(Here { known, portals })
    }

    fn place(&mut self, entry: passwords::Entry) -> Planned {
        let account = entry.account.as_ref().ok();
        let mut planned = Planned {
            at: entry.at,
            facts: self.facts(entry.at, &entry.title, account),
            secret: None,
            seed: None,
            notes: None,
            state: ImportState::Unreadable,
            why: None,
            was: None,
        };
        match entry.account.map_err(why).and_then(|account| planned.takes(&account)) {
            Err(why) => planned.why = Some(why),
            Ok(()) => self.compare(&mut planned),
        }
        planned
    }

    /// Whether it is here already.
    fn compare(&mut self, planned: &mut Planned) {
        let Some(secret) = &planned.secret else { return };
        let place = place(&planned.facts);
        planned.state = match self.known.get(&place) {
            None => ImportState::New,
            Some((_, here)) if here.expose() == secret.expose() => ImportState::Known,
            Some((Some(row), _)) => {
                planned.was = Some(row.clone());
                ImportState::OtherSecret
            }
            // Two lines of the file for one account: the first is taken.
            Some((None, _)) => ImportState::Unreadable,
        };
        match planned.state {
            ImportState::Unreadable => planned.why = Some(ImportWhy::Twice),
            ImportState::New => drop(self.known.insert(place, (None, secret.clone()))),
            ImportState::Known | ImportState::OtherSecret => {}
        }
    }

    fn facts(&self, at: u32, title: &str, account: Option<&Account>) -> CredentialFacts {
        let address = account.map(|account| account.address.trim()).unwrap_or_default();
        let is_page = ["https://", "http://"].iter().any(|start| address.starts_with(start));
        let is_kept =
            is_page && address.chars().count() <= MOST_ADDRESS_CHARS && !address.contains(char::is_whitespace);
        let at_portal = host(address).and_then(|host| self.portals.iter().find(|(portal, _)| *portal == host));
        let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_NAME_CHARS).collect();
        let unnamed = || host(address).unwrap_or_else(|| format!("n° {at}"));
        let name = Some(title.trim().to_owned()).filter(|title| !title.is_empty()).unwrap_or_else(unnamed);
        CredentialFacts {
            platform: at_portal.map(|(_, code)| code.clone()),
            name,
            address: if is_kept { address.to_owned() } else { String::new() },
            login: account.map(|account| account.login.trim().to_owned()).unwrap_or_default(),
            ..CredentialFacts::default()
        }
    }
}

impl Planned {
    /// What of an account may be sealed, by the rules of what is typed.
    fn takes(&mut self, account: &Account) -> Result<(), ImportWhy> {
        if self.facts.login.chars().count() > MOST_LOGIN_CHARS {
            return Err(ImportWhy::TooLong);
        }
        if self.facts.login.chars().any(char::is_control) {
            return Err(ImportWhy::Character);
        }
        let typed = |text: &Zeroizing<String>| TypedSecret::from(text.to_string());
        self.secret = Some(items::checked_secret(&typed(&account.secret), false).map_err(|it| reason(&it))?);
        self.notes = items::checked_notes(&typed(&account.notes)).map_err(|it| reason(&it))?;
        if !account.seed.trim().is_empty() {
            // A seed that cannot be read keeps no secret out: it is said.
            match TotpSeed::parse(&account.seed) {
                Ok(seed) => {
                    self.seed = Some(seed.to_secret());
                    self.facts.second_factor = SecondFactor::Totp;
                }
                Err(_) => self.why = Some(ImportWhy::SeedNotRead),
            }
        }
        Ok(())
    }
}

fn why(not: NotAnAccount) -> ImportWhy {
    match not {
        NotAnAccount::NoSecret => ImportWhy::NoSecret,
        NotAnAccount::NotALogin => ImportWhy::NotALogin,
        NotAnAccount::InBin => ImportWhy::InBin,
        NotAnAccount::Malformed => ImportWhy::Malformed,
    }
}

fn reason(problem: &Problem) -> ImportWhy {
    if problem.params["reason"] == "too_long" { ImportWhy::TooLong } else { ImportWhy::Character }
}

/// Which account it is, whatever its secret: the host of its page, else its name, and its identifier.
fn place(facts: &CredentialFacts) -> (String, String) {
    (host(&facts.address).unwrap_or_else(|| facts.name.to_lowercase()), facts.login.to_lowercase())
}

/// The host of an address, in small letters and without « www. ».
fn host(address: &str) -> Option<String> {
    let rest = ["https://", "http://"].iter().find_map(|start| address.strip_prefix(start))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://www.Portail.exemple.fr/connexion?x=1", Some("portail.exemple.fr"))]
    #[case("http://moi@portail.exemple.fr:8443", Some("portail.exemple.fr:8443"))]
    #[case("android://abc@com.exemple/", None)]
    #[case("https://", None)]
    #[case("", None)]
    fn hosts(#[case] address: &str, #[case] expected: Option<&str>) {
        assert_eq!(host(address).as_deref(), expected);
    }
}
