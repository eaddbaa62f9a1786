//! Sends what waits, one request at a time: the attempt is durable before the first byte leaves, and what became of it
//! is recorded before anything else is tried. A quote, a prior authorisation, an invoice and a cancellation go the same way.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    circuit::settle,
    contract::{Problem, ProblemCode, RequestRef, SendOutcome, Topic},
    departure, outbox,
    platform_request::{self, Message, Prepared},
    platforms, sent_answer,
    sent_answer::Answer,
    step,
};
use relais_domain::{
    formality::Formality,
    ids::{EvidenceId, RequestId, TextId},
    platform::{FailureCode, Function, PlatformCode, RepeatMode},
    refusal::Refusal,
    request::{Request, RequestAnswer, RequestCommand, RequestState},
};
use relais_platforms::{
    failure::{CallFailure, Phase, SendFailure},
    platform::Platform,
};
use relais_storage::{
    Tx,
    rows::{Page, RequestFilter},
};
use std::{sync::Arc, time::Duration};

/// Time one request may take, from name to last byte.
pub const SEND_BUDGET: Duration = Duration::from_secs(20);

/// Most requests looked at when opening; one is sent at a time, so one at most was interrupted.
const MAX_INTERRUPTED: u32 = 10_000;

/// Sends one request now.
pub async fn send_one(app: &App, _call: Call, request: RequestRef) -> Result<SendOutcome, Problem> {
    let practice = app.practice()?;
    let outcome = send(&practice, request.request, Asker::Person).await?;
    platforms::record_measured(app, &practice).await?;
    app.announce(Topic::Queue, None);
    Ok(outcome)
}

/// Who has a request sent or asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    /// A person, who looks at this very request.
    Person,
    /// The program, in a run over many.
    Program,
}

/// How a request may be repeated while it is not known whether the platform has it. A cancellation goes as the platform says
/// of cancellations, unless the owner never lets the program repeat that function.
pub(crate) fn repeat_mode(practice: &OpenPractice, code: &PlatformCode, formality: Formality) -> RepeatMode {
    let of_function = practice.lines.repeat_mode(code, formality.function());
    if formality.cancels().is_none() || practice.lines.conduct(code).never_repeats(formality.function()) {
        return of_function;
    }
    let line = practice.lines.get(code).and_then(|line| line.platform);
    line.map_or(RepeatMode::Never, |line| line.cancellation_repeat_rule())
}

/// Sends one request and records what became of it. What our own restraint holds back is no attempt: nothing is recorded.
pub(crate) async fn send(
    practice: &Arc<OpenPractice>,
    request: RequestId,
    asker: Asker,
) -> Result<SendOutcome, Problem> {
    let mut prepared = practice.read(move |queries| platform_request::prepared(queries, request)).await?;
    let (code, formality) = (prepared.platform.clone(), prepared.formality);
    let function = formality.function();
    let line = practice.lines.get(&code).and_then(|line| line.platform);
    let platform = line.ok_or_else(|| Problem::code(ProblemCode::NoPlatformForDossier))?;
    if platform.handover(function).is_some() || matches!(prepared.message, Message::ByHand) {
        // A portal is spoken to by hand: « Dossier suivant ».
        return Ok(plain(RequestState::Queued, Some(FailureCode::NoConnector)));
    }
    let row = practice.read(move |queries| Ok(queries.request(request)?)).await?;
    let tried = row.as_ref().is_some_and(|row| row.state == RequestState::Queued && row.attempts > 0);
    if tried && asker == Asker::Program && repeat_mode(practice, &code, formality) == RepeatMode::Never {
        // A person says whether it goes again.
        return Ok(plain(RequestState::Queued, row.and_then(|row| row.last_failure)));
    }
    if row.is_some_and(|row| row.state == RequestState::Queued)
        && let Some(held) = hold(practice, &code, function).await
    {
        return Ok(plain(RequestState::Queued, Some(held)));
    }
    let speaker = platform.clone();
    let (prepared, sent) = practice
        .read(move |queries| {
            let sent = departure::message(queries, &mut prepared, speaker.as_ref())?;
            Ok((prepared, sent))
        })
        .await?;
    let (dossier, about, asking) = (prepared.dossier, sent.clone(), practice.clone());
    let started = practice.own_call();
    practice
        .command(started, &("send", request), move |tx, context| {
            settle::refuse_sending(tx, request)?;
            // In the same moment as the start: without his word, what waits goes on waiting.
            departure::agreed(&tx.queries()?, &asking, dossier, &about)?;
            step::request(tx, request, RequestCommand::StartSending, context)?;
            departure::told(tx, context, dossier, about)
        })
        .await?;
    let answer = match handed_over(platform.as_ref(), &prepared.message).await {
        // Something stands under its identifier: an earlier attempt of ours, perhaps, which the platform then shows.
        Err(SendFailure::Conflict(failure)) => {
            let found = looked_for(platform.as_ref(), &prepared.message).await;
            found.ok().flatten().ok_or(SendFailure::Conflict(failure))
        }
        answer => answer,
    };
    let left = !matches!(&answer, Err(SendFailure::NotSent(failure)) if failure.phase < Phase::Exchange);
    let outcome = record_attempt(practice, request, formality, answer).await?;
    if left {
        practice
            .command(practice.own_call(), &("left", request), move |tx, _| {
                departure::left(tx, &sent.platform, sent.function, &sent.fields)
            })
            .await?;
    }
    Ok(outcome)
}

