//! F8: what the customer pays, by any means, recorded and nothing more.

use super::{Hand, Story};
use crate::Outcome;
use crate::window::Press;

/// As the dialog lists them.
const MEANS: [&str; 4] = ["carte", "espèces", "chèque", "virement"];

impl Story<'_> {
    /// The customer's share, a quarter by each means.
    ///
    /// # Errors
    /// When a means is not recorded, or the share stays due.
    pub(super) async fn share_is_paid_by_every_means(&self, hand: &mut Hand<'_>) -> Outcome {
        for (turns, means) in MEANS.iter().enumerate() {
            hand.press(Press::F(8)).await?;
            hand.enters("Part client", "25").await?;
            self.pays_by(hand, turns).await?;
            self.window.read(&format!("25,00 € reçus, {means}.")).await?;
            self.window.until_focused("Terminer").await?;
        }
        self.window.read("Réglée en plusieurs fois").await
    }

    /// The insurer's share, by transfer, then the customer's own by card: F8 proposes what is still due.
    ///
    /// # Errors
    /// When one of the two is not proposed, or not recorded.
    pub(super) async fn advance_is_paid(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.until_focused("Encaisser la part AMC").await?;
        hand.press(Press::Enter).await?;
        self.window.read("dû : 379,91 €").await?;
        hand.enters("Montant", "").await?;
        self.picture("payment-of-the-advance").await?;
        self.pays_by(hand, 3).await?;
        self.window.read("379,91 € reçus, virement.").await?;
        hand.press(Press::F(8)).await?;
        hand.enters("Part client", "").await?;
        self.pays_by(hand, 0).await?;
        self.window.read("100,00 € reçus, carte.").await?;
        self.window.read("Réglée par carte").await
    }

    /// The date stays today's; the arrows go to the means.
    async fn pays_by(&self, hand: &mut Hand<'_>, turns: usize) -> Outcome {
        hand.enters("Reçu le", "").await?;
        self.window.until_focused(MEANS[0]).await?;
        for means in &MEANS[1..=turns] {
            hand.press(Press::Right).await?;
            self.window.until_focused(means).await?;
        }
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await
    }
}
