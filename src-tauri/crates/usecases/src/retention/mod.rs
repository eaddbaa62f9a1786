//! « Conservation »: how long each kind of data is kept and why, what is due today, and what is erased with whose word. The
//! durations are a set of reference data, replaced whole by a file or changed one by one with a reason; each is an entry.

mod backups;
mod certificate;
mod due;
mod purging;
mod restored;
mod view;
mod words;

pub(crate) use backups::destroyed_on as backup_destroyed_on;
pub use backups::{destroyed, noted};
pub use due::list;
pub use purging::{agree, ask, open_certificate, preview, withdraw};
pub(crate) use purging::{erased_at, resume};
pub(crate) use restored::erased_again;
pub(crate) use view::every_clock;
pub use view::view;
pub(crate) use words::kept_words;

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        ClocksTaken, Done, ExportClocksRequest, Nothing, Problem, RetentionView, SetClockRequest, TakeClocksRequest,
    },
    fields, reference_files,
    reference_set::{Known, Shelf},
};
use relais_domain::{
    practice::ReferenceName,
    retention::{Clock, KeptMonths, MAX_BYTES, Retention, SHIPPED},
};
use relais_storage::Queries;
use std::sync::Arc;

/// Longest source and reason.
const MAX_WORDS_CHARS: usize = 200;

static SHELF: Shelf<Retention> =
    Shelf::new(ReferenceName::Retention, SHIPPED, Retention::read, |set| set.version.as_str());

/// The clocks in force.
pub(crate) fn in_use(queries: &Queries<'_>) -> Result<Known<Retention>, Problem> {
    SHELF.of(&reference_files::practice_state(queries)?)
}

/// Changes how long a kind is kept. Shorter than a law obliges is the practice's to answer for: it is said wherever it shows.
/// What is so already records nothing.
pub async fn set_clock(app: &App, call: Call, request: SetClockRequest) -> Result<RetentionView, Problem> {
    let practice = app.practice()?;
    let mut set = current(&practice).await?;
    let months = KeptMonths::parse(request.months).map_err(|_| Problem::field("months", "out_of_range"))?;
    let there = |field: &str, text: &str| {
        let text = fields::bounded(field, text, MAX_WORDS_CHARS)?;
        if text.is_empty() { Err(Problem::field(field, "empty")) } else { Ok(text) }
    };
    let (source, reason) = (there("source", &request.source)?, there("reason", &request.reason)?);
    let clock = set.clocks.iter_mut().find(|clock| clock.kind == request.kind && clock.months.is_some());
    let clock = clock.ok_or_else(|| Problem::field("kind", "unknown"))?;
    let changed = Clock { months: Some(months), source, status: request.status, reason, ..clock.clone() };
    if changed == *clock {
        return view::show(&practice).await;
    }
    *clock = Clock { from: practice.today(), ..changed };
    set.version = practice.today().to_string();
    let text = set.written();
    SHELF.keep(&practice, call, text).await?;
    view::show(&practice).await
}

async fn current(practice: &Arc<OpenPractice>) -> Result<Retention, Problem> {
    practice.read(|queries| Ok(Retention::clone(&in_use(queries)?.set))).await
}

/// Takes a file: whole, or not at all with every fault and its line.
pub async fn take_clocks(app: &App, call: Call, request: TakeClocksRequest) -> Result<ClocksTaken, Problem> {
    let practice = app.practice()?;
    Ok(match SHELF.take(&practice, call, (request.path, MAX_BYTES)).await? {
        Ok(()) => ClocksTaken::Taken { view: view::show(&practice).await? },
        Err(faults) => ClocksTaken::Refused { faults },
    })
}

/// Writes the clocks to a file, to share them or to change them elsewhere.
pub async fn export_clocks(app: &App, _call: Call, request: ExportClocksRequest) -> Result<Done, Problem> {
    let text = current(&app.practice()?).await?.written();
    reference_files::export(request.path, text).await
}

/// Goes back to the clocks that ship with the program.
pub async fn restore_clocks(app: &App, call: Call, _request: Nothing) -> Result<RetentionView, Problem> {
    let practice = app.practice()?;
    SHELF.restore(&practice, call).await?;
    view::show(&practice).await
}
