//! The operating system's keyring: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.
//!
//! Owns the thread on which it is spoken to. Its calls block, sometimes on a person who has left for lunch, and on Linux
//! must not run on an asynchronous runtime's thread; so each waits here for a bounded time, and a call that outlives it is
//! left behind with its thread. The connection is made anew for each call: a keyring may be restarted between two, and
//! nothing secret stays in a session meanwhile. Copies that the system's own libraries make are out of reach.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use keyring_core::{CredentialStore, Entry, Error};
use uuid::Uuid;

use crate::secret::Secret;
use crate::store::{SecretStore, StoreError};

/// Name under which the keyring files our items; the practice's id stands as the user's.
const APPLICATION: &str = "relais";
/// Threads left behind on questions nobody answers. Past that many, asking again would only stack up windows.
const MOST_THREADS: usize = 4;

/// The keyring of the person logged in on this computer.
pub struct OsKeyring {
    answer_within: Duration,
    thread: Mutex<Option<Sender<Question>>>,
    threads: Arc<AtomicUsize>,
}

struct Question {
    practice_id: Uuid,
    wish: Wish,
    /// When the asker stops waiting.
    until: Instant,
    answer: SyncSender<Result<Option<Secret>, StoreError>>,
}

enum Wish {
    Load,
    Save(Secret),
    Remove,
}

impl OsKeyring {
    /// Long enough to type a session's password into the keyring's question, short enough to offer the passphrase to
    /// somebody whose question went behind a window.
    pub const USUAL_PATIENCE: Duration = Duration::from_secs(45);

    /// A keyring that is given `answer_within` for each call.
    pub fn new(answer_within: Duration) -> Self {
        Self { answer_within, thread: Mutex::new(None), threads: Arc::default() }
    }

