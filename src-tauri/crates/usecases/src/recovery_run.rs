//! Recoveries under way: which dossier is at hand, how many are done, and the wish to stop.
//!
//! The truth is in the journal (which dossiers were rechecked); a run that is left, cancelled or killed is resumed by
//! starting it again.

use crate::contract::RecoveryProgress;
use relais_domain::ids::IncidentId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

/// Every run of the open practice.
#[derive(Default)]
pub(crate) struct RecoveryRuns {
    runs: Mutex<HashMap<IncidentId, Arc<RecoveryRun>>>,
}

/// One run.
pub(crate) struct RecoveryRun {
    progress: Mutex<RecoveryProgress>,
}

impl RecoveryRuns {
    /// Begins a run over `total` dossiers; none when one is running already.
    pub(crate) fn begin(&self, incident: IncidentId, total: u32) -> Option<Arc<RecoveryRun>> {
        let mut runs = lock(&self.runs);
        if runs.get(&incident).is_some_and(|run| run.progress().running) {
            return None;
        }
        let progress = RecoveryProgress { done: 0, total, running: true, cancelled: false, failures: 0, current: None };
        let run = Arc::new(RecoveryRun { progress: Mutex::new(progress) });
        runs.insert(incident, run.clone());
        Some(run)
    }

    /// The last run of an incident.
    pub(crate) fn progress(&self, incident: IncidentId) -> Option<RecoveryProgress> {
        lock(&self.runs).get(&incident).map(|run| run.progress())
    }

    /// Whether any run is under way.
    pub(crate) fn any_running(&self) -> bool {
        lock(&self.runs).values().any(|run| run.progress().running)
    }

    /// Asks a run to stop after the dossier at hand.
    pub(crate) fn cancel(&self, incident: IncidentId) {
        if let Some(run) = lock(&self.runs).get(&incident) {
            lock(&run.progress).cancelled = true;
        }
    }

    /// Asks every run to stop.
    pub(crate) fn cancel_all(&self) {
        lock(&self.runs).values().for_each(|run| lock(&run.progress).cancelled = true);
    }
}

impl RecoveryRun {
    /// Where it stands.
    pub(crate) fn progress(&self) -> RecoveryProgress {
        lock(&self.progress).clone()
    }

    /// Takes a dossier in hand; false when the run was asked to stop.
    pub(crate) fn take(&self, number: &str) -> bool {
        let mut progress = lock(&self.progress);
        progress.current = Some(number.to_owned());
        !progress.cancelled
    }

    /// Whether it was asked to stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        lock(&self.progress).cancelled
    }

    /// The dossier at hand is done, or failed and waits for the next run.
    pub(crate) fn done(&self, failed: bool) {
        let mut progress = lock(&self.progress);
        progress.done += 1;
        progress.failures += u32::from(failed);
    }

    /// The run is over.
    pub(crate) fn finish(&self) {
        let mut progress = lock(&self.progress);
        progress.running = false;
        progress.current = None;
    }
}

/// A poisoned lock still holds numbers worth showing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
