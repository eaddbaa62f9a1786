//! F4: asks the platform for the rights, and answers within three seconds of the key whatever happens.
//!
//! One budget over everything: name, connection, TLS, token, its repeat after a 401, and the operators that come next when
//! the first is down. The call goes on behind the answer: a late one fills the row with its hour. Every attempt is kept as
//! proof, sealed, with its digest in the journal.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    cheque_papers::hex,
    contract::{FieldsSent, Problem, ProblemCode, RightsView, Topic, VerifyRightsRequest},
    departure::{self, Leaving},
    field_lists,
    known_cover::{self, Cover},
    lookup_guard::Guard,
    platform_lines::Line,
    platform_request::{self, Sheet},
    platforms, routing, step,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use relais_domain::{
    coverage::CoverageWay,
    dossier::{Dossier, DossierCommand, RightsChecked, RightsOutcome, SentFields},
    ids::{DossierId, EvidenceId, TextId},
    platform::{Channel, FailureCode, Function, PlatformCode, StateSource},
    refusal::Refusal,
};
use relais_platforms::{
    answer::EligibilityAnswer,
    disclosure::{FieldName, fields_sent as disclosed},
    failure::{CallFailure, Phase},
    platform::Platform,
    request::EligibilityRequest,
};
use relais_storage::Queries;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{task::JoinHandle, time::timeout};

/// The counter is answered within this, of the three seconds it has (practice-and-market §4.1 step 2).
pub const COUNTER_BUDGET: Duration = Duration::from_millis(2_600);
/// Of the budget, what is kept for those that may still be asked, and never more than half of what is left: a platform that
/// answers in two seconds is not given up, however many come after it.
const RESERVED: Duration = Duration::from_millis(400);
/// The call itself may go on for this long behind the answer.
pub const LATE_BUDGET: Duration = Duration::from_secs(30);

type Answer = Result<EligibilityAnswer, CallFailure>;

/// Verifies the rights of one complementary: the next operator is asked when the one before is down, within one budget.
pub async fn verify(app: &App, call: Call, request: VerifyRightsRequest) -> Result<RightsView, Problem> {
    let practice = app.practice()?;
    let Admitted { question, lines, first } = admitted(&practice, &request).await?;
    let Asking { attempts, waiting } = ask(&practice, &question, lines, first).await?;
    let failed: Vec<(PlatformCode, bool)> = attempts
        .iter()
        // Silence is looked into without waiting for its end.
        .map(|it| (it.platform.clone(), it.answer.as_ref().err().is_some_and(CallFailure::counts_against_platform)))
        .collect();
    let mut view = record(&practice, call, &question, attempts).await?;
    for (platform, failed) in failed {
        after(app, &practice, &platform, failed);
    }
    view.still_waiting = !waiting.is_empty();
    for waiting in waiting {
        wait_behind(app, &practice, question.clone(), waiting);
    }
    Ok(view)
}

/// What is asked, and when.
#[derive(Clone)]
struct Question {
    dossier: DossierId,
    rank: u8,
    sheet: Arc<Sheet>,
    service_date: Date,
    at: Timestamp,
}

impl Question {
    /// The question, and who is to be asked in order.
    fn read(
        queries: &Queries<'_>,
        practice: &OpenPractice,
        request: &VerifyRightsRequest,
    ) -> Result<(Self, Vec<PlatformCode>), Problem> {
        let (dossier, rank, today) = (request.dossier, request.rank, practice.today());
        let sheet = platform_request::sheet(queries, dossier, rank)?;
        let state = queries.stream::<Dossier>(dossier.0)?.unwrap_or_default();
        let operators = routing::operators_for(queries, &sheet)?;
        let service_date = request.service_date.unwrap_or_else(|| platform_request::service_date(&state, today));
        if service_date > today.saturating_add(MAX_DAYS_AHEAD.days()) {
            return Err(Refusal::DateInFuture.into());
        }
        Ok((Question { dossier, rank, sheet: Arc::new(sheet), service_date, at: practice.now() }, operators))
    }

