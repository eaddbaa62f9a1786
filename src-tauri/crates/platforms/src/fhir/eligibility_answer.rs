//! `CoverageEligibilityResponse` read into an [`EligibilityAnswer`].
//!
//! One rule above all: what is not said is unknown. « In force » is taken from `inforce` alone, never guessed from a
//! period or an amount, and set aside when the stated period leaves the service date out.

use std::collections::BTreeSet;

use relais_domain::money::Cents;
use relais_domain::platform::PlatformCode;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::answer::{Benefit, CoverLine, EligibilityAnswer, Outcome, PlatformText, Unknown};
use crate::dialect::Dialect;
use crate::failure::AnswerFault;
use crate::fhir::naming::COVERAGE;
use crate::fhir::subject::{Expected, Stated};
use crate::fhir::wire::{Amount, CodeableConcept, Money, Reference, WirePeriod};
use crate::fhir::{envelope, strict, systems};
use crate::request::EligibilityRequest;
use crate::said::{MAX_CODES, SaidOfRights, agreed, short};

/// The resource that is read.
pub(crate) const RESOURCE: &str = "CoverageEligibilityResponse";
/// Benefit types that state what the insurer covers, as opposed to what the patient bears.
const COVERING_TYPES: [&str; 4] = ["benefit", "vision-glasses", "vision-contacts", "pharmacy-dispense"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    status: Option<String>,
    #[serde(default)]
    contained: Vec<Box<RawValue>>,
    patient: Option<Reference>,
    request: Option<Reference>,
    outcome: Option<String>,
    disposition: Option<String>,
    #[serde(default)]
    insurance: Vec<Insurance>,
    pre_auth_ref: Option<String>,
    #[serde(default)]
    error: Vec<ErrorCode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Insurance {
    coverage: Option<Reference>,
    inforce: Option<bool>,
    benefit_period: Option<WirePeriod>,
    #[serde(default)]
    item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    category: Option<CodeableConcept>,
    product_or_service: Option<CodeableConcept>,
    excluded: Option<bool>,
    #[serde(default)]
    benefit: Vec<WireBenefit>,
    authorization_required: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireBenefit {
    r#type: Option<CodeableConcept>,
    allowed_money: Option<Money>,
    used_money: Option<Money>,
}

#[derive(Deserialize)]
pub(crate) struct ErrorCode {
    code: Option<CodeableConcept>,
}

/// Reads the answer to this request.
pub(crate) fn decode(
    body: Vec<u8>,
    request: &EligibilityRequest,
    expected: Expected<'_>,
    dialect: &Dialect,
    source: &PlatformCode,
    elapsed_ms: u64,
) -> Result<EligibilityAnswer, AnswerFault> {
    let json = strict::check(&body)?;
    let opened = envelope::open::<Response>(json, RESOURCE)?;
    let response = opened.answer;
    require_active(response.status.as_deref())?;
    let agreement = expected.compare(&Stated {
        contained: &response.contained,
        neighbours: &opened.neighbours,
        patient: response.patient.as_ref(),
        request: response.request.as_ref(),
    })?;
    let outcome = outcome(response.outcome.as_deref())?;
    let mut said = read_cover(&response.insurance, request, dialect)?;
    if !agreement.is_tied() {
        said.not_known.insert(Unknown::Subject);
    }
    said.reference = kept_code(response.pre_auth_ref);
    said.error_codes = error_codes(response.error);
    said.disposition_text = response.disposition.as_deref().and_then(PlatformText::new);
    Ok(said.judged(outcome, request.service_date, source, elapsed_ms, body))
}

fn read_cover(
    insurance: &[Insurance],
    request: &EligibilityRequest,
    dialect: &Dialect,
) -> Result<SaidOfRights, AnswerFault> {
    let mut not_known = BTreeSet::new();
    let Some(insurance) = the_cover_asked_about(insurance, &mut not_known) else {
        return Ok(SaidOfRights { not_known, ..SaidOfRights::default() });
    };
    let period = insurance.benefit_period.as_ref().map(WirePeriod::days).transpose()?.flatten();
    let lines = insurance.item.iter().map(|item| read_line(item, &mut not_known)).collect::<Result<Vec<_>, _>>()?;
    let items = items_of_domain(&insurance.item, &request.domain_code, dialect);
    let mut set_aside = BTreeSet::new();
    let mut benefits = Vec::new();
    for item in &items {
        for benefit in &item.benefit {
            benefits.push(read_benefit(item, benefit, &mut set_aside)?);
        }
    }
    Ok(SaidOfRights {
        in_force: insurance.inforce,
        period,
        // An amount set aside for want of a currency may be what was already used.
        covered_cents: covered(&benefits).filter(|_| !set_aside.contains(&Unknown::Currency)),
        authorisation_required: agreed(items.iter().map(|item| item.authorization_required)),
        excluded: agreed(items.iter().map(|item| item.excluded)),
        benefits,
        lines,
        not_known,
        ..SaidOfRights::default()
    })
}

fn read_line(item: &Item, not_known: &mut BTreeSet<Unknown>) -> Result<CoverLine, AnswerFault> {
    let code =
        |concept: &Option<CodeableConcept>| concept.as_ref().and_then(CodeableConcept::first_code).and_then(short);
    let benefits = item.benefit.iter().map(|benefit| read_benefit(item, benefit, not_known));
    Ok(CoverLine {
        category_code: code(&item.category),
        product_code: code(&item.product_or_service),
        excluded: item.excluded,
        authorisation_required: item.authorization_required,
        benefits: benefits.collect::<Result<_, _>>()?,
    })
}

/// The one cover, or the one that points back at the card sent.
fn the_cover_asked_about<'a>(insurance: &'a [Insurance], not_known: &mut BTreeSet<Unknown>) -> Option<&'a Insurance> {
    if let [only] = insurance {
        return Some(only);
    }
    let ours = format!("#{COVERAGE}");
    let mut pointing_back = insurance
        .iter()
        .filter(|one| one.coverage.as_ref().and_then(|coverage| coverage.reference.as_deref()) == Some(ours.as_str()));
    match (pointing_back.next(), pointing_back.next()) {
        (Some(one), None) => Some(one),
        _ => {
            not_known.insert(Unknown::Cover);
            None
        }
    }
}

