//! Totals of a chain: how many entries, and for each kind the sum of its amounts.
//!
//! The rule knows no trade so that a verifier in any language recomputes it: whenever an entry's body has an integer
//! member `amount_cents`, it is added to the total of the entry's kind. Sums are checked, and stay below 2^53 like
//! every integer of the journal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::canonical::MAX_INTEGER;
use crate::entry::EntryView;

/// The member of a body that counts.
pub const AMOUNT_MEMBER: &str = "amount_cents";

/// The count of entries and the sum in cents per kind, since the first entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    amount_cents: BTreeMap<String, i64>,
    entries: u64,
}

/// A sum left the range of the journal's integers.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the total of {kind} leaves the range of the journal's integers")]
pub struct TotalsOverflow {
    /// The kind whose sum is too large.
    pub kind: String,
}

impl Totals {
    /// How many entries were added.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The sum of each kind that had an amount, in order of kind.
    pub fn amount_cents(&self) -> &BTreeMap<String, i64> {
        &self.amount_cents
    }

    /// Counts one entry. On overflow nothing is counted.
    pub fn add(&mut self, entry: &EntryView<'_>) -> Result<(), TotalsOverflow> {
        if let Some(cents) = entry.amount_cents {
            self.add_cents(entry.kind, cents)?;
        }
        self.entries += 1;
        Ok(())
    }

    /// Adds another chain's totals, for the whole practice. On overflow the value is not to be used.
    pub fn merge(&mut self, other: &Totals) -> Result<(), TotalsOverflow> {
        for (kind, cents) in &other.amount_cents {
            self.add_cents(kind, *cents)?;
        }
        self.entries += other.entries;
        Ok(())
    }

    fn add_cents(&mut self, kind: &str, cents: i64) -> Result<(), TotalsOverflow> {
        let before = self.amount_cents.get(kind).copied().unwrap_or(0);
        let after = before
            .checked_add(cents)
            .filter(|sum| sum.unsigned_abs() <= MAX_INTEGER.unsigned_abs())
            .ok_or_else(|| TotalsOverflow { kind: kind.to_owned() })?;
        match self.amount_cents.get_mut(kind) {
            Some(sum) => *sum = after,
            None => {
                self.amount_cents.insert(kind.to_owned(), after);
            }
        }
        Ok(())
    }
}
