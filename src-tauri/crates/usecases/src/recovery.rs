//! The recovery of an incident: propose, replay, check every dossier again, show the colours, close when all is settled.
//!
//! A run goes through the dossiers oldest delivered first, one request at a time at the platform's pace. What is done is
//! in the journal, so that a run can be left, cancelled or killed and resumed.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        ChequeLeft, ChequeTold, Funnel, IncidentList, IncidentRef, IncidentRow, Nothing, Problem, ProblemCode,
        RecoveryRow, RecoveryView, SendOutcome, Topic,
    },
    departure, field_lists, incidents, notices, outbox, people,
    pilotage::work,
    platforms, recovery_letters,
    recovery_run::RecoveryRun,
    replay::{self, Asker},
    step,
};
use jiff::civil::Date;
use relais_domain::{
    cheque::{Cheque, ChequeAgreement, ChequeState, Cover},
    dossier::{RecheckColour, TrackState, Way},
    formality::Formality,
    ids::{DossierId, IncidentId, RequestId},
    incident::{Incident, IncidentCommand},
    money::Cents,
    platform::{Channel, FailureCode, Function, PlatformCode},
    request::RequestState,
};
use relais_storage::{
    Queries,
    rows::{self, Page, RequestFilter},
};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// A run waits for a platform that asks for a delay, or whose calls fail, as long as this; then it stops, and is resumed
/// when the platform is back.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// A run that waits looks so often whether it was asked to stop.
const LOOK: Duration = Duration::from_millis(200);
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
                let rows = read_rows(&known, queries, row.id)?;
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

/// One incident with its funnel.
pub(crate) fn one(
    practice: &OpenPractice,
    queries: &Queries<'_>,
    incident: IncidentId,
) -> Result<IncidentRow, Problem> {
    let row = queries.incident(incident)?.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))?;
    let rows = read_rows(practice, queries, incident)?;
    Ok(incident_row(practice, row, &rows))
}

pub(crate) async fn show(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<RecoveryView, Problem> {
    let known = practice.clone();
    practice
        .read(move |queries| {
            let row = queries.incident(incident)?.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))?;
            let mut rows = read_rows(&known, queries, incident)?;
            let state = queries.stream::<Incident>(incident.0)?.unwrap_or_default();
            let in_use = field_lists::in_use(queries)?;
            for row in rows.iter_mut().filter(|row| row.colour.is_none() && may_recheck(row.track) && !row.settled) {
                row.consent_needed = departure::waits_for_consent(queries, &in_use, row.dossier, row.rank)?;
            }
            let incident_row = incident_row(&known, row, &rows);
            let progress = known.recoveries.progress(incident);
            Ok(RecoveryView { incident: incident_row, rows, progress, access_secured: state.access_secured })
        })
        .await
}

