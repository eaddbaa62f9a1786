//! The people of a practice in the window: somebody is added, comes to work by one chord, and is let in by what is hers.

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

/// Who comes to the counter.
pub const LEA: &str = "Léa Martin";
/// Hers, which she typed herself.
pub const HER_PASSPHRASE: &str = "sept chevaux boivent au puits derrière le verger";
/// What she types at the counter.
pub const HER_PIN: &str = "2580";

impl Story<'_> {
    /// The owner adds her, by the keyboard, with this role.
    ///
    /// # Errors
    /// When she is not in the team afterwards.
    pub async fn lea_is_hired(&self, role: &str) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.settings_are_opened("Équipe").await?;
        self.window.read("Vous êtes seul ici pour l’instant.").await?;
        hand.press(Press::F(2)).await?;
        hand.enters("Nom", LEA).await?;
        self.window.until_focused("Rôle").await?;
        self.window.choose("Rôle", role).await?;
        self.window.until_focused("Rôle").await?;
        hand.press(Press::Enter).await?;
        hand.enters("Sa phrase de passe", HER_PASSPHRASE).await?;
        hand.enters("La même, encore une fois", HER_PASSPHRASE).await?;
        hand.types("Code", HER_PIN).await?;
        self.window.read("Solide.").await?;
        self.window.accessible("person added").await?;
        self.picture("person-added").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Léa Martin fait partie de l’équipe.").await?;
        self.window.read("code ou phrase de passe").await
    }

    /// « Réglages », from the palette; where it is opened is told by its first words.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn settings_are_opened(&self, tab: &str) -> Outcome {
        self.window.press(Press::Control('k')).await?;
        self.window.see("dialog[open] [role=combobox]").await?;
        self.window.type_text("réglages").await?;
        self.window.press(Press::Enter).await?;
        self.window.read(tab).await?;
        self.window.see("#settings-panel").await.map(drop)
    }

    /// Somebody takes over: the chord, then what proves who it is. Where two work, the other is who is asked.
    ///
    /// # Errors
    /// When the field does not have the cursor, or the name at the top is another's.
    pub async fn takes_over(&self, proof: &str, who: &str) -> Outcome<std::time::Duration> {
        let mut hand = Hand::new(self.window);
        hand.press(Press::Control('u')).await?;
        self.window.until_focused("Code ou phrase de passe").await?;
        self.window.type_text(proof).await?;
        let begun = std::time::Instant::now();
        hand.press(Press::Enter).await?;
        self.is_at_work(who).await?;
        Ok(begun.elapsed())
    }

    /// Waits until the name at the top is this one's, with nothing in front.
    ///
    /// # Errors
    /// When it never is.
    pub async fn is_at_work(&self, who: &str) -> Outcome {
        let shown =
            "return document.querySelector('dialog[open]') ? '' : document.querySelector('.who')?.innerText ?? '';";
        until(&format!("« {who} » to be at work"), async || {
            let at_work: String = self.window.driver().execute(shown, Vec::new()).await?.convert()?;
            Ok(at_work.contains(who).then_some(()))
        })
        .await
    }

    /// Alone in the practice, the owner passes over the rule of a cheque: he asks for it, is told to sleep on it and that his
    /// accountant will read it, and does it once the demonstration is days later.
    ///
    /// # Errors
    /// When it may be done at once, the wait is not said, or it may not be done afterwards.
    pub async fn alone_a_day_goes_by(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.window.click_on(Kind::Button, "Chèques").await?;
        self.window.click_on(Kind::Tab, "Conservés").await?;
        self.window.click_on(Kind::Button, "Passer outre et déposer…").await?;
        self.window.read("Passer outre ne se décide pas seul le jour même").await?;
        self.window.read("Votre comptable le lira.").await?;
        self.window.fill_in("Motif", "Le client quitte la région.").await?;
        self.window.accessible("an override asked alone").await?;
        self.pictures("override-asked-alone").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Demandé : à faire demain.").await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("1 demande de passer outre").await?;
        self.window.read("Remise en banque contre la règle, à faire dès").await?;
        self.pictures("override-waits").await?;
        self.window.click_on(Kind::Button, "Passer outre et déposer…").await?;
        self.window.read("Demandé. À faire à partir du").await?;
        self.picture("override-too-early").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.click_on(Kind::Button, "À faire").await?;
        self.window.read("Passer outre pour le chèque").await?;
        self.pictures("override-to-do").await?;

        self.goes_on_to("Les droits répondent de nouveau").await?;
        self.window.click_on(Kind::Button, "Chèques").await?;
        self.window.read("Remise en banque contre la règle, à faire depuis").await?;
        self.window.click_on(Kind::Button, "Voir le chèque").await?;
        self.window.click_on(Kind::Button, "Passer outre et déposer…").await?;
        self.window.read("Demandé il y a plus d’un jour : « Le client quitte la région. »").await?;
        self.picture("override-slept-on").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Dépôt enregistré.").await?;
        self.window.see_no("dialog[open]").await
    }
}
