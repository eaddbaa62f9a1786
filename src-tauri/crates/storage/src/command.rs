//! One command: its envelope, its idempotency, and its single transaction.

use crate::{
    error::StorageError, folder::PracticeFolder, identity::Identity, phase::Phase, pieces::Written, queries::Queries,
    schema::Migration, sql::ms, tx::Tx, writer::Writing,
};
use jiff::Timestamp;
use relais_domain::ids::{CommandId, UserId};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Serialize, de::DeserializeOwned};
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

/// Runs a command on the writer's connection.
pub(crate) fn run<R, E, F>(
    writing: &mut Writing,
    identity: &Identity,
    folder: PracticeFolder,
    envelope: CommandEnvelope,
    decide: F,
) -> Result<R, CommandError<E>>
where
    R: Serialize + DeserializeOwned,
    F: FnOnce(&mut Tx<'_>) -> Result<R, E>,
{
    writing.reached(Phase::BeforeBegin);
    let (connection, mut reached) = writing.split();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Some(recorded) = recorded(&transaction, envelope.command_id, envelope.request_digest)? {
        return recorded;
    }
    let pieces = Written::none(folder, identity);
    let mut tx = Tx::begin(&transaction, *identity, pieces, envelope, &mut reached)?;
    let response = decide(&mut tx).map_err(CommandError::Refused)?;
    (tx.reached)(Phase::AfterAppend);
    tx.finish()?;
    drop(tx);
    record(&transaction, &envelope, &response)?;
    reached(Phase::AfterViews);
    reached(Phase::BeforeCommit);
    transaction.commit()?;
    reached(Phase::AfterCommit);
    Ok(response)
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
