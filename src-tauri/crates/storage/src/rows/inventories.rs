//! Inventories of the drawer.

use jiff::civil::Date;
use relais_domain::{
    ids::{DocumentId, InventoryId, TextId},
    inventory::{CountedCheque, MissingCheque, UnknownPaper},
    money::Cents,
};

/// An inventory in a list, with what was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryRow {
    /// The inventory.
    pub id: InventoryId,
    /// Its number in the year.
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// The day.
    pub counted_on: Date,
    /// The name of the second person.
    pub counted_with: Option<TextId>,
    /// The cheques found where the books said.
    pub found: Vec<CountedCheque>,
    /// Those that were not there.
    pub missing: Vec<MissingCheque>,
    /// The papers the books do not know.
    pub unknown: Vec<UnknownPaper>,
    /// What the books said was here, in cents.
    pub expected_cents: Cents,
    /// What of it was found, in cents.
    pub found_cents: Cents,
    /// The sheet to sign.
    pub sheet: DocumentId,
}