    /// What leaves with it to an operator.
    fn leaving(
        &self,
        queries: &Queries<'_>,
        practice: &OpenPractice,
        to: (&PlatformCode, &dyn Platform),
    ) -> Result<Leaving, Problem> {
        departure::leaving_rights(queries, practice, (self.dossier, &self.sheet), to, self.service_date)
    }
}

/// A question that may be asked.
struct Admitted {
    question: Question,
    /// Who is asked, in order.
    lines: Vec<Line>,
    /// What leaves to the first of them that is spoken to.
    first: Option<Leaving>,
}

/// Reads the question, cuts it to what may leave to the first operator spoken to, and weighs the look-up: one passage to the
/// writer, whose pages are warm, for what is counted there anyway.
async fn admitted(practice: &Arc<OpenPractice>, request: &VerifyRightsRequest) -> Result<Admitted, Problem> {
    let (asking, request, guard) = (practice.clone(), request.clone(), Guard::of(practice)?);
    let (admitted, weighed) = practice
        .count(move |tx, context| {
            let queries = tx.queries()?;
            let (question, operators) = Question::read(&queries, &asking, &request)?;
            let lines: Vec<Line> = operators.iter().filter_map(|code| asking.lines.get(code)).collect();
            if lines.is_empty() {
                return Err(Problem::code(ProblemCode::NoPlatformForDossier));
            }
            let spoken_to = lines.iter().find_map(|line| Some((&line.configured.platform, line.speaker()?)));
            let Some((platform, speaker)) = spoken_to else {
                return Ok((Admitted { question, lines, first: None }, None));
            };
            let leaving = question.leaving(&queries, &asking, (platform, speaker.as_ref()))?;
            let wanted = leaving.wanted(platform.clone(), &question.sheet, question.dossier);
            let weighed = guard.weigh(tx, context, wanted)?;
            Ok((Admitted { question, lines, first: Some(leaving) }, Some(weighed)))
        })
        .await?;
    if let Some(weighed) = weighed {
        weighed.told(practice).await?;
    }
    Ok(admitted)
}

/// A date of care further ahead than this is a mistake of the year.
const MAX_DAYS_AHEAD: i64 = 366;

/// One operator asked, and what it said.
struct Attempt {
    platform: PlatformCode,
    instead_of: Option<PlatformCode>,
    /// The fields it was handed.
    fields: Vec<FieldName>,
    answer: Answer,
}

/// An operator that may still answer.
struct Waiting {
    platform: PlatformCode,
    running: JoinHandle<Answer>,
}

/// What the counter's budget gave, and who may still answer.
struct Asking {
    attempts: Vec<Attempt>,
    waiting: Vec<Waiting>,
}

/// Asks one operator after the other until one answers or the budget is spent.
async fn ask(
    practice: &Arc<OpenPractice>,
    question: &Question,
    lines: Vec<Line>,
    mut first: Option<Leaving>,
) -> Result<Asking, Problem> {
    let started = Instant::now();
    let mut asking = Asking { attempts: Vec::new(), waiting: Vec::new() };
    let mut left = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    for line in lines {
        left -= 1;
        let budget = COUNTER_BUDGET.saturating_sub(started.elapsed());
        let kept = if left == 0 { Duration::ZERO } else { RESERVED.min(budget / 2) };
        let platform_code = line.configured.platform.clone();
        let (fields, answer) = match line.speaker() {
            None => (Vec::new(), Err(CallFailure::not_sent(FailureCode::NoConnector, Phase::Admission, ""))),
            Some(platform) => {
                let leaving = match first.take() {
                    Some(leaving) => Ok(leaving),
                    None => next_leaving(practice, question, (&platform_code, &platform)).await,
                };
                let Leaving { request: wanted, fields } = match leaving {
                    Ok(leaving) => leaving,
                    // The customer was asked about the first only: what that one gave is the answer.
                    Err(problem) if departure::is_about_consent(&problem) => break,
                    Err(problem) => return Err(problem),
                };
                let mut call = Box::pin(async move { platform.check_eligibility(&wanted, LATE_BUDGET).await });
                match timeout(budget.saturating_sub(kept), &mut call).await {
                    Ok(answer) => (fields, answer),
                    Err(_) => {
                        // It goes on behind the answer.
                        let running = tokio::spawn(call);
                        asking.waiting.push(Waiting { platform: platform_code.clone(), running });
                        (fields, Err(silent(started.elapsed())))
                    }
                }
            }
        };
        let settled = answer.as_ref().err().is_none_or(|failure| !is_down(failure));
        let instead_of = asking.attempts.last().map(|before| before.platform.clone());
        asking.attempts.push(Attempt { platform: platform_code, instead_of, fields, answer });
        if settled {
            break;
        }
    }
    Ok(asking)
}

