//! The folders backups are in, and what lies there. A backup is known by its name, which says whose and when, and by its own
//! beginning; a half-written one bears another name and is nobody's.

use crate::{
    app::OpenPractice,
    contract::{BackupFound, BackupPlace, BackupState, Problem},
    retention,
};
use jiff::{Timestamp, ToSpan, civil::DateTime, tz::TimeZone};
use relais_domain::{
    backup::{Kept, moment},
    retention::KeptMonths,
};
use relais_storage::{DatabaseKey, backup, rows::BackupRow};
use std::{
    collections::BTreeMap,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// How the name of a backup begins, and ends.
const BEGINS: &str = "sauvegarde-";
const ENDS: &str = ".relais";
/// How it ends until it is whole.
pub(crate) const PARTIAL: &str = "partiel";
/// The moment in the name, on the practice's clock.
const MOMENT: &str = "%Y-%m-%d-%H%M%S";
/// Most backups looked at in one folder: far more than a rotation keeps.
const MOST_LISTED: usize = 400;

/// A file that bears the name of one of this practice's backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) path: PathBuf,
    pub(super) written_at: DateTime,
}

/// What names the practice in the names of its backups: a stick may hold several's.
fn whose(practice: Uuid) -> String {
    let id = practice.simple().to_string();
    format!("{BEGINS}{}-", &id[id.len() - 8..])
}

/// The name of a backup of this practice written at this instant.
pub(super) fn name_of(practice: Uuid, zone: &TimeZone, at: Timestamp) -> String {
    format!("{}{}{ENDS}", whose(practice), moment(at, zone).strftime(MOMENT))
}

/// A name no file of this folder bears, for a backup written now.
pub(super) fn fresh_name(practice: &OpenPractice, folder: &Path, at: Timestamp) -> PathBuf {
    let mut at = at;
    loop {
        let path = folder.join(name_of(practice.id.0, &practice.time_zone, at));
        if !path.exists() {
            return path;
        }
        at += 1.second();
    }
}

/// The backups of this practice in a folder, the latest first; nothing where it cannot be read.
pub(super) fn named(practice: &OpenPractice, folder: &Path) -> Vec<Named> {
    let whose = whose(practice.id.0);
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<Named> = files
        .filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            let moment = name.strip_prefix(&whose)?.strip_suffix(ENDS)?;
            Some(Named { path: file.path(), written_at: DateTime::strptime(MOMENT, moment).ok()? })
        })
        .collect();
    found.sort_by_key(|named| std::cmp::Reverse(named.written_at));
    found.truncate(MOST_LISTED);
    found
}

/// Removes what a kill left half-written in a folder.
pub(super) fn sweep(practice: &OpenPractice, folder: &Path) {
    let whose = whose(practice.id.0);
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&whose) && name.ends_with(PARTIAL) {
            // What cannot be removed is no backup, and is tried again next time.
            let _ = std::fs::remove_file(file.path());
        }
    }
}

/// What is written of backups, by path.
pub(super) type Noted = BTreeMap<String, BackupRow>;

pub(super) fn noted(rows: Vec<BackupRow>) -> Noted {
    let standing = rows.into_iter().filter(|row| row.destroyed_at.is_none());
    standing.map(|row| (row.path.clone(), row)).collect()
}

/// What a rotation looks at.
pub(super) fn kept(found: &[Named], noted: &Noted) -> Vec<Kept> {
    let sound = |named: &Named| noted.get(&text(&named.path)).is_none_or(|row| row.sound);
    found.iter().map(|named| Kept { written_at: named.written_at, sound: sound(named) }).collect()
}

/// A path as it is noted and shown.
pub(super) fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A folder and everything in it. Reads the beginning of each file: blocking.
pub(super) fn look(
    practice: &OpenPractice,
    (folder, chosen): (&Path, bool),
    (noted, clock, key): (&Noted, Option<KeptMonths>, &DatabaseKey),
) -> BackupPlace {
    let found = named(practice, folder).into_iter().map(|named| {
        let row = noted.get(&text(&named.path));
        let bytes = std::fs::metadata(&named.path).map_or(0, |meta| meta.len());
        let glimpse = File::open(&named.path).ok().and_then(|file| backup::glimpse(BufReader::new(file), key).ok());
        let whole = glimpse.as_ref().is_some_and(|glimpse| glimpse.bytes == bytes);
        let state = match row {
            _ if !whole => BackupState::Damaged,
            Some(row) if !row.sound => BackupState::Damaged,
            Some(row) if row.verified_at.is_some() => BackupState::Verified,
            _ => BackupState::NotVerified,
        };
        let named_at = named.written_at.to_zoned(practice.time_zone.clone()).map(|at| at.timestamp());
        let written_at = glimpse.as_ref().map(|it| it.anchor.written_at_utc).or_else(|| named_at.ok());
        let written_at = written_at.unwrap_or_default();
        BackupFound {
            path: text(&named.path),
            written_at,
            entries: glimpse.map(|it| it.anchor.seq),
            bytes,
            state,
            verified_at: row.and_then(|row| row.verified_at),
            destroy_on: retention::backup_destroyed_on(practice.date_of(written_at), clock),
        }
    });
    BackupPlace { folder: text(folder), chosen, here: folder.is_dir(), backups: found.collect(), failure: None }
}

/// Refuses a path that is not one of the practice's backups in one of its folders: a page names files, and no other is read.
pub(super) fn one_of(practice: &OpenPractice, folders: &[PathBuf], path: &str) -> Result<PathBuf, Problem> {
    let known = folders.iter().flat_map(|folder| named(practice, folder)).map(|named| named.path);
    known.into_iter().find(|found| text(found) == path).ok_or_else(|| Problem::field("path", "unknown"))
}
