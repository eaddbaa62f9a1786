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

use crate::answer::{AdvisedPayment, CoveredLine, PlatformText, PriorAuthorisationAnswer, Unknown};
use crate::failure::AnswerFault;
use crate::fhir::eligibility_answer::{ErrorCode, error_codes, euros_or_unknown, kept_code, outcome, require_active};
use crate::fhir::envelope::{self, Bundle, Neighbour};
use crate::fhir::strict;
use crate::fhir::subject::{Expected, Stated};
use crate::fhir::wire::{CodeableConcept, Edge, Identifier, Money, Reference, WirePeriod, day};
use crate::request::ClaimUse;
use crate::said::SaidOfClaim;

pub(crate) const RESOURCE: &str = "ClaimResponse";
/// The adjudication category of what the insurer covers.
const BENEFIT: &str = "benefit";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    id: Option<String>,
    #[serde(default)]
    identifier: Vec<Identifier>,
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
    payment: Option<WirePayment>,
    #[serde(default)]
    error: Vec<ErrorCode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    item_sequence: Option<u32>,
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
struct WirePayment {
    amount: Option<Money>,
    date: Option<String>,
    identifier: Option<Identifier>,
}

#[derive(Deserialize)]
struct Total {
    category: Option<CodeableConcept>,
    amount: Option<Money>,
}

/// Reads the answer to the request just sent.
pub(crate) fn decode(
    body: Vec<u8>,
    claim_use: ClaimUse,
    expected: Expected<'_>,
    source: &PlatformCode,
    elapsed_ms: u64,
) -> Result<PriorAuthorisationAnswer, AnswerFault> {
    let json = strict::check(&body)?;
    let opened = envelope::open::<Response>(json, RESOURCE)?;
    let tied = expected.compare(&stated(&opened.answer, &opened.neighbours))?.is_tied();
    answer(opened.answer, claim_use, tied, body, source, elapsed_ms)
}

/// Reads a search by our identifier, page after page: the answer, or the platform's word that it has none.
pub(crate) fn decode_search(
    pages: Vec<Vec<u8>>,
    claim_use: ClaimUse,
    expected: Expected<'_>,
    source: &PlatformCode,
    elapsed_ms: u64,
) -> Result<Option<PriorAuthorisationAnswer>, AnswerFault> {
    let (mut ours, mut unnamed) = (Vec::new(), Vec::new());
    let (mut applied, mut more) = (false, false);
    for (number, page) in pages.iter().enumerate() {
        let bundle = envelope::bundle(strict::check(page)?)?;
        applied |= criterion_applied(&bundle, expected.request_id);
        more = bundle.next_url().is_some();
        for response in bundle.resources::<Response>(RESOURCE)? {
            match expected.compare(&stated(&response, &[])) {
                Ok(agreement) if agreement.request => ours.push((number, response)),
                Ok(_) => unnamed.push((number, response)),
                // Another request's answer in the list is not ours; it says that the criterion was not applied strictly.
                Err(_) => {}
            }
        }
    }
    let named = !ours.is_empty();
    if !named && applied {
        ours = unnamed;
    } else if !named && !unnamed.is_empty() {
        return Err(AnswerFault::SearchNotConfirmed);
    }
    let any = !ours.is_empty();
    ours.retain(|(_, response)| require_active(response.status.as_deref()).is_ok());
    match (ours.pop(), ours.is_empty()) {
        (Some((number, response)), true) => {
            // The page that holds the answer is the proof.
            let proof = pages.into_iter().nth(number).unwrap_or_default();
            answer(response, claim_use, named, proof, source, elapsed_ms).map(Some)
        }
        (Some(_), false) => Err(AnswerFault::SeveralAnswers),
        (None, _) if any => Err(AnswerFault::NotActive),
        // « None » may stand on the pages that were not read.
        (None, _) if more => Err(AnswerFault::SearchNotConfirmed),
        (None, _) => Ok(None),
    }
}

/// The page on which the claim named stands as cancelled; none when it stands as active. A claim the platform does not show
/// says nothing of its cancellation.
pub(crate) fn find_cancelled(pages: &[Vec<u8>], expected: Expected<'_>) -> Result<Option<usize>, AnswerFault> {
    let mut is_active = false;
    for (number, page) in pages.iter().enumerate() {
        let bundle = envelope::bundle(strict::check(page)?)?;
        let applied = criterion_applied(&bundle, expected.request_id);
        for response in bundle.resources::<Response>(RESOURCE)? {
            let Ok(agreement) = expected.compare(&stated(&response, &[])) else { continue };
            match response.status.as_deref() {
                _ if !(agreement.request || applied) => {}
                Some("cancelled") => return Ok(Some(number)),
                Some("active") => is_active = true,
                _ => {}
            }
        }
    }
    if is_active { Ok(None) } else { Err(AnswerFault::SearchNotConfirmed) }
}

