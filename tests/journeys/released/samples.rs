//! Kinds of entries that no deed of the demonstration leads to, each as the rules spell it, with every field it may have.

use super::WRITTEN_AT;
use serde_json::{Value, json};
use uuid::Uuid;

/// Kinds no deed of the demonstration leads to, each as the rules spell it.
pub(super) fn samples() -> Vec<(&'static str, Value)> {
    let (on, id) = ("2024-02-12", Uuid::from_u128(7));
    let money = json!({ "amount_cents": 1_500, "means": "card", "on": on });
    let payment = json!({ "amount_cents": 1_500, "means": "card", "on": on, "purpose": "customer_share" });
    vec![
        ("dossier.order_cancelled", json!({ "on": on })),
        ("dossier.delivery_undone", json!({ "reason": id })),
        ("dossier.customer_payment_reversed", payment),
        ("dossier.customer_refunded", money.clone()),
        (
            "dossier.card_picture_kept",
            json!({
                "rank": 1, "side": "front", "picture": id, "format": "jpeg",
                "piece": { "length_bytes": 1_500, "proof": "00" },
            }),
        ),
        (
            "dossier.down_payment_received",
            json!({
                "number": 1, "year": 2024, "amount_cents": 1_500, "means": "card", "on": on, "invoice": "FA-1",
                "made_to_order": false, "vat_rate_bp": 2_000,
            }),
        ),
        (
            "dossier.down_payment_allocated",
            json!({ "down_payment": 1, "purpose": "customer_share", "amount_cents": 1_000, "on": on }),
        ),
        (
            "dossier.down_payment_released",
            json!({ "down_payment": 1, "purpose": "customer_share", "amount_cents": 1_000 }),
        ),
        (
            "dossier.down_payment_interest",
            json!({ "down_payment": 1, "amount_cents": 10, "from": on, "to": on, "rate_bp": 801 }),
        ),
        (
            "dossier.down_payment_refunded",
            json!({ "down_payment": 1, "amount_cents": 500, "means": "transfer", "on": on }),
        ),
        ("dossier.down_payment_reversed", json!({ "down_payment": 1 })),
        ("bank_credit.given_to_advance", json!({ "advance": id, "amount_cents": 1_500 })),
        ("bank_credit.taken_from_advance", json!({ "advance": id })),
        ("bank_credit.withheld", json!({ "advance": id, "amount_cents": 1_500 })),
        (
            "operator_advance.received",
            json!({
                "advance": id, "number": 1, "year": 2024, "platform": "viamedis", "amount_cents": 1_500, "on": on,
                "bank_credit": id, "terms": id, "instalments": [{ "due_on": on, "amount_cents": 1_500 }],
            }),
        ),
        (
            "operator_advance.rescheduled",
            json!({ "instalments": [{ "due_on": on, "amount_cents": 1_500 }] }),
        ),
        ("operator_advance.recouped", json!({ "amount_cents": 500, "on": on, "bank_credit": id })),
        ("operator_advance.repaid", money.clone()),
        ("operator_advance.repayment_reversed", money),
        ("operator_advance.cancelled", json!({ "reason": id })),
        ("platform.third_party_payment_suspended", json!({ "platform": "viamedis", "on": on, "reason": id })),
        ("platform.third_party_payment_resumed", json!({ "platform": "viamedis", "on": on })),
        ("practice.down_payment_vat_set", json!({ "vat": "on_receipt" })),
        ("document.reprinted", json!({ "duplicate": 1, "on": on })),
        (
            "dossier.advance_attested",
            json!({
                "document": id, "paper": "attestation", "invoice": "FA-1", "paid_cents": 1_500, "under_reserve": true,
            }),
        ),
        (
            "dossier.payer_reminded",
            json!({
                "rank": 1, "level": "first", "document": id, "number": "L-2024-0007", "on": on, "owed_cents": 1_500,
                "operator": "viamedis",
            }),
        ),
        ("dossier.work_assigned", json!({ "place": 1, "to": id })),
        ("dossier.work_snoozed", json!({ "place": 1, "list": "no_return", "until": on, "reason": id })),
        ("dossier.work_resumed", json!({ "place": 1 })),
        ("dossier.card_part_erased", json!({ "rank": 1, "part": "front", "picture": id })),
        ("cheque.converted_to_deposited_later", json!({ "deposit_not_before": on, "reason": id })),
        ("bank_credit.penalty_taken", json!({ "amount_cents": 1_500 })),
        ("dossier.amo_paid", json!({ "on": on })),
        ("bank_credit.allocated", json!({ "allocations": [{ "dossier": id, "rank": 1, "amount_cents": 1_500 }] })),
        ("bank_credit.withdrawn", json!({ "import": id, "reason": id })),
        (
            "dossier.advised",
            json!({
                "rank": 1, "from": "accepted", "import": id, "outcome": "announced", "reference": "AV-12",
                "amount_cents": 1_500, "on": on, "pays_on": on, "code": "R45", "wording": id,
            }),
        ),
        ("dossier.paid_by_list", json!({ "rank": 1, "import": id, "bank_credit": id })),
        (
            "dossier.shortfall_explained",
            json!({ "rank": 1, "cause": "recoupment", "amount_cents": 1_500, "text": id }),
        ),
        (
            "import.lines_set_aside",
            json!({
                "lines": [{
                    "line": 3, "text": id,
                    "advice": {
                        "rank": 1, "import": id, "outcome": "announced", "reference": "AV-12", "amount_cents": 1_500,
                        "on": on, "pays_on": on,
                    },
                }],
            }),
        ),
        ("import.line_settled", json!({ "line": 3, "dossier": id, "rank": 1, "reason": id })),
        ("practice.advice_delay_set", json!({ "days": 4 })),
        ("practice.payer_words_set", json!({ "words": "mut de l ocean", "payer": "insurer", "name": "Mutuelle" })),
        ("practice.payer_words_forgotten", json!({ "words": "mut de l ocean" })),
        ("request.not_sent", json!({ "attempt": 2, "failure": "timed_out", "retry_after_s": 30 })),
        ("request.outcome_unknown", json!({ "attempt": 2, "failure": "timed_out" })),
        ("request.not_received", json!({ "by_staff": true })),
        ("request.withdrawn", json!({ "reason": id })),
        ("request.entrusted", json!({ "import": id })),
        ("request.entrusting_undone", json!({ "import": id })),
        (
            "dossier.transmitted",
            json!({
                "rank": 1, "from": "queued", "import": id, "opened": true, "twice": true, "lot": "118", "invoice": "F1",
                "amount_cents": 1_500, "on": on,
            }),
        ),
        (
            "dossier.returned",
            json!({
                "rank": 1, "from": "entrusted", "import": id, "lot": "118", "invoice": "F1", "outcome": "rejected",
                "code": "R45", "wording": id, "reference": "A1", "amount_cents": 1_500, "on": on,
            }),
        ),
        ("dossier.import_undone", json!({ "import": id })),
        (
            "import.recorded",
            json!({
                "import": id, "table": "transmitted_lots", "name": id, "checksum": id, "taken": 3, "opened": 1,
                "known": 1, "left_out": 1, "faulty": 2, "total_cents": 4_500,
            }),
        ),
        ("import.undone", json!({ "undone": 2, "kept": 1 })),
        ("practice.mapping_saved", mapping()),
        ("practice.mapping_removed", json!({ "table": "transmitted_lots", "name": "LGO" })),
        ("request.given_up", json!({ "attempt": 5, "failure": "connection_refused" })),
        ("request.conflicted", json!({ "attempt": 2, "failure": "conflict" })),
        ("request.requeued", json!({ "reason": id })),
        ("incident.reopened", Value::Null),
        ("incident.reclassified", json!({ "nature": "breach" })),
        ("incident.times_corrected", json!({ "since": WRITTEN_AT, "until": WRITTEN_AT })),
        ("incident.line_added", json!({ "text": id, "said_by": "union", "said_at": WRITTEN_AT })),
        (
            "incident.piece_attached",
            json!({ "piece": id, "name": id, "media": "pdf", "seal": { "length_bytes": 12, "proof": "00" } }),
        ),
        ("incident.dossiers_touched", json!({ "dossiers": [id] })),
        (
            "incident.line_corrected",
            json!({ "corrects": id, "text": id, "said_by": "union", "said_at": WRITTEN_AT }),
        ),
        (
            "incident.mode_set",
            json!({ "default_way": "set_aside", "per_customer_cents": 80_000, "in_all_cents": 600_000 }),
        ),
        (
            "incident.ceiling_exceeded",
            json!({
                "dossier": id, "ceiling": "in_all", "ceiling_cents": 600_000, "carried_cents": 601_500, "reason": id,
            }),
        ),
        ("incident.access_secured", json!({ "changed": true })),
        (
            "incident.rotation_planned",
            json!({ "items": [{ "credential": id, "target": "account", "danger": "leaked_account" }] }),
        ),
        ("incident.secret_rotated", json!({ "credential": id, "target": "account", "factor": "in_place" })),
        (
            "incident.leak_noted",
            json!({ "field": "bank_account", "state": "known", "known_on": on, "told_by": "operator", "note": id }),
        ),
        ("incident.breach_task_noted", json!({ "task": "bank_letter", "outcome": "left_out", "reason": id })),
        ("incident.breach_letter_printed", json!({ "task": "bank_letter", "document": id })),
        ("incident.awareness_noted", json!({ "at": WRITTEN_AT })),
        (
            "incident.notifier_determined",
            json!({ "origin": "our_systems", "part": "controller", "risk": "high", "duty": "notify_authority_and_people" }),
        ),
        (
            "incident.breach_described",
            json!({
                "people": 1_200, "records": 1_500, "circumstances": id, "consequences": id, "measures": id,
                "case_number": id, "delay": id,
            }),
        ),
        ("incident.debit_watch_set", json!({ "until": on })),
        ("incident.statement_checked", json!({ "month": "2024-01-01", "found": "unknown", "note": id })),
        ("incident.rotation_left_out", json!({ "credential": id, "target": "mailbox", "reason": id })),
        ("dossier.customer_called", json!({ "outcome": "message_left", "next_on": on, "note": id })),
        (
            "dossier.written_off",
            json!({ "customer_cents": 1_500, "shares": [{ "rank": 1, "amount_cents": 38_000 }], "reason": id }),
        ),
        ("dossier.write_off_asked", json!({ "amount_cents": 60_000, "reason": id, "confirm_from": "2024-02-13T09:00:00Z" })),
        ("dossier.write_off_withdrawn", json!({})),
        ("dossier.write_off_seconded", json!({ "by": id })),
        ("practice.second_look_limit_set", json!({ "limit_cents": 60_000 })),
        ("dossier.write_off_undone", json!({ "reason": id })),
        (
            "platform.conduct_set",
            json!({
                "platform": "viamedis",
                "conduct": {
                    "probing": { "enabled": true, "every_s": 300 },
                    "calls_per_second": 5,
                    "repeat": { "prior_authorisation": "query_first" },
                },
            }),
        ),
        (
            "platform.function_said",
            json!({ "platform": "viamedis", "function": "rights", "said": { "by": "press", "text": id } }),
        ),
        ("practice.cheque_picture_days_set", json!({ "days": 90, "chosen_on": on })),
        ("practice.idle_lock_set", json!({ "minutes": 15 })),
        ("practice.role_idle_lock_set", json!({ "role": "counter", "minutes": 2 })),
        ("user.role_changed", json!({ "role": "billing" })),
        ("user.retired", json!({})),
        ("user.readmitted", json!({})),
        (
            "purge.asked",
            json!({
                "purge": id, "why": "requested", "clocks": "2024-02", "subjects": [{ "kind": "customer", "id": id }],
                "reason": id, "confirm_from": WRITTEN_AT,
            }),
        ),
        ("purge.seconded", json!({ "by": id })),
        ("purge.confirmed", json!({})),
        ("purge.withdrawn", json!({})),
        (
            "purge.carried",
            json!({
                "done": 1, "kept": 0,
                "erased": {
                    "customers": 1, "cards": 1, "nirs": 1, "card_texts": 1, "pictures": 2, "cheque_lines": 1, "notes": 3,
                    "exchanges": 1, "papers": 2,
                },
            }),
        ),
        ("purge.certified", json!({ "number": 1, "year": 2024, "certificate": id })),
        ("credential.added", json!({})),
        ("credential.edited", json!({ "fields": ["site", "holder", "login", "mailbox", "second_factor", "seed", "notes"] })),
        ("credential.secret_changed", json!({ "restored": 2 })),
        ("credential.removed", json!({})),
        ("credential.put_back", json!({})),
        ("credential.erased", json!({})),
        ("practice.kept_cheque_booking_set", json!({ "booking": "against_debt" })),
        (
            "dossier.quoted",
            json!({
                "rank": 1, "request": id, "platform": "viamedis", "asked_cents": 1_500,
                "quote": {
                    "reference": "D-12", "covered_cents": 1_200, "valid_until": on,
                    "lines": [{ "number": 1, "covered_cents": 1_200 }],
                },
            }),
        ),
        (
            "dossier.invoiced",
            json!({
                "rank": 1, "request": id, "invoice": "F-2024-12", "amount_cents": 1_500, "authorisation": agreement(on),
            }),
        ),
        (
            "dossier.invoice_moved",
            json!({ "rank": 1, "request": id, "to": "accepted", "accepted": agreement(on), "reason": id }),
        ),
        (
            "dossier.cancellation_asked",
            json!({ "rank": 1, "request": id, "function": "prior_authorisation", "reason": id }),
        ),
        ("dossier.cancellation_ended", json!({ "rank": 1, "request": id, "result": "cancelled", "reference": "A-12" })),
        ("dossier.coverage_seen", sighting()),
        ("dossier.estimate_printed", estimate()),
        (
            "practice.estimate_reference_set",
            json!({ "version": "2024-02", "checksum": "00", "text": "version = \"2024-02\"" }),
        ),
        (
            "practice.reference_set",
            json!({ "reference": "routing", "version": "2024-02", "checksum": "00", "text": "version = \"2024-02\"" }),
        ),
        ("practice.routing_row_changed", routing_change()),
        ("practice.routing_change_undone", json!({ "standing": 1 })),
        (
            "practice.amo_channel_stated",
            json!({
                "channel": "ameli_pro", "state": "down", "source": "declared", "since": "2024-02-01T08:00:00Z",
            }),
        ),
        (
            "practice.privacy_set",
            json!({ "set": "field_switched", "platform": "viamedis", "function": "rights", "field": "given_name", "sent": false }),
        ),
        (
            "platform.described",
            json!({ "platform": "littoral", "file": { "name": "littoral.toml", "checksum": "00", "text": "relais = 1" } }),
        ),
        ("platform.removed", json!({ "platform": "littoral" })),
        ("practice.restored", json!({ "entries": 12, "written_at": "2024-02-01T08:00:00Z" })),
    ]
    .into_iter()
    .chain(after_the_drawer())
    .collect()
}

