//! What insurers announced and has not come whole, one row a share; and one row a line of a list, advices and statements alike,
//! by which a list finds what it touched. A dossier of which nothing was ever announced writes nothing here.

use super::last_seq;
use crate::{
    error::StorageError,
    recorded::Folded,
    sql::{day, ms, word},
};
use relais_domain::{
    advice::ShortCause,
    circuit::ReturnOutcome,
    dossier::{AmcTrack, Dossier, TrackState},
};
use rusqlite::{Connection, params};
use uuid::Uuid;

pub(super) fn project(folded: &Folded<Dossier>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
    let Some(announced_at) = folded.notes.announced_at else { return Ok(()) };
    for table in ["advice_view", "advice_line_view"] {
        // Undoing a list takes lines away, and there are few of them.
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE dossier = ?1"))?.execute([id.as_bytes()])?;
    }
    for track in &folded.state.amc {
        if is_awaited(track) {
            awaited(track, (id, ms(announced_at), last_seq(folded)), connection)?;
        }
        lines(track, id, connection)?;
    }
    Ok(())
}

/// Announced, and not come whole; a rest that a person gave up is awaited no more.
fn is_awaited(track: &AmcTrack) -> bool {
    let rest = track.advised_cents.is_some_and(|advised| track.paid_cents < advised);
    match track.state {
        TrackState::Advised => rest,
        TrackState::Paid => rest && track.shortfall.is_none_or(ShortCause::rest_may_come),
        _ => false,
    }
}

fn awaited(
    track: &AmcTrack,
    (id, announced_at_ms, seq): (Uuid, i64, i64),
    connection: &Connection,
) -> Result<(), StorageError> {
    let last = track.advices.last();
    // A pharmacy's concentrator announces too.
    let returned = track.circuit.returns.iter().rev().find(|line| line.outcome == ReturnOutcome::Advised);
    let reference = last.and_then(|advice| advice.reference.as_deref());
    let reference = reference.or_else(|| returned.and_then(|line| line.reference.as_deref()));
    connection
        .prepare_cached(
            "INSERT INTO advice_view (dossier, rank, operator, state, advised_cents, paid_cents, advised_on, announced_at_ms, \
             reference, pays_on, updated_seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            id.as_bytes(),
            track.rank,
            track.card.as_ref().and_then(|card| card.operator.as_ref()).map(|operator| operator.as_str()),
            word(&track.state)?,
            track.advised_cents.map(|advised| advised.get()),
            track.paid_cents.get(),
            day(track.advised_on),
            announced_at_ms,
            reference,
            day(last.and_then(|advice| advice.pays_on)),
            seq,
        ])?;
    Ok(())
}

fn lines(track: &AmcTrack, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
    let mut insert = connection
        .prepare_cached("INSERT INTO advice_line_view (dossier, rank, position, import) VALUES (?1, ?2, ?3, ?4)")?;
    for (position, advice) in (1i64..).zip(&track.advices) {
        insert.execute(params![id.as_bytes(), track.rank, position, advice.import.0.as_bytes()])?;
    }
    Ok(())
}
