//! What is left to do: a row a share that is in one of the six work-lists. A share that is in none has no row, so that the lists
//! are as long as the work and not as the years. Whether it is late, or still put off, is worked out for a day when asked.

use crate::{error::StorageError, recorded::Folded, sql::word};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use relais_domain::dossier::{CUSTOMER_PLACE, Dossier, DossierEvent, Opened, WorkItem};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What creates the table, for the views of a dossier.
macro_rules! ddl {
    () => {
        "
    -- What names nobody is an empty word, as in the view of what is owed. What a list is sorted by is here: a page of it is
    -- chosen before the dossiers are looked up.
    CREATE TABLE work_view (
        dossier       BLOB NOT NULL CHECK (length(dossier) = 16),
        place         INTEGER NOT NULL CHECK (place >= 0),
        serial        INTEGER NOT NULL,
        person        BLOB NOT NULL CHECK (length(person) = 16),
        list          TEXT NOT NULL,
        why           TEXT NOT NULL,
        activity      TEXT NOT NULL,
        payer         TEXT NOT NULL,
        operator      TEXT NOT NULL,
        since         TEXT NOT NULL,
        cents         INTEGER NOT NULL CHECK (cents > 0),
        assignee      BLOB CHECK (assignee IS NULL OR length(assignee) = 16),
        snoozed_until TEXT,
        reason        BLOB CHECK (reason IS NULL OR length(reason) = 16),
        PRIMARY KEY (dossier, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX work_of_list ON work_view (list, since);
    "
    };
}
pub(super) use ddl;

/// The day each share last moved, or its invoice did, by place; the customer's by his own money too.
#[derive(Debug, Clone, Default)]
pub(super) struct MovedOn(BTreeMap<u8, Date>);

impl MovedOn {
    /// Takes note of a movement: on its own day where it says one, or when it was recorded.
    pub(super) fn note(&mut self, event: &DossierEvent, recorded_at: Timestamp) {
        let recorded_on = || recorded_at.to_zoned(TimeZone::UTC).date();
        let (rank, on) = match event {
            DossierEvent::TrackMoved { rank, on, .. } => (*rank, on.unwrap_or_else(recorded_on)),
            DossierEvent::Invoiced(made) => (made.rank, recorded_on()),
            DossierEvent::InvoiceMoved { rank, .. } => (*rank, recorded_on()),
            DossierEvent::Transmitted(sent) => (sent.rank, sent.on.unwrap_or_else(recorded_on)),
            _ => return,
        };
        self.0.insert(rank, on);
    }

    /// The day a share is counted from: what the customer owes, since an insurer last spoke.
    fn of(&self, place: u8) -> Option<Date> {
        if place == CUSTOMER_PLACE { self.0.values().max().copied() } else { self.0.get(&place).copied() }
    }
}

/// One row, as it is written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    place: u8,
    list: String,
    why: String,
    payer: String,
    operator: String,
    since: String,
    cents: i64,
    assignee: Option<[u8; 16]>,
    snooze: Option<(String, [u8; 16])>,
}

impl Line {
    fn of(dossier: &Dossier, item: &WorkItem, moved_on: &MovedOn) -> Result<Option<Line>, StorageError> {
        let Some(from) = dossier.work_from() else { return Ok(None) };
        let snooze = dossier.snoozed(item);
        // What is the customer's is told with the first insurer's, which he knows the sale by.
        let card = dossier.track(item.place.max(1)).and_then(|track| track.card.as_ref());
        Ok(Some(Line {
            place: item.place,
            list: word(&item.why.list())?,
            why: word(&item.why)?,
            payer: card.and_then(|card| card.amc_number.as_ref()).map(|n| n.as_str().to_owned()).unwrap_or_default(),
            operator: card.and_then(|card| card.operator.as_ref()).map(|o| o.as_str().to_owned()).unwrap_or_default(),
            since: item.since.or_else(|| moved_on.of(item.place)).unwrap_or(from).to_string(),
            cents: item.cents,
            assignee: dossier.work_mark(item.place).assignee.map(|user| user.0.into_bytes()),
            snooze: snooze.map(|snooze| (snooze.until.to_string(), snooze.reason.0.into_bytes())),
        }))
    }
}

/// Brings the rows of a dossier to where its shares stand; what did not change writes nothing.
pub(super) fn project(
    folded: &Folded<Dossier>,
    moved_on: &MovedOn,
    id: Uuid,
    connection: &Connection,
) -> Result<(), StorageError> {
    let items = folded.state.work();
    let now = items.iter().map(|item| Line::of(&folded.state, item, moved_on)).collect::<Result<Vec<_>, _>>()?;
    let mut now: Vec<Line> = now.into_iter().flatten().collect();
    now.sort_by_key(|line| line.place);
    let before = read(id, connection)?;
    if before == now {
        return Ok(());
    }
    for gone in before.iter().filter(|line| !now.iter().any(|one| one.place == line.place)) {
        connection
            .prepare_cached("DELETE FROM work_view WHERE dossier = ?1 AND place = ?2")?
            .execute(params![id.as_bytes(), gone.place])?;
    }
    let Some(opened) = &folded.state.opened else { return Ok(()) };
    let of = Of { dossier: id, serial: folded.first.map_or(0, |envelope| envelope.seq), opened };
    now.iter().filter(|line| !before.contains(line)).try_for_each(|line| write(&of, line, connection))
}

fn read(id: Uuid, connection: &Connection) -> Result<Vec<Line>, StorageError> {
    let mut statement = connection.prepare_cached(
        "SELECT place, list, why, payer, operator, since, cents, assignee, snoozed_until, reason FROM work_view \
         WHERE dossier = ?1 ORDER BY place",
    )?;
    let rows = statement.query_map([id.as_bytes()], |row| {
        let (until, reason): (Option<String>, Option<[u8; 16]>) = (row.get(8)?, row.get(9)?);
        Ok(Line {
            place: row.get(0)?,
            list: row.get(1)?,
            why: row.get(2)?,
            payer: row.get(3)?,
            operator: row.get(4)?,
            since: row.get(5)?,
            cents: row.get(6)?,
            assignee: row.get(7)?,
            snooze: until.zip(reason),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The dossier a row is of.
struct Of<'d> {
    dossier: Uuid,
    serial: i64,
    opened: &'d Opened,
}

fn write(of: &Of<'_>, line: &Line, connection: &Connection) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO work_view (dossier, place, serial, person, list, why, activity, payer, operator, since, \
             cents, assignee, snoozed_until, reason) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            of.dossier.as_bytes(),
            line.place,
            of.serial,
            of.opened.person.0.as_bytes(),
            line.list,
            line.why,
            word(&of.opened.activity)?,
            line.payer,
            line.operator,
            line.since,
            line.cents,
            line.assignee,
            line.snooze.as_ref().map(|(until, _)| until),
            line.snooze.as_ref().map(|(_, reason)| reason),
        ])?;
    Ok(())
}
