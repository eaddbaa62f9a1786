//! Where things stand on the page, whatever the names and amounts; what the file weighs and says of itself.

use relais_documents::*;
use rstest::rstest;

use crate::reading::{Document, Word};
use crate::samples::{self, receipt};

/// The bar: what a receipt on one page may weigh. Every document keeps it, the receipt with both its copies.
const MOST_BYTES: usize = 60 * 1024;
/// The margins of the page, in points, with a point for the side bearings of letters; below, what printers reach.
const LEFT: f64 = 56.69 - 1.0;
const RIGHT: f64 = 595.28 - 56.69 + 1.0;
const BOTTOM: f64 = 841.89 - 15.0;

/// The longest names in every field of every document.
fn with_long_names(name: &str, kind: PracticeKind) -> Vec<(&'static str, Vec<u8>)> {
    let practice = Practice {
        name: name.into(),
        address_lines: vec![name.into(), format!("67000 {name}")],
        mediator: Some(format!("{name}, {name}")),
        kind,
        ..samples::practice()
    };
    let mention = ChequeMention { bank: name.into(), ..samples::mention() };
    let dossier = Dossier { insurer: name.into(), ..samples::dossier() };
    let addressee = Addressee { name: name.into(), address_lines: vec![name.into(), "67000 Strasbourg".into()] };
    let mut kept = receipt(Agreement::Kept);
    kept.practice = practice.clone();
    kept.customer_name = name.into();
    kept.received_by = name.into();
    (kept.cheque.bank, kept.cheque.payee, kept.cheque.drawer) = (name.into(), name.into(), name.into());
    kept.cheque.written_at = name.into();
    kept.shares[0].dossier = dossier.clone();
    let mut discharge = samples::discharge();
    (discharge.practice, discharge.cheque, discharge.dossier) = (practice.clone(), mention.clone(), dossier.clone());
    (discharge.customer_name, discharge.returned_to) = (name.into(), Some(name.into()));
    let mut difference = samples::difference();
    (difference.practice, difference.customer) = (practice.clone(), addressee.clone());
    difference.cheque = Some(mention.clone());
    difference.insurers[0].insurer = name.into();
    let mut refusal = samples::refusal();
    (refusal.practice, refusal.customer, refusal.dossier) = (practice.clone(), addressee, dossier);
    refusal.cheque = mention;
    let mut sheet = samples::call_sheet();
    (sheet.practice, sheet.callee, sheet.insurer) = (practice.clone(), name.into(), name.into());
    sheet.customer = name.into();
    let mut key = samples::recovery_key();
    key.practice = practice;
    vec![
        ("receipt", cheque_receipt(&kept).unwrap()),
        ("discharge", cheque_discharge(&discharge).unwrap()),
        ("difference", difference_due(&difference).unwrap()),
        ("refusal", refusal_notice(&refusal).unwrap()),
        ("recovery-key", recovery_key_sheet(&key).unwrap()),
        ("call-sheet", call_sheet(&sheet).unwrap()),
    ]
}

#[test]
fn every_document_stays_light() {
    for (name, bytes) in samples::each() {
        let document = Document::new(name, &bytes);
        assert!(document.len() <= MOST_BYTES, "{name} weighs {} bytes", document.len());
    }
}

#[rstest]
#[case::hyphens("hyphens", samples::SIXTY_LETTERS)]
#[case::one_word("solid", samples::SIXTY_SOLID_LETTERS)]
#[case::wide("wide", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW")]
#[case::accents("accents", "ŁÉÇŻŒÄŐŠÑŮĞÅØÞÐĲŁÉÇŻŒÄŐŠÑŮĞÅØÞÐĲ Nguyễn-Thị Ấậỹ Șț ĿĄĘĮŲŻŹŚĆŃ")]
fn a_name_of_sixty_letters_wraps_and_stays_on_the_page(#[case] case: &str, #[case] name: &str) {
    for (kind, bytes) in with_long_names(name, PracticeKind::Demonstration) {
        let document = Document::new(&format!("long-{case}-{kind}"), &bytes);
        let words = document.words();
        for word in &words {
            let inside = word.left >= LEFT && word.right <= RIGHT && word.top >= 14.0 && word.bottom <= BOTTOM;
            assert!(inside, "{kind}: {word:?} leaves the page");
        }
        assert_no_overlap(kind, &words);
        let letters: String = document.prose().split(' ').collect();
        assert!(letters.contains(&name.replace(' ', "")), "{kind}: the name is whole");
    }
}

