//! After the lock, the program's own memory holds no secret of the vault: fifty accounts, ten secrets shown, ten copied, all of
//! them opened by the health check, and some more that came by the file of each other program; then a reading, from inside, of
//! every page the process may have written.
//!
//! The secrets are typed in one process and looked for in another, that was never given them: it has them masked, so that
//! it finds nothing it brought itself. What the page's own process holds is another matter (docs/threat-model.md).

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use relais_domain::context::Activity;
use relais_domain::ids::CredentialId;
use relais_tests::scan::{self, Needle};
use relais_usecases::app::{App, Setup};
use relais_usecases::contract::{Changed, CredentialView, ImportPreview, OpenPracticeRequest, Problem, Stage, Unlock};
use relais_usecases::ports::{KdfCost, MachineClock, NoKeyring, RandomIds};
use relais_usecases::{access, disclosures, first_run, table};
use relais_vault::{Ingredient, Recipe, Secret};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::ground::{call, new_practice};

const CHILD: &str = "memory::memory_child";
const WHERE: &str = "RELAIS_JOURNEY_MEMORY";
const PASSPHRASE: &str = "lagune tambour verger oblique marteau canard velours";
const ACCOUNTS: usize = 50;
const SHOWN: usize = 10;
const COPIED: usize = 10;
/// Accounts in each of the files of other programs.
const COMING: usize = 5;
const FILES: [&str; 3] = ["navigateur.csv", "keepass.xml", "bitwarden.json"];

/// What the child is given.
#[derive(Serialize, Deserialize)]
struct Told {
    practice: PathBuf,
    accounts: Vec<(CredentialId, Vec<u8>)>,
    coming: Vec<Vec<u8>>,
}

pub(crate) fn application(home: &Path) -> App {
    announcing(home, |_| {})
}

/// A program on a home, that tells `announce` of what changed.
pub(crate) fn announcing(home: &Path, announce: impl Fn(Changed) + Send + Sync + 'static) -> App {
    App::new(Setup {
        home: home.join("cabinets"),
        anchor_folders: Vec::new(),
        backups: home.join("sauvegardes"),
        clock: Arc::new(MachineClock),
        ids: Arc::new(RandomIds),
        secrets: Arc::new(NoKeyring),
        kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
        announce: Box::new(announce),
        ground: None,
    })
}

