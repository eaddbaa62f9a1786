//! « Coffre d'accès »: accounts are added, changed, seen and copied, each by whoever may, each leaving its line; and the database,
//! even opened with its key, shows no secret. Through the door of the window throughout.

use relais_domain::context::Role;
use relais_domain::ids::{CredentialId, UserId};
use relais_usecases::contract::{
    AccessKind, AccessLogPage, CredentialList, CredentialView, CredentialWarning, HealthKind, HealthView, Problem,
    ProblemCode, TeamView,
};
use relais_usecases::{demonstration, disclosures, table};
use rusqlite::types::ValueRef;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call};

const LOGIN: &str = "optique-vieux-port";
const SECRETS: [&str; 4] = ["Tournesol!premier", "Glycine?deuxieme", "Pivoine;troisieme", "Bleuet:quatrieme"];
const NOTES: &str = "Réponse secrète : mimosa\nCode de l’opérateur 4417";
const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const HER_PASSPHRASE: &str = "sept chevaux boivent au puits du moulin rouge";

async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

async fn disclosed(shop: &Shop, name: &str, request: Value) -> Result<String, Problem> {
    let secret = disclosures::disclose(&shop.app, name, call(), request).await?;
    Ok(String::from_utf8(secret.expose().to_vec()).unwrap())
}

async fn shown(shop: &Shop, credential: CredentialId) -> Result<String, Problem> {
    disclosed(shop, "credential.reveal", json!({ "credential": credential, "part": "secret", "number": null })).await
}

fn facts(name: &str, holder: Option<UserId>) -> Value {
    json!({
        "platform": "viamedis", "name": name, "address": "https://portail.exemple.fr/", "holder": holder, "for_connector": false, "login": LOGIN,
        "mailbox": "contact@optique.exemple.fr", "second_factor": "totp", "code_receiver": "", "stand_in": "",
    })
}

fn account(name: &str, holder: Option<UserId>, secret: &str) -> Value {
    let seed = json!({ "typed": SEED, "picture": null });
    json!({ "facts": facts(name, holder), "secret": secret, "seed": seed, "notes": NOTES })
}

pub(crate) async fn adds(shop: &Shop, name: &str, holder: Option<UserId>, secret: &str) -> CredentialView {
    ask(shop, "credential.add", account(name, holder, secret)).await.unwrap()
}

async fn changes(shop: &Shop, credential: CredentialId, secret: &str) -> CredentialView {
    ask(shop, "credential.change_secret", json!({ "credential": credential, "secret": secret })).await.unwrap()
}

/// The accounts of people: those of the demonstration's connectors stand beside them.
async fn list(shop: &Shop) -> CredentialList {
    of_people(ask(shop, "credential.list", json!({})).await.unwrap())
}

fn of_people(mut list: CredentialList) -> CredentialList {
    list.rows.retain(|row| !row.for_connector);
    list
}

async fn comes(shop: &Shop, user: UserId, passphrase: &str) {
    let proof = json!({ "with": "passphrase", "passphrase": passphrase });
    ask::<Value>(shop, "user.switch", json!({ "user": user, "proof": proof })).await.unwrap();
}

async fn hires(shop: &Shop, name: &str, role: Role, passphrase: &str) -> UserId {
    let request = json!({ "name": name, "role": role, "passphrase": passphrase, "pin": "" });
    let team: TeamView = ask(shop, "user.add", request).await.unwrap();
    team.members.iter().find(|member| member.name == name).unwrap().user
}

/// What the access log tells of the accounts, the oldest first: by whom, what, of which, which part, with what end.
async fn told(shop: &Shop, kind: AccessKind) -> Vec<(String, String, String, String)> {
    let request =
        json!({ "kind": kind, "user": null, "from": null, "until": null, "text": "", "before": null, "limit": 100 });
    let page: AccessLogPage = ask(shop, "access_log.list", request).await.unwrap();
    let about = |row: &relais_usecases::contract::AccessLogRow| row.about.clone().map(|about| about.label);
    let rows = page.rows.into_iter().rev();
    rows.map(|row| (row.actor.clone(), about(&row).unwrap_or_default(), row.detail.unwrap_or_default(), row.outcome))
        .collect()
}

