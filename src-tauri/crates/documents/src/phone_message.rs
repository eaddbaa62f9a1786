//! « Message téléphonique »: what the answering machine says while a platform is down, and what is answered to whoever asks
//! more. Read aloud in less than half a minute; a working paper, neither numbered nor kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::door_notice::OfferedWay;
use crate::error::PrintError;
use crate::french::date;
use crate::length::Length;
use crate::parts::{self, Title, compose, heading, numbered};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::text::{Ink, Rich, Style};

/// Read aloud, standing.
const READ: Style = Style { size: Length::pt(15), leading: Length::pt(23), ink: Ink::Strong };

/// What the message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneMessage {
    /// Whose telephone.
    pub practice: Practice,
    /// The day it is printed.
    pub issued_on: Date,
    /// Since when.
    pub since_on: Date,
    /// The platform, as people call it.
    pub platform: String,
    /// What the practice proposes first.
    pub offered: OfferedWay,
}

/// Prints the message.
pub fn phone_message(message: &PhoneMessage) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("MT-{}", message.issued_on), issued_on: message.issued_on };
    let title = Title {
        kind: "Message téléphonique",
        practice: &message.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| message.draw(sheet))
}

impl PhoneMessage {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "À enregistrer sur le répondeur")?;
        sheet.boxed(COLUMN, Length::pt(14), (Some(Ink::Ground), None), |sheet, inside| {
            sheet.text(&Rich::plain(&self.recorded()), READ, inside, Align::Left)
        })?;
        sheet.skip(parts::GAP);
        heading(sheet, "Si l’on vous demande")?;
        numbered(sheet, &self.answers())?;
        sheet.skip(parts::GAP);
        parts::small_print(
            sheet,
            "Ne donnez au téléphone ni numéro de carte, ni numéro de sécurité sociale, ni mot de passe. La plateforme ne vous les \
             demandera jamais par téléphone.",
        )
    }

    fn recorded(&self) -> String {
        let offered = match self.offered {
            OfferedWay::Delivered => "Vous pouvez venir chercher votre commande comme d’habitude.",
            OfferedWay::SetAside => "Nous mettons votre choix de côté et vous rappelons dès que la plateforme répond.",
            OfferedWay::Cheque => "Plusieurs solutions existent\u{a0}: nous vous les dirons au comptoir.",
            OfferedWay::Advances => "Vous pouvez régler et vous faire rembourser par votre complémentaire.",
        };
        format!(
            "Bonjour, vous êtes bien chez {}. Depuis le {}, la plateforme {} ne répond plus. Le tiers payant de certaines \
             complémentaires santé, c’est-à-dire de certaines mutuelles, est interrompu. L’Assurance maladie fonctionne \
             normalement. {offered} Merci de votre patience.",
            self.practice.name,
            date(self.since_on),
            self.platform
        )
    }

    fn answers(&self) -> [Rich; 4] {
        [
            Rich::strong("Suis-je concerné\u{a0}?")
                .then(" Regardez au dos de votre carte de complémentaire santé si le nom ")
                .then_strong(&self.platform)
                .then(" y figure."),
            Rich::strong("Jusqu’à quand\u{a0}?")
                .then(" Nous ne le savons pas. Nous rappelons les personnes dont le dossier attend, dans l’ordre."),
            Rich::strong("Est-ce que je perds mes droits\u{a0}?")
                .then(" Non. Seule la réponse de la plateforme manque\u{a0}; votre contrat ne change pas."),
            Rich::strong("Mes données ont-elles été volées\u{a0}?").then(
                " C’est à votre complémentaire santé de vous informer. Méfiez-vous des messages et des appels qui demandent un \
                 mot de passe ou un paiement.",
            ),
        ]
    }
}
