//! The owner on a Monday: what he is owed, by whom and since when, the dossiers behind a figure, what would be missing, who pays
//! late; on screen, as a list, and on paper.

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// From the figures to a dossier, part after part.
    ///
    /// # Errors
    /// When a figure is not said, a list does not open, or the paper does not come.
    pub async fn owner_looks_at_what_is_owed(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::Alt('u')).await?;
        self.window.read("ce qui vous est dû, par qui et depuis quand").await?;
        for figure in ["Encours total", "Avisé, pas encaissé", "À risque, plus de 60 jours", "Pénalités dues"] {
            self.window.read(figure).await?;
        }
        self.window.accessible("pilotage").await?;
        self.pictures("pilotage").await?;
        self.opens_the_dossiers_behind(&mut hand).await?;
        self.other_parts().await?;
        self.reminds_the_payers(&mut hand).await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::F(10)).await?;
        self.paper("pilotage", seen).await.map(drop)
    }

    async fn opens_the_dossiers_behind(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Row, "Viamedis").await?;
        hand.press(Press::Enter).await?;
        self.window.read("Dossiers dus : Viamedis").await?;
        self.window.accessible("pilotage dossiers").await?;
        self.pictures("pilotage-dossiers").await?;
        hand.press(Press::Enter).await?;
        self.window.read("Règlement").await?;
        hand.press(Press::Alt('u')).await?;
        self.window.read("Dossiers dus : Viamedis").await?;
        hand.press(Press::Escape).await?;
        self.window.choose("Regrouper", "par état").await?;
        self.window.read("Avisé, pas encaissé").await?;
        self.picture("pilotage-states").await.map(drop)
    }

    /// The letters of all that is late: planned, written, printed together.
    async fn reminds_the_payers(&self, hand: &mut Hand<'_>) -> Outcome {
        // Agreed to pay within two weeks, the operator is late with what is a month old.
        self.window.click_on(Kind::Tab, "Délais").await?;
        hand.press(Press::F(7)).await?;
        self.window.fill_in("Jours ouvrés", "10").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        hand.press(Press::F(5)).await?;
        self.window.read("Une lettre par payeur et par niveau").await?;
        self.window.read("Espace : laisser ou reprendre une lettre").await?;
        self.window.accessible("reminders plan").await?;
        self.pictures("reminders-plan").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Entrée : ouvrir la lettre").await?;
        self.window.accessible("reminders written").await?;
        self.pictures("reminders-written").await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::F(10)).await?;
        self.paper("relances", seen).await?;
        hand.press(Press::Escape).await
    }

    async fn other_parts(&self) -> Outcome {
        for (tab, words, name) in [
            ("Si un opérateur s’arrête", "Vos charges", "pilotage-exposure"),
            ("Délais", "hors les onze jours fériés", "pilotage-delays"),
            ("Pénalités", "Les règles connues sont celles des pharmacies", "pilotage-penalties"),
            ("Chèques", "Dates limites", "pilotage-cheques"),
        ] {
            self.window.click_on(Kind::Tab, tab).await?;
            self.window.read(words).await?;
            self.window.accessible(name).await?;
            self.pictures(name).await?;
        }
        Ok(())
    }
}
