//! Who is to be told of a deposit, by named cases: a cheque received on 5 February for glasses delivered that day is decided by 21
//! March, and its answer awaited until the 13th.

use super::*;
use ChequeAgreement::{DepositedLater as B, KeptAndReturned as A};
use TrackState as T;
use rstest::rstest;

const NAMED: Date = date(2024, 3, 13);

#[rstest]
#[case::awaited(A, T::Sent, date(2024, 3, 12), None)]
#[case::silent_by_the_named_day(A, T::Sent, NAMED, Some(WhyTell::Silence))]
#[case::never_sent(A, T::Queued, NAMED, Some(WhyTell::Silence))]
#[case::perhaps_arrived(A, T::OutcomeUnknown, date(2024, 3, 20), Some(WhyTell::Silence))]
#[case::refused(A, T::Refused, TODAY, Some(WhyTell::Refused))]
#[case::given_up(A, T::Withdrawn, TODAY, Some(WhyTell::Refused))]
#[case::agreed(A, T::Accepted, NAMED, None)]
#[case::advised(A, T::Advised, NAMED, None)]
#[case::paid(A, T::Paid, NAMED, None)]
#[case::he_claims_it_himself(B, T::ClaimedByCustomer, NAMED, None)]
fn he_is_to_be_told(
    #[case] agreement: ChequeAgreement,
    #[case] state: TrackState,
    #[case] today: Date,
    #[case] expected: Option<WhyTell>,
) {
    let found = kept(agreement).to_tell(&[track(state)], today, &Limits::default());
    assert_eq!(found, expected.map(|why| ToTell { why, tell_by: NAMED }));
}

#[test]
fn once_told_he_is_told() {
    let told = then(kept(A), &[track(T::Sent)], notice(NAMED), &as_of(NAMED, Role::Counter));
    assert_eq!(told.to_tell(&[track(T::Sent)], NAMED, &Limits::default()), None);
    assert_eq!(told.notice_deposit_from, Some(date(2024, 3, 21)), "eight days later, the day itself not counted");
}

#[test]
fn he_is_not_told_of_a_silence_that_is_none() {
    for state in [T::Accepted, T::Advised, T::Paid] {
        let refused = decide(&kept(A), &[track(state)], notice(NAMED), &as_of(NAMED, Role::Owner));
        assert_eq!(refused, Err(Refusal::TrackState { state }));
    }
}

#[test]
fn one_share_that_is_agreed_and_one_that_is_silent_wait_together() {
    let tracks = [track(T::Accepted), TrackFacts { rank: 2, ..track(T::Sent) }];
    assert_eq!(kept(A).to_tell(&tracks, NAMED, &Limits::default()), None);
}
