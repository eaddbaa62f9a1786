//! Finding the answer in what came: the resource itself, in a Bundle, or as the `return` of a Parameters resource.
//!
//! Servers differ in how they wrap the answer of an operation; all three are in the standard.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::failure::AnswerFault;
use crate::fhir::strict;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    resource_type: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Bundle {
    #[serde(default)]
    link: Vec<Link>,
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Link {
    relation: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    resource: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Parameters {
    #[serde(default)]
    parameter: Vec<Parameter>,
}

#[derive(Deserialize)]
struct Parameter {
    name: Option<String>,
    resource: Option<Box<RawValue>>,
}

impl Bundle {
    /// The resources of one kind, each as read.
    pub(crate) fn resources<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<T>, AnswerFault> {
        let bodies = self.entry.iter().filter_map(|entry| entry.resource.as_deref());
        bodies
            .filter(|body| kind_of(body.get().as_bytes()).as_deref() == Some(kind))
            .map(|body| strict::read(body.get().as_bytes()))
            .collect()
    }

    /// The search as the server says it understood it.
    pub(crate) fn self_url(&self) -> Option<&str> {
        self.link_url("self")
    }

    /// Whether further pages were announced.
    pub(crate) fn has_more(&self) -> bool {
        self.link_url("next").is_some()
    }

    fn link_url(&self, relation: &str) -> Option<&str> {
        self.link.iter().find(|link| link.relation.as_deref() == Some(relation))?.url.as_deref()
    }
}

/// The kind of a resource.
pub(crate) fn kind_of(json: &[u8]) -> Option<String> {
    strict::read::<Kind>(json).ok()?.resource_type
}

/// The one resource of this kind in a checked body.
pub(crate) fn unwrap_one<T: DeserializeOwned>(json: &[u8], kind: &str) -> Result<T, AnswerFault> {
    match kind_of(json).as_deref() {
        Some(found) if found == kind => strict::read(json),
        Some("Bundle") => only(strict::read::<Bundle>(json)?.resources(kind)?),
        Some("Parameters") => {
            let parameters: Parameters = strict::read(json)?;
            let returned = parameters.parameter.iter().find(|parameter| parameter.name.as_deref() == Some("return"));
            let body =
                returned.and_then(|parameter| parameter.resource.as_deref()).ok_or(AnswerFault::OtherResource)?;
            match kind_of(body.get().as_bytes()).as_deref() {
                Some(found) if found == kind => strict::read(body.get().as_bytes()),
                Some("OperationOutcome") => Err(AnswerFault::OperationOutcome),
                _ => Err(AnswerFault::OtherResource),
            }
        }
        Some("OperationOutcome") => Err(AnswerFault::OperationOutcome),
        _ => Err(AnswerFault::OtherResource),
    }
}

/// Whether a checked body is a resource of this kind, or holds one.
pub(crate) fn is_kind(json: &[u8], kind: &str) -> Result<(), AnswerFault> {
    match kind_of(json).as_deref() {
        Some(found) if found == kind => Ok(()),
        _ => unwrap_one::<serde::de::IgnoredAny>(json, kind).map(drop),
    }
}

fn only<T>(mut found: Vec<T>) -> Result<T, AnswerFault> {
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (None, _) => Err(AnswerFault::OtherResource),
        (Some(_), false) => Err(AnswerFault::SeveralAnswers),
    }
}

/// Whether a body is one JSON value and the resource of this kind.
pub(crate) fn holds(body: &[u8], kind: &str) -> bool {
    strict::check(body).is_ok_and(|json| kind_of(json).as_deref() == Some(kind))
}
