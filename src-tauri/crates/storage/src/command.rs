//! One command: its envelope, its idempotency, and its single transaction.

use crate::{
    connection, error::StorageError, folder::PracticeFolder, identity::Identity, phase::Phase, pieces::Written,
    queries::Queries, schema::Migration, sql::ms, tx::Tx, writer::Writing,
};
use jiff::Timestamp;
use relais_domain::ids::{CommandId, UserId};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Serialize, de::DeserializeOwned};
use std::ops::{Deref, DerefMut};
use thiserror::Error;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 2,
    sql: "
    CREATE TABLE command (
        id             BLOB PRIMARY KEY CHECK (length(id) = 16),
        request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
        recorded_at_ms INTEGER NOT NULL,
        response       TEXT NOT NULL CHECK (json_valid(response))
    ) STRICT, WITHOUT ROWID;
    ",
}];

/// Who asks for what, and when: what makes a command the same command when it is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandEnvelope {
    /// Made by the caller; repeated, the recorded response comes back.
    pub command_id: CommandId,
    /// SHA-256 of the request: the same id with another content is refused.
    pub request_digest: [u8; 32],
    /// Who acts.
    pub actor: UserId,
    /// When, from the clock port.
    pub recorded_at: Timestamp,
}

/// Why a command did not happen.
#[derive(Debug, Error)]
pub enum CommandError<E> {
    /// The rules refused, or the closure failed; nothing of it remains.
    #[error("refused")]
    Refused(E),
    /// The id was used for another request.
    #[error("this command id was used for another request")]
    Reused,
    /// The storage failed; nothing of the command remains.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl<E> From<rusqlite::Error> for CommandError<E> {
    fn from(error: rusqlite::Error) -> Self {
        CommandError::Storage(error.into())
    }
}

/// Where a command runs.
pub(crate) struct Ground {
    pub(crate) identity: Identity,
    pub(crate) folder: PracticeFolder,
}

/// Runs a command on the writer's connection, and looks at what stands after it: what `see` finds is of the same moment.
pub(crate) fn run<R, V, E>(
    writing: &mut Writing,
    ground: Ground,
    envelope: CommandEnvelope,
    decide: impl FnOnce(&mut Tx<'_>) -> Result<R, E>,
    see: impl FnOnce(&Queries<'_>, &R) -> Result<V, E>,
) -> Result<(R, V), CommandError<E>>
where
    R: Serialize + DeserializeOwned,
{
    let Ground { identity, folder } = ground;
    writing.reached(Phase::BeforeBegin);
    let (connection, mut reached) = writing.split();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Some(recorded) = recorded(&transaction, envelope.command_id, envelope.request_digest)? {
        let response = recorded?;
        let seen = see(&Queries::over(&transaction), &response).map_err(CommandError::Refused)?;
        return Ok((response, seen));
    }
    let mut tx = Tx::begin(&transaction, identity, Written::none(folder, &identity), envelope, &mut reached)?;
    let response = decide(&mut tx).map_err(CommandError::Refused)?;
    (tx.reached)(Phase::AfterAppend);
    tx.finish()?;
    drop(tx);
    record(&transaction, &envelope, &response)?;
    let seen = see(&Queries::over(&transaction), &response).map_err(CommandError::Refused)?;
    reached(Phase::AfterViews);
    reached(Phase::BeforeCommit);
    transaction.commit()?;
    reached(Phase::AfterCommit);
    Ok((response, seen))
}

/// Writes what is only counted: it appends nothing to the journal and gives no number, nobody repeats it, and its commit
/// is not synced. It outlives the program killed at any instant, and the machine from the next command on.
pub(crate) fn count<R, E>(
    writing: &mut Writing,
    ground: Ground,
    envelope: CommandEnvelope,
    write: impl FnOnce(&mut Tx<'_>) -> Result<R, E>,
) -> Result<R, CommandError<E>> {
    let Ground { identity, folder } = ground;
    let (connection, mut reached) = writing.split();
    let unsynced = &mut *Unsynced::commits_of(connection)?;
    let transaction = unsynced.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut tx = Tx::begin(&transaction, identity, Written::none(folder, &identity), envelope, &mut reached)?;
    let counted = write(&mut tx).map_err(CommandError::Refused)?;
    if tx.is_on_record() {
        return Err(StorageError::MustOutliveTheMachine.into());
    }
    tx.finish()?;
    drop(tx);
    transaction.commit()?;
    Ok(counted)
}

/// The writing connection while its commits are not synced; synced again whatever becomes of what is counted.
struct Unsynced<'c>(&'c mut Connection);

impl<'c> Unsynced<'c> {
    fn commits_of(connection: &'c mut Connection) -> Result<Self, rusqlite::Error> {
        connection::sync_commits(connection, false)?;
        Ok(Unsynced(connection))
    }
}

impl Drop for Unsynced<'_> {
    fn drop(&mut self) {
        if let Err(error) = connection::sync_commits(self.0, true) {
            // Setting it again asks nothing of the disk; were it refused, the commits that follow would be the weaker ones.
            tracing::error!(%error, "the commits are not synced any more");
        }
    }
}

impl Deref for Unsynced<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}

impl DerefMut for Unsynced<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.0
    }
}

impl Queries<'_> {
    /// What a command answered when it was done: nothing when it was not yet, a refusal when its id was used for another.
    pub fn answered<R: DeserializeOwned, E>(
        &self,
        id: CommandId,
        request_digest: [u8; 32],
    ) -> Result<Option<R>, CommandError<E>> {
        recorded(self.connection(), id, request_digest)?.transpose()
    }
}

/// The response recorded for this id, or the refusal to use the id again.
fn recorded<R: DeserializeOwned, E>(
    connection: &Connection,
    id: CommandId,
    request_digest: [u8; 32],
) -> Result<Option<Result<R, CommandError<E>>>, StorageError> {
    let known = connection
        .prepare_cached("SELECT request_digest, response FROM command WHERE id = ?1")?
        .query_row([id.0.as_bytes()], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    match known {
        None => Ok(None),
        Some((digest, _)) if digest != request_digest => Ok(Some(Err(CommandError::Reused))),
        Some((_, response)) => Ok(Some(Ok(serde_json::from_str(&response)?))),
    }
}

fn record<R: Serialize>(connection: &Connection, envelope: &CommandEnvelope, response: &R) -> Result<(), StorageError> {
    connection
        .prepare_cached("INSERT INTO command (id, request_digest, recorded_at_ms, response) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            envelope.command_id.0.as_bytes(),
            envelope.request_digest,
            ms(envelope.recorded_at),
            serde_json::to_string(response)?,
        ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Use;
    use crate::key::DatabaseKey;

    fn level(connection: &Connection) -> i64 {
        connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap()
    }

    #[test]
    fn commits_are_synced_again_whatever_became_of_what_was_only_counted() {
        const FULL: i64 = 2;
        const NORMAL: i64 = 1;
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.db");
        let mut connection = connection::open(&file, &DatabaseKey::new([4; 32]), Use::Create).unwrap();
        connection::prepare_writer(&connection).unwrap();
        assert_eq!(level(&Unsynced::commits_of(&mut connection).unwrap()), NORMAL);
        assert_eq!(level(&connection), FULL);
        let thrown = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut counting = Unsynced::commits_of(&mut connection).unwrap();
            let _begun = counting.transaction().unwrap();
            panic!("half-way");
        }));
        assert!(thrown.is_err());
        assert_eq!(level(&connection), FULL);
    }
}
