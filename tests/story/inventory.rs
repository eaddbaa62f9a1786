//! The drawer is counted: one cheque after the other with Space, left half-way and taken up again, one that is missing, a paper
//! nobody knew; from the missing cheque to its loss.

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// From the list to count by to the sheet to sign.
    ///
    /// # Errors
    /// When a count is not as told, a paper does not come, or a half count is forgotten.
    pub async fn drawer_is_counted(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.window.click_on(Kind::Button, "Chèques").await?;
        self.window.click_on(Kind::Tab, "Inventaires").await?;
        self.window.read("Le coffre n’a encore jamais été compté.").await?;
        self.pictures("inventory-empty").await?;
        hand.press(Press::F(6)).await?;
        self.window.read("Espace : trouvé, et le suivant.").await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::F(8)).await?;
        self.paper("comptage-", seen).await?;
        let in_drawer = self.to_find().await?;
        for found in 1..in_drawer {
            hand.press(Press::Space).await?;
            self.window.read(&format!("{found} sur {in_drawer}")).await?;
        }
        self.pictures("inventory-count").await?;
        self.window.accessible("inventory count").await?;
        self.paper_nobody_knew(&mut hand).await?;
        hand.press(Press::Escape).await?;
        self.window.read("Un comptage est commencé").await?;
        self.window.click_on(Kind::Tab, "Conservés").await?;
        self.window.click_on(Kind::Tab, "Inventaires").await?;
        self.pictures("inventory-half").await?;
        hand.press(Press::F(6)).await?;
        self.window.read(&format!("{} sur {in_drawer}", in_drawer - 1)).await?;
        self.ends_the_count(&mut hand).await?;
        self.missing_cheque_is_lost(&mut hand).await
    }

    /// How many cheques the books say are here: « 0 sur 12 chèques ».
    async fn to_find(&self) -> Outcome<u32> {
        let words = self.window.words().await?;
        let (_, after) = words.split_once("0 sur ").ok_or("the count does not say how many")?;
        Ok(after.chars().take_while(char::is_ascii_digit).collect::<String>().parse()?)
    }

    async fn paper_nobody_knew(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(7)).await?;
        hand.enters("N° du chèque", "7700123").await?;
        hand.enters("De qui", "Paul Ritter").await?;
        hand.enters("Montant écrit", "90").await?;
        hand.types("Pourquoi il est là", "Acompte sur une monture, à saisir").await?;
        self.picture("inventory-paper").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Paul Ritter").await
    }

    async fn ends_the_count(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(6)).await?;
        self.window.read("Chèques non trouvés").await?;
        self.window.type_text("Pas dans son enveloppe, à chercher").await?;
        self.window.fill_in("Avec", "Maëlle Brucker").await?;
        self.pictures("inventory-finish").await?;
        self.window.accessible("inventory dialog").await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::ControlEnter).await?;
        self.window.read("enregistré, feuille prête à signer.").await?;
        self.paper("inventaire-", seen).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Inventaire I-2024-0001").await?;
        self.pictures("inventory-done").await?;
        self.window.accessible("inventories").await
    }

    async fn missing_cheque_is_lost(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Button, "Noter perdu ou volé").await?;
        self.window.read("Ce qui s’est passé").await?;
        self.picture("inventory-to-lost").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.click_on(Kind::Tab, "Perdus, périmés").await?;
        self.window.read("La fiche de preuve dit ce que savent les livres.").await?;
        self.window.read("Manquant à l’inventaire I-2024-0001").await
    }
}
