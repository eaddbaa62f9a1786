//! The operating system's keyring, for real: a gnome-keyring on a private bus, unlocked, locked, hanging, gone, absent.
//!
//! Each test starts its session, then runs its own body again in a child of this test program whose environment is that
//! session: no process changes its own environment.

use std::env;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use relais_vault::private_session::PrivateSession;
use relais_vault::{KeyFile, OsKeyring, Secret, SecretStore, StoreError, Vault};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;

use crate::{COST, OTHER_PRACTICE, PRACTICE, passphrase};

const WORDS: &str = "ruche tambour falaise girafe velours cadran pivoine";
/// Set in a child: the part of the test it plays.
const PART: &str = "RELAIS_VAULT_TEST_PART";

/// The part this process plays: `None` in the parent, which arranges the session.
fn part() -> Option<String> {
    env::var(PART).ok()
}

/// Plays one part of `test` in a child that lives in `session`.
fn play(session: &PrivateSession, test: &str, part: &str) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture"]).envs(session.variables()).env(PART, part);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let ran = said.contains("1 passed");
    assert!(output.status.success() && ran, "{part}:\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
}

fn keyring() -> Arc<OsKeyring> {
    Arc::new(OsKeyring::new(OsKeyring::USUAL_PATIENCE))
}

fn vault() -> Vault {
    Vault::new(PRACTICE, keyring())
}

#[test]
fn it_remembers_across_processes_and_restarts() {
    const TEST: &str = "keyring::it_remembers_across_processes_and_restarts";
    match part().as_deref() {
        None => {
            let session = PrivateSession::with_keyring().unwrap();
            play(&session, TEST, "create");
            play(&session, TEST, "open");
            play(&session, TEST, "forget");
        }
        Some("create") => {
            let created = vault().create(&passphrase(WORDS), COST).unwrap();
            assert_eq!(created.remembered, Ok(()));
            KeyFile::in_folder(env::var("HOME").unwrap()).write(&created.wrapped).unwrap();
        }
        Some("open") => {
            let wrapped = KeyFile::in_folder(env::var("HOME").unwrap()).read().unwrap();
            let bundle = vault().open_with_keyring(Some(&wrapped)).unwrap();
            assert_eq!(vault().open_with_passphrase(&wrapped, &passphrase(WORDS)).unwrap(), bundle);
            assert_eq!(vault().open_with_keyring(None).unwrap(), bundle);
        }
        Some(_) => {
            vault().forget().unwrap();
            assert_eq!(vault().open_with_keyring(None), Err(StoreError::Missing.into()));
            assert_eq!(vault().forget(), Ok(()));
        }
    }
}

/// What a shop sees on a computer whose keyring does not answer: created, not remembered, opened by the passphrase.
fn lives_without_the_keyring(why: &StoreError) {
    let created = vault().create(&passphrase(WORDS), COST).unwrap();
    assert_eq!(created.remembered.as_ref(), Err(why));
    assert_eq!(vault().open_with_keyring(Some(&created.wrapped)), Err(why.clone().into()));
    assert_eq!(vault().open_with_passphrase(&created.wrapped, &passphrase(WORDS)).unwrap(), created.bundle);
}

