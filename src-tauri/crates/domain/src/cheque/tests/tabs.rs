//! The tab a cheque stands under, from where its shares stand.

use super::*;
use ChequeAgreement::{DepositedLater as B, KeptAndReturned as A};
use ChequePosition as P;
use TrackState as T;
use rstest::rstest;

#[rstest]
#[case::not_sent(A, track(T::NotSent), P::Kept)]
#[case::queued(A, track(T::Queued), P::Kept)]
#[case::accepted(A, track(T::Accepted), P::Kept)]
#[case::accepted_for_less(A, track_with(T::Accepted, 8_000, 0), P::ToComplete)]
#[case::advised(A, track(T::Advised), P::Kept)]
#[case::paid(A, track(T::Paid), P::ToReturn)]
#[case::paid_for_less(A, track_with(T::Paid, 3_000, 0), P::ToComplete)]
#[case::refused(A, track(T::Refused), P::ToDeposit)]
#[case::cancelled(A, track(T::Cancelled), P::ToDeposit)]
#[case::withdrawn(A, track(T::Withdrawn), P::ToDeposit)]
#[case::refused_and_paid_by_card(A, track_with(T::Refused, 0, 38_000), P::ToReturn)]
#[case::claimed_under_a(A, track(T::ClaimedByCustomer), P::Kept)]
#[case::claimed_under_b(B, track(T::ClaimedByCustomer), P::Kept)]
#[case::claimed_and_paid_by_card(B, track_with(T::ClaimedByCustomer, 0, 38_000), P::ToReturn)]
#[case::advised_under_b(B, track(T::Advised), P::Kept)]
#[case::paid_under_b(B, track(T::Paid), P::ToReturn)]
fn one_share(#[case] agreement: ChequeAgreement, #[case] track: TrackFacts, #[case] expected: ChequePosition) {
    assert_eq!(kept(agreement).position(&[track], TODAY), expected);
}

#[rstest]
#[case::the_day_before(date(2024, 2, 29), T::ClaimedByCustomer, P::Kept)]
#[case::on_the_day(date(2024, 3, 1), T::ClaimedByCustomer, P::ToDeposit)]
#[case::on_the_day_but_advised(date(2024, 3, 1), T::Advised, P::Kept)]
#[case::on_the_day_but_paid(date(2024, 3, 1), T::Paid, P::ToReturn)]
fn under_b_the_agreed_day_comes(#[case] today: Date, #[case] state: TrackState, #[case] expected: ChequePosition) {
    assert_eq!(kept(B).position(&[track(state)], today), expected);
}

/// One cheque for two shares of the same dossier, 190 € each.
#[rstest]
#[case::both_paid(track(T::Paid), track(T::Paid), P::ToReturn)]
#[case::one_paid(track(T::Paid), track(T::Queued), P::Kept)]
#[case::one_paid_one_refused(track(T::Paid), track_with(T::Refused, 19_000, 0), P::ToComplete)]
#[case::one_paid_one_refused_and_completed(track(T::Paid), track_with(T::Refused, 0, 19_000), P::ToReturn)]
#[case::one_refused(track_with(T::Refused, 19_000, 0), track(T::Queued), P::Kept)]
#[case::both_refused(track_with(T::Refused, 19_000, 0), track_with(T::Refused, 19_000, 0), P::ToDeposit)]
fn two_shares(#[case] first: TrackFacts, #[case] second: TrackFacts, #[case] expected: ChequePosition) {
    let second = TrackFacts { rank: 2, ..second };
    let covers = [cover(2, 1, 19_000), cover(2, 2, 19_000)];
    assert_eq!(position(ChequeState::Kept, A, None, &covers, &[first, second], TODAY), expected);
}

#[test]
fn what_left_and_what_nothing_is_known_of() {
    assert_eq!(kept(A).position(&[], TODAY), P::Kept);
    for (state, expected) in [(ChequeState::Returned, P::Returned), (ChequeState::Deposited, P::Deposited)] {
        let gone = Cheque { state, ..kept(A) };
        assert_eq!(gone.position(&[track(T::Paid)], TODAY), expected);
    }
}