/// What becomes of a cheque and of a slip, with every field each step may have.
fn after_the_drawer() -> Vec<(&'static str, Value)> {
    let (on, id) = ("2024-02-12", Uuid::from_u128(7));
    let taken = json!({ "on": on, "reason": id, "rests_on": id });
    let with = |field: &str, value: Value| {
        let mut body = taken.clone();
        body[field] = value;
        body
    };
    vec![
        ("dossier.cheque_unpaid", json!({ "cheque": id, "rank": 1, "on": on })),
        ("dossier.cheque_taken_back", json!({ "cheque": id, "rank": 1, "kept": false })),
        ("cheque.taken_back", json!({ "on": on, "reason": id })),
        ("cheque.credited", json!({ "on": on, "slip": id })),
        ("cheque.made_final", taken.clone()),
        ("cheque.rejected", with("ground", json!("insufficient_funds"))),
        (
            "cheque.represented",
            json!({ "on": on, "amount_cents": 1_500, "track_state": "refused", "override_reason": id, "slip": id }),
        ),
        ("cheque.certificate_requested", taken.clone()),
        ("cheque.certificate_received", taken.clone()),
        ("cheque.litigation_begun", taken.clone()),
        ("cheque.opposed", with("ground", json!("theft"))),
        ("cheque.lost", with("stolen", json!(true))),
        ("cheque.found", taken.clone()),
        ("cheque.expired", taken.clone()),
        ("cheque.override_asked", json!({ "act": "deposit", "reason": id, "confirm_from": "2024-02-13T09:00:00Z" })),
        ("cheque.override_withdrawn", json!({})),
        ("cheque.override_seconded", json!({ "by": id })),
        ("cheque.evidence_printed", json!({ "document": id })),
        (
            "cheque.picture_kept",
            json!({
                "side": "front", "picture": id, "format": "jpeg", "piece": { "length_bytes": 1_500, "proof": "00" },
            }),
        ),
        ("cheque.picture_erased", json!({ "side": "front", "picture": id, "why": "due" })),
        ("cheque.fees_charged", json!({ "on": on, "amount_cents": 1_500 })),
        ("cheque.fees_repaid", json!({ "on": on, "amount_cents": 1_500, "means": "card" })),
        ("cheque.fees_left", json!({ "amount_cents": 1_500, "reason": id })),
        ("cheque.fees_undone", json!({ "undone": "charged", "reason": id })),
        ("slip.bank_number_set", json!({ "bank_number": "4471220" })),
        ("slip.credited", json!({ "on": on, "amount_cents": 1_500, "reason": id })),
        ("slip.cheque_rejected", json!({ "cheque": id, "amount_cents": 1_500, "on": on })),
        ("slip.taken_apart", json!({ "reason": id })),
        (
            "inventory.counted",
            json!({
                "inventory": id, "number": 1, "year": 2024, "on": on, "counted_with": id, "sheet": id,
                "found": [{ "cheque": id, "amount_cents": 1_500 }],
                "missing": [{ "cheque": id, "amount_cents": 1_500, "reason": id }],
                "unknown": [{ "amount_cents": 1_500, "number": id, "from": id, "reason": id }],
            }),
        ),
    ]
}

