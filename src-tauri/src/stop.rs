//! The system, or a person at a terminal, asks for the end: Ctrl-C everywhere, SIGTERM where it exists (the session is
//! being closed). What the end is, is the listener's part.

/// Listens from now on; the future ends when the end is asked for.
#[cfg(unix)]
pub(crate) fn asked() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Listens from now on; the future ends when the end is asked for.
#[cfg(not(unix))]
pub(crate) fn asked() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a console there is no Ctrl-C to wait for, and the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
