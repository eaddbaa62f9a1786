//! « Reçu de remboursement »: money given back to a customer, which he signs for.
//!
//! It says what was given back, how and why, and nothing of what the dossier still owes or is owed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, paragraph, signatures};
use crate::practice::{Dossier, Practice, Reference};
use crate::sheet::{COLUMN, Sheet};
use crate::text::Rich;
use crate::words::amount_in_words_fr;

/// Why money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundCause {
    /// « Trop perçu »: more came in than the sale costs.
    Overpaid,
    /// Some of an acompte, by the number of its receipt.
    DownPayment(String),
}

/// What the receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundReceipt {
    /// Who gave it back.
    pub practice: Practice,
    /// The gap-free number of the receipt and the day it was issued.
    pub reference: Reference,
    /// Who gets it.
    pub customer_name: String,
    /// The sale.
    pub dossier: Dossier,
    /// What was given back.
    pub amount_cents: i64,
    /// How: « virement ».
    pub means: String,
    /// The day.
    pub given_back_on: Date,
    /// Why.
    pub cause: RefundCause,
    /// Who gave it back, for the practice.
    pub given_back_by: String,
}

/// Prints the receipt.
pub fn refund_receipt(receipt: &RefundReceipt) -> Result<Vec<u8>, PrintError> {
    if receipt.amount_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let title = Title {
        kind: "Reçu de remboursement",
        practice: &receipt.practice,
        reference: &receipt.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| receipt.draw(sheet))
}

impl RefundReceipt {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let what = Rich::plain("Remboursé à ").then_strong(&self.customer_name);
        parts::amount_panel(sheet, &what, self.amount_cents, Some(&amount_in_words_fr(self.amount_cents)))?;
        let cause = match &self.cause {
            RefundCause::Overpaid => "trop perçu".to_owned(),
            RefundCause::DownPayment(number) => format!("acompte {number}"),
        };
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Rendu le", &crate::french::date(self.given_back_on)),
                fact("Moyen", &self.means),
                fact("Motif", &cause),
                fact("Dossier", &self.dossier.number),
                fact("Devis ou facture", self.dossier.sale_reference.as_deref().unwrap_or("—")),
            ],
        )?;
        sheet.skip(Length::pt(8));
        let why = match &self.cause {
            RefundCause::Overpaid => {
                Rich::plain("Ce dossier a été réglé au-delà de ce qui était dû\u{a0}: la somme vous revient.")
            }
            RefundCause::DownPayment(number) => Rich::plain("Cette somme vient de l’acompte ")
                .then_strong(number)
                .then("\u{a0}; elle n’est plus retenue sur le prix."),
        };
        paragraph(sheet, &why)?;
        sheet.skip(Length::pt(8));
        let for_premises = format!("Pour {}", self.practice.premises.with_article());
        let by = format!("rendu par {}", self.given_back_by);
        signatures(
            sheet,
            &[
                Signature { who: &self.customer_name, how: "reçu la somme ci-dessus\u{a0}: date, signature" },
                Signature { who: &for_premises, how: &by },
            ],
        )?;
        parts::mediator(sheet, &self.practice)
    }
}
