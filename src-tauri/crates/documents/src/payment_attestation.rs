//! « Attestation de règlement »: what a customer who advances everything paid, on which invoice, for his complementary insurer.
//!
//! It attests payments and no care: the invoice is the main software's, and the paper does not exist without its number. A
//! cheque is not a payment before it is in the bank: while one is not, the attestation says « sous réserve d'encaissement ».

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, paragraph, signatures};
use crate::practice::{Dossier, Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use crate::words::amount_in_words_fr;

/// What the attestation says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentAttestation {
    /// Who attests.
    pub practice: Practice,
    /// The number of the attestation and its day.
    pub reference: Reference,
    /// Who paid.
    pub customer_name: String,
    /// The sale, with its complementary insurer.
    pub dossier: Dossier,
    /// The day of the sale.
    pub sold_on: Date,
    /// The number of the main software's invoice.
    pub invoice_number: String,
    /// The whole price.
    pub total_cents: i64,
    /// What the mandatory insurance covers, which the customer did not advance.
    pub amo_share_cents: i64,
    /// What he paid, payment by payment.
    pub payments: Vec<AttestedPayment>,
    /// Who attests, for the practice.
    pub attested_by: String,
}

/// One payment of the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttestedPayment {
    /// The day it was received.
    pub on: Date,
    /// How: « carte bancaire », « chèque n° 1234567 ».
    pub means: String,
    /// What it pays: « part du client ».
    pub what: String,
    /// Its amount.
    pub amount_cents: i64,
    /// A cheque that is not known to be paid.
    pub under_reserve: bool,
}

/// Prints the attestation; refused when nothing was paid.
pub fn payment_attestation(attestation: &PaymentAttestation) -> Result<Vec<u8>, PrintError> {
    let paid = attestation.payments.iter().try_fold(0i64, |sum, payment| sum.checked_add(payment.amount_cents));
    let paid_cents = paid.ok_or(PrintError::AmountOutOfRange)?;
    if paid_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let title = Title {
        kind: "Attestation de règlement",
        practice: &attestation.practice,
        reference: &attestation.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| attestation.draw(sheet, paid_cents))
}

impl PaymentAttestation {
    fn draw(&self, sheet: &mut Sheet<'_>, paid_cents: i64) -> Result<(), PrintError> {
        let reserved = self.payments.iter().any(|payment| payment.under_reserve);
        let what = Rich::plain("Réglé par ").then_strong(&self.customer_name);
        parts::amount_panel(sheet, &what, paid_cents, Some(&amount_in_words_fr(paid_cents)))?;
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Facture n°", &self.invoice_number),
                fact("Dossier", &self.dossier.number),
                fact("Achat du", &date(self.sold_on)),
                fact("Montant total", &euros(self.total_cents)),
                fact("Part de l’assurance maladie", &euros(self.amo_share_cents)),
                fact("Complémentaire santé (mutuelle)", &self.dossier.insurer),
            ],
        )?;
        sheet.skip(Length::pt(8));
        paragraph(
            sheet,
            &Rich::plain(&format!("{} atteste que ", self.practice.name))
                .then_strong(&self.customer_name)
                .then(" a réglé les sommes ci-dessous pour la facture n°\u{a0}")
                .then_strong(&self.invoice_number)
                .then(
                    ". Le tiers payant n’a pas été pratiqué sur la part de la complémentaire santé (mutuelle)\u{a0}: \
                     le client l’a avancée.",
                ),
        )?;
        heading(sheet, "Règlements reçus")?;
        self.table(paid_cents).draw(sheet)?;
        sheet.skip(parts::GAP);
        if reserved {
            paragraph(
                sheet,
                &Rich::plain("*\u{a0}").then_strong("Sous réserve d’encaissement").then(
                    "\u{a0}: un chèque ne vaut paiement qu’une fois payé par la banque. Cette attestation vaut \
                     pour la part réglée par chèque une fois le chèque payé.",
                ),
            )?;
        }
        paragraph(
            sheet,
            &Rich::plain("À joindre, avec la facture, à la demande de remboursement faite à la complémentaire."),
        )?;
        let for_premises = format!("Pour {}", self.practice.premises.with_article());
        let by = format!("{}, date, signature et cachet", self.attested_by);
        signatures(sheet, &[Signature { who: &for_premises, how: &by }])?;
        parts::mediator(sheet, &self.practice)
    }

    fn table(&self, paid_cents: i64) -> Table<'static> {
        const HEADS: [Head<'static>; 4] = [
            Head { title: "Reçu le", per_mille: 200, align: Align::Left },
            Head { title: "Moyen", per_mille: 260, align: Align::Left },
            Head { title: "Pour", per_mille: 340, align: Align::Left },
            Head { title: "Montant", per_mille: 200, align: Align::Right },
        ];
        let rows = self.payments.iter().map(|payment| {
            let mark = if payment.under_reserve { "*" } else { "" };
            vec![
                date(payment.on),
                format!("{}{mark}", payment.means),
                payment.what.clone(),
                euros(payment.amount_cents),
            ]
        });
        let total = vec!["Total réglé".to_owned(), String::new(), String::new(), euros(paid_cents)];
        Table { heads: &HEADS, rows: rows.collect(), total: Some(total) }
    }
}
