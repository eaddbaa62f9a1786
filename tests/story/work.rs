//! « À faire » in the window: the six lists, a share taken, put off with a reason and taken up again, its dossier opened and come
//! back from with the cursor where it was; on screen and on paper.

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

const REASON: &str = "Viamedis rappelle lundi, dossier chez le gestionnaire";

impl Story<'_> {
    /// From list to list, then one share from hand to hand.
    ///
    /// # Errors
    /// When a list does not open, a deed does not show, or the cursor is elsewhere.
    pub async fn work_is_done(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.lea_is_hired("comptoir").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        hand.press(Press::Alt('v')).await?;
        self.window.read("de la délivrance à l’argent en banque").await?;
        for list in [
            "Délivré, non facturé",
            "Parti, sans retour",
            "Avisé, sans virement",
            "Rejeté",
            "Écart",
            "Facturé, non parti",
        ] {
            self.window.click_on(Kind::Tab, list).await?;
            self.window.accessible(list).await?;
        }
        self.window.read("Demande en file").await?;
        self.pictures("work").await?;
        self.gives_and_puts_off(&mut hand).await?;
        self.comes_back_to_the_row(&mut hand).await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::F(10)).await?;
        self.paper("a-faire", seen).await.map(drop)
    }

    async fn gives_and_puts_off(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Row, "Théo Maillard").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("1 part confiée à").await?;
        hand.press(Press::F(5)).await?;
        self.window.choose("À qui", "Léa Martin · comptoir").await?;
        self.picture("work-assign").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("1 part confiée à Léa Martin").await?;
        self.window.see_no("dialog[open]").await?;
        hand.press(Press::F(7)).await?;
        self.window.read("Elle quitte la liste").await?;
        self.window.accessible("work snooze").await?;
        hand.enters("Revient le", "+5").await?;
        hand.types("Motif", REASON).await?;
        self.pictures("work-snooze").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("1 part mise de côté").await?;
        hand.press(Press::Alt('3')).await?;
        self.window.read(REASON).await?;
        self.pictures("work-snoozed").await?;
        hand.press(Press::F(7)).await?;
        self.window.read("1 part reprise").await?;
        self.window.read("Rien n’est mis de côté").await?;
        hand.press(Press::Alt('1')).await
    }

    async fn comes_back_to_the_row(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.read("Demande en file").await?;
        // On a row again: the one put off and taken up, or the one that had taken its place.
        self.window.until_focused_on("Demande en file").await?;
        let row = self.window.focused().await?;
        hand.press(Press::Enter).await?;
        self.window.read("Règlement").await?;
        hand.press(Press::Alt('v')).await?;
        self.window.until_focused_on(row.split_whitespace().next().unwrap_or_default()).await
    }
}
