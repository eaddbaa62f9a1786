//! The FHIR endpoints: they find out which function a call is for, and bring the honest answer.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use jiff::civil::Date;
use serde_json::Value;

use super::exchange::{Answer, Call, Voice, respond};
use super::{Site, text};
use crate::fhir::reading::main_resource;
use crate::fhir::{Issue, capability, claim as claims, eligibility, search as searching};
use crate::places::{Function, Platform};
use crate::register::{Taken, TakenBack};
use crate::wire::Wire;
use crate::world;

type Parameters = Vec<(String, String)>;

fn call(site: Site, platform: Platform, wire: Wire, headers: HeaderMap, function: Option<Function>) -> Call {
    let (voice, activity, request_identifier) = (Voice::Fhir, None, None);
    Call { site, platform, wire, voice, function, activity, request_identifier, headers }
}

/// The address this FHIR server was called at.
fn base(headers: &HeaderMap, platform: Platform) -> String {
    let host = text(headers, header::HOST).unwrap_or("localhost");
    format!("http://{host}/{}/fhir", platform.code())
}

/// `GET metadata`, open to all.
pub(crate) async fn metadata(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    headers: HeaderMap,
) -> Response {
    let now = site.control.now();
    respond(Answer::json(StatusCode::OK, capability::statement(platform, &base(&headers, platform), now)))
}

