//! What becomes of a cheque after it left the drawer: the table of steps, their days, and what each rests on.

use super::*;
use ChequeAgreement::{DepositedLater as B, KeptAndReturned as A};
use ChequeState as S;
use ChequeStep as P;
use TrackState as T;
use rstest::rstest;

const STATES: [S; 13] = [
    S::Kept,
    S::Returned,
    S::Deposited,
    S::Credited,
    S::Final,
    S::Rejected,
    S::Represented,
    S::CertificateRequested,
    S::CertificateReceived,
    S::Litigation,
    S::Opposed,
    S::Lost,
    S::Expired,
];

/// Every step from where it may be taken; what is not listed may not follow.
#[rstest]
#[case(P::Deposited, &[S::Kept])]
#[case(P::TakenBack, &[S::Deposited, S::Represented])]
#[case(P::Credited, &[S::Deposited, S::Represented])]
#[case(P::MadeFinal, &[S::Credited])]
#[case(P::Rejected, &[S::Deposited, S::Credited, S::Final, S::Represented])]
#[case(P::Represented, &[S::Rejected, S::CertificateRequested, S::CertificateReceived, S::Opposed])]
#[case(P::CertificateRequested, &[S::Rejected])]
#[case(P::CertificateReceived, &[S::Rejected, S::CertificateRequested])]
#[case(P::LitigationBegun, &[S::CertificateReceived, S::Opposed, S::Lost, S::Expired])]
#[case(
    P::Opposed,
    &[S::Kept, S::Deposited, S::Credited, S::Final, S::Rejected, S::Represented, S::CertificateRequested]
)]
#[case(P::Lost, &[S::Kept, S::Rejected, S::CertificateRequested, S::CertificateReceived, S::Opposed])]
#[case(P::Stolen, &[S::Kept, S::Rejected, S::CertificateRequested, S::CertificateReceived, S::Opposed])]
#[case(P::Found, &[S::Lost])]
#[case(P::Expired, &[S::Kept, S::Rejected, S::Opposed])]
#[case(
    P::Returned,
    &[S::Kept, S::Rejected, S::CertificateRequested, S::CertificateReceived, S::Litigation, S::Opposed, S::Lost, S::Expired]
)]
fn which_step_may_follow_which(#[case] step: ChequeStep, #[case] from: &[ChequeState]) {
    for state in STATES {
        assert_eq!(may_follow(state, step), from.contains(&state), "{step:?} from {state:?}");
    }
}

/// Refused by the insurer, told on the fifth of February, handed in by the owner on the thirteenth.
const HANDED_IN: Date = date(2024, 2, 13);

fn at_the_bank() -> Cheque {
    let told = then(kept(A), &[track(T::Refused)], notice(TODAY), &as_role(Role::Counter));
    then(told, &[track(T::Refused)], deposit(HANDED_IN, reason()), &as_of(HANDED_IN, Role::Owner))
}

fn taken(on: Date) -> Taken {
    Taken { on, reason: reason(), rests_on: reason() }
}

fn step(kind: StepKind, taken: Taken) -> ChequeCommand {
    ChequeCommand::Take(StepAsked { kind, taken, limits: Limits::default() })
}

fn rejection(on: Date) -> ChequeCommand {
    step(StepKind::Rejected { ground: RejectGround::InsufficientFunds }, taken(on))
}

fn rejected() -> Cheque {
    let on = date(2024, 2, 16);
    then(at_the_bank(), &[track(T::Refused)], rejection(on), &as_of(on, Role::Counter))
}

