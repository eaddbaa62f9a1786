//! One HTTP exchange: a request out, a whole answer in, or exactly how far it came.
//!
//! Nothing is followed, repeated or understood here. The body is watched as it leaves: as long as the transport has not
//! asked for its first byte, the platform cannot have acted on it.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use relais_domain::platform::FailureCode;
use reqwest::header::{CONTENT_LENGTH, HeaderMap};
use reqwest::{Body, Certificate, Client, Identity, Method, Request, Response, Url, redirect, retry};
use zeroize::Zeroizing;

use crate::connector::account::ClientSecret;
use crate::connector::budget::Budget;
use crate::connector::classify;
use crate::connector::config::{Authentication, ConfigError, Isolation, PlatformConfig};
use crate::connector::resolve::FencedResolver;
use crate::failure::{CallFailure, Phase};

/// An idle connection is given up before the usual servers hang up on it (5 s at the shortest): a request that leaves
/// on a dying connection would be « outcome unknown » for nothing.
const POOL_IDLE: Duration = Duration::from_secs(4);

/// A request ready to leave.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    pub(super) max_answer_bytes: usize,
}

/// A whole answer, whatever its status.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// Whether a PEM holds a certificate beside the key.
fn holds_certificate(pem: &str) -> bool {
    pem.contains("-----BEGIN CERTIFICATE-----")
}

/// Whether one can speak TLS with a PEM of a key and its certificates: both are read, and the key is that of the first.
pub fn is_identity(pem: &[u8]) -> bool {
    let made = |identity| Client::builder().tls_certs_only([]).identity(identity).build();
    Identity::from_pem(pem).and_then(made).is_ok()
}

/// The client is made at the first exchange: it reads every authority the system trusts, which a practice that opens
/// should not wait for.
#[derive(Debug)]
pub(super) struct Wire {
    roots: Vec<Certificate>,
    identity: Option<Identity>,
    isolation: Isolation,
    client: OnceLock<Client>,
}

impl Wire {
    pub(super) fn new(config: &PlatformConfig, client_key: Option<&ClientSecret>) -> Result<Self, ConfigError> {
        let roots = match &config.extra_roots_pem {
            Some(pem) => Certificate::from_pem_bundle(pem).map_err(|_| ConfigError::NotCertificates)?,
            None => Vec::new(),
        };
        if config.extra_roots_pem.is_some() && roots.is_empty() {
            return Err(ConfigError::NotCertificates);
        }
        let identity = match (&config.client_certificate_pem, client_key) {
            // What the vault has is whole, and goes before what the description says.
            (_, Some(bundle)) if holds_certificate(bundle.reveal()) => {
                Some(Identity::from_pem(bundle.reveal().as_bytes()).map_err(|_| ConfigError::NotAnIdentity)?)
            }
            (Some(certificate), Some(key)) => {
                let pair = Zeroizing::new([key.reveal().as_bytes(), b"\n", certificate.as_slice()].concat());
                Some(Identity::from_pem(&pair).map_err(|_| ConfigError::NotAnIdentity)?)
            }
            (Some(_), None) => return Err(ConfigError::NoSecret),
            (None, Some(_)) if config.authentication == Authentication::Certificate => {
                return Err(ConfigError::NotAnIdentity);
            }
            // Until the vault has its certificate.
            (None, None) if config.authentication == Authentication::Certificate => return Err(ConfigError::NoSecret),
            (None, _) => None,
        };
        Ok(Self { roots, identity, isolation: config.isolation, client: OnceLock::new() })
    }

