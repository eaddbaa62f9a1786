//! What is asked of an operator about a sale, by the keyboard: a quote, the authorisation, the invoice after the delivery and
//! the operator's delay, both taken back with a reason; and one more while nothing answers.

use super::breakage::Controls;
use super::customer::{GWEN, MALO, MARGAUX};
use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// From the quote to the cancellation, in one dossier, then in the queue.
    ///
    /// # Errors
    /// When something is said to be more than it is, or an act is offered before its time.
    pub async fn formalities(&self, controls: &Controls) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &MARGAUX).await?;
        self.window.read("Démarches auprès de l’opérateur").await?;
        self.quote_is_asked(&mut hand).await?;
        self.authorisation_is_asked(&mut hand).await?;
        self.invoice_waits_for_its_day(&mut hand).await?;
        self.invoice_is_accepted(&mut hand).await?;
        self.both_are_taken_back(&mut hand).await?;
        self.asked_while_nothing_answers(&mut hand, controls).await?;
        self.asked_on_a_portal(&mut hand).await
    }

    async fn quote_is_asked(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::Alt('j')).await?;
        self.window.until_focused_on("Demander un devis").await?;
        self.window.read("Ce que la mutuelle paierait").await?;
        self.window.read("exactement ces champs, et aucun autre").await?;
        self.picture("formality-before").await?;
        self.window.accessible("the formalities").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Almerys prendrait en charge 322,92 €, 56,99 € de moins que demandé.").await?;
        self.window.read("C’est une indication, pas un accord.").await?;
        self.window.read("Le client paierait").await?;
        self.pictures("formality-quote").await
    }

    async fn authorisation_is_asked(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::Down).await?;
        self.window.until_focused_on("Demander la prise en charge").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Almerys accorde 322,92 €, 56,99 € de moins que demandé.").await?;
        self.pictures("formality-authorisation").await?;
        // The invoice comes after the delivery.
        self.window.until_focused_on("Demander la prise en charge").await?;
        hand.press(Press::Down).await?;
        self.window.read("Le dossier n’est pas délivré").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("PEC accordée, n° AL").await?;
        self.window.read("322,92 € sur 379,91 €").await?;
        self.pictures("formalities-on-the-dossier").await?;
        self.window.accessible("the formalities on the dossier").await
    }

    /// Delivered today; this operator takes invoices two days after its agreement.
    async fn invoice_waits_for_its_day(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Button, "Dates").await?;
        let save =
            "[...document.querySelectorAll('dialog[open] li')].at(-1).querySelector('button:last-of-type').click();";
        self.window.see("dialog[open]").await?;
        self.window.driver().execute(save, Vec::new()).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("délivré le").await?;
        hand.press(Press::Alt('j')).await?;
        self.window.see("dialog[open]").await?;
        // The quote may be asked for again; the invoice is two further.
        hand.press(Press::Down).await?;
        hand.press(Press::Down).await?;
        self.window.until_focused_on("Facturer").await?;
        self.window.read("L’opérateur prend la facture à partir du ven. 02/02/2024").await?;
        self.picture("formality-invoice-too-soon").await?;
        hand.press(Press::Escape).await
    }

    async fn invoice_is_accepted(&self, hand: &mut Hand<'_>) -> Outcome {
        self.goes_on_to("Les droits répondent de nouveau").await?;
        self.opens_by_search(&MARGAUX).await?;
        hand.press(Press::Alt('j')).await?;
        self.window.see("dialog[open]").await?;
        self.window.fill_in("N° de facture de votre logiciel", "F-2024-0207").await?;
        self.picture("formality-invoice").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Almerys accepte la facture pour 322,92 €").await?;
        self.window.read("Elle n’est pas encaissée.").await?;
        self.pictures("formality-invoice-accepted").await?;
        // The authorisation stands under its invoice.
        self.window.until_focused_on("Facturer").await?;
        hand.press(Press::Down).await?;
        self.window.read("Une facture repose sur cette prise en charge.").await
    }

    async fn both_are_taken_back(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::Down).await?;
        self.window.fill_in("Motif", "Montant faux").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Annulation de la facture : fait.").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        // One key from the warning.
        hand.press(Press::Alt('x')).await?;
        self.window.until_focused("Motif").await?;
        self.window.fill_in("Motif", "La cliente renonce").await?;
        self.picture("formality-cancellation").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Annulation de la prise en charge : fait.").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        for said in ["Annulation faite, n° annulation", "Facture acceptée, pas encaissée", "Devis chiffré par Almerys"]
        {
            self.window.read(said).await?;
        }
        self.pictures("formalities-taken-back").await?;
        hand.press(Press::Escape).await
    }

    async fn asked_while_nothing_answers(&self, hand: &mut Hand<'_>, controls: &Controls) -> Outcome {
        self.sells(hand, &GWEN).await?;
        controls.breaks("almerys", "connection", "refuse", None)?;
        hand.press(Press::Alt('j')).await?;
        self.window.see("dialog[open]").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("La demande attend en file et partira à la reprise").await?;
        self.pictures("formality-waits").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        hand.press(Press::F(9)).await?;
        self.window.read("Devis, Almerys").await?;
        self.picture("formality-in-the-queue").await?;
        controls.mends("almerys")?;
        hand.press(Press::Escape).await
    }

    async fn asked_on_a_portal(&self, hand: &mut Hand<'_>) -> Outcome {
        self.sells(hand, &MALO).await?;
        hand.press(Press::Alt('j')).await?;
        self.window.read("SP santé se joint par son portail").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read(&format!("Portail : dossier {}", MALO.of())).await?;
        self.window.fill_in("Montant que la mutuelle paierait", "300").await?;
        self.picture("formality-portal").await?;
        self.window.accessible("a formality on the portal").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Chiffré en partie").await?;
        hand.press(Press::Escape).await
    }
}
