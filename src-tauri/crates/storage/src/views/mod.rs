//! The lists people look at, derived from the journal alone and rebuildable from it.
//!
//! One module a stream: its tables, their version, and the rows its folded state gives. Rows hold no age and no name:
//! ages are computed for a date when asked, names are joined. A table whose version is not this build's is emptied and
//! filled again at opening.

mod advice;
mod availability;
mod bank_credit;
mod cheque;
mod circuit;
mod credential;
mod document;
mod dossier;
mod dump;
mod import;
mod incident;
mod inventory;
mod operator_advance;
mod outage;
mod owed;
mod platform;
mod practice;
mod purge;
mod reminder;
mod request;
mod slip;
mod upsert;
mod work;

pub(crate) use dump::dump;

use crate::{
    error::StorageError,
    recorded::{Envelope, Folded, read_event},
    schema::Migration,
    search,
};
use relais_domain::{
    availability::Availability,
    bank_credit::BankCredit,
    cheque::Cheque,
    credential::Credential,
    document::Document,
    dossier::Dossier,
    import::Import,
    incident::Incident,
    inventory::Inventory,
    operator_advance::OperatorAdvance,
    platform::Platform,
    practice::{Practice, User},
    purge::Purge,
    request::Request,
    slip::Slip,
    stream::Stream,
};
use rusqlite::{Connection, OptionalExtension, params};
use std::ops::ControlFlow;
use uuid::Uuid;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 4,
    sql: "
    CREATE TABLE view_version (
        view    TEXT PRIMARY KEY,
        version INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    ",
}];

/// The tables of one stream.
#[derive(Debug, Clone, Copy)]
pub struct Tables {
    /// The stream's word, for progress and versions.
    pub name: &'static str,
    /// Raised by any change to the tables or to what is written in them.
    pub version: u32,
    /// Each table with the columns of its primary key.
    pub tables: &'static [(&'static str, &'static str)],
    /// What creates them.
    pub ddl: &'static str,
}

/// A stream with its views.
pub trait View: Stream + Clone + std::fmt::Debug + Send + 'static {
    /// What the views need beside the state, gathered entry by entry.
    type Notes: Default + Clone + std::fmt::Debug + Send + 'static;
    /// Its tables.
    const TABLES: Tables;
    /// Takes note of one entry.
    fn note(notes: &mut Self::Notes, event: &Self::Event, envelope: Envelope);
    /// Whether an entry changes what is searched of the stream; only dossiers are.
    fn rewords(_event: &Self::Event) -> bool {
        false
    }
    /// Writes the rows of the stream, replacing those it had.
    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError>;
    /// The same for a stream that has no row yet, while every stream is read: what follows from all of them together may be
    /// left for [`View::refilled`].
    fn project_anew(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        Self::project(folded, id, connection)
    }
    /// Every stream was read.
    fn refilled(_connection: &Connection) -> Result<(), StorageError> {
        Ok(())
    }
}

/// How far a rebuild is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RebuildProgress {
    /// Which view.
    pub view: &'static str,
    /// Entries read.
    pub done: u64,
    /// Entries to read.
    pub total: u64,
}

/// Told of a rebuild's progress; answers whether to go on.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(RebuildProgress) -> ControlFlow<()>;

/// Entries between two words of progress: a few a second at the speed of a small machine.
const PROGRESS_EVERY: u64 = 2_000;

/// Page cache of a rebuild, in KiB: holds the entries of some months, among which a stream's are scattered.
const REBUILD_CACHE_KIB: i64 = 64 * 1024;

type Rebuild = fn(&Connection, Progress<'_>) -> Result<(), StorageError>;

/// Every set of tables, in the order they are rebuilt; search comes last, it reads the dossiers.
const SETS: &[(Tables, Rebuild)] = &[
    (Practice::TABLES, refill::<Practice>),
    (User::TABLES, refill::<User>),
    (Platform::TABLES, refill::<Platform>),
    (Availability::TABLES, refill::<Availability>),
    (Incident::TABLES, refill::<Incident>),
    (Dossier::TABLES, refill::<Dossier>),
    (Cheque::TABLES, refill::<Cheque>),
    (Document::TABLES, refill::<Document>),
    (Import::TABLES, refill::<Import>),
    (BankCredit::TABLES, refill::<BankCredit>),
    (Slip::TABLES, refill::<Slip>),
    (OperatorAdvance::TABLES, refill::<OperatorAdvance>),
    (Credential::TABLES, refill::<Credential>),
    (Inventory::TABLES, refill::<Inventory>),
    (Request::TABLES, refill::<Request>),
    (Purge::TABLES, refill::<Purge>),
    (search::TABLES, search::refill),
];

/// The tables of every view.
pub(crate) fn table_names() -> Vec<&'static str> {
    SETS.iter().flat_map(|(set, _)| set.tables).map(|(table, _)| *table).collect()
}

