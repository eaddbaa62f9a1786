//! After a backup was put back: what the journal says was erased is erased again, since rows of before may have come back with the
//! backup; and what was erased after it, as the practice it was made of knows, is recorded and carried out here too.

use super::purging;
use crate::{
    app::{App, OpenPractice, blocking},
    contract::Problem,
};
use relais_domain::{
    ids::PurgeId,
    purge::{self, Erased, Purge, PurgeEvent, SUBJECTS_A_STEP},
};
use std::sync::Arc;

/// Erases again, of the practice that was put back, what it or the one it was made of erased. Returns once every byte is gone.
pub(crate) async fn erased_again(
    app: &App,
    practice: &Arc<OpenPractice>,
    elsewhere: Vec<(PurgeId, Vec<PurgeEvent>)>,
) -> Result<(), Problem> {
    let _alone = practice.purging.lock().await;
    let known = practice.read(|queries| Ok(queries.purges_carried()?)).await?;
    let mut erased = Erased::default();
    for row in known {
        for step in 0..row.done.div_ceil(SUBJECTS_A_STEP as u32) {
            erased = erased.plus(again(practice, row.id, step).await?);
        }
    }
    if !erased.is_nothing() {
        tracing::info!("what had come back with a backup is erased again");
        let scrubbing = practice.clone();
        blocking(move || Ok(scrubbing.database.scrub()?)).await?;
    }
    for (id, events) in elsewhere {
        practice
            .command(practice.own_call(), &("purge.take_over", id), move |tx, _| {
                let missing = purge::taken_over(&tx.load::<Purge>(id.0)?, &events);
                Ok(tx.append::<Purge>(id.0, missing)?)
            })
            .await?;
    }
    purging::carry_out(app, practice).await?;
    Ok(())
}

/// One step of a purge once more, those that were gone through; where some stayed then, only those that may go now.
async fn again(practice: &Arc<OpenPractice>, purge: PurgeId, step: u32) -> Result<Erased, Problem> {
    let today = practice.retention_day();
    practice
        .command(practice.own_call(), &("purge.again", purge, step), move |tx, context| {
            let state = tx.load::<Purge>(purge.0)?;
            let Some(asked) = &state.asked else { return Ok(Erased::default()) };
            let gone_through = asked.subjects.iter().take(state.done as usize);
            let mut going = Vec::new();
            for subject in gone_through.skip(step as usize * SUBJECTS_A_STEP).take(SUBJECTS_A_STEP) {
                if state.kept == 0 || purging::may_go(&tx.queries()?, asked.why, *subject, &today)? {
                    going.push(*subject);
                }
            }
            purging::gone(tx, context, asked.why, &going)
        })
        .await
}
