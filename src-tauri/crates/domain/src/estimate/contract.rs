//! What one complementary pays on the pieces of a sale, and what two pay together.
//!
//! A contract gives a total and a limit for each piece. A greater promise never lowers a total, and limits do not depend
//! on the promise: so more cover never costs the customer more, with one complementary or with two.

use super::piece::{LineShares, Outcome, Piece, Pieces, pour};
use super::result::Shares;
use crate::money::{Cents, MoneyError};

/// A promise, once nothing of it is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    /// Nothing.
    Nothing,
    /// Whatever is left.
    Everything,
    /// So much of the base, AMO included.
    PercentOfBase(u32),
    /// An amount beside the AMO share.
    Amount(Cents),
    /// AMO and AMC together up to this.
    Ceiling(Cents),
}

/// A contract under one hypothesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contract {
    /// The insurer's own figure.
    Answered(Cents),
    /// A promise, in a responsible contract.
    Responsible(Promise),
    /// A promise in another, which may wait for the renewal's time too, or not.
    Other { promise: Promise, waits: bool },
}

/// What a contract pays: in all, and at most for each piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Payable {
    pub(super) total: Cents,
    pub(super) limits: Vec<Cents>,
}

impl Contract {
    pub(super) fn pays(self, sale: &Pieces) -> Result<Payable, MoneyError> {
        match self {
            Contract::Answered(covered) => {
                let limits: Vec<Cents> = sale.pieces.iter().map(Piece::rest).collect();
                Ok(Payable { total: covered.max(Cents::ZERO).min(Cents::sum(limits.iter().copied())?), limits })
            }
            Contract::Responsible(promise) => responsible(promise, sale),
            Contract::Other { promise, waits } => {
                let covers = |piece: &Piece| !piece.outside && (piece.entitled || !waits);
                let limit = |piece: &Piece| if covers(piece) { piece.rest() } else { Cents::ZERO };
                let limits: Vec<Cents> = sale.pieces.iter().map(limit).collect();
                let wanted = wanted(promise, sale, &limits, |_| true)?;
                Ok(Payable { total: Cents::sum(wanted)?, limits })
            }
        }
    }
}

/// A responsible contract: class A and I whole, the rest between its floors and its ceilings; nothing before the time
/// of the renewal.
fn responsible(promise: Promise, sale: &Pieces) -> Result<Payable, MoneyError> {
    let limit = |piece: &Piece| {
        if piece.outside || !piece.entitled {
            return Cents::ZERO;
        }
        piece.most.map_or(piece.rest(), |most| piece.rest().min(most.remaining_after(piece.amo)))
    };
    let limits: Vec<Cents> = sale.pieces.iter().map(limit).collect();
    let wanted = wanted(promise, sale, &limits, |piece| !piece.free)?;
    let (mut total, mut equipment, mut equipment_limit, mut equipment_amo) =
        (Cents::ZERO, Cents::ZERO, Cents::ZERO, Cents::ZERO);
    for ((piece, wanted), limit) in sale.pieces.iter().zip(wanted).zip(&limits) {
        if piece.free {
            total = total.plus(*limit)?;
        } else if piece.in_equipment {
            equipment = equipment.plus(wanted)?;
            equipment_limit = equipment_limit.plus(*limit)?;
            equipment_amo = equipment_amo.plus(piece.amo)?;
        } else {
            let least = piece.least.remaining_after(piece.amo).min(*limit);
            total = total.plus(wanted.max(least))?;
        }
    }
    if let Some(bounds) = sale.bounds {
        equipment = equipment.min(bounds.ceiling.remaining_after(equipment_amo));
        equipment = equipment.max(bounds.floor.remaining_after(equipment_amo).min(equipment_limit));
    }
    Ok(Payable { total: total.plus(equipment)?, limits })
}

