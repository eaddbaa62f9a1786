//! Bodies of entries, as the journal spells them.

use super::FIRST;
use serde_json::{Value, json};

pub(super) fn with(mut body: Value, more: Value) -> Value {
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    body
}

pub(super) fn priced() -> Value {
    json!({ "total_cents": 48_000, "amo_share_cents": 0, "amc_share_cents": [38_000], "customer_share_cents": 10_000 })
}

pub(super) fn kept() -> Value {
    json!({
        "receipt_number": 1, "receipt_year": 2024, "agreement": "kept_and_returned", "amount_cents": 38_000,
        "covers": [{ "dossier": "d", "rank": 1, "amount_cents": 38_000 }],
        "written_on": FIRST, "received_on": FIRST, "deposit_not_before": "2024-02-01", "decide_by": "2024-03-14",
    })
}

pub(super) fn attached() -> Value {
    json!({ "cheque": "c", "rank": 1, "covered_cents": 38_000 })
}

pub(super) fn movement(from: &str, to: &str, more: Value) -> Value {
    with(json!({ "rank": 1, "from": from, "to": to }), more)
}

pub(super) fn credit(allocated: i64) -> Value {
    let allocations = json!([{ "dossier": "d", "rank": 1, "amount_cents": allocated }]);
    json!({ "amount_cents": 38_000, "on": FIRST, "allocations": allocations })
}
