//! F6 away from a dossier: the mode of an outage, its papers, its ceilings at the counter, and the customers to call back.

use super::customer::ODETTE;
use super::{Hand, LUCIE, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

impl Story<'_> {
    /// The owner says how the outage is lived through; the notice and the message are printed.
    ///
    /// # Errors
    /// When the mode is not shown, not kept, or a paper does not say what customers must know.
    pub async fn outage_is_lived_through(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &ODETTE).await?;
        self.window.read("Droits non vérifiés").await?;
        hand.press(Press::AltDigit(2)).await?;
        self.is_gone_on_with("Dossier mis de côté", "Rien n’est commandé.").await?;
        self.slip_and_proof(&mut hand).await?;
        hand.press(Press::ControlEnter).await?;
        hand.press(Press::F(6)).await?;
        self.chooses_incident("Panne Viamedis").await?;
        self.window.read("Pendant la panne").await?;
        self.window.read("Le titulaire n’a pas fixé de plafond").await?;
        self.window.accessible("outage mode unset").await?;
        self.window.fill_in("Plafond par client", "400").await?;
        self.window.fill_in("Plafond en tout", "90000").await?;
        self.pictures("outage-mode-unset").await?;
        self.window.click_on(Kind::Button, "Enregistrer").await?;
        self.window.read("Mode panne enregistré.").await?;
        for (button, paper) in
            [("Affichette pour la porte", "affichette"), ("Message téléphonique", "message-telephonique")]
        {
            let seen = self.desktop.opened()?.len();
            self.window.click_on(Kind::Button, button).await?;
            self.paper(paper, seen).await?;
        }
        self.window.accessible("outage mode").await?;
        self.pictures("outage-mode").await
    }

    /// What the customer takes home, and what proves the attempts.
    async fn slip_and_proof(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(10)).await?;
        self.window.read("Fiche « mis de côté » pour le client").await?;
        self.pictures("outage-documents").await?;
        for (button, paper) in
            [("Imprimer la fiche", "mis-de-cote"), ("Imprimer l’attestation", "attestation-de-panne")]
        {
            let seen = self.desktop.opened()?.len();
            self.window.click_on(Kind::Button, button).await?;
            self.paper(paper, seen).await?;
        }
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await
    }

    /// Beyond a ceiling the counter says so in a sentence, and the owner goes further with a reason.
    ///
    /// # Errors
    /// When the ceiling does not warn, stop, or let the owner through.
    pub async fn ceiling_is_reached(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &LUCIE).await?;
        self.window.read("Délivré en tiers payant, ce dossier porterait l’encours").await?;
        self.window.accessible("near a ceiling").await?;
        self.pictures("ceiling-near").await?;
        hand.press(Press::AltDigit(1)).await?;
        self.window.read("La demande est en file, non envoyée.").await?;
        hand.press(Press::ControlEnter).await?;
        // The same customer again: her two dossiers count together.
        self.sells(&mut hand, &LUCIE).await?;
        self.window.read("Délivré en tiers payant, ce dossier dépasserait le plafond").await?;
        hand.press(Press::AltDigit(1)).await?;
        self.window.read("Passer outre le plafond").await?;
        self.window.until_focused("Motif").await?;
        self.window.accessible("beyond a ceiling").await?;
        self.pictures("ceiling-beyond").await?;
        hand.types("Motif", "Client connu, accord par téléphone.").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("La demande est en file, non envoyée.").await?;
        hand.press(Press::ControlEnter).await?;
        hand.press(Press::F(6)).await?;
        self.window.read("au-delà du plafond").await?;
        self.window.read("Client connu, accord par téléphone.").await?;
        self.pictures("outage-mode-beyond").await
    }

    /// Whom to call, and what a call came to.
    ///
    /// # Errors
    /// When a call is not kept with its outcome.
    pub async fn customers_are_called_back(&self) -> Outcome {
        self.window.click_on(Kind::Tab, "Rappels").await?;
        let words = self.window.row(&ODETTE.name()).await?;
        if !words.contains("Mis de côté") || !words.contains("jamais appelé") {
            return Err(format!("the list says « {words} »").into());
        }
        self.window.accessible("calls").await?;
        self.pictures("calls").await?;
        self.window.press(Press::F(5)).await?;
        self.window.read("Résultat").await?;
        self.window.accessible("a call").await?;
        self.pictures("call").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("C’est noté. Ne répond pas.").await?;
        until("the call to be in the list", async || {
            Ok(self.window.words().await?.contains("Ne répond pas, ").then_some(()))
        })
        .await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Imprimer la liste").await?;
        self.paper("rappels", seen).await.map(drop)
    }

    /// What will never be paid is given up, with a reason; the funnel opens its lists.
    ///
    /// # Errors
    /// When a number does not open its list, or a loss is not said.
    pub async fn a_dossier_is_given_up(&self) -> Outcome {
        self.window.click_on(Kind::Tab, "Reprise").await?;
        self.window.click_on(Kind::Button, "Réglés").await?;
        self.window.read("Seulement : Réglés").await?;
        self.pictures("reprise-filtered").await?;
        self.window.click_on(Kind::Button, "Revenir à l’étape").await?;
        self.window.row(&ODETTE.name()).await?;
        self.window.accessible("five steps").await?;
        self.pictures("reprise-steps").await?;
        self.window.click_on(Kind::Button, "Accès").await?;
        self.window.read("Aucune fuite n’est connue").await?;
        self.pictures("reprise-access").await?;
        self.window.click_on(Kind::Button, "Rien à changer").await?;
        self.window.read("Accès en ordre, rien à changer.").await
    }
}
