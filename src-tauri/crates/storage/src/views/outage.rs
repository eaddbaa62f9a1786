//! What an outage makes of a dossier: how much the practice carries of it, and what was written off. A dossier that no
//! incident touched and nobody wrote off writes nothing here.

use super::upsert::upsert;
use crate::{error::StorageError, recorded::Folded, sql::ms};
use relais_domain::dossier::{Dossier, Opened};
use rusqlite::{Connection, params};
use uuid::Uuid;

pub(super) fn project(
    folded: &Folded<Dossier>,
    opened: &Opened,
    id: Uuid,
    connection: &Connection,
) -> Result<(), StorageError> {
    let dossier = &folded.state;
    let incident = dossier.way.and_then(|(_, incident)| incident);
    // What was taken back leaves its row, which says so.
    if !folded.notes.outage_touched {
        return Ok(());
    }
    let written_off = dossier.written_off.as_ref().map(|off| off.total().get());
    connection
        .prepare_cached(upsert!(
            "dossier_outage_view",
            (dossier),
            once(person),
            (incident, carried_cents, written_off_cents, write_off_from_ms, given_up)
        ))?
        .execute(params![
            id.as_bytes(),
            opened.person.0.as_bytes(),
            incident.map(|incident| incident.0.into_bytes()),
            dossier.carried().get(),
            written_off,
            dossier.write_off_asked.map(|asked| ms(asked.confirm_from)),
            dossier.is_given_up(),
        ])?;
    Ok(())
}
