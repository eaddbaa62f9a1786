//! Inside one command: streams loaded and folded once, events appended, and the views kept in step.
//!
//! Views are written when something asks for them and at the end, never event by event: a stream touched three times in
//! a command writes its rows once.

use crate::{
    command::CommandEnvelope,
    error::StorageError,
    identity::Identity,
    journal_table::{ChainHead, NewEntry},
    people,
    phase::Phase,
    pieces::Written,
    queries::Queries,
    recorded::{Cached, Envelope, Folded, Recorded},
    search, upcast,
};
use jiff::Timestamp;
use relais_domain::{
    books::KeptChequeBooking,
    cheque::{Cover, TrackFacts},
    dossier::Dossier,
    ids::{PersonId, UserId},
    stream::{StreamKind, stream_name},
};
use relais_journal::{Entry, genesis::GENESIS_KIND};
use rusqlite::Connection;
use std::{
    any::Any,
    collections::{BTreeSet, HashMap},
};
use uuid::Uuid;

/// A command's transaction.
pub struct Tx<'c> {
    pub(crate) connection: &'c Connection,
    identity: Identity,
    envelope: CommandEnvelope,
    recorded_at: Timestamp,
    pub(crate) head: ChainHead,
    streams: HashMap<(StreamKind, Uuid), Box<dyn Cached>>,
    touched: BTreeSet<(StreamKind, Uuid)>,
    /// Dossiers of which something that is searched changed.
    reworded: BTreeSet<Uuid>,
    /// People whose name, number or dossiers changed: their search text is written anew.
    pub(crate) to_index: BTreeSet<Uuid>,
    appended: bool,
    /// A number was given, which the head keeps.
    pub(crate) numbered: bool,
    /// The files of the papers it keeps.
    pub(crate) pieces: Written,
    /// Told of every phase reached.
    pub(crate) reached: &'c mut dyn FnMut(Phase),
    /// An append failed half-way: whatever the command answers, it is rolled back.
    broken: bool,
}

impl<'c> Tx<'c> {
    pub(crate) fn begin(
        connection: &'c Connection,
        identity: Identity,
        pieces: Written,
        envelope: CommandEnvelope,
        reached: &'c mut dyn FnMut(Phase),
    ) -> Result<Self, StorageError> {
        // The journal keeps the millisecond: what is decided here and what is read back later must be the same.
        let recorded_at =
            Timestamp::from_millisecond(envelope.recorded_at.as_millisecond()).unwrap_or(envelope.recorded_at);
        let head = ChainHead::read(connection, &identity)?;
        Ok(Tx {
            connection,
            identity,
            envelope,
            recorded_at,
            head,
            streams: HashMap::new(),
            touched: BTreeSet::new(),
            reworded: BTreeSet::new(),
            to_index: BTreeSet::new(),
            appended: false,
            numbered: false,
            pieces,
            reached,
            broken: false,
        })
    }

    /// Whose database this is.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// Who acts.
    pub fn actor(&self) -> UserId {
        self.envelope.actor
    }

    /// When the command is recorded.
    pub fn recorded_at(&self) -> Timestamp {
        self.recorded_at
    }

    /// The state of a stream, what this command appended included; the empty state when nothing was recorded.
    pub fn load<S: Recorded>(&mut self, id: Uuid) -> Result<S, StorageError> {
        Ok(self.folded::<S>(id)?.state.clone())
    }

    /// Appends events to a stream: journal rows now, views before anyone looks at them.
    pub fn append<S: Recorded>(&mut self, id: Uuid, events: Vec<S::Event>) -> Result<(), StorageError> {
        let version = self.folded::<S>(id)?.version;
        let whole = !self.broken;
        self.broken = true;
        for (stream_version, event) in (version + 1..).zip(&events) {
            self.write_entry::<S>(id, stream_version, event)?;
            let envelope = Envelope { seq: self.head.seq, recorded_at: self.recorded_at };
            self.folded::<S>(id)?.take(event, envelope);
        }
        if events.iter().any(S::rewords) {
            self.reworded.insert(id);
        }
        if !events.is_empty() {
            self.touched.insert((S::KIND, id));
            self.appended = true;
        }
        self.broken = !whole;
        Ok(())
    }