/// Rebuilds, in one transaction, every view whose version is not this build's, or all of them; names them. Stopped, it changes none.
pub(crate) fn rebuild(
    connection: &mut Connection,
    all: bool,
    progress: Progress<'_>,
) -> Result<Vec<&'static str>, StorageError> {
    let before: i64 = connection.query_row("PRAGMA cache_size", [], |row| row.get(0))?;
    connection.pragma_update(None, "cache_size", -REBUILD_CACHE_KIB)?;
    let rebuilt = rebuild_stale(connection, all, progress);
    connection.pragma_update(None, "cache_size", before)?;
    rebuilt
}

fn rebuild_stale(
    connection: &mut Connection,
    all: bool,
    progress: Progress<'_>,
) -> Result<Vec<&'static str>, StorageError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut rebuilt = Vec::new();
    for (set, refill) in SETS {
        // What search holds follows the dossiers' rows.
        let follows = set.name == search::TABLES.name && rebuilt.contains(&Dossier::TABLES.name);
        if !all && !follows && stored_version(&transaction, set.name)? == Some(set.version) {
            continue;
        }
        for (table, _) in set.tables {
            transaction.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
        }
        transaction.execute_batch(set.ddl)?;
        refill(&transaction, progress)?;
        transaction.execute(
            "INSERT INTO view_version (view, version) VALUES (?1, ?2) \
             ON CONFLICT (view) DO UPDATE SET version = excluded.version",
            params![set.name, set.version],
        )?;
        rebuilt.push(set.name);
    }
    transaction.commit()?;
    Ok(rebuilt)
}

fn stored_version(connection: &Connection, view: &str) -> rusqlite::Result<Option<u32>> {
    connection.query_row("SELECT version FROM view_version WHERE view = ?1", [view], |row| row.get(0)).optional()
}

/// Reads every stream of a kind once, through the journal's own index, and writes its rows.
fn refill<S: View>(connection: &Connection, progress: Progress<'_>) -> Result<(), StorageError> {
    let kind = S::KIND.word();
    let total: i64 =
        connection.query_row("SELECT count(*) FROM journal WHERE stream_kind = ?1", [kind], |row| row.get(0))?;
    let total = total.cast_unsigned();
    let mut statement = connection.prepare(
        "SELECT seq, bytes, stream_id FROM journal WHERE stream_kind = ?1 ORDER BY stream_id, stream_version",
    )?;
    let mut rows = statement.query([kind])?;
    let mut current: Option<(Uuid, Folded<S>)> = None;
    let mut done = 0;
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        let id = Uuid::from_bytes(row.get(2)?);
        let (event, recorded_at) =
            read_event::<S::Event>(seq, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
        if current.as_ref().is_none_or(|(before, _)| *before != id)
            && let Some((before, folded)) = current.replace((id, Folded::default()))
        {
            S::project_anew(&folded, before, connection)?;
        }
        if let Some((_, folded)) = &mut current {
            folded.take(&event, Envelope { seq, recorded_at });
        }
        done += 1;
        if done % PROGRESS_EVERY == 0 || done == total {
            let told = progress(RebuildProgress { view: S::TABLES.name, done, total });
            if told.is_break() {
                return Err(StorageError::Stopped);
            }
        }
    }
    if let Some((id, folded)) = current {
        S::project_anew(&folded, id, connection)?;
    }
    S::refilled(connection)
}

/// The seq of the last entry.
pub(crate) fn last_seq<S: View>(folded: &Folded<S>) -> i64 {
    folded.last.map_or(0, |envelope| envelope.seq)
}

/// Deletes the rows of a list past its length, when there are any: positions are counted from 1. `owner` and `position`
/// are the columns of the table's key.
pub(crate) fn cut_list(
    connection: &Connection,
    (table, owner, position): (&str, &str, &str),
    id: Uuid,
    length: usize,
) -> Result<(), StorageError> {
    let past = (id.as_bytes(), i64::try_from(length).unwrap_or(i64::MAX));
    let rows = format!("FROM {table} WHERE {owner} = ?1 AND {position} > ?2");
    // Lists seldom get shorter, and a deletion of several rows opens a table of its own to note them in.
    if connection.prepare_cached(&format!("SELECT 1 {rows}"))?.exists(past)? {
        connection.prepare_cached(&format!("DELETE {rows}"))?.execute(past)?;
    }
    Ok(())
}

/// The tables and primary keys of every view, for the dump.
fn all_tables() -> impl Iterator<Item = (&'static str, &'static str)> {
    SETS.iter().filter(|(set, _)| set.name != search::TABLES.name).flat_map(|(set, _)| set.tables.iter().copied())
}
