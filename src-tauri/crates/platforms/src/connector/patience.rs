//! Waiting for an answer that was promised for later: how long between two looks, and when to stop.
//!
//! The platform's `Retry-After` decides, else the wait doubles. Never past the patience, nor the budget of the call.

use std::time::Duration;

use reqwest::header::HeaderMap;

use super::budget::{Budget, Spent};
use super::classify;

/// First wait before asking again; doubled each time, unless the platform says how long.
const FIRST_WAIT: Duration = Duration::from_millis(300);
/// Longest wait of our own choosing.
const LONGEST_WAIT: Duration = Duration::from_secs(3);
/// Shortest wait, whatever the platform says.
const SHORTEST_WAIT: Duration = Duration::from_millis(20);
/// Most times an answer is asked for again: a server that never ends is left.
pub(super) const MAX_LOOKS: u32 = 40;

pub(super) struct Patience {
    pub(super) budget: Budget,
    wait: Duration,
}

impl Patience {
    pub(super) fn within(budget: &Budget, patience: Duration) -> Self {
        Self { budget: budget.shortened(patience), wait: FIRST_WAIT }
    }

    /// Waits before the next look, as the last reply asks.
    pub(super) async fn wait(&mut self, headers: &HeaderMap) -> Result<(), Spent> {
        let asked = classify::retry_after_s(headers).map(|seconds| Duration::from_secs(seconds.into()));
        let pause = asked.unwrap_or(self.wait).max(SHORTEST_WAIT);
        self.wait = (self.wait * 2).min(LONGEST_WAIT);
        self.budget.pause(pause).await
    }
}
