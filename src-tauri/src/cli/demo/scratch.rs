//! The folders of a story: one that goes with it, and one where its papers stay.

use super::super::Ended;
use relais_usecases::ports::{Clock as _, Ids as _, MachineClock, RandomIds};
use std::path::{Path, PathBuf};

/// A folder of this run alone; removed with it.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new() -> Result<Self, Ended> {
        let folder = unique("relais-essai");
        std::fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
        Ok(Scratch(folder))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What stays is in the system's temporary folder, and encrypted.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where the papers stay: the folder asked for, or a new temporary one.
pub(super) fn out(asked: Option<PathBuf>) -> Result<PathBuf, Ended> {
    let folder = asked.unwrap_or_else(|| unique("relais-demo"));
    std::fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
    folder.canonicalize().map_err(|error| unwritable(&folder, &error))
}

fn unique(word: &str) -> PathBuf {
    let id = RandomIds.fresh(MachineClock.now()).simple().to_string();
    std::env::temp_dir().join(format!("{word}-{id}"))
}

fn unwritable(folder: &Path, error: &std::io::Error) -> Ended {
    Ended::misuse(format!("On ne peut pas écrire dans « {} » ({error}).", folder.display()))
}
