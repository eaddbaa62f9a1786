//! Acompte from an operator: money it paid ahead of what it owes, to be given back on terms; what USPO asked of Viamedis.
//!
//! It is a debt of the practice from the day it is received. It goes back by a repayment, or the operator takes it itself: a
//! transfer smaller than its advice, whose shares are paid all the same (practice-and-market §2.4). Each movement names what
//! it rests on; a mistake is corrected by another movement.

use crate::{
    context::{Context, PaymentMeans},
    ids::{BankCreditId, OperatorAdvanceId, TextId},
    money::Cents,
    platform::PlatformCode,
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Most instalments of a schedule: five years of months.
pub const MAX_INSTALMENTS: usize = 60;
/// Months of payments a request is worked out from.
pub const REQUEST_MONTHS: i64 = 3;

/// An event of an operator's advance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum OperatorAdvanceEvent {
    /// It reached the bank.
    #[serde(rename = "operator_advance.received")]
    Received(AdvanceReceived),
    /// What is left goes back on these days from now on.
    #[serde(rename = "operator_advance.rescheduled")]
    Rescheduled {
        /// In the order of their days; they make what is left.
        instalments: Vec<Instalment>,
    },
    /// The operator took some back itself, out of a transfer smaller than its advice.
    #[serde(rename = "operator_advance.recouped")]
    Recouped {
        /// In cents.
        amount_cents: Cents,
        /// The day of the transfer.
        on: Date,
        /// The transfer.
        bank_credit: BankCreditId,
    },
    /// The practice paid some back.
    #[serde(rename = "operator_advance.repaid")]
    Repaid(Repayment),
    /// A repayment was recorded by mistake: the correcting entry.
    #[serde(rename = "operator_advance.repayment_reversed")]
    RepaymentReversed(Repayment),
    /// The advance was recorded by mistake.
    #[serde(rename = "operator_advance.cancelled")]
    Cancelled {
        /// Why, in its erasable place.
        reason: TextId,
    },
}

/// `operator_advance.received`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceReceived {
    /// The advance.
    pub advance: OperatorAdvanceId,
    /// Its number in the year, gap-free for the post: 1 in « AO-2024-0001 ».
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// Who paid it.
    pub platform: PlatformCode,
    /// In cents, positive.
    pub amount_cents: Cents,
    /// The day on the statement.
    pub on: Date,
    /// The bank credit it came with, when that was recorded first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_credit: Option<BankCreditId>,
    /// Its terms as they were written, in their erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TextId>,
    /// When it goes back, in the order of the days; they make the whole.
    pub instalments: Vec<Instalment>,
}

/// One day of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    /// The day.
    pub due_on: Date,
    /// In cents.
    pub amount_cents: Cents,
}

/// A repayment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repayment {
    /// In cents.
    pub amount_cents: Cents,
    /// How.
    pub means: PaymentMeans,
    /// The business date.
    pub on: Date,
}

/// An operator's advance folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperatorAdvance {
    /// None before it is received.
    pub received: Option<AdvanceReceived>,
    /// The schedule that holds.
    pub instalments: Vec<Instalment>,
    /// What had gone back when that schedule was made, in cents.
    scheduled_after: Cents,
    /// What the operator took back itself: how much, when, out of which transfer.
    pub recouped: Vec<(Cents, Date, BankCreditId)>,
    /// What the practice paid back, corrections removed.
    pub repaid: Vec<Repayment>,
    /// It was recorded by mistake.
    pub cancelled: bool,
}

impl OperatorAdvance {
    /// What was received, in cents; nothing once cancelled.
    pub fn amount(&self) -> Cents {
        let received = self.received.as_ref().filter(|_| !self.cancelled);
        received.map(|received| received.amount_cents).unwrap_or_default()
    }

    /// What the operator took back itself, in cents.
    pub fn recouped_cents(&self) -> Cents {
        total(self.recouped.iter().map(|(amount, ..)| *amount))
    }

