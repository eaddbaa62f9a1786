//! What the letters and the recovery sheet say, and when they are refused.

use jiff::civil::date;
use relais_documents::*;
use rstest::rstest;

use crate::reading::Document;
use crate::samples::{self, difference, estimate_page, recovery_key, refusal};

fn said(name: &str, bytes: &[u8]) -> String {
    Document::new(name, bytes).prose()
}

fn assert_says(prose: &str, fragments: &[&str]) {
    for fragment in fragments {
        assert!(prose.contains(fragment), "« {fragment} » is not said in:\n{prose}");
    }
}

#[test]
fn an_orange_dossier_says_what_is_owed_and_why() {
    let prose = said("difference", &difference_due(&difference()).unwrap());
    assert_says(
        &prose,
        &[
            "Mme Hélène Kœnig 27 quai des Pêcheurs 67000 Strasbourg",
            "Reste à régler après réponse de la complémentaire",
            "Pour votre achat du mer. 31/01/2024 (dossier 2024-0131-07, devis ou facture DV-20418)",
            "Mutuelle des Bateliers du Rhin 300,00 € 270,50 € 29,50 €",
            "Total 379,91 € 350,41 € 29,50 €",
            "Reste à régler 29,50 €",
            "au magasin, par carte, en espèces, par chèque ou par virement, avant le ven. 01/03/2024.",
            "Nous conservons votre chèque n° 6679545",
            "Nous ne le déposons pas pour cette différence",
        ],
    );
}

#[test]
fn a_letter_without_cheque_or_day_or_reference_says_none() {
    let mut letter = DifferenceDue { cheque: None, pay_by_on: None, sale_reference: None, ..difference() };
    letter.insurers.truncate(1);
    let prose = said("difference-bare", &difference_due(&letter).unwrap());
    assert_says(&prose, &["(dossier 2024-0131-07)", "par chèque ou par virement. Si ce montant"]);
    assert!(!prose.contains("Total") && !prose.contains("votre chèque n°"), "{prose}");
}

#[rstest]
#[case::covered_in_full(37_991, 37_991, PrintError::NothingDue)]
#[case::covers_more(37_991, 40_000, PrintError::NothingDue)]
#[case::out_of_range(i64::MAX, i64::MIN, PrintError::AmountOutOfRange)]
fn nothing_is_asked_when_nothing_is_due(#[case] estimated: i64, #[case] covered: i64, #[case] refusal: PrintError) {
    let answer = InsurerAnswer { insurer: "Mutuelle".into(), estimated_cents: estimated, covered_cents: covered };
    let letter = DifferenceDue { insurers: vec![answer], ..difference() };
    assert_eq!(difference_due(&letter).unwrap_err(), refusal);
}

#[test]
fn a_red_dossier_is_told_before_the_deposit() {
    let prose = said("refusal", &refusal_notice(&refusal()).unwrap());
    assert_says(
        &prose,
        &[
            "Mutuelle des Bateliers du Rhin a refusé de payer le lun. 19/02/2024",
            "« équipement déjà remboursé il y a moins de deux ans »",
            "Nous conservons votre chèque n° 6679545 (Banque Populaire Alsace Lorraine Champagne) de 379,91 €",
            "nous vous prévenons 8 jours avant de le déposer",
            "Nous pourrons déposer ce chèque à partir du ven. 01/03/2024 379,91 €",
            "Nous vous rendons alors ce chèque contre votre signature",
            "gardez la somme disponible sur votre compte",
        ],
    );
}

#[test]
fn silence_and_a_refusal_without_reason_are_told_as_such() {
    let silent = InsurerOutcome::NoAnswer { awaited_until: date(2024, 2, 19) };
    let prose = said("refusal-silent", &refusal_notice(&RefusalNotice { outcome: silent, ..refusal() }).unwrap());
    assert_says(&prose, &["n’avait pas répondu le lun. 19/02/2024, date convenue."]);
    let bare = InsurerOutcome::Refused { answered_on: date(2024, 2, 19), reason: None };
    let prose = said("refusal-bare", &refusal_notice(&RefusalNotice { outcome: bare, ..refusal() }).unwrap());
    assert_says(&prose, &["a refusé de payer le lun. 19/02/2024, sans donner de motif."]);
}

