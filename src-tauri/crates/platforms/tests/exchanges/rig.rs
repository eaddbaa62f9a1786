//! What every test needs: made-up requests, a wiremock platform, and a platform made of a bare socket.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use relais_domain::money::Cents;
use relais_domain::platform::PlatformCode;
use relais_platforms::breakers::Breakers;
use relais_platforms::connector::{Authentication, ClientSecret, FhirConnector, Isolation, PlatformConfig};
use relais_platforms::request::{CardCover, EligibilityRequest, PriorAuthorisationRequest, RequestedLine, Subject};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use uuid::Uuid;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Enough for anything that answers.
pub(crate) const AMPLE: Duration = Duration::from_secs(20);
/// Enough for a local exchange, short enough to wait out.
pub(crate) const SHORT: Duration = Duration::from_millis(400);

pub(crate) const SECRET: &str = "clé & secrète";
pub(crate) const RIGHTS: &str = "/fhir/CoverageEligibilityRequest/$submit";
pub(crate) const CLAIM: &str = "/fhir/Claim/$submit";
pub(crate) const SEARCH: &str = "/fhir/ClaimResponse";

pub(crate) fn code() -> PlatformCode {
    PlatformCode::parse("viamedis").unwrap()
}

pub(crate) fn request_id() -> Uuid {
    Uuid::parse_str("018d5f3a-6b00-7c11-8a22-3344556677aa").unwrap()
}

pub(crate) fn cents(cents: i64) -> Cents {
    Cents::new(cents).unwrap()
}

pub(crate) fn subject() -> Subject {
    Subject {
        family_name: "Vauquelin-Osmé".into(),
        given_name: Some("Thaïs".into()),
        birth_date: Some(jiff::civil::date(1979, 11, 23)),
        nir: None,
    }
}

pub(crate) fn cover() -> CardCover {
    CardCover {
        amc_number: "77565712".into(),
        convention: Some("SP".into()),
        csr: Some("94QX7".into()),
        member_number: Some("00XA73190".into()),
    }
}

pub(crate) fn eligibility() -> EligibilityRequest {
    EligibilityRequest {
        id: request_id(),
        created_at: "2024-01-31T14:02:03.456Z".parse().unwrap(),
        subject: subject(),
        cover: cover(),
        provider_finess: "750712184".into(),
        service_date: jiff::civil::date(2024, 2, 6),
        domain_code: "OPTI".into(),
        product_codes: Vec::new(),
        asked: Some(cents(43_217)),
    }
}

pub(crate) fn prior_authorisation() -> PriorAuthorisationRequest {
    let line = |product_code: &str, quantity, unit_price| RequestedLine {
        domain_code: "OPTI".into(),
        product_code: product_code.into(),
        quantity,
        unit_price: cents(unit_price),
    };
    PriorAuthorisationRequest {
        id: request_id(),
        created_at: "2024-01-31T14:02:03Z".parse().unwrap(),
        subject: subject(),
        cover: cover(),
        provider_finess: "750712184".into(),
        service_date: jiff::civil::date(2024, 2, 6),
        lines: vec![line("VERRE-B", 2, 15_605), line("MONTURE-B", 1, 8_907)],
        total: cents(40_117),
        requested: cents(38_903),
        authorisation: None,
        invoice: None,
    }
}

/// A complete rights answer, to be bent by each test.
pub(crate) fn rights_answer() -> Value {
    json!({
        "resourceType": "CoverageEligibilityResponse",
        "id": "cer-1",
        "status": "active",
        "purpose": ["benefits", "validation"],
        "patient": { "reference": "#patient" },
        "created": "2024-01-31T14:02:04Z",
        "request": { "identifier": { "system": "urn:ietf:rfc:3986", "value": request_id().urn().to_string() } },
        "outcome": "complete",
        "disposition": "Droits ouverts",
        "insurer": { "display": "Mutuelle d'exemple" },
        "insurance": [{
            "coverage": { "reference": "#coverage" },
            "inforce": true,
            "benefitPeriod": { "start": "2024-01-01", "end": "2024-12-31" },
            "item": [{
                "category": { "coding": [{ "code": "OPTI" }] },
                "excluded": false,
                "authorizationRequired": true,
                "benefit": [{
                    "type": { "coding": [{ "code": "benefit" }] },
                    "allowedMoney": { "value": 420.00, "currency": "EUR" },
                    "usedMoney": { "value": 69.95, "currency": "EUR" }
                }]
            }]
        }],
        "preAuthRef": "ACC-2024-000123"
    })
}

/// A complete agreement, to be bent by each test.
pub(crate) fn claim_answer() -> Value {
    json!({
        "resourceType": "ClaimResponse",
        "id": "cr-1",
        "status": "active",
        "type": { "coding": [{ "code": "vision" }] },
        "use": "preauthorization",
        "patient": { "reference": "Patient/812" },
        "created": "2024-01-31T14:02:04Z",
        "insurer": { "display": "Mutuelle d'exemple" },
        "request": { "identifier": { "system": "urn:ietf:rfc:3986", "value": request_id().urn().to_string() } },
        "outcome": "complete",
        "disposition": "Accord",
        "preAuthRef": "PEC-88123",
        "preAuthPeriod": { "start": "2024-01-31", "end": "2024-04-30" },
        "total": [
            { "category": { "coding": [{ "code": "submitted" }] }, "amount": { "value": 401.17, "currency": "EUR" } },
            { "category": { "coding": [{ "code": "benefit" }] }, "amount": { "value": 389.03, "currency": "EUR" } }
        ]
    })
}

