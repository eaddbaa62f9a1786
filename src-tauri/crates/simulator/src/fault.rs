//! The ways a platform can fail, as a closed list: what each is called, where it makes sense, and whether the platform
//! took the request in before failing (the difference between « not sent » and « may have arrived »).
//!
//! How a fault looks on the socket is the business of `serve` and `wire`; this file only names them.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::places::Function;

/// Delay announced with a 429 when none is asked for.
pub const DEFAULT_RETRY_AFTER_S: u32 = 30;

/// One way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The port does not listen: a real « connection refused » on the platform's own address.
    Refuse,
    /// The connection opens and nobody ever reads what it carries.
    HangAccept,
    /// The connection is reset (RST), nothing answered, nothing recorded.
    Reset,
    /// The request is read, and nothing ever comes back.
    HangHeaders,
    /// The head and half the body come, then nothing, and the connection stays open. Recorded.
    HangMidBody,
    /// The head, then one byte of body a second. Recorded.
    Slow,
    /// The right answer, two seconds late: slow, and not down. Recorded.
    Late,
    /// 400.
    BadRequest,
    /// 401, whatever the token.
    Unauthorised,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 429 with a `Retry-After` in seconds.
    TooManyCalls {
        /// The announced delay.
        retry_after_s: u32,
    },
    /// 500.
    ServerError,
    /// 502.
    BadGateway,
    /// 503.
    Unavailable,
    /// Closed by the operator as a precaution: 503 and a page that says so.
    Closed,
    /// 200 with an HTML page where JSON was agreed.
    Html,
    /// 200 with JSON of another shape.
    OtherShape,
    /// The announced length is longer than what is sent before the connection closes. Recorded.
    Truncated,
    /// 200 with an `OperationOutcome` instead of an answer.
    OperationOutcome,
    /// The token is said to be expired, and is forgotten. On the token endpoint: the tokens given are worthless.
    ExpiredToken,
    /// The answer is about another person. Recorded.
    WrongPerson,
    /// The answer is to another request. Recorded.
    WrongRequest,
    /// Accepted and recorded, then the connection closes before the first byte of the answer.
    AnswerLost,
    /// A well-formed answer of 16 MiB, without an announced length. Recorded.
    TooLarge,
    /// 307 to another host.
    Redirect,
    /// The function does nothing any more without saying so: no transfer leaves, no advice comes.
    Suspended,
}

impl Fault {
    /// Every fault, in the order of the control page.
    pub const ALL: [Fault; 27] = [
        Fault::Unavailable,
        Fault::Closed,
        Fault::Suspended,
        Fault::Refuse,
        Fault::Reset,
        Fault::HangAccept,
        Fault::HangHeaders,
        Fault::HangMidBody,
        Fault::Slow,
        Fault::Late,
        Fault::BadRequest,
        Fault::Unauthorised,
        Fault::Forbidden,
        Fault::NotFound,
        Fault::TooManyCalls { retry_after_s: DEFAULT_RETRY_AFTER_S },
        Fault::ServerError,
        Fault::BadGateway,
        Fault::Html,
        Fault::OtherShape,
        Fault::Truncated,
        Fault::OperationOutcome,
        Fault::ExpiredToken,
        Fault::WrongPerson,
        Fault::WrongRequest,
        Fault::AnswerLost,
        Fault::TooLarge,
        Fault::Redirect,
    ];

