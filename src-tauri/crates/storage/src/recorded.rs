//! Streams as this database keeps them: read from their entries, folded, and what the fold needs of the envelopes.

use crate::{error::StorageError, upcast, views::View};
use jiff::Timestamp;
use relais_journal::EntryView;
use rusqlite::{Connection, params};
use serde::de::DeserializeOwned;
use std::any::Any;
use uuid::Uuid;

/// A stream whose entries and views this database keeps: those of `relais-domain`, and no other.
pub trait Recorded: View {}

impl<S: View> Recorded for S {}

/// What an entry's envelope tells a view.
#[derive(Debug, Clone, Copy)]
pub struct Envelope {
    /// The local number.
    pub seq: i64,
    /// When it was recorded, to the millisecond.
    pub recorded_at: Timestamp,
}

/// A stream folded from its entries.
#[derive(Debug, Clone)]
pub struct Folded<S: View> {
    /// The state, as the rules know it.
    pub state: S,
    /// What the views need beside.
    pub notes: S::Notes,
    /// How many entries it has.
    pub version: u32,
    /// The first and last entries.
    pub first: Option<Envelope>,
    /// The last entry.
    pub last: Option<Envelope>,
}

impl<S: View> Default for Folded<S> {
    fn default() -> Self {
        Folded { state: S::default(), notes: S::Notes::default(), version: 0, first: None, last: None }
    }
}

impl<S: View> Folded<S> {
    /// Takes the next entry.
    pub(crate) fn take(&mut self, event: &S::Event, envelope: Envelope) {
        self.state.apply(event);
        S::note(&mut self.notes, event, envelope);
        self.version += 1;
        self.first.get_or_insert(envelope);
        self.last = Some(envelope);
    }

    /// The stream read from the journal; empty when nothing was recorded.
    pub(crate) fn read(connection: &Connection, id: Uuid) -> Result<Self, StorageError> {
        let mut statement = connection.prepare_cached(
            "SELECT seq, bytes FROM journal WHERE stream_kind = ?1 AND stream_id = ?2 ORDER BY stream_version",
        )?;
        let mut rows = statement.query(params![S::KIND.word(), id.as_bytes()])?;
        let mut folded = Folded::default();
        while let Some(row) = rows.next()? {
            let seq = row.get(0)?;
            let (event, recorded_at) =
                read_event::<S::Event>(seq, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
            folded.take(&event, Envelope { seq, recorded_at });
        }
        Ok(folded)
    }
}

/// The event of an entry, in today's form, and when it was recorded.
pub(crate) fn read_event<E: DeserializeOwned>(seq: i64, bytes: &[u8]) -> Result<(E, Timestamp), StorageError> {
    let unreadable = |reason: String| StorageError::Unreadable { seq, reason };
    let entry = EntryView::read(bytes).map_err(|error| unreadable(error.to_string()))?;
    let body = upcast::to_current(entry.kind, entry.format_version, entry.body).map_err(&unreadable)?;
    // The tag first, so that serde reads the content in one go instead of buffering it.
    let tagged = format!(r#"{{"kind":"{}","body":{body}}}"#, entry.kind);
    let event = serde_json::from_str(&tagged).map_err(|error| unreadable(error.to_string()))?;
    let recorded_at =
        relais_journal::instant::parse(entry.recorded_at_utc).ok_or_else(|| unreadable("its instant".to_owned()))?;
    Ok((event, recorded_at))
}

/// A folded stream whose kind was forgotten, for the transaction's cache.
pub(crate) trait Cached: Any {
    /// Writes the rows of its views.
    fn project(&self, id: Uuid, connection: &Connection) -> Result<(), StorageError>;
}

impl<S: View> Cached for Folded<S> {
    fn project(&self, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        if self.version == 0 { Ok(()) } else { S::project(self, id, connection) }
    }
}