/// What a promise gives for each piece it is about, within the limits.
fn wanted(
    promise: Promise,
    sale: &Pieces,
    limits: &[Cents],
    about: impl Fn(&Piece) -> bool,
) -> Result<Vec<Cents>, MoneyError> {
    let pieces = || sale.pieces.iter().zip(limits);
    let within =
        |piece: &Piece, limit: Cents, amount: Cents| if about(piece) { amount.min(limit) } else { Cents::ZERO };
    let pool = |amount: Cents| pour(amount, pieces().map(|(piece, limit)| within(piece, *limit, *limit)));
    Ok(match promise {
        Promise::Nothing => vec![Cents::ZERO; sale.pieces.len()],
        Promise::Everything => pieces().map(|(piece, limit)| within(piece, *limit, *limit)).collect(),
        Promise::PercentOfBase(rate_bp) => pieces()
            .map(|(piece, limit)| Ok(within(piece, *limit, piece.base.share_bp(rate_bp)?.remaining_after(piece.amo))))
            .collect::<Result<_, _>>()?,
        Promise::Amount(amount) if sale.each => pieces().map(|(piece, limit)| within(piece, *limit, amount)).collect(),
        Promise::Ceiling(ceiling) if sale.each => {
            pieces().map(|(piece, limit)| within(piece, *limit, ceiling.remaining_after(piece.amo))).collect()
        }
        Promise::Amount(amount) => pool(amount),
        Promise::Ceiling(ceiling) => {
            let amo = Cents::sum(sale.pieces.iter().filter(|piece| about(piece)).map(|piece| piece.amo))?;
            pool(ceiling.remaining_after(amo))
        }
    })
}

/// The shares when these contracts pay in rank order: the second pays of what is left, each within its own limits.
pub(super) fn settle(sale: &Pieces, contracts: &[Contract]) -> Result<Outcome, MoneyError> {
    let rests: Vec<Cents> = sale.pieces.iter().map(Piece::rest).collect();
    let (mut left, mut out_of_reach) = (Cents::sum(rests.iter().copied())?, rests.clone());
    let mut amc_cents = Vec::new();
    let mut poured = vec![Cents::ZERO; rests.len()];
    for contract in contracts {
        let payable = contract.pays(sale)?;
        for (out, limit) in out_of_reach.iter_mut().zip(&payable.limits) {
            *out = out.remaining_after(*limit);
        }
        // What no contract's limit reaches stays the customer's.
        let paid = payable.total.min(left.remaining_after(Cents::sum(out_of_reach.iter().copied())?));
        left = left.minus(paid)?;
        amc_cents.push(paid);
        // On which line it lands is a matter of display: where the contract may pay first, then where something is left.
        let free = |poured: &[Cents]| {
            rests.iter().zip(poured).map(|(rest, taken)| rest.remaining_after(*taken)).collect::<Vec<_>>()
        };
        let own = pour(paid, free(&poured).into_iter().zip(&payable.limits).map(|(free, limit)| free.min(*limit)));
        add(&mut poured, &own)?;
        let more = pour(paid.minus(Cents::sum(own)?)?, free(&poured));
        add(&mut poured, &more)?;
    }
    let amo_cents = Cents::sum(sale.pieces.iter().map(|piece| piece.amo))?;
    let mut lines: Vec<LineShares> = Vec::new();
    for ((piece, rest), amc) in sale.pieces.iter().zip(&rests).zip(&poured) {
        let customer = rest.minus(*amc)?;
        match lines.get_mut(piece.line) {
            Some(line) => {
                line.price = line.price.plus(piece.price)?;
                line.amo = line.amo.plus(piece.amo)?;
                line.amc = line.amc.plus(*amc)?;
                line.customer = line.customer.plus(customer)?;
            }
            None => lines.push(LineShares { price: piece.price, amo: piece.amo, amc: *amc, customer }),
        }
    }
    Ok(Outcome { shares: Shares { amo_cents, amc_cents, customer_cents: left }, lines })
}

fn add(to: &mut [Cents], amounts: &[Cents]) -> Result<(), MoneyError> {
    for (sum, amount) in to.iter_mut().zip(amounts) {
        *sum = sum.plus(*amount)?;
    }
    Ok(())
}
