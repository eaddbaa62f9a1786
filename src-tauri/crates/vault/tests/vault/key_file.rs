//! The key file: any changed byte is seen, nothing is ever half written, and what is whole in a damaged one still opens.

use std::fs;
use std::sync::Arc;

use relais_vault::{KeyFile, KeyFileError, NoKeyring, Vault, VaultError, WrappedKeys};

use crate::{COST, PRACTICE, passphrase};

const WORDS: &str = "ruche tambour falaise girafe velours cadran pivoine";

fn vault() -> Vault {
    Vault::new(PRACTICE, Arc::new(NoKeyring))
}

#[test]
fn what_is_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile::in_folder(folder.path());
    assert!(matches!(file.read(), Err(KeyFileError::Missing)));
    let created = vault().create(&passphrase(WORDS), COST).unwrap();
    file.write(&created.wrapped).unwrap();
    assert_eq!(file.read().unwrap(), created.wrapped);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["keys.json"]);
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile::in_folder(folder.path());
    file.write(&vault().create(&passphrase(WORDS), COST).unwrap().wrapped).unwrap();
    assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn every_changed_byte_is_seen() {
    let text = vault().create(&passphrase(WORDS), COST).unwrap().wrapped.to_json();
    for at in 0..text.len() {
        // The case bit, the lowest and the highest: what hexadecimal, digits and encodings could hide.
        for bit in [0x20, 0x01, 0x80] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= bit;
            let read = String::from_utf8(bytes).map(|changed| WrappedKeys::from_json(&changed));
            assert!(!matches!(read, Ok(Ok(_))), "byte {at}, bit {bit:#x}");
        }
    }
}

#[test]
fn a_byte_more_or_less_is_seen() {
    let text = vault().create(&passphrase(WORDS), COST).unwrap().wrapped.to_json();
    for length in 0..text.len() {
        assert!(WrappedKeys::from_json(&text[..length]).is_err(), "cut at {length}");
    }
    for more in [format!("{text} "), format!("{text}{{}}"), format!(" {text}"), text.replace(": ", ":  ")] {
        assert!(matches!(WrappedKeys::from_json(&more), Err(KeyFileError::Damaged)));
    }
}

#[test]
fn a_later_format_is_named() {
    let text = vault().create(&passphrase(WORDS), COST).unwrap().wrapped.to_json();
    let later = text.replacen("\"format_version\": 1", "\"format_version\": 3, \"threshold\": 3", 1);
    assert!(matches!(WrappedKeys::from_json(&later), Err(KeyFileError::NewerFormat { found: 3 })));
}

#[test]
fn a_flood_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile::in_folder(folder.path());
    fs::write(file.path(), vec![b' '; 1 << 20]).unwrap();
    assert!(matches!(file.read(), Err(KeyFileError::Damaged)));
}

#[test]
fn a_damaged_wrap_leaves_the_other_usable() {
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile::in_folder(folder.path());
    let created = vault().create(&passphrase(WORDS), COST).unwrap();
    // The first salt of the file is the passphrase's.
    let text = created.wrapped.to_json();
    let at = text.find("\"salt\": \"").unwrap() + 9;
    let digit = if text.as_bytes()[at] == b'0' { "1" } else { "0" };
    fs::write(file.path(), [&text[..at], digit, &text[at + 1..]].concat()).unwrap();

    assert!(matches!(file.read(), Err(KeyFileError::Damaged)));
    let saved = file.salvage().unwrap();
    assert_eq!(vault().open_with_passphrase(&saved, &passphrase(WORDS)), Err(VaultError::WrongPassphrase));
    let bundle = vault().open_with_recovery_key(&saved, &created.recovery_key).unwrap();
    file.write(&saved.with_passphrase(&bundle, &passphrase(WORDS), COST).unwrap()).unwrap();
    assert_eq!(vault().open_with_passphrase(&file.read().unwrap(), &passphrase(WORDS)).unwrap(), created.bundle);
}

#[test]
fn a_writing_cut_short_leaves_the_old_file_and_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile::in_folder(folder.path());
    let first = vault().create(&passphrase(WORDS), COST).unwrap();
    file.write(&first.wrapped).unwrap();
    fs::write(folder.path().join("keys.json.new"), "{\"format_ver").unwrap();
    assert_eq!(file.read().unwrap(), first.wrapped);
    let second = vault().create(&passphrase(WORDS), COST).unwrap();
    file.write(&second.wrapped).unwrap();
    assert_eq!(file.read().unwrap(), second.wrapped);
}

#[test]
fn a_writing_that_fails_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile::in_folder(folder.path());
    let first = vault().create(&passphrase(WORDS), COST).unwrap();
    file.write(&first.wrapped).unwrap();
    fs::create_dir(folder.path().join("keys.json.new")).unwrap();
    let second = vault().create(&passphrase(WORDS), COST).unwrap();
    assert!(matches!(file.write(&second.wrapped), Err(KeyFileError::Disk(_))));
    assert_eq!(file.read().unwrap(), first.wrapped);
}
