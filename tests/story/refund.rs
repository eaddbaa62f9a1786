//! Paid twice: the owner deposits a kept cheque all the same, then the insurer pays. What the customer is owed is said, and
//! given back by one key.

use super::{HER_PIN, Hand, LUCIE, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// From the cheque taken to the money given back.
    ///
    /// # Errors
    /// When the deposit passes without a reason, or what is owed is not said or not given back.
    pub async fn paid_twice(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.deposits_all_the_same(&mut hand).await?;
        hand.press(Press::F(8)).await?;
        hand.types("Montant crédité sur le compte", "379,91").await?;
        self.window.fill_in("Chercher un dossier attendu", LUCIE.family_name).await?;
        self.window.named(Kind::Button, &format!("Ajouter {}", LUCIE.name())).await?;
        hand.press(Press::Enter).await?;
        self.window.read("Les parts font exactement le virement.").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.opens_by_search(&LUCIE).await?;
        self.window.read("Trop perçu : 379,91 € à rendre au client.").await?;
        self.pictures("paid-twice").await?;
        hand.press(Press::F(5)).await?;
        self.window.until_focused("Montant rendu").await?;
        self.pictures("refund").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("379,91 € rendus au client, virement.").await?;
        self.window.until_focused("Terminer").await?;
        self.picture("refunded").await.map(drop)
    }

    /// Takes her cheque, and deposits it as the owner, who says why and is looked at by a second person.
    pub(super) async fn deposits_all_the_same(&self, hand: &mut Hand<'_>) -> Outcome {
        self.lea_is_hired("tiers payant").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        self.sale_against_a_cheque(&LUCIE).await?;
        hand.press(Press::ControlEnter).await?;
        self.shows_cheque("Conservés").await?;
        self.window.click_on(Kind::Button, "Passer outre et déposer…").await?;
        self.window.fill_in("Motif", "Le client préfère que ce soit réglé.").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Cette personne le tape elle-même.").await?;
        self.window.fill_in("Son code ou sa phrase de passe", HER_PIN).await?;
        self.window.accessible("deposit all the same").await?;
        self.pictures("deposit-all-the-same").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Dépôt enregistré.").await?;
        self.window.see_no("dialog[open]").await
    }
}
