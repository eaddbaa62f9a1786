//! What may be written off, by whom, and what it closes; what is carried meanwhile; and calls to the customer.

use super::*;
use jiff::SignedDuration;
use rstest::rstest;

const REASON: TextId = TextId(Uuid::from_u128(60));

fn owner() -> Context {
    Context { role: Role::Owner, ..context() }
}

fn write_off() -> DossierCommand {
    DossierCommand::WriteOff { reason: REASON, look: alone() }
}

/// A write-off above this limit, looked at by somebody else or not, where somebody else may or not.
fn looked_at(limit: i64, by: Option<UserId>, somebody_may: bool) -> DossierCommand {
    let limit = SecondLookLimit::parse(limit).unwrap();
    DossierCommand::WriteOff { reason: REASON, look: SecondLook { limit, second: Second { by, somebody_may } } }
}

/// The dossier after a write-off by the owner.
fn given_up(state: Dossier) -> Dossier {
    let events = decide(&state, write_off(), &owner()).unwrap();
    events.iter().fold(state, |mut state, event| {
        state.apply(event);
        state
    })
}

/// Delivered under tiers payant, the customer's share paid.
fn carried() -> Dossier {
    let deliver = DossierCommand::Deliver { on: TODAY };
    after(plain(), [way(Way::DeliveredThirdPartyPayment), deliver, pays(10_000, PaymentPurpose::CustomerShare)])
}

#[rstest]
#[case::never_asked_for(carried(), Ok((0, 38_000)))]
#[case::agreed_and_never_paid(after(carried(), [agreed(1, Some(38_000))]), Ok((0, 38_000)))]
#[case::agreed_for_less(after(carried(), [agreed(1, Some(30_000))]), Ok((8_000, 30_000)))]
#[case::advised(after(carried(), [agreed(1, Some(38_000)), moved(1, TrackState::Advised)]), Ok((0, 38_000)))]
#[case::refused_it_is_the_customers(after(carried(), [moved(1, TrackState::Refused)]), Ok((38_000, 0)))]
#[case::paid_for_less(after(carried(), [agreed(1, Some(38_000)), credited(1, 37_000)]), Ok((1_000, 0)))]
#[case::paid(after(carried(), [agreed(1, Some(38_000)), credited(1, 38_000)]), Err(Refusal::NothingToWriteOff))]
#[case::still_waiting(
    after(carried(), [moved(1, TrackState::Queued)]),
    Err(Refusal::TrackState { state: TrackState::Queued })
)]
#[case::may_have_arrived(
    after(carried(), [moved(1, TrackState::Queued), moved(1, TrackState::OutcomeUnknown)]),
    Err(Refusal::TrackState { state: TrackState::OutcomeUnknown })
)]
#[case::a_cheque_is_kept(after(carried(), [attached(7, 1, 38_000)]), Err(Refusal::ChequeStillKept))]
#[case::never_delivered(after(plain(), [way(Way::SetAside)]), Ok((0, 0)))]
#[case::never_delivered_but_paid(
    after(plain(), [way(Way::SetAside), pays(4_000, PaymentPurpose::CustomerShare)]),
    Err(Refusal::MoneyToGiveBack { cents: 4_000 })
)]
fn what_is_given_up(#[case] state: Dossier, #[case] expected: Result<(i64, i64), Refusal>) {
    let decided = decide(&state, write_off(), &owner());
    let amounts = decided.map(|events| match events.as_slice() {
        [DossierEvent::WrittenOff(off)] => {
            (off.customer_cents.get(), off.shares.iter().map(|share| share.amount_cents.get()).sum())
        }
        other => panic!("{other:?}"),
    });
    let settled = amounts.is_ok();
    assert_eq!(amounts, expected);
    if settled {
        assert!(given_up(state).is_settled());
    }
}

#[test]
fn above_the_limit_another_person_looks() {
    let (state, other) = (carried(), UserId(Uuid::from_u128(61)));
    let decided = |command| decide(&state, command, &owner());
    let needed = Err(Refusal::SecondPersonNeeded { limit_cents: 37_999 });
    assert!(matches!(decided(looked_at(38_000, None, true)).as_deref(), Ok([DossierEvent::WrittenOff(_)])));
    assert_eq!(decided(looked_at(37_999, None, true)), needed);
    // Oneself is nobody else.
    assert_eq!(decided(looked_at(37_999, Some(context().actor), true)), needed);
    let seconded = decided(looked_at(37_999, Some(other), true));
    assert!(matches!(
        seconded.as_deref(),
        Ok([DossierEvent::WriteOffSeconded { by }, DossierEvent::WrittenOff(_)]) if *by == other
    ));
}

