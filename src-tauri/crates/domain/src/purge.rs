//! A purge: what is erased together, who asked and who agreed, how far it is, and the certificate that says it is over.
//!
//! One person alone erases nothing: another looks at it in the same deed, or, where nobody else works who may, the owner asks one
//! day and confirms the next. It is carried out by steps, each with its entry, and is certified once every byte is gone: whatever
//! stops it, it is taken up again where its entries say. The entries hold opaque ids and counts.
//!
//! Does not own what is due (`retention`) nor the places something is erased in (storage).

use crate::{
    cheque::Cheque,
    context::{Context, Role},
    dossier::{AmcTrack, Dossier},
    ids::{DocumentId, PurgeId, TextId, UserId},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
    retention::DataKind,
    second::{Looked, Second, looked},
    stream::{Stream, StreamKind},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// The most subjects of one purge: its first entry names each, and an entry holds 1 MiB. What is over waits for the next.
pub const MAX_SUBJECTS: usize = 2_000;
/// Subjects erased in one transaction: a second of work at most.
pub const SUBJECTS_A_STEP: usize = 20;

/// Why something is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PurgeWhy {
    /// Its time has come.
    Due,
    /// A customer asked (GDPR art. 17).
    Requested,
}

/// One thing to erase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Of which kind.
    pub kind: DataKind,
    /// A person for a customer, a cheque for its line, an incident for a breach, a dossier for the rest.
    pub id: Uuid,
}

/// What was erased, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "ErasedTally")]
pub struct Erased {
    /// Customers: name, telephone, birth date, and the salt of what was proved of them.
    pub customers: u32,
    /// Cards: number, insurer, people named.
    pub cards: u32,
    /// Numbers of social security.
    pub nirs: u32,
    /// Texts cards were read from.
    pub card_texts: u32,
    /// Pictures.
    pub pictures: u32,
    /// Lines of cheques, with bank and drawer.
    pub cheque_lines: u32,
    /// Reasons, notes and answers in words.
    pub notes: u32,
    /// Exchanges with platforms.
    pub exchanges: u32,
    /// Papers.
    pub papers: u32,
}

impl Erased {
    /// Both together.
    pub fn plus(self, other: Erased) -> Erased {
        Erased {
            customers: self.customers.saturating_add(other.customers),
            cards: self.cards.saturating_add(other.cards),
            nirs: self.nirs.saturating_add(other.nirs),
            card_texts: self.card_texts.saturating_add(other.card_texts),
            pictures: self.pictures.saturating_add(other.pictures),
            cheque_lines: self.cheque_lines.saturating_add(other.cheque_lines),
            notes: self.notes.saturating_add(other.notes),
            exchanges: self.exchanges.saturating_add(other.exchanges),
            papers: self.papers.saturating_add(other.papers),
        }
    }

    /// Whether it is nothing at all.
    pub fn is_nothing(&self) -> bool {
        *self == Erased::default()
    }
}

/// An event of a purge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum PurgeEvent {
    /// The owner asked for it.
    #[serde(rename = "purge.asked")]
    Asked(Box<PurgeAsked>),
    /// Another person looked at it and proved who he is.
    #[serde(rename = "purge.seconded")]
    Seconded {
        /// Who.
        by: UserId,
    },
    /// Who asked alone said so again, a day later at least.
    #[serde(rename = "purge.confirmed")]
    Confirmed {},
    /// It is asked no more.
    #[serde(rename = "purge.withdrawn")]
    Withdrawn {},
    /// Some more subjects are gone.
    #[serde(rename = "purge.carried")]
    Carried {
        /// How many of them, in their order, were gone through so far.
        done: u32,
        /// How many of these stay: money is open again, or they are due no more.
        kept: u32,
        /// What was erased of the others.
        erased: Erased,
    },
    /// Every byte is gone, and the certificate printed.
    #[serde(rename = "purge.certified")]
    Certified {
        /// The certificate's number, gap-free in its year.
        number: u32,
        /// The year.
        year: i16,
        /// The certificate.
        certificate: DocumentId,
    },
}

/// `purge.asked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgeAsked {
    /// The purge.
    pub purge: PurgeId,
    /// Why.
    pub why: PurgeWhy,
    /// The name of the clocks it goes by.
    pub clocks: String,
    /// What, in the order it goes.
    pub subjects: Vec<Subject>,
    /// How the customer asked, in its erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<TextId>,
    /// Asked alone: it can be confirmed from this instant on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_from: Option<Timestamp>,
}

