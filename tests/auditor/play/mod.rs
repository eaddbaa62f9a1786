//! A practice at play: random deeds over the real rules, composed as the use cases compose them, and the journal they
//! leave. What is refused leaves nothing; what is accepted is kept as anybody would read it, for the auditor.

mod advance;
mod circuit;
mod deeds;
mod down_payment;
mod drawer;
mod formality;
mod inventory;
mod ledger;
mod outage;
mod outbox;
mod sale;
mod slips;
mod statements;

pub(crate) use deeds::{Deed, What};
use sale::near;

use super::model::Entry;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use relais_domain::{
    bank_credit::{self, Allocation, BankCredit, BankCreditEvent, Recorded},
    cheque::{self, Cheque, ChequeCommand, Cover, Override, TrackFacts},
    context::{Context, Role},
    dossier::{self, Dossier, DossierCommand},
    event::Event,
    formality::Formality,
    ids::{
        BankCreditId, ChequeId, DossierId, IncidentId, InventoryId, OperatorAdvanceId, RequestId, SlipId, TextId,
        UserId,
    },
    incident::{self, Incident, IncidentCommand},
    inventory::Inventory,
    operator_advance::OperatorAdvance,
    refusal::Refusal,
    request::{self, Request, RequestCommand, RequestState},
    second::Second,
    slip::{Slip, SlipEvent},
    stream::{Stream, StreamKind, stream_name},
};
use serde_json::json;
use uuid::Uuid;

/// Most of each thing, so that deeds meet.
const DOSSIERS: usize = 3;
const CHEQUES: usize = 6;
const REQUESTS: usize = 8;
const ADVANCES: usize = 2;

/// What a command came to.
type Step<T = ()> = Result<T, Refusal>;

/// Everything the practice's streams fold to.
#[derive(Debug, Clone, Default, PartialEq)]
struct Books {
    dossiers: Vec<(DossierId, Dossier)>,
    cheques: Vec<(ChequeId, Cheque)>,
    requests: Vec<(RequestId, Request)>,
    credits: Vec<(BankCreditId, BankCredit)>,
    incidents: Vec<(IncidentId, Incident)>,
    slips: Vec<(SlipId, Slip)>,
    inventories: Vec<(InventoryId, Inventory)>,
    advances: Vec<(OperatorAdvanceId, OperatorAdvance)>,
    receipts: Vec<(i16, u32)>,
    numbers: Vec<(i16, u32)>,
    slip_numbers: Vec<(i16, u32)>,
    inventory_numbers: Vec<(i16, u32)>,
    down_payment_numbers: Vec<(i16, u32)>,
    advance_numbers: Vec<(i16, u32)>,
}

/// Above what loss this practice asks for a second person: few are small enough for one.
const SECOND_LOOK_CENTS: i64 = 10_000;

/// A practice at play.
#[derive(Debug)]
pub(crate) struct Practice {
    today: Date,
    ids: u128,
    commands: u64,
    refused: u64,
    books: Books,
    entries: Vec<Entry>,
}

/// Plays deeds from an empty practice and gives the journal they left.
pub(crate) fn play(deeds: &[Deed]) -> Practice {
    let mut practice = Practice {
        today: jiff::civil::date(2024, 1, 29),
        ids: 0,
        commands: 0,
        refused: 0,
        books: Books::default(),
        entries: vec![Entry {
            command: 0,
            on: jiff::civil::date(2024, 1, 29),
            role: "owner".to_owned(),
            stream: "practice/p".to_owned(),
            kind: "practice.second_look_limit_set".to_owned(),
            body: json!({ "limit_cents": SECOND_LOOK_CENTS }),
        }],
    };
    for deed in deeds {
        practice.perform(*deed);
    }
    practice
}

impl Practice {
    /// The journal.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Commands recorded and commands refused.
    pub(crate) fn tally(&self) -> (u64, u64) {
        (self.commands, self.refused)
    }

    /// Whether the journal, read back from JSON, folds to the books that were decided upon.
    pub(crate) fn folds_back(&self) -> bool {
        fn fold<S: Stream + PartialEq>(id: Uuid, entries: &[Entry], known: &S) -> bool {
            let name = stream_name(S::KIND, id);
            let own = entries.iter().filter(|entry| entry.stream == name);
            let read = own.map(|entry| json!({ "kind": entry.kind, "body": entry.body }));
            let events: Result<Vec<S::Event>, _> = read.map(serde_json::from_value).collect();
            events.is_ok_and(|events| S::fold(&events) == *known)
        }
        let books = &self.books;
        books.dossiers.iter().all(|(id, state)| fold(id.0, &self.entries, state))
            && books.cheques.iter().all(|(id, state)| fold(id.0, &self.entries, state))
            && books.requests.iter().all(|(id, state)| fold(id.0, &self.entries, state))
            && books.credits.iter().all(|(id, state)| fold(id.0, &self.entries, state))
            && books.incidents.iter().all(|(id, state)| fold(id.0, &self.entries, state))
            && books.slips.iter().all(|(id, state)| fold(id.0, &self.entries, state))
            && books.inventories.iter().all(|(id, state)| fold(id.0, &self.entries, state))
            && books.advances.iter().all(|(id, state)| fold(id.0, &self.entries, state))
    }