#[test]
fn no_bus_at_all_is_no_service() {
    const TEST: &str = "keyring::no_bus_at_all_is_no_service";
    if part().is_some() {
        return lives_without_the_keyring(&StoreError::NoService);
    }
    let session = PrivateSession::without_keyring().unwrap();
    let elsewhere = session.home().join("nothing");
    for address in [format!("unix:path={}", elsewhere.display()), "nonsense".to_owned(), String::new()] {
        let mut child = Command::new(env::current_exe().unwrap());
        child.args([TEST, "--exact"]).env(PART, "live").env("XDG_RUNTIME_DIR", &elsewhere);
        child.env("DBUS_SESSION_BUS_ADDRESS", &address);
        let output = child.output().unwrap();
        assert!(output.status.success(), "{address:?}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn a_bus_without_keyring_is_no_service() {
    const TEST: &str = "keyring::a_bus_without_keyring_is_no_service";
    match part() {
        None => play(&PrivateSession::without_keyring().unwrap(), TEST, "live"),
        Some(_) => lives_without_the_keyring(&StoreError::NoService),
    }
}

#[test]
fn a_keyring_that_ends_is_no_service_and_its_return_is_seen() {
    const TEST: &str = "keyring::a_keyring_that_ends_is_no_service_and_its_return_is_seen";
    match part().as_deref() {
        None => {
            let mut session = PrivateSession::with_keyring().unwrap();
            play(&session, TEST, "remember");
            session.stop_keyring();
            play(&session, TEST, "gone");
            session.start_keyring().unwrap();
            play(&session, TEST, "back");
        }
        Some("remember") => keyring().save(PRACTICE, &Secret::new(vec![7; 97])).unwrap(),
        Some("gone") => assert_eq!(keyring().load(PRACTICE), Err(StoreError::NoService)),
        Some(_) => assert_eq!(keyring().load(PRACTICE).unwrap().expose(), [7; 97]),
    }
}

#[test]
fn practices_are_kept_apart() {
    const TEST: &str = "keyring::practices_are_kept_apart";
    if part().is_none() {
        return play(&PrivateSession::with_keyring().unwrap(), TEST, "keep");
    }
    let keyring = keyring();
    keyring.save(PRACTICE, &Secret::new(vec![1; 97])).unwrap();
    assert_eq!(keyring.load(OTHER_PRACTICE), Err(StoreError::Missing));
    keyring.save(OTHER_PRACTICE, &Secret::new(vec![2; 97])).unwrap();
    keyring.save(OTHER_PRACTICE, &Secret::new(vec![3; 97])).unwrap();
    assert_eq!(keyring.load(PRACTICE).unwrap().expose(), [1; 97]);
    assert_eq!(keyring.load(OTHER_PRACTICE).unwrap().expose(), [3; 97]);
    keyring.remove(PRACTICE).unwrap();
    assert_eq!(keyring.load(PRACTICE), Err(StoreError::Missing));
    assert_eq!(keyring.load(OTHER_PRACTICE).unwrap().expose(), [3; 97]);
}

#[test]
fn two_items_under_one_name_are_not_chosen_between() {
    const TEST: &str = "keyring::two_items_under_one_name_are_not_chosen_between";
    if part().is_none() {
        return play(&PrivateSession::with_keyring().unwrap(), TEST, "keep");
    }
    keyring().save(PRACTICE, &Secret::new(vec![1; 97])).unwrap();
    let service = SecretService::connect(EncryptionType::Dh).unwrap();
    let practice = PRACTICE.to_string();
    let attributes = [("service", "relais"), ("username", practice.as_str()), ("copied", "yes")].into();
    let collection = service.get_default_collection().unwrap();
    collection.create_item("copy", attributes, &[2; 97], false, "application/octet-stream").unwrap();
    assert_eq!(keyring().load(PRACTICE), Err(StoreError::Ambiguous));
}

#[test]
fn a_locked_keyring_whose_question_is_dismissed_is_told_apart() {
    const TEST: &str = "keyring::a_locked_keyring_whose_question_is_dismissed_is_told_apart";
    match part().as_deref() {
        None => {
            let mut session = PrivateSession::with_keyring().unwrap();
            play(&session, TEST, "remember");
            session.restart_keyring_locked().unwrap();
            play(&session, TEST, "refuse");
        }
        Some("remember") => keyring().save(PRACTICE, &Secret::new(vec![7; 97])).unwrap(),
        Some(_) => assert_eq!(keyring().load(PRACTICE), Err(StoreError::PromptRefused)),
    }
}

#[test]
fn a_question_nobody_answers_does_not_hold_the_counter() {
    const TEST: &str = "keyring::a_question_nobody_answers_does_not_hold_the_counter";
    match part().as_deref() {
        None => {
            let mut session = PrivateSession::with_keyring().unwrap();
            play(&session, TEST, "remember");
            session.restart_keyring_locked().unwrap();
            // The prompter is there, takes the question, and never says anything: a window behind another.
            let silent = zbus::blocking::connection::Builder::address(session.address()).unwrap().build().unwrap();
            silent.request_name("org.gnome.keyring.SystemPrompter").unwrap();
            play(&session, TEST, "wait");
        }
        Some("remember") => keyring().save(PRACTICE, &Secret::new(vec![7; 97])).unwrap(),
        Some(_) => {
            let patience = Duration::from_millis(300);
            let keyring = OsKeyring::new(patience);
            let started = Instant::now();
            for _ in 0..4 {
                assert_eq!(keyring.load(PRACTICE), Err(StoreError::TimedOut));
            }
            assert!(started.elapsed() >= 4 * patience);
            // Four questions stand unanswered: a fifth is not asked, and nobody waits for it.
            let started = Instant::now();
            assert_eq!(keyring.load(PRACTICE), Err(StoreError::TimedOut));
            assert!(started.elapsed() < patience);
        }
    }
}