/// Where a purge stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PurgeState {
    /// Not asked for.
    #[default]
    Absent,
    /// Asked by one person, not confirmed yet.
    Waiting,
    /// Agreed to: it is being carried out, or will be as soon as the practice is open.
    Agreed,
    /// Over, with its certificate.
    Certified,
    /// Asked no more.
    Withdrawn,
}

/// A purge folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purge {
    /// What was asked.
    pub asked: Option<Box<PurgeAsked>>,
    /// Where it stands.
    pub state: PurgeState,
    /// Who looked at it beside who asked.
    pub seconded_by: Option<UserId>,
    /// How many subjects were gone through.
    pub done: u32,
    /// How many of them stay.
    pub kept: u32,
    /// What was erased.
    pub erased: Erased,
    /// The certificate: number, year, paper.
    pub certificate: Option<(u32, i16, DocumentId)>,
}

impl Purge {
    /// The next subjects to go through; none when it is not agreed to, or every one was.
    pub fn next_step(&self) -> &[Subject] {
        let asked = self.asked.as_ref().filter(|_| self.state == PurgeState::Agreed);
        let left = asked.map_or(&[][..], |asked| asked.subjects.get(self.done as usize..).unwrap_or_default());
        &left[..left.len().min(SUBJECTS_A_STEP)]
    }
}

impl Stream for Purge {
    type Event = PurgeEvent;
    const KIND: StreamKind = StreamKind::Purge;

    fn apply(&mut self, event: &PurgeEvent) {
        match event {
            PurgeEvent::Asked(asked) => (self.asked, self.state) = (Some(asked.clone()), PurgeState::Waiting),
            PurgeEvent::Seconded { by } => (self.seconded_by, self.state) = (Some(*by), PurgeState::Agreed),
            PurgeEvent::Confirmed {} => self.state = PurgeState::Agreed,
            PurgeEvent::Withdrawn {} => self.state = PurgeState::Withdrawn,
            PurgeEvent::Carried { done, kept, erased } => {
                self.done = *done;
                self.kept = self.kept.saturating_add(*kept);
                self.erased = self.erased.plus(*erased);
            }
            PurgeEvent::Certified { number, year, certificate } => {
                (self.certificate, self.state) = (Some((*number, *year, *certificate)), PurgeState::Certified);
            }
        }
    }
}

/// Asks for a purge; the owner's deed.
pub fn ask(state: &Purge, asked: PurgeAsked, second: Second, context: &Context) -> Result<Vec<PurgeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    if state.asked.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    if asked.subjects.is_empty() || asked.subjects.len() > MAX_SUBJECTS {
        return Err(Refusal::NothingToErase);
    }
    match looked(second, None, context) {
        Looked::By(by) => {
            let asked = PurgeAsked { confirm_from: None, ..asked };
            Ok(vec![PurgeEvent::Asked(Box::new(asked)), PurgeEvent::Seconded { by }])
        }
        Looked::ToAsk(from) => Ok(vec![PurgeEvent::Asked(Box::new(PurgeAsked { confirm_from: Some(from), ..asked }))]),
        Looked::Missing | Looked::Waiting(_) | Looked::SleptOn => Err(Refusal::SecondNeeded),
    }
}

/// Agrees to what was asked alone: by another person who came meanwhile, or a day later by who asked; the owner's deed.
pub fn agree(state: &Purge, second: Second, context: &Context) -> Result<Vec<PurgeEvent>, Refusal> {
    let asked = waiting(state, context)?;
    match looked(second, Some(asked.confirm_from.unwrap_or(context.now)), context) {
        Looked::By(by) => Ok(vec![PurgeEvent::Seconded { by }]),
        Looked::Waiting(from) => Err(Refusal::SecondWaits { from }),
        Looked::SleptOn => Ok(vec![PurgeEvent::Confirmed {}]),
        Looked::Missing | Looked::ToAsk(_) => Err(Refusal::SecondNeeded),
    }
}

/// Asks it no more; the owner's deed, before it begins.
pub fn withdraw(state: &Purge, context: &Context) -> Result<Vec<PurgeEvent>, Refusal> {
    waiting(state, context)?;
    Ok(vec![PurgeEvent::Withdrawn {}])
}

fn waiting<'p>(state: &'p Purge, context: &Context) -> Result<&'p PurgeAsked, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    state.asked.as_deref().filter(|_| state.state == PurgeState::Waiting).ok_or(Refusal::UnknownPurge)
}

