//! The list of fields shown before sending is exactly what leaves: every value of the message is either a constant of
//! the profile or the value of a listed field, and a field left out leaves no trace.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use relais_platforms::disclosure::{FieldName, fields_sent};
use relais_platforms::platform::Platform;
use relais_platforms::request::{EligibilityRequest, PriorAuthorisationRequest};
use rstest::rstest;
use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;
use wiremock::ResponseTemplate;

use crate::rig::{
    AMPLE, CLAIM, RIGHTS, SECRET, answer, asked, eligibility, fhir, platform, prior_authorisation, rights_answer,
};

/// The values each field takes on the wire in the requests of these tests; all are unlike one another.
const VALUES: [(FieldName, &[&str]); 18] = [
    (FieldName::RequestId, &["urn:uuid:018d5f3a-6b00-7c11-8a22-3344556677aa"]),
    (FieldName::CreatedAt, &["2024-01-31T14:02:03Z"]),
    (FieldName::FamilyName, &["Vauquelin-Osmé"]),
    (FieldName::GivenName, &["Thaïs"]),
    (FieldName::BirthDate, &["1979-11-23"]),
    (FieldName::AmcNumber, &["77565712"]),
    (FieldName::Convention, &["SP"]),
    (FieldName::Csr, &["94QX7"]),
    (FieldName::MemberNumber, &["00XA73190"]),
    (FieldName::ProviderFiness, &["750712184"]),
    (FieldName::ServiceDate, &["2024-02-06"]),
    (FieldName::DomainCode, &["OPTI", "F6", "vision"]),
    (FieldName::ProductCode, &["VERRE-B", "MONTURE-B"]),
    (FieldName::Quantity, &["2"]),
    (FieldName::UnitPrice, &["156.05", "89.07", "312.10"]),
    (FieldName::Total, &["401.17"]),
    (FieldName::AskedAmount, &["432.17"]),
    (FieldName::RequestedAmount, &["389.03"]),
];

/// What the profile says whatever the patient: words of the standard, systems, and positions in the message.
const CONSTANTS: &[&str] = &[
    "#coverage",
    "#patient",
    "1",
    "2",
    "Claim",
    "Coverage",
    "CoverageEligibilityRequest",
    "EUR",
    "Patient",
    "active",
    "amc",
    "auth-requirements",
    "benefits",
    "convention",
    "coverage",
    "csr",
    "http://terminology.hl7.org/CodeSystem/claim-type",
    "http://terminology.hl7.org/CodeSystem/ex-benefitcategory",
    "http://terminology.hl7.org/CodeSystem/processpriority",
    "https://finess.esante.gouv.fr",
    "normal",
    "patient",
    "preauthorization",
    "true",
    "urn:ietf:rfc:3986",
    "urn:relais:amc-number",
    "urn:relais:care-domain",
    "urn:relais:coverage-class",
    "urn:relais:product-group",
    "urn:relais:requested-amount",
    "validation",
];

async fn sent_eligibility(request: &EligibilityRequest) -> String {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(500)).await;
    let _ = connector.check_eligibility(request, AMPLE).await;
    String::from_utf8(asked(&server).await[0].body.clone()).unwrap()
}

async fn sent_claim(request: &PriorAuthorisationRequest) -> String {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, ResponseTemplate::new(500)).await;
    let _ = connector.request_prior_authorisation(request, AMPLE).await;
    String::from_utf8(asked(&server).await[0].body.clone()).unwrap()
}

/// Every value of the message, amounts with their two decimals as they stand in the text.
fn values(message: &str) -> BTreeSet<String> {
    fn walk(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => object.values().for_each(|value| walk(value, found)),
            Value::Array(list) => list.iter().for_each(|value| walk(value, found)),
            Value::String(text) => drop(found.insert(text.clone())),
            other => drop(found.insert(other.to_string())),
        }
    }
    // Numbers become texts first, so that 312.10 stays 312.10.
    let mut quoted = String::new();
    for part in message.split_inclusive(':') {
        let digits = part.find(|character: char| !matches!(character, '0'..='9' | '.')).unwrap_or(0);
        if digits > 0 && quoted.ends_with("\":") {
            quoted.push_str(&format!("\"{}\"{}", &part[..digits], &part[digits..]));
        } else {
            quoted.push_str(part);
        }
    }
    let mut found = BTreeSet::new();
    walk(&serde_json::from_str(&quoted).unwrap(), &mut found);
    found
}

