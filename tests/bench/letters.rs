//! `letters.batch`: a batch of letters to payers, beside reportlab making the same page from the same words and fonts in the
//! same run; and that a batch holds no more memory at its end than at its beginning.

use std::process::Command;

use jiff::civil::date;
use relais_documents::{
    Addressee, PayerReminder, Practice, PracticeKind, Premises, Reference, ReminderLine, ReminderStep, date_fr,
    euros_fr, payer_reminder,
};
use relais_tests::{Outcome, checkout};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::rounds::{ROUNDS, interleaved, timed};
use crate::row::{Bar, Reference as Beside, Row, Unit};
use crate::{names, say};

/// Letters of a batch; fewer by `RELAIS_BENCH_LETTERS`.
const LETTERS: u32 = 1_000;
/// Shares of a letter: a page.
const SHARES: u32 = 12;
/// Five times as many a second.
const FIFTH: u64 = 200;
/// More than this at the end is a batch that keeps what it made, in KiB.
const FLAT_KIB: u64 = 4 * 1_024;

/// Measures it.
pub(crate) fn measure() -> Outcome<Vec<Row>> {
    let count = std::env::var("RELAIS_BENCH_LETTERS").ok().and_then(|asked| asked.parse().ok()).unwrap_or(LETTERS);
    let mut chance = Chance::seeded(0x1e77e5);
    let letters: Vec<PayerReminder> = (1..=count).map(|nth| letter(nth, &mut chance)).collect();
    let mut rows = vec![memory(&letters, count)?];
    let python = checkout().join("target/tools/venv/bin/python");
    let there = Command::new(&python).args(["-c", "import reportlab"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        say("letters.batch, reportlab is not installed, nothing to stand beside: ./dev setup");
        return Ok(rows);
    }
    let folder = checkout().join("target/bench-letters");
    std::fs::create_dir_all(&folder)?;
    let words = folder.join("letters.json");
    std::fs::write(&words, serde_json::to_vec(&letters.iter().map(words_of).collect::<Vec<Value>>())?)?;
    std::fs::write(folder.join("relais.pdf"), payer_reminder(letters.first().ok_or("no letter")?)?)?;
    let ours = |round| {
        say(&format!("letters.batch, round {} of {ROUNDS}", round + 1));
        Ok(timed(|| make(&letters))?.0)
    };
    let reference = |_| {
        let mut command = Command::new(&python);
        command.arg(checkout().join("tests/bench/letters.py")).arg(&words);
        command.arg(checkout().join("src-tauri/crates/documents/fonts")).arg(folder.join("reportlab.pdf"));
        let output = command.output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        said.trim().parse::<u64>().map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned().into())
    };
    let rounds = interleaved(ROUNDS, ours, reference)?;
    rows.push(Row {
        id: "letters.batch",
        metric: "letters to payers, a page each",
        size: count,
        unit: Unit::Microseconds,
        bar: Bar::Ratio(FIFTH),
        samples: rounds.ours,
        reference: Some(Beside { name: "reportlab, the same page".to_owned(), samples: rounds.reference }),
    });
    Ok(rows)
}

/// Makes them one after the other, keeping none.
fn make(letters: &[PayerReminder]) -> Outcome {
    for letter in letters {
        if payer_reminder(letter)?.is_empty() {
            return Err("an empty letter".into());
        }
    }
    Ok(())
}

/// What the process holds after the whole batch, beside after its first tenth.
fn memory(letters: &[PayerReminder], count: u32) -> Outcome<Row> {
    let (first, rest) = letters.split_at(letters.len().div_ceil(10));
    make(first)?;
    let before = resident_kib()?;
    make(rest)?;
    let after = resident_kib()?;
    Ok(Row {
        id: "letters.batch",
        metric: "held after the batch",
        size: count,
        unit: Unit::Kibibytes,
        bar: Bar::Over(FLAT_KIB),
        samples: vec![after],
        reference: Some(Beside { name: "after its first tenth".to_owned(), samples: vec![before] }),
    })
}

fn resident_kib() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

fn letter(nth: u32, chance: &mut Chance) -> PayerReminder {
    let line = |share: u32| ReminderLine {
        dossier: format!("2023-{:04}", nth * 7 % 9_000 + share),
        invoice: Some(format!("FA-2023-{:05}", nth * 31 % 90_000 + share)),
        delivered_on: date(2023, 12, 4),
        waited_days: 39,
        late_days: Some(18),
        amount_cents: 18_450 + i64::from(nth * 13 % 30_000) + i64::from(share),
        penalty_cents: None,
    };
    PayerReminder {
        practice: Practice {
            name: "Optique de la Cathédrale".to_owned(),
            address_lines: vec!["12 rue des Orfèvres".to_owned(), "67000 Strasbourg".to_owned()],
            phone: Some("03 88 00 12 34".to_owned()),
            finess: Some("670012340".to_owned()),
            siret: Some("73282932000074".to_owned()),
            mediator: None,
            premises: Premises::Shop,
            kind: PracticeKind::Real,
        },
        reference: Reference { number: format!("L-2024-{nth:04}"), issued_on: date(2024, 1, 31) },
        payer: Addressee {
            name: format!("Mutuelle {}", names::family(chance)),
            address_lines: vec!["Service tiers payant".to_owned()],
        },
        operator: Some("Viamedis".to_owned()),
        step: ReminderStep::First,
        former: None,
        lines: (0..SHARES).map(line).collect(),
        penalty: None,
        answer_days: 15,
        signed_by: format!("{} {}", names::given(chance), names::family(chance)),
    }
}

/// The same words, for the other program.
fn words_of(letter: &PayerReminder) -> Value {
    let total: i64 = letter.lines.iter().map(|line| line.amount_cents).sum();
    let days = |days: u32| format!("{days}\u{a0}j");
    let mut rows = vec![["Dossier", "N° de facture", "Délivré le", "Attente", "Retard", "Montant"].map(str::to_owned)];
    rows.extend(letter.lines.iter().map(|line| {
        [
            line.dossier.clone(),
            line.invoice.clone().unwrap_or_default(),
            date_fr(line.delivered_on),
            days(line.waited_days),
            days(line.late_days.unwrap_or_default()),
            euros_fr(line.amount_cents),
        ]
    }));
    let mut foot = [const { String::new() }; 6];
    (foot[0], foot[5]) = ("Total".to_owned(), euros_fr(total));
    rows.push(foot);
    json!({
        "kind": "Relance",
        "number": letter.reference.number,
        "practice": ["Optique de la Cathédrale", "12 rue des Orfèvres", "67000 Strasbourg", "03 88 00 12 34"],
        "payer": [letter.payer.name, "Service tiers payant"],
        "opening": [
            "Madame, Monsieur,",
            "Sauf erreur de notre part, les parts de complémentaire ci-dessous, facturées en tiers payant (paiement par \
             Viamedis), ne nous sont pas parvenues à ce jour.",
        ],
        "what": format!("{} parts facturées en tiers payant et impayées", letter.lines.len()),
        "total": euros_fr(total),
        "demand": [
            "Merci de les régler, ou de nous dire sous 15 jours ce qui s’y oppose (rejet, droits, pièce manquante), facture \
             par facture.",
        ],
        "rows": rows,
        "note": "Attente et retard en jours ouvrés (du lundi au vendredi, hors jours fériés nationaux), comptés depuis la \
                 facture ; le retard est ce qui dépasse le délai convenu.",
        "close": "Veuillez agréer, Madame, Monsieur, nos salutations distinguées.",
    })
}
