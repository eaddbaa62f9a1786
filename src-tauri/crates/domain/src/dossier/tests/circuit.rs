//! The pharmacy's own circuit: what being transmitted does to a share in each state, what comes back, and what undoing a
//! list gives back.

use super::*;
use crate::{
    circuit::{InvoiceNumber, LotNumber, ReturnOutcome, Returned, Transmitted},
    ids::ImportId,
};
use rstest::rstest;

const LISTS: [ImportId; 2] = [ImportId(Uuid::from_u128(71)), ImportId(Uuid::from_u128(72))];

fn lot(number: &str) -> Transmitted {
    Transmitted {
        rank: 1,
        from: None,
        import: Some(LISTS[0]),
        opened: false,
        twice: false,
        lot: LotNumber::parse(number),
        invoice: InvoiceNumber::parse("F1"),
        amount_cents: Some(cents(38_000)),
        on: None,
    }
}

fn transmit(number: &str) -> DossierCommand {
    DossierCommand::Transmit(lot(number))
}

fn back(outcome: ReturnOutcome, amount: Option<i64>) -> Returned {
    Returned {
        rank: 1,
        from: None,
        import: LISTS[1],
        lot: LotNumber::parse("118"),
        invoice: InvoiceNumber::parse("F1").unwrap(),
        outcome,
        code: (outcome == ReturnOutcome::Rejected).then(|| "R45".to_owned()),
        wording: None,
        reference: (outcome == ReturnOutcome::Accepted).then(|| "AC9".to_owned()),
        amount_cents: amount.map(cents),
        on: None,
    }
}

fn receive(outcome: ReturnOutcome, amount: Option<i64>) -> DossierCommand {
    DossierCommand::Receive(back(outcome, amount))
}

fn undo(list: ImportId) -> DossierCommand {
    DossierCommand::UndoImport { import: list, reason: TextId(id(9)) }
}

/// Where a share is after being transmitted from each state: free, it is the concentrator's; otherwise it stays.
#[test]
fn being_transmitted_from_each_state() {
    use TrackState as T;
    for from in T::ALL {
        let mut state = plain();
        state.amc[0].state = from;
        let moves = matches!(from, T::NotSent | T::Queued | T::Withdrawn | T::Refused | T::Cancelled);
        let events = decided(&state, transmit("118")).unwrap();
        let fact = events.iter().find_map(|event| match event {
            DossierEvent::Transmitted(fact) => Some(fact.from),
            _ => None,
        });
        assert_eq!(fact, Some(moves.then_some(from)), "{from:?}");
        let after = after(state, [transmit("118")]);
        assert_eq!(after.amc[0].state, if moves { T::Entrusted } else { from }, "{from:?}");
        assert!(after.amc[0].circuit.has_it());
        assert_eq!(after.amc[0].circuit.sent_twice(), matches!(from, T::Sent | T::OutcomeUnknown), "{from:?}");
    }
}

#[test]
fn a_share_the_customer_claims_is_not_entrusted() {
    let mut state = after(plain(), [way(Way::CustomerAdvances), moved(1, TrackState::Advised)]);
    state.amc[0].state = TrackState::Refused;
    assert_eq!(after(state, [transmit("118")]).amc[0].state, TrackState::Refused);
}

#[test]
fn the_same_lot_and_invoice_again_adds_nothing_and_another_lot_does() {
    let state = after(plain(), [transmit("118")]);
    assert_eq!(decided(&state, transmit("118")), Ok(Vec::new()));
    assert_eq!(decided(&state, transmit("119")).unwrap().len(), 1);
    let by_hand = Transmitted { lot: None, invoice: None, import: None, ..lot("118") };
    assert_eq!(decided(&state, DossierCommand::Transmit(by_hand)), Ok(Vec::new()));
}

/// What comes back, upon each state a transmitted share may stand in.
#[rstest]
#[case::accepted(ReturnOutcome::Accepted, Some(38_000), [TrackState::Accepted, TrackState::Accepted, TrackState::Accepted, TrackState::Advised, TrackState::Paid, TrackState::ClaimedByCustomer])]
#[case::rejected(ReturnOutcome::Rejected, None, [TrackState::Refused, TrackState::Sent, TrackState::Refused, TrackState::Advised, TrackState::Paid, TrackState::ClaimedByCustomer])]
#[case::advised(ReturnOutcome::Advised, Some(38_000), [TrackState::Advised, TrackState::Advised, TrackState::Advised, TrackState::Advised, TrackState::Paid, TrackState::ClaimedByCustomer])]
fn what_comes_back_moves_what_still_waits(
    #[case] outcome: ReturnOutcome,
    #[case] amount: Option<i64>,
    #[case] expected: [TrackState; 6],
) {
    use TrackState as T;
    let from = [T::Entrusted, T::Sent, T::Accepted, T::Advised, T::Paid, T::ClaimedByCustomer];
    // What was taken back here and is accepted there is accepted.
    let mut back = after(plain(), [transmit("118"), moved(1, T::Withdrawn)]);
    back = after(back, [receive(ReturnOutcome::Accepted, None)]);
    assert_eq!((back.amc[0].state, back.amc[0].circuit.has_it()), (T::Accepted, true));
    for (from, expected) in from.into_iter().zip(expected) {
        let mut state = after(plain(), [transmit("118")]);
        state.amc[0].state = from;
        let state = after(state, [receive(outcome, amount)]);
        assert_eq!(state.amc[0].state, expected, "{from:?}");
        assert_eq!(state.amc[0].circuit.has_it(), outcome != ReturnOutcome::Rejected);
        assert_eq!(decided(&state, receive(outcome, amount)), Ok(Vec::new()), "the same again");
    }
}

