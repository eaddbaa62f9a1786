//! The watch over direct debits, and the sheet of who is called: what is read on the bank's statements month by month, by whom.

use super::{papers::Told, view::show};
use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        BreachView, CheckStatementRequest, DebitWatchView, DocumentReady, IncidentRef, Problem, SetDebitWatchRequest,
        StatementState, Topic, WatchedMonth,
    },
    fields, papers, step,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use relais_documents as documents;
use relais_domain::{
    breach_profile::ContactRole,
    ids::TextId,
    incident::{Incident, IncidentCommand, LONGEST_WATCH_MONTHS, StatementChecked, StatementFound},
};
use relais_storage::Queries;
use std::{collections::BTreeMap, sync::Arc};

/// Longest words on an unknown debit.
const MAX_NOTE_CHARS: usize = 300;

/// Who checked a month, and when.
pub(super) type Checked = BTreeMap<Date, (String, Timestamp)>;

/// Says until when the statements are read.
pub async fn set_watch(app: &App, call: Call, request: SetDebitWatchRequest) -> Result<BreachView, Problem> {
    let practice = app.practice()?;
    let SetDebitWatchRequest { incident, until } = request;
    let state = practice.read(move |queries| Ok(queries.stream::<Incident>(incident.0)?.unwrap_or_default())).await?;
    let longest = |from: Date| from.saturating_add(LONGEST_WATCH_MONTHS.months());
    if state.breach.watched_from().is_some_and(|from| until < from || until > longest(from)) {
        return Err(Problem::field("until", "out_of_range"));
    }
    practice
        .command(call, &request, move |tx, context| {
            step::incident(tx, incident, IncidentCommand::WatchUntil { until }, context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// Checks a month's statement off, or says what was found on it.
pub async fn check_statement(app: &App, call: Call, request: CheckStatementRequest) -> Result<BreachView, Problem> {
    let practice = app.practice()?;
    let CheckStatementRequest { incident, month, found, .. } = request;
    let words = fields::bounded("note", &request.note, MAX_NOTE_CHARS)?;
    if found == StatementState::Unknown && words.is_empty() {
        return Err(Problem::field("note", "empty"));
    }
    let text = TextId(practice.fresh());
    practice
        .command(call, &request, move |tx, context| {
            let found = match found {
                StatementState::Nothing => StatementFound::Nothing,
                StatementState::NotRead => StatementFound::NotRead,
                StatementState::Unknown => {
                    tx.put_text(text, None, &words)?;
                    StatementFound::Unknown { note: text }
                }
            };
            step::incident(tx, incident, IncidentCommand::CheckStatement(StatementChecked { month, found }), context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// The watch as it is shown; none while nothing calls for it and nothing was read.
pub(super) fn watch(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    state: &Incident,
    checked: &Checked,
) -> Result<Option<DebitWatchView>, Problem> {
    let today = practice.today();
    let months = state.breach.watched_months();
    let (Some(first), Some(last)) = (months.first().copied(), months.last().copied()) else { return Ok(None) };
    let mut rows = Vec::with_capacity(months.len());
    for month in months {
        let (found, note) = match state.breach.found(month) {
            StatementFound::NotRead => (StatementState::NotRead, None),
            StatementFound::Nothing => (StatementState::Nothing, None),
            StatementFound::Unknown { note } => (StatementState::Unknown, queries.text(note)?),
        };
        let by = checked.get(&month);
        rows.push(WatchedMonth {
            month,
            found,
            note,
            by: by.map(|(by, _)| by.clone()),
            at: by.map(|(_, at)| *at),
            begun: month <= today,
            due: found == StatementState::NotRead && month.saturating_add(1.month()) <= today,
        });
    }
    let creditors = super::profile::in_use(queries)?.set;
    let creditors = creditors.of(ContactRole::Creditor, None).into_iter().map(|creditor| creditor.name.clone());
    Ok(Some(DebitWatchView {
        from: state.breach.watched_from().unwrap_or(first),
        until: state.breach.watched_until().unwrap_or(last),
        said: state.breach.watch_until.is_some(),
        months: rows,
        creditors: creditors.collect(),
    }))
}

/// Prints the sheet of who is called after a leak.
pub async fn call_sheet(app: &App, _call: Call, request: IncidentRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let asked: Arc<OpenPractice> = practice.clone();
    let page = practice
        .read(move |queries| {
            let told = Told::read(queries, &asked, request.incident, ("", asked.today()))?;
            told.call_sheet(queries, request.incident)
        })
        .await?;
    papers::put(&practice, "fiche-d-appel-fuite.pdf", documents::breach_call_sheet(&page)?).await
}