#[rstest]
#[case::the_same_day(date(2024, 2, 20), false)]
#[case::seven_days(date(2024, 2, 27), false)]
#[case::eight_days(date(2024, 2, 28), true)]
#[case::later(date(2024, 3, 15), true)]
fn the_deposit_comes_eight_days_after_the_notice_at_the_earliest(
    #[case] deposit_from_on: jiff::civil::Date,
    #[case] printed: bool,
) {
    let outcome = refusal_notice(&RefusalNotice { deposit_from_on, ..refusal() });
    if printed {
        assert!(outcome.is_ok());
    } else {
        let refused = outcome.unwrap_err();
        assert_eq!(refused, PrintError::NoticeTooShort { earliest_on: date(2024, 2, 28), notice_days: 8 });
        assert!(refused.to_string().contains("avant le mer.\u{a0}28/02/2024"), "{refused}");
    }
}

#[test]
fn an_estimate_promises_nothing_and_says_why() {
    let prose = said("estimate", &estimate(&estimate_page()).unwrap());
    assert_says(
        &prose,
        &[
            "Estimation, non garantie",
            "Dossier 2024-0131-07, devis ou facture DV-20418",
            "D : supposition",
            "Dans le réseau de soins",
            "Hors du réseau de soins",
            "Il vous resterait à payer 50,00 à 280,00 €",
            "Équipement c : un contrat responsable rembourse la classe B entre 200,00 € et 700,00 €",
            "Plancher, équipement c 200,00 € à vérifier CSS R.871-2, c : deux complexes (depuis le 01/01/2020)",
            "Taux AMO, optique 60 % confirmé",
            "Référentiel 2024-01.",
            "Cette estimation n’engage ni le magasin, ni l’assurance maladie, ni la complémentaire.",
        ],
    );
}

#[test]
fn an_estimate_of_one_side_does_not_speak_of_the_network() {
    let mut page = estimate_page();
    page.scenarios.truncate(1);
    page.confidence = EstimateConfidence::A;
    let prose = said("estimate-answered", &estimate(&page).unwrap());
    assert_says(&prose, &["Il vous resterait à payer 50,00 €", "A : la complémentaire a donné le chiffre"]);
    assert!(!prose.contains("réseau de soins"), "{prose}");
}

#[test]
fn the_recovery_sheet_holds_the_groups_in_order_and_where_to_keep_it() {
    let sheet = recovery_key();
    let prose = said("recovery-key", &recovery_key_sheet(&sheet).unwrap());
    let numbered: Vec<String> =
        sheet.groups.iter().enumerate().map(|(index, group)| format!("{} {group}", index + 1)).collect();
    assert_says(
        &prose,
        &[
            &numbered.join(" "),
            "toutes les données de cet établissement",
            "Loin du PC",
            "ni I, ni L, ni O, ni U",
            "personne ne peut rouvrir les données",
        ],
    );
}

#[rstest]
#[case::one(1, 4)]
#[case::eight_of_five(8, 5)]
#[case::eleven_of_six(11, 6)]
#[case::twenty_four_words(24, 12)]
fn groups_of_any_number_and_length_stand_in_their_boxes(#[case] count: usize, #[case] length: usize) {
    let group = "LOUIW".chars().cycle().take(length).collect::<String>();
    let mut sheet = recovery_key();
    sheet.groups = vec![group.clone(); count];
    let document = Document::new(&format!("recovery-key-{count}"), &recovery_key_sheet(&sheet).unwrap());
    assert_eq!(document.words().iter().filter(|word| word.text == group).count(), count);
    assert!(!document.prose().contains("ni I, ni L"), "the hint is said when it is true");
}

#[test]
fn the_key_shows_in_no_debug_output() {
    let sheet = recovery_key();
    let shown = format!("{sheet:?}");
    assert!(sheet.groups.iter().all(|group| !shown.contains(group.as_str())), "{shown}");
    assert!(shown.contains("2024-01-15"));
}

#[test]
fn the_call_sheet_has_the_finess_in_threes_and_what_is_read_out() {
    let prose = said("call-sheet", &call_sheet(&samples::call_sheet()).unwrap());
    assert_says(&prose, &["670 012 340", "4417002230", "14/04/1971", "379,91 €", "Droits ouverts à la date des soins"]);
    let unknown = CallSheetPage { finess: String::new(), birth_date: None, ..samples::call_sheet() };
    assert_says(&said("call-sheet-unknown", &call_sheet(&unknown).unwrap()), &["à compléter", "non connu"]);
}
