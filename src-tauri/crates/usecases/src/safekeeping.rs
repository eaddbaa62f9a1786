//! What keeps a practice safe besides its journal: the lists made anew from it.

use crate::{
    app::{OpenPractice, blocking},
    contract::Problem,
};
use std::sync::Arc;

/// What a rebuild found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// Entries of the journal.
    pub entries: u64,
    /// Whether every column of every list was already what the journal tells.
    pub as_before: bool,
}

/// Rebuilds every list from the journal; `progress` is told the list, entries read and entries to read.
pub async fn rebuild(
    practice: &Arc<OpenPractice>,
    mut progress: impl FnMut(&str, u64, u64) + Send + 'static,
) -> Result<Rebuilt, Problem> {
    let practice = practice.clone();
    blocking(move || {
        let dump = || practice.database.read(|queries| queries.dump_views());
        let before = dump()?;
        practice.database.rebuild(move |step| progress(step.view, step.done, step.total))?;
        Ok(Rebuilt { entries: practice.database.head()?.seq, as_before: before == dump()? })
    })
    .await
}
