//! What is held of a dossier's shares: payments, and the cheques that pay or no longer do.

use super::{Dossier, cents, text};
use serde_json::Value;

impl Dossier {
    /// Takes a payment in, or out again.
    pub(super) fn pay(&mut self, body: &Value, sign: i64) {
        let amount = sign * cents(body, "amount_cents");
        match text(body, "purpose").as_str() {
            "customer_share" => self.customer.1 += amount,
            _ => self.paid_for_insurers += amount,
        }
        if text(body, "means") == "cash" {
            self.cash += amount;
        }
    }

    pub(super) fn take_deposit(&mut self, share: &(String, i64)) -> Option<i64> {
        let amount = self.deposits.remove(share)?;
        if let Some(track) = self.tracks.get_mut(&share.1) {
            track.deposited -= amount;
        }
        Some(amount)
    }

    pub(super) fn take_unpaid(&mut self, share: &(String, i64)) -> Option<i64> {
        let amount = self.unpaid.remove(share)?;
        if let Some(track) = self.tracks.get_mut(&share.1) {
            track.unpaid -= amount;
        }
        Some(amount)
    }

    /// A payment recorded by mistake settled nothing.
    pub(super) fn reverse(&mut self, body: &Value) {
        self.pay(body, -1);
        if text(body, "purpose") != "customer_share" {
            let mut settled = cents(body, "amount_cents");
            for returned in self.returned.values_mut() {
                let taken = settled.min(*returned);
                (*returned, settled) = (*returned - taken, settled - taken);
            }
        }
    }
}
