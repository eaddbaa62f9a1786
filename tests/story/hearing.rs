//! The outage as a hearing-aid dispenser lives it: nothing is kept against an appliance on trial, it is delivered for the trial
//! under tiers payant, the recovery has its agreement, and the money ends it.

use super::customer::ARMAND;
use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

impl Story<'_> {
    /// From the sale of 31 January to the transfer of 26 February.
    ///
    /// # Errors
    /// At the first thing that is not as told.
    pub async fn hearing_aids_through_the_outage(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.aids_are_sold(&mut hand).await?;
        self.no_cheque_during_the_trial(&mut hand).await?;
        self.aids_are_delivered_for_the_trial(&mut hand).await?;
        self.recovered().await?;
        self.paid(&mut hand).await
    }

    /// F2 for hearing: an appliance of class II for each ear.
    async fn aids_are_sold(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(2)).await?;
        self.window.until_focused("Nom").await?;
        self.window.choose("Activité", "Audition").await?;
        for (field, text) in [
            ("Nom", ARMAND.family_name),
            ("Prénom", ARMAND.given_name),
            ("Téléphone", ARMAND.phone),
            ("Mutuelle", ARMAND.insurer),
            ("N° de devis ou de facture", ARMAND.reference),
            ("Total", "2900"),
            ("Part client", "820"),
            ("Part AMO", "480"),
            ("Part AMC", "1600"),
        ] {
            self.window.fill_in(field, text).await?;
        }
        self.window.choose("Opérateur", ARMAND.operator).await?;
        self.window.read("Les parts font bien 2 900,00 €.").await?;
        self.saves_with_card(hand, &ARMAND).await?;
        self.customer_agrees(hand).await?;
        self.window.read("Droits non vérifiés").await?;
        self.pictures("hearing-sale").await
    }

    /// The trial has not begun, then is under way: no cheque either time, and a sentence says until when.
    async fn no_cheque_during_the_trial(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.read("Essai de 30 jours à faire : aucun chèque conservé avant sa fin.").await?;
        // Both fields propose today: the order first, then what he takes home.
        for moment in ["Commande", "Délivrance"] {
            self.window.click_on(Kind::Button, "Dates").await?;
            self.window.read("Ordonnance du").await?;
            self.window.accessible("hearing dates").await?;
            self.window.click_on(Kind::Button, &format!("Enregistrer {moment}")).await?;
            self.window.see_no("dialog[open]").await?;
        }
        self.window.read("Essai de 30 jours en cours : aucun chèque conservé avant le 02/03/2024.").await?;
        hand.press(Press::AltDigit(3)).await?;
        self.pictures("hearing-no-cheque").await
    }

    /// Delivered for the trial under tiers payant: the request waits.
    async fn aids_are_delivered_for_the_trial(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::AltDigit(1)).await?;
        self.is_gone_on_with("Délivré en tiers payant", "La demande est en file, non envoyée.").await?;
        self.pictures("hearing-delivered").await?;
        hand.press(Press::ControlEnter).await
    }

    /// 12 and 19 February: rights, then agreements answer again, and the share is agreed.
    async fn recovered(&self) -> Outcome {
        self.rights_come_back().await?;
        self.authorisations_come_back().await?;
        self.window.click_on(Kind::Button, "Commencer la reprise").await?;
        until("the share to be agreed", async || {
            Ok(self.window.row(&ARMAND.name()).await?.contains("Couvert").then_some(()))
        })
        .await?;
        self.pictures("hearing-recovered").await
    }

    /// The transfer is on the account, found by the customer's name, and the share is paid.
    async fn paid(&self, hand: &mut Hand<'_>) -> Outcome {
        self.goes_on_to("Les avis et virements arrivent").await?;
        self.window.click_on(Kind::Button, "Chèques").await?;
        self.window.read("Coffre des chèques").await?;
        hand.press(Press::F(8)).await?;
        self.window.fill_in("Montant crédité sur le compte", "1600").await?;
        self.window.fill_in("Chercher un dossier attendu", ARMAND.family_name).await?;
        self.window.click_on(Kind::Button, &format!("Ajouter {}", ARMAND.name())).await?;
        self.pictures("hearing-credit").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.opens_by_search(&ARMAND).await?;
        self.window.read("Encaissé").await?;
        self.pictures("hearing-paid").await
    }
}
