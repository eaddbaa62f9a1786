//! An interface over HTTP that no standard describes: what its description says of its messages, as values. Templates are
//! filled and answers read here, without HTTP.
//!
//! As with FHIR, what is absent is said to be unknown, and what contradicts the question is refused. A template is parsed
//! JSON whose placeholders take JSON values: nothing is ever pasted into a text.

pub(crate) mod answer;
pub(crate) mod filling;
pub(crate) mod place;
pub(crate) mod slot;
pub(crate) mod template;
pub(crate) mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use relais_domain::platform::{FailureCode, Function};
use reqwest::header::{HeaderName, HeaderValue};

use self::answer::AnswerMap;
use self::place::Place;
use self::template::Template;
use self::values::{AmountForm, DateForm};
use crate::disclosure::FieldName;
use crate::fhir::strict;
use crate::request::ClaimUse;
use relais_domain::platform::RepeatMode;

/// What a description says of an interface over HTTP.
#[derive(Debug, Clone)]
pub struct Interface {
    pub(crate) media_type: String,
    pub(crate) accept: String,
    /// Headers of every message; none proves who asks.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// The interface's own code for a domain of the card, where it has one.
    pub(crate) domain_codes: BTreeMap<String, String>,
    /// Optional fields that are left out though they are known.
    pub(crate) left_out: BTreeSet<FieldName>,
    pub(crate) errors: Arc<[ErrorRule]>,
    pub(crate) operations: BTreeMap<Function, Operation>,
    pub(crate) cancellation: Option<Operation>,
    /// What can be asked about nobody, to know whether a function answers.
    pub(crate) probes: BTreeMap<Function, Path>,
}

impl Interface {
    /// The functions described, in the order of the strip, and how a repeat of each is treated.
    pub fn functions(&self) -> Vec<(Function, RepeatMode)> {
        self.operations.iter().map(|(function, operation)| (*function, operation.repeat)).collect()
    }

    /// Whether requests can be taken back.
    pub const fn cancels(&self) -> bool {
        self.cancellation.is_some()
    }

    pub(crate) fn operation(&self, claim_use: ClaimUse) -> Option<&Operation> {
        self.operations.get(&claim_use.function())
    }

    /// The interface's code for a domain of the card.
    pub(crate) fn domain_code<'a>(&'a self, domain_code: &'a str) -> &'a str {
        self.domain_codes.get(domain_code).map_or(domain_code, String::as_str)
    }
}

/// One function: where it is asked, with what, and where its answer says what.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    /// PUT instead of POST.
    pub(crate) puts: bool,
    pub(crate) path: Path,
    pub(crate) request: Template,
    pub(crate) answer: AnswerMap,
    pub(crate) repeat: RepeatMode,
    pub(crate) later: Option<Later>,
    pub(crate) find: Option<Find>,
}

/// Where an answer promised for later is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Later {
    pub(crate) path: Path,
    /// Where the first reply says its number.
    pub(crate) ticket: Option<Place>,
    pub(crate) patience: Duration,
}

/// How an answer is found again by the request's identifier.
#[derive(Debug, Clone)]
pub(crate) struct Find {
    pub(crate) path: Path,
    /// Criteria in the address: our own identifier and constants, never a person's.
    pub(crate) query: Vec<(String, Piece)>,
    /// Criteria in the body: a POST then.
    pub(crate) request: Option<Template>,
    /// How the platform says that it has none; without it, « none » is never believed.
    pub(crate) none: Option<Condition>,
}

/// A path below the base: what stands in it names a request, never a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path(pub(crate) Vec<Piece>);

/// A segment of a path, or a value of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Literal(String),
    /// Our identifier of the request.
    RequestId,
    /// The platform's number of a request it took in.
    Ticket,
}

impl Piece {
    pub(crate) fn filled(&self, request_id: uuid::Uuid, ticket: Option<&str>) -> Option<String> {
        match self {
            Piece::Literal(text) => Some(text.clone()),
            Piece::RequestId => Some(request_id.hyphenated().to_string()),
            Piece::Ticket => ticket.map(str::to_owned),
        }
    }
}

impl Path {
    /// The path for this request; none when it needs a number that was not given.
    pub(crate) fn filled(&self, request_id: uuid::Uuid, ticket: Option<&str>) -> Option<String> {
        let pieces: Option<Vec<String>> = self.0.iter().map(|piece| piece.filled(request_id, ticket)).collect();
        pieces.map(|pieces| pieces.join("/"))
    }
}

/// What a reply must be for something to hold: every part that is said must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) status: Option<u16>,
    pub(crate) at: Option<Place>,
    /// The values that count; any value does when none is given.
    pub(crate) is: Vec<String>,
}

impl Condition {
    pub(crate) fn holds(&self, status: u16, body: &[u8]) -> bool {
        if self.status.is_some_and(|wanted| wanted != status) {
            return false;
        }
        let Some(place) = &self.at else { return self.status.is_some() };
        let Some(text) = strict::check(body).ok().and_then(|body| std::str::from_utf8(body).ok()) else { return false };
        match place.words(text) {
            Some(found) => self.is.is_empty() || self.is.contains(&found),
            None => false,
        }
    }
}

/// A reply that is a failure, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ErrorRule {
    pub(crate) when: Condition,
    pub(crate) failure: FailureCode,
    /// Where the platform says why, in words.
    pub(crate) text: Option<Place>,
}

impl ErrorRule {
    pub(crate) fn words(&self, body: &[u8]) -> Option<String> {
        let body = strict::check(body).ok()?;
        self.text.as_ref()?.words(std::str::from_utf8(body).ok()?)
    }
}

/// The usual forms of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Forms {
    pub(crate) date: DateForm,
    pub(crate) amount: AmountForm,
}
