//! One thing that is reimbursed on its own: a frame, the lenses of a line, an ear. And what one outcome gives for it.

use super::result::Shares;
use crate::money::{Cents, MoneyError};

/// A piece of the equipment, with what the texts say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line it is on.
    pub(super) line: usize,
    /// Its price.
    pub(super) price: Cents,
    /// Its base.
    pub(super) base: Cents,
    /// What the AMO pays of it.
    pub(super) amo: Cents,
    /// Whether the renewal's time has come.
    pub(super) entitled: bool,
    /// Class A or I: a responsible contract covers it whole, up to `most`.
    pub(super) free: bool,
    /// AMO and a responsible contract together pay at most this.
    pub(super) most: Option<Cents>,
    /// AMO and a responsible contract together pay at least this, if the price is as high.
    pub(super) least: Cents,
    /// It counts in the floor and the ceiling of the equipment.
    pub(super) in_equipment: bool,
    /// Nothing is known of its cover: it is left to the customer.
    pub(super) outside: bool,
}

impl Piece {
    /// What the AMO leaves.
    pub(super) fn rest(&self) -> Cents {
        self.price.remaining_after(self.amo)
    }
}

/// The floor and the ceiling of an equipment's class B pieces, AMO included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) floor: Cents,
    pub(super) ceiling: Cents,
}

/// The pieces of a sale under one hypothesis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
    /// None where no equipment bounds apply.
    pub(super) bounds: Option<Bounds>,
    /// Guarantees in euros are meant for each piece (an ear), not for all together.
    pub(super) each: bool,
}

/// What one line gives in one outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineShares {
    pub(super) price: Cents,
    pub(super) amo: Cents,
    pub(super) amc: Cents,
    pub(super) customer: Cents,
}

/// One outcome: the shares, and the same line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) shares: Shares,
    pub(super) lines: Vec<LineShares>,
}

/// Takes an AMO share that was given instead of the computed ones: spread as they are, what is left over from the top.
pub(super) fn spread_amo(pieces: &mut [Piece], given: Cents) -> Result<(), MoneyError> {
    let covered = |piece: &&mut Piece| piece.entitled && !piece.outside;
    let computed: i128 = pieces.iter().filter(|piece| piece.entitled).map(|piece| i128::from(piece.amo.get())).sum();
    let mut left = given;
    for piece in pieces.iter_mut().filter(covered) {
        let part = if computed == 0 { 0 } else { i128::from(given.get()) * i128::from(piece.amo.get()) / computed };
        piece.amo = Cents::new(i64::try_from(part).map_err(|_| MoneyError::OutOfRange)?)?.min(piece.price).min(left);
        left = left.minus(piece.amo)?;
    }
    for piece in pieces.iter_mut().filter(covered) {
        let more = piece.rest().min(left);
        piece.amo = piece.amo.plus(more)?;
        left = left.minus(more)?;
    }
    Ok(())
}

/// Pours an amount over places of such sizes, from the first on; gives what each took.
pub(super) fn pour(amount: Cents, sizes: impl IntoIterator<Item = Cents>) -> Vec<Cents> {
    let mut left = amount;
    sizes
        .into_iter()
        .map(|size| {
            let taken = size.min(left).max(Cents::ZERO);
            left = left.remaining_after(taken);
            taken
        })
        .collect()
}
