//! Nothing readable on the disk: names, numbers and amounts are found with the key, and nowhere without it.

use crate::{opening::keyed, shop::Shop};
use jiff::Timestamp;
use relais_domain::ids::{EvidenceId, TextId};
use relais_storage::backup::to_the_end;
use std::{fs, path::Path};

/// What is planted in every erasable place and in the journal.
const PLANTED: [&str; 7] = [
    "Kervoalenn",
    "184127645108946",
    "0698765432",
    "Banque du Quai",
    "motif tapé par Maëlle",
    "dossier.opened",
    "738291",
];

fn found(bytes: &[u8]) -> Vec<&'static str> {
    let holds = |text: &&str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    PLANTED.into_iter().filter(|text| holds(text)).collect()
}

fn plant(folder: &Path) -> Shop {
    let mut shop = Shop::create(folder);
    let person = shop.person("Kervoalenn", "Maëlle", "0698765432");
    let about = person.id;
    let dossier = shop.open_dossier(person, 738_291, 1_200).unwrap();
    shop.keep_cheque(dossier, "0123456012345678901212345678901").unwrap();
    let (text, evidence) = (TextId(shop.ids.id()), EvidenceId(shop.ids.id()));
    shop.run(move |tx, _| {
        tx.put_text(text, Some(about), "motif tapé par Maëlle")?;
        tx.put_evidence(evidence, br#"{"identifier": "184127645108946"}"#)?;
        Ok(())
    })
    .unwrap();
    shop
}

#[test]
fn raw_bytes_tell_nothing_and_the_key_tells_all() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let shop = plant(&folder);
    let log = fs::read(folder.join("practice.db-wal")).unwrap();
    assert!(log.len() > 30 * 4096, "the log holds what was written");
    let mut backup = Vec::new();
    let at: Timestamp = "2024-02-01T08:00:00Z".parse().unwrap();
    shop.db.backup(b"wrapped", at, &mut backup, &mut to_the_end).unwrap();
    assert!(backup.len() > 30 * 4096);
    drop(shop);
    for (what, bytes) in [("log", log), ("backup", backup), ("database", fs::read(folder.join("practice.db")).unwrap())]
    {
        assert_eq!(found(&bytes), Vec::<&str>::new(), "in the {what}");
    }
    assert_eq!(found(&decrypted(&folder, &place.path().join("clair.db"))), PLANTED);
}

/// The same pages written in clear, by SQLCipher itself.
fn decrypted(folder: &Path, to: &Path) -> Vec<u8> {
    let connection = keyed(&folder.join("practice.db"));
    connection.execute("ATTACH DATABASE ?1 AS clear KEY ''", [to.to_str().unwrap()]).unwrap();
    connection.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(())).unwrap();
    connection.execute_batch("DETACH DATABASE clear").unwrap();
    fs::read(to).unwrap()
}

#[test]
fn a_renamed_person_leaves_no_word_in_the_index() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let mut shop = Shop::create(&folder);
    let person = shop.person("Kervoalenn", "Maëlle", "0698765432");
    let id = person.id;
    shop.open_dossier(person, 5_000, 1_200).unwrap();
    assert!(index_holds(&folder, "ervoalenn") && index_holds(&folder, "698765432"));
    let mut renamed = shop.person("Anonyme", "", "");
    renamed.id = id;
    shop.run(move |tx, _| Ok(tx.update_person(&renamed)?)).unwrap();
    assert!(!index_holds(&folder, "ervoalenn") && !index_holds(&folder, "698765432"));
    assert_eq!((shop.found_by("kervoalenn"), shop.found_by("anonyme")), (vec![], vec![1]));
}

/// Whether the bytes of the full-text index hold these letters; it cuts what a word shares with the one before.
fn index_holds(folder: &Path, letters: &str) -> bool {
    let connection = keyed(&folder.join("practice.db"));
    let mut statement = connection
        .prepare("SELECT block FROM search_data UNION ALL SELECT CAST(c0 AS BLOB) FROM search_content")
        .unwrap();
    let blocks = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    let bytes: Vec<u8> = blocks.flat_map(Result::unwrap).collect();
    bytes.windows(letters.len()).any(|window| window == letters.as_bytes())
}
