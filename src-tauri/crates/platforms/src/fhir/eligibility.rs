//! The rights question as bytes: `CoverageEligibilityRequest` with the patient and the coverage contained.

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::fhir::systems;
use crate::fhir::wire::{CodeableConcept, Coding, Identifier, Money, Reference};
use crate::request::{CardCover, EligibilityRequest, Subject};

/// Ids of the contained resources; they mean nothing outside the message.
pub(crate) const PATIENT: &str = "patient";
/// Id of the contained coverage.
pub(crate) const COVERAGE: &str = "coverage";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EligibilityMessage {
    resource_type: &'static str,
    contained: [Contained; 2],
    identifier: [Identifier; 1],
    status: &'static str,
    purpose: [&'static str; 3],
    patient: Reference,
    serviced_date: String,
    created: String,
    provider: Reference,
    insurer: Reference,
    insurance: [EligibilityInsurance; 1],
    item: [EligibilityItem; 1],
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

/// A resource inside the message.
#[derive(Debug, Serialize)]
#[serde(tag = "resourceType", rename_all_fields = "camelCase")]
pub(crate) enum Contained {
    /// The person, in the least that identifies them.
    Patient {
        /// Fixed.
        id: &'static str,
        /// One name.
        name: [HumanName; 1],
        /// Absent when not known.
        #[serde(skip_serializing_if = "Option::is_none")]
        birth_date: Option<String>,
    },
    /// The card.
    Coverage {
        /// Fixed.
        id: &'static str,
        /// Always active: what the card says today.
        status: &'static str,
        /// Member number.
        #[serde(skip_serializing_if = "Option::is_none")]
        subscriber_id: Option<String>,
        /// The person.
        beneficiary: Reference,
        /// The AMC.
        payor: [Reference; 1],
        /// The triple that routes.
        class: Vec<CoverageClass>,
    },
}

#[derive(Debug, Serialize)]
pub(crate) struct HumanName {
    family: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<[String; 1]>,
}

#[derive(Debug, Serialize)]
pub(crate) struct CoverageClass {
    r#type: CodeableConcept,
    value: String,
}

/// The message, ready to send.
pub(crate) fn encode(request: &EligibilityRequest) -> Vec<u8> {
    let message = EligibilityMessage {
        resource_type: "CoverageEligibilityRequest",
        contained: contained(&request.subject, &request.cover),
        identifier: [Identifier::of_uuid(request.id)],
        status: "active",
        purpose: ["validation", "benefits", "auth-requirements"],
        patient: Reference::contained(PATIENT),
        serviced_date: request.service_date.to_string(),
        created: instant(request.created_at),
        provider: Reference::logical(systems::FINESS, &request.provider_finess),
        insurer: Reference::logical(systems::AMC, &request.cover.amc_number),
        insurance: [EligibilityInsurance { focal: true, coverage: Reference::contained(COVERAGE) }],
        item: [EligibilityItem {
            category: CodeableConcept::of_domain(&request.domain_code),
            quantity: request.asked.map(|_| Quantity { value: 1 }),
            unit_price: request.asked.map(Money::euros),
        }],
    };
    to_json(&message)
}

/// The question about nobody.
pub(crate) fn encode_probe(domain_code: &str) -> Vec<u8> {
    let nobody = Uuid::nil().urn().to_string();
    to_json(&Probe {
        resource_type: "CoverageEligibilityRequest",
        status: "draft",
        purpose: ["discovery"],
        patient: Reference::logical(systems::URI, &nobody),
        // The draft is the same at every time, so it carries none of its own.
        created: "1970-01-01",
        insurer: Reference::logical(systems::URI, &nobody),
        item: [EligibilityItem { category: CodeableConcept::of_domain(domain_code), quantity: None, unit_price: None }],
    })
}

/// The person and the card, shared by both requests.
pub(crate) fn contained(subject: &Subject, cover: &CardCover) -> [Contained; 2] {
    let triple =
        [("amc", Some(&cover.amc_number)), ("convention", cover.convention.as_ref()), ("csr", cover.csr.as_ref())];
    let class = triple.into_iter().filter_map(|(code, value)| {
        let system = Some(systems::COVERAGE_CLASS.to_owned());
        let r#type = CodeableConcept { coding: vec![Coding { system, code: Some(code.to_owned()) }], text: None };
        value.map(|value| CoverageClass { r#type, value: value.clone() })
    });
    [
        Contained::Patient {
            id: PATIENT,
            name: [HumanName {
                family: subject.family_name.clone(),
                given: subject.given_name.clone().map(|given| [given]),
            }],
            birth_date: subject.birth_date.map(|date| date.to_string()),
        },
        Contained::Coverage {
            id: COVERAGE,
            status: "active",
            subscriber_id: cover.member_number.clone(),
            beneficiary: Reference::contained(PATIENT),
            payor: [Reference::logical(systems::AMC, &cover.amc_number)],
            class: class.collect(),
        },
    ]
}

/// A FHIR dateTime to the second, in UTC.
pub(crate) fn instant(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The bytes of a message of ours.
pub(crate) fn to_json(message: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(message).expect("plain structs with text keys always serialise")
}
