//! `pilotage.open` and `pilotage.growth`: what the owner is owed, the whole page, in process. `ledger.owed`: the same question
//! put to two accounting programs on the exported books, to the cent.
//!
//! Cold: the practice has just been opened. Warm: the page asked for again, as each change of a screen does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use jiff::civil::Date;
use relais_domain::owed::Age;
use relais_tests::Outcome;
use relais_usecases::ports::NoKeyring;
use serde_json::{Value, json};

use crate::practice::{self, Size};
use crate::rounds::{ROUNDS, timed};
use crate::row::{Bar, Reference, Row, Unit, median};
use crate::say;
use crate::shop::Shop;

/// A page that is there within this is not waited for.
const LIMIT_US: u64 = 100_000;
/// Ten times the dossiers, and at most so many thousandths of the time.
const GROWTH: u64 = 1_500;
/// At least twenty times faster: at most so many thousandths of the time.
const TWENTIETH: u64 = 50;
/// Times the page is asked for again in a round.
const AGAIN: usize = 20;
/// Rounds of the accounting programs, which take seconds each.
const LEDGER_ROUNDS: usize = 3;

/// Measures `pilotage.open` on the larger practice and `pilotage.growth` from its tenth, the two by turns.
pub(crate) fn measure() -> Outcome<Vec<Row>> {
    let (tenth, whole) = (Ground::on(Size::Tenth, "pilotage")?, Ground::on(Size::Pharmacy, "pilotage")?);
    let mut small = [Vec::new(), Vec::new()];
    let mut large = [Vec::new(), Vec::new()];
    for round in 1..=ROUNDS {
        say(&format!("pilotage, round {round} of {ROUNDS}"));
        for (ground, samples) in [(&tenth, &mut small), (&whole, &mut large)] {
            let [cold, warm] = ground.round()?;
            samples[0].push(cold);
            samples[1].push(warm);
        }
    }
    let mut rows = Vec::new();
    for (at, metric) in ["the page, just opened", "the page, again"].into_iter().enumerate() {
        let of = |id, bar, reference| Row {
            id,
            metric,
            size: Size::Pharmacy.dossiers(),
            unit: Unit::Microseconds,
            bar,
            samples: large[at].clone(),
            reference,
        };
        let name = format!("the same on {} dossiers", Size::Tenth.dossiers());
        rows.push(of("pilotage.open", Bar::Below(LIMIT_US), None));
        rows.push(of("pilotage.growth", Bar::Ratio(GROWTH), Some(Reference { name, samples: small[at].clone() })));
    }
    Ok(rows)
}

/// Measures `ledger.owed`: owed by operator and age, against the quicker of ledger and hledger on the exported journal.
pub(crate) fn against_ledgers() -> Outcome<Vec<Row>> {
    let ground = Ground::on(Size::Pharmacy, "ledger")?;
    ground.shop.open()?;
    let file = ground.root.join("ecritures.journal");
    say("ledger.owed, exporting the books");
    ground.shop.ask("books.export", json!({ "path": file.display().to_string(), "format": "hledger" }))?;
    let ours = owed_by_us(&ground.view()?.1)?;
    let as_of = as_of(&ground.view()?.1)?;
    let mut best: Option<(&str, Vec<u64>)> = None;
    for program in ["hledger", "ledger"] {
        if Command::new(program).arg("--version").output().is_err() {
            say(&format!("ledger.owed, {program} is not installed: ./dev setup"));
            continue;
        }
        let mut samples = Vec::new();
        for round in 1..=LEDGER_ROUNDS {
            say(&format!("ledger.owed, {program}, round {round} of {LEDGER_ROUNDS}"));
            let (took, postings) = timed(|| postings(program, &file))?;
            samples.push(took);
            let theirs = owed_by_postings(&postings, as_of)?;
            if theirs != ours {
                return Err(format!("{program} finds {theirs:?}, Relais {ours:?}").into());
            }
        }
        if best.as_ref().is_none_or(|(_, known)| median(&samples) < median(known)) {
            best = Some((program, samples));
        }
    }
    let (name, reference) = best.ok_or("neither ledger nor hledger is installed: ./dev setup")?;
    let samples = (0..LEDGER_ROUNDS).map(|_| Ok(ground.view()?.0)).collect::<Outcome<Vec<u64>>>()?;
    ground.shop.close()?;
    Ok(vec![Row {
        id: "ledger.owed",
        metric: "owed by operator and age",
        size: Size::Pharmacy.dossiers(),
        unit: Unit::Microseconds,
        bar: Bar::Ratio(TWENTIETH),
        samples,
        reference: Some(Reference { name: format!("{name}, on the exported books"), samples: reference }),
    }])
}

