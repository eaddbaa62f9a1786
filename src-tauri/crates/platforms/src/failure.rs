//! What became of a call that gave no usable answer: which failure, in which phase, and whether the platform may have
//! acted all the same.
//!
//! Codes are the closed set of the domain; nothing here holds a sentence for people nor a patient's value. The one text
//! that comes from outside, [`PlatformText`], is bounded and stays out of logs.

use std::borrow::Cow;
use std::fmt;

use relais_domain::platform::FailureCode;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest text of a platform that is kept: enough for a sentence, too short for a page of HTML.
pub const MAX_PLATFORM_TEXT_CHARS: usize = 300;

/// Where a call stood when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing was tried: the circuit is open, the pace is exhausted, the account's secret is out of reach, or there is no
    /// connector.
    Admission,
    /// The access token was being asked for.
    Token,
    /// Name, connection, TLS: not one byte of the request's body had been handed over.
    Connect,
    /// The request was leaving or had left; no answer had begun.
    Exchange,
    /// The answer's body was being received.
    Receive,
    /// The answer was whole, and not one that can be relied on.
    Read,
}

/// Why a whole answer is not relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum AnswerFault {
    /// The body is not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// The JSON ends early.
    #[error("the JSON ends early")]
    Truncated,
    /// An object holds the same key twice: two readers would understand two things.
    #[error("a key appears twice in one object")]
    DuplicateKey,
    /// A modifier extension may turn the meaning of what surrounds it around; none is understood here.
    #[error("a modifier extension is present")]
    ModifierExtension,
    /// The resource was built under rules that are not known here.
    #[error("implicit rules are present")]
    ImplicitRules,
    /// A field does not have the type the standard gives it.
    #[error("a field has another type, line {line} column {column}")]
    Malformed {
        /// Line of the body.
        line: usize,
        /// Column of the body.
        column: usize,
    },
    /// A code outside the value set the standard binds it to.
    #[error("a code is not one of the standard's")]
    UnknownCode,
    /// Another resource than the one expected.
    #[error("another resource than the one expected")]
    OtherResource,
    /// Nothing came where an answer was due.
    #[error("the answer is empty")]
    Empty,
    /// The resource is not stated to be active: cancelled, a draft, or entered in error.
    #[error("the resource is not active")]
    NotActive,
    /// The answer is to another use than the one asked for.
    #[error("the answer is to another use")]
    OtherUse,
    /// An amount is in another currency than the euro.
    #[error("an amount is not in euros")]
    ForeignCurrency,
    /// An amount is not a whole number of cents, or out of range.
    #[error("an amount is not a number of cents")]
    NotCents,
    /// A date is not a date.
    #[error("a date is not a date")]
    NotADate,
    /// The answer is about another person.
    #[error("the answer is about another person")]
    OtherPerson,
    /// The answer is to another request.
    #[error("the answer is to another request")]
    OtherRequest,
    /// An OperationOutcome came instead of an answer.
    #[error("an OperationOutcome came instead of an answer")]
    OperationOutcome,
    /// The server does not say that it applied the search criterion.
    #[error("the search criterion is not confirmed")]
    SearchNotConfirmed,
    /// Several answers, and no way to tell which one counts.
    #[error("several answers to one request")]
    SeveralAnswers,
    /// Nothing of what the description names is there, or not what it says is always there.
    #[error("the answer is not the one described")]
    NotDescribed,
    /// A field does not have the kind the description gives it.
    #[error("a field has another kind than described")]
    WrongKind,
}

