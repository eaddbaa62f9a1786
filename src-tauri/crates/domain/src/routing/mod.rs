//! Who answers for an insurer: a dated table from insurer and domain to operators, in the order they are asked.
//!
//! An insurer (AMC) bears the risk, an operator answers for it, a network sets prices: three things, and only operators are
//! asked. The table is data (« à vérifier » unless its source was read), never a rule; what it says of a dossier gives way
//! to what the card says. One row answers, the most precise of those in force: a general row never adds an operator to a
//! precise one, since what is sent to an operator that does not serve the insurer is a disclosure.

mod change;
mod file;
mod row;
#[cfg(test)]
mod tests;

pub use change::{ChangeFault, MAX_CHANGES, RowChange};
pub use file::MAX_BYTES;
pub use row::{MAX_DOMAIN_CHARS, MAX_OPERATORS, RoutingRow, RowFault, RowParts, folded};

use crate::{
    identifiers::{AmcNumber, Csr},
    platform::PlatformCode,
    reference_file::{FileFault, Status},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, hash_map::Entry};

/// The file that ships with this build.
pub const SHIPPED: &str = include_str!("../../reference/routing.toml");

/// A name of the table: an operator's, or a network's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The name people read.
    pub label: String,
    /// Whether the source was read.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    /// The day the source said so.
    pub noted_on: Date,
}

/// A whole file: the table, and the names of those it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutingSet {
    /// Its name: `2024-02`.
    pub version: String,
    /// Who made it, from what.
    pub source: String,
    /// The operators.
    pub operators: BTreeMap<PlatformCode, Party>,
    /// The networks, by their codes.
    pub networks: BTreeMap<String, Party>,
    /// The table.
    pub table: RoutingTable,
}

impl RoutingSet {
    /// Reads a file, whole or not at all: every fault found, in the order of the lines.
    pub fn read(text: &str) -> Result<RoutingSet, Vec<FileFault>> {
        file::read(text)
    }

    /// The file that says the same: read again, it is the same set.
    pub fn written(&self) -> String {
        file::written(self)
    }
}

/// What is asked of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutingQuestion {
    /// N° AMC, when the card says it.
    pub amc: Option<AmcNumber>,
    /// CSR, when the card says it.
    pub csr: Option<Csr>,
    /// The card's domain code, when known: `OPTI`, `AUDI`, `PHAR`.
    pub domain: Option<String>,
    /// The day of the service.
    pub on: Date,
}

/// The table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoutingTable {
    rows: Vec<RoutingRow>,
    /// The rows of each insurer's number, by their places.
    by_amc: HashMap<AmcNumber, Vec<usize>>,
    /// The rows that go by a criterion alone.
    by_csr: Vec<usize>,
    /// The rows that go by a name alone, under the name as it is compared.
    by_name: HashMap<String, Vec<usize>>,
}

/// Two rows that answer to the same on the same day, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("rows {first} and {second} answer to the same on the same day")]
pub struct RowsOverlap {
    /// The earlier of the two in the table.
    pub first: usize,
    /// The later one.
    pub second: usize,
}

impl RoutingTable {
    /// A table of these rows, in their order.
    pub fn new(rows: Vec<RoutingRow>) -> Result<Self, RowsOverlap> {
        let mut table = Self::default();
        let mut same: HashMap<_, Vec<usize>> = HashMap::new();
        for (second, row) in rows.iter().enumerate() {
            match same.entry(row.key()) {
                Entry::Occupied(mut entry) => {
                    if let Some(first) = entry.get().iter().copied().find(|first| rows[*first].meets(row)) {
                        return Err(RowsOverlap { first, second });
                    }
                    entry.get_mut().push(second);
                }
                Entry::Vacant(entry) => drop(entry.insert(vec![second])),
            }
            match (&row.parts().amc, row.goes_by_name()) {
                (Some(amc), _) => table.by_amc.entry(amc.clone()).or_default().push(second),
                (None, false) => table.by_csr.push(second),
                (None, true) => table.by_name.entry(folded(&row.parts().insurer)).or_default().push(second),
            }
        }
        Ok(Self { rows, ..table })
    }

    /// Every row, in the table's order.
    pub fn rows(&self) -> &[RoutingRow] {
        &self.rows
    }

    /// Who is asked, in order; nobody where no row speaks of it.
    pub fn operators(&self, question: &RoutingQuestion) -> Vec<PlatformCode> {
        self.answering(question, None).map(|row| row.parts().operators.clone()).unwrap_or_default()
    }

    /// The row that answers: the most precise of those in force. Number before criterion, a criterion without `?` before
    /// one with, more characters before fewer, a domain before every domain; then the later first day, then the place in
    /// the table. Where neither number nor criterion finds one, the insurer's name does, if it is given.
    pub fn answering(&self, question: &RoutingQuestion, insurer: Option<&str>) -> Option<&RoutingRow> {
        let numbered = question.amc.as_ref().and_then(|amc| self.by_amc.get(amc));
        let named = || insurer.and_then(|insurer| self.by_name.get(&folded(insurer)));
        self.best(numbered.into_iter().flatten().chain(&self.by_csr), question)
            .or_else(|| self.best(named().into_iter().flatten(), question))
    }

    fn best<'t>(&'t self, places: impl Iterator<Item = &'t usize>, asked: &RoutingQuestion) -> Option<&'t RoutingRow> {
        places
            .filter(|place| {
                let row = &self.rows[**place];
                row.holds_on(asked.on) && row.takes_csr(asked.csr.as_ref()) && row.takes_domain(asked.domain.as_deref())
            })
            .max_by_key(|place| (self.rows[**place].precision(), Reverse(**place)))
            .map(|place| &self.rows[*place])
    }
}
