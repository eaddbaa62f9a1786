//! The first minute: the demonstration is chosen, and the platforms are seen as they are.

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Press, until};

impl Story<'_> {
    /// The first run, by the keyboard alone.
    ///
    /// # Errors
    /// When the practice of demonstration does not open.
    pub async fn first_run(&self) -> Outcome {
        self.window.read("Bienvenue dans Relais").await?;
        let mut hand = Hand::new(self.window);
        hand.tabs_to("Ouvrir la démonstration", 3).await?;
        hand.press(Press::Enter).await?;
        self.window.until_focused("Rechercher un dossier").await?;
        self.window.read("Démonstration · mer. 31/01/2024").await
    }

    /// The cut is known by itself: since when, why, from whom.
    ///
    /// # Errors
    /// When the strip, the counter or the page of platforms does not say it.
    pub async fn platforms_are_seen(&self) -> Outcome {
        self.window.read("Panne Viamedis depuis").await?;
        self.window.read("En panne, mesuré ici : droits et PEC.").await?;
        let detail = "return [...document.querySelectorAll('.strip [title]')].map(part => part.title).join('\\n');";
        until("the strip to say since when, why and from whom", async || {
            let strip: String = self.window.driver().execute(detail, Vec::new()).await?.convert()?;
            let strip = strip.split_whitespace().collect::<Vec<_>>().join(" ");
            let said = ["droits : en panne", "depuis", "erreur de la plateforme", "mesuré ici"];
            Ok(said.iter().all(|words| strip.contains(words)).then_some(()))
        })
        .await?;
        self.pictures("counter-outage").await?;
        self.window.press(Press::F(11)).await?;
        self.window.read("chaque fonction tombe et revient seule").await?;
        self.picture("platforms").await?;
        self.window.press(Press::Escape).await?;
        self.window.until_focused("Rechercher un dossier").await
    }
}
