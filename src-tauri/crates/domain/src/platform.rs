//! Platforms and their functions: an outage is platform × function, each with a state, a cause, a source and a time
//! (design §1.1). There is no single « outage » flag anywhere.

use crate::{
    conduct::PlatformConduct,
    ids::TextId,
    refusal::Refusal,
    source::SourceCode,
    stream::{Stream, StreamKind},
    suspension::Suspension,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A platform's short, stable name: `viamedis`, `almerys`, `sp-sante`… Platforms are data, never an enum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
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

/// How a request of this function may be repeated when it is not known whether the platform has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RepeatMode {
    /// It is sent again with the same identifier, which the platform promises to recognise.
    SameIdentifier,
    /// The platform is asked first whether it has it, and it is sent again only on its word that it has not.
    QueryFirst,
    /// The program never sends it again: a person settles it.
    Never,
}

/// From whom a state is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
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
    /// 409, or a duplicate: the platform holds something else under this identifier. Not a failure of the network.
    Conflict,
    /// The body is not JSON.
    NotJson,
    /// JSON of another shape than the one agreed.
    UnexpectedShape,
    /// One object holds the same key twice: two readers would understand two things.
    DuplicateKey,
    /// A modifier extension, which may turn the meaning of what surrounds it around.
    ModifierExtension,
    /// Built under implicit rules that are not known here.
    ImplicitRules,
    /// Cancelled, a draft, or entered in error.
    NotActive,
    /// An amount in another currency than the euro.
    ForeignCurrency,
    /// Several answers, or several persons, and no way to tell which one counts.
    SeveralAnswers,
    /// An OperationOutcome came instead of an answer.
    OperationOutcome,
    /// The body is larger than accepted.
    TooLarge,
    /// The body ended early.
    Truncated,
    /// The answer is about another person.
    WrongSubject,
    /// The answer is to another request.
    WrongRequest,
    /// The platform knows nobody by these identifiers.
    SubjectUnknown,
    /// A redirect to another host was not followed.
    RedirectRefused,
    /// The circuit is open: nothing was sent, the last calls failed.
    CircuitOpen,
    /// Pacing: the practice's own limit of calls was reached.
    Paced,
    /// The platform has no connector: its portal is used by hand.
    NoConnector,
    /// The vault of accounts does not give the secret of this platform's account: its keys are out of reach, or it is no more.
    CredentialOutOfReach,
    /// The token could not be had (its own failure is in the log).
    TokenRefused,
    /// Declared by a person.
    DeclaredByStaff,
}

/// By which way a platform is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The HL7 FHIR R4 connector.
    Fhir,
    /// The connector of an interface that its description tells.
    Http,
    /// Its portal, by hand, with « Dossier suivant ».
    AssistedPortal,
}

impl Channel {
    /// Whether the program itself speaks to the platform.
    pub const fn is_direct(self) -> bool {
        matches!(self, Channel::Fhir | Channel::Http)
    }
}

/// The file that describes a platform, as the practice took it. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescriptionFile {
    /// The name of the file.
    pub name: String,
    /// SHA-256 of its text, in hex.
    pub checksum: String,
    /// Its text.
    pub text: String,
}

/// `platform.configured`: what is needed to speak to it; no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformConfigured {
    /// Its code.
    pub platform: PlatformCode,
    /// The name people read.
    pub label: String,
    /// How it is spoken to.
    pub channel: Channel,
    /// Base URL of the connector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// URL of the token endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_url: Option<String>,
    /// OAuth2 client id; the secret is in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// URL of the portal people use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal_url: Option<String>,
}

/// An event of a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum PlatformEvent {
    /// Configured, or configured anew.
    #[serde(rename = "platform.configured")]
    Configured(PlatformConfigured),
    /// Described by a file, instead of the few addresses it was configured with.
    #[serde(rename = "platform.described")]
    Described {
        /// Which platform.
        platform: PlatformCode,
        /// The file.
        file: DescriptionFile,
    },
    /// The practice no longer works with it; what was done with it stays.
    #[serde(rename = "platform.removed")]
    Removed {
        /// Which platform.
        platform: PlatformCode,
    },
    /// A function changed state.
    #[serde(rename = "platform.function_changed")]
    FunctionChanged {
        /// Which platform.
        platform: PlatformCode,
        /// Which function.
        function: Function,
        /// To which state.
        state: FunctionState,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<FailureCode>,
        /// From whom it is known.
        source: StateSource,
        /// Since when.
        since: Timestamp,
    },
    /// Who said the state a function has just gone into, when a person passed it on.
    #[serde(rename = "platform.function_said")]
    FunctionSaid {
        /// Which platform.
        platform: PlatformCode,
        /// Which function.
        function: Function,
        /// Who, and in which words.
        said: Said,
    },
    /// The practice no longer grants the tiers payant it pays.
    #[serde(rename = "platform.third_party_payment_suspended")]
    ThirdPartyPaymentSuspended {
        /// Which platform.
        platform: PlatformCode,
        /// The first day.
        on: Date,
        /// Why, in its erasable place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
    },
    /// It grants it again.
    #[serde(rename = "platform.third_party_payment_resumed")]
    ThirdPartyPaymentResumed {
        /// Which platform.
        platform: PlatformCode,
        /// The first day.
        on: Date,
    },
    /// How the practice behaves towards it.
    #[serde(rename = "platform.conduct_set")]
    ConductSet {
        /// Which platform.
        platform: PlatformCode,
        /// How.
        conduct: PlatformConduct,
    },
}

