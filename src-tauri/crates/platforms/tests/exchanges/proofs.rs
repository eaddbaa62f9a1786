//! How a call proves who asks: Basic, a bearer given once, a login call, a client certificate, nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use relais_domain::platform::FailureCode;
use relais_platforms::connector::{
    Account, AccountProof, Authentication, ClientSecret, ConfigError, FhirConnector, Login, OutOfReach, PlatformConfig,
    Secrets, is_identity,
};
use relais_platforms::platform::{Exchange, Platform};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use wiremock::matchers::{body_json, body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::rig::{
    AMPLE, RIGHTS, SECRET, answer, asked, config, connector_of, eligibility, fhir, read_request, response,
    rights_answer,
};

fn proving(server: &MockServer, authentication: Authentication) -> PlatformConfig {
    let mut config = config(*server.address());
    config.authentication = authentication;
    config
}

#[rstest]
// base64 of « cabinet:clé & secrète ».
#[case::basic(Authentication::Basic { user: "cabinet".into() }, Some("Basic Y2FiaW5ldDpjbMOpICYgc2VjcsOodGU="))]
#[case::open(Authentication::Open, None)]
#[tokio::test]
async fn a_fixed_proof_goes_with_each_call(#[case] authentication: Authentication, #[case] expected: Option<&str>) {
    let server = MockServer::start().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    connector_of(&proving(&server, authentication)).check_eligibility(&eligibility(), AMPLE).await.unwrap();
    let sent = asked(&server).await;
    assert_eq!(sent[0].headers.get("authorization").map(|value| value.to_str().unwrap()), expected);
}

#[tokio::test]
async fn a_fixed_proof_that_is_refused_is_not_tried_again() {
    let server = MockServer::start().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(401)).await;
    let config = proving(&server, Authentication::Bearer);
    let connector = FhirConnector::new(&config, ClientSecret::new("jeton-fixe".into()), Arc::default()).unwrap();
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::Unauthorised);
    let sent = asked(&server).await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].headers.get("authorization").unwrap(), "Bearer jeton-fixe");
}

fn login(server: &MockServer, as_form: bool) -> Authentication {
    Authentication::Login(Login {
        url: format!("{}/session", server.uri()),
        user: "cabinet".into(),
        user_field: "login".into(),
        secret_field: "mdp".into(),
        as_form,
        token_at: "/data/jeton".into(),
        lifetime: None,
    })
}

fn session(number: u32) -> ResponseTemplate {
    ResponseTemplate::new(201).set_body_json(json!({ "data": { "jeton": format!("j-{number}") } }))
}

#[tokio::test]
async fn a_login_call_gives_a_token_and_one_401_gives_one_more() {
    let server = MockServer::start().await;
    let asks = || {
        Mock::given(method("POST")).and(path("/session")).and(body_json(json!({ "login": "cabinet", "mdp": SECRET })))
    };
    asks().respond_with(session(1)).up_to_n_times(1).mount(&server).await;
    asks().respond_with(session(2)).mount(&server).await;
    let ours = || Mock::given(method("POST")).and(path(RIGHTS));
    ours().and(header("authorization", "Bearer j-2")).respond_with(fhir(200, &rights_answer())).mount(&server).await;
    ours().respond_with(ResponseTemplate::new(401)).mount(&server).await;
    connector_of(&proving(&server, login(&server, false))).check_eligibility(&eligibility(), AMPLE).await.unwrap();
}

#[tokio::test]
async fn a_login_call_may_be_a_form() {
    let server = MockServer::start().await;
    let form = body_string("login=cabinet&mdp=cl%C3%A9+%26+secr%C3%A8te");
    Mock::given(method("POST")).and(path("/session")).and(form).respond_with(session(1)).mount(&server).await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    connector_of(&proving(&server, login(&server, true))).check_eligibility(&eligibility(), AMPLE).await.unwrap();
}

#[rstest]
#[case::refused(ResponseTemplate::new(403), FailureCode::TokenRefused)]
#[case::no_token_there(ResponseTemplate::new(200).set_body_json(json!({ "jeton": "j" })), FailureCode::UnexpectedShape)]
#[case::elsewhere(ResponseTemplate::new(302).insert_header("location", "http://127.0.0.1:9/"), FailureCode::RedirectRefused)]
#[tokio::test]
async fn a_login_that_gives_no_token_is_named(#[case] reply: ResponseTemplate, #[case] code: FailureCode) {
    let server = MockServer::start().await;
    answer(&server, "POST", "/session", reply).await;
    let connector = connector_of(&proving(&server, login(&server, false)));
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!((failure.code, failure.may_have_acted), (code, false));
}

#[rstest]
#[case::basic(Authentication::Basic { user: "cabinet".into() }, ConfigError::NoSecret)]
#[case::bearer(Authentication::Bearer, ConfigError::NoSecret)]
#[case::certificate(Authentication::Certificate, ConfigError::NoSecret)]
#[tokio::test]
async fn a_missing_secret_is_said_before_anything_leaves(
    #[case] authentication: Authentication,
    #[case] expected: ConfigError,
) {
    let server = MockServer::start().await;
    let made = FhirConnector::new(&proving(&server, authentication), Secrets::default(), Arc::default());
    assert_eq!(made.err(), Some(expected));
}

/// A vault that may be locked, and counts how often it was asked.
#[derive(Debug, Default)]
struct Locker {
    is_locked: AtomicBool,
    asked: AtomicU32,
}

