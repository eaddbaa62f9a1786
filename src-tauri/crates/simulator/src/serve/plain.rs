//! The endpoints of the second face: rights, quotes, prior authorisations, invoices and cancellations in three made-up tongues, behind Basic, a login call or
//! a token. They fail with the same functions as the FHIR endpoints, and fill the same register.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::Site;
use super::exchange::{Answer, Call, Voice};
use crate::book::{AnswerRule, Book};
use crate::fhir::claim as claims;
use crate::fhir::search::Search;
use crate::oauth::TOKEN_LIFETIME_S;
use crate::places::{Function, Platform};
use crate::plain::{Asked, Tongue, Wanting, activity_of, as_claim};
use crate::register::{Taken, TakenBack};
use crate::wire::Wire;
use crate::world;

/// Looks at a promised answer that still say « not yet ».
const LOOKS_BEFORE_THE_ANSWER: u32 = 1;

type Ground = (State<Site>, Extension<Platform>, ConnectInfo<Wire>, HeaderMap);

fn call(ground: Ground, tongue: Tongue, function: Function, body: &Value) -> Call {
    let (State(site), Extension(platform), ConnectInfo(wire), headers) = ground;
    Call {
        site,
        platform,
        wire,
        voice: Voice::Plain(tongue),
        function: Some(function),
        activity: body["domaine"].as_str().map(activity_of),
        request_identifier: body["reference"].as_str().map(str::to_owned),
        headers,
    }
}

fn json_of(body: &Bytes) -> Value {
    serde_json::from_slice(body).unwrap_or_default()
}

fn error(tongue: Tongue, status: StatusCode, code: &str, words: &str) -> Answer {
    Answer::json(status, tongue.error(code, words))
}

fn wanting(tongue: Tongue, field: &str) -> Answer {
    error(tongue, StatusCode::UNPROCESSABLE_ENTITY, "CHAMP_INVALIDE", &format!("champ absent ou illisible : {field}"))
}

/// `GET {face}/sante`: whether the rights answer, about nobody.
pub(crate) async fn health(Extension(tongue): Extension<Tongue>, ground: Ground) -> Response {
    call(ground, tongue, Function::Rights, &Value::Null)
        .meet(|_| Answer::json(StatusCode::OK, json!({ "etat": "OK" })))
        .await
}

/// `POST session/connexion`: a user and a password for a token.
pub(crate) async fn login(Extension(tongue): Extension<Tongue>, ground: Ground, body: Bytes) -> Response {
    let body = json_of(&body);
    let mut call = call(ground, tongue, Function::Token, &Value::Null);
    call.voice = Voice::Token;
    let platform = call.platform;
    call.meet(|state| {
        let field = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        if !state.desk.knows(platform, &field("identifiant"), &field("motDePasse")) {
            return error(tongue, StatusCode::UNAUTHORIZED, "IDENTIFIANTS", "identifiants refusés");
        }
        let token = state.desk.give(platform, state.now(), false);
        Answer::json(StatusCode::OK, json!({ "session": { "jeton": token, "duree": TOKEN_LIFETIME_S } }))
    })
    .await
}

/// `POST {face}/droits`.
pub(crate) async fn rights(Extension(tongue): Extension<Tongue>, ground: Ground, body: Bytes) -> Response {
    let body = json_of(&body);
    let call = call(ground, tongue, Function::Rights, &body);
    let platform = call.platform;
    let is_promised = tongue == Tongue::Deferred;
    call.meet(|state| {
        let answer = rights_answer(state, platform, tongue, &body);
        if !is_promised || answer.status != StatusCode::OK { answer } else { promised(state, platform, answer) }
    })
    .await
}

fn rights_answer(state: &mut world::State, platform: Platform, tongue: Tongue, body: &Value) -> Answer {
    let asked = match read(tongue, body) {
        Ok(asked) => asked,
        Err(refusal) => return refusal,
    };
    state.rights_answered += 1;
    let accreditation = format!("ACC{}{:06}", platform.agreement_prefix(), state.rights_answered);
    match state.book.rule(platform, &asked.member) {
        AnswerRule::UnknownMember => {
            // One house says so with a status, another in a 200.
            let status = if tongue == Tongue::Flat { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            error(tongue, status, "ADHERENT_INCONNU", "Adhérent inconnu").about(&asked.member)
        }
        rule => {
            let answer = tongue.rights(platform, &asked, &rule, &accreditation);
            Answer::json(StatusCode::OK, answer).about(&asked.member)
        }
    }
}

fn read(tongue: Tongue, body: &Value) -> Result<Asked, Answer> {
    let asked = tongue.read(body).map_err(|Wanting(field)| wanting(tongue, field))?;
    if Book::well_formed(&asked.member) { Ok(asked) } else { Err(wanting(tongue, "adherent")) }
}

/// Keeps the answer, and gives a number to fetch it by.
fn promised(state: &mut world::State, platform: Platform, answer: Answer) -> Answer {
    let member = answer.member.clone();
    let number = state.promises.keep(platform, answer.into_json());
    let told = Answer::json(StatusCode::ACCEPTED, json!({ "etat": "EN_COURS", "ticket": number }));
    match member {
        Some(member) => told.about(&member),
        None => told,
    }
}

/// `GET differe/droits/{ticket}`.
pub(crate) async fn promise(
    Extension(tongue): Extension<Tongue>,
    ground: Ground,
    Path(ticket): Path<String>,
) -> Response {
    let call = call(ground, tongue, Function::Rights, &Value::Null);
    let platform = call.platform;
    let mut response = call
        .meet(|state| match state.promises.look(platform, &ticket, LOOKS_BEFORE_THE_ANSWER) {
            Some(Some(answer)) => Answer::json(StatusCode::OK, answer),
            Some(None) => Answer::json(StatusCode::OK, json!({ "etat": "EN_COURS", "ticket": ticket })),
            None => error(tongue, StatusCode::NOT_FOUND, "TICKET_INCONNU", "ticket inconnu"),
        })
        .await;
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("0"));
    }
    response
}

