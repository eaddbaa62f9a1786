//! « Inventaire du coffre »: the list to count by, with a box to tick beside each cheque the books say is here, and the sheet of what
//! was counted, to sign by the two who counted, or by one alone with a copy to the accountant.
//!
//! The list is a working paper: neither numbered nor kept. The sheet is both.

use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, paragraph, signatures};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;

/// A box to tick by hand, as this typeface can draw one.
const TO_TICK: &str = "[\u{a0}\u{a0}\u{a0}]";
/// Empty rows for papers the books do not know.
const ROOM_FOR_UNKNOWN: usize = 3;

/// A cheque in the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerCheque {
    /// The seven digits of the cheque.
    pub number: String,
    /// The bank it is drawn on.
    pub bank: String,
    /// Whose account it is drawn on.
    pub drawer: String,
    /// The number of its receipt.
    pub receipt: String,
    /// Its amount.
    pub amount_cents: i64,
    /// Where it is in its life, when not simply kept: « rejeté ».
    pub standing: Option<String>,
}

/// A cheque that was not there, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingFromDrawer {
    /// Which.
    pub cheque: DrawerCheque,
    /// As typed.
    pub reason: String,
}

/// A paper that was there and the books do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownInDrawer {
    /// The number printed on it.
    pub number: String,
    /// From whom.
    pub from: String,
    /// The amount written on it.
    pub amount_cents: i64,
    /// As typed.
    pub reason: String,
}

/// The list to count by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryList {
    /// Whose drawer.
    pub practice: Practice,
    /// The day, and what the list is called.
    pub reference: Reference,
    /// What the books say is here.
    pub cheques: Vec<DrawerCheque>,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventorySheet {
    /// Whose drawer.
    pub practice: Practice,
    /// The gap-free number of the inventory and its day.
    pub reference: Reference,
    /// Who counted.
    pub counted_by: String,
    /// Who counted with him; none when he was alone.
    pub counted_with: Option<String>,
    /// Those found where the books said.
    pub found: Vec<DrawerCheque>,
    /// Those that were not there.
    pub missing: Vec<MissingFromDrawer>,
    /// The papers the books do not know.
    pub unknown: Vec<UnknownInDrawer>,
    /// The last entry of the journal before the count: its number and its seal.
    pub head: (u64, String),
}

fn sum<'c>(cheques: impl Iterator<Item = &'c DrawerCheque>) -> Result<i64, PrintError> {
    let mut amounts = cheques.map(|cheque| cheque.amount_cents);
    amounts.try_fold(0i64, i64::checked_add).ok_or(PrintError::AmountOutOfRange)
}

fn counted(count: usize) -> String {
    if count > 1 { format!("{count} chèques") } else { format!("{count} chèque") }
}

/// Prints the list to count by.
pub fn inventory_list(list: &InventoryList) -> Result<Vec<u8>, PrintError> {
    let total_cents = sum(list.cheques.iter())?;
    let title = Title {
        kind: "Liste de comptage du coffre",
        practice: &list.practice,
        reference: &list.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| list.draw(sheet, total_cents))
}