impl Account for Locker {
    fn proof(&self) -> Exchange<'_, Result<AccountProof, OutOfReach>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let secret = ClientSecret::new(SECRET.into());
        let proof = AccountProof { login: Some("du-coffre".to_owned().into()), secret };
        let is_locked = self.is_locked.load(Ordering::SeqCst);
        Box::pin(std::future::ready(if is_locked { Err(OutOfReach) } else { Ok(proof) }))
    }
}

fn with_locker(server: &MockServer, authentication: Authentication) -> (FhirConnector, Arc<Locker>) {
    let locker = Arc::new(Locker::default());
    let secrets = Secrets { account: Some(locker.clone()), client_key: None };
    (FhirConnector::new(&proving(server, authentication), secrets, Arc::default()).unwrap(), locker)
}

#[tokio::test]
async fn the_vault_is_asked_at_each_use_and_its_identifier_is_the_one_that_leaves() {
    let server = MockServer::start().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    let (connector, locker) = with_locker(&server, Authentication::Basic { user: "du-fichier".into() });
    assert_eq!(locker.asked.load(Ordering::SeqCst), 0, "nothing is asked before a call");
    for _ in 0..2 {
        connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    }
    assert_eq!(locker.asked.load(Ordering::SeqCst), 2);
    let expected = format!("Basic {}", BASE64.encode(format!("du-coffre:{SECRET}")));
    assert_eq!(asked(&server).await[1].headers.get("authorization").unwrap(), expected.as_str());
}

#[tokio::test]
async fn a_token_asks_the_vault_once() {
    let server = MockServer::start().await;
    let form = body_json(json!({ "login": "du-coffre", "mdp": SECRET }));
    Mock::given(method("POST")).and(path("/session")).and(form).respond_with(session(1)).mount(&server).await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    let (connector, locker) = with_locker(&server, login(&server, false));
    for _ in 0..3 {
        connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    }
    assert_eq!(locker.asked.load(Ordering::SeqCst), 1);
}

/// A vault that is locked is no failure of the platform: nothing leaves, nothing counts against it, and it serves again.
#[tokio::test]
async fn a_locked_vault_says_so_and_the_platform_is_not_said_to_be_down() {
    let server = MockServer::start().await;
    answer(&server, "POST", RIGHTS, fhir(200, &rights_answer())).await;
    let (connector, locker) = with_locker(&server, Authentication::Bearer);
    locker.is_locked.store(true, Ordering::SeqCst);
    for _ in 0..4 {
        let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
        assert_eq!((failure.code, failure.may_have_acted), (FailureCode::CredentialOutOfReach, false));
        assert!(!failure.counts_against_platform());
    }
    assert!(asked(&server).await.is_empty());
    locker.is_locked.store(false, Ordering::SeqCst);
    connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
}

/// A platform that speaks only to holders of a certificate of its own authority.
#[tokio::test]
async fn a_client_certificate_opens_the_door_and_its_absence_does_not() {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_certificate = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, &authority_key);
    let make = |name: &str| {
        let key = KeyPair::generate().unwrap();
        let made = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
        (made, key)
    };
    let ((server_certificate, server_key), (client, client_key)) = (make("127.0.0.1"), make("cabinet-12"));
    let mut roots = RootCertStore::empty();
    roots.add(authority_certificate.der().clone()).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server_key.serialize_der()));
    let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap();
    let server = ServerConfig::builder()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![server_certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(server));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            if read_request(&mut stream).await.is_some() {
                let _ = stream.write_all(response(200, &rights_answer().to_string()).as_bytes()).await;
            }
        }
    });
    let mut config = config(address);
    config.base_url = config.base_url.replace("http://", "https://");
    config.extra_roots_pem = Some(authority_certificate.pem().into_bytes());
    config.authentication = Authentication::Open;
    let without = FhirConnector::new(&config, Secrets::default(), Arc::default()).unwrap();
    assert!(without.check_eligibility(&eligibility(), AMPLE).await.is_err());
    config.authentication = Authentication::Certificate;
    let missing = FhirConnector::new(&config, Secrets::default(), Arc::default());
    assert_eq!(missing.err(), Some(ConfigError::NoSecret), "the vault has no certificate yet");
    // What the vault has is the key and its certificate in one; another's certificate in the description changes nothing.
    let bundle = format!("{}{}", client_key.serialize_pem(), client.pem());
    assert!(is_identity(bundle.as_bytes()));
    assert!(!is_identity(format!("{}{}", client_key.serialize_pem(), server_certificate.pem()).as_bytes()));
    for described in [None, Some(server_certificate.pem().into_bytes())] {
        config.client_certificate_pem = described;
        let secrets = Secrets::handed_over(None, None, Some(ClientSecret::new(bundle.clone())));
        let connector = FhirConnector::new(&config, secrets, Arc::default()).unwrap();
        assert_eq!(connector.check_eligibility(&eligibility(), AMPLE).await.unwrap().in_force, Some(true));
    }
    config.client_certificate_pem = Some(client.pem().into_bytes());
    let key = ClientSecret::new(client_key.serialize_pem());
    let connector = FhirConnector::new(&config, Secrets::handed_over(None, None, Some(key)), Arc::default()).unwrap();
    assert_eq!(connector.check_eligibility(&eligibility(), AMPLE).await.unwrap().in_force, Some(true));
    serving.abort();
    let told: Value = json!(format!("{connector:?}"));
    assert!(!told.to_string().contains("PRIVATE KEY"));
}
