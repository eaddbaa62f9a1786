//! Journals of work put off, doctored: until a day that is no later, and for no reason.

use super::{FIRST, Journal};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

fn put_off(until: Date, reason: Value) -> Journal {
    let body = json!({ "place": 1, "list": "not_invoiced", "until": until, "reason": reason });
    Journal::default().sale().delivered().owner().command(&[("dossier/d", "dossier.work_snoozed", body)])
}

/// Breaks nothing.
pub(super) fn sound() -> Vec<(&'static str, Journal)> {
    vec![("work put off", put_off(date(2099, 1, 4), json!("t")))]
}

/// Each breaks the rule it names.
pub(super) fn doctored() -> Vec<(&'static str, &'static str, Journal)> {
    vec![
        ("work", "until the same day", put_off(FIRST, json!("t"))),
        ("work", "for no reason", put_off(date(2099, 1, 4), Value::Null)),
    ]
}
