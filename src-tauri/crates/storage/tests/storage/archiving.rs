//! The archive of a real journal is whole for the journal's own verifier, and ends where the anchor says.

use crate::shop::Shop;
use relais_journal::{Anchor, verify_archive};

#[test]
fn an_exported_journal_verifies_against_its_anchor() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    for n in 0..20 {
        let person = shop.person("Le Goff", &format!("Yann {n}"), "");
        let dossier = shop.open_dossier(person, 10_000 + n, 500).unwrap();
        shop.keep_cheque(dossier, "").unwrap();
    }
    let mut archive = Vec::new();
    let receipt = shop.db.export_archive(&mut archive, &[9; 32], shop.now).unwrap();
    let head = shop.db.head().unwrap();
    assert_eq!(receipt.entries, head.seq);
    let anchor = Anchor::of(&head, shop.now, Some(receipt.public_key));
    let report = verify_archive(archive.as_slice(), Some(&anchor.into()), &mut |_| {}).unwrap();
    assert_eq!((report.entries, &report.totals().unwrap()), (receipt.entries, &head.totals));
    assert_eq!(report.totals().unwrap().amount_cents()["cheque.kept"], (0..20).map(|n| 10_000 + n).sum::<i64>());
}
