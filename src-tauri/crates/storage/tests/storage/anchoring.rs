//! Anchors outside the database: an old copy put back is told, never fatal.

use crate::shop::{KEY, Shop};
use jiff::{SignedDuration, Timestamp};
use relais_storage::{AnchorFinding, AnchorPaths, Database, DatabaseKey, OpenOptions, Opening, PracticeFolder};
use std::{fs, path::Path};

fn paths(place: &Path) -> AnchorPaths {
    AnchorPaths { files: vec![place.join("un/ancre.json"), place.join("deux/ancre.json")], public_key: None }
}

fn reopen(place: &Path) -> Opening {
    let folder = PracticeFolder::open(&place.join("cabinet")).unwrap();
    Database::open(&folder, &DatabaseKey::new(KEY), OpenOptions::default().anchors(paths(place))).unwrap().1
}

fn said(opening: &Opening) -> Vec<AnchorFinding> {
    opening.anchors.iter().map(|(_, finding)| finding.clone()).collect()
}

#[test]
fn an_old_copy_put_back_is_told() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let mut shop = Shop::create_with(&folder, OpenOptions::default().anchors(paths(place.path())));
    let at: Timestamp = "2024-01-31T09:00:00Z".parse().unwrap();
    assert!(shop.db.write_anchors(at, false).unwrap());
    drop(shop);
    assert_eq!(said(&reopen(place.path())), [AnchorFinding::InChain, AnchorFinding::InChain]);
    let old = fs::read(folder.join("practice.db")).unwrap();

    shop = Shop::over(
        Database::open(
            &PracticeFolder::open(&folder).unwrap(),
            &DatabaseKey::new(KEY),
            OpenOptions::default().anchors(paths(place.path())),
        )
        .unwrap()
        .0,
        2,
    );
    shop.configure("viamedis").unwrap();
    drop(shop);
    assert_eq!(said(&reopen(place.path()))[0], AnchorFinding::InChain, "an anchor behind is normal");

    let mut shop = Shop::open(&folder, 3);
    shop.configure("almerys").unwrap();
    drop(shop);
    let (db, _) = Database::open(
        &PracticeFolder::open(&folder).unwrap(),
        &DatabaseKey::new(KEY),
        OpenOptions::default().anchors(paths(place.path())),
    )
    .unwrap();
    db.write_anchors(at, true).unwrap();
    drop(db);
    fs::write(folder.join("practice.db"), old).unwrap();
    let ahead = AnchorFinding::RollbackSuspected { anchored: 5, found: 3 };
    assert_eq!(said(&reopen(place.path())), [ahead.clone(), ahead]);
    fs::write(place.path().join("un/ancre.json"), "{").unwrap();
    fs::remove_file(place.path().join("deux/ancre.json")).unwrap();
    let found = said(&reopen(place.path()));
    assert!(matches!(found[0], AnchorFinding::Unreadable(_)) && found[1] == AnchorFinding::Absent);
}

#[test]
fn anchors_are_written_at_most_once_a_minute_unless_forced() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let mut shop = Shop::create_with(&folder, OpenOptions::default().anchors(paths(place.path())));
    let at: Timestamp = "2024-01-31T09:00:00Z".parse().unwrap();
    let after = |seconds| at.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    assert!(shop.db.write_anchors(at, false).unwrap());
    shop.configure("viamedis").unwrap();
    assert!(!shop.db.write_anchors(after(59), false).unwrap());
    assert!(shop.db.write_anchors(after(60), false).unwrap());
    assert!(!shop.db.write_anchors(after(200), false).unwrap(), "nothing was recorded since");
    assert!(shop.db.write_anchors(after(201), true).unwrap());
}

#[test]
fn another_practices_anchor_is_told() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let shop = Shop::create_with(&folder, OpenOptions::default().anchors(paths(place.path())));
    shop.db.write_anchors(shop.now, true).unwrap();
    drop(shop);
    let file = place.path().join("un/ancre.json");
    let text = fs::read_to_string(&file).unwrap().replace("-000000000011", "-000000000012");
    fs::write(&file, text).unwrap();
    assert_eq!(said(&reopen(place.path())), [AnchorFinding::OtherChain, AnchorFinding::InChain]);
}
