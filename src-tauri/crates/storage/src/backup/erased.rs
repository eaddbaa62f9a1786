//! What a practice erased, read from its folder: a backup of before knows nothing of it, and whoever was erased must not come back
//! with it. Nothing is written there, and of what cannot be read nothing is said.

use super::source::Source;
use crate::{error::StorageError, folder::PracticeFolder, key::DatabaseKey, recorded::read_event};
use relais_domain::{
    ids::PurgeId,
    purge::{Purge, PurgeEvent},
    stream::Stream,
};
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
