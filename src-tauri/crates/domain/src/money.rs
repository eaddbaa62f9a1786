//! Money in cents, with checked arithmetic and the one rounding rule of the house.
//!
//! No float ever touches an amount; rates are basis points. Formatting for people belongs to the edges (documents, ui).

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// The largest magnitude an amount may take: below 2^53, so that the journal's canonical JSON holds it exactly.
pub const MAX_CENTS: i64 = 1_000_000_000_000;

/// An amount of euros in cents; may be negative (a correction).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, TS)]
#[serde(try_from = "i64", into = "i64")]
#[ts(type = "number")]
pub struct Cents(i64);

impl TryFrom<i64> for Cents {
    type Error = MoneyError;
    fn try_from(cents: i64) -> Result<Self, MoneyError> {
        Cents::new(cents)
    }
}

impl From<Cents> for i64 {
    fn from(amount: Cents) -> i64 {
        amount.0
    }
}

/// Why an amount could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The sum leaves the range of [`MAX_CENTS`].
    #[error("amount out of range")]
    OutOfRange,
}

impl Cents {
    /// Nothing.
    pub const ZERO: Cents = Cents(0);

    /// An amount of `cents`; refuses magnitudes above [`MAX_CENTS`].
    pub const fn new(cents: i64) -> Result<Self, MoneyError> {
        if cents > MAX_CENTS || cents < -MAX_CENTS { Err(MoneyError::OutOfRange) } else { Ok(Cents(cents)) }
    }

    /// The number of cents.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, or an error when it leaves the range.
    pub fn plus(self, other: Cents) -> Result<Cents, MoneyError> {
        Cents::new(self.0 + other.0)
    }

    /// The difference, or an error when it leaves the range.
    pub fn minus(self, other: Cents) -> Result<Cents, MoneyError> {
        Cents::new(self.0 - other.0)
    }

    /// The difference, never below zero: what is still owed once `other` has been received.
    pub fn remaining_after(self, other: Cents) -> Cents {
        Cents((self.0 - other.0).max(0))
    }

    /// The sum of several amounts.
    pub fn sum(amounts: impl IntoIterator<Item = Cents>) -> Result<Cents, MoneyError> {
        amounts.into_iter().try_fold(Cents::ZERO, Cents::plus)
    }

    /// Whether the amount is more than nothing.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// `rate_bp` basis points of the amount (10 000 is the whole), rounded half away from zero, per line.
    pub fn share_bp(self, rate_bp: u32) -> Result<Cents, MoneyError> {
        Cents::new(div_round_half_away(i128::from(self.0) * i128::from(rate_bp), 10_000))
    }

    /// The tax inside an amount that includes it, at `rate_bp` basis points, rounded half away from zero.
    pub fn tax_inside(self, rate_bp: u32) -> Cents {
        let rate = i128::from(rate_bp);
        Cents(div_round_half_away(i128::from(self.0) * rate, 10_000 + rate))
    }

    /// The amount of `quantity` pieces at this unit price.
    pub fn times(self, quantity: u32) -> Result<Cents, MoneyError> {
        let product = i128::from(self.0) * i128::from(quantity);
        i64::try_from(product).map_err(|_| MoneyError::OutOfRange).and_then(Cents::new)
    }
}

/// `rate_bp` basis points of a sum in cents, rounded half away from zero: a sum of many amounts may be more than one is.
pub fn sum_share_bp(cents: i64, rate_bp: u32) -> i64 {
    div_round_half_away(i128::from(cents) * i128::from(rate_bp), 10_000)
}

/// Integer division rounded half away from zero; `divisor` is positive.
pub(crate) fn div_round_half_away(value: i128, divisor: i128) -> i64 {
    let half = divisor / 2;
    let rounded = if value >= 0 { (value + half) / divisor } else { (value - half) / divisor };
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::exact(10_000, 6_000, 6_000)]
    #[case::half_up(5, 1_000, 1)]
    #[case::half_away_below_zero(-5, 1_000, -1)]
    #[case::below_half(4, 1_000, 0)]
    #[case::frame_base(5, 6_000, 3)]
    fn shares_round_half_away_from_zero(#[case] amount: i64, #[case] rate_bp: u32, #[case] expected: i64) {
        assert_eq!(Cents::new(amount).unwrap().share_bp(rate_bp).unwrap().get(), expected);
        assert_eq!(sum_share_bp(amount, rate_bp), expected);
    }

    #[test]
    fn sums_refuse_to_leave_the_range() {
        let most = Cents::new(MAX_CENTS).unwrap();
        assert_eq!(most.plus(Cents::new(1).unwrap()), Err(MoneyError::OutOfRange));
        assert_eq!(Cents::new(MAX_CENTS + 1), Err(MoneyError::OutOfRange));
    }
}
