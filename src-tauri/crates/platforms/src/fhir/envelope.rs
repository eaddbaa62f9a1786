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
#[serde(rename_all = "camelCase")]
struct Entry {
    full_url: Option<String>,
    resource: Option<Box<RawValue>>,
    response: Option<EntryResponse>,
}

#[derive(Deserialize)]
struct EntryResponse {
    outcome: Option<Box<RawValue>>,
}

/// A resource that came beside the answer, and the address it is called by there.
#[derive(Debug)]
pub(crate) struct Neighbour {
    pub(crate) full_url: Option<String>,
    pub(crate) resource: Box<RawValue>,
}

/// The answer, and what came beside it.
#[derive(Debug)]
pub(crate) struct Opened<T> {
    pub(crate) answer: T,
    pub(crate) neighbours: Vec<Neighbour>,
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

    /// The next page, when one was announced.
    pub(crate) fn next_url(&self) -> Option<&str> {
        self.link_url("next")
    }

    /// What stands beside the resources of one kind.
    pub(crate) fn neighbours(self, kind: &str) -> Vec<Neighbour> {
        let beside = |entry: Entry| {
            let resource = entry.resource?;
            let is_beside = kind_of(resource.get().as_bytes()).as_deref() != Some(kind);
            is_beside.then_some(Neighbour { full_url: entry.full_url, resource })
        };
        self.entry.into_iter().filter_map(beside).collect()
    }

    /// Whether an entry says that its request was refused.
    fn tells_a_refusal(&self) -> bool {
        let outcomes = self.entry.iter().filter_map(|entry| entry.response.as_ref()?.outcome.as_deref());
        outcomes
            .map(|outcome| kind_of(outcome.get().as_bytes()))
            .any(|kind| kind.as_deref() == Some("OperationOutcome"))
    }

    fn link_url(&self, relation: &str) -> Option<&str> {
        self.link.iter().find(|link| link.relation.as_deref() == Some(relation))?.url.as_deref()
    }
}

/// A checked body as the Bundle of a search.
pub(crate) fn bundle(json: &[u8]) -> Result<Bundle, AnswerFault> {
    match kind_of(json).as_deref() {
        Some("Bundle") => strict::read(json),
        Some("OperationOutcome") => Err(AnswerFault::OperationOutcome),
        _ => Err(AnswerFault::OtherResource),
    }
}

/// The kind of a resource.
pub(crate) fn kind_of(json: &[u8]) -> Option<String> {
    strict::read::<Kind>(json).ok()?.resource_type
}

/// The one resource of this kind in a checked body, and what came beside it.
pub(crate) fn open<T: DeserializeOwned>(json: &[u8], kind: &str) -> Result<Opened<T>, AnswerFault> {
    let alone = |answer| Opened { answer, neighbours: Vec::new() };
    match kind_of(json).as_deref() {
        Some(found) if found == kind => strict::read(json).map(alone),
        Some("Bundle") => {
            let bundle: Bundle = strict::read(json)?;
            let found: Vec<T> = bundle.resources(kind)?;
            if found.is_empty() && bundle.tells_a_refusal() {
                return Err(AnswerFault::OperationOutcome);
            }
            Ok(Opened { answer: only(found)?, neighbours: bundle.neighbours(kind) })
        }
        Some("Parameters") => {
            let parameters: Parameters = strict::read(json)?;
            let returned = parameters.parameter.iter().find(|parameter| parameter.name.as_deref() == Some("return"));
            let body =
                returned.and_then(|parameter| parameter.resource.as_deref()).ok_or(AnswerFault::OtherResource)?;
            match kind_of(body.get().as_bytes()).as_deref() {
                Some(found) if found == kind => strict::read(body.get().as_bytes()).map(alone),
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
        _ => open::<serde::de::IgnoredAny>(json, kind).map(drop),
    }
}

fn only<T>(mut found: Vec<T>) -> Result<T, AnswerFault> {
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (None, _) => Err(AnswerFault::OtherResource),
        (Some(_), false) => Err(AnswerFault::SeveralAnswers),
    }
}

/// Whether a body is one JSON value and holds a resource of this kind.
pub(crate) fn holds(body: &[u8], kind: &str) -> bool {
    strict::check(body).is_ok_and(|json| is_kind(json, kind).is_ok() || is_several(json, kind))
}

/// Several answers are answers too: which one counts is asked by whoever reads them.
fn is_several(json: &[u8], kind: &str) -> bool {
    matches!(open::<serde::de::IgnoredAny>(json, kind), Err(AnswerFault::SeveralAnswers))
}

/// The kind and the server's id of the resource a body is.
pub(crate) fn identity(body: &[u8]) -> Option<(String, Option<String>)> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Identity {
        resource_type: String,
        id: Option<String>,
    }
    let identity: Identity = strict::read(strict::check(body).ok()?).ok()?;
    Some((identity.resource_type, identity.id))
}
