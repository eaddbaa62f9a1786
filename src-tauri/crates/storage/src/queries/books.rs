//! The books: what each entry of the journal booked, worked out stream by stream. Nothing of it is stored: it is asked for a
//! few times a day, and every command would pay for its pages (`docs/decisions/0010-…`).

use super::Queries;
use crate::{error::StorageError, recorded::read_event, views::View};
use jiff::tz::TimeZone;
use relais_domain::{
    bank_credit::BankCredit,
    books::{Booked, BooksEntry, book},
    dossier::Dossier,
    operator_advance::OperatorAdvance,
    slip::Slip,
};
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
    /// A loss that one person decided alone, a day after he asked for it.
    pub by_one_alone: bool,
    /// The date and the amounts.
    pub entry: BooksEntry,
}

impl Queries<'_> {
    /// What was booked by the entries after `after`, stream by stream, in the practice's time zone; gives the number of the
    /// last entry there is. From 0, the whole books.
    pub fn booked_after(
        &self,
        after: i64,
        zone: &TimeZone,
        booked: &mut dyn FnMut(BookedRow),
    ) -> Result<i64, StorageError> {
        let last: i64 = self.connection.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))?;
        if last != after {
            let number = |dossier: &Dossier| dossier.opened.as_ref().map(|opened| (opened.year, opened.number));
            let slip_number = |slip: &Slip| slip.made.as_ref().map(|made| (made.year, made.number));
            let asked = |dossier: &Dossier| dossier.write_off_asked.is_some();
            self.booked_by::<Dossier>(after, zone, (|dossier| (number(dossier), None), asked), booked)?;
            self.booked_by::<BankCredit>(after, zone, (|_| (None, None), |_| false), booked)?;
            self.booked_by::<OperatorAdvance>(after, zone, (|_| (None, None), |_| false), booked)?;
            self.booked_by::<Slip>(after, zone, (|slip| (None, slip_number(slip)), |_| false), booked)?;
        }
        Ok(last)
    }

    fn booked_by<S: Booked + View>(
        &self,
        after: i64,
        zone: &TimeZone,
        (numbers, asked): (impl Fn(&S) -> (Option<(i16, u32)>, Option<(i16, u32)>), impl Fn(&S) -> bool),
        booked: &mut dyn FnMut(BookedRow),
    ) -> Result<(), StorageError> {
        let moved = if after == 0 {
            ""
        } else {
            "AND stream_id IN (SELECT stream_id FROM journal WHERE seq > ?2 AND stream_kind = ?1)"
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT seq, bytes, stream_id FROM journal WHERE stream_kind = ?1 AND ?2 = ?2 {moved} \
             ORDER BY stream_id, stream_version"
        ))?;
        let mut rows = statement.query((S::KIND.word(), after))?;
        let mut current = None;
        let mut state = S::default();
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get(0)?;
            let id = Uuid::from_bytes(row.get(2)?);
            if current.replace(id) != Some(id) {
                state = S::default();
            }
            let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            let (event, recorded_at) = read_event::<S::Event>(seq, bytes)?;
            let recorded_on = recorded_at.to_zoned(zone.clone()).date();
            let asked = asked(&state);
            if let Some(entry) = book(&mut state, &event, recorded_on)
                && seq > after
            {
                let event: relais_domain::event::Event = event.into();
                let (dossier, slip) = numbers(&state);
                let kind = event.to_parts()?.0;
                let by_one_alone = asked && kind == "dossier.written_off";
                booked(BookedRow { seq, kind, dossier, slip, by_one_alone, entry });
            }
        }
        Ok(())
    }
}
