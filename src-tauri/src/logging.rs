//! Logs: a small rotating file beside the practices for the window, the standard error for the command line when asked.
//!
//! No personal data: our crates log codes and counts, the others only when something is wrong. A panic leaves its place,
//! never its words, which may quote what was at hand.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};
use tracing_subscriber::{EnvFilter, fmt};

/// A file's size before another is begun: weeks of an ordinary shop.
const MAX_BYTES: u64 = 1024 * 1024;
/// Files kept beside the one being written.
const KEPT: u32 = 3;
/// What is said unless `RELAIS_LOG` says otherwise.
const USUAL: &str = "warn,relais=info,relais_usecases=info,relais_storage=info,relais_platforms=info,relais_vault=info";
/// The same, closer.
const CLOSER: &str = "info,relais=debug,relais_usecases=debug,relais_storage=debug,relais_platforms=debug";
/// Another choice, for whoever looks into a fault.
const CHOICE: &str = "RELAIS_LOG";

/// Logs to a file in this folder. Without one, Relais works all the same and logs nothing.
pub(crate) fn to_file(folder: &Path) {
    let opened = std::fs::create_dir_all(folder).and_then(|()| RotatingFile::open(folder.join("relais.log")));
    if let Ok(file) = opened {
        // Set once for the process, here or in `to_stderr`.
        let _ = fmt().with_env_filter(filter(USUAL)).with_ansi(false).with_writer(Mutex::new(file)).try_init();
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}

/// Logs to the standard error.
pub(crate) fn to_stderr() {
    let _ = fmt().with_env_filter(filter(CLOSER)).with_writer(io::stderr).try_init();
}

fn filter(usual: &str) -> EnvFilter {
    EnvFilter::try_from_env(CHOICE).unwrap_or_else(|_| EnvFilter::new(usual))
}

/// A file that is put aside when it is long: `relais.log`, then `relais.1.log`…
struct RotatingFile {
    path: PathBuf,
    file: File,
    bytes: u64,
}

impl RotatingFile {
    fn open(path: PathBuf) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let bytes = file.metadata()?.len();
        Ok(RotatingFile { path, file, bytes })
    }

    fn aside(&self, number: u32) -> PathBuf {
        self.path.with_extension(format!("{number}.log"))
    }

    fn rotate(&mut self) -> io::Result<()> {
        for number in (1..KEPT).rev() {
            if self.aside(number).exists() {
                std::fs::rename(self.aside(number), self.aside(number + 1))?;
            }
        }
        // Windows renames an open file only when it was opened to share its deletion, which std does.
        std::fs::rename(&self.path, self.aside(1))?;
        *self = RotatingFile::open(self.path.clone())?;
        Ok(())
    }
}

impl Write for RotatingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes >= MAX_BYTES {
            self.rotate()?;
        }
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_files_are_put_aside_and_the_oldest_goes() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::open(folder.path().join("relais.log")).unwrap();
        let filled = vec![b'x'; usize::try_from(MAX_BYTES).unwrap()];
        for _ in 0..KEPT + 3 {
            log.write_all(&filled).unwrap();
        }
        log.write_all(b"la fin").unwrap();
        let mut names: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["relais.1.log", "relais.2.log", "relais.3.log", "relais.log"]);
        assert_eq!(std::fs::read(folder.path().join("relais.log")).unwrap(), b"la fin");
    }
}
