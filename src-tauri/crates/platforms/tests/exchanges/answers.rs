//! What is read from answers: everything that is said, nothing that is not, and what is refused.

use relais_domain::platform::FailureCode;
use relais_platforms::answer::{EligibilityAnswer, Outcome, Period, PriorAuthorisationAnswer, Unknown, Verdict};
use relais_platforms::failure::{AnswerFault, CallFailure, Phase, SendFailure};
use relais_platforms::platform::Platform;
use rstest::rstest;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::rig::{
    AMPLE, CLAIM, RIGHTS, SEARCH, answer, asked, cents, claim_answer, eligibility, fhir, platform, prior_authorisation,
    request_id, rights_answer, with,
};

async fn rights(response: ResponseTemplate) -> Result<EligibilityAnswer, CallFailure> {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, response).await;
    connector.check_eligibility(&eligibility(), AMPLE).await
}

async fn agreement(response: ResponseTemplate) -> Result<PriorAuthorisationAnswer, SendFailure> {
    let (server, connector) = platform().await;
    answer(&server, "POST", CLAIM, response).await;
    connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await
}

async fn found(body: &Value) -> Result<Option<PriorAuthorisationAnswer>, CallFailure> {
    let (server, connector) = platform().await;
    answer(&server, "GET", SEARCH, fhir(200, body)).await;
    connector.find_prior_authorisation(request_id(), AMPLE).await
}

#[tokio::test]
async fn a_complete_rights_answer_is_read_whole() {
    let body = rights_answer();
    let read = rights(fhir(200, &body)).await.unwrap();
    assert_eq!(read.in_force, Some(true));
    let period = Period { start: Some(jiff::civil::date(2024, 1, 1)), end: Some(jiff::civil::date(2024, 12, 31)) };
    assert_eq!(read.period, Some(period));
    assert_eq!(read.covered_cents, Some(cents(35_005)), "what is allowed less what was used");
    assert_eq!((read.authorisation_required, read.excluded), (Some(true), Some(false)));
    assert_eq!(read.reference.as_deref(), Some("ACC-2024-000123"));
    assert_eq!(read.disposition_text.unwrap().as_str(), "Droits ouverts");
    assert!(read.not_known.is_empty());
    assert_eq!(read.raw.bytes(), serde_json::to_vec(&body).unwrap(), "the proof is the body as it came");
}

#[rstest]
#[case::no_inforce("/insurance/0/inforce", Unknown::InForce)]
#[case::no_period("/insurance/0/benefitPeriod", Unknown::Period)]
#[case::no_item("/insurance/0/item", Unknown::CoveredAmount)]
#[case::no_authorisation("/insurance/0/item/0/authorizationRequired", Unknown::AuthorisationRequired)]
#[case::no_reference("/preAuthRef", Unknown::Reference)]
#[case::no_request("/request", Unknown::Subject)]
#[case::no_currency("/insurance/0/item/0/benefit/0/allowedMoney/currency", Unknown::Currency)]
#[case::no_currency_of_what_was_used("/insurance/0/item/0/benefit/0/usedMoney/currency", Unknown::Currency)]
#[tokio::test]
async fn what_the_standard_makes_optional_is_said_to_be_unknown(#[case] removed: &str, #[case] unknown: Unknown) {
    let read = rights(fhir(200, &with(rights_answer(), removed, Value::Null))).await.unwrap();
    assert!(read.not_known.contains(&unknown), "{:?}", read.not_known);
    if unknown == Unknown::InForce {
        assert_eq!(read.in_force, None, "a period and an amount do not make a right in force");
    }
    if unknown == Unknown::Currency {
        assert_eq!(read.covered_cents, None);
    }
}

