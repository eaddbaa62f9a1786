//! Each fault, as its bytes arrive: what is sent, what is not, how the connection ends, and whether the platform had
//! taken the request in.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use relais_simulator::{Activity, Breakage, ControlError, Fault, Function, Platform};
use rstest::rstest;
use serde_json::json;

use crate::bench::{Bench, agreement_request, claim_of, fhir_post, rights_request, token_request};
use crate::client::{Heard, Raw, Request, call};

const PEC: Function = Function::PriorAuthorisation;

fn demand() -> serde_json::Value {
    agreement_request("demande-1", "10000001")
}

fn length(reply: &crate::client::Reply) -> usize {
    reply.header("content-length").unwrap().parse().unwrap()
}

#[tokio::test]
async fn refuse_is_a_real_refusal_on_the_platform_s_own_port_until_mended() {
    let bench = Bench::new().await;
    let own = bench.simulator.platform_base_url(Platform::VIAMEDIS);
    let mut kept_alive = Raw::connect(&own).await.unwrap();
    kept_alive.send(&Request::get("/viamedis/fhir/metadata")).await;
    assert_eq!(kept_alive.reply().await.status, 200);

    bench.break_viamedis(Function::Connection, Fault::Refuse).await;
    for _ in 0..3 {
        let error = Raw::connect(&own).await.err().expect("refused");
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    }
    assert!(matches!(kept_alive.next().await, Heard::Closed | Heard::Reset), "open connections are cut");
    let other = bench.simulator.platform_base_url(Platform::ALMERYS);
    assert_eq!(call(&other, Request::get("/almerys/fhir/metadata")).await.status, 200);

    bench.control.mend(Platform::VIAMEDIS, Some(Function::Connection), None).await.unwrap();
    assert_eq!(call(&own, Request::get("/viamedis/fhir/metadata")).await.status, 200);
}

#[tokio::test]
async fn refuse_is_a_reset_on_the_shared_port_which_others_use() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Connection, Fault::Refuse).await;
    let mut raw = Raw::connect(&bench.base).await.unwrap();
    raw.send(&Request::get("/viamedis/fhir/metadata")).await;
    assert_eq!(raw.next().await, Heard::Reset);
    assert_eq!(call(&bench.base, Request::get("/almerys/fhir/metadata")).await.status, 200);
}

#[tokio::test]
async fn reset_of_the_connection_comes_before_anything_is_read() {
    let bench = Bench::new().await;
    let own = bench.simulator.platform_base_url(Platform::VIAMEDIS);
    let breakage = Breakage::new(Platform::VIAMEDIS, Function::Connection, Fault::Reset).times(1);
    bench.control.break_function(breakage).await.unwrap();
    let mut raw = Raw::connect(&own).await.unwrap();
    assert_eq!(raw.next().await, Heard::Reset);
    assert_eq!(call(&own, Request::get("/viamedis/fhir/metadata")).await.status, 200);
}

#[tokio::test]
async fn hang_accept_opens_and_never_reads_until_mended() {
    let bench = Bench::new().await;
    let own = bench.simulator.platform_base_url(Platform::VIAMEDIS);
    bench.break_viamedis(Function::Connection, Fault::HangAccept).await;
    let mut raw = Raw::connect(&own).await.unwrap();
    raw.send(&Request::get("/viamedis/fhir/metadata")).await;
    bench.met(Fault::HangAccept).await;
    assert_eq!(raw.listen().await, Heard::Silence);
    bench.control.mend(Platform::VIAMEDIS, Some(Function::Connection), None).await.unwrap();
    assert!(matches!(raw.next().await, Heard::Closed | Heard::Reset));
    assert_eq!(call(&own, Request::get("/viamedis/fhir/metadata")).await.status, 200);
}

#[tokio::test]
async fn reset_of_a_function_answers_no_byte_and_records_nothing() {
    let bench = Bench::new().await;
    bench.break_viamedis(PEC, Fault::Reset).await;
    assert_eq!(bench.submitting(&demand()).await.next().await, Heard::Reset);
    assert!(bench.control.records().is_empty());
}

#[tokio::test]
async fn hang_headers_reads_the_request_and_says_nothing() {
    let bench = Bench::new().await;
    bench.break_viamedis(PEC, Fault::HangHeaders).await;
    let mut raw = bench.submitting(&demand()).await;
    let met = bench.met(Fault::HangHeaders).await;
    assert_eq!(raw.listen().await, Heard::Silence);
    assert_eq!(met.status, None);
    assert_eq!(met.request_identifier.as_deref(), Some("demande-1"));
    assert!(bench.control.records().is_empty());
}

