//! What waits, worked by the keyboard: a line tried again while the platform is cut, a line removed with its reason; and
//! an answer that comes after the counter has stopped waiting.

use super::breakage::Controls;
use super::customer::{BASILE, GWEN, SACHA};
use super::{Customer, Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

/// More rows than the demonstration's queue has.
const ROWS: u32 = 40;

impl Story<'_> {
    /// Two customers of a platform that answers; for the second it is slow, and whoever is elsewhere is told.
    ///
    /// # Errors
    /// When the late answer is not announced, or does not lead to its dossier.
    pub async fn late_answer(&self, controls: &Controls) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.is_delivered(&mut hand, &SACHA).await?;
        // Refused first: that cuts the connections still open, which would be answered on.
        controls.breaks("almerys", "connection", "refuse", None)?;
        controls.breaks("almerys", "connection", "hang-accept", None)?;
        self.sells(&mut hand, &GWEN).await?;
        self.window.read("La réponse peut encore arriver : elle s’affichera avec son heure.").await?;
        self.picture("answer-awaited").await?;
        hand.press(Press::F(9)).await?;
        self.window.named(Kind::Tab, "En file").await?;
        controls.mends("almerys")?;
        self.window.read(&format!("Réponse d’Almerys pour {}", GWEN.name())).await?;
        self.pictures_as_they_are("late-answer").await?;
        self.window.click_on(Kind::Button, "Voir le dossier").await?;
        self.window.read("Droits ouverts").await?;
        hand.press(Press::AltDigit(1)).await?;
        self.is_gone_on_with("Délivré en tiers payant", "La demande est en file, non envoyée.").await?;
        self.ends(&mut hand, &GWEN).await
    }

    /// Sold and delivered under tiers payant.
    pub(super) async fn is_delivered(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        self.sells(hand, customer).await?;
        hand.press(Press::AltDigit(1)).await?;
        self.is_gone_on_with("Délivré en tiers payant", "La demande est en file, non envoyée.").await?;
        self.ends(hand, customer).await
    }

    /// F9: each line is read, one is tried again in vain, and removed with a reason.
    ///
    /// # Errors
    /// When a line says more than is so, stays when it should go, or goes without a reason.
    pub async fn queue_is_worked(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.at_row(&mut hand, &BASILE).await?;
        self.window.read("Viamedis ne répond pas : relancer échouera sans doute.").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Toujours en file : rien envoyé, les derniers appels ont échoué.").await?;
        // Held back by our own restraint, it is no attempt.
        self.says(&BASILE, &["En file, non envoyé", "pas encore essayé"]).await?;
        self.pictures("queue-tried-again").await?;
        self.window.until_focused_on(&BASILE.name()).await?;
        hand.press(Press::Delete).await?;
        self.window.until_focused("Motif").await?;
        self.pictures("queue-remove").await?;
        // Nothing goes without a reason.
        hand.press(Press::ControlEnter).await?;
        hand.types("Motif", "Saisi deux fois au comptoir.").await?;
        hand.press(Press::Enter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read(&format!("Demande {} retirée de la file.", BASILE.of())).await?;
        for _ in ["À confirmer", "Échec définitif", "Terminées"] {
            hand.press(Press::ControlPageDown).await?;
        }
        self.says(&BASILE, &["Retiré de la file"]).await?;
        self.pictures("queue-done").await?;
        hand.press(Press::ControlPageDown).await?;
        hand.press(Press::Escape).await?;
        self.window.until_focused("Rechercher un dossier").await
    }

    /// F9, and down to the customer's line.
    pub(super) async fn at_row(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        hand.press(Press::F(9)).await?;
        self.window.named(Kind::Row, &customer.name()).await?;
        until("the cursor in the list", async || {
            let held = self.window.focused().await?;
            Ok(self.window.names(Kind::Row).await?.contains(&held).then_some(()))
        })
        .await?;
        hand.walks_to(&customer.name(), ROWS).await
    }

    /// What the customer's line says, on the tab that is open.
    pub(super) async fn says(&self, customer: &Customer, said: &[&str]) -> Outcome {
        until(&format!("the line of {} to say {said:?}", customer.name()), async || {
            let line = self.window.row(&customer.name()).await?;
            Ok(said.iter().all(|words| line.contains(words)).then_some(()))
        })
        .await
    }
}
