//! Told, converted, deposited or given back: the table of each, and that a cheque leaves once.

use super::*;
use ChequeAgreement::{DepositedLater as B, KeptAndReturned as A};
use TrackState as T;
use rstest::rstest;

/// The last day promised under A: delivery + 37.
const NAMED: Date = date(2024, 3, 13);
/// The day agreed under B.
const AGREED: Date = date(2024, 3, 1);

#[rstest]
#[case::refused(A, T::Refused, TODAY, TODAY, None)]
#[case::cancelled(A, T::Cancelled, TODAY, TODAY, None)]
#[case::withdrawn(A, T::Withdrawn, TODAY, TODAY, None)]
#[case::awaited(A, T::Queued, TODAY, TODAY, Some(Refusal::PromisedNotBefore { not_before: NAMED }))]
#[case::awaited_the_day_before(A, T::Sent, date(2024, 3, 12), date(2024, 3, 12), Some(Refusal::PromisedNotBefore { not_before: NAMED }))]
#[case::silence_on_the_named_day(A, T::Sent, NAMED, NAMED, None)]
#[case::told_yesterday_of_silence(A, T::Sent, NAMED, date(2024, 3, 12), Some(Refusal::PromisedNotBefore { not_before: NAMED }))]
#[case::under_b(B, T::ClaimedByCustomer, TODAY, TODAY, None)]
#[case::tomorrow(A, T::Refused, TODAY, TOMORROW, Some(Refusal::DateInFuture))]
#[case::before_it_came(A, T::Refused, TODAY, date(2024, 2, 4), Some(Refusal::DateTooEarly { not_before: TODAY }))]
fn he_is_told_when_there_is_something_to_tell(
    #[case] agreement: ChequeAgreement,
    #[case] state: T,
    #[case] today: Date,
    #[case] on: Date,
    #[case] expected: Option<Refusal>,
) {
    let given = decide(&kept(agreement), &[track(state)], notice(on), &as_of(today, Role::Counter));
    assert_eq!(given.clone().err(), expected);
    if let Ok(events) = given {
        let deposit_from = on.saturating_add(8.days());
        assert_eq!(events, [ChequeEvent::NoticeGiven { on, deposit_from }]);
    }
}

/// A refused share, told on the first day: the notice runs to the 13th, and the receipt promised the 13th of March.
#[rstest]
#[case::untold(None, NAMED, Role::Counter, None, Some(Refusal::NoticeNeeded))]
#[case::told_and_named_day(Some(TODAY), NAMED, Role::Counter, None, None)]
#[case::told_before_the_named_day(
    Some(TODAY), date(2024, 3, 12), Role::Counter, None, Some(Refusal::PromisedNotBefore { not_before: NAMED })
)]
#[case::told_too_late(
    Some(date(2024, 3, 10)), date(2024, 3, 17), Role::Counter, None,
    Some(Refusal::PromisedNotBefore { not_before: date(2024, 3, 18) })
)]
#[case::told_eight_days_before(Some(date(2024, 3, 10)), date(2024, 3, 18), Role::Counter, None, None)]
#[case::staff_with_a_reason(None, NAMED, Role::Counter, reason(), Some(Refusal::NoticeNeeded))]
#[case::the_owner_without_a_reason(None, NAMED, Role::Owner, None, Some(Refusal::NoticeNeeded))]
#[case::the_owner_with_a_reason(None, TODAY, Role::Owner, reason(), None)]
#[case::the_accountant(Some(TODAY), NAMED, Role::Accountant, None, Some(Refusal::RoleNotAllowed))]
fn a_refused_share_is_deposited_as_promised(
    #[case] told: Option<Date>,
    #[case] on: Date,
    #[case] role: Role,
    #[case] override_reason: Option<TextId>,
    #[case] expected: Option<Refusal>,
) {
    let tracks = [track(T::Refused)];
    let mut state = kept(A);
    if let Some(told) = told {
        state = then(state, &tracks, notice(told), &as_of(told, Role::Counter));
    }
    let given = decide(&state, &tracks, deposit(on, override_reason), &as_of(on, role));
    assert_eq!(given.err(), expected);
}

#[rstest]
#[case::on_the_agreed_day(AGREED, Role::Counter, None, None)]
#[case::the_day_before(date(2024, 2, 29), Role::Counter, None, Some(Refusal::PromisedNotBefore { not_before: AGREED }))]
#[case::the_day_before_by_the_owner(date(2024, 2, 29), Role::Owner, reason(), None)]
#[case::the_day_before_by_the_owner_without_a_reason(
    date(2024, 2, 29), Role::Owner, None, Some(Refusal::PromisedNotBefore { not_before: AGREED })
)]
fn under_b_it_waits_for_the_agreed_day(
    #[case] on: Date,
    #[case] role: Role,
    #[case] override_reason: Option<TextId>,
    #[case] expected: Option<Refusal>,
) {
    let given = decide(&kept(B), &[track(T::ClaimedByCustomer)], deposit(on, override_reason), &as_of(on, role));
    assert_eq!(given.err(), expected);
}

