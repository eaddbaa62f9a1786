//! What the bank charges the practice for a cheque it did not pay: known with the rejection or from a later statement, asked of
//! the customer, then repaid by him or left to the practice.
//!
//! They are a charge from the day the bank takes them (D 627, C 512; money-and-law §3.3, pattern 2), and what he repays is
//! taken off that charge: until he does nothing is counted on. That they may be asked of him is « à vérifier »: the pages only
//! hold what his own bank may ask (CMF D131-25). What was recorded by mistake is undone last first.

use super::{Cheque, ChequeEvent};
use crate::{
    context::{Context, PaymentMeans, Role},
    ids::TextId,
    money::Cents,
    refusal::Refusal,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is recorded of the bank's fees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FeesDeed {
    /// The bank took them.
    Charged,
    /// The customer repaid them, whole or in part.
    Repaid,
    /// What is left of them is the practice's.
    Left,
    /// The last of these was a mistake.
    Undone,
}

/// One movement of the fees that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeesMove {
    /// Taken by the bank.
    Charged {
        /// The day on the statement.
        on: Date,
        /// In cents.
        amount_cents: Cents,
    },
    /// Repaid by the customer.
    Repaid {
        /// In cents.
        amount_cents: Cents,
        /// How.
        means: PaymentMeans,
    },
    /// Left to the practice.
    Left {
        /// In cents.
        amount_cents: Cents,
    },
}

impl FeesMove {
    /// What is recorded to make it.
    pub const fn deed(self) -> FeesDeed {
        match self {
            FeesMove::Charged { .. } => FeesDeed::Charged,
            FeesMove::Repaid { .. } => FeesDeed::Repaid,
            FeesMove::Left { .. } => FeesDeed::Left,
        }
    }
}

/// What is asked to be recorded of the fees; the reasons are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeesAsked {
    /// The bank took them.
    Charge {
        /// The day on the statement.
        on: Date,
        /// In cents.
        amount_cents: Cents,
    },
    /// The customer repaid them, whole or in part.
    Repay {
        /// The day.
        on: Date,
        /// In cents.
        amount_cents: Cents,
        /// How.
        means: PaymentMeans,
    },
    /// The owner leaves the rest to the practice.
    Leave {
        /// Why.
        reason: Option<TextId>,
    },
    /// The last of these was a mistake.
    Undo {
        /// Why.
        reason: Option<TextId>,
    },
}

impl Cheque {
    /// What the bank charged for it, in cents.
    pub fn fees_charged(&self) -> Cents {
        self.fees_by(FeesDeed::Charged)
    }

    /// What the customer repaid of that, in cents.
    pub fn fees_repaid(&self) -> Cents {
        self.fees_by(FeesDeed::Repaid)
    }

    /// What was left to the practice, in cents.
    pub fn fees_left(&self) -> Cents {
        self.fees_by(FeesDeed::Left)
    }

    /// What may still be asked of the customer, in cents.
    pub fn fees_due(&self) -> Cents {
        self.fees_charged().remaining_after(self.fees_repaid()).remaining_after(self.fees_left())
    }

    /// Their sum was checked when each was recorded.
    fn fees_by(&self, deed: FeesDeed) -> Cents {
        let of_it = self.fees.iter().filter(|moved| moved.deed() == deed).map(|moved| match moved {
            FeesMove::Charged { amount_cents, .. }
            | FeesMove::Repaid { amount_cents, .. }
            | FeesMove::Left { amount_cents } => *amount_cents,
        });
        Cents::sum(of_it).unwrap_or_default()
    }
}

/// Decides upon the fees of a cheque, wherever it is by now.
pub(super) fn decide(state: &Cheque, asked: FeesAsked, context: &Context) -> Result<Vec<ChequeEvent>, Refusal> {
    Ok(vec![match asked {
        FeesAsked::Charge { on, amount_cents } => charge(state, on, amount_cents, context)?,
        FeesAsked::Repay { on, amount_cents, means } => {
            let due = state.fees_due();
            positive(amount_cents)?;
            if amount_cents > due {
                return Err(Refusal::MoreThanDue { due_cents: due.get() });
            }
            let first = state.fees.iter().find_map(|moved| match moved {
                FeesMove::Charged { on, .. } => Some(*on),
                _ => None,
            });
            dated(on, first, context)?;
            ChequeEvent::FeesRepaid { on, amount_cents, means }
        }
        FeesAsked::Leave { reason } => {
            let amount_cents = state.fees_due();
            if context.role != Role::Owner {
                return Err(Refusal::RoleNotAllowed);
            }
            if !amount_cents.is_positive() {
                return Err(Refusal::MoreThanDue { due_cents: 0 });
            }
            ChequeEvent::FeesLeft { amount_cents, reason: reason.ok_or(Refusal::ReasonNeeded)? }
        }
        FeesAsked::Undo { reason } => {
            let last = state.fees.last().ok_or(Refusal::ChangedSince)?;
            // What the owner left to the practice is his to ask for again.
            if last.deed() == FeesDeed::Left && context.role != Role::Owner {
                return Err(Refusal::RoleNotAllowed);
            }
            ChequeEvent::FeesUndone { undone: last.deed(), reason: reason.ok_or(Refusal::ReasonNeeded)? }
        }
    }])
}

fn charge(state: &Cheque, on: Date, amount_cents: Cents, context: &Context) -> Result<ChequeEvent, Refusal> {
    if !state.bounced {
        return Err(Refusal::ChequeElsewhere { state: state.state });
    }
    positive(amount_cents)?;
    dated(on, state.first_presented_on, context)?;
    Cents::sum([state.fees_charged(), amount_cents])?;
    Ok(ChequeEvent::FeesCharged { on, amount_cents })
}

fn positive(amount_cents: Cents) -> Result<(), Refusal> {
    if amount_cents.is_positive() { Ok(()) } else { Err(Refusal::AmountNotPositive) }
}

fn dated(on: Date, not_before: Option<Date>, context: &Context) -> Result<(), Refusal> {
    match not_before {
        _ if on > context.today => Err(Refusal::DateInFuture),
        Some(first) if on < first => Err(Refusal::DateTooEarly { not_before: first }),
        _ => Ok(()),
    }
}
