//! Codes worked out from a seed and the time (RFC 6238): the seed as people are given it, and the code of an instant.
//!
//! A seed is sealed like any secret; it is opened when a code is asked for, and gone after. Owns no clock.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// RFC 4226 asks for 128 bits at least; some portals give 80, the length of Google's first ones.
const LEAST_SEED_BYTES: usize = 10;
/// Longer than any seed: the block of SHA-512.
const MOST_SEED_BYTES: usize = 128;
/// A code every quarter of an hour is none.
const LONGEST_PERIOD_S: u64 = 900;
/// The scheme of a link.
const SCHEME: &str = "otpauth://";

/// The hash of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotpHash {
    /// What everybody uses.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl TotpHash {
    const ALL: [(TotpHash, &'static str); 3] =
        [(TotpHash::Sha1, "SHA1"), (TotpHash::Sha256, "SHA256"), (TotpHash::Sha512, "SHA512")];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(hash, _)| *hash == self).map_or("SHA1", |(_, word)| word)
    }
}

/// What codes are worked out from.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSeed {
    seed: Secret,
    /// The hash.
    pub hash: TotpHash,
    /// Digits of a code, 6 to 8.
    pub digits: u32,
    /// Seconds a code lasts.
    pub period_s: u64,
}

impl fmt::Debug for TotpSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSeed(redacted)")
    }
}

/// A code and how long it still lasts.
pub struct TotpCode {
    /// Its digits.
    pub digits: Secret,
    /// Milliseconds until the next one.
    pub left_ms: u64,
    /// Milliseconds a code lasts.
    pub period_ms: u64,
}

/// Why a text is no seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TotpError {
    /// Neither letters A to Z and digits 2 to 7, nor a link.
    #[error("not base 32")]
    NotBase32,
    /// Too short to be one, or too long.
    #[error("too short or too long for a seed")]
    Length,
    /// A link that counts instead of looking at the clock, or with numbers nobody uses.
    #[error("not a code by the time")]
    NotByTime,
}

impl TotpSeed {
    /// Reads a seed as it is given: an `otpauth://totp/` link, or its letters, in groups or not.
    pub fn parse(typed: &str) -> Result<Self, TotpError> {
        let typed = typed.trim();
        if typed.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME)) {
            return Self::of_link(&typed[SCHEME.len()..]);
        }
        Self::of(typed, TotpHash::Sha1, 6, 30)
    }

    fn of(letters: &str, hash: TotpHash, digits: u32, period_s: u64) -> Result<Self, TotpError> {
        let seed = base32(letters)?;
        if !(LEAST_SEED_BYTES..=MOST_SEED_BYTES).contains(&seed.expose().len()) {
            return Err(TotpError::Length);
        }
        let usual = (6..=8).contains(&digits) && (1..=LONGEST_PERIOD_S).contains(&period_s);
        if usual { Ok(Self { seed, hash, digits, period_s }) } else { Err(TotpError::NotByTime) }
    }

    fn of_link(rest: &str) -> Result<Self, TotpError> {
        let (head, query) = rest.split_once('?').ok_or(TotpError::NotByTime)?;
        let kind = head.split('/').next().unwrap_or_default();
        if !kind.eq_ignore_ascii_case("totp") {
            return Err(TotpError::NotByTime);
        }
        let (mut letters, mut hash, mut digits, mut period_s) = ("", TotpHash::Sha1, 6, 30);
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name.to_ascii_lowercase().as_str() {
                "secret" => letters = value,
                "algorithm" => {
                    let named = TotpHash::ALL.iter().find(|(_, word)| {
                        value.chars().filter(|c| *c != '-').map(|c| c.to_ascii_uppercase()).eq(word.chars())
                    });
                    hash = named.ok_or(TotpError::NotByTime)?.0;
                }
                "digits" => digits = value.parse().map_err(|_| TotpError::NotByTime)?,
                "period" => period_s = value.parse().map_err(|_| TotpError::NotByTime)?,
                _ => {}
            }
        }
        // Padding comes escaped in some links.
        let unescaped = Zeroizing::new(letters.replace("%3D", "").replace("%3d", ""));
        Self::of(&unescaped, hash, digits, period_s)
    }

    /// The form that is sealed: a link without anything but what codes are worked out from.
    pub fn to_secret(&self) -> Secret {
        let letters = Zeroizing::new(to_base32(self.seed.expose()));
        let (hash, digits, period_s) = (self.hash.word(), self.digits, self.period_s);
        Secret::new(
            format!("{SCHEME}totp/?secret={}&algorithm={hash}&digits={digits}&period={period_s}", letters.as_str())
                .into_bytes(),
        )
    }

    /// Reads the form that was sealed.
    pub fn from_secret(sealed: &Secret) -> Result<Self, TotpError> {
        Self::parse(std::str::from_utf8(sealed.expose()).map_err(|_| TotpError::NotBase32)?)
    }

    /// The code of an instant, in milliseconds since 1970.
    pub fn code_at(&self, unix_ms: u64) -> TotpCode {
        let period_ms = self.period_s * 1_000;
        let counter = (unix_ms / period_ms).to_be_bytes();
        let seed = self.seed.expose();
        let number = match self.hash {
            TotpHash::Sha1 => truncated(&mac::<Hmac<Sha1>>(seed, &counter)),
            TotpHash::Sha256 => truncated(&mac::<Hmac<Sha256>>(seed, &counter)),
            TotpHash::Sha512 => truncated(&mac::<Hmac<Sha512>>(seed, &counter)),
        };
        let digits = format!("{:0width$}", number % 10_u32.pow(self.digits), width = self.digits as usize);
        TotpCode { digits: Secret::new(digits.into_bytes()), left_ms: period_ms - unix_ms % period_ms, period_ms }
    }
}

