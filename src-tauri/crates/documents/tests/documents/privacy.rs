//! The papers of data protection: what is known is printed, what is not is a line to write on and never a made-up name; what nobody
//! read says « à vérifier ».

use jiff::civil::date;
use relais_documents::*;

use crate::reading::Document;
use crate::samples::{flows, practice};

fn controller(representative: &str, dpo: &str) -> Controller {
    Controller { practice: practice(), representative: representative.into(), dpo: dpo.into() }
}

fn source(text: &str, to_verify: bool) -> Source {
    Source { text: text.into(), from: date(2024, 2, 1), to_verify }
}

fn sheet(name: &str, of_customers: bool, recipients: &[&str]) -> ProcessingSheet {
    ProcessingSheet {
        name: name.into(),
        purpose: "Vérifier les droits, facturer la part de l’assureur et suivre son paiement".into(),
        people: "Clients, assurés et ayants droit".into(),
        data: vec!["nom, prénom et date de naissance".into(), "mutuelle et n° d’adhérent".into()],
        basis: "Exécution du contrat (RGPD, article 6-1-b)".into(),
        condition: "Prise en charge de santé (RGPD, article 9-2-h)".into(),
        source: source("RGPD, articles 6 et 9", true),
        of_customers,
        recipients: recipients.iter().map(|it| (*it).to_owned()).collect(),
        exits: vec!["Archive du journal\u{a0}: l’endroit choisi".into()],
        kept: vec![
            RetentionLine {
                what: "Identité d’un client et pièces à son nom".into(),
                how_long: "10 ans après la fin du dossier".into(),
                source: source("C. com. L123-22", true),
            },
            RetentionLine {
                what: "Textes lus de cartes".into(),
                how_long: "2 ans après la fin du dossier".into(),
                source: source("Avis de notre conseil", false),
            },
        ],
    }
}

fn sheets() -> Vec<ProcessingSheet> {
    vec![
        sheet("Tiers payant", true, &["Viamedis (directement)\u{a0}: droits, facturation"]),
        sheet("Chèques conservés et remis", true, &["Banque de l’établissement\u{a0}: les chèques remis"]),
        sheet("Journal des accès", false, &[]),
    ]
}

fn measures() -> Vec<Measure> {
    vec![
        Measure { says: "Base chiffrée page par page (AES-256)".into(), missing: false },
        Measure { says: "aucune sauvegarde n’est connue".into(), missing: true },
    ]
}

pub(crate) fn notice(representative: &str, dpo: &str) -> PrivacyNotice {
    PrivacyNotice {
        controller: controller(representative, dpo),
        issued_on: date(2024, 2, 12),
        sheets: sheets().into_iter().filter(|sheet| sheet.of_customers).collect(),
        asked_first: true,
        authority:
            "Commission nationale de l’informatique et des libertés (Cnil), 3 place de Fontenoy (adresse à vérifier)"
                .into(),
    }
}

pub(crate) fn register(representative: &str, dpo: &str) -> ProcessingRegister {
    ProcessingRegister {
        controller: controller(representative, dpo),
        issued_on: date(2024, 2, 12),
        made_from: "bases 2024-02, durées 2024-02, champs 2024-01".into(),
        sheets: sheets(),
        measures: measures(),
    }
}

pub(crate) fn assessment(representative: &str, dpo: &str) -> ImpactAssessment {
    let event = |what: &str| FearedEvent {
        what: what.into(),
        ways: "Compte de plateforme volé, session laissée ouverte, papier oublié".into(),
        measures: measures(),
    };
    ImpactAssessment {
        controller: controller(representative, dpo),
        issued_on: date(2024, 2, 12),
        made_from: "bases 2024-02, durées 2024-02, champs 2024-01".into(),
        criteria: vec![ImpactCriterion {
            says: "Des données de santé traitées à grande échelle".into(),
            source: source("RGPD, article 35-3-b", true),
        }],
        sheets: sheets(),
        counts: (1_240, 4),
        flows: flows().flows,
        restraint: measures(),
        feared: vec![
            event("Accès illégitime à des données"),
            event("Changement non voulu de données"),
            event("Disparition de données"),
        ],
    }
}

/// What each paper says, by whether somebody is named.
fn printed(representative: &str, dpo: &str) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("notice", privacy_notice(&notice(representative, dpo)).unwrap()),
        ("register", processing_register(&register(representative, dpo)).unwrap()),
        ("assessment", impact_assessment(&assessment(representative, dpo)).unwrap()),
    ]
}

#[test]
fn the_papers_of_data_protection() {
    let expected: [&[&str]; 3] = [
        &[
            "Vos données et vos droits",
            "Viamedis (directement) : droits, facturation",
            "Votre accord est demandé avant",
            "2 ans après la fin du dossier",
            "3 place de Fontenoy (adresse à vérifier)",
            "RGPD, articles 6 et 9 (au jeu. 01/02/2024, à vérifier)",
            "à remplir à la main",
        ],
        &[
            "Registre des traitements",
            "1. Tiers payant",
            "3. Journal des accès",
            "Personne",
            "Manque : aucune sauvegarde n’est connue",
            "Avis de notre conseil (au jeu. 01/02/2024, vérifié)",
            "ne vaut pas avis de conformité",
        ],
        &[
            "Aide à l’analyse d’impact",
            "1 240",
            "RGPD, article 35-3-b (au jeu. 01/02/2024, à vérifier)",
            "Disparition de données",
            "le logiciel ne juge aucun risque",
            "Le délégué à la protection des données",
        ],
    ];
    for ((name, bytes), sentences) in printed("", "").into_iter().zip(expected) {
        let prose = Document::new(name, &bytes).prose();
        for sentence in sentences {
            assert!(prose.contains(sentence), "{name} does not say « {sentence} »:\n{prose}");
        }
    }
}

#[test]
fn who_is_named_takes_the_place_of_a_line_to_fill() {
    let (representative, dpo) = ("Maëlle Brucker, gérante", "Cabinet Lex, dpo@lex.example");
    for ((name, empty), (_, named)) in printed("", "").into_iter().zip(printed(representative, dpo)) {
        let (empty, named) = (Document::new(&format!("{name}-empty"), &empty), Document::new(name, &named));
        assert!(!empty.prose().contains("Lex"), "{name}");
        for known in [representative, dpo] {
            assert!(named.prose().contains(known), "{name} does not say « {known} »");
        }
    }
}
