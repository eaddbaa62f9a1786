//! The prior authorisation (PEC) as bytes: `Claim` with `use` preauthorization, for `Claim/$submit`.

use relais_domain::money::{Cents, MoneyError};
use serde::Serialize;

use crate::fhir::eligibility::{COVERAGE, Contained, PATIENT, Quantity, contained, instant, to_json};
use crate::fhir::systems;
use crate::fhir::wire::{CodeableConcept, Identifier, Money, Reference};
use crate::request::{PriorAuthorisationRequest, RequestedLine};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimMessage {
    resource_type: &'static str,
    contained: [Contained; 2],
    extension: [AmountExtension; 1],
    identifier: [Identifier; 1],
    status: &'static str,
    r#type: CodeableConcept,
    r#use: &'static str,
    patient: Reference,
    created: String,
    insurer: Reference,
    provider: Reference,
    priority: CodeableConcept,
    insurance: [ClaimInsurance; 1],
    item: Vec<ClaimItem>,
    total: Money,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AmountExtension {
    url: &'static str,
    value_money: Money,
}

#[derive(Debug, Serialize)]
struct ClaimInsurance {
    sequence: u32,
    focal: bool,
    coverage: Reference,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimItem {
    sequence: u32,
    category: CodeableConcept,
    product_or_service: CodeableConcept,
    serviced_date: String,
    quantity: Quantity,
    unit_price: Money,
    net: Money,
}

/// The message, ready to send; refused when a line's amount leaves the range.
pub(crate) fn encode(request: &PriorAuthorisationRequest) -> Result<Vec<u8>, MoneyError> {
    let item = (1..).zip(&request.lines).map(|(sequence, line)| claim_item(sequence, line, request));
    let first_domain = request.lines.first().map_or("", |line| line.domain_code.as_str());
    let message = ClaimMessage {
        resource_type: "Claim",
        contained: contained(&request.subject, &request.cover),
        extension: [AmountExtension { url: systems::REQUESTED_AMOUNT, value_money: Money::euros(request.requested) }],
        identifier: [Identifier::of_uuid(request.id)],
        status: "active",
        r#type: CodeableConcept::new(systems::CLAIM_TYPE, systems::claim_type(first_domain)),
        r#use: "preauthorization",
        patient: Reference::contained(PATIENT),
        created: instant(request.created_at),
        insurer: Reference::logical(systems::AMC, &request.cover.amc_number),
        provider: Reference::logical(systems::FINESS, &request.provider_finess),
        priority: CodeableConcept::new(systems::PRIORITY, "normal"),
        insurance: [ClaimInsurance { sequence: 1, focal: true, coverage: Reference::contained(COVERAGE) }],
        item: item.collect::<Result<_, _>>()?,
        total: Money::euros(request.total),
    };
    Ok(to_json(&message))
}

fn claim_item(
    sequence: u32,
    line: &RequestedLine,
    request: &PriorAuthorisationRequest,
) -> Result<ClaimItem, MoneyError> {
    let net: Cents = line.unit_price.times(line.quantity)?;
    Ok(ClaimItem {
        sequence,
        category: CodeableConcept::of_domain(&line.domain_code),
        product_or_service: CodeableConcept::new(systems::PRODUCT, &line.product_code),
        serviced_date: request.service_date.to_string(),
        quantity: Quantity { value: line.quantity },
        unit_price: Money::euros(line.unit_price),
        net: Money::euros(net),
    })
}