/// What leaves to an operator asked in another's place: the same look-up, of which the field list and the customer's word are
/// its own.
async fn next_leaving(
    practice: &Arc<OpenPractice>,
    question: &Question,
    (code, speaker): (&PlatformCode, &Arc<dyn Platform>),
) -> Result<Leaving, Problem> {
    let (asking, question, code, speaker) = (practice.clone(), question.clone(), code.clone(), speaker.clone());
    practice.read(move |queries| question.leaving(queries, &asking, (&code, speaker.as_ref()))).await
}

/// No answer yet.
fn silent(after: Duration) -> CallFailure {
    let mut failure = CallFailure::not_sent(FailureCode::TimedOut, Phase::Exchange, "no answer yet");
    failure.elapsed_ms = u64::try_from(after.as_millis()).unwrap_or_default();
    failure
}

/// Whether another operator is to be asked: this one failed or is not spoken to now. One that refuses the question, or our
/// own pace, is no reason to tell somebody else who the customer is.
fn is_down(failure: &CallFailure) -> bool {
    failure.counts_against_platform() || matches!(failure.code, FailureCode::CircuitOpen | FailureCode::NoConnector)
}

/// Which fields would leave, shown before they do.
pub async fn fields_sent(app: &App, _call: Call, request: VerifyRightsRequest) -> Result<FieldsSent, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    let (question, operators, wanted) = practice
        .read(move |queries| {
            let (question, operators) = Question::read(queries, &asked, &request)?;
            let in_use = field_lists::in_use(queries)?;
            let to = (&question.sheet.platform, question.service_date);
            let wanted = departure::rights(&in_use, &question.sheet, to, asked.fresh(), question.at);
            Ok((question, operators, wanted))
        })
        .await?;
    let next = operators.iter().filter(|code| **code != question.sheet.platform);
    Ok(FieldsSent {
        platform_label: practice.lines.label(&question.sheet.platform),
        next_labels: next.map(|code| practice.lines.label(code)).collect(),
        fields: leaving(practice.lines.get(&question.sheet.platform), &wanted).into_iter().map(field_code).collect(),
    })
}

/// What leaves with a question by this line; by hand, or before there is a line, what the usual habits would send.
fn leaving(line: Option<Line>, wanted: &EligibilityRequest) -> Vec<FieldName> {
    let platform = line.and_then(|line| line.speaker());
    platform.map_or_else(|| disclosed(wanted), |platform| platform.rights_fields(wanted))
}