/// No two words of a page share more than a sliver of paper.
fn assert_no_overlap(kind: &str, words: &[Word]) {
    for (index, one) in words.iter().enumerate() {
        for other in &words[index + 1..] {
            let across = one.right.min(other.right) - one.left.max(other.left);
            // The box of a word is as high as its font; letters fill the middle of it.
            let (one_half, other_half) = ((one.bottom - one.top) * 0.25, (other.bottom - other.top) * 0.25);
            let down = (one.bottom - one_half).min(other.bottom - other_half)
                - (one.top + one_half).max(other.top + other_half);
            let apart = one.page != other.page || across <= 0.6 || down <= 0.6;
            assert!(apart, "{kind}: {one:?} runs over {other:?}");
        }
    }
}

#[test]
fn amounts_end_at_the_same_edge() {
    let mut model = receipt(Agreement::Kept);
    for (index, cents) in [1, 11_111, 88_888, 123_456_789].into_iter().enumerate() {
        let dossier = Dossier { number: format!("2024-0131-1{index}"), ..samples::dossier() };
        model.shares.push(CoveredShare { dossier, covered_cents: cents });
    }
    let words = Document::new("amounts", &cheque_receipt(&model).unwrap()).words();
    let head = words.iter().find(|word| word.text == "couverte").unwrap();
    let next = words.iter().find(|word| word.text == "Accord").unwrap();
    let column = |text: fn(&str) -> bool| -> Vec<f64> {
        let inside =
            |word: &&Word| word.page == 1 && word.top > head.top && word.bottom < next.top && word.right > 460.0;
        words.iter().filter(inside).filter(|word| text(&word.text)).map(|word| word.right).collect()
    };
    let signs = column(|text| text == "€");
    assert_eq!(signs.len(), 6, "five shares and their total");
    assert!(signs.iter().all(|right| (right - head.right).abs() < 0.1), "{signs:?} under {}", head.right);
    let decimals = column(|text| text.contains(','));
    assert_eq!(decimals.len(), 6);
    // The total is set in the heavier weight, whose euro sign is wider.
    assert!(decimals[..5].iter().all(|right| (right - decimals[0]).abs() < 0.05), "{decimals:?}");
}

#[test]
fn digits_of_an_amount_stand_under_one_another() {
    let mut model = receipt(Agreement::Kept);
    model.shares[0].covered_cents = 111_111;
    model.shares.push(CoveredShare { dossier: samples::dossier(), covered_cents: 888_888 });
    let words = Document::new("digits", &cheque_receipt(&model).unwrap()).words();
    let left = |text: &str| words.iter().find(|word| word.page == 1 && word.text == text).unwrap().left;
    assert!((left("111,11") - left("888,88")).abs() < 0.05);
}

#[test]
fn a_kerned_text_ends_where_it_was_measured_to_end() {
    let mut letter = samples::refusal();
    letter.practice.name = "AVATAVATAVATAVATAV".into();
    let words = Document::new("kerned", &refusal_notice(&letter).unwrap()).words();
    let signed = words.iter().rfind(|word| word.text == letter.practice.name).unwrap();
    assert!((signed.right - (595.276 - 56.692)).abs() < 0.1, "{signed:?} at the right margin");
}

