//! One part of the page as a list for a spreadsheet.

use super::{
    Ground,
    listing::{self, Cell},
    read,
};
use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{ExportPilotageRequest, ListExported, PilotageDossiers, PilotageFilter, PilotagePart, Problem},
    spreadsheet::{Sheet, day, euros},
    whole_file,
};
use relais_storage::{
    Queries,
    rows::{OwedSort, Page},
};
use std::path::Path;

/// Shares written at most: with more, the sums say it better.
const MAX_SHARES: u32 = 100_000;

/// Writes it where the person says.
pub async fn export(app: &App, _call: Call, request: ExportPilotageRequest) -> Result<ListExported, Problem> {
    let practice = app.practice()?;
    blocking(move || export_to(&practice, &request)).await
}

/// The same for who is not in the window.
pub fn export_to(practice: &OpenPractice, request: &ExportPilotageRequest) -> Result<ListExported, Problem> {
    let listing = practice.database.read(|queries| {
        let ground = Ground::of(practice, queries)?;
        let asked = request.filter.as_ref().filter(|_| request.part == PilotagePart::Dossiers);
        let behind = asked.map(|filter| every_share(&ground, queries, filter)).transpose()?;
        Ok::<_, Problem>(listing::of(&read(&ground, queries)?, request.part, behind.as_ref()))
    })?;
    let heads: Vec<&str> = listing.heads.iter().map(|head| head.0).collect();
    let mut sheet = Sheet::new(&heads);
    for row in &listing.rows {
        sheet.row(row.iter().map(spelled));
    }
    let bytes = whole_file::put(Path::new(&request.path), &sheet.into_bytes())?;
    let rows = u32::try_from(listing.rows.len()).unwrap_or(u32::MAX);
    Ok(ListExported { path: request.path.clone(), rows, bytes })
}

fn every_share(
    ground: &Ground<'_>,
    queries: &Queries<'_>,
    asked: &PilotageFilter,
) -> Result<PilotageDossiers, Problem> {
    let filter = ground.filter(asked)?;
    let (total, cents) = queries.owed_sum(&filter)?;
    let mut rows = Vec::new();
    while u32::try_from(rows.len()).unwrap_or(u32::MAX) < total.min(MAX_SHARES) {
        let page = Page { offset: u32::try_from(rows.len()).unwrap_or(u32::MAX), limit: relais_storage::MAX_ROWS };
        let found = queries.owed(&filter, OwedSort::Since, false, page)?;
        if found.is_empty() {
            break;
        }
        for row in found {
            rows.push(ground.row(row)?);
        }
    }
    Ok(PilotageDossiers { as_of: ground.as_of, total, cents, rows })
}

fn spelled(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Cents(cents) => euros(*cents),
        Cell::Count(count) => count.to_string(),
        Cell::Day(date) => day(*date),
        Cell::None => String::new(),
    }
}
