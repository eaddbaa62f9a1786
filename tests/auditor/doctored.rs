//! Journals doctored by hand, one for each rule of the auditor: a check that never fires would guard nothing.

mod advances;
mod inventories;
mod journal;
mod outage;
mod pieces;
mod reminders;
mod slips;
mod statements;
mod work;

use super::model::{RULES, audit};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use std::collections::BTreeSet;

use journal::Journal;
use pieces::{attached, credit, kept, movement, priced, with};

const FIRST: Date = date(2024, 1, 29);

/// Journals without fault.
fn sound() -> Vec<(&'static str, Journal)> {
    let sale = || Journal::default().sale();
    vec![
        ("refused, told, deposited", sale().cheque().refused_and_told().on(date(2024, 2, 6)).deposited(json!({}))),
        ("paid, returned", sale().cheque().credited("not_sent").returned()),
        ("advanced", sale().way("customer_advances").paid(38_000, "card", "amc_share_advanced")),
        ("queued", sale().queued()),
        ("invoiced, to confirm, invoiced again", sale().delivered().invoiced()),
    ]
}

/// Journals with one fault each, and the rule it breaks.
fn doctored() -> Vec<(&'static str, &'static str, Journal)> {
    let sale = || Journal::default().sale();
    let intake = |kept: Value| {
        sale().command(&[("cheque/c", "cheque.kept", kept), ("dossier/d", "dossier.cheque_attached", attached())])
    };
    let (sixth, seventh) = (date(2024, 2, 6), date(2024, 2, 7));
    let override_reason = json!({ "override_reason": "t" });
    let convert = json!({ "deposit_not_before": "2024-03-01", "reason": "t" });
    let started = json!({ "attempt": 1 });
    let answered = json!({ "answer": { "result": "refused" }, "by_staff": true });
    let incident = || Journal::default().sale().way("cheque_kept");
    let reprice = |more| sale().command(&[("dossier/d", "dossier.priced", with(priced(), more))]);
    let second = with(kept(), json!({ "receipt_number": 2 }));
    let other = with(attached(), json!({ "cheque": "e" }));
    let wait = movement("not_sent", "queued", json!({ "request": "r" }));
    let recheck = json!({ "rank": 1, "colour": "green", "estimate_cents": 38_000, "covered_cents": 30_000 });
    let agreed = json!({ "agreement": { "covered_cents": 30_000 } });
    let noted = json!({ "on": sixth, "amount_cents": 38_000 });
    vec![
        (
            "agreement",
            "B over a share still asked for",
            intake(with(kept(), json!({ "agreement": "deposited_later" }))),
        ),
        ("agreement", "A for a claimed share", sale().way("customer_advances").cheque()),
        (
            "agreement",
            "converted while asked for",
            sale().cheque().command(&[("cheque/c", "cheque.converted_to_deposited_later", convert)]),
        ),
        (
            "barred",
            "queued though claimed",
            sale().way("customer_advances").command(&[(
                "request/r",
                "request.queued",
                json!({ "dossier": "d", "rank": 1 }),
            )]),
        ),
        (
            "barred",
            "reopened though advanced",
            sale().way("customer_advances").paid(38_000, "card", "amc_share_advanced").moved(
                "claimed_by_customer",
                "not_sent",
                json!({}),
            ),
        ),
        (
            "cash-limit",
            "1 000,01 € in cash",
            reprice(json!({ "total_cents": 160_001, "customer_share_cents": 122_001 })).paid(
                100_001,
                "cash",
                "customer_share",
            ),
        ),
        ("cheque-covers", "a cheque for more than its shares", intake(with(kept(), json!({ "amount_cents": 38_001 })))),
        (
            "cheque-covers",
            "deposited for another amount",
            sale().cheque().refused_and_told().on(sixth).deposited(json!({ "amount_cents": 30_000 })),
        ),
        ("cheque-date", "dated tomorrow", intake(with(kept(), json!({ "written_on": "2024-01-30" })))),
        (
            "cheque-date",
            "deposited before it came",
            sale().cheque().refused_and_told().owner().deposited(json!({ "on": "2024-01-28", "override_reason": "t" })),
        ),
        (
            "cheque-once",
            "deposited twice",
            sale().cheque().refused_and_told().on(sixth).deposited(json!({})).deposited(json!({})),
        ),
        (
            "cheque-once",
            "returned, then deposited",
            sale().cheque().credited("not_sent").returned().on(sixth).deposited(json!({})),
        ),
        ("cheque-rests", "kept, and no dossier knows", sale().command(&[("cheque/c", "cheque.kept", kept())])),
        (
            "cheques-within-share",
            "two cheques for one share",
            sale()
                .cheque()
                .command(&[("cheque/e", "cheque.kept", second), ("dossier/d", "dossier.cheque_attached", other)]),
        ),
        (
            "colour",
            "green for less",
            sale().command(&[
                ("dossier/d", "dossier.track_moved", movement("not_sent", "accepted", agreed)),
                ("dossier/d", "dossier.rechecked", recheck),
            ]),
        ),
        (
            "credit-allocated",
            "a cent too much",
            sale().command(&[
                ("bank_credit/b", "bank_credit.recorded", credit(38_001)),
                (
                    "dossier/d",
                    "dossier.track_moved",
                    movement("not_sent", "paid", json!({ "bank_credit": "b", "amount_cents": 38_001 })),
                ),
            ]),
        ),
        (
            "credit-allocated",
            "a cent too much, later",
            sale().credited("not_sent").command(&[
                (
                    "bank_credit/b",
                    "bank_credit.allocated",
                    json!({ "allocations": [{ "dossier": "d", "rank": 1, "amount_cents": 1 }] }),
                ),
                (
                    "dossier/d",
                    "dossier.track_moved",
                    movement("paid", "paid", json!({ "bank_credit": "b", "amount_cents": 1 })),
                ),
            ]),
        ),
        (
            "credit-spent",
            "allocated, and no share moved",
            sale().command(&[("bank_credit/b", "bank_credit.recorded", credit(38_000))]),
        ),
        (
            "delivery",
            "delivered before it was ordered",
            sale().command(&[
                ("dossier/d", "dossier.ordered", json!({ "on": FIRST })),
                ("dossier/d", "dossier.delivered", json!({ "on": "2024-01-28" })),
            ]),
        ),
        (
            "delivery",
            "set aside, never ordered, delivered",
            sale().way("set_aside").command(&[("dossier/d", "dossier.delivered", json!({ "on": FIRST }))]),
        ),
        (
            "deposit-noted",
            "deposited, and the dossier does not know",
            sale().cheque().refused_and_told().on(sixth).command(&[
                ("cheque/c", "cheque.deposited", noted),
                ("dossier/d", "dossier.cheque_released", json!({ "cheque": "c", "rank": 1 })),
            ]),
        ),
        (
            "deposited-early",
            "before the promised day",
            intake(with(kept(), json!({ "deposit_not_before": "2024-02-08" })))
                .refused_and_told()
                .on(seventh)
                .deposited(json!({})),
        ),
        (
            "deposited-though-paid",
            "even by the owner",
            sale().cheque().credited("not_sent").owner().on(sixth).deposited(override_reason.clone()),
        ),
        (
            "deposited-untold",
            "refused, and nobody told",
            sale().cheque().moved("not_sent", "refused", json!({})).on(sixth).deposited(json!({})),
        ),
        (
            "deposited-untold",
            "told seven days before",
            sale().cheque().on(date(2024, 1, 30)).refused_and_told().on(date(2024, 2, 5)).deposited(json!({})),
        ),
        ("deposited-without-owner", "queued", sale().cheque().queued().on(sixth).deposited(override_reason.clone())),
        (
            "deposited-without-owner",
            "by the owner, without a reason",
            sale().cheque().owner().on(sixth).deposited(json!({})),
        ),
        (
            "deposited-without-owner",
            "advised",
            sale()
                .cheque()
                .moved("not_sent", "advised", json!({ "amount_cents": 38_000 }))
                .on(sixth)
                .deposited(json!({})),
        ),
        ("gap-free", "receipt 2 without receipt 1", intake(with(kept(), json!({ "receipt_number": 2 })))),
        (
            "incident-closed",
            "over a dossier that waits",
            incident().command(&[("incident/i", "incident.closed", Value::Null)]),
        ),
        ("invoice", "before the delivery", sale().invoiced()),
        ("invoice", "twice", sale().delivered().invoiced().invoiced()),
        ("invoice", "refused, accepted", sale().delivered().invoiced().invoice("refused").invoice("accepted")),
        (
            "invoice",
            "cancelled by nobody",
            sale().command(&[("dossier/d", "dossier.cancellation_ended", json!({ "rank": 1, "result": "cancelled" }))]),
        ),
        (
            "track-follows",
            "cancelled by a promise that stands",
            sale().queued().command(&[
                ("request/r", "request.answered", json!({ "answer": { "result": "agreed" }, "by_staff": true })),
                ("dossier/d", "dossier.track_moved", movement("queued", "accepted", json!({ "request": "r" }))),
                ("dossier/d", "dossier.track_moved", movement("accepted", "cancelled", json!({ "request": "r" }))),
            ]),
        ),
        ("kept-for-paid", "for a share that is paid", sale().credited("not_sent").cheque()),
        ("kept-too-long", "51 days", intake(with(kept(), json!({ "decide_by": "2024-03-20" })))),
        ("never-more-than-due", "his share and a cent", sale().paid(10_001, "card", "customer_share")),
        (
            "never-more-than-due",
            "an advance nobody asked for",
            sale().queued().paid(38_000, "card", "amc_share_advanced"),
        ),
        (
            "never-more-than-due",
            "by card and by cheque",
            sale().cheque().refused_and_told().paid(38_000, "card", "difference").on(sixth).deposited(json!({})),
        ),
        (
            "not-in-future",
            "returned tomorrow",
            sale().cheque().credited("not_sent").command(&[
                ("cheque/c", "cheque.returned", json!({ "on": "2024-01-30" })),
                ("dossier/d", "dossier.cheque_released", json!({ "cheque": "c", "rank": 1 })),
            ]),
        ),
        (
            "notice",
            "a week",
            sale().cheque().moved("not_sent", "refused", json!({})).command(&[(
                "cheque/c",
                "cheque.notice_given",
                json!({ "on": FIRST, "deposit_from": "2024-02-05" }),
            )]),
        ),
        (
            "notice",
            "while the answer is awaited",
            intake(with(kept(), json!({ "deposit_not_before": "2024-03-06" }))).command(&[(
                "cheque/c",
                "cheque.notice_given",
                json!({ "on": FIRST, "deposit_from": "2024-02-06" }),
            )]),
        ),
        ("paid-by-credit", "paid by nothing", sale().moved("not_sent", "paid", json!({ "amount_cents": 38_000 }))),
        ("promises-agree", "no time to tell him", intake(with(kept(), json!({ "decide_by": "2024-02-05" })))),
        (
            "request-order",
            "sent while to be confirmed",
            sale().queued().command(&[("request/r", "request.send_started", started.clone())]).command(&[(
                "request/r",
                "request.send_started",
                json!({ "attempt": 2 }),
            )]),
        ),
        (
            "request-order",
            "an outcome before a start",
            sale().queued().command(&[("request/r", "request.outcome_unknown", json!({ "attempt": 0 }))]),
        ),
        (
            "request-order",
            "decided twice",
            sale().queued().command(&[("request/r", "request.answered", answered.clone())]).command(&[(
                "request/r",
                "request.answered",
                answered,
            )]),
        ),
        (
            "sent-twice",
            "sent though the concentrator has it",
            sale()
                .queued()
                .command(&[("dossier/d", "dossier.transmitted", json!({ "rank": 1, "import": "l" }))])
                .command(&[("request/r", "request.send_started", started.clone())]),
        ),
        (
            "undone-whole",
            "undone, and still entrusted",
            sale()
                .command(&[
                    ("dossier/d", "dossier.track_moved", movement("not_sent", "entrusted", json!({}))),
                    ("dossier/d", "dossier.transmitted", json!({ "rank": 1, "import": "l", "from": "not_sent" })),
                ])
                .command(&[("dossier/d", "dossier.import_undone", json!({ "import": "l" }))]),
        ),
        (
            "returned-unpaid",
            "advised is not paid",
            sale().cheque().moved("not_sent", "advised", json!({ "amount_cents": 38_000 })).returned(),
        ),
        (
            "returned-unpaid",
            "refused, and nobody paid",
            sale().cheque().moved("not_sent", "refused", json!({})).returned(),
        ),
        ("shares-add-up", "a cent too many", reprice(json!({ "total_cents": 48_001 }))),
        ("track-continues", "from where it was not", sale().moved("queued", "refused", json!({}))),
        ("track-follows", "queued without a request", sale().moved("not_sent", "queued", json!({}))),
        (
            "track-follows",
            "accepted by a request that waits",
            sale().command(&[
                ("request/r", "request.queued", json!({ "dossier": "d", "rank": 1 })),
                ("dossier/d", "dossier.track_moved", wait),
                ("dossier/d", "dossier.track_moved", movement("queued", "accepted", json!({ "request": "r" }))),
            ]),
        ),
        (
            "track-movement",
            "withdrawn though accepted",
            sale().moved("not_sent", "accepted", json!({})).moved("accepted", "withdrawn", json!({ "reason": "t" })),
        ),
        ("track-movement", "from paid to refused", sale().credited("not_sent").moved("paid", "refused", json!({}))),
    ]
}

#[test]
fn sound_journals_break_nothing() {
    let lists = [
        sound(),
        advances::sound(),
        inventories::sound(),
        outage::sound(),
        slips::sound(),
        statements::sound(),
        work::sound(),
    ];
    for (name, journal) in lists.concat() {
        assert_eq!(audit(&journal.entries), [], "{name}");
    }
}

fn every_doctored() -> impl Iterator<Item = (&'static str, &'static str, Journal)> {
    let lists = [
        doctored(),
        advances::doctored(),
        inventories::doctored(),
        outage::doctored(),
        reminders::doctored(),
        slips::doctored(),
        statements::doctored(),
        work::doctored(),
    ];
    lists.into_iter().flatten()
}

#[test]
fn every_doctored_journal_is_seen_through() {
    for (rule, name, journal) in every_doctored() {
        let seen: Vec<_> = audit(&journal.entries).into_iter().map(|violation| violation.rule).collect();
        assert!(seen.contains(&rule), "{name} should break {rule}, and breaks {seen:?}");
    }
}

#[test]
fn every_rule_has_a_doctored_journal() {
    let doctored: BTreeSet<_> = every_doctored().map(|(rule, _, _)| rule).collect();
    assert_eq!(doctored, RULES.iter().copied().collect());
}
