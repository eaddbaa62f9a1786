//! The customers of an outage to call: whose dossier was set aside, who said they would come back, who has something left to
//! pay. Each call is an entry of the dossier: who called, when, what came of it, and when to call again.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        CallBackList, CallBackRow, CallBackWhy, DocumentReady, Done, IncidentRef, LastCall, Problem, ProblemCode,
        RecordCallRequest, Topic,
    },
    papers, people, step, view_dossier, view_practice,
};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    dossier::{CallOutcome, CustomerCalled, DossierCommand, DossierEvent, RecheckColour, Way},
    event::Event,
    ids::{IncidentId, TextId, UserId},
    refusal::Refusal,
    stream::StreamKind,
};
use relais_storage::{Queries, rows::DossierRow};
use std::{collections::HashMap, sync::Arc};

/// Whom to call, those of today first.
pub async fn list(app: &App, _call: Call, request: IncidentRef) -> Result<CallBackList, Problem> {
    listed(&app.practice()?, request.incident).await
}

async fn listed(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<CallBackList, Problem> {
    let today = practice.today();
    practice
        .read(move |queries| {
            let users = view_dossier::names(queries)?;
            let mut rows = Vec::new();
            for dossier in queries.incident_dossiers(incident)? {
                let Some(why) = why(&dossier) else { continue };
                rows.push(row(queries, &users, &dossier, why, today)?);
            }
            // Whom to call today; of these, what is left to pay first, then the oldest; then who is called another day.
            rows.sort_by_key(|row| {
                let next = row.last.as_ref().and_then(|last| last.next_on);
                (!row.due, next, !owes(row.why), row.opened_on)
            });
            let to_call = u32::try_from(rows.iter().filter(|row| row.due).count()).unwrap_or(u32::MAX);
            Ok(CallBackList { rows, to_call })
        })
        .await
}

/// Why a customer is called, if he is.
fn why(dossier: &DossierRow) -> Option<CallBackWhy> {
    if dossier.settled {
        return None;
    }
    let coloured = |colour| dossier.tracks.iter().any(|track| track.recheck == Some(colour));
    if dossier.difference_due_cents.is_positive() {
        return match coloured(RecheckColour::Red) {
            true => Some(CallBackWhy::Refused),
            false => Some(CallBackWhy::Difference),
        };
    }
    // Ordered or delivered, he came.
    match dossier.way {
        _ if dossier.ordered_on.is_some() || dossier.delivered_on.is_some() => None,
        Some(Way::SetAside) => Some(CallBackWhy::SetAside),
        Some(Way::CustomerReturns) => Some(CallBackWhy::WillReturn),
        _ => None,
    }
}

const fn owes(why: CallBackWhy) -> bool {
    matches!(why, CallBackWhy::Difference | CallBackWhy::Refused)
}

fn row(
    queries: &Queries<'_>,
    users: &HashMap<UserId, String>,
    dossier: &DossierRow,
    why: CallBackWhy,
    today: Date,
) -> Result<CallBackRow, Problem> {
    let mut calls = 0;
    let mut last = None;
    for entry in queries.stream_entries(StreamKind::Dossier, dossier.id.0)? {
        let Event::Dossier(DossierEvent::CustomerCalled(called)) = entry.event else { continue };
        calls += 1;
        last = Some(LastCall {
            at: entry.recorded_at,
            by: users.get(&entry.actor).cloned().unwrap_or_default(),
            outcome: called.outcome,
            next_on: called.next_on,
            note: called.note.map(|note| queries.text(note)).transpose()?.flatten(),
        });
    }
    Ok(CallBackRow {
        dossier: dossier.id,
        number: dossier.label(),
        customer: people::display(&dossier.name),
        phone: dossier.name.phone.clone(),
        opened_on: dossier.opened_on,
        why,
        amount_cents: if owes(why) { dossier.difference_due_cents } else { dossier.total_cents },
        due: last.as_ref().is_none_or(|last| is_due(last, today)),
        last,
        calls,
    })
}

/// Whether to call again today: on the day that was named, or while nothing came of it.
fn is_due(last: &LastCall, today: Date) -> bool {
    match last.next_on {
        Some(next) => next <= today,
        None => !last.outcome.is_final() && last.outcome != CallOutcome::WrongNumber,
    }
}

/// Keeps what a call came to.
pub async fn record(app: &App, call: Call, request: RecordCallRequest) -> Result<Done, Problem> {
    let practice = app.practice()?;
    let (dossier, note) = (request.dossier, TextId(practice.fresh()));
    if request.next_on.is_some_and(|next| next < practice.today()) {
        return Err(Refusal::DateTooEarly { not_before: practice.today() }.into());
    }
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let person = step::existing_dossier(tx, dossier)?.person();
            let note = step::reason(tx, note, person, Some(&typed.note))?;
            let called = CustomerCalled { outcome: typed.outcome, next_on: typed.next_on, note };
            step::dossier(tx, dossier, DossierCommand::RecordCall(called), context)
        })
        .await?;
    app.announce(Topic::Recovery, Some(dossier));
    Ok(Done {})
}

