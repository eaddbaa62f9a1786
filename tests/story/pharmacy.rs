//! The outage as a pharmacy lives it: rights answer no more, prescriptions are handed over all the same, its concentrator has
//! the flow, nothing leaves from here; the lots and the returns are followed, the statement pays, and the incident closes.

use super::customer::YVETTE;
use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

/// Where the customers of the first minutes are found, and what each insurer's share is.
const OTHERS: [(&str, &str); 3] = [("FA-2024-3144", "10,78"), ("FA-2024-3147", "27,72"), ("FA-2024-3150", "33,00")];

impl Story<'_> {
    /// The first run of a pharmacy: the demonstration of its trade.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn first_run_of_a_pharmacy(&self) -> Outcome {
        self.window.read("Bienvenue dans Relais").await?;
        self.window.accessible("welcome").await?;
        let mut hand = Hand::new(self.window);
        hand.tabs_to("Celle d’une pharmacie", 4).await?;
        hand.press(Press::Enter).await?;
        self.window.until_focused("Rechercher un dossier").await?;
        self.window.read("Démonstration · lun. 29/01/2024").await
    }

    /// From the first minutes of 29 January to the incident closed.
    ///
    /// # Errors
    /// At the first thing that is not as told.
    pub async fn pharmacy_through_the_outage(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.window.read("En panne, mesuré ici : droits.").await?;
        self.pictures("pharmacy-counter").await?;
        self.prescription_is_handed_over(&mut hand).await?;
        self.lot_is_followed(&mut hand).await?;
        self.goes_on_to("Les droits répondent de nouveau").await?;
        self.returns_come(&mut hand).await?;
        self.goes_on_to("Les avis et virements arrivent").await?;
        self.statement_pays(&mut hand).await?;
        self.incident_closes().await
    }

    async fn prescription_is_handed_over(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(2)).await?;
        self.window.until_focused("Nom").await?;
        for (field, text) in [
            ("Nom", YVETTE.family_name),
            ("Prénom", YVETTE.given_name),
            ("Téléphone", YVETTE.phone),
            ("Mutuelle", YVETTE.insurer),
            ("N° de devis ou de facture", YVETTE.reference),
            ("Total", "42,30"),
            ("Part client", "0"),
            ("Part AMO", "27,50"),
            ("Part AMC", "14,80"),
        ] {
            self.window.fill_in(field, text).await?;
        }
        self.window.choose("Opérateur", YVETTE.operator).await?;
        self.window.read("Les parts font bien 42,30 €.").await?;
        self.saves_with_card(hand, &YVETTE).await?;
        self.customer_agrees(hand).await?;
        self.window.read("Droits non vérifiés").await?;
        hand.press(Press::AltDigit(1)).await?;
        self.window.read("Confié à l’OCT").await?;
        self.pictures("pharmacy-handed-over").await?;
        self.window.accessible("handed over").await?;
        hand.press(Press::ControlEnter).await?;
        // Nothing waits to leave from here.
        hand.press(Press::F(9)).await?;
        self.window.read("Rien n’attend").await?;
        self.picture("pharmacy-queue").await.map(drop)
    }

    /// The list of its software: what the counter typed is found, not opened a second time.
    async fn lot_is_followed(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(8)).await?;
        self.window.read("Confiés à l’OCT").await?;
        hand.press(Press::F(7)).await?;
        let lot = format!(
            "N° lot;N° facture;Date facture;Date envoi;Nom;Prénom;N° AMC;Mutuelle;N° adhérent;Part RO;Part RC\n\
             0131;{};29/01/2024;29/01/2024;{};{};{};{};{};27,50;14,80\n",
            YVETTE.reference,
            YVETTE.family_name,
            YVETTE.given_name,
            YVETTE.amc_number,
            YVETTE.insurer,
            YVETTE.member_number,
        );
        self.pastes(&lot).await?;
        self.window.read("1 ligne").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("1 ligne à enregistrer").await?;
        self.pictures("pharmacy-lot").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        let words = self.window.row(&YVETTE.name()).await?;
        if !words.contains("0131") {
            return Err(format!("the lot is not on « {words} »").into());
        }
        self.pictures("pharmacy-carried").await
    }

    async fn returns_come(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Button, "Lots et retours").await?;
        hand.press(Press::F(8)).await?;
        let returns = format!(
            "N° lot;N° facture;Date retour;Statut;Code rejet;Libellé rejet;Montant payé;Référence paiement\n\
             0131;{};05/02/2024;Accepté;;;;\n",
            YVETTE.reference
        );
        self.pastes(&returns).await?;
        self.window.read("1 ligne").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("1 ligne à enregistrer").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.pictures("pharmacy-returned").await
    }

    /// One line of the statement a customer, each for an invoice to the cent.
    async fn statement_pays(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Button, "Virements et avis").await?;
        hand.press(Press::F(7)).await?;
        let mut statement = String::from("Date opération;Date valeur;Libellé;Débit;Crédit\n");
        for (reference, amount) in OTHERS.into_iter().chain([(YVETTE.reference, "14,80")]) {
            statement.push_str(&format!("26/02/2024;26/02/2024;VIR VIAMEDIS {reference};;{amount}\n"));
        }
        self.pastes(&statement).await?;
        self.window.read("4 lignes").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("4 lignes à enregistrer").await?;
        self.pictures("pharmacy-statement").await?;
        self.window.press(Press::ControlEnter).await?;
        // Each line names its invoice: nothing is left to allocate by hand.
        self.window.read("4 parts payées").await?;
        self.window.see_no("dialog[open]").await
    }

    /// Each of its dossiers is settled: it closes.
    async fn incident_closes(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Reprise").await?;
        self.window.read("Reprise Panne Viamedis").await?;
        self.pictures("pharmacy-settled").await?;
        self.window.click_on(Kind::Button, "Clore la panne").await?;
        until("the incident to be closed", async || Ok(self.window.words().await?.contains("close").then_some(())))
            .await?;
        self.pictures("pharmacy-closed").await
    }

    /// A list pasted into the dialog that is open, and read.
    async fn pastes(&self, text: &str) -> Outcome {
        self.window.read("Ou collez ici les lignes").await?;
        let paste = "const field = document.querySelector('dialog[open] textarea'); field.focus();
            field.value = arguments[0]; field.dispatchEvent(new Event('input', { bubbles: true }));";
        self.window.driver().execute(paste, vec![text.into()]).await?;
        self.window.press(Press::ControlEnter).await
    }
}
