//! Advised is not paid: an advice moves no cheque, the bank's credit does, and then nobody can deposit it.

use super::{LUCIE, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// The advice comes: neither deposit nor return.
    ///
    /// # Errors
    /// When the rule is not said, or an act is offered.
    pub async fn advice_is_not_money(&self) -> Outcome {
        self.goes_on_to("Les avis et virements arrivent").await?;
        self.shows_cheque("Conservés").await?;
        self.window.click_on(Kind::Button, "Enregistrer un avis").await?;
        self.window.until_focused("Montant avisé").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Part AMC avisée, pas encaissée (379,91 €) : ni dépôt, ni restitution.").await?;
        self.offers_neither(&["Rendre le chèque", "Déposer"]).await?;
        self.pictures("advised-not-paid").await
    }

    /// The money is on the account: the cheque is to be given back, cannot be deposited, and its discharge is signed.
    ///
    /// # Errors
    /// When the cheque does not become « à rendre », can still be deposited, or has no discharge.
    pub async fn money_comes(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Enregistrer le virement").await?;
        self.window.until_focused("Montant crédité sur le compte").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Virement enregistré : le chèque est à rendre.").await?;
        self.shows_cheque("À rendre").await?;
        self.window.read("La mutuelle a payé : ce chèque se rend au client. Personne ne peut plus le déposer.").await?;
        self.offers_neither(&["Déposer", "Passer outre et déposer…"]).await?;
        self.picture("to-give-back").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Rendre le chèque").await?;
        self.window.read(&format!("Rendre à {} son chèque de 379,91 € ?", LUCIE.name())).await?;
        self.picture("give-back").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        let discharge = self.paper("decharge-", seen).await?;
        self.discharge_is_read(&discharge, &LUCIE)?;
        self.shows_cheque("Rendus").await?;
        self.window.read("Rendu au client le 26/02/2024.").await?;
        self.picture("given-back").await.map(drop)
    }

    /// The cheque of the story, in the tab where it must be.
    pub(super) async fn shows_cheque(&self, tab: &str) -> Outcome {
        if !self.window.words().await?.contains("Coffre des chèques") {
            self.window.click_on(Kind::Button, "Chèques").await?;
        }
        self.window.click_on(Kind::Tab, tab).await?;
        self.window.click_on(Kind::Row, &LUCIE.name()).await?;
        self.window.read(&format!("Chèque n° {}", &LUCIE.cheque[..7])).await
    }

    async fn offers_neither(&self, acts: &[&str]) -> Outcome {
        let offered = self.window.names(Kind::Button).await?;
        match acts.iter().find(|act| offered.iter().any(|name| name == *act)) {
            Some(act) => Err(format!("« {act} » is offered").into()),
            None => Ok(()),
        }
    }
}