#[test]
fn alone_it_is_asked_one_day_and_confirmed_the_next() {
    let alone = || looked_at(10_000, None, false);
    let at = |hours| Context { now: context().now + SignedDuration::from_hours(hours), ..owner() };
    let then = |mut state: Dossier, command, context: &Context| {
        decide(&state, command, context).unwrap().iter().for_each(|event| state.apply(event));
        state
    };
    let asked = then(carried(), alone(), &at(0));
    assert_eq!(
        (asked.written_off.clone(), asked.write_off_asked.map(|it| it.amount_cents)),
        (None, Some(cents(38_000)))
    );
    let from = context().now + SignedDuration::from_hours(24);
    assert_eq!(decide(&asked, alone(), &at(23)), Err(Refusal::SecondWaits { from }));
    let off = then(asked.clone(), alone(), &at(24));
    assert!(off.written_off.is_some() && off.write_off_asked.is_none());
    // Somebody who may came meanwhile: he is asked after all.
    let needed = Refusal::SecondPersonNeeded { limit_cents: 10_000 };
    assert_eq!(decide(&asked, looked_at(10_000, None, true), &at(24)), Err(needed));
    // Withdrawn, it is asked anew.
    assert_eq!(decide(&asked, DossierCommand::WithdrawWriteOff, &context()), Err(Refusal::RoleNotAllowed));
    let withdrawn = then(asked.clone(), DossierCommand::WithdrawWriteOff, &at(1));
    assert_eq!(decide(&withdrawn, DossierCommand::WithdrawWriteOff, &at(1)), Err(Refusal::NothingToWriteOff));
    assert!(then(withdrawn, alone(), &at(24)).written_off.is_none());
    // More is owed than was asked for: that was not slept on.
    let mut less = carried();
    less.apply(&DossierEvent::WriteOffAsked(WriteOffAsked {
        amount_cents: cents(37_999),
        reason: REASON,
        confirm_from: from,
    }));
    assert!(then(less, alone(), &at(48)).written_off.is_none());
}

#[rstest]
#[case(Role::Counter)]
#[case(Role::Billing)]
#[case(Role::Accountant)]
fn only_the_owner_gives_up(#[case] role: Role) {
    let by = Context { role, ..context() };
    assert_eq!(decide(&carried(), write_off(), &by), Err(Refusal::RoleNotAllowed));
    let undo = DossierCommand::UndoWriteOff { reason: REASON };
    assert_eq!(decide(&given_up(carried()), undo, &by), Err(Refusal::RoleNotAllowed));
}

#[rstest]
#[case::sold_anew(way(Way::SetAside))]
#[case::priced(DossierCommand::Price(priced(&[30_000], 18_000)))]
#[case::a_cheque(attached(8, 1, 38_000))]
#[case::asked_for(moved(1, TrackState::Queued))]
#[case::claimed(claimed(1, &[]))]
#[case::twice(write_off())]
fn nothing_is_asked_anew(#[case] command: DossierCommand) {
    assert_eq!(decide(&given_up(carried()), command, &owner()), Err(Refusal::WrittenOff));
}

/// Money that comes all the same is taken, and lessens the loss; what comes to be owed later is not given up with it.
#[test]
fn what_happens_all_the_same_is_recorded() {
    let paid = after(given_up(after(carried(), [agreed(1, Some(38_000))])), [credited(1, 38_000)]);
    assert_eq!((paid.written_off_of(1), paid.is_settled()), (Cents::ZERO, true));
    let refused = given_up(after(carried(), [moved(1, TrackState::Refused)]));
    let paid = after(refused, [pays(5_000, PaymentPurpose::Difference)]);
    assert_eq!((paid.written_off_of_customer(), paid.is_settled()), (cents(33_000), true));

    let deliver = DossierCommand::Deliver { on: TODAY };
    let deposited = after(plain(), [deliver, moved(1, TrackState::Refused), attached(7, 1, 38_000), deposited(7, 1)]);
    let bounced = after(given_up(deposited), [unpaid(7, 1)]);
    assert!(!bounced.is_settled(), "what the cheque paid is due again, and nobody gave that up");
}

#[test]
fn a_write_off_is_taken_back() {
    let state = given_up(carried());
    let events = decide(&state, DossierCommand::UndoWriteOff { reason: REASON }, &owner()).unwrap();
    let back = events.iter().fold(state, |mut state, event| {
        state.apply(event);
        state
    });
    assert_eq!((back.written_off.clone(), back.is_settled()), (None, false));
    assert_eq!(
        decide(&back, DossierCommand::UndoWriteOff { reason: REASON }, &owner()),
        Err(Refusal::NothingToWriteOff)
    );
}

#[rstest]
#[case::from_the_minute_it_is_chosen(after(plain(), [way(Way::DeliveredThirdPartyPayment)]), 38_000)]
#[case::two_insurers(after(sale(&[20_000, 18_000], 0), [way(Way::DeliveredThirdPartyPayment)]), 38_000)]
#[case::refused_and_unpaid(after(carried(), [moved(1, TrackState::Refused)]), 38_000)]
#[case::refused_and_paid_by_the_customer(
    after(carried(), [moved(1, TrackState::Refused), pays(38_000, PaymentPurpose::Difference)]),
    0
)]
#[case::advised_is_not_paid(after(carried(), [moved(1, TrackState::Advised)]), 38_000)]
#[case::paid_in_part(after(carried(), [agreed(1, Some(38_000)), credited(1, 30_000)]), 8_000)]
#[case::written_off(given_up(carried()), 0)]
#[case::against_a_cheque(after(plain(), [way(Way::ChequeKept)]), 0)]
#[case::set_aside(after(plain(), [way(Way::SetAside)]), 0)]
fn what_is_carried(#[case] state: Dossier, #[case] expected: i64) {
    assert_eq!(state.carried(), cents(expected));
}

#[test]
fn the_last_call_stands() {
    let call = |outcome| DossierCommand::RecordCall(CustomerCalled { outcome, next_on: None, note: None });
    let state = after(plain(), [call(CallOutcome::NoAnswer), call(CallOutcome::Comes)]);
    assert_eq!(state.last_call.map(|call| call.outcome), Some(CallOutcome::Comes));
    assert!(CallOutcome::Comes.is_final() && !CallOutcome::MessageLeft.is_final());
}
