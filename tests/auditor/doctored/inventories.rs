//! The journals of inventories: sound ones, and those that do not tie with the books.

use super::{FIRST, Journal};
use serde_json::{Value, json};

fn counted(more: Value) -> Value {
    super::with(json!({ "number": 1, "year": 2024, "on": FIRST, "found": [], "missing": [], "unknown": [] }), more)
}

fn line(more: Value) -> Value {
    super::with(json!({ "cheque": "c", "amount_cents": 38_000 }), more)
}

fn inventory(body: Value) -> Journal {
    Journal::default().sale().cheque().command(&[("inventory/i", "inventory.counted", body)])
}

/// Journals without fault.
pub(super) fn sound() -> Vec<(&'static str, Journal)> {
    let paper = json!({ "amount_cents": 5_000, "number": "t", "from": "t", "reason": "t" });
    vec![
        ("a drawer counted", inventory(counted(json!({ "found": [line(json!({}))] })))),
        (
            "one missing, and a paper nobody knew",
            inventory(counted(json!({ "missing": [line(json!({ "reason": "t" }))], "unknown": [paper] }))),
        ),
    ]
}

/// Journals with one fault each, and the rule it breaks.
pub(super) fn doctored() -> Vec<(&'static str, &'static str, Journal)> {
    vec![
        ("inventory-ties", "a cheque nobody counted", inventory(counted(json!({})))),
        (
            "inventory-ties",
            "counted for another amount",
            inventory(counted(json!({ "found": [line(json!({ "amount_cents": 37_000 }))] }))),
        ),
        ("inventory-ties", "missing without a word", inventory(counted(json!({ "missing": [line(json!({}))] })))),
        (
            "gap-free",
            "the second before the first",
            inventory(counted(json!({ "number": 2, "found": [line(json!({}))] }))),
        ),
    ]
}