/// The dossiers of an incident, oldest delivered first.
pub(crate) async fn rows(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<Vec<RecoveryRow>, Problem> {
    let known = practice.clone();
    practice.read(move |queries| read_rows(&known, queries, incident)).await
}

/// One row a track: oldest delivered first, then oldest opened.
fn read_rows(
    practice: &OpenPractice,
    queries: &Queries<'_>,
    incident: IncidentId,
) -> Result<Vec<RecoveryRow>, Problem> {
    let (today, limits) = (practice.today(), practice.limits());
    let outage: HashMap<DossierId, rows::OutageRow> =
        queries.outage_of(incident)?.into_iter().map(|row| (row.dossier, row)).collect();
    let requests = queries.requests(&RequestFilter::OfIncident(incident), Page::first(MAX_REQUESTS))?;
    let failure = |dossier, rank| {
        let of_track = |row: &&rows::RequestRow| (row.dossier, row.rank) == (dossier, rank);
        requests.iter().filter(of_track).find_map(|row| row.last_failure)
    };
    let work = queries.work_of_incident(incident)?;
    let mut rows = Vec::new();
    for dossier in queries.incident_dossiers(incident)? {
        let cheques = queries.dossier_cheques(dossier.id)?;
        let letter_on = letter_on(queries, &dossier)?;
        for track in &dossier.tracks {
            let covers_it = |cover: &Cover| (cover.dossier, cover.rank) == (dossier.id, track.rank);
            let of_share: Vec<&rows::ChequeRow> =
                cheques.iter().filter(|cheque| cheque.covers.iter().any(covers_it)).collect();
            let kept = |cheque: &&&rows::ChequeRow| cheque.state == ChequeState::Kept;
            let cheque = of_share.iter().find(kept).copied();
            let of_track = of_share.iter().filter(kept).flat_map(|c| &c.covers).filter(|cover| covers_it(cover));
            rows.push(RecoveryRow {
                dossier: dossier.id,
                number: dossier.label(),
                customer: people::display(&dossier.name),
                phone: dossier.name.phone.clone(),
                way: dossier.way.unwrap_or(Way::SetAside),
                ordered_on: dossier.ordered_on,
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
                consent_needed: false,
                cheque_cents: Cents::sum(of_track.map(|cover| cover.amount_cents))?,
                cheque: cheque.map(|cheque| cheque.id),
                cheque_position: cheque.map(|cheque| cheque.position(today)),
                cheque_to_tell: cheque.is_some_and(|cheque| notices::of(cheque, today, &limits).is_some()),
                cheque_told: cheque.map(|cheque| told(queries, cheque)).transpose()?.flatten(),
                cheque_left: if cheque.is_none() { last_left(&of_share) } else { None },
                letter_on,
                to_do: work.get(&(dossier.id, track.rank)).map(|why| work::next(*why, dossier.activity)),
                written_off_cents: outage.get(&dossier.id).and_then(|row| row.written_off_cents),
                write_off_from: outage.get(&dossier.id).and_then(|row| row.write_off_from),
            });
        }
    }
    rows.sort_by_key(|row| (row.delivered_on.is_none(), row.delivered_on, row.opened_on));
    Ok(rows)
}

/// When the customer of a kept cheque was told of its deposit, and from when it may be made.
fn told(queries: &Queries<'_>, cheque: &rows::ChequeRow) -> Result<Option<ChequeTold>, Problem> {
    if cheque.agreement != ChequeAgreement::KeptAndReturned || cheque.notice_deposit_from.is_none() {
        return Ok(None);
    }
    let state = queries.stream::<Cheque>(cheque.id.0)?.unwrap_or_default();
    Ok(state.notice_on.zip(state.depositable_from()).map(|(on, deposit_from)| ChequeTold { on, deposit_from }))
}

/// What became of the cheque of a share that left last.
fn last_left(of_share: &[&rows::ChequeRow]) -> Option<ChequeLeft> {
    let last = of_share.iter().max_by_key(|cheque| (cheque.left_on, cheque.updated_seq))?;
    last.left_on.map(|on| ChequeLeft { state: last.state, on })
}

/// When the customer of a dossier was last written to, where anything was rechecked.
fn letter_on(queries: &Queries<'_>, dossier: &rows::DossierRow) -> Result<Option<Date>, Problem> {
    if dossier.tracks.iter().all(|track| track.recheck.is_none()) {
        return Ok(None);
    }
    Ok(recovery_letters::of(queries, dossier.id)?.into_iter().map(|letter| letter.on).max())
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
        nature: row.nature,
        ended_at: row.ended_at,
        recovering: row.recovering,
        closed: row.closed,
        // Where invoicing alone had stopped, it is back with it.
        recoverable: !row.closed
            && !out(Function::PriorAuthorisation)
            && !out(Function::Rights)
            && row.functions_touched.iter().any(|touched| !out(*touched)),
        by_portal,
        dossiers_open: row.dossiers_open,
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
    let owed = |colour| sum(&|row| if row.colour == Some(colour) { row.customer_owes_cents } else { Cents::ZERO });
    Funnel {
        dossiers: count(&|_| true),
        rechecked: count(&|row| row.colour.is_some()),
        to_recheck: count(&|row| row.colour.is_none() && may_recheck(row.track) && row.written_off_cents.is_none()),
        green: count(&|row| row.colour == Some(RecheckColour::Green)),
        orange: count(&|row| row.colour == Some(RecheckColour::Orange)),
        red: count(&|row| row.colour == Some(RecheckColour::Red)),
        paid: count(&|row| row.track == TrackState::Paid),
        cheques: count(&|row| row.cheque.is_some()),
        settled: count(&|row| row.settled),
        written_off: count(&|row| row.written_off_cents.is_some()),
        amc_share_cents: sum(&|row| row.estimate_cents),
        orange_owed_cents: owed(RecheckColour::Orange),
        red_owed_cents: owed(RecheckColour::Red),
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
            step::incident(tx, incident, IncidentCommand::StartRecovery, context)?;
            incidents::note_dossiers(tx, context, incident)
        })
        .await?;
    let row = practice.read(move |queries| Ok(queries.incident(incident)?)).await?;
    let Some(platform) = row.map(|row| row.platform) else { return show(&practice, incident).await };
    // A person starts it: no pause of ours stands in the way.
    practice.lines.end_pauses(Some(&platform));
    let todo: Vec<RecoveryRow> = rows(&practice, incident)
        .await?
        .into_iter()
        .filter(|row| may_recheck(row.track) && row.written_off_cents.is_none())
        .collect();
    let others = others(&practice, &platform).await?;
    let total = u32::try_from(todo.len() + others.len()).unwrap_or(u32::MAX);
    if let Some(run) = practice.recoveries.begin(incident, total) {
        let (app, practice) = (app.clone(), practice.clone());
        let shares = todo.into_iter().map(|row| (row.number, row.dossier, Errand::Share(row.dossier, row.rank)));
        let errands: Vec<_> = shares.chain(others).collect();
        tokio::spawn(async move {
            for (number, dossier, errand) in errands {
                if !run.take(&number) {
                    break;
                }
                let Some(outcome) = patiently(&practice, &run, &platform, errand).await else { break };
                run.done(!matches!(outcome, Ok(Rechecked::Decided)));
                app.announce(Topic::Recovery, Some(dossier));
            }
            let _ = platforms::record_measured(&app, &practice).await;
            run.finish();
            app.announce(Topic::Recovery, None);
        });
    }
    show(&practice, incident).await
}

