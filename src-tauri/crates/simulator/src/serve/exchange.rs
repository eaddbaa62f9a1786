//! One exchange with a platform, always in the same order: the fault of its function, the token, the honest answer,
//! and what the fault makes of it. Handlers bring only the honest answer.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::{Site, failing, text};
use crate::board::Place;
use crate::fault::Fault;
use crate::fhir::{self, Issue};
use crate::places::{Activity, Function, Platform};
use crate::plain::Tongue;
use crate::wire::Wire;
use crate::world::State;

/// How late a right answer comes under `Fault::Late`: what a counter still waits for.
const LATE: Duration = Duration::from_secs(2);

/// In what tongue an endpoint answers, also when it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// FHIR JSON, behind a token.
    Fhir,
    /// OAuth2 JSON.
    Token,
    /// Pages for people.
    Page,
    /// JSON of a house, behind what it asks for.
    Plain(Tongue),
}

/// An honest answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Content,
    /// The member it is about, for the log.
    pub(crate) member: Option<String>,
}

/// The body of an answer.
pub(crate) enum Content {
    Json(Value),
    Page(String),
}

impl Answer {
    pub(crate) fn json(status: StatusCode, value: Value) -> Self {
        Answer { status, body: Content::Json(value), member: None }
    }

    pub(crate) fn page(status: StatusCode, page: String) -> Self {
        Answer { status, body: Content::Page(page), member: None }
    }

    /// A refusal of the request itself.
    pub(crate) fn outcome(status: StatusCode, issues: &[Issue]) -> Self {
        Answer::json(status, fhir::operation_outcome(issues))
    }

    /// The JSON of the answer, or nothing of a page.
    pub(crate) fn into_json(self) -> Value {
        match self.body {
            Content::Json(value) => value,
            Content::Page(_) => Value::Null,
        }
    }

    pub(crate) fn about(self, member: &str) -> Self {
        Answer { member: Some(member.to_owned()), ..self }
    }
}

/// A call as it came in.
pub(crate) struct Call {
    pub(crate) site: Site,
    pub(crate) platform: Platform,
    pub(crate) wire: Wire,
    pub(crate) voice: Voice,
    pub(crate) function: Option<Function>,
    pub(crate) activity: Option<Activity>,
    pub(crate) request_identifier: Option<String>,
    pub(crate) headers: HeaderMap,
}

impl Call {
    /// Meets the call: fault, token, honest answer, fault again.
    pub(crate) async fn meet(self, honest: impl FnOnce(&mut State) -> Answer) -> Response {
        if let Some(fault) = self.over_the_limit() {
            self.note(fault_status(fault), Some(fault), None);
            return failing::instead(&self, fault).await;
        }
        let fault = self.fault();
        if let Some(fault) = fault.filter(|fault| !fault.records_first()) {
            if fault == Fault::Suspended {
                // Suspended functions go on answering; they only have nothing new to say.
                return self.honestly(None, honest);
            }
            self.note(fault_status(fault), Some(fault), None);
            return failing::instead(&self, fault).await;
        }
        if fault == Some(Fault::Late) {
            tokio::time::sleep(LATE).await;
        }
        self.honestly(fault, honest)
    }

    /// Pages are for people, and tokens are not what is limited.
    fn over_the_limit(&self) -> Option<Fault> {
        if self.voice != Voice::Fhir {
            return None;
        }
        let taken = self.site.control.world.with(|state| state.gauge.take(self.platform, Instant::now()));
        taken.err().map(|retry_after_s| Fault::TooManyCalls { retry_after_s })
    }

    fn fault(&self) -> Option<Fault> {
        let place = Place { platform: self.platform, function: self.function?, activity: self.told_activity() };
        self.site.control.world.with(|state| state.board.take(place))
    }

    /// A request that does not say its activity counts as optics.
    fn told_activity(&self) -> Option<Activity> {
        let knows = self.function.is_some_and(Function::knows_activity);
        knows.then(|| self.activity.unwrap_or(Activity::Optics))
    }

