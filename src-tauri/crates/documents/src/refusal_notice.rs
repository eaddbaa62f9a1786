//! « Dépôt de votre chèque »: the letter of a red dossier, where the insurer refused or did not answer, sent before
//! the kept cheque is deposited.
//!
//! The receipt promised this warning [`crate::NOTICE_DAYS`] days before the deposit; a letter that would break the
//! promise is refused here too, whatever the caller computed.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::NOTICE_DAYS;
use crate::error::PrintError;
use crate::french::{date, euros};
use crate::parts::{self, Title, compose, heading, numbered, paragraph};
use crate::practice::{Addressee, ChequeMention, Dossier, Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::text::Rich;

/// What the letter says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalNotice {
    /// Who writes.
    pub practice: Practice,
    /// The number of the letter and its dates: the notice runs from its day of issue.
    pub reference: Reference,
    /// The customer.
    pub customer: Addressee,
    /// The sale.
    pub dossier: Dossier,
    /// The day of the sale.
    pub sold_on: Date,
    /// What came of the request.
    pub outcome: InsurerOutcome,
    /// The cheque kept for this dossier.
    pub cheque: ChequeMention,
    /// The first day on which the cheque may be deposited.
    pub deposit_from_on: Date,
}

/// What came of the request to the insurer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsurerOutcome {
    /// It refused.
    Refused {
        /// The day of its answer.
        answered_on: Date,
        /// Its reason, in its own words, when it gave one.
        reason: Option<String>,
    },
    /// It had not answered on the named day.
    NoAnswer {
        /// That day.
        awaited_until: Date,
    },
}

/// Prints the letter; refused when the deposit would come before the promised notice has run.
pub fn refusal_notice(notice: &RefusalNotice) -> Result<Vec<u8>, PrintError> {
    let earliest_on = notice.reference.issued_on.saturating_add(NOTICE_DAYS.days());
    if notice.deposit_from_on < earliest_on {
        return Err(PrintError::NoticeTooShort { earliest_on, notice_days: NOTICE_DAYS });
    }
    let title = Title {
        kind: "Dépôt de votre chèque",
        practice: &notice.practice,
        reference: &notice.reference,
        addressee: Some(&notice.customer),
        copies: &[],
    };
    compose(&title, |sheet| notice.draw(sheet))
}

impl RefusalNotice {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(sheet, &Rich::plain("Madame, Monsieur,"))?;
        paragraph(sheet, &self.outcome_sentence())?;
        paragraph(sheet, &self.cheque_sentence())?;
        parts::amount_panel(
            sheet,
            &Rich::plain("Nous pourrons déposer ce chèque à partir du ").then_strong(&date(self.deposit_from_on)),
            self.cheque.amount_cents,
            None,
        )?;
        heading(sheet, "Ce que vous pouvez faire d’ici là")?;
        numbered(sheet, &self.choices())?;
        sheet.skip(parts::GAP);
        sheet.text(&Rich::strong(&self.practice.name), parts::BODY, COLUMN, Align::Right)?;
        sheet.skip(parts::GAP);
        parts::mediator(sheet, &self.practice)
    }

    fn outcome_sentence(&self) -> Rich {
        let sale = match &self.dossier.sale_reference {
            Some(number) => format!("dossier {}, devis ou facture {number}", self.dossier.number),
            None => format!("dossier {}", self.dossier.number),
        };
        let opening =
            Rich::plain(&format!("Pour votre achat du {} ({sale}), votre complémentaire ", date(self.sold_on)))
                .then_strong(&self.dossier.insurer);
        match &self.outcome {
            InsurerOutcome::Refused { answered_on, reason } => {
                let refused = opening.then_strong(" a refusé de payer").then(&format!(" le {}", date(*answered_on)));
                match reason {
                    Some(reason) => refused.then(&format!(". Motif donné\u{a0}: «\u{a0}{reason}\u{a0}».")),
                    None => refused.then(", sans donner de motif."),
                }
            }
            InsurerOutcome::NoAnswer { awaited_until } => opening
                .then_strong(" n’avait pas répondu")
                .then(&format!(" le {}, date convenue.", date(*awaited_until))),
        }
    }

    fn cheque_sentence(&self) -> Rich {
        let cheque = &self.cheque;
        Rich::plain(&format!(
            "Nous conservons votre chèque n°\u{a0}{} ({}) de {}, reçu le {} (reçu n°\u{a0}{}). Comme convenu sur ce \
             reçu, nous vous prévenons {NOTICE_DAYS} jours avant de le déposer.",
            cheque.number,
            cheque.bank,
            euros(cheque.amount_cents),
            date(cheque.received_on),
            cheque.receipt_number
        ))
    }

    fn choices(&self) -> [Rich; 3] {
        [
            Rich::strong("Régler autrement").then(
                "\u{a0}: par carte, en espèces ou par virement. Nous vous rendons alors ce chèque contre votre signature.",
            ),
            Rich::strong("Interroger votre complémentaire").then(
                "\u{a0}: si elle revient sur sa réponse, apportez-nous son accord écrit avant cette date\u{a0}; nous \
                 referons la demande et ne déposerons pas le chèque entre-temps.",
            ),
            Rich::strong("Nous laisser déposer le chèque").then(
                "\u{a0}: gardez la somme disponible sur votre compte. Nous vous remettons une facture acquittée, avec \
                 laquelle vous pouvez vous adresser à votre complémentaire.",
            ),
        ]
    }
}
