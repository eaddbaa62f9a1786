//! Journals of acomptes and of operators' advances, sound and doctored.

use super::{FIRST, Journal, movement, with};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

/// Six months later: three of them bore interest, on 100 € at 8.01 %.
const LATER: Date = date(2024, 7, 29);
const BORNE: i64 = 200;

fn acompte(amount_cents: i64, more: Value) -> Journal {
    Journal::default().sale().command(&[received(amount_cents, more)])
}

fn received(amount_cents: i64, more: Value) -> (&'static str, &'static str, Value) {
    let body = json!({ "number": 1, "year": 2024, "amount_cents": amount_cents, "means": "card", "on": FIRST });
    ("dossier/d", "dossier.down_payment_received", with(body, more))
}

/// What comes of it.
fn then(journal: Journal, kind: &str, body: Value) -> Journal {
    let body = with(json!({ "down_payment": 1, "purpose": "customer_share", "on": FIRST }), body);
    journal.command(&[("dossier/d", kind, body)])
}

fn allocated(journal: Journal, amount_cents: i64) -> Journal {
    then(journal, "dossier.down_payment_allocated", json!({ "amount_cents": amount_cents }))
}

fn released(journal: Journal, amount_cents: i64) -> Journal {
    then(journal, "dossier.down_payment_released", json!({ "amount_cents": amount_cents }))
}

fn back(journal: Journal, amount_cents: i64, on: Date) -> Journal {
    then(
        journal,
        "dossier.down_payment_refunded",
        json!({ "amount_cents": amount_cents, "on": on, "means": "transfer" }),
    )
}

fn bore(journal: Journal, amount_cents: i64) -> Journal {
    let body = json!({ "amount_cents": amount_cents, "from": "2024-04-29", "to": LATER, "rate_bp": 801 });
    then(journal.on(LATER), "dossier.down_payment_interest", body)
}

fn advance(credit: Option<&str>) -> (&'static str, &'static str, Value) {
    let parts = json!([{ "due_on": FIRST, "amount_cents": 5_000 }, { "due_on": "2024-02-28", "amount_cents": 5_000 }]);
    let body = json!({ "number": 1, "year": 2024, "amount_cents": 10_000, "on": FIRST, "instalments": parts });
    ("operator_advance/a", "operator_advance.received", with(body, json!({ "bank_credit": credit })))
}

fn advanced() -> Journal {
    Journal::default().sale().command(&[advance(None)])
}

fn moved(journal: Journal, kind: &str, amount_cents: i64) -> Journal {
    let body = json!({ "amount_cents": amount_cents, "on": FIRST, "means": "transfer", "reason": "t" });
    journal.command(&[("operator_advance/a", kind, body)])
}

/// A transfer of 300 € for a share of 380 €, and the advance less by the rest.
fn recouped(advance_cents: i64, withheld_cents: i64) -> Journal {
    let part = |amount: i64| json!([{ "dossier": "d", "rank": 1, "amount_cents": amount }]);
    let paid = |from: &str, amount: i64| movement(from, "paid", json!({ "bank_credit": "b", "amount_cents": amount }));
    let credit = json!({ "amount_cents": 30_000, "on": FIRST, "allocations": part(30_000) });
    let taken = json!({ "amount_cents": advance_cents, "on": FIRST, "bank_credit": "b" });
    let withheld = json!({ "advance": "a", "amount_cents": withheld_cents });
    advanced()
        .command(&[
            ("bank_credit/b", "bank_credit.recorded", credit),
            ("dossier/d", "dossier.track_moved", paid("not_sent", 30_000)),
        ])
        .command(&[
            ("operator_advance/a", "operator_advance.recouped", taken),
            ("bank_credit/b", "bank_credit.withheld", withheld),
            ("bank_credit/b", "bank_credit.allocated", json!({ "allocations": part(8_000) })),
            ("dossier/d", "dossier.track_moved", paid("paid", 8_000)),
        ])
}

/// An advance that is a credit of 100 € read from a statement.
fn of_credit(given_cents: i64) -> Journal {
    let credit = json!({ "amount_cents": 10_000, "on": FIRST, "allocations": [], "statement": { "import": "l" } });
    let given = json!({ "advance": "a", "amount_cents": given_cents });
    Journal::default()
        .command(&[("bank_credit/b", "bank_credit.recorded", credit)])
        .command(&[advance(Some("b")), ("bank_credit/b", "bank_credit.given_to_advance", given)])
}

