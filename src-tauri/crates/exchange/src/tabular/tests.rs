//! Lists of every shape the trade writes, values one by one, and properties over arbitrary bytes.

use super::*;
use jiff::civil::date as day;
use proptest::prelude::*;
use rstest::rstest;

const FIELDS: [Field; 4] = [
    Field { code: "invoice", required: true, kind: FieldKind::Code, names: &["n facture", "facture", "numero"] },
    Field { code: "on", required: false, kind: FieldKind::Date, names: &["date", "date envoi"] },
    Field { code: "share", required: true, kind: FieldKind::Amount, names: &["part rc", "montant rc", "montant"] },
    Field { code: "name", required: false, kind: FieldKind::Text, names: &["nom", "beneficiaire"] },
];

const PLAIN: &str = "N° facture;Nom;Date d'envoi;Part RC\nF101;Réau;31/01/2024;12,50\nF102;Noé;01/02/2024;1 234,56\n";

fn plain(bytes: &[u8]) -> Sheet {
    read(bytes, Corrected::default(), &FIELDS).unwrap()
}

fn windows_1252(text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!unmappable);
    bytes.into_owned()
}

fn utf_16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
}

#[rstest]
#[case::utf8(PLAIN.as_bytes().to_vec(), TextEncoding::Utf8, Separator::Semicolon)]
#[case::marked([&[0xef, 0xbb, 0xbf], PLAIN.as_bytes()].concat(), TextEncoding::Utf8, Separator::Semicolon)]
#[case::older_windows(windows_1252(PLAIN), TextEncoding::Windows1252, Separator::Semicolon)]
#[case::unicode_text(utf_16(PLAIN, [0xff, 0xfe], u16::to_le_bytes), TextEncoding::Utf16Le, Separator::Semicolon)]
#[case::the_other_way_round(utf_16(PLAIN, [0xfe, 0xff], u16::to_be_bytes), TextEncoding::Utf16Be, Separator::Semicolon)]
#[case::pasted(PLAIN.replace(';', "\t").into_bytes(), TextEncoding::Utf8, Separator::Tab)]
#[case::bars(PLAIN.replace(';', "|").into_bytes(), TextEncoding::Utf8, Separator::Bar)]
#[case::windows_lines(PLAIN.replace('\n', "\r\n").into_bytes(), TextEncoding::Utf8, Separator::Semicolon)]
#[case::commas_and_quotes(
    b"N\xc2\xb0 facture,Nom,\"Date d'envoi\",Part RC\nF101,R\xc3\xa9au,31/01/2024,\"12,50\"\nF102,No\xc3\xa9,01/02/2024,\"1 234,56\"\n".to_vec(),
    TextEncoding::Utf8,
    Separator::Comma
)]
fn the_same_list_however_it_is_written(
    #[case] bytes: Vec<u8>,
    #[case] encoding: TextEncoding,
    #[case] separator: Separator,
) {
    let sheet = plain(&bytes);
    assert_eq!(sheet.shape, SheetShape { encoding, separator, header: true });
    assert_eq!(sheet.headers, ["N° facture", "Nom", "Date d'envoi", "Part RC"]);
    assert_eq!(sheet.lines[0].cells, ["F101", "Réau", "31/01/2024", "12,50"]);
    assert_eq!((sheet.lines[1].number, amount(&sheet.lines[1].cells[3]).unwrap().get()), (3, 123_456));
    let guess = guess(&sheet, &FIELDS);
    assert!(guess.complete);
    assert_eq!(
        ["invoice", "name", "on", "share"].map(|field| guess.columns.at(field)),
        [Some(0), Some(1), Some(2), Some(3)]
    );
    assert_eq!(signature(&sheet), signature(&plain(PLAIN.as_bytes())));
}

#[test]
fn a_list_without_header_is_read_from_its_first_line() {
    let sheet = plain(b"F101;31/01/2024;12,50\nF102;01/02/2024;8,00\n");
    assert!(!sheet.shape.header);
    assert_eq!(sheet.headers, ["Colonne 1", "Colonne 2", "Colonne 3"]);
    assert_eq!(sheet.lines.len(), 2);
    assert!(!guess(&sheet, &FIELDS).complete, "nothing says which column is which");
    let corrected = Corrected { header: Some(true), ..Corrected::default() };
    let named = read(b"F101;31/01/2024;12,50\nF102;01/02/2024;8,00\n", corrected, &FIELDS).unwrap();
    assert_eq!((named.headers[0].as_str(), named.lines.len()), ("F101", 1));
}

