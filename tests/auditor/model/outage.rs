//! What the auditor checks of an outage: what is carried against its ceilings, and what is written off.

use super::{
    Auditor, Entry, cents,
    dossiers::{Dossier, Track},
    given, list, number, text,
};
use serde_json::Value;

/// Above what loss a practice that says nothing asks for a second person, in cents.
const SECOND_LOOK_CENTS: i64 = 50_000;

/// The ceilings of an incident, in cents.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ceilings {
    per_customer: Option<i64>,
    in_all: Option<i64>,
}

/// A sale whose way or price changed in the command being read, and what was carried of it in its incident before.
#[derive(Debug, Clone)]
pub(super) struct Carrying {
    dossier: String,
    before: i64,
}

/// What was given up of a sale.
#[derive(Debug, Clone, Copy)]
pub(super) struct WrittenOff {
    customer: i64,
    insurers: i64,
}

impl Dossier {
    /// « Exposure: what the practice carries, delivered under tiers payant and not paid, counted from that minute ».
    fn carried(&self) -> i64 {
        if self.way != "delivered_third_party_payment" || self.is_given_up() { 0 } else { self.unpaid() }
    }

    /// What nobody has paid of the insurers' shares.
    fn unpaid(&self) -> i64 {
        (self.open() - self.money()).max(0)
    }

    /// What the customer owes.
    fn customer_owes(&self) -> i64 {
        (self.customer.0 - self.customer.1).max(0) + (self.owed_for_insurers() - self.money()).max(0)
    }

    /// What the insurers owe.
    fn insurers_owe(&self) -> i64 {
        self.open() - self.money() - (self.owed_for_insurers() - self.money()).max(0)
    }

    /// « Settled or written off »: all that is owed was given up. What was never delivered is owed by nobody.
    pub(super) fn is_given_up(&self) -> bool {
        self.written_off.is_some_and(|off| {
            self.delivered_on.is_none()
                || (self.customer_owes() <= off.customer && self.insurers_owe().max(0) <= off.insurers)
        })
    }

    /// « Until its last dossier is settled »: nobody owes anybody, nothing waits, no cheque is held.
    pub(super) fn is_settled(&self) -> bool {
        let over = |track: &Track| track.share == 0 || track.is_over();
        let paid = self.customer.0 <= self.customer.1
            && self.owed_for_insurers() <= self.money()
            && self.tracks.values().all(over);
        // « settled or written off ».
        self.covers.is_empty() && self.overpaid() <= 0 && self.acomptes_held() == 0 && (paid || self.is_given_up())
    }
}

impl Auditor {
    /// Ceilings, and the owner going beyond one.
    pub(super) fn read_outage(&mut self, incident: &str, entry: &Entry) {
        match entry.kind.as_str() {
            "incident.mode_set" => {
                self.check(entry.role == "owner", "ceiling", || format!("{} sets the ceilings", entry.role));
                let ceiling = |field: &str| entry.body[field].as_i64();
                let ceilings =
                    Ceilings { per_customer: ceiling("per_customer_cents"), in_all: ceiling("in_all_cents") };
                self.ceilings.insert(incident.to_owned(), ceilings);
            }
            "incident.ceiling_exceeded" => {
                let by_owner = entry.role == "owner" && given(&entry.body, "reason");
                self.check(by_owner, "ceiling", || format!("{} goes beyond a ceiling: {}", entry.role, entry.body));
                self.exceeded.push(text(&entry.body, "dossier"));
            }
            // « access (rotate the passwords first, if it was a breach) ».
            "incident.reclassified" => {
                let breach = text(&entry.body, "nature") == "breach";
                self.breached.retain(|known| known != incident);
                self.breached.extend(breach.then(|| incident.to_owned()));
            }
            "incident.access_secured" => {
                let changed = entry.body["changed"] == true;
                let breach = self.breached.iter().any(|known| known == incident);
                self.check(changed || !breach, "access", || format!("{incident} leaked and nothing was changed"));
                self.secured.retain(|known| known != incident);
                self.secured.extend(changed.then(|| incident.to_owned()));
            }
            "incident.recovery_started" => {
                let breach = self.breached.iter().any(|known| known == incident);
                let secured = self.secured.iter().any(|known| known == incident);
                self.check(!breach || secured, "access", || format!("{incident} leaked, and is recovered as it is"));
            }
            _ => {}
        }
    }

