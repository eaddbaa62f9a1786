//! One time budget for a whole call: name, connection, TLS, token, repeats, answer.
//!
//! A deadline on the monotonic clock, fixed once. Every wait of the call is bounded by it, so that no sum of small
//! timeouts can keep the counter waiting.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

/// The budget is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spent;

#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    started: Instant,
    deadline: Instant,
}

impl Budget {
    pub(super) fn starting_now(budget: Duration) -> Self {
        let started = Instant::now();
        Self { started, deadline: started + budget }
    }

    /// The same call with less time: for the part of it that may end without an answer.
    pub(super) fn shortened(&self, budget: Duration) -> Self {
        Self { started: self.started, deadline: self.deadline.min(Instant::now() + budget) }
    }

    /// Waits for the future, never past the deadline.
    pub(super) async fn bound<F: Future>(&self, future: F) -> Result<F::Output, Spent> {
        tokio::time::timeout_at(self.deadline, future).await.map_err(|_| Spent)
    }

    pub(super) fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Waits that long, unless it would spend the budget: then it does not wait at all.
    pub(super) async fn pause(&self, pause: Duration) -> Result<(), Spent> {
        if pause >= self.remaining() {
            return Err(Spent);
        }
        tokio::time::sleep(pause).await;
        Ok(())
    }

    pub(super) fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
