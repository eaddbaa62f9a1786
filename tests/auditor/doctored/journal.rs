//! A journal being written by hand, as a practice would have left it: its sound pieces, one method each.

use super::super::model::Entry;
use super::{FIRST, pieces::*};
use jiff::civil::Date;
use serde_json::{Value, json};

/// A journal being written by hand.
#[derive(Default, Clone)]
pub(super) struct Journal {
    pub(super) entries: Vec<Entry>,
    pub(super) command: u64,
    pub(super) on: Option<Date>,
    pub(super) owner: bool,
}

impl Journal {
    /// The next command, recorded today by whoever is there.
    pub(super) fn command(mut self, entries: &[(&str, &str, Value)]) -> Self {
        self.command += 1;
        for (stream, kind, body) in entries {
            self.entries.push(Entry {
                command: self.command,
                on: self.on.unwrap_or(FIRST),
                role: if self.owner { "owner" } else { "counter" }.to_owned(),
                stream: (*stream).to_owned(),
                kind: (*kind).to_owned(),
                body: body.clone(),
            });
        }
        self
    }

    pub(super) fn on(self, on: Date) -> Self {
        Journal { on: Some(on), ..self }
    }

    pub(super) fn owner(self) -> Self {
        Journal { owner: true, ..self }
    }

    /// A sale of 480 €, 380 € of which an insurer should pay.
    pub(super) fn sale(self) -> Self {
        let opened = json!({ "number": 1, "year": 2024, "on": FIRST });
        self.command(&[("dossier/d", "dossier.opened", opened), ("dossier/d", "dossier.priced", priced())])
    }

    /// A cheque kept under A for the insurer's share.
    pub(super) fn cheque(self) -> Self {
        self.command(&[("cheque/c", "cheque.kept", kept()), ("dossier/d", "dossier.cheque_attached", attached())])
    }

    pub(super) fn moved(self, from: &str, to: &str, more: Value) -> Self {
        self.command(&[("dossier/d", "dossier.track_moved", movement(from, to, more))])
    }

    /// The insurer refuses, and the customer is told.
    pub(super) fn refused_and_told(self) -> Self {
        let told = json!({ "on": FIRST, "deposit_from": "2024-02-06" });
        self.moved("not_sent", "refused", json!({})).command(&[("cheque/c", "cheque.notice_given", told)])
    }

    /// The bank credits the share, whole.
    pub(super) fn credited(self, from: &str) -> Self {
        self.command(&[
            ("bank_credit/b", "bank_credit.recorded", credit(38_000)),
            (
                "dossier/d",
                "dossier.track_moved",
                movement(from, "paid", json!({ "bank_credit": "b", "amount_cents": 38_000 })),
            ),
        ])
    }

    pub(super) fn deposited(self, more: Value) -> Self {
        let deposit = with(json!({ "on": self.on.unwrap_or(FIRST), "amount_cents": 38_000 }), more);
        let released = json!({ "cheque": "c", "rank": 1, "deposited": true });
        let seconded =
            deposit.get("override_reason").map(|_| ("cheque/c", "cheque.override_seconded", json!({ "by": "t" })));
        let deed =
            [("cheque/c", "cheque.deposited", deposit.clone()), ("dossier/d", "dossier.cheque_released", released)];
        self.command(&seconded.into_iter().chain(deed).collect::<Vec<_>>())
    }

    pub(super) fn returned(self) -> Self {
        let back = json!({ "on": self.on.unwrap_or(FIRST), "amount_cents": 38_000 });
        let released = json!({ "cheque": "c", "rank": 1 });
        self.command(&[("cheque/c", "cheque.returned", back), ("dossier/d", "dossier.cheque_released", released)])
    }

    pub(super) fn paid(self, amount_cents: i64, means: &str, purpose: &str) -> Self {
        let payment = json!({ "amount_cents": amount_cents, "means": means, "purpose": purpose, "on": FIRST });
        self.command(&[("dossier/d", "dossier.customer_paid", payment)])
    }

    pub(super) fn queued(self) -> Self {
        self.command(&[
            ("request/r", "request.queued", json!({ "dossier": "d", "rank": 1 })),
            ("dossier/d", "dossier.track_moved", movement("not_sent", "queued", json!({ "request": "r" }))),
        ])
    }

    pub(super) fn delivered(self) -> Self {
        self.command(&[("dossier/d", "dossier.delivered", json!({ "on": FIRST }))])
    }

    /// An invoice that carries the share.
    pub(super) fn invoiced(self) -> Self {
        let queued = json!({ "dossier": "d", "rank": 1, "function": "claim", "invoice": "F-1" });
        let made = json!({ "rank": 1, "request": "f", "invoice": "F-1", "amount_cents": 38_000 });
        self.command(&[
            ("request/f", "request.queued", queued),
            ("dossier/d", "dossier.invoiced", made),
            ("dossier/d", "dossier.track_moved", movement("not_sent", "queued", json!({ "request": "f" }))),
        ])
    }

    pub(super) fn invoice(self, to: &str) -> Self {
        self.command(&[("dossier/d", "dossier.invoice_moved", json!({ "rank": 1, "request": "f", "to": to }))])
    }

    pub(super) fn way(self, way: &str) -> Self {
        let chosen = json!({ "way": way, "incident": "i" });
        let mut entries = vec![("dossier/d", "dossier.way_chosen", chosen)];
        if matches!(way, "customer_advances" | "cheque_deposited_later") {
            let claimed = movement("not_sent", "claimed_by_customer", json!({}));
            entries.push(("dossier/d", "dossier.track_moved", claimed));
        }
        self.command(&entries)
    }
}
