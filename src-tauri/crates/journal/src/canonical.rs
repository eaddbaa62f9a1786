//! Canonical JSON (RFC 8785), narrowed to what a ledger needs: integers below 2^53 in magnitude and no other number.
//!
//! Owns the one writer and the one scanner. The scanner proves in a single pass, without building a tree, that bytes
//! are their own canonical form, so that a verifier runs at close to the speed of the hash. It refuses everything the
//! writer could not have written: a space, a member out of order or twice, a longer escape, a float, an exponent, -0.

use std::cmp::Ordering;

use serde_json::Value;
use thiserror::Error;

/// The most an entry or a manifest may weigh: entries hold ids, codes and cents, never text or pictures.
pub const MAX_BYTES: usize = 1 << 20;
/// How deep objects and arrays may nest, the outermost counted; keeps the scanner's stack small on hostile bytes.
pub const MAX_DEPTH: usize = 16;
/// The largest magnitude of an integer: every JSON reader, IEEE doubles included, keeps it exactly.
pub const MAX_INTEGER: i64 = (1 << 53) - 1;

/// Why bytes or a value are not canonical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CanonicalError {
    /// More than [`MAX_BYTES`].
    #[error("larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// Not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// Not the canonical spelling, at this byte.
    #[error("not canonical JSON at byte {at}")]
    Form {
        /// Where, from the first byte.
        at: usize,
    },
    /// A number that is not an integer, or one beyond [`MAX_INTEGER`], at this byte when reading.
    #[error("a number that is not an integer below 2^53 at byte {at}")]
    Number {
        /// Where, from the first byte.
        at: usize,
    },
    /// The members of an object are out of order, or one is there twice, at this byte.
    #[error("members out of order or repeated at byte {at}")]
    Order {
        /// Where, from the first byte.
        at: usize,
    },
}

/// The canonical bytes of `value`.
pub fn to_bytes(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::new();
    write_value(value, 1, &mut out)?;
    Ok(out)
}

/// Checks that `bytes` are one JSON value in canonical form.
pub fn check(bytes: &[u8]) -> Result<(), CanonicalError> {
    let mut scanner = Scanner::new(bytes)?;
    scanner.value(1)?;
    scanner.end()
}

/// Appends the canonical form of `value`, standing at nesting level `depth`.
pub(crate) fn write_value(value: &Value, depth: usize, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    if depth > MAX_DEPTH && (value.is_object() || value.is_array()) {
        return Err(CanonicalError::TooDeep);
    }
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => match number.as_i64() {
            Some(integer) if integer.unsigned_abs() <= MAX_INTEGER.unsigned_abs() => {
                out.extend_from_slice(integer.to_string().as_bytes());
            }
            _ => return Err(CanonicalError::Number { at: out.len() }),
        },
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(item, depth + 1, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by(|a, b| utf16_order(a.0.as_bytes(), b.0.as_bytes()));
            out.push(b'{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_string(key, out);
                out.push(b':');
                write_value(member, depth + 1, out)?;
            }
            out.push(b'}');
        }
    }
    if out.len() > MAX_BYTES { Err(CanonicalError::TooLarge) } else { Ok(()) }
}

/// Appends `text` between quotes, with the shortest escapes and only where JSON asks for one.
pub(crate) fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0x00..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

/// The order RFC 8785 gives two member names, both in UTF-8: that of their UTF-16 code units.
///
/// It is the order of the bytes but for one case: what lies beyond the basic plane is two surrogates in UTF-16, which
/// come before U+E000 to U+FFFF.
pub(crate) fn utf16_order(a: &[u8], b: &[u8]) -> Ordering {
    match a.iter().zip(b).find(|(x, y)| x != y) {
        None => a.len().cmp(&b.len()),
        Some((&x, &y)) if x >= 0xee && y >= 0xee && (x >= 0xf0) != (y >= 0xf0) => y.cmp(&x),
        Some((x, y)) => x.cmp(y),
    }
}

