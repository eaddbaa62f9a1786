//! The journals of slips, and of cheques that pay nothing: three sound ones, and one for each rule of theirs.

use super::{FIRST, Journal, kept, movement, with};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

const SIXTH: Date = date(2024, 2, 6);
const TWELFTH: Date = date(2024, 2, 12);

fn made(id: &str, number: i64) -> Value {
    let line = json!({ "cheque": "c", "amount_cents": 38_000 });
    json!({ "slip": id, "number": number, "year": 2024, "on": SIXTH, "cheques": [line] })
}

fn bounced() -> Value {
    json!({ "cheque": "c", "rank": 1, "on": TWELFTH })
}

fn rejection() -> Value {
    json!({ "ground": "insufficient_funds", "on": TWELFTH, "rests_on": "t" })
}

impl Journal {
    /// Refused, told, and handed in on a slip of one.
    fn handed_in(self) -> Self {
        self.refused_and_told().on(SIXTH).on_slip("slip/s", 1)
    }

    fn on_slip(self, slip: &str, number: i64) -> Self {
        let id = slip.strip_prefix("slip/").unwrap_or_default();
        let deposit = json!({ "on": self.on.unwrap_or(FIRST), "amount_cents": 38_000, "slip": id });
        let released = json!({ "cheque": "c", "rank": 1, "deposited": true });
        self.command(&[
            (slip, "slip.made", made(id, number)),
            ("cheque/c", "cheque.deposited", deposit),
            ("dossier/d", "dossier.cheque_released", released),
        ])
    }

    fn slip_credited(self, more: Value) -> Self {
        let credit = with(json!({ "on": TWELFTH, "amount_cents": 38_000 }), more);
        let cheque = json!({ "on": TWELFTH, "slip": "s" });
        self.on(TWELFTH).command(&[("slip/s", "slip.credited", credit), ("cheque/c", "cheque.credited", cheque)])
    }

    fn rejected(self) -> Self {
        let out = json!({ "cheque": "c", "amount_cents": 38_000, "on": TWELFTH });
        self.on(TWELFTH).command(&[
            ("slip/s", "slip.cheque_rejected", out),
            ("cheque/c", "cheque.rejected", rejection()),
            ("dossier/d", "dossier.cheque_unpaid", bounced()),
        ])
    }

    /// The bank took twenty euros for it.
    fn charged(self) -> Self {
        self.on(TWELFTH).command(&[(
            "cheque/c",
            "cheque.fees_charged",
            json!({ "on": TWELFTH, "amount_cents": 2_000 }),
        )])
    }

    fn fees(self, kind: &'static str, body: Value) -> Self {
        self.on(TWELFTH).command(&[("cheque/c", kind, body)])
    }

    fn lost(self) -> Self {
        let lost = json!({ "stolen": false, "on": TWELFTH, "reason": "t" });
        self.on(TWELFTH)
            .command(&[("cheque/c", "cheque.lost", lost), ("dossier/d", "dossier.cheque_unpaid", bounced())])
    }
}

fn sale() -> Journal {
    Journal::default().sale()
}

fn repaid(cents: i64) -> Value {
    json!({ "on": TWELFTH, "amount_cents": cents, "means": "card" })
}

/// Journals without fault.
pub(super) fn sound() -> Vec<(&'static str, Journal)> {
    let found = [("cheque/c", "cheque.found", json!({ "on": TWELFTH }))];
    let back = json!({ "cheque": "c", "rank": 1, "kept": true });
    let apart = json!({ "reason": "t" });
    vec![
        ("handed in, credited, rejected", sale().cheque().handed_in().slip_credited(json!({})).rejected()),
        (
            "lost and found",
            sale()
                .cheque()
                .lost()
                .command(&[found[0].clone(), ("dossier/d", "dossier.cheque_taken_back", back.clone())]),
        ),
        (
            "a slip taken apart",
            sale().cheque().handed_in().command(&[
                ("slip/s", "slip.taken_apart", apart),
                ("cheque/c", "cheque.taken_back", json!({ "on": SIXTH, "reason": "t" })),
                ("dossier/d", "dossier.cheque_taken_back", back),
            ]),
        ),
        (
            "rejected, charged for, repaid in part, the rest left, and asked for again",
            sale()
                .cheque()
                .handed_in()
                .rejected()
                .charged()
                .fees("cheque.fees_repaid", repaid(1_500))
                .owner()
                .fees("cheque.fees_left", json!({ "amount_cents": 500, "reason": "t" }))
                .fees("cheque.fees_undone", json!({ "undone": "left", "reason": "t" })),
        ),
        (
            "rejected, and paid by card",
            sale().cheque().handed_in().rejected().paid(38_000, "card", "difference").returned(),
        ),
    ]
}

