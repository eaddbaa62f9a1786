//! Random histories from a seed, without any library: what the broken copies of the rules are hunted with, so that they
//! need nothing built that the rules do not need themselves.

use super::model::{self, Violation};
use super::play::{self, Deed};

/// Deeds in one history.
const DEEDS: usize = 150;

/// What a hunt came to.
#[derive(Debug)]
pub(crate) struct Found {
    /// Histories played; the last has the seed before this number.
    pub(crate) histories: u64,
    /// The first broken sentence.
    pub(crate) violation: Option<Violation>,
}

/// The history of a seed.
pub(crate) fn history(seed: u64) -> Vec<Deed> {
    // Another constant than the step's: seeds side by side would otherwise give one history, shifted by a deed.
    let mut state = seed.wrapping_mul(0xD1B5_4A32_D192_ED03);
    let mut next = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let deed = |bits: u64| {
        let [low, high, who, a, b, c, d, _] = bits.to_le_bytes();
        Deed::rolled(u16::from_le_bytes([low, high]), [who, a, b, c, d])
    };
    (0..DEEDS).map(|_| deed(next())).collect()
}

/// Plays histories until a sentence breaks, at most so many.
pub(crate) fn hunt(most: u64) -> Found {
    let broken = (0..most).find_map(|seed| look(seed).map(|violation| (seed + 1, violation)));
    match broken {
        Some((histories, violation)) => Found { histories, violation: Some(violation) },
        None => Found { histories: most, violation: None },
    }
}

/// The first sentence broken by the history of a seed.
pub(crate) fn look(seed: u64) -> Option<Violation> {
    model::audit(play::play(&history(seed)).entries()).into_iter().next()
}
