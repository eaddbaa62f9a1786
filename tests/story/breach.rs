//! The day after a breach: what leaked is noted, what it calls for is done, who notifies is answered, letters are printed while the
//! clocks run.

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// On another PC, everything is as it was left: what was changed and what was not, what leaked, what was done, how long is left.
    ///
    /// # Errors
    /// When something of it is missing.
    pub async fn breach_goes_on(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::Alt('x')).await?;
        self.window.read("Viamedis · comptoir").await?;
        hand.press(Press::Alt('o')).await?;
        self.window.until_focused("Plateforme qui a fui").await?;
        self.window.choose("Plateforme qui a fui", "Viamedis, 2 comptes").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("3 sur 3").await?;
        self.window.read("les accès sont en ordre").await?;
        self.picture("restored-rotation").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        hand.press(Press::F(6)).await?;
        self.chooses_incident("Fuite de données Viamedis").await?;
        self.window.click_on(Kind::Tab, "Reprise").await?;
        self.window.click_on(Kind::Button, "Accès").await?;
        self.window.read("Mots de passe changés avant la reprise.").await?;
        hand.press(Press::F(9)).await?;
        self.window.read("Suites de la fuite de Viamedis").await?;
        self.window.click_on(Kind::Field, "RIB, IBAN").await?;
        self.window.read("Ce qui a été noté").await?;
        self.window.click_on(Kind::Tab, "Ce qui est à faire").await?;
        self.window.read("Porter plainte").await?;
        self.pictures("restored-breach").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await
    }

    /// From the recovery of a leak to its letters, by the keyboard.
    ///
    /// # Errors
    /// When something that leaked does not call for what is to be done, or a paper is not printed.
    pub async fn breach_is_followed(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(6)).await?;
        self.chooses_incident("Fuite de données Viamedis").await?;
        self.window.click_on(Kind::Tab, "Reprise").await?;
        self.window.click_on(Kind::Button, "Accès").await?;
        self.window.read("Mots de passe changés avant la reprise.").await?;
        self.picture("breach-step").await?;
        hand.press(Press::F(9)).await?;
        self.window.read("Suites de la fuite de Viamedis").await?;
        for field in ["RIB, IBAN", "Adresse e-mail", "N° de sécurité sociale"] {
            self.window.click_on(Kind::Field, field).await?;
        }
        self.window.fill_in("Précision", "courrier de l’opérateur").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("3 champs notés : connu.").await?;
        self.window.click_on(Kind::Field, "RIB, IBAN").await?;
        self.window.read("Ce qui a été noté").await?;
        self.pictures("breach-register").await?;
        self.window.accessible("the register of a breach").await?;

        self.window.click_on(Kind::Tab, "Qui notifie ?").await?;
        self.window.choose("1. D’où les données sont-elles sorties ?", "Par notre compte à la plateforme").await?;
        self.window
            .choose("2. Qui décide pourquoi et comment ces données servent ?", "Nous (responsable du traitement)")
            .await?;
        self.window
            .choose(
                "3. Que risquent les personnes ?",
                "Un risque élevé (santé, n° de sécurité sociale, RIB, grand nombre)",
            )
            .await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Vous notifiez l’autorité dans les 72 heures, et informez les personnes.").await?;
        self.window.fill_in("Ce qui s’est passé", "Le compte du comptoir a servi la nuit.").await?;
        self.pictures("breach-notify").await?;
        self.window.accessible("who notifies").await?;
        self.window.click_on(Kind::Button, "Enregistrer").await?;
        self.window.read("Texte enregistré.").await?;

        self.window.click_on(Kind::Tab, "À qui s’adresser").await?;
        self.window.read("Chaque adresse est à vérifier").await?;
        self.pictures("breach-profile").await?;
        self.window.accessible("the incident profile").await?;

        self.window.click_on(Kind::Tab, "Ce qui est à faire").await?;
        for (task, paper) in [
            ("Prévenir la banque", "lettre-a-la-banque"),
            ("Mettre l’équipe en garde", "mise-en-garde"),
            ("Notifier l’autorité", "notification"),
            ("Surveiller les prélèvements", "surveillance-des-prelevements"),
            ("Porter plainte", "plainte"),
        ] {
            let seen = self.desktop.opened()?.len();
            self.window.click_on(Kind::Button, task).await?;
            self.window.click_on(Kind::Button, "Imprimer").await?;
            self.paper(paper, seen).await?;
        }
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Fiche d’appel").await?;
        self.paper("fiche-d-appel-fuite", seen).await?;
        self.window.click_on(Kind::Button, "Surveiller les prélèvements").await?;
        self.window.click("button[aria-label^='Rien d’anormal']").await?;
        self.window.read(": Rien d’anormal.").await?;
        self.pictures("breach-debits").await?;
        self.window.accessible("the watch over direct debits").await?;
        self.window.click_on(Kind::Button, "Porter plainte").await?;
        self.pictures("breach-tasks").await?;
        self.window.accessible("what is to be done after a breach").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Porter plainte : fait.").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        hand.press(Press::Alt('x')).await
    }
}
