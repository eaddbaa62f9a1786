//! The outbox when it does not go well: the last attempt, a conflict, the three ways a repeat is treated, and delays that
//! the platform asks for, over real sockets.

use std::time::{Duration, Instant};

use relais_domain::conduct::Probing;
use relais_domain::dossier::{TrackState, Way};
use relais_domain::ids::DossierId;
use relais_domain::platform::{FailureCode, Function, RepeatMode};
use relais_domain::request::{MAX_TRIES, RequestState};
use relais_simulator::{Breakage, Fault, Function as Broken, Platform};
use relais_usecases::contract::{
    ChosenRepeat, IncidentRef, PriceDossierRequest, ProblemCode, QueueRow, RequestRef, RequeueRequest,
    SetConductRequest, SettleUnknownRequest, WithdrawRequestRequest,
};
use relais_usecases::{conduct, edit_dossier, queue, recovery, replay};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, code, glasses};

/// A pair of glasses delivered under tiers payant: its request waits.
async fn waiting(shop: &Shop, name: &str) -> (DossierId, RequestRef) {
    let sold = shop.sells(glasses(name, "viamedis", "4417002230")).await;
    shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    let row = shop.queue().await.waiting.into_iter().find(|row| row.dossier == sold.dossier).unwrap();
    (sold.dossier, RequestRef { request: row.request })
}

async fn breaks(shop: &Shop, function: Broken, fault: Fault) {
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, function, fault)).await.unwrap();
}

/// The owner says how a repeat is treated, and how fast the platform may be called.
async fn repeats(shop: &Shop, mode: RepeatMode, calls_per_second: Option<u32>) {
    let chosen = ChosenRepeat { function: Function::PriorAuthorisation, mode: Some(mode) };
    let request = SetConductRequest {
        platform: code("viamedis"),
        probing: Probing::default(),
        calls_per_second,
        repeat: vec![chosen],
    };
    conduct::set(&shop.app, call(), request).await.unwrap();
}

/// Sends until nothing more is tried, whatever the circuit says in between.
async fn tried_to_the_end(shop: &Shop, request: &RequestRef) -> QueueRow {
    for _ in 0..MAX_TRIES {
        shop.practice().lines.end_pauses(None);
        replay::send_one(&shop.app, call(), request.clone()).await.unwrap();
    }
    shop.queue().await.failed.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_last_attempt_it_sits_with_its_error_until_a_person_says() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, request) = waiting(&shop, "Bernard").await;
    breaks(&shop, Broken::Connection, Fault::Refuse).await;
    let row = tried_to_the_end(&shop, &request).await;
    assert_eq!(
        (row.state, row.attempts, row.last_failure),
        (RequestState::Failed, 5, Some(FailureCode::ConnectionRefused))
    );
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Queued, "nothing is said to have left");
    // Nothing tries it any more, not even a person's « Relancer ».
    let refused = replay::send_one(&shop.app, call(), request.clone()).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::RequestState);
    let unsaid = RequeueRequest { request: request.request, reason: "  ".to_owned() };
    assert_eq!(queue::requeue(&shop.app, call(), unsaid).await.unwrap_err().code, ProblemCode::ReasonNeeded);
    let said = RequeueRequest { request: request.request, reason: "La plateforme a corrigé.".to_owned() };
    let view = queue::requeue(&shop.app, call(), said).await?;
    assert_eq!((view.waiting.len(), view.failed.len()), (1, 0));
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    shop.practice().lines.end_pauses(None);
    let sent = replay::send_one(&shop.app, call(), request).await?;
    assert_eq!(sent.state, RequestState::Answered);
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_for_good_may_be_withdrawn() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, request) = waiting(&shop, "Bernard").await;
    breaks(&shop, Broken::Connection, Fault::Refuse).await;
    tried_to_the_end(&shop, &request).await;
    let withdrawn = WithdrawRequestRequest { request: request.request, reason: "Le client a payé.".to_owned() };
    let view = queue::withdraw(&shop.app, call(), withdrawn).await?;
    assert_eq!((view.failed.len(), view.done.len()), (0, 1));
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Withdrawn);
    Ok(())
}

/// The circuit is open: nothing leaves, nothing is recorded as an attempt, and no try is spent.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_back_is_no_attempt() -> Outcome {
    let shop = Shop::open().await;
    let (_, request) = waiting(&shop, "Bernard").await;
    breaks(&shop, Broken::Connection, Fault::Refuse).await;
    for _ in 0..3 {
        replay::send_one(&shop.app, call(), request.clone()).await?;
    }
    let entries = shop.entries();
    for _ in 0..10 {
        let held = replay::send_one(&shop.app, call(), request.clone()).await?;
        assert_eq!((held.state, held.failure), (RequestState::Queued, Some(FailureCode::CircuitOpen)));
    }
    let row = &shop.queue().await.waiting[0];
    assert_eq!((row.attempts, shop.entries()), (3, entries));
    Ok(())
}

/// The platform holds another request under this identifier: not a failure of the network, and a person's to settle.
#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_is_its_own_outcome() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, request) = waiting(&shop, "Bernard").await;
    // Taken in, and what was asked changes before it is sent again.
    breaks(&shop, Broken::PriorAuthorisation, Fault::AnswerLost).await;
    assert_eq!(replay::send_one(&shop.app, call(), request.clone()).await?.state, RequestState::OutcomeUnknown);
    let told = SettleUnknownRequest { request: request.request, received: false };
    queue::settle_unknown(&shop.app, call(), told).await?;
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    let priced = PriceDossierRequest {
        dossier,
        total_cents: cents(500_00),
        amo_share_cents: cents(9_00),
        amc_share_cents: vec![cents(371_00)],
        customer_share_cents: cents(120_00),
        lines: Vec::new(),
    };
    edit_dossier::price(&shop.app, call(), priced).await?;
    shop.practice().lines.end_pauses(None);
    let sent = replay::send_one(&shop.app, call(), request.clone()).await?;
    // Asked what stands there, the platform shows our own first attempt: that is the answer, and nothing is doubled.
    assert_eq!(sent.state, RequestState::Answered, "{sent:?}");
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 1);
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Accepted);
    Ok(())
}

