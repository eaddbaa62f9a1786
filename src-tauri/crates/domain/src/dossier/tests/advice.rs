//! What a list of advices and a statement do to a share, from each state; what undoing them gives back; why less came.

use super::*;
use crate::{
    advice::{Advice, AdviceOutcome, PaidByList, ShortCause},
    ids::ImportId,
};
use rstest::rstest;

const LISTS: [ImportId; 2] = [ImportId(Uuid::from_u128(71)), ImportId(Uuid::from_u128(72))];

fn advice(outcome: AdviceOutcome, amount: Option<i64>) -> DossierCommand {
    DossierCommand::Advise(Advice {
        rank: 1,
        from: None,
        import: LISTS[0],
        outcome,
        reference: Some("AV-12".to_owned()),
        amount_cents: amount.map(cents),
        on: Some(TODAY),
        pays_on: None,
        code: (outcome == AdviceOutcome::Rejected).then(|| "R45".to_owned()),
        wording: None,
    })
}

fn paid(list: usize, amount: i64) -> DossierCommand {
    let bank_credit = BankCreditId(Uuid::from_u128(8));
    let paid = PaidByList { rank: 1, import: LISTS[list], bank_credit };
    DossierCommand::PayByList { paid, amount_cents: cents(amount), on: TODAY }
}

fn undo(list: usize) -> DossierCommand {
    DossierCommand::UndoImport { import: LISTS[list], reason: TextId(id(9)) }
}

/// Where a share stands after being announced, and after being rejected, from each state.
#[test]
fn an_advice_from_each_state() {
    use TrackState as T;
    for from in T::ALL {
        let mut state = plain();
        state.amc[0].state = from;
        let announced = after(state.clone(), [advice(AdviceOutcome::Announced, Some(37_000))]);
        let stays = matches!(from, T::Paid | T::ClaimedByCustomer);
        assert_eq!(announced.amc[0].state, if stays { from } else { T::Advised }, "{from:?}");
        assert_eq!(announced.amc[0].advices.len(), 1, "the fact is kept");
        let rejected = after(state, [advice(AdviceOutcome::Rejected, None)]);
        let goes = matches!(from, T::Entrusted | T::Accepted | T::Advised);
        assert_eq!(rejected.amc[0].state, if goes { T::Refused } else { from }, "{from:?}");
    }
}

#[test]
fn the_same_advice_twice_adds_nothing_and_nothing_is_no_advice() {
    let announced = advice(AdviceOutcome::Announced, Some(37_000));
    let state = after(plain(), [announced.clone()]);
    assert_eq!(decided(&state, announced), Ok(Vec::new()));
    for nothing in [None, Some(0)] {
        let refused = decided(&plain(), advice(AdviceOutcome::Announced, nothing));
        assert_eq!(refused, Err(Refusal::AmountNotPositive));
    }
}

#[rstest]
#[case::whole(&[38_000])]
#[case::in_two_credits(&[20_000, 18_000])]
fn a_statement_undone_gives_back_what_stood_before(#[case] amounts: &[i64]) {
    let announced = after(plain(), [advice(AdviceOutcome::Announced, Some(38_000))]);
    let mut state = announced.clone();
    for amount in amounts {
        state = after(state, [paid(1, *amount)]);
    }
    assert_eq!((state.amc[0].state, state.amc[0].paid_cents), (TrackState::Paid, cents(38_000)));
    assert_eq!(decided(&state, undo(0)), Err(Refusal::ChangedSince), "the advice came before it");
    let back = after(state, [undo(1)]);
    assert_eq!((back.amc[0].state, back.amc[0].paid_cents), (TrackState::Advised, Cents::ZERO));
    assert_eq!((back.amc[0].advised_cents, back.amc[0].advised_on), (Some(cents(38_000)), Some(TODAY)));
    assert_eq!(back.amc[0].advices, announced.amc[0].advices);
}

#[test]
fn a_share_paid_before_the_statement_stays_paid_when_it_is_undone() {
    let state = after(plain(), [paid(0, 20_000), paid(1, 18_000)]);
    let back = after(state, [undo(1)]);
    assert_eq!((back.amc[0].state, back.amc[0].paid_cents), (TrackState::Paid, cents(20_000)));
}

#[test]
fn what_happened_since_keeps_a_statement() {
    let short = after(plain(), [advice(AdviceOutcome::Announced, Some(38_000)), paid(1, 37_000)]);
    let explained = explain_by(&short, ShortCause::Fees, None, Role::Counter).unwrap();
    let mut since = short;
    explained.iter().for_each(|event| since.apply(event));
    assert_eq!(since.amc[0].shortfall, Some(ShortCause::Fees));
    assert_eq!(decided(&since, undo(1)), Err(Refusal::ChangedSince));
    assert_eq!(since.customer_paid(PaymentPurpose::CustomerShare), Cents::ZERO);
}

fn explain_by(
    state: &Dossier,
    cause: ShortCause,
    text: Option<TextId>,
    role: Role,
) -> Result<Vec<DossierEvent>, Refusal> {
    let command = DossierCommand::ExplainShortfall { rank: 1, cause, text };
    decide(state, command, &Context { role, ..context() })
}

#[test]
fn a_shortfall_is_explained_where_there_is_one() {
    let whole = after(plain(), [advice(AdviceOutcome::Announced, Some(38_000)), paid(1, 38_000)]);
    let refused = explain_by(&whole, ShortCause::Fees, None, Role::Owner);
    assert_eq!(refused, Err(Refusal::TrackState { state: TrackState::Paid }));
    let agreed = Agreement { reference: None, covered_cents: Some(cents(38_000)), valid_until: None };
    let mut short = after(plain(), [paid(1, 37_000)]);
    short.amc[0].agreement = Some(agreed);
    assert_eq!(explain_by(&short, ShortCause::Fees, None, Role::Accountant), Err(Refusal::RoleNotAllowed));
    assert_eq!(explain_by(&short, ShortCause::Other, None, Role::Owner), Err(Refusal::ReasonNeeded));
    let said = explain_by(&short, ShortCause::Recoupment, None, Role::Owner).unwrap();
    assert!(matches!(said[0], DossierEvent::ShortfallExplained { amount_cents, .. } if amount_cents == cents(1_000)));
}
