//! Is the answer about the person and the request it came for?
//!
//! An answer may name its person in several ways or in none. Whatever it does say must agree; what it does not say is
//! reported as unknown. How two names are compared is [`crate::person`]'s.

use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::failure::AnswerFault;
use crate::fhir::envelope::Neighbour;
use crate::fhir::systems;
use crate::fhir::wire::{Edge, Identifier, Reference, day};
use crate::person::{Named, compare_member, compare_words};
use crate::request::{CardCover, Subject};

/// Whom and what the answer must be about.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) request_id: Uuid,
    /// Absent when an answer is looked up by its request alone.
    pub(crate) person: Option<(&'a Subject, &'a CardCover)>,
    /// The server's own `Patient/…`, when the request named the person so.
    pub(crate) known_as: Option<&'a str>,
    /// The server's own id of our request (`Claim/12`), when it said it.
    pub(crate) created_as: Option<&'a str>,
    /// The system of member numbers.
    pub(crate) member_system: &'a str,
}

/// The parts of an answer that may name its person and its request.
pub(crate) struct Stated<'a> {
    pub(crate) contained: &'a [Box<RawValue>],
    /// What came beside the answer in its Bundle.
    pub(crate) neighbours: &'a [Neighbour],
    pub(crate) patient: Option<&'a Reference>,
    pub(crate) request: Option<&'a Reference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContainedResource {
    resource_type: Option<String>,
    id: Option<String>,
    birth_date: Option<String>,
    #[serde(default)]
    name: Vec<Name>,
    #[serde(default)]
    identifier: Vec<Identifier>,
    subscriber_id: Option<String>,
}

#[derive(Deserialize)]
struct Name {
    family: Option<String>,
    #[serde(default)]
    given: Vec<String>,
}

/// What was found to agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub(crate) request: bool,
    pub(crate) person: bool,
}

impl Agreement {
    /// Whether anything in the answer itself ties it to the question.
    pub(crate) fn is_tied(self) -> bool {
        self.request || self.person
    }
}

impl Expected<'_> {
    /// Compares; the first contradiction refuses the answer.
    pub(crate) fn compare(&self, stated: &Stated<'_>) -> Result<Agreement, AnswerFault> {
        let mut agreement = Agreement { request: self.compare_request(stated)?, person: false };
        let Some((subject, cover)) = self.person else { return Ok(agreement) };
        let pointed = stated.patient.and_then(|patient| patient.reference.as_deref());
        let inside = pointed.and_then(|reference| reference.strip_prefix('#'));
        if let Some(false) = compare_display(stated.patient, subject) {
            return Err(AnswerFault::OtherPerson);
        }
        if let Some(member) = stated.patient.and_then(|patient| patient.identifier.as_ref()) {
            agreement.person |= compare_member(member.value_in(self.member_system), cover)?;
        }
        if let (Some(pointed), Some(known_as)) = (pointed.filter(|it| it.contains("Patient/")), self.known_as) {
            match local(pointed) == local(known_as) {
                true => agreement.person = true,
                false => return Err(AnswerFault::OtherPerson),
            }
        }
        for body in stated.contained {
            // A contained resource of a kind that is not looked at may have any shape.
            let Ok(resource) = serde_json::from_str::<ContainedResource>(body.get()) else { continue };
            match resource.resource_type.as_deref() {
                Some("Patient") if inside.is_none() || resource.id.as_deref() == inside => {
                    agreement.person |= self.compare_patient(&resource, subject, cover)?;
                }
                Some("Coverage") => agreement.person |= compare_member(resource.subscriber_id.as_deref(), cover)?,
                _ => {}
            }
        }
        for neighbour in stated.neighbours {
            let Ok(resource) = serde_json::from_str::<ContainedResource>(neighbour.resource.get()) else { continue };
            // Beside the answer other people may stand (a subscriber, a parent): only the one it points at counts.
            if resource.resource_type.as_deref() == Some("Patient")
                && pointed.is_some_and(|reference| is_called(&resource, neighbour, reference))
            {
                agreement.person |= self.compare_patient(&resource, subject, cover)?;
            }
        }
        Ok(agreement)
    }

    fn compare_request(&self, stated: &Stated<'_>) -> Result<bool, AnswerFault> {
        let Some(request) = stated.request else { return Ok(false) };
        let reference = request.reference.as_deref();
        // Our request has one identifier: another value, under whatever system, names another request.
        let mut values: Vec<&str> = request.identifier.iter().filter_map(|it| it.value.as_deref()).collect();
        let beside = reference.and_then(|reference| {
            stated.neighbours.iter().find(|neighbour| neighbour.full_url.as_deref() == Some(reference))
        });
        let copy = beside.and_then(|it| serde_json::from_str::<ContainedResource>(it.resource.get()).ok());
        match &copy {
            // A copy of our request beside the answer: what it is called there proves nothing, its identifier does.
            Some(copy) => values.extend(copy.identifier.iter().filter_map(|it| it.value_in(systems::URI))),
            None => values.extend(reference.filter(|reference| reference.starts_with("urn:uuid:"))),
        }
        let ours = self.request_id.hyphenated().to_string();
        let mut agrees = false;
        for value in values {
            if !value.trim_start_matches("urn:uuid:").eq_ignore_ascii_case(&ours) {
                return Err(AnswerFault::OtherRequest);
            }
            agrees = true;
        }
        if let (Some(reference), Some(created_as), None) = (reference, self.created_as, &copy) {
            let kind = created_as.split('/').next().unwrap_or_default();
            match local(reference) {
                ours if ours == created_as => agrees = true,
                other if other.starts_with(kind) && other.contains('/') => return Err(AnswerFault::OtherRequest),
                _ => {}
            }
        }
        Ok(agrees)
    }

    fn compare_patient(
        &self,
        patient: &ContainedResource,
        subject: &Subject,
        cover: &CardCover,
    ) -> Result<bool, AnswerFault> {
        let stated_birth = patient.birth_date.as_deref().filter(|text| text.len() == 10);
        let named = Named {
            family: patient.name.iter().filter_map(|name| name.family.as_deref()).collect(),
            given: patient.name.iter().flat_map(|name| name.given.iter().map(String::as_str)).collect(),
            birth: stated_birth.map(|stated| day(stated, Edge::First)).transpose()?,
            members: patient.identifier.iter().filter_map(|it| it.value_in(self.member_system)).collect(),
        };
        named.compare(subject, cover)
    }
}

