//! What may be done with a cheque, as tables: taken in, told of, converted, given back, deposited, and the tab it stands
//! under. (Who may deposit in which state is the table of `deposit.rs`.)

mod fees;
mod intake;
mod leaving;
mod life;
mod notice;
mod overriding;
mod pictures;
mod tabs;

use super::*;
use crate::{
    context::{Context, Role},
    dossier::TrackState,
    identifiers::RlmcStatus,
    ids::{DocumentId, DossierId, SlipId, TextId, UserId},
    reference::Limits,
    refusal::Refusal,
    second::Second,
};
use jiff::{Timestamp, ToSpan, civil::date};
use uuid::Uuid;

const TODAY: Date = date(2024, 2, 5);
const TOMORROW: Date = date(2024, 2, 6);
/// Who looks beside the owner.
const HER: UserId = UserId(Uuid::from_u128(2));
const SLIP: SlipId = SlipId(Uuid::from_u128(4));

fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

fn reason() -> Option<TextId> {
    Some(TextId(Uuid::from_u128(9)))
}

fn as_role(role: Role) -> Context {
    as_of(TODAY, role)
}

fn as_of(today: Date, role: Role) -> Context {
    Context { now: Timestamp::UNIX_EPOCH, today, actor: UserId(Uuid::from_u128(1)), role }
}

fn dossier(number: u128) -> DossierId {
    DossierId(Uuid::from_u128(number))
}

fn cover(number: u128, rank: u8, amount: i64) -> Cover {
    Cover { dossier: dossier(number), rank, amount_cents: cents(amount) }
}

/// A share that nobody paid anything of.
fn track(state: TrackState) -> TrackFacts {
    let difference = if state.is_dead() { 38_000 } else { 0 };
    let (difference_due_cents, advanced_cents) = (cents(difference), Cents::ZERO);
    let bare_due_cents = if state == TrackState::ClaimedByCustomer { cents(38_000) } else { difference_due_cents };
    TrackFacts { dossier: dossier(2), rank: 1, state, difference_due_cents, advanced_cents, bare_due_cents }
}

/// The same, of which the customer still owes this much and has made this much of the cheque needless.
fn track_with(state: TrackState, due: i64, freed: i64) -> TrackFacts {
    TrackFacts { difference_due_cents: cents(due), advanced_cents: cents(freed), ..track(state) }
}

/// A cheque of 380 € received today for glasses delivered today.
fn asked(agreement: ChequeAgreement) -> KeepCheque {
    KeepCheque {
        cheque: ChequeId(Uuid::from_u128(3)),
        receipt: (1, 2024),
        agreement,
        amount_cents: cents(38_000),
        covers: vec![cover(2, 1, 38_000)],
        written_on: TODAY,
        issued_in: IssuePlace::MetropolitanFrance,
        identity_seen: None,
        payee_is_practice: true,
        rlmc: RlmcStatus::Verified,
        line_proof: None,
        line_known: false,
        agreed_date: (agreement == ChequeAgreement::DepositedLater).then_some(date(2024, 3, 1)),
        delivery_on: TODAY,
        limits: Limits::default(),
        over: Override::default(),
    }
}

fn state_for(agreement: ChequeAgreement) -> TrackState {
    match agreement {
        ChequeAgreement::KeptAndReturned => TrackState::Queued,
        ChequeAgreement::DepositedLater => TrackState::ClaimedByCustomer,
    }
}

/// The same, once taken in.
fn kept(agreement: ChequeAgreement) -> Cheque {
    let command = ChequeCommand::Keep(Box::new(asked(agreement)));
    let events = decide(&Cheque::default(), &[track(state_for(agreement))], command, &as_role(Role::Counter));
    Cheque::fold(&events.unwrap())
}

/// After a command that must be accepted.
fn then(mut state: Cheque, tracks: &[TrackFacts], command: ChequeCommand, context: &Context) -> Cheque {
    let events = decide(&state, tracks, command, context).unwrap();
    events.iter().for_each(|event| state.apply(event));
    state
}

fn notice(on: Date) -> ChequeCommand {
    ChequeCommand::GiveNotice { on, limits: Limits::default() }
}

/// A reason, and somebody who looks at it beside the owner.
fn looked_at(reason: Option<TextId>) -> Override {
    Override { reason, second: Second { by: Some(HER), somebody_may: true } }
}

fn deposit(on: Date, override_reason: Option<TextId>) -> ChequeCommand {
    ChequeCommand::Deposit { on, slip: SLIP, over: looked_at(override_reason), limits: Limits::default() }
}

fn give_back(on: Date, override_reason: Option<TextId>) -> ChequeCommand {
    ChequeCommand::Return { on, manner: ReturnManner::InPerson, over: looked_at(override_reason) }
}