    /// The name on the wire of the control, with the words people read.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Fault::Refuse => ("refuse", "Connexion refusée"),
            Fault::HangAccept => ("hang-accept", "Connexion ouverte, jamais lue"),
            Fault::Reset => ("reset", "Connexion coupée net"),
            Fault::HangHeaders => ("hang-headers", "Aucune réponse"),
            Fault::HangMidBody => ("hang-mid-body", "Réponse arrêtée à mi-chemin"),
            Fault::Slow => ("slow", "Un octet par seconde"),
            Fault::Late => ("late", "Réponse juste, après deux secondes"),
            Fault::BadRequest => ("status-400", "400, demande refusée"),
            Fault::Unauthorised => ("status-401", "401, identifiants refusés"),
            Fault::Forbidden => ("status-403", "403, accès interdit"),
            Fault::NotFound => ("status-404", "404, introuvable"),
            Fault::TooManyCalls { .. } => ("status-429", "429, trop d’appels"),
            Fault::ServerError => ("status-500", "500, erreur du serveur"),
            Fault::BadGateway => ("status-502", "502, passerelle en erreur"),
            Fault::Unavailable => ("status-503", "503, service indisponible"),
            Fault::Closed => ("closed", "Coupure préventive"),
            Fault::Html => ("html", "Page web au lieu de données"),
            Fault::OtherShape => ("other-shape", "Données d’une autre forme"),
            Fault::Truncated => ("truncated", "Réponse tronquée"),
            Fault::OperationOutcome => ("operation-outcome", "OperationOutcome au lieu d’une réponse"),
            Fault::ExpiredToken => ("expired-token", "Jeton expiré"),
            Fault::WrongPerson => ("wrong-person", "Réponse d’une autre personne"),
            Fault::WrongRequest => ("wrong-request", "Réponse à une autre demande"),
            Fault::AnswerLost => ("answer-lost", "Acceptée, réponse perdue"),
            Fault::TooLarge => ("too-large", "Réponse démesurée"),
            Fault::Redirect => ("redirect", "Redirection vers un autre hôte"),
            Fault::Suspended => ("suspended", "Suspendus sans message"),
        }
    }

    /// The name on the wire of the control.
    pub fn code(self) -> &'static str {
        self.names().0
    }

    /// The words people read.
    pub fn label(self) -> &'static str {
        self.names().1
    }

    /// The fault of that name.
    pub fn parse(code: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.code() == code)
    }

    /// Whether the fault means something on that function: one cannot refuse a connection for rights alone, since
    /// nobody knows what a connection is for before it is open.
    pub fn applies_to(self, function: Function) -> bool {
        use Fault::*;
        match function {
            Function::Connection => matches!(self, Refuse | HangAccept | Reset),
            Function::Payment => matches!(self, Suspended),
            Function::Token => !matches!(
                self,
                Refuse | HangAccept | Suspended | OperationOutcome | WrongPerson | WrongRequest | AnswerLost
            ),
            Function::Portal => !matches!(
                self,
                Refuse
                    | HangAccept
                    | Suspended
                    | Html
                    | OtherShape
                    | OperationOutcome
                    | ExpiredToken
                    | WrongPerson
                    | WrongRequest
                    | TooLarge
            ),
            Function::PaymentAdvice => !matches!(self, Refuse | HangAccept | WrongPerson | WrongRequest),
            Function::Rights | Function::Quote | Function::PriorAuthorisation | Function::Claim => {
                !matches!(self, Refuse | HangAccept | Suspended)
            }
        }
    }

    /// Whether « the next n calls » can be counted: a refused connection is never seen, and what is suspended gets
    /// no call to count.
    pub fn can_be_counted(self) -> bool {
        !matches!(self, Fault::Refuse | Fault::Suspended)
    }

    /// Whether the platform takes the request in, and records it, before it fails.
    pub fn records_first(self) -> bool {
        use Fault::*;
        matches!(self, HangMidBody | Slow | Late | Truncated | WrongPerson | WrongRequest | AnswerLost | TooLarge)
    }

    /// The state word this fault gives its function.
    pub fn state(self) -> State {
        match self {
            Fault::Closed => State::Closed,
            Fault::Slow | Fault::Late | Fault::TooManyCalls { .. } => State::Degraded,
            _ => State::Down,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// The state of a function, as the control page says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Answers.
    Up,
    /// Answers badly.
    Degraded,
    /// Does not answer.
    Down,
    /// Closed as a precaution.
    Closed,
}

impl State {
    /// The words people read.
    pub fn label(self) -> &'static str {
        match self {
            State::Up => "En service",
            State::Degraded => "Ralenti",
            State::Down => "En panne",
            State::Closed => "Fermé par précaution",
        }
    }
}
