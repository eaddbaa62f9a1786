//! Kept papers: the very bytes come back, or what became of them is named; nothing readable lies on the disk; a refusal
//! leaves no file, and neither does a kill.

use crate::shop::{Failure, KEY, Shop, issue};
use relais_domain::{
    ids::{DocumentId, DossierId},
    refusal::Refusal,
};
use relais_storage::{
    AnchorPaths, CommandError, Database, DatabaseKey, MAX_PIECE_BYTES, OpenOptions, PieceFault, PracticeFolder,
    StorageError,
};
use rstest::rstest;
use std::{
    fs,
    path::{Path, PathBuf},
};

const RECEIPT: &str = "%PDF-1.7 Reçu de Madame Haddadi, née le 12/03/1951, un chèque de 371,00 €";

/// A shop with one dossier, one paper about it, and another.
fn shop(place: &Path) -> (Shop, DossierId, [DocumentId; 2]) {
    let mut shop = Shop::create(&place.join("cabinet"));
    let person = shop.person("Haddadi", "Lucie", "");
    let dossier = shop.open_dossier(person, 10_000, 500).unwrap();
    let first = shop.issue(dossier, "R-2024-0001", RECEIPT.as_bytes()).unwrap();
    let second = shop.issue(dossier, "R-2024-0002", b"%PDF-1.7 another").unwrap();
    (shop, dossier, [first, second])
}

fn file(shop: &Shop, document: DocumentId) -> PathBuf {
    shop.db.folder().pieces_folder().join(format!("{document}.sealed"))
}

fn files(shop: &Shop) -> usize {
    fs::read_dir(shop.db.folder().pieces_folder()).map_or(0, Iterator::count)
}

