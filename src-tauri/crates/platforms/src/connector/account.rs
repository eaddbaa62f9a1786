//! Where a connector's secret comes from. It is asked for when it is about to leave and dropped once it stands in its header or
//! form, so that no connector keeps one; whoever keeps it may say that it is out of reach.

use std::fmt;
use std::sync::Arc;

use relais_domain::platform::FailureCode;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::budget::Budget;
use crate::failure::{CallFailure, Phase};
use crate::platform::Exchange;

/// The client secret: zeroised on drop, never shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// Takes the secret over.
    pub fn new(secret: String) -> Self {
        Self(secret)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// What an account proves itself with, for one use.
#[derive(Debug)]
pub struct AccountProof {
    /// Its identifier, where it has one: it is used instead of the one the platform is described with.
    pub login: Option<Zeroizing<String>>,
    /// Client secret, password or bearer token.
    pub secret: ClientSecret,
}

/// Whoever keeps the secret does not give it: its keys are out of reach, or the account is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the account's secret is out of reach")]
pub struct OutOfReach;

/// An account at a platform: kept in a vault that may be locked, or handed over for a trial.
pub trait Account: fmt::Debug + Send + Sync {
    /// What it proves itself with, asked for at each use. It may wait for a person's answer.
    fn proof(&self) -> Exchange<'_, Result<AccountProof, OutOfReach>>;
}

/// Handed over, and held as long as the connector.
#[derive(Debug)]
struct HandedOver {
    login: Option<Zeroizing<String>>,
    secret: ClientSecret,
}

impl Account for HandedOver {
    fn proof(&self) -> Exchange<'_, Result<AccountProof, OutOfReach>> {
        let proof = AccountProof { login: self.login.clone(), secret: self.secret.clone() };
        Box::pin(std::future::ready(Ok(proof)))
    }
}

/// What proves the practice: never from a description or a line typed.
#[derive(Debug, Default)]
pub struct Secrets {
    /// The account, where the platform asks for one.
    pub account: Option<Arc<dyn Account>>,
    /// PEM key of the client certificate. TLS holds it as long as the connector stands.
    pub client_key: Option<ClientSecret>,
}

impl Secrets {
    /// Those that were handed over, for a trial.
    pub fn handed_over(
        login: Option<Zeroizing<String>>,
        secret: Option<ClientSecret>,
        client_key: Option<ClientSecret>,
    ) -> Self {
        let account = secret.map(|secret| Arc::new(HandedOver { login, secret }) as Arc<dyn Account>);
        Self { account, client_key }
    }
}

impl From<ClientSecret> for Secrets {
    fn from(secret: ClientSecret) -> Self {
        Self::handed_over(None, Some(secret), None)
    }
}

/// The proof of an account, within the budget. Nothing has left when there is none.
pub(super) async fn asked(account: &dyn Account, budget: &Budget) -> Result<AccountProof, CallFailure> {
    let refused =
        |detail: &'static str| CallFailure::not_sent(FailureCode::CredentialOutOfReach, Phase::Admission, detail);
    match budget.bound(account.proof()).await {
        Ok(Ok(proof)) => Ok(proof),
        Ok(Err(OutOfReach)) => Err(refused("the account's secret is out of reach")),
        Err(_) => Err(refused("the account's secret was not given in time")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_never_shown() {
        let secrets = Secrets::handed_over(None, Some(ClientSecret::new("ouvre-toi".into())), None);
        assert!(!format!("{secrets:?}").contains("ouvre-toi"));
    }
}
