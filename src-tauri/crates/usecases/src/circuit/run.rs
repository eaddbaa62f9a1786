//! The import under way: how many lines are done, and the wish to stop. Nothing of it is kept: an import is one
//! transaction, and one that is stopped leaves nothing.

use crate::contract::{ImportProgress, Problem, ProblemCode};
use std::sync::{Arc, Mutex, MutexGuard};

/// The import of the open practice, if any ever ran.
#[derive(Default)]
pub(crate) struct ImportRuns(Mutex<ImportProgress>);

/// One import; it is over when this goes.
pub(crate) struct ImportRun(Arc<ImportRuns>);

impl ImportRuns {
    /// Begins one over `total` lines; only one runs at a time.
    pub(crate) fn begin(self: &Arc<Self>, total: usize) -> Result<ImportRun, Problem> {
        let mut progress = self.lock();
        if progress.running {
            return Err(Problem::code(ProblemCode::ImportRunning));
        }
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        *progress = ImportProgress { running: true, done: 0, total, cancelled: false };
        Ok(ImportRun(self.clone()))
    }

    /// Where it stands.
    pub(crate) fn progress(&self) -> ImportProgress {
        self.lock().clone()
    }

    /// Asks it to stop before its next line.
    pub(crate) fn cancel(&self) {
        let mut progress = self.lock();
        progress.cancelled = progress.running;
    }

    /// A poisoned lock still holds numbers worth showing.
    fn lock(&self) -> MutexGuard<'_, ImportProgress> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl ImportRun {
    /// One more is done; refused when a person asked to stop, which undoes all of it.
    pub(crate) fn step(&self) -> Result<(), Problem> {
        let mut progress = self.0.lock();
        progress.done += 1;
        if progress.cancelled { Err(Problem::code(ProblemCode::ImportCancelled)) } else { Ok(()) }
    }
}

impl Drop for ImportRun {
    fn drop(&mut self) {
        self.0.lock().running = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_runs_at_a_time_and_stops_when_asked() {
        let runs = Arc::new(ImportRuns::default());
        let run = runs.begin(3).unwrap();
        assert_eq!(runs.begin(3).err().map(|problem| problem.code), Some(ProblemCode::ImportRunning));
        run.step().unwrap();
        assert_eq!(runs.progress(), ImportProgress { running: true, done: 1, total: 3, cancelled: false });
        runs.cancel();
        assert_eq!(run.step().err().map(|problem| problem.code), Some(ProblemCode::ImportCancelled));
        drop(run);
        assert!(!runs.progress().running);
        runs.cancel();
        assert!(runs.begin(1).unwrap().step().is_ok(), "a wish that came too late stops nothing");
    }
}
