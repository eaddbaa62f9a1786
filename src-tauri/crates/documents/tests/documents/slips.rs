//! What the papers of a slip and of a lost cheque say.

use jiff::civil::date;
use relais_documents::*;

use crate::reading::Document;
use crate::samples::{evidence, slip};

fn says(name: &str, bytes: &[u8], expected: &[&str]) {
    let prose = Document::new(name, bytes).prose();
    for sentence in expected {
        assert!(prose.contains(sentence), "{name} does not say « {sentence} »:\n{prose}");
    }
}

#[test]
fn the_list_of_a_slip() {
    says(
        "slip",
        &slip_list(&slip()).unwrap(),
        &[
            "Liste détaillée de la remise",
            "B-2024-0003",
            "3 chèques",
            "545,41",
            "4471220",
            "Optique de la Cathédrale",
            "6679545",
            "0012874*",
            "présenté à nouveau après un rejet",
            "accompagne le bordereau de la banque",
            "pas le montant tant que la banque ne l’a pas validé",
            "préparée par Maëlle Brucker",
        ],
    );
}

#[test]
fn without_the_banks_number_there_is_room_for_it() {
    let model = SlipList { bank_number: None, ..slip() };
    says("slip-unnumbered", &slip_list(&model).unwrap(), &["à reporter"]);
}

#[test]
fn a_long_slip_repeats_its_headings_and_counts_its_cheques() {
    let one = slip().lines.swap_remove(2);
    let model = SlipList { lines: vec![one; 120], ..slip() };
    says("slip-long", &slip_list(&model).unwrap(), &["120 chèques", "5 460,00", "page 2/"]);
}

#[test]
fn an_empty_slip_is_no_paper() {
    let model = SlipList { lines: Vec::new(), ..slip() };
    assert!(matches!(slip_list(&model), Err(PrintError::NothingDue)));
}

#[test]
fn the_evidence_of_the_books() {
    says(
        "evidence",
        &evidence_sheet(&evidence()).unwrap(),
        &[
            "Fiche de preuve par les livres",
            "volé, constaté le dim. 11/02/2024",
            "6679545 042014506908 052108899000",
            "Cambriolage",
            "plainte n° 2024/118",
            "1204",
            "9f2c61d0a7b34e55",
            "par ses livres",
            "L131-40",
        ],
    );
    let lost = EvidenceSheet { stolen: false, missing_since: date(2024, 2, 12), ..evidence() };
    says("evidence-lost", &evidence_sheet(&lost).unwrap(), &["perdu, constaté le lun. 12/02/2024"]);
}