/// One thing a run does: checks a share again, or sends what else waits for the platform.
#[derive(Debug, Clone, Copy)]
enum Errand {
    Share(DossierId, u8),
    Request(RequestId, Function),
}

impl Errand {
    const fn function(self) -> Function {
        match self {
            Errand::Share(..) => Function::PriorAuthorisation,
            Errand::Request(_, function) => function,
        }
    }
}

/// What waits for a platform besides the shares: quotes, invoices and cancellations, in the order they were queued.
async fn others(
    practice: &Arc<OpenPractice>,
    platform: &PlatformCode,
) -> Result<Vec<(String, DossierId, Errand)>, Problem> {
    let platform = platform.clone();
    practice
        .read(move |queries| {
            let waiting = queries.requests(&RequestFilter::Waiting, Page::first(MAX_REQUESTS))?;
            let other = |row: &rows::RequestRow| {
                row.platform == platform
                    && row.formality() != Formality::PriorAuthorisation
                    && matches!(row.state, RequestState::Queued | RequestState::OutcomeUnknown)
            };
            let errand =
                |row: rows::RequestRow| (row.dossier_label, row.dossier, Errand::Request(row.id, row.function));
            Ok(waiting.into_iter().filter(other).map(errand).collect())
        })
        .await
}

/// Settles what is « à confirmer », and sends what waits.
async fn sent_again(practice: &Arc<OpenPractice>, request: RequestId) -> Result<Rechecked, Problem> {
    let look = move |queries: &Queries<'_>| Ok(queries.request(request)?.map(|row| row.state).unwrap_or_default());
    let mut state = practice.read(look).await?;
    if state == RequestState::OutcomeUnknown {
        state = replay::check(practice, request, Asker::Program).await?.state;
    }
    if state == RequestState::Queued {
        let sent = replay::send(practice, request, Asker::Program).await?;
        if let Some(held) = held_back(&sent) {
            return Ok(Rechecked::HeldBack(held));
        }
        state = sent.state;
    }
    Ok(if state == RequestState::Answered { Rechecked::Decided } else { Rechecked::Open })
}