fn fault(shop: &Shop, document: DocumentId) -> PieceFault {
    match shop.db.open_piece(document) {
        Err(StorageError::Piece(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_very_bytes_come_back_and_nothing_readable_lies_on_the_disk() {
    let place = tempfile::tempdir().unwrap();
    let (shop, dossier, [first, second]) = shop(place.path());
    assert_eq!(shop.db.open_piece(first).unwrap().as_slice(), RECEIPT.as_bytes());
    let rows = shop.db.read(|queries| queries.documents_of_dossier(dossier)).unwrap();
    let listed: Vec<_> = rows.iter().map(|row| (row.id, row.number.as_str(), row.piece.length_bytes)).collect();
    assert_eq!(listed, [(first, "R-2024-0001", RECEIPT.len() as u64), (second, "R-2024-0002", 16)]);
    for entry in fs::read_dir(shop.db.folder().pieces_folder()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for word in RECEIPT.split(' ').filter(|word| word.len() > 3) {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "« {word} » is readable");
        }
    }
    // The journal has the length and a proof under the piece's own key, and no word of the paper.
    let mut archive = Vec::new();
    shop.db.export_archive(&mut archive, &[1; 32], shop.now).unwrap();
    let archive = String::from_utf8(archive).unwrap();
    assert!(archive.contains(&format!("\"length_bytes\":{}", RECEIPT.len())) && !archive.contains("Haddadi"));
}

#[rstest]
#[case::gone(|f: &Path, _: &Path| fs::remove_file(f).unwrap(), "missing")]
#[case::emptied(|f: &Path, _: &Path| fs::write(f, b"").unwrap(), "truncated")]
#[case::cut(|f: &Path, _: &Path| cut(f), "truncated")]
#[case::longer(|f: &Path, _: &Path| fs::write(f, [fs::read(f).unwrap(), vec![0; 9]].concat()).unwrap(), "altered")]
#[case::one_bit(|f: &Path, _: &Path| flip(f), "altered")]
#[case::a_letter_in_its_place(|f: &Path, _: &Path| fs::write(f, "Madame, Monsieur, ".repeat(20)).unwrap(), "not_a_piece")]
#[case::the_other_paper(|f: &Path, other: &Path| fs::copy(other, f).map(drop).unwrap(), "other_piece")]
#[case::a_folder_in_its_place(|f: &Path, _: &Path| { fs::remove_file(f).unwrap(); fs::create_dir(f).unwrap() }, "unreadable")]
fn what_became_of_a_paper_is_named_and_the_other_still_opens(#[case] spoil: fn(&Path, &Path), #[case] expected: &str) {
    let place = tempfile::tempdir().unwrap();
    let (shop, _, [first, second]) = shop(place.path());
    spoil(&file(&shop, first), &file(&shop, second));
    assert_eq!(fault(&shop, first).code(), expected);
    let mut looked_at = Vec::new();
    let report = shop.db.check_pieces(|done, total| looked_at.push((done, total))).unwrap();
    assert_eq!((report.issued, report.unsound.len(), looked_at), (2, 1, vec![(1, 2), (2, 2)]));
    let unsound = &report.unsound[0];
    assert_eq!((unsound.document, unsound.number.as_str(), unsound.fault.code()), (first, "R-2024-0001", expected));
    assert_eq!(shop.db.open_piece(second).unwrap().as_slice(), b"%PDF-1.7 another");
}

fn cut(file: &Path) {
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..bytes.len() - 1]).unwrap();
}

fn flip(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let last = bytes.len() - 20;
    bytes[last] ^= 1;
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_piece_of_another_practice_says_so() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (shop_here, _, [first, _]) = shop(here.path());
    let folder = PracticeFolder::create(&there.path().join("cabinet")).unwrap();
    let identity = relais_storage::Identity {
        practice: relais_domain::ids::PracticeId(uuid::Uuid::from_u128(0x99)),
        ..crate::shop::identity()
    };
    let made = Database::create(&folder, &DatabaseKey::new(KEY), identity, OpenOptions::default()).unwrap();
    let mut other = Shop::over(made, 1);
    let created = relais_domain::practice::PracticeCreated {
        practice: identity.practice,
        practice_kind: relais_domain::practice::PracticeKind::Exercise,
        time_zone: "Europe/Paris".to_owned(),
    };
    let profile = relais_domain::practice::PracticeProfileSet { activities: vec![], finess: None, siret: None };
    other
        .run(move |tx, context| {
            let id = identity.practice.0;
            let state = tx.load::<relais_domain::practice::Practice>(id)?;
            let events = relais_domain::practice::create(&state, created, profile)?;
            tx.append::<relais_domain::practice::Practice>(id, events)?;
            issue(tx, &context, first, (DossierId(uuid::Uuid::from_u128(5)), None), "R-2024-0001", RECEIPT.as_bytes())
        })
        .unwrap();
    fs::copy(file(&shop_here, first), file(&other, first)).unwrap();
    assert_eq!(fault(&other, first), PieceFault::OtherPractice);
}

#[test]
fn a_command_that_is_refused_leaves_no_file() {
    let place = tempfile::tempdir().unwrap();
    let (mut shop, dossier, _) = shop(place.path());
    let id = DocumentId(shop.ids.id());
    let refused = shop.run(move |tx, context| -> Result<DocumentId, Failure> {
        issue(tx, &context, id, (dossier, None), "R-2024-0003", b"bytes")?;
        Err(Refusal::ReasonNeeded.into())
    });
    assert!(matches!(refused, Err(CommandError::Refused(_))));
    let panicked = shop.run(move |tx, context| -> Result<DocumentId, Failure> {
        issue(tx, &context, id, (dossier, None), "R-2024-0003", b"bytes")?;
        panic!("half-way");
    });
    assert!(matches!(panicked, Err(CommandError::Storage(StorageError::StoppedHalfway))));
    let flood = shop.issue(dossier, "R-2024-0003", &vec![0; MAX_PIECE_BYTES + 1]);
    assert!(
        matches!(flood, Err(CommandError::Refused(Failure::Storage(StorageError::PieceTooLarge { .. })))),
        "{flood:?}"
    );
    assert_eq!(files(&shop), 2);
}

#[test]
fn what_nobody_knows_is_removed_at_the_next_opening_and_nothing_else() {
    let place = tempfile::tempdir().unwrap();
    let (mut shop, _, [erased, kept]) = shop(place.path());
    let folder = shop.db.folder().pieces_folder();
    let unknown = DocumentId(shop.ids.id());
    fs::copy(file(&shop, kept), folder.join(format!("{unknown}.sealed"))).unwrap();
    fs::write(folder.join(format!("{unknown}.partial")), b"half of it").unwrap();
    fs::write(folder.join("lisez-moi.txt"), b"left by somebody").unwrap();
    // Its key erased, a piece is gone at once, and its file at the next opening.
    shop.run(move |tx, _| Ok(tx.erase_piece(erased)?)).unwrap();
    assert_eq!(fault(&shop, erased), PieceFault::Erased);
    assert_eq!(files(&shop), 5);
    let cabinet = place.path().join("cabinet");
    drop(shop);
    let shop = Shop::open(&cabinet, 7);
    assert_eq!(files(&shop), 2, "the kept paper, and what is not ours");
    assert_eq!(shop.db.open_piece(kept).unwrap().as_slice(), b"%PDF-1.7 another");
    assert_eq!(fault(&shop, erased), PieceFault::Erased);
}

/// An older database put in the place of a newer one does not know the newer papers: they must outlive the mistake.
#[test]
fn an_older_database_does_not_sweep_newer_papers_away() {
    let place = tempfile::tempdir().unwrap();
    let cabinet = place.path().join("cabinet");
    let anchors = || {
        let files = vec![place.path().join("ancre.json")];
        OpenOptions::default().anchors(AnchorPaths { files, public_key: None })
    };
    let mut shop = Shop::create_with(&cabinet, anchors());
    let person = shop.person("Haddadi", "Lucie", "");
    let dossier = shop.open_dossier(person, 10_000, 500).unwrap();
    let (database, older) = (shop.db.folder().database_file(), place.path().join("older.db"));
    shop.db.close();
    fs::copy(&database, &older).unwrap();
    let folder = PracticeFolder::open(&cabinet).unwrap();
    let open = || Database::open(&folder, &DatabaseKey::new(KEY), anchors()).unwrap().0;
    let mut shop = Shop::over(open(), 2);
    let document = shop.issue(dossier, "R-2024-0001", RECEIPT.as_bytes()).unwrap();
    shop.db.write_anchors(shop.now, true).unwrap();
    shop.db.close();
    let newer = fs::read(&database).unwrap();
    fs::copy(&older, &database).unwrap();
    open().close();
    fs::write(&database, newer).unwrap();
    let shop = Shop::over(open(), 3);
    assert_eq!(shop.db.open_piece(document).unwrap().as_slice(), RECEIPT.as_bytes());
}
