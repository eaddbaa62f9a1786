//! The files of reference data: read whole or not at all, taken in place of the ones that ship, kept in the journal with
//! their checksums. What a file holds is each set's own (`estimate_reference`, `routing_table`).

use crate::{
    app::{OpenPractice, blocking},
    call::Call,
    cheque_papers::hex,
    contract::{Done, Problem, ProblemCode, ReferenceSummary},
    whole_file,
};
use relais_domain::{
    practice::{self, ChosenReference, Practice, ReferenceName},
    reference_file::{Fault, FileFault},
};
use relais_storage::Queries;
use sha2::{Digest, Sha256};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The most an entry of the journal can take of a file, written as JSON: 1 MiB less what surrounds it.
const MAX_ENTRY_BYTES: usize = (1 << 20) - 4096;
/// The most read of a file that holds a checksum: one line of `sha256sum`.
const MAX_CHECKSUM_BYTES: u64 = 4096;

/// A file that was read.
pub(crate) struct FileText {
    /// Its text.
    pub(crate) text: String,
    /// SHA-256 of its bytes, in hex.
    pub(crate) checksum: String,
    /// A file of its checksum lies beside it, and says the same.
    pub(crate) checksum_beside: bool,
}

/// The file a practice chose for a set, and the text it is read from.
pub(crate) fn chosen(state: &Practice, name: ReferenceName) -> Option<(&ChosenReference, &str)> {
    let chosen = state.references.get(&name)?;
    Some((chosen, chosen.text.as_deref()?))
}

/// The practice as its stream says.
pub(crate) fn practice_state(queries: &Queries<'_>) -> Result<Practice, Problem> {
    let id = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?.id;
    Ok(queries.stream::<Practice>(id.0)?.unwrap_or_default())
}

/// Which file a set is read from, for the window.
pub(crate) fn summary(version: &str, checksum: String, shipped: bool) -> ReferenceSummary {
    ReferenceSummary { version: version.to_owned(), checksum, shipped }
}

/// SHA-256 in hex.
pub(crate) fn checksum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Records which file a set is read from.
pub(crate) async fn record(
    practice: &Arc<OpenPractice>,
    call: Call,
    name: ReferenceName,
    chosen: ChosenReference,
) -> Result<(), Problem> {
    let stream = practice.id.0;
    practice
        .command(call, &("reference", name, chosen.checksum.clone()), move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = practice::set_reference(&state, name, chosen, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await
}

/// Takes a file in place of the one a set is read from: whole, or not at all with every fault and its line. `version` reads
/// it as its set does.
pub(crate) async fn take(
    practice: &Arc<OpenPractice>,
    call: Call,
    name: ReferenceName,
    (path, max_bytes): (String, usize),
    version: impl FnOnce(&str) -> Result<String, Vec<FileFault>>,
) -> Result<Result<(), Vec<FileFault>>, Problem> {
    let file = match blocking(move || read(Path::new(&path), max_bytes)).await? {
        Ok(file) => file,
        Err(faults) => return Ok(Err(faults)),
    };
    let version = match version(&file.text) {
        Ok(version) => version,
        Err(faults) => return Ok(Err(faults)),
    };
    let chosen = ChosenReference { version, checksum: file.checksum, text: Some(file.text) };
    record(practice, call, name, chosen).await?;
    Ok(Ok(()))
}

/// Reads a file, no more of it than a set may be. What is no text, too large, or not as its checksum beside it says, is a
/// fault of the file; what the system would not read is a problem.
pub(crate) fn read(path: &Path, max_bytes: usize) -> Result<Result<FileText, Vec<FileFault>>, Problem> {
    let fault = |fault| Ok(Err(vec![FileFault { line: 1, fault, about: String::new() }]));
    let bytes = whole_file::read(path, max_bytes as u64)?;
    if bytes.len() > max_bytes {
        return fault(Fault::TooLarge);
    }
    let checksum = checksum(&bytes);
    let announced = announced_beside(path);
    if announced.as_ref().is_some_and(|announced| *announced != checksum) {
        return fault(Fault::Checksum);
    }
    let Ok(text) = std::str::from_utf8(&bytes) else { return fault(Fault::Syntax) };
    // What some editors put first says nothing.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    if serde_json::to_string(&text).map_err(Problem::internal)?.len() > MAX_ENTRY_BYTES {
        return fault(Fault::TooLarge);
    }
    Ok(Ok(FileText { text, checksum, checksum_beside: announced.is_some() }))
}

/// Writes a set to a file, whole or not at all, to share it or to change it elsewhere.
pub(crate) async fn export(path: String, text: String) -> Result<Done, Problem> {
    blocking(move || whole_file::put(Path::new(&path), text.as_bytes()).map(|_| Done {})).await
}

/// The file that holds the checksum of another: `table.toml.sha256`, a line as `sha256sum` writes and checks it.
pub(crate) fn checksum_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".sha256");
    path.with_file_name(name)
}

/// The line of a checksum file.
pub(crate) fn checksum_line(path: &Path, checksum: &str) -> String {
    format!("{checksum}  {}\n", path.file_name().unwrap_or_default().to_string_lossy())
}

/// A checksum as a person copies it: digits and letters, spaces left out, in any case.
pub(crate) fn same_checksum(typed: &str, checksum: &str) -> bool {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    typed.eq_ignore_ascii_case(checksum)
}

/// The checksum that lies beside a file. One that cannot be read announces nothing.
fn announced_beside(path: &Path) -> Option<String> {
    let bytes = whole_file::read(&checksum_path(path), MAX_CHECKSUM_BYTES).ok()?;
    let line = std::str::from_utf8(&bytes).ok()?;
    Some(line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read_as(bytes: &[u8], beside: Option<&str>) -> Result<FileText, Vec<FileFault>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.toml");
        std::fs::write(&path, bytes).unwrap();
        if let Some(beside) = beside {
            std::fs::write(checksum_path(&path), beside.replace("SUM", &checksum(bytes))).unwrap();
        }
        read(&path, 64).unwrap()
    }

    #[rstest]
    #[case::alone(b"version = 1", None, Ok(false))]
    #[case::with_its_checksum(b"version = 1", Some("SUM  table.toml\n"), Ok(true))]
    #[case::with_another_checksum(b"version = 1", Some("00  table.toml\n"), Err(Fault::Checksum))]
    #[case::with_an_empty_checksum(b"version = 1", Some(""), Err(Fault::Checksum))]
    #[case::no_text(b"\xff\xfe", None, Err(Fault::Syntax))]
    #[case::too_large(&[b'#'; 65], None, Err(Fault::TooLarge))]
    #[case::marked_by_an_editor("\u{feff}a".as_bytes(), None, Ok(false))]
    fn a_file_is_read_whole_or_not_at_all(
        #[case] bytes: &[u8],
        #[case] beside: Option<&str>,
        #[case] expected: Result<bool, Fault>,
    ) {
        let got = read_as(bytes, beside).map(|file| file.checksum_beside).map_err(|faults| faults[0].fault);
        assert_eq!(got, expected);
    }

    #[test]
    fn a_checksum_is_copied_with_its_spaces_and_capitals() {
        assert!(same_checksum("AB cd 01", "abcd01"));
        assert!(!same_checksum("", "abcd01"));
    }
}
