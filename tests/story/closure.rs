//! A precautionary closure heard of in the press: opened by hand with who said it, its log added to, the history looked at,
//! and a request that failed for good put back in the queue. The letter kept with it comes from the system's own dialog: the
//! journeys keep one.

use super::breakage::Controls;
use super::customer::SACHA;
use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// What the press says.
const SAID: &str = "Portail fermé par précaution, selon le communiqué du 31 janvier.";
impl Story<'_> {
    /// F7 on the recovery: the platform is declared closed, by whom it is said; the sheet keeps a line of its log.
    ///
    /// # Errors
    /// When the closure is not said everywhere, or something of it is not kept.
    pub async fn closure_is_declared(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.window.click_on(Kind::Button, "Reprise").await?;
        self.window.read("Reprise").await?;
        hand.press(Press::F(7)).await?;
        self.window.read("Ce que vous avez appris sans l’avoir mesuré").await?;
        self.window.choose("Plateforme", "Almerys").await?;
        self.window.fill_in("Ce qui est dit, ou un lien", SAID).await?;
        self.pictures("incident-opening").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Incident ouvert pour Almerys.").await?;
        self.window.read("Incident Almerys").await?;
        self.window.read(&format!("D’après la presse : {SAID}")).await?;
        self.window
            .fill_in("Ce qui est dit, ou un lien", "L’opérateur s’engage à honorer les demandes reçues.")
            .await?;
        hand.press(Press::Enter).await?;
        self.window.read("D’après l’opérateur : L’opérateur s’engage").await?;

        self.window.accessible("incident sheet").await?;
        self.pictures("incident-sheet").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Coupure préventive Almerys").await?;
        self.picture("incident-listed").await.map(drop)
    }

    /// F11: sixty days by the hour, walked by the keyboard, and the same as a table.
    ///
    /// # Errors
    /// When an hour says nothing, or the closure is not among them.
    pub async fn history_is_looked_at(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::F(11)).await?;
        self.window.read("d’après la presse").await?;
        self.window.click_on(Kind::Tab, "Historique").await?;
        self.window.read("heures observées").await?;
        self.window.read("en panne").await?;
        self.pictures("history").await?;
        self.window.accessible("history").await?;
        self.window.choose("Plateforme", "Almerys").await?;
        self.window.read("fermé par précaution").await?;
        self.window.read("d’après la presse").await?;
        self.picture("history-closed").await?;
        self.window.click_on(Kind::Field, "En tableau").await?;
        self.window.read("mer. 31/01/2024").await?;
        self.pictures("history-table").await?;
        hand.press(Press::Escape).await?;
        self.window.until_focused("Rechercher un dossier").await
    }

    /// Nobody asks after it but this hand: what is broken is broken for it alone.
    pub(super) async fn nobody_else_asks_almerys(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(11)).await?;
        self.window.click("section.card:nth-of-type(2) .actions button:nth-of-type(2)").await?;
        self.window.read("Interrogation et envois : Almerys").await?;
        self.window.click_on(Kind::Field, "L’interroger régulièrement").await?;
        self.picture("conduct").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("C’est enregistré pour Almerys.").await?;
        self.window.see_no("dialog[open]").await?;
        self.clears_what_was_said().await
    }

    /// A platform that refuses five times: the request sits with its error until a person puts it back.
    ///
    /// # Errors
    /// When it is tried once more than it should, or does not come back.
    pub async fn failed_for_good(&self, controls: &Controls) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.is_delivered(&mut hand, &SACHA).await?;
        self.nobody_else_asks_almerys(&mut hand).await?;
        let mut done = 0;
        for tries in [2, 2, 1] {
            controls.breaks("almerys", "prior_authorisation", "status-403", Some(tries))?;
            self.at_row(&mut hand, &SACHA).await?;
            for _ in 0..tries {
                done += 1;
                hand.press(Press::F(4)).await?;
                match done {
                    1 => self.says(&SACHA, &["1 essai, accès interdit"]).await?,
                    5 => self.window.read("Échec définitif, accès interdit").await?,
                    tried => self.says(&SACHA, &[format!("{tried} essais, accès interdit").as_str()]).await?,
                }
                self.clears_what_was_said().await?;
            }
            // The platform is asked how it is in between: it answers, and its circuit stays closed.
            hand.press(Press::F(11)).await?;
            self.window.click_on(Kind::Button, "Interroger maintenant : Almerys").await?;
            self.window.read("Almerys vient d’être interrogée.").await?;
            self.clears_what_was_said().await?;
        }
        hand.press(Press::F(9)).await?;
        self.window.named(Kind::Tab, "En file").await?;
        hand.press(Press::ControlPageDown).await?;
        hand.press(Press::ControlPageDown).await?;
        self.says(&SACHA, &["Échec définitif", "5 essais, accès interdit"]).await?;
        self.window.until_focused_on(&SACHA.name()).await?;
        self.pictures("failed-for-good").await?;
        hand.press(Press::F(4)).await?;
        self.window.until_focused("Motif").await?;
        hand.types("Motif", "Habilitation rétablie par la plateforme.").await?;
        self.pictures("put-back").await?;
        hand.press(Press::Enter).await?;
        self.window.read("attend de nouveau dans la file.").await?;
        hand.press(Press::ControlPageUp).await?;
        hand.press(Press::ControlPageUp).await?;
        self.says(&SACHA, &["En file, non envoyé"]).await
    }
}
