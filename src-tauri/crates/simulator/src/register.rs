//! What the platforms took in: quotes, prior authorisations and claims, each once by its business identifier. The same
//! identifier again gives the same answer and makes no second agreement; with other content it is refused. This is
//! where a test counts whether a replay made a double.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::book::{AnswerRule, Book, Decision};
use crate::clock;
use crate::fhir::claim::{self, AnswerIds, ClaimAsked};
use crate::fhir::reading::Identifier;
use crate::fhir::search::Search;
use crate::places::{Function, Platform};

/// Requests kept: thirty years of an optician. Past it the platform says it is full rather than forget an agreement.
const RECORD_LIMIT: usize = 50_000;

/// A request taken in, as the control shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// By whom.
    pub platform: Platform,
    /// Quote, prior authorisation or claim.
    pub function: Function,
    /// The request's own business identifier.
    pub request_identifier: String,
    /// When it was first taken in.
    pub at: Timestamp,
    /// How many times it came.
    pub received: u32,
    /// What was asked.
    pub asked_cents: i64,
    /// What is covered; zero when refused or not decided.
    pub covered_cents: i64,
    /// The agreement's number, for a prior authorisation that was agreed.
    pub agreement: Option<String>,
    /// Whether it was refused (or could not be processed).
    pub refused: bool,
    /// Whether it was taken back.
    pub cancelled: bool,
}

struct Kept {
    asked: ClaimAsked,
    fingerprint: String,
    ids: AnswerIds,
    record: Record,
    decision: Decision,
    answer: Value,
    /// What was promised to the invoice that rests on an agreement.
    promised_cents: Option<i64>,
    /// The cancellation that took it back, by its own identifier.
    cancelled_by: Option<String>,
}

/// What came of a submission.
pub(crate) enum Taken {
    /// Recorded now.
    New {
        /// The answer.
        answer: Value,
        /// What is covered.
        covered_cents: i64,
    },
    /// Known already: the same answer.
    Again(Value),
    /// The identifier was used for something else.
    OtherContent,
    /// The agreement a claim refers to was never given.
    UnknownAgreement(String),
    /// No room left.
    Full,
}

/// What came of taking a request back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TakenBack {
    /// It is cancelled; said again, it still is.
    Done {
        /// Its answer, which says so.
        answer: Value,
        /// The number of the cancellation.
        number: String,
    },
    /// No request of this identifier.
    Unknown,
    /// It stands: why.
    Refused(&'static str),
}

/// The register of one run.
#[derive(Default)]
pub(crate) struct Register {
    kept: Vec<Kept>,
    forgets_identifiers: bool,
}

impl Register {
    /// Chooses whether repeated identifiers are recognised, as they are at the start; some platforms do not.
    pub(crate) fn recognise_repeats(&mut self, yes: bool) {
        self.forgets_identifiers = !yes;
    }

    /// Whether repeated identifiers are recognised.
    pub(crate) fn recognises_repeats(&self) -> bool {
        !self.forgets_identifiers
    }

    /// Takes a submission in.
    pub(crate) fn take(&mut self, platform: Platform, asked: ClaimAsked, book: &Book, now: Timestamp) -> Taken {
        let fingerprint = asked.fingerprint();
        if let Some(index) = self.repeated(platform, &asked) {
            let kept = &mut self.kept[index];
            kept.record.received += 1;
            if kept.fingerprint != fingerprint {
                return Taken::OtherContent;
            }
            return Taken::Again(self.kept[index].current(book, now));
        }
        if self.kept.len() >= RECORD_LIMIT {
            return Taken::Full;
        }
        let rests_on = asked.agreement.clone().filter(|_| asked.function == Function::Claim);
        let promised_cents = rests_on.as_ref().and_then(|agreement| self.promised(platform, agreement));
        if let Some(agreement) = rests_on.filter(|_| promised_cents.is_none()) {
            return Taken::UnknownAgreement(agreement);
        }
        let number = self.kept.len() + 1;
        let record = Record {
            platform,
            function: asked.function,
            request_identifier: asked.echo.identifier_text().unwrap_or_default(),
            at: now,
            received: 1,
            asked_cents: asked.amounts().iter().sum(),
            covered_cents: 0,
            agreement: None,
            refused: false,
            cancelled: false,
        };
        let ids = AnswerIds {
            request: format!("demande-{number:05}"),
            response: format!("reponse-{number:05}"),
            agreement: None,
        };
        let mut kept = Kept {
            asked,
            fingerprint,
            ids,
            record,
            decision: Decision::Pending,
            answer: Value::Null,
            promised_cents,
            cancelled_by: None,
        };
        kept.decide(book, number, now);
        let (answer, covered_cents) = (kept.answer.clone(), kept.record.covered_cents);
        self.kept.push(kept);
        Taken::New { answer, covered_cents }
    }

    /// Takes a request back. A promise that an accepted invoice rests on stands, and so does what was refused.
    pub(crate) fn cancel(&mut self, platform: Platform, identifier: &str, by: &str) -> TakenBack {
        let value = identifier.rsplit('|').next().unwrap_or_default();
        let named = |kept: &Kept| {
            kept.record.platform == platform && kept.asked.echo.identifiers.iter().any(|known| known.value == value)
        };
        let Some(index) = self.kept.iter().position(named) else { return TakenBack::Unknown };
        let agreement = self.kept[index].record.agreement.clone();
        let rests_on = |kept: &Kept| {
            let record = &kept.record;
            record.function == Function::Claim
                && !(record.refused || record.cancelled)
                && kept.asked.agreement.is_some()
                && kept.asked.agreement == agreement
        };
        if self.kept.iter().any(rests_on) {
            return TakenBack::Refused("Une facture repose sur cette prise en charge");
        }
        let kept = &mut self.kept[index];
        if kept.record.refused {
            return TakenBack::Refused("Demande refusée : rien à annuler");
        }
        kept.record.cancelled = true;
        kept.answer["status"] = "cancelled".into();
        kept.cancelled_by = Some(by.to_owned());
        let number = kept.cancellation_number();
        TakenBack::Done { answer: kept.answer.clone(), number }
    }

