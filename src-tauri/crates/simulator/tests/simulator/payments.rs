//! Advised is not paid: advices and transfers have lives of their own.

use relais_simulator::{Credit, Fault, Function, Platform};
use serde_json::{Value, json};

use crate::bench::{Bench, agreement_request, claim_of, instant};

async fn advices(bench: &Bench) -> Value {
    bench.get("PaymentReconciliation").await.json()
}

async fn jump(bench: &Bench, day: &str) {
    bench.control.set_clock(instant(&format!("{day}T09:00:00+01:00"))).await.unwrap();
}

fn dates(credits: &[Credit]) -> Vec<(String, i64)> {
    credits.iter().map(|credit| (credit.value_date.to_string(), credit.amount_cents)).collect()
}

#[tokio::test]
async fn a_day_of_claims_is_advised_the_next_day_and_paid_after_four() {
    let bench = Bench::new().await;
    bench.submit(&claim_of("claim", "facture-1", "10000001")).await;
    bench.submit(&claim_of("claim", "facture-2", "10000007")).await;
    bench.submit(&claim_of("claim", "facture-3", "10000009")).await;
    bench.submit(&agreement_request("demande-1", "10000001")).await;
    assert_eq!(advices(&bench).await["total"], 0);

    jump(&bench, "2024-01-23").await;
    let bundle = advices(&bench).await;
    assert_eq!(bundle["total"], 1);
    let advice = &bundle["entry"][0]["resource"];
    assert_eq!(advice["paymentAmount"], json!({ "value": 703.0, "currency": "EUR" }));
    assert_eq!((&advice["created"], &advice["paymentDate"]), (&json!("2024-01-23"), &json!("2024-01-26")));
    let details = advice["detail"].as_array().unwrap();
    assert_eq!(details.len(), 2, "what was refused is not paid, an agreement is not a claim");
    assert_eq!(details[0]["request"]["identifier"]["value"], "facture-1");
    assert!(bench.control.credits().is_empty(), "advised is not paid");

    jump(&bench, "2024-01-26").await;
    let credits = bench.control.credits();
    assert_eq!(dates(&credits), [("2024-01-26".to_owned(), 70_300)]);
    assert_eq!(credits[0].reference, advice["paymentIdentifier"]["value"]);
}

#[tokio::test]
async fn an_advice_without_money_as_in_2025() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Payment, Fault::Suspended).await;
    bench.submit(&claim_of("claim", "facture-1", "10000001")).await;
    jump(&bench, "2024-02-02").await;
    assert_eq!(advices(&bench).await["total"], 1);
    assert!(bench.control.credits().is_empty());
    bench.control.mend(Platform::VIAMEDIS, Some(Function::Payment), None).await.unwrap();
    assert_eq!(dates(&bench.control.credits()), [("2024-02-02".to_owned(), 38_000)]);
}

#[tokio::test]
async fn the_suspension_of_2024_holds_what_falls_due_in_it_and_nothing_else() {
    let bench = Bench::playing("viamedis-2024", "2024-01-24T09:00:00+01:00").await;
    bench.submit(&claim_of("claim", "facture-1", "10000001")).await;
    jump(&bench, "2024-01-26").await;
    bench.submit(&claim_of("claim", "facture-2", "10000001")).await;
    jump(&bench, "2024-02-06").await;
    assert_eq!(dates(&bench.control.credits()), [("2024-01-28".to_owned(), 38_000)]);
    jump(&bench, "2024-02-20").await;
    let paid = dates(&bench.control.credits());
    assert_eq!(
        paid[1..],
        [("2024-02-07".to_owned(), 38_000)],
        "caught up on the day it resumed, not the day we looked"
    );
}

#[tokio::test]
async fn suspended_advices_are_an_empty_answer_not_an_error() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::PaymentAdvice, Fault::Suspended).await;
    bench.submit(&claim_of("claim", "facture-1", "10000001")).await;
    jump(&bench, "2024-01-30").await;
    assert_eq!(advices(&bench).await["total"], 0);
    assert_eq!(bench.control.credits().len(), 1, "the money came without its advice");
}

#[tokio::test]
async fn advices_are_searched_by_date() {
    let bench = Bench::new().await;
    bench.submit(&claim_of("claim", "facture-1", "10000001")).await;
    jump(&bench, "2024-01-30").await;
    bench.submit(&claim_of("claim", "facture-2", "10000001")).await;
    jump(&bench, "2024-01-31").await;
    let count = async |query: &str| bench.get(&format!("PaymentReconciliation?{query}")).await.json()["total"].clone();
    assert_eq!(count("created=ge2024-01-24").await, 1);
    assert_eq!(count("created=le2024-01-23").await, 1);
    assert_eq!(count("created=2024-01-31").await, 1);
    assert_eq!(count("created=ge2024-01-01&created=le2024-12-31").await, 2);
    assert_eq!(bench.get("PaymentReconciliation?created=hier").await.status, 400);
}
