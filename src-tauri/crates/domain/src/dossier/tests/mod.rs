//! What may be done to a dossier, as tables: each command accepted and refused, each movement of a track, each way.

mod advance;
mod advice;
mod circuit;
mod consent;
mod down_payments;
mod formalities;
mod money;
mod reminder;
mod rights;
mod sale;
mod tracks;
mod unpaid;
mod ways;
mod work;
mod write_off;

use super::*;
use crate::{
    context::{Context, PaymentMeans, Role},
    ids::{BankCreditId, ChequeId, DossierId, IncidentId, PersonId, RequestId, TextId, UserId},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
    second::Second,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use uuid::Uuid;

const TODAY: Date = date(2024, 2, 5);
const TOMORROW: Date = date(2024, 2, 6);

/// One person, a loss below the practice's limit, nobody else who may look.
fn alone() -> SecondLook {
    SecondLook { limit: SecondLookLimit::default(), second: Second::default() }
}

fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn context() -> Context {
    Context { now: Timestamp::UNIX_EPOCH, today: TODAY, actor: UserId(id(1)), role: Role::Counter }
}

fn priced(amc: &[i64], customer: i64) -> Priced {
    Priced {
        total_cents: cents(amc.iter().sum::<i64>() + customer),
        amo_share_cents: Cents::ZERO,
        amc_share_cents: amc.iter().map(|share| cents(*share)).collect(),
        customer_share_cents: cents(customer),
        lines: Vec::new(),
    }
}

fn opened(on: Date) -> Opened {
    Opened {
        dossier: DossierId(id(2)),
        number: 1,
        year: 2024,
        person: PersonId(id(3)),
        activity: Activity::Optics,
        on,
        reference: None,
    }
}

/// A dossier of these shares.
fn sale(amc: &[i64], customer: i64) -> Dossier {
    after(Dossier::default(), [DossierCommand::Open { opened: opened(TODAY), priced: priced(amc, customer) }])
}

/// 380 € for the insurer, 100 € for the customer.
fn plain() -> Dossier {
    sale(&[38_000], 10_000)
}

fn decided(state: &Dossier, command: DossierCommand) -> Result<Vec<DossierEvent>, Refusal> {
    decide(state, command, &context())
}

/// The dossier after commands that must all be accepted.
fn after(mut state: Dossier, commands: impl IntoIterator<Item = DossierCommand>) -> Dossier {
    for command in commands {
        let told = format!("{command:?}");
        match decided(&state, command) {
            Ok(events) => events.iter().for_each(|event| state.apply(event)),
            Err(refusal) => panic!("{told} was refused: {refusal}"),
        }
    }
    state
}

/// A movement with all that any movement may need.
fn full(rank: u8, to: TrackState) -> TrackMove {
    TrackMove {
        request: Some(RequestId(id(4))),
        bank_credit: Some(BankCreditId(id(5))),
        amount_cents: Some(cents(1_000)),
        reason: Some(TextId(id(6))),
        ..TrackMove::to(rank, to)
    }
}

fn moved(rank: u8, to: TrackState) -> DossierCommand {
    DossierCommand::MoveTrack(full(rank, to))
}

fn credited(rank: u8, amount: i64) -> DossierCommand {
    DossierCommand::MoveTrack(TrackMove { amount_cents: Some(cents(amount)), ..full(rank, TrackState::Paid) })
}

fn agreed(rank: u8, covered: Option<i64>) -> DossierCommand {
    let agreement = Agreement { reference: None, covered_cents: covered.map(cents), valid_until: None };
    DossierCommand::MoveTrack(TrackMove { agreement: Some(agreement), ..full(rank, TrackState::Accepted) })
}

fn way(way: Way) -> DossierCommand {
    DossierCommand::ChooseWay { way, incident: None }
}

fn pays(amount: i64, purpose: PaymentPurpose) -> DossierCommand {
    let (means, on) = (PaymentMeans::Card, TODAY);
    let payment = CustomerPayment { amount_cents: cents(amount), means, on, purpose };
    DossierCommand::RecordCustomerPayment { payment, limits: Limits::default() }
}

fn attached(number: u128, rank: u8, covered: i64) -> DossierCommand {
    let (cheque, covered_cents) = (ChequeId(id(number)), cents(covered));
    DossierCommand::AttachCheque(ChequeCover { cheque, rank, covered_cents, booking: KeptChequeBooking::OffBooks })
}

/// The customer claims a share, these cheques becoming B with it.
fn claimed(rank: u8, cheques: &[u128]) -> DossierCommand {
    DossierCommand::ClaimShare { rank, converting: cheques.iter().map(|number| ChequeId(id(*number))).collect() }
}

fn deposited(number: u128, rank: u8) -> DossierCommand {
    DossierCommand::DepositCheque { cheque: ChequeId(id(number)), rank }
}

fn unpaid(number: u128, rank: u8) -> DossierCommand {
    DossierCommand::LeaveChequeUnpaid { cheque: ChequeId(id(number)), rank, on: TODAY }
}

fn taken_back(number: u128, rank: u8, kept: bool) -> DossierCommand {
    DossierCommand::TakeChequeBack { cheque: ChequeId(id(number)), rank, kept }
}

fn released(number: u128, rank: u8) -> DossierCommand {
    DossierCommand::ReleaseCheque { cheque: ChequeId(id(number)), rank }
}
