//! What waits, then the platform comes back: the queue in words, the recovery that Relais proposes, the colours.

use super::{LUCIE, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

/// A customer of the demonstration whose insurer agreed: his cheque waits for the transfer.
const WAITS_FOR_ITS_MONEY: &str = "Théo Maillard";
/// Those of the portal closed in January: paid whole, paid less than the cheque, and refused, which he was told of then.
const PAID: &str = "Jean-Noël Leclère";
const PAID_SHORT: &str = "Anaïs Giraud";
const REFUSED: &str = "Ştefan Popescu";

impl Story<'_> {
    /// F9: what was not sent is said so, line by line.
    ///
    /// # Errors
    /// When the request of the sale is not there, or not in these words.
    pub async fn queue_is_seen(&self) -> Outcome {
        self.window.press(Press::F(9)).await?;
        let words = self.window.row(&LUCIE.name()).await?;
        for said in ["En file, non envoyé", "379,91"] {
            if !words.contains(said) {
                return Err(format!("the queue does not say « {said} » but « {words} »").into());
            }
        }
        self.pictures("queue").await
    }

    /// 12 February: rights answer again, authorisations do not; nothing is proposed yet.
    ///
    /// # Errors
    /// When the story does not move, or a recovery is proposed too early.
    pub async fn rights_come_back(&self) -> Outcome {
        self.goes_on_to("Les droits répondent de nouveau").await?;
        self.window.read("lun. 12/02/2024").await?;
        self.window.click_on(Kind::Button, "Reprise").await?;
        self.chooses_incident("Panne Viamedis").await?;
        self.window.read("Viamedis ne répond pas encore").await?;
        self.picture("rights-back").await.map(drop)
    }

    /// 19 February: authorisations answer again; the recovery is proposed.
    ///
    /// # Errors
    /// When nothing is proposed.
    pub async fn authorisations_come_back(&self) -> Outcome {
        self.goes_on_to("Les PEC reprennent").await?;
        self.window.read("Viamedis répond de nouveau.").await?;
        self.pictures("recovery-proposed").await
    }

    /// The replay, dossier after dossier, each ending in a colour and in words.
    ///
    /// # Errors
    /// When the dossier of the story does not end green.
    pub async fn recovery(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Commencer la reprise").await?;
        self.window.read("Reprise en cours").await?;
        self.picture("recovery-running").await?;
        until("every dossier to be checked again", async || {
            let running = self.window.words().await?.contains("Reprise en cours");
            Ok((!running).then_some(()))
        })
        .await?;
        let words = self.window.row(&LUCIE.name()).await?;
        if !words.contains("Couvert") || words.contains("en partie") {
            return Err(format!("the dossier ended as « {words} »").into());
        }
        self.pictures("recovery-done").await
    }

    /// Calls first, letters in batch: those who owe a difference, or were refused, and have no letter yet.
    ///
    /// # Errors
    /// When a letter is not written, not said on its row, or not in the one file to print.
    pub async fn customers_are_written_to(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Écarts").await?;
        self.window.read("Appelez d’abord").await?;
        self.picture("variances").await?;
        self.window.press(Press::F(5)).await?;
        self.window.read("Une lettre par client qui n’en a pas encore").await?;
        self.window.named(Kind::Button, "Écrire").await?;
        self.window.accessible("letters to customers").await?;
        self.picture("customer-letters").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("Entrée : ouvrir la lettre").await?;
        self.window.accessible("letters to customers written").await?;
        self.pictures("customer-letters-written").await?;
        let seen = self.desktop.opened()?.len();
        self.window.press(Press::F(10)).await?;
        self.paper("courriers-clients", seen).await?;
        self.window.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Prévenu le 19/02").await?;
        self.pictures("variances-written").await
    }

    /// The cheques are acted on where they are: the money of one comes, it is given back, and its row stays.
    ///
    /// # Errors
    /// When the next act is not offered, or its row leaves or does not say what was done.
    pub async fn cheques_are_acted_on_in_place(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Chèques reste 4").await?;
        self.window.click_on(Kind::Row, WAITS_FOR_ITS_MONEY).await?;
        self.window.named(Kind::Button, "Enregistrer le virement").await?;
        self.window.accessible("cheques in place").await?;
        self.picture("cheques-in-place").await?;
        self.window.press(Press::F(5)).await?;
        self.window.until_focused("Montant crédité sur le compte").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.named(Kind::Button, "Rendre le chèque").await?;
        self.window.press(Press::F(5)).await?;
        self.window.read(&format!("Rendre à {WAITS_FOR_ITS_MONEY} son chèque")).await?;
        let seen = self.desktop.opened()?.len();
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.desktop.until_opened("decharge-", seen).await?;
        self.window.read("Chèque rendu le").await?;
        let words = self.window.row(WAITS_FOR_ITS_MONEY).await?;
        if !words.contains("Chèque rendu le") {
            return Err(format!("the row says « {words} »").into());
        }
        self.window.named(Kind::Button, "Chèques reste 3").await?;
        self.pictures("cheques-in-place-done").await
    }

    /// Each cheque of the portal's closure by the act the rule gives it: completed and given back, given back against a discharge,
    /// handed in after its notice.
    ///
    /// # Errors
    /// When the next act is not offered, a discharge does not come, or the step does not count them off.
    pub async fn cheques_are_settled(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Chèques reste 5").await?;
        self.window.click_on(Kind::Row, PAID_SHORT).await?;
        self.window.named(Kind::Button, "Encaisser la différence").await?;
        self.window.read("La mutuelle a payé moins : encaissez 63,00 €, puis rendez le chèque.").await?;
        self.picture("cheque-to-complete").await?;
        self.window.press(Press::F(5)).await?;
        self.window.until_focused("Différence").await?;
        self.picture("cheque-difference").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        for customer in [PAID_SHORT, PAID] {
            self.window.click_on(Kind::Row, customer).await?;
            self.window.named(Kind::Button, "Rendre le chèque").await?;
            self.window.press(Press::F(5)).await?;
            self.window.read(&format!("Rendre à {customer} son chèque")).await?;
            let seen = self.desktop.opened()?.len();
            self.window.press(Press::ControlEnter).await?;
            self.window.see_no("dialog[open]").await?;
            self.paper("decharge-", seen).await?;
        }
        self.window.click_on(Kind::Row, REFUSED).await?;
        self.window.named(Kind::Button, "Déposer").await?;
        self.window.press(Press::F(5)).await?;
        self.window.read(&format!("Remettre en banque le chèque de {REFUSED}")).await?;
        self.picture("cheque-after-notice").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("Dépôt enregistré.").await?;
        self.window.see_no("dialog[open]").await?;
        self.window.named(Kind::Button, "Chèques reste 2").await?;
        self.window.accessible("cheques settled").await?;
        self.pictures("cheques-settled").await
    }

    /// The incident on show: there are two.
    pub(super) async fn chooses_incident(&self, named: &str) -> Outcome {
        self.window.choose("Incidents", named).await?;
        until("the incident chosen to be the one on show", async || {
            let list = self.window.named(Kind::Field, "Incidents").await?.to_json()?;
            let shown = "return arguments[0].selectedOptions[0]?.text.replace(/\\s+/g, ' ').trim() ?? '';";
            let shown: String = self.window.driver().execute(shown, vec![list]).await?.convert()?;
            Ok(shown.starts_with(named).then_some(()))
        })
        .await
    }
}
