//! Opening, pricing, the card, and the two moments of a sale.

use super::*;
use rstest::rstest;

#[test]
fn nothing_is_done_to_a_dossier_that_does_not_exist_and_none_is_opened_twice() {
    assert_eq!(decided(&Dossier::default(), DossierCommand::CancelOrder), Err(Refusal::UnknownDossier));
    let again = DossierCommand::Open { opened: opened(TODAY), priced: priced(&[1], 0) };
    assert_eq!(decided(&plain(), again), Err(Refusal::AlreadyExists));
}

#[rstest]
#[case::adds_up(priced(&[38_000], 10_000), Ok(()))]
#[case::two_insurers(priced(&[20_000, 18_000], 10_000), Ok(()))]
#[case::nothing_for_the_customer(priced(&[38_000], 0), Ok(()))]
#[case::a_cent_too_many(
    Priced { total_cents: cents(48_001), ..priced(&[38_000], 10_000) },
    Err(Refusal::SharesDoNotAddUp { shares_cents: 48_000, total_cents: 48_001 })
)]
#[case::no_insurer(priced(&[], 10_000), Err(Refusal::AmountNotPositive))]
#[case::nothing_at_all(priced(&[0], 0), Err(Refusal::AmountNotPositive))]
#[case::a_negative_share(priced(&[40_000, -2_000], 10_000), Err(Refusal::AmountNotPositive))]
#[case::too_many_insurers(priced(&[1, 1, 1, 1, 1], 0), Err(Refusal::UnknownTrack))]
fn shares_add_up(#[case] priced: Priced, #[case] expected: Result<(), Refusal>) {
    let open = DossierCommand::Open { opened: opened(TODAY), priced };
    assert_eq!(decided(&Dossier::default(), open).map(drop), expected);
}

#[test]
fn a_dossier_is_not_opened_tomorrow() {
    let open = DossierCommand::Open { opened: opened(TOMORROW), priced: priced(&[1], 0) };
    assert_eq!(decided(&Dossier::default(), open), Err(Refusal::DateInFuture));
}

#[rstest]
#[case::nothing_rests_on_it(vec![], priced(&[20_000], 5_000), Ok(()))]
#[case::another_insurer_joins(vec![], priced(&[20_000, 5_000], 5_000), Ok(()))]
#[case::a_cheque_rests_on_it(vec![attached(9, 1, 38_000)], priced(&[20_000], 5_000), Err(Refusal::WayHasEffects))]
#[case::the_insurer_was_asked(vec![moved(1, TrackState::Queued)], priced(&[20_000], 5_000), Err(Refusal::WayHasEffects))]
#[case::the_same_share(vec![moved(1, TrackState::Queued)], priced(&[38_000], 5_000), Ok(()))]
#[case::more_was_paid(
    vec![pays(10_000, PaymentPurpose::CustomerShare)],
    priced(&[38_000], 9_000),
    Err(Refusal::MoreThanDue { due_cents: 9_000 })
)]
#[case::a_deposited_cheque_rests_on_it(
    vec![attached(9, 1, 38_000), deposited(9, 1)],
    priced(&[20_000], 10_000),
    Err(Refusal::WayHasEffects)
)]
fn a_price_changes_until_something_rests_on_it(
    #[case] before: Vec<DossierCommand>,
    #[case] priced: Priced,
    #[case] expected: Result<(), Refusal>,
) {
    assert_eq!(decided(&after(plain(), before), DossierCommand::Price(priced)).map(drop), expected);
}

#[test]
fn an_insurer_that_joins_a_barred_dossier_is_barred_too() {
    let state = after(plain(), [way(Way::CustomerAdvances), DossierCommand::Price(priced(&[38_000, 2_000], 8_000))]);
    assert_eq!(state.track(2).map(|track| track.state), Some(TrackState::ClaimedByCustomer));
    assert_eq!(decided(&state, moved(2, TrackState::Queued)), Err(Refusal::TiersPayantBarred));
}

fn card(rank: u8, from: Option<Date>, to: Option<Date>) -> DossierCommand {
    DossierCommand::RecordCard(CardRecorded { rank, valid_from: from, valid_to: to, ..CardRecorded::default() })
}

#[rstest]
#[case::undated(card(1, None, None), Ok(()))]
#[case::one_day(card(1, Some(TODAY), Some(TODAY)), Ok(()))]
#[case::ends_before_it_begins(card(1, Some(TOMORROW), Some(TODAY)), Err(Refusal::ValidityReversed))]
#[case::of_no_insurer(card(2, None, None), Err(Refusal::UnknownTrack))]
#[case::prescribed_tomorrow(DossierCommand::DatePrescription { date: TOMORROW }, Err(Refusal::DateInFuture))]
#[case::prescribed_today(DossierCommand::DatePrescription { date: TODAY }, Ok(()))]
fn cards_and_prescriptions(#[case] command: DossierCommand, #[case] expected: Result<(), Refusal>) {
    assert_eq!(decided(&plain(), command).map(drop), expected);
}

const YESTERDAY: Date = date(2024, 2, 4);

fn order(on: Date) -> DossierCommand {
    DossierCommand::Order { on }
}

fn deliver(on: Date) -> DossierCommand {
    DossierCommand::Deliver { on }
}