/// Prints whom to call: a sheet to take to the telephone.
pub async fn print(app: &App, _call: Call, request: IncidentRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let list = listed(&practice, request.incident).await?;
    let known = practice.clone();
    let page = practice
        .read(move |queries| {
            let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let incident = queries.incident(request.incident)?;
            let platform = incident.map(|row| known.lines.label(&row.platform)).unwrap_or_default();
            Ok(documents::CallBackList {
                practice: view_practice::letterhead(&letterhead),
                issued_on: known.today(),
                platform,
                lines: list.rows.iter().filter(|row| row.due).map(line).collect(),
            })
        })
        .await?;
    let name = format!("rappels-{}.pdf", page.issued_on);
    let bytes = blocking(move || Ok(documents::call_back_list(&page)?)).await?;
    papers::put(&practice, &name, bytes).await
}

fn line(row: &CallBackRow) -> documents::CallBackLine {
    let amount = documents::euros_fr(row.amount_cents.get());
    let why = match row.why {
        CallBackWhy::SetAside => format!("mis de côté, {amount}"),
        CallBackWhy::WillReturn => format!("reviendra, {amount}"),
        CallBackWhy::Difference => format!("{amount} à régler"),
        CallBackWhy::Refused => format!("refusé, {amount} à régler"),
    };
    let last = row.last.as_ref().map(|last| format!("{}, {}", outcome_fr(last.outcome), last.by));
    documents::CallBackLine {
        customer: people::listed(&row.customer),
        phone: view_practice::spaced(&row.phone),
        dossier: row.number.clone(),
        why,
        last: last.unwrap_or_default(),
    }
}

/// Papers are in French whatever the interface.
const fn outcome_fr(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Comes => "viendra",
        CallOutcome::Considers => "réfléchit",
        CallOutcome::MessageLeft => "message laissé",
        CallOutcome::NoAnswer => "ne répond pas",
        CallOutcome::WrongNumber => "mauvais numéro",
        CallOutcome::GivesUp => "renonce",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{Timestamp, civil::date};
    use rstest::rstest;

    const TODAY: Date = date(2024, 2, 12);

    #[rstest]
    #[case::no_answer(CallOutcome::NoAnswer, None, true)]
    #[case::a_message(CallOutcome::MessageLeft, None, true)]
    #[case::another_day(CallOutcome::MessageLeft, Some(date(2024, 2, 13)), false)]
    #[case::that_day(CallOutcome::Considers, Some(TODAY), true)]
    #[case::he_comes(CallOutcome::Comes, None, false)]
    #[case::he_was_to_come_and_did_not(CallOutcome::Comes, Some(date(2024, 2, 9)), true)]
    #[case::he_gives_up(CallOutcome::GivesUp, None, false)]
    #[case::nobody_there(CallOutcome::WrongNumber, None, false)]
    fn when_to_call_again(#[case] outcome: CallOutcome, #[case] next_on: Option<Date>, #[case] expected: bool) {
        let last = LastCall { at: Timestamp::UNIX_EPOCH, by: String::new(), outcome, next_on, note: None };
        assert_eq!(is_due(&last, TODAY), expected);
    }
}
