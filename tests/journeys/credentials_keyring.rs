//! The vault of accounts over a real keyring: its key is there and not in memory, and a keyring that refuses, goes or loses its item
//! says which; one's own passphrase then opens it.
//!
//! As the vault's own tests do, each part runs again in a child whose environment is a private session; the parent takes the
//! keyring away while the practice is open.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use relais_domain::context::Activity;
use relais_domain::ids::CredentialId;
use relais_domain::platform::{FailureCode, Function};
use relais_usecases::app::{App, Setup};
use relais_usecases::contract::{CredentialList, CredentialView, Problem, ProblemCode};
use relais_usecases::ports::{MachineClock, RandomIds};
use relais_usecases::{access, disclosures, first_run, table};
use relais_vault::private_session::PrivateSession;
use relais_vault::{KdfCost, OsKeyring, SecretStore};
use serde_json::{Value, json};

use crate::ground::{call, code, new_practice};

const TEST: &str = "credentials_keyring::a_keyring_that_gives_the_key_no_more_says_why_and_the_passphrase_serves";
const PART: &str = "RELAIS_JOURNEY_PART";
const PASSPHRASE: &str = "sept chevaux boivent au puits du moulin rouge";
const SECRET: &str = "Tournesol!2024";
const PLATFORM: &str = "exemple";
/// What a child says when its practice is open and its secret was seen.
const OPEN: &str = "the practice is open";

fn application() -> App {
    App::new(Setup {
        home: PathBuf::from(env::var("HOME").unwrap()).join("cabinets"),
        anchor_folders: Vec::new(),
        backups: PathBuf::from(env::var("HOME").unwrap()).join("sauvegardes"),
        clock: Arc::new(MachineClock),
        ids: Arc::new(RandomIds),
        secrets: Arc::new(OsKeyring::new(OsKeyring::USUAL_PATIENCE)),
        kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
        announce: Box::new(|_| {}),
        ground: None,
    })
}

async fn ask<T: serde::de::DeserializeOwned>(app: &App, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

async fn shown(app: &App, credential: CredentialId) -> Result<String, Problem> {
    let request = json!({ "credential": credential, "part": "secret", "number": null });
    let secret = disclosures::disclose(app, "credential.reveal", call(), request).await?;
    Ok(String::from_utf8(secret.expose().to_vec()).unwrap())
}

async fn creates() {
    let app = application();
    let request = new_practice(Activity::Optics, PASSPHRASE, true);
    assert!(first_run::create_practice(&app, call(), request).await.unwrap().remembered);
    let facts = json!({
        "platform": null, "name": "Banque", "address": "", "holder": null, "for_connector": false, "login": "0044", "mailbox": "",
        "second_factor": "none", "code_receiver": "", "stand_in": "",
    });
    let seed = json!({ "typed": "", "picture": null });
    let request = json!({ "facts": facts, "secret": SECRET, "seed": seed, "notes": "" });
    ask::<CredentialView>(&app, "credential.add", request).await.unwrap();
    // A platform that no name leads to: what counts is whether its secret was to be had.
    let platform = json!({
        "platform": PLATFORM, "label": "Exemple", "channel": "fhir", "base_url": "https://api.exemple.invalid/fhir",
        "token_url": "https://auth.exemple.invalid/token", "client_id": "cabinet-12", "client_secret": SECRET,
        "portal_url": null,
    });
    ask::<Value>(&app, "platform.configure", platform).await.unwrap();
    ask::<Value>(&app, "practice.close", json!({})).await.unwrap();
}

/// Whether the platform's connector could not have its secret.
async fn secret_is_out_of_reach(app: &App) -> bool {
    let practice = app.practice().unwrap();
    practice.lines.end_pauses(None);
    let line = practice.lines.get(&code(PLATFORM)).unwrap().platform.unwrap();
    let failure = line.probe(Function::Rights, "OPTI", Duration::from_secs(20)).await.unwrap_err();
    failure.code == FailureCode::CredentialOutOfReach
}

/// Opened by the keyring, then without it.
async fn lives_through(part: &str) {
    let app = application();
    access::open_remembered(&app).await;
    let list: CredentialList = ask(&app, "credential.list", json!({})).await.unwrap();
    let credential = list.rows.iter().find(|row| !row.for_connector).unwrap().credential;
    assert!(!secret_is_out_of_reach(&app).await);
    assert_eq!(shown(&app, credential).await.unwrap(), SECRET);
    std::io::stdout().write_all(format!("{OPEN}\n").as_bytes()).unwrap();
    let mut taken_away = String::new();
    std::io::stdin().read_line(&mut taken_away).unwrap();
    let expected = match part {
        "refused" => ProblemCode::KeyringRefused,
        "gone" => ProblemCode::KeyringUnavailable,
        _ => {
            OsKeyring::new(OsKeyring::USUAL_PATIENCE).remove(app.practice().unwrap().id.0).unwrap();
            ProblemCode::KeyringItemLost
        }
    };
    assert_eq!(shown(&app, credential).await.unwrap_err().code, expected);
    assert!(secret_is_out_of_reach(&app).await);
    let typed = |passphrase: &str| json!({ "passphrase": passphrase });
    let wrong = ask::<Value>(&app, "credential.unlock", typed("une autre phrase de passe tout à fait")).await;
    assert_eq!(wrong.unwrap_err().code, ProblemCode::WrongPassphrase);
    assert_eq!(shown(&app, credential).await.unwrap_err().code, expected);
    ask::<Value>(&app, "credential.unlock", typed(PASSPHRASE)).await.unwrap();
    assert_eq!(shown(&app, credential).await.unwrap(), SECRET);
    assert!(!secret_is_out_of_reach(&app).await);
    ask::<Value>(&app, "practice.close", json!({})).await.unwrap();
}

/// Plays one part in a child; once it is open, `takes_away` happens to the keyring.
fn play(session: &mut PrivateSession, part: &str, takes_away: impl FnOnce(&mut PrivateSession)) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([TEST, "--exact", "--nocapture"]).envs(session.variables()).env(PART, part);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = Vec::new();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut takes_away = Some(takes_away);
    for line in lines.map(Result::unwrap) {
        if line.contains(OPEN)
            && let Some(takes_away) = takes_away.take()
        {
            takes_away(session);
            child.stdin.take().unwrap().write_all(b"\n").unwrap();
        }
        said.push(line);
    }
    let ended = child.wait().unwrap();
    assert!(ended.success() && said.iter().any(|line| line.contains("1 passed")), "{part}: {said:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_that_gives_the_key_no_more_says_why_and_the_passphrase_serves() {
    match env::var(PART).ok().as_deref() {
        Some("create") => creates().await,
        Some(part) => lives_through(part).await,
        None => {
            let playing = tokio::task::spawn_blocking(|| {
                let mut session = PrivateSession::with_keyring().unwrap();
                play(&mut session, "create", |_| {});
                // What was lost is there again for the next opening.
                play(&mut session, "lost", |_| {});
                play(&mut session, "refused", |session| session.restart_keyring_locked().unwrap());
                session.stop_keyring();
                session.start_keyring().unwrap();
                play(&mut session, "gone", PrivateSession::stop_keyring);
            });
            playing.await.unwrap();
        }
    }
}
