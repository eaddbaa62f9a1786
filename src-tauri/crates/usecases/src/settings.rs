//! What the owner chooses for the practice: after how long alone the window closes behind each role. Each choice is an entry of
//! the journal, since it decides who could have read what.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{PracticeSummary, Problem, SetIdleLockRequest, Topic},
    view_practice,
};
use relais_domain::practice::{self, IdleLockMinutes, Practice};

/// Chooses when the window closes behind a role, from now on.
pub async fn set_idle_lock(app: &App, call: Call, request: SetIdleLockRequest) -> Result<PracticeSummary, Problem> {
    let practice = app.practice()?;
    let chosen = IdleLockMinutes::parse(request.minutes).map_err(|_| Problem::field("minutes", "unknown"))?;
    let (stream, role) = (practice.id.0, request.role);
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = practice::set_idle_lock(&state, role, chosen, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    practice.read_idle_locks().await?;
    app.announce(Topic::Session, None);
    view_practice::summary(&practice).await
}

impl OpenPractice {
    /// The waits as they are chosen now.
    async fn read_idle_locks(self: &std::sync::Arc<Self>) -> Result<(), Problem> {
        let stream = self.id.0;
        let state = self.read(move |queries| Ok(queries.stream::<Practice>(stream)?.unwrap_or_default())).await?;
        *self.idle_locks.write().map_err(Problem::internal)? = state.idle_locks;
        Ok(())
    }
}