#[tokio::test]
async fn an_answer_with_the_bare_minimum_knows_nothing() {
    let body = json!({
        "resourceType": "CoverageEligibilityResponse",
        "status": "active",
        "outcome": "complete",
        "extension": [{ "url": "http://exemple.fr/inconnue", "valueString": "x" }],
        "uneCléInconnue": { "avec": ["tout"] },
    });
    let read = rights(fhir(200, &body)).await.unwrap();
    assert_eq!((read.in_force, read.period, read.covered_cents), (None, None, None));
    assert_eq!(read.not_known.len(), 7, "{:?}", read.not_known);
}

#[tokio::test]
async fn a_period_that_leaves_the_service_date_out_sets_in_force_aside() {
    let body = with(rights_answer(), "/insurance/0/benefitPeriod/end", json!("2024-01"));
    let read = rights(fhir(200, &body)).await.unwrap();
    assert_eq!(read.in_force, None);
    assert!(read.not_known.contains(&Unknown::ServiceDate));
}

#[rstest]
#[case::queued("queued", Outcome::Queued)]
#[case::error("error", Outcome::Error)]
#[tokio::test]
async fn what_was_not_processed_is_never_in_force(#[case] code: &str, #[case] outcome: Outcome) {
    let body = with(rights_answer(), "/outcome", json!(code));
    let body = with(body, "/error", json!([{ "code": { "coding": [{ "code": "adherent-inconnu" }] } }]));
    let read = rights(fhir(200, &body)).await.unwrap();
    assert_eq!((read.outcome, read.in_force, read.covered_cents), (outcome, None, None));
    assert_eq!(read.error_codes, ["adherent-inconnu"]);
}

#[tokio::test]
async fn two_amounts_are_not_added_up() {
    let two = json!([
        { "type": { "coding": [{ "code": "benefit" }] }, "allowedMoney": { "value": 100, "currency": "EUR" } },
        { "type": { "coding": [{ "code": "benefit" }] }, "allowedMoney": { "value": 30.5, "currency": "EUR" } },
    ]);
    let read = rights(fhir(200, &with(rights_answer(), "/insurance/0/item/0/benefit", two))).await.unwrap();
    assert_eq!(read.covered_cents, None);
    let amounts: Vec<_> = read.benefits.iter().map(|benefit| benefit.allowed_cents).collect();
    assert_eq!(amounts, [Some(cents(10_000)), Some(cents(3_050))], "the detail is kept");
    let in_words = json!([
        { "type": { "coding": [{ "code": "benefit" }] }, "allowedString": "100 % Santé : intégralement" },
        { "type": { "coding": [{ "code": "benefit" }] }, "allowedMoney": { "value": 420, "currency": "EUR" } },
    ]);
    let read = rights(fhir(200, &with(rights_answer(), "/insurance/0/item/0/benefit", in_words))).await.unwrap();
    assert_eq!(read.covered_cents, None, "an amount beside words is not the whole");
}

#[tokio::test]
async fn another_domains_amount_is_not_ours() {
    let body = with(rights_answer(), "/insurance/0/item/0/category/coding/0/code", json!("DENT"));
    let read = rights(fhir(200, &body)).await.unwrap();
    assert_eq!((read.covered_cents, read.authorisation_required), (None, None));
}

#[tokio::test]
async fn two_covers_are_told_apart_by_the_one_that_points_back() {
    let second = json!({ "coverage": { "reference": "Coverage/9" }, "inforce": false });
    let body = rights_answer();
    let first = body["insurance"][0].clone();
    let read = rights(fhir(200, &with(body, "/insurance", json!([second, first])))).await.unwrap();
    assert_eq!(read.in_force, Some(true));
    let read = rights(fhir(200, &with(rights_answer(), "/insurance", json!([second, second])))).await.unwrap();
    assert_eq!(read.in_force, None);
    assert!(read.not_known.contains(&Unknown::Cover));
}

#[rstest]
#[case::bundle(json!({ "resourceType": "Bundle", "type": "collection", "entry": [
    { "resource": { "resourceType": "Patient" } }, { "resource": rights_answer() }
] }))]
#[case::parameters(json!({ "resourceType": "Parameters", "parameter": [
    { "name": "return", "resource": rights_answer() }
] }))]
#[tokio::test]
async fn the_answer_is_found_in_its_wrapping(#[case] body: Value) {
    assert_eq!(rights(fhir(200, &body)).await.unwrap().in_force, Some(true));
}

