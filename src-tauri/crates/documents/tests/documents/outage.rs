//! What the papers of an outage say: on the door, on the telephone, to the customer, and to whoever checks.

use jiff::civil::date;
use relais_documents::*;

use crate::reading::Document;
use crate::samples::{dossier, practice, reference};

fn says(name: &str, bytes: &[u8], expected: &[&str]) {
    let prose = Document::new(name, bytes).prose();
    for sentence in expected {
        assert!(prose.contains(sentence), "{name} does not say « {sentence} »:\n{prose}");
    }
    // What a customer reads says what he calls it.
    assert!(!prose.contains("AMC"), "{name} says AMC");
}

fn door() -> DoorNotice {
    DoorNotice {
        practice: practice(),
        issued_on: date(2024, 1, 31),
        since_on: date(2024, 1, 29),
        platform: "Viamedis".into(),
        insurers: vec!["Mutuelle des Bateliers du Rhin".into(), "Prévoyance du Ried".into()],
        offered: OfferedWay::SetAside,
    }
}

#[test]
fn the_notice_for_the_door() {
    let expected = [
        "complémentaires santé (mutuelles)",
        "Depuis le lun. 29/01/2024, la plateforme Viamedis",
        "Mutuelle des Bateliers du Rhin, Prévoyance du Ried",
        "mis de côté sans frais",
        "carte Vitale",
        "recto et verso",
    ];
    says("door-notice", &door_notice(&door()).unwrap(), &expected);
    let unknown = DoorNotice { insurers: Vec::new(), offered: OfferedWay::Delivered, ..door() };
    says("door-notice-plain", &door_notice(&unknown).unwrap(), &["au dos de votre carte", "Vous repartez avec"]);
}

#[test]
fn the_message_on_the_telephone() {
    let DoorNotice { practice, issued_on, since_on, platform, offered, .. } = door();
    let message = PhoneMessage { practice, issued_on, since_on, platform, offered };
    let expected = ["vous êtes bien chez Optique de la Cathédrale", "Jusqu’à quand", "ni mot de passe"];
    says("phone-message", &phone_message(&message).unwrap(), &expected);
}

fn attempt(entry: u64) -> FailedAttempt {
    FailedAttempt {
        at: "mer. 31/01/2024 à 09:12:04".into(),
        asked: "Droits".into(),
        platform: "Viamedis".into(),
        outcome: "délai dépassé".into(),
        entry,
        hash: "9f2c4b7e1a6d0c3b".repeat(4),
        previous_hash: "00aa11bb22cc33dd".repeat(4),
        bytes: format!("{{\"body\":{{\"asked_at\":\"2024-01-31T08:12:04.000Z\"}},\"post_seq\":{entry}}}").repeat(4),
    }
}

fn proof(attempts: usize) -> OutageProof {
    OutageProof {
        practice: practice(),
        reference: reference("L-2024-0007", date(2024, 2, 14)),
        dossier: dossier(),
        sold_on: date(2024, 1, 31),
        incident: Some("Viamedis\u{a0}: droits, PEC, depuis le lun. 29/01/2024 à 15:00".into()),
        counts: (u32::try_from(attempts).unwrap(), 0),
        attempts: (0..attempts).map(|nth| attempt(120 + nth as u64)).collect(),
        left_out: 0,
        head: (412, "c0ffee00c0ffee00".repeat(4)),
        issued_by: "Maëlle Brucker".into(),
    }
}

#[test]
fn the_proof_of_an_outage() {
    let expected = [
        "3 fois",
        "sans obtenir de réponse",
        "délai dépassé",
        "n° 121",
        "SHA-256",
        "relais verify ARCHIVE",
        "412 écritures",
        "ce que l’établissement a tenté",
    ];
    says("outage-proof", &outage_proof(&proof(3)).unwrap(), &expected);
    assert!(matches!(outage_proof(&proof(0)), Err(PrintError::NothingDue)));
}

/// What did not leave because the outage was known is no attempt at the platform, and is not told as one.
#[test]
fn what_was_kept_from_leaving_is_told_apart() {
    let none_left = OutageProof { counts: (0, 2), ..proof(2) };
    let told = ["avoir demandé 2 fois", "sans que rien puisse partir", "déjà constatée par ce poste"];
    says("outage-proof-held", &outage_proof(&none_left).unwrap(), &told);
    let one_left = OutageProof { counts: (1, 1), ..proof(2) };
    let told = ["avoir interrogé une fois", "sans obtenir de réponse. Une autre demande n’est pas partie"];
    says("outage-proof-both", &outage_proof(&one_left).unwrap(), &told);
}