/// Some more subjects were gone through.
pub fn carry(state: &Purge, (kept, erased): (u32, Erased)) -> Result<Vec<PurgeEvent>, Refusal> {
    let step = u32::try_from(state.next_step().len()).unwrap_or(u32::MAX);
    if step == 0 {
        return Err(Refusal::UnknownPurge);
    }
    Ok(vec![PurgeEvent::Carried { done: state.done.saturating_add(step), kept, erased }])
}

/// Every subject was gone through and every byte is gone.
pub fn certify(state: &Purge, (number, year): (u32, i16), certificate: DocumentId) -> Result<Vec<PurgeEvent>, Refusal> {
    if state.state != PurgeState::Agreed || !state.next_step().is_empty() {
        return Err(Refusal::UnknownPurge);
    }
    Ok(vec![PurgeEvent::Certified { number, year, certificate }])
}

/// What of a purge that was carried out elsewhere, in the practice that a backup was made of, is to be recorded here: that it was
/// asked and agreed to. Nothing of one that erased nothing, and nothing of what is known here.
pub fn taken_over(state: &Purge, elsewhere: &[PurgeEvent]) -> Vec<PurgeEvent> {
    if !elsewhere.iter().any(|event| matches!(event, PurgeEvent::Carried { .. })) {
        return Vec::new();
    }
    let missing = elsewhere.iter().filter(|event| match event {
        PurgeEvent::Asked(_) => state.state == PurgeState::Absent,
        PurgeEvent::Seconded { .. } | PurgeEvent::Confirmed {} => {
            matches!(state.state, PurgeState::Absent | PurgeState::Waiting)
        }
        PurgeEvent::Withdrawn {} | PurgeEvent::Carried { .. } | PurgeEvent::Certified { .. } => false,
    });
    missing.cloned().collect()
}

/// What keeps a customer from being erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpenMoney {
    /// A cheque is in the drawer, or came back unpaid.
    ChequeHere,
    /// A cheque is at the bank and may still come back.
    ChequeAtTheBank,
    /// A request waits, or its outcome is unknown.
    RequestWaiting,
    /// An insurer has not paid its share.
    InsurerOwes,
    /// The customer owes something.
    CustomerOwes,
    /// The practice owes him something, or holds his acompte.
    OwedToCustomer,
    /// The incident it was sold in is not closed.
    IncidentOpen,
}

/// What surrounds a dossier and may still move money.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'s> {
    /// The cheques that cover it.
    pub cheques: &'s [Cheque],
    /// A request of it waits, or its outcome is unknown.
    pub request_waits: bool,
    /// The incident it was sold in is open.
    pub incident_open: bool,
    /// The business date.
    pub today: Date,
}

/// What is still open of a dossier; none when nothing is. One that was never delivered owes nothing.
pub fn open_money(dossier: &Dossier, around: Surroundings<'_>, limits: &Limits) -> Option<OpenMoney> {
    let settled = |cheque: &Cheque| cheque.settled_on(limits).is_some_and(|on| on <= around.today);
    let open = || around.cheques.iter().filter(|cheque| cheque.kept.is_some() && !settled(cheque));
    let owed = [dossier.customer_share_due(), dossier.difference_due(), dossier.advance_due()];
    let claims = dossier.delivered_on.is_some() && !dossier.is_given_up();
    if open().any(|cheque| !cheque.state.is_at_the_bank()) || !dossier.cheques_kept.is_empty() {
        Some(OpenMoney::ChequeHere)
    } else if open().next().is_some() {
        Some(OpenMoney::ChequeAtTheBank)
    } else if around.request_waits {
        Some(OpenMoney::RequestWaiting)
    } else if dossier.overpaid() != Cents::ZERO || dossier.down_payments_held() != Cents::ZERO {
        Some(OpenMoney::OwedToCustomer)
    } else if claims && !dossier.amc.iter().all(AmcTrack::is_closed) {
        Some(OpenMoney::InsurerOwes)
    } else if around.cheques.iter().any(|cheque| cheque.fees_due().is_positive())
        || (claims && owed.iter().any(|cents| *cents != Cents::ZERO))
    {
        Some(OpenMoney::CustomerOwes)
    } else {
        around.incident_open.then_some(OpenMoney::IncidentOpen)
    }
}

#[cfg(test)]
mod tests;