#[tokio::test]
async fn hang_mid_body_stops_half_way_and_stays_open() {
    let bench = Bench::new().await;
    bench.break_viamedis(PEC, Fault::HangMidBody).await;
    let mut raw = bench.submitting(&demand()).await;
    let mut reply = raw.head().await;
    let half = length(&reply) / 2;
    raw.body(&mut reply, half).await;
    assert_eq!((reply.status, reply.body.len()), (200, half));
    assert_eq!(raw.listen().await, Heard::Silence);
    assert_eq!(bench.control.agreements(Platform::VIAMEDIS).len(), 1);
}

#[tokio::test]
async fn truncated_stops_half_way_and_closes() {
    let bench = Bench::new().await;
    bench.break_viamedis(PEC, Fault::Truncated).await;
    let mut raw = bench.submitting(&demand()).await;
    let mut reply = raw.head().await;
    let half = length(&reply) / 2;
    raw.body(&mut reply, half).await;
    assert_eq!((reply.status, reply.body.len()), (200, half));
    assert_eq!(raw.next().await, Heard::Closed);
    assert_eq!(bench.control.agreements(Platform::VIAMEDIS).len(), 1);
}

#[tokio::test]
async fn late_sends_the_right_answer_after_two_seconds() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Rights, Fault::Late).await;
    let request = bench.ask("CoverageEligibilityRequest", &rights_request("10000001")).await;
    let mut raw = Raw::connect(&bench.base).await.unwrap();
    let start = Instant::now();
    raw.send(&request).await;
    assert_eq!(raw.head().await.status, 200);
    assert!(start.elapsed() >= Duration::from_secs(2));
}

#[tokio::test]
async fn slow_sends_one_byte_a_second() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Rights, Fault::Slow).await;
    let request = bench.ask("CoverageEligibilityRequest", &rights_request("10000001")).await;
    let mut raw = Raw::connect(&bench.base).await.unwrap();
    raw.send(&request).await;
    assert_eq!(raw.head().await.status, 200);
    let start = Instant::now();
    for expected in [b"{", b"\""] {
        assert_eq!(raw.next().await, Heard::Bytes(expected.to_vec()));
    }
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(900), "{took:?}");
}

#[rstest]
#[case(Fault::BadRequest, 400)]
#[case(Fault::Unauthorised, 401)]
#[case(Fault::Forbidden, 403)]
#[case(Fault::NotFound, 404)]
#[case(Fault::TooManyCalls { retry_after_s: 7 }, 429)]
#[case(Fault::ServerError, 500)]
#[case(Fault::BadGateway, 502)]
#[case(Fault::Unavailable, 503)]
#[case(Fault::Closed, 503)]
#[tokio::test]
async fn a_status_is_answered_and_nothing_recorded(#[case] fault: Fault, #[case] status: u16) {
    let bench = Bench::new().await;
    bench.break_viamedis(PEC, fault).await;
    let reply = bench.submit(&demand()).await;
    assert_eq!(reply.status, status);
    assert_eq!(reply.header("retry-after"), (status == 429).then_some("7"));
    assert_eq!(reply.header("www-authenticate").is_some(), status == 401);
    let is_page = matches!(fault, Fault::BadGateway | Fault::Unavailable | Fault::Closed);
    assert_eq!(reply.text().starts_with("<!doctype html>"), is_page);
    if !is_page {
        assert_eq!(reply.json()["resourceType"], "OperationOutcome");
    }
    assert!(bench.control.records().is_empty());
}

#[rstest]
#[case::page(Fault::Html, "text/html; charset=utf-8", "<!doctype html>")]
#[case::other_shape(Fault::OtherShape, "application/json", "\"statut\":\"OK\"")]
#[case::outcome(
    Fault::OperationOutcome,
    "application/fhir+json; charset=utf-8",
    "\"resourceType\":\"OperationOutcome\""
)]
#[tokio::test]
async fn two_hundred_is_no_promise(#[case] fault: Fault, #[case] media: &str, #[case] words: &str) {
    let bench = Bench::new().await;
    bench.break_viamedis(PEC, fault).await;
    let reply = bench.submit(&demand()).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, Some(media)));
    assert!(reply.text().contains(words), "{}", reply.text());
    assert!(bench.control.records().is_empty());
}

