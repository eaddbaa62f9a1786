//! What the papers after a breach say: to whoever checks, to the bank, to customers, to the staff, to the authorities.

use jiff::civil::date;
use relais_documents::*;

use crate::reading::Document;
use crate::samples::{practice, reference};

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

fn bank(creditors: &[(&str, &str)], certain: bool) -> BankLetter {
    BankLetter {
        practice: practice(),
        reference: reference("L-2024-0007", date(2024, 2, 12)),
        bank: Addressee {
            name: "Banque du Rhin".into(),
            address_lines: vec!["1 quai Kléber".into(), "67000 Strasbourg".into()],
        },
        platform: "Viamedis".into(),
        known_on: date(2024, 2, 7),
        certain,
        creditors: creditors
            .iter()
            .map(|(name, identifier)| AllowedCreditor { name: (*name).into(), identifier: (*identifier).into() })
            .collect(),
        signed_by: "Maëlle Brucker".into(),
    }
}

#[test]
fn the_letter_to_the_bank() {
    let expected = [
        "Banque du Rhin",
        "mer. 07/02/2024",
        "ont été dérobées",
        "liste blanche de créanciers",
        "refuser tout autre prélèvement",
        "FR72ZZZ123456",
        "à vérifier sur le mandat",
        "260/2012",
    ];
    let creditors = [("Électricité du Ried", "FR72ZZZ123456"), ("Assurance des Opticiens", "")];
    says("bank-letter", &bank_letter(&bank(&creditors, true)).unwrap(), &expected);
    let told = says("bank-letter-plain", &bank_letter(&bank(&[], false)).unwrap(), &["probablement", "par écrit"]);
    assert!(!told.contains("Créanciers autorisés"));
}

fn notice(known: &[&str], ours: bool) -> CustomerBreachNotice {
    CustomerBreachNotice {
        practice: practice(),
        reference: reference("L-2024-0008", date(2024, 2, 12)),
        platform: "Viamedis".into(),
        ours,
        known_on: date(2024, 2, 7),
        known: known.iter().map(|it| (*it).into()).collect(),
        probable: vec!["assureur et numéro d’adhérent des clients".into()],
        spared: vec!["coordonnées bancaires des clients".into()],
        measures: "Mots de passe changés.\n\nÉquipe mise en garde.".into(),
    }
}

#[test]
fn the_notice_to_customers() {
    let expected = [
        "La plateforme Viamedis",
        "Ont fuité",
        "Ont probablement fuité",
        "N’ont pas fuité",
        "Ne donnez rien",
        "Équipe mise en garde.",
        "03 88 00 12 34",
    ];
    let bytes = customer_breach_notice(&notice(&["numéro de sécurité sociale des clients"], false)).unwrap();
    says("breach-notice", &bytes, &expected);
    let told = says(
        "breach-notice-ours",
        &customer_breach_notice(&notice(&[], true)).unwrap(),
        &["que nous gardons sur vous"],
    );
    assert!(!told.contains("Viamedis"));
}

#[test]
fn the_warning_to_the_staff() {
    let sender = |name: &str, confirmed| KnownSender { name: name.into(), from: "0 805 62 00 10".into(), confirmed };
    let warning = PhishingWarning {
        practice: practice(),
        reference: reference("L-2024-0009", date(2024, 2, 12)),
        platform: "Viamedis".into(),
        leaked: vec!["RIB de l’établissement".into(), "noms de l’équipe".into()],
        senders: vec![sender("Viamedis, numéro vert", false), sender("Banque du Rhin", true)],
    };
    let expected = ["RIB de l’établissement, noms de l’équipe", "0 805 62 00 10", "à vérifier", "lue", "sans reproche"];
    says("phishing-warning", &phishing_warning(&warning).unwrap(), &expected);
    let unknown = PhishingWarning { leaked: Vec::new(), senders: Vec::new(), ..warning };
    says("phishing-warning-plain", &phishing_warning(&unknown).unwrap(), &["Aucun n’est noté encore"]);
}

