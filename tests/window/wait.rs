//! Waiting on a condition, with a deadline. Owns the only clock of these tests; nothing here waits for a duration and
//! hopes.

use std::time::Duration;

use tokio::time::MissedTickBehavior;

use crate::Outcome;

/// How long a condition may take before the test gives up. Generous: a shared machine with two cores can stall for
/// seconds, and a test that passes never waits for it.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How often a condition that nobody announces is looked at again.
const GLANCE: Duration = Duration::from_millis(20);

/// Looks until `condition` gives a value. `what` finishes the sentence « waited 30 s for … ».
///
/// # Errors
/// The sentence, with the last error of the condition if it had one, once [`PATIENCE`] is over.
pub async fn until<T>(what: &str, mut condition: impl AsyncFnMut() -> Outcome<Option<T>>) -> Outcome<T> {
    let mut last_error = None;
    let looking = async {
        let mut glances = tokio::time::interval(GLANCE);
        // A look that took long is not made up for by looks in a row: what is waited for needs the processor too.
        glances.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            glances.tick().await;
            match condition().await {
                Ok(Some(value)) => return value,
                Ok(None) => last_error = None,
                Err(error) => last_error = Some(error),
            }
        }
    };
    let found = tokio::time::timeout(PATIENCE, looking).await;
    found.map_err(|_| match last_error {
        Some(error) => format!("waited {} s for {what}: {error}", PATIENCE.as_secs()).into(),
        None => format!("waited {} s for {what}", PATIENCE.as_secs()).into(),
    })
}
