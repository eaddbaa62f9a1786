//! A platform's row and the state of its functions.

use super::{Tables, View, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{ms, word, word_of},
};
use relais_domain::platform::{Platform, PlatformEvent};
use rusqlite::{Connection, params};
use uuid::Uuid;

impl View for Platform {
    type Notes = ();
    const TABLES: Tables = Tables {
        name: "platform",
        version: 1,
        tables: &[("platform_view", "id"), ("platform_function_view", "platform, function")],
        ddl: "
        CREATE TABLE platform_view (
            id          BLOB PRIMARY KEY CHECK (length(id) = 16),
            code        TEXT NOT NULL,
            serial      INTEGER NOT NULL,
            label       TEXT NOT NULL,
            channel     TEXT NOT NULL,
            base_url    TEXT,
            token_url   TEXT,
            client_id   TEXT,
            portal_url  TEXT,
            updated_seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE platform_function_view (
            platform TEXT NOT NULL,
            function TEXT NOT NULL,
            state    TEXT NOT NULL,
            cause    TEXT,
            source   TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            PRIMARY KEY (platform, function)
        ) STRICT, WITHOUT ROWID;
        ",
    };

    fn note(_: &mut (), _: &PlatformEvent, _: Envelope) {}

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(configured) = &folded.state.configured else {
            // Never configured, or removed.
            connection
                .prepare_cached(
                    "DELETE FROM platform_function_view WHERE platform = (SELECT code FROM platform_view WHERE id = ?1)",
                )?
                .execute([id.as_bytes()])?;
            connection.prepare_cached("DELETE FROM platform_view WHERE id = ?1")?.execute([id.as_bytes()])?;
            return Ok(());
        };
        let code = configured.platform.as_str();
        connection
            .prepare_cached(upsert!(
                "platform_view",
                (id),
                (code, serial, label, channel, base_url, token_url, client_id, portal_url, updated_seq)
            ))?
            .execute(params![
                id.as_bytes(),
                code,
                folded.first.map(|envelope| envelope.seq),
                configured.label,
                word(&configured.channel)?,
                configured.base_url,
                configured.token_url,
                configured.client_id,
                configured.portal_url,
                last_seq(folded),
            ])?;
        let mut statement = connection.prepare_cached(upsert!(
            "platform_function_view",
            (platform, function),
            (state, cause, source, since_ms)
        ))?;
        for (function, status) in &folded.state.functions {
            statement.execute(params![
                code,
                word(function)?,
                word(&status.state)?,
                word_of(status.cause.as_ref())?,
                word(&status.source)?,
                ms(status.since),
            ])?;
        }
        Ok(())
    }
}
