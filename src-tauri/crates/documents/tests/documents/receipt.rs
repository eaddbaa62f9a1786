//! What the papers of a cheque say, and what they never say.

use jiff::civil::date;
use relais_documents::*;
use rstest::rstest;

use crate::reading::Document;
use crate::samples::{self, discharge, receipt};

/// The words no paper about a cheque carries, without accents: each would make the cheque something else than a means
/// of payment, or its date something else than the day it was written (CMF L131-31, L131-69).
const FORBIDDEN: [&str; 4] = ["caution", "garanti", "antidat", "postdat"];

/// Lower case, without the accents of French.
fn folded(text: &str) -> String {
    let plain = |letter| match letter {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    };
    text.to_lowercase().chars().map(plain).collect()
}

fn said(name: &str, receipt: &ChequeReceipt) -> String {
    Document::new(name, &cheque_receipt(receipt).unwrap()).prose()
}

/// Each fragment after the one before.
fn assert_in_order(prose: &str, fragments: &[&str]) {
    let mut from = 0;
    for fragment in fragments {
        match prose[from..].find(fragment) {
            Some(at) => from += at + fragment.len(),
            None => panic!("« {fragment} » is not said after {:?} in:\n{prose}", &prose[..from]),
        }
    }
}

#[test]
fn a_cheque_that_names_no_place_leaves_no_comma() {
    let mut nowhere = receipt(Agreement::Kept);
    nowhere.cheque.written_at.clear();
    let prose = said("receipt-nowhere", &nowhere);
    assert!(prose.contains("mer. 31/01/2024 À l’ordre de"), "{prose}");
}

#[test]
fn a_kept_cheque_is_told_in_plain_words() {
    let prose = said("receipt-a", &receipt(Agreement::Kept));
    assert_in_order(
        &prose,
        &[
            "Optique de la Cathédrale 12 rue des Orfèvres 67000 Strasbourg",
            "Tél. 03 88 00 12 34 FINESS 670012340 SIRET 732 829 320 00074",
            "Exemplaire client",
            "Reçu de chèque",
            "N° RC-2024-0017 · mer. 31/01/2024",
            "Reçu de Hélène Kœnig le chèque n° 6679545",
            "379,91 €",
            "trois cent soixante-dix-neuf euros et quatre-vingt-onze centimes",
            "Banque Populaire Alsace Lorraine Champagne",
            "mer. 31/01/2024, Strasbourg",
            "À l’ordre de Optique de la Cathédrale",
            "Mme Hélène Kœnig ou M. Loïc Kœnig",
            "Clé RLMC de la ligne magnétique vérifiée",
            "2024-0131-07 DV-20418 Mutuelle des Bateliers du Rhin 379,91 €",
            "Accord A : chèque conservé, sans frais ni intérêt",
            "ne pas déposer ce chèque à la banque avant le ven. 01/03/2024",
            "Un chèque peut être payé dès qu’il est présenté à la banque, quelle que soit la date convenue.",
            "lie le magasin, pas la banque : gardez la somme disponible sur votre compte.",
            "Dès que l’argent est sur notre compte, nous vous rendons ce chèque contre votre signature.",
            "Si elle paie moins que la part couverte, vous nous devez la différence",
            "si elle n’a pas répondu le ven. 01/03/2024, nous vous prévenons 8 jours avant de déposer le chèque.",
            "Nous ne gardons pas ce chèque après le sam. 16/03/2024",
            "Le client Hélène Kœnig, lu et compris",
            "Pour le magasin reçu par Maëlle Brucker",
            "Fait en deux exemplaires le mer. 31/01/2024.",
            "Médiation de la consommation : Médiation Commerce de l’Est",
            "Exemplaire magasin",
            "Reçu de chèque",
        ],
    );
    assert!(!prose.contains("acompte"), "a cheque taken at delivery is no acompte");
}

#[test]
fn a_cheque_deposited_later_bars_the_tiers_payant() {
    let prose = said("receipt-b", &receipt(Agreement::DepositedLater));
    assert_in_order(
        &prose,
        &[
            "Accord B : chèque encaissé plus tard",
            "avant le ven. 01/03/2024",
            "dès qu’il est présenté à la banque",
            "lie le magasin, pas la banque : gardez la somme disponible",
            "Vous demandez vous-même le remboursement à votre complémentaire",
            "le tiers payant n’est plus possible",
            "Passé cette date, nous déposons le chèque",
            "il est déposé au plus tard ce jour-là, ou il vous est rendu",
        ],
    );
    assert!(!prose.contains("Nous demandons le paiement à votre complémentaire"));
}

