//! Who does what, and what is put off: an entry in each dossier, all of them in one transaction. What was settled since it was
//! on show refuses the whole, so that nobody believes something was noted that was not.

use super::super::MAX_ROWS;
use crate::{
    app::App,
    call::Call,
    contract::{AssignWorkRequest, Done, Problem, ProblemCode, ResumeWorkRequest, SnoozeWorkRequest, Topic, WorkRef},
    step,
};
use jiff::ToSpan;
use relais_domain::{
    context::{Context, Role},
    dossier::DossierCommand,
    ids::TextId,
    practice::User,
};
use relais_storage::Tx;

/// Longest putting off, in days: a year, as long as a claim can wait without being forgotten.
const MOST_DAYS: i64 = 365;

/// Gives shares to somebody who works here, or to nobody.
pub async fn assign(app: &App, call: Call, request: AssignWorkRequest) -> Result<Done, Problem> {
    let practice = app.practice()?;
    let AssignWorkRequest { items, to } = request.clone();
    count(&items)?;
    practice
        .command(call, &request, move |tx, context| {
            if let Some(user) = to {
                let user = tx.load::<User>(user.0)?;
                match user.created {
                    Some(_) if user.retired => return Err(Problem::code(ProblemCode::UserRetired)),
                    Some((_, role)) if role != Role::Accountant => {}
                    _ => return Err(Problem::field("assignee", "reads_only")),
                }
            }
            each(tx, &items, context, |item| DossierCommand::AssignWork { place: item.place, to })
        })
        .await?;
    Ok(told(app))
}

/// Puts shares off until a later day.
pub async fn snooze(app: &App, call: Call, request: SnoozeWorkRequest) -> Result<Done, Problem> {
    let practice = app.practice()?;
    let SnoozeWorkRequest { items, until, reason } = request.clone();
    count(&items)?;
    if reason.trim().is_empty() {
        return Err(Problem::field("reason", "empty"));
    }
    let today = practice.today();
    if until <= today {
        return Err(Problem::field("comes_back", "after_today"));
    }
    if today.checked_add(MOST_DAYS.days()).is_ok_and(|last| until > last) {
        return Err(Problem::field("comes_back", "within_a_year"));
    }
    // Each dossier has its own text, which goes with its customer's data.
    let texts: Vec<TextId> = items.iter().map(|_| TextId(practice.fresh())).collect();
    practice
        .command(call, &request, move |tx, context| {
            for (item, text) in items.iter().zip(texts) {
                let person = step::existing_dossier(tx, item.dossier)?.person();
                let reason = step::reason(tx, text, person, Some(&reason))?;
                let put_off = DossierCommand::SnoozeWork { place: item.place, until, reason };
                step::dossier(tx, item.dossier, put_off, context)?;
            }
            Ok(())
        })
        .await?;
    Ok(told(app))
}

/// Takes shares up again before their day.
pub async fn resume(app: &App, call: Call, request: ResumeWorkRequest) -> Result<Done, Problem> {
    let practice = app.practice()?;
    let items = request.items.clone();
    count(&items)?;
    practice
        .command(call, &request, move |tx, context| {
            each(tx, &items, context, |item| DossierCommand::ResumeWork { place: item.place })
        })
        .await?;
    Ok(told(app))
}

fn each(
    tx: &mut Tx<'_>,
    items: &[WorkRef],
    context: &Context,
    command: impl Fn(&WorkRef) -> DossierCommand,
) -> Result<(), Problem> {
    items.iter().try_for_each(|item| step::dossier(tx, item.dossier, command(item), context))
}

fn count(items: &[WorkRef]) -> Result<(), Problem> {
    match items.len() {
        0 => Err(Problem::field("items", "empty")),
        many if many > MAX_ROWS as usize => Err(Problem::field("items", "too_many")),
        _ => Ok(()),
    }
}

fn told(app: &App) -> Done {
    app.announce(Topic::Dossiers, None);
    Done {}
}
