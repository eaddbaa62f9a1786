//! Passphrase and recovery key, right and wrong, and what a change of either leaves standing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use relais_vault::{
    KdfCost, KeyBundle, NoKeyring, RecoveryKey, Secret, SecretStore, StoreError, Vault, VaultError, WrappedKeys,
};
use uuid::Uuid;

use crate::{COST, OTHER_PRACTICE, PRACTICE, passphrase};

const FIRST: &str = "ruche tambour falaise girafe velours cadran pivoine";
const SECOND: &str = "moulin brouette cigale horizon tiroir savane ficelle";

fn vault() -> Vault {
    Vault::new(PRACTICE, Arc::new(NoKeyring))
}

#[test]
fn a_new_practice_opens_by_passphrase_and_by_recovery_key() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    assert_eq!(vault().open_with_passphrase(&created.wrapped, &passphrase(FIRST)).unwrap(), created.bundle);
    let typed = RecoveryKey::parse(&created.recovery_key.reveal().to_lowercase()).unwrap();
    assert_eq!(vault().open_with_recovery_key(&created.wrapped, &typed).unwrap(), created.bundle);
}

#[test]
fn without_a_keyring_everything_works_but_being_remembered() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    assert_eq!(created.remembered, Err(StoreError::NotUsed));
    assert_eq!(vault().open_with_keyring(Some(&created.wrapped)), Err(StoreError::NotUsed.into()));
    assert_eq!(vault().remember(&created.bundle), Err(StoreError::NotUsed));
    assert_eq!(vault().forget(), Ok(()));
}

#[test]
fn a_wrong_passphrase_and_a_wrong_recovery_key_are_told_apart() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    for wrong in [SECOND, &FIRST.to_uppercase(), &format!("{FIRST} "), "x"] {
        let opened = vault().open_with_passphrase(&created.wrapped, &passphrase(wrong));
        assert_eq!(opened, Err(VaultError::WrongPassphrase), "{wrong}");
    }
    let other = RecoveryKey::generate().unwrap();
    let opened = vault().open_with_recovery_key(&created.wrapped, &other);
    assert_eq!(opened, Err(VaultError::WrongRecoveryKey));
}

#[test]
fn another_practices_keys_are_named_before_any_derivation() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    let other = Vault::new(OTHER_PRACTICE, Arc::new(NoKeyring));
    let by_passphrase = other.open_with_passphrase(&created.wrapped, &passphrase(FIRST));
    let by_recovery = other.open_with_recovery_key(&created.wrapped, &created.recovery_key);
    let by_keyring = other.open_with_keyring(Some(&created.wrapped));
    for opened in [by_passphrase, by_recovery, by_keyring] {
        assert_eq!(opened, Err(VaultError::OtherPractice));
    }
}

#[test]
fn a_file_relabelled_for_another_practice_opens_nothing() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    let forged = created.wrapped.to_json().replace(&PRACTICE.to_string(), &OTHER_PRACTICE.to_string());
    let forged = WrappedKeys::salvage(&forged).unwrap();
    let other = Vault::new(OTHER_PRACTICE, Arc::new(NoKeyring));
    assert_eq!(other.open_with_passphrase(&forged, &passphrase(FIRST)), Err(VaultError::WrongPassphrase));
    assert_eq!(other.open_with_recovery_key(&forged, &created.recovery_key), Err(VaultError::WrongRecoveryKey));
}

#[test]
fn a_changed_passphrase_changes_its_wrap_alone() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    let changed = created.wrapped.clone().with_passphrase(&created.bundle, &passphrase(SECOND), COST).unwrap();
    assert_eq!(vault().open_with_passphrase(&changed, &passphrase(SECOND)).unwrap(), created.bundle);
    assert_eq!(vault().open_with_passphrase(&changed, &passphrase(FIRST)), Err(VaultError::WrongPassphrase));
    assert_eq!(part(&changed, "recovery"), part(&created.wrapped, "recovery"));
    assert_eq!(vault().open_with_recovery_key(&changed, &created.recovery_key).unwrap(), created.bundle);
}