/// The message, to the platform.
async fn handed_over(platform: &dyn Platform, message: &Message) -> Result<Answer, SendFailure> {
    match message {
        Message::Claim(claim_use, claim) => {
            platform.submit_claim(*claim_use, claim, SEND_BUDGET).await.map(Answer::of_claim)
        }
        Message::Cancellation(cancellation) => {
            platform.cancel(cancellation, SEND_BUDGET).await.map(Answer::Cancellation)
        }
        Message::ByHand => Err(SendFailure::NotSent(by_hand())),
    }
}

/// What the platform holds under the message's identifier; none on its word that it has none.
async fn looked_for(platform: &dyn Platform, message: &Message) -> Result<Option<Answer>, CallFailure> {
    match message {
        Message::Claim(claim_use, claim) => {
            Ok(platform.find_claim(*claim_use, claim.id, SEND_BUDGET).await?.map(Answer::of_claim))
        }
        Message::Cancellation(cancellation) => {
            Ok(platform.find_cancellation(cancellation, SEND_BUDGET).await?.map(Answer::Cancellation))
        }
        Message::ByHand => Err(by_hand()),
    }
}

fn by_hand() -> CallFailure {
    CallFailure::not_sent(FailureCode::NoConnector, Phase::Admission, "asked for by hand")
}

/// Waits out a short delay that the platform asked for; says why when nothing may leave for longer.
async fn hold(practice: &OpenPractice, code: &PlatformCode, function: Function) -> Option<FailureCode> {
    if let Some(held) = practice.lines.held_for(code) {
        if held >= SEND_BUDGET {
            return Some(FailureCode::Paced);
        }
        tokio::time::sleep(held).await;
    }
    practice.lines.would_wait(code, function).map(|_| FailureCode::CircuitOpen)
}

/// Asks the platform, with the same identifier, what became of a request « à confirmer », or taken in for later.
pub async fn check_unknown(app: &App, _call: Call, request: RequestRef) -> Result<SendOutcome, Problem> {
    let practice = app.practice()?;
    let outcome = check(&practice, request.request, Asker::Person).await?;
    app.announce(Topic::Queue, None);
    Ok(outcome)
}

/// The same, for a running recovery. Where only a person settles, nothing is asked behind his back.
pub(crate) async fn check(
    practice: &Arc<OpenPractice>,
    request: RequestId,
    asker: Asker,
) -> Result<SendOutcome, Problem> {
    let prepared = practice.read(move |queries| platform_request::prepared(queries, request)).await?;
    let Prepared { platform: code, formality, message, .. } = prepared;
    let line = practice.lines.get(&code).and_then(|line| line.platform);
    let platform = line.ok_or_else(|| Problem::code(ProblemCode::NoPlatformForDossier))?;
    let state = practice.read(move |queries| Ok(queries.request(request)?.map(|row| row.state))).await?;
    let state = state.unwrap_or_default();
    let is_open = matches!(state, RequestState::OutcomeUnknown | RequestState::Conflict);
    let mode = repeat_mode(practice, &code, formality);
    if is_open && asker == Asker::Program && (mode == RepeatMode::Never || state == RequestState::Conflict) {
        return Ok(plain(state, None));
    }
    let has_none = match looked_for(platform.as_ref(), &message).await {
        Ok(Some(answer)) => return record_attempt(practice, request, formality, Ok(answer)).await,
        // Taken in and known of no more: nothing is sent again without a person.
        Ok(None) if !is_open => return Ok(plain(RequestState::Answered, None)),
        Ok(None) => true,
        Err(failure) if !is_open => return Ok(plain(RequestState::Answered, Some(failure.code))),
        // It promises to recognise the identifier, and has no way to be asked: the promise is what there is.
        Err(failure) if mode == RepeatMode::SameIdentifier && cannot_be_asked(&failure) => true,
        Err(failure) => return Ok(plain(state, Some(failure.code))),
    };
    if has_none && (mode == RepeatMode::Never || state == RequestState::Conflict) {
        return Ok(SendOutcome { platform_has_none: true, ..plain(state, None) });
    }
    practice
        .command(practice.own_call(), &("not_received", request), move |tx, context| {
            outbox::record_not_received(tx, context, request, false)
        })
        .await?;
    Ok(plain(RequestState::Queued, None))
}