    fn perform(&mut self, deed: Deed) {
        if let What::Wait = deed.what {
            // At times a season goes by: an acompte bears nothing before.
            let days = match deed.a {
                251.. => 100,
                231.. => 30,
                few => i64::from(few % 10),
            };
            self.today = self.today.saturating_add(days.days());
            return;
        }
        let context = Context {
            now: self.today.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |midnight| midnight.timestamp()),
            today: self.today,
            actor: UserId(Uuid::from_u128(1)),
            role: deed.role(),
        };
        let mut command = Command { books: self.books.clone(), events: Vec::new(), context, ids: self.ids };
        let outcome = deeds::perform(&mut command, deed);
        self.ids = command.ids;
        if outcome.is_err() || command.events.is_empty() {
            self.refused += u64::from(outcome.is_err());
            return;
        }
        self.commands += 1;
        self.books = command.books;
        for (stream, event) in command.events {
            let (kind, body) = event.to_parts().expect("an event is JSON");
            let role = serde_json::to_value(context.role).expect("a role is JSON");
            let role = role.as_str().unwrap_or_default().to_owned();
            self.entries.push(Entry { command: self.commands, on: self.today, role, stream, kind, body });
        }
    }
}

/// One command being carried out: a copy of the books, kept only if every step of it is accepted.
struct Command {
    books: Books,
    events: Vec<(String, Event)>,
    context: Context,
    ids: u128,
}

impl Command {
    fn fresh(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(0x1000 + self.ids)
    }

    fn text(&mut self) -> TextId {
        TextId(self.fresh())
    }

    fn record<E: Clone + Into<Event>>(&mut self, kind: StreamKind, id: Uuid, events: &[E]) {
        let name = stream_name(kind, id);
        self.events.extend(events.iter().map(|event| (name.clone(), event.clone().into())));
    }