fn criterion_applied(bundle: &Bundle, request_id: Uuid) -> bool {
    let wanted = request_id.hyphenated().to_string();
    bundle.self_url().is_some_and(|url| url.to_lowercase().contains(&wanted))
}

fn stated<'a>(response: &'a Response, neighbours: &'a [Neighbour]) -> Stated<'a> {
    Stated {
        contained: &response.contained,
        neighbours,
        patient: response.patient.as_ref(),
        request: response.request.as_ref(),
    }
}

/// The payment announced with a claim.
fn payment(
    payment: Option<WirePayment>,
    not_known: &mut BTreeSet<Unknown>,
) -> Result<Option<AdvisedPayment>, AnswerFault> {
    let Some(payment) = payment else { return Ok(None) };
    Ok(Some(AdvisedPayment {
        amount_cents: euros_or_unknown(payment.amount.as_ref(), not_known)?,
        on: payment.date.as_deref().map(|text| day(text, Edge::First)).transpose()?,
        reference: payment.identifier.and_then(|identifier| kept_code(identifier.value)),
    }))
}

fn answer(
    mut response: Response,
    claim_use: ClaimUse,
    tied: bool,
    body: Vec<u8>,
    source: &PlatformCode,
    elapsed_ms: u64,
) -> Result<PriorAuthorisationAnswer, AnswerFault> {
    require_active(response.status.as_deref())?;
    if response.r#use.as_deref() != Some(claim_use.code()) {
        return Err(AnswerFault::OtherUse);
    }
    let outcome = outcome(response.outcome.as_deref())?;
    let mut not_known = BTreeSet::new();
    if !tied {
        not_known.insert(Unknown::Subject);
    }
    let covered_cents = covered(&response, &mut not_known)?;
    let lines = covered_lines(&response, &mut not_known)?;
    let payment = payment(response.payment.take(), &mut not_known)?;
    let mut codes = disposition_codes(&response);
    codes.splice(..0, error_codes(response.error));
    codes.dedup();
    let said = SaidOfClaim {
        reference: kept_code(response.pre_auth_ref).or_else(|| own_number(&response.identifier, claim_use)),
        valid: response.pre_auth_period.as_ref().map(WirePeriod::days).transpose()?.flatten(),
        covered_cents,
        lines,
        payment,
        disposition_codes: codes,
        disposition_text: response.disposition.as_deref().and_then(PlatformText::new),
        platform_id: kept_code(response.id),
        not_known,
    };
    Ok(said.judged(outcome, claim_use, source, elapsed_ms, body))
}

/// The number the server gave its answer: what a quote or an invoice is called by. A PEC has a number of its own, or none.
fn own_number(identifiers: &[Identifier], claim_use: ClaimUse) -> Option<String> {
    let first = identifiers.first().filter(|_| claim_use != ClaimUse::PriorAuthorisation)?;
    kept_code(first.value.clone())
}

/// What is covered of each line that states one benefit.
fn covered_lines(response: &Response, not_known: &mut BTreeSet<Unknown>) -> Result<Vec<CoveredLine>, AnswerFault> {
    let mut lines = Vec::new();
    for item in &response.item {
        let mut benefits = item.adjudication.iter().filter(|one| one.category.as_ref().is_some_and(is_benefit));
        let (Some(number), Some(one), None) = (item.item_sequence, benefits.next(), benefits.next()) else { continue };
        if let Some(covered_cents) = euros_or_unknown(one.amount.as_ref(), not_known)? {
            lines.push(CoveredLine { number, covered_cents });
        }
    }
    Ok(lines)
}

fn is_benefit(category: &CodeableConcept) -> bool {
    category.has_code(BENEFIT)
}

fn disposition_codes(response: &Response) -> Vec<String> {
    let adjudications = response.item.iter().flat_map(|item| &item.adjudication);
    let reasons = adjudications.filter_map(|one| one.reason.as_ref()).filter_map(CodeableConcept::first_code);
    reasons.filter_map(|code| kept_code(Some(code.to_owned()))).collect()
}

/// The total of the benefits; without one, the sum of the lines when every line states its own.
fn covered(response: &Response, not_known: &mut BTreeSet<Unknown>) -> Result<Option<Cents>, AnswerFault> {
    let mut totals = response.total.iter().filter(|total| total.category.as_ref().is_some_and(is_benefit));
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
        let mut benefits = item.adjudication.iter().filter(|one| one.category.as_ref().is_some_and(is_benefit));
        let (Some(one), None) = (benefits.next(), benefits.next()) else { return Ok(None) };
        let Some(amount) = euros_or_unknown(one.amount.as_ref(), not_known)? else { return Ok(None) };
        sum = sum.plus(amount).map_err(|_| AnswerFault::NotCents)?;
    }
    Ok(Some(sum))
}