#[tokio::test]
async fn an_expired_token_is_forgotten_and_a_new_one_works() {
    let bench = Bench::new().await;
    let breakage = Breakage::new(Platform::VIAMEDIS, PEC, Fault::ExpiredToken).times(1);
    bench.control.break_function(breakage).await.unwrap();
    let token = bench.token(Platform::VIAMEDIS).await;
    let ask = fhir_post(Platform::VIAMEDIS, "Claim/$submit", &demand());
    for _ in 0..2 {
        let reply = call(&bench.base, ask.clone().bearer(&token)).await;
        assert_eq!(reply.status, 401);
        assert!(reply.header("www-authenticate").unwrap().contains("invalid_token"));
    }
    let fresh = bench.token(Platform::VIAMEDIS).await;
    assert_eq!(call(&bench.base, ask.bearer(&fresh)).await.status, 200);
}

#[tokio::test]
async fn the_token_endpoint_can_give_tokens_worth_nothing() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Token, Fault::ExpiredToken).await;
    assert_eq!(bench.submit(&demand()).await.status, 401);
    bench.control.mend(Platform::VIAMEDIS, Some(Function::Token), None).await.unwrap();
    assert_eq!(bench.submit(&demand()).await.status, 200);
}

#[rstest]
#[case(Fault::Unauthorised, 401, "invalid_client")]
#[case(Fault::BadRequest, 400, "invalid_request")]
#[case(Fault::ServerError, 500, "server_error")]
#[tokio::test]
async fn the_token_endpoint_fails_in_its_own_tongue(#[case] fault: Fault, #[case] status: u16, #[case] error: &str) {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Token, fault).await;
    let reply = call(&bench.base, token_request(Platform::VIAMEDIS)).await;
    assert_eq!((reply.status, reply.json()["error"].as_str()), (status, Some(error)));
    assert_eq!(call(&bench.base, token_request(Platform::ALMERYS)).await.status, 200);
}

#[tokio::test]
async fn another_person_s_answer_names_another_person() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Rights, Fault::WrongPerson).await;
    let request = rights_request("10000001");
    let answer = bench.rights(&request).await.json();
    assert_eq!(answer["resourceType"], "CoverageEligibilityResponse");
    assert_eq!(answer["request"]["identifier"], request["identifier"][0]);
    assert_ne!(answer["patient"], request["patient"]);
    assert_ne!(answer["contained"][0]["subscriberId"], "10000001");

    bench.break_viamedis(PEC, Fault::WrongPerson).await;
    assert_ne!(bench.submit(&demand()).await.json()["patient"], demand()["patient"]);
    let found = bench.get("ClaimResponse?request:identifier=demande-1").await.json();
    assert_ne!(found["entry"][0]["resource"]["patient"], demand()["patient"]);
}

#[tokio::test]
async fn an_answer_to_another_request_names_another_request() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Rights, Fault::WrongRequest).await;
    let request = rights_request("10000001");
    let answer = bench.rights(&request).await.json();
    assert_ne!(answer["request"]["identifier"], request["identifier"][0]);
    assert_eq!(answer["patient"], request["patient"]);
}

#[tokio::test]
async fn a_lost_answer_was_accepted_can_be_found_and_is_not_doubled() {
    let bench = Bench::new().await;
    let breakage = Breakage::new(Platform::VIAMEDIS, PEC, Fault::AnswerLost).times(1);
    bench.control.break_function(breakage).await.unwrap();
    assert_eq!(bench.submitting(&demand()).await.next().await, Heard::Closed);
    let [agreement] = &bench.control.agreements(Platform::VIAMEDIS)[..] else { panic!("it was accepted") };

    let found = bench.get("ClaimResponse?request:identifier=demande-1").await.json();
    assert_eq!(found["entry"][0]["resource"]["preAuthRef"], agreement.agreement.as_deref().unwrap());
    let again = bench.submit(&demand()).await.json();
    assert_eq!(again, found["entry"][0]["resource"]);
    assert_eq!(bench.control.agreements(Platform::VIAMEDIS)[0].received, 2);
    assert_eq!(bench.control.agreements(Platform::VIAMEDIS).len(), 1);
}

#[tokio::test]
async fn too_large_is_well_formed_and_announces_no_length() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Rights, Fault::TooLarge).await;
    let reply = bench.rights(&rights_request("10000001")).await;
    assert_eq!((reply.header("content-length"), reply.header("transfer-encoding")), (None, Some("chunked")));
    assert!(reply.body.len() > 16 * 1024 * 1024);
    assert_eq!(reply.json()["insurance"][0]["inforce"], true);
}

#[tokio::test]
async fn a_redirection_leads_to_another_host_where_it_is_noticed() {
    let bench = Bench::new().await;
    bench.break_viamedis(PEC, Fault::Redirect).await;
    let reply = bench.submit(&demand()).await;
    assert_eq!(reply.status, 307);
    let location = reply.header("location").unwrap();
    assert!(location.starts_with("http://localhost:"), "{location}");
    assert_eq!(bench.control.trapped(), 0);
    call(&bench.base, Request::get("/piege")).await;
    assert_eq!(bench.control.trapped(), 1);
}

