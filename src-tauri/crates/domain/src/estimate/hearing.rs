//! Hearing aids: each ear on its own, its class, its base by age, and its own four years.

use super::{
    CannotEstimate,
    hypothesis::Hypothesis,
    piece::{Piece, Pieces},
    reference::{InForce, Key},
    said::{AgeBand, Question},
};
use crate::{
    dossier::{DossierLine, LineKind},
    money::Cents,
};

/// The most ears.
pub(super) const EARS: usize = 2;

/// How many ears are sold for.
pub(super) fn ears(lines: &[DossierLine]) -> Result<usize, CannotEstimate> {
    let ears: u64 =
        lines.iter().filter(|line| line.item == LineKind::HearingAid).map(|line| u64::from(line.quantity)).sum();
    usize::try_from(ears).ok().filter(|ears| *ears <= EARS).ok_or(CannotEstimate::MoreThanOneEquipment)
}

const fn under_20(age: AgeBand) -> bool {
    !matches!(age, AgeBand::From20)
}

/// The base of an ear.
pub(super) fn base(age: AgeBand, numbers: &InForce<'_>) -> Result<Cents, CannotEstimate> {
    numbers.cents(if under_20(age) { Key::HearingBaseUnder20 } else { Key::HearingBaseFrom20 })
}

/// The highest price of an ear in class I.
pub(super) fn class_1_cap(age: AgeBand, numbers: &InForce<'_>) -> Result<Cents, CannotEstimate> {
    numbers.cents(if under_20(age) { Key::HearingCapUnder20 } else { Key::HearingCapFrom20 })
}

/// The pieces of a sale of hearing aids under a hypothesis: one an ear.
pub(super) fn pieces(question: &Question, tried: &Hypothesis, numbers: &InForce<'_>) -> Result<Pieces, CannotEstimate> {
    ears(&question.lines)?;
    let rate = numbers.rate_bp(Key::HearingAmoRate)?;
    let (base, cap) = (base(tried.age, numbers)?, class_1_cap(tried.age, numbers)?);
    let ceiling = numbers.cents(Key::HearingCeiling)?;
    let mut pieces = Vec::new();
    let mut ear = 0;
    for (line, sold) in question.lines.iter().enumerate() {
        if sold.item != LineKind::HearingAid {
            let price = sold.unit_price_cents.times(sold.quantity)?.max(Cents::ZERO);
            pieces.push(Piece { outside: true, ..blank(line, price) });
            continue;
        }
        if sold.quantity == 0 {
            pieces.push(blank(line, Cents::ZERO));
        }
        for _ in 0..sold.quantity {
            let price = sold.unit_price_cents.max(Cents::ZERO);
            let (entitled, class_1) = (tried.entitled[ear.min(EARS - 1)], tried.is_class_a(sold));
            ear += 1;
            pieces.push(Piece {
                base,
                amo: if entitled { base.share_bp(rate)?.min(price) } else { Cents::ZERO },
                entitled,
                free: class_1,
                most: Some(if class_1 { cap } else { ceiling }),
                // The ticket modérateur: a responsible contract pays at least up to the base.
                least: base.min(ceiling),
                ..blank(line, price)
            });
        }
    }
    Ok(Pieces { pieces, bounds: None, each: true })
}

const fn blank(line: usize, price: Cents) -> Piece {
    Piece {
        line,
        price,
        base: Cents::ZERO,
        amo: Cents::ZERO,
        entitled: true,
        free: false,
        most: None,
        least: Cents::ZERO,
        in_equipment: false,
        outside: false,
    }
}
