//! What is under way of backups: one at a time in the whole program, watched and stopped from anywhere.

use crate::contract::{BackupProgress, BackupStep, Problem, ProblemCode};
use relais_storage::backup::Step;
use std::{
    ops::ControlFlow,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Told of each step; answers whether to go on.
pub type OnStep = Box<dyn FnMut(Step, u64, u64) -> ControlFlow<()> + Send>;

/// For who neither watches nor stops it.
pub fn unwatched() -> OnStep {
    Box::new(relais_storage::backup::to_the_end)
}

/// The one under way, or the last one.
#[derive(Default)]
pub(crate) struct BackupRuns(Mutex<BackupProgress>);

/// One of them; it is over when this goes.
pub(crate) struct BackupRun(Arc<BackupRuns>);

impl BackupRuns {
    /// Begins one, unless another is under way.
    pub(crate) fn begin(self: &Arc<Self>) -> Result<BackupRun, Problem> {
        let mut progress = self.lock();
        if progress.running {
            return Err(Problem::code(ProblemCode::BackupRunning));
        }
        *progress = BackupProgress { running: true, ..BackupProgress::default() };
        Ok(BackupRun(self.clone()))
    }

    pub(crate) fn progress(&self) -> BackupProgress {
        self.lock().clone()
    }

    /// Asks the one under way to stop.
    pub(crate) fn cancel(&self) {
        let mut progress = self.lock();
        progress.cancelled |= progress.running;
    }

    /// A poisoned lock still holds numbers worth showing.
    fn lock(&self) -> MutexGuard<'_, BackupProgress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BackupRun {
    /// Keeps what is under way up to date, and stops it when a person asked.
    pub(crate) fn watch(&self) -> OnStep {
        let runs = self.0.clone();
        Box::new(move |step, done, total| {
            let mut progress = runs.lock();
            let step = match step {
                Step::Copying => BackupStep::Copying,
                Step::Writing => BackupStep::Writing,
                Step::Reading => BackupStep::Reading,
                Step::Entries => BackupStep::Entries,
                Step::Beside => BackupStep::Beside,
                Step::Folding => BackupStep::Folding,
                Step::Papers => BackupStep::Papers,
            };
            (progress.step, progress.done, progress.total) = (Some(step), done, total);
            if progress.cancelled { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    }
}

impl Drop for BackupRun {
    fn drop(&mut self) {
        self.0.lock().running = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_one_that_is_stopped_stops() {
        let runs: Arc<BackupRuns> = Arc::default();
        let run = runs.begin().unwrap();
        assert_eq!(runs.begin().err().map(|problem| problem.code), Some(ProblemCode::BackupRunning));
        let mut watch = run.watch();
        assert!(watch(Step::Writing, 3, 9).is_continue());
        assert_eq!((runs.progress().done, runs.progress().step), (3, Some(BackupStep::Writing)));
        runs.cancel();
        assert!(watch(Step::Writing, 4, 9).is_break());
        drop(run);
        // What is over is not stopped any more.
        let again = runs.begin().unwrap();
        assert!(again.watch()(Step::Reading, 0, 1).is_continue());
    }
}