    /// What the practice paid back, in cents.
    pub fn repaid_cents(&self) -> Cents {
        total(self.repaid.iter().map(|repayment| repayment.amount_cents))
    }

    /// What is left to give back, in cents.
    pub fn balance(&self) -> Cents {
        self.amount().remaining_after(total([self.recouped_cents(), self.repaid_cents()]))
    }

    /// The schedule with what is left of each day: what went back settles the earliest first.
    pub fn schedule(&self) -> Vec<(Instalment, Cents)> {
        let mut gone = total([self.recouped_cents(), self.repaid_cents()]).remaining_after(self.scheduled_after);
        let left = |instalment: &Instalment| {
            let settled = instalment.amount_cents.min(gone);
            gone = gone.remaining_after(settled);
            (*instalment, instalment.amount_cents.remaining_after(settled))
        };
        self.instalments.iter().map(left).collect()
    }

    /// The next day something is due, and what; none once all went back.
    pub fn next_due(&self) -> Option<Instalment> {
        if !self.balance().is_positive() {
            return None;
        }
        let next = self.schedule().into_iter().find(|(_, left)| left.is_positive());
        next.map(|(instalment, left)| Instalment { amount_cents: left, ..instalment })
    }
}

/// A sum of parts of one advance, bounded by it.
fn total(amounts: impl IntoIterator<Item = Cents>) -> Cents {
    Cents::sum(amounts).unwrap_or_default()
}

/// Equal parts of an amount, a month apart, the remainder with the last.
pub fn monthly(amount: Cents, first_on: Date, count: u16) -> Vec<Instalment> {
    let count = i64::from(count.max(1));
    let part = amount.get() / count;
    let instalment = |nth: i64| {
        let cents = if nth == count - 1 { amount.get() - part * (count - 1) } else { part };
        let amount_cents = Cents::new(cents).unwrap_or_default();
        Instalment { due_on: first_on.saturating_add(nth.months()), amount_cents }
    };
    (0..count).map(instalment).filter(|instalment| instalment.amount_cents.is_positive()).collect()
}

/// What is asked of an operator: the mean of its last months of payments, rounded half away from zero.
pub fn asked(months: &[Cents]) -> Result<Cents, Refusal> {
    let sum = Cents::sum(months.iter().copied())?.get();
    let asked = Cents::new((2 * sum + REQUEST_MONTHS) / (2 * REQUEST_MONTHS))?;
    if asked.is_positive() { Ok(asked) } else { Err(Refusal::AmountNotPositive) }
}

/// Records an advance that was received.
pub fn receive(
    state: &OperatorAdvance,
    received: AdvanceReceived,
    context: &Context,
) -> Result<Vec<OperatorAdvanceEvent>, Refusal> {
    if state.received.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    if !received.amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    if received.on > context.today {
        return Err(Refusal::DateInFuture);
    }
    check_schedule(&received.instalments, received.amount_cents, received.on)?;
    Ok(vec![OperatorAdvanceEvent::Received(received)])
}

/// Each day after the one before and none before the money came; together they are what goes back.
fn check_schedule(instalments: &[Instalment], whole: Cents, not_before: Date) -> Result<(), Refusal> {
    let in_order = instalments.windows(2).all(|pair| pair[0].due_on < pair[1].due_on);
    let positive = instalments.iter().all(|instalment| instalment.amount_cents.is_positive());
    if instalments.is_empty() || instalments.len() > MAX_INSTALMENTS || !in_order || !positive {
        return Err(Refusal::ScheduleNotSound);
    }
    if instalments.iter().any(|instalment| instalment.due_on < not_before) {
        return Err(Refusal::DateTooEarly { not_before });
    }
    let made = Cents::sum(instalments.iter().map(|instalment| instalment.amount_cents))?;
    if made != whole {
        return Err(Refusal::ScheduleDiffers { schedule_cents: made.get(), balance_cents: whole.get() });
    }
    Ok(())
}

fn standing(state: &OperatorAdvance) -> Result<&AdvanceReceived, Refusal> {
    state.received.as_ref().filter(|_| !state.cancelled).ok_or(Refusal::UnknownOperatorAdvance)
}

