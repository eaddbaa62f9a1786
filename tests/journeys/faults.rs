//! What may go wrong between a request and its answer. Whatever it is, the request is never lost, never sent twice
//! without knowing, and never said to be more than it is.

use relais_domain::dossier::TrackState;
use relais_domain::ids::RequestId;
use relais_domain::platform::FailureCode;
use relais_domain::request::RequestState;
use relais_simulator::{AnswerRule, Breakage, Fault, Function as Broken, Platform};
use relais_usecases::contract::{OpenPracticeRequest, RequestRef, SendOutcome, SettleUnknownRequest, Unlock};
use relais_usecases::{access, demonstration, queue, replay};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, glasses};

/// A pair of glasses delivered under tiers payant: its request waits.
async fn waiting(shop: &Shop) -> (relais_domain::ids::DossierId, RequestRef) {
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    shop.goes(sold.dossier, relais_domain::dossier::Way::DeliveredThirdPartyPayment).await;
    (sold.dossier, RequestRef { request: shop.queue().await.waiting[0].request })
}

async fn sent(shop: &Shop, request: RequestId) -> SendOutcome {
    replay::send_one(&shop.app, call(), RequestRef { request }).await.unwrap()
}

async fn breaks(shop: &Shop, function: Broken, fault: Fault) {
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, function, fault)).await.unwrap();
}

#[rstest]
#[case::answer_lost(Fault::AnswerLost, FailureCode::ConnectionLost)]
#[case::answer_cut(Fault::Truncated, FailureCode::Truncated)]
#[case::about_somebody_else(Fault::WrongPerson, FailureCode::WrongSubject)]
#[case::to_another_request(Fault::WrongRequest, FailureCode::WrongRequest)]
#[case::without_end(Fault::TooLarge, FailureCode::TooLarge)]
#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_in_without_a_usable_answer_is_to_confirm_and_found_again(
    #[case] fault: Fault,
    #[case] failure: FailureCode,
) -> Outcome {
    let shop = Shop::open().await;
    let (dossier, waiting) = waiting(&shop).await;
    breaks(&shop, Broken::PriorAuthorisation, fault).await;
    let outcome = sent(&shop, waiting.request).await;
    assert_eq!((outcome.state, outcome.failure), (RequestState::OutcomeUnknown, Some(failure)));
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::OutcomeUnknown);
    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.unknown.len()), (0, 1));
    // It is not sent again blindly.
    let refused = replay::send_one(&shop.app, call(), waiting.clone()).await.unwrap_err();
    assert_eq!(refused.code, relais_usecases::contract::ProblemCode::RequestState);

    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    let found = replay::check_unknown(&shop.app, call(), waiting).await?;
    assert_eq!((found.state, found.covered_cents), (RequestState::Answered, Some(cents(371_00))));
    let agreements = shop.control.agreements(Platform::VIAMEDIS);
    assert_eq!(agreements.len(), 1);
    assert_eq!(found.agreement_reference, agreements[0].agreement);
    assert_eq!((agreements[0].received, shop.dossier(dossier).await.tracks[0].state), (1, TrackState::Accepted));
    Ok(())
}

#[rstest]
#[case::cut_off(Broken::Connection, Fault::Refuse, FailureCode::ConnectionRefused)]
#[case::unavailable(Broken::PriorAuthorisation, Fault::Unavailable, FailureCode::ServerError)]
#[case::too_many_calls(Broken::PriorAuthorisation, Fault::TooManyCalls { retry_after_s: 1 }, FailureCode::TooManyCalls)]
#[case::credentials_refused(Broken::PriorAuthorisation, Fault::Unauthorised, FailureCode::Unauthorised)]
#[tokio::test(flavor = "multi_thread")]
async fn what_certainly_did_not_arrive_waits_again(
    #[case] function: Broken,
    #[case] fault: Fault,
    #[case] failure: FailureCode,
) -> Outcome {
    let shop = Shop::open().await;
    let (dossier, waiting) = waiting(&shop).await;
    breaks(&shop, function, fault).await;
    let outcome = sent(&shop, waiting.request).await;
    if outcome.state == RequestState::OutcomeUnknown {
        // A gateway's error says nothing of what is behind it.
        assert_eq!(fault, Fault::Unavailable);
        shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
        let found = replay::check_unknown(&shop.app, call(), waiting.clone()).await?;
        assert_eq!(found.state, RequestState::Queued);
    } else {
        assert_eq!((outcome.state, outcome.failure), (RequestState::Queued, Some(failure)));
        let row = &shop.queue().await.waiting[0];
        assert_eq!((row.attempts, row.last_failure), (1, Some(failure)));
    }
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Queued);
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    assert_eq!(sent(&shop, waiting.request).await.state, RequestState::Answered);
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 1);
    Ok(())
}

