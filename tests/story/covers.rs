//! What is known of a cover when the platform does not answer: the answer kept from an earlier sale, what is heard on the
//! telephone, a portal read by hand. Only a live answer is shown as a right in force.

use super::breakage::Controls;
use super::customer::{GWEN, MALO};
use super::{Customer, Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// The same customer, who comes back for a second pair.
const AGAIN: Customer = Customer { reference: "DV-2024-0150", ..GWEN };

impl Story<'_> {
    /// Every way to know, by the keyboard.
    ///
    /// # Errors
    /// When a way says more than is so, or does not say how sure it is, from whom and since when.
    pub async fn everything_known_of_a_cover(&self, controls: &Controls) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &GWEN).await?;
        self.window.read("Droits ouverts, couvre").await?;
        self.window.read("réponse en direct · réponse d’Almerys à").await?;
        self.pictures("cover-live").await?;
        self.window.accessible("a live answer").await?;
        self.asks_at_a_past_date(&mut hand).await?;
        hand.press(Press::Escape).await?;

        controls.breaks("almerys", "rights", "status-500", None)?;
        self.sells(&mut hand, &AGAIN).await?;
        self.window.read("Droits non vérifiés").await?;
        self.window.read("Almerys : erreur de la plateforme").await?;
        self.window.read("Droits dits ouverts au").await?;
        self.window.read("réponse gardée ou vue · réponse d’Almerys").await?;
        self.pictures("cover-kept").await?;
        self.window.accessible("a kept answer").await?;
        self.hears_it_on_the_telephone(&mut hand).await?;
        self.corrects_what_was_heard(&mut hand).await?;
        hand.press(Press::Escape).await?;
        controls.mends("almerys")?;
        self.reads_it_on_a_portal(&mut hand).await
    }

    /// « Ce qui part », and the date of care asked for as such.
    async fn asks_at_a_past_date(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Button, "Ce qui part").await?;
        self.window.fill_in("Date des soins", "0901").await?;
        self.window.click_on(Kind::Button, "Vérifier à cette date").await?;
        self.window.read("pour des soins du 09/01/").await?;
        self.window.read("Droits dits ouverts au 09/01/").await?;
        self.picture("cover-past").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Droits ouverts, couvre").await
    }

    async fn hears_it_on_the_telephone(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::Alt('o')).await?;
        self.window.until_focused("Comment").await?;
        self.window.choose("Comment", "Au téléphone (numéro vert)").await?;
        self.window.read("Notre FINESS").await?;
        // Nothing is kept before it is said who was spoken with.
        hand.press(Press::ControlEnter).await?;
        self.window.read("À remplir.").await?;
        self.window.fill_in("Interlocuteur", "Mme Roux, service adhérents").await?;
        self.window.choose("Droits", "ouverts").await?;
        self.window.fill_in("Montant couvert", "300").await?;
        self.pictures("cover-telephone").await?;
        self.window.accessible("the call sheet").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Imprimer la fiche").await?;
        let sheet = self.desktop.until_opened("fiche-appel-", seen).await?;
        std::fs::copy(&sheet, self.folder().join("fiche-appel.pdf"))?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("dit au téléphone par Almerys").await?;
        self.window.read("avec Mme Roux, service adhérents").await
    }

    async fn corrects_what_was_heard(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::Alt('g')).await?;
        self.window.read("Ce qui est connu de cette couverture").await?;
        self.pictures("cover-everything").await?;
        self.window.accessible("everything known").await?;
        self.window.click_on(Kind::Button, "Corriger").await?;
        self.window.read("Cette écriture remplace la précédente").await?;
        self.window.choose("Droits", "fermés").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Droits dits fermés au").await?;
        self.window.read("corrige le précédent").await?;
        self.pictures("cover-corrected").await
    }

    /// A platform that is reached by its portal only, from the dossier.
    async fn reads_it_on_a_portal(&self, hand: &mut Hand<'_>) -> Outcome {
        self.sells(hand, &MALO).await?;
        self.window.read("SP santé : pas de connexion directe : passez par le portail").await?;
        self.window.read("Carte à jour, droits non vérifiés").await?;
        hand.press(Press::Alt('t')).await?;
        self.window.read(&format!("Portail : dossier {}", MALO.of())).await?;
        self.window.choose("Pour quoi", "Devis").await?;
        self.window.named(Kind::Field, "Montant que la mutuelle paierait").await?;
        self.window.choose("Pour quoi", "Droits").await?;
        self.window.click_on(Kind::Button, "Copier : N° d’adhérent").await?;
        self.window.read("N° d’adhérent copié, non affiché.").await?;
        self.window.choose("Droits", "ouverts").await?;
        self.pictures("cover-portal").await?;
        self.window.accessible("the portal from the dossier").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("lu sur le portail de SP santé").await?;
        self.pictures("cover-read-on-portal").await?;
        hand.press(Press::Escape).await
    }
}