/// Agrees on other days for what is left.
pub fn reschedule(state: &OperatorAdvance, instalments: Vec<Instalment>) -> Result<Vec<OperatorAdvanceEvent>, Refusal> {
    let received = standing(state)?;
    if !state.balance().is_positive() {
        return Err(Refusal::MoreThanDue { due_cents: 0 });
    }
    check_schedule(&instalments, state.balance(), received.on)?;
    Ok(vec![OperatorAdvanceEvent::Rescheduled { instalments }])
}

/// The movement's amount and day, as both kinds must be.
fn check_movement(state: &OperatorAdvance, amount: Cents, on: Date, context: &Context) -> Result<(), Refusal> {
    let received = standing(state)?;
    if !amount.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    if on > context.today {
        return Err(Refusal::DateInFuture);
    }
    if on < received.on {
        return Err(Refusal::DateTooEarly { not_before: received.on });
    }
    let balance = state.balance();
    if amount > balance {
        return Err(Refusal::MoreThanDue { due_cents: balance.get() });
    }
    Ok(())
}

/// The operator took some back out of a transfer.
pub fn recoup(
    state: &OperatorAdvance,
    (amount_cents, on, bank_credit): (Cents, Date, BankCreditId),
    context: &Context,
) -> Result<Vec<OperatorAdvanceEvent>, Refusal> {
    check_movement(state, amount_cents, on, context)?;
    Ok(vec![OperatorAdvanceEvent::Recouped { amount_cents, on, bank_credit }])
}

/// The practice pays some back.
pub fn repay(
    state: &OperatorAdvance,
    repayment: Repayment,
    context: &Context,
) -> Result<Vec<OperatorAdvanceEvent>, Refusal> {
    check_movement(state, repayment.amount_cents, repayment.on, context)?;
    Ok(vec![OperatorAdvanceEvent::Repaid(repayment)])
}

/// Corrects a repayment recorded by mistake.
pub fn reverse_repayment(state: &OperatorAdvance, repayment: Repayment) -> Result<Vec<OperatorAdvanceEvent>, Refusal> {
    standing(state)?;
    if !state.repaid.contains(&repayment) {
        return Err(Refusal::MoreThanDue { due_cents: 0 });
    }
    Ok(vec![OperatorAdvanceEvent::RepaymentReversed(repayment)])
}

/// Corrects an advance recorded by mistake: nothing of it may have gone back.
pub fn cancel(state: &OperatorAdvance, reason: TextId) -> Result<Vec<OperatorAdvanceEvent>, Refusal> {
    standing(state)?;
    if state.balance() != state.amount() {
        return Err(Refusal::ChangedSince);
    }
    Ok(vec![OperatorAdvanceEvent::Cancelled { reason }])
}

impl Stream for OperatorAdvance {
    type Event = OperatorAdvanceEvent;
    const KIND: StreamKind = StreamKind::OperatorAdvance;

    fn apply(&mut self, event: &OperatorAdvanceEvent) {
        match event {
            OperatorAdvanceEvent::Received(received) => {
                self.instalments.clone_from(&received.instalments);
                self.received = Some(received.clone());
            }
            OperatorAdvanceEvent::Rescheduled { instalments } => {
                self.scheduled_after = total([self.recouped_cents(), self.repaid_cents()]);
                self.instalments.clone_from(instalments);
            }
            OperatorAdvanceEvent::Recouped { amount_cents, on, bank_credit } => {
                self.recouped.push((*amount_cents, *on, *bank_credit));
            }
            OperatorAdvanceEvent::Repaid(repayment) => self.repaid.push(*repayment),
            OperatorAdvanceEvent::RepaymentReversed(repayment) => {
                if let Some(at) = self.repaid.iter().rposition(|known| known == repayment) {
                    self.repaid.remove(at);
                }
            }
            OperatorAdvanceEvent::Cancelled { .. } => self.cancelled = true,
        }
    }
}

#[cfg(test)]
mod tests;
