//! What the papers of an inventory say.

use relais_documents::*;

use crate::reading::Document;
use crate::samples::{drawer, inventory};

fn says(name: &str, bytes: &[u8], expected: &[&str]) -> String {
    let prose = Document::new(name, bytes).prose();
    for sentence in expected {
        assert!(prose.contains(sentence), "{name} does not say « {sentence} »:\n{prose}");
    }
    prose
}

#[test]
fn the_list_to_count_by() {
    says(
        "inventory-list",
        &inventory_list(&drawer()).unwrap(),
        &[
            "Liste de comptage du coffre",
            "3 chèques",
            "545,41",
            "6679545",
            "0012874 (rejeté)",
            "R-2024-0019",
            "Papiers trouvés, absents de la liste",
            "Compté par",
        ],
    );
}

#[test]
fn the_sheet_of_what_was_counted() {
    says(
        "inventory",
        &inventory_sheet(&inventory()).unwrap(),
        &[
            "Inventaire du coffre",
            "I-2024-0002",
            "2 chèques",
            "425,41",
            "3 chèques, 545,41",
            "1 chèque, 120,00",
            "recherche en cours",
            "M. Paul Ritter",
            "Maëlle Brucker",
            "Inès Morel",
            "n° 1204, 9f2c61d0a7b34e55",
        ],
    );
}

#[test]
fn alone_and_nothing_missing() {
    let mut model = inventory();
    model.found.extend(model.missing.drain(..).map(|missing| missing.cheque));
    let model = InventorySheet { counted_with: None, unknown: Vec::new(), ..model };
    let prose = says(
        "inventory-alone",
        &inventory_sheet(&model).unwrap(),
        &[
            "Le coffre et les livres concordent.",
            "établissement d’une seule personne",
            "une copie de cette feuille est remise à l’expert-comptable",
            "copie reçue le",
        ],
    );
    assert!(!prose.contains("Motif"), "{prose}");
}

#[test]
fn an_empty_drawer_has_its_sheet() {
    let model = InventorySheet { found: Vec::new(), missing: Vec::new(), unknown: Vec::new(), ..inventory() };
    says("inventory-empty", &inventory_sheet(&model).unwrap(), &["0 chèque", "Le coffre et les livres concordent."]);
}

#[test]
fn a_full_drawer_goes_over_pages() {
    let one = drawer().cheques.swap_remove(2);
    let model = InventoryList { cheques: vec![one; 120], ..drawer() };
    says("inventory-list-long", &inventory_list(&model).unwrap(), &["120 chèques", "page 2/"]);
}
