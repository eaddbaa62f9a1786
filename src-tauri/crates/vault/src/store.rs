//! The port of the place that remembers a practice's keys between two openings, and its plainest implementation: none.
//!
//! Two real stores exist: the operating system's keyring ([`crate::OsKeyring`]) and [`NoKeyring`], under which the
//! passphrase is asked for at each opening. A store keeps bytes under a practice's id and knows nothing of what they open.

use thiserror::Error;
use uuid::Uuid;

use crate::secret::Secret;

/// Where the keys of practices are remembered. Calls may take as long as a person takes to answer a prompt: never from
/// a thread that draws or serves.
pub trait SecretStore: Send + Sync {
    /// What is remembered for a practice.
    fn load(&self, practice_id: Uuid) -> Result<Secret, StoreError>;
    /// Remembers, in place of what was.
    fn save(&self, practice_id: Uuid, secret: &Secret) -> Result<(), StoreError>;
    /// Forgets; forgetting what is not there succeeds.
    fn remove(&self, practice_id: Uuid) -> Result<(), StoreError>;
}

/// Why a store did not do what was asked. The passphrase opens the practice in every one of these cases.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The practice uses no keyring, by choice.
    #[error("no keyring is used")]
    NotUsed,
    /// This session has no keyring: no bus, or nobody answers for the Secret Service on it.
    #[error("this session has no keyring")]
    NoService,
    /// The keyring is locked and did not ask to be opened.
    #[error("the keyring is locked")]
    Locked,
    /// The keyring asked the person, who dismissed the question.
    #[error("the keyring's question was dismissed")]
    PromptRefused,
    /// The keyring works and has nothing for this practice.
    #[error("the keyring has nothing for this practice")]
    Missing,
    /// The item is there and is not in a form of ours.
    #[error("the keyring's item is damaged")]
    Damaged,
    /// The item holds keys other than those of the practice's key file, as after a restore from another computer.
    #[error("the keyring's item holds other keys than the key file")]
    OtherKeys,
    /// More than one item answers to this practice's name.
    #[error("the keyring has several items for this practice")]
    Ambiguous,
    /// No answer in time: a question nobody answers, or a keyring that hangs.
    #[error("the keyring did not answer in time")]
    TimedOut,
    /// Anything else, in the words of the system, for the log.
    #[error("the keyring failed: {0}")]
    Failed(String),
}

impl StoreError {
    /// The stable code under which the catalogue keeps the sentence.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::NotUsed => "keyring_not_used",
            StoreError::NoService => "keyring_no_service",
            StoreError::Locked => "keyring_locked",
            StoreError::PromptRefused => "keyring_prompt_refused",
            StoreError::Missing => "keyring_missing",
            StoreError::Damaged => "keyring_damaged",
            StoreError::OtherKeys => "keyring_other_keys",
            StoreError::Ambiguous => "keyring_ambiguous",
            StoreError::TimedOut => "keyring_timed_out",
            StoreError::Failed(_) => "keyring_failed",
        }
    }
}

/// No keyring: a normal state, in which the passphrase is asked for at each opening.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeyring;

impl SecretStore for NoKeyring {
    fn load(&self, _practice_id: Uuid) -> Result<Secret, StoreError> {
        Err(StoreError::NotUsed)
    }

    fn save(&self, _practice_id: Uuid, _secret: &Secret) -> Result<(), StoreError> {
        Err(StoreError::NotUsed)
    }

    fn remove(&self, _practice_id: Uuid) -> Result<(), StoreError> {
        Ok(())
    }
}
