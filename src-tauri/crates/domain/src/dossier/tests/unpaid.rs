//! A cheque that pays nothing after all: what it stood for is due again, to the cent.

use super::*;
use PaymentPurpose::{AmcShareAdvanced as Advance, Difference};
use rstest::rstest;

fn refused() -> Dossier {
    after(plain(), [attached(9, 1, 38_000), moved(1, TrackState::Refused)])
}

fn claimed_by_him() -> Dossier {
    after(plain(), [way(Way::ChequeDepositedLater), attached(9, 1, 38_000)])
}

fn withdrawn() -> Dossier {
    after(plain(), [attached(9, 1, 38_000), moved(1, TrackState::Withdrawn)])
}

/// Difference, advance and overpayment, in cents.
fn money(dossier: &Dossier) -> [i64; 3] {
    [dossier.difference_due(), dossier.advance_due(), dossier.overpaid()].map(Cents::get)
}

#[rstest]
#[case::deposited(refused(), vec![deposited(9, 1)], [0, 0, 0])]
#[case::rejected(refused(), vec![deposited(9, 1), unpaid(9, 1)], [38_000, 0, 0])]
#[case::lost_in_the_drawer(refused(), vec![unpaid(9, 1)], [38_000, 0, 0])]
#[case::lost_while_the_insurer_is_asked(after(plain(), [attached(9, 1, 38_000)]), vec![unpaid(9, 1)], [0, 0, 0])]
#[case::of_a_share_he_claims(claimed_by_him(), vec![deposited(9, 1), unpaid(9, 1)], [0, 38_000, 0])]
#[case::of_a_share_given_up(withdrawn(), vec![deposited(9, 1), unpaid(9, 1)], [38_000, 0, 0])]
#[case::lost_for_a_share_given_up(withdrawn(), vec![unpaid(9, 1)], [38_000, 0, 0])]
#[case::handed_in_again(refused(), vec![deposited(9, 1), unpaid(9, 1), deposited(9, 1)], [0, 0, 0])]
#[case::paid_by_card_instead(refused(), vec![deposited(9, 1), unpaid(9, 1), pays(38_000, Difference)], [0, 0, 0])]
#[case::paid_and_given_back(
    withdrawn(), vec![deposited(9, 1), unpaid(9, 1), pays(38_000, Difference), released(9, 1)], [0, 0, 0]
)]
#[case::the_insurer_pays_after_all(refused(), vec![deposited(9, 1), credited(1, 38_000)], [0, 0, 38_000])]
#[case::and_then_it_is_rejected(refused(), vec![deposited(9, 1), credited(1, 38_000), unpaid(9, 1)], [0, 0, 0])]
fn what_is_due(#[case] from: Dossier, #[case] commands: Vec<DossierCommand>, #[case] expected: [i64; 3]) {
    assert_eq!(money(&after(from, commands)), expected);
}

/// The insurer paid what the cheque had paid, he was given it back, and then his bank rejected the cheque.
#[test]
fn what_was_given_back_of_it_is_recovered() {
    let refund = DossierCommand::RefundCustomer {
        amount_cents: cents(38_000),
        means: PaymentMeans::Transfer,
        on: TODAY,
        limits: Limits::default(),
    };
    let dossier = after(refused(), [deposited(9, 1), credited(1, 38_000), refund, unpaid(9, 1)]);
    assert_eq!(money(&dossier), [38_000, 0, 0]);
    assert!(!dossier.is_settled());
    let paid = after(dossier, [pays(38_000, Difference)]);
    assert_eq!(money(&paid), [0, 0, 0]);
}

#[test]
fn another_cheque_may_stand_for_it_and_the_first_then_goes_back() {
    let rejected = after(claimed_by_him(), [deposited(9, 1), unpaid(9, 1)]);
    let bare = |dossier: &Dossier| dossier.track_facts(1).map(|facts| facts.bare_due_cents.get());
    assert_eq!(bare(&rejected), Some(38_000));
    let replaced = after(rejected, [attached(10, 1, 38_000)]);
    assert_eq!((bare(&replaced), money(&replaced)), (Some(0), [0, 38_000, 0]));
    assert_eq!(replaced.track_facts(1).unwrap().advanced_cents, Cents::ZERO, "the new one is not freed by the old");
    assert_eq!(after(replaced, [released(9, 1), pays(38_000, Advance)]).difference_due(), Cents::ZERO);
}

#[test]
fn a_way_is_not_opened_again_while_a_rejected_cheque_is_here() {
    let rejected = after(claimed_by_him(), [deposited(9, 1), unpaid(9, 1)]);
    assert_eq!(decided(&rejected, way(Way::SetAside)), Err(Refusal::WayHasEffects));
}

#[test]
fn it_comes_back_to_the_drawer_while_its_share_has_room() {
    let back = after(refused(), [deposited(9, 1), taken_back(9, 1, true)]);
    assert_eq!((back.cheques_kept.len(), back.cheques_deposited.len()), (1, 0));
    let lost = after(refused(), [unpaid(9, 1)]);
    let paid = after(lost.clone(), [pays(1, Difference)]);
    assert_eq!(decided(&paid, taken_back(9, 1, true)), Err(Refusal::ChequeAmountDiffers { expected_cents: 37_999 }));
    assert!(decided(&lost, taken_back(9, 1, true)).is_ok());
    assert_eq!(decided(&lost, taken_back(8, 1, true)), Err(Refusal::ChequeNotKept));
    assert_eq!(decided(&lost, unpaid(9, 1)), Err(Refusal::ChequeNotKept), "it pays nothing already");
    let again = after(refused(), [deposited(9, 1), unpaid(9, 1), deposited(9, 1), taken_back(9, 1, false)]);
    assert_eq!((again.cheques_unpaid.len(), money(&again)), (1, [38_000, 0, 0]));
}