fn cancelled(journal: Journal) -> Journal {
    journal.command(&[
        ("operator_advance/a", "operator_advance.cancelled", json!({ "reason": "t" })),
        ("bank_credit/b", "bank_credit.taken_from_advance", json!({ "advance": "a" })),
    ])
}

fn withdrawn(journal: Journal) -> Journal {
    journal.command(&[("bank_credit/b", "bank_credit.withdrawn", json!({ "import": "l", "reason": "t" }))])
}

pub(super) fn sound() -> Vec<(&'static str, Journal)> {
    let plain = || acompte(10_000, json!({}));
    vec![
        (
            "an acompte, allocated, taken back, given back",
            back(released(allocated(plain(), 10_000), 10_000), 10_000, FIRST),
        ),
        ("an acompte that bore interest", back(bore(plain(), BORNE), 10_000 + BORNE, LATER)),
        (
            "made to order, and it bears nothing",
            back(acompte(10_000, json!({ "made_to_order": true })).on(LATER), 10_000, LATER),
        ),
        ("an advance repaid, corrected, repaid again", {
            let repaid = moved(advanced(), "operator_advance.repaid", 10_000);
            moved(moved(repaid, "operator_advance.repayment_reversed", 10_000), "operator_advance.repaid", 4_000)
        }),
        ("withheld out of a smaller transfer", recouped(8_000, 8_000)),
        ("of a credit, cancelled, its statement undone", withdrawn(cancelled(of_credit(10_000)))),
    ]
}

pub(super) fn doctored() -> Vec<(&'static str, &'static str, Journal)> {
    let plain = || acompte(10_000, json!({}));
    let repaid = |amount| moved(advanced(), "operator_advance.repaid", amount);
    let cash = |amount| json!({ "means": "cash", "amount_cents": amount });
    let reverse = |journal| then(journal, "dossier.down_payment_reversed", json!({}));
    let instalments = json!({ "instalments": [{ "due_on": FIRST, "amount_cents": 9_999 }] });
    vec![
        ("acompte", "more than he may come to owe", acompte(48_001, json!({}))),
        ("acompte", "after the delivery", Journal::default().sale().delivered().command(&[received(100, json!({}))])),
        ("acompte", "pays more than is held", allocated(acompte(5_000, json!({})), 5_001)),
        ("acompte", "pays more than is due", allocated(acompte(12_000, json!({})), 10_001)),
        ("acompte", "taken back for more than it pays", released(allocated(plain(), 4_000), 4_001)),
        ("acompte", "given back for more than is held", back(allocated(plain(), 1), 10_000, FIRST)),
        ("acompte", "corrected though it pays", reverse(allocated(plain(), 1))),
        ("acompte", "used once it is corrected", allocated(reverse(plain()), 1)),
        ("acompte-interest", "a cent too much", bore(plain(), BORNE + 1)),
        (
            "acompte-interest",
            "on what is made to order",
            bore(acompte(10_000, json!({ "made_to_order": true })), BORNE),
        ),
        ("acompte-interest", "given back without it", back(plain().on(LATER), 10_000, LATER)),
        (
            "acompte-interest",
            "delivered without it",
            plain().on(LATER).command(&[("dossier/d", "dossier.delivered", json!({ "on": LATER }))]),
        ),
        ("cash-limit", "an acompte of 1 000,01 € in cash", acompte(0, cash(100_001))),
        ("gap-free", "a number is missing", acompte(10_000, json!({ "number": 2 }))),
        ("write-off", "never delivered, and its acompte pays", allocated(plain(), 10_000).owner().written_off(0, 0)),
        ("write-off", "an acompte is held", plain().owner().written_off(0, 0)),
        ("advance-balance", "repaid for more than is left", moved(repaid(6_000), "operator_advance.repaid", 4_001)),
        (
            "advance-balance",
            "corrected, and it never was",
            moved(repaid(6_000), "operator_advance.repayment_reversed", 1),
        ),
        ("advance-balance", "cancelled though some went back", moved(repaid(1), "operator_advance.cancelled", 0)),
        (
            "advance-balance",
            "a schedule of a cent less",
            advanced().command(&[("operator_advance/a", "operator_advance.rescheduled", instalments)]),
        ),
        ("advance-tied", "less withheld than the advance lost", recouped(8_001, 8_000)),
        ("advance-tied", "withheld, and not all of it pays", recouped(8_001, 8_001)),
        ("advance-tied", "the credit gives less", of_credit(9_999)),
        ("credit-withdrawn", "though it is an advance", withdrawn(of_credit(10_000))),
    ]
}
