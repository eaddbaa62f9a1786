//! The line of a call that rides on its command's commit: the deed and its line are on the disk together, and one wait for
//! the disk serves both. A use case whose command is the deed itself says so ([`OpenPractice::note_aboard`]); every other
//! line is noted by itself when its call ends.

use super::{Access, left};
use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::Problem,
    unusual::Weighing,
};
use jiff::Timestamp;
use relais_domain::ids::{CommandId, CredentialId};
use relais_storage::{Queries, Tx};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The lines that calls under way will leave.
#[derive(Default)]
pub(crate) struct Unnoted(Mutex<HashMap<CommandId, Line>>);

struct Line {
    access: Access,
    /// What was used of the vault, while it rides with the line on a commit.
    aboard: Option<Vec<(CredentialId, Timestamp)>>,
}

impl Unnoted {
    fn lines(&self) -> MutexGuard<'_, HashMap<CommandId, Line>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenPractice {
    /// Notes what this call leaves in the transaction of its command. A line that cannot be written stops no deed: the call's
    /// end tries it again.
    pub(crate) fn note_aboard(&self, tx: &mut Tx<'_>, call: Call) {
        let mut lines = self.unnoted.lines();
        let Some(line) = lines.get_mut(&call.command_id).filter(|line| line.aboard.is_none()) else { return };
        let (notes, uses) = self.with_uses(vec![line.access.clone().note(self.stamp_of(call))]);
        let weighing = Weighing::of(self, &notes);
        let raised = |queries: &Queries<'_>| weighing.map(|weighing| weighing.raised(queries)).unwrap_or_default();
        match tx.note_accesses(&notes, uses.clone(), &self.time_zone, raised) {
            Ok(_) => line.aboard = Some(uses),
            Err(error) => {
                self.uses.put_back(uses);
                tracing::error!(%error, "an access could not be noted with its deed");
            }
        }
    }

    /// The commit did not happen: its line is still to be noted.
    pub(crate) fn not_aboard(&self, call: Call) {
        if let Some(uses) = self.unnoted.lines().get_mut(&call.command_id).and_then(|line| line.aboard.take()) {
            self.uses.put_back(uses);
        }
    }
}

/// A call that leaves a line, from its beginning to its end.
pub(crate) struct Noting(Option<(Call, Access, Option<Arc<OpenPractice>>)>);

impl Noting {
    /// It begins, in the practice that is open.
    pub(crate) fn of(app: &App, call: Call, access: Option<Access>) -> Self {
        Noting(access.map(|access| {
            let practice = app.practice().ok();
            if let Some(practice) = &practice {
                practice.unnoted.lines().insert(call.command_id, Line { access: access.clone(), aboard: None });
            }
            (call, access, practice)
        }))
    }

    /// It ended like this. A deed whose line rode on its commit and whose answer failed all the same leaves that too.
    pub(crate) async fn end<T>(mut self, app: &App, answer: &Result<T, Problem>) {
        let noted = self.forget().is_some_and(|line| line.aboard.is_some());
        if let Some((call, access, _)) = self.0.take().filter(|_| !noted || answer.is_err()) {
            left(app, call, access.ended(answer)).await;
        }
    }

    fn forget(&self) -> Option<Line> {
        let (call, _, practice) = self.0.as_ref()?;
        practice.as_ref()?.unnoted.lines().remove(&call.command_id)
    }
}

impl Drop for Noting {
    fn drop(&mut self) {
        self.forget();
    }
}
