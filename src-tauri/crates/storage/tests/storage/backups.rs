//! Backup and restore: the same practice elsewhere, or one plain reason why not.

use crate::{
    opening::keyed,
    shop::{KEY, Shop},
};
use relais_storage::{
    DatabaseKey, OpenOptions, PieceFault, PracticeFolder, StorageError,
    backup::{self, BackupError, Step, glimpse, read_keys, to_the_end, verify},
};
use rstest::rstest;
use std::{fs, ops::ControlFlow, path::Path};

/// The bytes of a paper.
const RECEIPT: &[u8] = "%PDF Reçu de Madame Le Goff".as_bytes();

fn backed_up(place: &Path) -> (Vec<u8>, String, u64) {
    let mut shop = Shop::create(&place.join("cabinet"));
    let person = shop.person("Le Goff", "Yann", "");
    let dossier = shop.open_dossier(person, 10_000, 500).unwrap();
    shop.keep_cheque(dossier, "").unwrap();
    shop.issue(dossier, "R-2024-0001", RECEIPT).unwrap();
    // What no paper knows is no part of the practice.
    fs::write(shop.db.folder().pieces_folder().join("0190-a.sealed"), b"who knows").unwrap();
    let mut container = Vec::new();
    let mut steps = 0;
    let receipt = shop
        .db
        .backup(br#"{"wrapped":1}"#, shop.now, &mut container, &mut |_, _, _| {
            steps += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((receipt.pieces, receipt.bytes, steps > 0), (1, container.len() as u64, true));
    (container, shop.dump(), receipt.head.seq)
}

fn restore(container: &[u8], folder: &PracticeFolder, key: [u8; 32]) -> Result<backup::Restored, BackupError> {
    backup::restore(container, folder, &DatabaseKey::new(key), None, &mut to_the_end)
}

#[test]
fn restored_it_is_the_same_practice() {
    let place = tempfile::tempdir().unwrap();
    let (container, dump, seq) = backed_up(place.path());
    assert_eq!(read_keys(container.as_slice()).unwrap(), br#"{"wrapped":1}"#);
    let elsewhere = place.path().join("ailleurs");
    let folder = PracticeFolder::create(&elsewhere).unwrap();
    let restored = restore(&container, &folder, KEY).unwrap();
    assert_eq!((restored.anchor.seq, restored.pieces), (seq, 1));
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
    let again = restore(&container, &folder, KEY);
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
    let (mut container, _, _) = backed_up(place.path());
    spoil(&mut container);
    let folder = PracticeFolder::create(&place.path().join("ailleurs")).unwrap();
    let error = restore(&container, &folder, key).unwrap_err();
    assert!(expected(&error), "{error:?}");
    assert!(!folder.holds_practice());
    // Opening it says the same, and leaves nothing where it was opened.
    let scratch = place.path().join("essai");
    let error = verify(container.as_slice(), &DatabaseKey::new(key), &scratch, None, &mut to_the_end).unwrap_err();
    assert!(expected(&error), "{error:?}");
    assert!(!scratch.exists());
}

#[test]
fn opened_it_says_what_it_holds_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let (container, _, seq) = backed_up(place.path());
    let (key, scratch) = (DatabaseKey::new(KEY), place.path().join("essai"));
    let seen = glimpse(container.as_slice(), &key).unwrap();
    assert_eq!((seen.anchor.seq, seen.bytes), (seq, container.len() as u64));
    let opened = verify(container.as_slice(), &key, &scratch, None, &mut to_the_end).unwrap();
    assert_eq!((opened.anchor, opened.pieces, opened.missing), (seen.anchor, 1, 0));
    assert!(opened.practice.is_some());
    assert!(!scratch.exists());
}

/// A kill leaves the beginning of a container and nothing else: no beginning is taken for a backup.
#[test]
fn no_beginning_of_a_backup_is_one() {
    let place = tempfile::tempdir().unwrap();
    let (container, ..) = backed_up(place.path());
    let (key, scratch) = (DatabaseKey::new(KEY), place.path().join("essai"));
    let first = (0..200).chain((200..container.len()).step_by(container.len() / 60)).chain([container.len() - 1]);
    for kept in first {
        let opened = verify(&container[..kept], &key, &scratch, None, &mut to_the_end);
        assert!(matches!(opened, Err(BackupError::Truncated | BackupError::NotABackup)), "{kept} bytes: {opened:?}");
    }
}

#[rstest]
#[case::while_pages_are_copied(Step::Copying)]
#[case::while_it_is_written(Step::Writing)]
fn stopped_it_says_so_and_leaves_no_copy(#[case] at: Step) {
    let place = tempfile::tempdir().unwrap();
    let shop = Shop::create(&place.path().join("cabinet"));
    let before = fs::read_dir(shop.db.folder().path()).unwrap().count();
    let mut watch = |step, _, _| if step == at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let stopped = shop.db.backup(b"{}", shop.now, &mut Vec::new(), &mut watch).unwrap_err();
    assert!(matches!(stopped, StorageError::Stopped), "{stopped:?}");
    assert_eq!(fs::read_dir(shop.db.folder().path()).unwrap().count(), before);
}

#[test]
fn a_restore_that_is_stopped_leaves_no_practice() {
    let place = tempfile::tempdir().unwrap();
    let (container, ..) = backed_up(place.path());
    let folder = PracticeFolder::create(&place.path().join("ailleurs")).unwrap();
    let mut watch = |_, done, of| if 2 * done > of { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let stopped = backup::restore(container.as_slice(), &folder, &DatabaseKey::new(KEY), None, &mut watch).unwrap_err();
    assert!(matches!(stopped, BackupError::Storage(StorageError::Stopped)), "{stopped:?}");
    assert!(!folder.holds_practice());
}

/// An older database is copied as it is before it is changed; where no copy can be made, nothing is.
#[rstest]
#[case::copied(true)]
#[case::no_room(false)]
fn what_is_about_to_be_migrated_is_copied_first(#[case] room: bool) {
    let place = tempfile::tempdir().unwrap();
    let cabinet = place.path().join("cabinet");
    let seq = Shop::create(&cabinet).db.head().unwrap().seq;
    let older = keyed(&cabinet.join("practice.db"));
    older
        .execute_batch(
            "ALTER TABLE backup_copy DROP COLUMN sound; ALTER TABLE backup_copy DROP COLUMN verified_at_ms;
             PRAGMA user_version = 14;",
        )
        .unwrap();
    drop(older);
    let (folder, key, file) = (PracticeFolder::open(&cabinet).unwrap(), DatabaseKey::new(KEY), place.path().join("c"));
    let to = file.clone();
    let open = |options| relais_storage::Database::open(&folder, &DatabaseKey::new(KEY), options);
    let opened = open(OpenOptions::default().before_migration(move |old| {
        if !room {
            return Err(std::io::Error::from(std::io::ErrorKind::StorageFull).into());
        }
        old.backup(b"{}", "2024-02-01T08:00:00Z".parse().unwrap(), fs::File::create(to)?)?;
        Ok(())
    }));
    if !room {
        assert!(matches!(opened.map(drop), Err(relais_storage::OpenError::NotCopied(_))));
        let version: u32 =
            keyed(&cabinet.join("practice.db")).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, 14);
        return;
    }
    drop(opened.unwrap());
    let container = fs::read(&file).unwrap();
    let found = verify(container.as_slice(), &key, &place.path().join("essai"), None, &mut to_the_end).unwrap();
    assert_eq!((found.anchor.seq, found.practice), (seq, None));
    // Of this build's version now, it is not copied again.
    drop(open(OpenOptions::default().before_migration(|_| panic!("copied again"))).unwrap());
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
    let receipt = shop.db.backup(b"{}", shop.now, &mut container, &mut to_the_end).unwrap();
    assert_eq!((receipt.pieces, receipt.missing), (1, 1));
    let folder = PracticeFolder::create(&place.path().join("ailleurs")).unwrap();
    restore(&container, &folder, KEY).unwrap();
    let shop = Shop::open(folder.path(), 4);
    let papers = shop.db.check_pieces(|_, _| {}).unwrap();
    assert_eq!(papers.unsound.len(), 1);
    assert_eq!((papers.unsound[0].document, &papers.unsound[0].fault), (lost, &PieceFault::Missing));
    assert_eq!(shop.db.open_piece(kept).unwrap().as_slice(), RECEIPT);
}
