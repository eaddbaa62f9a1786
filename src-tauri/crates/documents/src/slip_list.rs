//! « Liste détaillée de la remise »: what goes to the bank with its own slip, cheque by cheque, and stays here as a copy.
//!
//! Most banks take only their own printed slip: this list replaces none. It says so, and that a slip proves the deposit, and
//! the amount only once the bank has validated it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, paragraph, signatures};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;

/// What the list says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipList {
    /// Who hands the cheques in: the holder of the account.
    pub practice: Practice,
    /// The gap-free number of the slip and its dates.
    pub reference: Reference,
    /// The number of the bank's own slip, when it is known.
    pub bank_number: Option<String>,
    /// The day the cheques are handed in.
    pub handed_in_on: Date,
    /// The cheques in their order.
    pub lines: Vec<SlipListLine>,
    /// Who prepared it.
    pub prepared_by: String,
}

/// One cheque of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipListLine {
    /// The seven digits of the cheque.
    pub number: String,
    /// The bank it is drawn on.
    pub bank: String,
    /// Whose account it is drawn on.
    pub drawer: String,
    /// Its amount.
    pub amount_cents: i64,
    /// It was handed in before, and rejected.
    pub again: bool,
}

/// Prints the list.
pub fn slip_list(list: &SlipList) -> Result<Vec<u8>, PrintError> {
    let total_cents = list.lines.iter().try_fold(0i64, |sum, line| sum.checked_add(line.amount_cents));
    let total_cents = total_cents.ok_or(PrintError::AmountOutOfRange)?;
    if total_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let title = Title {
        kind: "Liste détaillée de la remise",
        practice: &list.practice,
        reference: &list.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| list.draw(sheet, total_cents))
}

impl SlipList {
    fn draw(&self, sheet: &mut Sheet<'_>, total_cents: i64) -> Result<(), PrintError> {
        let count = self.lines.len();
        let cheques = if count > 1 { format!("{count} chèques") } else { "1 chèque".to_owned() };
        let what = Rich::plain("Remise de ").then_strong(&cheques).then(" du ").then_strong(&date(self.handed_in_on));
        parts::amount_panel(sheet, &what, total_cents, None)?;
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Titulaire du compte", &self.practice.name),
                fact("Compte à créditer", "voir le bordereau de la banque"),
                fact(
                    "N° du bordereau de la banque",
                    self.bank_number.as_deref().unwrap_or("à reporter\u{a0}: ____________"),
                ),
            ],
        )?;
        sheet.skip(Length::pt(6));
        heading(sheet, "Chèques remis")?;
        self.table(total_cents).draw(sheet)?;
        sheet.skip(parts::GAP);
        if self.lines.iter().any(|line| line.again) {
            paragraph(sheet, &Rich::plain("*\u{a0}Chèque présenté à nouveau après un rejet."))?;
        }
        paragraph(
            sheet,
            &Rich::plain("Cette liste ").then_strong("accompagne le bordereau de la banque").then(
                "\u{a0}: elle ne le remplace pas. Chaque chèque est endossé\u{a0}: signature et n° du compte au dos.",
            ),
        )?;
        paragraph(
            sheet,
            &Rich::plain("La remise prouve le dépôt des chèques. Elle ne prouve ")
                .then_strong("pas le montant tant que la banque ne l’a pas validé")
                .then("\u{a0}; le crédit est porté sauf bonne fin."),
        )?;
        let for_premises = format!("Pour {}", self.practice.premises.with_article());
        let prepared_by = format!("préparée par {}", self.prepared_by);
        signatures(
            sheet,
            &[
                Signature { who: &for_premises, how: &prepared_by },
                Signature { who: "Pour la banque", how: "date, cachet" },
            ],
        )
    }

    fn table(&self, total_cents: i64) -> Table<'static> {
        const HEADS: [Head<'static>; 5] = [
            Head { title: "Rang", per_mille: 80, align: Align::Left },
            Head { title: "N° de chèque", per_mille: 140, align: Align::Left },
            Head { title: "Banque", per_mille: 300, align: Align::Left },
            Head { title: "Tireur", per_mille: 310, align: Align::Left },
            Head { title: "Montant", per_mille: 170, align: Align::Right },
        ];
        let rows = (1..).zip(&self.lines).map(|(rank, line)| {
            let number = if line.again { format!("{}*", line.number) } else { line.number.clone() };
            vec![rank.to_string(), number, line.bank.clone(), line.drawer.clone(), euros(line.amount_cents)]
        });
        let total = vec!["Total".to_owned(), String::new(), String::new(), String::new(), euros(total_cents)];
        Table { heads: &HEADS, rows: rows.collect(), total: Some(total) }
    }
}
