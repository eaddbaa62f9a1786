//! A cover as other dossiers know it.

use super::dossier_label;
use jiff::Timestamp;
use relais_domain::ids::DossierId;

/// One complementary of a dossier in which something is known of the same person's same cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverRow {
    /// The dossier.
    pub dossier: DossierId,
    /// Of which complementary.
    pub rank: u8,
    /// Its number in the year.
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// When anything was last known of a cover of that dossier.
    pub known_at: Timestamp,
}

impl CoverRow {
    /// « 2024-0187 ».
    pub fn label(&self) -> String {
        dossier_label(self.year, self.number)
    }
}