/// `POST {face}/devis`, `prises-en-charge`, `factures`.
pub(crate) async fn claim(
    Extension(tongue): Extension<Tongue>,
    Extension(function): Extension<Function>,
    ground: Ground,
    body: Bytes,
) -> Response {
    let body = json_of(&body);
    let call = call(ground, tongue, function, &body);
    let platform = call.platform;
    call.meet(|state| claim_answer(state, (platform, function), tongue, &body)).await
}

fn claim_answer(
    state: &mut world::State,
    (platform, function): (Platform, Function),
    tongue: Tongue,
    body: &Value,
) -> Answer {
    let asked = match read(tongue, body) {
        Ok(asked) => asked,
        Err(refusal) => return refusal,
    };
    // An invoice is named by the main software's number, as on paper.
    if function == Function::Claim && body["facture"].as_str().is_none_or(str::is_empty) {
        return wanting(tongue, "facture");
    }
    let agreement = body["priseEnCharge"].as_str();
    let claim = as_claim(platform, function, &asked, agreement, state.now());
    let Ok(claim) = claims::read(claim) else { return wanting(tongue, "lignes") };
    let answer = match state.submit(platform, claim) {
        Taken::New { answer, .. } | Taken::Again(answer) => {
            Answer::json(StatusCode::OK, tongue.decided(&asked.reference, Some(&asked), &answer))
        }
        Taken::OtherContent => error(tongue, StatusCode::CONFLICT, "DEJA_EMPLOYEE", "référence déjà employée"),
        Taken::UnknownAgreement(_) => wanting(tongue, "priseEnCharge"),
        Taken::Full => error(tongue, StatusCode::INSUFFICIENT_STORAGE, "PLEIN", "registre plein"),
    };
    answer.about(&asked.member)
}

/// `GET {face}/devis/{reference}`, `prises-en-charge`, `factures`.
pub(crate) async fn find(
    Extension(tongue): Extension<Tongue>,
    Extension(function): Extension<Function>,
    ground: Ground,
    Path(reference): Path<String>,
) -> Response {
    let mut call = call(ground, tongue, function, &Value::Null);
    call.request_identifier = Some(reference.clone());
    let platform = call.platform;
    call.meet(|state| match look_up(state, platform, &reference) {
        Some(decided) => Answer::json(StatusCode::OK, tongue.decided(&reference, None, &decided)),
        None => unknown(tongue),
    })
    .await
}

fn look_up(state: &mut world::State, platform: Platform, reference: &str) -> Option<Value> {
    let criteria = [("request:identifier".to_owned(), reference.to_owned())];
    let search = Search::read(&criteria).ok()?;
    let now = state.now();
    state.register.search(platform, &search, &state.book, now).into_iter().next()
}

fn unknown(tongue: Tongue) -> Answer {
    error(tongue, StatusCode::NOT_FOUND, "DEMANDE_INCONNUE", "aucune demande de cette référence")
}

/// `POST {face}/annulations`: breaks with the function of what is taken back.
pub(crate) async fn cancel(Extension(tongue): Extension<Tongue>, ground: Ground, body: Bytes) -> Response {
    let body = json_of(&body);
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (reference, claim) = (text("reference"), text("demande"));
    let call = of_claim(ground, tongue, &claim, &reference);
    let platform = call.platform;
    call.meet(|state| match state.register.cancel(platform, &claim, &reference) {
        TakenBack::Done { number, .. } => Answer::json(StatusCode::OK, tongue.taken_back(&reference, Ok(&number))),
        TakenBack::Refused(words) => Answer::json(StatusCode::OK, tongue.taken_back(&reference, Err(words))),
        TakenBack::Unknown => unknown(tongue),
    })
    .await
}

/// `GET {face}/annulations/{reference}`.
pub(crate) async fn cancelled(
    Extension(tongue): Extension<Tongue>,
    ground: Ground,
    Path(reference): Path<String>,
) -> Response {
    let (State(site), Extension(platform), ..) = &ground;
    let known = site.control.world.with(|state| state.register.cancellation(*platform, &reference));
    let function = known.as_ref().map_or(Function::PriorAuthorisation, |(function, _)| *function);
    let mut call = call(ground, tongue, function, &Value::Null);
    call.request_identifier = Some(reference.clone());
    call.meet(|_| match known {
        Some((_, number)) => Answer::json(StatusCode::OK, tongue.taken_back(&reference, Ok(&number))),
        None => unknown(tongue),
    })
    .await
}

/// A call about the taking back of a request: it breaks with the function of that request.
fn of_claim(ground: Ground, tongue: Tongue, claim: &str, reference: &str) -> Call {
    let (State(site), Extension(platform), ..) = &ground;
    let function = site.control.world.with(|state| state.register.function_of(*platform, claim));
    let function = function.unwrap_or(Function::PriorAuthorisation);
    let mut call = call(ground, tongue, function, &Value::Null);
    call.request_identifier = Some(reference.to_owned());
    call
}