/// Every value of every table and index of the practice's database, opened with its key.
pub(crate) fn everything_in_the_database(shop: &Shop) -> Vec<u8> {
    let connection = shop.opened_with_its_key();
    let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(names.iter().any(|name| name == "credential_item"));
    let mut bytes = Vec::new();
    for name in names {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                if let ValueRef::Text(value) | ValueRef::Blob(value) = row.get_ref(column).unwrap() {
                    bytes.extend_from_slice(value);
                    bytes.push(0);
                }
            }
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [text.as_bytes().to_vec(), wide].iter().any(|needle| bytes.windows(needle.len()).any(|found| found == &needle[..]))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_even_opened_shows_no_secret() -> Outcome {
    let shop = Shop::open().await;
    let added = adds(&shop, "comptoir", None, SECRETS[0]).await;
    let credential = added.item.credential;
    assert_eq!(
        (added.item.label.as_str(), added.item.has_seed, added.item.has_notes),
        ("Viamedis · comptoir", true, true)
    );
    assert_eq!(added.past, []);
    for secret in &SECRETS[1..3] {
        changes(&shop, credential, secret).await;
    }
    assert_eq!(shown(&shop, credential).await?, SECRETS[2]);
    let past = |number| json!({ "credential": credential, "part": "past", "number": number });
    assert_eq!(disclosed(&shop, "credential.reveal", past(json!(1))).await?, SECRETS[0]);
    assert_eq!(
        disclosed(&shop, "credential.reveal", past(json!(9))).await.unwrap_err().code,
        ProblemCode::UnknownCredential
    );
    let notes = json!({ "credential": credential, "part": "notes", "number": null });
    assert_eq!(disclosed(&shop, "credential.reveal", notes).await?, NOTES);
    let code = disclosed(&shop, "credential.code", json!({ "credential": credential })).await?;
    let lines: Vec<&str> = code.lines().collect();
    assert!(lines[0].len() == 6 && lines[0].bytes().all(|byte| byte.is_ascii_digit()), "{lines:?}");
    let (left, period) = (lines[1].parse::<u64>().unwrap(), lines[2].parse::<u64>().unwrap());
    assert!((1..=30_000).contains(&left) && period == 30_000);

    let bytes = everything_in_the_database(&shop);
    for found in [LOGIN, "Viamedis"] {
        assert!(holds(&bytes, found), "the scan does not see « {found} », so it proves nothing");
    }
    for secret in SECRETS[..3].iter().chain(&[NOTES, "mimosa", SEED, "12345678901234567890"]) {
        assert!(!holds(&bytes, secret), "{secret}");
    }
    // Nor does an exported archive, and the journal says what changed.
    let view: CredentialView = ask(&shop, "credential.view", json!({ "credential": credential })).await?;
    let kinds: Vec<&str> = view.timeline.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["credential.secret_changed", "credential.secret_changed", "credential.added"]);
    assert!(view.timeline.iter().all(|row| row.body == json!({})), "{:?}", view.timeline);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn five_secrets_of_before_are_kept_and_one_of_them_can_be_put_back() -> Outcome {
    let shop = Shop::open().await;
    let credential = adds(&shop, "", None, "secret-1").await.item.credential;
    for number in 2..=8 {
        changes(&shop, credential, &format!("secret-{number}")).await;
    }
    let view: CredentialView = ask(&shop, "credential.view", json!({ "credential": credential })).await?;
    assert_eq!(view.past.iter().map(|past| past.number).collect::<Vec<_>>(), [7, 6, 5, 4, 3]);
    let restore = |number: u32| json!({ "credential": credential, "number": number });
    assert_eq!(
        ask::<Value>(&shop, "credential.restore_previous", restore(2)).await.unwrap_err().code,
        ProblemCode::UnknownCredential
    );
    let view: CredentialView = ask(&shop, "credential.restore_previous", restore(5)).await?;
    assert_eq!(shown(&shop, credential).await?, "secret-5");
    assert_eq!(view.past.iter().map(|past| past.number).collect::<Vec<_>>(), [8, 7, 6, 5, 4]);
    assert_eq!(view.timeline[0].body, json!({ "restored": 5 }));

    // Asked again by a window that did not hear the answer, both are the deed that was done: also the putting back of the oldest,
    // of which nothing is left.
    for (deed, request) in [
        ("credential.change_secret", json!({ "credential": credential, "secret": "secret-10" })),
        ("credential.restore_previous", restore(5)),
    ] {
        let same = call();
        let first = table::dispatch(&shop.app, deed, same, request.clone()).await?;
        let entries = shop.entries();
        assert_eq!(table::dispatch(&shop.app, deed, same, request).await?, first, "{deed}");
        assert_eq!(shop.entries(), entries, "{deed}");
    }

    // What is not given stays; what is given empty is gone.
    let edited = json!({ "credential": credential, "facts": facts("autre nom", None), "seed": null, "notes": "" });
    let view: CredentialView = ask(&shop, "credential.edit", edited).await?;
    assert_eq!((view.item.has_seed, view.item.has_notes, view.item.name.as_str()), (true, false, "autre nom"));
    assert_eq!(view.timeline[0].body, json!({ "fields": ["site", "notes"] }));
    // Nothing changed, nothing is written.
    let entries = shop.entries();
    let again = json!({ "credential": credential, "facts": facts("autre nom", None), "seed": null, "notes": null });
    ask::<Value>(&shop, "credential.edit", again).await?;
    assert_eq!(shop.entries(), entries);

    // Put away, it is had back; erased, it is not, and its bytes are gone.
    let of = json!({ "credential": credential });
    assert_eq!(
        ask::<Value>(&shop, "credential.erase", of.clone()).await.unwrap_err().code,
        ProblemCode::UnknownCredential
    );
    let removed = of_people(ask(&shop, "credential.remove", of.clone()).await?);
    assert_eq!((removed.rows.len(), removed.removed.len()), (0, 1));
    assert_eq!(shown(&shop, credential).await.unwrap_err().code, ProblemCode::UnknownCredential);
    let back = of_people(ask(&shop, "credential.put_back", of.clone()).await?);
    assert_eq!((back.rows.len(), back.removed.len()), (1, 0));
    assert_eq!(shown(&shop, credential).await?, "secret-5");
    ask::<Value>(&shop, "credential.remove", of.clone()).await?;
    let gone = of_people(ask(&shop, "credential.erase", of.clone()).await?);
    assert_eq!((gone.rows.len(), gone.removed.len()), (0, 0));
    assert!(!holds(&everything_in_the_database(&shop), LOGIN));
    assert_eq!(ask::<Value>(&shop, "credential.put_back", of).await.unwrap_err().code, ProblemCode::UnknownCredential);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_uses_his_own_and_the_common_ones_and_each_use_leaves_its_line() -> Outcome {
    let shop = Shop::open().await;
    let team: TeamView = ask(&shop, "user.list", json!({})).await?;
    let owner = team.me;
    let lea = hires(&shop, "Léa Martin", Role::Counter, HER_PASSPHRASE).await;
    let hers = adds(&shop, "à Léa", Some(lea), SECRETS[0]).await.item.credential;
    let owners = adds(&shop, "à la titulaire", Some(owner), SECRETS[1]).await.item.credential;
    let common = adds(&shop, "commun", None, SECRETS[2]).await.item.credential;

    comes(&shop, lea, HER_PASSPHRASE).await;
    let seen: Vec<CredentialId> = list(&shop).await.rows.iter().map(|row| row.credential).collect();
    assert!(seen.contains(&hers) && seen.contains(&common) && !seen.contains(&owners));
    assert_eq!(shown(&shop, hers).await?, SECRETS[0]);
    let copied = json!({ "credential": common, "part": "login" });
    assert_eq!(disclosed(&shop, "credential.copy", copied).await?, LOGIN);
    // What is not hers is not there for her, whatever she asks.
    let of_owner = json!({ "credential": owners });
    assert_eq!(shown(&shop, owners).await.unwrap_err().code, ProblemCode::UnknownCredential);
    for (name, request) in [
        ("credential.view", of_owner.clone()),
        ("credential.change_secret", json!({ "credential": owners, "secret": "x" })),
        ("credential.restore_previous", json!({ "credential": owners, "number": 1 })),
        (
            "credential.edit",
            json!({ "credential": owners, "facts": facts("x", Some(lea)), "seed": null, "notes": null }),
        ),
    ] {
        assert_eq!(
            ask::<Value>(&shop, name, request).await.unwrap_err().code,
            ProblemCode::UnknownCredential,
            "{name}"
        );
    }
    // She makes one of her own, gives none away, takes no common one for herself, and removes none.
    assert_eq!(adds(&shop, "le mien", Some(lea), SECRETS[3]).await.item.holder, Some(lea));
    for holder in [Some(owner), Some(lea)] {
        let taken = json!({ "credential": common, "facts": facts("commun", holder), "seed": null, "notes": null });
        assert_eq!(ask::<Value>(&shop, "credential.edit", taken).await.unwrap_err().params["reason"], "owner_gives");
    }
    let given = ask::<Value>(&shop, "credential.add", account("x", Some(owner), "x")).await.unwrap_err();
    assert_eq!(given.params["field"], "holder");
    assert_eq!(
        ask::<Value>(&shop, "credential.remove", json!({ "credential": hers })).await.unwrap_err().code,
        ProblemCode::RoleNotAllowed
    );

    comes(&shop, owner, demonstration::PASSPHRASE).await;
    assert_eq!(list(&shop).await.rows.len(), 4);
    assert_eq!(shown(&shop, owners).await?, SECRETS[1]);
    let claire = shop.practice().user.name.clone();
    let line = |who: &str, label: &str, part: &str, outcome: &str| {
        (who.to_owned(), format!("Viamedis · {label}"), part.to_owned(), outcome.to_owned())
    };
    assert_eq!(
        told(&shop, AccessKind::CredentialShown).await,
        [
            line("Léa Martin", "à Léa", "secret", "done"),
            line("Léa Martin", "à la titulaire", "secret", "unknown_credential"),
            line(&claire, "à la titulaire", "secret", "done"),
        ]
    );
    assert_eq!(told(&shop, AccessKind::CredentialCopied).await, [line("Léa Martin", "commun", "login", "done")]);

    // She leaves: the account she holds says so to the owner.
    ask::<Value>(&shop, "user.retire", json!({ "user": lea })).await?;
    let row = list(&shop).await.rows.into_iter().find(|row| row.credential == hers).unwrap();
    assert_eq!((row.warnings, row.used_at.is_some()), (vec![CredentialWarning::HolderLeft], true));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn time_makes_a_secret_old_and_an_account_unused() -> Outcome {
    let shop = Shop::open().await;
    let credential = adds(&shop, "", None, SECRETS[0]).await.item.credential;
    assert_eq!(list(&shop).await.rows[0].warnings, []);
    shop.days_later(181);
    assert_eq!(list(&shop).await.rows[0].warnings, [CredentialWarning::Unused]);
    shown(&shop, credential).await?;
    assert_eq!(list(&shop).await.rows[0].warnings, []);
    shop.days_later(185);
    assert_eq!(list(&shop).await.rows[0].warnings, [CredentialWarning::SecretOld, CredentialWarning::Unused]);
    assert_eq!(list(&shop).await.rows[0].secret_days, 366);
    // What was put away a month ago is erased at the next opening, and not before.
    ask::<Value>(&shop, "credential.remove", json!({ "credential": credential })).await?;
    let folder = shop.practice().folder.clone();
    for (days, left) in [(29, 1), (2, 0)] {
        shop.days_later(days);
        // A demonstration lives at the hour of its last entry: this is one.
        adds(&shop, &format!("jour {days}"), None, "x").await;
        ask::<Value>(&shop, "practice.lock", json!({})).await?;
        let unlock = json!({ "with": "passphrase", "passphrase": demonstration::PASSPHRASE });
        ask::<Value>(&shop, "practice.open", json!({ "folder": folder, "unlock": unlock })).await?;
        assert_eq!(list(&shop).await.removed.len(), left, "{days}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_health_of_the_vault_names_the_worst_first_and_keeps_nothing() -> Outcome {
    let shop = Shop::open().await;
    let team: TeamView = ask(&shop, "user.list", json!({})).await?;
    let strong = "k#8Jv!tQ2$zM-47";
    for (name, holder, secret) in [
        ("sain", None, strong),
        ("courant", None, "Azerty123"),
        ("un", None, "Tournesol!Relais-2024-Nantes"),
        ("le même", None, "Tournesol!Relais-2024-Nantes"),
        ("proche", None, "Tournesol!Relais-2025-Nantes"),
        ("faible", None, "girafe"),
    ] {
        adds(&shop, name, holder, secret).await;
    }
    let mut alone = account("Banque", Some(team.me), "ruche tambour falaise girafe velours cadran pivoine");
    alone["facts"]["platform"] = Value::Null;
    ask::<Value>(&shop, "credential.add", alone).await?;
    let entries = shop.entries();
    let mut health: HealthView = ask(&shop, "credential.health", json!({})).await?;
    assert_eq!((health.checked, shop.entries()), (9, entries));
    // The demonstration's connectors have one secret between them, and are told too.
    let connectors = health.rows.extract_if(.., |row| ["Almerys", "Viamedis"].contains(&row.label.as_str()));
    assert!(connectors.map(|row| row.findings[0].kind).eq([HealthKind::Reused; 2]));
    let told: Vec<(&str, Vec<HealthKind>)> = health
        .rows
        .iter()
        .map(|row| (row.label.as_str(), row.findings.iter().map(|finding| finding.kind).collect()))
        .collect();
    assert_eq!(
        told,
        [
            ("Viamedis · courant", vec![HealthKind::Leaked, HealthKind::Weak]),
            ("Viamedis · le même", vec![HealthKind::Reused, HealthKind::Close]),
            ("Viamedis · un", vec![HealthKind::Reused, HealthKind::Close]),
            ("Viamedis · faible", vec![HealthKind::Weak]),
            ("Viamedis · proche", vec![HealthKind::Close]),
            ("Banque", vec![HealthKind::OnePersonAlone]),
        ]
    );
    assert_eq!(health.rows[1].findings[0].with, [format!("Viamedis · un ({LOGIN})")]);
    assert_eq!(health.rows[4].findings[0].with.len(), 2);
    // Nobody saw anything by it, and what was compared is nowhere.
    assert_eq!(told_of_the_vault(&shop).await, 0);
    let bytes = everything_in_the_database(&shop);
    assert!(["tournesol!relais", "Azerty123", "azerty123", strong].iter().all(|secret| !holds(&bytes, secret)));
    Ok(())
}

async fn told_of_the_vault(shop: &Shop) -> usize {
    told(shop, AccessKind::CredentialShown).await.len() + told(shop, AccessKind::CredentialCopied).await.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_wrong_is_said_at_its_field_and_nothing_is_written() {
    let shop = Shop::open().await;
    let entries = shop.entries();
    let mut bad = Vec::new();
    for (field, value, reason) in [
        ("secret", json!(""), "empty"),
        ("secret", json!("a\u{7}b"), "character"),
        ("secret", json!("x".repeat(4_001)), "too_long"),
        ("notes", json!("x".repeat(4_001)), "too_long"),
        ("seed", json!({ "typed": "123456", "picture": null }), "not_base32"),
    ] {
        let mut request = account("x", None, "Tournesol!");
        request[field] = value;
        bad.push((field, request, reason));
    }
    for (field, value, reason) in [
        ("address", json!("javascript:alert(1)"), "not_a_page"),
        ("name", json!("x".repeat(81)), "too_long"),
        ("login", json!("x".repeat(201)), "too_long"),
    ] {
        let mut request = account("x", None, "Tournesol!");
        request["facts"][field] = value;
        bad.push((field, request, reason));
    }
    let mut nameless = account("", None, "Tournesol!");
    nameless["facts"]["platform"] = Value::Null;
    bad.push(("name", nameless, "empty"));
    for (field, request, reason) in bad {
        let problem = ask::<Value>(&shop, "credential.add", request).await.unwrap_err();
        assert_eq!(
            (problem.code, &problem.params["field"], &problem.params["reason"]),
            (ProblemCode::InvalidField, &json!(field), &json!(reason))
        );
    }
    assert_eq!(shop.entries(), entries);
    // A card opens alone.
    let mut card = account("CPS", None, "");
    card["facts"]["second_factor"] = json!("card");
    assert!(ask::<CredentialView>(&shop, "credential.add", card).await.is_ok());
}
