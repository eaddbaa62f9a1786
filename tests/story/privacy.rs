//! What leaves, and who looks: a customer who says no and then yes, where the data go, and a counter that looks too many
//! people up, is stopped, and is unlocked.

use super::customer::ODETTE;
use super::{Hand, LUCIE, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

/// How the history tells an attempt.
const ATTEMPT: &str = "Droits non vérifiés :";

impl Story<'_> {
    /// The customer is asked, in place, before anything leaves; a no closes the ways that need a request, a yes opens them.
    ///
    /// # Errors
    /// When something left without a yes, or the window does not say what is so.
    pub async fn customer_is_asked(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells_unasked(&mut hand, &LUCIE).await?;
        self.window.read("Le client accepte-t-il que nous transmettions ces champs à Viamedis").await?;
        self.window.read("N° d’adhérent").await?;
        self.window.accessible("consent asked").await?;
        self.pictures("consent-asked").await?;
        self.window.click_on(Kind::Button, "Non, il refuse").await?;
        self.window.read("Transmission refusée par le client").await?;
        self.window.read("fermée : le client refuse la transmission").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Le client refuse la transmission à Viamedis : rien n’est parti.").await?;
        self.attempts_so_far(0).await?;
        self.window.accessible("consent refused").await?;
        self.pictures("consent-refused").await?;
        self.window.click_on(Kind::Button, "Recueillir l’accord").await?;
        self.window.read("Le client accepte-t-il").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Accord donné").await?;
        self.attempts_so_far(1).await?;
        self.pictures("consent-given").await
    }

    /// « Où vont mes données », on the screen and on paper; the fields; and the limits, set low.
    ///
    /// # Errors
    /// When a flow, a field or a limit is not shown as it is.
    pub async fn data_are_followed(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Où vont mes données").await?;
        for words in ["et rien d’autre", "Viamedis, droits", "Sauvegarde", "le presse-papiers de ce poste"] {
            self.window.read(words).await?;
        }
        self.window.accessible("data flows").await?;
        self.pictures("data-flows").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Imprimer").await?;
        self.paper("ou-vont-mes-donnees", seen).await?;

        self.window.click_on(Kind::Tab, "Champs transmis").await?;
        self.window.read("facultatif").await?;
        self.window.click("input[type=checkbox][aria-label$='Prénom']").await?;
        self.window.read("Prénom : ne part plus.").await?;
        self.window.accessible("field lists").await?;
        self.pictures("field-lists").await?;

        self.window.click_on(Kind::Tab, "Consultations").await?;
        self.window.read("La loi demande d’informer le personnel").await?;
        self.window.accessible("look-up limits").await?;
        self.pictures("lookup-limits").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Imprimer l’information").await?;
        self.paper("information-du-personnel", seen).await?;
        self.window.read("Information du personnel imprimée le").await?;
        for (rule, limit) in [("Avertir", "1"), ("Bloquer", "2")] {
            self.window.fill_in(&format!("{rule} : Consultations par personne et par heure"), limit).await?;
        }
        self.window.click_on(Kind::Button, "Enregistrer").await?;
        self.window.read("Limites enregistrées.").await?;
        self.window.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await
    }

    /// One look-up too many is noticed, the next stopped; the owner unlocks with a reason, and all is in the access log.
    ///
    /// # Errors
    /// When a look-up leaves after the stop, or the window does not say what to do.
    pub async fn look_ups_are_stopped_and_unlocked(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::F(4)).await?;
        self.attempts_so_far(2).await?;
        self.window.read("2 consultations en une heure, pour 1 au plus.").await?;
        self.window.read("Si c’est normal, continuez").await?;
        self.pictures("lookups-warned").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Consultations bloquées").await?;
        self.window.read("3 consultations en une heure, pour 2 au plus.").await?;
        self.attempts_so_far(2).await?;
        self.window.accessible("look-ups stopped").await?;
        self.pictures("lookups-stopped").await?;
        hand.press(Press::ControlEnter).await?;
        // Another customer, the same person at work: still stopped.
        self.sells(&mut hand, &ODETTE).await?;
        self.window.read("Consultations bloquées").await?;
        self.window.click_on(Kind::Button, "Débloquer…").await?;
        self.window.until_focused("Motif").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Écrivez en une ligne pourquoi.").await?;
        hand.types("Motif", "Journée de dépistage au magasin.").await?;
        self.pictures("lookups-unlock").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Consultations débloquées.").await?;
        self.window.see_no("dialog[open]").await?;
        hand.press(Press::F(4)).await?;
        self.attempts_so_far(1).await?;
        self.window.click_on(Kind::Button, "Journal").await?;
        self.window.click_on(Kind::Tab, "Accès").await?;
        for words in ["Consultation inhabituelle", "Consultations bloquées", "Consultations débloquées"] {
            self.window.read(words).await?;
        }
        self.picture("lookups-in-the-access-log").await.map(drop)
    }

    /// « Conservation »: each kind of data with its duration and source; one is changed with a reason; a customer asks to be
    /// erased, and whoever works alone waits a day.
    ///
    /// # Errors
    /// When a duration, what goes and what stays, or the wait is not shown as it is.
    pub async fn what_is_kept_and_erased(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.window.click_on(Kind::Button, "Où vont mes données").await?;
        self.window.click_on(Kind::Tab, "Conservation").await?;
        for words in [
            "Numéros de sécurité sociale",
            "après le dernier fait du dossier",
            "C. com. L123-22",
            "Rien n’a encore été effacé",
        ] {
            self.window.read(words).await?;
        }
        self.window.accessible("keeping").await?;
        self.pictures("keeping").await?;
        self.window.click("button[aria-label$='Clients et pièces à leur nom'][aria-label^='Modifier']").await?;
        self.window.until_focused("Durée, en mois").await?;
        self.window.fill_in("Durée, en mois", "60").await?;
        self.window.read("Une loi oblige à garder 10 ans").await?;
        self.window.fill_in("Motif du changement", "Avis de notre délégué à la protection des données").await?;
        self.window.accessible("a duration below the law").await?;
        self.pictures("keeping-clock").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Plus court que la loi").await?;
        self.window.click_on(Kind::Button, "Effacer un client…").await?;
        self.window.until_focused("Son nom, son téléphone ou un n° de dossier").await?;
        self.window.fill_in("Son nom, son téléphone ou un n° de dossier", LUCIE.family_name).await?;
        self.window.click_on(Kind::Button, &LUCIE.name()).await?;
        self.window.read("Ce qui reste, et pourquoi").await?;
        self.window.fill_in("Comment il l’a demandé", "Courrier du 30 janvier").await?;
        self.window.accessible("a customer to erase").await?;
        self.pictures("keeping-erasure").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Effacement demandé : à confirmer demain.").await?;
        self.window.read("à confirmer à partir du").await?;
        self.window.accessible("an erasure to confirm").await?;
        self.pictures("keeping-asked").await?;
        self.window.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await
    }

    /// « Documents »: the papers of data protection, printed as things stand; who answers is said once.
    ///
    /// # Errors
    /// When a paper is not printed, or does not say who answers.
    pub async fn papers_of_data_protection(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Où vont mes données").await?;
        self.window.click_on(Kind::Tab, "Documents").await?;
        for words in ["Registre des traitements", "Aide à l’analyse d’impact", "Sur quoi chaque traitement repose"]
        {
            self.window.read(words).await?;
        }
        self.window.fill_in("Délégué à la protection des données", "Cabinet Lex, dpo@lex.example").await?;
        self.window.click_on(Kind::Button, "Enregistrer").await?;
        self.window.read("Enregistré : les prochains documents le disent.").await?;
        self.window.accessible("papers of data protection").await?;
        self.pictures("privacy-papers").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click("button[aria-label^='Imprimer'][aria-label$='Information des clients']").await?;
        self.paper("vos-donnees", seen).await?;
        self.window.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await
    }

    /// Waits until the dossier's history tells so many attempts and none is under way.
    async fn attempts_so_far(&self, count: usize) -> Outcome {
        until("the attempts in the history of the dossier", async || {
            let words = self.window.words().await?;
            let told = words.matches(ATTEMPT).count();
            Ok((told == count && !words.contains("Demande en cours")).then_some(()))
        })
        .await
    }
}
