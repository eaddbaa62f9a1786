//! What bounds the formalities: the customer's own claim, his word, the operator's delay, the fields that leave, the portal, and
//! the queue's own screen.

use jiff::civil::Date;
use relais_domain::dossier::{TrackState, Way};
use relais_domain::estimate::reference::SHIPPED;
use relais_domain::formality::Formality;
use relais_domain::platform::Function;
use relais_domain::request::RequestState;
use relais_simulator::{Fault, Function as Broken};
use relais_usecases::contract::{
    FormalityRef, FormalityStanding, Moment, PortalStepRequest, ProblemCode, RecordPortalAnswerRequest,
    RecordPortalFormalityRequest, TakeReferenceRequest, WithdrawRequestRequest,
};
use relais_usecases::{assisted_portal, estimate_reference, formalities, portal_answer, queue};

use crate::formalities::{MEMBER, ask, breaks, mends, promised, refused, shown, sold, track};
use crate::ground::{Outcome, Shop, call, cents, day, glasses};

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_who_claims_himself_is_invoiced_by_nobody() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, MEMBER).await;
    shop.marks(dossier, Moment::Delivery).await;
    breaks(&shop, Broken::Connection, Fault::Refuse).await;
    ask(&shop, dossier, Formality::Claim).await?;
    // What waited leaves the queue with the tiers payant.
    shop.goes(dossier, Way::CustomerAdvances).await;
    assert!(shop.queue().await.waiting.is_empty());
    assert_eq!(refused(&shop, dossier, Formality::Claim).await.code, ProblemCode::TiersPayantBarred);
    assert_eq!(refused(&shop, dossier, Formality::PriorAuthorisation).await.code, ProblemCode::TiersPayantBarred);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_customer_s_word_nothing_is_asked() -> Outcome {
    let shop = Shop::open().await;
    let dossier = shop.sells_unasked(glasses("Bernard", "viamedis", MEMBER)).await.dossier;
    for formality in [Formality::Quote, Formality::PriorAuthorisation] {
        assert_eq!(refused(&shop, dossier, formality).await.code, ProblemCode::ConsentMissing);
    }
    assert!(shop.queue().await.waiting.is_empty() && shop.control.records().is_empty());
    Ok(())
}

/// The list says what leaves, and an invoice's has the number of the promise and that of the invoice.
#[tokio::test(flavor = "multi_thread")]
async fn the_fields_that_leave_are_told_for_each() -> Outcome {
    let shop = Shop::open().await;
    let dossier = promised(&shop, MEMBER).await;
    let told = FormalityRef { dossier, rank: 1, formality: Formality::Claim };
    let fields = formalities::fields_sent(&shop.app, call(), told).await?.fields;
    assert!(["invoice_number", "authorisation"].iter().all(|field| fields.iter().any(|told| told == field)));
    ask(&shop, dossier, Formality::Claim).await?;
    let sent = shop.dossier(dossier).await.timeline.into_iter().find(|row| row.kind == "dossier.fields_sent").unwrap();
    assert_eq!(sent.body["function"], "claim");
    let left = sent.body["fields"].as_array().unwrap();
    assert!(left.contains(&"invoice_number".into()) && left.contains(&"authorisation".into()), "{left:?}");
    Ok(())
}

