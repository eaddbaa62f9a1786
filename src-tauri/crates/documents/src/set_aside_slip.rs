//! « Dossier mis de côté »: what a customer takes home when nothing is ordered yet: what is kept for him, who calls whom, and
//! that he owes nothing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::parts::{self, Title, compose, fact, facts, heading, numbered, paragraph};
use crate::practice::{Dossier, Practice, Reference};
use crate::sheet::{COLUMN, Sheet};
use crate::text::Rich;

/// What the slip says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAsideSlip {
    /// Who keeps it.
    pub practice: Practice,
    /// The number of the slip and its date.
    pub reference: Reference,
    /// The customer.
    pub customer_name: String,
    /// His telephone, to be read over; empty when it is not known.
    pub phone: String,
    /// The sale.
    pub dossier: Dossier,
    /// The platform, as people call it; empty when it is not known.
    pub platform: String,
    /// The price, in cents.
    pub total_cents: i64,
    /// What the insurer is expected to bear, in cents.
    pub expected_cents: i64,
    /// The day of the quote or of the sale.
    pub sold_on: Date,
    /// He comes back himself, rather than being called.
    pub returns: bool,
}

/// Prints the slip.
pub fn set_aside_slip(slip: &SetAsideSlip) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Dossier mis de côté",
        practice: &slip.practice,
        reference: &slip.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| slip.draw(sheet))
}

impl SetAsideSlip {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let platform = if self.platform.is_empty() { "de tiers payant".to_owned() } else { self.platform.clone() };
        paragraph(
            sheet,
            &Rich::plain(&format!(
                "Votre complémentaire santé (mutuelle) n’a pas pu être interrogée\u{a0}: la plateforme {platform} ne répond pas. \
                 Votre choix est gardé. "
            ))
            .then_strong("Rien n’est commandé et vous ne devez rien."),
        )?;
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Client", &self.customer_name),
                fact("Dossier", &self.dossier.number),
                fact("Devis ou facture", self.dossier.sale_reference.as_deref().unwrap_or("non noté")),
                fact("Complémentaire santé (mutuelle)", &self.dossier.insurer),
                fact("Choisi le", &date(self.sold_on)),
                fact("Votre téléphone", if self.phone.is_empty() { "à nous donner" } else { &self.phone }),
            ],
        )?;
        parts::amount_panel(sheet, &Rich::plain("Prix de votre choix"), self.total_cents, None)?;
        if self.expected_cents > 0 {
            paragraph(
                sheet,
                &Rich::plain("Nous attendons de votre complémentaire santé ")
                    .then_strong(&euros(self.expected_cents))
                    .then(". C’est une estimation, non garantie\u{a0}: elle seule peut le confirmer."),
            )?;
        }
        heading(sheet, "Ce qui se passe maintenant")?;
        let called = if self.returns {
            Rich::plain(
                "Vous nous avez dit que vous reviendriez. Nous vous appelons aussi dès que la plateforme répond.",
            )
        } else {
            Rich::plain("Nous vous appelons dès que la plateforme répond, dans l’ordre des demandes.")
        };
        numbered(
            sheet,
            &[
                called,
                Rich::plain(
                    "Nous vérifions vos droits à ce moment-là, et nous vous disons ce qui reste à votre charge.",
                ),
                Rich::plain("La commande part quand vous le confirmez. Vous pouvez renoncer sans rien devoir."),
            ],
        )?;
        sheet.skip(parts::GAP);
        parts::mediator(sheet, &self.practice)
    }
}
