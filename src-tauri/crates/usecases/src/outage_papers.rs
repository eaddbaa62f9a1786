//! The papers of an outage: the notice for the door, the message of the telephone, the proof of a dossier's attempts and the
//! slip of one that was set aside.
//!
//! The first two are working papers, made when they are asked for. The proof and the slip are numbered and kept.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    cheque_papers,
    contract::{DocumentReady, DossierRef, IncidentRef, Problem, ProblemCode},
    outage_words::{failure_fr, function_fr},
    papers::{self, Printed},
    people, routing_table, step, view_practice,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use relais_documents as documents;
use relais_domain::{
    context::Context,
    document::Paper,
    dossier::{Dossier, DossierEvent, RightsOutcome, Way},
    event::Event,
    ids::{DocumentId, DossierId, IncidentId},
    incident::Incident,
    platform::{FailureCode, Function},
    refusal::Refusal,
    request::{Request, RequestEvent},
};
use relais_storage::{
    Queries, Tx,
    rows::{IncidentRow, JournalRow},
};
use std::sync::Arc;

/// Insurers named on the door: more are not read.
const INSURERS_NAMED: usize = 8;
/// Attempts on one certificate; what does not fit is counted.
const ATTEMPTS_SHOWN: usize = 30;

/// The notice for the door.
pub async fn door_notice(app: &App, _call: Call, request: IncidentRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let Posted { practice: letterhead, since_on, platform, insurers, offered } = posted(&practice, request).await?;
    let issued_on = practice.today();
    let notice = documents::DoorNotice { practice: letterhead, issued_on, since_on, platform, insurers, offered };
    let bytes = blocking(move || Ok(documents::door_notice(&notice)?)).await?;
    papers::put(&practice, &format!("affichette-{issued_on}.pdf"), bytes).await
}

/// The message of the telephone.
pub async fn phone_message(app: &App, _call: Call, request: IncidentRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let Posted { practice: letterhead, since_on, platform, offered, .. } = posted(&practice, request).await?;
    let issued_on = practice.today();
    let message = documents::PhoneMessage { practice: letterhead, issued_on, since_on, platform, offered };
    let bytes = blocking(move || Ok(documents::phone_message(&message)?)).await?;
    papers::put(&practice, &format!("message-telephonique-{issued_on}.pdf"), bytes).await
}

/// What is posted of an incident.
struct Posted {
    practice: documents::Practice,
    since_on: Date,
    platform: String,
    insurers: Vec<String>,
    offered: documents::OfferedWay,
}

async fn posted(practice: &Arc<OpenPractice>, request: IncidentRef) -> Result<Posted, Problem> {
    let activity = view_practice::first_activity(practice).await?;
    let known = practice.clone();
    practice
        .read(move |queries| {
            let (letterhead, row, state) = read(queries, request.incident)?;
            let way = state.mode.and_then(|mode| mode.default_way).unwrap_or(Way::default_for(activity));
            let table = routing_table::in_use(queries)?.set;
            let today = known.today();
            let answers = table.table.rows().iter().filter(|one| one.holds_on(today));
            let mut insurers: Vec<String> = answers
                .filter(|one| one.parts().operators.contains(&row.platform))
                .map(|one| one.parts().insurer.clone())
                .filter(|name| !name.is_empty())
                .collect();
            insurers.sort();
            insurers.dedup();
            insurers.truncate(INSURERS_NAMED);
            Ok(Posted {
                practice: letterhead,
                since_on: day_of(row.since, &known.time_zone),
                platform: known.lines.label(&row.platform),
                insurers,
                offered: offered(way),
            })
        })
        .await
}

fn read(queries: &Queries<'_>, incident: IncidentId) -> Result<(documents::Practice, IncidentRow, Incident), Problem> {
    let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let row = queries.incident(incident)?.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))?;
    let state = queries.stream::<Incident>(incident.0)?.unwrap_or_default();
    Ok((view_practice::letterhead(&letterhead), row, state))
}

const fn offered(way: Way) -> documents::OfferedWay {
    match way {
        Way::DeliveredThirdPartyPayment => documents::OfferedWay::Delivered,
        Way::SetAside | Way::CustomerReturns => documents::OfferedWay::SetAside,
        Way::ChequeKept | Way::ChequeDepositedLater => documents::OfferedWay::Cheque,
        Way::CustomerAdvances => documents::OfferedWay::Advances,
    }
}

fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_zoned(zone.clone()).date()
}

/// « mer. 31/01/2024 à 09:12:04 ».
fn moment_fr(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    format!("{} à {}", documents::date_fr(local.date()), local.strftime("%H:%M:%S"))
}

/// The proof of a dossier's attempts in vain: a certificate of that moment, kept.
pub async fn proof(app: &App, call: Call, request: DossierRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (dossier, document) = (request.dossier, DocumentId(practice.fresh()));
    let known = practice.clone();
    let issued = practice
        .command(call, &("outage_proof", &request), move |tx, context| {
            step::existing_dossier(tx, dossier)?;
            let tried = tried(&tx.queries()?, &known, dossier)?;
            if tried.attempts.is_empty() {
                return Err(Problem::code(ProblemCode::NoAttempt));
            }
            let number = cheque_papers::letter_number(tx, context)?;
            let model = proof_model(&tx.queries()?, &known, (dossier, &number), tried, context.today)?;
            let printed = Printed { document, paper: Paper::OutageProof, number, dossier, cheque: None };
            papers::issue(tx, context, printed, &documents::outage_proof(&model)?)
        })
        .await?;
    papers::open(&practice, issued).await
}

fn proof_model(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    (dossier, number): (DossierId, &str),
    Tried { counts, mut attempts }: Tried,
    today: Date,
) -> Result<documents::OutageProof, Problem> {
    let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let row = queries.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
    let left_out = attempts.len().saturating_sub(ATTEMPTS_SHOWN);
    attempts.truncate(ATTEMPTS_SHOWN);
    let head = queries.journal_head()?;
    let incident = match row.incident {
        Some(incident) => queries.incident(incident)?.map(|known| incident_fr(practice, &known)),
        None => None,
    };
    Ok(documents::OutageProof {
        practice: view_practice::letterhead(&letterhead),
        reference: documents::Reference { number: number.to_owned(), issued_on: today },
        dossier: sale(queries, dossier)?,
        sold_on: row.opened_on,
        incident,
        counts,
        attempts,
        left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
        head: (head.seq, head.hash.to_string()),
        issued_by: practice.user.name.clone(),
    })
}

/// « Viamedis : droits, prise en charge, depuis le lun. 29/01/2024 à 15:00:00 ».
fn incident_fr(practice: &OpenPractice, row: &IncidentRow) -> String {
    let functions: Vec<String> = row.functions_touched.iter().map(|one| function_fr(*one).to_lowercase()).collect();
    let since = moment_fr(row.since, &practice.time_zone);
    let until = row.ended_at.map(|at| format!(", jusqu’au {}", moment_fr(at, &practice.time_zone)));
    format!(
        "{}\u{a0}: {}, depuis le {since}{}",
        practice.lines.label(&row.platform),
        functions.join(", "),
        until.unwrap_or_default()
    )
}

/// The sale as a paper names it.
fn sale(queries: &Queries<'_>, dossier: DossierId) -> Result<documents::Dossier, Problem> {
    let row = queries.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
    let insurer = queries.card_identities(dossier)?.into_iter().map(|card| card.insurer_name).find(|it| !it.is_empty());
    Ok(documents::Dossier {
        number: row.label(),
        sale_reference: row.reference,
        insurer: insurer.unwrap_or_else(|| "non notée".to_owned()),
    })
}

/// What a dossier tried.
#[derive(Default)]
struct Tried {
    /// How many reached out, and how many were kept from leaving.
    counts: (u32, u32),
    attempts: Vec<documents::FailedAttempt>,
}

/// Every attempt of a dossier that came to nothing, the earliest first, with what shows that the journal says so.
fn tried(queries: &Queries<'_>, practice: &OpenPractice, dossier: DossierId) -> Result<Tried, Problem> {
    let mut tried = Tried::default();
    for entry in queries.timeline(dossier)? {
        let Some((failure, attempt)) = attempt(queries, practice, &entry)? else { continue };
        match failure {
            FailureCode::CircuitOpen => tried.counts.1 += 1,
            _ => tried.counts.0 += 1,
        }
        tried.attempts.push(attempt);
    }
    Ok(tried)
}

