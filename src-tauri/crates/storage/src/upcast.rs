//! Bringing the body of an old entry to the form this build knows. Entries themselves are never rewritten.
//!
//! A kind whose form changes gets its step here; the journals of the releases that wrote the former one are in
//! `fixtures/`, and every build folds them. Today's form, nearly every entry, goes through untouched and unparsed.

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use relais_journal::{UpcastError, Upcasts};
use serde_json::{Value, json};
use std::{borrow::Cow, sync::LazyLock};

/// The steps of every kind that changed since its first release.
static STEPS: LazyLock<Upcasts> = LazyLock::new(|| {
    let steps = Upcasts::new()
        .with("dossier.card_recorded", 1, card_with_its_grid)
        .and_then(|steps| steps.with("dossier.rights_checked", 1, rights_checked_1))
        .and_then(|steps| steps.with("dossier.cheque_attached", 1, cheque_out_of_the_books))
        .and_then(|steps| steps.with("request.queued", 1, Ok))
        .and_then(|steps| steps.with("request.answered", 1, Ok))
        .and_then(|steps| steps.with("cheque.kept", 1, as_it_was))
        .and_then(|steps| steps.with("cheque.kept", 2, as_it_was))
        .and_then(|steps| steps.with("cheque.deposited", 1, as_it_was))
        .and_then(|steps| steps.with("document.issued", 1, as_it_was))
        .and_then(|steps| steps.with("document.issued", 2, as_it_was))
        .and_then(|steps| steps.with("bank_credit.recorded", 1, as_it_was));
    // A step out of order is a mistake of this file, which its test would find first.
    steps.unwrap_or_default()
});

// A request named neither what it takes back nor an invoice, and an answer no words of the platform: what was not written is
// not there, and the body stays as it was.

/// A card had the codes of its domains; they are the lines of its grid, under which nothing was said.
fn card_with_its_grid(mut body: Value) -> Result<Value, String> {
    let members = body.as_object_mut().ok_or("a card is an object")?;
    let Some(domains) = members.remove("domains") else { return Ok(body) };
    let codes = domains.as_array().ok_or("domains are a list")?;
    // A code was any text of eight characters; one that is none any more cannot be a line.
    let is_code = |code: &&str| !code.is_empty() && code.len() <= 8 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    let line = |code: &str| json!({ "domain": code, "cover": { "kind": "unsaid" } });
    let lines = codes.iter().filter_map(Value::as_str).filter(is_code).map(line).collect();
    members.insert("grid".to_owned(), Value::Array(lines));
    Ok(body)
}

/// What the kind learned to say since is left out where it is not said: a cheque issued in metropolitan France, handed in
/// before there were slips, or taken in without an identity paper; a paper about one sale; a credit nobody read from a statement.
#[allow(clippy::unnecessary_wraps)] // A step.
fn as_it_was(body: Value) -> Result<Value, String> {
    Ok(body)
}

/// Nobody had chosen how a kept cheque is booked: it was in custody only.
fn cheque_out_of_the_books(mut body: Value) -> Result<Value, String> {
    body.as_object_mut().ok_or("a cheque attached is an object")?.insert("booking".to_owned(), json!("off_books"));
    Ok(body)
}

/// A check of rights had the few fields of its answer; it has a whole [`relais_domain::coverage::CoverageAnswer`]. What was
/// not written then is not known now. The date of care was not kept: it is taken to be the day of the question.
fn rights_checked_1(mut body: Value) -> Result<Value, String> {
    let asked_at = body["asked_at"].as_str().ok_or("asked_at is missing")?;
    let asked_at: Timestamp = asked_at.parse().map_err(|error| format!("asked_at: {error}"))?;
    let elapsed_ms = body["elapsed_ms"].as_i64().unwrap_or_default();
    let answered_at = asked_at.checked_add(elapsed_ms.milliseconds()).map_err(|error| error.to_string())?;
    let service_date = asked_at.to_zoned(TimeZone::UTC).date().to_string();
    let before = body["outcome"].clone();
    if before["result"] == "answered" {
        let missing = [("in_force", "in_force"), ("valid_until", "period"), ("covered_cents", "covered_amount")];
        let missing = missing
            .into_iter()
            .chain([("authorisation_required", "authorisation_required"), ("reference", "reference")]);
        let not_known: Vec<&str> =
            missing.filter(|(field, _)| before[*field].is_null()).map(|(_, word)| word).collect();
        let until = &before["valid_until"];
        let period = if until.is_null() { Value::Null } else { json!({ "start": null, "end": until }) };
        body["outcome"] = json!({
            "result": "answered",
            "answer": {
                "source": { "way": "fhir", "platform": body["platform"] },
                "certainty": "A",
                "answered_at": answered_at,
                "service_date": service_date,
                "outcome": "complete",
                "in_force": before["in_force"],
                "period": period,
                "covered_cents": before["covered_cents"],
                "authorisation_required": before["authorisation_required"],
                "domains": [],
                "reference": before["reference"],
                "error_codes": [],
                "message": null,
                "not_known": not_known,
            },
        });
    }
    body["service_date"] = json!(service_date);
    Ok(body)
}

/// The version written for a kind.
pub(crate) fn format_version(kind: &str) -> u32 {
    STEPS.current(kind)
}

