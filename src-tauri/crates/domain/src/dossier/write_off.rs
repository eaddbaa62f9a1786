//! A sale written off: nobody is asked for anything more, and what was due is a loss (654). The owner's deed, with a reason.
//!
//! Of each share it keeps how much was given up; money that comes all the same lessens the loss by itself, since what is
//! booked is the difference of two positions (`books`).

use super::{Dossier, DossierCommand, DossierEvent, DownPayment, SecondLook, TrackMove, TrackState, second_look};
use crate::{
    context::{Context, Role},
    ids::TextId,
    money::Cents,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// `dossier.written_off`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenOff {
    /// What the customer still owed, in cents.
    pub customer_cents: Cents,
    /// What the insurers still owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<WrittenOffShare>,
    /// Why, in its erasable place.
    pub reason: TextId,
}

/// What an insurer still owed of a sale that is written off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenOffShare {
    /// Of which complementary.
    pub rank: u8,
    /// In cents.
    pub amount_cents: Cents,
}

impl WrittenOff {
    /// All of it, in cents.
    pub fn total(&self) -> Cents {
        let shares = self.shares.iter().map(|share| share.amount_cents);
        Cents::sum(shares.chain([self.customer_cents])).unwrap_or_default()
    }
}

impl Dossier {
    /// What the customer owes, whatever of it was written off, in cents.
    pub fn customer_owes(&self) -> Cents {
        let due = [self.customer_share_due(), self.difference_due(), self.advance_due()];
        Cents::sum(due).unwrap_or_default()
    }

    /// What an insurer has not paid of a share that is not the customer's, in cents.
    pub fn insurer_owes(&self, rank: u8) -> Cents {
        let Some(track) = self.track(rank) else { return Cents::ZERO };
        track.share_cents.remaining_after(self.customers_part(rank)).remaining_after(track.paid_cents)
    }

    /// What stands written off of the customer's part, in cents: no more than what he still owes.
    pub fn written_off_of_customer(&self) -> Cents {
        let given_up = self.written_off.as_ref().map(|off| off.customer_cents).unwrap_or_default();
        given_up.min(self.customer_owes())
    }

    /// What stands written off of a share, in cents: no more than what is still owed of it.
    pub fn written_off_of(&self, rank: u8) -> Cents {
        let shares = self.written_off.iter().flat_map(|off| &off.shares);
        let given_up = shares.filter(|share| share.rank == rank).map(|share| share.amount_cents);
        Cents::sum(given_up).unwrap_or_default().min(self.insurer_owes(rank))
    }

    /// What a write-off would give up today, in cents.
    pub fn would_be_written_off(&self) -> Cents {
        let (customer_cents, shares) = given_up(self);
        Cents::sum(shares.iter().map(|share| share.amount_cents).chain([customer_cents])).unwrap_or_default()
    }

    /// Whether what is still owed is written off, all of it. What comes to be owed later is not.
    pub fn is_given_up(&self) -> bool {
        let whole = |rank| self.insurer_owes(rank) == self.written_off_of(rank);
        self.written_off.is_some()
            && (self.delivered_on.is_none()
                || (self.customer_owes() == self.written_off_of_customer()
                    && self.amc.iter().all(|track| whole(track.rank))))
    }

    /// What the customer's money makes here, less what was given back, in cents.
    fn money_here(&self) -> Cents {
        let paid = self.customer_payments.iter().map(|payment| payment.amount_cents);
        let deposited = self.cheques_deposited.iter().map(|cover| cover.covered_cents);
        let allocated = self.down_payments.iter().map(DownPayment::allocated);
        Cents::sum(paid.chain(deposited).chain(allocated)).unwrap_or_default().remaining_after(self.refunded_cents)
    }
}

/// Writes a sale off. What was never delivered is owed by nobody: it is given up without a loss, once the customer has his
/// money back.
pub(super) fn write_off(
    state: &Dossier,
    reason: TextId,
    look: &SecondLook,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    if state.written_off.is_some() {
        return Err(Refusal::WrittenOff);
    }
    if !state.cheques_kept.is_empty() {
        return Err(Refusal::ChequeStillKept);
    }
    let delivered = state.delivered_on.is_some();
    let beyond = if delivered { state.overpaid() } else { state.money_here() };
    let to_give_back = Cents::sum([beyond, state.down_payments_held()])?;
    if to_give_back.is_positive() {
        return Err(Refusal::MoneyToGiveBack { cents: to_give_back.get() });
    }
    for track in &state.amc {
        // What waits or may have left is settled first: the insurer may still be asked by it.
        let under_way = matches!(track.state, TrackState::Queued | TrackState::Sent | TrackState::OutcomeUnknown);
        if under_way || track.cancelling.is_some() {
            return Err(Refusal::TrackState { state: track.state });
        }
        if track.standing_invoice().is_some_and(|invoice| invoice.state.is_under_way()) {
            return Err(Refusal::InvoiceStands);
        }
    }
    let (customer_cents, shares) = given_up(state);
    if state.is_settled() && customer_cents == Cents::ZERO && shares.is_empty() {
        return Err(Refusal::NothingToWriteOff);
    }
    second_look::looked_at(state, WrittenOff { customer_cents, shares, reason }, look, context)
}

/// What is given up of a sale: nothing of one that was never delivered.
fn given_up(state: &Dossier) -> (Cents, Vec<WrittenOffShare>) {
    if state.delivered_on.is_none() {
        return (Cents::ZERO, Vec::new());
    }
    let shares = state
        .amc
        .iter()
        .map(|track| WrittenOffShare { rank: track.rank, amount_cents: state.insurer_owes(track.rank) });
    (state.customer_owes(), shares.filter(|share| share.amount_cents.is_positive()).collect())
}

/// Takes a write-off back: the owner's deed as well, with a reason.
pub(super) fn undo(state: &Dossier, reason: TextId, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    match state.written_off {
        _ if context.role != Role::Owner => Err(Refusal::RoleNotAllowed),
        None => Err(Refusal::NothingToWriteOff),
        Some(_) => Ok(vec![DossierEvent::WriteOffUndone { reason }]),
    }
}

/// Nothing is sold, promised or asked anew on a sale that is written off; what happens all the same is recorded.
pub(super) fn still_open(state: &Dossier, command: &DossierCommand) -> Result<(), Refusal> {
    let asks_anew = matches!(
        command,
        DossierCommand::Price(_)
            | DossierCommand::Order { .. }
            | DossierCommand::Deliver { .. }
            | DossierCommand::ChooseWay { .. }
            | DossierCommand::AttachCheque(_)
            | DossierCommand::ReceiveDownPayment { .. }
            | DossierCommand::ClaimShare { .. }
            | DossierCommand::Invoice { .. }
            | DossierCommand::AskCancellation { .. }
            | DossierCommand::TakeChequeBack { kept: true, .. }
            | DossierCommand::Recheck { .. }
            | DossierCommand::MoveTrack(TrackMove { to: TrackState::Queued | TrackState::NotSent, .. })
    );
    if state.written_off.is_some() && asks_anew { Err(Refusal::WrittenOff) } else { Ok(()) }
}
