//! Shared ground of the tests that cross the crates. Owns what several of them need: the real window on a desktop of its
//! own, and the story told in it. Knows no rule of the trade: those are tested beside the code that holds them.

#[cfg(target_os = "linux")]
pub mod scan;
#[cfg(target_os = "linux")]
pub mod story;
#[cfg(target_os = "linux")]
pub mod window;

use std::path::{Path, PathBuf};

/// What a step of these tests comes to: any error ends the test with its own words.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The checkout these tests were built from.
pub fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is a folder of the checkout")
}

/// The built program, beside the running test: debug tests drive the debug program, released ones the released program.
///
/// # Errors
/// Says how to build it when it is missing.
pub fn program() -> Outcome<PathBuf> {
    let running = std::env::current_exe()?;
    let name = format!("relais{}", std::env::consts::EXE_SUFFIX);
    running
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(&name))
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| format!("{name} is not built beside {}: run ./dev e2e", running.display()).into())
}
