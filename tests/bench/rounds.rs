//! How things are measured: ours and the reference by turns, so that what slows the machine for a while slows both.

use std::time::Instant;

use relais_tests::Outcome;

/// Rounds of every line. Odd, so that the middle is one that was seen.
pub(crate) const ROUNDS: usize = 5;

/// What a number of rounds gave.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    pub(crate) ours: Vec<u64>,
    pub(crate) reference: Vec<u64>,
}

/// How long something took, in microseconds.
pub(crate) fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(u64, T)> {
    let begun = Instant::now();
    let done = work()?;
    Ok((u64::try_from(begun.elapsed().as_micros())?, done))
}

/// Ours, then the reference, then ours; each gives its own number. Which goes first changes at every round.
pub(crate) fn interleaved(
    rounds: usize,
    mut ours: impl FnMut(usize) -> Outcome<u64>,
    mut reference: impl FnMut(usize) -> Outcome<u64>,
) -> Outcome<Rounds> {
    let mut seen = Rounds::default();
    for round in 0..rounds {
        if round % 2 == 0 {
            seen.ours.push(ours(round)?);
            seen.reference.push(reference(round)?);
        } else {
            seen.reference.push(reference(round)?);
            seen.ours.push(ours(round)?);
        }
    }
    Ok(seen)
}
