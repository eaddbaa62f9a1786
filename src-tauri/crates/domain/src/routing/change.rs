//! A row added, corrected, ended or taken out by hand, after the file the table came from.

use super::{Party, RoutingRow, RoutingSet, RoutingTable};
use crate::platform::PlatformCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most changes by hand on one file: past that, the table is exported and taken anew.
pub const MAX_CHANGES: usize = 500;

/// What was done to one row. It says the whole row, before and after, so that what was done can be undone and told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// The row as it was; none for one that is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<RoutingRow>,
    /// The row as it is now; none for one that is taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub becomes: Option<RoutingRow>,
    /// The operators of the row that the table did not name yet.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub operators: BTreeMap<PlatformCode, Party>,
}

/// Why a change is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeFault {
    /// The row is not there any more as it was.
    #[error("the row is not there any more as it was")]
    Gone,
    /// Another row answers to the same on some of the same days.
    #[error("another row answers to the same on some of the same days")]
    Overlap(Box<RoutingRow>),
    /// Nothing would change.
    #[error("nothing would change")]
    Nothing,
}

impl RoutingSet {
    /// The set after a change.
    pub fn changed(&self, change: &RowChange) -> Result<RoutingSet, ChangeFault> {
        let mut rows = self.table.rows().to_vec();
        match (&change.was, &change.becomes) {
            (None, None) => return Err(ChangeFault::Nothing),
            (was, becomes) if was == becomes => return Err(ChangeFault::Nothing),
            (None, Some(row)) => rows.push(row.clone()),
            (Some(was), becomes) => {
                let at = rows.iter().position(|row| row == was).ok_or(ChangeFault::Gone)?;
                rows.splice(at..=at, becomes.clone());
            }
        }
        let met = |at: usize| Box::new(rows[at].clone());
        let table = RoutingTable::new(rows.clone()).map_err(|overlap| {
            // The one told is the other: not the row that was just typed.
            let other =
                if change.becomes.as_ref() == Some(&rows[overlap.first]) { overlap.second } else { overlap.first };
            ChangeFault::Overlap(met(other))
        })?;
        let mut operators = self.operators.clone();
        for (code, party) in &change.operators {
            operators.entry(code.clone()).or_insert_with(|| party.clone());
        }
        Ok(RoutingSet { table, operators, ..self.clone() })
    }
}
