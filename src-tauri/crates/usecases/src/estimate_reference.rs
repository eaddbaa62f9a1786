//! The dated numbers the estimates rest on: those that ship with the program, or a file the practice took in their place.
//!
//! A file is read whole or not at all. Taking it is an entry of the journal with its checksum and its text, so that an
//! estimate made on it can be made again from the journal alone.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    cheque_papers::hex,
    contract::{Nothing, Problem, ProblemCode, ReferenceSummary, ReferenceTaken, ReferenceView, TakeReferenceRequest},
};
use relais_domain::{
    estimate::reference::{Fault, FileFault, MAX_BYTES, ReferenceSet, SHIPPED},
    practice::{self, EstimateReference, Practice},
};
use relais_storage::Queries;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{io::Read, path::Path, sync::Arc};

/// The set in use, and which it is.
pub(crate) struct InUse {
    pub(crate) set: ReferenceSet,
    pub(crate) summary: ReferenceSummary,
}

/// The set in use. A file taken by an earlier build which this one does not read any more gives way to the one that ships.
pub(crate) fn in_use(queries: &Queries<'_>, practice: &OpenPractice) -> Result<InUse, Problem> {
    of(&queries.stream::<Practice>(practice.id.0)?.unwrap_or_default())
}

/// The set a practice uses.
pub(crate) fn of(state: &Practice) -> Result<InUse, Problem> {
    let taken = state.estimate_reference.as_ref().and_then(|chosen| {
        let set = ReferenceSet::read(chosen.text.as_deref()?).ok()?;
        let checksum = chosen.checksum.clone();
        let summary = ReferenceSummary { version: set.version.clone(), checksum, shipped: false };
        Some(InUse { set, summary })
    });
    taken.map_or_else(shipped, Ok)
}

fn shipped() -> Result<InUse, Problem> {
    let set = ReferenceSet::read(SHIPPED).map_err(|faults| Problem::internal(format!("{faults:?}")))?;
    let summary = ReferenceSummary { version: set.version.clone(), checksum: checksum(SHIPPED), shipped: true };
    Ok(InUse { set, summary })
}

fn checksum(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The numbers, with their sources and whether those were read.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<ReferenceView, Problem> {
    one(&app.practice()?).await
}

async fn one(practice: &Arc<OpenPractice>) -> Result<ReferenceView, Problem> {
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let InUse { set, summary } = in_use(queries, &asked)?;
            Ok(ReferenceView {
                reference: summary,
                shipped_version: shipped()?.set.version,
                numbers: set.numbers,
                operators: set.operators,
            })
        })
        .await
}

/// Takes a file: whole, or not at all with every fault and its line.
pub async fn take(app: &App, call: Call, request: TakeReferenceRequest) -> Result<ReferenceTaken, Problem> {
    let practice = app.practice()?;
    let path = request.path.clone();
    let text = blocking(move || read_file(Path::new(&path))).await?;
    let set = match text.as_deref().map(ReferenceSet::read) {
        None => return Ok(refused_at_once()),
        Some(Err(faults)) => return Ok(ReferenceTaken::Refused { faults }),
        Some(Ok(set)) => set,
    };
    let text = text.unwrap_or_default();
    let chosen = EstimateReference { version: set.version, checksum: checksum(&text), text: Some(text) };
    record(&practice, call, chosen).await?;
    Ok(ReferenceTaken::Taken { reference: one(&practice).await? })
}

/// Goes back to the numbers that ship with the program.
pub async fn restore(app: &App, call: Call, _request: Nothing) -> Result<ReferenceView, Problem> {
    let practice = app.practice()?;
    let InUse { summary, .. } = shipped()?;
    let chosen = EstimateReference { version: summary.version, checksum: summary.checksum, text: None };
    record(&practice, call, chosen).await?;
    one(&practice).await
}

async fn record(practice: &Arc<OpenPractice>, call: Call, chosen: EstimateReference) -> Result<(), Problem> {
    let stream = practice.id.0;
    practice
        .command(call, &("estimate_reference", chosen.checksum.clone()), move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = practice::set_estimate_reference(&state, chosen, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await
}

fn refused_at_once() -> ReferenceTaken {
    ReferenceTaken::Refused { faults: vec![FileFault { line: 1, fault: Fault::Syntax, about: String::new() }] }
}

/// The text of a file, no more of it than a set may be; none when it is no text.
fn read_file(path: &Path) -> Result<Option<String>, Problem> {
    let unreadable = |error: std::io::Error| {
        let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
        Problem::with(ProblemCode::FileNotReadable, params)
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        // Cut in the middle of a character: too large is what is to be said.
        Err(error) if error.as_bytes().len() > MAX_BYTES => " ".repeat(MAX_BYTES + 1),
        Err(_) => return Ok(None),
    };
    // What some editors put first says nothing.
    Ok(Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()))
}