    fn client(&self) -> Result<&Client, CallFailure> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let mut builder = Client::builder()
            .user_agent(concat!("Relais/", env!("CARGO_PKG_VERSION")))
            // What follows a redirect, and with what, is decided in `session`; repeats are decided there too.
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .pool_idle_timeout(POOL_IDLE)
            // Straight to the platform: an environment variable must not put somebody in between.
            .no_proxy()
            .dns_resolver(FencedResolver { isolation: self.isolation });
        if !self.roots.is_empty() {
            builder = builder.tls_certs_merge(self.roots.clone());
        }
        if let Some(identity) = &self.identity {
            builder = builder.identity(identity.clone());
        }
        let made = builder.build().map_err(|error| {
            CallFailure::not_sent(FailureCode::Tls, Phase::Connect, format!("no trusted authorities: {error}"))
        })?;
        // Two first calls at once make two clients; one stays.
        Ok(self.client.get_or_init(|| made))
    }

    /// Sends and reads to the end, within the budget.
    pub(super) async fn exchange(&self, outgoing: Outgoing, budget: &Budget) -> Result<Reply, CallFailure> {
        let client = self.client()?;
        let departed = Departure::default();
        let max_answer_bytes = outgoing.max_answer_bytes;
        let has_body = outgoing.body.is_some();
        let mut request = Request::new(outgoing.method, outgoing.url);
        *request.headers_mut() = outgoing.headers;
        *request.body_mut() = outgoing.body.map(|body| Body::wrap(departed.watch(body)));
        let response = match budget.bound(client.execute(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                let phase = if error.is_connect() { Phase::Connect } else { departed.phase(has_body) };
                return Err(at(phase, departed.has_left(), classify::transport(&error, phase)));
            }
            Err(_) => {
                let phase = departed.phase(has_body);
                return Err(at(phase, departed.has_left(), (FailureCode::TimedOut, "no answer in time".into())));
            }
        };
        receive(response, max_answer_bytes, budget).await
    }
}

fn at(phase: Phase, may_have_acted: bool, (code, detail): classify::Cause) -> CallFailure {
    CallFailure { may_have_acted, ..CallFailure::not_sent(code, phase, detail) }
}

/// Reads the body chunk by chunk, never past the limit.
async fn receive(mut response: Response, max_bytes: usize, budget: &Budget) -> Result<Reply, CallFailure> {
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let failed = |cause: classify::Cause| CallFailure {
        http_status: Some(status),
        retry_after_s: classify::retry_after_s(&headers),
        ..at(Phase::Receive, classify::may_have_acted(status), cause)
    };
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|bytes| bytes > max_bytes) {
        return Err(failed((FailureCode::TooLarge, "the announced answer is too large".into())));
    }
    let mut body = Vec::new();
    loop {
        match budget.bound(response.chunk()).await {
            Ok(Ok(Some(chunk))) if body.len() + chunk.len() > max_bytes => {
                return Err(failed((FailureCode::TooLarge, "the answer is too large".into())));
            }
            Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
            Ok(Ok(None)) => return Ok(Reply { status, headers, body }),
            Ok(Err(error)) => return Err(failed(classify::transport(&error, Phase::Receive))),
            Err(_) => return Err(failed((FailureCode::TimedOut, "the answer did not end in time".into()))),
        }
    }
}

/// Whether the transport has asked for the request's body.
#[derive(Debug, Clone, Default)]
struct Departure(Arc<AtomicBool>);

impl Departure {
    fn watch(&self, body: Bytes) -> WatchedBody {
        WatchedBody { left: Some(body), departure: self.clone() }
    }

    fn has_left(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// A request without a body changes nothing at the platform; where it stood cannot be told.
    fn phase(&self, has_body: bool) -> Phase {
        if has_body && !self.has_left() { Phase::Connect } else { Phase::Exchange }
    }
}

/// A body of known length that tells when it is first asked for. Hyper asks only once a connection stands and the head
/// is written, so an untouched body is the proof that nothing complete was sent.
struct WatchedBody {
    left: Option<Bytes>,
    departure: Departure,
}

impl HttpBody for WatchedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = self.get_mut();
        this.departure.0.store(true, Ordering::Release);
        Poll::Ready(this.left.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