/// A field's name in the catalogue.
pub(crate) fn field_code(field: FieldName) -> String {
    serde_json::to_value(field).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Waits for the answer behind the counter's back and fills the row when it comes.
fn wait_behind(app: &App, practice: &Arc<OpenPractice>, question: Question, waiting: Waiting) {
    let (app, practice) = (app.clone(), practice.clone());
    let Waiting { platform, running } = waiting;
    tokio::spawn(async move {
        let Ok(answer) = running.await else { return };
        let answered = answer.is_ok();
        // What the question sent was told with the first of its two rows.
        let attempt = Attempt { platform: platform.clone(), instead_of: None, fields: Vec::new(), answer };
        // The first, failed row stays as proof; this one carries the hour it was asked and how long it took.
        if record(&practice, practice.own_call(), &question, vec![attempt]).await.is_ok() {
            app.announce(Topic::Dossiers, Some(question.dossier));
            if answered {
                app.announce(Topic::LateAnswer, Some(question.dossier));
            }
        }
        after(&app, &practice, &platform, false);
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

/// Records every attempt in one transaction, in order, and shows the last.
async fn record(
    practice: &Arc<OpenPractice>,
    call: Call,
    question: &Question,
    attempts: Vec<Attempt>,
) -> Result<RightsView, Problem> {
    let mut proved = Vec::new();
    for attempt in attempts {
        let since = match attempt.answer {
            Ok(_) => None,
            Err(_) => since(practice, &attempt.platform).await?,
        };
        proved.push(prove(practice, question, attempt, since)?);
    }
    let (dossier, rank) = (question.dossier, question.rank);
    let (noting, shown) = (practice.clone(), practice.clone());
    let (_, view) = practice
        .command_seen(
            call,
            &("rights", dossier, rank, question.service_date),
            move |tx, context| {
                let state = step::existing_dossier(tx, dossier)?;
                let mut last = None;
                for Proved { check, proof, message, sent } in proved {
                    if let Some(evidence) = check.evidence {
                        tx.put_evidence(evidence, &proof)?;
                    }
                    if let Some((id, text)) = message {
                        tx.put_text(id, state.person(), &text)?;
                    }
                    step::dossier(tx, dossier, DossierCommand::RecordRightsCheck(check.clone()), context)?;
                    departure::left(tx, &sent.platform, sent.function, &sent.fields)?;
                    departure::told(tx, context, dossier, sent)?;
                    last = Some(check);
                }
                noting.note_aboard(tx, call);
                last.ok_or_else(|| Problem::code(ProblemCode::NoPlatformForDossier))
            },
            // The check comes back through the command: repeated, it is the one that was recorded.
            move |queries, check: &RightsChecked| {
                let state = queries.stream::<Dossier>(dossier.0)?.unwrap_or_default();
                let track = state.track(rank).ok_or_else(|| Problem::code(ProblemCode::UnknownTrack))?;
                Cover::read(queries, &shown, dossier, &state)?.rights(track, check)
            },
        )
        .await?;
    Ok(view)
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

/// An attempt as it is recorded: the event, the sealed proof, and the platform's sentence for its erasable place.
struct Proved {
    check: RightsChecked,
    proof: Vec<u8>,
    message: Option<(TextId, String)>,
    sent: SentFields,
}

/// By which way a platform answers.
fn way(practice: &OpenPractice, platform: &PlatformCode) -> CoverageWay {
    match practice.lines.get(platform).map(|line| line.configured.channel) {
        Some(Channel::Http) => CoverageWay::Http,
        _ => CoverageWay::Fhir,
    }
}

fn prove(
    practice: &OpenPractice,
    question: &Question,
    attempt: Attempt,
    since: Option<Timestamp>,
) -> Result<Proved, Problem> {
    // Before the exchange, not one byte of the question had been handed over.
    let has_left = attempt.answer.as_ref().err().is_none_or(|failure| failure.phase >= Phase::Exchange);
    let fields = if has_left { attempt.fields } else { Vec::new() };
    let sent = SentFields { platform: attempt.platform.clone(), function: Function::Rights, fields, request: None };
    let mut message = None;
    let (outcome, elapsed_ms, proof) = match attempt.answer {
        Ok(answer) => {
            let took = i64::try_from(answer.elapsed_ms).unwrap_or_default().milliseconds();
            let answered_at = question.at.checked_add(took).unwrap_or(question.at);
            let coverage = answer.coverage(way(practice, &attempt.platform), question.service_date, answered_at);
            let (coverage, sentence) = known_cover::journaled(coverage);
            message = sentence.map(|sentence| (TextId(practice.fresh()), sentence));
            let text = message.as_ref().map(|(id, _)| *id);
            let outcome = RightsOutcome::Answered { answer: Box::new(coverage), message: text };
            (outcome, answer.elapsed_ms, answer.raw.bytes().to_vec())
        }
        Err(failure) => {
            let proof = json!({
                "platform": attempt.platform,
                "asked_at": question.at,
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
        rank: question.rank,
        platform: attempt.platform,
        asked_at: question.at,
        elapsed_ms: u32::try_from(elapsed_ms).unwrap_or(u32::MAX),
        service_date: question.service_date,
        instead_of: attempt.instead_of,
        source: StateSource::Measured,
        evidence: Some(EvidenceId(practice.fresh())),
        evidence_digest: Some(hex(&Sha256::digest(&proof))),
        outcome,
    };
    Ok(Proved { check, proof, message, sent })
}
