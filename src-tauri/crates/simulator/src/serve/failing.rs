//! How each fault looks: what is answered instead of the honest answer, or what becomes of the honest answer on its way.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::Site;
use super::exchange::{Answer, Call, Content, Voice, bytes, oauth_error, respond, whole};
use crate::fault::Fault;
use crate::fhir::{Issue, response};
use crate::pages;
use crate::plain;
use crate::wire::Wire;

/// Size of `Fault::TooLarge`: past any limit a counter's software could sensibly have.
const TOO_LARGE_BYTES: usize = 16 * 1024 * 1024;

/// Waits until the run ends; the client may leave before.
pub(crate) async fn never(site: &Site) -> Response {
    site.control.world.stopped().await;
    Response::new(Body::empty())
}

/// The status a fault answers with; `None` when no status ever arrives or the honest one does.
pub(crate) fn status(fault: Fault) -> Option<StatusCode> {
    match fault {
        Fault::BadRequest => Some(StatusCode::BAD_REQUEST),
        Fault::Unauthorised | Fault::ExpiredToken => Some(StatusCode::UNAUTHORIZED),
        Fault::Forbidden => Some(StatusCode::FORBIDDEN),
        Fault::NotFound => Some(StatusCode::NOT_FOUND),
        Fault::TooManyCalls { .. } => Some(StatusCode::TOO_MANY_REQUESTS),
        Fault::ServerError => Some(StatusCode::INTERNAL_SERVER_ERROR),
        Fault::BadGateway => Some(StatusCode::BAD_GATEWAY),
        Fault::Unavailable | Fault::Closed => Some(StatusCode::SERVICE_UNAVAILABLE),
        Fault::Redirect => Some(StatusCode::TEMPORARY_REDIRECT),
        Fault::Html | Fault::OtherShape | Fault::OperationOutcome => Some(StatusCode::OK),
        _ => None,
    }
}

/// Fails before anything was taken in.
pub(crate) async fn instead(call: &Call, fault: Fault) -> Response {
    if let (Fault::OperationOutcome, Voice::Plain(tongue)) = (fault, call.voice) {
        let words = tongue.error("INDISPONIBLE", "le service est momentanément fermé");
        return respond(Answer::json(StatusCode::OK, words));
    }
    match fault {
        Fault::HangHeaders | Fault::HangAccept => never(&call.site).await,
        Fault::Reset | Fault::Refuse => {
            call.wire.reset();
            Response::new(Body::empty())
        }
        Fault::ExpiredToken => expired(call),
        Fault::Redirect => redirect(call),
        Fault::Html => respond(Answer::page(StatusCode::OK, pages::stray(call.platform))),
        Fault::OtherShape => respond(Answer::json(StatusCode::OK, other_shape())),
        Fault::OperationOutcome => {
            let issue = Issue::new("transient", "", "le service est momentanément incapable de répondre");
            respond(Answer::outcome(StatusCode::OK, &[issue]))
        }
        _ => refused(call, fault),
    }
}

fn expired(call: &Call) -> Response {
    if let Some(token) = call.bearer() {
        call.site.control.world.with(|state| state.desk.forget(token));
    }
    call.unproved()
}

fn redirect(call: &Call) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    if let Ok(target) = HeaderValue::from_str(&call.site.trap()) {
        response.headers_mut().insert(header::LOCATION, target);
    }
    response
}

fn other_shape() -> Value {
    json!({ "statut": "OK", "droits": [{ "ouvert": "oui", "montant": "380,00" }], "version": 3 })
}