#[test]
fn the_signature_boxes_are_drawn_and_left_blank() {
    for (name, bytes, who) in [
        ("sign-receipt", cheque_receipt(&receipt(Agreement::Kept)).unwrap(), ["client", "magasin"]),
        ("sign-discharge", cheque_discharge(&samples::discharge()).unwrap(), ["Reçu", "magasin"]),
    ] {
        let document = Document::new(name, &bytes);
        let (words, pictures) = (document.words(), document.pictures());
        for (side, word) in who.into_iter().enumerate() {
            let label = words.iter().rfind(|each| each.page == 1 && each.text == word).unwrap();
            let (left, right) = if side == 0 { (54, 298) } else { (298, 542) };
            let top = label.top as usize;
            let picture = &pictures[0];
            assert!(picture.ink((left, right), (top, top + 14)) > 30, "{name}: the label");
            let bottom = top + 30..top + 78;
            let row = bottom.clone().find(|row| picture.ink((left + 12, right - 12), (*row, *row + 1)) > 200);
            let row = row.unwrap_or_else(|| panic!("{name}: no lower edge"));
            assert_eq!(picture.ink((left + 12, right - 12), (top + 28, row - 1)), 0, "{name}: room to sign");
            assert!(row - (top + 28) >= 34, "{name}: 12 mm to sign in at least");
        }
    }
}

#[test]
fn marks_stand_on_every_page_of_what_is_worth_nothing_and_on_no_other() {
    for (kind, mark) in [
        (PracticeKind::Demonstration, "Cabinet de démonstration : document sans valeur"),
        (PracticeKind::Exercise, "Exercice : document sans valeur"),
    ] {
        for (name, bytes) in with_long_names("Optique", kind) {
            let text = Document::new(&format!("mark-{name}"), &bytes).text();
            for page in text.split('\u{c}').filter(|page| !page.trim().is_empty()) {
                assert_eq!(page.matches(mark).count(), 2, "{name}: at the top and in the foot:\n{page}");
                assert!(page.trim_start().starts_with(mark), "{name}: first of all");
            }
        }
    }
    for (name, bytes) in samples::each() {
        let prose = Document::new(name, &bytes).prose();
        assert!(!prose.contains("sans valeur") && !prose.contains("DUPLICATA"), "{name}");
    }
}

#[test]
fn a_long_table_flows_over_pages_and_loses_no_row() {
    let mut model = receipt(Agreement::Kept);
    model.shares = (0..80)
        .map(|index| CoveredShare {
            dossier: Dossier { number: format!("D{index:03}"), ..samples::dossier() },
            covered_cents: 100 * index,
        })
        .collect();
    let document = Document::new("pages", &cheque_receipt(&model).unwrap());
    let text = document.text();
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    let per_copy = pages.len() / 2;
    assert!(per_copy >= 3 && pages.len() == 2 * per_copy, "{} pages", pages.len());
    for (index, page) in pages.iter().enumerate() {
        let number = index % per_copy + 1;
        assert!(page.contains(&format!("page {number}/{per_copy}")), "{page}");
        assert!(number == 1 || page.contains("suite"), "{page}");
        let rows = page.contains("DV-20418");
        assert_eq!(page.contains("Part couverte"), rows, "the headings come with the rows");
    }
    for index in 0..80 {
        assert_eq!(text.matches(&format!("D{index:03}")).count(), 2, "once a copy");
    }
    assert!(document.len() <= MOST_BYTES);
}

#[test]
fn the_fullest_ordinary_receipt_keeps_a_page_a_copy() {
    for agreement in [Agreement::Kept, Agreement::DepositedLater] {
        let mut model = receipt(agreement);
        model.practice.kind = PracticeKind::Demonstration;
        model.practice.address_lines.insert(0, "Centre commercial des Halles, 1er étage".into());
        model.promise =
            Promise::Event("la réponse de votre complémentaire ou, sans réponse, la fin de l’incident".into());
        model.taken_at = Moment::Order;
        model.customer_name = "Marie-Christine de La Rochefoucauld-Weber".into();
        model.cheque.drawer = "M. ou Mme de La Rochefoucauld-Weber, indivision Weber".into();
        model.shares[0].dossier.insurer = "Mutuelle générale des personnels des transports rhénans".into();
        let document = Document::new(&format!("full-{agreement:?}"), &cheque_receipt(&model).unwrap());
        assert_eq!(document.pictures().len(), 2, "{agreement:?}");
    }
}