/// A practice on which the page is asked for.
struct Ground {
    shop: Shop,
    root: PathBuf,
}

impl Ground {
    fn on(size: Size, name: &str) -> Outcome<Ground> {
        let root = practice::copy(size, name)?;
        let shop = Shop::on(&root, practice::evening(), 0x0e1d, Arc::new(NoKeyring))?;
        // The first opening brings the lists to this build's form.
        shop.open()?;
        shop.close()?;
        Ok(Ground { shop, root })
    }

    fn view(&self) -> Outcome<(u64, Value)> {
        let (took, view) = timed(|| self.shop.ask("pilotage.view", json!({})))?;
        let owed = view["figures"]["owed_cents"].as_i64().unwrap_or_default();
        if owed > 0 { Ok((took, view)) } else { Err("nothing is owed to the practice of the bench".into()) }
    }

    /// The page once the practice is opened, and the middle of some times after.
    fn round(&self) -> Outcome<[u64; 2]> {
        self.shop.open()?;
        let cold = self.view()?.0;
        let again = (0..AGAIN).map(|_| Ok(self.view()?.0)).collect::<Outcome<Vec<u64>>>()?;
        self.shop.close()?;
        Ok([cold, median(&again)])
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // Only a copy: left there, it would cost nothing but room.
        let _ = self.shop.close();
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

/// What each operator owes, by age, in cents.
type Owed = BTreeMap<String, [i64; 6]>;

fn as_of(view: &Value) -> Outcome<Date> {
    Ok(view["as_of"].as_str().unwrap_or_default().parse()?)
}

fn owed_by_us(view: &Value) -> Outcome<Owed> {
    let lines = view["by_operator"].as_array().ok_or("no line by operator")?;
    let mut owed = Owed::new();
    for line in lines.iter().filter(|line| line["debtor"] == "insurer" && line["cents"] != 0) {
        let ages: [i64; 6] = serde_json::from_value(line["ages"].clone())?;
        owed.insert(line["label"].as_str().unwrap_or_default().to_owned(), ages);
    }
    Ok(owed)
}

/// Every posting on the insurers' accounts: day, dossier, account, amount. The quickest either program tells them all.
fn postings(program: &str, file: &Path) -> Outcome<String> {
    let mut command = Command::new(program);
    command.env("LC_ALL", "C.UTF-8").arg("-f").arg(file);
    match program {
        "hledger" => command.args(["register", "411 Complémentaires", "-O", "csv"]),
        _ => command
            .args(["register", "411 Complémentaires", "--format"])
            .arg("\"0\",\"%(format_date(date, \"%Y-%m-%d\"))\",\"%(code)\",\"\",\"%(account)\",\"%(amount)\",\"0\"\\n"),
    };
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The debts that are left, each as old as its first posting.
fn owed_by_postings(told: &str, as_of: Date) -> Outcome<Owed> {
    let mut debts: BTreeMap<(String, String), (Date, i64)> = BTreeMap::new();
    for line in told.lines() {
        let cells: Vec<&str> = line.trim_matches('"').split("\",\"").collect();
        let [_, date, code, _, account, amount, ..] = cells.as_slice() else { continue };
        let (Ok(date), Some((_, operator))) = (date.parse::<Date>(), account.split_once(':')) else { continue };
        let amount: String = amount.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
        let debt = debts.entry((operator.to_owned(), (*code).to_owned())).or_insert((date, 0));
        debt.0 = debt.0.min(date);
        debt.1 += amount.parse::<i64>()?;
    }
    let mut owed = Owed::new();
    for ((operator, _), (since, cents)) in debts.into_iter().filter(|(_, (_, cents))| *cents != 0) {
        owed.entry(operator).or_default()[Age::on(as_of, since).place()] += cents;
    }
    Ok(owed)
}
