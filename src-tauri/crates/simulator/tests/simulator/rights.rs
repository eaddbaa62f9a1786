//! Rights: what is answered about whom, and what is refused because it was asked badly.

use relais_simulator::{AnswerRule, Platform};
use rstest::rstest;
use serde_json::{Value, json};

use crate::bench::{Bench, fhir_post, rights_request};
use crate::client::{Request, call};

fn allowed(answer: &Value) -> &Value {
    &answer["insurance"][0]["item"][0]["benefit"][0]["allowedMoney"]
}

#[tokio::test]
async fn open_rights_name_the_request_the_person_the_period_and_the_amount() {
    let bench = Bench::new().await;
    let request = rights_request("10000001");
    let reply = bench.rights(&request).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("content-type"), Some("application/fhir+json; charset=utf-8"));
    let answer = reply.json();
    assert_eq!(answer["resourceType"], "CoverageEligibilityResponse");
    assert_eq!(answer["request"]["identifier"], request["identifier"][0]);
    assert_eq!(answer["patient"], request["patient"]);
    assert_eq!(answer["purpose"], request["purpose"]);
    assert_eq!(answer["outcome"], "complete");
    let insurance = &answer["insurance"][0];
    assert_eq!(insurance["inforce"], true);
    assert_eq!(insurance["benefitPeriod"], json!({ "start": "2024-01-01", "end": "2024-12-31" }));
    assert_eq!(insurance["item"][0]["authorizationRequired"], true);
    assert_eq!(insurance["item"][0]["category"], request["item"][0]["category"]);
    assert_eq!(*allowed(&answer), json!({ "value": 380.0, "currency": "EUR" }));
    assert_eq!(answer["contained"][0]["subscriberId"], "10000001");
    assert!(answer["preAuthRef"].as_str().unwrap().starts_with("ACCVM"));
}

#[tokio::test]
async fn without_items_the_whole_plan_is_told() {
    let bench = Bench::new().await;
    let mut request = rights_request("10000001");
    request.as_object_mut().unwrap().remove("item");
    let answer = bench.rights(&request).await.json();
    let items = answer["insurance"][0]["item"].as_array().unwrap();
    let categories: Vec<_> = items.iter().map(|item| item["category"]["text"].as_str().unwrap()).collect();
    assert_eq!(categories, ["Optique", "Optique", "Audition", "Audition", "Pharmacie"]);
    assert_eq!(items[1]["benefit"][0]["allowedMoney"]["value"], 420.0);
    assert_eq!(items[4]["authorizationRequired"], false);
}

#[rstest]
#[case::solidarity("31204472", true, "Droits ouverts du 01/01/2024 au 31/12/2024", 380.0)]
#[case::up_to_a_ceiling("31204461", true, "Droits ouverts du 01/01/2024 au 31/12/2024", 300.0)]
#[case::partial("10000007", true, "Droits ouverts du 01/01/2024 au 31/12/2024", 323.0)]
#[tokio::test]
async fn amounts_follow_the_member(
    #[case] member: &str,
    #[case] in_force: bool,
    #[case] words: &str,
    #[case] euros: f64,
) {
    let bench = Bench::new().await;
    let answer = bench.rights(&rights_request(member)).await.json();
    assert_eq!(answer["insurance"][0]["inforce"], in_force);
    assert_eq!(answer["disposition"], words);
    assert_eq!(allowed(&answer)["value"], euros);
}

#[tokio::test]
async fn solidarity_is_said_on_the_coverage() {
    let bench = Bench::new().await;
    let answer = bench.rights(&rights_request("31204472")).await.json();
    assert_eq!(answer["contained"][0]["type"]["coding"][0]["code"], "C2S");
}

#[rstest]
#[case::written_down("31204483")]
#[case::by_the_digits("10000059")]
#[tokio::test]
async fn ended_rights_are_not_in_force_and_promise_nothing(#[case] member: &str) {
    let bench = Bench::new().await;
    let answer = bench.rights(&rights_request(member)).await.json();
    assert_eq!(answer["outcome"], "complete");
    assert_eq!(answer["insurance"][0]["inforce"], false);
    assert_eq!(answer["insurance"][0]["benefitPeriod"]["end"], "2023-12-31");
    assert!(answer["insurance"][0].get("item").is_none());
    assert!(answer.get("preAuthRef").is_none());
    assert_eq!(answer["disposition"], "Droits fermés depuis le 31/12/2023");
}

