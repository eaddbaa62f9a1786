//! Files that come in, no more of them than is read; and files that leave the practice: written under another name, then
//! given their own, so that a half-written one never lies where somebody would take it for whole.

use crate::contract::{Problem, ProblemCode};
use serde_json::json;
use std::{
    fs::File,
    io::{BufWriter, ErrorKind, Read as _, Write},
    path::Path,
};
use zeroize::Zeroizing;

/// The bytes of a file, and one more than `most` when it has more: the caller says then that it is too large. They are zeroised
/// when they are dropped, and lie nowhere else: a file may hold secrets.
pub(crate) fn read(path: &Path, most: u64) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let unreadable = |error: std::io::Error| {
        let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
        Problem::with(ProblemCode::FileNotReadable, params)
    };
    let mut file = File::open(path).map_err(unreadable)?.take(most + 1);
    let length = file.get_ref().metadata().map_err(unreadable)?.len().min(most);
    let mut bytes = Zeroizing::new(vec![0; usize::try_from(length).unwrap_or_default() + 1]);
    let mut read = 0;
    loop {
        if read == bytes.len() {
            // Longer than it said. A buffer that grew by itself would leave its beginning behind in memory.
            let mut longer = Zeroizing::new(vec![0; bytes.len() * 2]);
            longer[..read].copy_from_slice(&bytes);
            bytes = longer;
        }
        match file.read(&mut bytes[read..]) {
            Ok(0) => break,
            Ok(count) => read += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(error)),
        }
    }
    bytes.truncate(read);
    Ok(bytes)
}

/// Writes `path` whole, or leaves nothing: on a full disk half a file would only take more room. Gives back what `write`
/// made of it and how many bytes it has.
pub(crate) fn write<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, Problem>,
) -> Result<(T, u64), Problem> {
    let partial = path.with_extension("partiel");
    let written = write_partial(path, &partial, write);
    if written.is_err() {
        // What was begun is of no use; that it could not be removed changes nothing of the refusal.
        let _ = std::fs::remove_file(&partial);
    }
    written
}

/// Writes `path` whole with these bytes; how many there are.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<u64, Problem> {
    let whole = |file: &mut BufWriter<File>| file.write_all(bytes).map_err(|error| Problem::not_writable(path, &error));
    write(path, whole).map(|((), written)| written)
}

fn write_partial<T>(
    path: &Path,
    partial: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, Problem>,
) -> Result<(T, u64), Problem> {
    let not_writable = |error: std::io::Error| Problem::not_writable(path, &error);
    let mut file = BufWriter::new(File::create(partial).map_err(not_writable)?);
    let made = write(&mut file)?;
    file.flush().map_err(not_writable)?;
    let file = file.into_inner().map_err(|error| not_writable(error.into_error()))?;
    file.sync_all().map_err(not_writable)?;
    let bytes = file.metadata().map(|meta| meta.len()).unwrap_or_default();
    std::fs::rename(partial, path).map_err(not_writable)?;
    Ok((made, bytes))
}

/// The text of a file of at most that many bytes, and one more of a longer one; none when it is no text.
pub(crate) fn read_text(path: &Path, most: usize) -> Result<Option<String>, Problem> {
    let bytes = read(path, most as u64)?;
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        // Cut in the middle of a character: too large is what is to be said.
        Err(_) if bytes.len() > most => return Ok(Some(" ".repeat(most + 1))),
        Err(_) => return Ok(None),
    };
    // What some editors put first says nothing.
    Ok(Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::empty(0, 0)]
    #[case::all(9, 9)]
    #[case::as_long_as_may_be(10, 10)]
    #[case::one_more_than_may_be(11, 11)]
    #[case::far_more(4_000, 11)]
    fn no_more_is_read_than_says_that_it_is_too_much(#[case] length: usize, #[case] expected: usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("liste.csv");
        let written: Vec<u8> = (0..length).map(|at| at.to_le_bytes()[0]).collect();
        std::fs::write(&path, &written).unwrap();
        assert_eq!(read(&path, 10).unwrap().as_slice(), &written[..expected]);
    }

    /// A file of the system that says it is empty, and is not.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_longer_than_it_says_is_read_whole() {
        let read = read(Path::new("/proc/self/status"), 1 << 20).unwrap();
        assert!(read.starts_with(b"Name:") && read.len() > 500, "{}", read.len());
    }
}