#[tokio::test]
async fn an_answer_created_elsewhere_is_read_where_it_is() {
    let (server, connector) = platform().await;
    let created = ResponseTemplate::new(201).insert_header("location", "/fhir/CoverageEligibilityResponse/7");
    answer(&server, "POST", RIGHTS, created).await;
    answer(&server, "GET", "/fhir/CoverageEligibilityResponse/7", fhir(200, &rights_answer())).await;
    assert_eq!(connector.check_eligibility(&eligibility(), AMPLE).await.unwrap().in_force, Some(true));
}

fn modifier() -> Value {
    json!([{ "url": "http://exemple.fr/negation", "valueBoolean": true }])
}

#[rstest]
#[case::entered_in_error("/status", json!("entered-in-error"), AnswerFault::NotActive)]
#[case::cancelled("/status", json!("cancelled"), AnswerFault::NotActive)]
#[case::draft("/status", json!("draft"), AnswerFault::NotActive)]
#[case::no_status("/status", Value::Null, AnswerFault::NotActive)]
#[case::modifier_on_top("/modifierExtension", modifier(), AnswerFault::ModifierExtension)]
#[case::modifier_inside("/insurance/0/modifierExtension", modifier(), AnswerFault::ModifierExtension)]
#[case::implicit_rules("/implicitRules", json!("http://exemple.fr/r"), AnswerFault::ImplicitRules)]
#[case::francs("/insurance/0/item/0/benefit/0/allowedMoney/currency", json!("CHF"), AnswerFault::ForeignCurrency)]
#[case::third_of_a_cent("/insurance/0/item/0/benefit/0/allowedMoney/value", json!(0.333), AnswerFault::NotCents)]
#[case::french_date("/insurance/0/benefitPeriod/start", json!("01/01/2024"), AnswerFault::NotADate)]
#[case::unknown_outcome("/outcome", json!("peut-être"), AnswerFault::UnknownCode)]
#[case::another_kind("/resourceType", json!("Coverage"), AnswerFault::OtherResource)]
#[case::no_kind("/resourceType", Value::Null, AnswerFault::OtherResource)]
#[case::another_person(
    "/contained",
    json!([{ "resourceType": "Patient", "id": "patient", "birthDate": "1980-11-23" }]),
    AnswerFault::OtherPerson
)]
#[case::another_member(
    "/contained",
    json!([{ "resourceType": "Coverage", "id": "c", "subscriberId": "90909090" }]),
    AnswerFault::OtherPerson
)]
#[case::another_name("/patient", json!({ "display": "Une autre personne" }), AnswerFault::OtherPerson)]
#[case::another_request(
    "/request",
    json!({ "identifier": { "system": "urn:oid:1.2.3", "value": "une-autre-demande" } }),
    AnswerFault::OtherRequest
)]
#[tokio::test]
async fn an_answer_that_cannot_be_relied_on_is_refused(
    #[case] pointer: &str,
    #[case] value: Value,
    #[case] fault: AnswerFault,
) {
    let failure = rights(fhir(200, &with(rights_answer(), pointer, value))).await.unwrap_err();
    assert_eq!(failure.fault, Some(fault));
    assert_eq!((failure.code, failure.phase, failure.http_status), (fault.code(), Phase::Read, Some(200)));
}

#[tokio::test]
async fn a_field_of_another_type_is_named_by_its_place_alone() {
    let body = with(rights_answer(), "/insurance/0/inforce", json!("Vauquelin"));
    let failure = rights(fhir(200, &body)).await.unwrap_err();
    assert!(matches!(failure.fault, Some(AnswerFault::Malformed { line: 1, .. })));
    assert!(!format!("{failure:?}{failure}").contains("Vauquelin"));
}