/// Journals with one fault each, and the rule it breaks.
pub(super) fn doctored() -> Vec<(&'static str, &'static str, Journal)> {
    let late = date(2025, 2, 10);
    let handed = || sale().cheque().handed_in();
    let asked = json!({ "on": date(2024, 3, 7) });
    let stale = json!({ "on": TWELFTH });
    vec![
        (
            "bounce-noted",
            "rejected, and the dossier does not know",
            handed().on(TWELFTH).command(&[
                ("slip/s", "slip.cheque_rejected", json!({ "cheque": "c", "amount_cents": 38_000, "on": TWELFTH })),
                ("cheque/c", "cheque.rejected", rejection()),
            ]),
        ),
        (
            "bounce-noted",
            "a dossier says a cheque pays nothing, which is kept",
            sale().cheque().on(TWELFTH).command(&[("dossier/d", "dossier.cheque_unpaid", bounced())]),
        ),
        (
            "certificate",
            "asked for on the thirtieth day",
            handed().rejected().on(date(2024, 3, 7)).command(&[("cheque/c", "cheque.certificate_requested", asked)]),
        ),
        (
            "cheque-expired",
            "handed in after its last day",
            sale().cheque().refused_and_told().on(late).deposited(json!({})),
        ),
        (
            "cheque-expired",
            "said to be stale while it is good",
            sale()
                .cheque()
                .on(TWELFTH)
                .command(&[("cheque/c", "cheque.expired", stale), ("dossier/d", "dossier.cheque_unpaid", bounced())]),
        ),
        (
            "cheque-order",
            "rejected before it was handed in",
            handed().on(TWELFTH).command(&[
                ("slip/s", "slip.cheque_rejected", json!({ "cheque": "c", "amount_cents": 38_000, "on": TWELFTH })),
                ("cheque/c", "cheque.rejected", with(rejection(), json!({ "on": date(2024, 2, 5) }))),
                ("dossier/d", "dossier.cheque_unpaid", bounced()),
            ]),
        ),
        (
            "cheque-once",
            "returned, then handed in",
            sale().cheque().credited("not_sent").returned().on(SIXTH).on_slip("slip/s", 1),
        ),
        (
            "never-more-than-due",
            "rejected, paid by card, and handed in again",
            handed().rejected().paid(38_000, "card", "difference").command(&[
                ("slip/t", "slip.made", with(made("t", 2), json!({ "on": TWELFTH }))),
                (
                    "cheque/c",
                    "cheque.represented",
                    json!({ "on": TWELFTH, "amount_cents": 38_000, "track_state": "refused", "slip": "t" }),
                ),
                ("dossier/d", "dossier.cheque_released", json!({ "cheque": "c", "rank": 1, "deposited": true })),
            ]),
        ),
        ("returned-unpaid", "rejected, and given back unpaid", handed().rejected().returned()),
        (
            "slip-agrees",
            "the slip is credited and the cheque is not",
            handed().on(TWELFTH).command(&[(
                "slip/s",
                "slip.credited",
                json!({ "on": TWELFTH, "amount_cents": 38_000 }),
            )]),
        ),
        (
            "slip-agrees",
            "rejected, and still on its slip",
            handed().on(TWELFTH).command(&[
                ("cheque/c", "cheque.rejected", rejection()),
                ("dossier/d", "dossier.cheque_unpaid", bounced()),
            ]),
        ),
        (
            "slip-closed",
            "taken apart once credited",
            handed().slip_credited(json!({})).command(&[("slip/s", "slip.taken_apart", json!({ "reason": "t" }))]),
        ),
        ("slip-once", "on two slips", handed().command(&[("slip/t", "slip.made", made("t", 2))])),
        ("slip-total", "a euro less, and no word of why", handed().slip_credited(json!({ "amount_cents": 37_900 }))),
        (
            "deposited-though-paid",
            "the insurer paid after the rejection",
            handed().rejected().credited("refused").owner().command(&[
                ("slip/t", "slip.made", with(made("t", 2), json!({ "on": TWELFTH }))),
                (
                    "cheque/c",
                    "cheque.represented",
                    json!({ "on": TWELFTH, "amount_cents": 38_000, "slip": "t", "override_reason": "t" }),
                ),
            ]),
        ),
        (
            "deposited-without-owner",
            "handed in again over a queued share",
            handed().rejected().command(&[
                ("dossier/d", "dossier.track_moved", movement("refused", "queued", json!({}))),
                ("cheque/c", "cheque.represented", json!({ "on": TWELFTH, "amount_cents": 38_000, "slip": "t" })),
            ]),
        ),
        (
            "cheque-covers",
            "handed in again for another amount",
            handed().rejected().command(&[(
                "cheque/c",
                "cheque.represented",
                json!({ "on": TWELFTH, "amount_cents": 37_000, "slip": "t" }),
            )]),
        ),
        (
            "cheque-rests",
            "a dossier takes back what it never had",
            sale().command(&[(
                "dossier/d",
                "dossier.cheque_taken_back",
                json!({ "cheque": "c", "rank": 1, "kept": true }),
            )]),
        ),
        ("fees", "charged for what the bank never refused", handed().charged()),
        (
            "fees",
            "more is repaid than was taken",
            handed().rejected().charged().fees("cheque.fees_repaid", repaid(2_001)),
        ),
        (
            "fees",
            "left by who is not the owner",
            handed().rejected().charged().fees("cheque.fees_left", json!({ "amount_cents": 2_000, "reason": "t" })),
        ),
        (
            "fees",
            "another than the last is undone",
            handed().rejected().charged().fees("cheque.fees_undone", json!({ "undone": "repaid", "reason": "t" })),
        ),
        ("gap-free", "the second slip first", sale().cheque().refused_and_told().on(SIXTH).on_slip("slip/s", 2)),
        (
            "cheque-covers",
            "kept for another amount",
            sale().command(&[("cheque/c", "cheque.kept", with(kept(), json!({ "amount_cents": 1 })))]),
        ),
    ]
}
