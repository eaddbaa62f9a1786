//! Beside the journal: what the accounts of the vault are called, their sealed items, and when each was last used.
//!
//! An erasable place. An item comes here sealed under a key this database does not have, and leaves as it came: nothing here
//! can open one. Which secret is the present one is told by the journal's view.

use crate::{
    error::StorageError,
    queries::Queries,
    rows::{CredentialRow, SealedRow},
    schema::Migration,
    sql::{Columns, ms, word},
    tx::Tx,
};
use jiff::Timestamp;
use relais_domain::{credential::CredentialFacts, ids::CredentialId};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 12,
    sql: "
    CREATE TABLE credential (
        id      BLOB PRIMARY KEY CHECK (length(id) = 16),
        facts   TEXT NOT NULL CHECK (json_valid(facts)),
        used_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE credential_item (
        credential BLOB NOT NULL REFERENCES credential (id),
        part       TEXT NOT NULL,
        number     INTEGER NOT NULL CHECK (number >= 0),
        sealed     BLOB NOT NULL,
        set_ms     INTEGER NOT NULL,
        PRIMARY KEY (credential, part, number)
    ) STRICT, WITHOUT ROWID;
    ",
}];

/// What a sealed item of an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SealedPart {
    /// A secret, by its number.
    Secret,
    /// The seed of its codes.
    Seed,
    /// The notes.
    Notes,
    /// The key of a connector's client certificate, in PEM.
    ClientKey,
}

impl Tx<'_> {
    /// Keeps what an account is called.
    pub fn put_credential(&mut self, id: CredentialId, facts: &CredentialFacts) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO credential (id, facts) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET facts = excluded.facts",
            )?
            .execute(params![id.0.as_bytes(), serde_json::to_string(facts)?])?;
        Ok(())
    }

    /// Keeps a sealed item of an account, in the place of what had its number.
    pub fn put_sealed(
        &mut self,
        id: CredentialId,
        part: SealedPart,
        number: u32,
        sealed: &[u8],
    ) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO credential_item (credential, part, number, sealed, set_ms) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (credential, part, number) DO UPDATE SET sealed = excluded.sealed, set_ms = excluded.set_ms",
            )?
            .execute(params![id.0.as_bytes(), word(&part)?, number, sealed, ms(self.recorded_at())])?;
        Ok(())
    }

    /// Erases the items of a part whose number is below `oldest`.
    pub fn drop_sealed(&mut self, id: CredentialId, part: SealedPart, oldest: u32) -> Result<(), StorageError> {
        self.connection
            .prepare_cached("DELETE FROM credential_item WHERE credential = ?1 AND part = ?2 AND number < ?3")?
            .execute(params![id.0.as_bytes(), word(&part)?, oldest])?;
        Ok(())
    }

    /// Keeps when an account was last used.
    pub fn put_credential_used(&mut self, id: CredentialId, at: Timestamp) -> Result<(), StorageError> {
        Ok(put_used(self.connection, id, at)?)
    }

    /// Erases an account: what it is called and every sealed item.
    pub fn erase_credential(&mut self, id: CredentialId) -> Result<(), StorageError> {
        let key = params![id.0.as_bytes()];
        self.connection.prepare_cached("DELETE FROM credential_item WHERE credential = ?1")?.execute(key)?;
        self.connection.prepare_cached("DELETE FROM credential WHERE id = ?1")?.execute(key)?;
        Ok(())
    }
}

/// Keeps when an account was last used; an earlier use tells nothing new.
pub(crate) fn put_used(connection: &Connection, id: CredentialId, at: Timestamp) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE credential SET used_ms = max(coalesce(used_ms, 0), ?2) WHERE id = ?1")?
        .execute(params![id.0.as_bytes(), ms(at)])
        .map(drop)
}

const ROWS: &str = "SELECT c.id, c.facts, v.state, v.secret, v.added_ms, v.secret_ms, v.removed_ms, c.used_ms, \
                    (SELECT json_group_array(DISTINCT i.part) FROM credential_item i WHERE i.credential = c.id) \
                    FROM credential c JOIN credential_view v ON v.id = c.id";

impl Queries<'_> {
    /// Every account that is not erased.
    pub fn credentials(&self) -> Result<Vec<CredentialRow>, StorageError> {
        let mut statement = self.connection().prepare_cached(ROWS)?;
        let rows = statement.query_map([], |row| credential(&mut Columns::of(row)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Those of connectors, put away or not.
    pub fn connector_credentials(&self) -> Result<Vec<CredentialRow>, StorageError> {
        let sql = format!("{ROWS} WHERE json_extract(c.facts, '$.for_connector')");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| credential(&mut Columns::of(row)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One account.
    pub fn credential(&self, id: CredentialId) -> Result<Option<CredentialRow>, StorageError> {
        let mut statement = self.connection().prepare_cached(&format!("{ROWS} WHERE c.id = ?1"))?;
        Ok(statement.query_row([id.0.as_bytes()], |row| credential(&mut Columns::of(row))).optional()?)
    }

    /// The sealed items of an account, the oldest secret first.
    pub fn sealed_items(&self, id: CredentialId) -> Result<Vec<SealedRow>, StorageError> {
        let sql = "SELECT credential, part, number, sealed, set_ms FROM credential_item WHERE credential = ?1 \
                   ORDER BY part, number";
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map([id.0.as_bytes()], |row| sealed(&mut Columns::of(row)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The present secret of every account in use, sealed.
    pub fn sealed_secrets(&self) -> Result<Vec<SealedRow>, StorageError> {
        let sql = "SELECT i.credential, i.part, i.number, i.sealed, i.set_ms FROM credential_item i \
                   JOIN credential_view v ON v.id = i.credential AND v.secret = i.number AND v.state = 'kept' \
                   WHERE i.part = 'secret'";
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| sealed(&mut Columns::of(row)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn credential(columns: &mut Columns<'_, '_>) -> rusqlite::Result<CredentialRow> {
    Ok(CredentialRow {
        id: columns.id()?,
        facts: columns.json()?,
        state: columns.word()?,
        secret: columns.take()?,
        added_at: columns.at()?,
        secret_at: columns.at()?,
        removed_at: columns.at_opt()?,
        used_at: columns.at_opt()?,
        parts: columns.json()?,
    })
}

fn sealed(columns: &mut Columns<'_, '_>) -> rusqlite::Result<SealedRow> {
    Ok(SealedRow {
        credential: columns.id()?,
        part: columns.word()?,
        number: columns.take()?,
        sealed: columns.take()?,
        set_at: columns.at()?,
    })
}