    fn dossier(&mut self, id: DossierId, command: DossierCommand) -> Step {
        let state = entry(&mut self.books.dossiers, id);
        let events = dossier::decide(state, command, &self.context)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::Dossier, id.0, &events);
        Ok(())
    }

    fn cheque(&mut self, id: ChequeId, command: ChequeCommand) -> Step {
        let covers = match (&command, self.known_cheque(id).and_then(|cheque| cheque.kept.as_ref())) {
            (ChequeCommand::Keep(keep), _) => keep.covers.clone(),
            (_, Some(kept)) => kept.covers.clone(),
            (_, None) => Vec::new(),
        };
        let facts = self.facts(&covers);
        let state = entry(&mut self.books.cheques, id);
        let events = cheque::decide(state, &facts, command, &self.context)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::Cheque, id.0, &events);
        Ok(())
    }

    fn request(&mut self, id: RequestId, command: RequestCommand) -> Step {
        let state = entry(&mut self.books.requests, id);
        let events = request::decide(state, command, &self.context)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::Request, id.0, &events);
        Ok(())
    }

    fn incident(&mut self, id: IncidentId, command: IncidentCommand) -> Step {
        let state = entry(&mut self.books.incidents, id);
        let events = incident::decide(state, command, &self.context)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::Incident, id.0, &events);
        Ok(())
    }

    /// Decides upon a slip and records what follows.
    fn slip(&mut self, id: SlipId, decide: impl FnOnce(&Slip, &Context) -> Result<Vec<SlipEvent>, Refusal>) -> Step {
        let state = entry(&mut self.books.slips, id);
        let events = decide(state, &self.context)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::Slip, id.0, &events);
        Ok(())
    }

    fn credit(&mut self, recorded: Recorded) -> Step {
        let id = recorded.bank_credit;
        let state = entry(&mut self.books.credits, id);
        let events: Vec<BankCreditEvent> = bank_credit::record(state, recorded, &self.context)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::BankCredit, id.0, &events);
        Ok(())
    }

    fn allocate(&mut self, id: BankCreditId, allocations: Vec<Allocation>) -> Step {
        let state = entry(&mut self.books.credits, id);
        let events: Vec<BankCreditEvent> = bank_credit::allocate(state, allocations)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::BankCredit, id.0, &events);
        Ok(())
    }

    fn penalty(&mut self, id: BankCreditId, amount_cents: relais_domain::money::Cents) -> Step {
        let state = entry(&mut self.books.credits, id);
        let events: Vec<BankCreditEvent> = bank_credit::take_penalty(state, amount_cents)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::BankCredit, id.0, &events);
        Ok(())
    }

    fn facts(&self, covers: &[Cover]) -> Vec<TrackFacts> {
        let facts = |cover: &Cover| self.known_dossier(cover.dossier)?.track_facts(cover.rank);
        covers.iter().filter_map(facts).collect()
    }

    fn known_dossier(&self, id: DossierId) -> Option<&Dossier> {
        self.books.dossiers.iter().find(|(known, _)| *known == id).map(|(_, state)| state)
    }

    fn known_cheque(&self, id: ChequeId) -> Option<&Cheque> {
        self.books.cheques.iter().find(|(known, _)| *known == id).map(|(_, state)| state)
    }

    /// The dossier a deed is about.
    fn pick_dossier(&self, pick: u8) -> Step<(DossierId, Dossier)> {
        picked(&self.books.dossiers, pick).cloned().ok_or(Refusal::UnknownDossier)
    }

    fn pick_cheque(&self, pick: u8) -> Step<(ChequeId, Cheque)> {
        picked(&self.books.cheques, pick).cloned().ok_or(Refusal::ChequeNotKept)
    }

    fn pick_credit(&self, pick: u8) -> Step<(BankCreditId, BankCredit)> {
        picked(&self.books.credits, pick).cloned().ok_or(Refusal::UnknownBankCredit)
    }

    fn pick_request(&self, pick: u8) -> Step<(RequestId, Request)> {
        picked(&self.books.requests, pick).cloned().ok_or(Refusal::RequestState)
    }

    /// The request that a track waits for: a promise or an invoice that is neither decided nor withdrawn.
    fn open_request(&self, dossier: DossierId, rank: u8) -> Option<(RequestId, RequestState)> {
        let promise = self.open_of(dossier, rank, Formality::PriorAuthorisation);
        promise.or_else(|| self.open_of(dossier, rank, Formality::Claim))
    }

    /// The open request of a formality.
    fn open_of(&self, dossier: DossierId, rank: u8, formality: Formality) -> Option<(RequestId, RequestState)> {
        let of_track = |request: &Request| {
            let queued = request.queued.as_ref();
            queued.is_some_and(|q| (q.dossier, q.rank, q.formality()) == (dossier, rank, formality))
        };
        let open = |request: &Request| match request.state {
            RequestState::Queued
            | RequestState::Sending
            | RequestState::OutcomeUnknown
            | RequestState::Conflict
            | RequestState::Failed => true,
            RequestState::Answered => request.answer == Some(request::RequestAnswer::Pending),
            RequestState::Absent | RequestState::Withdrawn | RequestState::Entrusted => false,
        };
        let mut found = self.books.requests.iter().filter(|(_, request)| of_track(request) && open(request));
        found.next().map(|(id, request)| (*id, request.state))
    }

    /// The next number of a series in this year, allocated with the command.
    fn next_number(&mut self, series: fn(&mut Books) -> &mut Vec<(i16, u32)>) -> (u32, i16) {
        let year = self.context.today.year();
        let last = entry(series(&mut self.books), year);
        *last += 1;
        (*last, year)
    }

    /// Whether a deed overrides: it brings a typed reason.
    fn reason(&mut self, deed: Deed) -> Option<TextId> {
        (deed.who & 0b1_0000 != 0).then(|| self.text())
    }

    /// The same, and who looks at it beside whoever acts.
    fn over(&mut self, deed: Deed) -> Override {
        Override { reason: self.reason(deed), second: second(deed) }
    }

    fn is_owner(&self) -> bool {
        self.context.role == Role::Owner
    }
}

/// Somebody else looks, or nobody does where somebody may, or nobody else works here.
fn second(deed: Deed) -> Second {
    let (by, somebody_may) = match deed.c % 4 {
        0 => (None, true),
        1 => (None, false),
        _ => (Some(UserId(Uuid::from_u128(2))), true),
    };
    Second { by, somebody_may }
}

fn entry<K: PartialEq, S: Default>(states: &mut Vec<(K, S)>, id: K) -> &mut S {
    let at = states.iter().position(|(known, _)| *known == id).unwrap_or_else(|| {
        states.push((id, S::default()));
        states.len() - 1
    });
    &mut states[at].1
}

fn picked<T>(all: &[T], pick: u8) -> Option<&T> {
    (!all.is_empty()).then(|| &all[usize::from(pick) % all.len()])
}

/// What happens one time in so many.
fn one_in(times: u8, roll: u8) -> bool {
    roll.is_multiple_of(times)
}
