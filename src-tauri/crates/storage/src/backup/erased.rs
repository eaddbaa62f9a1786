//! What a practice erased: a backup of before knows nothing of it, and whoever was erased must not come back with it. What a purge
//! erased is read from the practice's folder, where nothing is written, and of what cannot be read nothing is said; what went by
//! its own clock is told by the journal that was taken on.

use super::source::Source;
use crate::{
    erasing::IS_A_PICTURE, error::StorageError, folder::PracticeFolder, key::DatabaseKey, queries::Queries,
    recorded::read_event,
};
use relais_domain::{
    credential::Credential,
    ids::PurgeId,
    purge::{Purge, PurgeEvent},
    stream::Stream,
};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The purges that the journal in `folder` holds, each with its events in order.
pub fn purges_in(folder: &PracticeFolder, key: &DatabaseKey) -> Result<Vec<(PurgeId, Vec<PurgeEvent>)>, StorageError> {
    const ENTRIES: &str =
        "SELECT seq, stream_id, bytes FROM journal WHERE stream_kind = ?1 ORDER BY stream_id, stream_version";
    let rows = Source::new(Some(folder), key).ask(|connection| {
        let mut statement = connection.prepare(ENTRIES)?;
        let rows = statement.query_map([Purge::KIND.word()], |row| {
            Ok((row.get::<_, i64>(0)?, Uuid::from_bytes(row.get(1)?), row.get::<_, Vec<u8>>(2)?))
        })?;
        rows.collect::<Result<Vec<_>, _>>()
    })?;
    let mut purges: Vec<(PurgeId, Vec<PurgeEvent>)> = Vec::new();
    for (seq, id, bytes) in rows.unwrap_or_default() {
        let (event, _) = read_event::<PurgeEvent>(seq, &bytes)?;
        match purges.last_mut() {
            Some((purge, events)) if purge.0 == id => events.push(event),
            _ => purges.push((PurgeId(id), vec![event])),
        }
    }
    Ok(purges)
}

/// Erases what the journal says is gone: a table that cannot be read whole keeps the backup's rows, and with them pictures,
/// accounts and secrets that were erased since. What no entry speaks of goes too: no clock would ever erase it.
pub(super) fn erase_what_went(connection: &Connection) -> Result<(), StorageError> {
    const GONE: &str = "NOT IN (SELECT id FROM credential_view WHERE state IN ('kept', 'removed'))";
    connection.execute_batch(&format!(
        "DELETE FROM credential_item WHERE credential {GONE};
         DELETE FROM credential WHERE id {GONE};
         DELETE FROM credential_item WHERE part = 'client_key' AND credential IN
             (SELECT id FROM credential WHERE json_extract(facts, '$.certificate') IS NULL);"
    ))?;
    let mut secrets = connection.prepare("SELECT id, secret FROM credential_view")?;
    let mut drop =
        connection.prepare("DELETE FROM credential_item WHERE credential = ?1 AND part = 'secret' AND number < ?2")?;
    let mut rows = secrets.query([])?;
    while let Some(row) = rows.next()? {
        let account = Credential { secret: row.get(1)?, ..Credential::default() };
        drop.execute(params![row.get::<_, [u8; 16]>(0)?, account.oldest_kept()])?;
    }
    let kept: BTreeSet<Uuid> = Queries::over(connection).pictures()?.iter().map(|(_, kept)| kept.picture.0).collect();
    let mut pictures = connection.prepare(&format!("SELECT id FROM piece WHERE {IS_A_PICTURE}"))?;
    let there = pictures.query_map([], |row| Ok(Uuid::from_bytes(row.get(0)?)))?.collect::<Result<Vec<_>, _>>()?;
    for gone in there.into_iter().filter(|picture| !kept.contains(picture)) {
        connection.execute("DELETE FROM piece WHERE id = ?1", [gone.as_bytes()])?;
    }
    Ok(())
}
