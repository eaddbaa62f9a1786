//! Journals of an outage with one fault each: a ceiling, a write-off, accesses that leaked.

use super::{FIRST, Journal};
use serde_json::{Value, json};

const CARRIED: &str = "delivered_third_party_payment";

impl Journal {
    fn mode(self, per_customer: i64) -> Self {
        let staff = self.owner;
        let mode = json!({ "per_customer_cents": per_customer });
        let set = self.owner().command(&[("incident/i", "incident.mode_set", mode)]);
        Journal { owner: staff, ..set }
    }

    pub(super) fn written_off(self, customer: i64, share: i64) -> Self {
        let shares = json!([{ "rank": 1, "amount_cents": share }]);
        let off = json!({ "customer_cents": customer, "shares": shares, "reason": "t" });
        self.command(&[("dossier/d", "dossier.written_off", off)])
    }

    /// The practice asks for a second person above 100 €.
    fn limit(self) -> Self {
        let limit = json!({ "limit_cents": 10_000 });
        self.command(&[("practice/p", "practice.second_look_limit_set", limit)])
    }

    fn asked_off(self, amount: i64) -> Self {
        let asked = json!({ "amount_cents": amount, "reason": "t", "confirm_from": "2024-01-30T00:00:00Z" });
        self.command(&[("dossier/d", "dossier.write_off_asked", asked)])
    }

    fn leaked(self) -> Self {
        self.command(&[("incident/i", "incident.reclassified", json!({ "nature": "breach" }))])
    }

    fn recovers(self) -> Self {
        self.command(&[("incident/i", "incident.recovery_started", Value::Null)])
    }
}

/// Journals without fault.
pub(super) fn sound() -> Vec<(&'static str, Journal)> {
    let sale = || Journal::default().sale();
    let changed = json!({ "changed": true });
    vec![
        ("carried up to the ceiling", sale().mode(38_000).way(CARRIED)),
        ("carried beyond by the owner", beyond(sale().mode(37_999).owner(), json!("t"))),
        ("delivered, written off, closed", closed(sale().way(CARRIED).delivered().owner().written_off(10_000, 38_000))),
        (
            "leaked, changed, recovered",
            sale().leaked().command(&[("incident/i", "incident.access_secured", changed)]).recovers(),
        ),
    ]
}

fn beyond(journal: Journal, reason: Value) -> Journal {
    let gone = json!({ "dossier": "d", "ceiling": "per_customer", "ceiling_cents": 37_999, "carried_cents": 38_000, "reason": reason });
    let chosen = json!({ "way": CARRIED, "incident": "i" });
    journal.command(&[("incident/i", "incident.ceiling_exceeded", gone), ("dossier/d", "dossier.way_chosen", chosen)])
}

fn closed(journal: Journal) -> Journal {
    journal.command(&[("incident/i", "incident.closed", Value::Null)])
}

/// Journals with one fault each, and the rule it breaks.
pub(super) fn doctored() -> Vec<(&'static str, &'static str, Journal)> {
    let sale = || Journal::default().sale();
    let delivered = || sale().way(CARRIED).delivered();
    let unchanged = json!({ "changed": false });
    let cheque = json!({ "cheque": "c", "rank": 1, "covered_cents": 38_000 });
    let undone = json!({ "reason": "t" });
    vec![
        ("access", "recovered with what leaked", sale().leaked().recovers()),
        (
            "access",
            "in order though nothing was changed",
            sale().leaked().command(&[("incident/i", "incident.access_secured", unchanged)]),
        ),
        ("ceiling", "a cent above", sale().mode(37_999).way(CARRIED)),
        ("ceiling", "beyond by staff", beyond(sale().mode(37_999), json!("t"))),
        ("ceiling", "beyond without a reason", beyond(sale().mode(37_999).owner(), Value::Null)),
        ("ceiling", "set by staff", sale().command(&[("incident/i", "incident.mode_set", json!({}))])),
        (
            "second-person",
            "a cheque deposited against the rule by one alone",
            sale().cheque().queued().owner().command(&[(
                "cheque/c",
                "cheque.deposited",
                json!({ "on": FIRST, "amount_cents": 38_000, "override_reason": "t" }),
            )]),
        ),
        (
            "second-person",
            "a cheque given back the day it was asked",
            sale()
                .cheque()
                .queued()
                .owner()
                .command(&[("cheque/c", "cheque.override_asked", json!({ "act": "return", "reason": "t" }))])
                .command(&[(
                    "cheque/c",
                    "cheque.returned",
                    json!({ "on": FIRST, "amount_cents": 38_000, "override_reason": "t" }),
                )]),
        ),
        ("second-person", "a loss by one alone", delivered().owner().limit().written_off(10_000, 38_000)),
        (
            "second-person",
            "asked and confirmed in one day",
            delivered().owner().limit().asked_off(48_000).written_off(10_000, 38_000),
        ),
        (
            "second-person",
            "asked for less",
            delivered()
                .owner()
                .limit()
                .on(FIRST.yesterday().unwrap_or(FIRST))
                .asked_off(47_999)
                .on(FIRST)
                .written_off(10_000, 38_000),
        ),
        ("write-off", "by staff", delivered().written_off(10_000, 38_000)),
        ("write-off", "of less than is owed", delivered().owner().written_off(10_000, 37_999)),
        ("write-off", "twice", delivered().owner().written_off(10_000, 38_000).written_off(10_000, 38_000)),
        ("write-off", "of what was never delivered", sale().owner().written_off(10_000, 38_000)),
        ("write-off", "while it waits", delivered().queued().owner().written_off(10_000, 38_000)),
        ("write-off", "asked for afterwards", delivered().owner().written_off(10_000, 38_000).queued()),
        (
            "write-off",
            "over a cheque",
            delivered()
                .command(&[("dossier/d", "dossier.cheque_attached", cheque.clone())])
                .owner()
                .written_off(10_000, 38_000),
        ),
        (
            "delivery-undone",
            "though nothing was delivered",
            sale().command(&[("dossier/d", "dossier.delivery_undone", undone.clone())]),
        ),
        (
            "delivery-undone",
            "under a cheque at the bank",
            delivered()
                .command(&[("dossier/d", "dossier.cheque_attached", cheque.clone())])
                .command(&[(
                    "dossier/d",
                    "dossier.cheque_released",
                    json!({ "cheque": "c", "rank": 1, "deposited": true }),
                )])
                .command(&[("dossier/d", "dossier.delivery_undone", undone.clone())]),
        ),
        (
            "write-off",
            "taken back though nothing was",
            sale().owner().command(&[("dossier/d", "dossier.write_off_undone", undone)]),
        ),
        ("incident-closed", "over a loss nobody took", closed(delivered().on(FIRST))),
    ]
}
