//! The little of HL7 FHIR R4 that the platforms speak, read and written by hand on plain JSON: a second opinion must
//! not share the connector's types. Unknown fields are tolerated; what the standard requires is required.

pub(crate) mod capability;
pub(crate) mod claim;
pub(crate) mod eligibility;
pub(crate) mod reading;
pub(crate) mod response;
pub(crate) mod search;

use serde_json::{Value, json};

/// Media type of every answer.
pub(crate) const MEDIA_TYPE: &str = "application/fhir+json; charset=utf-8";

/// Code systems of HL7 used in answers.
pub(crate) const ADJUDICATION: &str = "http://terminology.hl7.org/CodeSystem/adjudication";
/// See above.
pub(crate) const BENEFIT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/benefit-type";
/// See above.
pub(crate) const BENEFIT_NETWORK: &str = "http://terminology.hl7.org/CodeSystem/benefit-network";
/// See above.
pub(crate) const BENEFIT_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/ex-benefitcategory";

/// The simulator's own code systems and identifier systems live under a name that can never resolve.
pub(crate) fn own_system(platform: &str, name: &str) -> String {
    format!("https://{platform}.simulateur.invalid/fhir/{name}")
}

/// A concept with one coding and its words.
pub(crate) fn concept(system: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": text }], "text": text })
}

/// One thing wrong with a request.
#[derive(Debug, Clone)]
pub(crate) struct Issue {
    /// A code of the issue-type system.
    pub(crate) code: &'static str,
    /// Where, as a FHIRPath.
    pub(crate) expression: String,
    /// What, in words.
    pub(crate) diagnostics: String,
}

impl Issue {
    pub(crate) fn new(code: &'static str, expression: impl Into<String>, diagnostics: impl Into<String>) -> Self {
        Issue { code, expression: expression.into(), diagnostics: diagnostics.into() }
    }
}

/// Issues as an `OperationOutcome`.
pub(crate) fn operation_outcome(issues: &[Issue]) -> Value {
    let issue = |issue: &Issue| {
        let mut json = json!({ "severity": "error", "code": issue.code, "diagnostics": issue.diagnostics });
        if !issue.expression.is_empty() {
            json["expression"] = json!([issue.expression]);
        }
        json
    };
    json!({ "resourceType": "OperationOutcome", "issue": issues.iter().map(issue).collect::<Vec<_>>() })
}
