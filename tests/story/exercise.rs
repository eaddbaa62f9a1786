//! « Exercice panne » in the window: from one's own practice to invented data and back, each task ticked by what it records.

use super::papers::reads;
use super::{Customer, Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

/// The customer who comes for her glasses: made up with the practice of the exercise.
const HELENE: &str = "Hélène Marchand";
/// What every page of an exercise says.
const MARK: &str = "Exercice : document sans valeur";

impl Story<'_> {
    /// Started from the palette; the mark is on every screen.
    ///
    /// # Errors
    /// When the exercise does not open, or a screen does not say that it is one.
    pub async fn exercise_begins(&self) -> Outcome {
        self.window.press(Press::Control('k')).await?;
        self.window.see("dialog[open]").await?;
        self.window.type_text("exercice").await?;
        self.window.read("Exercice panne").await?;
        self.window.press(Press::Enter).await?;
        self.window.read("Commencer l’exercice").await?;
        self.window.accessible("exercise question").await?;
        self.pictures("exercise-question").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("EXERCICE").await?;
        self.window.read("reste 09:").await?;
        self.window.read(HELENE).await?;
        self.window.accessible("exercise begun").await?;
        self.pictures("exercise-begun").await?;
        for (screen, words) in [
            ("File d’attente", "File d’attente"),
            ("Chèques", "Coffre des chèques"),
            ("Plateformes", "chaque fonction tombe et revient seule"),
            ("Comptes", "Débits et crédits sont égaux"),
            ("Journal", "Tête du journal"),
            ("Comptoir", HELENE),
        ] {
            self.window.click_on(Kind::Button, screen).await?;
            self.window.read(words).await?;
            self.window.read("EXERCICE").await?;
        }
        Ok(())
    }

    /// The counter's part: the rights, a cheque with its receipt, the delivery.
    ///
    /// # Errors
    /// When what was recorded does not tick its task.
    pub async fn exercise_at_the_counter(&self, customer: &Customer) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.window.fill_in("Rechercher un dossier", "marchand").await?;
        self.window.read("1 dossier trouvé").await?;
        hand.press(Press::Enter).await?;
        self.window.named(Kind::Button, "Chèque conservé").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Droits non vérifiés").await?;
        self.ticked(1).await?;
        // The glasses are handed over first: a cheque taken before is a down payment.
        self.window.click_on(Kind::Button, "Dates").await?;
        self.window.click("dialog[open] li:nth-child(4) > button").await?;
        self.window.read("délivré le 31/01").await?;
        self.window.see_no("dialog[open]").await?;
        self.ticked(1).await?;
        hand.press(Press::F(6)).await?;
        hand.press(Press::AltDigit(3)).await?;
        hand.types("Ligne du chèque", customer.cheque).await?;
        hand.press(Press::Tab).await?;
        hand.enters("Clé", &customer.cheque_key()?).await?;
        hand.enters("Montant écrit", "").await?;
        hand.enters("Daté du", "").await?;
        hand.enters("Lieu", "Lyon").await?;
        hand.enters("Tireur", "").await?;
        hand.types("Banque du tireur", "Banque des Deux Rives").await?;
        for sentence in
            ["Le bénéficiaire écrit est Optique des Tilleuls", "Le montant en lettres a été lu, il est le même"]
        {
            self.tabs_to_beginning(&mut hand, sentence).await?;
            hand.press(Press::Space).await?;
        }
        let seen = self.desktop.opened()?.len();
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        let receipt = self.paper("recu-de-cheque-", seen).await?;
        reads(&receipt, &[MARK], &["à titre"])?;
        self.ticked(5).await?;
        self.pictures("exercise-cheque").await
    }

    /// The platform comes back, the dossier is checked again, the page of the end is printed.
    ///
    /// # Errors
    /// When a task does not tick, or the page does not say what was done.
    pub async fn exercise_ends(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Les droits répondent de nouveau").await?;
        self.window.named(Kind::Button, "Les PEC reprennent").await?;
        self.window.click_on(Kind::Button, "Les PEC reprennent").await?;
        self.ticked(6).await?;
        self.window.click_on(Kind::Button, "Reprise").await?;
        self.window.click_on(Kind::Button, "Commencer la reprise").await?;
        self.ticked(7).await?;
        self.window.read("Tout est fait").await?;
        self.pictures("exercise-all-done").await?;
        self.exercise_is_settled().await?;
        self.window.click_on(Kind::Button, "Terminer l’exercice").await?;
        self.window.read("Rien n’a été oublié.").await?;
        self.window.accessible("exercise ended").await?;
        self.pictures("exercise-ended").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Imprimer la page").await?;
        let page = self.paper("exercice-panne-", seen).await?;
        reads(&page, &[MARK, "7 sur 7", "Rien : toutes les tâches ont été faites."], &["oubliée"])
    }

    /// To the end of the outage: the transfer comes, the cheque is given back, what was the customer's is paid, it closes.
    async fn exercise_is_settled(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.window.click_on(Kind::Button, "Chèques reste").await?;
        self.window.click_on(Kind::Row, HELENE).await?;
        self.window.named(Kind::Button, "Enregistrer le virement").await?;
        hand.press(Press::F(5)).await?;
        self.window.until_focused("Montant crédité sur le compte").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.named(Kind::Button, "Rendre le chèque").await?;
        hand.press(Press::F(5)).await?;
        self.window.read(&format!("Rendre à {HELENE} son chèque")).await?;
        let seen = self.desktop.opened()?.len();
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        let discharge = self.paper("decharge-", seen).await?;
        reads(&discharge, &[MARK], &[])?;
        // What is his own is still due, and said.
        self.window.read("encaissez la part client").await?;
        self.pictures("exercise-cheque-returned").await?;
        self.window.click_on(Kind::Row, HELENE).await?;
        hand.press(Press::Enter).await?;
        self.window.named(Kind::Button, "Dates").await?;
        hand.press(Press::F(8)).await?;
        self.window.until_focused("Part client").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.click_on(Kind::Button, "Reprise").await?;
        self.window.click_on(Kind::Button, "Clore la panne").await?;
        until("the incident to be closed", async || Ok(self.window.words().await?.contains("close").then_some(())))
            .await?;
        self.pictures("exercise-closed").await
    }

    /// Back to one's own practice.
    ///
    /// # Errors
    /// When anything of the exercise is still on show.
    pub async fn exercise_is_left(&self, own: &str) -> Outcome {
        self.window.click_on(Kind::Button, "Quitter l’exercice").await?;
        self.window.read(own).await?;
        until("the exercise to be gone", async || {
            let words = self.window.words().await?;
            Ok((!words.contains("EXERCICE") && !words.contains("Marchand")).then_some(()))
        })
        .await
    }

    /// Waits until so many tasks are ticked.
    async fn ticked(&self, tasks: usize) -> Outcome {
        let ticked = "return document.querySelectorAll('.exercise li.done').length;";
        until("a task to tick itself", async || {
            let now: usize = self.window.driver().execute(ticked, Vec::new()).await?.convert()?;
            Ok((now == tasks).then_some(()))
        })
        .await
    }
}
