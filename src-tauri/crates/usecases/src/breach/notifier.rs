//! Who notifies, since when the leak is known, and what is told of it: the three things a notification and a complaint rest on.

use super::view::{account, show};
use crate::{
    app::App,
    call::Call,
    contract::{
        BreachAccountView, BreachView, DescribeBreachRequest, DetermineNotifierRequest, NoteAwarenessRequest, Problem,
        ProblemCode, Topic,
    },
    fields, incidents, step,
};
use relais_domain::{
    ids::TextId,
    incident::{BreachDescribed, DataPart, Incident, IncidentCommand, NotifierDetermined},
};
use relais_storage::Tx;
use serde_json::json;

/// Longest text of what is told: a page of a form.
const MAX_TEXT_CHARS: usize = 2_000;
/// Longest number of a case.
const MAX_CASE_CHARS: usize = 80;

/// Says since when the leak is known: the clocks run from there.
pub async fn note_awareness(app: &App, call: Call, request: NoteAwarenessRequest) -> Result<BreachView, Problem> {
    let practice = app.practice()?;
    let at = incidents::moment(&practice, "at", &request.at)?;
    if at > practice.now() {
        return Err(Problem::field("at", "in_future"));
    }
    let incident = request.incident;
    practice
        .command(call, &request, move |tx, context| {
            step::incident(tx, incident, IncidentCommand::BeAware { at }, context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// Answers « Qui notifie ? ».
pub async fn determine(app: &App, call: Call, request: DetermineNotifierRequest) -> Result<BreachView, Problem> {
    let practice = app.practice()?;
    if request.part == DataPart::Controller && request.risk.is_none() {
        return Err(Problem::field("risk", "empty"));
    }
    let determined = NotifierDetermined::of(request.origin, request.part, request.risk)?;
    let incident = request.incident;
    practice
        .command(call, &request, move |tx, context| {
            step::incident(tx, incident, IncidentCommand::Determine(determined), context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// Says what is told of the leak. A text that stays as it was keeps its place.
pub async fn describe(app: &App, call: Call, request: DescribeBreachRequest) -> Result<BreachView, Problem> {
    let practice = app.practice()?;
    let incident = request.incident;
    let told = checked(&request.account)?;
    let fresh = std::array::from_fn(|_| TextId(practice.fresh()));
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Incident>(incident.0)?;
            let described = described(tx, &state, &told, fresh)?;
            step::incident(tx, incident, IncidentCommand::Describe(described), context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

fn checked(typed: &BreachAccountView) -> Result<BreachAccountView, Problem> {
    let text = |field: &str, text: &str| {
        let text = text.trim();
        if text.chars().count() > MAX_TEXT_CHARS {
            let params = json!({ "field": field, "reason": "too_long", "max": MAX_TEXT_CHARS });
            return Err(Problem::with(ProblemCode::InvalidField, params));
        }
        let strange = text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        if strange { Err(Problem::field(field, "character")) } else { Ok(text.to_owned()) }
    };
    Ok(BreachAccountView {
        people: typed.people,
        records: typed.records,
        circumstances: text("circumstances", &typed.circumstances)?,
        consequences: text("consequences", &typed.consequences)?,
        measures: text("measures", &typed.measures)?,
        case_number: fields::bounded("case_number", &typed.case_number, MAX_CASE_CHARS)?,
        delay: text("delay", &typed.delay)?,
    })
}

fn described(
    tx: &mut Tx<'_>,
    state: &Incident,
    told: &BreachAccountView,
    fresh: [TextId; 5],
) -> Result<BreachDescribed, Problem> {
    let was = account(&tx.queries()?, state)?;
    let before = state.breach.account.unwrap_or_default();
    let [circumstances, consequences, measures, case_number, delay] = fresh;
    let mut kept = |id: TextId, before: Option<TextId>, was: &str, now: &str| -> Result<Option<TextId>, Problem> {
        if now.is_empty() {
            return Ok(None);
        }
        if now == was {
            return Ok(before);
        }
        tx.put_text(id, None, now)?;
        Ok(Some(id))
    };
    Ok(BreachDescribed {
        people: told.people,
        records: told.records,
        circumstances: kept(circumstances, before.circumstances, &was.circumstances, &told.circumstances)?,
        consequences: kept(consequences, before.consequences, &was.consequences, &told.consequences)?,
        measures: kept(measures, before.measures, &was.measures, &told.measures)?,
        case_number: kept(case_number, before.case_number, &was.case_number, &told.case_number)?,
        delay: kept(delay, before.delay, &was.delay, &told.delay)?,
    })
}
