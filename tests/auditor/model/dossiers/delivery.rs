//! The delivery of a sale: once, after its order, and undone only while nothing rests on it.

use super::{Auditor, Dossier, Entry, Track, day};

impl Dossier {
    /// What was never handed over is invoiced to nobody, and no cheque at the bank pays for it.
    fn nothing_rests_on_delivery(&self) -> bool {
        let free = |track: &Track| {
            !matches!(track.state.as_str(), "advised" | "paid" | "entrusted")
                && track.bank == 0
                && !track.carried
                && !track.invoice_stands()
        };
        self.tracks.values().all(free) && self.deposits.is_empty() && self.unpaid.is_empty()
    }
}

impl Auditor {
    /// « Order and delivery are two moments » (design §1.4), in that order and each once.
    pub(super) fn read_delivered(&mut self, id: &str, entry: &Entry) {
        let (body, dossier) = (&entry.body, self.dossiers.entry(id.to_owned()).or_default());
        let before = dossier.ordered_on.is_some_and(|ordered| day(body, "on") < Some(ordered));
        let again = dossier.delivered_on.replace(day(body, "on").unwrap_or(entry.on)).is_some();
        let never = dossier.ordered_on.is_none() && matches!(dossier.way.as_str(), "set_aside" | "customer_returns");
        self.check(!before && !again && !never, "delivery", || format!("{id} delivered: {body}"));
        self.check_interest_granted(id);
    }

    pub(super) fn read_delivery_undone(&mut self, id: &str) {
        let dossier = self.dossiers.entry(id.to_owned()).or_default();
        let stood = dossier.delivered_on.take().is_some() && dossier.nothing_rests_on_delivery();
        self.check(stood, "delivery-undone", || format!("{id}: the delivery is undone"));
    }
}