/// What an insurer agreed to, with every field it may have.
fn agreement(until: &str) -> Value {
    json!({ "reference": "PEC-12", "covered_cents": 1_500, "valid_until": until })
}

/// Which column says what, with every field it may have.
fn mapping() -> Value {
    json!({
        "name": "LGO", "table": "transmitted_lots", "signature": "00",
        "shape": { "encoding": "utf8", "separator": "semicolon", "header": true },
        "columns": [{ "field": "invoice", "column": 1 }], "words": [{ "word": "rejete", "means": "rejected" }],
    })
}

/// A row of the routing table before and after, with every field it may have.
fn routing_change() -> Value {
    let (on, to) = ("2024-02-12", "2024-12-31");
    let row = json!({
        "insurer": "Alan", "amc": "77565712", "csr": "94???????", "domain": "OPTI", "from": on, "to": to,
        "operators": ["almerys"], "network": "kalixia", "status": "to_verify", "source": "Carte", "noted_on": on,
    });
    let party = json!({ "label": "Almerys", "status": "to_verify", "source": "Carte", "noted_on": on });
    json!({ "was": row.clone(), "becomes": row, "operators": { "almerys": party } })
}

/// What a person saw, with every field it may have.
fn sighting() -> Value {
    let (on, id) = ("2024-02-12", Uuid::from_u128(7));
    let benefit = json!({ "kind": "benefit", "allowed_cents": 37_991, "used_cents": 0 });
    let domain = json!({
        "domain": "OPTI",
        "product": "frame",
        "excluded": false,
        "authorisation_required": true,
        "benefits": [benefit],
    });
    json!({
        "sighting": id,
        "rank": 1,
        "function": "rights",
        "by": id,
        "answer": {
            "source": { "way": "green_number", "platform": "viamedis" },
            "certainty": "B",
            "answered_at": "2024-02-12T08:00:00Z",
            "service_date": on,
            "outcome": "complete",
            "in_force": true,
            "period": { "start": on, "end": on },
            "covered_cents": 37_991,
            "authorisation_required": true,
            "domains": [domain],
            "reference": "A-12",
            "error_codes": ["E12"],
            "message": null,
            "not_known": ["reference"],
        },
        "spoken_with": id,
        "note": id,
        "piece": id,
        "corrects": id,
    })
}

