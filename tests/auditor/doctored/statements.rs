//! Journals of statements, sound and doctored: a credit read from a list, undone with it or not.

use super::{FIRST, Journal, movement};
use serde_json::{Value, json};

/// A credit of 380 € read from the statement `l`, for the whole share.
fn read_from_statement() -> Value {
    json!({
        "amount_cents": 38_000, "on": FIRST, "statement": { "import": "l" },
        "allocations": [{ "dossier": "d", "rank": 1, "amount_cents": 38_000 }],
    })
}

fn paid_by_statement() -> Journal {
    Journal::default().sale().moved("not_sent", "advised", json!({ "amount_cents": 38_000 })).command(&[
        ("bank_credit/b", "bank_credit.recorded", read_from_statement()),
        (
            "dossier/d",
            "dossier.track_moved",
            movement("advised", "paid", json!({ "bank_credit": "b", "amount_cents": 38_000 })),
        ),
        ("dossier/d", "dossier.paid_by_list", json!({ "rank": 1, "import": "l", "bank_credit": "b" })),
    ])
}

fn undone(journal: Journal) -> Journal {
    journal.command(&[
        ("dossier/d", "dossier.track_moved", movement("paid", "advised", json!({ "amount_cents": 38_000 }))),
        ("dossier/d", "dossier.import_undone", json!({ "import": "l" })),
        ("bank_credit/b", "bank_credit.withdrawn", json!({ "import": "l", "reason": "t" })),
    ])
}

pub(super) fn sound() -> Vec<(&'static str, Journal)> {
    vec![
        ("paid by a statement", paid_by_statement()),
        ("paid by a statement, undone", undone(paid_by_statement())),
        ("undone, and read again", {
            undone(paid_by_statement()).command(&[
                ("bank_credit/c", "bank_credit.recorded", read_from_statement()),
                (
                    "dossier/d",
                    "dossier.track_moved",
                    movement("advised", "paid", json!({ "bank_credit": "c", "amount_cents": 38_000 })),
                ),
                ("dossier/d", "dossier.paid_by_list", json!({ "rank": 1, "import": "l", "bank_credit": "c" })),
            ])
        }),
    ]
}

pub(super) fn doctored() -> Vec<(&'static str, &'static str, Journal)> {
    let withdrawn = |import: &str| {
        let body = json!({ "import": import, "reason": "t" });
        paid_by_statement().command(&[
            ("dossier/d", "dossier.track_moved", movement("paid", "advised", json!({ "amount_cents": 38_000 }))),
            ("dossier/d", "dossier.import_undone", json!({ "import": "l" })),
            ("bank_credit/b", "bank_credit.withdrawn", body),
        ])
    };
    vec![
        ("credit-withdrawn", "with another list", withdrawn("m")),
        (
            "credit-withdrawn",
            "though it was allocated since",
            undone(paid_by_statement().command(&[(
                "bank_credit/b",
                "bank_credit.allocated",
                json!({ "allocations": [] }),
            )])),
        ),
        (
            "paid-as-allocated",
            "the credit is gone, and the share stays paid",
            paid_by_statement().command(&[(
                "bank_credit/b",
                "bank_credit.withdrawn",
                json!({ "import": "l", "reason": "t" }),
            )]),
        ),
        (
            "paid-as-allocated",
            "the share is put back, and the credit stays",
            paid_by_statement().command(&[
                ("dossier/d", "dossier.track_moved", movement("paid", "advised", json!({ "amount_cents": 38_000 }))),
                ("dossier/d", "dossier.import_undone", json!({ "import": "l" })),
            ]),
        ),
        (
            "track-movement",
            "announced for nothing",
            Journal::default().sale().command(&[(
                "dossier/d",
                "dossier.advised",
                json!({ "rank": 1, "import": "l", "outcome": "announced", "amount_cents": 0 }),
            )]),
        ),
    ]
}
