//! A rule of a cheque is passed over by two, or by one who slept on it.

use super::{
    ChequeAgreement::{DepositedLater as B, KeptAndReturned as A},
    TrackState as T, *,
};
use jiff::SignedDuration;
use rstest::rstest;

const ALONE: Second = Second { by: None, somebody_may: false };
const NOBODY_LOOKED: Second = Second { by: None, somebody_may: true };

fn over(reason: Option<TextId>, second: Second) -> Override {
    Override { reason, second }
}

fn deposits(over: Override) -> ChequeCommand {
    ChequeCommand::Deposit { on: TODAY, slip: SLIP, over, limits: Limits::default() }
}

fn returns(over: Override) -> ChequeCommand {
    ChequeCommand::Return { on: TODAY, manner: ReturnManner::InPerson, over }
}

fn asks(act: OverriddenAct, reason: Option<TextId>, second: Second) -> ChequeCommand {
    ChequeCommand::AskOverride { act, over: over(reason, second), limits: Limits::default() }
}

fn hours_later(hours: i64, role: Role) -> Context {
    let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
    Context { now, ..as_role(role) }
}

fn queued() -> [TrackFacts; 1] {
    [track(T::Queued)]
}

#[rstest]
fn another_looks_and_is_named_beside_the_deed(
    #[values(deposits(looked_at(reason())), returns(looked_at(reason())))] command: ChequeCommand,
) {
    let events = decide(&kept(A), &queued(), command, &as_role(Role::Owner)).unwrap();
    assert!(matches!(
        events.as_slice(),
        [
            ChequeEvent::OverrideSeconded { by: HER },
            ChequeEvent::Deposited { override_reason: Some(_), .. }
                | ChequeEvent::Returned { override_reason: Some(_), .. }
        ]
    ));
}

#[rstest]
#[case::nobody_looked(over(reason(), NOBODY_LOOKED), Role::Owner, Refusal::SecondNeeded)]
#[case::oneself(over(reason(), Second { by: Some(UserId(Uuid::from_u128(1))), somebody_may: true }), Role::Owner, Refusal::SecondNeeded)]
#[case::alone_and_not_asked(over(reason(), ALONE), Role::Owner, Refusal::SecondNeeded)]
#[case::without_a_reason(looked_at(None), Role::Owner, Refusal::OwnerMustOverride { state: T::Queued })]
#[case::not_the_owner(looked_at(reason()), Role::Billing, Refusal::OwnerMustOverride { state: T::Queued })]
fn one_alone_does_not(#[case] over: Override, #[case] role: Role, #[case] expected: Refusal) {
    assert_eq!(decide(&kept(A), &queued(), deposits(over), &as_role(role)), Err(expected));
}

#[rstest]
#[case(OverriddenAct::Deposit, deposits)]
#[case(OverriddenAct::Return, returns)]
fn alone_it_is_asked_one_day_and_done_the_next(
    #[case] act: OverriddenAct,
    #[case] command: fn(Override) -> ChequeCommand,
) {
    let asked = then(kept(A), &queued(), asks(act, reason(), ALONE), &as_role(Role::Owner));
    let from = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24);
    assert_eq!(asked.override_asked, reason().map(|reason| OverrideAsked { act, reason, confirm_from: from }));
    // The reason was typed when it was asked.
    let plain = || command(over(None, ALONE));
    let waits = decide(&asked, &queued(), plain(), &hours_later(23, Role::Owner));
    assert_eq!(waits, Err(Refusal::SecondWaits { from }));
    assert!(decide(&asked, &queued(), plain(), &hours_later(24, Role::Counter)).is_err(), "it is the owner's");
    // Somebody who may came meanwhile: he is asked after all.
    let came = decide(&asked, &queued(), command(over(None, NOBODY_LOOKED)), &hours_later(24, Role::Owner));
    assert_eq!(came, Err(Refusal::SecondNeeded));
    let done = then(asked.clone(), &queued(), plain(), &hours_later(24, Role::Owner));
    assert_eq!((done.state == ChequeState::Kept, done.override_asked), (false, None));
    // What was asked of one deed is not asked of the other.
    let other = if act == OverriddenAct::Deposit { returns } else { deposits };
    let given = decide(&asked, &queued(), other(over(reason(), ALONE)), &hours_later(24, Role::Owner));
    assert_eq!(given, Err(Refusal::SecondNeeded));
    let withdrawn = then(asked, &queued(), ChequeCommand::WithdrawOverride, &hours_later(1, Role::Owner));
    assert_eq!(withdrawn.override_asked, None);
    let again = decide(&withdrawn, &queued(), ChequeCommand::WithdrawOverride, &hours_later(1, Role::Owner));
    assert_eq!(again, Err(Refusal::NothingToOverride));
}

