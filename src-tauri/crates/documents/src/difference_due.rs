//! « Reste à régler après réponse de la complémentaire »: the letter of an orange dossier, where the insurer covers
//! less than was estimated.
//!
//! It shows what was expected, what is covered, and what the customer owes; when a cheque is kept, it says that the
//! cheque is not deposited for this and comes back once the difference is paid.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Title, compose, heading, paragraph};
use crate::practice::{Addressee, ChequeMention, Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;

/// What the letter says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceDue {
    /// Who writes.
    pub practice: Practice,
    /// The number of the letter and its dates.
    pub reference: Reference,
    /// The customer.
    pub customer: Addressee,
    /// Our number of the dossier.
    pub dossier_number: String,
    /// The quote or invoice number of the shop's main software.
    pub sale_reference: Option<String>,
    /// The day of the sale.
    pub sold_on: Date,
    /// Each complementary insurer of the dossier.
    pub insurers: Vec<InsurerAnswer>,
    /// The cheque kept for this dossier, if any.
    pub cheque: Option<ChequeMention>,
    /// Until when the difference may be paid without a reminder, if the practice sets a day.
    pub pay_by_on: Option<Date>,
}

/// What one insurer was expected to pay, and what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsurerAnswer {
    /// Its name.
    pub insurer: String,
    /// The share estimated at the sale.
    pub estimated_cents: i64,
    /// The share it covers.
    pub covered_cents: i64,
}

/// Prints the letter; refused when the insurers cover the estimate, since nothing is then due.
pub fn difference_due(letter: &DifferenceDue) -> Result<Vec<u8>, PrintError> {
    let sums = Sums::of(&letter.insurers)?;
    if sums.due_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let title = Title {
        kind: "Reste à régler après réponse de la complémentaire",
        practice: &letter.practice,
        reference: &letter.reference,
        addressee: Some(&letter.customer),
        copies: &[],
    };
    compose(&title, |sheet| letter.draw(sheet, &sums))
}

/// The three sums of the letter.
#[derive(Debug, Clone, Copy)]
struct Sums {
    estimated_cents: i64,
    covered_cents: i64,
    due_cents: i64,
}

impl Sums {
    fn of(insurers: &[InsurerAnswer]) -> Result<Sums, PrintError> {
        let sum = |part: fn(&InsurerAnswer) -> i64| {
            insurers
                .iter()
                .try_fold(0i64, |total, answer| total.checked_add(part(answer)))
                .ok_or(PrintError::AmountOutOfRange)
        };
        let (estimated_cents, covered_cents) = (sum(|each| each.estimated_cents)?, sum(|each| each.covered_cents)?);
        let due_cents = estimated_cents.checked_sub(covered_cents).ok_or(PrintError::AmountOutOfRange)?;
        Ok(Sums { estimated_cents, covered_cents, due_cents })
    }
}

impl DifferenceDue {
    fn draw(&self, sheet: &mut Sheet<'_>, sums: &Sums) -> Result<(), PrintError> {
        let sale = match &self.sale_reference {
            Some(number) => format!("dossier {}, devis ou facture {number}", self.dossier_number),
            None => format!("dossier {}", self.dossier_number),
        };
        paragraph(sheet, &Rich::plain("Madame, Monsieur,"))?;
        paragraph(
            sheet,
            &Rich::plain(&format!("Pour votre achat du {} ({sale}), ", date(self.sold_on))).then(
                "la part de votre complémentaire avait été estimée, son service ne répondant pas ce jour-là. \
                    Elle a répondu depuis\u{a0}: elle prend en charge moins que prévu.",
            ),
        )?;
        sheet.skip(Length::pt(3));
        self.table(sums).draw(sheet)?;
        sheet.skip(parts::GAP);
        parts::amount_panel(sheet, &Rich::strong("Reste à régler"), sums.due_cents, None)?;
        self.how_to_pay(sheet)?;
        paragraph(
            sheet,
            &Rich::plain(
                "Si ce montant ne correspond pas à votre contrat, demandez à votre complémentaire le détail de \
                sa réponse et apportez-le-nous\u{a0}: nous referons la demande.",
            ),
        )?;
        sheet.skip(Length::pt(6));
        sheet.text(&Rich::strong(&self.practice.name), parts::BODY, COLUMN, Align::Right)?;
        sheet.skip(parts::GAP);
        parts::mediator(sheet, &self.practice)
    }

    fn table(&self, sums: &Sums) -> Table<'static> {
        const HEADS: [Head<'static>; 4] = [
            Head { title: "Complémentaire (AMC)", per_mille: 400, align: Align::Left },
            Head { title: "Part estimée à la vente", per_mille: 200, align: Align::Right },
            Head { title: "Part prise en charge", per_mille: 200, align: Align::Right },
            Head { title: "Différence", per_mille: 200, align: Align::Right },
        ];
        let rows = self.insurers.iter().map(|answer| {
            vec![
                answer.insurer.clone(),
                euros(answer.estimated_cents),
                euros(answer.covered_cents),
                euros(answer.estimated_cents.saturating_sub(answer.covered_cents)),
            ]
        });
        let total = (self.insurers.len() > 1).then(|| {
            vec!["Total".to_owned(), euros(sums.estimated_cents), euros(sums.covered_cents), euros(sums.due_cents)]
        });
        Table { heads: &HEADS, rows: rows.collect(), total }
    }

    fn how_to_pay(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "Comment régler")?;
        let mut how = Rich::plain(&format!(
            "Vous pouvez régler {}, par carte, en espèces, par chèque ou par virement",
            self.practice.premises.to()
        ));
        if let Some(day) = self.pay_by_on {
            how = how.then(", avant le ").then_strong(&date(day));
        }
        paragraph(sheet, &how.then("."))?;
        let Some(cheque) = &self.cheque else { return Ok(()) };
        paragraph(
            sheet,
            &Rich::plain(&format!(
                "Nous conservons votre chèque n°\u{a0}{} ({}) de {}, reçu le {} (reçu n°\u{a0}{}). ",
                cheque.number,
                cheque.bank,
                euros(cheque.amount_cents),
                date(cheque.received_on),
                cheque.receipt_number
            ))
            .then_strong("Nous ne le déposons pas pour cette différence")
            .then(
                "\u{a0}: il vous est rendu contre votre signature dès que la part de votre complémentaire est sur \
                notre compte et que la différence est réglée.",
            ),
        )
    }
}
