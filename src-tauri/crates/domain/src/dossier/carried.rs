//! What the practice carries of a sale during an outage: delivered under tiers payant, and paid by nobody yet.

use super::{Dossier, Way};
use crate::money::Cents;

impl Dossier {
    /// What the insurers' shares would leave the practice to carry if it delivered under tiers payant now, in cents: each
    /// share, less what the insurer paid of it and what the customer did.
    pub fn to_carry(&self) -> Cents {
        let shares = self.amc.iter().map(|track| {
            let unpaid = track.share_cents.remaining_after(track.paid_cents);
            unpaid.remaining_after(self.covered_by_customer(track.rank))
        });
        Cents::sum(shares).unwrap_or_default()
    }

    /// What it carries, in cents, counted from the minute the way was chosen; nothing by any other way: a cheque is kept, or
    /// nothing is delivered, or the customer pays. What was given up is carried no longer.
    pub fn carried(&self) -> Cents {
        match self.way {
            Some((Way::DeliveredThirdPartyPayment, _)) if !self.is_given_up() => self.to_carry(),
            _ => Cents::ZERO,
        }
    }
}
