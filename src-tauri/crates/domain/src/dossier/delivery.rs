//! « Délivrance »: recorded once, and taken back when it was recorded by mistake, as long as nothing rests on it.

use super::{Dossier, DossierEvent, TrackState, decide::may_work, decide::not_after, down_payment};
use crate::{context::Context, dossier::Way, ids::TextId, refusal::Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What rests on a delivery: none of it would be true of a sale that was never handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RestsOnDelivery {
    /// An insurer was invoiced.
    Invoice,
    /// The pharmacy's concentrator has it.
    Transmission,
    /// An insurer announced its payment, or paid.
    Payment,
    /// The mandatory insurance paid its share.
    Amo,
    /// A cheque went to the bank.
    Cheque,
    /// A paper says that the customer paid for it.
    Attestation,
}

/// Delivery follows the order; a sale handed over at once (pharmacy) is delivered without one.
pub(super) fn deliver(state: &Dossier, on: Date, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    if state.delivered_on.is_some() {
        return Err(Refusal::AlreadyDelivered);
    }
    not_after(on, context.today)?;
    match (state.ordered_on, state.way) {
        (Some(ordered_on), _) if on < ordered_on => Err(Refusal::DateTooEarly { not_before: ordered_on }),
        (None, Some((Way::SetAside | Way::CustomerReturns, _))) => Err(Refusal::NotOrdered),
        _ => Ok(down_payment::deliver(state, on)),
    }
}

/// It was recorded by mistake. What the acomptes paid of the sale is held again, and pays at the real delivery.
pub(super) fn undo(state: &Dossier, reason: TextId, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    may_work(context)?;
    if state.delivered_on.is_none() {
        return Err(Refusal::NothingDelivered);
    }
    if let Some(by) = state.rests_on_delivery() {
        return Err(Refusal::DeliveryHolds { by });
    }
    let undone = DossierEvent::DeliveryUndone { reason };
    Ok(std::iter::once(undone).chain(down_payment::release_all(state)).collect())
}

impl Dossier {
    /// What rests on the delivery, if anything does. The customer's own money does not: it is his until the sale is handed over.
    pub fn rests_on_delivery(&self) -> Option<RestsOnDelivery> {
        let of_track = |track: &super::AmcTrack| {
            let paid = matches!(track.state, TrackState::Advised | TrackState::Paid)
                || track.paid_cents.is_positive()
                || !track.advices.is_empty();
            match () {
                () if paid => Some(RestsOnDelivery::Payment),
                () if track.state == TrackState::Entrusted || track.circuit.has_it() => {
                    Some(RestsOnDelivery::Transmission)
                }
                () if track.standing_invoice().is_some() => Some(RestsOnDelivery::Invoice),
                () => None,
            }
        };
        let at_the_bank = !self.cheques_deposited.is_empty() || !self.cheques_unpaid.is_empty();
        self.amc
            .iter()
            .find_map(of_track)
            .or(at_the_bank.then_some(RestsOnDelivery::Cheque))
            .or(self.amo_paid_on.map(|_| RestsOnDelivery::Amo))
            .or((!self.attested.is_empty()).then_some(RestsOnDelivery::Attestation))
    }
}
