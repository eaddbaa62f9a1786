//! The routing table: looked at, replaced whole by a file, changed row by row and undone, written to a file.
//!
//! It is the file that ships or the one taken, with the changes made by hand since. Everything of it is in the journal; it
//! says nothing of anybody.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        ChangeRoutingRequest, ExportRoutingRequest, Nothing, PreviewRoutingRequest, Problem, ProblemCode,
        ReferenceSummary, RoutingExported, RoutingParty, RoutingPreview, RoutingPreviewed, RoutingRowView,
        RoutingTaken, RoutingView, TakeRoutingRequest,
    },
    reference_files::{self, FileText},
    reference_set::{Known, Shelf},
    routing_row, whole_file,
};
use relais_domain::{
    practice::{self, ChosenReference, Practice, ReferenceName},
    reference_file::{Fault, FileFault, Status},
    routing::{ChangeFault, MAX_BYTES, MAX_CHANGES, Party, RoutingRow, RoutingSet, RowChange, SHIPPED},
};
use relais_storage::Queries;
use serde_json::json;
use std::{
    collections::{BTreeMap, HashSet},
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex},
};

/// The table in use, and what it is made of.
#[derive(Clone)]
pub(crate) struct InUse {
    pub(crate) set: Arc<RoutingSet>,
    pub(crate) summary: ReferenceSummary,
    /// The changes by hand that stand.
    changes: Vec<RowChange>,
    /// How many of them found no row to change.
    left_out: u32,
}

static SHELF: Shelf<RoutingSet> =
    Shelf::new(ReferenceName::Routing, SHIPPED, RoutingSet::read, |set| set.version.as_str());

/// The table read last with its changes by hand.
static READ_LAST: LazyLock<Mutex<Option<InUse>>> = LazyLock::new(Mutex::default);

/// The table in use.
pub(crate) fn in_use(queries: &Queries<'_>) -> Result<InUse, Problem> {
    of_state(&reference_files::practice_state(queries)?)
}

fn of_state(state: &Practice) -> Result<InUse, Problem> {
    let Known { mut set, summary } = SHELF.of(state)?;
    if let Ok(Some(last)) = READ_LAST.lock().map(|last| last.clone())
        && last.summary.checksum == summary.checksum
        && last.changes == state.routing_changes
    {
        return Ok(last);
    }
    let mut left_out = 0;
    for change in &state.routing_changes {
        match set.changed(change) {
            Ok(changed) => set = Arc::new(changed),
            Err(_) => left_out += 1,
        }
    }
    let found = InUse { set, summary, changes: state.routing_changes.clone(), left_out };
    if let Ok(mut last) = READ_LAST.lock() {
        *last = Some(found.clone());
    }
    Ok(found)
}

/// The table.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<RoutingView, Problem> {
    one(&app.practice()?).await
}

async fn one(practice: &Arc<OpenPractice>) -> Result<RoutingView, Problem> {
    let (known, today) = (practice.clone(), practice.today());
    practice
        .read(move |queries| {
            let InUse { set, summary, changes, left_out } = in_use(queries)?;
            let by_hand: Vec<&RoutingRow> = changes.iter().filter_map(|change| change.becomes.as_ref()).collect();
            let operators = set
                .operators
                .iter()
                .map(|(code, party)| routing_party(code.as_str(), party, known.lines.get(code).is_some()));
            let rows = set.table.rows().iter().map(|row| RoutingRowView {
                in_force: row.holds_on(today),
                by_hand: by_hand.contains(&row),
                row: routing_row::fields(row),
            });
            Ok(RoutingView {
                reference: summary,
                source: set.source.clone(),
                shipped_version: SHELF.shipped()?.set.version.clone(),
                changes: u32::try_from(changes.len()).unwrap_or(u32::MAX),
                left_out,
                operators: operators.collect(),
                networks: set.networks.iter().map(|(code, party)| routing_party(code, party, false)).collect(),
                rows: rows.collect(),
            })
        })
        .await
}

fn routing_party(code: &str, party: &Party, configured: bool) -> RoutingParty {
    let Party { label, status, source, noted_on } = party.clone();
    RoutingParty { code: code.to_owned(), label, status, source, noted_on, configured }
}

/// A file that may be taken.
struct Readable {
    file: FileText,
    set: RoutingSet,
}

async fn read(path: &str) -> Result<Result<Readable, Vec<FileFault>>, Problem> {
    let path = PathBuf::from(path);
    blocking(move || {
        let read = reference_files::read(&path, MAX_BYTES)?;
        Ok(read.and_then(|file| Ok(Readable { set: RoutingSet::read(&file.text)?, file })))
    })
    .await
}

/// What a file would bring, before it is taken; or every fault of it.
pub async fn preview(app: &App, _call: Call, request: PreviewRoutingRequest) -> Result<RoutingPreviewed, Problem> {
    let practice = app.practice()?;
    let Readable { file, set } = match read(&request.path).await? {
        Ok(readable) => readable,
        Err(faults) => return Ok(RoutingPreviewed::Refused { faults }),
    };
    let current = practice.read(in_use).await?;
    let key = |row: &RoutingRow| serde_json::to_string(row).unwrap_or_default();
    let ours: HashSet<String> = current.set.table.rows().iter().map(key).collect();
    let theirs: HashSet<String> = set.table.rows().iter().map(key).collect();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let preview = RoutingPreview {
        rows: count(set.table.rows().len()),
        operators: count(set.operators.len()),
        networks: count(set.networks.len()),
        added: count(theirs.difference(&ours).count()),
        removed: count(ours.difference(&theirs).count()),
        changes_lost: count(current.changes.len()),
        version: set.version,
        source: set.source,
        checksum: file.checksum,
        checksum_beside: file.checksum_beside,
    };
    Ok(RoutingPreviewed::Previewed { preview })
}

