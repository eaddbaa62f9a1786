//! What is known of a dossier's shares in the pharmacy's own circuit: one row a share, as it stands, and one a line of a
//! list, by which the same line is recognised. A dossier that never met the circuit writes nothing here.

use super::last_seq;
use crate::{
    error::StorageError,
    recorded::Folded,
    sql::{day, ms, word, word_of},
};
use relais_domain::{
    dossier::{AmcTrack, Dossier, TrackState},
    ids::ImportId,
};
use rusqlite::{Connection, params};
use uuid::Uuid;

pub(super) fn project(folded: &Folded<Dossier>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
    let Some(known_at) = folded.notes.circuit_at else { return Ok(()) };
    for table in ["circuit_view", "circuit_line_view"] {
        // Undoing a list takes lines away, and there are few of them.
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE dossier = ?1"))?.execute([id.as_bytes()])?;
    }
    for track in &folded.state.amc {
        if track.state == TrackState::Entrusted || !track.circuit.transmissions.is_empty() {
            standing(track, (id, ms(known_at), last_seq(folded)), connection)?;
            lines(track, id, connection)?;
        }
    }
    Ok(())
}

fn standing(
    track: &AmcTrack,
    (id, known_at_ms, seq): (Uuid, i64, i64),
    connection: &Connection,
) -> Result<(), StorageError> {
    let sent = track.circuit.transmissions.last();
    let back = track.circuit.returns.last();
    connection
        .prepare_cached(
            "INSERT INTO circuit_view (dossier, rank, state, lot, invoice, transmitted_on, amount_cents, twice, outcome, \
             code, wording, reference, returned_on, returned_cents, known_at_ms, updated_seq) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            id.as_bytes(),
            track.rank,
            word(&track.state)?,
            sent.and_then(|sent| sent.lot.as_ref()).map(|lot| lot.as_str()),
            sent.and_then(|sent| sent.invoice.as_ref()).map(|invoice| invoice.as_str()),
            day(sent.and_then(|sent| sent.on)),
            sent.and_then(|sent| sent.amount_cents).map(|amount| amount.get()),
            track.circuit.sent_twice(),
            word_of(back.map(|back| &back.outcome))?,
            back.and_then(|back| back.code.as_deref()),
            back.and_then(|back| back.wording).map(|wording| wording.0.into_bytes()),
            back.and_then(|back| back.reference.as_deref()),
            day(back.and_then(|back| back.on)),
            back.and_then(|back| back.amount_cents).map(|amount| amount.get()),
            known_at_ms,
            seq,
        ])?;
    Ok(())
}

fn lines(track: &AmcTrack, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
    let circuit = &track.circuit;
    let sent = circuit.transmissions.iter().map(|line| ("transmitted", &line.lot, line.invoice.as_ref(), line.import));
    let back = circuit.returns.iter().map(|line| ("returned", &line.lot, Some(&line.invoice), Some(line.import)));
    let mut insert = connection.prepare_cached(
        "INSERT INTO circuit_line_view (dossier, rank, position, what, lot, invoice, import) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (position, (what, lot, invoice, import)) in (1i64..).zip(sent.chain(back)) {
        insert.execute(params![
            id.as_bytes(),
            track.rank,
            position,
            what,
            lot.as_ref().map(|lot| lot.as_str()),
            invoice.map(|invoice| invoice.as_str()),
            import.map(|ImportId(import)| import.into_bytes()),
        ])?;
    }
    Ok(())
}
