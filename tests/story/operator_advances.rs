//! « Avances »: what an operator that is down pays ahead, from the request with its proof to the last repayment; and the switch
//! that is the alternative, the tiers payant suspended.

use super::papers::reads;
use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// Asked for, received, rescheduled, repaid.
    ///
    /// # Errors
    /// When a step is refused, not said, or its paper does not say what it must.
    pub async fn operator_pays_ahead(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::Alt('l')).await?;
        self.window.read("Aucune avance reçue").await?;
        self.window.accessible("advances").await?;
        self.pictures("advances-empty").await?;
        self.advance_is_asked_for(&mut hand).await?;
        hand.press(Press::F(8)).await?;
        self.window.until_focused("Montant").await?;
        self.window.choose("Opérateur", "Viamedis").await?;
        self.window.fill_in("Montant", "900").await?;
        self.window.fill_in("Première échéance", "29/02/2024").await?;
        self.window.choose("Remboursement", "en 3 mensualités").await?;
        self.window.fill_in("Conditions écrites", "Courrier du 30 janvier, sans intérêt").await?;
        self.window.accessible("an advance received").await?;
        self.pictures("advance-receive").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("AO-2024-0001").await?;
        self.window.read("300,00 € à rembourser le 29/02/2024.").await?;
        self.window.accessible("an advance").await?;
        self.pictures("advance-received").await?;
        self.advance_goes_back(&mut hand).await
    }

    async fn advance_is_asked_for(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Button, "Demander un acompte à Viamedis").await?;
        self.window.read("au").await?;
        self.window.accessible("an advance asked for").await?;
        self.pictures("advance-request").await?;
        if self.window.words().await?.contains("le total divisé par trois") {
            let seen = self.desktop.opened()?.len();
            hand.press(Press::ControlEnter).await?;
            let asked = self.paper("demande-d-acompte", seen).await?;
            reads(&asked, &["Viamedis"], &["DUPLICATA"])?;
        } else {
            hand.press(Press::Escape).await?;
        }
        self.window.see_no("dialog[open]").await
    }

    async fn advance_goes_back(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Button, "Retenue sur un virement").await?;
        self.window.read("Imputer la retenue").await?;
        self.pictures("advance-withheld").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.click_on(Kind::Button, "Rembourser").await?;
        self.window.until_focused("Montant").await?;
        self.window.fill_in("Montant", "1000").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see("dialog[open] [role=alert]").await?;
        self.pictures("advance-repay-refused").await?;
        self.window.fill_in("Montant", "300").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("reste sur 900,00 €").await?;
        self.window.click_on(Kind::Button, "Autre échéancier").await?;
        self.window.fill_in("Première échéance", "30/04/2024").await?;
        self.window.choose("Remboursement", "en 2 mensualités").await?;
        self.pictures("advance-reschedule").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("300,00 € à rembourser le 30/04/2024.").await?;
        self.pictures("advance-partly-repaid").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Relevé").await?;
        let statement = self.paper("releve-d-avance", seen).await?;
        reads(&statement, &["AO-2024-0001", "900,00", "600,00", "Viamedis"], &["DUPLICATA"])?;
        self.window.click_on(Kind::Button, "Rembourser").await?;
        self.window.until_focused("Montant").await?;
        self.window.fill_in("Montant", "600").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("rien à rembourser").await?;
        self.pictures("advance-repaid").await
    }

    /// The alternative: no tiers payant with an operator, which the counter then refuses, until it is taken up again.
    ///
    /// # Errors
    /// When the switch is not shown, its notice does not print, or the counter still offers the way.
    pub async fn third_party_payment_is_suspended(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.window.click_on(Kind::Button, "Suspendre le tiers payant avec Viamedis").await?;
        self.window.accessible("a suspension").await?;
        self.pictures("suspension").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("tiers payant suspendu depuis le").await?;
        self.pictures("suspended").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Affichette pour les clients : Viamedis").await?;
        let notice = self.paper("tiers-payant-suspendu", seen).await?;
        reads(&notice, &["Viamedis"], &["AMC"])?;
        hand.press(Press::Escape).await?;
        self.sells(&mut hand, &super::customer::NOUR).await?;
        self.window.read("fermé : tiers payant suspendu avec Viamedis").await?;
        self.pictures("suspended-at-the-counter").await?;
        hand.press(Press::Alt('l')).await?;
        self.window.click_on(Kind::Button, "Reprendre le tiers payant avec Viamedis").await?;
        self.window.read("Tiers payant repris avec Viamedis.").await?;
        self.window.see_no(".toast [role=alert]").await
    }
}
