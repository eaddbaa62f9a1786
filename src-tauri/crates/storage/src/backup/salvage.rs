//! What can still be read of a damaged practice, put on top of a backup of it before that takes its name.
//!
//! The journal goes on where the backup's ends, entry by entry, as long as each one continues the chain: from the damaged
//! database, and where a page is lost from an archive. What lies beside the journal is taken as it is where a table can be read
//! whole; where it cannot, what is read replaces the backup's rows and the others stay, but those of what was erased since. Views are
//! folded anew. The damaged folder is only read.

use super::{Step, Watch, erased, go_on, source::Source, unless_stopped};
use crate::{
    access_log,
    connection::{self, Use},
    error::StorageError,
    folder::PracticeFolder,
    journal_table::{self, ChainHead, NewEntry},
    key::DatabaseKey,
    pieces, schema, views,
};
use jiff::Timestamp;
use relais_journal::{AccessHead, EntryView, Hash, archive_entries, chain};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params, types::Value};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs::File, io, path::Path};
use uuid::Uuid;

/// Entries and rows between two words of progress.
const TOLD_EVERY: u64 = 500;

/// Where more of a practice may still be read than its backup holds.
#[derive(Debug, Clone, Copy)]
pub struct Remains<'r> {
    /// The folder whose database is damaged, when it is there.
    pub folder: Option<&'r PracticeFolder>,
    /// An archive of its journal.
    pub archive: Option<&'r Path>,
}

/// What was put on top of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// Entries of the journal that the backup does not hold.
    pub entries: u64,
    /// When the last entry was recorded, of those that are there now.
    pub until: Option<Timestamp>,
    /// Entries that are known to have followed and could not be had.
    pub lost: u64,
    /// What beside the journal could not be read whole: there the backup's state stands.
    pub partly: Vec<Held>,
    /// The pages of the damaged database that do not bear their seal, by number from 1.
    pub pages: Vec<u32>,
}

/// What lies beside the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// Names, cards, cheques' lines, what was typed.
    Customers,
    /// Papers and pictures.
    Papers,
    /// Exchanges with the platforms.
    Exchanges,
    /// The vault's accounts.
    Accounts,
    /// The access log.
    Accesses,
    /// People, letterhead, settings.
    House,
}

impl Held {
    fn of(table: &str) -> Held {
        match table {
            "person" | "card_identity" | "card_member" | "cheque_paper" | "typed_text" => Held::Customers,
            "piece" | "document_model" => Held::Papers,
            "evidence" | "lookup" | "lookup_stop" | "departure" => Held::Exchanges,
            "credential" | "credential_item" => Held::Accounts,
            "access_log" | "unusual" => Held::Accesses,
            _ => Held::House,
        }
    }
}

/// Puts on top of the database in `file` what is left of its practice; none, and nothing is changed, when what is left does not
/// continue it.
pub(super) fn put_on(
    file: &Path,
    key: &DatabaseKey,
    remains: &Remains<'_>,
    watch: &mut Watch<'_>,
) -> Result<Option<Salvaged>, StorageError> {
    let mut target = connection::open(file, key, Use::Write)?;
    schema::migrate(&mut target)?;
    target.pragma_update(None, "foreign_keys", "OFF")?;
    // Nobody writes there while it is read; where somebody does, nothing of it remains.
    let held =
        remains.folder.map(PracticeFolder::lock).transpose().map_err(StorageError::file("the damaged folder"))?;
    let mut source = Source::new(remains.folder.filter(|_| matches!(held, Some(Some(_)))), key);
    let transaction = target.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let Some(Journal { entries, until, lost, continues }) = journal(&transaction, &mut source, remains.archive, watch)?
    else {
        return Ok(None);
    };
    let mut partly = Vec::new();
    if source.is_there() {
        let tables = kept_tables(&transaction)?;
        for (at, table) in tables.iter().enumerate() {
            let mut tick = || unless_stopped(watch(Step::Beside, at as u64, tables.len() as u64));
            tick()?;
            if !(continues && overlay(&transaction, &mut source, table, &mut tick)?) && table != "command" {
                partly.push(Held::of(table));
            }
        }
        if !(continues && accesses(&transaction, &mut source)?) {
            partly.push(Held::Accesses);
        }
    }
    transaction.commit()?;
    let all: i64 = target.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))?;
    let (mut view, mut of_it, mut of_others) = ("", 0, 0);
    views::rebuild(&mut target, true, &mut |at| {
        if at.view != view {
            (view, of_others) = (at.view, of_others + of_it);
        }
        of_it = at.done;
        // The last, what is searched, is counted in dossiers.
        watch(Step::Folding, (of_others + of_it).min(all.cast_unsigned()), all.cast_unsigned())
    })?;
    if !partly.is_empty() {
        erased::erase_what_went(&target)?;
    }
    target.close().map_err(|(_, error)| error)?;
    partly.sort_unstable();
    partly.dedup();
    Ok(Some(Salvaged { entries, until, lost, partly, pages: source.broken_pages()? }))
}

