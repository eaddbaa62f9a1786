//! Who was not let in, kept beside the practice until it is next opened: without the key nothing can be written inside.
//!
//! Times, ways and codes only, bounded. Whoever can write in the folder can also remove this file: it is there for the
//! owner who left his shop, not against whoever holds his machine (docs/threat-model.md).

use crate::contract::{Problem, ProblemCode, Unlock};
use jiff::Timestamp;
use relais_storage::PracticeFolder;
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
};

/// The file, beside the database.
const FILE: &str = "tentatives.json";
/// Attempts told one by one; more than a person makes in an evening. The last one counts those after it.
const MAX_ATTEMPTS: usize = 50;
/// A file of ours is some kilobytes; larger is something else.
const MAX_BYTES: u64 = 64 * 1024;
/// How a file that cannot be read is told.
const UNREADABLE: &str = "record_unreadable";

/// One attempt, or the last of those told one by one and those after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attempt {
    pub(crate) at: Timestamp,
    pub(crate) way: Option<String>,
    pub(crate) outcome: String,
    pub(crate) times: u32,
}

/// The code of a way in.
pub(crate) const fn way(unlock: &Unlock) -> &'static str {
    match unlock {
        Unlock::Keyring => "keyring",
        Unlock::Passphrase { .. } => "passphrase",
        Unlock::RecoveryKey { .. } => "recovery_key",
    }
}

/// Whether a problem means that somebody was not let in, rather than that there was nothing to open: keys that were given
/// and a database that does not take them are a spoiled file, and looking at one changes nothing.
const fn is_refusal(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::WrongPassphrase | ProblemCode::WrongRecoveryKey | ProblemCode::KeyringRefused)
}

/// Remembers an attempt on the practice of `folder`. That it cannot be written changes nothing of the refusal. Blocking.
pub(crate) fn remember(folder: &Path, at: Timestamp, way: &str, problem: &Problem) {
    let is_practice = PracticeFolder::open(folder).is_ok_and(|folder| folder.holds_practice());
    if !is_refusal(problem.code) || !is_practice {
        return;
    }
    let mut attempts = read(folder);
    if attempts.len() < MAX_ATTEMPTS {
        let outcome = super::word(&problem.code);
        attempts.push(Attempt { at, way: Some(way.to_owned()), outcome, times: 1 });
    } else if let Some(last) = attempts.last_mut() {
        last.times = last.times.saturating_add(1);
    }
    if let Err(error) = write(&folder.join(FILE), &attempts) {
        tracing::error!(%error, "a failed attempt was not remembered");
    }
}

/// The attempts since the practice was last opened.
pub(crate) fn read(folder: &Path) -> Vec<Attempt> {
    let Ok(file) = File::open(folder.join(FILE)) else { return Vec::new() };
    let mut bytes = Vec::new();
    let read = file.take(MAX_BYTES).read_to_end(&mut bytes).ok();
    let attempts: Option<Vec<Attempt>> = read.and_then(|_| serde_json::from_slice(&bytes).ok());
    let sane = |attempts: &Vec<Attempt>| {
        let code = |text: &str| text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        attempts.len() <= MAX_ATTEMPTS
            && attempts.iter().all(|it| {
                it.times > 0 && code(&it.outcome) && it.way.as_deref().is_none_or(|way| !way.is_empty() && code(way))
            })
    };
    attempts
        .filter(sane)
        .unwrap_or_else(|| vec![Attempt { at: Timestamp::MAX, way: None, outcome: UNREADABLE.to_owned(), times: 1 }])
}

/// They are in the log now.
pub(crate) fn forget(folder: &Path) {
    match std::fs::remove_file(folder.join(FILE)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::error!(%error, "attempts that were noted are still beside the practice");
        }
        _ => {}
    }
}

/// Under another name first: what is there is whole, the old or the new.
fn write(file: &Path, attempts: &[Attempt]) -> std::io::Result<()> {
    let mut partial = file.as_os_str().to_owned();
    partial.push(".new");
    let partial = PathBuf::from(partial);
    let mut writer = File::create(&partial)?;
    writer.write_all(&serde_json::to_vec(attempts)?)?;
    writer.sync_all()?;
    drop(writer);
    std::fs::rename(partial, file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn folder() -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        let folder = PracticeFolder::create(place.path()).unwrap();
        std::fs::write(folder.database_file(), b"sealed").unwrap();
        place
    }

    fn wrong(place: &Path, code: ProblemCode) {
        remember(place, "2024-01-31T08:00:00Z".parse().unwrap(), "passphrase", &Problem::code(code));
    }

    #[rstest]
    #[case::passphrase(ProblemCode::WrongPassphrase, 1)]
    #[case::recovery_key(ProblemCode::WrongRecoveryKey, 1)]
    #[case::nothing_there(ProblemCode::PracticeNotFound, 0)]
    #[case::open_elsewhere(ProblemCode::PracticeAlreadyOpen, 0)]
    #[case::no_keyring(ProblemCode::KeyringUnavailable, 0)]
    fn only_who_was_not_let_in_is_remembered(#[case] code: ProblemCode, #[case] remembered: usize) {
        let place = folder();
        wrong(place.path(), code);
        assert_eq!(read(place.path()).len(), remembered);
    }

    #[test]
    fn many_attempts_stay_a_small_file_and_all_count() {
        let place = folder();
        for _ in 0..MAX_ATTEMPTS + 30 {
            wrong(place.path(), ProblemCode::WrongPassphrase);
        }
        let attempts = read(place.path());
        assert_eq!((attempts.len(), attempts.iter().map(|it| it.times).sum::<u32>()), (MAX_ATTEMPTS, 80));
        assert!(std::fs::metadata(place.path().join(FILE)).unwrap().len() < MAX_BYTES / 4);
        forget(place.path());
        assert_eq!(read(place.path()), []);
    }

    #[rstest]
    #[case::no_json("garbage")]
    #[case::a_sentence(r#"[{"at":"2024-01-31T08:00:00Z","way":"Lucie Bernard","outcome":"done","times":1}]"#)]
    #[case::never(r#"[{"at":"2024-01-31T08:00:00Z","way":null,"outcome":"done","times":0}]"#)]
    fn a_file_that_says_something_else_is_told_as_such(#[case] content: &str) {
        let place = folder();
        std::fs::write(place.path().join(FILE), content).unwrap();
        assert_eq!(read(place.path()).iter().map(|it| it.outcome.as_str()).collect::<Vec<_>>(), [UNREADABLE]);
    }

    #[test]
    fn nothing_is_written_where_no_practice_is() {
        let place = tempfile::tempdir().unwrap();
        wrong(place.path(), ProblemCode::WrongPassphrase);
        assert!(!place.path().join(FILE).exists());
    }
}
