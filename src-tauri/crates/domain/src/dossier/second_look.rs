//! A loss that one person alone does not decide. Above the practice's limit another person, who may, looks at it in the same
//! deed; where nobody else works who may, the owner asks one day and confirms the next.
//!
//! That the other proved who he is belongs to the use cases. What he looked at is the write-off recorded with it.

use super::{Dossier, DossierEvent, WrittenOff};
use crate::{
    context::{Context, Role},
    ids::TextId,
    money::Cents,
    refusal::Refusal,
    second::{Looked, Second, looked},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The limit above which one person alone does not write off, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(try_from = "i64", into = "i64")]
#[ts(type = "number")]
pub struct SecondLookLimit(i64);

impl SecondLookLimit {
    /// The highest that can be chosen: above ten thousand euros nobody would ever be asked.
    const HIGHEST: i64 = 1_000_000;

    /// From nothing to the highest.
    pub fn parse(cents: i64) -> Result<Self, OutOfRange> {
        if (0..=Self::HIGHEST).contains(&cents) { Ok(Self(cents)) } else { Err(OutOfRange) }
    }

    /// In cents.
    pub fn cents(self) -> Cents {
        Cents::new(self.0).unwrap_or_default()
    }
}

impl Default for SecondLookLimit {
    /// The insurer's share of a usual pair of glasses stays below it.
    fn default() -> Self {
        Self(50_000)
    }
}

/// Not between nothing and ten thousand euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("out of range")]
pub struct OutOfRange;

impl TryFrom<i64> for SecondLookLimit {
    type Error = OutOfRange;
    fn try_from(cents: i64) -> Result<Self, OutOfRange> {
        Self::parse(cents)
    }
}

impl From<SecondLookLimit> for i64 {
    fn from(limit: SecondLookLimit) -> i64 {
        limit.0
    }
}

/// What the practice asks of a loss, and who looked at it beside whoever acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondLook {
    /// Above it, one alone is not enough.
    pub limit: SecondLookLimit,
    /// Who else looked.
    pub second: Second,
}

/// `dossier.write_off_asked`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteOffAsked {
    /// What would be given up, in cents.
    pub amount_cents: Cents,
    /// Why, in its erasable place.
    pub reason: TextId,
    /// It can be confirmed from this instant on.
    pub confirm_from: Timestamp,
}

/// The write-off, once it was looked at as the practice asks.
pub(super) fn looked_at(
    state: &Dossier,
    off: WrittenOff,
    look: &SecondLook,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    let amount_cents = off.total();
    if amount_cents <= look.limit.cents() {
        return Ok(vec![DossierEvent::WrittenOff(off)]);
    }
    // What is owed may have grown since it was asked: that was not slept on.
    let asked = state.write_off_asked.filter(|asked| amount_cents <= asked.amount_cents);
    match looked(look.second, asked.map(|asked| asked.confirm_from), context) {
        Looked::By(by) => Ok(vec![DossierEvent::WriteOffSeconded { by }, DossierEvent::WrittenOff(off)]),
        Looked::Missing => Err(Refusal::SecondPersonNeeded { limit_cents: look.limit.cents().get() }),
        Looked::Waiting(from) => Err(Refusal::SecondWaits { from }),
        Looked::SleptOn => Ok(vec![DossierEvent::WrittenOff(off)]),
        Looked::ToAsk(confirm_from) => {
            Ok(vec![DossierEvent::WriteOffAsked(WriteOffAsked { amount_cents, reason: off.reason, confirm_from })])
        }
    }
}

/// What was asked is asked no more; the owner's deed.
pub(super) fn withdraw(state: &Dossier, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    match state.write_off_asked {
        _ if context.role != Role::Owner => Err(Refusal::RoleNotAllowed),
        None => Err(Refusal::NothingToWriteOff),
        Some(_) => Ok(vec![DossierEvent::WriteOffWithdrawn {}]),
    }
}
