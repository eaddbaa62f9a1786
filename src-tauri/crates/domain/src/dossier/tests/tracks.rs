//! The movements of a track: the whole table, what each movement needs, and the check after an outage.

use super::{super::movement::may_move, *};
use rstest::rstest;

/// One line a state left, one column a state entered, in the order of `TrackState::ALL`. A star is a movement.
const TABLE: [(TrackState, &str); 12] = {
    use TrackState as T;
    [
        //                     NotSent Queued Entrusted Sent Unknown Accepted Refused Cancelled Withdrawn Advised Paid Claimed
        (
            T::NotSent,
            /*      */
            "   .     *       *      .      .       *       *        .         *        *     *     *",
        ),
        (
            T::Queued,
            /*       */
            "   .     .       .      *      *       *       *        .         *        *     *     .",
        ),
        (
            T::Entrusted,
            /*    */ "   .     .       .      .      .       *       *        .         *        *     *     .",
        ),
        (
            T::Sent,
            /*         */
            "   .     .       .      .      *       *       *        *         .        *     *     .",
        ),
        (
            T::OutcomeUnknown,
            /**/ "   .     *       .      *      .       *       *        .         .        *     *     .",
        ),
        (
            T::Accepted,
            /*     */ "   .     .       .      .      .       *       *        *         .        *     *     .",
        ),
        (
            T::Refused,
            /*      */
            "   .     *       .      .      .       *       *        .         .        *     *     *",
        ),
        (
            T::Cancelled,
            /*    */ "   .     *       .      .      .       *       *        .         .        *     *     *",
        ),
        (
            T::Withdrawn,
            /*    */ "   .     *       *      .      .       *       .        .         .        *     *     *",
        ),
        (
            T::Advised,
            /*      */
            "   .     .       .      .      .       .       *        .         .        *     *     .",
        ),
        (
            T::Paid,
            /*         */
            "   .     .       .      .      .       .       .        .         .        .     *     .",
        ),
        (
            T::ClaimedByCustomer,
            "   .     .       .      .      .       .       .        .         .        *     *     .",
        ),
    ]
};

#[test]
fn every_movement_from_every_state() {
    assert_eq!(TABLE.map(|(from, _)| from), TrackState::ALL, "the table names every state, in order");
    for (from, columns) in TABLE {
        let columns: Vec<_> = columns.split_whitespace().collect();
        assert_eq!(columns.len(), TrackState::ALL.len(), "{from:?}");
        for (to, mark) in TrackState::ALL.into_iter().zip(columns) {
            assert_eq!(may_move(from, to), mark == "*", "from {from:?} to {to:?}");
        }
    }
}

#[rstest]
#[case::no_such_track(full(2, TrackState::Queued), Refusal::UnknownTrack)]
#[case::queued_by_no_request(TrackMove::to(1, TrackState::Queued), Refusal::RequestState)]
#[case::withdrawn_for_no_reason(TrackMove::to(1, TrackState::Withdrawn), Refusal::ReasonNeeded)]
#[case::paid_by_no_credit(TrackMove { bank_credit: None, ..full(1, TrackState::Paid) }, Refusal::AmcShareNotPaid)]
#[case::paid_nothing(TrackMove { amount_cents: None, ..full(1, TrackState::Paid) }, Refusal::AmountNotPositive)]
#[case::advised_nothing(TrackMove { amount_cents: Some(Cents::ZERO), ..full(1, TrackState::Advised) }, Refusal::AmountNotPositive)]
#[case::sent_from_the_shelf(full(1, TrackState::Sent), Refusal::TrackState { state: TrackState::NotSent })]
fn a_movement_rests_on_what_it_names(#[case] wanted: TrackMove, #[case] expected: Refusal) {
    assert_eq!(decided(&plain(), DossierCommand::MoveTrack(wanted)), Err(expected));
}

#[test]
fn advised_is_not_paid_and_several_credits_add_up() {
    let advised = after(plain(), [moved(1, TrackState::Advised)]);
    let track = advised.track(1).unwrap();
    assert_eq!((track.advised_cents, track.paid_cents), (Some(cents(1_000)), Cents::ZERO));
    let paid = after(advised, [credited(1, 30_000), credited(1, 5_000)]);
    let track = paid.track(1).unwrap();
    assert_eq!((track.state, track.paid_cents), (TrackState::Paid, cents(35_000)));
    assert_eq!(track.shortfall(), cents(3_000));
}

#[test]
fn what_reached_the_bank_stays_in_range() {
    let most = crate::money::MAX_CENTS;
    let state = after(plain(), [credited(1, most)]);
    assert_eq!(decided(&state, credited(1, 1)), Err(Refusal::AmountOutOfRange));
}

