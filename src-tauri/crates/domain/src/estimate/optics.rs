//! Glasses: the frame, the two lenses, their classes, and the equipment they make.

use super::{
    CannotEstimate,
    hypothesis::Hypothesis,
    piece::{Bounds, Piece, Pieces},
    reference::{InForce, Key},
    said::{AgeBand, Question},
};
use crate::{
    dossier::{DossierLine, LineKind},
    money::Cents,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The equipment by its two lenses, letters of CSS R.871-2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Two simple lenses.
    A,
    /// One simple, one complex.
    B,
    /// Two complex.
    C,
    /// One simple, one very complex.
    D,
    /// One complex, one very complex.
    E,
    /// Two very complex.
    F,
}

impl Category {
    /// Every letter.
    pub const ALL: [Category; 6] = [Category::A, Category::B, Category::C, Category::D, Category::E, Category::F];

    /// The equipment of two lenses.
    pub const fn of(one: LineKind, other: LineKind) -> Option<Category> {
        use LineKind::{LensComplex as Complex, LensSimple as Simple, LensVeryComplex as Very};
        Some(match (one, other) {
            (Simple, Simple) => Category::A,
            (Simple, Complex) | (Complex, Simple) => Category::B,
            (Complex, Complex) => Category::C,
            (Simple, Very) | (Very, Simple) => Category::D,
            (Complex, Very) | (Very, Complex) => Category::E,
            (Very, Very) => Category::F,
            _ => return None,
        })
    }
}

const fn is_lens(kind: LineKind) -> bool {
    matches!(kind, LineKind::LensSimple | LineKind::LensComplex | LineKind::LensVeryComplex)
}

/// Whether a line is of class A or B.
pub(super) const fn has_class(kind: LineKind) -> bool {
    matches!(kind, LineKind::Frame) || is_lens(kind)
}

/// The equipment's letter; none without a lens. A lens alone counts as its pair.
pub(super) fn category(lines: &[DossierLine]) -> Result<Option<Category>, CannotEstimate> {
    let quantity = |line: &DossierLine| usize::try_from(line.quantity).unwrap_or(usize::MAX).min(3);
    let lenses: Vec<LineKind> = lines
        .iter()
        .filter(|line| is_lens(line.item))
        .flat_map(|line| std::iter::repeat_n(line.item, quantity(line)))
        .collect();
    let frames: u64 =
        lines.iter().filter(|line| line.item == LineKind::Frame).map(|line| u64::from(line.quantity)).sum();
    if lenses.len() > 2 || frames > 1 {
        return Err(CannotEstimate::MoreThanOneEquipment);
    }
    Ok(match lenses[..] {
        [one, other] => Category::of(one, other),
        [one] => Category::of(one, one),
        _ => None,
    })
}

/// Whether one lens alone is sold.
pub(super) fn is_single_lens(lines: &[DossierLine]) -> bool {
    lines.iter().filter(|line| is_lens(line.item)).map(|line| u64::from(line.quantity)).sum::<u64>() == 1
}

/// The highest price of a class A line; none for what has no class.
pub(super) fn class_a_cap(line: &DossierLine, numbers: &InForce<'_>) -> Result<Option<Cents>, CannotEstimate> {
    let each = match line.item {
        LineKind::Frame => numbers.cents(Key::FrameACap)?,
        kind if is_lens(kind) => numbers.cents(Key::LensACapHigh)?,
        _ => return Ok(None),
    };
    Ok(Some(each.times(line.quantity)?))
}

/// The months between two equipments.
pub(super) fn renewal_months(age: AgeBand, numbers: &InForce<'_>) -> Result<i64, CannotEstimate> {
    numbers.count(match age {
        AgeBand::Under6 => Key::RenewalUnder6,
        AgeBand::From6To15 => Key::RenewalFrom6,
        AgeBand::From16To19 | AgeBand::From20 => Key::RenewalFrom16,
    })
}

/// The least and the most a class A lens line's base may be: it depends on the correction, which is not kept.
pub(super) fn lens_a_base(line: &DossierLine, numbers: &InForce<'_>) -> Result<(Cents, Cents), CannotEstimate> {
    let of_cap = numbers.rate_bp(Key::LensABaseOfCap)?;
    let (low, high) = (numbers.cents(Key::LensACapLow)?, numbers.cents(Key::LensACapHigh)?);
    // A price is never above its cap: the cap is at least the price.
    let low = low.max(line.unit_price_cents).min(high);
    Ok((low.share_bp(of_cap)?.times(line.quantity)?, high.share_bp(of_cap)?.times(line.quantity)?))
}

/// The pieces of a sale of glasses under a hypothesis.
pub(super) fn pieces(question: &Question, tried: &Hypothesis, numbers: &InForce<'_>) -> Result<Pieces, CannotEstimate> {
    let rate = numbers.rate_bp(Key::OpticsAmoRate)?;
    let category = category(&question.lines)?;
    let mut pieces = Vec::with_capacity(question.lines.len());
    let mut class_a_cost = Cents::ZERO;
    for (line, sold) in question.lines.iter().enumerate() {
        let price = sold.unit_price_cents.times(sold.quantity)?.max(Cents::ZERO);
        let class_a = tried.is_class_a(sold);
        let (base, covered) = match sold.item {
            LineKind::Frame if class_a => (numbers.cents(Key::FrameABase)?.times(sold.quantity)?, true),
            kind if is_lens(kind) && class_a => {
                let (low, high) = lens_a_base(sold, numbers)?;
                (if tried.high_lens_base { high } else { low }, true)
            }
            LineKind::Frame => (numbers.cents(Key::ClassBBase)?.times(sold.quantity)?, true),
            kind if is_lens(kind) => (numbers.cents(Key::ClassBBase)?.times(sold.quantity)?, true),
            LineKind::ContactLenses if tried.contact_lenses_listed => {
                (numbers.cents(Key::ContactLensBase)?.times(sold.quantity)?, true)
            }
            LineKind::ContactLenses => (Cents::ZERO, true),
            LineKind::Supplement => (Cents::ZERO, sold.class.as_deref() == Some("B")),
            _ => (Cents::ZERO, false),
        };
        let contacts = sold.item == LineKind::ContactLenses;
        let entitled = tried.entitled[0] || contacts;
        let cap = if class_a { class_a_cap(sold, numbers)? } else { None };
        let frame_ceiling = if sold.item == LineKind::Frame && !class_a {
            Some(numbers.cents(Key::FrameCeiling)?.times(sold.quantity)?)
        } else {
            None
        };
        if class_a {
            class_a_cost = class_a_cost.plus(cap.map_or(price, |cap| price.min(cap)))?;
        }
        pieces.push(Piece {
            line,
            price,
            base,
            amo: if entitled { base.share_bp(rate)?.min(price) } else { Cents::ZERO },
            entitled,
            free: class_a,
            most: cap.or(frame_ceiling),
            least: Cents::ZERO,
            in_equipment: covered && !class_a && !contacts,
            outside: !covered,
        });
    }
    let bounds = match category {
        // The class B pieces are covered up to the ceiling less the cost of those of class A.
        Some(category) => {
            let (floor, ceiling) = numbers.equipment(category)?;
            Some(Bounds { floor: floor.remaining_after(class_a_cost), ceiling: ceiling.remaining_after(class_a_cost) })
        }
        None => None,
    };
    Ok(Pieces { pieces, bounds, each: false })
}