#[tokio::test]
async fn one_function_breaks_alone() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Rights, Fault::Unavailable).await;
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 503);
    assert_eq!(bench.submit(&demand()).await.status, 200);
    for (usage, function) in [("predetermination", Function::Quote), ("claim", Function::Claim)] {
        bench.break_viamedis(function, Fault::ServerError).await;
        assert_eq!(bench.submit(&claim_of(usage, usage, "10000001")).await.status, 500);
    }
    assert_eq!(bench.submit(&demand()).await.status, 200);
}

#[tokio::test]
async fn one_activity_breaks_alone() {
    let bench = Bench::new().await;
    let pharmacy =
        Breakage::new(Platform::VIAMEDIS, Function::Rights, Fault::Unavailable).for_activity(Activity::Pharmacy);
    bench.control.break_function(pharmacy).await.unwrap();
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 200);
    let mut request = rights_request("10000001");
    request["item"] = json!([{ "category": { "text": "Pharmacie" } }]);
    assert_eq!(bench.rights(&request).await.status, 503);
    request["item"] = json!([]);
    assert_eq!(bench.rights(&request).await.status, 200, "what says no activity counts as optics");
}

#[tokio::test]
async fn a_counted_fault_mends_by_itself_and_leaves_what_stood_before() {
    let bench = Bench::new().await;
    bench.break_viamedis(PEC, Fault::ServerError).await;
    let breakage = Breakage::new(Platform::VIAMEDIS, PEC, Fault::NotFound).times(2);
    bench.control.break_function(breakage).await.unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(bench.submit(&demand()).await.status);
    }
    assert_eq!(statuses, [404, 404, 500]);
    bench.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    assert_eq!(bench.submit(&demand()).await.status, 200);
}

#[rstest]
#[case(Function::Rights, Fault::Refuse)]
#[case(Function::Rights, Fault::HangAccept)]
#[case(Function::Rights, Fault::Suspended)]
#[case(Function::Connection, Fault::ServerError)]
#[case(Function::Payment, Fault::ServerError)]
#[case(Function::Token, Fault::WrongPerson)]
#[case(Function::Portal, Fault::OtherShape)]
#[tokio::test]
async fn a_fault_that_means_nothing_there_is_refused(#[case] function: Function, #[case] fault: Fault) {
    let bench = Bench::new().await;
    let refused = bench.control.break_function(Breakage::new(Platform::VIAMEDIS, function, fault)).await;
    assert_eq!(refused, Err(ControlError::MeaninglessFault { fault, function }));
}

#[rstest]
#[case::refusals(Breakage::new(Platform::VIAMEDIS, Function::Connection, Fault::Refuse).times(1), ControlError::Uncountable(Fault::Refuse))]
#[case::no_call(Breakage::new(Platform::VIAMEDIS, PEC, Fault::Slow).times(0), ControlError::Times)]
#[case::activity_of_a_token(
    Breakage::new(Platform::VIAMEDIS, Function::Token, Fault::Slow).for_activity(Activity::Hearing),
    ControlError::NoActivity(Function::Token)
)]
#[tokio::test]
async fn an_order_that_cannot_be_kept_is_refused(#[case] breakage: Breakage, #[case] error: ControlError) {
    let bench = Bench::new().await;
    assert_eq!(bench.control.break_function(breakage).await, Err(error));
}

/// Every fault wherever it means something, through the real endpoint: none is a name without an effect.
#[tokio::test]
async fn every_fault_changes_what_arrives() {
    let bench = Bench::new().await;
    let honest = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let announced = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            announced.is_some_and(|length| length.parse() == Ok(body.len()))
        });
        whole && ["VM24012200001", "\"patient-1\"", "\"demande-1\""].iter().all(|part| text.contains(part))
    };
    let Heard::Bytes(bytes) = bench.submitting(&demand()).await.next().await else { panic!("an answer") };
    assert!(honest(&bytes), "without a fault the answer is honest");
    for fault in Fault::ALL.into_iter().filter(|fault| fault.applies_to(PEC)) {
        bench.break_viamedis(PEC, fault).await;
        let begun = Instant::now();
        let mut raw = bench.submitting(&demand()).await;
        bench.met(fault).await;
        if let Heard::Bytes(bytes) = raw.listen().await {
            // What comes late is honest: only its hour changes.
            let late = fault == Fault::Late && begun.elapsed() >= Duration::from_secs(2);
            assert!(late || !honest(&bytes), "{fault}: {}", String::from_utf8_lossy(&bytes));
        }
    }
}
