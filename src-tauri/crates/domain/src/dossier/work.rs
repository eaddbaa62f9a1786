//! The six work-lists of the back office: what is left to do for each share of a sale, who does it, and until when it is put
//! off. One list a share at a time, in the order the work is taken up (delivered and not invoiced → invoiced and not gone →
//! gone and no word → announced and not paid → rejected → difference).
//!
//! Owns which list a share is in and why, and the marks a person puts on it. Does not own from when a share that merely waits
//! is late (dated reference data and what was agreed with an operator), nor the lists themselves (the views keep them).

use super::{AmcTrack, Dossier, DossierEvent, InvoiceState, TrackState};
use crate::{
    context::{Context, Role},
    ids::{TextId, UserId},
    refusal::Refusal,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The place of what is between the practice and the customer himself, as in [`crate::owed`]; an insurer's is its rank.
pub const CUSTOMER_PLACE: u8 = 0;

/// The lists, in the order the work is taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkList {
    /// « Délivré, non facturé ».
    NotInvoiced,
    /// « Facturé, non parti ».
    NotGone,
    /// « Parti, sans retour ».
    NoReturn,
    /// « Avisé, sans virement ».
    AdvisedUnpaid,
    /// « Rejeté ».
    Rejected,
    /// « Écart ».
    Difference,
}

impl WorkList {
    /// Every list in its order.
    pub const ALL: [WorkList; 6] = [
        WorkList::NotInvoiced,
        WorkList::NotGone,
        WorkList::NoReturn,
        WorkList::AdvisedUnpaid,
        WorkList::Rejected,
        WorkList::Difference,
    ];
}

/// Why a share is in its list: what to do next follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkWhy {
    /// Delivered, and nothing was ever asked of the insurer.
    NeverAsked,
    /// Delivered on a prior authorisation, and not invoiced.
    AgreedNotInvoiced,
    /// Delivered, and taken out of the queue without ever leaving.
    Withdrawn,
    /// A request waits to leave.
    RequestWaits,
    /// An invoice waits to leave.
    InvoiceWaits,
    /// It may have arrived: somebody must find out.
    OutcomeUnknown,
    /// A request left and is not answered.
    Unanswered,
    /// An invoice was received and is not decided.
    InvoiceUndecided,
    /// The concentrator has it, and nothing came back.
    Entrusted,
    /// An invoice was accepted, and no payment is announced.
    AcceptedNotAdvised,
    /// A payment is announced, and the money is not here.
    Advised,
    /// The insurer refused, and what it leaves is not paid.
    Refused,
    /// What was agreed was taken back, and what it leaves is not paid.
    AgreementCancelled,
    /// Less came than was announced, and nobody said why.
    PaidLess,
    /// The customer owes what the insurer did not cover.
    CustomerOwes,
    /// The customer is owed what came twice.
    OwedToCustomer,
}

impl WorkWhy {
    /// Every reason, for tables that must be complete.
    pub const ALL: [WorkWhy; 16] = [
        WorkWhy::NeverAsked,
        WorkWhy::AgreedNotInvoiced,
        WorkWhy::Withdrawn,
        WorkWhy::RequestWaits,
        WorkWhy::InvoiceWaits,
        WorkWhy::OutcomeUnknown,
        WorkWhy::Unanswered,
        WorkWhy::InvoiceUndecided,
        WorkWhy::Entrusted,
        WorkWhy::AcceptedNotAdvised,
        WorkWhy::Advised,
        WorkWhy::Refused,
        WorkWhy::AgreementCancelled,
        WorkWhy::PaidLess,
        WorkWhy::CustomerOwes,
        WorkWhy::OwedToCustomer,
    ];

    /// The list it puts a share in.
    pub const fn list(self) -> WorkList {
        use WorkWhy as W;
        match self {
            W::NeverAsked | W::AgreedNotInvoiced | W::Withdrawn => WorkList::NotInvoiced,
            W::RequestWaits | W::InvoiceWaits => WorkList::NotGone,
            W::OutcomeUnknown | W::Unanswered | W::InvoiceUndecided | W::Entrusted | W::AcceptedNotAdvised => {
                WorkList::NoReturn
            }
            W::Advised => WorkList::AdvisedUnpaid,
            W::Refused | W::AgreementCancelled => WorkList::Rejected,
            W::PaidLess | W::CustomerOwes | W::OwedToCustomer => WorkList::Difference,
        }
    }
}

/// Something left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkItem {
    /// Of which share: its rank, or [`CUSTOMER_PLACE`].
    pub place: u8,
    /// Why, and so in which list.
    pub why: WorkWhy,
    /// What is at stake, in cents, more than nothing.
    pub cents: i64,
    /// Since when, where the dossier says so itself; else since the share last moved.
    pub since: Option<Date>,
}

