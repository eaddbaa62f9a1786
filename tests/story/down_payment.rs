//! An acompte at the order: received on the main software's invoice with its receipt, imputed to the customer's share, taken back,
//! and given back.

use super::customer::ILAN;
use super::papers::reads;
use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// The « facture d'acompte » of the shop's software.
const INVOICE: &str = "FA-2024-0057";

impl Story<'_> {
    /// From the order to the money given back.
    ///
    /// # Errors
    /// When an acompte is taken without its invoice, its receipt does not say what it must, or a step is not said.
    pub async fn acompte_at_the_order(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &ILAN).await?;
        hand.press(Press::Alt('b')).await?;
        self.window.until_focused("Montant").await?;
        self.window.accessible("an acompte").await?;
        hand.enters("Montant", "60").await?;
        hand.enters("Reçu le", "").await?;
        self.window.until_focused("N° de la facture d’acompte").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("À remplir.").await?;
        self.pictures("acompte-without-invoice").await?;
        self.window.fill_in("N° de la facture d’acompte", INVOICE).await?;
        self.pictures("acompte").await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::ControlEnter).await?;
        let receipt = self.paper("recu-d-acompte", seen).await?;
        reads(&receipt, &["AC-2024-0001", INVOICE, "60,00", ILAN.family_name], &["AMC", "arrhes"])?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("60,00 € en attente").await?;
        self.window.accessible("an acompte held").await?;
        self.pictures("acompte-held").await?;
        self.window.click_on(Kind::Button, "Imputer l’acompte AC-2024-0001").await?;
        self.window.read("60,00 € d’acompte imputés").await?;
        self.pictures_as_they_are("acompte-allocated").await?;
        self.window.click_on(Kind::Button, "Annuler l’action").await?;
        self.window.read("60,00 € en attente").await?;
        self.window.click_on(Kind::Button, "Rendre l’acompte AC-2024-0001").await?;
        self.window.until_focused("Montant rendu").await?;
        self.window.accessible("an acompte given back").await?;
        self.pictures("acompte-give-back").await?;
        hand.types_over("Montant rendu", "60,01").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see("dialog[open] [role=alert]").await?;
        self.pictures("acompte-give-back-refused").await?;
        hand.types_over("Montant rendu", "20").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("40,00 € en attente").await?;
        self.pictures("acompte-given-back").await?;
        hand.press(Press::Escape).await
    }
}
