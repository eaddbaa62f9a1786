//! The lines of an archive, read one at a time into one buffer of bounded size.

use std::io::{self, BufRead, BufReader, Read};

use crate::canonical::MAX_BYTES;
use crate::hash::Hash;

/// The longest line, its line feed apart: an entry or a manifest with room for what stands before it.
pub(crate) const MAX_LINE_LEN: usize = MAX_BYTES + 256;
/// How much is read from the file at once.
const READ_LEN: usize = 1 << 17;

/// What stands next in the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// A line, without its line feed.
    Whole(&'a [u8]),
    /// A line of more than [`MAX_LINE_LEN`] bytes: how it begins.
    TooLong(&'a [u8]),
    /// Bytes without a line feed: the file was cut here.
    Unfinished,
    /// Nothing.
    End,
}

/// Reads lines.
pub(crate) struct Lines<R> {
    inner: BufReader<R>,
    buffer: Vec<u8>,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(file: R) -> Self {
        Lines { inner: BufReader::with_capacity(READ_LEN, file), buffer: Vec::with_capacity(READ_LEN) }
    }

    /// The next line.
    pub(crate) fn next(&mut self) -> io::Result<Line<'_>> {
        self.buffer.clear();
        let most = MAX_LINE_LEN as u64 + 1;
        let read = (&mut self.inner).take(most).read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(Line::End);
        }
        if self.buffer.last() == Some(&b'\n') {
            return Ok(Line::Whole(&self.buffer[..read - 1]));
        }
        if read <= MAX_LINE_LEN {
            return Ok(Line::Unfinished);
        }
        if self.skip_line()? { Ok(Line::TooLong(&self.buffer)) } else { Ok(Line::Unfinished) }
    }

    /// Whether the file ends here.
    pub(crate) fn at_end(&mut self) -> io::Result<bool> {
        Ok(self.inner.fill_buf()?.is_empty())
    }

    /// Goes past the next line feed; false when there is none.
    fn skip_line(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.inner.fill_buf()?;
            let (length, found) = match bytes.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (bytes.len(), false),
            };
            self.inner.consume(length);
            if found || length == 0 {
                return Ok(found);
            }
        }
    }
}

/// The recorded hash and the bytes of an entry line, unless it does not begin with a hash and a space.
pub(crate) fn split_entry(line: &[u8]) -> Option<(Hash, &[u8])> {
    let (hash, rest) = line.split_at_checked(64)?;
    let bytes = rest.strip_prefix(b" ")?;
    Some((Hash::from_hex(hash)?, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_at_and_past_the_limit() {
        let limit = "x".repeat(MAX_LINE_LEN);
        let mut lines = Lines::new(std::io::Cursor::new(format!("a\n\n{limit}\n{limit}y\nb\n{limit}yz")));
        assert_eq!(lines.next().unwrap(), Line::Whole(b"a"));
        assert_eq!(lines.next().unwrap(), Line::Whole(b""));
        assert_eq!(lines.next().unwrap(), Line::Whole(limit.as_bytes()));
        assert!(matches!(lines.next().unwrap(), Line::TooLong(start) if start.starts_with(b"xxx")));
        assert_eq!(lines.next().unwrap(), Line::Whole(b"b"));
        assert!(!lines.at_end().unwrap());
        assert_eq!(lines.next().unwrap(), Line::Unfinished);
        assert!(lines.at_end().unwrap());
        assert_eq!(lines.next().unwrap(), Line::End);
    }
}
