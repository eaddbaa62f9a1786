//! The journal itself: its head, its pages, the timeline of a dossier.

use super::{MAX_ROWS, Queries, cheques_of};
use crate::{
    error::StorageError,
    journal_table::{self, ChainHead},
    rows::{JournalLink, JournalRow, Page},
    upcast,
};
use relais_domain::{
    event::Event,
    ids::{CommandId, DossierId, UserId},
    stream::StreamKind,
};
use relais_journal::{EntryView, Hash, Head};
use rusqlite::{Params, Row};
use uuid::Uuid;

const COLUMNS: &str = "SELECT j.seq, j.post_seq, j.stream_id, j.clock_suspect, j.hash, j.bytes FROM journal j";

impl Queries<'_> {
    /// Where the chain of this post stands.
    pub fn journal_head(&self) -> Result<Head, StorageError> {
        let identity = journal_table::identity(self.connection)?;
        Ok(ChainHead::read(self.connection, &identity)?.head)
    }

    /// A page of the journal, the latest entry first.
    pub fn journal_page(&self, page: Page) -> Result<Vec<JournalRow>, StorageError> {
        let sql = format!("{COLUMNS} ORDER BY j.seq DESC LIMIT ?1 OFFSET ?2");
        self.entries(&sql, (page.limit.min(MAX_ROWS), page.offset))
    }

    /// Everything that happened to a dossier, in order: its own entries, its cheques', its requests', the bank credits
    /// allocated to it, and the papers issued about it. The papers of a cheque are told by the cheque's own entries.
    pub fn timeline(&self, dossier: DossierId) -> Result<Vec<JournalRow>, StorageError> {
        let sql = format!(
            "{COLUMNS} WHERE (j.stream_kind = 'dossier' AND j.stream_id = ?1) \
             OR (j.stream_kind = 'cheque' AND j.stream_id IN {}) \
             OR (j.stream_kind = 'request' AND j.stream_id IN (SELECT id FROM request_view WHERE dossier = ?1)) \
             OR (j.stream_kind = 'document' \
                 AND j.stream_id IN (SELECT id FROM document_view WHERE dossier = ?1 AND cheque IS NULL)) \
             OR (j.stream_kind = 'bank_credit' \
                 AND j.stream_id IN (SELECT bank_credit FROM allocation_view WHERE dossier = ?1)) \
             ORDER BY j.seq",
            cheques_of!()
        );
        self.entries(&sql, [dossier.0.as_bytes()])
    }

    /// The entries of one stream, in order.
    pub fn stream_entries(&self, kind: StreamKind, id: Uuid) -> Result<Vec<JournalRow>, StorageError> {
        let sql = format!("{COLUMNS} WHERE j.stream_kind = ?1 AND j.stream_id = ?2 ORDER BY j.stream_version");
        self.entries(&sql, (kind.word(), id.as_bytes()))
    }

    /// What shows that an entry is in the chain: its bytes, and the hash of the one before it on its post.
    pub fn journal_link(&self, seq: i64) -> Result<JournalLink, StorageError> {
        let sql = "SELECT j.bytes, (SELECT p.hash FROM journal p WHERE p.post = j.post AND p.seq < j.seq \
                   ORDER BY p.seq DESC LIMIT 1) FROM journal j WHERE j.seq = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let (bytes, previous): (Vec<u8>, Option<[u8; 32]>) =
            statement.query_row([seq], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let bytes =
            String::from_utf8(bytes).map_err(|error| StorageError::Unreadable { seq, reason: error.to_string() })?;
        let previous = previous.map_or(Hash::GENESIS, Hash::from_bytes);
        Ok(JournalLink { previous_hash: previous.to_string(), bytes })
    }

    fn entries(&self, sql: &str, parameters: impl Params) -> Result<Vec<JournalRow>, StorageError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(entry(row)?);
        }
        Ok(entries)
    }
}

fn entry(row: &Row<'_>) -> Result<JournalRow, StorageError> {
    let seq: i64 = row.get(0)?;
    let unreadable = |reason: String| StorageError::Unreadable { seq, reason };
    let bytes = row.get_ref(5)?.as_blob().map_err(rusqlite::Error::from)?;
    let view = EntryView::read(bytes).map_err(|error| unreadable(error.to_string()))?;
    let body = upcast::to_current(view.kind, view.format_version, view.body).map_err(unreadable)?;
    let event =
        Event::from_parts(view.kind, serde_json::from_str(&body)?).map_err(|error| unreadable(error.to_string()))?;
    let word = view.kind.split('.').next().unwrap_or_default();
    let stream = StreamKind::ALL.iter().copied().find(|kind| kind.word() == word);
    let member = |text: &str| Uuid::parse_str(text).map_err(|error| unreadable(error.to_string()));
    Ok(JournalRow {
        seq,
        post_seq: view.post_seq,
        stream: stream.ok_or_else(|| unreadable("an unknown stream".to_owned()))?,
        stream_id: Uuid::from_bytes(row.get(2)?),
        recorded_at: relais_journal::instant::parse(view.recorded_at_utc)
            .ok_or_else(|| unreadable("its instant".to_owned()))?,
        clock_suspect: row.get(3)?,
        actor: UserId(member(view.actor)?),
        command: CommandId(member(view.command_id)?),
        kind: view.kind.to_owned(),
        hash: Hash::from_bytes(row.get(4)?).to_string(),
        event,
    })
}
