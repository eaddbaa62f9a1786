//! Servers somebody else wrote: where they put the answer, how they want the patient named, how they page, and that none
//! of their liberties makes an answer count that is not ours.

use relais_domain::platform::FailureCode;
use relais_platforms::answer::{Outcome, Unknown};
use relais_platforms::connector::{FhirConnector, PlatformConfig};
use relais_platforms::dialect::{Dialect, PatientBy};
use relais_platforms::disclosure::{Disclosed, FieldName};
use relais_platforms::failure::AnswerFault;
use relais_platforms::platform::Platform;
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;
use wiremock::matchers::{body_string_contains, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::rig::{
    AMPLE, CLAIM, RIGHTS, SEARCH, answer, asked, cents, claim_answer, config, connector_of, eligibility, fhir,
    give_tokens, prior_authorisation, request_id, rights_answer, with,
};

const CREATE: &str = "/fhir/CoverageEligibilityRequest";
const ANSWERS: &str = "/fhir/CoverageEligibilityResponse";

/// A platform whose server has these habits.
async fn with_habits(bend: impl FnOnce(&mut Dialect)) -> (MockServer, FhirConnector) {
    let server = MockServer::start().await;
    give_tokens(&server, 3600).await;
    let mut config: PlatformConfig = config(*server.address());
    config.dialect.patience = Duration::from_secs(3);
    bend(&mut config.dialect);
    let connector = connector_of(&config);
    (server, connector)
}

fn nothing_said() -> ResponseTemplate {
    ResponseTemplate::new(202).insert_header("retry-after", "0")
}

fn searchset(entries: &[Value], links: Value) -> Value {
    let entry: Vec<Value> = entries.iter().map(|resource| json!({ "resource": resource })).collect();
    json!({ "resourceType": "Bundle", "type": "searchset", "link": links, "entry": entry })
}

#[tokio::test]
async fn an_accepted_question_is_polled_where_it_says_until_it_is_answered() {
    let (server, connector) = with_habits(|dialect| dialect.prefer = Some("respond-async".into())).await;
    let accepted = nothing_said().insert_header("content-location", "/fhir/async/41");
    answer(&server, "POST", RIGHTS, accepted).await;
    Mock::given(method("GET"))
        .and(path("/fhir/async/41"))
        .respond_with(nothing_said())
        .up_to_n_times(2)
        .mount(&server)
        .await;
    let bundle = json!({ "resourceType": "Bundle", "type": "batch-response", "entry": [
        { "response": { "status": "200" }, "resource": rights_answer() }
    ] });
    answer(&server, "GET", "/fhir/async/41", fhir(200, &bundle)).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!((read.in_force, read.covered_cents), (Some(true), Some(cents(35_005))));
    let sent = asked(&server).await;
    assert_eq!(sent[0].headers.get("prefer").unwrap(), "respond-async");
    assert_eq!(sent.len(), 4);
}

#[tokio::test]
async fn an_accepted_question_that_is_not_answered_in_time_is_queued_and_knows_nothing() {
    let (server, connector) = with_habits(|dialect| dialect.patience = Duration::from_millis(200)).await;
    answer(&server, "POST", RIGHTS, nothing_said().insert_header("location", "/fhir/async/41")).await;
    answer(&server, "GET", "/fhir/async/41", nothing_said()).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!((read.outcome, read.in_force, read.covered_cents), (Outcome::Queued, None, None));
    assert!(read.not_known.contains(&Unknown::InForce) && read.not_known.contains(&Unknown::Subject));
}

#[tokio::test]
async fn a_refusal_at_the_end_of_a_wait_is_a_refusal_with_its_words() {
    let (server, connector) = with_habits(|_| {}).await;
    answer(&server, "POST", CLAIM, nothing_said().insert_header("content-location", "/fhir/async/9")).await;
    let outcome = json!({ "resourceType": "OperationOutcome", "issue": [
        { "severity": "error", "code": "business-rule", "details": { "text": "Renouvellement trop tôt" } }
    ] });
    answer(&server, "GET", "/fhir/async/9", fhir(422, &outcome)).await;
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    assert_eq!(failure.failure().platform_text.as_ref().unwrap().as_str(), "Renouvellement trop tôt");
    assert_eq!(failure.failure().code, FailureCode::OperationOutcome);
}

#[rstest]
#[case::accepted(202, "content-location")]
#[case::created(201, "location")]
#[tokio::test]
async fn an_answer_said_to_be_on_another_host_is_not_fetched(#[case] status: u16, #[case] name: &str) {
    let elsewhere = MockServer::start().await;
    let (server, connector) = with_habits(|_| {}).await;
    let told = ResponseTemplate::new(status).insert_header(name, format!("{}/fhir/x/1", elsewhere.uri()));
    answer(&server, "POST", RIGHTS, told).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::RedirectRefused);
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

/// A server with an ordinary create: the request comes back with the server's id, and the answer is another resource.
#[rstest]
#[case::echoed(true)]
#[case::only_its_place(false)]
#[tokio::test]
async fn a_created_question_is_answered_by_a_search_on_the_servers_own_id(#[case] echoes: bool) {
    let (server, connector) =
        with_habits(|dialect| dialect.eligibility_path = "CoverageEligibilityRequest".into()).await;
    let place = format!("{}{CREATE}/55/_history/1", server.uri());
    let created = match echoes {
        true => fhir(201, &json!({ "resourceType": "CoverageEligibilityRequest", "id": "55", "status": "active" })),
        false => ResponseTemplate::new(201),
    };
    answer(&server, "POST", CREATE, created.insert_header("location", place)).await;
    let ours = || query_param("request", "CoverageEligibilityRequest/55");
    let none = fhir(200, &searchset(&[], json!([])));
    Mock::given(method("GET")).and(path(ANSWERS)).and(ours()).respond_with(none).up_to_n_times(1).mount(&server).await;
    let told = with(rights_answer(), "/request", json!({ "reference": "CoverageEligibilityRequest/55" }));
    let found = fhir(200, &searchset(&[told], json!([])));
    Mock::given(method("GET")).and(path(ANSWERS)).and(ours()).respond_with(found).mount(&server).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!(read.in_force, Some(true));
    assert!(!read.not_known.contains(&Unknown::Subject), "the server's id ties it to our question");
}

#[rstest]
#[case::somebody_elses(json!({ "reference": "CoverageEligibilityRequest/56" }), AnswerFault::OtherRequest)]
#[case::nobodys(Value::Null, AnswerFault::SearchNotConfirmed)]
#[tokio::test]
async fn an_answer_found_by_a_search_must_be_ours(#[case] request: Value, #[case] fault: AnswerFault) {
    let (server, connector) =
        with_habits(|dialect| dialect.eligibility_path = "CoverageEligibilityRequest".into()).await;
    let echo = json!({ "resourceType": "CoverageEligibilityRequest", "id": "55" });
    answer(&server, "POST", CREATE, fhir(201, &echo)).await;
    let found = with(rights_answer(), "/request", request);
    answer(&server, "GET", ANSWERS, fhir(200, &searchset(&[found], json!([])))).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(failure.fault, Some(fault));
}

#[tokio::test]
async fn a_queued_answer_is_looked_at_again_where_it_is_kept() {
    let (server, connector) = with_habits(|_| {}).await;
    let queued = with(rights_answer(), "/outcome", json!("queued"));
    answer(&server, "POST", RIGHTS, fhir(200, &queued)).await;
    answer(&server, "GET", &format!("{ANSWERS}/cer-1"), fhir(200, &rights_answer())).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!((read.outcome, read.in_force), (Outcome::Complete, Some(true)));
}

#[tokio::test]
async fn a_partial_answer_says_what_it_knows_and_lists_every_domain() {
    let (server, connector) = with_habits(|_| {}).await;
    let hearing = json!({ "category": { "coding": [{ "code": "AUDI" }] }, "excluded": true });
    let body = with(rights_answer(), "/outcome", json!("partial"));
    let mut body = with(body, "/error", json!([{ "code": { "text": "Historique indisponible" } }]));
    body["insurance"][0]["item"].as_array_mut().unwrap().push(hearing);
    answer(&server, "POST", RIGHTS, fhir(200, &body)).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!((read.outcome, read.in_force, read.excluded), (Outcome::Partial, Some(true), Some(false)));
    assert_eq!(read.error_codes, ["Historique indisponible"]);
    let lines: Vec<_> = read.lines.iter().map(|line| (line.category_code.as_deref(), line.excluded)).collect();
    assert_eq!(lines, [(Some("OPTI"), Some(false)), (Some("AUDI"), Some(true))]);
}

/// In a Bundle, the patient stands beside the answer under the address the answer calls it by.
#[rstest]
#[case::ours("1979-11-23", None)]
#[case::somebody_elses("1950-01-01", Some(AnswerFault::OtherPerson))]
#[tokio::test]
async fn the_patient_beside_the_answer_is_compared(#[case] birth_date: &str, #[case] fault: Option<AnswerFault>) {
    let (server, connector) = with_habits(|_| {}).await;
    let address = "urn:uuid:5b8f0c52-9f2a-4a56-9a3c-0b4b7b0d1f01";
    let told = with(with(rights_answer(), "/patient", json!({ "reference": address })), "/request", Value::Null);
    let body = json!({ "resourceType": "Bundle", "type": "collection", "entry": [
        { "fullUrl": "urn:uuid:5b8f0c52-9f2a-4a56-9a3c-0b4b7b0d1f02", "resource": told },
        { "fullUrl": address, "resource": { "resourceType": "Patient", "birthDate": birth_date } },
        { "fullUrl": "urn:uuid:5b8f0c52-9f2a-4a56-9a3c-0b4b7b0d1f03",
          "resource": { "resourceType": "Patient", "birthDate": "1948-02-02" } }
    ] });
    answer(&server, "POST", RIGHTS, fhir(200, &body)).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await;
    assert_eq!(read.as_ref().err().and_then(|failure| failure.fault), fault);
    assert!(read.is_err() || !read.unwrap().not_known.contains(&Unknown::Subject));
}

#[tokio::test]
async fn a_search_is_read_to_its_last_page() {
    let (server, connector) = with_habits(|_| {}).await;
    let other =
        with(claim_answer(), "/request/identifier/value", json!("urn:uuid:018d5f3a-0000-7000-8000-000000000000"));
    let next = json!([{ "relation": "next", "url": format!("{}/fhir/pages/2", server.uri()) }]);
    answer(&server, "GET", SEARCH, fhir(200, &searchset(&[other], next))).await;
    answer(&server, "GET", "/fhir/pages/2", fhir(200, &searchset(&[claim_answer()], json!([])))).await;
    let found = connector.find_prior_authorisation(request_id(), AMPLE).await.unwrap().unwrap();
    assert_eq!(found.reference.as_deref(), Some("PEC-88123"));
}

#[tokio::test]
async fn media_types_paths_systems_and_domains_are_the_servers() {
    let (server, connector) = with_habits(|dialect| {
        dialect.content_type = "application/json".into();
        dialect.accept = "application/fhir+json; fhirVersion=4.0".into();
        dialect.eligibility_path = "droits/CoverageEligibilityRequest/".into();
        dialect.systems.member = "https://exemple.fr/adherents".into();
        dialect.systems.amc = "urn:oid:1.2.250.1.999".into();
        dialect.systems.request = "https://exemple.fr/demandes".into();
        dialect.domain_codes.insert("OPTI".into(), "vision".into());
    })
    .await;
    let told = with(rights_answer(), "/insurance/0/item/0/category/coding/0/code", json!("vision"));
    let told = with(told, "/request/identifier", json!({ "value": request_id().to_string() }));
    let place = "/fhir/droits/CoverageEligibilityRequest/";
    Mock::given(method("POST"))
        .and(path(place))
        .and(header("content-type", "application/json"))
        .and(header("accept", "application/fhir+json; fhirVersion=4.0"))
        .respond_with(fhir(200, &told))
        .mount(&server)
        .await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!(read.covered_cents, Some(cents(35_005)));
    let sent: Value = serde_json::from_slice(&asked(&server).await[0].body).unwrap();
    assert_eq!(sent["insurer"]["identifier"]["system"], "urn:oid:1.2.250.1.999");
    assert_eq!(sent["item"][0]["category"]["coding"][0]["code"], "vision");
    assert_eq!(sent["identifier"][0]["value"], request_id().to_string(), "the bare number under a system of its own");
}

#[tokio::test]
async fn a_patient_named_by_a_number_leaves_without_a_name() {
    let (server, connector) = with_habits(|dialect| dialect.patient_by = PatientBy::Identifier).await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    let body = String::from_utf8(asked(&server).await[0].body.clone()).unwrap();
    let sent: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(sent["patient"]["identifier"]["value"], "00XA73190");
    assert!(!body.contains("Vauquelin") && !body.contains("1979"), "{body}");
    let dialect = Dialect { patient_by: PatientBy::Identifier, ..Dialect::default() };
    assert!(!eligibility().fields_sent(&dialect).contains(&FieldName::FamilyName));
    let mut nameless = eligibility();
    nameless.cover.member_number = None;
    let failure = connector.check_eligibility(&nameless, AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::RequestRefused, "nothing to name the person by");
}

fn patient(id: &str, birth_date: &str) -> Value {
    json!({ "resourceType": "Patient", "id": id, "birthDate": birth_date, "name": [{ "family": "VAUQUELIN OSME" }] })
}

async fn looked_up(entries: &[Value]) -> (MockServer, FhirConnector) {
    let (server, connector) = with_habits(|dialect| {
        dialect.patient_by = PatientBy::Reference;
        dialect.sends_nir = true;
    })
    .await;
    Mock::given(method("POST"))
        .and(path("/fhir/Patient/_search"))
        .and(body_string_contains("identifier="))
        .respond_with(fhir(200, &searchset(entries, json!([]))))
        .mount(&server)
        .await;
    let told = with(rights_answer(), "/patient", json!({ "reference": "Patient/77" }));
    answer(&server, "POST", RIGHTS, fhir(200, &told)).await;
    (server, connector)
}

#[tokio::test]
async fn a_patient_named_by_reference_is_looked_up_and_compared() {
    let (server, connector) = looked_up(&[patient("77", "1979-11-23")]).await;
    let mut request = eligibility();
    request.subject.nir = Some(relais_domain::identifiers::Nir::parse("279117512345625").unwrap());
    connector.check_eligibility(&request, AMPLE).await.unwrap();
    let sent = asked(&server).await;
    let body: Value = serde_json::from_slice(&sent[1].body).unwrap();
    assert_eq!(body["patient"]["reference"], "Patient/77");
    assert!(String::from_utf8_lossy(&sent[0].body).contains("279117512345625"), "looked up by the NIR, in the body");
    assert!(sent.iter().all(|request| !request.url.as_str().contains("27911")), "and never in an address");
}

#[rstest]
#[case::nobody(&[], FailureCode::SubjectUnknown)]
#[case::somebody_else(&[patient("77", "1950-01-01")], FailureCode::WrongSubject)]
#[case::two(&[patient("77", "1979-11-23"), patient("78", "1979-11-23")], FailureCode::SeveralAnswers)]
#[tokio::test]
async fn a_patient_who_is_not_found_for_sure_is_not_asked_about(#[case] found: &[Value], #[case] code: FailureCode) {
    let (server, connector) = looked_up(found).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!((failure.code, failure.may_have_acted), (code, false));
    assert_eq!(asked(&server).await.len(), 1, "the question itself was not sent");
}

#[tokio::test]
async fn an_answer_about_another_patient_of_the_server_is_refused() {
    let (_server, connector) = looked_up(&[patient("76", "1979-11-23")]).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::WrongSubject);
}
