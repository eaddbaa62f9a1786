//! Journals of letters to payers, doctored: asked of what was never sent, and asked again at once.

use super::{FIRST, Journal};
use serde_json::{Value, json};

fn letter() -> Value {
    json!({ "rank": 1, "level": "first", "owed_cents": 38_000, "on": FIRST })
}

/// Each breaks the rule it names.
pub(super) fn doctored() -> Vec<(&'static str, &'static str, Journal)> {
    let sale = || Journal::default().sale().delivered();
    let reminded = |journal: Journal| journal.owner().command(&[("dossier/d", "dossier.payer_reminded", letter())]);
    let sent = || sale().queued().moved("queued", "sent", json!({ "request": "r" }));
    vec![
        ("reminder", "of what was never sent", reminded(sale())),
        ("reminder", "twice in a day", reminded(reminded(sent()))),
    ]
}
