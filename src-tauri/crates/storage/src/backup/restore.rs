//! Reading a container back: its beginning, all of it to see that it opens, or into a folder that holds no practice.

use super::{
    ANCHOR, DATABASE, KEYS, PIECES, Step, Watch, check,
    container::{BackupError, Listed, Parts, Tick},
    go_on, open_anchor,
    salvage::{self, Remains, Salvaged},
};
use crate::{
    connection::{self, Use},
    database::suffixed,
    error::StorageError,
    folder::{self, PracticeFolder},
    journal_table::{self, ChainHead},
    key::DatabaseKey,
    open::OpenError,
    pieces,
    queries::Queries,
    schema,
};
use relais_domain::practice::PracticeKind;
use relais_journal::{Anchor, AnchorVerdict, anchor};
use rusqlite::Connection;
use std::{
    fs::File,
    io::{self, BufRead, BufWriter, Write},
    path::{Path, PathBuf},
};

/// The largest sealed anchor.
const MAX_ANCHOR_BYTES: u64 = 64 * 1024;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The anchor the backup carried: when it was made, and where the chain stood and stands.
    pub anchor: Anchor,
    /// Sealed pieces restored.
    pub pieces: usize,
    /// What was put on top of it, when something was left that continues it.
    pub salvaged: Option<Salvaged>,
}

/// What the beginning of a container says of it to who holds its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse {
    /// When it was written, and where the chain stood.
    pub anchor: Anchor,
    /// How many bytes it has when nothing was cut off.
    pub bytes: u64,
}

/// What opening a container found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// When it was written, and where the chain stands.
    pub anchor: Anchor,
    /// Sealed pieces in it.
    pub pieces: usize,
    /// Pieces its database knows that are not in it.
    pub missing: usize,
    /// The practice's name and kind; none in a database of another version than this build's.
    pub practice: Option<(String, PracticeKind)>,
    /// What would be put on top of it, when something is left that continues it.
    pub salvaged: Option<Salvaged>,
}

/// Reads the beginning of a container: its table of contents and its anchor.
pub fn glimpse<R: BufRead>(container: R, key: &DatabaseKey) -> Result<Glimpse, BackupError> {
    let mut parts = Parts::open(container)?;
    let bytes = parts.whole_bytes();
    while let Some(listed) = parts.next_listed() {
        if listed.name == ANCHOR {
            return Ok(Glimpse { anchor: anchor_of(&mut parts, &listed, key, &mut |_| Ok(()))?, bytes });
        }
        if listed.name == DATABASE {
            break;
        }
        parts.copy(&listed, &mut io::sink(), &mut |_| Ok(()))?;
    }
    Err(BackupError::NotABackup)
}

/// Opens a container without putting anything back: every part is read, the database is opened beside, checked whole and
/// found to end where the backup says; what remains is put on top of that. Nothing stays of it.
pub fn verify<R: BufRead>(
    container: R,
    key: &DatabaseKey,
    scratch: &Path,
    remains: Option<&Remains<'_>>,
    watch: &mut Watch<'_>,
) -> Result<Verified, BackupError> {
    let made = Made(scratch.to_owned());
    made.remove();
    let Unpacked { anchor, pieces } =
        unpack(container, key, watch, &|name| (name == DATABASE).then(|| scratch.to_owned()))?;
    let connection = checked(&made.0, key, &anchor)?;
    let known = pieces::known(&connection).map_err(OpenError::from)?.len();
    let practice = (schema::version(&connection).map_err(OpenError::from)? == schema::current_version())
        .then(|| Queries::over(&connection).practice())
        .transpose()?
        .flatten()
        .map(|row| (row.letterhead.name, row.kind));
    connection.close().map_err(|(_, error)| OpenError::from(error))?;
    let salvaged = match remains.map(|remains| salvage::put_on(&made.0, key, remains, watch)).transpose() {
        // A backup opens whatever is left beside it: what could not be put on top is not offered.
        Err(error) if !(error.is_disk_failing() || error.is_disk_full() || matches!(error, StorageError::Stopped)) => {
            tracing::warn!(%error, "what remains of the practice cannot be put on top of its backup");
            None
        }
        found => found?.flatten(),
    };
    Ok(Verified { anchor, pieces, missing: known.saturating_sub(pieces), practice, salvaged })
}

