//! F4: asks the platform for the rights, and answers within three seconds of the key whatever happens.
//!
//! The call goes on behind the answer: a late one fills the row with its hour. Every attempt is kept as proof, sealed,
//! with its digest in the journal.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    cheque_papers::hex,
    contract::{FieldsSent, Problem, ProblemCode, RightsView, Topic, VerifyRightsRequest},
    platform_lines::Line,
    platform_request, platforms, step, view_dossier,
};
use jiff::Timestamp;
use relais_domain::{
    dossier::{Dossier, DossierCommand, RightsChecked, RightsOutcome},
    ids::{DossierId, EvidenceId},
    platform::{FailureCode, Function, PlatformCode, StateSource},
};
use relais_platforms::{
    answer::EligibilityAnswer,
    disclosure::{FieldName, fields_sent as disclosed},
    failure::CallFailure,
    request::EligibilityRequest,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// The counter is answered within this, of the three seconds it has (practice-and-market §4.1 step 2).
pub const COUNTER_BUDGET: Duration = Duration::from_millis(2_600);
/// The call itself may go on for this long behind the answer.
pub const LATE_BUDGET: Duration = Duration::from_secs(30);

type Answer = Result<EligibilityAnswer, CallFailure>;

/// Verifies the rights of one complementary.
pub async fn verify(app: &App, call: Call, request: VerifyRightsRequest) -> Result<RightsView, Problem> {
    let practice = app.practice()?;
    let (dossier, rank) = (request.dossier, request.rank);
    let sheet = practice.read(move |queries| platform_request::sheet(queries, dossier, rank)).await?;
    let asked = Asked { dossier, rank, platform: sheet.platform.clone(), at: practice.now() };
    let line = practice.lines.get(&sheet.platform).ok_or_else(|| Problem::code(ProblemCode::NoPlatformForDossier))?;
    let platform = line.platform.filter(|_| line.configured.channel.is_direct());
    let Some(platform) = platform else {
        let failure = CallFailure::not_sent(FailureCode::NoConnector, relais_platforms::failure::Phase::Admission, "");
        return record(&practice, call, &asked, Err(failure)).await;
    };
    let wanted = platform_request::eligibility(&sheet, practice.fresh(), asked.at);
    let mut running = tokio::spawn(async move { platform.check_eligibility(&wanted, LATE_BUDGET).await });
    match timeout(COUNTER_BUDGET, &mut running).await {
        Ok(answer) => {
            let answer = answer.map_err(Problem::internal)?;
            let failed = answer.as_ref().err().is_some_and(CallFailure::counts_against_platform);
            let view = record(&practice, call, &asked, answer).await?;
            after(app, &practice, &asked.platform, failed);
            Ok(view)
        }
        Err(_) => {
            let mut failure = CallFailure::not_sent(
                FailureCode::TimedOut,
                relais_platforms::failure::Phase::Exchange,
                "no answer yet",
            );
            failure.elapsed_ms = u64::try_from(COUNTER_BUDGET.as_millis()).unwrap_or_default();
            let mut view = record(&practice, call, &asked, Err(failure)).await?;
            view.still_waiting = true;
            // Silence is looked into without waiting for its end.
            after(app, &practice, &asked.platform, true);
            wait_behind(app, &practice, asked, running);
            Ok(view)
        }
    }
}

/// Which fields would leave, shown before they do.
pub async fn fields_sent(app: &App, _call: Call, request: VerifyRightsRequest) -> Result<FieldsSent, Problem> {
    let practice = app.practice()?;
    let (dossier, rank) = (request.dossier, request.rank);
    let sheet = practice.read(move |queries| platform_request::sheet(queries, dossier, rank)).await?;
    let wanted = platform_request::eligibility(&sheet, practice.fresh(), practice.now());
    Ok(FieldsSent {
        platform_label: practice.lines.label(&sheet.platform),
        fields: leaving(practice.lines.get(&sheet.platform), &wanted).into_iter().map(field_code).collect(),
    })
}

/// What leaves with a question by this line; by hand, or before there is a line, what the usual habits would send.
fn leaving(line: Option<Line>, wanted: &EligibilityRequest) -> Vec<FieldName> {
    let platform = line.filter(|line| line.configured.channel.is_direct()).and_then(|line| line.platform);
    platform.map_or_else(|| disclosed(wanted), |platform| platform.rights_fields(wanted))
}

/// A field's name in the catalogue.
pub(crate) fn field_code(field: FieldName) -> String {
    serde_json::to_value(field).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What was asked, of whom and when.
#[derive(Clone)]
struct Asked {
    dossier: DossierId,
    rank: u8,
    platform: PlatformCode,
    at: Timestamp,
}

/// Waits for the answer behind the counter's back and fills the row when it comes.
fn wait_behind(app: &App, practice: &Arc<OpenPractice>, asked: Asked, running: tokio::task::JoinHandle<Answer>) {
    let (app, practice) = (app.clone(), practice.clone());
    tokio::spawn(async move {
        let Ok(answer) = running.await else { return };
        let answered = answer.is_ok();
        // The first, failed row stays as proof; this one carries the hour it was asked and how long it took.
        if record(&practice, practice.own_call(), &asked, answer).await.is_ok() {
            app.announce(Topic::Dossiers, Some(asked.dossier));
            if answered {
                app.announce(Topic::LateAnswer, Some(asked.dossier));
            }
        }
        after(&app, &practice, &asked.platform, false);
    });
}

/// What the call taught about the platform; one failure is looked into at once, so that the strip soon tells the truth.
fn after(app: &App, practice: &Arc<OpenPractice>, platform: &PlatformCode, failed: bool) {
    let (app, practice, platform) = (app.clone(), practice.clone(), platform.clone());
    tokio::spawn(async move {
        if failed {
            platforms::look_into(&practice, &platform).await;
        }
        if platforms::record_measured(&app, &practice).await.is_ok_and(|changed| changed) {
            app.announce(Topic::Platforms, None);
        }
    });
}

async fn record(
    practice: &Arc<OpenPractice>,
    call: Call,
    asked: &Asked,
    answer: Answer,
) -> Result<RightsView, Problem> {
    let evidence = EvidenceId(practice.fresh());
    let since = since(practice, &asked.platform).await?;
    let (check, proof) = checked(asked, evidence, answer, since)?;
    let dossier = asked.dossier;
    // The check comes back through the command: repeated, it is the one that was recorded.
    let check: RightsChecked = practice
        .command(call, &("rights", dossier, asked.rank), move |tx, context| {
            tx.put_evidence(evidence, &proof)?;
            step::dossier(tx, dossier, DossierCommand::RecordRightsCheck(check.clone()), context)?;
            Ok(check)
        })
        .await?;
    let shown = practice.clone();
    practice
        .read(move |queries| {
            let state = queries.stream::<Dossier>(dossier.0)?.unwrap_or_default();
            Ok(view_dossier::rights_view(&shown, &check, &state))
        })
        .await
}

/// Since when the platform's rights are out, as far as is known.
async fn since(practice: &Arc<OpenPractice>, platform: &PlatformCode) -> Result<Option<Timestamp>, Problem> {
    let code = platform.clone();
    practice
        .read(move |queries| {
            let strip = queries.platform_strip()?;
            let functions = strip.into_iter().find(|row| row.platform == code).map(|row| row.functions);
            let rights = functions.into_iter().flatten().find(|row| row.function == Function::Rights);
            Ok(rights.filter(|row| row.state.is_out()).map(|row| row.since))
        })
        .await
}

/// The event and the sealed proof of an attempt.
fn checked(
    asked: &Asked,
    evidence: EvidenceId,
    answer: Answer,
    since: Option<Timestamp>,
) -> Result<(RightsChecked, Vec<u8>), Problem> {
    let (outcome, elapsed_ms, proof) = match answer {
        Ok(answer) => {
            let outcome = RightsOutcome::Answered {
                in_force: answer.in_force,
                covered_cents: answer.covered_cents,
                authorisation_required: answer.authorisation_required,
                reference: answer.reference.clone(),
                valid_until: answer.period.and_then(|period| period.end),
            };
            (outcome, answer.elapsed_ms, answer.raw.bytes().to_vec())
        }
        Err(failure) => {
            let proof = json!({
                "platform": asked.platform,
                "asked_at": asked.at,
                "failure": failure.code,
                "phase": format!("{:?}", failure.phase),
                "http_status": failure.http_status,
                "elapsed_ms": failure.elapsed_ms,
            });
            let proof = serde_json::to_vec(&proof).map_err(Problem::internal)?;
            (RightsOutcome::NotVerified { failure: failure.code, since }, failure.elapsed_ms, proof)
        }
    };
    let check = RightsChecked {
        rank: asked.rank,
        platform: asked.platform.clone(),
        asked_at: asked.at,
        elapsed_ms: u32::try_from(elapsed_ms).unwrap_or(u32::MAX),
        source: StateSource::Measured,
        evidence: Some(evidence),
        evidence_digest: Some(hex(&Sha256::digest(&proof))),
        outcome,
    };
    Ok((check, proof))
}
