//! « Décharge de restitution de chèque »: what the customer signs when a kept cheque goes back to him.
//!
//! It is the shop's proof that the cheque left its drawer, and why; it claims nothing about the money beyond that.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, paragraph, signatures};
use crate::practice::{ChequeMention, Dossier, Practice, Reference};
use crate::sheet::{COLUMN, Sheet};
use crate::text::Rich;
use crate::words::amount_in_words_fr;

/// What the discharge says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChequeDischarge {
    /// Who gives the cheque back.
    pub practice: Practice,
    /// The number of the discharge and its dates.
    pub reference: Reference,
    /// The cheque given back.
    pub cheque: ChequeMention,
    /// The sale it was kept for.
    pub dossier: Dossier,
    /// The customer of the sale.
    pub customer_name: String,
    /// The day it was given back.
    pub returned_on: Date,
    /// Who gave it, for the practice.
    pub returned_by: String,
    /// Who took it, when it is not the customer.
    pub returned_to: Option<String>,
    /// Why it is given back.
    pub cause: ReturnCause,
    /// It was handed to the bank, which did not pay it.
    pub presented: bool,
}

/// Why a cheque is given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnCause {
    /// The insurer's money is on the practice's account.
    InsurerPaid {
        /// The day of the bank credit.
        credited_on: Date,
        /// What was credited for this dossier.
        amount_cents: i64,
    },
    /// The customer paid by another means.
    PaidOtherwise {
        /// The day of that payment.
        paid_on: Date,
        /// The means, as it follows « par »: « carte bancaire ».
        means: String,
    },
    /// The sale was cancelled.
    SaleCancelled {
        /// The day it was.
        cancelled_on: Date,
    },
}

/// Prints the discharge.
pub fn cheque_discharge(discharge: &ChequeDischarge) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Décharge de restitution de chèque",
        practice: &discharge.practice,
        reference: &discharge.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| discharge.draw(sheet))
}

impl ChequeDischarge {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let (cheque, premises) = (&self.cheque, self.practice.premises.with_article());
        let what =
            Rich::plain("Chèque n°\u{a0}").then_strong(&cheque.number).then(" rendu à ").then_strong(self.taker());
        parts::amount_panel(sheet, &what, cheque.amount_cents, Some(&amount_in_words_fr(cheque.amount_cents)))?;
        self.facts(sheet)?;
        sheet.skip(Length::pt(10));
        paragraph(sheet, &self.cause_sentence())?;
        paragraph(sheet, &self.discharge_sentence())?;
        let declared = if self.presented {
            format!(
                "Ce chèque a été présenté à la banque, qui ne l’a pas payé\u{a0}; {premises} ne le présentera plus."
            )
        } else {
            format!("Pour sa part, {premises} déclare que ce chèque n’a pas été présenté à la banque.")
        };
        paragraph(sheet, &Rich::plain(&declared))?;
        sheet.skip(Length::pt(10));
        let how = match &self.returned_to {
            Some(name) => format!("{name}, pour {}", self.customer_name),
            None => self.customer_name.clone(),
        };
        let for_premises = format!("Pour {premises}");
        let returned_by = format!("rendu par {}", self.returned_by);
        signatures(
            sheet,
            &[Signature { who: "Reçu le chèque", how: &how }, Signature { who: &for_premises, how: &returned_by }],
        )
    }

    fn taker(&self) -> &str {
        self.returned_to.as_ref().unwrap_or(&self.customer_name)
    }

    fn facts(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let cheque = &self.cheque;
        let receipt = format!("n°\u{a0}{}, {}", cheque.receipt_number, date(cheque.received_on));
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Banque", &cheque.bank),
                fact("Reçu de chèque", &receipt),
                fact("Rendu le", &date(self.returned_on)),
                fact("Dossier", &self.dossier.number),
                fact("Devis ou facture", self.dossier.sale_reference.as_deref().unwrap_or("—")),
                fact("Complémentaire (AMC)", &self.dossier.insurer),
            ],
        )
    }

    fn cause_sentence(&self) -> Rich {
        match &self.cause {
            ReturnCause::InsurerPaid { credited_on, amount_cents } => Rich::plain("La complémentaire a payé ")
                .then_strong(&euros(*amount_cents))
                .then(" pour ce dossier\u{a0}; l’argent est sur notre compte depuis le ")
                .then(&date(*credited_on))
                .then("."),
            ReturnCause::PaidOtherwise { paid_on, means } => {
                Rich::plain(&format!("La somme a été réglée par {means} le {}.", date(*paid_on)))
            }
            ReturnCause::SaleCancelled { cancelled_on } => {
                Rich::plain(&format!("La vente a été annulée le {}.", date(*cancelled_on)))
            }
        }
    }

    fn discharge_sentence(&self) -> Rich {
        let taker = match &self.returned_to {
            Some(name) => format!("{name}, pour {},", self.customer_name),
            None => self.customer_name.clone(),
        };
        Rich::strong(&taker)
            .then(" reconnaît avoir reçu en main propre, le ")
            .then(&date(self.returned_on))
            .then(&format!(", l’original de ce chèque, et en donne décharge {}.", self.practice.premises.to()))
    }
}
