//! F3: any dossier, as one types, by any word of the name in any order and accent, number, reference, phone or amount.

use crate::{
    app::App,
    call::Call,
    contract::{DossierList, DossierRow, Problem, SearchRequest},
    people,
};
use relais_storage::rows::{self, Page};

/// Most rows of one answer; the list loads the next as it scrolls.
pub const MAX_ROWS: u32 = 200;

/// The rows; nothing typed lists the latest.
pub async fn search(app: &App, _call: Call, request: SearchRequest) -> Result<DossierList, Problem> {
    let practice = app.practice()?;
    let limit = request.limit.clamp(1, MAX_ROWS);
    practice
        .read(move |queries| {
            let mut found = if request.text.trim().is_empty() {
                queries.recent_dossiers(Page::first(limit + 1))?
            } else {
                queries.search(&request.text, limit + 1)?
            };
            let more = found.len() > limit as usize;
            found.truncate(limit as usize);
            Ok(DossierList { rows: found.into_iter().map(row).collect(), more })
        })
        .await
}

/// One dossier in a list; the first complementary's track stands for it.
pub(crate) fn row(row: rows::DossierRow) -> DossierRow {
    let first = row.tracks.first();
    DossierRow {
        dossier: row.id,
        number: row.label(),
        customer: people::display(&row.name),
        activity: row.activity,
        opened_on: row.opened_on,
        total_cents: row.total_cents,
        amc_share_cents: row.amc_share_cents,
        operator: first.and_then(|track| track.operator.clone()),
        track: first.map(|track| track.state).unwrap_or_default(),
        way: row.way,
        recheck: first.and_then(|track| track.recheck),
        delivered_on: row.delivered_on,
        settled: row.settled,
        reference: row.reference,
    }
}