fn mac<M: Mac + KeyInit>(seed: &[u8], counter: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut mac = <M as KeyInit>::new_from_slice(seed).expect("HMAC takes a key of any length");
    mac.update(counter);
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}

/// RFC 4226 §5.3: four bytes from where the last one says, without their sign.
fn truncated(mac: &[u8]) -> u32 {
    let at = usize::from(mac.last().copied().unwrap_or_default() & 0xf);
    let four = mac.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok()).unwrap_or_default();
    u32::from_be_bytes(four) & 0x7fff_ffff
}

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// RFC 4648 §6, forgiving of case, groups and padding; what is left over of a last byte says nothing.
fn base32(text: &str) -> Result<Secret, TotpError> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8 + 1);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes().filter(|byte| !matches!(byte, b' ' | b'-' | b'=')) {
        let letter = letter.to_ascii_uppercase();
        let value = LETTERS.iter().position(|known| *known == letter).ok_or(TotpError::NotBase32)?;
        held = (held << 5) | u32::try_from(value).unwrap_or_default();
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits).to_be_bytes()[3]);
            held &= (1 << bits) - 1;
        }
    }
    Ok(Secret::new(bytes))
}

fn to_base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    for group in bytes.chunks(5) {
        let mut five = [0_u8; 8];
        five[3..3 + group.len()].copy_from_slice(group);
        let held = u64::from_be_bytes(five);
        for letter in 0..(group.len() * 8).div_ceil(5) {
            let value = (held >> (35 - 5 * letter)) & 0x1f;
            text.push(char::from(LETTERS[usize::try_from(value).unwrap_or_default()]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const SEED_20: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const SEED_32: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";
    const SEED_64: &str =
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA";

    fn code(seed: &TotpSeed, at_s: u64) -> String {
        String::from_utf8(seed.code_at(at_s * 1_000).digits.expose().to_vec()).unwrap()
    }

    /// RFC 6238, appendix B, whole.
    #[rstest]
    #[case(59, ["94287082", "46119246", "90693936"])]
    #[case(1_111_111_109, ["07081804", "68084774", "25091201"])]
    #[case(1_111_111_111, ["14050471", "67062674", "99943326"])]
    #[case(1_234_567_890, ["89005924", "91819424", "93441116"])]
    #[case(2_000_000_000, ["69279037", "90698825", "38618901"])]
    #[case(20_000_000_000, ["65353130", "77737706", "47863826"])]
    fn the_published_codes(#[case] at_s: u64, #[case] expected: [&str; 3]) {
        let seeds = [(SEED_20, TotpHash::Sha1), (SEED_32, TotpHash::Sha256), (SEED_64, TotpHash::Sha512)];
        let codes = seeds.map(|(letters, hash)| code(&TotpSeed::of(letters, hash, 8, 30).unwrap(), at_s));
        assert_eq!(codes, expected);
    }

    #[rstest]
    #[case::letters("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", (TotpHash::Sha1, 6, 30))]
    #[case::small("gezdgnbvgy3tqojqgezdgnbvgy3tqojq", (TotpHash::Sha1, 6, 30))]
    #[case::link("otpauth://totp/Viamedis:optique?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Viamedis", (TotpHash::Sha1, 6, 30))]
    #[case::link_with_all("OTPAUTH://TOTP/x?period=60&digits=8&algorithm=sha-256&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ%3D", (TotpHash::Sha256, 8, 60))]
    fn what_people_are_given(#[case] typed: &str, #[case] expected: (TotpHash, u32, u64)) {
        let seed = TotpSeed::parse(typed).unwrap();
        assert_eq!((seed.hash, seed.digits, seed.period_s), expected);
        assert_eq!(seed.seed.expose(), b"12345678901234567890");
        assert_eq!(TotpSeed::from_secret(&seed.to_secret()).unwrap(), seed);
    }

    #[rstest]
    #[case::a_code("123456", TotpError::NotBase32)]
    #[case::nothing("", TotpError::Length)]
    #[case::short("GEZDGNBV", TotpError::Length)]
    #[case::counting("otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ&counter=1", TotpError::NotByTime)]
    #[case::no_secret("otpauth://totp/x?issuer=y", TotpError::Length)]
    #[case::other_hash("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5", TotpError::NotByTime)]
    #[case::nine_digits("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=9", TotpError::NotByTime)]
    #[case::no_time("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period=0", TotpError::NotByTime)]
    fn what_is_no_seed(#[case] typed: &str, #[case] expected: TotpError) {
        assert_eq!(TotpSeed::parse(typed).unwrap_err(), expected);
    }

    #[test]
    fn a_code_lasts_to_the_end_of_its_period() {
        let seed = TotpSeed::parse(SEED_20).unwrap();
        let last = seed.code_at(59_999);
        assert_eq!((last.left_ms, last.period_ms), (1, 30_000));
        assert_eq!(seed.code_at(60_000).left_ms, 30_000);
        assert_eq!(format!("{seed:?}"), "TotpSeed(redacted)");
    }

    proptest! {
        #[test]
        fn any_seed_comes_back(bytes in proptest::collection::vec(any::<u8>(), LEAST_SEED_BYTES..=MOST_SEED_BYTES)) {
            let back = base32(&to_base32(&bytes)).unwrap();
            prop_assert_eq!(back.expose(), bytes.as_slice());
        }

        #[test]
        fn no_text_panics(typed in "\\PC{0,80}") {
            let _ = TotpSeed::parse(&typed);
            let _ = TotpSeed::parse(&format!("otpauth://totp/{typed}"));
        }
    }
}
