//! What is erased by itself once its time has come: asked when a practice opens, and again each day it stays open.

use crate::{
    app::{App, OpenPractice},
    cheque_pictures,
    contract::Problem,
    credentials, retention,
};
use std::sync::Arc;

/// Erases what is due, unless that was looked at today. Asked at each round of a window that stays open for days.
pub async fn daily(app: &App) -> Result<(), Problem> {
    let practice = app.practice()?;
    let today = practice.today();
    let looked_at = practice.erased_on.lock().map_err(Problem::internal)?.replace(today);
    // What could not be finished, since somebody read on, is taken up again.
    retention::resume(app, &practice);
    if looked_at == Some(today) { Ok(()) } else { due(&practice).await }
}

/// Erases what is due.
pub(crate) async fn due(practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    credentials::erase_due(practice).await?;
    cheque_pictures::erase_due(practice).await
}
