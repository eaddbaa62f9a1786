//! « Dossier suivant »: the platform that is reached by its portal only. Each field goes to the clipboard on a key; a
//! person types the portal's answer in.

use super::{Hand, MALO, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// The portal is open again: the dossier is taken there, field by field, and its answer noted.
    ///
    /// # Errors
    /// When a field is not copied, the portal not opened, or the answer not kept.
    pub async fn portal(&self) -> Outcome {
        self.window.press(Press::Escape).await?;
        self.declares(MALO.operator, "PEC", "fonctionne").await?;
        self.window.click_on(Kind::Button, "Reprise").await?;
        self.chooses_incident(MALO.operator).await?;
        let mut hand = Hand::new(self.window);
        self.window.named(Kind::Button, "Dossier suivant").await?;
        hand.press(Press::F(4)).await?;
        self.window.read(&format!("Dossier de {}", MALO.name())).await?;
        self.window.until_focused("Copier : N° AMC").await?;
        hand.press(Press::Enter).await?;
        self.window.read(&format!("N° AMC copié : 0{}", MALO.amc_number)).await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::F(11)).await?;
        self.desktop.until_opened("/portail", seen).await?;
        self.picture("portal").await?;
        self.window.fill_in("N° de PEC", "SP2024-004417").await?;
        self.window.fill_in("Montant accordé", "379,91").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Tous les dossiers ont été portés au portail.").await?;
        self.picture("portal-done").await.map(drop)
    }
}