fn account() -> BreachAccount {
    BreachAccount {
        circumstances: "Le compte du comptoir a été utilisé la nuit.\nNous l’avons vu au matin.".into(),
        consequences: "Messages trompeurs aux clients.".into(),
        measures: "Compte fermé, mots de passe changés.".into(),
        people: Some(1_200),
        records: None,
        case_number: "2024/030".into(),
        delay: String::new(),
    }
}

fn complaint(account: BreachAccount) -> ComplaintLetter {
    ComplaintLetter {
        practice: practice(),
        reference: reference("L-2024-0010", date(2024, 2, 12)),
        addressee: Addressee {
            name: "Brigade compétente".into(), address_lines: vec!["adresse à compléter".into()]
        },
        platform: "Viamedis".into(),
        known_at: "mer. 07/02/2024 à 09:12".into(),
        began_at: "lun. 29/01/2024 à 15:00".into(),
        origin: "par le compte de l’établissement à la plateforme".into(),
        known: vec!["identifiant au portail".into()],
        probable: vec!["mot de passe".into()],
        account,
        insurer: "Assurances du Rhin, contrat 4411".into(),
        signed_by: "Maëlle Brucker".into(),
    }
}

#[test]
fn the_complaint() {
    let expected = [
        "porte plainte contre X",
        "mer. 07/02/2024 à 09:12",
        "par le compte de l’établissement à la plateforme",
        "Nous l’avons vu au matin.",
        "2024/030",
        "contrat 4411",
        "72 heures",
        "À vérifier",
    ];
    says("complaint", &complaint_letter(&complaint(account())).unwrap(), &expected);
    // What is not known yet is a blank, not an invention.
    says("complaint-bare", &complaint_letter(&complaint(BreachAccount::default())).unwrap(), &["à compléter"]);
}

fn notification(step: NotificationStep) -> BreachNotification {
    BreachNotification {
        practice: practice(),
        reference: reference("L-2024-0011", date(2024, 2, 12)),
        step,
        made_at: "Cnil, www.cnil.fr".into(),
        platform: "Viamedis".into(),
        known_at: "mer. 07/02/2024 à 09:12".into(),
        due_at: "sam. 10/02/2024 à 09:12".into(),
        began_at: "lun. 29/01/2024 à 15:00".into(),
        origin: "des systèmes de la plateforme".into(),
        duty: "L’établissement est responsable de ces données.".into(),
        known: vec!["numéro de sécurité sociale des clients".into()],
        probable: Vec::new(),
        account: account(),
        done: vec!["Banque prévenue, lun. 12/02/2024".into()],
        contact: "Maëlle Brucker, 03 88 00 12 34".into(),
    }
}

#[test]
fn what_a_notification_says() {
    let expected = [
        "Notification initiale",
        "sam. 10/02/2024 à 09:12",
        "1. Nature",
        "2. Personnes",
        "3. Données",
        "4. Conséquences",
        "5. Mesures",
        "approximatif 1 200",
        "Banque prévenue",
        "ni avis de conformité",
    ];
    let bytes = breach_notification(&notification(NotificationStep::Initial)).unwrap();
    let told = says("notification", &bytes, &expected);
    assert!(!told.contains("Motif du retard"));
    let mut late = notification(NotificationStep::Complementary);
    late.account.delay = "Fuite apprise par la presse.".into();
    let expected = ["Notification complémentaire", "Motif du retard", "apprise par la presse"];
    says("notification-complementary", &breach_notification(&late).unwrap(), &expected);
}