    fn ask(&self, practice_id: Uuid, wish: Wish) -> Result<Option<Secret>, StoreError> {
        let (answer, answered) = mpsc::sync_channel(1);
        let until = Instant::now() + self.answer_within;
        self.thread()?.send(Question { practice_id, wish, until, answer }).map_err(|_| ended())?;
        match answered.recv_timeout(self.answer_within) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => {
                self.leave_behind();
                Err(StoreError::TimedOut)
            }
            Err(RecvTimeoutError::Disconnected) => {
                self.leave_behind();
                Err(ended())
            }
        }
    }

    /// The thread that listens, started if there is none.
    fn thread(&self) -> Result<Sender<Question>, StoreError> {
        let mut current = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = current.as_ref() {
            return Ok(thread.clone());
        }
        let counted = CountedThread::enter(&self.threads).ok_or(StoreError::TimedOut)?;
        let (questions, asked) = mpsc::channel();
        thread::Builder::new()
            .name("vault-keyring".to_owned())
            .spawn(move || answer_all(&asked, counted))
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        *current = Some(questions.clone());
        Ok(questions)
    }

    /// Lets go of a thread that hangs: it ends by itself once its call comes back, and what it brings is zeroised.
    fn leave_behind(&self) {
        *self.thread.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn ended() -> StoreError {
    StoreError::Failed("the keyring's thread ended".to_owned())
}

/// Counts a thread for as long as it lives.
struct CountedThread(Arc<AtomicUsize>);

impl CountedThread {
    fn enter(threads: &Arc<AtomicUsize>) -> Option<Self> {
        let room = |count: usize| (count < MOST_THREADS).then_some(count + 1);
        threads.fetch_update(Ordering::SeqCst, Ordering::SeqCst, room).ok()?;
        Some(Self(Arc::clone(threads)))
    }
}

impl Drop for CountedThread {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The thread's life: one question after the other, until nobody can ask any more.
fn answer_all(asked: &Receiver<Question>, _counted: CountedThread) {
    while let Ok(question) = asked.recv() {
        // A question that waited behind one that hung is over: saved now, it could undo what was saved since.
        if Instant::now() >= question.until {
            let _ = question.answer.send(Err(StoreError::TimedOut));
            continue;
        }
        let outcome = answer(question.practice_id, &question.wish);
        if let Err(error) = &outcome {
            tracing::debug!(code = error.code(), %error, "keyring");
        }
        // Whoever asked may have stopped waiting.
        let _ = question.answer.send(outcome);
    }
}

fn answer(practice_id: Uuid, wish: &Wish) -> Result<Option<Secret>, StoreError> {
    let entry = entry(practice_id).map_err(understood)?;
    match wish {
        Wish::Load => entry.get_secret().map(|bytes| Some(Secret::new(bytes))).map_err(understood),
        Wish::Save(secret) => entry.set_secret(secret.expose()).map(|()| None).map_err(understood),
        Wish::Remove => match entry.delete_credential().map_err(understood) {
            Ok(()) | Err(StoreError::Missing) => Ok(None),
            Err(error) => Err(error),
        },
    }
}

fn entry(practice_id: Uuid) -> keyring_core::Result<Entry> {
    let user = practice_id.hyphenated().to_string();
    let label = format!("Relais : clés du cabinet {user}");
    let modifiers: HashMap<&str, &str> = if cfg!(target_os = "linux") {
        // What a person sees in the keyring's own window.
        HashMap::from([("label", label.as_str())])
    } else if cfg!(windows) {
        // The keys stay on this computer: a roaming profile would carry them to others.
        HashMap::from([("persistence", "Local")])
    } else {
        HashMap::new()
    };
    system_store()?.build(APPLICATION, &user, Some(&modifiers))
}

#[cfg(target_os = "linux")]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// Brings the library's errors to ours, by type.
fn understood(error: Error) -> StoreError {
    match error {
        Error::NoEntry => StoreError::Missing,
        Error::Ambiguous(_) => StoreError::Ambiguous,
        // These two carry the item's bytes, which must not reach a log.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => StoreError::Damaged,
        // On Windows the one cause is a session without credentials, as under a service account: nothing to unlock.
        Error::NoStorageAccess(_) if cfg!(windows) => StoreError::NoService,
        Error::NoStorageAccess(cause) => of_system(cause.as_ref()).unwrap_or(StoreError::Locked),
        Error::PlatformFailure(cause) => {
            of_system(cause.as_ref()).unwrap_or_else(|| StoreError::Failed(cause.to_string()))
        }
        other => StoreError::Failed(other.to_string()),
    }
}

#[cfg(target_os = "linux")]
fn of_system(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<StoreError> {
    use secret_service::Error as Service;
    match cause.downcast_ref::<Service>()? {
        Service::Locked => Some(StoreError::Locked),
        Service::Prompt => Some(StoreError::PromptRefused),
        // Nobody answers, the keyring left while asking, or it has no collection to put anything in.
        Service::Unavailable | Service::PromptDisconnected | Service::NoResult => Some(StoreError::NoService),
        Service::Zbus(error) => of_bus(error),
        Service::ZbusFdo(error) => of_bus_itself(error),
        _ => None,
    }
}

#[cfg(target_os = "linux")]
fn of_bus(error: &zbus::Error) -> Option<StoreError> {
    match error {
        zbus::Error::Connection(..)
        | zbus::Error::InputOutput(_)
        | zbus::Error::Address(_)
        | zbus::Error::Handshake(_) => Some(StoreError::NoService),
        zbus::Error::FDO(error) => of_bus_itself(error),
        zbus::Error::MethodError(name, ..) => match name.as_str() {
            "org.freedesktop.Secret.Error.IsLocked" => Some(StoreError::Locked),
            "org.freedesktop.Secret.Error.NoSuchObject" => Some(StoreError::Missing),
            "org.freedesktop.DBus.Error.ServiceUnknown" | "org.freedesktop.DBus.Error.NameHasNoOwner" => {
                Some(StoreError::NoService)
            }
            name if name.starts_with("org.freedesktop.DBus.Error.Spawn.") => Some(StoreError::NoService),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(target_os = "linux")]
fn of_bus_itself(error: &zbus::fdo::Error) -> Option<StoreError> {
    use zbus::fdo::Error as Bus;
    match error {
        Bus::ServiceUnknown(_) | Bus::NameHasNoOwner(_) | Bus::NoServer(_) | Bus::Disconnected(_) => {
            Some(StoreError::NoService)
        }
        Bus::ZBus(error) => of_bus(error),
        _ => None,
    }
}

/// Codes of Apple's `SecBase.h`.
#[cfg(target_os = "macos")]
fn of_system(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<StoreError> {
    match cause.downcast_ref::<security_framework::base::Error>()?.code() {
        // errSecUserCanceled, errSecAuthFailed.
        -128 | -25293 => Some(StoreError::PromptRefused),
        // errSecInteractionNotAllowed: locked, and no window may be shown to ask.
        -25308 => Some(StoreError::Locked),
        // errSecNotAvailable, errSecNoSuchKeychain, errSecInvalidKeychain.
        -25291 | -25294 | -25295 => Some(StoreError::NoService),
        _ => None,
    }
}

/// The Credential Manager's library keeps its codes to itself.
#[cfg(windows)]
fn of_system(_cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<StoreError> {
    None
}

impl SecretStore for OsKeyring {
    fn load(&self, practice_id: Uuid) -> Result<Secret, StoreError> {
        self.ask(practice_id, Wish::Load)?.ok_or(StoreError::Missing)
    }

    fn save(&self, practice_id: Uuid, secret: &Secret) -> Result<(), StoreError> {
        self.ask(practice_id, Wish::Save(secret.clone())).map(drop)
    }

    fn remove(&self, practice_id: Uuid) -> Result<(), StoreError> {
        self.ask(practice_id, Wish::Remove).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_question_whose_asker_has_gone_is_not_asked() {
        let (questions, asked) = mpsc::channel();
        let (answer, answered) = mpsc::sync_channel(1);
        questions.send(Question { practice_id: Uuid::nil(), wish: Wish::Load, until: Instant::now(), answer }).unwrap();
        drop(questions);
        answer_all(&asked, CountedThread::enter(&Arc::default()).unwrap());
        assert_eq!(answered.recv().unwrap(), Err(StoreError::TimedOut));
    }

    #[test]
    fn threads_left_behind_are_counted_while_they_live() {
        let threads = Arc::default();
        let entered: Vec<_> = (0..MOST_THREADS).filter_map(|_| CountedThread::enter(&threads)).collect();
        assert_eq!(entered.len(), MOST_THREADS);
        assert!(CountedThread::enter(&threads).is_none());
        drop(entered);
        assert!(CountedThread::enter(&threads).is_some());
    }

    #[test]
    fn what_an_error_carries_of_an_item_never_reaches_a_log() {
        let damaged = understood(Error::BadEncoding(b"Tournesol!".to_vec()));
        assert_eq!(damaged, StoreError::Damaged);
        assert!(!format!("{damaged} {damaged:?}").contains("Tournesol"));
    }

    #[cfg(target_os = "linux")]
    #[rstest]
    #[case::locked(secret_service::Error::Locked, StoreError::Locked)]
    #[case::dismissed(secret_service::Error::Prompt, StoreError::PromptRefused)]
    #[case::left_while_asking(secret_service::Error::PromptDisconnected, StoreError::NoService)]
    #[case::no_collection(secret_service::Error::NoResult, StoreError::NoService)]
    #[case::no_bus(secret_service::Error::Unavailable, StoreError::NoService)]
    #[case::bus_gone(zbus::fdo::Error::Disconnected("x".into()).into(), StoreError::NoService)]
    #[case::nobody(zbus::fdo::Error::NameHasNoOwner("x".into()).into(), StoreError::NoService)]
    #[case::other(secret_service::Error::Crypto("x"), StoreError::Failed("Crypto error: x".into()))]
    fn system_errors_are_told_apart_by_type(#[case] error: secret_service::Error, #[case] expected: StoreError) {
        let access = matches!(error, secret_service::Error::Locked | secret_service::Error::Prompt);
        let cause = Box::new(error);
        let wrapped = if access { Error::NoStorageAccess(cause) } else { Error::PlatformFailure(cause) };
        assert_eq!(understood(wrapped), expected);
    }
}
