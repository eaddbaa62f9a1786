//! Names as people read them.

use crate::{contract::Problem, retention, view_cheques};
use relais_domain::ids::DossierId;
use relais_storage::{Queries, rows::PersonName};

/// What papers and lists say in place of a name that was erased; the window has words of its own.
const ERASED: &str = "Client effacé";

/// « Lucie Bernard »; a person whose identity was erased has none.
pub(crate) fn display(name: &PersonName) -> String {
    match (name.given_name.is_empty(), name.family_name.is_empty()) {
        (_, true) => name.given_name.clone(),
        (true, false) => name.family_name.clone(),
        (false, false) => format!("{} {}", name.given_name, name.family_name),
    }
}

/// The same in a cell of a list that is printed or written to a file.
pub(crate) fn listed(customer: &str) -> String {
    if customer.is_empty() { ERASED.to_owned() } else { customer.to_owned() }
}

/// The same on a paper of one sale, with the day of the erasure: « Client effacé (le 12/03/2024) ».
pub(crate) fn printed(queries: &Queries<'_>, dossier: DossierId, name: &PersonName) -> Result<String, Problem> {
    let shown = display(name);
    if !shown.is_empty() {
        return Ok(shown);
    }
    let zone = view_cheques::time_zone(queries)?;
    let day = retention::erased_at(queries, dossier)?.map(|at| at.to_zoned(zone).strftime("%d/%m/%Y").to_string());
    Ok(day.map_or_else(|| ERASED.to_owned(), |day| format!("{ERASED} (le {day})")))
}
