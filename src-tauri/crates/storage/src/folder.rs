//! The practice's folder: where it may be, what is in it, and who writes there.
//!
//! One process writes at a time, held by `practice.lock`. A folder on a network share or inside a cloud-synced tree is
//! refused: both copy a database in use half-way, and one copies it to somebody else.

use crate::folder_places;
use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
};
use thiserror::Error;

/// The database's file.
pub(crate) const DATABASE_FILE: &str = "practice.db";
/// The lock of the one writing process.
const LOCK_FILE: &str = "practice.lock";
/// Sealed pictures and documents.
pub(crate) const PIECES_FOLDER: &str = "pieces";
/// The wrapped copies of the key, the vault's.
const KEYS_FILE: &str = "keys.json";

/// Why a folder cannot hold a practice.
#[derive(Debug, Error)]
pub enum FolderError {
    /// It does not exist.
    #[error("the folder {0} does not exist")]
    Missing(PathBuf),
    /// It is there, but is not a folder.
    #[error("{0} is not a folder")]
    NotAFolder(PathBuf),
    /// It is synchronised with a cloud.
    #[error("the folder is inside {place}, which copies files while they are written")]
    CloudSynced {
        /// The service, as people call it.
        place: String,
    },
    /// It is on a network share.
    #[error("the folder is on a network share ({place})")]
    NetworkShare {
        /// The kind of share.
        place: String,
    },
    /// The system refused.
    #[error("the folder cannot be used: {0}")]
    Io(#[from] std::io::Error),
}

/// A folder that may hold a practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeFolder {
    path: PathBuf,
}

impl PracticeFolder {
    /// An existing folder; says nothing of what is in it.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        if !path.exists() {
            return Err(FolderError::Missing(path.to_owned()));
        }
        if !path.is_dir() {
            return Err(FolderError::NotAFolder(path.to_owned()));
        }
        let path = path.canonicalize()?;
        folder_places::refuse_shared(&path)?;
        Ok(PracticeFolder { path })
    }

    /// The folder, made with its parents if need be; nothing is made where it would be refused.
    pub fn create(path: &Path) -> Result<Self, FolderError> {
        let standing = path.ancestors().find(|ancestor| ancestor.exists());
        if let Some(standing) = standing {
            let rest = path.strip_prefix(standing).unwrap_or(Path::new(""));
            folder_places::refuse_shared(&standing.canonicalize()?.join(rest))?;
        }
        create_private(path)?;
        PracticeFolder::open(path)
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database's file.
    pub fn database_file(&self) -> PathBuf {
        self.path.join(DATABASE_FILE)
    }

    /// Where the vault keeps the wrapped copies of the key.
    pub fn keys_file(&self) -> PathBuf {
        self.path.join(KEYS_FILE)
    }

    /// Where sealed pictures and documents are.
    pub fn pieces_folder(&self) -> PathBuf {
        self.path.join(PIECES_FOLDER)
    }

    /// Whether a practice was created here.
    pub fn holds_practice(&self) -> bool {
        self.database_file().exists()
    }

    /// Makes a renaming in the folder durable, where the system asks for it.
    pub(crate) fn sync(&self) -> Result<(), std::io::Error> {
        sync(&self.path)
    }

    /// Takes the lock, or says that another process has it.
    pub(crate) fn lock(&self) -> Result<Option<FolderLock>, std::io::Error> {
        let file = File::options().create(true).truncate(false).write(true).open(self.path.join(LOCK_FILE))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(FolderLock { _held: Arc::new(Held(file)) })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// Held as long as the process writes here; the system takes it back if the process dies.
#[derive(Debug, Clone)]
pub(crate) struct FolderLock {
    #[allow(dead_code, reason = "held, never read")]
    _held: Arc<Held>,
}

/// The locked file. Given back in so many words: closing it is not enough while a child that is just being started still
/// holds what it inherited, and the practice would be « déjà ouvert » to nobody.
#[derive(Debug)]
struct Held(File);

impl Drop for Held {
    fn drop(&mut self) {
        // It is closed next, which gives it back too, if later.
        let _ = self.0.unlock();
    }
}

/// Makes a renaming in a folder durable, where the system asks for it.
pub(crate) fn sync(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The folder and its parents, readable by their owner alone where the system knows of owners.
pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::PracticeFolder;

    #[test]
    fn the_lock_is_given_back_though_a_child_still_holds_the_file_it_inherited() {
        let place = tempfile::tempdir().unwrap();
        let folder = PracticeFolder::open(place.path()).unwrap();
        let lock = folder.lock().unwrap().unwrap();
        let inherited = lock._held.0.try_clone().unwrap();
        assert!(folder.lock().unwrap().is_none());
        drop(lock);
        assert!(folder.lock().unwrap().is_some());
        drop(inherited);
    }
}
