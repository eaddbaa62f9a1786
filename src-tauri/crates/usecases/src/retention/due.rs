//! What is due today, kind by kind: what was kept long enough since its event, and of which no money is open any more.

use super::in_use;
use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{DueList, DueRequest, DueRow, Problem},
    people,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use relais_domain::{
    cheque::Cheque,
    dossier::{Dossier, DossierEvent},
    event::Event,
    ids::{ChequeId, DossierId, IncidentId, PersonId},
    incident::Incident,
    purge::{MAX_SUBJECTS, OpenMoney, Subject, Surroundings, open_money},
    reference::Limits,
    retention::{DataKind, Retention},
    stream::StreamKind,
};
use relais_storage::{Queries, rows::dossier_label};

/// Rows shown of what is due; their number is told beside.
const MAX_SHOWN: usize = 200;
/// Looked through at once: those that turn out not to be due are over these.
const MAX_LOOKED_AT: u32 = 2 * MAX_SUBJECTS as u32;

/// When, and by which rules.
#[derive(Clone)]
pub(crate) struct Today {
    pub(crate) today: Date,
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
    pub(crate) limits: Limits,
}

impl Today {
    pub(crate) fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }
}

impl OpenPractice {
    /// Today, for what is due.
    pub(crate) fn retention_day(&self) -> Today {
        let now = self.now();
        Today { today: self.date_of(now), now, zone: self.time_zone.clone(), limits: self.limits() }
    }
}

/// Something that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) subject: Subject,
    /// From when its time runs.
    pub(crate) since: Date,
    pub(crate) due_on: Date,
}

/// What of a kind is due, for the owner to look at.
pub async fn list(app: &App, _call: Call, request: DueRequest) -> Result<DueList, Problem> {
    let practice = app.practice()?;
    let today = practice.retention_day();
    practice
        .read(move |queries| {
            let clocks = in_use(queries)?.set;
            let due = of(queries, &clocks, request.kind, &today)?;
            let total = u32::try_from(due.len()).unwrap_or(u32::MAX);
            let rows = due.iter().take(MAX_SHOWN).map(|due| row(queries, due)).collect::<Result<_, Problem>>()?;
            Ok(DueList { kind: request.kind, rows, total })
        })
        .await
}

/// What of a kind is due, the longest first; at most as many as one purge takes.
pub(crate) fn of(
    queries: &Queries<'_>,
    clocks: &Retention,
    kind: DataKind,
    today: &Today,
) -> Result<Vec<Due>, Problem> {
    let Some(months) = clocks.months(kind).filter(|_| kind.is_purged()) else { return Ok(Vec::new()) };
    let by = months.ended_by(today.today);
    let before = instant_of(by, today).checked_add(SignedDuration::from_hours(24)).unwrap_or(today.now);
    let subjects: Vec<Subject> = match kind {
        DataKind::Customer => {
            let quiet = queries.quiet_customers(by, MAX_LOOKED_AT)?.into_iter();
            quiet.map(|quiet| Subject { kind, id: quiet.person.0 }).collect()
        }
        DataKind::Nir | DataKind::CardText | DataKind::CardPicture => {
            let holding = queries.dossiers_holding(kind, by, MAX_LOOKED_AT)?.into_iter();
            holding.map(|dossier| Subject { kind, id: dossier.0 }).collect()
        }
        DataKind::ChequeLine => {
            let lined = queries.cheques_lined(by, MAX_LOOKED_AT)?.into_iter();
            lined.map(|cheque| Subject { kind, id: cheque.0 }).collect()
        }
        DataKind::Exchange => {
            let kept = queries.evidence_before(before, MAX_LOOKED_AT)?.into_iter();
            kept.map(|evidence| Subject { kind, id: evidence.0 }).collect()
        }
        DataKind::Breach => {
            let closed = queries.breaches_closed_before(before)?.into_iter();
            closed.map(|incident| Subject { kind, id: incident.0 }).collect()
        }
        _ => Vec::new(),
    };
    let mut due = Vec::new();
    for subject in subjects {
        due.extend(one(queries, clocks, subject, today)?);
    }
    due.sort_by_key(|due| due.since);
    due.truncate(MAX_SUBJECTS);
    Ok(due)
}

/// Whether a subject is due, asked again in the transaction that erases it.
pub(crate) fn one(
    queries: &Queries<'_>,
    clocks: &Retention,
    subject: Subject,
    today: &Today,
) -> Result<Option<Due>, Problem> {
    let Some(months) = clocks.months(subject.kind) else { return Ok(None) };
    let since = match subject.kind {
        DataKind::Customer => quiet_since(queries, PersonId(subject.id), today)?,
        DataKind::Nir | DataKind::CardText | DataKind::CardPicture => {
            let dossier = DossierId(subject.id);
            if open_of(queries, dossier, today)?.is_some() { None } else { Some(last_act(queries, dossier, today)?) }
        }
        DataKind::ChequeLine => {
            queries.stream::<Cheque>(subject.id)?.and_then(|cheque| cheque.settled_on(&today.limits))
        }
        DataKind::Exchange => made_at(subject.id).map(|at| today.day_of(at)),
        DataKind::Breach => closed_since(queries, IncidentId(subject.id), today)?,
        _ => None,
    };
    Ok(since.map(|since| Due { subject, since, due_on: months.due_on(since) }).filter(|due| due.due_on <= today.today))
}