/// What a person said of a share: who does it, and until when it is put off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WorkMark {
    /// Who does it.
    pub assignee: Option<UserId>,
    /// It is put off.
    pub snooze: Option<Snooze>,
}

/// Put off: in the list it was in, so that a share that goes to another comes back at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snooze {
    /// In which list.
    pub list: WorkList,
    /// The day it comes back.
    pub until: Date,
    /// Why, in its erasable place.
    pub reason: TextId,
}

/// `dossier.work_assigned`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkAssigned {
    /// Which share: its rank, or 0 for what is between the practice and the customer.
    pub place: u8,
    /// To whom; none, and anybody may take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<UserId>,
}

/// `dossier.work_snoozed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkSnoozed {
    /// Which share.
    pub place: u8,
    /// In which list it was.
    pub list: WorkList,
    /// The day it comes back by itself.
    pub until: Date,
    /// Why, in its erasable place.
    pub reason: TextId,
}

impl Dossier {
    /// Everything left to do, a share once.
    pub fn work(&self) -> Vec<WorkItem> {
        if self.opened.is_none() || self.is_given_up() {
            return Vec::new();
        }
        let mut items: Vec<WorkItem> = self.amc.iter().filter_map(|track| self.work_of(track)).collect();
        items.retain(|item| item.cents > 0);
        items.extend(self.work_with_customer(&items));
        items
    }

    /// What is left to do for one share.
    pub fn work_at(&self, place: u8) -> Option<WorkItem> {
        self.work().into_iter().find(|item| item.place == place)
    }

    /// The marks on a share, whether or not it is in a list today.
    pub fn work_mark(&self, place: u8) -> WorkMark {
        self.work_marks.get(&place).copied().unwrap_or_default()
    }

    /// The putting off of a share that holds on a day.
    pub fn snoozed(&self, item: &WorkItem) -> Option<Snooze> {
        self.work_mark(item.place).snooze.filter(|snooze| snooze.list == item.why.list())
    }

    fn work_of(&self, track: &AmcTrack) -> Option<WorkItem> {
        use TrackState as T;
        use WorkWhy as W;
        let invoice = track.standing_invoice().map(|invoice| invoice.state);
        let delivered = self.delivered_on.is_some();
        let transmitted = track.circuit.has_it();
        let why = match (track.state, invoice) {
            // He claims it back himself: nobody here asks for it.
            (T::ClaimedByCustomer, _) => return None,
            (T::NotSent, _) if track.claimed_by_customer || self.third_party_payment_barred() => return None,
            (T::NotSent, _) if delivered => W::NeverAsked,
            (T::Withdrawn, _) if delivered => W::Withdrawn,
            (T::NotSent | T::Withdrawn, _) => return None,
            (T::Accepted, Some(InvoiceState::Waiting)) => W::InvoiceWaits,
            (T::Accepted, Some(InvoiceState::OutcomeUnknown)) => W::OutcomeUnknown,
            (T::Accepted, Some(InvoiceState::Received)) => W::InvoiceUndecided,
            (T::Accepted, Some(_)) => W::AcceptedNotAdvised,
            (T::Accepted, None) if transmitted => W::AcceptedNotAdvised,
            (T::Accepted, None) if delivered => W::AgreedNotInvoiced,
            // Agreed and not handed over yet: the sale goes on.
            (T::Accepted, None) => return None,
            (T::Queued, Some(_)) => W::InvoiceWaits,
            (T::Queued, None) => W::RequestWaits,
            (T::OutcomeUnknown, _) => W::OutcomeUnknown,
            (T::Sent, Some(_)) => W::InvoiceUndecided,
            (T::Sent, None) => W::Unanswered,
            (T::Entrusted, _) => W::Entrusted,
            (T::Advised, _) => W::Advised,
            (T::Refused, _) => W::Refused,
            (T::Cancelled, _) => W::AgreementCancelled,
            (T::Paid, _) => W::PaidLess,
        };
        let cents = match why {
            W::Refused | W::AgreementCancelled => self.track_facts(track.rank)?.difference_due_cents.get(),
            W::PaidLess if track.shortfall.is_some_and(|cause| !cause.rest_may_come()) => 0,
            W::PaidLess => track.announced().unwrap_or_default().remaining_after(track.paid_cents).get(),
            W::Advised => track.advised_cents.unwrap_or_default().remaining_after(track.paid_cents).get(),
            _ => self.insurer_owes(track.rank).remaining_after(self.written_off_of(track.rank)).get(),
        };
        Some(WorkItem { place: track.rank, why, cents, since: self.work_since(track, why) })
    }

