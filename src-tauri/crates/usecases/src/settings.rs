//! What the owner chooses for the practice: after how long alone the window locks itself. Each choice is an entry of the
//! journal, since it decides who could have read what.

use crate::{
    app::App,
    call::Call,
    contract::{PracticeSummary, Problem, SetIdleLockRequest, Topic},
    view_practice,
};
use relais_domain::practice::{self, IdleLockMinutes, Practice};

/// Chooses when the window locks itself.
pub async fn set_idle_lock(app: &App, call: Call, request: SetIdleLockRequest) -> Result<PracticeSummary, Problem> {
    let practice = app.practice()?;
    let chosen = IdleLockMinutes::parse(request.minutes).map_err(|_| Problem::field("minutes", "unknown"))?;
    let stream = practice.id.0;
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = practice::set_idle_lock(&state, chosen, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Session, None);
    view_practice::summary(&practice).await
}
