//! « À confirmer »: the platform took the request in and its answer was lost. Settled by asking it again under the same
//! identifier, or by a person; never by sending blindly.

use super::breakage::Controls;
use super::customer::{GWEN, SACHA};
use super::{Customer, Hand, Story};
use crate::Outcome;
use crate::window::Press;

impl Story<'_> {
    /// One is settled by the platform, the other by a person, then sent again and answered.
    ///
    /// # Errors
    /// When what may have arrived is said to be sent or waiting, or is not settled.
    pub async fn answer_is_lost(&self, controls: &Controls) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.nobody_else_asks_almerys(&mut hand).await?;
        hand.press(Press::F(9)).await?;
        self.sent_and_lost(&mut hand, controls, &SACHA).await?;
        hand.press(Press::ControlPageDown).await?;
        self.window.until_focused_on(&SACHA.name()).await?;
        self.says(&SACHA, &["À confirmer", "1 essai, connexion coupée"]).await?;
        self.pictures("to-confirm").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Est-elle arrivée ?").await?;
        self.window.until_focused("Demander à Almerys").await?;
        self.pictures("to-confirm-question").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Almerys l’avait reçue : accord pour 379,91 €.").await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Rien à confirmer").await?;
        self.pictures("nothing-to-confirm").await?;

        hand.press(Press::ControlPageUp).await?;
        self.sent_and_lost(&mut hand, controls, &GWEN).await?;
        hand.press(Press::ControlPageDown).await?;
        self.window.until_focused_on(&GWEN.name()).await?;
        hand.press(Press::F(4)).await?;
        self.window.until_focused("Demander à Almerys").await?;
        self.back_to(&mut hand, "Elle n’est pas arrivée").await?;
        hand.press(Press::Enter).await?;
        self.window.read("C’est noté : elle n’est pas arrivée, elle attend de nouveau dans la file.").await?;
        hand.press(Press::ControlPageUp).await?;
        self.at_row(&mut hand, &GWEN).await?;
        self.says(&GWEN, &["En file, non envoyé"]).await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Almerys a répondu : accord pour 379,91 €.").await?;
        self.picture("sent-again").await?;
        self.opens_by_search(&GWEN).await?;
        self.window.read("Accord reçu, 379,91 €").await?;
        self.window.read("La plateforme a donné son accord.").await?;
        self.picture("answered-in-the-end").await.map(drop)
    }

    /// The request leaves, the platform takes it in, and the connection is cut before its answer.
    async fn sent_and_lost(&self, hand: &mut Hand<'_>, controls: &Controls, customer: &Customer) -> Outcome {
        controls.breaks("almerys", "prior_authorisation", "answer-lost", Some(1))?;
        self.at_row(hand, customer).await?;
        hand.press(Press::F(4)).await?;
        self.window.read("À confirmer, connexion coupée : la demande est peut-être arrivée.").await
    }

    async fn back_to(&self, hand: &mut Hand<'_>, name: &str) -> Outcome {
        for _ in 0..4 {
            if self.window.focused().await? == name {
                return Ok(());
            }
            hand.press(Press::ShiftTab).await?;
        }
        self.window.until_focused(name).await
    }
}
