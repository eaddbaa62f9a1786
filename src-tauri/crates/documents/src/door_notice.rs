//! « Information à nos clients »: the notice for the door while a platform is down, in type that is read from the pavement.
//!
//! It is a working paper: neither signed nor numbered, and not kept. What customers read says « complémentaire santé
//! (mutuelle) »; nobody is promised a date, since nobody knows one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::date;
use crate::length::Length;
use crate::parts::{self, Title, compose};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::text::{Ink, Rich, Style};

/// Read at two steps from the door.
const SAID: Style = Style { size: Length::pt(24), leading: Length::pt(33), ink: Ink::Strong };
/// Read once one has stopped.
const TOLD: Style = Style { size: Length::pt(16), leading: Length::pt(24), ink: Ink::Strong };

/// What is open to a customer while it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferedWay {
    /// He leaves with his purchase and is asked for nothing of the insurer's share.
    Delivered,
    /// His choice is put aside.
    SetAside,
    /// He leaves a cheque, which comes back or is deposited later.
    Cheque,
    /// He pays and is reimbursed by his insurer.
    Advances,
}

/// What the notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorNotice {
    /// Whose door.
    pub practice: Practice,
    /// The day it is printed.
    pub issued_on: Date,
    /// Since when.
    pub since_on: Date,
    /// The platform, as people call it.
    pub platform: String,
    /// The insurers it answers for, as the routing table names them; possibly none.
    pub insurers: Vec<String>,
    /// What the practice proposes first.
    pub offered: OfferedWay,
}

/// Prints the notice.
pub fn door_notice(notice: &DoorNotice) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("AF-{}", notice.issued_on), issued_on: notice.issued_on };
    let title = Title {
        kind: "Information à nos clients",
        practice: &notice.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| notice.draw(sheet))
}

impl DoorNotice {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        sheet.skip(Length::pt(10));
        let out = Rich::strong("Le tiers payant de certaines complémentaires santé (mutuelles) est interrompu.");
        sheet.text(&out, SAID, COLUMN, Align::Left)?;
        sheet.skip(Length::pt(14));
        let why = Rich::plain(&format!(
            "Depuis le {}, la plateforme {} ne répond plus aux professionnels de santé. Ni votre complémentaire santé ni {} \
             n’en sont la cause.",
            date(self.since_on),
            self.platform,
            self.practice.premises.with_article()
        ));
        sheet.text(&why, TOLD, COLUMN, Align::Left)?;
        sheet.skip(Length::pt(14));
        sheet.text(&self.concerned(), TOLD, COLUMN, Align::Left)?;
        sheet.skip(Length::pt(14));
        sheet.boxed(COLUMN, Length::pt(14), (Some(Ink::Ground), None), |sheet, inside| {
            sheet.text(&Rich::strong(self.offer()), TOLD, inside, Align::Left)
        })?;
        sheet.skip(Length::pt(14));
        let kept = "La part de l’Assurance maladie (carte Vitale) fonctionne normalement. Vos droits ne changent pas\u{a0}: \
                    c’est seulement la réponse de la plateforme qui manque.";
        sheet.text(&Rich::plain(kept), TOLD, COLUMN, Align::Left)?;
        sheet.skip(Length::pt(14));
        let ask = "Parlez-nous-en\u{a0}: apportez votre carte de complémentaire santé, recto et verso.";
        sheet.text(&Rich::strong(ask), TOLD, COLUMN, Align::Left)?;
        sheet.skip(parts::GAP);
        parts::mediator(sheet, &self.practice)
    }

    fn concerned(&self) -> Rich {
        if self.insurers.is_empty() {
            return Rich::plain("Le nom de la plateforme figure au dos de votre carte de complémentaire santé.");
        }
        Rich::plain("Sont concernées, entre autres\u{a0}: ")
            .then_strong(&self.insurers.join(", "))
            .then(". Le nom de la plateforme figure au dos de votre carte.")
    }

    const fn offer(&self) -> &'static str {
        match self.offered {
            OfferedWay::Delivered => {
                "Vous repartez avec votre commande\u{a0}: nous gardons votre demande et l’enverrons dès le retour de la \
                 plateforme."
            }
            OfferedWay::SetAside => {
                "Votre choix est mis de côté sans frais. Nous vous rappelons dès le retour de la plateforme."
            }
            OfferedWay::Cheque => {
                "Nous pouvons conserver un chèque pour la part de votre complémentaire santé, contre un reçu qui dit quand il \
                 vous est rendu."
            }
            OfferedWay::Advances => {
                "Vous pouvez régler la part de votre complémentaire santé et vous faire rembourser avec la facture acquittée."
            }
        }
    }
}
