//! The dry run: the rights question as it would leave, with the secrets masked, and a recorded answer read as a live one would
//! be. Nothing is sent, and no secret is needed.

use relais_domain::platform::Function;
use reqwest::Url;

use super::calls::understood;
use super::config::{Authentication, ClientAuthentication, ConfigError, Endpoints, PlatformConfig};
use super::described::{media, read};
use super::session::{Media, Tongue};
use super::wire::Reply;
use crate::answer::EligibilityAnswer;
use crate::description::{PlatformDescription, Way};
use crate::dialect::PatientBy;
use crate::disclosure::{Disclosed, FieldName};
use crate::failure::CallFailure;
use crate::fhir::naming::Naming;
use crate::fhir::subject::Expected;
use crate::fhir::{eligibility, eligibility_answer};
use crate::http::answer::Asked;
use crate::http::filling::Given;
use crate::platform::no_connector;
use crate::request::EligibilityRequest;

/// What stands where a secret would.
const MASK: &str = "••••••";
/// The patient of a server that looks them up first: who that is, only the server says.
const LOOKED_UP: &str = "Patient/cherche-avant";

/// A question as it would leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The calls, in order: the token when one is had, then the question.
    pub steps: Vec<DraftStep>,
    /// The fields that leave with the question.
    pub fields: Vec<FieldName>,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftStep {
    /// `POST`…
    pub method: &'static str,
    /// Where to.
    pub url: String,
    /// Names and values; a secret is masked.
    pub headers: Vec<(String, String)>,
    /// The body; a secret in it is masked.
    pub body: String,
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
pub enum NoDraft {
    /// The description cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The question needs a value that is not known: its name.
    #[error("the platform needs {0}, and there is none")]
    Needs(&'static str),
    /// The description has no rights.
    #[error("the description has no rights")]
    NoRights,
}

/// The rights question as it would leave.
pub fn draft_rights(description: &PlatformDescription, request: &EligibilityRequest) -> Result<Draft, NoDraft> {
    let config = &description.config;
    let endpoints = Endpoints::parse(config)?;
    let (method, path, body, fields, headers) = match &description.way {
        Way::Fhir => {
            let dialect = &config.dialect;
            let known_as = (dialect.patient_by == PatientBy::Reference).then_some(LOOKED_UP);
            let naming = Naming { dialect, subject: &request.subject, cover: &request.cover, known_as };
            if !naming.is_possible() {
                return Err(NoDraft::Needs("member_number"));
            }
            let body = String::from_utf8(eligibility::encode(request, &naming)).unwrap_or_default();
            let headers = headers(&Media {
                accept: &dialect.accept,
                content_type: &dialect.content_type,
                prefer: dialect.prefer.as_deref(),
                constant: &[],
            });
            ("POST", dialect.eligibility_path.clone(), body, request.fields_sent(dialect), headers)
        }
        Way::Http(interface) => {
            let operation = interface.operations.get(&Function::Rights).ok_or(NoDraft::NoRights)?;
            let filled = operation.request.fill(Given::Rights(request), interface);
            let filled = filled.map_err(|slot| NoDraft::Needs(slot.name()))?;
            let path = operation.path.filled(request.id, None).ok_or(NoDraft::NoRights)?;
            let method = if operation.puts { "PUT" } else { "POST" };
            (method, path, filled.body, filled.fields, headers(&media(interface)))
        }
    };
    let (token, proof) = proof(config, endpoints.token.as_ref());
    let mut headers = headers;
    headers.extend(proof.map(|proof| ("authorization".to_owned(), proof)));
    let question = DraftStep { method, url: endpoints.below(&path).to_string(), headers, body };
    Ok(Draft { steps: token.into_iter().chain([question]).collect(), fields })
}

/// Reads a recorded answer of this status as a live one would be.
pub fn read_rights(
    description: &PlatformDescription,
    request: &EligibilityRequest,
    status: u16,
    body: Vec<u8>,
) -> Result<EligibilityAnswer, CallFailure> {
    let code = &description.config.code;
    let reply = Reply { status, headers: Default::default(), body };
    let tongue = match &description.way {
        Way::Fhir => Tongue::Fhir,
        Way::Http(interface) => Tongue::Described(interface.errors.clone()),
    };
    if let Some(failure) = tongue.failure(&reply) {
        return Err(failure);
    }
    match &description.way {
        Way::Fhir => {
            let dialect = &description.config.dialect;
            let expected = Expected {
                request_id: request.id,
                person: Some((&request.subject, &request.cover)),
                known_as: None,
                created_as: None,
                member_system: &dialect.systems.member,
            };
            understood(reply.status, reply.body, |body| {
                eligibility_answer::decode(body, request, expected, dialect, code, 0)
            })
        }
        Way::Http(interface) => {
            let operation = interface.operations.get(&Function::Rights).ok_or_else(no_connector)?;
            let person = Some((&request.subject, &request.cover));
            let asked = Asked { request_id: request.id, person, source: code, elapsed_ms: 0 };
            let domain = interface.domain_code(&request.domain_code);
            read(operation, reply, |body| operation.answer.rights(body, request, asked, domain))
        }
    }
}

fn headers(media: &Media<'_>) -> Vec<(String, String)> {
    let mut headers = vec![
        ("accept".to_owned(), media.accept.to_owned()),
        ("content-type".to_owned(), media.content_type.to_owned()),
    ];
    headers.extend(media.prefer.map(|prefer| ("prefer".to_owned(), prefer.to_owned())));
    let constant = media
        .constant
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    headers.extend(constant);
    headers
}

/// The call that has a token, and what then proves who asks; secrets masked.
fn proof(config: &PlatformConfig, token: Option<&Url>) -> (Option<DraftStep>, Option<String>) {
    let step = |url: &Url, headers: Vec<(String, String)>, body: String| DraftStep {
        method: "POST",
        url: url.to_string(),
        headers,
        body,
    };
    let typed = |media: &str| ("content-type".to_owned(), media.to_owned());
    const FORM: &str = "application/x-www-form-urlencoded";
    match (&config.authentication, token) {
        (Authentication::ClientCredentials { client_id, scopes, client_authentication, .. }, Some(url)) => {
            let mut form = "grant_type=client_credentials".to_owned();
            if !scopes.is_empty() {
                form.push_str(&format!("&scope={}", super::token::form_encode(&scopes.join(" "))));
            }
            let mut headers = vec![typed(FORM)];
            match client_authentication {
                ClientAuthentication::BasicHeader => {
                    headers.push(("authorization".to_owned(), format!("Basic {MASK} ({client_id})")));
                }
                ClientAuthentication::RequestBody => {
                    let id = super::token::form_encode(client_id);
                    form.push_str(&format!("&client_id={id}&client_secret={MASK}"));
                }
            }
            (Some(step(url, headers, form)), Some(format!("Bearer {MASK}")))
        }
        (Authentication::Login(login), Some(url)) => {
            let (headers, body) = if login.as_form {
                let encode = super::token::form_encode;
                let user = format!("{}={}", encode(&login.user_field), encode(&login.user));
                (vec![typed(FORM)], format!("{user}&{}={MASK}", encode(&login.secret_field)))
            } else {
                let body = serde_json::json!({ &login.user_field: login.user, &login.secret_field: MASK });
                (vec![typed("application/json")], body.to_string())
            };
            (Some(step(url, headers, body)), Some(format!("Bearer {MASK}")))
        }
        (Authentication::Basic { user }, _) => (None, Some(format!("Basic {MASK} ({user})"))),
        (Authentication::Bearer, _) => (None, Some(format!("Bearer {MASK}"))),
        _ => (None, None),
    }
}
