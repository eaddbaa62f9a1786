//! The owner passing over a rule of a cheque: depositing it against the insurer's state or before the promised day, giving it back
//! before the money came, keeping it longer than the limit. With a reason, and never alone: another person looks at it in the same
//! deed; where nobody else may, it is asked one day and done the next (`crate::second`). At the intake and when A becomes B the
//! customer waits and there is nothing to sleep on: alone, the limit holds.

use super::{Cheque, ChequeEvent, ReturnManner};
use crate::{
    context::{Context, Role},
    ids::{TextId, UserId},
    refusal::Refusal,
    second::{Looked, Second, looked},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The owner's reason to pass over a rule, and who looked at it beside him.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Override {
    /// Why.
    pub reason: Option<TextId>,
    /// Who looked.
    pub second: Second,
}

/// What is done with a cheque though a rule says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OverriddenAct {
    /// It goes to the bank.
    Deposit,
    /// It goes back to the customer.
    Return,
}

/// `cheque.override_asked`: what one person alone asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideAsked {
    /// What is to be done.
    pub act: OverriddenAct,
    /// Why, in its erasable place.
    pub reason: TextId,
    /// It can be done from this instant on.
    pub confirm_from: Timestamp,
}

/// An override that may be carried out: the reason, and the event that names who looked, when somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowed {
    pub(super) reason: TextId,
    by: Option<UserId>,
}

/// The deed, and before it who looked at it when somebody did.
pub(super) fn with(allowed: Option<Allowed>, deed: ChequeEvent) -> Vec<ChequeEvent> {
    allowed.and_then(Allowed::seconded).into_iter().chain([deed]).collect()
}

impl Allowed {
    /// Who looked at it, as it is recorded.
    pub(super) fn seconded(self) -> Option<ChequeEvent> {
        self.by.map(|by| ChequeEvent::OverrideSeconded { by })
    }
}

/// It goes back to the customer, though `held` says why it should not.
pub(super) fn returned(
    state: &Cheque,
    (on, manner): (Date, ReturnManner),
    held: Option<Refusal>,
    over: Override,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    let allowed = held.map(|refusal| allowed(state, OverriddenAct::Return, over, refusal, context)).transpose()?;
    let (amount_cents, override_reason) = (state.amount(), allowed.map(|allowed| allowed.reason));
    Ok(with(allowed, ChequeEvent::Returned { on, manner, amount_cents, override_reason }))
}

/// Whether `act` may be done against the rule that says `refusal`: that refusal, where nobody overrides it.
pub(super) fn allowed(
    state: &Cheque,
    act: OverriddenAct,
    over: Override,
    refusal: Refusal,
    context: &Context,
) -> Result<Allowed, Refusal> {
    let asked = state.override_asked.filter(|asked| asked.act == act);
    let reason = over.reason.or(asked.map(|asked| asked.reason));
    let Some(reason) = reason.filter(|_| context.role == Role::Owner) else { return Err(refusal) };
    match looked(over.second, asked.map(|asked| asked.confirm_from), context) {
        Looked::By(by) => Ok(Allowed { reason, by: Some(by) }),
        Looked::SleptOn => Ok(Allowed { reason, by: None }),
        Looked::Waiting(from) => Err(Refusal::SecondWaits { from }),
        Looked::Missing | Looked::ToAsk(_) => Err(Refusal::SecondNeeded),
    }
}

/// The same for what cannot wait: alone, the rule holds.
pub(super) fn allowed_now(over: Override, refusal: Refusal, context: &Context) -> Result<Allowed, Refusal> {
    let Some(reason) = over.reason.filter(|_| context.role == Role::Owner) else { return Err(refusal) };
    match looked(over.second, None, context) {
        Looked::By(by) => Ok(Allowed { reason, by: Some(by) }),
        Looked::Missing => Err(Refusal::SecondNeeded),
        _ => Err(refusal),
    }
}

/// One person alone asks for what he does the next day. `slept_on` decides the deed as if he had: what no rule forbids, or forbids
/// all the same, is not asked for.
pub(super) fn ask(
    state: &Cheque,
    act: OverriddenAct,
    over: Override,
    slept_on: impl FnOnce(&Cheque) -> Result<Vec<ChequeEvent>, Refusal>,
    context: &Context,
) -> Result<Vec<ChequeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let reason = over.reason.ok_or(Refusal::ReasonNeeded)?;
    let confirm_from = match looked(over.second, None, context) {
        Looked::ToAsk(from) => from,
        _ => return Err(Refusal::SecondNeeded),
    };
    let asked = OverrideAsked { act, reason, confirm_from };
    let tomorrow =
        Cheque { override_asked: Some(OverrideAsked { confirm_from: context.now, ..asked }), ..state.clone() };
    let would = slept_on(&tomorrow)?;
    let overrides = would.iter().any(|event| {
        matches!(
            event,
            ChequeEvent::Deposited { override_reason: Some(_), .. }
                | ChequeEvent::Represented { override_reason: Some(_), .. }
                | ChequeEvent::Returned { override_reason: Some(_), .. }
        )
    });
    if overrides { Ok(vec![ChequeEvent::OverrideAsked(asked)]) } else { Err(Refusal::NothingToOverride) }
}

/// What was asked is asked no more; the owner's deed.
pub(super) fn withdraw(state: &Cheque, context: &Context) -> Result<Vec<ChequeEvent>, Refusal> {
    match state.override_asked {
        _ if context.role != Role::Owner => Err(Refusal::RoleNotAllowed),
        None => Err(Refusal::NothingToOverride),
        Some(_) => Ok(vec![ChequeEvent::OverrideWithdrawn {}]),
    }
}
