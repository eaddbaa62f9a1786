//! What the auditor checks of inventories: « the physical inventory counted by two people, discrepancies journaled » (the ledger
//! of an outage), « a list and a sum that tie with the books ».

use super::{Auditor, Entry, cents, day, given, list, number, text};
use std::collections::BTreeMap;

impl Auditor {
    pub(super) fn read_inventory(&mut self, id: &str, entry: &Entry) {
        let body = &entry.body;
        self.check_number("inventory", number(body, "year"), number(body, "number"));
        self.check(day(body, "on") == Some(entry.on), "not-in-future", || format!("{id} is counted today: {body}"));
        let (found, missing) = (list(body, "found"), list(body, "missing"));
        let lines = found.iter().chain(missing);
        let counted: BTreeMap<_, _> = lines.map(|line| (text(line, "cheque"), cents(line, "amount_cents"))).collect();
        // A cheque kept, or come back from the bank, is in the drawer; one at the bank, lost or given back is not.
        let here = ["kept", "rejected", "certificate_requested", "certificate_received", "opposed"];
        let in_drawer = self.cheques.iter().filter(|(_, cheque)| here.contains(&cheque.state.as_str()));
        let books: BTreeMap<_, _> = in_drawer.map(|(id, cheque)| (id.clone(), cheque.amount)).collect();
        let whole = counted == books && counted.len() == found.len() + missing.len();
        self.check(whole, "inventory-ties", || format!("{id} counts {counted:?}, the books have {books:?}"));
        let told = missing.iter().chain(list(body, "unknown")).all(|discrepancy| given(discrepancy, "reason"));
        let sound = list(body, "unknown").iter().all(|paper| cents(paper, "amount_cents") > 0);
        self.check(told && sound, "inventory-ties", || format!("{id} does not say why: {body}"));
    }
}
