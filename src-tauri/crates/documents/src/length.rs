//! Lengths on paper, in whole thousandths of a point.
//!
//! The layout is computed in integers: the same document gives the same page on every machine, and no rounding ever
//! moves a column. Reals appear once, where the page description needs them.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

use printpdf::Pt;

/// A length on paper, in thousandths of a point (1 pt = 1/72 inch).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Length(i64);

impl Length {
    /// Nothing.
    pub(crate) const ZERO: Length = Length(0);

    /// Whole millimetres.
    pub(crate) const fn mm(millimetres: i64) -> Self {
        Length(millimetres * 360_000 / 127)
    }

    /// Whole points.
    pub(crate) const fn pt(points: i64) -> Self {
        Length(points * 1_000)
    }

    /// Thousandths of a point.
    pub(crate) const fn mpt(thousandths: i64) -> Self {
        Length(thousandths)
    }

    /// `per_mille` thousandths of this length: how font units, widths and kerning scale with a size.
    pub(crate) const fn per_mille(self, per_mille: i64) -> Self {
        Length(self.0 * per_mille / 1_000)
    }

    /// The larger of two.
    pub(crate) fn max(self, other: Self) -> Self {
        Ord::max(self, other)
    }

    /// As the page description wants it.
    #[expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "PDF operators take reals")]
    pub(crate) fn to_points(self) -> Pt {
        Pt(self.0 as f32 / 1_000.0)
    }
}

impl Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl Neg for Length {
    type Output = Length;
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Length;
    fn mul(self, times: i64) -> Length {
        Length(self.0 * times)
    }
}

impl Div<i64> for Length {
    type Output = Length;
    fn div(self, parts: i64) -> Length {
        Length(self.0 / parts)
    }
}