/// Whether the platform answered that it does not do such searches, rather than not at all.
fn cannot_be_asked(failure: &CallFailure) -> bool {
    let refused = matches!(
        failure.code,
        FailureCode::NotFound | FailureCode::RequestRefused | FailureCode::OperationOutcome | FailureCode::NoConnector
    );
    refused && failure.http_status.is_none_or(|status| (400..500).contains(&status))
}

async fn record_attempt(
    practice: &Arc<OpenPractice>,
    request: RequestId,
    formality: Formality,
    answer: Result<Answer, SendFailure>,
) -> Result<SendOutcome, Problem> {
    let (evidence, text) = (EvidenceId(practice.fresh()), TextId(practice.fresh()));
    let call = practice.own_call();
    practice
        .command(call, &("attempt", request), move |tx, context| match answer {
            Ok(answer) => {
                tx.put_evidence(evidence, answer.raw())?;
                let said = answer.said(formality);
                let message = words(tx, request, text, answer.words())?;
                let outcome = sent_answer::outcome_of(&said);
                let heard = outbox::Heard { answer: said, evidence: Some(evidence), by_staff: false, message };
                outbox::record_answer(tx, context, request, heard)?;
                Ok(outcome)
            }
            Err(SendFailure::NotSent(failure)) => {
                let retry_after_s = failure.retry_after_s;
                let command = RequestCommand::RecordNotSent { failure: failure.code, retry_after_s };
                // Queued again, or given up when it was the last attempt.
                step::request(tx, request, command, context)?;
                settle::keep_from_sending(tx, context, request)?;
                Ok(plain(tx.load::<Request>(request.0)?.state, Some(failure.code)))
            }
            Err(SendFailure::Conflict(failure)) => {
                outbox::record_conflict(tx, context, request, failure.code)?;
                Ok(plain(RequestState::Conflict, Some(failure.code)))
            }
            Err(SendFailure::Refused(failure)) => {
                let said = failure.platform_text.as_ref().map(|text| text.as_str());
                let message = words(tx, request, text, said)?;
                let answer = RequestAnswer::Refused { reason_code: None };
                let heard = outbox::Heard { answer, evidence: None, by_staff: false, message };
                outbox::record_answer(tx, context, request, heard)?;
                Ok(plain(RequestState::Answered, Some(failure.code)))
            }
            Err(SendFailure::OutcomeUnknown(failure)) => {
                outbox::record_unknown(tx, context, request, failure.code)?;
                Ok(plain(RequestState::OutcomeUnknown, Some(failure.code)))
            }
        })
        .await
}

/// Keeps the platform's own words in their erasable place: they may name the customer.
fn words(tx: &mut Tx<'_>, request: RequestId, id: TextId, said: Option<&str>) -> Result<Option<TextId>, Problem> {
    let Some(said) = said else { return Ok(None) };
    let dossier = tx.load::<Request>(request.0)?.queued.map(|queued| queued.dossier);
    let person = dossier.map(|dossier| step::existing_dossier(tx, dossier)).transpose()?.and_then(|it| it.person());
    tx.put_text(id, person, said)?;
    Ok(Some(id))
}

pub(crate) fn plain(state: RequestState, failure: Option<FailureCode>) -> SendOutcome {
    SendOutcome { state, failure, platform_has_none: false, agreement_reference: None, covered_cents: None }
}

/// At opening: what was being sent when the program died may have arrived, and is « à confirmer ».
pub(crate) async fn settle_interrupted(practice: &Arc<OpenPractice>) -> Result<u32, Problem> {
    let interrupted = practice
        .read(|queries| {
            let waiting = queries.requests(&RequestFilter::Waiting, Page::first(MAX_INTERRUPTED))?;
            Ok(waiting
                .into_iter()
                .filter(|row| row.state == RequestState::Sending)
                .map(|row| row.id)
                .collect::<Vec<_>>())
        })
        .await?;
    let mut settled = 0;
    for request in interrupted {
        practice
            .command(practice.own_call(), &("interrupted", request), move |tx, context| {
                if tx.load::<Request>(request.0)?.state != RequestState::Sending {
                    return Err(Refusal::RequestState.into());
                }
                outbox::record_unknown(tx, context, request, FailureCode::ConnectionLost)
            })
            .await?;
        settled += 1;
    }
    Ok(settled)
}
