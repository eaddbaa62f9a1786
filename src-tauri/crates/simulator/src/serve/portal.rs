//! The portal people use by hand when there is no connector: look up rights, record a prior authorisation. It goes
//! through the same book and register as the FHIR endpoints, and fails with the same functions besides its own.

use axum::Extension;
use axum::extract::{ConnectInfo, Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::Site;
use super::exchange::{Answer, Call, Voice};
use crate::board::Place;
use crate::book::Book;
use crate::clock;
use crate::fhir::claim as claims;
use crate::fhir::own_system;
use crate::pages::portal::{self as page, RightsShown};
use crate::places::{Activity, Function, Platform};
use crate::register::Taken;
use crate::wire::Wire;
use crate::{cents, world};

type Fields = Vec<(String, String)>;

fn call(site: Site, platform: Platform, wire: Wire, headers: HeaderMap) -> Call {
    let (function, activity, request_identifier) = (Some(Function::Portal), None, None);
    Call { site, platform, wire, voice: Voice::Page, function, activity, request_identifier, headers }
}

fn field(fields: &Fields, name: &str) -> String {
    let found = fields.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// `GET portail`.
pub(crate) async fn home(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    headers: HeaderMap,
) -> Response {
    let call = call(site, platform, wire, headers);
    call.meet(|state| {
        let today = clock::in_paris(state.now()).date();
        Answer::page(StatusCode::OK, page::home(platform, today))
    })
    .await
}

/// `POST portail/droits`.
pub(crate) async fn rights(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let call = call(site, platform, wire, headers);
    call.meet(|state| rights_answer(state, platform, &fields)).await
}

fn rights_answer(state: &mut world::State, platform: Platform, fields: &Fields) -> Answer {
    let activity = Activity::parse(&field(fields, "activite")).unwrap_or(Activity::Optics);
    if let Some(out) = out_of_order(state, platform, Function::Rights, activity) {
        return out;
    }
    let member = field(fields, "adherent");
    let today = clock::in_paris(state.now()).date();
    let Some(day) = parse_day(&field(fields, "date"), today) else {
        return invalid(platform, "La date n’est pas lisible.");
    };
    if !Book::well_formed(&member) {
        return invalid(platform, "Le numéro d’adhérent compte de 4 à 20 lettres et chiffres.");
    }
    let rule = state.book.rule(platform, &member);
    let shown = RightsShown {
        member: &member,
        name: state.book.member(platform, &member).map(|member| member.name.as_str()),
        activity,
        day,
        rule: &rule,
    };
    Answer::page(StatusCode::OK, page::rights(platform, &shown)).about(&member)
}

/// `POST portail/pec`.
pub(crate) async fn agreement(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let mut call = call(site, platform, wire, headers);
    call.request_identifier = Some(field(&fields, "reference")).filter(|reference| !reference.is_empty());
    call.meet(|state| agreement_answer(state, platform, &fields)).await
}

fn agreement_answer(state: &mut world::State, platform: Platform, fields: &Fields) -> Answer {
    let activity = Activity::parse(&field(fields, "activite")).unwrap_or(Activity::Optics);
    if let Some(out) = out_of_order(state, platform, Function::PriorAuthorisation, activity) {
        return out;
    }
    let member = field(fields, "adherent");
    if !Book::well_formed(&member) {
        return invalid(platform, "Le numéro d’adhérent compte de 4 à 20 lettres et chiffres.");
    }
    let Some(asked_cents) = cents::typed(&field(fields, "montant")).filter(|cents| *cents > 0) else {
        return invalid(platform, "Le montant demandé n’est pas lisible.");
    };
    let reference = match field(fields, "reference") {
        empty if empty.is_empty() => format!("saisie-{}", state.register.records().len() + 1),
        reference => reference,
    };
    let claim = typed_claim(platform, &member, activity, asked_cents, &reference, state.now());
    let Ok(asked) = claims::read(claim) else {
        return invalid(platform, "La demande n’a pas pu être lue.");
    };
    let answer = match state.submit(platform, asked) {
        Taken::New { answer, .. } | Taken::Again(answer) => {
            Answer::page(StatusCode::OK, page::agreement(platform, &reference, asked_cents, &answer))
        }
        _ => invalid(platform, "Cette référence a déjà servi pour une autre demande."),
    };
    answer.about(&member)
}

/// What a person typed, as the claim the register takes.
fn typed_claim(
    platform: Platform,
    member: &str,
    activity: Activity,
    asked_cents: i64,
    reference: &str,
    now: jiff::Timestamp,
) -> Value {
    json!({
        "resourceType": "Claim",
        "identifier": [{ "system": own_system(platform.code(), "portail"), "value": reference }],
        "status": "active",
        "type": { "text": activity.label() },
        "use": "preauthorization",
        "priority": { "text": "normal" },
        "patient": { "identifier": { "system": own_system(platform.code(), "adherent"), "value": member } },
        "created": now.to_string(),
        "insurer": { "display": platform.name() },
        "provider": { "display": "Saisie sur le portail" },
        "insurance": [{ "sequence": 1, "focal": true, "coverage": { "identifier": { "value": member } } }],
        "total": cents::money(asked_cents),
    })
}

/// The page shown when the portal is up but the function behind it is not.
fn out_of_order(
    state: &mut world::State,
    platform: Platform,
    function: Function,
    activity: Activity,
) -> Option<Answer> {
    state.board.take(Place { platform, function, activity: Some(activity) })?;
    Some(Answer::page(StatusCode::SERVICE_UNAVAILABLE, page::out_of_order(platform, function)))
}

fn invalid(platform: Platform, words: &str) -> Answer {
    Answer::page(StatusCode::UNPROCESSABLE_ENTITY, page::invalid(platform, words))
}

/// A day as forms give it or as people type it; today when nothing was typed.
fn parse_day(text: &str, today: Date) -> Option<Date> {
    if text.is_empty() {
        return Some(today);
    }
    text.parse().ok().or_else(|| Date::strptime("%d/%m/%Y", text).ok())
}
