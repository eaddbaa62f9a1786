//! The books: what each entry of the journal booked, worked out stream by stream. Nothing of it is stored: it is asked for a
//! few times a day, and every command would pay for its pages (`docs/decisions/0010-…`).

use super::Queries;
use crate::{error::StorageError, recorded::read_event, views::View};
use jiff::{civil::Date, tz::TimeZone};
use relais_domain::{
    bank_credit::BankCredit,
    books::{Booked, BooksEntry, book},
    cheque::{Cheque, ChequeEvent, OverriddenAct},
    dossier::Dossier,
    event::Event,
    money::Cents,
    operator_advance::OperatorAdvance,
    slip::Slip,
    stream::{Stream as _, StreamKind},
};
use uuid::Uuid;

/// One entry of the books and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedRow {
    /// The journal entry's local number.
    pub seq: i64,
    /// The kind of its event: `dossier.delivered`.
    pub kind: String,
    /// What it is about, when that has a number.
    pub about: Option<BookedAbout>,
    /// A loss that one person decided alone, a day after he asked for it.
    pub by_one_alone: bool,
    /// The date and the amounts.
    pub entry: BooksEntry,
}

/// What an entry is about, by its year and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookedAbout {
    /// A dossier.
    Dossier(i16, u32),
    /// A deposit slip.
    Slip(i16, u32),
    /// A cheque, by its receipt.
    Cheque(i16, u32),
}

/// A rule of a cheque that one person passed over alone, a day after he asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverriddenAlone {
    /// The day.
    pub on: Date,
    /// What was done.
    pub act: OverriddenAct,
    /// The year and number of the cheque's receipt.
    pub receipt: (i16, u32),
    /// In cents.
    pub amount_cents: Cents,
}

impl Queries<'_> {
    /// The rules of cheques that were passed over by one person alone, in the order of their days.
    pub fn overridden_alone(&self) -> Result<Vec<OverriddenAlone>, StorageError> {
        let sql = "SELECT DISTINCT stream_id FROM journal \
                   WHERE stream_kind = ?1 AND instr(bytes, CAST('\"cheque.override_asked\"' AS BLOB)) > 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        let asked = statement.query_map([StreamKind::Cheque.word()], |row| row.get::<_, [u8; 16]>(0))?;
        let mut found = Vec::new();
        for cheque in asked {
            let mut state = Cheque::default();
            for row in self.stream_entries(StreamKind::Cheque, Uuid::from_bytes(cheque?))? {
                let Event::Cheque(event) = row.event else { continue };
                if let Some((on, act)) = overridden(&event).filter(|_| state.override_asked.is_some())
                    && let Some(kept) = &state.kept
                {
                    let receipt = (kept.receipt_year, kept.receipt_number);
                    found.push(OverriddenAlone { on, act, receipt, amount_cents: kept.amount_cents });
                }
                state.apply(&event);
            }
        }
        found.sort_by_key(|row| (row.on, row.receipt));
        Ok(found)
    }

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
            let sold = |dossier: &Dossier| {
                dossier.opened.as_ref().map(|opened| BookedAbout::Dossier(opened.year, opened.number))
            };
            let handed_in = |slip: &Slip| slip.made.as_ref().map(|made| BookedAbout::Slip(made.year, made.number));
            let kept = |cheque: &Cheque| {
                let kept = cheque.kept.as_ref();
                kept.map(|kept| BookedAbout::Cheque(kept.receipt_year, kept.receipt_number))
            };
            let asked = |dossier: &Dossier| dossier.write_off_asked.is_some();
            self.booked_by::<Dossier>(after, zone, (sold, asked), booked)?;
            self.booked_by::<BankCredit>(after, zone, (|_| None, |_| false), booked)?;
            self.booked_by::<OperatorAdvance>(after, zone, (|_| None, |_| false), booked)?;
            self.booked_by::<Slip>(after, zone, (handed_in, |_| false), booked)?;
            self.booked_by::<Cheque>(after, zone, (kept, |_| false), booked)?;
        }
        Ok(last)
    }

    fn booked_by<S: Booked + View>(
        &self,
        after: i64,
        zone: &TimeZone,
        (about, asked): (impl Fn(&S) -> Option<BookedAbout>, impl Fn(&S) -> bool),
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
                let kind = event.to_parts()?.0;
                let by_one_alone = asked && kind == "dossier.written_off";
                booked(BookedRow { seq, kind, about: about(&state), by_one_alone, entry });
            }
        }
        Ok(())
    }
}

/// The day and the act of a deed that passed over a rule.
fn overridden(event: &ChequeEvent) -> Option<(Date, OverriddenAct)> {
    match event {
        ChequeEvent::Deposited { on, override_reason: Some(_), .. }
        | ChequeEvent::Represented { on, override_reason: Some(_), .. } => Some((*on, OverriddenAct::Deposit)),
        ChequeEvent::Returned { on, override_reason: Some(_), .. } => Some((*on, OverriddenAct::Return)),
        _ => None,
    }
}
