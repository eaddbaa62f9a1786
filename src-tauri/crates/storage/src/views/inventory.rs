//! An inventory's row, what was counted in it: it is read with it.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
};
use relais_domain::inventory::{Inventory, InventoryEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for Inventory {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "inventory",
        version: 1,
        tables: &[("inventory_view", "id")],
        ddl: "
        CREATE TABLE inventory_view (
            id             BLOB PRIMARY KEY CHECK (length(id) = 16),
            number         INTEGER NOT NULL,
            year           INTEGER NOT NULL,
            counted_on     TEXT NOT NULL,
            counted_with   BLOB CHECK (counted_with IS NULL OR length(counted_with) = 16),
            found          TEXT NOT NULL CHECK (json_valid(found)),
            missing        TEXT NOT NULL CHECK (json_valid(missing)),
            unknown        TEXT NOT NULL CHECK (json_valid(unknown)),
            expected_cents INTEGER NOT NULL,
            found_cents    INTEGER NOT NULL,
            sheet          BLOB NOT NULL CHECK (length(sheet) = 16),
            updated_seq    INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX inventory_counted ON inventory_view (year, number);
        ",
    };

    fn note(_: &mut (), _: &InventoryEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(counted) = &folded.state.counted else { return Ok(()) };
        connection
            .prepare_cached(upsert!(
                "inventory_view",
                (id),
                once(number, year, counted_on),
                (counted_with, found, missing, unknown, expected_cents, found_cents, sheet, updated_seq)
            ))?
            .execute(params![
                id.as_bytes(),
                counted.number,
                counted.year,
                counted.on.to_string(),
                counted.counted_with.map(|name| name.0.into_bytes()),
                serde_json::to_string(&counted.found)?,
                serde_json::to_string(&counted.missing)?,
                serde_json::to_string(&counted.unknown)?,
                counted.expected().get(),
                counted.found_cents().get(),
                counted.sheet.0.as_bytes(),
                last_seq(folded),
            ])?;
        Ok(())
    }
}
