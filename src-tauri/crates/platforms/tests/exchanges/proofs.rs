//! How a call proves who asks: Basic, a bearer given once, a login call, a client certificate, nothing.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use relais_domain::platform::FailureCode;
use relais_platforms::connector::{
    Authentication, ClientSecret, ConfigError, FhirConnector, Login, PlatformConfig, Secrets,
};
use relais_platforms::platform::Platform;
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
#[case::certificate(Authentication::Certificate, ConfigError::NotAnIdentity)]
#[tokio::test]
async fn a_missing_secret_is_said_before_anything_leaves(
    #[case] authentication: Authentication,
    #[case] expected: ConfigError,
) {
    let server = MockServer::start().await;
    let made = FhirConnector::new(&proving(&server, authentication), Secrets::default(), Arc::default());
    assert_eq!(made.err(), Some(expected));
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
    config.client_certificate_pem = Some(client.pem().into_bytes());
    let key = ClientSecret::new(client_key.serialize_pem());
    let connector = FhirConnector::new(&config, key, Arc::default()).unwrap();
    assert_eq!(connector.check_eligibility(&eligibility(), AMPLE).await.unwrap().in_force, Some(true));
    serving.abort();
    let told: Value = json!(format!("{connector:?}"));
    assert!(!told.to_string().contains("PRIVATE KEY"));
}