/// Told and past the named day: only where the share stands is left to decide.
#[rstest]
fn the_deposit_rule_is_kept_to(
    #[values(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)] at: usize,
    #[values(Role::Counter, Role::Billing, Role::Owner)] role: Role,
    #[values(None, reason())] override_reason: Option<TextId>,
) {
    let state = TrackState::ALL[at];
    let day = date(2024, 3, 30);
    let told = then(kept(A), &[track(T::Refused)], notice(TODAY), &as_role(Role::Counter));
    let given = decide(&told, &[track(state)], deposit(day, override_reason), &as_of(day, role));
    let expected = match deposit_verdict(A, state, role) {
        DepositVerdict::Forbidden => Err(Refusal::AmcSharePaid),
        DepositVerdict::OwnerOverride if role != Role::Owner || override_reason.is_none() => {
            Err(Refusal::OwnerMustOverride { state })
        }
        verdict => Ok(override_reason.filter(|_| verdict == DepositVerdict::OwnerOverride)),
    };
    let given = given.map(|events| match events.as_slice() {
        [.., ChequeEvent::Deposited { override_reason, track_state, .. }] if *track_state == state => *override_reason,
        other => panic!("a deposit is recorded as one: {other:?}"),
    });
    assert_eq!(given, expected, "an override is journaled where one was needed, and only there");
}

#[test]
fn the_worst_share_decides() {
    let day = date(2024, 3, 30);
    let told = then(kept(A), &[track(T::Refused)], notice(TODAY), &as_role(Role::Counter));
    let second = |state| TrackFacts { rank: 2, ..track(state) };
    let both = |state| [track(T::Refused), second(state)];
    let given = |state, role| decide(&told, &both(state), deposit(day, None), &as_of(day, role)).err();
    assert_eq!(given(T::Paid, Role::Owner), Some(Refusal::AmcSharePaid));
    assert_eq!(given(T::Sent, Role::Counter), Some(Refusal::OwnerMustOverride { state: T::Sent }));
    assert_eq!(given(T::Withdrawn, Role::Counter), None);
}

#[test]
fn what_the_customer_paid_by_other_means_is_not_deposited_even_by_the_owner() {
    let told = then(kept(A), &[track(T::Refused)], notice(TODAY), &as_role(Role::Counter));
    let day = date(2024, 3, 30);
    for due in [0, 30_000] {
        let given = decide(&told, &[track_with(T::Refused, due, 0)], deposit(day, reason()), &as_of(day, Role::Owner));
        assert_eq!(given, Err(Refusal::MoreThanDue { due_cents: due }));
    }
}

#[rstest]
#[case::tomorrow(TOMORROW, Refusal::DateInFuture)]
#[case::before_it_came(date(2024, 2, 4), Refusal::DateTooEarly { not_before: TODAY })]
fn it_leaves_between_the_day_it_came_and_today(#[case] on: Date, #[case] expected: Refusal) {
    let owner = as_role(Role::Owner);
    let tracks = [track(T::Refused)];
    assert_eq!(decide(&kept(A), &tracks, deposit(on, reason()), &owner), Err(expected.clone()));
    assert_eq!(decide(&kept(A), &tracks, give_back(on, reason()), &owner), Err(expected));
}

#[rstest]
#[case::paid(track(T::Paid), None)]
#[case::paid_for_less(track_with(T::Paid, 3_000, 0), Some(Refusal::DifferenceDue { due_cents: 3_000 }))]
#[case::advised(track(T::Advised), Some(Refusal::AmcShareNotPaid))]
#[case::accepted(track(T::Accepted), Some(Refusal::AmcShareNotPaid))]
#[case::queued(track(T::Queued), Some(Refusal::AmcShareNotPaid))]
#[case::queued_though_he_paid(track_with(T::Queued, 0, 38_000), Some(Refusal::AmcShareNotPaid))]
#[case::not_sent(track(T::NotSent), Some(Refusal::AmcShareNotPaid))]
#[case::refused(track(T::Refused), Some(Refusal::DifferenceDue { due_cents: 38_000 }))]
#[case::refused_and_paid_by_card(track_with(T::Refused, 0, 38_000), None)]
#[case::refused_and_partly_paid(track_with(T::Refused, 8_000, 30_000), Some(Refusal::DifferenceDue { due_cents: 8_000 }))]
#[case::refused_and_another_cheque_stands(track_with(T::Refused, 38_000, 38_000), None)]
#[case::withdrawn(track(T::Withdrawn), Some(Refusal::DifferenceDue { due_cents: 38_000 }))]
#[case::claimed(track(T::ClaimedByCustomer), Some(Refusal::AmcShareNotPaid))]
#[case::claimed_and_advanced(track_with(T::ClaimedByCustomer, 0, 38_000), None)]
#[case::claimed_and_partly_advanced(track_with(T::ClaimedByCustomer, 0, 37_999), Some(Refusal::AmcShareNotPaid))]
fn it_goes_back_when_its_money_came(#[case] track: TrackFacts, #[case] expected: Option<Refusal>) {
    let given = |role, reason| decide(&kept(A), &[track], give_back(TODAY, reason), &as_role(role));
    assert_eq!(given(Role::Counter, None).err(), expected);
    assert_eq!(given(Role::Counter, reason()).err(), expected, "a reason is the owner's to give");
    assert_eq!(given(Role::Owner, None).err(), expected, "the owner gives a reason");
    let override_reason = reason().filter(|_| expected.is_some());
    let returned = ChequeEvent::Returned {
        on: TODAY,
        manner: ReturnManner::InPerson,
        amount_cents: cents(38_000),
        override_reason,
    };
    let seconded = override_reason.map(|_| ChequeEvent::OverrideSeconded { by: HER });
    let events: Vec<ChequeEvent> = seconded.into_iter().chain([returned]).collect();
    assert_eq!(given(Role::Owner, reason()), Ok(events), "the owner may, and it is journaled where needed");
}