/// Restores `container` into `folder`, which must hold no practice, and puts on top of it what remains of what it is a backup
/// of. The database takes its name last, once it was checked whole and found to end where the backup says; until then the
/// folder is no practice.
pub fn restore<R: BufRead>(
    container: R,
    folder: &PracticeFolder,
    key: &DatabaseKey,
    remains: Option<&Remains<'_>>,
    watch: &mut Watch<'_>,
) -> Result<Restored, BackupError> {
    let _lock = folder.lock()?.ok_or(OpenError::AlreadyOpen)?;
    if folder.holds_practice() {
        return Err(BackupError::FolderInUse);
    }
    let made = Made(folder.path().join("restore.copy"));
    made.remove();
    std::fs::create_dir_all(folder.pieces_folder())?;
    let Unpacked { anchor, pieces } = unpack(container, key, watch, &|name| {
        Some(match name {
            KEYS => folder.keys_file(),
            DATABASE => made.0.clone(),
            piece => folder.pieces_folder().join(piece.strip_prefix(PIECES)?),
        })
    })?;
    folder::sync(&folder.pieces_folder())?;
    let head = checked(&made.0, key, &anchor)?;
    head.close().map_err(|(_, error)| OpenError::from(error))?;
    let salvaged = remains.map(|remains| salvage::put_on(&made.0, key, remains, watch)).transpose()?.flatten();
    if let Some(remains) = remains.filter(|_| salvaged.is_some()) {
        salvage::fetch_pieces(folder, (&made.0, key), remains, watch)?;
        folder::sync(&folder.pieces_folder())?;
        check(&connection::open(&made.0, key, Use::Write).map_err(OpenError::from)?)?;
    }
    std::fs::rename(&made.0, folder.database_file())?;
    folder.sync()?;
    Ok(Restored { anchor, pieces, salvaged })
}

struct Unpacked {
    anchor: Anchor,
    pieces: usize,
}

/// Reads every part; `place` says which file a part becomes, if it becomes one.
fn unpack<R: BufRead>(
    container: R,
    key: &DatabaseKey,
    watch: &mut Watch<'_>,
    place: &dyn Fn(&str) -> Option<PathBuf>,
) -> Result<Unpacked, BackupError> {
    let mut parts = Parts::open(container)?;
    let (of, mut done) = (parts.parts_bytes(), 0_u64);
    let mut tick = |bytes| {
        done += bytes;
        go_on(watch(Step::Reading, done, of))
    };
    let (mut anchor, mut database, mut pieces) = (None, false, 0);
    while let Some(listed) = parts.next_listed() {
        if listed.name == ANCHOR {
            // Before anything large is copied, the key is known to be the right one.
            anchor = Some(anchor_of(&mut parts, &listed, key, &mut tick)?);
            continue;
        }
        database |= listed.name == DATABASE;
        pieces += usize::from(listed.name.starts_with(PIECES));
        match place(&listed.name) {
            None => parts.copy(&listed, &mut io::sink(), &mut tick)?,
            Some(file) => {
                let mut writer = BufWriter::new(File::create(file)?);
                parts.copy(&listed, &mut writer, &mut tick)?;
                writer.flush()?;
                writer.get_ref().sync_all()?;
            }
        }
    }
    let anchor = anchor.filter(|_| database).ok_or(BackupError::NotABackup)?;
    Ok(Unpacked { anchor, pieces })
}

fn anchor_of<R: BufRead>(
    parts: &mut Parts<R>,
    listed: &Listed,
    key: &DatabaseKey,
    tick: &mut Tick<'_>,
) -> Result<Anchor, BackupError> {
    if listed.bytes > MAX_ANCHOR_BYTES {
        return Err(BackupError::NotABackup);
    }
    let mut sealed = Vec::new();
    parts.copy(listed, &mut sealed, tick)?;
    open_anchor(key, &sealed).ok_or(BackupError::WrongKey)
}

/// The unpacked database, every page of it checked, if its chain ends where the anchor says.
fn checked(file: &Path, key: &DatabaseKey, anchor: &Anchor) -> Result<Connection, BackupError> {
    let connection = connection::open(file, key, Use::Write).map_err(OpenError::from)?;
    check(&connection)?;
    let identity = journal_table::identity(&connection).map_err(OpenError::from)?;
    let head = ChainHead::read(&connection, &identity)?.head;
    if anchor::compare(anchor, &head) == AnchorVerdict::Same { Ok(connection) } else { Err(BackupError::HeadDiffers) }
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
