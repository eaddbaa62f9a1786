//! The few digits a person types at the counter instead of a passphrase, and that alone: how many, and which are no secret.

use thiserror::Error;

/// Fewest digits: at five tries, one in two thousand to guess (CNIL, deliberation 2022-100, asks 13 bits with a lock-out).
pub const FEWEST_DIGITS: usize = 4;
/// Most digits: who would type more types a passphrase.
pub const MOST_DIGITS: usize = 8;

/// Why a text is no PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PinError {
    /// Not between four and eight digits.
    #[error("not between four and eight digits")]
    NotDigits,
    /// One of those tried first: 0000, 1234, 1212.
    #[error("one of those tried first")]
    Trivial,
}

/// Whether a text may be a PIN.
pub fn check(typed: &str) -> Result<(), PinError> {
    let digits = typed.as_bytes();
    if !(FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(PinError::NotDigits);
    }
    let by = |step: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step);
    let repeats = |length: usize| digits.chunks(length).all(|part| digits.starts_with(part));
    let pairs = digits.len().is_multiple_of(2) && digits.chunks(2).all(|pair| pair[0] == pair[1]);
    if by(1) || by(-1) || repeats(1) || repeats(2) || pairs { Err(PinError::Trivial) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::four("2580", Ok(()))]
    #[case::eight("27180459", Ok(()))]
    #[case::five("90210", Ok(()))]
    #[case::three("258", Err(PinError::NotDigits))]
    #[case::nine("271804592", Err(PinError::NotDigits))]
    #[case::nothing("", Err(PinError::NotDigits))]
    #[case::letters("25a0", Err(PinError::NotDigits))]
    #[case::other_digits("٢٥٨٠", Err(PinError::NotDigits))]
    #[case::one_digit("0000", Err(PinError::Trivial))]
    #[case::upwards("1234", Err(PinError::Trivial))]
    #[case::downwards("987654", Err(PinError::Trivial))]
    #[case::two_by_two("1212", Err(PinError::Trivial))]
    #[case::two_by_two_odd("12121", Err(PinError::Trivial))]
    #[case::doubled("1122", Err(PinError::Trivial))]
    fn what_is_a_pin(#[case] typed: &str, #[case] expected: Result<(), PinError>) {
        assert_eq!(check(typed), expected);
    }
}
