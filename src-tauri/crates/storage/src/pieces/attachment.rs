//! Pieces that were handed in rather than printed: the operator's letter of commitment, a picture of a message. Sealed and
//! erased like the papers; the journal speaks of them in the stream they are attached to.

use super::{Sealed, open};
use crate::{database::Database, error::StorageError, queries::Queries, rows::IncidentPieceRow, tx::Tx};
use relais_domain::{
    document::PieceSeal,
    ids::{DocumentId, IncidentId},
};
use zeroize::Zeroizing;

/// What the sealed bytes of a piece of an incident are bound to.
const INCIDENT: &str = "incident_piece";

impl Tx<'_> {
    /// Keeps the bytes of a piece handed in for an incident, and gives what the journal says of them.
    pub fn put_incident_piece(&mut self, piece: DocumentId, bytes: &[u8]) -> Result<PieceSeal, StorageError> {
        self.put(piece.0, INCIDENT, bytes)
    }
}

impl Database {
    /// The very bytes of a piece of an incident, or what became of them; none when the incident has no such piece.
    pub fn open_incident_piece(
        &self,
        incident: IncidentId,
        piece: DocumentId,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        let snapshot = self.snapshot()?;
        let Some(row) = snapshot.queries()?.incident_piece(incident, piece)? else { return Ok(None) };
        let practice = self.identity().practice;
        Ok(Some(open(snapshot.connection()?, self.folder(), practice, &sealed(&row))??))
    }
}

/// Every piece of every incident, with the name it was attached under; erased, it has none.
pub(super) fn all(queries: &Queries<'_>) -> Result<Vec<(IncidentPieceRow, String)>, StorageError> {
    let pieces = queries.incident_pieces()?.into_iter();
    pieces.map(|row| Ok((row.clone(), queries.text(row.name)?.unwrap_or_default()))).collect()
}

/// The piece as the journal speaks of it.
pub(super) fn sealed(row: &IncidentPieceRow) -> Sealed<'_> {
    Sealed { id: row.id.0, kind: INCIDENT, seal: &row.seal }
}