#[test]
fn a_document_without_end_is_refused() {
    let mut model = receipt(Agreement::Kept);
    model.shares = vec![model.shares[0].clone(); 1_000];
    let refused = cheque_receipt(&model).unwrap_err();
    assert_eq!(refused, PrintError::TooManyPages { max_pages: MAX_PAGES });
    model.shares.truncate(1);
    model.practice.address_lines = vec!["rue".into(); 5_000];
    assert_eq!(cheque_receipt(&model).unwrap_err(), refused, "even when the letterhead itself has no end");
}

#[rstest]
#[case::chinese('李')]
#[case::arabic('م')]
#[case::emoji('👓')]
#[case::greek('Ω')]
#[case::replacement('\u{fffd}')]
fn a_character_outside_the_font_stops_the_print(#[case] character: char) {
    let text = format!("Mme {character}");
    let refused = PrintError::MissingGlyph { character };
    let mut model = receipt(Agreement::Kept);
    model.customer_name = text.clone();
    assert_eq!(cheque_receipt(&model).unwrap_err(), refused);
    let mut model = samples::discharge();
    model.returned_by = text.clone();
    assert_eq!(cheque_discharge(&model).unwrap_err(), refused);
    let mut letter = samples::refusal();
    letter.customer.address_lines.push(text.clone());
    assert_eq!(refusal_notice(&letter).unwrap_err(), refused);
    let mut letter = samples::difference();
    letter.insurers[0].insurer = text.clone();
    assert_eq!(difference_due(&letter).unwrap_err(), refused);
    let mut key = samples::recovery_key();
    key.reference.number = text;
    assert_eq!(recovery_key_sheet(&key).unwrap_err(), refused);
    let sentence = refused.to_string();
    assert!(sentence.contains(&format!("« {character} » (U+{:04X})", u32::from(character))), "{sentence}");
    assert!(sentence.contains("remplacez-le"), "it says what to do: {sentence}");
}

#[test]
fn a_name_typed_with_loose_accents_is_printed_composed() {
    let mut model = receipt(Agreement::Kept);
    model.customer_name = "He\u{301}le\u{300}ne\tKœnig\u{200b}".into();
    let prose = Document::new("composed", &cheque_receipt(&model).unwrap()).prose();
    assert!(prose.contains("Reçu de Hélène Kœnig le chèque"), "{prose}");
}

#[test]
fn letters_show_their_address_in_the_window_of_an_envelope() {
    for (name, bytes) in [
        ("window-difference", difference_due(&samples::difference()).unwrap()),
        ("window-refusal", refusal_notice(&samples::refusal()).unwrap()),
    ] {
        let words = Document::new(name, &bytes).words();
        for text in ["quai", "Pêcheurs", "Kœnig"] {
            let word = words.iter().find(|word| word.text == text).unwrap();
            // 110 to 190 mm from the left, 45 to 85 mm from the top.
            assert!(word.left > 311.0 && word.right < 539.0 && word.top > 127.0 && word.bottom < 241.0, "{word:?}");
        }
    }
}

#[test]
fn the_file_tells_the_truth_about_itself() {
    let document = Document::new("about", &cheque_receipt(&receipt(Agreement::Kept)).unwrap());
    let about = document.about();
    for line in ["Reçu de chèque RC-2024-0017", "Optique de la Cathédrale", "Jan 31 00:00:00 2024", "A4", "1.7"] {
        assert!(about.contains(line), "{line}:\n{about}");
    }
    assert!(!about.contains("PDF/X"), "{about}");
    let fonts = document.fonts();
    assert_eq!(fonts.len(), 2, "{fonts:?}");
    for font in fonts {
        assert!(font.contains("+Inter-") && font.contains("yes yes yes"), "embedded, a part, readable: {font}");
    }
}

#[test]
fn the_same_document_is_the_same_file() {
    let one = samples::each();
    let two = samples::each();
    assert!(one.iter().zip(&two).all(|(one, two)| one.1 == two.1));
}
