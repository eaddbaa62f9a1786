//! What the tests share: a run at a given date, tokens, and requests of the two kinds.

use jiff::Timestamp;
use relais_simulator::{
    Breakage, Clock, Control, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Fault, Function, LogEntry, Options, Platform,
    RunningSimulator, Scenario, Simulator,
};
use serde_json::{Value, json};

use crate::client::{PATIENCE, Raw, Reply, Request, call};

/// A quiet Monday before everything.
pub(crate) const MONDAY: &str = "2024-01-22T09:00:00+01:00";

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A run with what is needed to talk to it.
pub(crate) struct Bench {
    pub(crate) simulator: RunningSimulator,
    pub(crate) control: Control,
    pub(crate) base: String,
}

impl Bench {
    pub(crate) async fn at(text: &str) -> Bench {
        Bench::with(Options::new(Clock::fixed(instant(text)))).await
    }

    pub(crate) async fn new() -> Bench {
        Bench::at(MONDAY).await
    }

    pub(crate) async fn playing(name: &str, at: &str) -> Bench {
        let options = Options::new(Clock::fixed(instant(at))).scenario(Scenario::named(name).unwrap());
        Bench::with(options).await
    }

    pub(crate) async fn with(options: Options) -> Bench {
        let simulator = Simulator::start(options).await.unwrap();
        Bench { control: simulator.control(), base: simulator.base_url(), simulator }
    }

    pub(crate) async fn break_viamedis(&self, function: Function, fault: Fault) {
        self.control.break_function(Breakage::new(Platform::VIAMEDIS, function, fault)).await.unwrap();
    }

    pub(crate) async fn token(&self, platform: Platform) -> String {
        let reply = call(&self.base, token_request(platform)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// An authorised request to a FHIR endpoint of Viamedis.
    pub(crate) async fn ask(&self, path: &str, body: &Value) -> Request {
        let token = self.token(Platform::VIAMEDIS).await;
        fhir_post(Platform::VIAMEDIS, path, body).bearer(&token)
    }

    pub(crate) async fn rights(&self, body: &Value) -> Reply {
        call(&self.base, self.ask("CoverageEligibilityRequest", body).await).await
    }

    pub(crate) async fn submit(&self, body: &Value) -> Reply {
        call(&self.base, self.ask("Claim/$submit", body).await).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        let token = self.token(Platform::VIAMEDIS).await;
        call(&self.base, Request::get(format!("/viamedis/fhir/{path}")).bearer(&token)).await
    }

    /// Waits until the log holds a call that met a fault: only then was it taken in.
    pub(crate) async fn met(&self, fault: Fault) -> LogEntry {
        let search = async {
            loop {
                if let Some(entry) = self.control.log().into_iter().find(|entry| entry.fault == Some(fault)) {
                    return entry;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, search).await.expect("a call meets the fault")
    }

    /// A connection on which an authorised prior authorisation was just sent.
    pub(crate) async fn submitting(&self, body: &Value) -> Raw {
        let request = self.ask("Claim/$submit", body).await;
        let mut raw = Raw::connect(&self.base).await.unwrap();
        raw.send(&request).await;
        raw
    }
}

pub(crate) fn token_request(platform: Platform) -> Request {
    let body = format!("grant_type=client_credentials&client_id={DEMO_CLIENT_ID}&client_secret={DEMO_CLIENT_SECRET}");
    Request::form(format!("/{}/oauth/token", platform.code()), &body)
}

pub(crate) fn fhir_post(platform: Platform, path: &str, body: &Value) -> Request {
    Request::json(format!("/{}/fhir/{path}", platform.code()), body).header("Content-Type", "application/fhir+json")
}

fn logical(value: &str) -> Value {
    json!({ "identifier": { "system": "https://cabinet.invalid/id", "value": value } })
}

/// A rights request for optics, with everything the standard wants.
pub(crate) fn rights_request(member: &str) -> Value {
    json!({
        "resourceType": "CoverageEligibilityRequest",
        "identifier": [{ "system": "https://cabinet.invalid/demande", "value": format!("droits-{member}") }],
        "status": "active",
        "purpose": ["benefits", "validation"],
        "patient": logical("patient-1"),
        "created": "2024-01-22T09:00:00+01:00",
        "servicedDate": "2024-01-22",
        "insurer": logical("986402170"),
        "contained": [{
            "resourceType": "Coverage", "id": "carte", "status": "active", "subscriberId": member,
            "beneficiary": logical("patient-1"), "payor": [logical("986402170")],
        }],
        "insurance": [{ "focal": true, "coverage": { "reference": "#carte" } }],
        "item": [{
            "category": {
                "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/ex-benefitcategory", "code": "F6" }],
            },
            "unitPrice": { "value": 380.00, "currency": "EUR" },
        }],
    })
}

/// A prior authorisation of 380,00 € in two lines.
pub(crate) fn agreement_request(identifier: &str, member: &str) -> Value {
    claim_of("preauthorization", identifier, member)
}

pub(crate) fn claim_of(usage: &str, identifier: &str, member: &str) -> Value {
    let line = |sequence: u32, euros: f64| {
        json!({
            "sequence": sequence,
            "productOrService": { "text": "Verre" },
            "unitPrice": { "value": euros, "currency": "EUR" },
        })
    };
    json!({
        "resourceType": "Claim",
        "identifier": [{ "system": "https://cabinet.invalid/demande", "value": identifier }],
        "status": "active",
        "type": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "vision" }] },
        "use": usage,
        "patient": logical("patient-1"),
        "created": "2024-01-22",
        "insurer": logical("986402170"),
        "provider": logical("finess-1"),
        "priority": { "coding": [{ "code": "normal" }] },
        "insurance": [{ "sequence": 1, "focal": true, "coverage": { "identifier": { "value": member } } }],
        "item": [line(1, 180.05), line(2, 199.95)],
    })
}
