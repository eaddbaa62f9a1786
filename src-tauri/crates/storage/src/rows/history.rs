//! What a history of platforms and incidents leaves to look at.

use jiff::Timestamp;
use relais_domain::{
    document::PieceSeal,
    ids::{DocumentId, TextId},
    incident::PieceMedia,
    platform::{FailureCode, FunctionState, StateSource},
    source::SourceCode,
};

/// A state a function went into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRow {
    /// Since when.
    pub since: Timestamp,
    /// Which.
    pub state: FunctionState,
    /// Why.
    pub cause: Option<FailureCode>,
    /// From whom it is known.
    pub source: StateSource,
    /// Who said it, when a person passed it on.
    pub said_by: Option<SourceCode>,
    /// In which words.
    pub text: Option<TextId>,
}

/// The calls of one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourRow {
    /// Its first instant.
    pub hour: Timestamp,
    /// Calls.
    pub calls: u32,
    /// Of which failed.
    pub failures: u32,
}

/// A piece kept with an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentPieceRow {
    /// The piece.
    pub id: DocumentId,
    /// Its name, in its erasable place.
    pub name: TextId,
    /// What it is.
    pub media: PieceMedia,
    /// What its bytes must be.
    pub seal: PieceSeal,
}
