//! The recovery of an incident: propose, replay, check every dossier again, show the colours, close when all is settled.
//!
//! A run goes through the dossiers oldest delivered first, one request at a time at the platform's pace. What is done is
//! in the journal, so that a run can be left, cancelled or killed and resumed.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        Funnel, IncidentList, IncidentRef, IncidentRow, Nothing, Problem, ProblemCode, RecoveryRow, RecoveryView, Topic,
    },
    outbox, people, platforms, replay, step,
};
use relais_domain::{
    cheque::ChequeState,
    dossier::{RecheckColour, TrackState, Way},
    ids::{DossierId, IncidentId, RequestId},
    incident::IncidentCommand,
    money::Cents,
    platform::{Channel, Function},
    request::RequestState,
};
use relais_storage::{
    Queries,
    rows::{self, Page, RequestFilter},
};
use std::sync::Arc;

/// Most requests looked at for one incident.
const MAX_REQUESTS: u32 = 10_000;

/// Every incident, newest first, with its funnel.
pub async fn list(app: &App, _call: Call, _request: Nothing) -> Result<IncidentList, Problem> {
    let practice = app.practice()?;
    let known = practice.clone();
    practice
        .read(move |queries| {
            let mut incidents = Vec::new();
            for row in queries.incidents()? {
                let rows = read_rows(queries, row.id)?;
                incidents.push(incident_row(&known, row, &rows));
            }
            Ok(IncidentList { incidents })
        })
        .await
}

/// One recovery.
pub async fn view(app: &App, _call: Call, request: IncidentRef) -> Result<RecoveryView, Problem> {
    show(&app.practice()?, request.incident).await
}

async fn show(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<RecoveryView, Problem> {
    let known = practice.clone();
    practice
        .read(move |queries| {
            let row = queries.incident(incident)?.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))?;
            let rows = read_rows(queries, incident)?;
            let incident_row = incident_row(&known, row, &rows);
            Ok(RecoveryView { incident: incident_row, rows, progress: known.recoveries.progress(incident) })
        })
        .await
}

