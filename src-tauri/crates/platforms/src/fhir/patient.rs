//! The server's own `Patient/…` of a person, looked up by number: the criteria go in the body of `Patient/_search`, never in
//! an address, and whoever is found is compared with the person at the counter.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::AnswerFault;
use crate::fhir::envelope;
use crate::fhir::strict;
use crate::fhir::subject::{Expected, Stated};

const PATIENT: &str = "Patient";

#[derive(Deserialize)]
struct Found {
    id: Option<String>,
}

/// The one person found; `None` is the server's word that it knows nobody by that number.
pub(crate) fn decode(body: &[u8], expected: Expected<'_>) -> Result<Option<String>, AnswerFault> {
    let bundle = envelope::bundle(strict::check(body)?)?;
    let has_more = bundle.next_url().is_some();
    let found: Vec<Box<RawValue>> = bundle.resources(PATIENT)?;
    let (mut ours, mut others) = (Vec::new(), 0);
    for resource in &found {
        let person: Found = strict::read(resource.get().as_bytes())?;
        let stated =
            Stated { contained: std::slice::from_ref(resource), neighbours: &[], patient: None, request: None };
        match (expected.compare(&stated), person.id) {
            (Ok(_), Some(id)) => ours.push(format!("{PATIENT}/{id}")),
            (Ok(_), None) => return Err(AnswerFault::OtherResource),
            (Err(_), _) => others += 1,
        }
    }
    match (ours.pop(), ours.is_empty(), others) {
        (Some(one), true, _) if !has_more => Ok(Some(one)),
        (Some(_), ..) => Err(AnswerFault::SeveralAnswers),
        (None, _, 0) => Ok(None),
        // Somebody answers to that number, and it is somebody else.
        (None, ..) => Err(AnswerFault::OtherPerson),
    }
}
