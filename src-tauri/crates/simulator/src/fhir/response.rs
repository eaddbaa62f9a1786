//! What every answer has in common: who it is about, which request it answers, and the resources it must carry along so
//! that none of its references dangles.

use serde_json::{Value, json};

use super::reading::{Identifier, Submission};

/// What is echoed from a request.
#[derive(Debug, Clone)]
pub(crate) struct Echo {
    pub(crate) identifiers: Vec<Identifier>,
    pub(crate) request_type: &'static str,
    pub(crate) request_id: Option<String>,
    pub(crate) patient: Value,
    pub(crate) insurer: Value,
    pub(crate) provider: Option<Value>,
    pub(crate) member_number: String,
    /// Contained resources the echoed references point to.
    pub(crate) contained: Vec<Value>,
}

impl Echo {
    /// Keeps what an answer must carry along.
    pub(crate) fn carried(submission: &Submission, references: &[&Value]) -> Vec<Value> {
        let inside =
            |reference: &&&Value| reference["reference"].as_str().is_some_and(|target| target.starts_with('#'));
        let mut carried: Vec<Value> = Vec::new();
        for resource in references.iter().filter(inside).filter_map(|reference| submission.resolve(reference)) {
            if !carried.contains(resource) {
                carried.push(resource.clone());
            }
        }
        carried
    }

    /// The reference to the request: its business identifier, and the id it had, else the one it was given here.
    pub(crate) fn request(&self, own_id: &str) -> Value {
        let id = self.request_id.as_deref().unwrap_or(own_id);
        let mut reference = json!({ "reference": format!("{}/{id}", self.request_type), "type": self.request_type });
        if let Some(identifier) = self.identifiers.first() {
            reference["identifier"] = identifier_json(identifier);
        }
        reference
    }

    /// The text by which the log names the request.
    pub(crate) fn identifier_text(&self) -> Option<String> {
        self.identifiers.first().map(|identifier| identifier.value.clone())
    }
}

/// An identifier as JSON.
pub(crate) fn identifier_json(identifier: &Identifier) -> Value {
    let mut json = json!({ "value": identifier.value });
    if !identifier.system.is_empty() {
        json["system"] = json!(identifier.system);
    }
    json
}

/// Makes an answer be about another person: patient and member number, the rest left as it was.
pub(crate) fn about_another_person(answer: &mut Value) {
    let other = json!({
        "identifier": { "system": "https://simulateur.invalid/personne", "value": "une-autre-personne" },
        "display": "Une autre personne"
    });
    if answer.get("patient").is_some() {
        answer["patient"] = other.clone();
    }
    for resource in answer.get_mut("contained").and_then(Value::as_array_mut).into_iter().flatten() {
        if resource["resourceType"] == "Coverage" {
            resource["subscriberId"] = json!("90909090");
            resource["beneficiary"] = other.clone();
        }
    }
    // The copy of the asked person may no longer be referenced, and a contained resource must be.
    let kept = |resource: &Value| resource["resourceType"] != "Patient";
    if let Some(contained) = answer.get_mut("contained").and_then(Value::as_array_mut) {
        contained.retain(kept);
    }
    if answer["contained"].as_array().is_some_and(Vec::is_empty)
        && let Some(object) = answer.as_object_mut()
    {
        object.remove("contained");
    }
}

/// Makes an answer be to another request.
pub(crate) fn to_another_request(answer: &mut Value) {
    if answer["resourceType"] == "Task" {
        answer["focus"] = json!({ "identifier": { "value": "urn:uuid:00000000-0000-4000-8000-0000000000ff" } });
        return;
    }
    let kind = answer["request"]["type"].as_str().unwrap_or("Claim").to_owned();
    answer["request"] = json!({
        "reference": format!("{kind}/une-autre-demande"),
        "type": kind,
        "identifier": { "system": "https://simulateur.invalid/demande", "value": "une-autre-demande" }
    });
}
