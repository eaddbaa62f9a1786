//! How long a PKCS#12 would keep its reader busy: the rounds by which it stretches its passphrase, counted before one of them is done.
//!
//! Owns the count over what lies open in the file: of its own check (RFC 7292 §4), of PBES1 and PBES2 (RFC 8018 §A), of scrypt
//! (RFC 7914). Does not own what is ciphered inside: the reading itself refuses a count over a million there.

/// DER: a whole number.
const INTEGER: u8 = 0x02;
/// DER: bytes, which may hold more DER.
const OCTET_STRING: u8 = 0x04;
/// DER: set in the tag of whatever is made of parts.
const CONSTRUCTED: u8 = 0x20;
/// The deepest nesting looked into; a real file has some twelve.
const MAX_DEPTH: u8 = 32;

/// The rounds asked for by all layers of a file together. Each is written after the bytes of its salt, which nothing else in such
/// a file does: alone (PKCS#12, PBKDF1), before the length of the key (PBKDF2), or as the three costs of scrypt, which multiply.
pub(crate) fn rounds(der: &[u8]) -> u64 {
    counted(der, 0)
}

fn counted(mut der: &[u8], depth: u8) -> u64 {
    let (mut total, mut after_salt, mut costs) = (0u64, false, Vec::new());
    while let Some((tag, value, rest)) = next(der) {
        match tag {
            INTEGER if after_salt => costs.push(number(value)),
            _ => {
                total = total.saturating_add(cost(&costs));
                costs.clear();
                after_salt = tag == OCTET_STRING;
                if depth < MAX_DEPTH && (after_salt || tag & CONSTRUCTED != 0) {
                    total = total.saturating_add(counted(value, depth + 1));
                }
            }
        }
        der = rest;
    }
    total.saturating_add(cost(&costs))
}

/// What the numbers after a salt come to.
fn cost(costs: &[u64]) -> u64 {
    match costs {
        [n, r, p, ..] => n.saturating_mul(*r).saturating_mul(*p),
        [rounds, ..] => *rounds,
        [] => 0,
    }
}

/// The tag, the value and what follows of the first element; none for what is no DER.
fn next(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, after) = der.split_first()?;
    let (&first, after) = after.split_first()?;
    let (length, after) = match first {
        0..=0x7f => (usize::from(first), after),
        0x81..=0x84 => {
            let (digits, after) = after.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), after)
        }
        _ => return None,
    };
    let (value, rest) = after.split_at_checked(length)?;
    Some((tag, value, rest))
}

/// A whole number; the largest for one that is longer than any count.
fn number(value: &[u8]) -> u64 {
    let digits = value.iter().skip_while(|digit| **digit == 0);
    if digits.clone().count() > 7 { u64::MAX } else { digits.fold(0, |number, digit| number << 8 | u64::from(*digit)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let value = parts.concat();
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        [&[tag, 0x82], length.as_slice(), &value].concat()
    }

    const SALT: &[u8] = &[OCTET_STRING, 2, 0xff, 0xff];
    const TWO_THOUSAND: &[u8] = &[INTEGER, 2, 0x07, 0xd0];
    const SIXTEEN: &[u8] = &[INTEGER, 1, 16];

    #[rstest]
    #[case::alone(&[SALT, TWO_THOUSAND], 2_000)]
    #[case::before_the_length_of_the_key(&[SALT, TWO_THOUSAND, SIXTEEN], 2_000)]
    #[case::scrypt(&[SALT, TWO_THOUSAND, SIXTEEN, SIXTEEN], 512_000)]
    #[case::without_a_salt(&[TWO_THOUSAND, SALT], 0)]
    #[case::longer_than_any(&[SALT, &[INTEGER, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]], u64::MAX)]
    #[case::nothing(&[], 0)]
    #[case::cut_short(&[SALT, &[INTEGER, 9, 1]], 0)]
    fn rounds_are_counted_where_they_are_written(#[case] parts: &[&[u8]], #[case] expected: u64) {
        assert_eq!(rounds(&element(0x30, parts)), expected);
    }

    #[test]
    fn layers_add_up_wherever_they_lie() {
        let layer = element(0x30, &[SALT, TWO_THOUSAND]);
        let inside = element(OCTET_STRING, &[&element(0x30, &[&layer, &layer])]);
        assert_eq!(rounds(&element(0x30, &[&layer, &element(0xa0, &[&inside])])), 6_000);
    }

    #[test]
    fn what_is_nested_without_end_is_left() {
        let nested = (0..2_000u32).fold(Vec::new(), |inner, _| element(0x30, &[&inner]));
        assert_eq!(rounds(&nested), 0);
    }
}
