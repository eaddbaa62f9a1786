//! The history of the platforms: calls counted hour by hour as they are made, and the map of the last days, from what was
//! counted and from the states that were recorded. An hour without a call in which nobody said anything was not observed,
//! and is not shown as a good one.

use crate::{
    app::{App, OpenPractice, blocking, problem_of},
    call::Call,
    contract::{AvailabilityExported, ExportAvailabilityRequest, HeatCell, HeatMap, HeatMapRequest, Problem},
    spreadsheet::Sheet,
    whole_file,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use relais_domain::{
    availability::{self, Availability, hour_of},
    platform::{FunctionState, StateSource},
};
use relais_storage::{
    CommandEnvelope,
    rows::{HourRow, StateRow},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Most days looked at: the states of an hour are folded in memory.
const MAX_DAYS: u16 = 366;
/// One hour.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Failures of an hour's calls from which it is said to have been degraded: one in five, as in the strip.
const DEGRADED_FROM: u32 = 5;

/// Counts what was called since the last time.
pub(crate) fn tally(practice: &OpenPractice) -> Result<(), Problem> {
    let now = practice.now();
    let found = practice.lines.untallied(now);
    if found.is_empty() {
        return Ok(());
    }
    let envelope = CommandEnvelope {
        command_id: practice.own_call().command_id,
        request_digest: Sha256::digest(format!("tally {found:?}")).into(),
        actor: practice.user.id,
        recorded_at: now,
    };
    let recorded: Result<(), _> = practice.database.command(envelope, move |tx| {
        for (platform, hours) in found {
            // A stream a day: what was called before and after midnight goes to its own.
            for of_day in hours.chunk_by(|a, b| utc_day(a.hour) == utc_day(b.hour)) {
                let Some(day) = of_day.first().map(|tally| utc_day(tally.hour)) else { continue };
                let stream = tx.identity().availability_stream(&platform, day);
                tx.append::<Availability>(stream, availability::tally(platform.clone(), of_day.to_vec()))?;
            }
        }
        Ok::<_, Problem>(())
    });
    recorded.map_err(problem_of)
}

/// The day an hour is kept under.
fn utc_day(hour: Timestamp) -> Date {
    hour.to_zoned(TimeZone::UTC).date()
}

/// The same once an hour is over, off the asynchronous threads.
pub(crate) async fn tally_when_due(practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    if !practice.lines.tally_is_due(practice.now()) {
        return Ok(());
    }
    let practice = practice.clone();
    blocking(move || tally(&practice)).await
}

/// The map of one function.
pub async fn heat_map(app: &App, _call: Call, request: HeatMapRequest) -> Result<HeatMap, Problem> {
    let practice = app.practice()?;
    // What this very hour has seen is part of it.
    let counting = practice.clone();
    blocking(move || tally(&counting)).await?;
    read(&practice, request).await
}

async fn read(practice: &Arc<OpenPractice>, request: HeatMapRequest) -> Result<HeatMap, Problem> {
    let (zone, now, until) = (practice.time_zone.clone(), practice.now(), practice.today());
    let days = i64::from(request.days.clamp(1, MAX_DAYS));
    let from = until.saturating_sub((days - 1).days());
    let began = from.to_zoned(zone.clone()).map_err(Problem::internal)?.timestamp();
    let label = practice.lines.label(&request.platform);
    practice
        .read(move |queries| {
            let states = queries.function_states(&request.platform, request.function, began)?;
            let hours = queries.function_hours(&request.platform, request.function, (hour_of(began), now))?;
            let cells = cells(&states, &hours, (began, now), &zone);
            let out = |cell: &&HeatCell| cell.state.is_out();
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let (observed, hours_out) = (count(cells.len()), count(cells.iter().filter(out).count()));
            Ok(HeatMap {
                platform_label: label,
                platform: request.platform,
                function: request.function,
                from,
                until,
                answered_bp: (observed > 0).then(|| (observed - hours_out) * 10_000 / observed.max(1)),
                hours_observed: observed,
                hours_out,
                cells,
            })
        })
        .await
}

/// The hours observed between two instants, each with the worst of it.
fn cells(
    states: &[StateRow],
    hours: &[HourRow],
    (from, until): (Timestamp, Timestamp),
    zone: &TimeZone,
) -> Vec<HeatCell> {
    let counted: BTreeMap<Timestamp, (u32, u32)> =
        hours.iter().map(|row| (row.hour, (row.calls, row.failures))).collect();
    let mut cells = Vec::new();
    let mut in_force = 0;
    let mut hour = hour_of(from);
    while hour < until {
        let Ok(end) = hour.checked_add(HOUR) else { break };
        let calls = counted.get(&hour).copied().unwrap_or_default();
        // The states of this hour: the one it began in, and those it went into.
        while states.get(in_force + 1).is_some_and(|next| next.since <= hour) {
            in_force += 1;
        }
        let began_in = states.get(in_force..).unwrap_or_default();
        let of_hour: Vec<&StateRow> = began_in.iter().take_while(|state| state.since < end).collect();
        if let Some(seen) = observed(&of_hour, calls, (hour.max(from), end.min(until))) {
            let local = hour.to_zoned(zone.clone());
            let (on, at) = (local.date(), u8::try_from(local.hour()).unwrap_or_default());
            cells.push(HeatCell { on, hour: at, ..seen });
        }
        hour = end;
    }
    cells
}

/// What one hour was, if it was observed at all.
fn observed(
    states: &[&StateRow],
    (calls, failures): (u32, u32),
    (begin, end): (Timestamp, Timestamp),
) -> Option<HeatCell> {
    let mut worst: Option<&StateRow> = None;
    let mut out = SignedDuration::ZERO;
    for (nth, state) in states.iter().enumerate() {
        let until = states.get(nth + 1).map_or(end, |next| next.since);
        if state.state.is_out() {
            out += until.min(end).duration_since(state.since.max(begin)).max(SignedDuration::ZERO);
        }
        // What was said or found out lasts; that all was well when last looked at says nothing of an hour without a look.
        let lasts = state.state.is_out() || state.source == StateSource::Declared;
        let told = state.since >= begin || lasts || calls > 0;
        if told && state.state != FunctionState::Unknown && worst.is_none_or(|w| rank(w.state) < rank(state.state)) {
            worst = Some(state);
        }
    }
    let measured = match (calls, failures) {
        (0, _) => FunctionState::Unknown,
        (calls, failures) if failures == calls => FunctionState::Down,
        (calls, failures) if failures * DEGRADED_FROM >= calls => FunctionState::Degraded,
        _ => FunctionState::Up,
    };
    let recorded = worst.map_or(FunctionState::Unknown, |state| state.state);
    let state = if rank(recorded) >= rank(measured) { recorded } else { measured };
    if state == FunctionState::Unknown {
        return None;
    }
    let told = worst.filter(|worst| worst.state == state);
    Some(HeatCell {
        on: Date::constant(1970, 1, 1),
        hour: 0,
        state,
        calls,
        failures,
        minutes_out: u8::try_from(out.as_mins().clamp(0, 60)).unwrap_or_default(),
        cause: told.and_then(|state| state.cause),
        source: told.map_or(StateSource::Measured, |state| state.source),
        said_by: told.and_then(|state| state.said_by.clone()),
    })
}

/// How bad a state is.
const fn rank(state: FunctionState) -> u8 {
    match state {
        FunctionState::Unknown => 0,
        FunctionState::Up => 1,
        FunctionState::Degraded => 2,
        FunctionState::Closed => 3,
        FunctionState::Down => 4,
    }
}

/// Writes the map as a file for a spreadsheet: one line an hour observed.
pub async fn export(
    app: &App,
    call: Call,
    request: ExportAvailabilityRequest,
) -> Result<AvailabilityExported, Problem> {
    let practice = app.practice()?;
    let ExportAvailabilityRequest { platform, function, days, path } = request;
    let map = heat_map(app, call, HeatMapRequest { platform, function, days }).await?;
    blocking(move || {
        let mut sheet = Sheet::new(&[
            "plateforme",
            "fonction",
            "date",
            "heure",
            "état",
            "appels",
            "échecs",
            "minutes hors service",
            "cause",
            "connu par",
            "d’après",
        ]);
        for cell in &map.cells {
            sheet.row([
                map.platform_label.clone(),
                word(&map.function),
                cell.on.to_string(),
                format!("{:02}:00", cell.hour),
                word(&cell.state),
                cell.calls.to_string(),
                cell.failures.to_string(),
                cell.minutes_out.to_string(),
                cell.cause.map(|cause| word(&cause)).unwrap_or_default(),
                word(&cell.source),
                cell.said_by.as_ref().map(|by| by.as_str().to_owned()).unwrap_or_default(),
            ]);
        }
        let bytes = whole_file::put(Path::new(&path), &sheet.into_bytes())?;
        let rows = u32::try_from(map.cells.len()).unwrap_or(u32::MAX);
        tracing::info!(practice = %practice.id, rows, "the availability was exported");
        Ok(AvailabilityExported { path, rows, bytes })
    })
    .await
}

/// The stable word of a closed code.
fn word<T: serde::Serialize>(code: &T) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
