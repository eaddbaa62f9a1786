//! The customer advances everything and claims back himself: what his papers may attest, and when.
//!
//! Relais prints no invoice (design §1.10): each of these papers rests on the main software's, and cannot be without its
//! number. A cheque is not a payment (design §1.3): what it pays is attested under reserve until the bank paid it.

use super::{AmcTrack, ChequeCover, Dossier, DossierEvent, DownPayment};
use crate::{
    circuit::InvoiceNumber,
    context::PaymentMeans,
    ids::{ChequeId, DocumentId},
    money::Cents,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// The papers of an advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AdvancePaper {
    /// Attestation de règlement.
    Attestation,
    /// Demande de remboursement à la complémentaire.
    Request,
}

/// `dossier.advance_attested`: what a paper of the customer's own claim says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceAttested {
    /// The paper.
    pub document: DocumentId,
    /// Which one.
    pub paper: AdvancePaper,
    /// To which complementary; none for what attests them all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u8>,
    /// The main software's invoice.
    pub invoice: InvoiceNumber,
    /// What it says was paid, in cents.
    pub paid_cents: Cents,
    /// Some of it by a cheque that is not known to be paid.
    pub under_reserve: bool,
}

/// A paper that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestable {
    /// The paper to be.
    pub document: DocumentId,
    /// Which one.
    pub paper: AdvancePaper,
    /// To which complementary; a request names one.
    pub rank: Option<u8>,
    /// The main software's invoice.
    pub invoice: InvoiceNumber,
    /// The cheques the bank has paid for good.
    pub paid_cheques: BTreeSet<ChequeId>,
}

impl Dossier {
    /// What the customer advances and nobody holds yet, neither paid nor as a cheque, in cents.
    pub fn advance_missing(&self) -> Cents {
        let claimed = self.amc.iter().filter(|track| track.claimed_by_customer);
        let kept = Cents::sum(claimed.map(|track| self.kept_for(track.rank)));
        self.advance_due().remaining_after(kept.unwrap_or_default())
    }

    /// The cheques that pay shares he claims back: kept to be deposited later, or at the bank.
    pub fn advance_cheques(&self) -> impl Iterator<Item = &ChequeCover> {
        let claimed = |cover: &&ChequeCover| self.track(cover.rank).is_some_and(|track| track.claimed_by_customer);
        self.cheques_kept.iter().chain(&self.cheques_deposited).filter(claimed)
    }

    /// The invoice the last paper of an advance rests on.
    pub fn sale_invoice(&self) -> Option<&InvoiceNumber> {
        self.attested.last().map(|attested| &attested.invoice)
    }
}

/// Prints a paper of the advance: once the tiers payant is closed and the advance is here, to the cent. The same paper again
/// is the one that was printed, and records nothing.
pub(super) fn attest(state: &Dossier, wanted: Attestable) -> Result<Vec<DossierEvent>, Refusal> {
    let Attestable { document, paper, rank, invoice, paid_cheques } = wanted;
    let claimed = |track: &AmcTrack| track.claimed_by_customer;
    if !state.third_party_payment_barred() || !state.amc.iter().any(claimed) {
        return Err(Refusal::TiersPayantOpen);
    }
    let missing = state.advance_missing();
    if missing.is_positive() {
        return Err(Refusal::AdvanceNotPaid { due_cents: missing.get() });
    }
    let paid_cents = match (paper, rank) {
        (AdvancePaper::Attestation, _) => {
            let cheques = state.advance_cheques().map(|cover| cover.covered_cents);
            let payments = state.customer_payments.iter().map(|payment| payment.amount_cents);
            let down_payments = state.down_payments.iter().map(DownPayment::allocated);
            Cents::sum(payments.chain(down_payments).chain(cheques))?.remaining_after(state.refunded_cents)
        }
        (AdvancePaper::Request, rank) => {
            let track = rank.and_then(|rank| state.track(rank)).ok_or(Refusal::UnknownTrack)?;
            if !claimed(track) {
                return Err(Refusal::TiersPayantOpen);
            }
            track.share_cents
        }
    };
    if !paid_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    let allocated = state.down_payments.iter().filter(|held| held.allocated().is_positive());
    let means = state.customer_payments.iter().map(|payment| payment.means);
    let by_cheque = means.chain(allocated.map(|held| held.received.means)).any(|means| means == PaymentMeans::Cheque);
    let under_reserve = by_cheque || state.advance_cheques().any(|cover| !paid_cheques.contains(&cover.cheque));
    let rank = rank.filter(|_| paper == AdvancePaper::Request);
    let attested = AdvanceAttested { document, paper, rank, invoice, paid_cents, under_reserve };
    let last = state.attested.iter().rev().find(|known| (known.paper, known.rank) == (paper, rank));
    let same = last.is_some_and(|last| AdvanceAttested { document, ..last.clone() } == attested);
    Ok(if same { Vec::new() } else { vec![DossierEvent::AdvanceAttested(attested)] })
}