impl AnswerFault {
    /// The name it has outside: stable, the sentence belongs to whoever shows it.
    pub const fn name(self) -> &'static str {
        match self {
            AnswerFault::NotJson => "not_json",
            AnswerFault::Truncated => "truncated",
            AnswerFault::DuplicateKey => "duplicate_key",
            AnswerFault::ModifierExtension => "modifier_extension",
            AnswerFault::ImplicitRules => "implicit_rules",
            AnswerFault::Malformed { .. } => "malformed",
            AnswerFault::UnknownCode => "unknown_code",
            AnswerFault::OtherResource => "other_resource",
            AnswerFault::Empty => "empty",
            AnswerFault::NotActive => "not_active",
            AnswerFault::OtherUse => "other_use",
            AnswerFault::ForeignCurrency => "foreign_currency",
            AnswerFault::NotCents => "not_cents",
            AnswerFault::NotADate => "not_a_date",
            AnswerFault::OtherPerson => "other_person",
            AnswerFault::OtherRequest => "other_request",
            AnswerFault::OperationOutcome => "operation_outcome",
            AnswerFault::SearchNotConfirmed => "search_not_confirmed",
            AnswerFault::SeveralAnswers => "several_answers",
            AnswerFault::NotDescribed => "not_described",
            AnswerFault::WrongKind => "wrong_kind",
        }
    }

    /// The failure as the rest of the program knows it.
    pub const fn code(self) -> FailureCode {
        match self {
            AnswerFault::NotJson => FailureCode::NotJson,
            AnswerFault::Truncated => FailureCode::Truncated,
            AnswerFault::OtherPerson => FailureCode::WrongSubject,
            AnswerFault::OtherRequest => FailureCode::WrongRequest,
            AnswerFault::DuplicateKey => FailureCode::DuplicateKey,
            AnswerFault::ModifierExtension => FailureCode::ModifierExtension,
            AnswerFault::ImplicitRules => FailureCode::ImplicitRules,
            AnswerFault::NotActive => FailureCode::NotActive,
            AnswerFault::ForeignCurrency => FailureCode::ForeignCurrency,
            AnswerFault::SeveralAnswers => FailureCode::SeveralAnswers,
            AnswerFault::OperationOutcome => FailureCode::OperationOutcome,
            _ => FailureCode::UnexpectedShape,
        }
    }
}

/// A sentence of a platform, bounded. It may name a person: it is shown and sealed, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct PlatformText(String);

impl PlatformText {
    /// Keeps the first [`MAX_PLATFORM_TEXT_CHARS`] characters, control characters turned into spaces; `None` when
    /// nothing is left.
    pub fn new(text: &str) -> Option<Self> {
        let cut: String = text
            .chars()
            .take(MAX_PLATFORM_TEXT_CHARS)
            .map(|character| if character.is_control() { ' ' } else { character })
            .collect();
        let trimmed = cut.trim();
        (!trimmed.is_empty()).then(|| Self(trimmed.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PlatformText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlatformText({} bytes)", self.0.len())
    }
}

/// A call without a usable answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{code:?} in {phase:?}: {detail}")]
pub struct CallFailure {
    /// What happened, in the domain's closed set.
    pub code: FailureCode,
    /// Where the call stood.
    pub phase: Phase,
    /// The HTTP status, when one came.
    pub http_status: Option<u16>,
    /// How long the platform asks to be left alone.
    pub retry_after_s: Option<u32>,
    /// Why an answer was set aside, when one came whole.
    pub fault: Option<AnswerFault>,
    /// A few words for the developer; never a value of a request or of an answer.
    pub detail: Cow<'static, str>,
    /// What the platform says, when it says something.
    pub platform_text: Option<PlatformText>,
    /// From the first moment of the call, in milliseconds.
    pub elapsed_ms: u64,
    /// Whether the platform may have acted on the request. `false` is a certainty.
    pub may_have_acted: bool,
}

impl CallFailure {
    /// A failure before anything was sent.
    pub fn not_sent(code: FailureCode, phase: Phase, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            phase,
            http_status: None,
            retry_after_s: None,
            fault: None,
            detail: detail.into(),
            platform_text: None,
            elapsed_ms: 0,
            may_have_acted: false,
        }
    }

    /// An answer that came whole, with this status, and is not relied on: the platform may have acted.
    pub(crate) fn unreadable(fault: AnswerFault, http_status: u16) -> Self {
        Self {
            code: fault.code(),
            phase: Phase::Read,
            http_status: Some(http_status),
            retry_after_s: None,
            fault: Some(fault),
            detail: fault.to_string().into(),
            platform_text: None,
            elapsed_ms: 0,
            may_have_acted: true,
        }
    }

    /// Whether the failure speaks against the platform's health: those count for the circuit and for the state of the
    /// function. A refused request is an answer; our own restraint says nothing.
    pub const fn counts_against_platform(&self) -> bool {
        match self.code {
            FailureCode::RequestRefused | FailureCode::Conflict | FailureCode::SubjectUnknown => false,
            // With a 4xx it refuses the request; with a 200 the function gave something else than its answer.
            FailureCode::OperationOutcome => !matches!(self.http_status, Some(400..=499)),
            _ => self.is_observation(),
        }
    }

    /// Whether the call reached the platform at all, and so teaches something about it.
    pub const fn is_observation(&self) -> bool {
        !matches!(
            self.code,
            FailureCode::CircuitOpen
                | FailureCode::Paced
                | FailureCode::NoConnector
                | FailureCode::CredentialOutOfReach
                | FailureCode::DeclaredByStaff
        )
    }
}

/// What became of a request that changes something at the platform and brought no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendFailure {
    /// The platform has certainly accepted nothing: once the cause is gone, the same request may be sent again.
    #[error("not sent: {0}")]
    NotSent(CallFailure),
    /// The platform read the request and refused it: the same request would be refused again.
    #[error("refused: {0}")]
    Refused(CallFailure),
    /// The platform did not take it, because it holds something under this identifier: another request, or an earlier
    /// attempt of this one. Not a failure of the network; what stands there is looked at first.
    #[error("conflict: {0}")]
    Conflict(CallFailure),
    /// The request left, or may have, and nothing sure came back: « à confirmer ». Only
    /// `find_prior_authorisation` or a person may settle it.
    #[error("outcome unknown: {0}")]
    OutcomeUnknown(CallFailure),
}