fn attempt(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    entry: &JournalRow,
) -> Result<Option<(FailureCode, documents::FailedAttempt)>, Problem> {
    let (platform, function, failure, at) = match &entry.event {
        Event::Dossier(DossierEvent::RightsChecked(check)) => match &check.outcome {
            RightsOutcome::NotVerified { failure, .. } => {
                (check.platform.clone(), Function::Rights, *failure, check.asked_at)
            }
            RightsOutcome::Answered { .. } => return Ok(None),
        },
        Event::Request(event) => {
            let Some(failure) = failed(event) else { return Ok(None) };
            let request = queries.stream::<Request>(entry.stream_id)?.unwrap_or_default();
            let Some(queued) = request.queued else { return Ok(None) };
            (queued.platform, queued.function, failure, entry.recorded_at)
        }
        _ => return Ok(None),
    };
    let Some(outcome) = failure_fr(failure) else { return Ok(None) };
    let link = queries.journal_link(entry.seq)?;
    let attempt = documents::FailedAttempt {
        at: moment_fr(at, &practice.time_zone),
        asked: function_fr(function).to_owned(),
        platform: practice.lines.label(&platform),
        outcome: outcome.to_owned(),
        entry: entry.post_seq,
        hash: entry.hash.clone(),
        previous_hash: link.previous_hash,
        bytes: link.bytes,
    };
    Ok(Some((failure, attempt)))
}

/// Why an attempt of a request came to nothing, when it did.
const fn failed(event: &RequestEvent) -> Option<FailureCode> {
    match event {
        RequestEvent::NotSent { failure, .. }
        | RequestEvent::OutcomeUnknown { failure, .. }
        | RequestEvent::GivenUp { failure, .. } => Some(*failure),
        _ => None,
    }
}

/// The slip of a dossier set aside, or of a customer who will come back: issued once, and from then on the very same paper.
pub async fn set_aside_slip(app: &App, call: Call, request: DossierRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (dossier, document) = (request.dossier, DocumentId(practice.fresh()));
    let known = practice.clone();
    let issued = practice
        .command(call, &("set_aside_slip", &request), move |tx, context| {
            let kept = tx.queries()?.documents_of_dossier(dossier)?;
            if let Some(kept) = kept.iter().find(|row| row.paper == Paper::SetAsideSlip) {
                return Ok(kept.id);
            }
            issue_slip(tx, context, &known, (dossier, document))
        })
        .await?;
    papers::open(&practice, issued).await
}

fn issue_slip(
    tx: &mut Tx<'_>,
    context: &Context,
    practice: &OpenPractice,
    (dossier, document): (DossierId, DocumentId),
) -> Result<DocumentId, Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    let returns = match state.way {
        Some((Way::SetAside, _)) => false,
        Some((Way::CustomerReturns, _)) => true,
        _ => return Err(Problem::code(ProblemCode::NotSetAside)),
    };
    let number = cheque_papers::letter_number(tx, context)?;
    let model = slip_model(&tx.queries()?, practice, &state, (dossier, &number), (returns, context.today))?;
    let printed = Printed { document, paper: Paper::SetAsideSlip, number, dossier, cheque: None };
    papers::issue(tx, context, printed, &documents::set_aside_slip(&model)?)
}

fn slip_model(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    state: &Dossier,
    (dossier, number): (DossierId, &str),
    (returns, today): (bool, Date),
) -> Result<documents::SetAsideSlip, Problem> {
    let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let row = queries.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
    let operator = state.amc.first().and_then(|track| track.card.as_ref()).and_then(|card| card.operator.as_ref());
    Ok(documents::SetAsideSlip {
        practice: view_practice::letterhead(&letterhead),
        reference: documents::Reference { number: number.to_owned(), issued_on: today },
        customer_name: people::printed(queries, dossier, &row.name)?,
        phone: view_practice::spaced(&row.name.phone),
        dossier: sale(queries, dossier)?,
        platform: operator.map(|code| practice.lines.label(code)).unwrap_or_default(),
        total_cents: row.total_cents.get(),
        expected_cents: row.amc_share_cents.get(),
        sold_on: row.opened_on,
        returns,
    })
}
