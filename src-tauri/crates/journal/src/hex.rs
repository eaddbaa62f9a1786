//! Lowercase hexadecimal, the one spelling the journal writes and accepts.
//!
//! A second spelling of the same bytes would let a file differ without its verdict differing, so capitals are refused.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The text of `bytes`.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The bytes of `text`, or nothing unless it is exactly `2 * N` lowercase digits.
pub(crate) fn decode<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    // An invalid digit has its high bits set; they are gathered and looked at once, for speed.
    let mut seen = 0;
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
        seen |= high | low;
        *byte = high << 4 | (low & 15);
    }
    (seen < 16).then_some(bytes)
}

/// Whether all of `text` is lowercase hexadecimal digits.
pub(crate) fn is_digits(text: &[u8]) -> bool {
    text.iter().fold(0, |seen, byte| seen | VALUES[usize::from(*byte)]) < 16
}

/// The value of each digit, 0xff for every other byte.
const VALUES: [u8; 256] = {
    let mut values = [0xff; 256];
    let mut digit = 0;
    while digit < 16 {
        values[DIGITS[digit as usize] as usize] = digit;
        digit += 1;
    }
    values
};
