//! What is paid in advance: a customer who advances everything takes the papers of his own claim home, and a paper printed
//! again says so.

use super::customer::ILAN;
use super::papers::reads;
use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// The invoice of the shop's software.
const INVOICE: &str = "FA-2024-0131";

impl Story<'_> {
    /// The papers of a claim: not without the invoice, then both, then one of them again.
    ///
    /// # Errors
    /// When a paper prints without its number, does not say what it must, or a reprint is not marked.
    pub async fn customer_claims_back(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &ILAN).await?;
        hand.press(Press::AltDigit(5)).await?;
        self.window.read("demande lui-même le remboursement : le tiers payant est fermé.").await?;
        hand.press(Press::Alt('i')).await?;
        self.window.read("Il reste 379,91 € à encaisser de ce que le client avance.").await?;
        self.picture("advance-not-paid").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        self.advance_is_paid(&mut hand).await?;
        hand.press(Press::Alt('i')).await?;
        self.window.until_focused("N° de la facture du logiciel métier").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("À remplir.").await?;
        self.pictures("advance-without-invoice").await?;
        self.window.fill_in("N° de la facture du logiciel métier", INVOICE).await?;
        hand.press(Press::ControlEnter).await?;
        let attested = self.paper("attestation-de-reglement", 0).await?;
        reads(
            &attested,
            &["Attestation de règlement", INVOICE, "479,91", "Complémentaire santé (mutuelle)"],
            &["AMC", "DUPLICATA"],
        )?;
        self.window.click_on(Kind::Button, &format!("Imprimer : Demande de remboursement : {}", ILAN.insurer)).await?;
        let asked = self.paper("demande-de-remboursement", 0).await?;
        reads(&asked, &["379,91", INVOICE, ILAN.family_name], &["AMC", "DUPLICATA"])?;
        self.pictures("advance-papers").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        hand.press(Press::F(10)).await?;
        let again = "Réimprimer avec la mention DUPLICATA : Attestation de règlement";
        self.window.click_on(Kind::Button, again).await?;
        let marked = self.paper("attestation-de-reglement-AR-2024-0001-duplicata-1", 0).await?;
        reads(&marked, &["DUPLICATA n° 1", "Attestation de règlement", "479,91"], &[])?;
        self.window.read("1 duplicata").await?;
        self.pictures("papers-reprinted").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        self.ends(&mut hand, &ILAN).await
    }
}