/// A body as JSON, or why it is not.
fn json(headers: &HeaderMap, body: &Bytes) -> Result<Value, Answer> {
    let media = text(headers, header::CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !["application/fhir+json", "application/json"].contains(&media) {
        let issue = Issue::new("not-supported", "", "application/fhir+json attendu");
        return Err(Answer::outcome(StatusCode::UNSUPPORTED_MEDIA_TYPE, &[issue]));
    }
    serde_json::from_slice(body).map_err(|error| {
        let issue = Issue::new("structure", "", format!("JSON illisible : ligne {}", error.line()));
        Answer::outcome(StatusCode::BAD_REQUEST, &[issue])
    })
}

fn first_identifier(body: &Value) -> Option<String> {
    main_resource(body)["identifier"][0]["value"].as_str().map(str::to_owned)
}

/// `POST CoverageEligibilityRequest`.
pub(crate) async fn rights(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let read = json(&headers, &body);
    let mut call = call(site, platform, wire, headers, Some(Function::Rights));
    if let Ok(body) = &read {
        call.activity = eligibility::activity(body);
        call.request_identifier = first_identifier(body);
    }
    call.meet(|state| match read {
        Ok(body) => rights_answer(state, platform, body),
        Err(refusal) => refusal,
    })
    .await
}

fn rights_answer(state: &mut world::State, platform: Platform, body: Value) -> Answer {
    let asked = match eligibility::read(body) {
        Ok(asked) => asked,
        Err(issues) => return Answer::outcome(StatusCode::UNPROCESSABLE_ENTITY, &issues),
    };
    state.rights_answered += 1;
    let number = state.rights_answered;
    let rule = state.book.rule(platform, &asked.echo.member_number);
    let ids = (format!("droits-{number:05}"), format!("ACC{}{number:06}", platform.agreement_prefix()));
    let answer = eligibility::answer(platform, &asked, &rule, (&ids.0, &ids.1), state.now());
    Answer::json(StatusCode::OK, answer).about(&asked.echo.member_number)
}

/// `POST Claim` and `POST Claim/$submit`.
pub(crate) async fn claim(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let read = json(&headers, &body);
    let mut call = call(site, platform, wire, headers, None);
    if let Ok(body) = &read {
        (call.function, call.activity) = claims::purpose(body);
        call.request_identifier = first_identifier(body);
    }
    call.meet(|state| match read {
        Ok(body) => claim_answer(state, platform, body),
        Err(refusal) => refusal,
    })
    .await
}

fn claim_answer(state: &mut world::State, platform: Platform, body: Value) -> Answer {
    if let Some(identifier) = claims::taken_back(&body) {
        return match state.register.cancel(platform, &identifier, "") {
            TakenBack::Done { answer, .. } => Answer::json(StatusCode::OK, answer),
            refused => cannot_take_back(&refused),
        };
    }
    let asked = match claims::read(body) {
        Ok(asked) => asked,
        Err(issues) => return Answer::outcome(StatusCode::UNPROCESSABLE_ENTITY, &issues),
    };
    let member = asked.echo.member_number.clone();
    let refuse = |status, code, words: String| Answer::outcome(status, &[Issue::new(code, "Claim", words)]);
    let answer = match state.submit(platform, asked) {
        Taken::New { answer, .. } | Taken::Again(answer) => Answer::json(StatusCode::OK, answer),
        Taken::OtherContent => {
            refuse(StatusCode::CONFLICT, "duplicate", "identifiant déjà employé pour une autre demande".to_owned())
        }
        Taken::UnknownAgreement(number) => {
            let words = format!("prise en charge inconnue : {number}");
            refuse(StatusCode::UNPROCESSABLE_ENTITY, "business-rule", words)
        }
        Taken::Full => refuse(StatusCode::INSUFFICIENT_STORAGE, "no-store", "registre plein".to_owned()),
    };
    answer.about(&member)
}

fn cannot_take_back(refused: &TakenBack) -> Answer {
    let words = if let TakenBack::Refused(words) = refused { words } else { "demande inconnue" };
    Answer::outcome(StatusCode::UNPROCESSABLE_ENTITY, &[Issue::new("business-rule", "Claim", words.to_owned())])
}

/// `POST Task`: the one task there is, a request taken back. It breaks with the function of that request.
pub(crate) async fn task(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let read = json(&headers, &body);
    let taken_back = read.as_ref().ok().and_then(claims::taken_back);
    let function = taken_back
        .as_ref()
        .and_then(|identifier| site.control.world.with(|state| state.register.function_of(platform, identifier)));
    let mut call = call(site, platform, wire, headers, Some(function.unwrap_or(Function::PriorAuthorisation)));
    call.request_identifier = read.as_ref().ok().and_then(first_identifier);
    call.meet(|state| match (read, taken_back) {
        (Ok(body), Some(identifier)) => task_answer(state, platform, body, &identifier),
        (Ok(_), None) => {
            let issue = Issue::new("not-supported", "Task.code", "seule l’annulation est connue");
            Answer::outcome(StatusCode::UNPROCESSABLE_ENTITY, &[issue])
        }
        (Err(refusal), _) => refusal,
    })
    .await
}

fn task_answer(state: &mut world::State, platform: Platform, mut task: Value, identifier: &str) -> Answer {
    let by = first_identifier(&task).unwrap_or_default();
    match state.register.cancel(platform, identifier, &by) {
        TakenBack::Done { number, .. } => {
            (task["id"], task["status"]) = (number.clone().into(), "completed".into());
            task["statusReason"] = serde_json::json!({ "text": format!("Annulation enregistrée, n° {number}") });
        }
        TakenBack::Refused(words) => {
            (task["id"], task["status"]) = ("annulation-refusee".into(), "rejected".into());
            task["statusReason"] = serde_json::json!({ "text": words });
        }
        unknown => return cannot_take_back(&unknown),
    }
    Answer::json(StatusCode::OK, task)
}

/// `GET ClaimResponse`.
pub(crate) async fn search(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    OriginalUri(uri): OriginalUri,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Response {
    let named = parameters.iter().find(|(name, _)| name.starts_with("request") || name == "identifier");
    let identifier = named.map(|(_, value)| value.clone()).unwrap_or_default();
    let function = site.control.world.with(|state| state.register.function_of(platform, &identifier));
    let base = base(&headers, platform);
    let url = format!("{base}/ClaimResponse?{}", uri.query().unwrap_or_default());
    let function = function.unwrap_or(Function::PriorAuthorisation);
    let mut call = call(site, platform, wire, headers, Some(function));
    call.request_identifier = Some(identifier.rsplit('|').next().unwrap_or_default().to_owned());
    call.meet(|state| match searching::Search::read(&parameters) {
        Ok(search) => {
            let now = state.now();
            let found = state.register.search(platform, &search, &state.book, now);
            Answer::json(StatusCode::OK, searching::bundle(&found, &base, &url))
        }
        Err(issues) => Answer::outcome(StatusCode::BAD_REQUEST, &issues),
    })
    .await
}

/// `GET ClaimResponse/{id}`.
pub(crate) async fn read(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let call = call(site, platform, wire, headers, Some(Function::PriorAuthorisation));
    call.meet(|state| {
        let now = state.now();
        match state.register.read(platform, &id, &state.book, now) {
            Some(answer) => Answer::json(StatusCode::OK, answer),
            None => {
                let issue = Issue::new("not-found", "", format!("ClaimResponse/{id} inconnue"));
                Answer::outcome(StatusCode::NOT_FOUND, &[issue])
            }
        }
    })
    .await
}

/// `GET PaymentReconciliation?created=ge2024-02-01`.
pub(crate) async fn advices(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    OriginalUri(uri): OriginalUri,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Response {
    let base = base(&headers, platform);
    let url = format!("{base}/PaymentReconciliation?{}", uri.query().unwrap_or_default());
    let call = call(site, platform, wire, headers, Some(Function::PaymentAdvice));
    call.meet(|state| match created_between(&parameters) {
        Ok((from, to)) => {
            let found = state.payments.advices(platform, from, to);
            Answer::json(StatusCode::OK, searching::bundle(&found, &base, &url))
        }
        Err(issue) => Answer::outcome(StatusCode::BAD_REQUEST, &[issue]),
    })
    .await
}

/// The days a search by `created` covers.
fn created_between(parameters: &Parameters) -> Result<(Option<Date>, Option<Date>), Issue> {
    let (mut from, mut to) = (None, None);
    for (name, value) in parameters {
        if name != "created" {
            return Err(Issue::new("not-supported", "", format!("paramètre inconnu : {name}")));
        }
        let (prefix, day) = match value.get(..2) {
            Some(prefix @ ("ge" | "le" | "eq")) => (prefix, &value[2..]),
            _ => ("eq", value.as_str()),
        };
        let day: Date = day.parse().map_err(|_| Issue::new("value", "", "date attendue (AAAA-MM-JJ)"))?;
        if prefix != "le" {
            from = Some(day);
        }
        if prefix != "ge" {
            to = Some(day);
        }
    }
    Ok((from, to))
}