    /// Notes what is carried of a sale before its way or price changes to `incident`.
    pub(super) fn note_carrying(&mut self, id: &str, incident: &str) {
        let Some(dossier) = self.dossiers.get(id) else { return };
        let before = if dossier.incident == incident { dossier.carried() } else { 0 };
        self.carrying.push(Carrying { dossier: id.to_owned(), before });
    }

    /// « Beyond the ceiling … the owner may go beyond with a reason, journaled »: nobody else, and no other way.
    pub(super) fn check_ceilings(&mut self) {
        let exceeded = std::mem::take(&mut self.exceeded);
        let listed = std::mem::take(&mut self.listed);
        for Carrying { dossier: id, before } in std::mem::take(&mut self.carrying) {
            let Some(dossier) = self.dossiers.get(&id) else { continue };
            let grows = dossier.carried() > before && !exceeded.contains(&id) && !listed.contains(&id);
            let Some(ceilings) = self.ceilings.get(&dossier.incident).copied().filter(|_| grows) else { continue };
            let of_it = self.dossiers.values().filter(|other| other.incident == dossier.incident);
            let (mut customer, mut in_all) = (0, 0);
            for other in of_it {
                in_all += other.carried();
                customer += if other.person == dossier.person { other.carried() } else { 0 };
            }
            for (ceiling, carried) in [(ceilings.per_customer, customer), (ceilings.in_all, in_all)] {
                let within = ceiling.is_none_or(|ceiling| carried <= ceiling);
                self.check(within, "ceiling", || format!("{id}: {carried} carried, the ceiling is {ceiling:?}"));
            }
        }
    }

    /// « A write-off needs the owner and a reason »: once, for what is owed, with no cheque held and nothing under way.
    pub(super) fn read_written_off(&mut self, id: &str, entry: &Entry) {
        let body = &entry.body;
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let shares = list(body, "shares").iter().map(|share| cents(share, "amount_cents")).sum();
        let off = WrittenOff { customer: cents(body, "customer_cents"), insurers: shares };
        let owed = match dossier.delivered_on {
            Some(_) => (dossier.customer_owes(), dossier.insurers_owe().max(0)),
            None => (0, 0),
        };
        let waits = |state: &str| matches!(state, "queued" | "sent" | "outcome_unknown");
        // « once the customer has his money back », and no acompte is held.
        let his = if dossier.delivered_on.is_some() { 0 } else { dossier.money_for_shares() };
        let back = his <= 0 && dossier.acomptes_held() == 0;
        let quiet = back && dossier.covers.is_empty() && !dossier.tracks.values().any(|track| waits(&track.state));
        let again = dossier.written_off.replace(off).is_some();
        let right = (off.customer, off.insurers) == owed;
        // « A second person for write-offs above a limit; alone, asked one day and confirmed the next ».
        let total = off.customer + off.insurers;
        let slept = dossier.asked_off.take().is_some_and(|(on, asked)| on < entry.on && total <= asked);
        let alone = !slept && !self.seconded.iter().any(|seconded| seconded == id);
        let limit = self.second_look.unwrap_or(SECOND_LOOK_CENTS);
        self.check(!alone || total <= limit, "second-person", || format!("{id}: {total} given up by one alone"));
        let allowed = entry.role == "owner" && given(body, "reason");
        self.check(allowed && !again && quiet && right, "write-off", || {
            format!("{} writes {id} off, {owed:?} owed: {body}", entry.role)
        });
    }

    /// Taking a write-off back is the owner's too.
    pub(super) fn read_write_off_undone(&mut self, id: &str, entry: &Entry) {
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let there = dossier.written_off.take().is_some();
        let allowed = entry.role == "owner" && given(&entry.body, "reason");
        self.check(there && allowed, "write-off", || format!("{} takes the write-off of {id} back", entry.role));
    }

    /// Nothing is asked of an insurer for a sale that is written off.
    pub(super) fn check_not_written_off(&mut self, id: &str, what: &str, body: &Value) {
        let off = self.dossiers.get(id).is_some_and(|dossier| dossier.written_off.is_some());
        self.check(!off, "write-off", || {
            format!("{what} on {id}, track {}, which is written off", number(body, "rank"))
        });
    }
}