/// A portal has no connector: each formality is typed there, and what it said is written down.
#[tokio::test(flavor = "multi_thread")]
async fn on_a_portal_each_is_done_by_hand() -> Outcome {
    let shop = Shop::open().await;
    let dossier = shop.sells(glasses("Osei", "sp-sante", "550011230")).await.dossier;
    assert!(shown(&shop, dossier, Formality::Quote).await.by_portal);
    let said = |formality, agreed: bool, reference: &str, covered: Option<i64>| RecordPortalFormalityRequest {
        dossier,
        rank: 1,
        formality,
        agreed,
        reference: reference.to_owned(),
        covered_cents: covered.map(cents),
        valid_until: (formality == Formality::Quote).then(|| day("2024-03-31")),
        invoice: "F-88".to_owned(),
        reason: "Le client renonce.".to_owned(),
        knowingly: false,
    };
    let record = |request| portal_answer::record(&shop.app, call(), request);
    let above = said(Formality::Quote, true, "SPD-1", Some(9_999_00));
    let refused = record(above.clone()).await.unwrap_err();
    assert_eq!(refused.params, serde_json::json!({ "field": "covered_cents", "reason": "unchecked" }));
    assert_eq!(shown(&shop, dossier, Formality::Quote).await.standing, FormalityStanding::NotAsked);
    record(said(Formality::Quote, true, "SPD-1", Some(300_00))).await?;
    let quote = shown(&shop, dossier, Formality::Quote).await;
    assert_eq!(
        (quote.standing, quote.valid_until, quote.by_staff),
        (FormalityStanding::Partial, Some(day("2024-03-31")), true)
    );
    ask(&shop, dossier, Formality::PriorAuthorisation).await?;
    let agreed = RecordPortalAnswerRequest {
        dossier,
        rank: 1,
        incident: None,
        agreed: true,
        reference: "SPP-1".to_owned(),
        covered_cents: Some(cents(371_00)),
        valid_until: None,
        knowingly: false,
    };
    assisted_portal::record_answer(&shop.app, call(), agreed).await?;
    shop.marks(dossier, Moment::Delivery).await;
    let step = PortalStepRequest { dossier, rank: 1, function: Function::Claim, cancels: false };
    let step = assisted_portal::step(&shop.app, call(), step).await?;
    assert_eq!((step.fields[0].field.as_str(), step.fields[0].value.as_str()), ("authorisation", "SPP-1"));
    record(said(Formality::Claim, true, "SPF-1", Some(371_00))).await?;
    let claim = shown(&shop, dossier, Formality::Claim).await;
    assert_eq!((claim.standing, claim.reference.as_deref()), (FormalityStanding::Agreed, Some("SPF-1")));
    record(said(Formality::ClaimCancellation, true, "SPA-1", None)).await?;
    record(said(Formality::AuthorisationCancellation, true, "SPA-2", None)).await?;
    assert_eq!(track(&shop, dossier).await, TrackState::Cancelled);
    assert!(shop.queue().await.waiting.is_empty());
    Ok(())
}

/// An operator that takes invoices some days after its agreement is sent none before.
#[tokio::test(flavor = "multi_thread")]
async fn the_operator_s_delay_is_kept() -> Outcome {
    let shop = Shop::open().await;
    let dossier = promised(&shop, MEMBER).await;
    let own = "viamedis = [{ days = 3, from = 2024-01-01, status = \"to_verify\", source = \"Convention\" }]";
    let text = SHIPPED.replacen("[operators]", &format!("[operators]\n{own}"), 1);
    let path = shop.home.path().join("chiffres.toml");
    std::fs::write(&path, text).unwrap();
    let request = TakeReferenceRequest { path: path.display().to_string() };
    estimate_reference::take(&shop.app, call(), request).await?;
    let problem = refused(&shop, dossier, Formality::Claim).await;
    let not_before: Date = day("2024-02-03");
    assert_eq!(
        (problem.code, problem.params),
        (ProblemCode::InvoiceTooSoon, serde_json::json!({ "not_before": not_before }))
    );
    shop.days_later(3);
    assert_eq!(ask(&shop, dossier, Formality::Claim).await?.outcome.state, RequestState::Answered);
    Ok(())
}

/// A request withdrawn from the queue's own screen leaves the invoice and the quote as they should be.
#[tokio::test(flavor = "multi_thread")]
async fn the_queue_takes_each_of_them_out() -> Outcome {
    let shop = Shop::open().await;
    let dossier = promised(&shop, MEMBER).await;
    breaks(&shop, Broken::Connection, Fault::Refuse).await;
    ask(&shop, dossier, Formality::Claim).await?;
    let request = shop.queue().await.waiting[0].request;
    let reason = "Facture à refaire.".to_owned();
    queue::withdraw(&shop.app, call(), WithdrawRequestRequest { request, reason }).await?;
    assert_eq!(shown(&shop, dossier, Formality::Claim).await.standing, FormalityStanding::Withdrawn);
    assert_eq!(track(&shop, dossier).await, TrackState::Accepted);
    ask(&shop, dossier, Formality::AuthorisationCancellation).await?;
    let request = shop.queue().await.waiting[0].request;
    let reason = "Il garde ses lunettes.".to_owned();
    queue::withdraw(&shop.app, call(), WithdrawRequestRequest { request, reason }).await?;
    assert_eq!(track(&shop, dossier).await, TrackState::Accepted, "the promise stands");
    mends(&shop).await;
    assert_eq!(ask(&shop, dossier, Formality::Claim).await?.outcome.state, RequestState::Answered);
    Ok(())
}
