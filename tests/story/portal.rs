//! « Dossier suivant »: the platform that is reached by its portal only. Each field goes to the clipboard on a key; a
//! person types the portal's answer in.

use super::{Hand, MALO, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// The demonstration's own customer of that platform, whose dossier comes first.
const WAITED_LONGER: &str = "Éloïse Saint-Martin";

impl Story<'_> {
    /// The portal is open again: the dossier is taken there, field by field, and its answer noted.
    ///
    /// # Errors
    /// When a field is not copied, the portal not opened, or the answer not kept.
    pub async fn portal(&self) -> Outcome {
        self.window.press(Press::Escape).await?;
        self.declares(MALO.operator, "PEC", "fonctionne").await?;
        self.window.click_on(Kind::Button, "Reprise").await?;
        self.chooses_incident(&format!("Coupure préventive {}", MALO.operator)).await?;
        let mut hand = Hand::new(self.window);
        self.window.named(Kind::Button, "Dossier suivant").await?;
        hand.press(Press::F(4)).await?;
        self.window.read(&format!("Dossier d’{WAITED_LONGER}")).await?;
        self.window.read("encore 1 après celui-ci").await?;
        self.notes_the_answer(&mut hand, "SP2024-004390", "380,00").await?;
        self.window.read(&format!("Dossier {}", MALO.of())).await?;
        self.window.read("le dernier").await?;
        self.window.until_focused("Copier : N° AMC").await?;
        hand.press(Press::Enter).await?;
        self.window.read(&format!("N° AMC copié : 0{}", MALO.amc_number)).await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::F(11)).await?;
        self.desktop.until_opened("/portail", seen).await?;
        self.picture("portal").await?;
        self.notes_the_answer(&mut hand, "SP2024-004417", "379,91").await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Tous les dossiers ont été portés au portail.").await?;
        self.picture("portal-done").await.map(drop)
    }
    /// What the portal said, typed in; the next dossier comes, or the list.
    async fn notes_the_answer(&self, hand: &mut Hand<'_>, reference: &str, amount: &str) -> Outcome {
        self.window.fill_in("N° de PEC", reference).await?;
        self.window.fill_in("Montant accordé", amount).await?;
        hand.press(Press::ControlEnter).await
    }
}
