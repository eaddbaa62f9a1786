//! `views.rebuild`: every list written anew from the journal, beside a bulk insert of the same rows in SQLCipher.

use std::path::Path;
use std::sync::Arc;

use relais_tests::Outcome;
use relais_usecases::app::OpenPractice;
use relais_usecases::ports::NoKeyring;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::practice::{self, Size};
use crate::rounds::{ROUNDS, interleaved, timed};
use crate::row::{Bar, Reference, Row, Unit};
use crate::shop::Shop;
use crate::{floor, say};

/// Tables the index keeps for itself: filled through it, never beside it.
const SHADOW: &str = "search_";

/// Measures on the practice of this size.
pub(crate) fn measure(size: Size) -> Outcome<Row> {
    say(&format!("views.rebuild on {} dossiers", size.dossiers()));
    let root = practice::copy(size, "rebuild")?;
    let shop = Shop::on(&root, practice::evening(), 0x4eb1, Arc::new(NoKeyring))?;
    let practice = shop.open()?;
    let lists = lists(&practice)?;
    let rows: usize = lists.iter().map(|list| list.rows.len()).sum();
    let file = root.join("floor.db");
    let ours = |_| {
        let (took, _) = timed(|| Ok(practice.database.rebuild(|_| {})?))?;
        Ok(took)
    };
    let reference = |_| fill(&file, &practice, &lists);
    let rounds = interleaved(ROUNDS, ours, reference)?;
    drop(practice);
    shop.close()?;
    std::fs::remove_dir_all(root)?;
    Ok(Row {
        id: "views.rebuild",
        metric: "every list written anew",
        size: size.dossiers(),
        unit: Unit::Microseconds,
        bar: Bar::Ratio(4_000),
        samples: rounds.ours,
        reference: Some(Reference {
            name: format!("SQLCipher, bulk insert of their {rows} rows"),
            samples: rounds.reference,
        }),
    })
}

/// One list as the journal gave it: what creates it and all it holds.
struct List {
    name: String,
    ddl: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// Every view, the index of F3 among them, read below everything we wrote above it.
fn lists(practice: &OpenPractice) -> Outcome<Vec<List>> {
    let under = floor::under(practice)?;
    let mut statement = under.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE '%\\_view' ESCAPE '\\' OR name = 'search')",
    )?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    names.into_iter().map(|name| list(&under, name)).collect()
}

fn list(under: &Connection, name: String) -> Outcome<List> {
    let mut statement =
        under.prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = ?1 AND sql IS NOT NULL ORDER BY type DESC")?;
    let ddl = statement.query_map([&name], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let columns = if name == "search" { "rowid, text" } else { "*" };
    let mut statement = under.prepare(&format!("SELECT {columns} FROM {name}"))?;
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|column| row.get(column)).collect())?;
    let rows = rows.collect::<Result<Vec<Vec<Value>>, _>>()?;
    Ok(List { name, ddl, rows })
}

/// The same rows in the same tables with the same indexes, one transaction, from memory.
fn fill(file: &Path, practice: &OpenPractice, lists: &[List]) -> Outcome<u64> {
    let bare = floor::new(file, practice)?;
    let (took, ()) = timed(|| {
        let transaction = bare.unchecked_transaction()?;
        for list in lists.iter().filter(|list| !list.name.starts_with(SHADOW)) {
            for ddl in &list.ddl {
                transaction.execute_batch(ddl)?;
            }
            if list.name == "search" {
                transaction.execute_batch("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")?;
            }
            let Some(first) = list.rows.first() else { continue };
            let places: Vec<String> = (1..=first.len()).map(|place| format!("?{place}")).collect();
            let columns = if list.name == "search" { "(rowid, text)" } else { "" };
            let sql = format!("INSERT INTO {} {columns} VALUES ({})", list.name, places.join(", "));
            let mut statement = transaction.prepare(&sql)?;
            for row in &list.rows {
                statement.execute(params_from_iter(row))?;
            }
        }
        transaction.commit()?;
        Ok(())
    })?;
    Ok(took)
}