#[tokio::test]
async fn rights_that_ended_were_still_open_at_the_date_of_an_older_sale() {
    let bench = Bench::new().await;
    let mut request = rights_request("31204483");
    request["servicedDate"] = json!("2023-12-31");
    let answer = bench.rights(&request).await.json();
    assert_eq!(answer["insurance"][0]["inforce"], true);
}

#[tokio::test]
async fn out_of_network_excludes_third_party_payment() {
    let bench = Bench::new().await;
    let answer = bench.rights(&rights_request("10000089")).await.json();
    let item = &answer["insurance"][0]["item"][0];
    assert_eq!((&item["excluded"], &item["network"]["coding"][0]["code"]), (&json!(true), &json!("out")));
    assert_eq!(item["benefit"][0]["allowedMoney"]["value"], 0.0);
}

#[rstest]
#[case::by_the_digits("10000099")]
#[case::no_digit_at_all("INCONNUE")]
#[tokio::test]
async fn an_unknown_member_is_an_error_without_insurance(#[case] member: &str) {
    let bench = Bench::new().await;
    let answer = bench.rights(&rights_request(member)).await.json();
    assert_eq!(answer["outcome"], "error");
    assert_eq!(answer["error"][0]["code"]["coding"][0]["code"], "adherent-inconnu");
    assert!(answer.get("insurance").is_none());
}

#[tokio::test]
async fn an_answer_set_by_hand_wins_on_its_own_platform_only() {
    let bench = Bench::new().await;
    bench.control.set_answer(Platform::ALMERYS, "10000001", AnswerRule::UnknownMember).unwrap();
    assert_eq!(bench.rights(&rights_request("10000001")).await.json()["outcome"], "complete");
    bench.control.set_answer(Platform::VIAMEDIS, "10000001", AnswerRule::UnknownMember).unwrap();
    assert_eq!(bench.rights(&rights_request("10000001")).await.json()["outcome"], "error");
}

#[tokio::test]
async fn contained_people_are_carried_along_so_that_no_reference_dangles() {
    let bench = Bench::new().await;
    let mut request = rights_request("10000001");
    let patient = json!({ "resourceType": "Patient", "id": "p", "name": [{ "family": "Ferrandier" }] });
    request["contained"].as_array_mut().unwrap().push(patient.clone());
    request["patient"] = json!({ "reference": "#p" });
    let answer = bench.rights(&request).await.json();
    assert_eq!(answer["patient"], json!({ "reference": "#p" }));
    assert!(answer["contained"].as_array().unwrap().contains(&patient));
}

#[tokio::test]
async fn a_bundle_and_parameters_are_read_too() {
    let bench = Bench::new().await;
    let mut request = rights_request("10000007");
    let coverage = request["contained"][0].clone();
    request.as_object_mut().unwrap().remove("contained");
    request["insurance"][0]["coverage"] = json!({ "reference": "Coverage/carte" });
    let bundle = json!({
        "resourceType": "Bundle", "type": "collection",
        "entry": [{ "resource": request }, { "resource": coverage }],
    });
    assert_eq!(allowed(&bench.rights(&bundle).await.json())["value"], 323.0);
    let parameters = json!({ "resourceType": "Parameters", "parameter": [{ "name": "resource", "resource": bundle }] });
    assert_eq!(allowed(&bench.rights(&parameters).await.json())["value"], 323.0);
}