async fn ask<T: serde::de::DeserializeOwned>(app: &App, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

/// What another program would write of these secrets; the first is in quotation marks, broken in two, or spelt by numbers.
fn file(name: &str, secrets: &[String]) -> String {
    let numbers = |secret: &str| secret.chars().map(|c| format!("\\u{:04x}", c as u32)).collect::<String>();
    let rows = secrets.iter().enumerate().map(|(nth, secret)| match name {
        "navigateur.csv" => format!("{name} {nth},,{name}-{nth},\"{}\",\n", secret.replace('"', "\"\"")),
        "keepass.xml" => {
            let written = if nth == 0 { secret.chars().map(|c| format!("&#{};", c as u32)).collect() } else { format!("<![CDATA[{secret}]]>") };
            let texts = [("Title", format!("{name} {nth}")), ("UserName", format!("{name}-{nth}")), ("Password", written)];
            let texts = texts.map(|(key, value)| format!("<String><Key>{key}</Key><Value>{value}</Value></String>"));
            format!("<Entry>{}</Entry>", texts.concat())
        }
        _ => {
            let written = if nth == 0 { format!("\"{}\"", numbers(secret)) } else { json!(secret).to_string() };
            let comma = if nth == 0 { "" } else { "," };
            format!(r#"{comma}{{"type":1,"name":"{name} {nth}","login":{{"username":"{name}-{nth}","password":{written}}}}}"#)
        }
    });
    let rows: String = rows.collect();
    match name {
        "navigateur.csv" => format!("name,url,username,password,note\n{rows}"),
        "keepass.xml" => format!("<KeePassFile><Root><Group>{rows}</Group></Root></KeePassFile>"),
        _ => format!(r#"{{"encrypted":false,"items":[{rows}]}}"#),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_leaves_no_secret_in_memory() {
    let home = tempfile::tempdir().unwrap();
    let app = application(home.path());
    let request = new_practice(Activity::Optics, PASSPHRASE, false);
    first_run::create_practice(&app, call(), request).await.unwrap();
    let recipe = Recipe { of: Ingredient::Characters, length: 24, capitals: true, digits: true, signs: true };
    let mut accounts = Vec::new();
    for nth in 0..ACCOUNTS {
        let secret = recipe.propose().unwrap().secret;
        let facts = json!({
            "platform": null, "name": format!("Portail {nth}"), "address": "", "holder": null, "for_connector": false,
            "login": format!("compte-{nth}"), "mailbox": "", "second_factor": "none", "code_receiver": "", "stand_in": "",
        });
        let typed = std::str::from_utf8(secret.expose()).unwrap();
        let request = json!({ "facts": facts, "secret": typed, "seed": { "typed": "", "picture": null }, "notes": "" });
        let kept: CredentialView = ask(&app, "credential.add", request).await.unwrap();
        accounts.push((kept.item.credential, Needle::hiding(secret.expose()).masked().to_owned()));
    }
    let mut coming = Vec::new();
    for name in FILES {
        let secrets: Vec<String> = (0..COMING)
            .map(|_| String::from_utf8(recipe.propose().unwrap().secret.expose().to_vec()).unwrap())
            .collect();
        std::fs::write(home.path().join(name), file(name, &secrets)).unwrap();
        coming.extend(secrets.iter().map(|secret| Needle::hiding(secret.as_bytes()).masked().to_owned()));
    }
    let told = Told { coming, practice: app.practice().unwrap().folder.clone(), accounts };
    std::fs::write(home.path().join("told.json"), serde_json::to_vec(&told).unwrap()).unwrap();
    ask::<Value>(&app, "practice.close", json!({})).await.unwrap();

    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", CHILD, "--ignored", "--nocapture"]).env(WHERE, home.path());
    let output = child.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process of the_lock_leaves_no_secret_in_memory"]
async fn memory_child() {
    let home = PathBuf::from(env::var_os(WHERE).unwrap());
    let told: Told = serde_json::from_slice(&std::fs::read(home.join("told.json")).unwrap()).unwrap();
    let needles: Vec<Needle> = told.accounts.iter().map(|(_, masked)| Needle::hidden(masked.clone())).collect();
    assert_eq!(needles.len(), ACCOUNTS);
    let coming: Vec<Needle> = told.coming.iter().map(|masked| Needle::hidden(masked.clone())).collect();
    assert_eq!(coming.len(), FILES.len() * COMING);
    let app = application(&home);
    let unlock = Unlock::Passphrase { passphrase: PASSPHRASE.to_owned() };
    let request = OpenPracticeRequest { folder: told.practice.display().to_string(), unlock };
    access::open_practice(&app, call(), request).await.unwrap();
    for name in FILES {
        let path = home.join(name).display().to_string();
        let file = json!({ "path": path, "passphrase": null });
        let preview: ImportPreview = ask(&app, "credential.read_import", file).await.unwrap();
        let taken: Vec<u32> = preview.rows.iter().map(|row| row.at).collect();
        let file =
            json!({ "path": path, "checksum": preview.checksum, "passphrase": null, "holder": null, "taken": taken });
        let answer: Value = ask(&app, "credential.import", file).await.unwrap();
        assert_eq!(answer["added"], COMING, "{name}");
        let left = scan::found("self", &coming).unwrap();
        assert_eq!(left, [0; FILES.len() * COMING], "left by the reading of {name}");
    }
    ask::<Value>(&app, "credential.health", json!({})).await.unwrap();
    let part = |credential: &CredentialId| json!({ "credential": credential, "part": "secret", "number": null });
    let mut held: Vec<Secret> = Vec::new();
    for (credential, _) in &told.accounts[..SHOWN] {
        held.push(disclosures::disclose(&app, "credential.reveal", call(), part(credential)).await.unwrap());
    }
    for (credential, _) in &told.accounts[SHOWN..SHOWN + COPIED] {
        let copied = json!({ "credential": credential, "part": "secret" });
        held.push(disclosures::disclose(&app, "credential.copy", call(), copied).await.unwrap());
    }
    // Held, each is found: a reading that finds nothing afterwards has looked.
    let found = scan::found("self", &needles).unwrap();
    assert!(found[..SHOWN + COPIED].iter().all(|times| *times == 1), "{found:?}");
    assert!(found[SHOWN + COPIED..].iter().all(|times| *times == 0), "opened by the health check and left: {found:?}");
    drop(held);
    assert_eq!(access::lock(&app, call(), relais_usecases::contract::Nothing {}).await.unwrap().stage, Stage::Locked);
    let left = scan::found("self", &needles).unwrap();
    assert_eq!(left, [0; ACCOUNTS], "after the lock");
    assert_eq!(scan::found("self", &coming).unwrap(), [0; FILES.len() * COMING], "of the files, after the lock");
}
