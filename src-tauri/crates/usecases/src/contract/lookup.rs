//! What an integrator asks from the command line and hears back: a described platform's abilities, and one question about
//! one person. No window says or hears this.

use super::DescribedFunction;
use jiff::civil::Date;
use relais_domain::{
    coverage::CoverageWay,
    platform::{FailureCode, PlatformCode},
};
use uuid::Uuid;

/// « Est-il couvert, à cette date ? », in a small JSON. No `Debug`: it names a person.
#[derive(Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookupRequest {
    pub family_name: String,
    pub given_name: Option<String>,
    pub birth_date: Option<Date>,
    pub member_number: Option<String>,
    /// Only where the platform's field list needs it.
    pub nir: Option<String>,
    pub amc_number: String,
    pub convention: Option<String>,
    pub csr: Option<String>,
    /// Domain of the card's grid: `OPTI`, `AUDI`, `PHAR`…
    pub domain: String,
    /// Products asked about, as grouping codes.
    #[serde(default)]
    pub codes: Vec<String>,
    pub service_date: Date,
    /// The price of the care.
    pub asked_cents: Option<i64>,
    /// The practice's FINESS number.
    pub finess: Option<String>,
    /// The identifier of a question asked before, to ask it again.
    pub id: Option<Uuid>,
}

wire_codes! {
    /// What a failure is, for whoever reads the exit code.
    pub enum LookupFailureKind {
        /// The platform said no.
        Refused,
        /// The platform said nothing.
        Unreachable,
        /// What it said is not relied on.
        NotReliable,
    }
}

wire! {
    /// A question without a usable answer.
    pub struct LookupFailure {
        pub kind: LookupFailureKind,
        pub code: FailureCode,
        /// Why a whole answer was set aside, more closely.
        pub fault: Option<String>,
        pub http_status: Option<u16>,
        pub retry_after_s: Option<u32>,
        /// The platform's own words, bounded.
        pub platform_text: Option<String>,
        pub elapsed_ms: u64,
    }
    /// What checking a described platform found.
    pub struct PlatformChecked {
        pub platform: PlatformCode,
        pub name: String,
        pub way: CoverageWay,
        /// The functions the description has, and how a repeat of each is treated.
        pub functions: Vec<DescribedFunction>,
        /// Whether the server says what it can do; one that does not may work as well.
        pub states_capabilities: bool,
        pub statement_failure: Option<LookupFailure>,
        pub fhir_version: Option<String>,
        pub software: Option<String>,
        pub formats: Vec<String>,
        pub security: Vec<String>,
        pub resources: Vec<ResourceNamed>,
        /// What the description counts on and the statement does not name.
        pub missing: Vec<AbilityMissing>,
        /// Whether it takes who we are, where a call tells.
        pub proof: ProbeResult,
        /// A rights question about nobody.
        pub rights: ProbeResult,
        /// A search for nobody's answer.
        pub search: ProbeResult,
    }
    /// Whether a function answers; a description may have no question about nobody.
    pub struct ProbeResult { pub asked: bool, pub answers: bool, pub failure: Option<LookupFailure> }
    /// What a server says it does with one resource.
    pub struct ResourceNamed {
        pub resource: String,
        pub interactions: Vec<String>,
        pub operations: Vec<String>,
        pub search: Vec<String>,
    }
    /// One ability of one resource; without one that is not needed, something is done by hand.
    pub struct AbilityMissing { pub resource: String, pub ability: String, pub is_needed: bool }
}
