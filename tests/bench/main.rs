//! The bench: our numbers beside a floor or a peer. `./dev bench` measures everything, prints a table and writes
//! `target/bench.json`; `./dev bench ID` measures one. What is promised stands with each line.

#[cfg(target_os = "linux")]
mod archive;
#[cfg(target_os = "linux")]
mod chance;
#[cfg(target_os = "linux")]
mod command;
#[cfg(target_os = "linux")]
mod deeds;
#[cfg(target_os = "linux")]
mod floor;
#[cfg(target_os = "linux")]
mod letters;
#[cfg(target_os = "linux")]
mod lookup;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod names;
#[cfg(target_os = "linux")]
mod paced;
#[cfg(target_os = "linux")]
mod pilotage;
#[cfg(target_os = "linux")]
mod practice;
#[cfg(target_os = "linux")]
mod rebuild;
#[cfg(target_os = "linux")]
mod rounds;
#[cfg(target_os = "linux")]
mod row;
#[cfg(target_os = "linux")]
mod run;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod search;
#[cfg(target_os = "linux")]
mod shop;
#[cfg(target_os = "linux")]
mod start;
#[cfg(target_os = "linux")]
mod vault;
#[cfg(target_os = "linux")]
mod verdict;
mod worklist;

use std::io::Write as _;
use std::process::ExitCode;

/// Tells the person who waits what is being done.
pub(crate) fn say(line: &str) {
    // A closed terminal keeps nothing from being measured.
    let _ = writeln!(std::io::stderr(), "bench: {line}");
}

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    match run::bench(&wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    say("the window is measured on a screen of its own, which only Linux offers here");
    ExitCode::FAILURE
}
