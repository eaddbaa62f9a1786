//! Makes the rounds of the platforms while a practice is open, has what is due erased once a day and the day's backup written. Starts with the window and
//! sleeps while nothing is open. Which functions a round asks is the rule of `relais_platforms::rounds`; what follows from the
//! answer, and what is due, the use case's.

use relais_domain::practice::PracticeKind;
use relais_usecases::{app::App, backups, erasure, platforms};
use std::{sync::Arc, time::Duration};
use tokio::{runtime::Handle, sync::Notify, time::timeout};

/// Between two rounds of real platforms: a recovery is noticed within the minute its circuit lets a probe pass.
const USUAL_PAUSE: Duration = Duration::from_secs(60);
/// In a demonstration the platforms are in this process and the person has just moved the clock.
const DEMONSTRATION_PAUSE: Duration = Duration::from_secs(3);

/// The watch. Cloning shares it.
#[derive(Clone)]
pub(crate) struct Watch {
    again: Arc<Notify>,
}

impl Watch {
    /// Starts it; it ends with the runtime.
    pub(crate) fn start(app: &App, runtime: &Handle) -> Self {
        let again = Arc::new(Notify::new());
        runtime.spawn(keep(app.clone(), again.clone()));
        Watch { again }
    }

    /// A practice was opened or closed.
    pub(crate) fn look_again(&self) {
        self.again.notify_one();
    }
}

async fn keep(app: App, again: Arc<Notify>) {
    loop {
        let Some(pause) = app.practice().ok().map(|practice| pause(practice.kind)) else {
            again.notified().await;
            continue;
        };
        if let Err(problem) = platforms::watch(&app).await {
            // Closed meanwhile, most likely; the next round tells.
            tracing::debug!(%problem, "the platforms could not be looked at");
        }
        if let Err(problem) = erasure::daily(&app).await {
            tracing::warn!(%problem, "what is due was not erased");
        }
        // Behind whoever works: a backup may take a minute, and the rounds go on.
        let saved = app.clone();
        tokio::spawn(async move {
            if let Err(problem) = backups::daily(&saved).await {
                tracing::warn!(%problem, "the backup of the day was not written");
            }
        });
        // Either the pause is over or the practice changed: both call for another look.
        let _ = timeout(pause, again.notified()).await;
    }
}

fn pause(kind: PracticeKind) -> Duration {
    if kind == PracticeKind::Real { USUAL_PAUSE } else { DEMONSTRATION_PAUSE }
}