/// The day of the last thing that happened to any of a customer's sales; none while money of one is open.
fn quiet_since(queries: &Queries<'_>, person: PersonId, today: &Today) -> Result<Option<Date>, Problem> {
    let mut last = None;
    for dossier in queries.dossiers_of_person(person)? {
        if open_of(queries, dossier, today)?.is_some() {
            return Ok(None);
        }
        last = last.max(Some(last_act(queries, dossier, today)?));
    }
    Ok(last)
}

/// The day of the last thing that happened to a sale or to a cheque that covered it; that something of it was erased is none.
pub(crate) fn last_act(queries: &Queries<'_>, dossier: DossierId, today: &Today) -> Result<Date, Problem> {
    let acts = queries.stream_entries(StreamKind::Dossier, dossier.0)?.into_iter();
    let acts = acts.filter(|row| !matches!(row.event, Event::Dossier(DossierEvent::CardPartErased { .. })));
    let mut last = acts.map(|row| today.day_of(row.recorded_at)).max();
    for cheque in queries.cheques_covering(dossier)? {
        let settled = queries.stream::<Cheque>(cheque.0)?.and_then(|cheque| cheque.settled_on(&today.limits));
        last = last.max(settled);
    }
    Ok(last.unwrap_or(today.today))
}

/// What is still open of a sale.
pub(crate) fn open_of(queries: &Queries<'_>, dossier: DossierId, today: &Today) -> Result<Option<OpenMoney>, Problem> {
    let Some(state) = queries.stream::<Dossier>(dossier.0)? else { return Ok(None) };
    let covering = queries.cheques_covering(dossier)?;
    let cheques: Vec<Cheque> = covering
        .into_iter()
        .filter_map(|ChequeId(id)| queries.stream::<Cheque>(id).transpose())
        .collect::<Result<_, _>>()?;
    let incident = state.way.and_then(|(_, incident)| incident);
    let incident = incident.map(|id| queries.stream::<Incident>(id.0)).transpose()?.flatten();
    let around = Surroundings {
        cheques: &cheques,
        request_waits: queries.request_waits(dossier)?,
        incident_open: incident.is_some_and(|incident| !incident.closed),
        today: today.today,
    };
    Ok(open_money(&state, around, &today.limits))
}

/// When an exchange was made: its id says so.
fn made_at(id: uuid::Uuid) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(id.as_u128() >> 80).ok()?).ok()
}

/// The day a breach was closed, as long as something written of it is kept.
fn closed_since(queries: &Queries<'_>, incident: IncidentId, today: &Today) -> Result<Option<Date>, Problem> {
    let closed = queries.incident(incident)?.and_then(|row| row.closed_at);
    let closed = closed.map(|at| today.day_of(at));
    Ok(if closed.is_some() && queries.incident_has_words(incident)? { closed } else { None })
}

fn instant_of(day: Date, today: &Today) -> Timestamp {
    day.to_zoned(today.zone.clone()).map_or(today.now, |zoned| zoned.timestamp())
}

fn row(queries: &Queries<'_>, due: &Due) -> Result<DueRow, Problem> {
    let Subject { kind, id } = due.subject;
    let (dossier, label) = match kind {
        DataKind::Customer => {
            let last = queries.dossiers_of_person(PersonId(id))?.pop();
            let row = last.map(|last| queries.dossier(last)).transpose()?.flatten();
            (last, row.map(|row| people::display(&row.name)).unwrap_or_default())
        }
        DataKind::Nir | DataKind::CardText | DataKind::CardPicture => {
            let dossier = DossierId(id);
            (Some(dossier), labelled(queries, dossier)?)
        }
        DataKind::ChequeLine => {
            let row = queries.cheque(ChequeId(id))?;
            let covered = queries.stream::<Cheque>(id)?.and_then(|cheque| cheque.kept);
            let dossier = covered.and_then(|kept| kept.covers.first().map(|cover| cover.dossier));
            (dossier, row.map(|row| dossier_label(row.receipt_year, row.receipt_number)).unwrap_or_default())
        }
        DataKind::Breach => {
            let platform = queries.incident(IncidentId(id))?.map(|row| row.platform.as_str().to_owned());
            (None, platform.unwrap_or_default())
        }
        // Nothing is to be said of an exchange but its day.
        _ => (None, String::new()),
    };
    Ok(DueRow { dossier, label, since: due.since, due_on: due.due_on })
}

fn labelled(queries: &Queries<'_>, dossier: DossierId) -> Result<String, Problem> {
    let row = queries.dossier(dossier)?;
    Ok(row.map(|row| format!("{} {}", dossier_label(row.year, row.number), row.name.family_name)).unwrap_or_default())
}
