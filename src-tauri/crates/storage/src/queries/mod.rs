//! The questions people ask of the views, answered from one snapshot. Lists are sorted and cut in SQLite.

mod accesses;
mod availability;
mod books;
mod cheques;
mod circuit;
mod covers;
mod documents;
mod dossiers;
mod erasable;
mod incidents;
mod inventories;
mod journal;
mod operator_advances;
mod outage;
mod owed;
mod payments;
mod platforms;
mod purges;
mod reminders;
mod requests;
mod slips;
mod work;

pub use books::{BookedAbout, BookedRow, OverriddenAlone};
pub use covers::CoverOf;
pub(crate) use covers::MIGRATIONS;
pub(crate) use purges::MIGRATIONS as BACKUPS;

use crate::{
    error::StorageError,
    recorded::{Folded, Recorded},
    rows::{Counts, PersonName},
    sql::Columns,
    views,
};
use rusqlite::Connection;
use uuid::Uuid;

/// The most rows a query gives at once: a screen pages past them.
pub const MAX_ROWS: u32 = 5_000;

/// The ids of the cheques that ever covered the dossier `?1`, for an `IN`.
macro_rules! cheques_of {
    () => {
        "(SELECT unhex(value) FROM dossier_view, json_each(cheques) WHERE dossier_view.id = ?1)"
    };
}
use cheques_of;

/// A reader of one moment of the database.
pub struct Queries<'c> {
    connection: &'c Connection,
}

impl<'c> Queries<'c> {
    pub(crate) const fn over(connection: &'c Connection) -> Self {
        Queries { connection }
    }

    pub(crate) const fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// A stream folded from the journal; none when nothing was recorded.
    pub fn stream<S: Recorded>(&self, id: Uuid) -> Result<Option<S>, StorageError> {
        let folded = Folded::<S>::read(self.connection, id)?;
        Ok((folded.version > 0).then_some(folded.state))
    }

    /// The counts beside the navigation.
    pub fn counts(&self) -> Result<Counts, StorageError> {
        let count = |sql: &str| self.connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, u32>(0));
        Ok(Counts {
            queue_waiting: count(
                "SELECT count(*) FROM request_view \
                 WHERE state IN ('queued', 'sending', 'outcome_unknown', 'conflict', 'failed')",
            )?,
            queue_to_confirm: count(
                // Said twice, so that the index of what waits is seen to hold it.
                "SELECT count(*) FROM request_view \
                 WHERE state IN ('queued', 'sending', 'outcome_unknown', 'conflict', 'failed') \
                 AND state IN ('outcome_unknown', 'conflict', 'failed')",
            )?,
            recoveries_open: count("SELECT count(*) FROM incident_view WHERE closed = 0")?,
        })
    }

    /// The canonical text of every view column, ordered by primary key.
    pub fn dump_views(&self) -> Result<String, StorageError> {
        views::dump(self.connection)
    }
}

/// The three columns of a joined person, any of which may be missing.
fn name(columns: &mut Columns<'_, '_>) -> rusqlite::Result<PersonName> {
    Ok(PersonName {
        family_name: columns.take::<Option<String>>()?.unwrap_or_default(),
        given_name: columns.take::<Option<String>>()?.unwrap_or_default(),
        phone: columns.take::<Option<String>>()?.unwrap_or_default(),
    })
}

/// All rows of a cached statement.
fn all<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl Fn(&mut Columns<'_, '_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StorageError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| read(&mut Columns::of(row)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The first row of a cached statement.
fn one<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl Fn(&mut Columns<'_, '_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StorageError> {
    Ok(all(connection, sql, parameters, read)?.into_iter().next())
}
