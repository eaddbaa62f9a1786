//! What the law forbids about a cheque is refused in a sentence, and the cursor goes where it is mended.

use super::{Customer, Hand, Story};
use crate::Outcome;
use crate::window::Press;

impl Story<'_> {
    /// A key that does not match, a blank payee, a date after today: each refused; then the cheque as it should be, kept
    /// under agreement B with the day of its deposit, and its receipt.
    ///
    /// # Errors
    /// When something forbidden passes, is not said, or leaves the cursor elsewhere.
    pub(super) async fn cheque_is_refused_then_kept(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        self.wrong_key_is_said(hand, customer).await?;
        hand.enters("Montant écrit", "").await?;
        hand.enters("Daté du", "02/02/2024").await?;
        hand.enters("Lieu", "Lyon").await?;
        hand.enters("Tireur", "").await?;
        hand.enters("Banque du tireur", "Banque des Deux Rives").await?;
        hand.enters("Accord avec le client", "").await?;
        // Nothing agreed yet: the key that keeps goes to what lacks.
        hand.press(Press::ControlEnter).await?;
        hand.types("Ne pas déposer avant le", "01/03/2024").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.until_focused_on("Le bénéficiaire écrit est Optique des Tilleuls").await?;
        // Left blank: the next box is ticked, and the cheque refused.
        hand.press(Press::ControlEnter).await?;
        self.window.until_focused_on("Le montant en lettres a été lu").await?;
        hand.press(Press::Space).await?;
        hand.press(Press::ControlEnter).await?;
        self.window.until_focused_on("Le bénéficiaire écrit est").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Le bénéficiaire du chèque est vide : il serait payable à n’importe qui.").await?;
        self.window.until_focused_on("Le bénéficiaire écrit est").await?;
        self.pictures("cheque-blank-payee").await?;
        hand.press(Press::Space).await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Le chèque porte une date après aujourd’hui : la loi l’interdit.").await?;
        self.window.until_focused("Daté du").await?;
        self.picture("cheque-date-after-today").await?;
        hand.types_over("Daté du", "31/01/2024").await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        let receipt = self.paper("recu-de-cheque-", seen).await?;
        self.receipt_is_read(&receipt, customer)
    }

    /// Two digits that do not go with the line: said at once, and nothing is kept.
    async fn wrong_key_is_said(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        let key = customer.cheque_key()?;
        let wrong = if key == "01" { "02" } else { "01" };
        hand.types("Ligne du chèque", customer.cheque).await?;
        hand.press(Press::Tab).await?;
        hand.types("Clé", wrong).await?;
        self.window.read("La clé ne correspond pas à la ligne : relisez les deux.").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.until_focused("Clé").await?;
        self.picture("cheque-wrong-key").await?;
        hand.types_over("Clé", &key).await?;
        self.window.read("Clé vérifiée.").await?;
        hand.press(Press::Enter).await
    }
}