impl InventoryList {
    fn draw(&self, sheet: &mut Sheet<'_>, total_cents: i64) -> Result<(), PrintError> {
        let what = Rich::plain("D’après les livres au ")
            .then_strong(&date(self.reference.issued_on))
            .then("\u{a0}: ")
            .then_strong(&counted(self.cheques.len()));
        parts::amount_panel(sheet, &what, total_cents, None)?;
        paragraph(
            sheet,
            &Rich::plain(
                "Prenez les chèques un par un et cochez chacun. Un chèque absent reste sans coche. Notez en bas tout papier qui n’est pas dans la liste.",
            ),
        )?;
        heading(sheet, "Chèques à trouver")?;
        const HEADS: [Head<'static>; 6] = [
            Head { title: "Vu", per_mille: 70, align: Align::Left },
            Head { title: "N° de chèque", per_mille: 140, align: Align::Left },
            Head { title: "Tireur", per_mille: 270, align: Align::Left },
            Head { title: "Banque", per_mille: 210, align: Align::Left },
            Head { title: "Reçu n°", per_mille: 160, align: Align::Left },
            Head { title: "Montant", per_mille: 150, align: Align::Right },
        ];
        let row = |cheque: &DrawerCheque| {
            let mut row = vec![TO_TICK.to_owned()];
            row.extend(cells(cheque));
            row
        };
        let blank = String::new;
        let total = vec![blank(), "Total".to_owned(), blank(), blank(), blank(), euros(total_cents)];
        Table { heads: &HEADS, rows: self.cheques.iter().map(row).collect(), total: Some(total) }.draw(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Papiers trouvés, absents de la liste")?;
        const UNKNOWN: [Head<'static>; 3] = [
            Head { title: "N° de chèque", per_mille: 250, align: Align::Left },
            Head { title: "De qui", per_mille: 500, align: Align::Left },
            Head { title: "Montant", per_mille: 250, align: Align::Left },
        ];
        let line = || "______________".to_owned();
        let rows = (0..ROOM_FOR_UNKNOWN).map(|_| vec![line(), "____________________________".to_owned(), line()]);
        Table { heads: &UNKNOWN, rows: rows.collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        signatures(
            sheet,
            &[
                Signature { who: "Compté par", how: "nom, date, signature" },
                Signature { who: "Avec", how: "nom, signature" },
            ],
        )
    }
}

/// Number, drawer, bank, receipt, amount.
fn cells(cheque: &DrawerCheque) -> [String; 5] {
    let number = match &cheque.standing {
        Some(standing) => format!("{} ({standing})", cheque.number),
        None => cheque.number.clone(),
    };
    [number, cheque.drawer.clone(), cheque.bank.clone(), cheque.receipt.clone(), euros(cheque.amount_cents)]
}

/// Prints the sheet of what was counted.
pub fn inventory_sheet(inventory: &InventorySheet) -> Result<Vec<u8>, PrintError> {
    let found_cents = sum(inventory.found.iter())?;
    let missing_cents = sum(inventory.missing.iter().map(|missing| &missing.cheque))?;
    let expected_cents = found_cents.checked_add(missing_cents).ok_or(PrintError::AmountOutOfRange)?;
    let title = Title {
        kind: "Inventaire du coffre",
        practice: &inventory.practice,
        reference: &inventory.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| inventory.draw(sheet, (expected_cents, found_cents, missing_cents)))
}

impl InventorySheet {
    fn draw(&self, sheet: &mut Sheet<'_>, (expected, found, missing): (i64, i64, i64)) -> Result<(), PrintError> {
        let what = Rich::plain("Trouvés dans le coffre\u{a0}: ").then_strong(&counted(self.found.len()));
        parts::amount_panel(sheet, &what, found, None)?;
        let with_amount = |count: usize, cents: i64| format!("{}, {}", counted(count), euros(cents));
        let unknown_cents = self.unknown.iter().try_fold(0i64, |sum, paper| sum.checked_add(paper.amount_cents));
        let unknown_cents = unknown_cents.ok_or(PrintError::AmountOutOfRange)?;
        let unknown = match self.unknown.len() {
            0 => "aucun".to_owned(),
            count => format!("{count}, {}", euros(unknown_cents)),
        };
        let head = format!("n° {}, {}", self.head.0, self.head.1.chars().take(16).collect::<String>());
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("D’après les livres", &with_amount(self.found.len() + self.missing.len(), expected)),
                fact(
                    "Manquants",
                    &if self.missing.is_empty() {
                        "aucun".to_owned()
                    } else {
                        with_amount(self.missing.len(), missing)
                    },
                ),
                fact("Papiers inconnus des livres", &unknown),
                fact("Compté par", &self.counted_by),
                fact(
                    "Avec",
                    self.counted_with.as_deref().unwrap_or("personne\u{a0}: établissement d’une seule personne"),
                ),
                fact("Dernière écriture du journal", &head),
            ],
        )?;
        sheet.skip(Length::pt(4));
        if self.counted_with.is_none() {
            paragraph(
                sheet,
                &Rich::plain("Compté par une personne seule\u{a0}: ")
                    .then_strong("une copie de cette feuille est remise à l’expert-comptable."),
            )?;
        }
        if self.missing.is_empty() && self.unknown.is_empty() {
            paragraph(sheet, &Rich::strong("Le coffre et les livres concordent."))?;
        }
        self.discrepancies(sheet)?;
        if !self.found.is_empty() {
            heading(sheet, "Chèques trouvés")?;
            self.found_table(found).draw(sheet)?;
            sheet.skip(parts::GAP);
        }
        let by = format!("{}, signature", self.counted_by);
        match &self.counted_with {
            Some(name) => {
                let with = format!("{name}, signature");
                signatures(sheet, &[Signature { who: "Compté par", how: &by }, Signature { who: "Avec", how: &with }])
            }
            None => signatures(
                sheet,
                &[
                    Signature { who: "Compté par", how: &by },
                    Signature { who: "Expert-comptable", how: "copie reçue le, signature" },
                ],
            ),
        }
    }

