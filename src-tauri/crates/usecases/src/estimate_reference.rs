//! The dated numbers the estimates rest on: those that ship with the program, or a file the practice took in their place.
//!
//! A file is read whole or not at all. Taking it is an entry of the journal with its checksum and its text, so that an
//! estimate made on it can be made again from the journal alone.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{Nothing, Problem, ReferenceTaken, ReferenceView, TakeReferenceRequest},
    reference_files,
    reference_set::{Known, Shelf},
};
use jiff::civil::Date;
use relais_domain::{
    estimate::reference::{self, MAX_BYTES, ReferenceSet, SHIPPED},
    practice::{Practice, ReferenceName},
};
use relais_storage::Queries;
use std::sync::Arc;

/// The set in use, and which it is.
pub(crate) type InUse = Known<ReferenceSet>;

static SHELF: Shelf<ReferenceSet> =
    Shelf::new(ReferenceName::Estimate, SHIPPED, ReferenceSet::read, |set| set.version.as_str());

/// The set in use.
pub(crate) fn in_use(queries: &Queries<'_>) -> Result<InUse, Problem> {
    of(&reference_files::practice_state(queries)?)
}

/// The set a practice uses.
pub(crate) fn of(state: &Practice) -> Result<InUse, Problem> {
    SHELF.of(state)
}

/// For how many days a kept answer counts as recent.
pub(crate) fn recent_days(queries: &Queries<'_>, on: Date) -> Result<i64, Problem> {
    Ok(reference::recent_days(&in_use(queries)?.set, on))
}

/// The numbers, with their sources and whether those were read.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<ReferenceView, Problem> {
    one(&app.practice()?).await
}

async fn one(practice: &Arc<OpenPractice>) -> Result<ReferenceView, Problem> {
    practice
        .read(move |queries| {
            let InUse { set, summary } = in_use(queries)?;
            Ok(ReferenceView {
                reference: summary,
                shipped_version: SHELF.shipped()?.set.version.clone(),
                numbers: set.numbers.clone(),
                operators: set.operators.clone(),
            })
        })
        .await
}

/// Takes a file: whole, or not at all with every fault and its line.
pub async fn take(app: &App, call: Call, request: TakeReferenceRequest) -> Result<ReferenceTaken, Problem> {
    let practice = app.practice()?;
    Ok(match SHELF.take(&practice, call, (request.path, MAX_BYTES)).await? {
        Ok(()) => ReferenceTaken::Taken { reference: one(&practice).await? },
        Err(faults) => ReferenceTaken::Refused { faults },
    })
}

/// Goes back to the numbers that ship with the program.
pub async fn restore(app: &App, call: Call, _request: Nothing) -> Result<ReferenceView, Problem> {
    let practice = app.practice()?;
    SHELF.restore(&practice, call).await?;
    one(&practice).await
}