#[test]
fn nothing_comes_back_of_what_never_left_and_an_advice_has_its_amount() {
    assert_eq!(decided(&plain(), receive(ReturnOutcome::Accepted, None)), Err(Refusal::NotEntrusted));
    let state = after(plain(), [transmit("118")]);
    assert_eq!(decided(&state, receive(ReturnOutcome::Advised, None)), Err(Refusal::AmountNotPositive));
    assert_eq!(decided(&state, receive(ReturnOutcome::Advised, Some(0))), Err(Refusal::AmountNotPositive));
    let advised = after(state, [receive(ReturnOutcome::Advised, Some(37_000))]);
    assert_eq!(advised.amc[0].advised_cents, Some(cents(37_000)));
    assert_eq!(advised.amc[0].paid_cents, Cents::ZERO, "advised is not paid");
}

#[test]
fn a_rejected_share_is_worked_on_and_goes_out_again_in_another_lot() {
    let state = after(plain(), [transmit("118"), receive(ReturnOutcome::Rejected, None)]);
    assert_eq!(state.difference_due(), cents(38_000), "nobody will pay it until something is done");
    let again = after(state, [transmit("131")]);
    assert_eq!((again.amc[0].state, again.difference_due()), (TrackState::Entrusted, Cents::ZERO));
}

#[test]
fn undoing_a_list_gives_back_what_stood_before_it() {
    use TrackState as T;
    for from in [T::NotSent, T::Withdrawn, T::Refused, T::Cancelled, T::Queued, T::Sent, T::Accepted, T::Paid] {
        let mut state = plain();
        state.amc[0].state = from;
        let undone = after(state.clone(), [transmit("118"), undo(LISTS[0])]);
        assert_eq!(undone.amc[0].state, from);
        assert!(undone.amc[0].circuit.transmissions.is_empty());
        assert_eq!(decided(&undone, undo(LISTS[0])), Err(Refusal::ChangedSince));
    }
}

#[test]
fn undoing_returns_gives_back_the_entrusted_share_whole() {
    let agreed =
        Agreement { reference: Some("PEC7".to_owned()), covered_cents: Some(cents(30_000)), valid_until: None };
    let accepted = TrackMove { agreement: Some(agreed), ..TrackMove::to(1, TrackState::Accepted) };
    let before = after(plain(), [transmit("118"), DossierCommand::MoveTrack(accepted)]);
    let twice = [receive(ReturnOutcome::Rejected, None), receive(ReturnOutcome::Advised, Some(37_000))];
    let undone = after(after(before.clone(), twice), [undo(LISTS[1])]);
    let told = |state: &Dossier| {
        let track = &state.amc[0];
        (track.state, track.agreement.clone(), track.advised_cents, track.circuit.clone())
    };
    assert_eq!(told(&undone), told(&before));
}

#[test]
fn a_dossier_that_moved_on_is_left_as_it_is() {
    let paid = pays(10_000, PaymentPurpose::CustomerShare);
    let state = after(plain(), [transmit("118"), paid]);
    assert_eq!(decided(&state, undo(LISTS[0])), Err(Refusal::ChangedSince));
    let later = after(plain(), [transmit("118"), receive(ReturnOutcome::Accepted, None)]);
    assert_eq!(decided(&later, undo(LISTS[0])), Err(Refusal::ChangedSince));
}

#[test]
fn a_dossier_its_list_opened_is_withdrawn_since_its_number_is_given() {
    let opened = DossierCommand::Transmit(Transmitted { opened: true, ..lot("118") });
    let undone = after(plain(), [opened, undo(LISTS[0])]);
    assert_eq!(undone.amc[0].state, TrackState::Withdrawn);
    assert!(undone.amc[0].circuit.transmissions.is_empty());
}

#[test]
fn what_never_arrived_from_here_is_the_concentrators_when_it_has_it() {
    let keep = || DossierCommand::KeepEntrusted { rank: 1 };
    let sent = after(plain(), [moved(1, TrackState::Queued), moved(1, TrackState::OutcomeUnknown)]);
    assert_eq!(decided(&after(sent.clone(), [moved(1, TrackState::Queued)]), keep()), Ok(Vec::new()));
    let twice = after(sent, [transmit("118"), moved(1, TrackState::Queued), keep()]);
    assert_eq!(twice.amc[0].state, TrackState::Entrusted);
}

#[test]
fn what_is_taken_back_may_be_entrusted_again() {
    let by_hand = || DossierCommand::Transmit(Transmitted { lot: None, invoice: None, import: None, ..lot("118") });
    let back = after(plain(), [by_hand(), moved(1, TrackState::Withdrawn)]);
    assert!(!back.amc[0].circuit.has_it());
    assert_eq!(after(back, [by_hand()]).amc[0].state, TrackState::Entrusted);
}

#[test]
fn a_list_that_goes_on_after_something_else_happened_is_not_undone() {
    let paid = pays(10_000, PaymentPurpose::CustomerShare);
    let broken = after(plain(), [transmit("118"), paid, transmit("119")]);
    assert_eq!(decided(&broken, undo(LISTS[0])), Err(Refusal::ChangedSince));
    let whole = after(plain(), [transmit("118"), transmit("119"), undo(LISTS[0])]);
    assert_eq!(whole.amc[0].state, TrackState::NotSent);
}
