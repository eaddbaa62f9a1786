//! Runs one test in the window, and keeps what explains a failure: a picture of the last page, whether the test returned
//! an error or panicked.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::task::Poll;

use super::{Desktop, Keyring, Window};
use crate::Outcome;

/// Opens the program with these arguments on a fresh desktop, and hands both to the test.
///
/// # Errors
/// The test's own, after `NN-failed.png` was kept beside its other pictures.
pub async fn run(
    name: &str,
    keyring: Keyring,
    arguments: &[&str],
    test: impl AsyncFnOnce(&Desktop, &Window) -> Outcome,
) -> Outcome {
    let desktop = Desktop::start(name, keyring).await?;
    let window = desktop.open(arguments).await?;
    let ended = {
        let mut running = pin!(test(&desktop, &window));
        poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| running.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(outcome)) => Poll::Ready(Ok(outcome)),
            Err(panic) => Poll::Ready(Err(panic)),
        })
        .await
    };
    match ended {
        Ok(Ok(())) => window.close().await,
        failed => {
            // The failure is what the reader wants; a picture that cannot be taken must not hide it.
            let _ = window.picture("failed").await;
            match failed {
                Err(panic) => resume_unwind(panic),
                Ok(outcome) => outcome,
            }
        }
    }
}
