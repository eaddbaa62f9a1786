//! Quotes, prior authorisations and claims: what is decided, that a repetition makes no double, and that a lost answer
//! can be found again.

use relais_simulator::{AnswerRule, Function, Platform};
use rstest::rstest;
use serde_json::{Value, json};

use crate::bench::{Bench, agreement_request, claim_of};
use crate::client::call;

fn total(answer: &Value, category: &str) -> Value {
    let totals = answer["total"].as_array().unwrap();
    totals.iter().find(|total| total["category"]["coding"][0]["code"] == category).unwrap()["amount"]["value"].clone()
}

#[tokio::test]
async fn an_agreement_has_a_number_an_amount_and_a_validity() {
    let bench = Bench::new().await;
    let request = agreement_request("demande-1", "10000001");
    let reply = bench.submit(&request).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let answer = reply.json();
    assert_eq!((&answer["resourceType"], &answer["use"]), (&json!("ClaimResponse"), &json!("preauthorization")));
    assert_eq!(answer["outcome"], "complete");
    assert_eq!(answer["preAuthRef"], "VM24012200001");
    assert_eq!(answer["preAuthPeriod"], json!({ "start": "2024-01-22", "end": "2024-04-21" }));
    assert_eq!(answer["request"]["identifier"], request["identifier"][0]);
    assert_eq!(answer["patient"], request["patient"]);
    assert_eq!(total(&answer, "submitted"), 380.0);
    assert_eq!(total(&answer, "benefit"), 380.0);
    assert_eq!(answer["item"][1]["itemSequence"], 2);
    let [agreement] = &bench.control.agreements(Platform::VIAMEDIS)[..] else { panic!("one agreement") };
    assert_eq!((agreement.asked_cents, agreement.covered_cents, agreement.received), (38_000, 38_000, 1));
}

#[tokio::test]
async fn a_partial_agreement_is_rounded_line_by_line() {
    let bench = Bench::new().await;
    let answer = bench.submit(&agreement_request("demande-1", "10000008")).await.json();
    // 85 % of 180,05 is 153,0425 and of 199,95 is 169,9575.
    let benefit = |line: usize| answer["item"][line]["adjudication"][1]["amount"]["value"].clone();
    assert_eq!((benefit(0), benefit(1)), (json!(153.04), json!(169.96)));
    assert_eq!(total(&answer, "benefit"), 323.0);
}

#[rstest]
#[case::refused("10000009", "Refus : Équipement de moins de deux ans déjà pris en charge : renouvellement refusé")]
#[case::rights_ended("10000059", "Refus : Droits fermés depuis le 31/12/2023")]
#[case::out_of_network("10000089", "Refus : Hors réseau : pas de tiers payant")]
#[tokio::test]
async fn a_refusal_says_why_and_makes_no_agreement(#[case] member: &str, #[case] words: &str) {
    let bench = Bench::new().await;
    let answer = bench.submit(&agreement_request("demande-1", member)).await.json();
    assert_eq!((&answer["outcome"], &answer["disposition"]), (&json!("complete"), &json!(words)));
    assert!(answer.get("preAuthRef").is_none());
    assert_eq!(total(&answer, "benefit"), 0.0);
    assert_eq!(format!("Refus : {}", answer["processNote"][0]["text"].as_str().unwrap()), words);
    assert!(bench.control.agreements(Platform::VIAMEDIS).is_empty());
    assert!(bench.control.records()[0].refused);
}

#[tokio::test]
async fn an_unknown_member_is_an_error() {
    let bench = Bench::new().await;
    let answer = bench.submit(&agreement_request("demande-1", "10000099")).await.json();
    assert_eq!(
        (&answer["outcome"], &answer["error"][0]["code"]["text"]),
        (&json!("error"), &json!("Adhérent inconnu"))
    );
}

#[tokio::test]
async fn the_same_identifier_again_gives_the_same_answer_and_no_double() {
    let bench = Bench::new().await;
    let request = agreement_request("demande-1", "10000001");
    let first = bench.submit(&request).await.json();
    let second = bench.submit(&request).await.json();
    assert_eq!(first, second);
    let [agreement] = &bench.control.agreements(Platform::VIAMEDIS)[..] else { panic!("one agreement") };
    assert_eq!(agreement.received, 2);
    let other = bench.submit(&agreement_request("demande-2", "10000001")).await.json();
    assert_ne!(other["preAuthRef"], first["preAuthRef"]);
    assert_eq!(bench.control.agreements(Platform::VIAMEDIS).len(), 2);
}