#[rstest]
#[case::a_web_page(Fault::Html)]
#[case::another_shape(Fault::OtherShape)]
#[tokio::test(flavor = "multi_thread")]
async fn garbage_is_never_an_answer(#[case] fault: Fault) -> Outcome {
    let shop = Shop::open().await;
    let (dossier, waiting) = waiting(&shop).await;
    breaks(&shop, Broken::PriorAuthorisation, fault).await;
    assert_eq!(sent(&shop, waiting.request).await.state, RequestState::OutcomeUnknown);
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    // The platform says it never had it: it waits again, and goes once.
    assert_eq!(replay::check_unknown(&shop.app, call(), waiting.clone()).await?.state, RequestState::Queued);
    assert_eq!(sent(&shop, waiting.request).await.state, RequestState::Answered);
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Accepted);
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_fetched_anew_without_a_word() -> Outcome {
    let shop = Shop::open().await;
    let (_, waiting) = waiting(&shop).await;
    let expired = Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, Fault::ExpiredToken).times(1);
    shop.control.break_function(expired).await.unwrap();
    let outcome = sent(&shop, waiting.request).await;
    assert_eq!((outcome.state, outcome.failure), (RequestState::Answered, None));
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_ends_as_to_confirm() -> Outcome {
    let shop = Shop::open().await;
    let (_, waiting) = waiting(&shop).await;
    breaks(&shop, Broken::PriorAuthorisation, Fault::HangMidBody).await;
    let outcome = sent(&shop, waiting.request).await;
    assert_eq!((outcome.state, outcome.failure), (RequestState::OutcomeUnknown, Some(FailureCode::TimedOut)));
    // A person called the platform: it has it, the decision will come.
    let settled = SettleUnknownRequest { request: waiting.request, received: true };
    let view = queue::settle_unknown(&shop.app, call(), settled).await?;
    assert_eq!((view.unknown.len(), view.done.len()), (0, 1));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_later_is_pending_until_then() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, waiting) = waiting(&shop).await;
    shop.control.set_answer(Platform::VIAMEDIS, "4417002230", AnswerRule::Pending).unwrap();
    let outcome = sent(&shop, waiting.request).await;
    assert_eq!((outcome.state, outcome.agreement_reference), (RequestState::Answered, None));
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Sent);
    shop.control.set_answer(Platform::VIAMEDIS, "4417002230", AnswerRule::CoverAsAsked).unwrap();
    let found = replay::check_unknown(&shop.app, call(), waiting).await?;
    assert_eq!(found.covered_cents, Some(cents(371_00)));
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Accepted);
    Ok(())
}

/// The program dies between « the attempt starts » and the answer: nothing is known of it, and nothing is pretended.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_dies_while_sending_says_to_confirm_when_it_opens_again() -> Outcome {
    let mut shop = Shop::open().await;
    let (dossier, waiting) = waiting(&shop).await;
    breaks(&shop, Broken::PriorAuthorisation, Fault::HangMidBody).await;
    let folder = shop.practice().folder.display().to_string();
    let sending = tokio::spawn({
        let (app, waiting) = (shop.app.clone(), waiting.clone());
        async move { replay::send_one(&app, call(), waiting).await }
    });
    // The platform has it: the answer is what never comes.
    shop.until_polled("the request taken in", || (!shop.control.records().is_empty()).then_some(())).await;
    sending.abort();
    assert!(sending.await.unwrap_err().is_cancelled());
    shop.restarted();
    let passphrase = demonstration::PASSPHRASE.to_owned();
    let request = OpenPracticeRequest { folder, unlock: Unlock::Passphrase { passphrase } };
    access::open_practice(&shop.app, call(), request).await?;
    assert_eq!(shop.queue().await.unknown.len(), 1);
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::OutcomeUnknown);
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    assert_eq!(replay::check_unknown(&shop.app, call(), waiting).await?.state, RequestState::Answered);
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 1);
    Ok(())
}