/// The plain statuses. Gateways answer with pages, whatever was asked of them; servers answer in the endpoint's tongue.
fn refused(call: &Call, fault: Fault) -> Response {
    let status = status(fault).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let gateway = matches!(fault, Fault::BadGateway | Fault::Unavailable | Fault::Closed);
    let answer = match call.voice {
        _ if fault == Fault::Closed => Answer::page(status, pages::closed(call.platform)),
        Voice::Page => Answer::page(status, pages::failure(call.platform, status.as_u16())),
        _ if gateway => Answer::page(status, pages::failure(call.platform, status.as_u16())),
        Voice::Token => Answer::json(status, token_error(fault)),
        Voice::Fhir => Answer::outcome(status, &[fhir_issue(fault)]),
        Voice::Plain(tongue) => {
            let issue = fhir_issue(fault);
            Answer::json(status, tongue.error(&issue.code.to_uppercase(), &issue.diagnostics))
        }
    };
    let mut response = respond(answer);
    if let Fault::TooManyCalls { retry_after_s } = fault {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
    }
    if fault == Fault::Unauthorised {
        let challenge = if call.voice == Voice::Token { "Basic" } else { "Bearer" };
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

fn token_error(fault: Fault) -> Value {
    match fault {
        Fault::Unauthorised => oauth_error("invalid_client", "identifiants refusés"),
        Fault::Forbidden => oauth_error("unauthorized_client", "accès interdit"),
        Fault::TooManyCalls { .. } => oauth_error("temporarily_unavailable", "trop d’appels"),
        Fault::ServerError => oauth_error("server_error", "erreur du serveur"),
        _ => oauth_error("invalid_request", "demande refusée"),
    }
}

fn fhir_issue(fault: Fault) -> Issue {
    let (code, words) = match fault {
        Fault::BadRequest => ("invalid", "demande refusée"),
        Fault::Unauthorised => ("login", "identifiants refusés"),
        Fault::Forbidden => ("forbidden", "accès interdit"),
        Fault::NotFound => ("not-found", "introuvable"),
        Fault::TooManyCalls { .. } => ("throttled", "trop d’appels"),
        _ => ("exception", "erreur du serveur"),
    };
    Issue::new(code, "", words)
}

/// Fails on the way back: the request was taken in.
pub(crate) fn spoilt(wire: &Wire, fault: Fault, mut answer: Answer) -> Response {
    if let Content::Json(value) = &mut answer.body {
        match fault {
            Fault::WrongPerson if is_plain(value) => plain::about_another_person(value),
            Fault::WrongRequest if is_plain(value) => plain::to_another_request(value),
            Fault::WrongPerson => each_resource(value, response::about_another_person),
            Fault::WrongRequest => each_resource(value, response::to_another_request),
            Fault::TooLarge => enlarge(value),
            _ => {}
        }
    }
    let status = answer.status;
    let (media, bytes) = bytes(answer.body);
    match fault {
        Fault::HangMidBody => wire.hold_after(bytes.len() / 2),
        Fault::Truncated => wire.cut_after(bytes.len() / 2),
        Fault::Slow => wire.drip(),
        Fault::AnswerLost => wire.cut_at_once(),
        // A body of unknown length leaves in chunks: nothing announces its size.
        Fault::TooLarge => return whole(status, media, Body::from_stream(Body::from(bytes).into_data_stream())),
        _ => {}
    }
    whole(status, media, Body::from(bytes))
}

/// Whether an answer is of the second face.
fn is_plain(value: &Value) -> bool {
    value.get("resourceType").is_none()
}

/// Changes an answer, or each answer of a search.
fn each_resource(value: &mut Value, change: fn(&mut Value)) {
    if value["resourceType"] != "Bundle" {
        return change(value);
    }
    for entry in value.get_mut("entry").and_then(Value::as_array_mut).into_iter().flatten() {
        change(&mut entry["resource"]);
    }
}

/// Makes a well-formed answer enormous, in a place where FHIR lets anybody write.
fn enlarge(value: &mut Value) {
    let padding = " ".repeat(TOO_LARGE_BYTES);
    if value.get("resourceType").is_some() {
        let div = format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">.{padding}</div>");
        value["text"] = json!({ "status": "generated", "div": div });
    } else {
        value["remplissage"] = json!(padding);
    }
}
