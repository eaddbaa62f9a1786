//! « Reçu d'acompte »: money received at the order, on an invoice of the main software.
//!
//! The word is acompte, in writing: without it a sum paid in advance by a consumer is something else (C. conso L214-1). The
//! paper says from when it bears interest, or why it bears none; it promises no delivery.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, numbered, paragraph, signatures};
use crate::practice::{Dossier, Practice, Reference};
use crate::sheet::{COLUMN, Sheet};
use crate::text::Rich;
use crate::words::amount_in_words_fr;

/// What the receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownPaymentReceipt {
    /// Who received it.
    pub practice: Practice,
    /// The gap-free number of the receipt and its day.
    pub reference: Reference,
    /// Who paid.
    pub customer_name: String,
    /// The sale.
    pub dossier: Dossier,
    /// Its whole price.
    pub total_cents: i64,
    /// What was received.
    pub amount_cents: i64,
    /// How: « carte bancaire ».
    pub means: String,
    /// It is a cheque.
    pub under_reserve: bool,
    /// The day.
    pub received_on: Date,
    /// The number of the main software's invoice for it.
    pub invoice_number: String,
    /// The first day that bears interest; none where it bears none.
    pub bears_from: Option<Date>,
    /// Who received it, for the practice.
    pub received_by: String,
}

/// Prints the receipt.
pub fn down_payment_receipt(receipt: &DownPaymentReceipt) -> Result<Vec<u8>, PrintError> {
    if receipt.amount_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let title = Title {
        kind: "Reçu d’acompte",
        practice: &receipt.practice,
        reference: &receipt.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| receipt.draw(sheet))
}

impl DownPaymentReceipt {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let what = Rich::plain("Acompte reçu de ").then_strong(&self.customer_name);
        parts::amount_panel(sheet, &what, self.amount_cents, Some(&amount_in_words_fr(self.amount_cents)))?;
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Reçu le", &date(self.received_on)),
                fact("Moyen", &self.means),
                fact("Facture d’acompte n°", &self.invoice_number),
                fact("Dossier", &self.dossier.number),
                fact("Devis ou facture", self.dossier.sale_reference.as_deref().unwrap_or("—")),
                fact("Prix total", &euros(self.total_cents)),
            ],
        )?;
        sheet.skip(Length::pt(8));
        if self.under_reserve {
            paragraph(sheet, &Rich::plain("Reçu par chèque, ").then_strong("sous réserve d’encaissement").then("."))?;
        }
        heading(sheet, "Ce que cet acompte veut dire")?;
        let premises = self.practice.premises.with_article();
        let interest = match self.bears_from {
            Some(from) => Rich::plain("Si la livraison n’a pas eu lieu avant le ")
                .then_strong(&date(from))
                .then(
                    ", la somme porte intérêt au taux légal à partir de ce jour et jusqu’à la livraison ou la \
                     restitution\u{a0}; l’intérêt est déduit du reste à payer, ou rendu avec l’acompte (C. conso L214-2).",
                ),
            None => Rich::plain(
                "La commande est spéciale, fabriquée sur devis\u{a0}: cette somme ne porte pas intérêt (C. conso L214-3).",
            ),
        };
        numbered(
            sheet,
            &[
                Rich::plain("Cette somme est un ").then_strong("acompte").then(&format!(
                    "\u{a0}: un premier versement sur le prix. La commande est ferme pour vous comme pour {premises}."
                )),
                Rich::plain(
                    "Elle est déduite de ce que vous aurez à payer à la livraison. Ce qui ne serait pas dû vous est rendu.",
                ),
                interest,
            ],
        )?;
        sheet.skip(Length::pt(8));
        let for_premises = format!("Pour {premises}");
        let by = format!("reçu par {}", self.received_by);
        signatures(
            sheet,
            &[
                Signature { who: &self.customer_name, how: "date, signature" },
                Signature { who: &for_premises, how: &by },
            ],
        )?;
        parts::mediator(sheet, &self.practice)
    }
}
