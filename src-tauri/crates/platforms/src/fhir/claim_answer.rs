//! `ClaimResponse` read into a [`PriorAuthorisationAnswer`], alone or out of a search.
//!
//! A search is believed only as far as it proves itself: a server that ignores the criterion answers with everybody's
//! authorisations, so an answer counts when it names our request, or when the server says that it applied the criterion.

use std::collections::BTreeSet;

use relais_domain::money::Cents;
use relais_domain::platform::PlatformCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::answer::{Outcome, PlatformText, PriorAuthorisationAnswer, RawAnswer, Unknown};
use crate::failure::AnswerFault;
use crate::fhir::eligibility_answer::{
    ErrorCode, MAX_CODES, error_codes, euros_or_unknown, kept_code, outcome, require_active,
};
use crate::fhir::envelope::{self, Bundle};
use crate::fhir::strict;
use crate::fhir::subject::{Expected, Stated};
use crate::fhir::wire::{CodeableConcept, Money, Reference, WirePeriod};

const RESOURCE: &str = "ClaimResponse";
/// The adjudication category of what the insurer covers.
const BENEFIT: &str = "benefit";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    id: Option<String>,
    status: Option<String>,
    r#use: Option<String>,
    #[serde(default)]
    contained: Vec<Box<RawValue>>,
    patient: Option<Reference>,
    request: Option<Reference>,
    outcome: Option<String>,
    disposition: Option<String>,
    pre_auth_ref: Option<String>,
    pre_auth_period: Option<WirePeriod>,
    #[serde(default)]
    item: Vec<Item>,
    #[serde(default)]
    total: Vec<Total>,
    #[serde(default)]
    error: Vec<ErrorCode>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    adjudication: Vec<Adjudication>,
}

#[derive(Deserialize)]
struct Adjudication {
    category: Option<CodeableConcept>,
    reason: Option<CodeableConcept>,
    amount: Option<Money>,
}

#[derive(Deserialize)]
struct Total {
    category: Option<CodeableConcept>,
    amount: Option<Money>,
}

/// Reads the answer to the request just sent.
pub(crate) fn decode(
    body: Vec<u8>,
    expected: Expected<'_>,
    source: &PlatformCode,
    elapsed_ms: u64,
) -> Result<PriorAuthorisationAnswer, AnswerFault> {
    let json = strict::check(&body)?;
    let response: Response = envelope::unwrap_one(json, RESOURCE)?;
    let tied = expected.compare(&stated(&response))?.is_tied();
    answer(response, tied, body, source, elapsed_ms)
}

/// Reads a search by our identifier: the answer, or the platform's word that it has none.
pub(crate) fn decode_search(
    body: Vec<u8>,
    request_id: Uuid,
    source: &PlatformCode,
    elapsed_ms: u64,
) -> Result<Option<PriorAuthorisationAnswer>, AnswerFault> {
    let json = strict::check(&body)?;
    match envelope::kind_of(json).as_deref() {
        Some("Bundle") => {}
        Some("OperationOutcome") => return Err(AnswerFault::OperationOutcome),
        _ => return Err(AnswerFault::OtherResource),
    }
    let bundle: Bundle = strict::read(json)?;
    let found: Vec<Response> = bundle.resources(RESOURCE)?;
    let expected = Expected { request_id, person: None };
    let (mut ours, mut unnamed) = (Vec::new(), Vec::new());
    for response in found {
        match expected.compare(&stated(&response)) {
            Ok(agreement) if agreement.request => ours.push(response),
            Ok(_) => unnamed.push(response),
            // Another request's answer in the list is not ours; it says that the criterion was not applied strictly.
            Err(_) => {}
        }
    }
    let named = !ours.is_empty();
    if !named && criterion_applied(&bundle, request_id) {
        ours = unnamed;
    } else if !named && !unnamed.is_empty() {
        return Err(AnswerFault::SearchNotConfirmed);
    }
    let any = !ours.is_empty();
    ours.retain(|response| require_active(response.status.as_deref()).is_ok());
    match (ours.pop(), ours.is_empty()) {
        (Some(response), true) => answer(response, named, body, source, elapsed_ms).map(Some),
        (Some(_), false) => Err(AnswerFault::SeveralAnswers),
        (None, _) if any => Err(AnswerFault::NotActive),
        // « None » may stand on the pages that were not read.
        (None, _) if bundle.has_more() => Err(AnswerFault::SearchNotConfirmed),
        (None, _) => Ok(None),
    }
}