/// The body in today's form, or why it cannot be had.
pub(crate) fn to_current<'b>(kind: &str, version: u32, body: &'b str) -> Result<Cow<'b, str>, String> {
    if version == STEPS.current(kind) {
        return Ok(Cow::Borrowed(body));
    }
    let old = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let current = STEPS.upcast(kind, version, old).map_err(|error: UpcastError| error.to_string())?;
    Ok(Cow::Owned(current.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_domain::{
        books::KeptChequeBooking,
        card::GridCover,
        cheque::ChequeEvent,
        coverage::{Certainty, CoverageUnknown, CoverageWay},
        dossier::{DossierEvent, RightsOutcome},
        event::Event,
        money::Cents,
        platform::FailureCode,
    };

    #[test]
    fn a_card_of_the_first_form_has_its_domains_as_a_grid() {
        let kind = "dossier.card_recorded";
        assert_eq!(format_version(kind), 2);
        let old = r#"{"amc_number":"986402170","domains":["OPTI","AU DI","phar"],"rank":1,"valid_to":"2024-12-31"}"#;
        let body = serde_json::from_str(&to_current(kind, 1, old).unwrap()).unwrap();
        let Event::Dossier(DossierEvent::CardRecorded(card)) = Event::from_parts(kind, body).unwrap() else { panic!() };
        let lines: Vec<_> = card.grid.iter().map(|line| (line.domain.as_str(), line.cover)).collect();
        assert_eq!(lines, [("OPTI", GridCover::Unsaid), ("PHAR", GridCover::Unsaid)]);
        assert_eq!((card.rank, card.responsible, card.solidarity, card.holder), (1, None, false, None));
        let bare = r#"{"rank":2}"#;
        assert_eq!(to_current(kind, 1, bare).unwrap(), bare);
    }

    #[test]
    fn a_cheque_attached_before_there_was_a_choice_is_in_custody_only() {
        let old = r#"{"cheque":"00000000-0000-0000-0000-000000000009","covered_cents":38000,"rank":1}"#;
        let body = serde_json::from_str(&to_current("dossier.cheque_attached", 1, old).unwrap()).unwrap();
        let event = Event::from_parts("dossier.cheque_attached", body).unwrap();
        let Event::Dossier(DossierEvent::ChequeAttached { booking, .. }) = event else { panic!("{event:?}") };
        assert_eq!(booking, KeptChequeBooking::OffBooks);
    }

    #[test]
    fn a_cheque_deposited_before_there_were_slips_is_on_none() {
        let old = r#"{"amount_cents":38000,"on":"2024-02-20","track_state":"refused"}"#;
        let body = serde_json::from_str(&to_current("cheque.deposited", 1, old).unwrap()).unwrap();
        let event = Event::from_parts("cheque.deposited", body).unwrap();
        let Event::Cheque(ChequeEvent::Deposited { slip, .. }) = event else { panic!("{event:?}") };
        assert_eq!(slip, None);
    }

    /// Neither where it was issued nor what the customer showed was written at first.
    #[test]
    fn a_cheque_of_the_former_forms_was_taken_in_without_an_identity_paper() {
        assert_eq!(format_version("cheque.kept"), 3);
        let old = r#"{"agreement":"kept_and_returned","amount_cents":38000,"cheque":
            "00000000-0000-0000-0000-000000000009","covers":[],"decide_by":"2024-03-16","limits_version":1,
            "receipt_number":1,"receipt_year":2024,"received_on":"2024-01-31","rlmc":"verified",
            "written_on":"2024-01-31"}"#;
        for version in [1, 2] {
            let body = serde_json::from_str(&to_current("cheque.kept", version, old).unwrap()).unwrap();
            let Event::Cheque(ChequeEvent::Kept(kept)) = Event::from_parts("cheque.kept", body).unwrap() else {
                panic!()
            };
            assert_eq!(kept.identity_seen, None);
        }
    }

    fn read(body: &str) -> relais_domain::dossier::RightsChecked {
        let body = to_current("dossier.rights_checked", 1, body).unwrap();
        let event = Event::from_parts("dossier.rights_checked", serde_json::from_str(&body).unwrap()).unwrap();
        let Event::Dossier(DossierEvent::RightsChecked(check)) = event else { panic!("{event:?}") };
        check
    }

    #[test]
    fn a_former_answer_is_a_coverage_answer() {
        let check = read(
            r#"{"asked_at":"2024-01-09T08:10:02Z","elapsed_ms":480,"evidence_digest":"00","outcome":
            {"authorisation_required":true,"covered_cents":37991,"in_force":true,"reference":null,"result":"answered",
            "valid_until":"2024-12-31"},"platform":"viamedis","rank":1,"source":"measured"}"#,
        );
        let answer = check.answer().unwrap();
        assert_eq!((answer.certainty, answer.source.way), (Certainty::A, CoverageWay::Fhir));
        assert_eq!(answer.source.platform.as_ref(), Some(&check.platform));
        assert_eq!(answer.answered_at.to_string(), "2024-01-09T08:10:02.48Z");
        assert_eq!(answer.service_date.to_string(), "2024-01-09");
        assert_eq!((answer.in_force, answer.covered_cents), (Some(true), Some(Cents::new(37_991).unwrap())));
        assert_eq!(answer.period.unwrap().end.unwrap().to_string(), "2024-12-31");
        assert_eq!(answer.not_known.iter().copied().collect::<Vec<_>>(), [CoverageUnknown::Reference]);
    }

    #[test]
    fn a_former_failure_stays_one() {
        let check = read(
            r#"{"asked_at":"2024-01-31T09:10:02Z","elapsed_ms":2600,"outcome":{"failure":"timed_out","result":
            "not_verified","since":null},"platform":"viamedis","rank":1,"source":"measured"}"#,
        );
        assert_eq!(check.outcome, RightsOutcome::NotVerified { failure: FailureCode::TimedOut, since: None });
        assert!(check.instead_of.is_none());
    }

    #[test]
    fn a_body_without_its_hour_is_refused() {
        assert!(to_current("dossier.rights_checked", 1, "{}").is_err());
    }
}