impl SendFailure {
    /// The failure itself.
    pub const fn failure(&self) -> &CallFailure {
        match self {
            SendFailure::NotSent(failure)
            | SendFailure::Refused(failure)
            | SendFailure::Conflict(failure)
            | SendFailure::OutcomeUnknown(failure) => failure,
        }
    }
}

impl From<CallFailure> for SendFailure {
    fn from(failure: CallFailure) -> Self {
        if failure.code == FailureCode::Conflict {
            return SendFailure::Conflict(failure);
        }
        if failure.may_have_acted {
            return SendFailure::OutcomeUnknown(failure);
        }
        match failure.code {
            FailureCode::RequestRefused | FailureCode::OperationOutcome | FailureCode::SubjectUnknown => {
                SendFailure::Refused(failure)
            }
            _ => SendFailure::NotSent(failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("Droits ouverts", Some("Droits ouverts"))]
    #[case::blank("  \n ", None)]
    #[case::control("a\u{0}b\r\nc", Some("a b  c"))]
    fn platform_text_is_cleaned(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(PlatformText::new(text).as_ref().map(PlatformText::as_str), expected);
    }

    #[test]
    fn platform_text_is_bounded_and_stays_out_of_debug() {
        let text = PlatformText::new(&"é".repeat(10_000)).unwrap();
        assert_eq!(text.as_str().chars().count(), MAX_PLATFORM_TEXT_CHARS);
        assert!(!format!("{text:?}").contains('é'));
    }

    #[rstest]
    #[case::broken(FailureCode::ServerError, Some(500), true)]
    #[case::no_name(FailureCode::NameNotResolved, None, true)]
    #[case::wrong_credentials(FailureCode::Unauthorised, Some(401), true)]
    #[case::request_refused(FailureCode::RequestRefused, Some(400), false)]
    #[case::refused_with_a_reason(FailureCode::OperationOutcome, Some(422), false)]
    #[case::something_else_than_an_answer(FailureCode::OperationOutcome, Some(200), true)]
    #[case::our_own_pace(FailureCode::Paced, None, false)]
    #[case::circuit(FailureCode::CircuitOpen, None, false)]
    #[case::our_own_keys(FailureCode::CredentialOutOfReach, None, false)]
    fn only_the_platforms_own_failures_count_against_it(
        #[case] code: FailureCode,
        #[case] http_status: Option<u16>,
        #[case] counts: bool,
    ) {
        let failure = CallFailure { http_status, ..CallFailure::not_sent(code, Phase::Exchange, "x") };
        assert_eq!(failure.counts_against_platform(), counts);
    }

    #[rstest]
    #[case::never_left(FailureCode::ConnectionRefused, false, "not_sent")]
    #[case::throttled(FailureCode::TooManyCalls, false, "not_sent")]
    #[case::refused(FailureCode::RequestRefused, false, "refused")]
    #[case::outcome_with_4xx(FailureCode::OperationOutcome, false, "refused")]
    #[case::outcome_with_200(FailureCode::OperationOutcome, true, "unknown")]
    #[case::conflict(FailureCode::Conflict, true, "conflict")]
    #[case::lost(FailureCode::ConnectionLost, true, "unknown")]
    #[case::late(FailureCode::TimedOut, true, "unknown")]
    fn a_failed_send_is_sorted_by_certainty(#[case] code: FailureCode, #[case] acted: bool, #[case] expected: &str) {
        let mut failure = CallFailure::not_sent(code, Phase::Exchange, "x");
        failure.may_have_acted = acted;
        let sorted = match SendFailure::from(failure) {
            SendFailure::NotSent(_) => "not_sent",
            SendFailure::Refused(_) => "refused",
            SendFailure::Conflict(_) => "conflict",
            SendFailure::OutcomeUnknown(_) => "unknown",
        };
        assert_eq!(sorted, expected);
    }
}
