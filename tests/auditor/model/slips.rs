//! What the auditor checks of deposit slips: a cheque is on one at a time, one line credits what it says, and what the bank
//! rejects comes out of it.

use super::{Auditor, Entry, cents, day, given, list, number, text};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One slip.
#[derive(Debug, Clone, Default)]
pub(super) struct Slip {
    on: Option<Date>,
    /// Its cheques that stand, with their cents.
    pub(super) standing: BTreeMap<String, i64>,
    pub(super) credited: bool,
    apart: bool,
    touched: bool,
}

impl Auditor {
    pub(super) fn read_slip(&mut self, id: &str, entry: &Entry) {
        let body = &entry.body;
        let mut slip = self.slips.get(id).cloned().unwrap_or_default();
        match entry.kind.as_str() {
            "slip.made" => self.read_made(id, entry, &mut slip),
            // « one bank line credits the whole slip »; another amount has its reason.
            "slip.credited" => {
                self.check(!slip.credited && !slip.apart, "slip-closed", || format!("{id}: {body}"));
                let stands: i64 = slip.standing.values().sum();
                let amount = cents(body, "amount_cents");
                let whole = amount > 0 && !slip.standing.is_empty() && (amount == stands || given(body, "reason"));
                self.check(whole, "slip-total", || format!("{id} holds {stands}: {body}"));
                slip.credited = true;
            }
            // « a rejected cheque comes out of it ».
            "slip.cheque_rejected" => {
                let out = slip.standing.remove(&text(body, "cheque"));
                let its_own = out == Some(cents(body, "amount_cents")) && !slip.apart;
                self.check(its_own, "slip-agrees", || format!("{id} lets {body} out of {:?}", slip.standing));
                slip.touched = true;
            }
            "slip.taken_apart" => {
                let free = !slip.credited && !slip.apart && !slip.touched && given(body, "reason");
                self.check(free, "slip-closed", || format!("{id} is taken apart: {body}"));
                (slip.apart, slip.standing) = (true, BTreeMap::new());
            }
            _ => {}
        }
        let dated = matches!(entry.kind.as_str(), "slip.credited" | "slip.cheque_rejected");
        let in_order = !dated || (day(body, "on") >= slip.on && day(body, "on") <= Some(entry.on));
        self.check(in_order, "not-in-future", || format!("{id} of {:?}: {body}", slip.on));
        self.slips.insert(id.to_owned(), slip);
    }

    fn read_made(&mut self, id: &str, entry: &Entry, slip: &mut Slip) {
        let body = &entry.body;
        self.check(slip.on.is_none(), "slip-once", || format!("{id} is made twice"));
        self.check_number("slip", number(body, "year"), number(body, "number"));
        slip.on = day(body, "on");
        self.check(slip.on <= Some(entry.on), "not-in-future", || format!("{id}: {body}"));
        let lines = list(body, "cheques");
        slip.standing = lines.iter().map(|line| (text(line, "cheque"), cents(line, "amount_cents"))).collect();
        let each = slip.standing.len() == lines.len() && !lines.is_empty();
        // « no cheque is in two slips at once ».
        let others = self.slips.values().flat_map(|other| other.standing.keys());
        let elsewhere = others.into_iter().find(|cheque| slip.standing.contains_key(*cheque)).cloned();
        self.check(each && elsewhere.is_none(), "slip-once", || format!("{id}, {elsewhere:?} elsewhere: {body}"));
    }

    /// What a slip says of its cheques and what they say of themselves are one and the same.
    pub(super) fn check_slips_agree(&mut self) {
        let mut broken = Vec::new();
        for (id, slip) in &self.slips {
            for (cheque, amount) in &slip.standing {
                let known = self.cheques.get(cheque);
                let state = known.map(|known| known.state.as_str()).unwrap_or_default();
                let agrees = if slip.credited {
                    matches!(state, "credited" | "final")
                } else {
                    matches!(state, "deposited" | "represented")
                };
                if !agrees || known.map(|known| known.amount) != Some(*amount) {
                    broken.push(format!("{id} holds {amount} of {cheque}, which is « {state} »"));
                }
            }
        }
        let held = |cheque: &String| self.slips.values().any(|slip| slip.standing.contains_key(cheque));
        let at_bank = |state: &str| matches!(state, "deposited" | "represented" | "credited" | "final");
        let astray = self.cheques.iter().filter(|(id, known)| known.slipped && at_bank(&known.state) && !held(id));
        broken.extend(astray.map(|(id, known)| format!("{id} is « {} » on no slip", known.state)));
        for seen in broken {
            self.report("slip-agrees", seen);
        }
    }
}