    fn discrepancies(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        if !self.missing.is_empty() {
            heading(sheet, "Manquants")?;
            const HEADS: [Head<'static>; 4] = [
                Head { title: "N° de chèque", per_mille: 150, align: Align::Left },
                Head { title: "Tireur, banque", per_mille: 320, align: Align::Left },
                Head { title: "Motif", per_mille: 370, align: Align::Left },
                Head { title: "Montant", per_mille: 160, align: Align::Right },
            ];
            let rows = self.missing.iter().map(|missing| {
                let [number, drawer, bank, _, amount] = cells(&missing.cheque);
                let whose = if bank.is_empty() { drawer } else { format!("{drawer}, {bank}") };
                vec![number, whose, missing.reason.clone(), amount]
            });
            Table { heads: &HEADS, rows: rows.collect(), total: None }.draw(sheet)?;
            sheet.skip(parts::GAP);
        }
        if !self.unknown.is_empty() {
            heading(sheet, "Papiers inconnus des livres")?;
            const HEADS: [Head<'static>; 4] = [
                Head { title: "N° de chèque", per_mille: 150, align: Align::Left },
                Head { title: "De qui", per_mille: 320, align: Align::Left },
                Head { title: "Motif", per_mille: 370, align: Align::Left },
                Head { title: "Montant", per_mille: 160, align: Align::Right },
            ];
            let rows = self.unknown.iter().map(|paper| {
                vec![paper.number.clone(), paper.from.clone(), paper.reason.clone(), euros(paper.amount_cents)]
            });
            Table { heads: &HEADS, rows: rows.collect(), total: None }.draw(sheet)?;
            sheet.skip(parts::GAP);
        }
        Ok(())
    }

    fn found_table(&self, found_cents: i64) -> Table<'static> {
        const HEADS: [Head<'static>; 5] = [
            Head { title: "N° de chèque", per_mille: 150, align: Align::Left },
            Head { title: "Tireur", per_mille: 300, align: Align::Left },
            Head { title: "Banque", per_mille: 230, align: Align::Left },
            Head { title: "Reçu n°", per_mille: 160, align: Align::Left },
            Head { title: "Montant", per_mille: 160, align: Align::Right },
        ];
        let blank = String::new;
        let total = vec!["Total".to_owned(), blank(), blank(), blank(), euros(found_cents)];
        Table {
            heads: &HEADS,
            rows: self.found.iter().map(|cheque| cells(cheque).to_vec()).collect(),
            total: Some(total),
        }
    }
}