#[rstest]
#[case::order(vec![], order(TODAY), Ok(()))]
#[case::order_tomorrow(vec![], order(TOMORROW), Err(Refusal::DateInFuture))]
#[case::order_what_is_delivered(vec![deliver(TODAY)], order(TODAY), Err(Refusal::AlreadyDelivered))]
#[case::cancel(vec![order(TODAY)], DossierCommand::CancelOrder, Ok(()))]
#[case::cancel_nothing(vec![], DossierCommand::CancelOrder, Err(Refusal::NotOrdered))]
#[case::cancel_what_is_delivered(
    vec![order(TODAY), deliver(TODAY)], DossierCommand::CancelOrder, Err(Refusal::AlreadyDelivered)
)]
#[case::hand_over_at_once(vec![], deliver(TODAY), Ok(()))]
#[case::deliver_tomorrow(vec![], deliver(TOMORROW), Err(Refusal::DateInFuture))]
#[case::deliver_twice(vec![deliver(TODAY)], deliver(TODAY), Err(Refusal::AlreadyDelivered))]
#[case::deliver_before_the_order(
    vec![order(TODAY)], deliver(YESTERDAY), Err(Refusal::DateTooEarly { not_before: TODAY })
)]
#[case::deliver_what_is_set_aside(vec![way(Way::SetAside)], deliver(TODAY), Err(Refusal::NotOrdered))]
#[case::deliver_to_who_will_return(vec![way(Way::CustomerReturns)], deliver(TODAY), Err(Refusal::NotOrdered))]
#[case::deliver_what_was_set_aside(vec![way(Way::SetAside), order(TODAY)], deliver(TODAY), Ok(()))]
#[case::deliver_a_cancelled_order(
    vec![way(Way::SetAside), order(TODAY), DossierCommand::CancelOrder], deliver(TODAY), Err(Refusal::NotOrdered)
)]
#[case::plan(vec![], DossierCommand::PlanDelivery { on: TOMORROW }, Ok(()))]
#[case::plan_what_is_delivered(
    vec![deliver(TODAY)], DossierCommand::PlanDelivery { on: TOMORROW }, Err(Refusal::AlreadyDelivered)
)]
fn order_and_delivery_are_two_moments(
    #[case] before: Vec<DossierCommand>,
    #[case] command: DossierCommand,
    #[case] expected: Result<(), Refusal>,
) {
    assert_eq!(decided(&after(plain(), before), command).map(drop), expected);
}

fn undo() -> DossierCommand {
    DossierCommand::UndoDelivery { reason: TextId(id(6)) }
}

fn holds(by: RestsOnDelivery) -> Result<(), Refusal> {
    Err(Refusal::DeliveryHolds { by })
}

#[rstest]
#[case::recorded_by_mistake(vec![deliver(TODAY)], Ok(()))]
#[case::never_recorded(vec![order(TODAY)], Err(Refusal::NothingDelivered))]
#[case::undone_already(vec![deliver(TODAY), undo()], Err(Refusal::NothingDelivered))]
#[case::the_customer_paid(vec![deliver(TODAY), pays(10_000, PaymentPurpose::CustomerShare)], Ok(()))]
#[case::agreed(vec![moved(1, TrackState::Queued), moved(1, TrackState::Sent), agreed(1, None), deliver(TODAY)], Ok(()))]
#[case::a_cheque_is_kept(vec![deliver(TODAY), attached(9, 1, 38_000)], Ok(()))]
#[case::a_cheque_is_at_the_bank(
    vec![deliver(TODAY), attached(9, 1, 38_000), deposited(9, 1)], holds(RestsOnDelivery::Cheque)
)]
#[case::a_cheque_came_back(
    vec![deliver(TODAY), attached(9, 1, 38_000), deposited(9, 1), unpaid(9, 1)], holds(RestsOnDelivery::Cheque)
)]
#[case::amo_paid(vec![deliver(TODAY), DossierCommand::NoteAmoPaid { on: TODAY }], holds(RestsOnDelivery::Amo))]
#[case::announced(
    vec![moved(1, TrackState::Queued), moved(1, TrackState::Sent), deliver(TODAY), moved(1, TrackState::Advised)],
    holds(RestsOnDelivery::Payment)
)]
fn a_delivery_is_undone_until_something_rests_on_it(
    #[case] before: Vec<DossierCommand>,
    #[case] expected: Result<(), Refusal>,
) {
    let sold = after(
        Dossier::default(),
        [DossierCommand::Open {
            opened: opened(TODAY),
            priced: Priced { amo_share_cents: cents(900), total_cents: cents(48_900), ..priced(&[38_000], 10_000) },
        }],
    );
    assert_eq!(decided(&after(sold, before), undo()).map(drop), expected);
}

#[test]
fn undone_it_is_as_if_it_had_never_been_and_may_be_recorded_again() {
    let ordered = after(plain(), [order(TODAY)]);
    let undone = after(ordered.clone(), [deliver(TODAY), undo()]);
    assert_eq!(undone, ordered);
    assert_eq!(after(undone, [deliver(TODAY)]).delivered_on, Some(TODAY));
    let accountant = Context { role: Role::Accountant, ..context() };
    let delivered = after(plain(), [deliver(TODAY)]);
    assert_eq!(decide(&delivered, undo(), &accountant), Err(Refusal::RoleNotAllowed));
}

#[rstest]
#[case::nothing_known(vec![], TODAY)]
#[case::planned(vec![DossierCommand::PlanDelivery { on: date(2024, 2, 20) }], date(2024, 2, 20))]
#[case::planned_and_late(vec![DossierCommand::PlanDelivery { on: YESTERDAY }], TODAY)]
#[case::delivered(vec![DossierCommand::PlanDelivery { on: date(2024, 2, 20) }, deliver(YESTERDAY)], YESTERDAY)]
fn a_cheque_is_kept_from_the_delivery(#[case] before: Vec<DossierCommand>, #[case] expected: Date) {
    assert_eq!(after(plain(), before).keeping_starts_on(TODAY), expected);
}
