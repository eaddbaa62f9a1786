//! The habits of one FHIR server that the standard leaves open: paths, media types, how the patient is named, under
//! which systems. The defaults are those of `docs/fhir-profile.md`.
//!
//! Habits only: no address, no secret, no meaning. What must hold whatever the server (one person, one request, euros,
//! nothing that turns a meaning around) is not to be configured and is not here.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::fhir::systems;

/// Longest wait for an answer that was promised for later, within the budget of its call.
pub const DEFAULT_PATIENCE: Duration = Duration::from_secs(10);

/// How a request is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Delivery {
    /// The standard's operation, `[Resource]/$submit`.
    #[default]
    Submit,
    /// An ordinary create, `[Resource]`.
    Create,
}

/// How the patient and the cover are named in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PatientBy {
    /// Resources inside the request.
    #[default]
    Contained,
    /// The member number alone, as a logical reference.
    Identifier,
    /// A `Patient/…` of the server, looked up by `Patient/_search`.
    Reference,
}

/// How a request is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CancelBy {
    /// A `Task` with the financial code `cancel`, the standard's way.
    #[default]
    Task,
    /// The same claim again with the status `cancelled`.
    Status,
}

/// The identifier and code systems of one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Systems {
    /// Of the request's own identifier.
    pub request: String,
    /// AMC numbers.
    pub amc: String,
    /// Member numbers.
    pub member: String,
    /// The practice's number.
    pub provider: String,
    /// The NIR.
    pub nir: String,
    /// Domains of the card.
    pub domain: String,
    /// Products of a quote's lines.
    pub product: String,
    /// Parts of the triple that routes.
    pub coverage_class: String,
    /// Extension with the part asked of the insurer.
    pub requested_amount: String,
}

impl Default for Systems {
    fn default() -> Self {
        Self {
            request: systems::URI.to_owned(),
            amc: systems::AMC.to_owned(),
            member: systems::MEMBER.to_owned(),
            provider: systems::FINESS.to_owned(),
            nir: systems::NIR.to_owned(),
            domain: systems::CARE_DOMAIN.to_owned(),
            product: systems::PRODUCT.to_owned(),
            coverage_class: systems::COVERAGE_CLASS.to_owned(),
            requested_amount: systems::REQUESTED_AMOUNT.to_owned(),
        }
    }
}

/// The habits of one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// Media type of what is sent.
    pub content_type: String,
    /// Media types that are accepted.
    pub accept: String,
    /// `Prefer` of what is sent, besides `handling=strict` on searches.
    pub prefer: Option<String>,
    /// Path of the rights question, below the base.
    pub eligibility_path: String,
    /// Path of the claims, quotes and prior authorisations.
    pub claim_path: String,
    /// How a request is taken back.
    pub cancel_by: CancelBy,
    /// The search parameter that finds an answer by the identifier of its request.
    pub search_by: String,
    /// How the patient is named.
    pub patient_by: PatientBy,
    /// Whether the NIR is sent, where the server's field list needs it.
    pub sends_nir: bool,
    /// The systems.
    pub systems: Systems,
    /// The server's own code for a domain of the card, where it has one.
    pub domain_codes: BTreeMap<String, String>,
    /// How long an answer promised for later is waited for.
    pub patience: Duration,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            content_type: FHIR_JSON.to_owned(),
            accept: FHIR_JSON.to_owned(),
            prefer: None,
            eligibility_path: path_of("CoverageEligibilityRequest", Delivery::Submit),
            claim_path: path_of("Claim", Delivery::Submit),
            cancel_by: CancelBy::default(),
            search_by: "request:identifier".to_owned(),
            patient_by: PatientBy::default(),
            sends_nir: false,
            systems: Systems::default(),
            domain_codes: BTreeMap::new(),
            patience: DEFAULT_PATIENCE,
        }
    }
}

impl Dialect {
    /// The server's code for a domain of the card.
    pub(crate) fn domain_code<'a>(&'a self, domain_code: &'a str) -> &'a str {
        self.domain_codes.get(domain_code).map_or(domain_code, String::as_str)
    }
}

/// The media type of the standard.
pub const FHIR_JSON: &str = "application/fhir+json";

/// The usual path of a resource.
pub(crate) fn path_of(resource: &str, delivery: Delivery) -> String {
    match delivery {
        Delivery::Submit => format!("{resource}/$submit"),
        Delivery::Create => resource.to_owned(),
    }
}
