//! The machine's clipboard: what is lent to it, what of that stays out of its history, and how it is taken back. On X11 what was
//! copied is lent by the program that copied it, so the clipboard is kept open.
//!
//! What was lent is remembered by a fingerprint alone: before anything is cleared, what the clipboard holds now is looked at, and
//! what somebody else copied since is left there. The text itself is the clipboard's, which hands it to whoever asks: that is
//! what a clipboard is for.

use relais_usecases::{contract::Problem, disclosures::Fingerprint};
use serde::Serialize;
use std::{
    hash::RandomState,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Longest text copied: the longest secret of the vault, or a field of a portal's form.
const MAX_COPIED_CHARS: usize = 500;
/// How long a secret stays in the clipboard: time to go to the portal's window and paste it.
const LENT_FOR: Duration = Duration::from_secs(30);

/// How much a text that is copied matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sensitivity {
    /// It may stay.
    Plain,
    /// It identifies a person: out of the history, and it does not outlive the program.
    Personal,
    /// A secret: out of the history, and gone after [`LENT_FOR`].
    Secret,
}

/// What the page is told of a secret that was copied.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Lent {
    /// Milliseconds until it is taken back.
    clears_in_ms: u64,
}

/// The clipboard.
#[derive(Clone, Default)]
pub(crate) struct Clipboard {
    state: Arc<Mutex<State>>,
    salt: RandomState,
}

#[derive(Default)]
struct State {
    clipboard: Option<arboard::Clipboard>,
    /// What was lent last and must be taken back.
    lent: Option<Fingerprint>,
    /// Counts what was lent, so that a clearing that comes late clears nothing newer.
    turn: u64,
}

impl Clipboard {
    /// Copies a text.
    pub(crate) fn lend(&self, text: &str, sensitivity: Sensitivity) -> Result<(), Problem> {
        self.put(text, sensitivity).map(drop)
    }

    /// Copies a secret, and takes it back after a while.
    pub(crate) fn lend_secret(&self, text: &str) -> Result<Lent, Problem> {
        let turn = self.put(text, Sensitivity::Secret)?;
        let clipboard = self.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(LENT_FOR).await;
            // The clipboard of another program may take its time to answer.
            let clearing = tokio::task::spawn_blocking(move || clipboard.take_back(Some(turn)));
            if let Err(error) = clearing.await {
                tracing::warn!(%error, "the clipboard could not be cleared");
            }
        });
        Ok(Lent { clears_in_ms: u64::try_from(LENT_FOR.as_millis()).unwrap_or(u64::MAX) })
    }

    fn put(&self, text: &str, sensitivity: Sensitivity) -> Result<u64, Problem> {
        if text.chars().count() > MAX_COPIED_CHARS {
            return Err(Problem::field("text", "too_long"));
        }
        let mut state = self.state();
        let clipboard = match state.clipboard.take() {
            Some(open) => state.clipboard.insert(open),
            None => state.clipboard.insert(arboard::Clipboard::new().map_err(Problem::internal)?),
        };
        let copied = match sensitivity {
            Sensitivity::Plain => clipboard.set_text(text),
            Sensitivity::Personal | Sensitivity::Secret => out_of_history(clipboard.set()).text(text),
        };
        // Refused by the clipboard, what was lent before is still in it, and still to be taken back.
        copied.map_err(Problem::internal)?;
        state.lent = (sensitivity != Sensitivity::Plain).then(|| Fingerprint::of(&self.salt, text.as_bytes()));
        state.turn += 1;
        Ok(state.turn)
    }

    /// Empties the clipboard of what must not stay in it, if it is still there. `turn` is that of one lending; none takes back
    /// whatever was lent last.
    pub(crate) fn take_back(&self, turn: Option<u64>) {
        let mut state = self.state();
        if turn.is_some_and(|turn| turn != state.turn) {
            return;
        }
        let Some(lent) = state.lent.take() else { return };
        let Some(clipboard) = state.clipboard.as_mut() else { return };
        // Nothing to read is nothing of ours.
        let is_ours = clipboard.get_text().is_ok_and(|text| Fingerprint::of(&self.salt, text.as_bytes()) == lent);
        if is_ours && let Err(error) = clipboard.clear() {
            tracing::warn!(%error, "the clipboard could not be cleared");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(target_os = "linux")]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(target_os = "macos")]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(windows)]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows;
    set.exclude_from_cloud().exclude_from_history().exclude_from_monitoring()
}
