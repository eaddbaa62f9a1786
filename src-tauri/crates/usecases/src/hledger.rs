//! The books as a journal that hledger reads, strictly: every account declared, every entry balanced, and at the end each
//! account's balance asserted, so that the program that reads it checks ours. No name of a customer is in it: an entry says
//! the dossier's number.

use crate::{
    books_words::entry_name,
    fields::{receipt_number, slip_number},
};
use relais_domain::{books::Account, cheque::OverriddenAct, practice::PracticeKind};
use relais_storage::{BookedAbout, BookedRow, OverriddenAlone};
use std::{collections::BTreeMap, fmt::Write as _};

/// A journal written.
pub(crate) struct Written {
    /// How many entries, the last one that asserts the balances apart.
    pub(crate) entries: u32,
    pub(crate) bytes: Vec<u8>,
}

/// Writes the entries in the order of their days.
pub(crate) fn journal(
    practice: &str,
    kind: PracticeKind,
    mut rows: Vec<BookedRow>,
    alone: &[OverriddenAlone],
    name: impl Fn(&Account) -> String,
) -> Written {
    rows.sort_by_key(|row| (row.entry.on, row.seq));
    let mut names: BTreeMap<Account, (String, i64)> = BTreeMap::new();
    for (account, cents) in rows.iter().flat_map(|row| row.entry.amounts.iter()) {
        names.entry(account.clone()).or_insert_with(|| (name(account), 0)).1 += cents;
    }
    let mut text = String::new();
    let practice: String = practice.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let _ = writeln!(text, "; Relais, écritures de « {} »", practice.trim());
    if kind != PracticeKind::Real {
        text.push_str("; CABINET DE DÉMONSTRATION OU D’EXERCICE : rien ici n’est réel\n");
    }
    text.push_str("; Livres auxiliaires : ce que Relais suit. Le logiciel métier facture et déclare la TVA.\n");
    text.push_str("\ndecimal-mark .\ncommodity 1000.00 EUR\n\n");
    for (name, _) in names.values() {
        let _ = writeln!(text, "account {name}");
    }
    for row in &rows {
        let number = row.about.map(|about| match about {
            BookedAbout::Dossier(year, number) => format!("({year}-{number:04}) "),
            BookedAbout::Slip(year, number) => format!("({}) ", slip_number(year, number)),
            BookedAbout::Cheque(year, number) => format!("({}) ", receipt_number(year, number)),
        });
        let number = number.unwrap_or_default();
        let alone =
            if row.by_one_alone { ", décidé par une seule personne un jour après l’avoir demandé" } else { "" };
        let _ = writeln!(text, "\n{} * {number}{}{alone}", row.entry.on, entry_name(&row.kind));
        for (account, cents) in row.entry.amounts.iter() {
            let called = names.get(account).map(|(name, _)| name.as_str()).unwrap_or_default();
            let _ = writeln!(text, "    {called}  {} EUR", decimal(cents));
        }
    }
    for row in alone {
        let act = match row.act {
            OverriddenAct::Deposit => "déposé",
            OverriddenAct::Return => "rendu",
        };
        let (number, amount) = (receipt_number(row.receipt.0, row.receipt.1), decimal(row.amount_cents.get()));
        let _ = writeln!(
            text,
            "\n; {} : Chèque {act} contre la règle, décidé par une seule personne un jour après l’avoir demandé : \
             reçu {number}, {amount} EUR",
            row.on
        );
    }
    if let Some(last) = rows.last() {
        let _ = writeln!(text, "\n{} * Contrôle des soldes", last.entry.on);
        for (name, balance) in names.values() {
            let _ = writeln!(text, "    {name}  0.00 EUR = {} EUR", decimal(*balance));
        }
    }
    Written { entries: u32::try_from(rows.len()).unwrap_or(u32::MAX), bytes: text.into_bytes() }
}

/// `-1234.56`.
fn decimal(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}