#[test]
fn each_copy_has_its_page_and_its_number_of_pages() {
    let document = Document::new("receipt-copies", &cheque_receipt(&receipt(Agreement::Kept)).unwrap());
    let text = document.text();
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), 2, "a copy fits a page");
    assert!(pages[0].contains("Exemplaire client") && !pages[0].contains("Exemplaire magasin"));
    assert!(pages[1].contains("Exemplaire magasin") && !pages[1].contains("Exemplaire client"));
    assert!(pages.iter().all(|page| page.contains("page 1/1")));
}

#[test]
fn what_differs_from_sale_to_sale_is_said() {
    let mut model = receipt(Agreement::DepositedLater);
    model.promise = Promise::Event("la réponse de votre complémentaire".into());
    model.taken_at = Moment::Order;
    model.cheque.rlmc_key = RlmcKey::Absent;
    model.practice.mediator = None;
    model.shares[0].dossier.sale_reference = None;
    let prose = said("receipt-variants", &model);
    assert_in_order(
        &prose,
        &[
            "absente ou illisible",
            "Remis à la commande, à titre d’acompte",
            "avant la réponse de votre complémentaire.",
            "Passé ce moment",
        ],
    );
    assert!(!prose.contains("Médiation"));
}

#[rstest]
#[case::named_day(Promise::Date(date(2024, 3, 1)), "ven. 01/03/2024")]
#[case::named_day_too_near_the_limit(Promise::Date(date(2024, 3, 12)), "ven. 08/03/2024")]
#[case::event(Promise::Event("la réponse de votre complémentaire".into()), "ven. 08/03/2024")]
fn the_answer_is_awaited_early_enough_to_warn_before_the_keeping_limit(#[case] promise: Promise, #[case] day: &str) {
    let model = ChequeReceipt { promise, ..receipt(Agreement::Kept) };
    assert_in_order(
        &said("receipt-answer", &model),
        &[&format!("si elle n’a pas répondu le {day}"), "sam. 16/03/2024"],
    );
}

#[test]
fn several_dossiers_are_summed() {
    let mut model = receipt(Agreement::Kept);
    model.cheque.amount_cents = 150_000;
    model.shares[0].covered_cents = 100_000;
    model.shares.push(CoveredShare {
        dossier: Dossier { number: "2024-0131-08".into(), ..samples::dossier() },
        covered_cents: 50_000,
    });
    assert!(said("receipt-two", &model).contains("Total 1 500,00 €"));
    model.shares[0].covered_cents = i64::MAX;
    assert_eq!(cheque_receipt(&model).unwrap_err(), PrintError::AmountOutOfRange);
}

#[rstest]
#[case::a_cent(1, "0,01 €", "un centime")]
#[case::the_most_a_journal_holds(1_000_000_000_000, "10 000 000 000,00 €", "dix milliards d’euros")]
#[case::the_most_there_is(i64::MAX, "92 233 720 368 547 758,07 €", "quatre-vingt-douze billiards")]
fn amounts_of_any_size(#[case] amount_cents: i64, #[case] figures: &str, #[case] words: &str) {
    let mut model = receipt(Agreement::Kept);
    model.cheque.amount_cents = amount_cents;
    assert_in_order(&said(&format!("receipt-{amount_cents}"), &model), &["n° 6679545", figures, words]);
}

#[rstest]
#[case::nothing(0)]
#[case::less_than_nothing(-37_991)]
fn a_cheque_of_nothing_has_no_receipt(#[case] amount_cents: i64) {
    let mut model = receipt(Agreement::Kept);
    model.cheque.amount_cents = amount_cents;
    assert_eq!(cheque_receipt(&model).unwrap_err(), PrintError::NothingDue);
}

#[test]
fn a_discharge_says_what_went_back_why_and_to_whom() {
    let prose = Document::new("discharge", &cheque_discharge(&discharge()).unwrap()).prose();
    assert_in_order(
        &prose,
        &[
            "Décharge de restitution de chèque",
            "N° DR-2024-0009 · ven. 23/02/2024",
            "Chèque n° 6679545 rendu à Hélène Kœnig",
            "379,91 €",
            "n° RC-2024-0017, mer. 31/01/2024",
            "La complémentaire a payé 379,91 € pour ce dossier",
            "sur notre compte depuis le mer. 21/02/2024",
            "Hélène Kœnig reconnaît avoir reçu en main propre, le ven. 23/02/2024",
            "n’a pas été présenté à la banque",
            "Reçu le chèque Hélène Kœnig",
            "rendu par Maëlle Brucker",
        ],
    );
}

#[rstest]
#[case::otherwise(ReturnCause::PaidOtherwise { paid_on: date(2024, 2, 22), means: "carte bancaire".into() }, "La somme a été réglée par carte bancaire le jeu. 22/02/2024.")]
#[case::cancelled(ReturnCause::SaleCancelled { cancelled_on: date(2024, 2, 22) }, "La vente a été annulée le jeu. 22/02/2024.")]
fn a_discharge_to_somebody_else(#[case] cause: ReturnCause, #[case] sentence: &str) {
    let model = ChequeDischarge { cause, returned_to: Some("Loïc Kœnig".into()), ..discharge() };
    let prose = Document::new("discharge-other", &cheque_discharge(&model).unwrap()).prose();
    assert_in_order(&prose, &["rendu à Loïc Kœnig", sentence, "Loïc Kœnig, pour Hélène Kœnig, reconnaît"]);
}

