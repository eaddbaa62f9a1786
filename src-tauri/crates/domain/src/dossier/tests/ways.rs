//! The six ways through an outage, the trades they are offered to, and what each sets in motion.

use super::*;
use rstest::rstest;

#[rstest]
#[case::pharmacy(Activity::Pharmacy, Way::DeliveredThirdPartyPayment)]
#[case::optics(Activity::Optics, Way::SetAside)]
#[case::hearing(Activity::Hearing, Way::SetAside)]
fn each_trade_is_offered_its_way_first(#[case] activity: Activity, #[case] expected: Way) {
    assert_eq!(Way::default_for(activity), expected);
}

/// Where a track goes when a way is chosen, from each state: `Ok(None)` where it stays.
#[rstest]
fn each_way_upon_each_state(
    #[values(0, 1, 2, 3, 4, 5)] chosen: usize,
    #[values(
        TrackState::NotSent,
        TrackState::Queued,
        TrackState::Entrusted,
        TrackState::Sent,
        TrackState::OutcomeUnknown,
        TrackState::Accepted,
        TrackState::Refused,
        TrackState::Cancelled,
        TrackState::Withdrawn,
        TrackState::Advised,
        TrackState::Paid,
        TrackState::ClaimedByCustomer
    )]
    from: TrackState,
) {
    let chosen = Way::ALL[chosen];
    let mut state = plain();
    state.amc[0].state = from;
    state.amc[0].claimed_by_customer = from == TrackState::ClaimedByCustomer;
    let expected = match (chosen, from) {
        (Way::ChequeDepositedLater | Way::CustomerAdvances, TrackState::ClaimedByCustomer) => Ok(None),
        (
            Way::ChequeDepositedLater | Way::CustomerAdvances,
            TrackState::NotSent | TrackState::Refused | TrackState::Cancelled | TrackState::Withdrawn,
        ) => Ok(Some(TrackState::ClaimedByCustomer)),
        (Way::ChequeDepositedLater | Way::CustomerAdvances, state) => Err(Refusal::TrackState { state }),
        (_, TrackState::ClaimedByCustomer) => Ok(Some(TrackState::NotSent)),
        _ => Ok(None),
    };
    let went = decided(&state, way(chosen)).map(|events| {
        events.iter().find_map(|event| match event {
            DossierEvent::TrackMoved { to, .. } => Some(*to),
            _ => None,
        })
    });
    assert_eq!(went, expected);
}

#[rstest]
#[case::delivered(Way::DeliveredThirdPartyPayment, false)]
#[case::set_aside(Way::SetAside, false)]
#[case::kept(Way::ChequeKept, false)]
#[case::deposited_later(Way::ChequeDepositedLater, true)]
#[case::advances(Way::CustomerAdvances, true)]
#[case::returns(Way::CustomerReturns, false)]
fn two_ways_bar_the_tiers_payant(#[case] chosen: Way, #[case] bars: bool) {
    let state = after(plain(), [way(chosen)]);
    assert_eq!(state.third_party_payment_barred(), bars);
    assert_eq!(decided(&state, moved(1, TrackState::Queued)).is_err(), bars);
}

#[rstest]
#[case::nothing_rests_on_it(vec![way(Way::CustomerAdvances)], Way::ChequeKept, Ok(()))]
#[case::a_cheque_is_kept(vec![way(Way::ChequeKept), attached(9, 1, 38_000)], Way::SetAside, Err(Refusal::WayHasEffects))]
#[case::a_cheque_kept_under_a(vec![attached(9, 1, 38_000)], Way::ChequeDepositedLater, Err(Refusal::WayHasEffects))]
#[case::the_same_way_again(vec![way(Way::ChequeKept), attached(9, 1, 38_000)], Way::ChequeKept, Ok(()))]
#[case::the_same_way_after_a_conversion(
    vec![way(Way::ChequeKept), attached(9, 1, 38_000), claimed(1, &[9])],
    Way::ChequeKept,
    Err(Refusal::WayHasEffects)
)]
#[case::he_advanced(
    vec![way(Way::CustomerAdvances), pays(38_000, PaymentPurpose::AmcShareAdvanced)],
    Way::DeliveredThirdPartyPayment,
    Err(Refusal::TiersPayantBarred)
)]
#[case::he_advanced_and_waits_for_another(
    vec![way(Way::CustomerAdvances), pays(38_000, PaymentPurpose::AmcShareAdvanced)],
    Way::ChequeDepositedLater,
    Ok(())
)]
#[case::his_cheque_was_deposited(
    vec![way(Way::ChequeDepositedLater), attached(9, 1, 38_000), deposited(9, 1)],
    Way::DeliveredThirdPartyPayment,
    Err(Refusal::TiersPayantBarred)
)]
#[case::his_cheque_went_back(
    vec![way(Way::ChequeDepositedLater), attached(9, 1, 38_000), released(9, 1)],
    Way::ChequeKept,
    Ok(())
)]
fn a_way_changes_until_something_rests_on_it(
    #[case] before: Vec<DossierCommand>,
    #[case] chosen: Way,
    #[case] expected: Result<(), Refusal>,
) {
    assert_eq!(decided(&after(plain(), before), way(chosen)).map(drop), expected);
}