/// The items of the domain asked about; an only item without a category speaks for it.
fn items_of_domain<'a>(items: &'a [Item], domain_code: &str, dialect: &Dialect) -> Vec<&'a Item> {
    if let [only] = items
        && only.category.is_none()
    {
        return vec![only];
    }
    let standard = systems::benefit_category(domain_code);
    let is_asked = |category: &CodeableConcept| {
        category.has_code(domain_code)
            || category.has_code(dialect.domain_code(domain_code))
            || standard.is_some_and(|code| category.has(systems::BENEFIT_CATEGORY, code))
    };
    items.iter().filter(|item| item.category.as_ref().is_some_and(is_asked)).collect()
}

fn read_benefit(item: &Item, benefit: &WireBenefit, not_known: &mut BTreeSet<Unknown>) -> Result<Benefit, AnswerFault> {
    let mut euros =
        |money: &Option<Money>| -> Result<Option<Cents>, AnswerFault> { euros_or_unknown(money.as_ref(), not_known) };
    Ok(Benefit {
        allowed_cents: euros(&benefit.allowed_money)?,
        used_cents: euros(&benefit.used_money)?,
        category_code: item.category.as_ref().and_then(CodeableConcept::first_code).and_then(short),
        type_code: benefit.r#type.as_ref().and_then(CodeableConcept::first_code).and_then(short),
    })
}

/// What is left of the one benefit that says what the insurer covers. Several are not added up, whether or not each has
/// an amount: if they come together or one instead of the other is not said.
fn covered(benefits: &[Benefit]) -> Option<Cents> {
    let covering = |benefit: &&Benefit| benefit.type_code.as_deref().is_some_and(|code| COVERING_TYPES.contains(&code));
    let mut candidates = benefits.iter().filter(covering);
    match (candidates.next(), candidates.next()) {
        (Some(one), None) => {
            one.allowed_cents.map(|allowed| allowed.remaining_after(one.used_cents.unwrap_or_default()))
        }
        _ => None,
    }
}

/// An amount in euros; one without its currency is set aside and said to be.
pub(crate) fn euros_or_unknown(
    money: Option<&Money>,
    not_known: &mut BTreeSet<Unknown>,
) -> Result<Option<Cents>, AnswerFault> {
    Ok(match money.map(Money::amount).transpose()? {
        Some(Amount::Euros(cents)) => Some(cents),
        Some(Amount::NoCurrency) => {
            not_known.insert(Unknown::Currency);
            None
        }
        Some(Amount::Absent) | None => None,
    })
}

pub(crate) fn require_active(status: Option<&str>) -> Result<(), AnswerFault> {
    if status == Some("active") { Ok(()) } else { Err(AnswerFault::NotActive) }
}

pub(crate) fn outcome(code: Option<&str>) -> Result<Outcome, AnswerFault> {
    match code {
        Some("complete") => Ok(Outcome::Complete),
        Some("partial") => Ok(Outcome::Partial),
        Some("queued") => Ok(Outcome::Queued),
        Some("error") => Ok(Outcome::Error),
        _ => Err(AnswerFault::UnknownCode),
    }
}

/// A reference worth keeping.
pub(crate) fn kept_code(text: Option<String>) -> Option<String> {
    text.as_deref().and_then(short)
}

/// The first codes of the errors, bounded.
pub(crate) fn error_codes(errors: Vec<ErrorCode>) -> Vec<String> {
    let codes = errors.iter().filter_map(|error| error.code.as_ref());
    // An error may be told in words alone.
    let said = codes.filter_map(|concept| concept.first_code().or(concept.text.as_deref()));
    said.filter_map(short).take(MAX_CODES).collect()
}
