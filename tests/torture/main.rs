//! Torture: the program killed, starved of disk, its power cut, its disk failing, its files damaged, two of it at once, always through the use cases and
//! the real encrypted storage; and arbitrary inputs for the parsers of the platforms and of the lists, accounts and certificates that are imported. What was acknowledged is there afterwards, and what is refused is refused in one sentence.
//!
//! `RELAIS_TORTURE_SECONDS` says for how long; each part prints what it counted. Killing inside one transaction, phase by
//! phase, is the storage's own test; random commands against a second model are the auditor's.

#![allow(clippy::unwrap_used)] // A test stops where what it relies on is missing.

mod accounts;
mod certificates;
mod damage;
mod disk;
#[cfg(unix)]
mod faulty;
mod inputs;
mod kill;
mod lists;
mod outbox;
mod process;
mod shop;
mod two;

use std::time::{Duration, Instant};

/// How long each part goes on when nobody says.
const USUAL_SECONDS: u64 = 20;

/// When a part that could go on for ever stops.
pub(crate) fn deadline() -> Instant {
    let asked = std::env::var("RELAIS_TORTURE_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Instant::now() + Duration::from_secs(asked.unwrap_or(USUAL_SECONDS))
}

/// Numbers that look like chance, from a seed that is printed when a test fails.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn seeded(seed: u64) -> Self {
        Chance(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, below: u64) -> u64 {
        self.next() % below.max(1)
    }
}
