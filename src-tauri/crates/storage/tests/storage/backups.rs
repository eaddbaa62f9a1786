//! Backup and restore: the same practice elsewhere, or one plain reason why not.

use crate::shop::{KEY, Shop};
use relais_storage::{
    DatabaseKey, PieceFault, PracticeFolder,
    backup::{BackupError, read_keys, restore},
};
use rstest::rstest;
use std::fs;

/// The bytes of a paper.
const RECEIPT: &[u8] = "%PDF Reçu de Madame Le Goff".as_bytes();

fn backup(place: &std::path::Path) -> (Vec<u8>, String, u64) {
    let mut shop = Shop::create(&place.join("cabinet"));
    let person = shop.person("Le Goff", "Yann", "");
    let dossier = shop.open_dossier(person, 10_000, 500).unwrap();
    shop.keep_cheque(dossier, "").unwrap();
    shop.issue(dossier, "R-2024-0001", RECEIPT).unwrap();
    // What no paper knows is no part of the practice.
    fs::write(shop.db.folder().pieces_folder().join("0190-a.sealed"), b"who knows").unwrap();
    let mut container = Vec::new();
    let mut steps = 0;
    let receipt = shop.db.backup(br#"{"wrapped":1}"#, shop.now, &mut container, |_, _| steps += 1).unwrap();
    assert_eq!((receipt.pieces, receipt.bytes, steps > 0), (1, container.len() as u64, true));
    (container, shop.dump(), receipt.head.seq)
}

#[test]
fn restored_it_is_the_same_practice() {
    let place = tempfile::tempdir().unwrap();
    let (container, dump, seq) = backup(place.path());
    assert_eq!(read_keys(container.as_slice()).unwrap(), br#"{"wrapped":1}"#);
    let elsewhere = place.path().join("ailleurs");
    let folder = PracticeFolder::create(&elsewhere).unwrap();
    let restored = restore(container.as_slice(), &folder, &DatabaseKey::new(KEY)).unwrap();
    assert_eq!((restored.head.seq, restored.pieces), (seq, 1));
    assert_eq!(fs::read(elsewhere.join("keys.json")).unwrap(), br#"{"wrapped":1}"#);
    assert_eq!(fs::read_dir(elsewhere.join("pieces")).unwrap().count(), 1);
    let mut shop = Shop::open(&elsewhere, 4);
    let papers = shop.db.check_pieces(|_, _| {}).unwrap();
    assert_eq!((papers.issued, papers.unsound), (1, vec![]));
    let paper = shop.db.read(|queries| queries.documents()).unwrap().remove(0);
    assert_eq!(shop.db.open_piece(paper.id).unwrap().as_slice(), RECEIPT);
    assert_eq!(shop.dump(), dump);
    assert_eq!(shop.found_by("goff"), [1]);
    shop.configure("viamedis").unwrap();
    assert_eq!(shop.db.head().unwrap().seq, seq + 1);
    let again = restore(container.as_slice(), &folder, &DatabaseKey::new(KEY));
    assert!(matches!(again, Err(BackupError::Open(_) | BackupError::FolderInUse)));
}

#[rstest]
#[case::cut(|b: &mut Vec<u8>| b.truncate(b.len() - 20), KEY, |e: &BackupError| matches!(e, BackupError::Truncated))]
#[case::changed(|b: &mut Vec<u8>| { let middle = b.len() / 2; b[middle] ^= 1 }, KEY, |e: &BackupError| matches!(e, BackupError::Changed { .. }))]
#[case::other_file(|b: &mut Vec<u8>| b[0] = b'R', KEY, |e: &BackupError| matches!(e, BackupError::NotABackup))]
#[case::newer(|b: &mut Vec<u8>| b[14] = b'7', KEY, |e: &BackupError| matches!(e, BackupError::Newer))]
#[case::wrong_key(|_: &mut Vec<u8>| {}, [1; 32], |e: &BackupError| matches!(e, BackupError::WrongKey))]
fn what_is_not_whole_leaves_no_practice(
    #[case] spoil: fn(&mut Vec<u8>),
    #[case] key: [u8; 32],
    #[case] expected: fn(&BackupError) -> bool,
) {
    let place = tempfile::tempdir().unwrap();
    let (mut container, _, _) = backup(place.path());
    spoil(&mut container);
    let folder = PracticeFolder::create(&place.path().join("ailleurs")).unwrap();
    let error = restore(container.as_slice(), &folder, &DatabaseKey::new(key)).unwrap_err();
    assert!(expected(&error), "{error:?}");
    assert!(!folder.holds_practice());
}

/// A paper that is missing keeps no other from being saved, and shows again in what is restored.
#[test]
fn a_missing_paper_is_counted_and_shows_once_restored() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(&place.path().join("cabinet"));
    let person = shop.person("Le Goff", "Yann", "");
    let dossier = shop.open_dossier(person, 10_000, 500).unwrap();
    let lost = shop.issue(dossier, "R-2024-0001", RECEIPT).unwrap();
    let kept = shop.issue(dossier, "R-2024-0002", RECEIPT).unwrap();
    fs::remove_file(shop.db.folder().pieces_folder().join(format!("{lost}.sealed"))).unwrap();
    let mut container = Vec::new();
    let receipt = shop.db.backup(b"{}", shop.now, &mut container, |_, _| {}).unwrap();
    assert_eq!((receipt.pieces, receipt.missing), (1, 1));
    let folder = PracticeFolder::create(&place.path().join("ailleurs")).unwrap();
    restore(container.as_slice(), &folder, &DatabaseKey::new(KEY)).unwrap();
    let shop = Shop::open(folder.path(), 4);
    let papers = shop.db.check_pieces(|_, _| {}).unwrap();
    assert_eq!(papers.unsound.len(), 1);
    assert_eq!((papers.unsound[0].document, &papers.unsound[0].fault), (lost, &PieceFault::Missing));
    assert_eq!(shop.db.open_piece(kept).unwrap().as_slice(), RECEIPT);
}