/// Every paper about a cheque, in every variant of its sentences.
fn every_cheque_paper() -> Vec<(String, Vec<u8>)> {
    let mut papers = Vec::new();
    for agreement in [Agreement::Kept, Agreement::DepositedLater] {
        for promise in [Promise::Date(date(2024, 3, 1)), Promise::Event("la réponse de votre complémentaire".into())]
        {
            for taken_at in [Moment::Order, Moment::Delivery] {
                for premises in [Premises::Shop, Premises::Pharmacy] {
                    let mut model = ChequeReceipt { promise: promise.clone(), taken_at, ..receipt(agreement) };
                    model.practice.premises = premises;
                    papers.push((format!("word-receipt-{}", papers.len()), cheque_receipt(&model).unwrap()));
                }
            }
        }
    }
    let causes = [
        discharge().cause,
        ReturnCause::PaidOtherwise { paid_on: date(2024, 2, 22), means: "virement".into() },
        ReturnCause::SaleCancelled { cancelled_on: date(2024, 2, 22) },
    ];
    for cause in causes {
        let model = ChequeDischarge { cause, ..discharge() };
        papers.push((format!("word-discharge-{}", papers.len()), cheque_discharge(&model).unwrap()));
    }
    let rejected = ChequeDischarge { presented: true, ..discharge() };
    papers.push(("word-discharge-rejected".into(), cheque_discharge(&rejected).unwrap()));
    papers.push(("word-slip".into(), slip_list(&samples::slip()).unwrap()));
    for stolen in [true, false] {
        let model = EvidenceSheet { stolen, ..samples::evidence() };
        papers.push((format!("word-evidence-{stolen}"), evidence_sheet(&model).unwrap()));
    }
    papers.push(("word-difference".into(), difference_due(&samples::difference()).unwrap()));
    let silent = InsurerOutcome::NoAnswer { awaited_until: date(2024, 2, 19) };
    for outcome in [samples::refusal().outcome, silent] {
        let model = RefusalNotice { outcome, ..samples::refusal() };
        papers.push((format!("word-refusal-{}", papers.len()), refusal_notice(&model).unwrap()));
    }
    papers
}

#[test]
fn no_paper_about_a_cheque_says_a_forbidden_word() {
    let papers = every_cheque_paper();
    assert_eq!(papers.len(), 26);
    for (name, bytes) in papers {
        let text = folded(&Document::new(&name, &bytes).prose());
        assert!(text.contains("cheque"), "{name} was read");
        for word in FORBIDDEN {
            assert!(!text.contains(word), "{name} says « {word} »:\n{text}");
        }
    }
}

#[test]
fn the_reading_of_forbidden_words_sees_accents_and_capitals() {
    let text = folded("Chèque de CAUTION, Estimation non Garantie, ANTIDATÉ ou Postdaté");
    assert!(FORBIDDEN.iter().all(|word| text.contains(word)));
}

#[test]
fn a_pharmacy_is_not_called_a_shop() {
    let mut model = receipt(Agreement::Kept);
    model.practice.premises = Premises::Pharmacy;
    let prose = said("receipt-pharmacy", &model);
    assert!(!prose.contains("magasin"), "{prose}");
    assert_in_order(&prose, &["lie la pharmacie, pas la banque", "Pour la pharmacie", "Exemplaire pharmacie"]);
}

#[test]
fn a_receipt_printed_again_from_its_stored_model_is_the_same_file() {
    let model = receipt(Agreement::Kept);
    let stored = serde_json::to_string(&model).unwrap();
    let again: ChequeReceipt = serde_json::from_str(&stored).unwrap();
    assert_eq!(again, model);
    assert_eq!(cheque_receipt(&again).unwrap(), cheque_receipt(&model).unwrap());
}

/// The kind of the paper that was looked at, and nothing more of it; not a word where it was not asked for.
#[test]
fn the_identity_paper_that_was_seen() {
    let mut kept = receipt(Agreement::Kept);
    let silent = Document::new("receipt-identity-none", &cheque_receipt(&kept).unwrap()).prose();
    assert!(!silent.contains("identité"), "{silent}");
    kept.cheque.identity_seen = Some("passeport".into());
    let prose = Document::new("receipt-identity", &cheque_receipt(&kept).unwrap()).prose();
    for said in ["Pièce d’identité vue, sans numéro ni copie", "passeport"] {
        assert!(prose.contains(said), "{said}: {prose}");
    }
}
