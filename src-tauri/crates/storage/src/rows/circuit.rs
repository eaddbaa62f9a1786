//! The pharmacy's own circuit, and the lists that were imported.

use super::{PersonName, TrackRow};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    circuit::ReturnOutcome,
    dossier::TrackState,
    ids::{DossierId, ImportId},
    money::Cents,
    tabular::TableKind,
};

/// One share in the circuit, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircuitRow {
    /// The dossier.
    pub dossier: DossierId,
    /// Its number, as people read it.
    pub label: String,
    /// The customer's name.
    pub name: PersonName,
    /// The complementary's rank.
    pub rank: u8,
    /// Where the share stands.
    pub state: TrackState,
    /// The lot it was in last.
    pub lot: Option<String>,
    /// The invoice's number.
    pub invoice: Option<String>,
    /// The day of that lot.
    pub transmitted_on: Option<Date>,
    /// What was transmitted, in cents, when said.
    pub amount_cents: Option<Cents>,
    /// It had left from here too.
    pub twice: bool,
    /// What came back last.
    pub outcome: Option<ReturnOutcome>,
    /// The code of a rejection.
    pub code: Option<String>,
    /// Its wording, from the erasable place.
    pub wording: Option<String>,
    /// The reference of an agreement or of an announced payment.
    pub reference: Option<String>,
    /// The day of the return.
    pub returned_on: Option<Date>,
    /// What the return says, in cents.
    pub returned_cents: Option<Cents>,
    /// When the circuit was last heard of.
    pub known_at: Timestamp,
    /// Every share of the dossier.
    pub tracks: Vec<TrackRow>,
}

impl CircuitRow {
    /// The share itself.
    pub fn share_cents(&self) -> Cents {
        self.tracks.iter().find(|track| track.rank == self.rank).map_or(Cents::ZERO, |track| track.share_cents)
    }
}

/// A list that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // As `ImportRecorded` of the rules.
pub struct ImportRow {
    pub id: ImportId,
    pub table: TableKind,
    /// The name of the file; none when it was pasted, or once erased.
    pub name: Option<String>,
    /// The SHA-256 of its bytes, in hex; none once erased.
    pub checksum: Option<String>,
    pub taken: u32,
    pub opened: u32,
    pub known: u32,
    pub left_out: u32,
    pub faulty: u32,
    pub total_cents: Cents,
    pub taken_at: Timestamp,
    pub undone_at: Option<Timestamp>,
    /// Dossiers put back, and dossiers left, once undone.
    pub undone: Option<u32>,
    pub kept: Option<u32>,
}