    fn work_since(&self, track: &AmcTrack, why: WorkWhy) -> Option<Date> {
        match why.list() {
            WorkList::NotInvoiced => self.delivered_on,
            WorkList::AdvisedUnpaid => {
                let announced_for = track.advices.iter().rev().find_map(|advice| advice.pays_on);
                announced_for.or(track.advised_on)
            }
            _ => None,
        }
    }

    /// What is between the practice and the customer once the insurers have spoken: what a share that was turned down leaves,
    /// or one whose payer is still to explain itself, stands in that share's own place.
    fn work_with_customer(&self, of_shares: &[WorkItem]) -> Option<WorkItem> {
        let item = |why, cents| WorkItem { place: CUSTOMER_PLACE, why, cents, since: None };
        let beyond = self.overpaid().get();
        if beyond > 0 {
            return Some(item(WorkWhy::OwedToCustomer, beyond));
        }
        let own_place = |why: WorkWhy| why.list() == WorkList::Rejected || why == WorkWhy::PaidLess;
        let told = of_shares.iter().filter(|one| own_place(one.why)).filter_map(|one| self.track_facts(one.place));
        let due = self.difference_due().get() - told.map(|facts| facts.difference_due_cents.get()).sum::<i64>();
        (due > 0).then(|| item(WorkWhy::CustomerOwes, due))
    }

    /// The day a share that has never moved is counted from.
    pub fn work_from(&self) -> Option<Date> {
        self.delivered_on.or_else(|| self.opened.as_ref().map(|opened| opened.on))
    }

    pub(super) fn take_work(&mut self, event: &DossierEvent) {
        match event {
            DossierEvent::WorkAssigned(WorkAssigned { place, to }) => {
                self.work_marks.entry(*place).or_default().assignee = *to;
            }
            DossierEvent::WorkSnoozed(WorkSnoozed { place, list, until, reason }) => {
                let snooze = Snooze { list: *list, until: *until, reason: *reason };
                self.work_marks.entry(*place).or_default().snooze = Some(snooze);
            }
            DossierEvent::WorkResumed { place } => self.work_marks.entry(*place).or_default().snooze = None,
            _ => {}
        }
        self.work_marks.retain(|_, mark| *mark != WorkMark::default());
    }
}

/// Gives a share to somebody, or to nobody. At the counter one takes what nobody has, and gives back what one took; who does
/// what is for the back office and the owner to say. The same again records nothing.
pub(super) fn assign(
    state: &Dossier,
    place: u8,
    to: Option<UserId>,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    state.work_at(place).ok_or(Refusal::NothingLeftToDo)?;
    let now = state.work_mark(place).assignee;
    let own = |user: Option<UserId>| user.is_none_or(|user| user == context.actor);
    match context.role {
        Role::Accountant => return Err(Refusal::RoleNotAllowed),
        Role::Counter if !(own(now) && own(to)) => return Err(Refusal::RoleNotAllowed),
        _ => {}
    }
    if now == to {
        return Ok(Vec::new());
    }
    Ok(vec![DossierEvent::WorkAssigned(WorkAssigned { place, to })])
}

/// Puts a share off until a later day, for a reason; somebody else's work is put off by the back office or the owner.
pub(super) fn snooze(
    state: &Dossier,
    place: u8,
    (until, reason): (Date, Option<TextId>),
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    let item = state.work_at(place).ok_or(Refusal::NothingLeftToDo)?;
    may_put_off(state, place, context)?;
    if until <= context.today {
        let not_before = context.today.checked_add(1.day()).unwrap_or(context.today);
        return Err(Refusal::DateTooEarly { not_before });
    }
    let reason = reason.ok_or(Refusal::ReasonNeeded)?;
    Ok(vec![DossierEvent::WorkSnoozed(WorkSnoozed { place, list: item.why.list(), until, reason })])
}

/// Takes a share up again before its day; one that is not put off records nothing.
pub(super) fn resume(state: &Dossier, place: u8, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    may_put_off(state, place, context)?;
    let put_off = state.work_mark(place).snooze.is_some();
    Ok(if put_off { vec![DossierEvent::WorkResumed { place }] } else { Vec::new() })
}

fn may_put_off(state: &Dossier, place: u8, context: &Context) -> Result<(), Refusal> {
    let somebody_elses = state.work_mark(place).assignee.is_some_and(|user| user != context.actor);
    match context.role {
        Role::Accountant => Err(Refusal::RoleNotAllowed),
        Role::Counter if somebody_elses => Err(Refusal::RoleNotAllowed),
        _ => Ok(()),
    }
}
