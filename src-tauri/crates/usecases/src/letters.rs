//! Letters in batch, to payers or to customers: written one by one behind the window while a person may stop it, each in a
//! transaction of its own, and printed together. Which letters there are to write, and what they say, is their owners' to say.
//!
//! Nothing of a batch is kept: the letters that were written are in the journal. One that is stopped or killed leaves whole
//! letters, and started again it writes the others.

use crate::{
    app::{App, OpenPractice},
    contract::{DocumentReady, LetterProgress, Problem, ProblemCode, Topic},
    papers,
};
use relais_domain::{context::Context, document::Paper, ids::DocumentId};
use relais_storage::Tx;
use std::sync::{Arc, Mutex, MutexGuard};

/// Most letters of one file to print: its pages are held in memory while they are put together.
const MAX_BUNDLED: usize = 2_000;

/// One letter of a batch.
pub(crate) trait Letter: Send + 'static {
    /// Names the deed among those of the journal's commands.
    const DEED: &'static str;

    /// Whom it is to, or whom it is about.
    fn to(&self) -> &str;

    /// Its number, its bytes and its entries, in the transaction given; false when nothing of it is to be written any more.
    fn write(&self, tx: &mut Tx<'_>, context: &Context, document: DocumentId, by: &str) -> Result<bool, Problem>;
}

/// Begins to write; the batch goes on behind the window, and says so when it is over.
pub(crate) fn begin<L: Letter>(
    app: &App,
    practice: &Arc<OpenPractice>,
    runs: &Arc<LetterRuns>,
    (todo, topic): (Vec<L>, Topic),
) -> Result<LetterProgress, Problem> {
    let run = runs.begin(todo.len())?;
    let (app, working) = (app.clone(), practice.clone());
    tokio::spawn(async move {
        for letter in todo {
            if !run.take(letter.to()) {
                break;
            }
            run.done(write(&working, letter).await);
        }
        drop(run);
        app.announce(topic, None);
    });
    Ok(runs.progress())
}

async fn write<L: Letter>(practice: &Arc<OpenPractice>, letter: L) -> Result<bool, Problem> {
    let (document, by) = (DocumentId(practice.fresh()), practice.user.name.clone());
    practice
        .command(practice.own_call(), &(L::DEED, document), move |tx, context| letter.write(tx, context, document, &by))
        .await
}

/// Several letters as one file to print; refused unless each is one of these papers.
pub(crate) async fn bundle(
    practice: &Arc<OpenPractice>,
    documents: Vec<DocumentId>,
    of: &'static [Paper],
    file_name: &str,
) -> Result<DocumentReady, Problem> {
    if documents.is_empty() || documents.len() > MAX_BUNDLED {
        return Err(Problem::field("documents", if documents.is_empty() { "empty" } else { "too_many" }));
    }
    let asked = documents.clone();
    practice
        .read(move |queries| {
            for document in asked {
                if !queries.document(document)?.is_some_and(|row| of.contains(&row.paper)) {
                    return Err(Problem::code(ProblemCode::UnknownDocument));
                }
            }
            Ok(())
        })
        .await?;
    papers::open_bundle(practice, documents, file_name).await
}

/// The batches of one kind of the open practice: the one under way, or the last one.
#[derive(Default)]
pub(crate) struct LetterRuns(Mutex<LetterProgress>);

/// One batch; it is over when this goes.
struct LetterRun(Arc<LetterRuns>);

impl LetterRuns {
    /// Begins one of `total` letters; only one runs at a time.
    fn begin(self: &Arc<Self>, total: usize) -> Result<LetterRun, Problem> {
        let mut progress = self.lock();
        if progress.running {
            return Err(Problem::code(ProblemCode::LettersRunning));
        }
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        *progress = LetterProgress { running: true, total, ..LetterProgress::default() };
        Ok(LetterRun(self.clone()))
    }

    /// Where it stands.
    pub(crate) fn progress(&self) -> LetterProgress {
        self.lock().clone()
    }

    /// Asks it to stop before its next letter.
    pub(crate) fn cancel(&self) {
        let mut progress = self.lock();
        progress.cancelled |= progress.running;
    }

    /// A poisoned lock still holds numbers worth showing.
    fn lock(&self) -> MutexGuard<'_, LetterProgress> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl LetterRun {
    /// Takes a letter in hand; false when a person asked to stop.
    fn take(&self, to: &str) -> bool {
        let mut progress = self.0.lock();
        progress.current = Some(to.to_owned());
        !progress.cancelled
    }

    /// The letter at hand was written, was needed no more, or failed.
    fn done(&self, outcome: Result<bool, Problem>) {
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

impl Drop for LetterRun {
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
        let runs = Arc::new(LetterRuns::default());
        let run = runs.begin(3).unwrap();
        assert_eq!(runs.begin(3).err().map(|problem| problem.code), Some(ProblemCode::LettersRunning));
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
