//! Taking a cheque in: the paper, the shares, and the days promised on the receipt.

use super::*;
use ChequeAgreement::{DepositedLater as B, KeptAndReturned as A};
use rstest::rstest;

fn keep(keep: KeepCheque, track: TrackFacts, role: Role) -> Result<Kept, Refusal> {
    let command = ChequeCommand::Keep(Box::new(keep));
    let events = decide(&Cheque::default(), &[track], command, &as_role(role))?;
    match events.into_iter().next() {
        Some(ChequeEvent::Kept(kept)) => Ok(kept),
        other => panic!("an intake keeps: {other:?}"),
    }
}

#[rstest]
#[case::as_it_should_be(|_: &mut KeepCheque| {}, None)]
#[case::blank_payee(|k: &mut KeepCheque| k.payee_is_practice = false, Some(Refusal::BlankPayee))]
#[case::dated_tomorrow(|k: &mut KeepCheque| k.written_on = TOMORROW, Some(Refusal::ChequeDateInFuture))]
#[case::known_already(|k: &mut KeepCheque| k.line_known = true, Some(Refusal::ChequeAlreadyRecorded))]
#[case::last_day_to_present(|k: &mut KeepCheque| k.written_on = date(2023, 1, 28), None)]
#[case::too_old(|k: &mut KeepCheque| k.written_on = date(2023, 1, 27), Some(Refusal::ChequeExpired { expired_on: date(2024, 2, 4) }))]
#[case::nothing(|k: &mut KeepCheque| { k.amount_cents = Cents::ZERO; k.covers.clear() }, Some(Refusal::AmountNotPositive))]
#[case::covers_nothing(|k: &mut KeepCheque| k.covers.clear(), Some(Refusal::ChequeAmountDiffers { expected_cents: 0 }))]
#[case::covers_less(
    |k: &mut KeepCheque| k.covers = vec![cover(2, 1, 30_000)],
    Some(Refusal::ChequeAmountDiffers { expected_cents: 30_000 })
)]
#[case::covers_a_share_twice(
    |k: &mut KeepCheque| k.covers = vec![cover(2, 1, 19_000), cover(2, 1, 19_000)],
    Some(Refusal::AlreadyExists)
)]
#[case::covers_less_than_nothing(
    |k: &mut KeepCheque| k.covers = vec![cover(2, 1, 39_000), cover(2, 2, -1_000)],
    Some(Refusal::AmountNotPositive)
)]
#[case::covers_a_share_nobody_knows(|k: &mut KeepCheque| k.covers = vec![cover(2, 2, 38_000)], Some(Refusal::UnknownTrack))]
fn the_paper_and_what_it_covers(#[case] spoil: fn(&mut KeepCheque), #[case] expected: Option<Refusal>) {
    let mut asked = asked(A);
    spoil(&mut asked);
    assert_eq!(keep(asked, track(TrackState::Queued), Role::Counter).err(), expected);
}

#[rstest]
fn the_agreement_fits_the_share(
    #[values(A, B)] agreement: ChequeAgreement,
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
    state: TrackState,
) {
    let expected = match (agreement, state) {
        (_, TrackState::Paid) => Some(Refusal::AmcSharePaid),
        (A, TrackState::ClaimedByCustomer) => Some(Refusal::TiersPayantBarred),
        (A, _) | (B, TrackState::ClaimedByCustomer) => None,
        (B, state) => Some(Refusal::TrackState { state }),
    };
    assert_eq!(keep(asked(agreement), track(state), Role::Counter).err(), expected);
}

