//! A cheque after it left the drawer: handed in, credited by one line, rejected, handed in again; and one stolen, proved by the
//! books.

use super::{HER_PIN, Hand, LUCIE, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// From the slip to the evidence sheet.
    ///
    /// # Errors
    /// When a step is not said, a paper does not come, or a rejected cheque does not make its share due again.
    pub async fn cheques_after_the_drawer(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.deposits_all_the_same(&mut hand).await?;
        self.slip_is_credited_and_its_cheque_comes_back(&mut hand).await?;
        self.cheque_is_handed_in_again(&mut hand).await?;
        self.cheque_is_stolen(&mut hand).await
    }

    async fn slip_is_credited_and_its_cheque_comes_back(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Tab, "Remises").await?;
        self.window.read("Remise B-2024-0001").await?;
        self.window.read("Une ligne du relevé doit créditer 379,91 €.").await?;
        self.pictures("slips").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Imprimer la liste").await?;
        self.desktop.until_opened("remise-", seen).await?;
        hand.press(Press::F(8)).await?;
        self.window.read("Une seule ligne du relevé crédite toute la remise.").await?;
        self.pictures("slip-credit").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Crédit enregistré, sauf bonne fin.").await?;
        self.window.see_no("dialog[open]").await?;
        self.window.click_on(Kind::Button, &format!("Chèque de {} rejeté", LUCIE.name())).await?;
        self.window.fill_in("Attestation de rejet", "attestation n° 12").await?;
        self.window.fill_in("Frais pris par la banque", "15").await?;
        self.pictures("cheque-rejected-dialog").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("rejeté le").await?;
        self.window.accessible("slips").await?;
        self.picture("slip-with-a-rejection").await.map(drop)
    }

    /// The owner says why and is looked at, since the insurer is still asked for the share.
    async fn cheque_is_handed_in_again(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Tab, "Impayés").await?;
        self.window.click_on(Kind::Row, &LUCIE.name()).await?;
        self.window.read("La banque l’a rejeté").await?;
        self.window.read("Certificat dès le").await?;
        self.window.read("15,00 € à demander au client").await?;
        self.pictures("cheque-unpaid").await?;
        self.window.click_on(Kind::Button, "Frais de rejet…").await?;
        self.window.read("Ce règlement vient en moins des frais bancaires").await?;
        self.window.accessible("fees of a rejection").await?;
        self.pictures("rejection-fees").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Frais de rejet réglés.").await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("15,00 € réglés par le client").await?;
        // The hand that chose the row ticked it.
        self.window.read("Préparer une remise : 1 chèque, 379,91 €").await?;
        hand.press(Press::F(6)).await?;
        self.window.read("La liste s’imprime avec la remise").await?;
        hand.press(Press::ControlEnter).await?;
        let why = format!("Motif du titulaire pour le chèque de {}", LUCIE.name());
        self.window.fill_in(&why, "Le client a alimenté son compte.").await?;
        self.window.fill_in("Son code ou sa phrase de passe", HER_PIN).await?;
        self.window.fill_in("N° du bordereau de la banque", "4471220").await?;
        self.pictures("slip-prepared").await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::ControlEnter).await?;
        self.window.read("Remise B-2024-0002 enregistrée").await?;
        self.desktop.until_opened("remise-", seen).await?;
        self.window.see_no("dialog[open]").await
    }

    /// The front of the cheque is taken from a file, seen, and erased with its key once that was confirmed.
    async fn cheque_is_pictured(&self, hand: &mut Hand<'_>) -> Outcome {
        let file = self.desktop.home().join("recto.png");
        std::fs::copy(crate::checkout().join("tests/story/pictures/cheque-front.png"), &file)?;
        hand.press(Press::Alt('i')).await?;
        self.window.read("Pas d’image").await?;
        self.window.click_on(Kind::Button, "Choisir…, Recto").await?;
        self.desktop.choose_in_dialog(&file).await?;
        self.window.see("dialog[open] img[alt='Recto du chèque']").await?;
        self.pictures("cheque-pictures").await?;
        self.window.accessible("cheque with a picture").await?;
        self.window.click_on(Kind::Button, "Effacer, Recto").await?;
        self.window.read("L’effacer pour toujours ?").await?;
        self.picture("cheque-picture-to-erase").await?;
        self.window.click_on(Kind::Button, "Effacer l’image, Recto").await?;
        self.window.read("Recto effacé, sa clé est détruite.").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await
    }

    async fn cheque_is_stolen(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Tab, "Conservés").await?;
        self.window.read("Dates limites").await?;
        self.cheque_is_pictured(hand).await?;
        hand.press(Press::F(7)).await?;
        self.window.choose("Étape", "Volé").await?;
        self.window.fill_in("Circonstances", "Coffre forcé dans la nuit.").await?;
        self.window.fill_in("N° de la plainte", "2024/118").await?;
        self.pictures("cheque-stolen-dialog").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.click_on(Kind::Tab, "Perdus, périmés").await?;
        self.window.read("La fiche de preuve dit ce que savent les livres.").await?;
        self.pictures("cheque-stolen").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Fiche de preuve").await?;
        self.desktop.until_opened("preuve-", seen).await.map(drop)
    }
}