#[tokio::test]
async fn the_same_key_twice_is_refused() {
    let text = rights_answer().to_string().replacen("\"inforce\":true", "\"inforce\":false,\"inforce\":true", 1);
    let failure = rights(ResponseTemplate::new(200).set_body_raw(text, "application/fhir+json")).await.unwrap_err();
    assert_eq!(failure.fault, Some(AnswerFault::DuplicateKey));
}

#[tokio::test]
async fn a_complete_agreement_is_read_whole() {
    let read = agreement(fhir(200, &claim_answer())).await.unwrap();
    assert_eq!(read.outcome, Outcome::Complete);
    assert_eq!(read.reference.as_deref(), Some("PEC-88123"));
    assert_eq!(read.covered_cents, Some(cents(38_903)));
    assert_eq!(read.valid.unwrap().end, Some(jiff::civil::date(2024, 4, 30)));
    assert_eq!(read.platform_id.as_deref(), Some("cr-1"));
    assert!(read.not_known.is_empty());
}

#[tokio::test]
async fn without_a_total_the_lines_are_added_up_when_all_speak() {
    let line = |amount: Value| {
        json!({ "itemSequence": 1, "adjudication": [
            { "category": { "coding": [{ "code": "benefit" }] },
              "reason": { "coding": [{ "code": "0009-816" }] },
              "amount": { "value": amount, "currency": "EUR" } }
        ] })
    };
    let body = with(with(claim_answer(), "/total", Value::Null), "/item", json!([line(json!(120.5)), line(json!(30))]));
    let read = agreement(fhir(200, &body)).await.unwrap();
    assert_eq!(read.covered_cents, Some(cents(15_050)));
    assert_eq!(read.disposition_codes, ["0009-816"]);
    let silent = json!({ "itemSequence": 2, "adjudication": [] });
    let body = with(body, "/item/1", silent);
    assert_eq!(agreement(fhir(200, &body)).await.unwrap().covered_cents, None);
}

#[rstest]
#[case::queued("queued", Outcome::Queued)]
#[case::error("error", Outcome::Error)]
#[tokio::test]
async fn no_amount_is_covered_before_it_is_decided(#[case] code: &str, #[case] outcome: Outcome) {
    let read = agreement(fhir(200, &with(claim_answer(), "/outcome", json!(code)))).await.unwrap();
    assert_eq!((read.outcome, read.covered_cents), (outcome, None));
}

#[rstest]
#[case::agreed(claim_answer(), Verdict::Agreed)]
#[case::nothing_covered(with(claim_answer(), "/total/1/amount/value", json!(0)), Verdict::Refused)]
#[case::error(with(claim_answer(), "/outcome", json!("error")), Verdict::Refused)]
#[case::queued(with(claim_answer(), "/outcome", json!("queued")), Verdict::Pending)]
#[case::no_number(with(claim_answer(), "/preAuthRef", Value::Null), Verdict::Unclear)]
#[case::no_amount(with(claim_answer(), "/total", Value::Null), Verdict::Unclear)]
#[tokio::test]
async fn an_agreement_has_a_number_and_an_amount(#[case] body: Value, #[case] verdict: Verdict) {
    assert_eq!(agreement(fhir(200, &body)).await.unwrap().verdict(), verdict);
}

#[tokio::test]
async fn a_bare_202_says_that_the_request_was_taken_in() {
    let read = agreement(ResponseTemplate::new(202)).await.unwrap();
    assert_eq!((read.outcome, read.reference), (Outcome::Queued, None));
}