#[test]
fn from_the_drawer_to_the_court() {
    let tracks = [track(T::Refused)];
    let limits = Limits::default();
    let state = rejected();
    assert_eq!((state.state, state.rejections, state.left_on), (S::Rejected, 1, Some(HANDED_IN)));
    let dates = state.bank_dates(&limits);
    assert_eq!(dates.represent_until, Some(date(2024, 3, 14)), "thirty days, the first not counted");
    assert_eq!(dates.certificate_from, Some(date(2024, 3, 15)));
    let day = date(2024, 2, 20);
    let state = then(state, &tracks, deposit(day, None), &as_of(day, Role::Counter));
    assert_eq!((state.state, state.first_presented_on), (S::Represented, Some(HANDED_IN)));
    let day = date(2024, 2, 23);
    let state = then(state, &tracks, rejection(day), &as_of(day, Role::Counter));
    assert_eq!((state.state, state.rejections), (S::Rejected, 2));
    let ask = |on| step(StepKind::CertificateRequested, Taken { on, reason: None, rests_on: None });
    let early = decide(&state, &tracks, ask(date(2024, 3, 14)), &as_of(date(2024, 3, 15), Role::Counter));
    assert_eq!(early, Err(Refusal::DateTooEarly { not_before: date(2024, 3, 15) }));
    let day = date(2024, 3, 15);
    let state = then(state, &tracks, ask(day), &as_of(day, Role::Counter));
    assert_eq!(state.bank_dates(&limits).certificate_by, Some(date(2024, 3, 30)));
    let day = date(2024, 3, 28);
    let state = then(state, &tracks, step(StepKind::CertificateReceived, taken(day)), &as_of(day, Role::Counter));
    let state = then(state, &tracks, step(StepKind::LitigationBegun, taken(day)), &as_of(day, Role::Counter));
    assert_eq!(state.state, S::Litigation);
}

#[test]
fn a_credit_is_final_once_the_bank_can_take_it_back_no_more() {
    let day = date(2024, 2, 15);
    let credit = |slip| ChequeCommand::Credit { on: day, slip };
    let other = SlipId(Uuid::from_u128(99));
    let context = as_of(date(2024, 3, 20), Role::Counter);
    assert_eq!(decide(&at_the_bank(), &[], credit(other), &context), Err(Refusal::UnknownSlip));
    let credited = then(at_the_bank(), &[], credit(SLIP), &context);
    let plain = |on| step(StepKind::MadeFinal, Taken { on, reason: None, rests_on: None });
    let early = decide(&credited, &[], plain(date(2024, 2, 29)), &context);
    assert_eq!(early, Err(Refusal::DateTooEarly { not_before: date(2024, 3, 1) }));
    let last = then(credited, &[], plain(date(2024, 3, 1)), &context);
    assert_eq!(last.state, S::Final);
    let after_all = then(last, &[], rejection(date(2024, 3, 4)), &context);
    assert_eq!((after_all.state, after_all.credited_on), (S::Rejected, None), "what happened is recorded");
}

#[rstest]
#[case::no_word_of_why(StepKind::Lost { stolen: false }, Taken { on: TODAY, reason: None, rests_on: reason() }, Refusal::ReasonNeeded)]
#[case::no_paper(
    StepKind::Opposed { ground: OppositionGround::Theft },
    Taken { on: TODAY, reason: reason(), rests_on: None },
    Refusal::PaperNeeded
)]
#[case::tomorrow(StepKind::Lost { stolen: true }, taken(TOMORROW), Refusal::DateInFuture)]
#[case::before_it_came(StepKind::Lost { stolen: true }, taken(date(2024, 2, 4)), Refusal::DateTooEarly { not_before: TODAY })]
#[case::still_good(StepKind::Expired, taken(TODAY), Refusal::DateTooEarly { not_before: date(2025, 2, 14) })]
#[case::not_at_the_bank(
    StepKind::Rejected { ground: RejectGround::Other }, taken(TODAY), Refusal::ChequeElsewhere { state: S::Kept }
)]
fn what_a_step_needs(#[case] kind: StepKind, #[case] taken: Taken, #[case] expected: Refusal) {
    assert_eq!(decide(&kept(A), &[track(T::Queued)], step(kind, taken), &as_role(Role::Owner)), Err(expected));
}

#[test]
fn it_is_not_handed_in_after_its_last_day() {
    let told = then(kept(A), &[track(T::Refused)], notice(TODAY), &as_role(Role::Counter));
    let last = date(2025, 2, 13);
    let given = |on| decide(&told, &[track(T::Refused)], deposit(on, reason()), &as_of(on, Role::Owner)).err();
    assert_eq!(given(last), None);
    assert_eq!(given(date(2025, 2, 14)), Some(Refusal::ChequeExpired { expired_on: last }));
}

