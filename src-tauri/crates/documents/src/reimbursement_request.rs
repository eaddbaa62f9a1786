//! « Demande de remboursement à la complémentaire santé (mutuelle) »: what a customer who advanced everything sends to his
//! insurer, signed by himself.
//!
//! The practice prepares it and asks for nothing: the request is the customer's own, on the main software's invoice.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, numbered, paragraph, signatures};
use crate::practice::{Dossier, Practice, Reference};
use crate::sheet::{COLUMN, Sheet};
use crate::text::Rich;

/// What the request says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReimbursementRequest {
    /// Who sold.
    pub practice: Practice,
    /// The number of the paper and its day.
    pub reference: Reference,
    /// Who asks.
    pub customer_name: String,
    /// His number with the insurer; empty when it is not known here.
    pub member_number: String,
    /// The sale, with its complementary insurer.
    pub dossier: Dossier,
    /// The day of the sale.
    pub sold_on: Date,
    /// The number of the main software's invoice.
    pub invoice_number: String,
    /// The whole price.
    pub total_cents: i64,
    /// What the mandatory insurance covers.
    pub amo_share_cents: i64,
    /// The share of this insurer, which the customer advanced.
    pub share_cents: i64,
    /// The number of the attestation that goes with it, when it is printed.
    pub attestation_number: Option<String>,
    /// A cheque of it is not known to be paid.
    pub under_reserve: bool,
}

/// Prints the request; refused when it asks for nothing.
pub fn reimbursement_request(request: &ReimbursementRequest) -> Result<Vec<u8>, PrintError> {
    if request.share_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let title = Title {
        kind: "Demande de remboursement à la complémentaire santé (mutuelle)",
        practice: &request.practice,
        reference: &request.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| request.draw(sheet))
}

impl ReimbursementRequest {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let what = Rich::plain("Remboursement demandé à ").then_strong(&self.dossier.insurer);
        parts::amount_panel(sheet, &what, self.share_cents, None)?;
        let member =
            if self.member_number.is_empty() { "à compléter\u{a0}: ______________" } else { &self.member_number };
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Assuré ou bénéficiaire", &self.customer_name),
                fact("N° d’adhérent", member),
                fact("Facture n°", &self.invoice_number),
                fact("Achat du", &date(self.sold_on)),
                fact("Montant total", &euros(self.total_cents)),
                fact("Part de l’assurance maladie", &euros(self.amo_share_cents)),
            ],
        )?;
        sheet.skip(Length::pt(8));
        paragraph(sheet, &Rich::plain("Madame, Monsieur,"))?;
        paragraph(
            sheet,
            &Rich::plain(&format!("Le {}, j’ai acheté chez {} ce que détaille la facture n°\u{a0}", date(self.sold_on), self.practice.name))
                .then_strong(&self.invoice_number)
                .then(". Le tiers payant n’ayant pas été pratiqué, j’ai avancé la part de ma complémentaire santé (mutuelle)\u{a0}: ")
                .then_strong(&euros(self.share_cents))
                .then(". Je vous demande de me rembourser selon mon contrat."),
        )?;
        if self.under_reserve {
            paragraph(
                sheet,
                &Rich::plain("Une partie de cette somme a été réglée par chèque, ")
                    .then_strong("sous réserve d’encaissement")
                    .then("."),
            )?;
        }
        heading(sheet, "Pièces jointes")?;
        let attestation = match &self.attestation_number {
            Some(number) => format!("l’attestation de règlement n°\u{a0}{number}\u{a0};"),
            None => "l’attestation de règlement\u{a0};".to_owned(),
        };
        numbered(
            sheet,
            &[
                Rich::plain(&format!("la facture n°\u{a0}{}\u{a0};", self.invoice_number)),
                Rich::plain(&attestation),
                Rich::plain("mon relevé d’identité bancaire, si vous ne l’avez pas\u{a0};"),
                Rich::plain("le décompte de l’assurance maladie, si vous le demandez."),
            ],
        )?;
        sheet.skip(Length::pt(8));
        signatures(
            sheet,
            &[Signature {
                who: &self.customer_name, how: "à …………………………, le ……………, signature"
            }],
        )?;
        parts::small_print(
            sheet,
            &format!(
                "Préparé par {}. Ce papier n’engage pas la complémentaire\u{a0}: elle rembourse selon le contrat.",
                self.practice.name
            ),
        )?;
        parts::mediator(sheet, &self.practice)
    }
}