/// The hash and the bytes can be put together again from the page.
#[test]
fn what_is_hashed_is_there_to_the_letter() {
    let text = Document::new("outage-proof-bytes", &outage_proof(&proof(1)).unwrap()).prose();
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let sample = attempt(120);
    for whole in [&sample.hash, &sample.previous_hash, &sample.bytes] {
        assert!(joined.contains(whole.as_str()), "{whole} is cut short");
    }
}

#[test]
fn many_attempts_take_pages() {
    says("outage-proof-long", &outage_proof(&proof(40)).unwrap(), &["40 fois", "page 2/"]);
}

#[test]
fn the_list_of_calls() {
    let line = CallBackLine {
        customer: "Hélène Kœnig".into(),
        phone: "06 12 34 56 78".into(),
        dossier: "2024-0131".into(),
        why: "mis de côté".into(),
        last: "message laissé, Maëlle, mar. 06/02".into(),
    };
    let silent = CallBackLine { phone: String::new(), last: String::new(), ..line.clone() };
    let list = CallBackList {
        practice: practice(),
        issued_on: date(2024, 2, 12),
        platform: "Viamedis".into(),
        lines: vec![line, silent],
    };
    let expected = ["2 clients", "06 12 34 56 78", "non noté", "message laissé", "détruisez cette feuille"];
    says("call-back-list", &call_back_list(&list).unwrap(), &expected);
    let long = CallBackList { lines: list.lines.iter().cycle().take(90).cloned().collect(), ..list.clone() };
    says("call-back-list-long", &call_back_list(&long).unwrap(), &["90 clients", "page 2/"]);
    let empty = CallBackList { lines: Vec::new(), ..list };
    assert!(matches!(call_back_list(&empty), Err(PrintError::NothingDue)));
}

#[test]
fn the_slip_of_a_dossier_set_aside() {
    let slip = SetAsideSlip {
        practice: practice(),
        reference: reference("L-2024-0003", date(2024, 1, 31)),
        customer_name: "Hélène Kœnig".into(),
        phone: "06 12 34 56 78".into(),
        dossier: dossier(),
        platform: "Viamedis".into(),
        total_cents: 48_000,
        expected_cents: 37_991,
        sold_on: date(2024, 1, 31),
        returns: false,
    };
    let expected = [
        "vous ne devez rien",
        "480,00",
        "379,91",
        "non garantie",
        "06 12 34 56 78",
        "Nous vous appelons dès",
        "Médiation",
    ];
    says("set-aside-slip", &set_aside_slip(&slip).unwrap(), &expected);
    let returning = SetAsideSlip { returns: true, expected_cents: 0, phone: String::new(), ..slip };
    says("set-aside-slip-returns", &set_aside_slip(&returning).unwrap(), &["vous reviendriez", "à nous donner"]);
}

fn exercised(name: &str, after_seconds: Option<u32>, took_seconds: Option<u32>) -> ExercisedTask {
    ExercisedTask { name: name.into(), after_seconds, took_seconds }
}

/// What was done with its times, what was forgotten, and the mark of an exercise.
#[test]
fn the_report_of_an_exercise() {
    let report = ExerciseReport {
        practice: Practice { kind: PracticeKind::Exercise, ..practice() },
        held_on: date(2026, 3, 9),
        elapsed_seconds: 545,
        length_minutes: 10,
        tasks: vec![
            exercised("Garder un chèque", Some(125), Some(65)),
            exercised("Imprimer le reçu du chèque", None, None),
        ],
    };
    let expected = [
        "Exercice : document sans valeur",
        "9 min 05 s sur 10 min",
        "1 sur 2",
        "2 min 05 s",
        "1 min 05 s",
        "oubliée",
        "• Imprimer le reçu du chèque",
    ];
    says("exercise-report", &exercise_report(&report).unwrap(), &expected);
    let whole = ExerciseReport { tasks: vec![exercised("Garder un chèque", Some(5), Some(5))], ..report };
    says("exercise-report-whole", &exercise_report(&whole).unwrap(), &["Rien : toutes les tâches"]);
}