#[test]
fn how_a_customer_complains() {
    let handout = ComplaintHandout {
        practice: practice(),
        reference: reference("L-2024-0012", date(2024, 2, 12)),
        platform: "Viamedis".into(),
        known_on: date(2024, 2, 7),
        leaked: vec!["numéro de sécurité sociale des clients".into()],
        places: vec!["Lettre-plainte électronique, www.cybermalveillance.gouv.fr".into()],
        case_number: "2024/030".into(),
    };
    let expected = ["à l’écran", "www.cybermalveillance.gouv.fr", "2024/030", "d’une affaire à l’autre"];
    says("complaint-handout", &complaint_handout(&handout).unwrap(), &expected);
    let bare = ComplaintHandout { places: Vec::new(), leaked: Vec::new(), case_number: String::new(), ..handout };
    says("complaint-handout-bare", &complaint_handout(&bare).unwrap(), &["procureur de la République"]);
}

fn sender(confirmed: bool) -> KnownSender {
    KnownSender { name: "Viamedis".into(), from: "0 805 62 00 10".into(), confirmed }
}

#[test]
fn that_somebody_may_pretend_to_be_us() {
    let letter = ImpersonationLetter {
        practice: practice(),
        reference: reference("L-2024-0013", date(2024, 2, 12)),
        addressee: Addressee { name: "Viamedis".into(), address_lines: vec!["adresse à compléter".into()] },
        platform: "Viamedis".into(),
        known_on: date(2024, 2, 7),
        known: vec!["numéro FINESS".into()],
        probable: vec!["numéro SIRET".into()],
        senders: vec![sender(true)],
        signed_by: "Maëlle Brucker".into(),
    };
    let expected = [
        "Risque d’usurpation",
        "Connu : numéro FINESS.",
        "Probable : numéro SIRET.",
        "nous rappeler au 03 88 00 12 34",
        "0 805 62 00 10",
        "vérifiée",
        "Maëlle Brucker",
    ];
    says("impersonation", &impersonation_letter(&letter).unwrap(), &expected);
    let bare = ImpersonationLetter { senders: Vec::new(), practice: Practice { phone: None, ..practice() }, ..letter };
    let told = says("impersonation-bare", &impersonation_letter(&bare).unwrap(), &["à un numéro que vous connaissez"]);
    assert!(!told.contains("D’où vous nous écrivez"));
}

#[test]
fn whom_one_calls_after_a_leak() {
    let sheet = BreachCallSheet {
        practice: practice(),
        issued_on: date(2024, 2, 12),
        platform: "Viamedis".into(),
        known_at: "mer. 07/02/2024 à 09:12".into(),
        case_number: String::new(),
        callees: vec![
            BreachCallee {
                name: "Viamedis, numéro vert".into(),
                what_for: "Bloquer le compte".into(),
                reach: "0 805 62 00 10".into(),
                reference: String::new(),
                confirmed: false,
            },
            BreachCallee {
                name: "Assurances du Ried".into(),
                what_for: "Déclarer le sinistre".into(),
                reach: String::new(),
                reference: "contrat 44-201".into(),
                confirmed: true,
            },
        ],
        noted: vec![NotedCall {
            at: "mer. 07/02/2024 à 10:00".into(),
            who: "opérateur".into(),
            said: "Le compte est fermé depuis hier soir.".into(),
            by: "Maëlle Brucker".into(),
        }],
    };
    let bytes = breach_call_sheet(&sheet).unwrap();
    let expected = [
        "670 012 340",
        "0 805 62 00 10",
        "à vérifier",
        "contrat 44-201",
        "Journal des appels",
        "fermé depuis hier soir",
    ];
    says("breach-call-sheet", &bytes, &expected);
    // The FINESS is read at arm's length: three times the height of the text.
    let words = Document::new("breach-call-sheet-words", &bytes).words();
    let tallest = |text: &str| {
        let heights = words.iter().filter(|word| word.text.contains(text)).map(|word| word.bottom - word.top);
        heights.fold(0.0, f64::max)
    };
    assert!(tallest("670") > 2.0 * tallest("Assurances"));
    let unknown = BreachCallSheet { practice: Practice { finess: None, ..practice() }, ..sheet };
    says("breach-call-sheet-blank", &breach_call_sheet(&unknown).unwrap(), &["à compléter"]);
}