#[test]
fn a_line_that_is_not_as_the_others_spoils_none_of_them() {
    let long = "x".repeat(MAX_CELL_CHARS + 1);
    let text = format!(
        "Facture;Part RC\nF1;1,00\n\n;\nF2\nF3;3,00;;\nF4;4,00;de trop\nF5;{long}\n\"F6\nsuite\";6,00\nF7;7,00\n"
    );
    let sheet = plain(text.as_bytes());
    let told: Vec<_> = sheet.lines.iter().map(|line| (line.number, line.fault)).collect();
    let cells = |cells| Some(LineFault::Cells { cells, columns: 2 });
    assert_eq!(
        told,
        [(2, None), (5, cells(1)), (6, None), (7, cells(3)), (8, Some(LineFault::TooLong)), (9, None), (11, None)]
    );
    assert_eq!(sheet.lines[5].cells[0], "F6 suite");
}

#[rstest]
#[case::nothing(b"".as_slice(), SheetFault::Empty)]
#[case::blank(b"\n \n;;\n".as_slice(), SheetFault::Empty)]
#[case::a_header_alone(b"Facture;Part RC\n".as_slice(), SheetFault::Empty)]
#[case::a_spreadsheet(b"PK\x03\x04\x14\x00\x06\x00".as_slice(), SheetFault::NoText)]
fn what_is_no_list_is_said(#[case] bytes: &[u8], #[case] fault: SheetFault) {
    assert_eq!(read(bytes, Corrected::default(), &FIELDS), Err(fault));
}

#[test]
fn there_is_an_end_to_bytes_lines_and_columns() {
    let read = |bytes: &[u8]| read(bytes, Corrected::default(), &FIELDS).map(|sheet| sheet.lines.len());
    assert_eq!(read(&vec![b'a'; MAX_BYTES + 1]), Err(SheetFault::TooLarge));
    assert_eq!(read("Facture;Part RC\n".repeat(MAX_LINES + 2).as_bytes()), Err(SheetFault::TooManyLines));
    let most = format!("Facture;Part RC\n{}", "F1;1,00\n".repeat(MAX_LINES));
    assert_eq!(read(most.as_bytes()), Ok(MAX_LINES));
    assert_eq!(read("a;".repeat(MAX_COLUMNS + 1).as_bytes()), Err(SheetFault::TooManyColumns));
}

#[rstest]
#[case::french("1 234,56", Ok(123_456))]
#[case::no_break_space("1\u{a0}234,56\u{202f}€", Ok(123_456))]
#[case::points_of_thousands("1.234,56", Ok(123_456))]
#[case::english("1,234.56", Ok(123_456))]
#[case::machine("1234.56", Ok(123_456))]
#[case::one_figure("12,5", Ok(1_250))]
#[case::whole("12", Ok(1_200))]
#[case::nothing_is_an_amount("0,00", Ok(0))]
#[case::minus("-12,00", Ok(-1_200))]
#[case::minus_behind("12,00-", Ok(-1_200))]
#[case::between_brackets("(12,00)", Ok(-1_200))]
#[case::currency("12,00 EUR", Ok(1_200))]
#[case::millions("1.234.567", Ok(123_456_700))]
#[case::a_thousand_or_not("1.234", Err(ValueFault::Ambiguous))]
#[case::three_cents("1,234", Err(ValueFault::Unreadable))]
#[case::two_marks_of_cents("1,2,3", Err(ValueFault::Unreadable))]
#[case::words("douze", Err(ValueFault::Unreadable))]
#[case::a_day("31/01/2024", Err(ValueFault::Unreadable))]
#[case::empty("  ", Err(ValueFault::Empty))]
#[case::a_mark_alone(",", Err(ValueFault::Unreadable))]
#[case::minus_twice("-(1)", Err(ValueFault::Unreadable))]
#[case::too_much("99999999999999,00", Err(ValueFault::OutOfRange))]
#[case::far_too_much("99999999999999999999", Err(ValueFault::OutOfRange))]
fn amounts(#[case] cell: &str, #[case] expected: Result<i64, ValueFault>) {
    assert_eq!(amount(cell).map(relais_domain::money::Cents::get), expected);
}

