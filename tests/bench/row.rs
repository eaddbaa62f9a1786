//! One line of the bench: ours beside a floor or a peer, what was promised of it, and whether it holds. Owns the table and
//! the JSON. Integers throughout: a ratio is counted in thousandths.

use relais_tests::Outcome;
use serde_json::{Value, json};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Time, in microseconds; shown in milliseconds.
    Microseconds,
    /// Memory, in KiB; shown in MiB.
    Kibibytes,
}

impl Unit {
    const fn word(self) -> &'static str {
        match self {
            Unit::Microseconds => "us",
            Unit::Kibibytes => "KiB",
        }
    }

    /// For a person, in the unit he thinks in.
    fn shown(self, value: u64) -> String {
        match self {
            Unit::Microseconds => format!("{}.{:03} ms", value / 1_000, value % 1_000),
            Unit::Kibibytes => format!("{}.{} MiB", value / 1_024, value % 1_024 * 10 / 1_024),
        }
    }
}

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bar {
    /// At most so many thousandths of the reference.
    Ratio(u64),
    /// Below so many of the unit.
    Below(u64),
    /// At most so many of the unit more than the reference.
    Over(u64),
}

/// What ours stands beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) name: String,
    /// One number a round.
    pub(crate) samples: Vec<u64>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) metric: &'static str,
    /// Dossiers in the practice.
    pub(crate) size: u32,
    pub(crate) unit: Unit,
    pub(crate) bar: Bar,
    /// One number a round.
    pub(crate) samples: Vec<u64>,
    pub(crate) reference: Option<Reference>,
}

/// The middle of some numbers.
pub(crate) fn median(samples: &[u64]) -> u64 {
    quantile(samples, 50)
}

/// The number that so many in a hundred do not pass.
pub(crate) fn quantile(samples: &[u64], percent: usize) -> u64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(at).copied().unwrap_or_default()
}

impl Row {
    fn ours(&self) -> u64 {
        median(&self.samples)
    }

    fn beside(&self) -> Option<u64> {
        self.reference.as_ref().map(|reference| median(&reference.samples))
    }

    /// In thousandths, rounded up so that a bar that holds by a hair holds.
    fn ratio(&self) -> Option<u64> {
        self.beside().map(|beside| (self.ours() * 1_000).div_ceil(beside.max(1)))
    }

    /// Whether the promise is kept.
    pub(crate) fn holds(&self) -> bool {
        match self.bar {
            Bar::Ratio(most) => self.ratio().is_some_and(|ratio| ratio <= most),
            Bar::Below(limit) => self.ours() < limit,
            Bar::Over(most) => self.beside().is_some_and(|beside| self.ours() <= beside + most),
        }
    }

    /// The object written in `bench.json`.
    pub(crate) fn json(&self) -> Outcome<Value> {
        let bar = match self.bar {
            Bar::Ratio(most) => decimal(most)?,
            Bar::Below(limit) | Bar::Over(limit) => json!(limit),
        };
        Ok(json!({
            "id": self.id,
            "metric": self.metric,
            "size": self.size,
            "unit": self.unit.word(),
            "ours": self.ours(),
            "reference": self.beside(),
            "reference_name": self.reference.as_ref().map(|reference| &reference.name),
            "ratio": self.ratio().map(decimal).transpose()?,
            "bar": bar,
            "holds": self.holds(),
            "samples": {
                "ours": self.samples,
                "reference": self.reference.as_ref().map(|reference| &reference.samples),
            },
        }))
    }
}

/// Thousandths as a JSON number.
fn decimal(thousandths: u64) -> Outcome<Value> {
    Ok(serde_json::from_str(&spelled(thousandths))?)
}

fn spelled(thousandths: u64) -> String {
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

/// The table for a person.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut lines = vec![["id", "metric", "dossiers", "ours", "reference", "", "ratio", "bar", ""].map(str::to_owned)];
    for row in rows {
        let bar = match row.bar {
            Bar::Ratio(most) => format!("≤ {} ×", spelled(most)),
            Bar::Below(limit) => format!("< {}", row.unit.shown(limit)),
            Bar::Over(most) => format!("≤ + {}", row.unit.shown(most)),
        };
        lines.push([
            row.id.to_owned(),
            row.metric.to_owned(),
            row.size.to_string(),
            row.unit.shown(row.ours()),
            row.beside().map(|beside| row.unit.shown(beside)).unwrap_or_default(),
            row.reference.as_ref().map(|reference| reference.name.clone()).unwrap_or_default(),
            row.ratio().map(|ratio| format!("{} ×", spelled(ratio))).unwrap_or_default(),
            bar,
            if row.holds() { "holds" } else { "FALLS SHORT" }.to_owned(),
        ]);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 9] = std::array::from_fn(width);
    let mut text = String::new();
    for line in &lines {
        for (column, (cell, width)) in line.iter().zip(widths).enumerate() {
            let gap = " ".repeat(width - cell.chars().count());
            // Numbers to the right, words to the left.
            let numbers = matches!(column, 2..=4 | 6 | 7);
            let cell = if numbers { format!("{gap}{cell}") } else { format!("{cell}{gap}") };
            text.push_str(&cell);
            text.push_str("  ");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}
