//! What the papers after a breach say: to whoever checks, to the bank, to customers, to the staff, to the authorities.

use jiff::civil::date;
use relais_documents::*;

use crate::reading::Document;
use crate::samples::practice;

fn says(name: &str, bytes: &[u8], expected: &[&str]) -> String {
    let prose = Document::new(name, bytes).prose();
    for sentence in expected {
        assert!(prose.contains(sentence), "{name} does not say « {sentence} »:\n{prose}");
    }
    prose
}

fn secret(what: &str, why: &str, done: &str, by: &str) -> RotatedSecret {
    RotatedSecret { what: what.into(), why: why.into(), done: done.into(), by: by.into() }
}

fn proof(hidden: u32) -> RotationProof {
    RotationProof {
        practice: practice(),
        issued_on: date(2024, 2, 12),
        platform: "Viamedis".into(),
        settled: (2, 3),
        secrets: vec![
            secret(
                "Viamedis · comptoir (opt-440712184)",
                "Compte de la plateforme",
                "Changé, second facteur renouvelé",
                "Maëlle Brucker, lun. 12/02/2024 à 10:12",
            ),
            secret(
                "Boîte contact@optique-cathedrale.example",
                "Sa boîte aux lettres",
                "Laissé\u{a0}: boîte fermée la veille",
                "Maëlle Brucker, lun. 12/02/2024 à 10:15",
            ),
            secret("Almerys (670012340)", "Même secret", "À changer", ""),
        ],
        hidden,
        head: (412, "c0ffee00c0ffee00".repeat(4)),
        issued_by: "Maëlle Brucker".into(),
    }
}

#[test]
fn the_proof_of_a_rotation() {
    let expected = [
        "Rotation après fuite",
        "Après la fuite de Viamedis",
        "2 sur 3",
        "opt-440712184",
        "second facteur renouvelé",
        "boîte fermée la veille",
        "À changer",
        "412 écritures",
        "relais verify",
    ];
    let alone = says("rotation-proof", &rotation_proof(&proof(0)).unwrap(), &expected);
    assert!(!alone.contains("n’est pas nommé"));
    let told =
        says("rotation-proof-hidden", &rotation_proof(&proof(1)).unwrap(), &["Un autre compte, à une autre personne"]);
    assert!(!told.contains("ne sont pas nommés"));
    let many = RotationProof { secrets: vec![proof(0).secrets[0].clone(); 60], settled: (60, 60), ..proof(4) };
    says("rotation-proof-long", &rotation_proof(&many).unwrap(), &["60 sur 60", "4 autres comptes", "page 2/"]);
}