/// Sets a value at a JSON pointer; `null` removes the key.
pub(crate) fn with(mut value: Value, pointer: &str, new: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = if parent.is_empty() { &mut value } else { value.pointer_mut(parent).unwrap() };
    match (parent, new) {
        (Value::Object(object), Value::Null) => {
            object.remove(key).expect("the key to remove is there");
        }
        (Value::Object(object), new) => {
            object.insert(key.to_owned(), new);
        }
        (Value::Array(list), new) => list[key.parse::<usize>().unwrap()] = new,
        _ => panic!("nothing at {pointer}"),
    }
    value
}

pub(crate) fn config(address: SocketAddr) -> PlatformConfig {
    let base = format!("http://{address}/fhir");
    let token = format!("http://{address}/token");
    PlatformConfig::new(code(), &base, &token, "cabinet-12", Isolation::LoopbackOnly)
}

/// The address of the token endpoint, to be bent.
pub(crate) fn token_url_of(config: &mut PlatformConfig) -> &mut String {
    match &mut config.authentication {
        Authentication::ClientCredentials { token_url, .. } => token_url,
        other => panic!("{other:?} has no token endpoint"),
    }
}

pub(crate) fn connector_of(config: &PlatformConfig) -> FhirConnector {
    FhirConnector::new(config, ClientSecret::new(SECRET.into()), Arc::new(Breakers::default())).unwrap()
}

/// A wiremock platform that gives tokens, and the connector to it.
pub(crate) async fn platform() -> (MockServer, FhirConnector) {
    let server = MockServer::start().await;
    give_tokens(&server, 3600).await;
    let connector = connector_of(&config(*server.address()));
    (server, connector)
}

pub(crate) async fn give_tokens(server: &MockServer, expires_in: u32) {
    let token = json!({ "access_token": "jeton-1", "token_type": "Bearer", "expires_in": expires_in });
    Mock::given(method("POST"))
        .and(path("/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(server)
        .await;
}

pub(crate) async fn answer(server: &MockServer, verb: &str, at: &str, response: ResponseTemplate) {
    Mock::given(method(verb)).and(path(at)).respond_with(response).mount(server).await;
}

pub(crate) fn fhir(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(serde_json::to_vec(body).unwrap(), "application/fhir+json")
}

/// The requests other than those for a token.
pub(crate) async fn asked(server: &MockServer) -> Vec<wiremock::Request> {
    let all = server.received_requests().await.unwrap();
    all.into_iter().filter(|request| request.url.path() != "/token").collect()
}

pub(crate) async fn tokens_asked(server: &MockServer) -> usize {
    let all = server.received_requests().await.unwrap();
    all.iter().filter(|request| request.url.path() == "/token").count()
}

/// What a bare platform does with a connection, once it has read a request that is not for a token.
pub(crate) type Behaviour = Box<dyn Fn(TcpStream) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

pub(crate) fn behave<F, Fut>(behaviour: F) -> Behaviour
where
    F: Fn(TcpStream) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    Box::new(move |stream| Box::pin(behaviour(stream)))
}

/// A platform made of a bare socket: tokens are given properly, everything else is up to the behaviour.
pub(crate) struct BarePlatform {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    accepting: JoinHandle<()>,
}

impl BarePlatform {
    pub(crate) async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let behaviour = Arc::new(behaviour);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&behaviour), Arc::clone(&seen)));
            }
        });
        Self { address, requests, accepting }
    }

    pub(crate) fn connector(&self) -> FhirConnector {
        connector_of(&config(self.address))
    }

    /// How many requests other than for a token were read whole.
    pub(crate) fn requests(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

impl Drop for BarePlatform {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut stream: TcpStream, behaviour: Arc<Behaviour>, seen: Arc<Mutex<Vec<String>>>) {
    while let Some(request) = read_request(&mut stream).await {
        if request.starts_with("POST /token ") {
            let body = r#"{"access_token":"jeton-1","token_type":"Bearer","expires_in":3600}"#;
            if stream.write_all(response(200, body).as_bytes()).await.is_err() {
                return;
            }
        } else {
            seen.lock().unwrap().push(request);
            return behaviour(stream).await;
        }
    }
}

/// Reads one request, head and announced body; `None` when the connection ends.
pub(crate) async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0u8; 4096];
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let announced =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
            if body.len() >= announced.unwrap_or(0usize) {
                return Some(text);
            }
        }
    }
}

pub(crate) fn response(status: u16, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// Never ends, holding the connection open.
pub(crate) async fn hold(stream: TcpStream) {
    let _stream = stream;
    std::future::pending::<()>().await;
}

/// Closes with a reset instead of an orderly end.
pub(crate) fn reset(stream: TcpStream) {
    stream.set_zero_linger().unwrap();
    drop(stream);
}
