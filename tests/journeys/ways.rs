//! F6: the six ways through an outage, what each sets in motion, and what the customer pays.

use relais_domain::context::{Activity, PaymentMeans};
use relais_domain::dossier::{PaymentPurpose, TrackState, Way};
use relais_domain::request::RequestState;
use relais_simulator::Platform;
use relais_usecases::contract::{
    ChooseWayRequest, CustomerPaymentRequest, Moment, Nothing, ProblemCode, WithdrawRequestRequest,
};
use relais_usecases::{access, choose_way, customer_payment, edit_dossier, queue};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, day, glasses};

#[rstest]
#[case::delivered(Way::DeliveredThirdPartyPayment, TrackState::Queued, 1, false)]
#[case::set_aside(Way::SetAside, TrackState::NotSent, 0, false)]
#[case::cheque_kept(Way::ChequeKept, TrackState::Queued, 1, false)]
#[case::cheque_later(Way::ChequeDepositedLater, TrackState::ClaimedByCustomer, 0, true)]
#[case::customer_advances(Way::CustomerAdvances, TrackState::ClaimedByCustomer, 0, true)]
#[case::customer_returns(Way::CustomerReturns, TrackState::NotSent, 0, false)]
#[tokio::test(flavor = "multi_thread")]
async fn each_way_sets_its_own_things_in_motion(
    #[case] way: Way,
    #[case] track: TrackState,
    #[case] waiting: usize,
    #[case] barred: bool,
) -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    assert_eq!(shop.dossier(sold.dossier).await.default_way, Way::SetAside);
    shop.verifies(sold.dossier).await;
    let incident = shop.until("the incident", || shop.incident()).await;
    let view = shop.goes(sold.dossier, way).await;
    assert_eq!((view.way, view.tracks[0].state), (Some(way), track));
    assert_eq!((view.incident, view.third_party_payment_barred), (Some(incident.incident), barred));
    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.unknown.len()), (waiting, 0));
    assert_eq!(shop.incident().await.unwrap().funnel.dossiers, 1);
    // Nothing left for the platform.
    assert_eq!(shop.control.records(), []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_chosen_before_the_incident_was_known_still_belongs_to_it() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let well = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await;
    shop.goes(well.dossier, Way::SetAside).await;
    shop.verifies(sold.dossier).await;
    shop.goes(sold.dossier, Way::SetAside).await;
    let funnel = shop
        .until("the dossier in its incident", || async {
            let funnel = shop.incident().await?.funnel;
            (funnel.dossiers > 0).then_some(funnel)
        })
        .await;
    assert_eq!((funnel.dossiers, funnel.amc_share_cents), (1, cents(371_00)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_claims_back_himself_leaves_the_queue() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    shop.goes(sold.dossier, Way::CustomerAdvances).await;
    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.done.len()), (0, 1));
    assert_eq!(queue.done[0].state, RequestState::Withdrawn);
    // He thinks again: the tiers payant is open, and a new request waits.
    let view = shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    assert_eq!((view.tracks[0].state, view.tracks[0].request_state), (TrackState::Queued, Some(RequestState::Queued)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_from_the_queue_is_withdrawn_with_its_reason() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let request = shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await.tracks[0].request.unwrap();
    let without = WithdrawRequestRequest { request, reason: "  ".to_owned() };
    assert_eq!(queue::withdraw(&shop.app, call(), without).await.unwrap_err().code, ProblemCode::ReasonNeeded);
    let with = WithdrawRequestRequest { request, reason: "Saisi deux fois.".to_owned() };
    assert_eq!(queue::withdraw(&shop.app, call(), with).await?.waiting, []);
    assert_eq!(shop.dossier(sold.dossier).await.tracks[0].state, TrackState::Withdrawn);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pharmacy_entrusts_its_request_to_the_concentrator_and_queues_nothing() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let mut request = glasses("Bernard", "viamedis", "4417002230");
    request.activity = Activity::Pharmacy;
    let sold = shop.sells(request).await;
    assert_eq!(shop.dossier(sold.dossier).await.default_way, Way::DeliveredThirdPartyPayment);
    let view = shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    assert_eq!((view.tracks[0].state, view.tracks[0].request), (TrackState::Entrusted, None));
    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.done.len()), (0, 0));
    // A cheque may not be made of it any more, nor may the customer claim back: it left by another road.
    let barred = ChooseWayRequest { dossier: sold.dossier, way: Way::CustomerAdvances };
    assert_eq!(choose_way::choose(&shop.app, call(), barred).await.unwrap_err().code, ProblemCode::TrackState);
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS), []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn order_and_delivery_are_two_moments() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    shop.goes(sold.dossier, Way::SetAside).await;
    let deliver = relais_usecases::contract::RecordMomentRequest {
        dossier: sold.dossier,
        moment: Moment::Delivery,
        on: day("2024-01-31"),
    };
    let refused = edit_dossier::record_moment(&shop.app, call(), deliver.clone()).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotOrdered);
    shop.marks(sold.dossier, Moment::Order).await;
    shop.days_later(6);
    let early = relais_usecases::contract::RecordMomentRequest { on: day("2024-01-30"), ..deliver };
    assert_eq!(
        edit_dossier::record_moment(&shop.app, call(), early).await.unwrap_err().code,
        ProblemCode::DateTooEarly
    );
    let view = shop.marks(sold.dossier, Moment::Delivery).await;
    assert_eq!((view.ordered_on, view.delivered_on), (Some(day("2024-01-31")), Some(day("2024-02-06"))));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_pays_by_any_means_and_never_more_than_is_due() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let pays = |amount, means, purpose| CustomerPaymentRequest {
        dossier: sold.dossier,
        amount_cents: cents(amount),
        means,
        purpose,
        on: day("2024-01-31"),
    };
    let mut due = 100_00;
    for means in [PaymentMeans::Card, PaymentMeans::Cash, PaymentMeans::Cheque, PaymentMeans::Transfer] {
        let paid = pays(20_00, means, PaymentPurpose::CustomerShare);
        let view = customer_payment::record(&shop.app, call(), paid).await?;
        due -= 20_00;
        assert_eq!(view.customer_share_due_cents, cents(due));
    }
    let too_much = pays(20_01, PaymentMeans::Card, PaymentPurpose::CustomerShare);
    let refused = customer_payment::record(&shop.app, call(), too_much).await.unwrap_err();
    assert_eq!((refused.code, refused.params["due_cents"].as_i64()), (ProblemCode::MoreThanDue, Some(20_00)));
    // Nobody advances what is asked of the insurer.
    let advanced = pays(371_00, PaymentMeans::Card, PaymentPurpose::AmcShareAdvanced);
    assert!(customer_payment::record(&shop.app, call(), advanced.clone()).await.is_err());
    shop.goes(sold.dossier, Way::CustomerAdvances).await;
    customer_payment::record(&shop.app, call(), advanced).await?;
    // A mistake is corrected by another entry.
    let mistake = pays(20_00, PaymentMeans::Cash, PaymentPurpose::CustomerShare);
    let view = customer_payment::reverse(&shop.app, call(), mistake.clone()).await?;
    assert_eq!((view.customer_share_due_cents, view.payments.len()), (cents(40_00), 4));
    assert!(customer_payment::reverse(&shop.app, call(), mistake).await.is_err());
    let rest = pays(40_00, PaymentMeans::Card, PaymentPurpose::CustomerShare);
    assert!(customer_payment::record(&shop.app, call(), rest).await?.settled);
    let state = access::state(&shop.app, call(), Nothing {}).await?;
    assert_eq!((state.badges.queue_waiting, state.badges.cheques_to_act_on), (0, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sold_once_the_platform_is_back_is_no_longer_the_outages() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    shop.verifies(sold.dossier).await;
    shop.until("the incident", || shop.incident()).await;
    shop.goes(sold.dossier, Way::SetAside).await;
    shop.story_goes_to("pec_back").await;
    let next = shop.sells(glasses("Haddadi", "viamedis", "4417002231")).await;
    assert_eq!(shop.goes(next.dossier, Way::DeliveredThirdPartyPayment).await.incident, None);
    // A change of mind about the first one leaves it where it belongs.
    let first = shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    assert_eq!(first.incident, Some(shop.incident().await.unwrap().incident));
    Ok(())
}
