//! What earlier releases wrote is read by every later one, byte for byte. Files here are added to, never changed.

use std::fs;
use std::path::Path;

use relais_journal::{ArchiveWriter, Entry, Hash, chain};

use crate::damage::verdict;
use crate::sample::{key, written_at};

fn fixtures(version: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(version)
}

/// The entries of one version, in the order of their file names, chained.
fn entries(version: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(fixtures(version))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    files.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

#[test]
fn entries_of_version_1_are_still_their_own_canonical_form() {
    let entries = entries("v1");
    assert!(!entries.is_empty());
    for (name, bytes) in entries {
        let entry = Entry::from_canonical_bytes(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(entry.canonical_bytes().unwrap(), bytes, "{name}");
        assert!(name.ends_with(&entry.kind), "{name} holds a {}", entry.kind);
    }
}

#[test]
fn the_archive_of_version_1_is_still_whole_and_still_written_so() {
    let kept = fs::read(fixtures("v1").join("archive.txt")).unwrap();
    assert_eq!(verdict(&kept, None), "OK ARCHIVE_ALONE");
    let mut writer = ArchiveWriter::new(Vec::new()).unwrap();
    let mut head = Hash::GENESIS;
    for (_, bytes) in entries("v1") {
        head = chain(&head, &bytes);
        writer.push(&bytes, &head).unwrap();
    }
    assert_eq!(String::from_utf8(writer.finish(&key(), written_at()).unwrap().0), String::from_utf8(kept));
}