    fn honestly(self, fault: Option<Fault>, honest: impl FnOnce(&mut State) -> Answer) -> Response {
        if let Some(refusal) = self.without_token() {
            self.note(Some(StatusCode::UNAUTHORIZED), None, None);
            return refusal;
        }
        let answer = self.site.control.world.with(honest);
        self.note(Some(answer.status), fault, answer.member.clone());
        match fault {
            Some(fault) => failing::spoilt(&self.wire, fault, answer),
            None => respond(answer),
        }
    }

    /// The token shown with the call.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = text(&self.headers, header::AUTHORIZATION)?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// Whether the call shows the user and the password of a client.
    fn shows_password(&self) -> bool {
        let pair = text(&self.headers, header::AUTHORIZATION).and_then(crate::oauth::basic_credentials);
        pair.is_some_and(|(id, secret)| {
            self.site.control.world.with(|state| state.desk.knows(self.platform, &id, &secret))
        })
    }

    fn without_token(&self) -> Option<Response> {
        match self.voice {
            Voice::Token | Voice::Page => return None,
            Voice::Plain(Tongue::Flat) => return (!self.shows_password()).then(|| self.unproved()),
            Voice::Fhir | Voice::Plain(_) => {}
        }
        let accepted = self.bearer().is_some_and(|token| {
            self.site.control.world.with(|state| state.desk.accepts(self.platform, token, state.now()))
        });
        let shown = self.bearer().is_some();
        (!accepted).then(|| match self.voice {
            Voice::Plain(_) => self.unproved(),
            _ => unauthorised(self.platform, shown),
        })
    }

    /// 401 in the tongue of the endpoint.
    pub(crate) fn unproved(&self) -> Response {
        match self.voice {
            Voice::Plain(tongue) => respond(Answer::json(
                StatusCode::UNAUTHORIZED,
                tongue.error("NON_AUTORISE", "session absente ou finie"),
            )),
            _ => unauthorised(self.platform, true),
        }
    }

    fn note(&self, status: Option<StatusCode>, fault: Option<Fault>, member: Option<String>) {
        let status = status.map(|status| status.as_u16());
        let names = (self.request_identifier.clone(), member);
        self.site
            .control
            .world
            .with(|state| state.note(self.platform, self.function, self.activity, status, fault, names));
    }
}

/// The status a fault answers with, for the log.
fn fault_status(fault: Fault) -> Option<StatusCode> {
    failing::status(fault)
}

/// 401 as RFC 6750 wants it.
pub(crate) fn unauthorised(platform: Platform, token_shown: bool) -> Response {
    let issue = Issue::new("login", "", if token_shown { "jeton inconnu ou expiré" } else { "jeton absent" });
    let mut response = respond(Answer::outcome(StatusCode::UNAUTHORIZED, &[issue]));
    let error = if token_shown { ", error=\"invalid_token\"" } else { "" };
    if let Ok(challenge) = HeaderValue::from_str(&format!("Bearer realm=\"{}\"{error}", platform.code())) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Writes an answer.
pub(crate) fn respond(answer: Answer) -> Response {
    let (media, bytes) = bytes(answer.body);
    whole(answer.status, media, Body::from(bytes))
}

/// A body as bytes, with its media type.
pub(crate) fn bytes(body: Content) -> (&'static str, Vec<u8>) {
    match body {
        Content::Json(value) => {
            let media = if value.get("resourceType").is_some() { fhir::MEDIA_TYPE } else { "application/json" };
            (media, value.to_string().into_bytes())
        }
        Content::Page(page) => ("text/html; charset=utf-8", page.into_bytes()),
    }
}

/// A response with the headers every answer carries: what is said here of people is not to be kept by anybody.
pub(crate) fn whole(status: StatusCode, media: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An OAuth2 error.
pub(crate) fn oauth_error(code: &str, words: &str) -> Value {
    json!({ "error": code, "error_description": words })
}
