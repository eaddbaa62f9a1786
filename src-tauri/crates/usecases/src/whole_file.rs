//! Files that come in, no more of them than is read; and files that leave the practice: written under another name, then
//! given their own, so that a half-written one never lies where somebody would take it for whole.

use crate::contract::{Problem, ProblemCode};
use serde_json::json;
use std::{
    fs::File,
    io::{BufWriter, Read as _, Write},
    path::Path,
};

/// The bytes of a file, and one more than `most` when it has more: the caller says then that it is too large.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: std::io::Error| {
        let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
        Problem::with(ProblemCode::FileNotReadable, params)
    };
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
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
    let text = match String::from_utf8(read(path, most as u64)?) {
        Ok(text) => text,
        // Cut in the middle of a character: too large is what is to be said.
        Err(error) if error.as_bytes().len() > most => " ".repeat(most + 1),
        Err(_) => return Ok(None),
    };
    // What some editors put first says nothing.
    Ok(Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()))
}
