//! The books: what each entry of the journal booked, worked out stream by stream. Nothing of it is stored: it is asked for a
//! few times a day, and every command would pay for its pages (`docs/decisions/0010-…`).

use super::Queries;
use crate::{
    error::StorageError,
    recorded::read_event,
    views::{RebuildProgress, View},
};
use jiff::tz::TimeZone;
use relais_domain::{
    bank_credit::BankCredit,
    books::{Booked, BooksEntry, book},
    dossier::Dossier,
    slip::Slip,
    stream::StreamKind,
};
use std::ops::ControlFlow;
use uuid::Uuid;

/// One entry of the books and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedRow {
    /// The journal entry's local number.
    pub seq: i64,
    /// The kind of its event: `dossier.delivered`.
    pub kind: String,
    /// The dossier's year and number, when it is about one.
    pub dossier: Option<(i16, u32)>,
    /// The deposit slip's year and number, when it is about one.
    pub slip: Option<(i16, u32)>,
    /// The date and the amounts.
    pub entry: BooksEntry,
}

/// Reads of the books; the reader is told of each entry and may stop.
pub trait BooksReader {
    /// Takes what an entry booked.
    fn booked(&mut self, row: BookedRow) -> ControlFlow<()>;
    /// Takes how far the reading is.
    fn progress(&mut self, _at: RebuildProgress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

impl BooksReader for Vec<BookedRow> {
    fn booked(&mut self, row: BookedRow) -> ControlFlow<()> {
        self.push(row);
        ControlFlow::Continue(())
    }
}

/// Entries between two words of progress.
const PROGRESS_EVERY: u64 = 2_000;

impl Queries<'_> {
    /// What was booked by the entries after `after`, stream by stream, in the practice's time zone; gives the number of the
    /// last entry there is, or none when the reader stopped it. From 0, the whole books.
    pub fn booked_after(
        &self,
        after: i64,
        zone: &TimeZone,
        reader: &mut dyn BooksReader,
    ) -> Result<Option<i64>, StorageError> {
        let last: i64 = self.connection.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))?;
        if last == after {
            return Ok(Some(last));
        }
        let number = |dossier: &Dossier| dossier.opened.as_ref().map(|opened| (opened.year, opened.number));
        let slip_number = |slip: &Slip| slip.made.as_ref().map(|made| (made.year, made.number));
        let read = self.booked_by::<Dossier>(after, zone, |dossier| (number(dossier), None), reader)?.is_continue()
            && self.booked_by::<BankCredit>(after, zone, |_| (None, None), reader)?.is_continue()
            && self.booked_by::<Slip>(after, zone, |slip| (None, slip_number(slip)), reader)?.is_continue();
        Ok(read.then_some(last))
    }

    fn booked_by<S: Booked + View>(
        &self,
        after: i64,
        zone: &TimeZone,
        numbers: impl Fn(&S) -> (Option<(i16, u32)>, Option<(i16, u32)>),
        reader: &mut dyn BooksReader,
    ) -> Result<ControlFlow<()>, StorageError> {
        let kind = S::KIND;
        let total = self.entries_to_read(kind, after)?;
        let moved = if after == 0 {
            ""
        } else {
            "AND stream_id IN (SELECT stream_id FROM journal WHERE seq > ?2 AND stream_kind = ?1)"
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT seq, bytes, stream_id FROM journal WHERE stream_kind = ?1 AND ?2 = ?2 {moved} \
             ORDER BY stream_id, stream_version"
        ))?;
        let mut rows = statement.query((kind.word(), after))?;
        let mut current = None;
        let mut state = S::default();
        let mut done = 0;
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get(0)?;
            let id = Uuid::from_bytes(row.get(2)?);
            if current.replace(id) != Some(id) {
                state = S::default();
            }
            let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            let (event, recorded_at) = read_event::<S::Event>(seq, bytes)?;
            let recorded_on = recorded_at.to_zoned(zone.clone()).date();
            if let Some(entry) = book(&mut state, &event, recorded_on)
                && seq > after
            {
                let event: relais_domain::event::Event = event.into();
                let (dossier, slip) = numbers(&state);
                let row = BookedRow { seq, kind: event.to_parts()?.0, dossier, slip, entry };
                if reader.booked(row).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            done += 1;
            let at = RebuildProgress { view: kind.word(), done, total };
            if (done % PROGRESS_EVERY == 0 || done == total) && reader.progress(at).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn entries_to_read(&self, kind: StreamKind, after: i64) -> Result<u64, StorageError> {
        let sql = if after == 0 {
            "SELECT count(*) FROM journal WHERE stream_kind = ?1 AND ?2 = ?2"
        } else {
            "SELECT count(*) FROM journal WHERE stream_kind = ?1 \
             AND stream_id IN (SELECT stream_id FROM journal WHERE seq > ?2 AND stream_kind = ?1)"
        };
        let count: i64 = self.connection.query_row(sql, (kind.word(), after), |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }
}