#[tokio::test]
async fn the_same_identifier_many_times_at_once_makes_one_agreement() {
    let bench = Bench::new().await;
    let request = bench.ask("Claim/$submit", &agreement_request("demande-1", "10000001")).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (base, request) = (bench.base.clone(), request.clone());
        calls.spawn(async move { call(&base, request).await.json()["preAuthRef"].clone() });
    }
    let numbers = calls.join_all().await;
    assert!(numbers.iter().all(|number| *number == numbers[0]));
    let [agreement] = &bench.control.agreements(Platform::VIAMEDIS)[..] else { panic!("one agreement") };
    assert_eq!(agreement.received, 20);
}

#[tokio::test]
async fn the_same_identifier_for_something_else_is_refused() {
    let bench = Bench::new().await;
    bench.submit(&agreement_request("demande-1", "10000001")).await;
    for other in [agreement_request("demande-1", "10000002"), claim_of("claim", "demande-1", "10000001")] {
        let reply = bench.submit(&other).await;
        assert_eq!((reply.status, reply.json()["issue"][0]["code"].as_str()), (409, Some("duplicate")));
    }
    assert_eq!(bench.control.records().len(), 1);
}

#[tokio::test]
async fn a_platform_that_does_not_recognise_repeats_makes_doubles() {
    let bench = Bench::new().await;
    bench.control.recognise_repeats(false);
    for _ in 0..2 {
        bench.submit(&agreement_request("demande-1", "10000001")).await;
    }
    assert_eq!(bench.control.agreements(Platform::VIAMEDIS).len(), 2);
}

#[rstest]
#[case::with_system("request:identifier=https://cabinet.invalid/demande%7Cdemande-1", 1)]
#[case::without_system("request:identifier=demande-1", 1)]
#[case::chained("request.identifier=demande-1", 1)]
#[case::other_system("request:identifier=https://autre.invalid%7Cdemande-1", 0)]
#[case::other_value("request:identifier=demande-3", 0)]
#[case::own_identifier("identifier=reponse-00001", 1)]
#[case::narrowed("request:identifier=demande-1&use=claim", 0)]
#[tokio::test]
async fn an_answer_is_found_by_its_request(#[case] query: &str, #[case] found: u64) {
    let bench = Bench::new().await;
    let answer = bench.submit(&agreement_request("demande-1", "10000001")).await.json();
    bench.submit(&agreement_request("demande-2", "10000001")).await;
    let bundle = bench.get(&format!("ClaimResponse?{query}")).await.json();
    assert_eq!((&bundle["type"], &bundle["total"]), (&json!("searchset"), &json!(found)));
    if found == 1 {
        assert_eq!(bundle["entry"][0]["resource"], answer);
        assert_eq!(bundle["entry"][0]["fullUrl"], format!("{}/viamedis/fhir/ClaimResponse/reponse-00001", bench.base));
    } else {
        assert!(bundle.get("entry").is_none(), "FHIR has no empty arrays");
    }
}

#[rstest]
#[case::everything("ClaimResponse")]
#[case::unknown_parameter("ClaimResponse?request:identifier=demande-1&patient=12")]
#[tokio::test]
async fn a_search_that_would_tell_too_much_is_refused(#[case] path: &str) {
    let bench = Bench::new().await;
    let reply = bench.get(path).await;
    assert_eq!((reply.status, reply.json()["resourceType"].as_str()), (400, Some("OperationOutcome")));
}

#[tokio::test]
async fn an_answer_is_read_by_its_id() {
    let bench = Bench::new().await;
    let answer = bench.submit(&agreement_request("demande-1", "10000001")).await.json();
    assert_eq!(bench.get("ClaimResponse/reponse-00001").await.json(), answer);
    assert_eq!(bench.get("ClaimResponse/reponse-00002").await.status, 404);
}

#[tokio::test]
async fn what_is_pending_is_decided_later() {
    let bench = Bench::new().await;
    bench.control.set_answer(Platform::VIAMEDIS, "10000001", AnswerRule::Pending).unwrap();
    let request = agreement_request("demande-1", "10000001");
    let answer = bench.submit(&request).await.json();
    assert_eq!((&answer["outcome"], answer.get("preAuthRef")), (&json!("queued"), None));
    bench.control.set_answer(Platform::VIAMEDIS, "10000001", AnswerRule::CoverAsAsked).unwrap();
    let found = bench.get("ClaimResponse?request:identifier=demande-1").await.json();
    assert_eq!(found["entry"][0]["resource"]["preAuthRef"], "VM24012200001");
    assert_eq!(bench.submit(&request).await.json(), found["entry"][0]["resource"]);
}