/// `Patient/12` of an address, without the server's base and the version.
pub(crate) fn local(reference: &str) -> &str {
    let bare = reference.split("/_history/").next().unwrap_or_default();
    let slashes: Vec<usize> = bare.match_indices('/').map(|(at, _)| at).collect();
    match slashes.as_slice() {
        [.., before, _] => &bare[before + 1..],
        _ => bare,
    }
}

/// Whether a resource beside the answer is the one this reference names.
fn is_called(resource: &ContainedResource, neighbour: &Neighbour, reference: &str) -> bool {
    let by_address = neighbour.full_url.as_deref() == Some(reference);
    let by_id = resource.id.as_deref().is_some_and(|id| local(reference) == format!("Patient/{id}"));
    by_address || by_id
}

/// Whether the words shown for the person share one with the name; `None` when nothing is shown.
fn compare_display(patient: Option<&Reference>, subject: &Subject) -> Option<bool> {
    let shown = patient?.display.as_deref()?;
    let name = format!("{} {}", subject.family_name, subject.given_name.as_deref().unwrap_or_default());
    compare_words(std::iter::once(shown), Some(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ID: Uuid = Uuid::from_u128(0x018d_5f00_0000_7000_8000_0000_0000_0001);

    fn compare(contained: &[&str], patient: &str, request: &str) -> Result<Agreement, AnswerFault> {
        let subject = Subject {
            family_name: "Lefèvre-Martin".into(),
            given_name: Some("Zoé".into()),
            birth_date: Some(jiff::civil::date(1984, 3, 9)),
            nir: None,
        };
        let cover = CardCover {
            amc_number: "77567199".into(),
            convention: None,
            csr: None,
            member_number: Some("0012345A".into()),
        };
        let contained: Vec<Box<RawValue>> =
            contained.iter().map(|text| RawValue::from_string((*text).to_owned()).unwrap()).collect();
        let patient: Reference = serde_json::from_str(patient).unwrap();
        let request: Reference = serde_json::from_str(request).unwrap();
        let person = Some((&subject, &cover));
        let member_system = "urn:relais:member-number";
        Expected { request_id: ID, person, known_as: Some("Patient/7"), created_as: Some("Claim/4522"), member_system }
            .compare(&Stated {
                contained: &contained,
                neighbours: &[],
                patient: Some(&patient),
                request: Some(&request),
            })
    }

    const TIED: Result<bool, AnswerFault> = Ok(true);
    const UNTIED: Result<bool, AnswerFault> = Ok(false);
    const OTHER: Result<bool, AnswerFault> = Err(AnswerFault::OtherPerson);

    #[rstest]
    #[case::nothing_said("{}", UNTIED)]
    #[case::same_birth_date(r#"{"resourceType":"Patient","birthDate":"1984-03-09"}"#, TIED)]
    #[case::other_birth_date(r#"{"resourceType":"Patient","birthDate":"1984-09-03"}"#, OTHER)]
    #[case::year_only(r#"{"resourceType":"Patient","birthDate":"1984"}"#, UNTIED)]
    #[case::folded_name(r#"{"resourceType":"Patient","name":[{"family":"LEFEVRE MARTIN","given":["ZOE"]}]}"#, TIED)]
    #[case::initial(r#"{"resourceType":"Patient","birthDate":"1984-03-09","name":[{"given":["Z."]}]}"#, TIED)]
    #[case::twin(
        r#"{"resourceType":"Patient","birthDate":"1984-03-09","name":[{"family":"Lefèvre","given":["Inès"]}]}"#,
        OTHER
    )]
    #[case::usage_name(
        r#"{"resourceType":"Patient","birthDate":"1984-03-09","name":[{"family":"Durand","given":["Zoé"]}]}"#,
        TIED
    )]
    #[case::only_another_family(r#"{"resourceType":"Patient","name":[{"family":"Durand"}]}"#, OTHER)]
    #[case::same_member(r#"{"resourceType":"Coverage","subscriberId":"12345a"}"#, TIED)]
    #[case::other_member(r#"{"resourceType":"Coverage","subscriberId":"99999"}"#, OTHER)]
    #[case::a_kind_not_looked_at(r#"{"resourceType":"Organization","name":"Mutuelle du Rhône"}"#, UNTIED)]
    fn whatever_is_said_must_agree(#[case] contained: &str, #[case] expected: Result<bool, AnswerFault>) {
        assert_eq!(compare(&[contained], "{}", "{}").map(Agreement::is_tied), expected);
    }

    #[test]
    fn another_patient_inside_counts_only_when_it_is_the_one_pointed_at() {
        let subscriber = r#"{"resourceType":"Patient","id":"porteur","birthDate":"1950-01-01"}"#;
        let patient = r#"{"resourceType":"Patient","id":"enfant","birthDate":"1984-03-09"}"#;
        assert!(compare(&[subscriber, patient], r##"{"reference":"#enfant"}"##, "{}").unwrap().person);
        assert!(compare(&[subscriber, patient], r##"{"reference":"#porteur"}"##, "{}").is_err());
    }

    #[rstest]
    #[case::the_name(r#"{"display":"Mme Zoé LEFEVRE"}"#, UNTIED)]
    #[case::another_name(r#"{"display":"Une autre personne"}"#, OTHER)]
    #[case::a_number_elsewhere(r#"{"identifier":{"system":"urn:oid:1.2.3","value":"4521"}}"#, UNTIED)]
    #[case::the_one_looked_up(r#"{"reference":"https://api.exemple.fr/fhir/Patient/7/_history/3"}"#, TIED)]
    #[case::another_of_the_server(r#"{"reference":"Patient/77"}"#, OTHER)]
    fn the_patient_reference_must_not_name_somebody_else(
        #[case] patient: &str,
        #[case] expected: Result<bool, AnswerFault>,
    ) {
        assert_eq!(compare(&[], patient, "{}").map(Agreement::is_tied), expected);
    }

    #[test]
    fn another_request_is_refused_and_a_server_id_counts_when_it_was_said() {
        for other in [
            r#"{"identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:00000000-0000-4000-8000-000000000000"}}"#,
            r#"{"identifier":{"system":"urn:oid:1.2.3","value":"une-autre-demande"}}"#,
            r#"{"reference":"urn:uuid:00000000-0000-4000-8000-000000000000"}"#,
        ] {
            assert_eq!(compare(&[], "{}", other), Err(AnswerFault::OtherRequest));
        }
        let same = format!(r#"{{"identifier":{{"system":"urn:ietf:rfc:3986","value":"{}"}}}}"#, ID.urn());
        assert!(compare(&[], "{}", &same).unwrap().request);
        assert!(!compare(&[], "{}", r##"{"reference":"#claim"}"##).unwrap().is_tied());
        assert!(compare(&[], "{}", r#"{"reference":"https://api.exemple.fr/fhir/Claim/4522"}"#).unwrap().request);
        assert_eq!(compare(&[], "{}", r#"{"reference":"Claim/4521"}"#), Err(AnswerFault::OtherRequest));
    }
}