/// An estimate with every field it may have.
fn estimate() -> Value {
    let (on, range) = ("2024-02-12", json!({ "low_cents": 1_500, "high_cents": 2_000 }));
    let last = json!({ "known": "on", "date": on, "evidence": "document" });
    let cover = json!({
        "responsible": true,
        "guarantee": { "kind": "percent_of_base", "rate_bp": 30_000 },
        "out_of_network": { "kind": "amount", "cents": 1_500 },
        "read_on_card": true,
    });
    let number = json!({
        "key": "optics.amo_rate", "value": 6_000, "unit": "rate_bp", "from": on, "to": on, "status": "confirmed", "source": "LPP",
    });
    let line =
        json!({ "item": "frame", "quantity": 1, "unit_price_cents": 15_000, "vat_rate_bp": 2_000, "class": "B" });
    json!({
        "document": Uuid::from_u128(7), "on": on, "reference_version": "2024-01", "reference_checksum": "00",
        "numbers": [number], "lines": [line], "price_cents": 15_000, "confidence": "C",
        "said": {
            "age": "from_20", "last_equipment": last.clone(), "other_ear": last, "early_renewal": "medical", "network": "in",
            "covers": [cover],
        },
        "ranges": [{ "side": "in", "amo": range.clone(), "amc": [range.clone()], "customer": range }],
    })
}