/// Who said it, and in which words: « déclaré fermé, d'après la presse ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: SourceCode,
    /// What was said, or where it can be read, in its erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextId>,
}

/// One function of a platform, as last known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunctionStatus {
    /// Its state.
    pub state: FunctionState,
    /// Why.
    pub cause: Option<FailureCode>,
    /// From whom.
    pub source: StateSource,
    /// Since when.
    pub since: Timestamp,
}

/// A platform folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Platform {
    /// None before it is configured.
    pub configured: Option<PlatformConfigured>,
    /// The file it is described by, when it is.
    pub description: Option<DescriptionFile>,
    /// The functions of which something is known.
    pub functions: BTreeMap<Function, FunctionStatus>,
    /// Who said the last state of a function, when a person passed it on.
    pub said: BTreeMap<Function, Said>,
    /// How the practice behaves towards it.
    pub conduct: PlatformConduct,
    /// Whether the tiers payant it pays is suspended.
    pub suspension: Option<Suspension>,
}

/// Records a function's state; the same state from the same source again says nothing new and records nothing.
pub fn observe(
    state: &Platform,
    function: Function,
    seen: FunctionStatus,
    said: Option<Said>,
) -> Result<Vec<PlatformEvent>, Refusal> {
    let platform = state.configured.as_ref().ok_or(Refusal::UnknownPlatform)?.platform.clone();
    let known = state.functions.get(&function);
    let same = known.filter(|known| (known.state, known.cause, known.source) == (seen.state, seen.cause, seen.source));
    if same.is_some() && said.is_none() {
        return Ok(Vec::new());
    }
    let changed = PlatformEvent::FunctionChanged {
        platform: platform.clone(),
        function,
        state: seen.state,
        cause: seen.cause,
        source: seen.source,
        // Said again by somebody else, it lasts since it was first said.
        since: same.map_or(seen.since, |known| known.since),
    };
    let said = said.map(|said| PlatformEvent::FunctionSaid { platform, function, said });
    Ok(std::iter::once(changed).chain(said).collect())
}

/// Configures a platform, or configures it anew.
pub fn configure(_state: &Platform, configured: PlatformConfigured) -> Result<Vec<PlatformEvent>, Refusal> {
    Ok(vec![PlatformEvent::Configured(configured)])
}

/// Configures a platform by the file that describes it; the same again records nothing.
pub fn describe(
    state: &Platform,
    configured: PlatformConfigured,
    file: DescriptionFile,
) -> Result<Vec<PlatformEvent>, Refusal> {
    if state.configured.as_ref() == Some(&configured) && state.description.as_ref() == Some(&file) {
        return Ok(Vec::new());
    }
    let platform = configured.platform.clone();
    Ok(vec![PlatformEvent::Configured(configured), PlatformEvent::Described { platform, file }])
}

/// Removes a platform from those the practice works with.
pub fn remove(state: &Platform) -> Result<Vec<PlatformEvent>, Refusal> {
    let platform = state.configured.as_ref().ok_or(Refusal::UnknownPlatform)?.platform.clone();
    Ok(vec![PlatformEvent::Removed { platform }])
}

/// Sets how the practice behaves towards a platform; the same again records nothing.
pub fn set_conduct(state: &Platform, conduct: PlatformConduct) -> Result<Vec<PlatformEvent>, Refusal> {
    let platform = state.configured.as_ref().ok_or(Refusal::UnknownPlatform)?.platform.clone();
    if state.conduct == conduct { Ok(Vec::new()) } else { Ok(vec![PlatformEvent::ConductSet { platform, conduct }]) }
}

impl Stream for Platform {
    type Event = PlatformEvent;
    const KIND: StreamKind = StreamKind::Platform;

    fn apply(&mut self, event: &PlatformEvent) {
        match event {
            // Configured anew, it is no longer what a file said, unless a file is what follows.
            PlatformEvent::Configured(configured) => {
                (self.configured, self.description) = (Some(configured.clone()), None);
            }
            PlatformEvent::Described { file, .. } => self.description = Some(file.clone()),
            PlatformEvent::Removed { .. } => *self = Self::default(),
            PlatformEvent::FunctionChanged { function, state, cause, source, since, .. } => {
                let status = FunctionStatus { state: *state, cause: *cause, source: *source, since: *since };
                self.functions.insert(*function, status);
                self.said.remove(function);
            }
            PlatformEvent::FunctionSaid { function, said, .. } => drop(self.said.insert(*function, said.clone())),
            PlatformEvent::ConductSet { conduct, .. } => self.conduct = conduct.clone(),
            PlatformEvent::ThirdPartyPaymentSuspended { on, reason, .. } => {
                self.suspension = Some(Suspension { on: *on, reason: *reason });
            }
            PlatformEvent::ThirdPartyPaymentResumed { .. } => self.suspension = None,
        }
    }
}

#[cfg(test)]
mod tests;