#[test]
fn the_statements_that_were_read() {
    let statement = |month: &str, found: &str, by: &str| WatchedStatement {
        month: month.into(),
        found: found.into(),
        by: by.into(),
    };
    let watch = DebitWatch {
        practice: practice(),
        reference: reference("L-2024-0014", date(2024, 4, 2)),
        platform: "Viamedis".into(),
        known_on: date(2024, 2, 7),
        until: date(2025, 3, 1),
        creditors: vec![AllowedCreditor { name: "Électricité du Ried".into(), identifier: String::new() }],
        statements: vec![
            statement("février 2024", "Rien d’anormal", "Maëlle Brucker, lun. 04/03/2024"),
            statement("mars 2024", "Prélèvement inconnu : Fitclub, 39,90 €", "Inès Morel, mar. 02/04/2024"),
            statement("avril 2024", "À lire", ""),
        ],
    };
    let expected =
        ["Électricité du Ried", "à vérifier sur le mandat", "Fitclub, 39,90 €", "avril 2024 À lire", "13 mois"];
    says("debit-watch", &debit_watch(&watch).unwrap(), &expected);
    let nobody = DebitWatch { creditors: Vec::new(), ..watch };
    says("debit-watch-nobody", &debit_watch(&nobody).unwrap(), &["les mandats que vous avez signés"]);
}

fn certificate(alone: bool) -> PurgeCertificate {
    let line = |what: &str, count| ErasedLine { what: what.into(), count };
    let rule = |what: &str, kept: &str, source: &str| ErasureRule {
        what: what.into(),
        kept: kept.into(),
        source: source.into(),
    };
    PurgeCertificate {
        practice: practice(),
        reference: reference("PV-2034-0001", date(2034, 3, 1)),
        why: "Demande d’une personne (RGPD, article 17)".into(),
        asked: ("Maëlle Brucker".into(), "01/03/2034 à 10:12".into()),
        agreed: if alone {
            ("Maëlle Brucker".into(), "02/03/2034 à 10:30".into())
        } else {
            ("Yann Tanguy".into(), "01/03/2034 à 10:12".into())
        },
        alone,
        erased: vec![
            line("Clients : nom, téléphone, date de naissance et clé des preuves", 2),
            line("Motifs, notes et réponses en toutes lettres", 7),
        ],
        kept: u32::from(alone),
        rules: vec![
            rule("Identité d’un client et pièces à son nom", "10 ans après la fin du dossier", "C. com. L123-22"),
            rule("Sauvegardes", "3 mois après leur écriture", "Choix du cabinet"),
        ],
        clocks: "2024-02".into(),
        copies: if alone {
            Vec::new()
        } else {
            vec![OlderCopy {
                written_on: date(2034, 2, 27),
                path: "/media/cle/relais-2034-02-27.relais".into(),
                destroy_on: date(2034, 5, 27),
            }]
        },
        head: (412, "c0ffee00c0ffee00".repeat(4)),
    }
}

#[test]
fn the_certificate_of_an_erasure() {
    let both = says(
        "purge-certificate",
        &purge_certificate(&certificate(false)).unwrap(),
        &[
            "Procès-verbal d’effacement",
            "PV-2034-0001",
            "article 17",
            "Yann Tanguy",
            "7",
            "10 ans après la fin du dossier",
            "relais-2034-02-27.relais",
            "27/05/2034",
            "ne nomme aucune des personnes effacées",
            "412 écritures",
        ],
    );
    assert!(!both.contains("Copie pour") && !both.contains("Restent"));
    let alone = says(
        "purge-certificate-alone",
        &purge_certificate(&certificate(true)).unwrap(),
        &["Copie pour l’expert-comptable", "Confirmé seul par", "Aucune sauvegarde connue", "Restent 1 élément"],
    );
    assert!(alone.contains("confirmé le 02/03/2034"));
}
