//! The control: the same orders from a page without a script, from JSON and from code, for this machine only.

use relais_simulator::{Breakage, Fault, Function, Platform};
use rstest::rstest;
use serde_json::{Value, json};

use crate::bench::{Bench, agreement_request, rights_request};
use crate::client::{Request, call};

async fn state(bench: &Bench) -> Value {
    call(&bench.base, Request::get("/control/state")).await.json()
}

fn function<'a>(state: &'a Value, platform: &str, function: &str) -> &'a Value {
    let platforms = state["platforms"].as_array().unwrap();
    let platform = platforms.iter().find(|row| row["code"] == platform).unwrap();
    platform["functions"].as_array().unwrap().iter().find(|row| row["function"] == function).unwrap()
}

#[tokio::test]
async fn json_breaks_and_mends() {
    let bench = Bench::new().await;
    let order = json!({
        "platform": "viamedis", "function": "rights", "fault": "status-429", "retry_after_s": 90, "count": 3,
        "cause": "essai",
    });
    let told = call(&bench.base, Request::json("/control/fault", &order)).await;
    assert_eq!(told.status, 200, "{}", told.text());
    let standing = &function(&told.json(), "viamedis", "rights")["standings"][0].clone();
    assert_eq!((&standing["state"], &standing["state_text"]), (&json!("degraded"), &json!("Ralenti")));
    assert_eq!((&standing["fault"], &standing["remaining"]), (&json!("status-429"), &json!(3)));
    assert_eq!((&standing["cause"], &standing["origin"]), (&json!("essai"), &json!("hand")));
    let reply = bench.rights(&rights_request("10000001")).await;
    assert_eq!((reply.status, reply.header("retry-after")), (429, Some("90")));
    assert_eq!(function(&state(&bench).await, "viamedis", "rights")["standings"][0]["remaining"], 2);

    let mend = json!({ "platform": "viamedis", "function": "rights" });
    call(&bench.base, Request::json("/control/mend", &mend)).await;
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 200);
}

#[tokio::test]
async fn a_form_breaks_and_mends_and_comes_back_to_the_page() {
    let bench = Bench::new().await;
    let form = "platform=almerys&function=portal&fault=closed&count=";
    let reply = call(&bench.base, Request::form("/control/fault", form).header("Origin", &bench.base)).await;
    assert_eq!((reply.status, reply.header("location")), (303, Some("/")));
    let page = call(&bench.base, Request::get("/")).await.text();
    assert!(page.contains("Fermé par précaution") && page.contains("Coupé à la main"));
    call(&bench.base, Request::form("/control/mend", "platform=almerys")).await;
    let page = call(&bench.base, Request::get("/")).await.text();
    assert!(!page.contains("class=\"state closed\""));
}

#[tokio::test]
async fn the_page_says_states_in_words_and_names_every_control() {
    let bench = Bench::playing("viamedis-2024", "2024-01-30T09:00:00+01:00").await;
    let reply = call(&bench.base, Request::get("/")).await;
    assert!(reply.header("content-security-policy").unwrap().contains("default-src 'none'"));
    let page = reply.text();
    for words in [
        "<html lang=\"fr\">",
        "officine : <span class=\"state down\">",
        "optique : <span class=\"state up\">",
        "Visiodroits hors service pour les officines",
        "Date simulée : 30/01/2024 09:00",
        "aria-label=\"Panne, Droits, Viamedis\"",
        "Couper<span class=\"hidden\"> Prise en charge (PEC), SP santé</span>",
        "supposé",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<script"));
    assert_eq!(
        page.matches("<th scope=\"row\">").count(),
        36,
        "nine functions at a glance, then of each of three platforms"
    );
}

#[rstest]
#[case::platform(json!({ "platform": "nulle", "function": "rights", "fault": "slow" }), "plateforme inconnue : « nulle »")]
#[case::function(json!({ "platform": "viamedis", "function": "x", "fault": "slow" }), "fonction inconnue : « x »")]
#[case::fault(json!({ "platform": "viamedis", "function": "rights", "fault": "x" }), "panne inconnue : « x »")]
#[case::meaningless(
    json!({ "platform": "viamedis", "function": "rights", "fault": "refuse" }),
    "« Connexion refusée » n’a pas de sens pour « Droits »"
)]
#[case::count(
    json!({ "platform": "viamedis", "function": "rights", "fault": "slow", "count": -1 }),
    "« count » : nombre attendu"
)]
#[tokio::test]
async fn a_wrong_order_is_refused_in_words(#[case] order: Value, #[case] words: &str) {
    let bench = Bench::new().await;
    let reply = call(&bench.base, Request::json("/control/fault", &order)).await;
    assert_eq!((reply.status, reply.json()["error"].as_str()), (422, Some(words)));
}