#[rstest]
#[case::claimed(T::ClaimedByCustomer, AGREED, Role::Counter, None)]
#[case::still_queued(T::Queued, AGREED, Role::Owner, Some(Refusal::TrackState { state: T::Queued }))]
#[case::withdrawn(T::Withdrawn, AGREED, Role::Owner, Some(Refusal::TrackState { state: T::Withdrawn }))]
#[case::yesterday(T::ClaimedByCustomer, date(2024, 2, 4), Role::Owner, Some(Refusal::DateTooEarly { not_before: TODAY }))]
#[case::on_the_limit(T::ClaimedByCustomer, date(2024, 3, 21), Role::Counter, None)]
#[case::past_the_limit(
    T::ClaimedByCustomer, date(2024, 3, 22), Role::Counter, Some(Refusal::KeptTooLong { limit: date(2024, 3, 21) })
)]
#[case::past_the_limit_by_the_owner(T::ClaimedByCustomer, date(2024, 3, 22), Role::Owner, None)]
fn a_becomes_b(#[case] state: T, #[case] day: Date, #[case] role: Role, #[case] expected: Option<Refusal>) {
    let reason = TextId(Uuid::from_u128(9));
    let command =
        ChequeCommand::ConvertToDepositedLater { deposit_not_before: day, reason, second: looked_at(None).second };
    let given = decide(&kept(A), &[track(state)], command.clone(), &as_role(role));
    assert_eq!(given.clone().err(), expected);
    if given.is_ok() {
        let converted = then(kept(A), &[track(state)], command, &as_role(role));
        let promised = converted.kept.as_ref().map(|kept| (kept.deposit_not_before, kept.decide_by >= day));
        assert_eq!((converted.agreement, promised), (Some(B), Some((Some(day), true))));
    }
}

#[test]
fn what_left_stays_gone_and_its_receipt_can_still_be_printed() {
    let print = ChequeCommand::PrintReceipt { document: DocumentId(Uuid::from_u128(5)) };
    let nobody = as_role(Role::Owner);
    assert_eq!(decide(&Cheque::default(), &[], print.clone(), &nobody), Err(Refusal::ChequeNotKept));
    let gone = then(kept(A), &[track(T::Paid)], give_back(TODAY, None), &nobody);
    assert_eq!((gone.state, gone.left_on), (ChequeState::Returned, Some(TODAY)));
    let reason = TextId(Uuid::from_u128(9));
    for command in [
        deposit(TODAY, Some(reason)),
        give_back(TODAY, Some(reason)),
        notice(TODAY),
        ChequeCommand::ConvertToDepositedLater { deposit_not_before: TODAY, reason, second: Second::default() },
    ] {
        assert_eq!(decide(&gone, &[track(T::Refused)], command, &nobody), Err(Refusal::ChequeNotKept));
    }
    let printed = then(then(gone, &[], print.clone(), &nobody), &[], print, &nobody);
    assert_eq!(printed.receipts_printed, 2);
}

/// The later of the two promises, and none while one is still to be made.
#[rstest]
#[case::under_a_nobody_was_told(A, None, None)]
#[case::under_a_the_named_day_is_later(A, Some(TODAY), Some(date(2024, 3, 13)))]
#[case::under_a_the_notice_is_later(A, Some(date(2024, 3, 12)), Some(date(2024, 3, 20)))]
#[case::under_b_the_agreed_day(B, None, Some(date(2024, 3, 13)))]
fn it_may_be_deposited_from_the_later_promise(
    #[case] agreement: ChequeAgreement,
    #[case] told: Option<Date>,
    #[case] expected: Option<Date>,
) {
    let mut state = kept(agreement);
    if let Some(kept) = &mut state.kept {
        kept.deposit_not_before = Some(date(2024, 3, 13));
    }
    if let Some(on) = told {
        state = then(state, &[track(T::Refused)], notice(on), &as_of(on, Role::Counter));
    }
    assert_eq!(state.depositable_from(), expected);
}