fn fields_in(message: &str) -> BTreeSet<FieldName> {
    let mut fields = BTreeSet::new();
    for value in values(message) {
        let owner = VALUES.iter().find(|(_, values)| values.contains(&value.as_str()));
        match owner {
            Some((field, _)) => drop(fields.insert(*field)),
            None => assert!(CONSTANTS.contains(&value.as_str()), "« {value} » leaves and no field says so"),
        }
    }
    fields
}

fn listed(fields: Vec<FieldName>) -> BTreeSet<FieldName> {
    let count = fields.len();
    let set: BTreeSet<FieldName> = fields.into_iter().collect();
    assert_eq!(set.len(), count, "a field is listed once");
    set
}

fn everything(_: &mut EligibilityRequest) {}
fn no_given_name(request: &mut EligibilityRequest) {
    request.subject.given_name = None;
}
fn no_birth_date(request: &mut EligibilityRequest) {
    request.subject.birth_date = None;
}
fn no_convention(request: &mut EligibilityRequest) {
    request.cover.convention = None;
}
fn no_csr(request: &mut EligibilityRequest) {
    request.cover.csr = None;
}
fn no_member_number(request: &mut EligibilityRequest) {
    request.cover.member_number = None;
}
fn no_amount(request: &mut EligibilityRequest) {
    request.asked = None;
}

#[rstest]
#[case::everything(everything, 13)]
#[case::no_given_name(no_given_name, 12)]
#[case::no_birth_date(no_birth_date, 12)]
#[case::no_convention(no_convention, 12)]
#[case::no_csr(no_csr, 12)]
#[case::no_member_number(no_member_number, 12)]
#[case::no_amount(no_amount, 12)]
#[tokio::test]
async fn a_rights_question_sends_exactly_what_is_listed(
    #[case] bend: fn(&mut EligibilityRequest),
    #[case] expected_fields: usize,
) {
    let mut request = eligibility();
    bend(&mut request);
    let left = fields_in(&sent_eligibility(&request).await);
    assert_eq!(left, listed(fields_sent(&request)));
    assert_eq!(left.len(), expected_fields);
}

#[tokio::test]
async fn a_prior_authorisation_sends_exactly_what_is_listed() {
    let full = prior_authorisation();
    assert_eq!(fields_in(&sent_claim(&full).await), listed(fields_sent(&full)));
    let mut bare = prior_authorisation();
    bare.subject.given_name = None;
    bare.subject.birth_date = None;
    (bare.cover.convention, bare.cover.csr, bare.cover.member_number) = (None, None, None);
    let left = fields_in(&sent_claim(&bare).await);
    assert_eq!(left, listed(fields_sent(&bare)));
    assert_eq!(left.len(), fields_sent(&full).len() - 5);
}

/// Keeps everything that is logged.
#[derive(Clone, Default)]
struct Logbook(Arc<Mutex<Vec<u8>>>);

impl Write for Logbook {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Logbook {
    type Writer = Logbook;
    fn make_writer(&'a self) -> Logbook {
        self.clone()
    }
}

/// One call that is answered and one that fails.
async fn two_calls() {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    answer(&server, "POST", CLAIM, ResponseTemplate::new(500)).await;
    let _ = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await;
}

#[tokio::test]
async fn no_value_of_the_patient_nor_secret_is_in_a_log() {
    // With a single listener, a place that logs for the first time on another test's thread would be silent for good:
    // there are two, and each place has spoken before this one listens.
    let _another = tracing::Dispatch::new(tracing_subscriber::registry());
    two_calls().await;
    let logbook = Logbook::default();
    let everything = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(logbook.clone())
        .finish();
    let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(everything);
    two_calls().await;
    let logged = String::from_utf8(logbook.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("answered") && logged.contains("failed"), "the calls are logged: {logged}");
    for private in ["Vauquelin", "Tha", "1979", "XA73190", "77565712", "jeton-1", SECRET, "Droits ouverts"] {
        assert!(!logged.contains(private), "{private} is in {logged}");
    }
}

#[tokio::test]
async fn no_value_of_the_patient_is_in_an_address_or_a_header() {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(500)).await;
    let _ = connector.check_eligibility(&eligibility(), AMPLE).await;
    for request in server.received_requests().await.unwrap() {
        let outside = format!("{} {:?}", request.url, request.headers);
        for private in ["Vauquelin", "Tha", "1979", "XA73190", "77565712"] {
            assert!(!outside.contains(private), "{private} is in {outside}");
        }
    }
}
