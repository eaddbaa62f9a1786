//! Restoring a container into a folder that holds no practice.

use super::{
    ANCHOR, DATABASE, KEYS, PIECES, check,
    container::{BackupError, Listed, Parts},
    open_anchor,
};
use crate::{
    connection::{self, Use},
    database::suffixed,
    folder::{self, PracticeFolder},
    journal_table::{self, ChainHead},
    key::DatabaseKey,
    open::OpenError,
};
use relais_journal::{Anchor, AnchorVerdict, Head, anchor};
use std::{
    fs::File,
    io::{BufRead, BufWriter, Write},
    path::{Path, PathBuf},
};

/// The largest sealed anchor.
const MAX_ANCHOR_BYTES: u64 = 64 * 1024;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The anchor the backup carried: when it was made, and where the chain stood.
    pub anchor: Anchor,
    /// Where the restored chain stands: the same.
    pub head: Head,
    /// Sealed pieces restored.
    pub pieces: usize,
}

/// Restores `container` into `folder`, which must hold no practice. The database takes its name last, once it was
/// checked whole and found to end where the backup says; until then the folder is no practice.
pub fn restore<R: BufRead>(container: R, folder: &PracticeFolder, key: &DatabaseKey) -> Result<Restored, BackupError> {
    let _lock = folder.lock()?.ok_or(OpenError::AlreadyOpen)?;
    if folder.holds_practice() {
        return Err(BackupError::FolderInUse);
    }
    let made = Made(folder.path().join("restore.copy"));
    made.remove();
    let mut parts = Parts::open(container)?;
    let (mut sealed, mut pieces) = (None, 0);
    while let Some(listed) = parts.next_listed() {
        match listed.name.as_str() {
            KEYS => to_file(&mut parts, &listed, &folder.keys_file())?,
            ANCHOR if listed.bytes <= MAX_ANCHOR_BYTES => {
                let mut bytes = Vec::new();
                parts.copy(&listed, &mut bytes)?;
                // Before anything large is copied, the key is known to be the right one.
                sealed = Some(open_anchor(key, &bytes).ok_or(BackupError::WrongKey)?);
            }
            DATABASE => to_file(&mut parts, &listed, &made.0)?,
            name => {
                let name = name.strip_prefix(PIECES).ok_or(BackupError::NotABackup)?;
                std::fs::create_dir_all(folder.pieces_folder())?;
                to_file(&mut parts, &listed, &folder.pieces_folder().join(name))?;
                pieces += 1;
            }
        }
    }
    if pieces > 0 {
        folder::sync(&folder.pieces_folder())?;
    }
    let anchor = sealed.filter(|_| made.0.is_file()).ok_or(BackupError::NotABackup)?;
    let head = checked_head(&made.0, key)?;
    if anchor::compare(&anchor, &head) != AnchorVerdict::Same {
        return Err(BackupError::HeadDiffers);
    }
    std::fs::rename(&made.0, folder.database_file())?;
    folder.sync()?;
    Ok(Restored { anchor, head, pieces })
}

fn to_file<R: BufRead>(parts: &mut Parts<R>, listed: &Listed, file: &Path) -> Result<(), BackupError> {
    let mut writer = BufWriter::new(File::create(file)?);
    parts.copy(listed, &mut writer)?;
    writer.flush()?;
    writer.get_ref().sync_all()?;
    Ok(())
}

fn checked_head(file: &Path, key: &DatabaseKey) -> Result<Head, BackupError> {
    let connection = connection::open(file, key, Use::Write).map_err(OpenError::from)?;
    check(&connection)?;
    let identity = journal_table::identity(&connection).map_err(OpenError::from)?;
    let head = ChainHead::read(&connection, &identity)?.head;
    connection.close().map_err(|(_, error)| OpenError::from(error))?;
    Ok(head)
}

/// What is made before it takes its name; removed if it does not.
struct Made(PathBuf);

impl Made {
    fn remove(&self) {
        for file in [self.0.clone(), suffixed(&self.0, "-wal"), suffixed(&self.0, "-shm")] {
            // Nothing to remove is the usual case.
            let _ = std::fs::remove_file(file);
        }
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        self.remove();
    }
}
