//! « Fiche de preuve par les livres »: everything the ledger knows of a cheque that was lost or stolen.
//!
//! Who lost a cheque can be paid by order of a judge, showing by his books that it was his (CMF L131-40; theft counts as
//! loss). The sheet therefore says what was recorded, when, by whom, and where it stands in the journal, with the hashes that
//! let anybody check it. It pleads nothing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, date_and_place, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, paragraph, signatures};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use crate::words::amount_in_words_fr;

/// What the sheet says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceSheet {
    /// Whose books.
    pub practice: Practice,
    /// The number of the sheet and its dates.
    pub reference: Reference,
    /// The cheque as it was taken in.
    pub cheque: EvidencedCheque,
    /// It was stolen, rather than lost.
    pub stolen: bool,
    /// The day it was found to be missing.
    pub missing_since: Date,
    /// How, as typed.
    pub circumstances: String,
    /// The paper that says so, as typed: a complaint, an opposition.
    pub rests_on: Option<String>,
    /// What it was kept for.
    pub shares: Vec<EvidencedShare>,
    /// The entries of the journal about it, in order.
    pub entries: Vec<EvidenceEntry>,
    /// The last entry of the journal and its hash when this was printed.
    pub head: (u64, String),
    /// Who printed it.
    pub printed_by: String,
}

/// A cheque as the books hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidencedCheque {
    /// The seven digits of the cheque.
    pub number: String,
    /// The whole magnetic line.
    pub line: String,
    /// What is known of the key of the line.
    pub key: String,
    /// The bank it is drawn on.
    pub bank: String,
    /// Whose account it is drawn on.
    pub drawer: String,
    /// The payee written on it.
    pub payee: String,
    /// Its amount.
    pub amount_cents: i64,
    /// The day written on it.
    pub written_on: Date,
    /// The place written on it.
    pub written_at: String,
    /// The last day its bank must pay it.
    pub presentable_until: Date,
    /// The day it was received.
    pub received_on: Date,
    /// The number of its receipt, signed by the customer.
    pub receipt_number: String,
    /// The customer of the sale.
    pub customer: String,
    /// The agreement, as it is read.
    pub agreement: String,
}

/// A share it was kept for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidencedShare {
    /// The sale's number, and the main software's when it is known.
    pub dossier: String,
    /// The insurer.
    pub insurer: String,
    /// How much of the share.
    pub covered_cents: i64,
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceEntry {
    /// Its number.
    pub number: u64,
    /// When it was recorded, as people read it.
    pub recorded_at: String,
    /// What it says.
    pub says: String,
    /// Who recorded it.
    pub by: String,
    /// Its hash, in hex.
    pub hash: String,
}

/// Prints the sheet.
pub fn evidence_sheet(sheet: &EvidenceSheet) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Fiche de preuve par les livres",
        practice: &sheet.practice,
        reference: &sheet.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |page| sheet.draw(page))
}

impl EvidenceSheet {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let cheque = &self.cheque;
        let how = if self.stolen { " volé, constaté le " } else { " perdu, constaté le " };
        let what =
            Rich::plain("Chèque n°\u{a0}").then_strong(&cheque.number).then(how).then_strong(&date(self.missing_since));
        parts::amount_panel(sheet, &what, cheque.amount_cents, Some(&amount_in_words_fr(cheque.amount_cents)))?;
        self.cheque_facts(sheet)?;
        sheet.skip(Length::pt(4));
        heading(sheet, "Circonstances")?;
        paragraph(sheet, &Rich::plain(&self.circumstances))?;
        if let Some(paper) = &self.rests_on {
            paragraph(sheet, &Rich::plain("Pièce\u{a0}: ").then_strong(paper).then("."))?;
        }
        heading(sheet, "Ce que ce chèque représentait")?;
        self.shares_table().draw(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Ce que disent les livres")?;
        self.entries_table().draw(sheet)?;
        sheet.skip(parts::GAP);
        let (last, hash) = &self.head;
        paragraph(
            sheet,
            &Rich::plain(&format!(
                "Le journal de {} est chaîné\u{a0}: l’empreinte (SHA-256) de chaque écriture comprend celle de la \
                 précédente. À l’impression, sa dernière écriture porte le n°\u{a0}{last} et l’empreinte ",
                self.practice.premises.with_article()
            ))
            .then_strong(&grouped(hash))
            .then(". L’archive exportée permet à chacun de refaire la vérification."),
        )?;
        paragraph(
            sheet,
            &Rich::plain(
                "Code monétaire et financier, art. L131-40\u{a0}: celui qui a perdu un chèque peut en obtenir le paiement \
                 par ordonnance du juge, en justifiant de sa propriété par ses livres et en fournissant la sûreté \
                 demandée\u{a0}; le vol vaut perte.",
            ),
        )?;
        let for_premises = format!("Pour {}", self.practice.premises.with_article());
        let printed_by = format!("imprimée par {}", self.printed_by);
        signatures(sheet, &[Signature { who: &for_premises, how: &printed_by }])
    }

    fn cheque_facts(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let cheque = &self.cheque;
        let written = date_and_place(cheque.written_on, &cheque.written_at);
        let received = format!("{}, reçu n°\u{a0}{}", date(cheque.received_on), cheque.receipt_number);
        facts(
            sheet,
            COLUMN,
            2,
            &[
                fact("Ligne magnétique", &cheque.line),
                fact("Clé RLMC", &cheque.key),
                fact("Banque", &cheque.bank),
                fact("Titulaire du compte", &cheque.drawer),
                fact("À l’ordre de", &cheque.payee),
                fact("Date et lieu écrits", &written),
                fact("Reçu le", &received),
                fact("Client", &cheque.customer),
                fact("Accord", &cheque.agreement),
                fact("Présentable jusqu’au", &date(cheque.presentable_until)),
            ],
        )
    }

    fn shares_table(&self) -> Table<'static> {
        const HEADS: [Head<'static>; 3] = [
            Head { title: "Dossier", per_mille: 340, align: Align::Left },
            Head { title: "Complémentaire (AMC)", per_mille: 440, align: Align::Left },
            Head { title: "Part couverte", per_mille: 220, align: Align::Right },
        ];
        let row =
            |share: &EvidencedShare| vec![share.dossier.clone(), share.insurer.clone(), euros(share.covered_cents)];
        Table { heads: &HEADS, rows: self.shares.iter().map(row).collect(), total: None }
    }

    fn entries_table(&self) -> Table<'static> {
        const HEADS: [Head<'static>; 4] = [
            Head { title: "N°", per_mille: 80, align: Align::Left },
            Head { title: "Enregistré le, par", per_mille: 230, align: Align::Left },
            Head { title: "Fait", per_mille: 300, align: Align::Left },
            Head { title: "Empreinte (SHA-256)", per_mille: 390, align: Align::Left },
        ];
        let row = |entry: &EvidenceEntry| {
            let when = if entry.by.is_empty() {
                entry.recorded_at.clone()
            } else {
                format!("{}, {}", entry.recorded_at, entry.by)
            };
            vec![entry.number.to_string(), when, entry.says.clone(), grouped(&entry.hash)]
        };
        Table { heads: &HEADS, rows: self.entries.iter().map(row).collect(), total: None }
    }
}

/// A hash in groups of sixteen, so that lines break between them.
fn grouped(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().collect();
    digits.chunks(16).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