/// What checking a dossier again came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rechecked {
    /// The platform has decided.
    Decided,
    /// It has not, or nobody knows yet.
    Open,
    /// Nothing was tried: the platform asks for a delay, its last calls failed, or its account's secret is out of reach.
    HeldBack(FailureCode),
}

/// What kept a request from leaving that would keep the next one too.
fn held_back(sent: &SendOutcome) -> Option<FailureCode> {
    let held = sent.failure.filter(|_| sent.state == RequestState::Queued)?;
    matches!(held, FailureCode::CircuitOpen | FailureCode::Paced | FailureCode::CredentialOutOfReach).then_some(held)
}

/// Checks one dossier again once the platform may be called; none when the run was asked to stop meanwhile, the platform has
/// fallen again for longer than a run waits, or only a person opens the vault its account is in.
async fn patiently(
    practice: &Arc<OpenPractice>,
    run: &RecoveryRun,
    platform: &PlatformCode,
    errand: Errand,
) -> Option<Result<Rechecked, Problem>> {
    let mut waited = Duration::ZERO;
    loop {
        let outcome = match errand {
            Errand::Share(dossier, rank) => recheck(practice, dossier, rank).await,
            Errand::Request(request, _) => sent_again(practice, request).await,
        };
        let Ok(Rechecked::HeldBack(held)) = outcome else { return Some(outcome) };
        if held == FailureCode::CredentialOutOfReach {
            return None;
        }
        let left = practice.lines.would_wait(platform, errand.function()).unwrap_or_default();
        if left + waited > LONGEST_WAIT {
            return None;
        }
        let mut wait = left.max(LOOK);
        while !wait.is_zero() {
            if run.is_cancelled() {
                return None;
            }
            let step = wait.min(LOOK);
            tokio::time::sleep(step).await;
            (wait, waited) = (wait - step, waited + step);
        }
    }
}

/// Checks one dossier again, as a run does for each of its own; true when the platform has decided.
pub async fn check_again(practice: &Arc<OpenPractice>, dossier: DossierId, rank: u8) -> Result<bool, Problem> {
    Ok(recheck(practice, dossier, rank).await? == Rechecked::Decided)
}

/// Checks one dossier again: queues what was never asked, settles what is « à confirmer », sends.
pub(crate) async fn recheck(practice: &Arc<OpenPractice>, dossier: DossierId, rank: u8) -> Result<Rechecked, Problem> {
    let fresh = RequestId(practice.fresh());
    practice
        .command(practice.own_call(), &("recheck", dossier, rank), move |tx, context| {
            outbox::queue(tx, context, dossier, rank, fresh)
        })
        .await?;
    let promise = move |queries: &Queries<'_>| outbox::open_of(queries, dossier, rank, Formality::PriorAuthorisation);
    // What an invoice carries goes with the other requests of the platform.
    let Some(open) = practice.read(promise).await? else { return Ok(Rechecked::Open) };
    let (request, mut state) = (open.id, open.state);
    // « À confirmer », or taken in with the decision to come: the platform is asked what became of it.
    if matches!(state, RequestState::OutcomeUnknown | RequestState::Answered) {
        state = replay::check(practice, request, Asker::Program).await?.state;
    }
    if state == RequestState::Queued {
        let sent = replay::send(practice, request, Asker::Program).await?;
        if let Some(held) = held_back(&sent) {
            return Ok(Rechecked::HeldBack(held));
        }
    }
    // Decided, it is open no more; taken in for later, it still is.
    let still_open = practice.read(promise).await?;
    Ok(if still_open.is_none() { Rechecked::Decided } else { Rechecked::Open })
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
            incidents::note_dossiers(tx, context, incident)?;
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