#[rstest]
#[case::no_status("status", Value::Null, "CoverageEligibilityRequest.status")]
#[case::draft("status", json!("draft"), "CoverageEligibilityRequest.status")]
#[case::no_purpose("purpose", json!([]), "CoverageEligibilityRequest.purpose")]
#[case::other_purpose("purpose", json!(["curiosity"]), "CoverageEligibilityRequest.purpose")]
#[case::no_patient("patient", Value::Null, "CoverageEligibilityRequest.patient")]
#[case::empty_patient("patient", json!({}), "CoverageEligibilityRequest.patient")]
#[case::dangling_patient("patient", json!({ "reference": "#nobody" }), "CoverageEligibilityRequest.patient")]
#[case::no_insurer("insurer", Value::Null, "CoverageEligibilityRequest.insurer")]
#[case::no_creation("created", Value::Null, "CoverageEligibilityRequest.created")]
#[case::french_date("created", json!("22/01/2024"), "CoverageEligibilityRequest.created")]
#[case::time_without_zone("created", json!("2024-01-22T09:00:00"), "CoverageEligibilityRequest.created")]
#[case::no_insurance("insurance", json!([]), "CoverageEligibilityRequest.insurance")]
#[case::coverage_held_elsewhere(
    "insurance",
    json!([{ "coverage": { "reference": "Coverage/12" } }]),
    "CoverageEligibilityRequest.insurance[0].coverage"
)]
#[case::two_focal(
    "insurance",
    json!([
        { "focal": true, "coverage": { "identifier": { "value": "1234" } } },
        { "focal": true, "coverage": { "identifier": { "value": "5678" } } }
    ]),
    "CoverageEligibilityRequest.insurance"
)]
#[case::period_and_date("servicedPeriod", json!({ "start": "2024-01-01" }), "CoverageEligibilityRequest.serviced")]
#[case::dollars(
    "item",
    json!([{ "category": { "text": "Optique" }, "unitPrice": { "value": 1, "currency": "USD" } }]),
    "CoverageEligibilityRequest.item[0].unitPrice"
)]
#[case::rules_unknown("implicitRules", json!("https://ailleurs.invalid"), "CoverageEligibilityRequest.implicitRules")]
#[tokio::test]
async fn a_bad_request_is_refused_with_the_place(#[case] field: &str, #[case] value: Value, #[case] place: &str) {
    let bench = Bench::new().await;
    let mut request = rights_request("10000001");
    if value.is_null() {
        request.as_object_mut().unwrap().remove(field);
    } else {
        request[field] = value;
    }
    let reply = bench.rights(&request).await;
    assert_eq!(reply.status, 422, "{}", reply.text());
    let outcome = reply.json();
    assert_eq!(outcome["resourceType"], "OperationOutcome");
    assert_eq!(outcome["issue"].as_array().unwrap().len(), 1, "{outcome}");
    assert_eq!(outcome["issue"][0]["expression"], json!([place]));
}

#[tokio::test]
async fn unknown_fields_are_tolerated() {
    let bench = Bench::new().await;
    let mut request = rights_request("10000001");
    request["champ-inconnu"] = json!({ "x": 1 });
    request["extension"] = json!([{ "url": "https://ailleurs.invalid", "valueString": "x" }]);
    assert_eq!(bench.rights(&request).await.status, 200);
}

#[tokio::test]
async fn what_is_not_fhir_json_is_refused() {
    let bench = Bench::new().await;
    let ask = bench.ask("CoverageEligibilityRequest", &rights_request("10000001")).await;
    let media = call(&bench.base, ask.clone().header("Content-Type", "text/plain")).await;
    assert_eq!(media.status, 415);
    let token = bench.token(Platform::VIAMEDIS).await;
    let broken = Request::form("/viamedis/fhir/Claim", "{").header("Content-Type", "application/json").bearer(&token);
    let reply = call(&bench.base, broken).await;
    assert_eq!((reply.status, reply.json()["issue"][0]["code"].as_str()), (400, Some("structure")));
    let other = fhir_post(Platform::VIAMEDIS, "CoverageEligibilityRequest", &json!({ "resourceType": "Patient" }));
    assert_eq!(call(&bench.base, other.bearer(&token)).await.status, 422);
}

#[tokio::test]
async fn the_capability_statement_is_open_to_all() {
    let bench = Bench::new().await;
    let reply = call(&bench.base, Request::get("/sp-sante/fhir/metadata")).await;
    let statement = reply.json();
    assert_eq!((reply.status, statement["fhirVersion"].as_str()), (200, Some("4.0.1")));
    assert_eq!(statement["implementation"]["url"], format!("{}/sp-sante/fhir", bench.base));
}