/// Each way of repeating, with a platform that recognises identifiers and with one that does not: after a lost answer the
/// share is asked for once, whatever the program is left to do by itself.
#[rstest]
#[case::same_identifier(RepeatMode::SameIdentifier, true)]
#[case::query_first(RepeatMode::QueryFirst, true)]
#[case::never(RepeatMode::Never, false)]
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_never_makes_a_double(
    #[case] mode: RepeatMode,
    #[case] settles_itself: bool,
    #[values(true, false)] recognises: bool,
) -> Outcome {
    let shop = Shop::open().await;
    repeats(&shop, mode, None).await;
    shop.control.recognise_repeats(recognises);
    let (dossier, request) = waiting(&shop, "Bernard").await;
    let lost = Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, Fault::AnswerLost).times(1);
    shop.control.break_function(lost).await.unwrap();
    assert_eq!(replay::send_one(&shop.app, call(), request.clone()).await?.state, RequestState::OutcomeUnknown);
    let outcome = replay::check_unknown(&shop.app, call(), request.clone()).await?;
    // A person asks, whatever the mode: the platform has it and says so.
    assert_eq!(outcome.state, RequestState::Answered);
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 1);
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Accepted);

    // What never arrived goes again by itself, or waits for a person.
    let (_, request) = waiting(&shop, "Haddadi").await;
    let cut = Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, Fault::Html).times(1);
    shop.control.break_function(cut).await.unwrap();
    assert_eq!(replay::send_one(&shop.app, call(), request.clone()).await?.state, RequestState::OutcomeUnknown);
    let outcome = replay::check_unknown(&shop.app, call(), request.clone()).await?;
    let expected = if settles_itself { RequestState::Queued } else { RequestState::OutcomeUnknown };
    assert_eq!((outcome.state, outcome.platform_has_none), (expected, !settles_itself));
    if !settles_itself {
        let told = SettleUnknownRequest { request: request.request, received: false };
        queue::settle_unknown(&shop.app, call(), told).await?;
    }
    assert_eq!(replay::send_one(&shop.app, call(), request).await?.state, RequestState::Answered);
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 2);
    Ok(())
}

/// « Retry-After » is kept by the queue, by probes and by look-ups alike, and the request goes once it is over.
#[tokio::test(flavor = "multi_thread")]
async fn a_delay_the_platform_asks_for_is_kept() -> Outcome {
    let shop = Shop::open().await;
    let (_, request) = waiting(&shop, "Bernard").await;
    let slow_down =
        Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, Fault::TooManyCalls { retry_after_s: 2 })
            .times(1);
    shop.control.break_function(slow_down).await.unwrap();
    let outcome = replay::send_one(&shop.app, call(), request.clone()).await?;
    assert_eq!((outcome.state, outcome.failure), (RequestState::Queued, Some(FailureCode::TooManyCalls)));
    let row = &shop.queue().await.waiting[0];
    assert!(row.retry_at.is_some_and(|at| at > shop.practice().now()), "{row:?}");
    let asked = shop.control.log().len();
    let begun = Instant::now();
    // The next call waits, whoever makes it.
    let sent = replay::send_one(&shop.app, call(), request).await?;
    assert_eq!(sent.state, RequestState::Answered);
    assert!(begun.elapsed() >= Duration::from_millis(1_500), "{:?}", begun.elapsed());
    assert_eq!(shop.control.log().len(), asked + 1, "nothing was asked meanwhile");
    Ok(())
}

/// A run over a limited platform provokes no refusal once the limit is declared, and learns it when it is not.
#[rstest]
#[case::declared(Some(4), 0)]
#[case::learnt(None, 3)]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_keeps_the_pace_of_the_platform(#[case] declared: Option<u32>, #[case] most_refused: u64) -> Outcome {
    let shop = Shop::open().await;
    repeats(&shop, RepeatMode::QueryFirst, declared).await;
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, Broken::Connection, Fault::Refuse)).await.unwrap();
    for nth in 0..14u32 {
        let name = format!("Client{}", char::from(b'a' + u8::try_from(nth).unwrap_or_default()));
        let sold = shop.sells(glasses(&name, "viamedis", "4417002230")).await;
        shop.verifies(sold.dossier).await;
        shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    }
    let incident = shop.until("the incident", || shop.incident()).await.incident;
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    shop.control.limit_calls(Platform::VIAMEDIS, Some(4));
    shop.practice().lines.end_pauses(None);
    relais_usecases::platforms::watch(&shop.app).await?;
    recovery::start(&shop.app, call(), IncidentRef { incident }).await?;
    let progress = shop
        .until("the end of the run", || async {
            let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap();
            view.progress.filter(|progress| !progress.running)
        })
        .await;
    assert_eq!((progress.done, progress.failures), (14, 0));
    assert!(shop.control.refused_for_pace() <= most_refused, "{} refused", shop.control.refused_for_pace());
    assert!(shop.control.records().iter().all(|record| record.received == 1));
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 14);
    Ok(())
}
