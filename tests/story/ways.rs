//! F6: each of the six ways, by its one key, and what it says it leaves to do. The kept cheque has its own chapter.

use super::customer::{BASILE, CAMILLE, ILAN, NOUR, ODETTE};
use super::{Customer, Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// What no way of these says is under way.
const NOT_SENT: &str = "Non envoyé";

impl Story<'_> {
    /// Five customers in one afternoon, each by another way.
    ///
    /// # Errors
    /// At the first thing that is not as told.
    pub async fn every_way(&self) -> Outcome {
        self.set_aside().await?;
        self.delivered().await?;
        self.deposited_later().await?;
        self.customer_advances().await?;
        self.customer_returns().await
    }

    /// The way proposed to an optician is under the fingers; its key chooses it even while the rights are being asked.
    async fn set_aside(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &ODETTE).await?;
        self.window.until_focused_on("Dossier mis de côté").await?;
        self.window.read("monture choisie, rien n’est commandé proposé").await?;
        hand.press(Press::AltDigit(2)).await?;
        self.is_gone_on_with("Dossier mis de côté", "Rien n’est commandé.").await?;
        for said in [NOT_SENT, "pas encore commandé"] {
            self.window.read(said).await?;
        }
        self.pictures("way-set-aside").await?;
        self.ends(&mut hand, &ODETTE).await
    }

    /// Delivered under tiers payant: in the queue, not sent; the customer's share by every means there is.
    async fn delivered(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &BASILE).await?;
        hand.press(Press::F(6)).await?;
        self.window.until_focused_on("Dossier mis de côté").await?;
        hand.press(Press::AltDigit(1)).await?;
        self.is_gone_on_with("Délivré en tiers payant", "La demande est en file, non envoyée.").await?;
        self.window.read("En file, non envoyé").await?;
        self.share_is_paid_by_every_means(&mut hand).await?;
        self.pictures("way-delivered").await?;
        self.ends(&mut hand, &BASILE).await
    }

    /// Agreement B: a cheque is deposited on the agreed day, and the tiers payant is closed.
    async fn deposited_later(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &NOUR).await?;
        hand.press(Press::AltDigit(4)).await?;
        self.cheque_is_refused_then_kept(&mut hand, &NOUR).await?;
        for said in ["Demandé par le client", "Dépôt promis pas avant le 01/03/2024.", "n° 6679547"] {
            self.window.read(said).await?;
        }
        self.pictures("way-deposited-later").await?;
        hand.press(Press::AltDigit(1)).await?;
        self.window.read("Un chèque ou une demande repose sur la façon choisie.").await?;
        self.picture("way-has-effects").await?;
        self.ends(&mut hand, &NOUR).await
    }

    /// The customer pays everything and claims back himself: the tiers payant is closed for good.
    async fn customer_advances(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &ILAN).await?;
        hand.press(Press::AltDigit(5)).await?;
        self.window.read("Façon choisie : Le client avance tout.").await?;
        self.window.read("demande lui-même le remboursement : le tiers payant est fermé.").await?;
        self.advance_is_paid(&mut hand).await?;
        self.window.read("Avancée par le client, 379,91 €").await?;
        self.pictures("way-customer-advances").await?;
        hand.press(Press::AltDigit(1)).await?;
        self.window.read("Le client demande lui-même le remboursement : le tiers payant est fermé.").await?;
        self.picture("third-party-payment-barred").await?;
        self.ends(&mut hand, &ILAN).await
    }

    /// The customer comes back: nothing is sent, he is called when the platform answers.
    async fn customer_returns(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &CAMILLE).await?;
        hand.press(Press::AltDigit(6)).await?;
        self.is_gone_on_with("Le client reviendra", "Le client est rappelé à la reprise.").await?;
        self.window.read(NOT_SENT).await?;
        self.pictures("way-customer-returns").await?;
        self.ends(&mut hand, &CAMILLE).await
    }

    /// The way is said, what it leaves to do is said, and the cursor is on what ends the dossier.
    pub(super) async fn is_gone_on_with(&self, way: &str, left_to_do: &str) -> Outcome {
        self.window.read(&format!("Façon choisie : {way}.")).await?;
        self.window.read(left_to_do).await?;
        self.window.until_focused("Terminer").await
    }

    /// The dossier is left by its key, and said to be kept.
    pub(super) async fn ends(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        self.window.named(Kind::Button, "Terminer").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read(&format!("Dossier {} enregistré.", customer.of())).await?;
        self.window.until_focused("Rechercher un dossier").await
    }
}
