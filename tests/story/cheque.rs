//! F6, Alt+3: the cheque is kept, its receipt printed, and the customer's own share paid by card.

use super::{Customer, Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// The way is chosen by its key, the line typed as the reader would send it, the receipt handed to the printer.
    ///
    /// # Errors
    /// When the cheque is not kept or its receipt not shown.
    pub(super) async fn cheque_is_kept(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        hand.press(Press::F(6)).await?;
        self.picture("ways").await?;
        hand.press(Press::AltDigit(3)).await?;
        hand.types("Ligne du chèque", customer.cheque).await?;
        hand.press(Press::Tab).await?;
        hand.enters("Clé", &customer.cheque_key()?).await?;
        self.window.read("Clé vérifiée.").await?;
        // The share is proposed as the amount, today as the date.
        hand.enters("Montant écrit", "").await?;
        hand.enters("Daté du", "").await?;
        hand.enters("Lieu", "Lyon").await?;
        hand.enters("Tireur", "").await?;
        hand.types("Banque du tireur", "Banque des Deux Rives").await?;
        for sentence in
            ["Le bénéficiaire écrit est Optique des Tilleuls", "Le montant en lettres a été lu, il est le même"]
        {
            self.tabs_to_beginning(hand, sentence).await?;
            hand.press(Press::Space).await?;
        }
        self.picture("cheque").await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Conservé").await?;
        let receipt = self.paper("recu-de-cheque-", seen).await?;
        self.receipt_is_read(&receipt, customer)?;
        self.picture("cheque-kept").await.map(drop)
    }

    /// F8: by card, on the card reader; Relais keeps the record.
    ///
    /// # Errors
    /// When the share stays due.
    pub(super) async fn customer_share_is_paid(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(8)).await?;
        self.window.until_focused("Part client").await?;
        self.picture("payment").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Réglée par carte").await?;
        self.window.named(Kind::Button, "Terminer").await?;
        self.pictures("dossier-settled-at-the-counter").await
    }

    /// Some names go on after the words that matter.
    pub(super) async fn tabs_to_beginning(&self, hand: &mut Hand<'_>, words: &str) -> Outcome {
        let mut met = Vec::new();
        for _ in 0..4 {
            hand.press(Press::Tab).await?;
            let held = self.window.focused().await?;
            if held.starts_with(words) {
                return Ok(());
            }
            met.push(held);
        }
        Err(format!("« {words} » is not among the next stops of the cursor: {met:?}").into())
    }
}
