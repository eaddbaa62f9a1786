//! What may be done with a slip.

use super::{Made, Slip, SlipCredit, SlipEvent, SlipState};
use crate::{
    context::{Context, Role},
    ids::{ChequeId, TextId},
    money::Cents,
    refusal::Refusal,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Most cheques on one slip: many times what a bank's own slip has lines for, and what its list prints on some pages.
pub const MAX_CHEQUES: u32 = 200;

/// Makes it: some cheques, each once, on or before today.
pub fn make(state: &Slip, made: Made, context: &Context) -> Result<Vec<SlipEvent>, Refusal> {
    may_work(context)?;
    if state.state != SlipState::Absent {
        return Err(Refusal::AlreadyExists);
    }
    if made.on > context.today {
        return Err(Refusal::DateInFuture);
    }
    let count = u32::try_from(made.cheques.len()).unwrap_or(u32::MAX);
    if count == 0 || count > MAX_CHEQUES {
        return Err(Refusal::SlipSize { most: MAX_CHEQUES });
    }
    if made.cheques.iter().any(|line| !line.amount_cents.is_positive()) {
        return Err(Refusal::AmountNotPositive);
    }
    let each: BTreeSet<ChequeId> = made.cheques.iter().map(|line| line.cheque).collect();
    if each.len() != made.cheques.len() {
        return Err(Refusal::AlreadyExists);
    }
    Cents::sum(made.cheques.iter().map(|line| line.amount_cents))?;
    Ok(vec![SlipEvent::Made(made)])
}

/// Keeps the number of the bank's own slip; the same again records nothing.
pub fn set_bank_number(state: &Slip, bank_number: String, context: &Context) -> Result<Vec<SlipEvent>, Refusal> {
    may_work(context)?;
    match state.state {
        SlipState::Absent => Err(Refusal::UnknownSlip),
        SlipState::TakenApart => Err(Refusal::SlipClosed),
        _ if state.bank_number.as_ref() == Some(&bank_number) => Ok(Vec::new()),
        _ => Ok(vec![SlipEvent::BankNumberSet { bank_number }]),
    }
}

/// One line of the statement credits it. Another amount than its cheques make needs its reason.
pub fn credit(state: &Slip, credit: SlipCredit, context: &Context) -> Result<Vec<SlipEvent>, Refusal> {
    open(state, context)?;
    in_order(state, credit.on, context)?;
    if !credit.amount_cents.is_positive() || state.standing().next().is_none() {
        return Err(Refusal::AmountNotPositive);
    }
    let differs = credit.amount_cents != state.expected();
    if differs && credit.reason.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    Ok(vec![SlipEvent::Credited(SlipCredit { reason: credit.reason.filter(|_| differs), ..credit })])
}

/// One of its cheques comes out of it, before or after the credit.
pub fn reject(state: &Slip, cheque: ChequeId, on: Date, context: &Context) -> Result<Vec<SlipEvent>, Refusal> {
    may_work(context)?;
    if state.state == SlipState::TakenApart {
        return Err(Refusal::SlipClosed);
    }
    in_order(state, on, context)?;
    let standing = state.standing().find(|of_slip| of_slip.cheque == cheque).ok_or(Refusal::UnknownSlip)?;
    Ok(vec![SlipEvent::ChequeRejected { cheque, amount_cents: standing.amount_cents, on }])
}

/// It was not handed in after all; not once the bank did something with it.
pub fn take_apart(state: &Slip, reason: Option<TextId>, context: &Context) -> Result<Vec<SlipEvent>, Refusal> {
    open(state, context)?;
    if state.cheques.iter().any(|cheque| cheque.rejected.is_some()) {
        return Err(Refusal::SlipClosed);
    }
    let reason = reason.ok_or(Refusal::ReasonNeeded)?;
    Ok(vec![SlipEvent::TakenApart { reason }])
}

fn open(state: &Slip, context: &Context) -> Result<(), Refusal> {
    may_work(context)?;
    match state.state {
        SlipState::Absent => Err(Refusal::UnknownSlip),
        SlipState::Made => Ok(()),
        SlipState::Credited | SlipState::TakenApart => Err(Refusal::SlipClosed),
    }
}

fn may_work(context: &Context) -> Result<(), Refusal> {
    if context.role == Role::Accountant { Err(Refusal::RoleNotAllowed) } else { Ok(()) }
}

fn in_order(state: &Slip, on: Date, context: &Context) -> Result<(), Refusal> {
    match &state.made {
        None => Err(Refusal::UnknownSlip),
        _ if on > context.today => Err(Refusal::DateInFuture),
        Some(made) if on < made.on => Err(Refusal::DateTooEarly { not_before: made.on }),
        _ => Ok(()),
    }
}
