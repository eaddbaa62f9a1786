//! Platforms and their functions: an outage is platform × function, each with a state, a cause, a source and a time
//! (design §1.1). There is no single « outage » flag anywhere.

use serde::{Deserialize, Serialize};

/// A platform's short, stable name: `viamedis`, `almerys`, `sp-sante`… Platforms are data, never an enum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlatformCode(String);

impl PlatformCode {
    /// Longest code accepted: it is printed in the strip.
    pub const MAX_LENGTH: usize = 32;

    /// A code of lower-case letters, digits and hyphens.
    pub fn parse(text: &str) -> Result<Self, InvalidPlatformCode> {
        let fits = !text.is_empty()
            && text.len() <= Self::MAX_LENGTH
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidPlatformCode) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is not a platform code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a platform code holds lower-case letters, digits and hyphens")]
pub struct InvalidPlatformCode;

impl TryFrom<String> for PlatformCode {
    type Error = InvalidPlatformCode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<PlatformCode> for String {
    fn from(code: PlatformCode) -> String {
        code.0
    }
}

/// What a platform does for the practice; each fails and recovers on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Droits.
    Rights,
    /// Devis, cotation.
    Quote,
    /// Prise en charge (PEC).
    PriorAuthorisation,
    /// Facturation.
    Claim,
    /// Avis de paiement (RSP, NOEMIE).
    PaymentAdvice,
    /// Virement.
    Payment,
}

impl Function {
    /// Every function, in the order of the strip.
    pub const ALL: [Function; 6] = [
        Function::Rights,
        Function::Quote,
        Function::PriorAuthorisation,
        Function::Claim,
        Function::PaymentAdvice,
        Function::Payment,
    ];
}

/// The state of one function of one platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum FunctionState {
    /// Answers.
    Up,
    /// One call in five fails, or the p95 is over 5 s, on the last twenty.
    Degraded,
    /// Does not answer.
    Down,
    /// Closed by the operator as a precaution (« coupure préventive »).
    Closed,
    /// Nothing is known.
    #[default]
    Unknown,
}

impl FunctionState {
    /// Whether the counter should offer the ways through rather than wait for an answer.
    pub const fn is_out(self) -> bool {
        matches!(self, FunctionState::Down | FunctionState::Closed)
    }
}

/// From whom a state is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateSource {
    /// Measured here, by our own calls.
    Measured,
    /// Declared by a person of the practice, from a message or the press.
    Declared,
    /// Inferred from missing bank credits.
    Inferred,
}

/// Why a call failed or a function is out: closed codes, the sentence belongs to the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// The host name could not be resolved.
    NameNotResolved,
    /// The connection was refused.
    ConnectionRefused,
    /// The connection dropped before the answer was whole.
    ConnectionLost,
    /// The certificate or the TLS handshake failed.
    Tls,
    /// No answer within the budget.
    TimedOut,
    /// 401: the credentials were refused, also with a fresh token.
    Unauthorised,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 429: too many calls; a delay was given or not.
    TooManyCalls,
    /// 5xx.
    ServerError,
    /// Any other 4xx: the request itself was refused.
    RequestRefused,
    /// The body is not JSON.
    NotJson,
    /// JSON of another shape than the one agreed.
    UnexpectedShape,
    /// An OperationOutcome came instead of an answer.
    OperationOutcome,
    /// The body is larger than accepted.
    TooLarge,
    /// The body ended early.
    Truncated,
    /// The answer is about another person or another request.
    WrongSubject,
    /// A redirect to another host was not followed.
    RedirectRefused,
    /// The circuit is open: nothing was sent, the last calls failed.
    CircuitOpen,
    /// Pacing: the practice's own limit of calls was reached.
    Paced,
    /// The platform has no connector: its portal is used by hand.
    NoConnector,
    /// The token could not be had (its own failure is in the log).
    TokenRefused,
    /// Declared by a person.
    DeclaredByStaff,
}