/// The dossiers of an incident, oldest delivered first.
pub(crate) async fn rows(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<Vec<RecoveryRow>, Problem> {
    practice.read(move |queries| read_rows(queries, incident)).await
}

/// One row a track: oldest delivered first, then oldest opened.
fn read_rows(queries: &Queries<'_>, incident: IncidentId) -> Result<Vec<RecoveryRow>, Problem> {
    let requests = queries.requests(&RequestFilter::OfIncident(incident), Page::first(MAX_REQUESTS))?;
    let failure = |dossier, rank| {
        let of_track = |row: &&rows::RequestRow| (row.dossier, row.rank) == (dossier, rank);
        requests.iter().filter(of_track).find_map(|row| row.last_failure)
    };
    let mut rows = Vec::new();
    for dossier in queries.incident_dossiers(incident)? {
        let cheques = queries.dossier_cheques(dossier.id)?;
        for track in &dossier.tracks {
            let covers = cheques.iter().filter(|cheque| cheque.state == ChequeState::Kept).flat_map(|c| &c.covers);
            let of_track = covers.filter(|cover| (cover.dossier, cover.rank) == (dossier.id, track.rank));
            rows.push(RecoveryRow {
                dossier: dossier.id,
                number: dossier.label(),
                customer: people::display(&dossier.name),
                phone: dossier.name.phone.clone(),
                way: dossier.way.unwrap_or(Way::SetAside),
                delivered_on: dossier.delivered_on,
                opened_on: dossier.opened_on,
                rank: track.rank,
                estimate_cents: track.share_cents,
                covered_cents: track.agreement_cents,
                customer_owes_cents: track.difference_due_cents,
                overpaid_cents: dossier.overpaid_cents,
                track: track.state,
                colour: track.recheck,
                reference: track.agreement_reference.clone(),
                settled: dossier.settled,
                last_failure: failure(dossier.id, track.rank),
                cheque_cents: Cents::sum(of_track.map(|cover| cover.amount_cents))?,
            });
        }
    }
    rows.sort_by_key(|row| (row.delivered_on.is_none(), row.delivered_on, row.opened_on));
    Ok(rows)
}

fn incident_row(practice: &OpenPractice, row: rows::IncidentRow, dossiers: &[RecoveryRow]) -> IncidentRow {
    let out = |function| row.functions_out.contains(&function);
    let by_portal =
        practice.lines.get(&row.platform).is_some_and(|line| line.configured.channel == Channel::AssistedPortal);
    IncidentRow {
        incident: row.id,
        platform_label: practice.lines.label(&row.platform),
        since: row.since,
        cause: row.cause,
        source: row.source,
        recovering: row.recovering,
        closed: row.closed,
        recoverable: !row.closed && !out(Function::PriorAuthorisation) && !out(Function::Rights),
        by_portal,
        funnel: funnel(dossiers),
        functions_out: row.functions_out.into_iter().collect(),
        functions_touched: row.functions_touched.into_iter().collect(),
        platform: row.platform,
    }
}

fn funnel(rows: &[RecoveryRow]) -> Funnel {
    let count = |test: &dyn Fn(&RecoveryRow) -> bool| {
        u32::try_from(rows.iter().filter(|row| test(row)).count()).unwrap_or(u32::MAX)
    };
    let sum = |amount: &dyn Fn(&RecoveryRow) -> Cents| Cents::sum(rows.iter().map(amount)).unwrap_or_default();
    Funnel {
        dossiers: count(&|_| true),
        rechecked: count(&|row| row.colour.is_some() || !may_recheck(row.track)),
        green: count(&|row| row.colour == Some(RecheckColour::Green)),
        orange: count(&|row| row.colour == Some(RecheckColour::Orange)),
        red: count(&|row| row.colour == Some(RecheckColour::Red)),
        paid: count(&|row| row.track == TrackState::Paid),
        settled: count(&|row| row.settled),
        amc_share_cents: sum(&|row| row.estimate_cents),
        difference_cents: sum(&|row| row.customer_owes_cents),
    }
}

/// Whether asking again may change something: the customer who claims back himself, what a person withdrew and what is
/// paid are left alone.
pub(crate) fn may_recheck(state: TrackState) -> bool {
    matches!(state, TrackState::NotSent | TrackState::Queued | TrackState::Sent | TrackState::OutcomeUnknown)
}

/// Starts, or resumes, the replay of the queue and the recheck of every dossier.
pub async fn start(app: &App, call: Call, request: IncidentRef) -> Result<RecoveryView, Problem> {
    let practice = app.practice()?;
    let incident = request.incident;
    practice
        .command(call, &request, move |tx, context| {
            step::incident(tx, incident, IncidentCommand::StartRecovery, context)
        })
        .await?;
    // A person starts it: no pause of ours stands in the way.
    if let Some(row) = practice.read(move |queries| Ok(queries.incident(incident)?)).await? {
        practice.lines.end_pauses(Some(&row.platform));
    }
    let todo: Vec<RecoveryRow> =
        rows(&practice, incident).await?.into_iter().filter(|row| may_recheck(row.track)).collect();
    let total = u32::try_from(todo.len()).unwrap_or(u32::MAX);
    if let Some(run) = practice.recoveries.begin(incident, total) {
        let (app, practice) = (app.clone(), practice.clone());
        tokio::spawn(async move {
            for row in todo {
                if !run.take(&row.number) {
                    break;
                }
                let outcome = recheck(&practice, row.dossier, row.rank).await;
                run.done(!matches!(outcome, Ok(true)));
                app.announce(Topic::Recovery, Some(row.dossier));
            }
            let _ = platforms::record_measured(&app, &practice).await;
            run.finish();
            app.announce(Topic::Recovery, None);
        });
    }
    show(&practice, incident).await
}

/// Checks one dossier again: queues what was never asked, settles what is « à confirmer », sends. True when decided.
pub(crate) async fn recheck(practice: &Arc<OpenPractice>, dossier: DossierId, rank: u8) -> Result<bool, Problem> {
    let fresh = RequestId(practice.fresh());
    practice
        .command(practice.own_call(), &("recheck", dossier, rank), move |tx, context| {
            outbox::queue(tx, context, dossier, rank, fresh)
        })
        .await?;
    let open = practice.read(move |queries| outbox::open_request(queries, dossier, rank)).await?;
    let Some((request, mut state)) = open else { return Ok(false) };
    // « À confirmer », or taken in with the decision to come: the platform is asked what became of it.
    if matches!(state, RequestState::OutcomeUnknown | RequestState::Answered) {
        state = replay::check(practice, request).await?.state;
    }
    if state == RequestState::Queued {
        replay::send(practice, request).await?;
    }
    // Decided, it is open no more; taken in for later, it still is.
    let still_open = practice.read(move |queries| outbox::open_request(queries, dossier, rank)).await?;
    Ok(still_open.is_none())
}

/// Asks a run to stop after the dossier at hand.
pub async fn cancel(app: &App, _call: Call, request: IncidentRef) -> Result<RecoveryView, Problem> {
    let practice = app.practice()?;
    practice.recoveries.cancel(request.incident);
    show(&practice, request.incident).await
}

/// Closes the incident, once each of its dossiers is settled.
pub async fn close(app: &App, call: Call, request: IncidentRef) -> Result<RecoveryView, Problem> {
    let practice = app.practice()?;
    let incident = request.incident;
    practice
        .command(call, &request, move |tx, context| {
            let open = tx.queries()?.incident_dossiers(incident)?.iter().filter(|row| !row.settled).count();
            let open_dossiers = u32::try_from(open).unwrap_or(u32::MAX);
            step::incident(tx, incident, IncidentCommand::Close { open_dossiers }, context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// Dossiers of open incidents that are not settled: the number beside the navigation.
pub(crate) fn open_dossiers(queries: &Queries<'_>) -> Result<u32, Problem> {
    let incidents = queries.incidents()?;
    Ok(incidents.iter().filter(|incident| !incident.closed).map(|incident| incident.dossiers_open).sum())
}
