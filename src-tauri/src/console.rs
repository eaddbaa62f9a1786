//! The console of whoever started Relais. On Windows a windowed program has none: it takes its parent's, if there is one.

/// Takes the parent's console, so that sentences are seen where the command was typed.
#[cfg(windows)]
pub(crate) fn attach() {
    use windows_sys::Win32::System::Console::{ATTACH_PARENT_PROCESS, AttachConsole};
    // SAFETY: a call without pointers. It fails when there is no console to take, or one is had already; both are fine.
    #[allow(unsafe_code)]
    unsafe {
        AttachConsole(ATTACH_PARENT_PROCESS);
    }
}

/// Elsewhere a program has its terminal from the start.
#[cfg(not(windows))]
pub(crate) fn attach() {}
