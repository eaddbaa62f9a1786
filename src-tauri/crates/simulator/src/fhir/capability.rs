//! The `CapabilityStatement`: what a platform says it can do, kept next to what it does.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::places::Platform;

/// The statement of a platform.
pub(crate) fn statement(platform: Platform, base: &str, now: Timestamp) -> Value {
    let parameter = |name: &str, kind: &str| json!({ "name": name, "type": kind });
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "experimental": true,
        "date": now.to_string(),
        "kind": "instance",
        "software": { "name": "Simulateur de plateformes de tiers payant", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": format!("{} (simulateur)", platform.name()), "url": base },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [{
            "mode": "server",
            "security": {
                "service": [{
                    "coding": [{
                        "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                        "code": "OAuth",
                    }],
                    "text": "OAuth 2.0, client credentials",
                }],
            },
            "resource": [
                {
                    "type": "CoverageEligibilityRequest",
                    "interaction": [{ "code": "create" }],
                    "operation": [operation("CoverageEligibilityRequest-submit")],
                },
                {
                    "type": "Claim",
                    "interaction": [{ "code": "create" }],
                    "operation": [operation("Claim-submit")],
                },
                { "type": "Task", "interaction": [{ "code": "create" }] },
                {
                    "type": "ClaimResponse",
                    "interaction": [{ "code": "read" }, { "code": "search-type" }],
                    "searchParam": [
                        parameter("identifier", "token"),
                        parameter("request", "reference"),
                        parameter("use", "token"),
                        parameter("outcome", "token"),
                    ],
                },
                {
                    "type": "PaymentReconciliation",
                    "interaction": [{ "code": "search-type" }],
                    "searchParam": [parameter("created", "date")],
                },
            ],
        }],
    })
}

fn operation(name: &str) -> Value {
    json!({ "name": "submit", "definition": format!("http://hl7.org/fhir/OperationDefinition/{name}") })
}