/// A cursor over bytes that must be canonical.
pub(crate) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    /// A cursor on the first of `bytes`, once they are known to be UTF-8 of a bearable size.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, CanonicalError> {
        if bytes.len() > MAX_BYTES {
            return Err(CanonicalError::TooLarge);
        }
        std::str::from_utf8(bytes).map_err(|_| CanonicalError::NotUtf8)?;
        Ok(Scanner { bytes, at: 0 })
    }

    /// Where the cursor stands.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn form(&self) -> CanonicalError {
        CanonicalError::Form { at: self.at }
    }

    /// The byte under the cursor.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Steps over `literal`, which must come next.
    pub(crate) fn expect(&mut self, literal: &[u8]) -> Result<(), CanonicalError> {
        if self.bytes[self.at..].starts_with(literal) {
            self.at += literal.len();
            Ok(())
        } else {
            Err(self.form())
        }
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Result<(), CanonicalError> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(self.form()) }
    }

    /// Steps over a value; gives it back when it is an integer.
    pub(crate) fn value(&mut self, depth: usize) -> Result<Option<i64>, CanonicalError> {
        match self.peek() {
            Some(b'"') => self.string().map(|_| None),
            Some(b'-' | b'0'..=b'9') => self.integer().map(Some),
            Some(b'{') => self.object(depth, &mut |_, _| {}).map(|()| None),
            Some(b'[') => self.array(depth).map(|()| None),
            Some(b't') => self.expect(b"true").map(|()| None),
            Some(b'f') => self.expect(b"false").map(|()| None),
            Some(b'n') => self.expect(b"null").map(|()| None),
            _ => Err(self.form()),
        }
    }

    /// Steps over an object, telling `member` each name (as spelled, escapes included) and its value when an integer.
    pub(crate) fn object(
        &mut self,
        depth: usize,
        member: &mut dyn FnMut(&'a [u8], Option<i64>),
    ) -> Result<(), CanonicalError> {
        if depth > MAX_DEPTH {
            return Err(CanonicalError::TooDeep);
        }
        self.expect(b"{")?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        let mut previous: Option<&'a [u8]> = None;
        loop {
            let start = self.at;
            let key = self.string()?;
            if previous.is_some_and(|previous| spelled_order(previous, key) != Ordering::Less) {
                return Err(CanonicalError::Order { at: start });
            }
            previous = Some(key);
            self.expect(b":")?;
            let integer = self.value(depth + 1)?;
            member(key, integer);
            if self.another(b'}')? {
                return Ok(());
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), CanonicalError> {
        if depth > MAX_DEPTH {
            return Err(CanonicalError::TooDeep);
        }
        self.expect(b"[")?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            if self.another(b']')? {
                return Ok(());
            }
        }
    }

    /// Steps over a comma, or over `close` and says so.
    fn another(&mut self, close: u8) -> Result<bool, CanonicalError> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(false)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(true)
            }
            _ => Err(self.form()),
        }
    }

    /// Steps over an integer: no plus, no leading zero, no -0, no fraction, no exponent, below 2^53.
    pub(crate) fn integer(&mut self) -> Result<i64, CanonicalError> {
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.at;
        let mut magnitude: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            magnitude = magnitude * 10 + i64::from(digit - b'0');
            if magnitude > MAX_INTEGER {
                return Err(CanonicalError::Number { at: start });
            }
            self.at += 1;
        }
        let spelled = self.at - digits;
        let leading_zero = spelled > 1 && self.bytes[digits] == b'0';
        if spelled == 0
            || leading_zero
            || (negative && magnitude == 0)
            || matches!(self.peek(), Some(b'.' | b'e' | b'E'))
        {
            return Err(CanonicalError::Number { at: start });
        }
        Ok(if negative { -magnitude } else { magnitude })
    }

    /// Steps over a string and gives what stands between its quotes, as spelled.
    pub(crate) fn string(&mut self) -> Result<&'a [u8], CanonicalError> {
        self.expect(b"\"")?;
        let start = self.at;
        loop {
            self.at += plain_run(&self.bytes[self.at..]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(&self.bytes[start..self.at - 1]);
                }
                Some(b'\\') => self.escape()?,
                _ => return Err(self.form()),
            }
        }
    }

    fn escape(&mut self) -> Result<(), CanonicalError> {
        let length = match unescape(&self.bytes[self.at..]) {
            Some((_, length)) => length,
            None => return Err(self.form()),
        };
        self.at += length;
        Ok(())
    }
}

/// How many of the first `bytes` stand in a string for themselves: up to a quote, a backslash or a control character.
///
/// Eight at a time: in a word, `(v - 01..01) & !v & 80..80` marks the lowest zero byte of `v` exactly.
fn plain_run(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let (words, _) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let stops = zeros(word ^ (ONES * 0x22)) | zeros(word ^ (ONES * 0x5c)) | controls;
        if stops != 0 {
            return index * 8 + stops.trailing_zeros() as usize / 8;
        }
    }
    let rest = &bytes[words.len() * 8..];
    let run = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len());
    words.len() * 8 + run
}

/// The byte that a canonical escape at the start of `spelled` stands for, and the length of the escape.
fn unescape(spelled: &[u8]) -> Option<(u8, usize)> {
    match spelled.get(1)? {
        b'"' => Some((b'"', 2)),
        b'\\' => Some((b'\\', 2)),
        b'b' => Some((0x08, 2)),
        b't' => Some((b'\t', 2)),
        b'n' => Some((b'\n', 2)),
        b'f' => Some((0x0c, 2)),
        b'r' => Some((b'\r', 2)),
        b'u' => {
            let digits = spelled.get(2..6)?;
            let [0, byte] = crate::hex::decode::<2>(digits)? else { return None };
            let shorter = matches!(byte, 0x08..=0x0a | 0x0c | 0x0d);
            (byte < 0x20 && !shorter).then_some((byte, 6))
        }
        _ => None,
    }
}

/// The order of two member names given as spelled.
fn spelled_order(a: &[u8], b: &[u8]) -> Ordering {
    if a.contains(&b'\\') || b.contains(&b'\\') { utf16_order(&unescaped(a), &unescaped(b)) } else { utf16_order(a, b) }
}

/// What a name spells; only called on names the scanner has been through.
fn unescaped(spelled: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(spelled.len());
    let mut at = 0;
    while at < spelled.len() {
        let (byte, length) =
            if spelled[at] == b'\\' { unescape(&spelled[at..]).unwrap_or((b'\\', 1)) } else { (spelled[at], 1) };
        plain.push(byte);
        at += length;
    }
    plain
}
