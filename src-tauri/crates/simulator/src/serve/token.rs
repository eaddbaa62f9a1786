//! `POST /{platform}/oauth/token`: client credentials, in a Basic header or in the form, never both.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Form, FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use super::exchange::{Answer, Call, Voice, oauth_error};
use super::{Site, text};
use crate::board::Place;
use crate::fault::Fault;
use crate::oauth::{self, TOKEN_LIFETIME_S};
use crate::places::{Function, Platform};
use crate::wire::Wire;
use crate::world;

/// Gives a token.
pub(crate) async fn give(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = form(&headers, body).await;
    // The token endpoint alone can give tokens that are worth nothing: it does not fail, it lies.
    let place = Place { platform, function: Function::Token, activity: None };
    let world = &site.control.world;
    let worthless = world.with(|state| {
        let lying = state.board.fault(place) == Some(Fault::ExpiredToken);
        lying && state.board.take(place).is_some()
    });
    let basic = text(&headers, header::AUTHORIZATION).map(|header| oauth::basic_credentials(header).ok_or(()));
    let function = (!worthless).then_some(Function::Token);
    let call = Call {
        site: site.clone(),
        platform,
        wire,
        voice: Voice::Token,
        function,
        activity: None,
        request_identifier: None,
        headers,
    };
    let mut response = call.meet(|state| answer(state, platform, form, basic, worthless)).await;
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"oauth\""));
    }
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

type Fields = Vec<(String, String)>;
type Basic = Option<Result<(String, String), ()>>;

async fn form(headers: &HeaderMap, body: Bytes) -> Option<Fields> {
    let mut request = Request::new(axum::body::Body::from(body));
    *request.method_mut() = axum::http::Method::POST;
    *request.headers_mut() = headers.clone();
    Form::<Fields>::from_request(request, &()).await.ok().map(|Form(fields)| fields)
}

fn answer(state: &mut world::State, platform: Platform, form: Option<Fields>, basic: Basic, worthless: bool) -> Answer {
    let refuse = |status, code: &str, words: &str| Answer::json(status, oauth_error(code, words));
    let Some(fields) = form else {
        return refuse(StatusCode::BAD_REQUEST, "invalid_request", "formulaire attendu");
    };
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    match field("grant_type").as_deref() {
        Some("client_credentials") => {}
        Some(_) => return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type", "client_credentials seulement"),
        None => return refuse(StatusCode::BAD_REQUEST, "invalid_request", "grant_type absent"),
    }
    let in_form = field("client_id").zip(field("client_secret"));
    let (id, secret) = match (basic, in_form) {
        (Some(_), Some(_)) => {
            return refuse(StatusCode::BAD_REQUEST, "invalid_request", "identifiants donnés deux fois");
        }
        (Some(Ok(pair)), None) | (None, Some(pair)) => pair,
        (Some(Err(())), None) | (None, None) => {
            return refuse(StatusCode::UNAUTHORIZED, "invalid_client", "identifiants absents ou illisibles");
        }
    };
    if !state.desk.knows(platform, &id, &secret) {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client", "identifiants refusés");
    }
    let token = state.desk.give(platform, state.now(), worthless);
    let mut given = json!({ "access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFETIME_S });
    if let Some(scope) = field("scope") {
        given["scope"] = json!(scope);
    }
    Answer::json(StatusCode::OK, given)
}