/// Takes the file that was previewed: whole, or not at all. One that changed meanwhile, or that is not the one its maker
/// announced, is refused.
pub async fn take(app: &App, call: Call, request: TakeRoutingRequest) -> Result<RoutingTaken, Problem> {
    let practice = app.practice()?;
    let Readable { file, set } = match read(&request.path).await? {
        Ok(readable) => readable,
        Err(faults) => return Ok(RoutingTaken::Refused { faults }),
    };
    let announced = request.announced.trim();
    let as_announced = announced.is_empty() || reference_files::same_checksum(announced, &file.checksum);
    if file.checksum != request.checksum || !as_announced {
        let fault = FileFault { line: 1, fault: Fault::Checksum, about: String::new() };
        return Ok(RoutingTaken::Refused { faults: vec![fault] });
    }
    let chosen = ChosenReference { version: set.version, checksum: file.checksum, text: Some(file.text) };
    reference_files::record(&practice, call, ReferenceName::Routing, chosen).await?;
    Ok(RoutingTaken::Taken { routing: one(&practice).await? })
}

/// Goes back to the table that ships with the program.
pub async fn restore(app: &App, call: Call, _request: Nothing) -> Result<RoutingView, Problem> {
    let practice = app.practice()?;
    SHELF.restore(&practice, call).await?;
    one(&practice).await
}

/// Changes one row: each mistake is said at its field, and what would answer twice on the same day is refused.
pub async fn change(app: &App, call: Call, request: ChangeRoutingRequest) -> Result<RoutingView, Problem> {
    let practice = app.practice()?;
    let was = request.was.as_ref().map(routing_row::read).transpose()?;
    let becomes = request.becomes.as_ref().map(routing_row::read).transpose()?;
    let (stream, known) = (practice.id.0, practice.clone());
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let set = of_state(&state)?.set;
            let named = becomes.as_ref().map(|row| row.parts().operators.as_slice()).unwrap_or_default();
            let mut operators = BTreeMap::new();
            for code in named.iter().filter(|code| !set.operators.contains_key(code)) {
                let line = known.lines.get(code).ok_or_else(|| Problem::field("operators", "unknown"))?;
                operators.insert(code.clone(), own_platform(line.configured.label, context.today));
            }
            let unknown_network = becomes.as_ref().and_then(|row| row.parts().network.as_ref());
            if unknown_network.is_some_and(|network| !set.networks.contains_key(network)) {
                return Err(Problem::field("network", "unknown"));
            }
            let change = RowChange { was, becomes, operators };
            match set.changed(&change) {
                Ok(_) if state.routing_changes.len() >= MAX_CHANGES => {
                    return Err(Problem::with(ProblemCode::TooManyChanges, json!({ "max": MAX_CHANGES })));
                }
                Ok(_) => {}
                Err(ChangeFault::Nothing) => return Ok(()),
                Err(ChangeFault::Gone) => return Err(Problem::code(ProblemCode::RoutingRowGone)),
                Err(ChangeFault::Overlap(other)) => {
                    let other = other.parts();
                    let params = json!({ "insurer": other.insurer, "from": other.from, "to": other.to });
                    return Err(Problem::with(ProblemCode::RoutingRowsOverlap, params));
                }
            }
            tx.append::<Practice>(stream, practice::change_routing(change, context)?)?;
            Ok(())
        })
        .await?;
    one(&practice).await
}

/// How an operator enters the table by a row that names it: as one of the practice's own platforms.
fn own_platform(label: String, today: jiff::civil::Date) -> Party {
    Party { label, status: Status::ToVerify, source: "Plateforme de l’établissement".to_owned(), noted_on: today }
}

/// Undoes the last change that still stands; without one, nothing happens.
pub async fn undo(app: &App, call: Call, _request: Nothing) -> Result<RoutingView, Problem> {
    let practice = app.practice()?;
    let stream = practice.id.0;
    practice
        .command(call, &"routing_undo", move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = practice::undo_routing(&state, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    one(&practice).await
}

/// Writes the table as it is, changes by hand included, and its checksum beside it.
pub async fn export(app: &App, _call: Call, request: ExportRoutingRequest) -> Result<RoutingExported, Problem> {
    let practice = app.practice()?;
    let found = practice.read(in_use).await?;
    let (today, path) = (practice.today(), PathBuf::from(request.path));
    blocking(move || {
        // The same file again where nothing was changed; a table changed by hand is a version of its own.
        let mut set = RoutingSet::clone(&found.set);
        if !found.changes.is_empty() {
            set.version = format!("{} · {today}", set.version.split(" · ").next().unwrap_or_default());
        }
        let text = set.written();
        let checksum = reference_files::checksum(text.as_bytes());
        let bytes = whole_file::put(&path, text.as_bytes())?;
        let beside = reference_files::checksum_path(&path);
        let line = reference_files::checksum_line(&path, &checksum);
        whole_file::put(&beside, line.as_bytes())?;
        Ok(RoutingExported {
            path: path.display().to_string(),
            checksum,
            checksum_path: beside.display().to_string(),
            rows: u32::try_from(set.table.rows().len()).unwrap_or(u32::MAX),
            bytes,
        })
    })
    .await
}
