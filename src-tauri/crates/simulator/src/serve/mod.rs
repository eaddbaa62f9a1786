//! The HTTP side: which path leads where. The shared door serves every platform and the control; a platform's own door
//! serves that platform alone, and nothing that could mend it.

mod control;
mod exchange;
mod failing;
mod fhir;
mod plain;
mod portal;
mod token;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Extension, Json, Router};
use serde_json::json;

use crate::board::Place;
use crate::control::Control;
use crate::fault::Fault;
use crate::places::{Function, Platform};
use crate::plain::Tongue;
use crate::wire::Wire;

/// Largest request taken: a claim of two hundred lines is a tenth of it.
const REQUEST_LIMIT_BYTES: usize = 1024 * 1024;

/// Where a redirection leads: the same machine under another host name, so that following it can be noticed.
const TRAP: &str = "/piege";

/// What handlers work with.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) control: Control,
    /// The one platform served here, on its own door.
    pub(crate) only: Option<Platform>,
    pub(crate) shared: SocketAddr,
    pub(crate) own: Arc<[(Platform, SocketAddr)]>,
}

impl Site {
    /// The address a redirection leads to: another host name for the shared door.
    fn trap(&self) -> String {
        format!("http://localhost:{}{TRAP}", self.shared.port())
    }
}

/// Everything one door serves.
pub(crate) fn router(site: Site) -> Router {
    let mut router = Router::new();
    for platform in Platform::all().filter(|platform| site.only.is_none_or(|only| only == *platform)) {
        let gate = middleware::from_fn_with_state(site.clone(), gate);
        router =
            router.nest(&format!("/{}", platform.code()), platform_router().layer(gate).layer(Extension(platform)));
    }
    if site.only.is_none() {
        router = router
            .merge(control::router().layer(middleware::from_fn(guard)))
            .route(TRAP, any(trap))
            .route(&format!("{TRAP}/{{*rest}}"), any(trap));
    }
    router.layer(DefaultBodyLimit::max(REQUEST_LIMIT_BYTES)).layer(middleware::from_fn(fresh_wire)).with_state(site)
}

fn platform_router() -> Router<Site> {
    let flat = Router::new().route("/sante", get(plain::health)).route("/droits", post(plain::rights));
    let session = agreements().route("/connexion", post(plain::login)).route("/droits", post(plain::rights));
    let deferred = agreements().route("/droits", post(plain::rights)).route("/droits/{ticket}", get(plain::promise));
    Router::new()
        .nest("/plate", flat.layer(Extension(Tongue::Flat)))
        .nest("/session", session.layer(Extension(Tongue::Session)))
        .nest("/differe", deferred.layer(Extension(Tongue::Deferred)))
        .route("/oauth/token", post(token::give))
        .route("/fhir/metadata", get(fhir::metadata))
        .route("/fhir/CoverageEligibilityRequest", post(fhir::rights))
        .route("/fhir/CoverageEligibilityRequest/$submit", post(fhir::rights))
        .route("/fhir/Claim", post(fhir::claim))
        .route("/fhir/Claim/$submit", post(fhir::claim))
        .route("/fhir/Task", post(fhir::task))
        .route("/fhir/ClaimResponse", get(fhir::search))
        .route("/fhir/ClaimResponse/{id}", get(fhir::read))
        .route("/fhir/PaymentReconciliation", get(fhir::advices))
        .route("/portail", get(portal::home))
        .route("/portail/droits", post(portal::rights))
        .route("/portail/pec", post(portal::agreement))
}

/// What the two tongues that know more than the rights have in common.
fn agreements() -> Router<Site> {
    Router::new()
        .route("/sante", get(plain::health))
        .merge(claims("/prises-en-charge", Function::PriorAuthorisation))
        .merge(claims("/devis", Function::Quote))
        .merge(claims("/factures", Function::Claim))
        .route("/annulations", post(plain::cancel))
        .route("/annulations/{reference}", get(plain::cancelled))
}

/// A function asked and found again under its own path.
fn claims(path: &str, function: Function) -> Router<Site> {
    Router::new()
        .route(path, post(plain::claim))
        .route(&format!("{path}/{{reference}}"), get(plain::find))
        .layer(Extension(function))
}

/// A connection kept alive forgets what its last answer was told to do.
async fn fresh_wire(ConnectInfo(wire): ConnectInfo<Wire>, request: Request, next: Next) -> Response {
    wire.pass();
    next.run(request).await
}

/// On the shared door a platform's connection cannot be refused, only reset or left unanswered.
async fn gate(
    State(site): State<Site>,
    Extension(platform): Extension<Platform>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
    next: Next,
) -> Response {
    if site.only.is_none() {
        let place = Place { platform, function: Function::Connection, activity: None };
        match site.control.world.with(|state| state.meet_connection(place)) {
            Some(Fault::HangAccept) => return failing::never(&site).await,
            Some(_) => {
                wire.reset();
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
            None => {}
        }
    }
    next.run(request).await
}

/// Nobody but this machine, and no web page open on it, gives orders: the host must be a loopback name, and a form
/// must come from the control page itself.
async fn guard(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = text(headers, header::HOST).unwrap_or_default();
    let origin = text(headers, header::ORIGIN);
    let foreign = origin.is_some_and(|origin| origin != format!("http://{host}"));
    if !is_loopback_host(host) || (request.method() != Method::GET && foreign) {
        let refusal = json!({ "error": "la commande ne répond qu’à cette machine" });
        return (StatusCode::FORBIDDEN, Json(refusal)).into_response();
    }
    next.run(request).await
}

fn is_loopback_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

async fn trap(State(site): State<Site>) -> Response {
    site.control.world.with(|state| state.trapped += 1);
    Json(json!({ "piege": true })).into_response()
}

/// A header as text.
fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