/// Copies the sealed pieces that the database in `folder` knows, and only the damaged folder still has.
pub(super) fn fetch_pieces(
    folder: &PracticeFolder,
    (file, key): (&Path, &DatabaseKey),
    from: &Remains<'_>,
    watch: &mut Watch<'_>,
) -> io::Result<()> {
    let Some(from) = from.folder else { return Ok(()) };
    let known = connection::open(file, key, Use::Write).map_err(StorageError::from).and_then(|it| pieces::known(&it));
    let known = known.map_err(io::Error::other)?;
    let names = known.iter().map(|piece| pieces::file_name(*piece));
    for (at, name) in names.enumerate() {
        go_on(watch(Step::Papers, at as u64, known.len() as u64))?;
        let (here, there) = (folder.pieces_folder().join(&name), from.pieces_folder().join(&name));
        if !here.exists() && there.is_file() {
            std::fs::copy(there, &here)?;
            File::open(here)?.sync_all()?;
        }
    }
    Ok(())
}

/// How far the journal was taken on.
struct Journal {
    entries: u64,
    until: Option<Timestamp>,
    lost: u64,
    /// Whether an entry shows that the source continues the backup. One whose journal cannot be read says at most how much is
    /// lost.
    continues: bool,
}

/// Takes the journal on; none when it is not this journal that goes on there.
fn journal(
    target: &Connection,
    source: &mut Source,
    archive: Option<&Path>,
    watch: &mut Watch<'_>,
) -> Result<Option<Journal>, StorageError> {
    let mut at = ChainHead::read(target, &journal_table::identity(target)?)?;
    let (post, base) = (at.head.post, at.head.clone());
    let stood = source.head(post)?;
    let mut continues = match source.entry(base.seq)? {
        Some(Some((hash, _))) if hash != base.hash => return Ok(None),
        Some(Some(_)) => true,
        Some(None) | None => stood.as_ref().is_some_and(|head| (head.post_seq, head.hash) == (base.seq, base.hash)),
    };
    let archived = archive.map(|file| archived_after(file, post, base.seq)).transpose()?.unwrap_or_default();
    let known = [stood.as_ref().map(|head| head.post_seq), source.last()?, archived.keys().last().copied()];
    let last = known.into_iter().flatten().max().unwrap_or(0);
    let told = |watch: &mut Watch<'_>, seq: u64| {
        unless_stopped(watch(Step::Entries, seq - base.seq, last.saturating_sub(base.seq)))
    };
    told(watch, base.seq)?;
    loop {
        let next = at.head.seq + 1;
        if (next - base.seq).is_multiple_of(TOLD_EVERY) {
            told(watch, at.head.seq)?;
        }
        let read = source.entry(next)?.flatten().filter(|(hash, bytes)| chain(&at.head.hash, bytes) == *hash);
        continues |= read.is_some();
        let kept = || archived.get(&next).cloned().filter(|(hash, bytes)| chain(&at.head.hash, bytes) == *hash);
        let Some((_, bytes)) = read.or_else(kept) else { break };
        append(target, &mut at, &bytes)?;
    }
    continues |= stood.as_ref().is_some_and(|head| (head.post_seq, head.hash) == (at.head.seq, at.head.hash));
    let entries = at.head.seq - base.seq;
    let lost = last.saturating_sub(at.head.seq);
    if !continues && entries + lost == 0 && source.is_legible()? {
        return Ok(None);
    }
    // A number is never given twice: where those given are not known, as many are passed over as there are entries.
    at.numbers_from(stood.as_ref().map(|head| &head.numbers), entries + lost);
    at.store(target)?;
    Ok(Some(Journal { entries, until: at.recorded_at(), lost, continues }))
}

fn append(target: &Connection, at: &mut ChainHead, bytes: &[u8]) -> Result<(), StorageError> {
    let unreadable = |reason: &str| StorageError::Unreadable { seq: at.seq + 1, reason: reason.to_owned() };
    let view = EntryView::read(bytes)?;
    let (kind, id) = view.stream.split_once('/').ok_or_else(|| unreadable("its stream"))?;
    let id = Uuid::parse_str(id).map_err(|_| unreadable("its stream"))?;
    let recorded_at = view.recorded_at_utc.parse().map_err(|_| unreadable("its instant"))?;
    let stream_version = target
        .prepare_cached(
            "SELECT coalesce(max(stream_version), 0) + 1 FROM journal WHERE stream_kind = ?1 AND stream_id = ?2",
        )?
        .query_row(params![kind, id.as_bytes()], |row| row.get(0))?;
    at.append(target, &NewEntry { stream_kind: kind, stream_id: id, stream_version, recorded_at, bytes })
}

/// The entries of a post that an archive holds after `seq`, by their number.
fn archived_after(file: &Path, post: Uuid, seq: u64) -> Result<BTreeMap<u64, (Hash, Vec<u8>)>, StorageError> {
    let mut found = BTreeMap::new();
    let post = post.to_string();
    let read = File::open(file).and_then(|file| {
        archive_entries(file, &mut |hash, bytes| {
            if let Ok(view) = EntryView::read(bytes)
                && view.post == post
                && view.post_seq > seq
            {
                found.insert(view.post_seq, (hash, bytes.to_vec()));
            }
        })
    });
    read.map_err(StorageError::file("the archive"))?;
    Ok(found)
}