    /// The facts the cheque's rules need of the tracks it covers.
    pub fn track_facts(&mut self, covers: &[Cover]) -> Result<Vec<TrackFacts>, StorageError> {
        let mut facts = Vec::with_capacity(covers.len());
        for cover in covers {
            facts.extend(self.folded::<Dossier>(cover.dossier.0)?.state.track_facts(cover.rank));
        }
        Ok(facts)
    }

    /// How the practice books a cheque kept under agreement A.
    pub fn kept_cheque_booking(&mut self) -> Result<KeptChequeBooking, StorageError> {
        self.write_rows_of(StreamKind::Practice)?;
        let practice = Queries::over(self.connection).practice()?;
        Ok(practice.map(|practice| practice.kept_cheques).unwrap_or_default())
    }

    /// Every query, over views that hold what this command appended.
    pub fn queries(&mut self) -> Result<Queries<'_>, StorageError> {
        self.write_views()?;
        Ok(Queries::over(self.connection))
    }

    /// Whether an entry was appended or a number given.
    pub(crate) fn is_on_record(&self) -> bool {
        self.appended || self.numbered
    }

    pub(crate) fn finish(&mut self) -> Result<(), StorageError> {
        if self.broken {
            return Err(StorageError::StoppedHalfway);
        }
        self.write_views()?;
        if self.is_on_record() {
            self.head.store(self.connection)?;
        }
        self.pieces.leave_to_the_commit();
        Ok(())
    }

    fn folded<S: Recorded>(&mut self, id: Uuid) -> Result<&mut Folded<S>, StorageError> {
        let key = (S::KIND, id);
        if !self.streams.contains_key(&key) {
            let folded = Folded::<S>::read(self.connection, id)?;
            self.streams.insert(key, Box::new(folded));
        }
        let cached = self.streams.get_mut(&key).map(|cached| cached.as_mut() as &mut dyn Any);
        cached.and_then(|cached| cached.downcast_mut()).ok_or(StorageError::Closed)
    }

    fn write_entry<S: Recorded>(
        &mut self,
        id: Uuid,
        stream_version: u32,
        event: &S::Event,
    ) -> Result<(), StorageError> {
        let event: relais_domain::event::Event = event.clone().into();
        let (kind, body) = event.to_parts()?;
        // A journal begins with its genesis, and has one.
        if (self.head.seq == 0) != (kind == GENESIS_KIND) {
            return Err(StorageError::GenesisExpected);
        }
        let bytes = Entry {
            practice: self.identity.practice.0,
            post: self.identity.post.0,
            post_seq: self.head.head.seq + 1,
            stream: stream_name(S::KIND, id),
            recorded_at_utc: self.recorded_at,
            actor: self.envelope.actor.0,
            command_id: self.envelope.command_id.0,
            format_version: upcast::format_version(&kind),
            kind,
            body,
        }
        .canonical_bytes()?;
        let entry = NewEntry {
            stream_kind: S::KIND.word(),
            stream_id: id,
            stream_version,
            recorded_at: self.recorded_at,
            bytes: &bytes,
        };
        self.head.append(self.connection, &entry)
    }

    /// Writes the rows of every touched stream, then the search text that follows from them.
    fn write_views(&mut self) -> Result<(), StorageError> {
        for (kind, id) in std::mem::take(&mut self.touched) {
            self.write_rows(kind, id)?;
        }
        let mut dossiers = std::mem::take(&mut self.reworded);
        for person in std::mem::take(&mut self.to_index) {
            dossiers.extend(people::dossiers_of(self.connection, PersonId(person))?);
        }
        for dossier in dossiers {
            search::index_dossier(self.connection, dossier)?;
        }
        Ok(())
    }

    /// Writes the rows of the touched streams of a kind only, for a question that looks at no others: the rest is still
    /// written once, at the end.
    pub(crate) fn write_rows_of(&mut self, kind: StreamKind) -> Result<(), StorageError> {
        let of_kind: Vec<Uuid> =
            self.touched.iter().filter(|touched| touched.0 == kind).map(|touched| touched.1).collect();
        for id in of_kind {
            self.write_rows(kind, id)?;
            self.touched.remove(&(kind, id));
        }
        Ok(())
    }

    fn write_rows(&self, kind: StreamKind, id: Uuid) -> Result<(), StorageError> {
        self.streams.get(&(kind, id)).map_or(Ok(()), |stream| stream.project(id, self.connection))
    }
}
