//! How a call proves who asks: a header that never changes, or a token that is had and renewed.
//!
//! A refused token is forgotten once; a header that never changes has no second try. The secret is asked of its account when a
//! header or a token request is written, and dropped after.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use relais_domain::platform::FailureCode;
use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use crate::connector::account::{self, Account};
use crate::connector::budget::Budget;
use crate::connector::config::{Authentication, ConfigError, Endpoints, PlatformConfig};
use crate::connector::token::{Credential, Grant, Tokens};
use crate::connector::wire::Wire;
use crate::failure::{CallFailure, Phase};

#[derive(Debug)]
pub(super) enum Proof {
    /// A token, had from an endpoint.
    Token(Box<Tokens>),
    /// The same header at every call, made anew for each.
    Fixed(Scheme, Arc<dyn Account>),
    /// Nothing in the request itself.
    None,
}

/// What the header says of an account.
#[derive(Debug)]
pub(super) enum Scheme {
    /// Its identifier, unless the account has one, and its secret.
    Basic { user: String },
    /// Its secret alone.
    Bearer,
}

impl Proof {
    pub(super) fn new(
        config: &PlatformConfig,
        endpoints: &Endpoints,
        account: Option<Arc<dyn Account>>,
    ) -> Result<Self, ConfigError> {
        if !config.authentication.needs_secret() {
            return Ok(Proof::None);
        }
        let account = account.ok_or(ConfigError::NoSecret)?;
        let token_url = endpoints.token.clone();
        Ok(match (&config.authentication, token_url) {
            (Authentication::ClientCredentials { client_id, scopes, client_authentication, .. }, Some(url)) => {
                let grant = Grant::ClientCredentials {
                    client_id: client_id.clone(),
                    scope: scopes.join(" "),
                    authentication: *client_authentication,
                };
                Proof::Token(Box::new(Tokens::new(url, grant, account)))
            }
            (Authentication::Login(login), Some(url)) => {
                Proof::Token(Box::new(Tokens::new(url, Grant::Login(login.clone()), account)))
            }
            (Authentication::Basic { user }, _) => Proof::Fixed(Scheme::Basic { user: user.clone() }, account),
            (Authentication::Bearer, _) => Proof::Fixed(Scheme::Bearer, account),
            _ => Proof::None,
        })
    }

    /// What goes into `Authorization`, if anything.
    pub(super) async fn credential(&self, wire: &Wire, budget: &Budget) -> Result<Option<Credential>, CallFailure> {
        match self {
            Proof::Token(tokens) => tokens.bearer(wire, budget).await.map(Some),
            Proof::Fixed(scheme, account) => {
                let proof = account::asked(account.as_ref(), budget).await?;
                let credential = match scheme {
                    Scheme::Basic { user } => {
                        Some(Credential(basic(proof.login.as_ref().map_or(user, |it| it), proof.secret.reveal())))
                    }
                    Scheme::Bearer => Credential::bearer(proof.secret.reveal()),
                };
                let no_header = || {
                    let detail = "the account's secret holds what no header may";
                    CallFailure::not_sent(FailureCode::CredentialOutOfReach, Phase::Admission, detail)
                };
                credential.ok_or_else(no_header).map(Some)
            }
            Proof::None => Ok(None),
        }
    }

    /// After a 401: another credential than the refused one, if there may be one.
    pub(super) async fn renewed(
        &self,
        refused: Option<&Credential>,
        wire: &Wire,
        budget: &Budget,
    ) -> Result<Option<Credential>, CallFailure> {
        let (Proof::Token(tokens), Some(refused)) = (self, refused) else { return Ok(None) };
        let late = |_| CallFailure::not_sent(FailureCode::TimedOut, Phase::Token, "no token in time");
        budget.bound(tokens.discard(refused)).await.map_err(late)?;
        tokens.bearer(wire, budget).await.map(Some)
    }
}

/// The header of HTTP Basic; what is passed is already encoded as its scheme asks.
pub(super) fn basic(user: &str, secret: &str) -> HeaderValue {
    let pair = Zeroizing::new(format!("{user}:{secret}"));
    let text = Zeroizing::new(format!("Basic {}", *Zeroizing::new(BASE64.encode(pair.as_bytes()))));
    let mut value = HeaderValue::from_str(&text).expect("base64 fits in a header");
    value.set_sensitive(true);
    value
}
