//! `search.p95` and `search.growth`: F3 as one types. Every prefix of 1 to 8 characters of 200 names, 200 numbers and 200
//! amounts of the practice, first 50 rows as the window shows them, in process.
//!
//! Cold: the practice has just been opened and nothing of its file is in the system's memory when the first character of a
//! word is typed; the next ones follow. Warm: the same words once the practice has been used.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use relais_tests::Outcome;
use relais_usecases::ports::NoKeyring;
use rustix::fs::{Advice, fadvise};
use serde_json::json;

use crate::chance::Chance;
use crate::practice::{self, Size};
use crate::rounds::{ROUNDS, timed};
use crate::row::{Bar, Reference, Row, Unit, quantile};
use crate::shop::Shop;
use crate::{floor, say};

/// Words of each of the three sorts.
const WORDS: u32 = 200;
/// The longest prefix, in characters.
const LONGEST: usize = 8;
/// Rows of one screen.
const ROWS: u32 = 50;
/// An answer that comes within this is not waited for.
const LIMIT_US: u64 = 10_000;

/// What each round gave on one practice, cold and warm.
struct Measured {
    cold: Vec<u64>,
    warm: Vec<u64>,
}

/// Measures `search.p95` on the larger practice and `search.growth` from its tenth, the two by turns.
pub(crate) fn measure() -> Outcome<Vec<Row>> {
    let (tenth, whole) = (Ground::on(Size::Tenth)?, Ground::on(Size::Pharmacy)?);
    let mut small = Measured { cold: Vec::new(), warm: Vec::new() };
    let mut large = Measured { cold: Vec::new(), warm: Vec::new() };
    for round in 1..=ROUNDS {
        say(&format!("search, round {round} of {ROUNDS}"));
        for (ground, measured) in [(&tenth, &mut small), (&whole, &mut large)] {
            measured.cold.push(quantile(&ground.cold()?, 95));
            measured.warm.push(quantile(&ground.warm()?, 95));
        }
    }
    let p95 = |metric, samples: &[u64]| Row {
        id: "search.p95",
        metric,
        size: Size::Pharmacy.dossiers(),
        unit: Unit::Microseconds,
        bar: Bar::Below(LIMIT_US),
        samples: samples.to_vec(),
        reference: None,
    };
    let growth = |metric, samples: &[u64], reference: &[u64]| Row {
        id: "search.growth",
        metric,
        size: Size::Pharmacy.dossiers(),
        unit: Unit::Microseconds,
        bar: Bar::Ratio(2_000),
        samples: samples.to_vec(),
        reference: Some(Reference {
            name: format!("the same on {} dossiers", Size::Tenth.dossiers()),
            samples: reference.to_vec(),
        }),
    };
    Ok(vec![
        p95("95th percentile, cold", &large.cold),
        p95("95th percentile, warm", &large.warm),
        growth("95th percentile, cold", &large.cold, &small.cold),
        growth("95th percentile, warm", &large.warm, &small.warm),
    ])
}

/// A practice and the words looked for in it.
struct Ground {
    shop: Shop,
    words: Vec<String>,
}

impl Ground {
    fn on(size: Size) -> Outcome<Ground> {
        // Opening writes the anchors and the lock: not on the practice that is kept.
        let root = practice::copy(size, "search")?;
        let shop = Shop::on(&root, practice::evening(), 0x5ea4, Arc::new(NoKeyring))?;
        let words = words(&shop)?;
        shop.close()?;
        Ok(Ground { shop, words })
    }

    /// Times of every prefix, the practice opened anew before each word.
    fn cold(&self) -> Outcome<Vec<u64>> {
        let mut times = Vec::new();
        for word in &self.words {
            let folder = self.shop.folder()?;
            forget(&folder.join("practice.db"))?;
            self.shop.open()?;
            forget(&folder.join("practice.db"))?;
            for prefix in prefixes(word) {
                times.push(self.find(prefix)?);
            }
            self.shop.close()?;
        }
        Ok(times)
    }

    /// Times of every prefix, once each was looked for.
    fn warm(&self) -> Outcome<Vec<u64>> {
        self.shop.open()?;
        for word in &self.words {
            prefixes(word).try_for_each(|prefix| self.find(prefix).map(drop))?;
        }
        let mut times = Vec::new();
        for word in &self.words {
            for prefix in prefixes(word) {
                times.push(self.find(prefix)?);
            }
        }
        self.shop.close()?;
        Ok(times)
    }

    fn find(&self, typed: &str) -> Outcome<u64> {
        let (took, reply) = timed(|| self.shop.ask("dossier.search", json!({ "text": typed, "limit": ROWS })))?;
        let rows = reply["rows"].as_array().map(Vec::len).unwrap_or_default();
        if rows == 0 { Err(format!("nothing was found by « {typed} »").into()) } else { Ok(took) }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // Only a copy: left there, it would cost nothing but room.
        let _ = self.shop.close();
        if let Some(root) = self.shop.app.home().parent() {
            let _ = std::fs::remove_dir_all(root);
        }
    }
}

/// Names, numbers and amounts of dossiers taken here and there, as a person would type them.
fn words(shop: &Shop) -> Outcome<Vec<String>> {
    let practice = shop.open()?;
    let under = floor::under(&practice)?;
    let count: u32 = under.query_row("SELECT count(*) FROM dossier_view", [], |row| row.get(0))?;
    let mut chance = Chance::seeded(u64::from(count));
    let mut words = Vec::new();
    let mut statement = under.prepare(
        "SELECT p.family_name, d.year, d.number, d.total_cents FROM dossier_view d JOIN person p ON p.id = d.person \
         LIMIT 1 OFFSET ?1",
    )?;
    for nth in 0..WORDS * 3 {
        let at = chance.below(u64::from(count));
        let word = statement.query_row([i64::try_from(at)?], |row| match nth % 3 {
            0 => row.get::<_, String>(0),
            1 => Ok(format!("{}-{:04}", row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)),
            _ => row.get(3).map(amount),
        })?;
        words.push(word);
    }
    Ok(words)
}

/// 1 234,56 as it is typed, without a space.
fn amount(cents: i64) -> String {
    format!("{},{:02}", cents / 100, cents % 100)
}

/// Every beginning of a word, the longest of [`LONGEST`] characters; those that end by a sign say nothing more.
fn prefixes(word: &str) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(at, letter)| (at + letter.len_utf8(), letter));
    ends.take(LONGEST).filter(|(_, letter)| letter.is_alphanumeric()).map(|(end, _)| &word[..end])
}

/// Asks the system to forget what it holds of a file.
fn forget(file: &Path) -> Outcome {
    let file = File::open(file)?;
    file.sync_all()?;
    Ok(fadvise(&file, 0, None, Advice::DontNeed)?)
}
