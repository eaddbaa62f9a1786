//! The hours of a platform: how many calls each function got and how many failed.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word},
};
use relais_domain::availability::{Availability, AvailabilityEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for Availability {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "availability",
        version: 1,
        tables: &[("availability_view", "platform, hour_ms, function")],
        ddl: "
        CREATE TABLE availability_view (
            platform TEXT NOT NULL,
            hour_ms  INTEGER NOT NULL,
            function TEXT NOT NULL,
            calls    INTEGER NOT NULL CHECK (calls > 0),
            failures INTEGER NOT NULL CHECK (failures BETWEEN 0 AND calls),
            updated_seq INTEGER NOT NULL,
            PRIMARY KEY (platform, hour_ms, function)
        ) STRICT, WITHOUT ROWID;
        ",
    };

    fn note(_: &mut (), _: &AvailabilityEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, _: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(platform) = &folded.state.platform else { return Ok(()) };
        let mut statement = connection.prepare_cached(upsert!(
            "availability_view",
            (platform, hour_ms, function),
            (calls, failures, updated_seq)
        ))?;
        for ((hour, function), (calls, failures)) in &folded.state.hours {
            statement.execute(params![
                platform.as_str(),
                ms(*hour),
                word(function)?,
                calls,
                failures,
                last_seq(folded)
            ])?;
        }
        Ok(())
    }
}
