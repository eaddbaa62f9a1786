//! Starts the program over, in the same process, when the Relais it meant to hand over to has just been killed: a
//! window half made cannot be made again, and nobody should have to click twice after a power cut or a crash.

use crate::window::WindowError;

/// Said to the second start, so that there is no third.
#[cfg(unix)]
const STARTED_OVER: &str = "RELAIS_STARTED_OVER";

/// Starts over once. Comes back only with why it did not: another error, or the second time.
#[cfg(unix)]
pub(crate) fn start(error: WindowError) -> Result<(), WindowError> {
    use std::os::unix::process::CommandExt as _;
    if !matches!(error, WindowError::PredecessorEnded) || std::env::var_os(STARTED_OVER).is_some() {
        return Err(error);
    }
    let program = std::env::current_exe()?;
    Err(std::process::Command::new(program).args(std::env::args_os().skip(1)).env(STARTED_OVER, "1").exec().into())
}

/// Elsewhere a Relais that ends leaves no name behind.
#[cfg(not(unix))]
pub(crate) fn start(error: WindowError) -> Result<(), WindowError> {
    Err(error)
}
