//! Arbitrary lists to the reading of tables: the examples wounded, in every letters, with every separator. Two hundred
//! thousand by default and as many as the time allows; none may panic, and what is kept is never more than a few times the
//! bytes. And the statement a practice under torture imports.

use relais_exchange::tabular::{Corrected, Field, FieldKind, amount, date, guess, read, signature};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::inputs::{resident_kib, wounded};
use crate::shop::SHARE_CENTS;
use crate::{Chance, deadline};

/// Inputs given at least, whatever the time.
const INPUTS: u64 = 200_000;
/// Memory that may be held beyond what was held at the start, in KiB.
const MOST_KIB: u64 = 256 * 1024;

const FIELDS: [Field; 4] = [
    Field { code: "invoice", required: true, kind: FieldKind::Code, names: &["n facture", "facture"] },
    Field { code: "amount", required: true, kind: FieldKind::Amount, names: &["part rc", "montant paye"] },
    Field { code: "on", required: false, kind: FieldKind::Date, names: &["date envoi", "date retour"] },
    Field { code: "outcome", required: false, kind: FieldKind::Word, names: &["statut"] },
];

#[test]
fn no_list_makes_the_reading_panic_or_hold_on_to_memory() {
    let seeds: Vec<String> = [
        include_str!("../../docs/examples/lots-transmis.csv"),
        include_str!("../../docs/examples/retours-concentrateur.csv"),
        "Facture,\"Part RC\"\n\"F1\",\"1 234,56\"\n",
        "F1\t31/01/2024\t12,50\nF2\t20240201\t-3.00\n",
    ]
    .map(|text| text.chars().take(400).collect())
    .into();
    let mut chance = Chance::seeded(0x0c0f_fee0);
    let before = resident_kib();
    let (until, mut given, mut taken) = (deadline(), 0u64, 0u64);
    while given < INPUTS || std::time::Instant::now() < until {
        let seed = &seeds[usize::try_from(chance.below(seeds.len() as u64)).unwrap()];
        let mut bytes = wounded(seed, &mut chance);
        if chance.below(8) == 0 {
            bytes = [0xff, 0xfe].into_iter().chain(seed.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            bytes.truncate(usize::try_from(chance.below(bytes.len() as u64 + 1)).unwrap());
        }
        if let Ok(sheet) = read(&bytes, Corrected::default(), &FIELDS) {
            taken += 1;
            let held: usize = sheet.lines.iter().flat_map(|line| &line.cells).map(String::len).sum();
            assert!(held <= bytes.len() * 3, "{held} kept of {}", bytes.len());
            assert_eq!(signature(&sheet).len(), 64);
            let columns = guess(&sheet, &FIELDS).columns;
            for line in &sheet.lines {
                let _ = (amount(columns.cell(line, "amount")), date(columns.cell(line, "on")));
            }
        }
        given += 1;
    }
    let held = resident_kib().saturating_sub(before);
    eprintln!("torture: {given} lists, {taken} of them read, {held} KiB more held");
    assert!(taken > 0 && taken < given);
    assert!(held < MOST_KIB, "{held} KiB more than at the start");
}

/// A statement whose one transfer that is named pays a sale, among others that nobody knows.
pub(crate) fn statement(chance: &mut Chance, reference: &str, today: jiff::civil::Date) -> Value {
    let mut text = String::from("Date;Libellé;Montant\n");
    for line in 0..20 {
        text += &format!("{today};VIR SEPA INCONNU {line}X{};{},00\n", chance.below(1 << 40), 1 + chance.below(900));
    }
    text += &format!("{today};VIR SEPA {reference};{},00\n", SHARE_CENTS / 100);
    let checksum: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let source = json!({
        "table": "bank_statement", "path": "", "text": text, "encoding": null, "separator": null, "header": null,
        "columns": null, "words": [],
    });
    json!({ "source": source, "checksum": checksum, "left_out": [], "unallocated": [], "save_as": "" })
}
