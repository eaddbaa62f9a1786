//! The rights question as bytes: `CoverageEligibilityRequest` about one person, one card and one day.

use jiff::Timestamp;
use relais_domain::money::Cents;
use serde::Serialize;
use uuid::Uuid;

use crate::dialect::Dialect;
use crate::fhir::naming::{Contained, Naming};
use crate::fhir::systems;
use crate::fhir::wire::{CodeableConcept, Identifier, Money, Reference};
use crate::request::EligibilityRequest;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EligibilityMessage {
    resource_type: &'static str,
    contained: Vec<Contained>,
    identifier: [Identifier; 1],
    status: &'static str,
    purpose: [&'static str; 3],
    patient: Reference,
    serviced_date: String,
    created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<Reference>,
    insurer: Reference,
    insurance: [EligibilityInsurance; 1],
    item: Vec<EligibilityItem>,
}

#[derive(Debug, Serialize)]
struct EligibilityInsurance {
    focal: bool,
    coverage: Reference,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EligibilityItem {
    category: CodeableConcept,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_or_service: Option<CodeableConcept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<Money>,
}

/// A count of pieces.
#[derive(Debug, Serialize)]
pub(crate) struct Quantity {
    pub(crate) value: u32,
}

/// A question about nobody, to know whether rights answer: a draft is not to be processed, and the nil identifier
/// stands for no one.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Probe {
    resource_type: &'static str,
    status: &'static str,
    purpose: [&'static str; 1],
    patient: Reference,
    created: &'static str,
    insurer: Reference,
    item: [EligibilityItem; 1],
}

/// The message, ready to send.
pub(crate) fn encode(request: &EligibilityRequest, naming: &Naming<'_>) -> Vec<u8> {
    let dialect = naming.dialect;
    let item = |product: Option<&String>, asked: Option<Cents>| EligibilityItem {
        category: CodeableConcept::of_domain(dialect, &request.domain_code),
        product_or_service: product.map(|code| CodeableConcept::new(&dialect.systems.product, code)),
        quantity: asked.map(|_| Quantity { value: 1 }),
        unit_price: asked.map(Money::euros),
    };
    // The amount asked about is the price of the care as a whole: it stands on one line alone.
    let items = match request.product_codes.as_slice() {
        [] => vec![item(None, request.asked)],
        [only] => vec![item(Some(only), request.asked)],
        several => several.iter().map(|code| item(Some(code), None)).collect(),
    };
    let message = EligibilityMessage {
        resource_type: "CoverageEligibilityRequest",
        contained: naming.contained(),
        identifier: [Identifier::of_uuid(&dialect.systems.request, request.id)],
        status: "active",
        purpose: ["validation", "benefits", "auth-requirements"],
        patient: naming.patient(),
        serviced_date: request.service_date.to_string(),
        created: instant(request.created_at),
        provider: Some(&request.provider_finess).filter(|it| !it.is_empty()).map(|finess| naming.provider(finess)),
        insurer: naming.insurer(),
        insurance: [EligibilityInsurance { focal: true, coverage: naming.coverage() }],
        item: items,
    };
    to_json(&message)
}

/// The question about nobody.
pub(crate) fn encode_probe(domain_code: &str, dialect: &Dialect) -> Vec<u8> {
    let nobody = Uuid::nil().urn().to_string();
    let category = CodeableConcept::of_domain(dialect, domain_code);
    to_json(&Probe {
        resource_type: "CoverageEligibilityRequest",
        status: "draft",
        purpose: ["discovery"],
        patient: Reference::logical(systems::URI, &nobody),
        // The draft is the same at every time, so it carries none of its own.
        created: "1970-01-01",
        insurer: Reference::logical(systems::URI, &nobody),
        item: [EligibilityItem { category, product_or_service: None, quantity: None, unit_price: None }],
    })
}

/// A FHIR dateTime to the second, in UTC.
pub(crate) fn instant(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The bytes of a message of ours.
pub(crate) fn to_json(message: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(message).expect("plain structs with text keys always serialise")
}