#[rstest]
#[case::not_asked(vec![], 0)]
#[case::queued(vec![moved(1, TrackState::Queued)], 0)]
#[case::refused(vec![moved(1, TrackState::Refused)], 38_000)]
#[case::cancelled(vec![agreed(1, Some(38_000)), moved(1, TrackState::Cancelled)], 38_000)]
#[case::agreed_whole(vec![agreed(1, Some(38_000))], 0)]
#[case::agreed_for_less(vec![agreed(1, Some(30_000))], 8_000)]
#[case::agreed_for_an_unsaid_amount(vec![agreed(1, None)], 0)]
#[case::agreed_for_more(vec![agreed(1, Some(50_000))], 0)]
#[case::advised_after_less(vec![agreed(1, Some(30_000)), moved(1, TrackState::Advised)], 8_000)]
#[case::paid_for_less(vec![credited(1, 35_000)], 3_000)]
#[case::paid_for_more(vec![credited(1, 40_000)], 0)]
#[case::refused_then_agreed(vec![moved(1, TrackState::Refused), agreed(1, Some(38_000))], 0)]
#[case::claimed(vec![way(Way::CustomerAdvances)], 0)]
fn what_an_insurer_is_known_not_to_cover(#[case] before: Vec<DossierCommand>, #[case] expected: i64) {
    let state = after(plain(), before);
    assert_eq!(state.track(1).unwrap().shortfall(), cents(expected));
    assert_eq!(state.difference_due(), cents(expected));
}

fn recheck(covered: Option<Option<i64>>) -> DossierCommand {
    let agreement = covered.map(|covered| Agreement {
        reference: Some("PEC1".to_owned()),
        covered_cents: covered.map(cents),
        valid_until: None,
    });
    DossierCommand::Recheck { rank: 1, incident: IncidentId(id(7)), agreement, request: None }
}

#[rstest]
#[case::all(Some(Some(38_000)), RecheckColour::Green, TrackState::Accepted)]
#[case::more(Some(Some(39_000)), RecheckColour::Green, TrackState::Accepted)]
#[case::less(Some(Some(37_999)), RecheckColour::Orange, TrackState::Accepted)]
#[case::unsaid(Some(None), RecheckColour::Orange, TrackState::Accepted)]
#[case::nothing(Some(Some(0)), RecheckColour::Red, TrackState::Refused)]
#[case::refused(None, RecheckColour::Red, TrackState::Refused)]
fn a_recheck_has_a_colour(
    #[case] covered: Option<Option<i64>>,
    #[case] colour: RecheckColour,
    #[case] to: TrackState,
    #[values(vec![], vec![moved(1, TrackState::Queued)], vec![moved(1, TrackState::Queued), moved(1, TrackState::Sent)],
        vec![agreed(1, Some(10_000))], vec![moved(1, TrackState::Refused)])]
    before: Vec<DossierCommand>,
) {
    let state = after(after(plain(), before), [recheck(covered)]);
    let track = state.track(1).unwrap();
    assert_eq!((track.recheck, track.state), (Some(colour), to));
    assert_eq!(track.agreement.is_some(), to == TrackState::Accepted, "a refusal keeps no agreement");
}

#[rstest]
#[case::paid(vec![credited(1, 38_000)], Refusal::TrackState { state: TrackState::Paid })]
#[case::advised(vec![moved(1, TrackState::Advised)], Refusal::TrackState { state: TrackState::Advised })]
#[case::claimed(vec![way(Way::CustomerAdvances)], Refusal::TiersPayantBarred)]
fn a_recheck_changes_nothing_that_is_over(#[case] before: Vec<DossierCommand>, #[case] expected: Refusal) {
    assert_eq!(decided(&after(plain(), before), recheck(Some(Some(38_000)))), Err(expected));
}

/// « B bars tiers payant for the share »: every cheque that rests on it becomes B with it, or none does.
#[rstest]
#[case::nothing_rests_on_it(vec![], claimed(1, &[]), Ok(1))]
#[case::its_cheque(vec![attached(9, 1, 38_000)], claimed(1, &[9]), Ok(1))]
#[case::both_its_cheques(vec![attached(8, 1, 20_000), attached(9, 1, 18_000)], claimed(1, &[8, 9]), Ok(1))]
#[case::one_of_two(vec![attached(8, 1, 20_000), attached(9, 1, 18_000)], claimed(1, &[9]), Err(Refusal::WayHasEffects))]
#[case::a_plain_movement(vec![attached(9, 1, 38_000)], moved(1, TrackState::ClaimedByCustomer), Err(Refusal::WayHasEffects))]
#[case::one_that_left(vec![attached(9, 1, 38_000), released(9, 1)], claimed(1, &[]), Ok(1))]
#[case::claimed_already(vec![claimed(1, &[])], claimed(1, &[]), Ok(0))]
#[case::asked_for(vec![moved(1, TrackState::Queued)], claimed(1, &[]), Err(Refusal::TrackState { state: TrackState::Queued }))]
#[case::no_such_share(vec![], claimed(2, &[]), Err(Refusal::UnknownTrack))]
fn a_share_is_claimed_with_every_cheque_that_rests_on_it(
    #[case] before: Vec<DossierCommand>,
    #[case] command: DossierCommand,
    #[case] expected: Result<usize, Refusal>,
) {
    assert_eq!(decided(&after(plain(), before), command).map(|events| events.len()), expected);
}

#[test]
fn a_claimed_share_that_an_insurer_advises_all_the_same_is_never_asked_for() {
    let state =
        after(plain(), [way(Way::CustomerAdvances), moved(1, TrackState::Advised), moved(1, TrackState::Refused)]);
    for to in [TrackState::Queued, TrackState::Entrusted] {
        assert_eq!(decided(&state, moved(1, to)), Err(Refusal::TiersPayantBarred), "{to:?}");
    }
    assert!(decided(&state, moved(1, TrackState::ClaimedByCustomer)).is_ok());
}
