//! What a list is written with, from what it looks like. A guess, always shown and always corrected.

use super::{Field, Line, amount, columns, date, reader};
use csv::StringRecord;
use relais_domain::tabular::Separator;
use std::collections::BTreeMap;

/// Lines looked at.
const LOOKED_AT: usize = 60;

/// The separator that cuts most of the first lines into the same number of cells, and into most of them.
pub(super) fn separator_of(text: &str) -> Separator {
    let likeness = |separator: Separator| {
        let mut widths = BTreeMap::<usize, usize>::new();
        let (mut reader, mut record) = (reader(text, separator), StringRecord::new());
        let mut looked_at = 0;
        while looked_at < LOOKED_AT && reader.read_record(&mut record).unwrap_or(false) {
            looked_at += 1;
            *widths.entry(record.len()).or_default() += 1;
        }
        let usual = widths.into_iter().filter(|(width, _)| *width > 1).max_by_key(|(width, count)| (*count, *width));
        // How many of the lines agree comes first: the commas of French amounts cut the odd line, not all alike.
        usual.map_or((0, 0), |(width, count)| (count * 100 / looked_at.max(1), width))
    };
    // The first of those that are alike: the likeliest of the trade.
    let mut best = (Separator::Semicolon, (0, 0));
    for separator in Separator::ALL {
        let found = likeness(separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    best.0
}

/// Whether the first line names the columns: one of its cells has a usual name, or none of them is an amount or a day
/// while lines below hold some.
pub(super) fn has_header(lines: &[Line], fields: &[Field]) -> bool {
    let Some((first, rest)) = lines.split_first() else { return false };
    if first.cells.iter().any(|name| fields.iter().any(|field| columns::likeness(field, name) == columns::EXACT)) {
        return true;
    }
    let is_value = |cell: &String| amount(cell).is_ok() || date(cell).is_ok();
    let names = first.cells.iter().filter(|cell| !cell.is_empty()).count() > 1 && !first.cells.iter().any(is_value);
    names && rest.iter().take(LOOKED_AT).any(|line| line.cells.iter().any(is_value))
}