#[rstest]
#[case::another_use("/use", json!("claim"), FailureCode::UnexpectedShape)]
#[case::entered_in_error("/status", json!("entered-in-error"), FailureCode::NotActive)]
#[case::another_request(
    "/request/identifier/value",
    json!("urn:uuid:018d5f3a-0000-7000-8000-000000000000"),
    FailureCode::WrongRequest
)]
#[case::another_person("/patient", json!({ "display": "Une autre personne" }), FailureCode::WrongSubject)]
#[case::francs("/total/1/amount/currency", json!("CHF"), FailureCode::ForeignCurrency)]
#[tokio::test]
async fn an_agreement_that_cannot_be_relied_on_leaves_the_outcome_unknown(
    #[case] pointer: &str,
    #[case] value: Value,
    #[case] code: FailureCode,
) {
    let failure = agreement(fhir(200, &with(claim_answer(), pointer, value))).await.unwrap_err();
    let SendFailure::OutcomeUnknown(failure) = failure else { panic!("{failure:?}") };
    assert_eq!(failure.code, code);
}

fn searchset(entries: &[Value], links: Value) -> Value {
    let entry: Vec<Value> = entries.iter().map(|resource| json!({ "resource": resource })).collect();
    json!({ "resourceType": "Bundle", "type": "searchset", "link": links, "entry": entry })
}

fn unnamed() -> Value {
    with(claim_answer(), "/request", Value::Null)
}

fn other() -> Value {
    with(claim_answer(), "/request/identifier/value", json!("urn:uuid:018d5f3a-0000-7000-8000-000000000000"))
}

fn applied() -> Value {
    json!([{ "relation": "self", "url": format!("http://h/ClaimResponse?request:identifier={}", request_id().urn()) }])
}

#[rstest]
#[case::ours(searchset(&[claim_answer()], json!([])), true)]
#[case::ours_among_others(searchset(&[other(), claim_answer()], json!([])), true)]
#[case::unnamed_under_our_criterion(searchset(&[unnamed()], applied()), true)]
#[case::none(searchset(&[], applied()), false)]
#[case::only_others(searchset(&[other()], json!([])), false)]
#[case::no_entry_key(json!({ "resourceType": "Bundle", "type": "searchset" }), false)]
#[case::a_voided_one_beside(
    searchset(&[with(claim_answer(), "/status", json!("entered-in-error")), claim_answer()], json!([])),
    true
)]
#[tokio::test]
async fn a_search_finds_our_answer_or_says_that_there_is_none(#[case] body: Value, #[case] is_found: bool) {
    let answer = found(&body).await.unwrap();
    assert_eq!(answer.as_ref().map(|answer| answer.reference.as_deref()), is_found.then_some(Some("PEC-88123")));
}

#[rstest]
#[case::criterion_ignored(searchset(&[unnamed()], json!([])), AnswerFault::SearchNotConfirmed)]
#[case::more_pages(
    searchset(&[], json!([{ "relation": "next", "url": "http://h/p2" }])),
    AnswerFault::SearchNotConfirmed
)]
#[case::two_of_ours(searchset(&[claim_answer(), claim_answer()], json!([])), AnswerFault::SeveralAnswers)]
#[case::voided(
    searchset(&[with(claim_answer(), "/status", json!("cancelled"))], json!([])),
    AnswerFault::NotActive
)]
#[case::not_a_bundle(claim_answer(), AnswerFault::OtherResource)]
#[tokio::test]
async fn a_search_that_proves_nothing_is_not_believed(#[case] body: Value, #[case] fault: AnswerFault) {
    assert_eq!(found(&body).await.unwrap_err().fault, Some(fault));
}

#[tokio::test]
async fn the_search_carries_our_identifier_and_nothing_else() {
    let (server, connector) = platform().await;
    answer(&server, "GET", SEARCH, fhir(200, &searchset(&[], json!([])))).await;
    connector.find_prior_authorisation(request_id(), AMPLE).await.unwrap();
    let requests = asked(&server).await;
    let query: Vec<_> = requests[0].url.query_pairs().collect();
    let token = format!("urn:ietf:rfc:3986|{}", request_id().urn());
    assert_eq!(query, [("request:identifier".into(), token.into())]);
    assert_eq!(requests[0].headers.get("prefer").unwrap(), "handling=strict");
}