#[test]
fn a_new_recovery_key_makes_the_old_paper_void() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    let new = RecoveryKey::generate().unwrap();
    let changed = created.wrapped.clone().with_recovery_key(&created.bundle, &new).unwrap();
    assert_eq!(vault().open_with_recovery_key(&changed, &new).unwrap(), created.bundle);
    let old = vault().open_with_recovery_key(&changed, &created.recovery_key);
    assert_eq!(old, Err(VaultError::WrongRecoveryKey));
    assert_eq!(part(&changed, "passphrase"), part(&created.wrapped, "passphrase"));
}

#[test]
fn other_keys_cannot_be_slipped_under_a_new_passphrase() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    let stranger = KeyBundle::generate().unwrap();
    let changed = created.wrapped.with_passphrase(&stranger, &passphrase(SECOND), COST);
    assert_eq!(changed, Err(VaultError::OtherPractice));
}

#[test]
fn the_same_passphrase_twice_shows_in_nothing() {
    let one = vault().create(&passphrase(FIRST), COST).unwrap();
    let other = vault().create(&passphrase(FIRST), COST).unwrap();
    assert_ne!(part(&one.wrapped, "passphrase"), part(&other.wrapped, "passphrase"));
    assert_ne!(one.bundle, other.bundle);
}

#[test]
fn a_practice_at_the_real_cost_opens() {
    let created = vault().create(&passphrase(FIRST), KdfCost::FLOOR).unwrap();
    assert!(created.wrapped.to_json().contains("\"memory_kib\": 47104"));
    assert_eq!(vault().open_with_passphrase(&created.wrapped, &passphrase(FIRST)).unwrap(), created.bundle);
}

#[test]
fn nothing_of_the_keys_shows_in_the_file_or_in_debug() {
    let created = vault().create(&passphrase(FIRST), COST).unwrap();
    let shown = format!("{} {created:?} {:?}", created.wrapped.to_json(), vault());
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let bundle = &created.bundle;
    for key in [bundle.database_key(), bundle.vault_key(), bundle.archive_signing_seed()] {
        assert!(!shown.contains(&hexadecimal(&key.expose()[..8])));
        assert!(!shown.contains(&format!("{:?}", &key.expose()[..4]).replace(['[', ']'], "")));
    }
    assert!(!shown.contains("ruche") && !shown.contains(&created.recovery_key.reveal()[..9]));
}

/// A store in memory, to see what the vault does with each answer of a store.
#[derive(Default)]
struct Remembered(Mutex<HashMap<Uuid, Secret>>);

impl SecretStore for Remembered {
    fn load(&self, practice_id: Uuid) -> Result<Secret, StoreError> {
        self.0.lock().unwrap().get(&practice_id).cloned().ok_or(StoreError::Missing)
    }

    fn save(&self, practice_id: Uuid, secret: &Secret) -> Result<(), StoreError> {
        self.0.lock().unwrap().insert(practice_id, secret.clone());
        Ok(())
    }

    fn remove(&self, practice_id: Uuid) -> Result<(), StoreError> {
        self.0.lock().unwrap().remove(&practice_id);
        Ok(())
    }
}

#[test]
fn keys_of_another_copy_of_the_practice_are_named() {
    let vault = Vault::new(PRACTICE, Arc::new(Remembered::default()));
    let first = vault.create(&passphrase(FIRST), COST).unwrap();
    let second = vault.create(&passphrase(FIRST), COST).unwrap();
    assert_eq!(vault.open_with_keyring(Some(&first.wrapped)), Err(StoreError::OtherKeys.into()));
    assert_eq!(vault.open_with_keyring(Some(&second.wrapped)).unwrap(), second.bundle);
}

#[test]
fn a_damaged_item_is_named() {
    let store = Arc::new(Remembered::default());
    let vault = Vault::new(PRACTICE, Arc::clone(&store) as Arc<dyn SecretStore>);
    let created = vault.create(&passphrase(FIRST), COST).unwrap();
    let mut bytes = store.load(PRACTICE).unwrap().expose().to_vec();
    bytes.pop();
    store.save(PRACTICE, &Secret::new(bytes)).unwrap();
    assert_eq!(vault.open_with_keyring(Some(&created.wrapped)), Err(StoreError::Damaged.into()));
}

/// One part of the file, as text.
fn part(wrapped: &WrappedKeys, name: &str) -> String {
    let file: serde_json::Value = serde_json::from_str(&wrapped.to_json()).unwrap();
    file["keys"][name].to_string()
}
