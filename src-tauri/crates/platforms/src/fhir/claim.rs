//! A quote's lines as bytes: `Claim`, of which `use` says whether it is a devis, a PEC or a facture.

use relais_domain::money::{Cents, MoneyError};
use serde::Serialize;

use crate::fhir::eligibility::{Quantity, instant, to_json};
use crate::fhir::naming::{Contained, Naming};
use crate::fhir::systems;
use crate::fhir::wire::{CodeableConcept, Identifier, Money, Reference};
use crate::request::{ClaimUse, PriorAuthorisationRequest, RequestedLine};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimMessage {
    resource_type: &'static str,
    contained: Vec<Contained>,
    extension: [AmountExtension; 1],
    identifier: Vec<Identifier>,
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
    url: String,
    value_money: Money,
}

#[derive(Debug, Serialize)]
struct ClaimInsurance {
    sequence: u32,
    focal: bool,
    coverage: Reference,
    /// What the insurer promised before.
    #[serde(rename = "preAuthRef", skip_serializing_if = "Option::is_none")]
    promised: Option<[String; 1]>,
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

/// What is said of the claim's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Asked for.
    Active,
    /// Taken back.
    Cancelled,
}

/// The message, ready to send; refused when a line's amount leaves the range.
pub(crate) fn encode(
    claim_use: ClaimUse,
    standing: Standing,
    request: &PriorAuthorisationRequest,
    naming: &Naming<'_>,
) -> Result<Vec<u8>, MoneyError> {
    let systems = &naming.dialect.systems;
    let item = (1..).zip(&request.lines).map(|(sequence, line)| claim_item(sequence, line, request, naming));
    let first_domain = request.lines.first().map_or("", |line| line.domain_code.as_str());
    let requested = Money::euros(request.requested);
    let message = ClaimMessage {
        resource_type: "Claim",
        contained: naming.contained(),
        extension: [AmountExtension { url: systems.requested_amount.clone(), value_money: requested }],
        identifier: identifiers(request, naming),
        status: if standing == Standing::Active { "active" } else { "cancelled" },
        r#type: CodeableConcept::new(systems::CLAIM_TYPE, systems::claim_type(first_domain)),
        r#use: claim_use.code(),
        patient: naming.patient(),
        created: instant(request.created_at),
        insurer: naming.insurer(),
        provider: naming.provider(&request.provider_finess),
        priority: CodeableConcept::new(systems::PRIORITY, "normal"),
        insurance: [ClaimInsurance {
            sequence: 1,
            focal: true,
            coverage: naming.coverage(),
            promised: request.authorisation.clone().map(|reference| [reference]),
        }],
        item: item.collect::<Result<_, _>>()?,
        total: Money::euros(request.total),
    };
    Ok(to_json(&message))
}

/// Our own identifier first: the one an answer is looked up by.
fn identifiers(request: &PriorAuthorisationRequest, naming: &Naming<'_>) -> Vec<Identifier> {
    let own = Identifier::of_uuid(&naming.dialect.systems.request, request.id);
    let invoice = request.invoice.as_ref().map(|number| Identifier::new(systems::INVOICE_NUMBER, number.as_str()));
    std::iter::once(own).chain(invoice).collect()
}

fn claim_item(
    sequence: u32,
    line: &RequestedLine,
    request: &PriorAuthorisationRequest,
    naming: &Naming<'_>,
) -> Result<ClaimItem, MoneyError> {
    let net: Cents = line.unit_price.times(line.quantity)?;
    Ok(ClaimItem {
        sequence,
        category: CodeableConcept::of_domain(naming.dialect, &line.domain_code),
        product_or_service: CodeableConcept::new(&naming.dialect.systems.product, &line.product_code),
        serviced_date: request.service_date.to_string(),
        quantity: Quantity { value: line.quantity },
        unit_price: Money::euros(line.unit_price),
        net: Money::euros(net),
    })
}