/// The tables that no fold of the journal gives, apart from the chained ones.
fn kept_tables(target: &Connection) -> rusqlite::Result<Vec<String>> {
    const CHAINED: [&str; 6] =
        ["identity", "journal", "journal_head", access_log::TABLE, "access_log_head", "view_version"];
    let mut statement =
        target.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut names = names.collect::<Result<Vec<_>, _>>()?;
    let folded = views::table_names();
    names.retain(|name| {
        !name.starts_with("sqlite_") && !CHAINED.contains(&name.as_str()) && !folded.contains(&name.as_str())
    });
    names.sort_unstable();
    Ok(names)
}

/// Takes a table as it is in the source; says whether it could be read whole.
fn overlay(
    target: &Connection,
    source: &mut Source,
    table: &str,
    tick: &mut dyn FnMut() -> Result<(), StorageError>,
) -> Result<bool, StorageError> {
    let Some(columns) = source.columns(table)? else { return Ok(false) };
    let ours = columns_of(target, table)?;
    let columns: Vec<String> = ours.into_iter().filter(|name| columns.contains(name)).collect();
    // A Relais of before did not have the table yet.
    if columns.is_empty() {
        return Ok(true);
    }
    let listed = columns.join(", ");
    let places = vec!["?"; columns.len()].join(", ");
    let mut insert = target.prepare(&format!("INSERT OR REPLACE INTO {table} ({listed}) VALUES ({places})"))?;
    let mut taken = 0_u64;
    let mut put = |row: Vec<Value>| {
        taken += 1;
        if taken.is_multiple_of(TOLD_EVERY) {
            tick()?;
        }
        Ok(insert.execute(rusqlite::params_from_iter(row)).map(drop)?)
    };
    target.execute_batch("SAVEPOINT whole")?;
    if !only_grows(target, table)? {
        target.execute(&format!("DELETE FROM {table}"), [])?;
    }
    if source.rows(table, &listed, false, &mut put)? {
        target.execute_batch("RELEASE whole")?;
        return Ok(true);
    }
    target.execute_batch("ROLLBACK TO whole; RELEASE whole")?;
    // From both ends: what lies between two lost pages stays the backup's.
    source.rows(table, &listed, false, &mut put)?;
    source.rows(table, &listed, true, &mut put)?;
    Ok(false)
}

/// The columns of a table that hold something of their own.
pub(super) fn columns_of(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

fn only_grows(target: &Connection, table: &str) -> rusqlite::Result<bool> {
    let triggers =
        "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 AND sql LIKE '%BEFORE DELETE%'";
    target.prepare_cached(triggers)?.exists([table])
}

/// Takes the access log on where it ends; says whether nothing of it was lost. Months that were erased since are erased.
fn accesses(target: &Connection, source: &mut Source) -> Result<bool, StorageError> {
    const LAST: &str = "SELECT segment, number, hash FROM access_log ORDER BY seq DESC LIMIT 1";
    let last = |connection: &Connection| -> rusqlite::Result<Option<(String, i64, [u8; 32])>> {
        connection.query_row(LAST, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
    };
    let ends = "SELECT coalesce(min(seq), 0), coalesce(max(seq), 0) FROM access_log";
    let ours: i64 = target.query_row(ends, [], |row| row.get(1))?;
    target.execute_batch("SAVEPOINT accesses")?;
    let mut insert =
        target.prepare("INSERT INTO access_log (seq, segment, number, hash, bytes) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut put = |row: Vec<Value>| match row.first() {
        Some(Value::Integer(seq)) if *seq <= ours => Ok(()),
        _ => Ok(insert.execute(rusqlite::params_from_iter(row)).map(drop)?),
    };
    let whole = source.rows(access_log::TABLE, "seq, segment, number, hash, bytes", false, &mut put)?;
    let first = source.ask(|connection| connection.query_row(ends, [], |row| row.get::<_, i64>(0)))?;
    let settled = || -> Result<bool, StorageError> {
        target.execute("DELETE FROM access_log WHERE seq < ?1", [first.unwrap_or(0)])?;
        let Some((segment, number, hash)) = last(target)? else { return Ok(true) };
        let segment = segment.parse().map_err(|_| access_log::unreadable("its month"))?;
        let head = AccessHead { segment, number: number.cast_unsigned(), hash: Hash::from_bytes(hash) };
        access_log::put_head(target, &head)?;
        Ok(access_log::verified(target, Some(&head))?.is_ok())
    };
    if settled().unwrap_or(false) {
        target.execute_batch("RELEASE accesses")?;
        return Ok(whole);
    }
    target.execute_batch("ROLLBACK TO accesses; RELEASE accesses")?;
    Ok(false)
}
