//! What waits: read, removed with a reason, and settled when a person knows what became of it.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        Nothing, Problem, QueueRow, QueueView, RequeueRequest, SettleUnknownRequest, Topic, WithdrawRequestRequest,
    },
    outbox::{self, Heard},
    people, replay, step,
};
use relais_domain::{
    ids::TextId,
    platform::Channel,
    refusal::Refusal,
    request::{RequestAnswer, RequestCommand, RequestState},
};
use relais_storage::rows::{self, Page, RequestFilter};
use std::sync::Arc;

/// Rows of each part shown; beyond, the recovery is the place to work.
const ROWS: u32 = 2_000;
/// Answered or withdrawn rows shown, of all that are counted: what is looked for further back is in its dossier.
const DONE_ROWS: u32 = 200;

/// The queue, in words.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<QueueView, Problem> {
    show(&app.practice()?).await
}

async fn show(practice: &Arc<OpenPractice>) -> Result<QueueView, Problem> {
    let known = practice.clone();
    practice
        .read(move |queries| {
            let waiting = queries.requests(&RequestFilter::Waiting, Page::first(ROWS))?;
            let (unknown, waiting): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|row| matches!(row.state, RequestState::OutcomeUnknown | RequestState::Conflict));
            let (failed, waiting): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|row| row.state == RequestState::Failed);
            let done = queries.requests(&RequestFilter::Done, Page::first(DONE_ROWS))?;
            let all_shown = |rows: Vec<_>| rows.into_iter().map(|row| shown(&known, row)).collect();
            Ok(QueueView {
                waiting: all_shown(waiting),
                unknown: all_shown(unknown),
                failed: all_shown(failed),
                done: all_shown(done),
                done_total: queries.requests_done_count()?,
                replaying: known.recoveries.any_running(),
            })
        })
        .await
}

fn shown(practice: &OpenPractice, row: rows::RequestRow) -> QueueRow {
    let (line, formality) = (practice.lines.get(&row.platform), row.formality());
    QueueRow {
        request: row.id,
        dossier: row.dossier,
        dossier_number: row.dossier_label,
        customer: people::display(&row.name),
        platform_label: practice.lines.label(&row.platform),
        formality,
        function: row.function,
        amount_cents: row.amount_cents,
        state: row.state,
        queued_at: row.queued_at,
        attempts: row.attempts,
        last_failure: row.last_failure,
        last_attempt_at: row.tried_at,
        retry_at: row.retry_at,
        repeat: replay::repeat_mode(practice, &row.platform, formality),
        function_out: practice.lines.measured(&row.platform, row.function).is_out(),
        by_portal: line.is_some_and(|line| line.configured.channel == Channel::AssistedPortal),
        platform: row.platform,
    }
}

/// Takes a request out of the queue, for a reason; the dossier's track is withdrawn with it.
pub async fn withdraw(app: &App, call: Call, request: WithdrawRequestRequest) -> Result<QueueView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let reason = step::reason(tx, reason, None, Some(&typed.reason))?.ok_or(Refusal::ReasonNeeded)?;
            outbox::withdraw(tx, context, typed.request, reason)
        })
        .await?;
    app.announce(Topic::Queue, None);
    show(&practice).await
}

/// Puts what failed for good back in the queue, for a reason: its tries begin again.
pub async fn requeue(app: &App, call: Call, request: RequeueRequest) -> Result<QueueView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let reason = step::reason(tx, reason, None, Some(&typed.reason))?.ok_or(Refusal::ReasonNeeded)?;
            step::request(tx, typed.request, RequestCommand::Requeue { reason }, context).map(drop)
        })
        .await?;
    app.announce(Topic::Queue, None);
    show(&practice).await
}

/// A person learnt what became of a request « à confirmer »: received, or never arrived.
pub async fn settle_unknown(app: &App, call: Call, request: SettleUnknownRequest) -> Result<QueueView, Problem> {
    let practice = app.practice()?;
    let (id, received) = (request.request, request.received);
    practice
        .command(call, &request, move |tx, context| {
            if received {
                outbox::record_answer(tx, context, id, Heard::by_staff(RequestAnswer::Pending))
            } else {
                outbox::record_not_received(tx, context, id, true)
            }
        })
        .await?;
    app.announce(Topic::Queue, None);
    show(&practice).await
}