#[rstest]
#[case::not_the_owner(kept(A), T::Queued, Role::Billing, reason(), ALONE, Refusal::RoleNotAllowed)]
#[case::without_a_reason(kept(A), T::Queued, Role::Owner, None, ALONE, Refusal::ReasonNeeded)]
#[case::somebody_may(kept(A), T::Queued, Role::Owner, reason(), NOBODY_LOOKED, Refusal::SecondNeeded)]
#[case::nobody_may_ever(kept(A), T::Paid, Role::Owner, reason(), ALONE, Refusal::AmcSharePaid)]
fn what_is_not_to_be_overridden_is_not_asked_for(
    #[case] state: Cheque,
    #[case] at: TrackState,
    #[case] role: Role,
    #[case] reason: Option<TextId>,
    #[case] second: Second,
    #[case] expected: Refusal,
) {
    let asked = decide(&state, &[track(at)], asks(OverriddenAct::Deposit, reason, second), &as_role(role));
    assert_eq!(asked, Err(expected));
}

#[test]
fn what_no_rule_forbids_is_not_asked_for() {
    let asked =
        decide(&kept(A), &[track(T::Paid)], asks(OverriddenAct::Return, reason(), ALONE), &as_role(Role::Owner));
    assert_eq!(asked, Err(Refusal::NothingToOverride));
}

#[test]
fn at_the_intake_one_alone_keeps_to_the_limit() {
    let beyond = |second| {
        let agreed_date = Some(TODAY.saturating_add(60.days()));
        let asked = KeepCheque { agreed_date, over: over(reason(), second), ..asked(A) };
        decide(&Cheque::default(), &queued(), ChequeCommand::Keep(Box::new(asked)), &as_role(Role::Owner))
    };
    assert!(matches!(beyond(ALONE), Err(Refusal::KeptTooLong { .. })));
    assert_eq!(beyond(NOBODY_LOOKED), Err(Refusal::SecondNeeded));
    let kept = beyond(looked_at(None).second).unwrap();
    assert!(matches!(
        kept.as_slice(),
        [ChequeEvent::Kept(Kept { override_reason: Some(_), .. }), ChequeEvent::OverrideSeconded { by: HER }]
    ));
}

/// Rejected by the bank, once it was handed in against the insurer's silence.
fn rejected() -> Cheque {
    let owner = as_role(Role::Owner);
    let at_the_bank = then(kept(A), &queued(), deposits(looked_at(reason())), &owner);
    let taken = Taken { on: TODAY, reason: reason(), rests_on: reason() };
    let kind = StepKind::Rejected { ground: RejectGround::InsufficientFunds };
    let rejection = ChequeCommand::Take(StepAsked { kind, taken, limits: Limits::default() });
    then(at_the_bank, &queued(), rejection, &owner)
}

fn keeps_longer(over: Override) -> ChequeCommand {
    let agreed_date = Some(TODAY.saturating_add(60.days()));
    ChequeCommand::Keep(Box::new(KeepCheque { agreed_date, over, ..asked(A) }))
}

fn converts_beyond(over: Override) -> ChequeCommand {
    let deposit_not_before = TODAY.saturating_add(60.days());
    ChequeCommand::ConvertToDepositedLater { deposit_not_before, reason: reason().unwrap(), second: over.second }
}

/// Every rule an owner may pass over: nobody lets him do so unseen.
#[rstest]
#[case::asked_of_the_insurer(kept(A), track(T::Queued), deposits)]
#[case::advised(kept(A), track(T::Advised), deposits)]
#[case::the_customer_claims_under_a(kept(A), track(T::ClaimedByCustomer), deposits)]
#[case::refused_and_not_told(kept(A), track(T::Refused), deposits)]
#[case::before_the_agreed_day(kept(B), track(T::ClaimedByCustomer), deposits)]
#[case::the_insurer_deals_with_us_after_all(kept(B), track(T::Accepted), deposits)]
#[case::to_the_bank_again(rejected(), track(T::Queued), deposits)]
#[case::given_back_before_the_money(kept(A), track(T::Queued), returns)]
#[case::given_back_short(kept(A), track_with(T::Paid, 3_000, 0), returns)]
#[case::given_back_unpaid(rejected(), track(T::Queued), returns)]
#[case::kept_longer(Cheque::default(), track(T::Queued), keeps_longer)]
#[case::agreed_beyond_the_limit(kept(A), track(T::ClaimedByCustomer), converts_beyond)]
fn every_override_is_looked_at(
    #[case] state: Cheque,
    #[case] share: TrackFacts,
    #[case] command: fn(Override) -> ChequeCommand,
) {
    let owner = as_role(Role::Owner);
    let decided = |over| decide(&state, std::slice::from_ref(&share), command(over), &owner);
    assert_eq!(decided(over(reason(), NOBODY_LOOKED)), Err(Refusal::SecondNeeded));
    let deed = decided(looked_at(reason())).unwrap();
    assert!(deed.contains(&ChequeEvent::OverrideSeconded { by: HER }) && deed.len() == 2, "{deed:?}");
    assert!(decided(over(reason(), ALONE)).is_err(), "not alone on the same day");
}