fn criterion_applied(bundle: &Bundle, request_id: Uuid) -> bool {
    let wanted = request_id.hyphenated().to_string();
    bundle.self_url().is_some_and(|url| url.to_lowercase().contains(&wanted))
}

fn stated(response: &Response) -> Stated<'_> {
    Stated { contained: &response.contained, patient: response.patient.as_ref(), request: response.request.as_ref() }
}

fn answer(
    response: Response,
    tied: bool,
    body: Vec<u8>,
    source: &PlatformCode,
    elapsed_ms: u64,
) -> Result<PriorAuthorisationAnswer, AnswerFault> {
    require_active(response.status.as_deref())?;
    if response.r#use.as_deref() != Some("preauthorization") {
        return Err(AnswerFault::OtherUse);
    }
    let outcome = outcome(response.outcome.as_deref())?;
    let mut not_known = BTreeSet::new();
    let processed = matches!(outcome, Outcome::Complete | Outcome::Partial);
    let covered_cents = covered(&response, &mut not_known)?.filter(|_| processed);
    let valid = response.pre_auth_period.as_ref().map(WirePeriod::days).transpose()?.flatten();
    let disposition_codes = disposition_codes(&response);
    let reference = kept_code(response.pre_auth_ref);
    for (unknown, absent) in [
        (Unknown::Subject, !tied),
        (Unknown::Reference, reference.is_none()),
        (Unknown::Period, valid.is_none()),
        (Unknown::CoveredAmount, covered_cents.is_none()),
    ] {
        if absent {
            not_known.insert(unknown);
        }
    }
    let mut codes = error_codes(response.error);
    codes.extend(disposition_codes);
    codes.dedup();
    codes.truncate(MAX_CODES);
    Ok(PriorAuthorisationAnswer {
        source: source.clone(),
        outcome,
        reference,
        valid,
        covered_cents,
        disposition_codes: codes,
        disposition_text: response.disposition.as_deref().and_then(PlatformText::new),
        platform_id: kept_code(response.id),
        not_known,
        elapsed_ms,
        raw: RawAnswer::new(body),
    })
}

fn disposition_codes(response: &Response) -> Vec<String> {
    let adjudications = response.item.iter().flat_map(|item| &item.adjudication);
    let reasons = adjudications.filter_map(|one| one.reason.as_ref()).filter_map(CodeableConcept::first_code);
    reasons.filter_map(|code| kept_code(Some(code.to_owned()))).collect()
}

/// The total of the benefits; without one, the sum of the lines when every line states its own.
fn covered(response: &Response, not_known: &mut BTreeSet<Unknown>) -> Result<Option<Cents>, AnswerFault> {
    let is_benefit = |category: &Option<CodeableConcept>| category.as_ref().is_some_and(|c| c.has_code(BENEFIT));
    let mut totals = response.total.iter().filter(|total| is_benefit(&total.category));
    match (totals.next(), totals.next()) {
        (Some(total), None) => return euros_or_unknown(total.amount.as_ref(), not_known),
        (Some(_), Some(_)) => return Ok(None),
        (None, _) => {}
    }
    if response.item.is_empty() {
        return Ok(None);
    }
    let mut sum = Cents::ZERO;
    for item in &response.item {
        let mut benefits = item.adjudication.iter().filter(|one| is_benefit(&one.category));
        let (Some(one), None) = (benefits.next(), benefits.next()) else { return Ok(None) };
        let Some(amount) = euros_or_unknown(one.amount.as_ref(), not_known)? else { return Ok(None) };
        sum = sum.plus(amount).map_err(|_| AnswerFault::NotCents)?;
    }
    Ok(Some(sum))
}

/// What is known after a bare « 202 accepted »: the platform took the request in, nothing more.
pub(crate) fn taken_in(body: Vec<u8>, source: &PlatformCode, elapsed_ms: u64) -> PriorAuthorisationAnswer {
    PriorAuthorisationAnswer {
        source: source.clone(),
        outcome: Outcome::Queued,
        reference: None,
        valid: None,
        covered_cents: None,
        disposition_codes: Vec::new(),
        disposition_text: None,
        platform_id: None,
        not_known: BTreeSet::from([Unknown::Subject, Unknown::Reference, Unknown::Period, Unknown::CoveredAmount]),
        elapsed_ms,
        raw: RawAnswer::new(body),
    }
}