#[test]
fn handed_in_again_it_is_under_the_same_rule_without_new_promises() {
    let day = date(2024, 2, 20);
    let given = |state, role| decide(&rejected(), &[track(state)], deposit(day, reason()), &as_of(day, role));
    assert_eq!(given(T::Paid, Role::Owner), Err(Refusal::AmcSharePaid));
    assert_eq!(given(T::Queued, Role::Counter), Err(Refusal::OwnerMustOverride { state: T::Queued }));
    let refused = given(T::Refused, Role::Counter).unwrap();
    assert!(matches!(refused.as_slice(), [ChequeEvent::Represented { override_reason: None, slip: SLIP, .. }]));
}

#[rstest]
#[case::still_due(track(T::Refused), Some(Refusal::DifferenceDue { due_cents: 38_000 }))]
#[case::paid_by_card(bare(T::Refused, 0), None)]
#[case::claimed_and_due(track(T::ClaimedByCustomer), Some(Refusal::DifferenceDue { due_cents: 38_000 }))]
#[case::another_cheque_stands(bare(T::ClaimedByCustomer, 0), None)]
#[case::paid_by_the_insurer(bare(T::Paid, 0), None)]
#[case::still_asked(bare(T::Accepted, 0), Some(Refusal::AmcShareNotPaid))]
fn one_that_pays_nothing_goes_back_once_nothing_is_due(#[case] track: TrackFacts, #[case] expected: Option<Refusal>) {
    let day = date(2024, 2, 20);
    let given = |role, why| decide(&rejected(), &[track], give_back(day, why), &as_of(day, role)).err();
    assert_eq!(given(Role::Counter, None), expected);
    assert_eq!(given(Role::Owner, reason()), None);
}

fn bare(state: TrackState, due: i64) -> TrackFacts {
    TrackFacts { bare_due_cents: cents(due), ..track(state) }
}

#[test]
fn a_slip_taken_apart_puts_it_back_in_the_drawer() {
    let back = ChequeCommand::TakeBack { on: HANDED_IN, reason: TextId(Uuid::from_u128(9)) };
    let context = as_of(HANDED_IN, Role::Counter);
    let state = then(at_the_bank(), &[track(T::Refused)], back.clone(), &context);
    assert_eq!((state.state, state.left_on, state.slip, state.first_presented_on), (S::Kept, None, None, None));
    let claimed = decide(&at_the_bank(), &[track(T::ClaimedByCustomer)], back, &context);
    assert_eq!(claimed, Err(Refusal::TrackState { state: T::ClaimedByCustomer }), "A is not kept for a barred share");
}

#[rstest]
#[case::under_a(A, T::Queued, true)]
#[case::under_a_claimed_since(A, T::ClaimedByCustomer, false)]
#[case::under_b(B, T::ClaimedByCustomer, true)]
#[case::under_b_back_in_tiers_payant(B, T::NotSent, false)]
#[case::paid_since(A, T::Paid, true)]
fn one_that_was_lost_is_found(#[case] agreement: ChequeAgreement, #[case] now: TrackState, #[case] fits: bool) {
    let tracks = [track(state_for(agreement))];
    let lost =
        then(kept(agreement), &tracks, step(StepKind::Lost { stolen: true }, taken(TODAY)), &as_role(Role::Counter));
    assert_eq!((lost.state, lost.stolen, lost.left_on), (S::Lost, true, Some(TODAY)));
    assert_eq!(lost.position(&tracks, TODAY), ChequePosition::Gone);
    let sheet = DocumentId(Uuid::from_u128(5));
    let lost = then(lost, &[], ChequeCommand::PrintEvidence { document: sheet }, &as_role(Role::Counter));
    assert_eq!(lost.evidence, Some(sheet));
    let found = decide(&lost, &[track(now)], step(StepKind::Found, taken(TODAY)), &as_role(Role::Counter));
    assert_eq!(found.is_ok(), fits, "{found:?}");
}

#[test]
fn only_a_lost_one_has_an_evidence_sheet() {
    let print = ChequeCommand::PrintEvidence { document: DocumentId(Uuid::from_u128(5)) };
    let given = decide(&kept(A), &[], print, &as_role(Role::Owner));
    assert_eq!(given, Err(Refusal::ChequeElsewhere { state: S::Kept }));
}
