//! What is in the drawer by the books, and the inventories made of it, the latest first.

use super::{MAX_ROWS, Queries, all, one};
use crate::{
    error::StorageError,
    rows::{InventoryRow, Page},
    sql::Columns,
};
use relais_domain::{
    ids::{ChequeId, InventoryId},
    inventory::CountedCheque,
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, year, counted_on, counted_with, found, missing, unknown, expected_cents, found_cents, \
             sheet FROM inventory_view ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// What the books say is in the drawer, in the order the cheques came; as `ChequeState::is_in_the_drawer`.
    pub fn drawer(&self) -> Result<Vec<CountedCheque>, StorageError> {
        let sql = "SELECT id, amount_cents FROM cheque_view WHERE state IN ('kept', 'rejected', 'certificate_requested', \
                   'certificate_received', 'opposed') ORDER BY receipt_year, receipt_number, id";
        let line = |columns: &mut Columns<'_, '_>| {
            Ok(CountedCheque { cheque: columns.id::<ChequeId>()?, amount_cents: columns.cents()? })
        };
        all(self.connection, sql, [], line)
    }

    /// One inventory.
    pub fn inventory(&self, id: InventoryId) -> Result<Option<InventoryRow>, StorageError> {
        one(self.connection, select!("WHERE id = ?1"), [id.0.as_bytes()], inventory_row)
    }

    /// The inventories, the latest first.
    pub fn inventories(&self, page: Page) -> Result<Vec<InventoryRow>, StorageError> {
        let sql = select!("ORDER BY year DESC, number DESC LIMIT ?1 OFFSET ?2");
        all(self.connection, sql, (page.limit.min(MAX_ROWS), page.offset), inventory_row)
    }

    /// How many inventories there are.
    pub fn inventories_count(&self) -> Result<u32, StorageError> {
        let sql = "SELECT count(*) FROM inventory_view";
        Ok(one(self.connection, sql, [], |columns| columns.take())?.unwrap_or(0))
    }
}

fn inventory_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<InventoryRow> {
    Ok(InventoryRow {
        id: columns.id()?,
        number: columns.take()?,
        year: columns.take()?,
        counted_on: columns.day()?,
        counted_with: columns.id_opt()?,
        found: columns.json()?,
        missing: columns.json()?,
        unknown: columns.json()?,
        expected_cents: columns.cents()?,
        found_cents: columns.cents()?,
        sheet: columns.id()?,
    })
}