#[rstest]
#[case::french("31/01/2024", Ok(day(2024, 1, 31)))]
#[case::short("31/01/24", Ok(day(2024, 1, 31)))]
#[case::points("31.01.2024", Ok(day(2024, 1, 31)))]
#[case::iso("2024-01-31", Ok(day(2024, 1, 31)))]
#[case::with_its_hour("31/01/2024 14:02:11", Ok(day(2024, 1, 31)))]
#[case::iso_with_its_hour("2024-01-31T14:02:11Z", Ok(day(2024, 1, 31)))]
#[case::run_together("20240131", Ok(day(2024, 1, 31)))]
#[case::run_together_the_other_way("31012024", Ok(day(2024, 1, 31)))]
#[case::looks_like_both_ways("20112011", Ok(day(2011, 11, 20)))]
#[case::never("31/02/2024", Err(ValueFault::Unreadable))]
#[case::american("01/31/2024", Err(ValueFault::Unreadable))]
#[case::long_ago("31/01/1024", Err(ValueFault::Unreadable))]
#[case::letters("3l/01/2024", Err(ValueFault::Unreadable))]
#[case::eight_bytes_of_letters("éééé", Err(ValueFault::Unreadable))]
#[case::empty("", Err(ValueFault::Empty))]
fn days(#[case] cell: &str, #[case] expected: Result<jiff::civil::Date, ValueFault>) {
    assert_eq!(date(cell), expected);
}

#[test]
fn a_column_whose_cells_are_something_else_is_not_proposed() {
    let sheet = plain(b"Facture;Montant;Part RC\nF1;oui;1,00\nF2;non;2,00\n");
    assert_eq!(guess(&sheet, &FIELDS).columns.at("share"), Some(2));
    let words = plain(b"Facture;Montant\nF1;oui\nF2;non\n");
    assert_eq!(guess(&words, &FIELDS).columns.at("share"), None);
}

#[test]
fn a_choice_names_a_column_that_is_there_and_a_field_once() {
    let sheet = plain(PLAIN.as_bytes());
    let choice = |field: &str, column| relais_domain::tabular::ColumnChoice { field: field.to_owned(), column };
    let columns = Columns::of(&[choice("share", 3), choice("share", 1), choice("name", 40)], &sheet);
    assert_eq!(columns.choices(), [choice("share", 3)]);
    assert_eq!(columns.cell(&sheet.lines[0], "share"), "12,50");
    assert_eq!(columns.cell(&sheet.lines[0], "name"), "");
    assert!(!columns.complete(&FIELDS));
}

#[test]
fn names_are_compared_without_accents_marks_nor_case() {
    assert_eq!(fold("  N° de Pièce_RÉF.  "), "n de piece ref");
    assert_ne!(signature(&plain(b"Facture;Part RC\nF1;1,00\n")), signature(&plain(b"Part RC;Facture\n1,00;F1\n")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Whatever comes in: no panic, and no more kept than a few times the bytes.
    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(sheet) = read(&bytes, Corrected::default(), &FIELDS) {
            let held: usize = sheet.lines.iter().flat_map(|line| &line.cells).map(String::len).sum();
            prop_assert!(held <= bytes.len() * 3, "{held} of {}", bytes.len());
            let guess = guess(&sheet, &FIELDS);
            for line in &sheet.lines {
                prop_assert!(line.fault.is_some() || line.cells.len() == sheet.headers.len());
                for field in FIELDS {
                    let cell = guess.columns.cell(line, field.code);
                    let _ = (amount(cell), date(cell));
                }
            }
        }
    }

    /// Every amount written the French way is read back to the cent.
    #[test]
    fn french_amounts_come_back(cents in -100_000_000_000i64..100_000_000_000) {
        let (whole, part) = (cents.abs() / 100, cents.abs() % 100);
        let grouped = whole.to_string().as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>();
        let sign = if cents < 0 { "-" } else { "" };
        for space in [" ", "\u{a0}", "\u{202f}", "."] {
            prop_assert_eq!(amount(&format!("{sign}{},{part:02} €", grouped.join(space))).map(relais_domain::money::Cents::get), Ok(cents));
        }
    }

    /// Every day is read back, written either way.
    #[test]
    fn days_come_back(offset in 0i64..40_000) {
        let day = day(1990, 1, 1).checked_add(jiff::ToSpan::days(offset)).unwrap();
        prop_assert_eq!(date(&day.to_string()), Ok(day));
        prop_assert_eq!(date(&day.strftime("%d/%m/%Y").to_string()), Ok(day));
    }
}
