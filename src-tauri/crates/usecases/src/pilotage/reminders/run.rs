//! The batch of letters under way: how many are done, and the wish to stop. Nothing of it is kept: the letters that were
//! written are in the journal.

use crate::contract::{Problem, ProblemCode, ReminderProgress};
use std::sync::{Arc, Mutex, MutexGuard};

/// The batch of the open practice, if any ever ran.
#[derive(Default)]
pub(crate) struct ReminderRuns(Mutex<ReminderProgress>);

/// One batch; it is over when this goes.
pub(super) struct ReminderRun(Arc<ReminderRuns>);

impl ReminderRuns {
    /// Begins one of `total` letters; only one runs at a time.
    pub(super) fn begin(self: &Arc<Self>, total: usize) -> Result<ReminderRun, Problem> {
        let mut progress = self.lock();
        if progress.running {
            return Err(Problem::code(ProblemCode::RemindersRunning));
        }
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        *progress = ReminderProgress { running: true, total, ..ReminderProgress::default() };
        Ok(ReminderRun(self.clone()))
    }

    /// Where it stands.
    pub(super) fn progress(&self) -> ReminderProgress {
        self.lock().clone()
    }

    /// Asks it to stop before its next letter.
    pub(crate) fn cancel(&self) {
        let mut progress = self.lock();
        progress.cancelled |= progress.running;
    }

    /// A poisoned lock still holds numbers worth showing.
    fn lock(&self) -> MutexGuard<'_, ReminderProgress> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl ReminderRun {
    /// Takes a letter in hand; false when a person asked to stop.
    pub(super) fn take(&self, payer: &str) -> bool {
        let mut progress = self.0.lock();
        progress.current = Some(payer.to_owned());
        !progress.cancelled
    }

    /// The letter at hand was written, was needed no more, or failed.
    pub(super) fn done(&self, outcome: Result<bool, Problem>) {
        let mut progress = self.0.lock();
        progress.done += 1;
        match outcome {
            Ok(written) => progress.written += u32::from(written),
            Err(problem) => {
                progress.failures += 1;
                progress.failure.get_or_insert(problem);
            }
        }
    }
}

impl Drop for ReminderRun {
    fn drop(&mut self) {
        let mut progress = self.0.lock();
        progress.running = false;
        progress.current = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_runs_at_a_time_stops_when_asked_and_tells_what_failed() {
        let runs = Arc::new(ReminderRuns::default());
        let run = runs.begin(3).unwrap();
        assert_eq!(runs.begin(3).err().map(|problem| problem.code), Some(ProblemCode::RemindersRunning));
        assert!(run.take("Mutuelle du Phare"));
        run.done(Ok(true));
        run.done(Err(Problem::code(ProblemCode::NotADatabase)));
        let seen = runs.progress();
        assert_eq!((seen.done, seen.written, seen.failures), (2, 1, 1));
        assert_eq!(seen.failure.map(|problem| problem.code), Some(ProblemCode::NotADatabase));
        runs.cancel();
        assert!(!run.take("Mutuelle des Trois Vallées"));
        drop(run);
        assert!(!runs.progress().running);
        runs.cancel();
        assert!(runs.begin(1).unwrap().take("Mutuelle du Phare"), "a wish that came too late stops nothing");
    }
}