    /// The number of a cancellation, and the function it took a request of back, by its own identifier.
    pub(crate) fn cancellation(&self, platform: Platform, by: &str) -> Option<(Function, String)> {
        let its = |kept: &&Kept| kept.record.platform == platform && kept.cancelled_by.as_deref() == Some(by);
        self.kept.iter().find(its).map(|kept| (kept.record.function, kept.cancellation_number()))
    }

    fn repeated(&self, platform: Platform, asked: &ClaimAsked) -> Option<usize> {
        if self.forgets_identifiers {
            return None;
        }
        // An invoice that was refused comes again under its own number: that one names no request.
        let names = |identifier: &&Identifier| !identifier.system.ends_with("invoice-number");
        let shared = |kept: &Kept| {
            let mut known = kept.asked.echo.identifiers.iter().filter(names);
            kept.record.platform == platform && known.any(|known| asked.echo.identifiers.contains(known))
        };
        self.kept.iter().position(shared)
    }

    /// What an agreement that stands promised, in cents.
    fn promised(&self, platform: Platform, agreement: &str) -> Option<i64> {
        let is = |record: &&Record| {
            record.platform == platform && !record.cancelled && record.agreement.as_deref() == Some(agreement)
        };
        self.kept.iter().map(|kept| &kept.record).find(is).map(|record| record.covered_cents)
    }

    /// The answers a search finds.
    pub(crate) fn search(&mut self, platform: Platform, search: &Search, book: &Book, now: Timestamp) -> Vec<Value> {
        let found = |kept: &&mut Kept| {
            let echoed = |token: &crate::fhir::search::Token| {
                kept.asked.echo.identifiers.iter().any(|identifier| token.is(&identifier.system, &identifier.value))
            };
            let own = |token: &crate::fhir::search::Token| {
                let identifier = &kept.answer["identifier"][0];
                token.is(
                    identifier["system"].as_str().unwrap_or_default(),
                    identifier["value"].as_str().unwrap_or_default(),
                )
            };
            kept.record.platform == platform
                && search.request_identifier.as_ref().is_none_or(echoed)
                && search.response_identifier.as_ref().is_none_or(own)
                && search.request_id.as_ref().is_none_or(|id| kept.asked.echo.request_id.as_ref() == Some(id))
        };
        let answers = self.kept.iter_mut().filter(found).map(|kept| kept.current(book, now));
        answers.filter(|answer| search.narrows_to(answer)).collect()
    }

    /// The answer of that id, with the function it belongs to.
    pub(crate) fn read(&mut self, platform: Platform, id: &str, book: &Book, now: Timestamp) -> Option<Value> {
        let found = |kept: &&mut Kept| kept.record.platform == platform && kept.ids.response == id;
        self.kept.iter_mut().find(found).map(|kept| kept.current(book, now))
    }

    /// The function of the request an identifier names: a search breaks with the function it is about.
    pub(crate) fn function_of(&self, platform: Platform, identifier: &str) -> Option<Function> {
        let value = identifier.rsplit('|').next().unwrap_or_default();
        let named = |kept: &&Kept| {
            kept.record.platform == platform && kept.asked.echo.identifiers.iter().any(|known| known.value == value)
        };
        self.kept.iter().find(named).map(|kept| kept.record.function)
    }

    /// Everything taken in, oldest first.
    pub(crate) fn records(&self) -> Vec<Record> {
        self.kept.iter().map(|kept| kept.record.clone()).collect()
    }
}

impl Kept {
    fn cancellation_number(&self) -> String {
        self.ids.response.replace("reponse", "annulation")
    }

    /// The answer as it stands; what was pending is decided again, since a person may have decided meanwhile.
    fn current(&mut self, book: &Book, now: Timestamp) -> Value {
        if self.decision == Decision::Pending && !self.record.cancelled {
            let number = self.ids.response.trim_start_matches("reponse-").parse().unwrap_or_default();
            self.decide(book, number, now);
        }
        self.answer.clone()
    }

    fn decide(&mut self, book: &Book, number: usize, now: Timestamp) {
        let platform = self.record.platform;
        let rule: AnswerRule = book.rule(platform, &self.asked.echo.member_number);
        self.decision = rule.decide(&self.asked.amounts(), self.asked.day);
        // What was promised is held: the rate is not taken a second time.
        if let (Decision::Covered(lines), Some(promised)) = (&mut self.decision, self.promised_cents)
            && self.record.asked_cents <= promised
        {
            *lines = self.asked.amounts();
        }
        self.record.refused = matches!(self.decision, Decision::Refused(_) | Decision::Unknown);
        if let Decision::Covered(lines) = &self.decision {
            self.record.covered_cents = lines.iter().sum();
            if self.record.function == Function::PriorAuthorisation {
                let day = clock::in_paris(now).strftime("%y%m%d").to_string();
                self.record.agreement = Some(format!("{}{day}{number:05}", platform.agreement_prefix()));
                self.ids.agreement = self.record.agreement.clone();
            }
        }
        self.answer = claim::answer(platform, &self.asked, &self.decision, &self.ids, now);
    }
}
