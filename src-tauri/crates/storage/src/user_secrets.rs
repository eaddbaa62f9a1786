//! Beside the journal: what proves a user's PIN, how often it and the passphrase were tried since they were last right, and when
//! he was last at work.
//!
//! An erasable place: none of it is a fact of the business, and a proof of four digits must not lie in a journal that is
//! archived. A passphrase is proved by the key file. A try is written by a command of its own, before it is looked at, so that
//! ending the program gives none back.

use crate::{
    error::StorageError,
    queries::Queries,
    schema::Migration,
    sql::{Columns, ms},
    tx::Tx,
};
use jiff::Timestamp;
use relais_domain::{ids::UserId, tries::Tries};
use rusqlite::{OptionalExtension, params};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 11,
    sql: "
    CREATE TABLE user_secret (
        user                BLOB PRIMARY KEY CHECK (length(user) = 16),
        pin                 TEXT CHECK (pin IS NULL OR json_valid(pin)),
        pin_tries           INTEGER NOT NULL DEFAULT 0,
        pin_tried_ms        INTEGER,
        passphrase_tries    INTEGER NOT NULL DEFAULT 0,
        passphrase_tried_ms INTEGER,
        last_seen_ms        INTEGER
    ) STRICT, WITHOUT ROWID;
    ",
}];

/// What a user shows to prove who he is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// A few digits.
    Pin,
    /// The passphrase.
    Passphrase,
}

/// What is known of a user's secrets; of one who has none yet, nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserSecretRow {
    /// The proof of the PIN, as the vault spells it.
    pub pin: Option<String>,
    /// Tries of the PIN.
    pub pin_tries: Tries,
    /// Tries of the passphrase.
    pub passphrase_tries: Tries,
    /// When he last came to work.
    pub last_seen: Option<Timestamp>,
}

impl Tx<'_> {
    /// Counts a try that is about to be looked at.
    pub fn count_try(&mut self, user: UserId, kind: SecretKind, at: Timestamp) -> Result<(), StorageError> {
        let sql = match kind {
            SecretKind::Pin => {
                "INSERT INTO user_secret (user, pin_tries, pin_tried_ms) VALUES (?1, 1, ?2) ON CONFLICT (user) DO UPDATE \
                 SET pin_tries = pin_tries + 1, pin_tried_ms = excluded.pin_tried_ms"
            }
            SecretKind::Passphrase => {
                "INSERT INTO user_secret (user, passphrase_tries, passphrase_tried_ms) VALUES (?1, 1, ?2) \
                 ON CONFLICT (user) DO UPDATE SET passphrase_tries = passphrase_tries + 1, \
                 passphrase_tried_ms = excluded.passphrase_tried_ms"
            }
        };
        self.connection.prepare_cached(sql)?.execute(params![user.0.as_bytes(), ms(at)])?;
        Ok(())
    }

    /// It was right: what was tried before counts no more. A PIN that is right says nothing of the passphrase.
    pub fn forget_tries(&mut self, user: UserId, kind: SecretKind) -> Result<(), StorageError> {
        let sql = match kind {
            SecretKind::Pin => "UPDATE user_secret SET pin_tries = 0 WHERE user = ?1",
            SecretKind::Passphrase => "UPDATE user_secret SET pin_tries = 0, passphrase_tries = 0 WHERE user = ?1",
        };
        self.connection.prepare_cached(sql)?.execute([user.0.as_bytes()])?;
        Ok(())
    }

    /// Keeps the proof of a PIN, or that there is none; nothing was tried of it.
    pub fn put_user_pin(&mut self, user: UserId, proof: Option<&str>) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO user_secret (user, pin) VALUES (?1, ?2) \
                 ON CONFLICT (user) DO UPDATE SET pin = excluded.pin, pin_tries = 0",
            )?
            .execute(params![user.0.as_bytes(), proof])?;
        Ok(())
    }

    /// Keeps when a user came to work.
    pub fn put_user_seen(&mut self, user: UserId, at: Timestamp) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO user_secret (user, last_seen_ms) VALUES (?1, ?2) \
                 ON CONFLICT (user) DO UPDATE SET last_seen_ms = excluded.last_seen_ms",
            )?
            .execute(params![user.0.as_bytes(), ms(at)])?;
        Ok(())
    }
}

impl Queries<'_> {
    /// What is known of a user's secrets.
    pub fn user_secret(&self, user: UserId) -> Result<UserSecretRow, StorageError> {
        let sql = "SELECT pin, pin_tries, pin_tried_ms, passphrase_tries, passphrase_tried_ms, last_seen_ms \
                   FROM user_secret WHERE user = ?1";
        let row = self.connection().prepare_cached(sql)?.query_row([user.0.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            Ok(UserSecretRow {
                pin: columns.take()?,
                pin_tries: Tries { count: columns.take()?, last: columns.at_opt()? },
                passphrase_tries: Tries { count: columns.take()?, last: columns.at_opt()? },
                last_seen: columns.at_opt()?,
            })
        });
        Ok(row.optional()?.unwrap_or_default())
    }
}
