//! Letters to payers: what each step says, the columns there are, and letters put together in one file.

use jiff::civil::date;
use relais_documents::*;
use rstest::rstest;

use crate::reading::Document;
use crate::samples::{practice, reference};

fn letter(step: ReminderStep, shares: usize) -> PayerReminder {
    let line = |nth: usize| ReminderLine {
        dossier: format!("2023-{:04}", 4_100 + nth),
        invoice: (nth % 5 != 4).then(|| format!("FA-2023-{:05}", 20_418 + nth)),
        delivered_on: date(2023, 12, 4),
        waited_days: 39,
        late_days: Some(36),
        amount_cents: 37_100 + i64::try_from(nth).unwrap() * 100,
        penalty_cents: None,
    };
    PayerReminder {
        practice: practice(),
        reference: reference("L-2024-0012", date(2024, 1, 31)),
        payer: Addressee {
            name: "Mutuelle des Bateliers du Rhin".into(),
            address_lines: vec!["Service tiers payant".into()],
        },
        operator: Some("Viamedis".into()),
        step,
        former: (step != ReminderStep::First).then(|| ("L-2024-0003".to_owned(), date(2024, 1, 15))),
        lines: (0..shares).map(line).collect(),
        penalty: None,
        answer_days: 8,
        signed_by: "Maëlle Brucker".into(),
    }
}

#[rstest]
#[case::first(ReminderStep::First, &["Relance N° L-2024-0012", "Sauf erreur de notre part", "sous 8 jours ce qui s’y oppose"])]
#[case::second(ReminderStep::Second, &["Deuxième relance", "Malgré notre courrier n° L-2024-0003 du lun. 15/01/2024", "régler sous 8 jours"])]
#[case::formal(ReminderStep::FormalNotice, &["Mise en demeure de payer", "Malgré nos relances", "à compter de la réception de ce courrier"])]
fn each_step_says_what_it_asks(#[case] step: ReminderStep, #[case] said: &[&str]) {
    let name = format!("reminder-{step:?}").to_lowercase();
    let prose = Document::new(&name, &payer_reminder(&letter(step, 3)).unwrap()).prose();
    let always = [
        "Mutuelle des Bateliers du Rhin Service tiers payant",
        "(paiement par Viamedis)",
        "3 parts facturées en tiers payant et impayées",
        "2023-4100 FA-2023-20418 lun. 04/12/2023 39 j 36 j 371,00 €",
        "Total 1 116,00 €",
        "hors jours fériés nationaux",
    ];
    for words in said.iter().chain(&always) {
        assert!(prose.contains(words), "« {words} » is not said in:\n{prose}");
    }
    assert!(!prose.contains("Pénalité"), "{prose}");
}

#[test]
fn a_penalty_comes_with_its_source_and_its_doubt() {
    let mut one = letter(ReminderStep::First, 2);
    for line in &mut one.lines {
        line.penalty_cents = Some(371);
    }
    one.lines[1].late_days = None;
    one.penalty = Some(LatePenalty {
        rule: "1 % de ce qui est payé après 3 jours ouvrés".into(),
        source: "Conventions FSPF".into(),
        to_verify: true,
    });
    let prose = Document::new("reminder-penalty", &payer_reminder(&one).unwrap()).prose();
    for said in
        ["Pénalité", "3,71 €", "7,42 €", "après 3 jours ouvrés (source : Conventions FSPF, à vérifier)", "39 j —"]
    {
        assert!(prose.contains(said), "« {said} » is not said in:\n{prose}");
    }
}

#[test]
fn a_long_letter_has_its_headings_on_each_page_and_all_its_lines() {
    let bytes = payer_reminder(&letter(ReminderStep::Second, 300)).unwrap();
    let prose = Document::new("reminder-long", &bytes).prose();
    for nth in 0..300 {
        assert!(prose.contains(&format!("2023-{:04}", 4_100 + nth)), "{nth}");
    }
    assert!(prose.matches("N° de facture").count() > 5);
}

#[test]
fn nothing_owed_is_no_letter() {
    assert_eq!(payer_reminder(&letter(ReminderStep::First, 0)), Err(PrintError::NothingDue));
}

#[test]
fn several_letters_are_one_file_each_page_as_it_was() {
    let letters: Vec<Vec<u8>> =
        [3, 60, 1].map(|shares| payer_reminder(&letter(ReminderStep::First, shares)).unwrap()).into();
    let together = bundle(&letters).unwrap();
    let text = |bytes: &[u8], name| Document::new(name, bytes).prose();
    let apart: Vec<String> = letters.iter().map(|bytes| text(bytes, "reminder-apart")).collect();
    assert_eq!(text(&together, "reminders-together"), apart.join(" "));
    assert!(together.len() < letters.iter().map(Vec::len).sum::<usize>() + 4_096);
    assert_eq!(bundle::<Vec<u8>>(&[]), Err(PrintError::NothingDue));
}
