//! Which lines there are, which are wanted, and what becomes of them.

use std::io::Write as _;

use relais_tests::{Outcome, checkout};
use serde_json::Value;

use crate::practice::Size;
use crate::row::{Row, table};
use crate::{archive, command, letters, lookup, paced, pilotage, rebuild, search, start, vault, verdict, worklist};

/// Practices that what a person waits for is measured on.
const SIZES: [Size; 2] = [Size::Optician, Size::Pharmacy];

/// A measurement, and the lines it gives.
struct Measurement {
    ids: &'static [&'static str],
    measure: fn() -> Outcome<Vec<Row>>,
}

const MEASUREMENTS: [Measurement; 14] = [
    Measurement { ids: &["start.paint", "start.pss"], measure: start::measure },
    Measurement { ids: &["command.durable"], measure: || SIZES.map(command::measure).into_iter().collect() },
    Measurement { ids: &["search.p95", "search.growth"], measure: search::measure },
    Measurement { ids: &["archive.verify"], measure: || SIZES.map(archive::measure).into_iter().collect() },
    Measurement { ids: &["lookup.overhead"], measure: lookup::overhead },
    Measurement { ids: &["lookup.kept"], measure: lookup::kept },
    Measurement { ids: &["lookup.verdict"], measure: verdict::measure },
    Measurement { ids: &["views.rebuild"], measure: || SIZES.map(rebuild::measure).into_iter().collect() },
    Measurement { ids: &["pilotage.open", "pilotage.growth"], measure: pilotage::measure },
    Measurement { ids: &["worklist.p95"], measure: worklist::measure },
    Measurement { ids: &["ledger.owed"], measure: pilotage::against_ledgers },
    Measurement { ids: &["letters.batch"], measure: letters::measure },
    Measurement { ids: &["vault.unlock", "vault.reveal", "vault.health"], measure: vault::measure },
    Measurement { ids: &["replay.paced"], measure: paced::measure },
];

/// Measures what is wanted, or everything; prints the table and keeps the JSON.
pub(crate) fn bench(wanted: &[String]) -> Outcome {
    if let [start::REMEMBER, root] = [0, 1].map(|nth| wanted.get(nth).map(String::as_str).unwrap_or_default()) {
        return start::remember(root.as_ref());
    }
    if let [vault::INSIDE, root] = [0, 1].map(|nth| wanted.get(nth).map(String::as_str).unwrap_or_default()) {
        return vault::inside(root.as_ref());
    }
    let known: Vec<&str> = MEASUREMENTS.iter().flat_map(|it| it.ids).copied().collect();
    if let Some(unknown) = wanted.iter().find(|id| !known.contains(&id.as_str())) {
        return Err(format!("there is no « {unknown} »: {}", known.join(", ")).into());
    }
    let is_wanted = |id: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == id);
    let mut rows = Vec::new();
    // What could not be measured loses nothing of what was.
    let mut failed = Vec::new();
    for measurement in MEASUREMENTS.iter().filter(|it| it.ids.iter().any(|id| is_wanted(id))) {
        match (measurement.measure)() {
            Ok(measured) => rows.extend(measured.into_iter().filter(|row| is_wanted(row.id))),
            Err(error) => failed.push(format!("{} could not be measured: {error}", measurement.ids.join(", "))),
        }
    }
    let json: Vec<Value> = rows.iter().map(Row::json).collect::<Outcome<_>>()?;
    let file = checkout().join("target/bench.json");
    std::fs::write(&file, serde_json::to_vec_pretty(&json)?)?;
    let mut out = std::io::stdout();
    write!(out, "{}", table(&rows))?;
    let short = rows.iter().filter(|row| !row.holds()).count();
    writeln!(out, "\n{} of {} bars hold; {}", rows.len() - short, rows.len(), file.display())?;
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n").into()) }
}