/// « Kept until delivery + 45 days by default, stopped at 50 »: the day promised, and the last day it is kept.
#[rstest]
#[case::a_by_default(A, None, 0, Ok((37, 45)))]
#[case::a_delivered_later(A, None, 10, Ok((47, 55)))]
#[case::a_delivered_a_month_ago(A, None, -30, Ok((7, 15)))]
#[case::a_with_just_time_to_tell(A, None, -37, Ok((0, 8)))]
#[case::a_past_the_usual_limit(A, None, -42, Ok((0, 8)))]
#[case::a_without_time_to_tell(A, None, -43, Err(Refusal::KeptTooLong { limit: days(7) }))]
#[case::a_agreed_soon(A, Some(5), 0, Ok((5, 45)))]
#[case::a_agreed_today(A, Some(0), 0, Ok((0, 45)))]
#[case::a_agreed_late(A, Some(50), 0, Ok((50, 50)))]
#[case::a_agreed_too_late(A, Some(51), 0, Err(Refusal::KeptTooLong { limit: days(50) }))]
#[case::a_agreed_yesterday(A, Some(-1), 0, Err(Refusal::DateTooEarly { not_before: TODAY }))]
#[case::b_without_a_day(B, None, 0, Err(Refusal::DateTooEarly { not_before: TODAY }))]
#[case::b_agreed(B, Some(30), 0, Ok((30, 45)))]
#[case::b_agreed_late(B, Some(50), 0, Ok((50, 50)))]
#[case::b_agreed_too_late(B, Some(51), 0, Err(Refusal::KeptTooLong { limit: days(50) }))]
#[case::b_agreed_yesterday(B, Some(-1), 0, Err(Refusal::DateTooEarly { not_before: TODAY }))]
fn the_days_of_a_receipt(
    #[case] agreement: ChequeAgreement,
    #[case] agreed: Option<i64>,
    #[case] delivered: i64,
    #[case] expected: Result<(i64, i64), Refusal>,
) {
    let asked = KeepCheque { agreed_date: agreed.map(days), delivery_on: days(delivered), ..asked(agreement) };
    let promised = keep(asked, track(state_for(agreement)), Role::Counter);
    let expected = expected.map(|(not_before, by)| (Some(days(not_before)), days(by)));
    assert_eq!(promised.map(|kept| (kept.deposit_not_before, kept.decide_by)), expected);
}

fn days(after: i64) -> Date {
    TODAY.saturating_add(after.days())
}

#[rstest]
#[case::the_owner_with_a_reason(Role::Owner, reason(), true)]
#[case::the_owner_without(Role::Owner, None, false)]
#[case::anybody_with_a_reason(Role::Counter, reason(), false)]
#[case::billing_with_a_reason(Role::Billing, reason(), false)]
fn only_the_owner_keeps_it_longer(#[case] role: Role, #[case] override_reason: Option<TextId>, #[case] may: bool) {
    let asked = KeepCheque { agreed_date: Some(days(60)), over: looked_at(override_reason), ..asked(A) };
    let kept = keep(asked, track(TrackState::Queued), role);
    assert_eq!(kept.is_ok(), may);
    assert!(kept.is_err() || kept.unwrap().override_reason.is_some());
}

#[test]
fn the_accountant_takes_nothing_in_and_nothing_is_taken_in_twice() {
    let refused = keep(asked(A), track(TrackState::Queued), Role::Accountant);
    assert_eq!(refused, Err(Refusal::RoleNotAllowed));
    let again = ChequeCommand::Keep(Box::new(asked(A)));
    let refused = decide(&kept(A), &[track(TrackState::Queued)], again, &as_role(Role::Counter));
    assert_eq!(refused, Err(Refusal::AlreadyExists));
}

/// Whatever was agreed, the customer can be told in time: the answer is awaited no later than eight days before the end.
#[rstest]
fn a_notice_always_fits_before_the_limit(
    #[values(None, Some(0), Some(20), Some(44), Some(50))] agreed: Option<i64>,
    #[values(-40, -20, 0, 15)] delivered: i64,
) {
    let asked = KeepCheque { agreed_date: agreed.map(days), delivery_on: days(delivered), ..asked(A) };
    let Ok(kept) = keep(asked, track(TrackState::Queued), Role::Counter) else { return };
    let answer_by = super::super::intake::answer_by(kept.deposit_not_before, kept.decide_by, &Limits::default());
    assert!(answer_by >= TODAY, "it is not too late to tell him when he signs");
    let told = as_of(answer_by, Role::Counter);
    let state = Cheque::fold(&[ChequeEvent::Kept(kept.clone())]);
    let told = then(state, &[track(TrackState::Sent)], notice(answer_by), &told);
    assert!(told.notice_deposit_from <= Some(kept.decide_by));
}