#[tokio::test]
async fn a_wrong_order_from_the_page_is_said_on_the_page() {
    let bench = Bench::new().await;
    let reply = call(&bench.base, Request::form("/control/clock", "instant=demain")).await;
    assert_eq!(reply.status, 422);
    assert!(reply.text().contains("<p class=\"refusal\" role=\"alert\">date illisible : « demain »</p>"));
}

#[rstest]
#[case::with_offset("2024-01-31T09:00:00+01:00")]
#[case::as_a_form_gives_it("2024-01-31T09:00")]
#[case::universal("2024-01-31T08:00:00Z")]
#[tokio::test]
async fn the_clock_is_set_in_any_usual_form(#[case] instant: &str) {
    let bench = Bench::new().await;
    call(&bench.base, Request::json("/control/scenario", &json!({ "name": "viamedis-2024" }))).await;
    let reply = call(&bench.base, Request::json("/control/clock", &json!({ "instant": instant }))).await;
    assert_eq!(reply.json()["now_text"], "31/01/2024 09:00");
    assert_eq!(bench.rights(&rights_request("10000001")).await.status, 503);
}

#[tokio::test]
async fn answers_are_chosen_for_a_member() {
    let bench = Bench::new().await;
    let form = "platform=viamedis&member_number=10000001&rule=cover_up_to&ceiling_cents=5000&rate_bp=&reason=";
    assert_eq!(call(&bench.base, Request::form("/control/answer", form)).await.status, 303);
    bench.submit(&agreement_request("demande-1", "10000001")).await;
    let order = json!({ "platform": "viamedis", "member_number": "10000001", "rule": "refuse", "reason": "essai" });
    assert_eq!(call(&bench.base, Request::json("/control/answer", &order)).await.status, 200);
    bench.submit(&agreement_request("demande-2", "10000001")).await;
    let records = call(&bench.base, Request::get("/control/records?platform=viamedis")).await.json();
    assert_eq!((&records[0]["covered_cents"], &records[1]["refused"]), (&json!(5_000), &json!(true)));
    assert_eq!(call(&bench.base, Request::get("/control/records?platform=almerys")).await.json(), json!([]));
    let bad = json!({ "platform": "viamedis", "member_number": "x", "rule": "pending" });
    assert_eq!(call(&bench.base, Request::json("/control/answer", &bad)).await.status, 422);
}

#[tokio::test]
async fn the_log_names_requests_and_masks_people() {
    let bench = Bench::new().await;
    bench.submit(&agreement_request("demande-1", "10000001")).await;
    let breakage = Breakage::new(Platform::VIAMEDIS, Function::Rights, Fault::Unavailable);
    bench.control.break_function(breakage).await.unwrap();
    bench.rights(&rights_request("10000001")).await;
    let log = call(&bench.base, Request::get("/control/log")).await;
    assert!(!log.text().replace("droits-10000001", "").contains("10000001"));
    let log = log.json();
    let lines: Vec<_> =
        log.as_array().unwrap().iter().map(|line| (&line["function"], &line["status"], &line["fault"])).collect();
    assert_eq!(
        lines,
        [
            (&json!("token"), &json!(200), &Value::Null),
            (&json!("prior_authorisation"), &json!(200), &Value::Null),
            (&json!("token"), &json!(200), &Value::Null),
            (&json!("rights"), &json!(503), &json!("status-503")),
        ]
    );
    assert_eq!((&log[1]["request_identifier"], &log[1]["member"]), (&json!("demande-1"), &json!("••••01")));
    let page = call(&bench.base, Request::get("/")).await.text();
    assert!(page.contains("demande-1") && page.contains("503, service indisponible"));
}

#[rstest]
#[case::another_name(Request::get("/").header("Host", "simulateur.exemple.fr"))]
#[case::a_web_page_s_form(Request::form("/control/mend", "platform=viamedis").header("Origin", "https://ailleurs.invalid"))]
#[tokio::test]
async fn nobody_else_gives_orders(#[case] request: Request) {
    let bench = Bench::new().await;
    assert_eq!(call(&bench.base, request).await.status, 403);
}

#[rstest]
#[case("localhost:8080", 200)]
#[case("[::1]:8080", 200)]
#[case("127.0.0.1", 200)]
#[case("localhost.ailleurs.invalid", 403)]
#[tokio::test]
async fn the_control_answers_to_loopback_names(#[case] host: &str, #[case] status: u16) {
    let bench = Bench::new().await;
    assert_eq!(call(&bench.base, Request::get("/control/state").header("Host", host)).await.status, status);
}
