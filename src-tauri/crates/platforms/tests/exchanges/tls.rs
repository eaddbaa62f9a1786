//! TLS: an unknown authority is refused before anything is said, a configured one is accepted, a handshake that hangs
//! takes the budget and nothing else.

use std::net::SocketAddr;
use std::sync::Arc;

use relais_domain::platform::FailureCode;
use relais_platforms::connector::{ClientSecret, ConfigError, FhirConnector, PlatformConfig};
use relais_platforms::failure::SendFailure;
use relais_platforms::platform::Platform;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::rig::{
    AMPLE, SHORT, config, connector_of, eligibility, prior_authorisation, read_request, response, rights_answer,
    token_url_of,
};

struct TlsPlatform {
    address: SocketAddr,
    certificate_pem: String,
    accepting: JoinHandle<()>,
}

impl TlsPlatform {
    /// A platform with a certificate of its own making, for 127.0.0.1.
    async fn start() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let server =
            ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(server));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    while let Some(request) = read_request(&mut stream).await {
                        let body = if request.starts_with("POST /token ") {
                            r#"{"access_token":"jeton-1","token_type":"Bearer"}"#.to_owned()
                        } else {
                            rights_answer().to_string()
                        };
                        if stream.write_all(response(200, &body).as_bytes()).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Self { address, certificate_pem: made.cert.pem(), accepting }
    }
}

impl Drop for TlsPlatform {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

fn over_tls(address: SocketAddr) -> PlatformConfig {
    let mut config = config(address);
    config.base_url = config.base_url.replace("http://", "https://");
    let token_url = token_url_of(&mut config);
    *token_url = token_url.replace("http://", "https://");
    config
}

#[tokio::test]
async fn an_unknown_authority_is_refused_and_nothing_is_sent() {
    let platform = TlsPlatform::start().await;
    let connector = connector_of(&over_tls(platform.address));
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    let SendFailure::NotSent(failure) = failure else { panic!("{failure:?}") };
    assert_eq!(failure.code, FailureCode::Tls);
}

#[tokio::test]
async fn an_authority_of_the_platform_can_be_added() {
    let platform = TlsPlatform::start().await;
    let mut config = over_tls(platform.address);
    config.extra_roots_pem = Some(platform.certificate_pem.clone().into_bytes());
    assert_eq!(connector_of(&config).check_eligibility(&eligibility(), AMPLE).await.unwrap().in_force, Some(true));
}

#[tokio::test]
async fn a_server_without_tls_is_a_tls_failure() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let connector = connector_of(&over_tls(listener.local_addr().unwrap()));
    let plain_answer = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        stream
    };
    let request = eligibility();
    let (answer, _stream) = tokio::join!(connector.check_eligibility(&request, AMPLE), plain_answer);
    assert_eq!(answer.unwrap_err().code, FailureCode::Tls);
}

#[tokio::test]
async fn a_handshake_that_hangs_takes_the_budget_and_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let connector = connector_of(&over_tls(listener.local_addr().unwrap()));
    let failure = connector.request_prior_authorisation(&prior_authorisation(), SHORT).await.unwrap_err();
    let SendFailure::NotSent(failure) = failure else { panic!("{failure:?}") };
    assert_eq!(failure.code, FailureCode::TimedOut);
}

#[test]
fn authorities_that_are_none_are_refused_at_once() {
    let mut config = config("127.0.0.1:9".parse().unwrap());
    config.extra_roots_pem = Some(b"ceci n'est pas un certificat".to_vec());
    let made = FhirConnector::new(&config, ClientSecret::new(String::new()), Arc::default());
    assert_eq!(made.err(), Some(ConfigError::NotCertificates));
}