#[rstest]
#[case::by_extension(json!({ "extension": [{ "url": "https://cabinet.invalid/requested-amount",
    "valueMoney": { "value": 100, "currency": "EUR" } }] }))]
#[case::by_supporting_information(json!({ "supportingInfo": [{ "sequence": 1,
    "category": { "coding": [{ "code": "requested-amount" }] }, "valueQuantity": { "value": 100.00, "code": "EUR" } }] }))]
#[case::by_total(json!({ "total": { "value": 100, "currency": "EUR" } }))]
#[tokio::test]
async fn the_amount_asked_of_the_insurer_is_spread_over_the_lines(#[case] told: Value) {
    let bench = Bench::new().await;
    let mut request = agreement_request("demande-1", "10000001");
    for (field, value) in told.as_object().unwrap() {
        request[field] = value.clone();
    }
    let answer = bench.submit(&request).await.json();
    assert_eq!(total(&answer, "submitted"), 100.0);
    // 100 × 180,05 / 380 = 47,38…, and the rest.
    let submitted = |line: usize| answer["item"][line]["adjudication"][0]["amount"]["value"].clone();
    assert_eq!((submitted(0), submitted(1)), (json!(47.38), json!(52.62)));
}

#[rstest]
#[case::no_identifier("identifier", Value::Null, "Claim.identifier")]
#[case::no_use("use", Value::Null, "Claim.use")]
#[case::no_type("type", Value::Null, "Claim.type")]
#[case::no_provider("provider", Value::Null, "Claim.provider")]
#[case::no_priority("priority", json!({}), "Claim.priority")]
#[case::not_focal(
    "insurance",
    json!([{ "sequence": 1, "focal": false, "coverage": { "identifier": { "value": "1234" } } }]),
    "Claim.insurance"
)]
#[case::negative_total("total", json!({ "value": -1, "currency": "EUR" }), "Claim.total")]
#[case::fraction_of_a_cent("total", json!({ "value": 1.005, "currency": "EUR" }), "Claim.total")]
#[case::same_line_twice(
    "item",
    json!([
        { "sequence": 1, "productOrService": { "text": "Verre" } },
        { "sequence": 1, "productOrService": { "text": "Verre" } }
    ]),
    "Claim.item[1].sequence"
)]
#[tokio::test]
async fn a_bad_claim_is_refused_and_not_recorded(#[case] field: &str, #[case] value: Value, #[case] place: &str) {
    let bench = Bench::new().await;
    let mut request = agreement_request("demande-1", "10000001");
    if value.is_null() {
        request.as_object_mut().unwrap().remove(field);
    } else {
        request[field] = value;
    }
    let reply = bench.submit(&request).await;
    assert_eq!(reply.status, 422, "{}", reply.text());
    assert_eq!(reply.json()["issue"][0]["expression"], json!([place]));
    assert!(bench.control.records().is_empty());
}

#[tokio::test]
async fn a_quote_and_a_claim_are_no_agreements() {
    let bench = Bench::new().await;
    let quote = bench.submit(&claim_of("predetermination", "devis-1", "10000001")).await.json();
    assert_eq!(quote["disposition"], "Devis : prise en charge prévisible, 380,00\u{a0}€");
    bench.submit(&claim_of("claim", "facture-1", "10000001")).await;
    let functions: Vec<_> = bench.control.records().iter().map(|record| record.function).collect();
    assert_eq!(functions, [Function::Quote, Function::Claim]);
    assert!(bench.control.agreements(Platform::VIAMEDIS).is_empty());
}

#[tokio::test]
async fn a_claim_under_an_agreement_nobody_gave_is_refused() {
    let bench = Bench::new().await;
    let agreed = bench.submit(&agreement_request("demande-1", "10000001")).await.json();
    let mut claim = claim_of("claim", "facture-1", "10000001");
    claim["insurance"][0]["preAuthRef"] = json!(["VM00000000000"]);
    assert_eq!(bench.submit(&claim).await.status, 422);
    claim["insurance"][0]["preAuthRef"] = json!([agreed["preAuthRef"]]);
    assert_eq!(bench.submit(&claim).await.status, 200);
}
