//! The `[http]` table: an interface that no standard describes, function by function. What a request holds and where its
//! answer says what; the answers' own keys are read in [`super::answer`].

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use relais_domain::platform::{FailureCode, Function};
use reqwest::header::{HeaderName, HeaderValue};

use super::reader::{DescriptionError, Mistake, Table};
use super::{Errors, MAX_VALUE_CHARS, REPEATS, answer};
use crate::disclosure::FieldName;
use crate::http::place::Place;
use crate::http::slot::{Purpose, Slot};
use crate::http::template::{MAX_TEMPLATE_CHARS, Template, TemplateFault};
use crate::http::values::{AMOUNT_FORMS, DATE_FORMS};
use crate::http::{Condition, ErrorRule, Find, Forms, Interface, Later, Operation, Path, Piece};
use relais_domain::platform::RepeatMode;

/// Longest wait for an answer promised for later.
const MAX_PATIENCE_S: i64 = 60;
/// Usual wait for an answer promised for later.
const DEFAULT_PATIENCE_S: i64 = 10;
/// Most rules of errors, and most headers.
const MAX_RULES: usize = 50;
/// The media type when none is said.
const JSON: &str = "application/json";

/// The failures a description may name.
const FAILURES: [(&str, FailureCode); 9] = [
    ("request_refused", FailureCode::RequestRefused),
    ("conflict", FailureCode::Conflict),
    ("subject_unknown", FailureCode::SubjectUnknown),
    ("unauthorised", FailureCode::Unauthorised),
    ("forbidden", FailureCode::Forbidden),
    ("not_found", FailureCode::NotFound),
    ("too_many_calls", FailureCode::TooManyCalls),
    ("server_error", FailureCode::ServerError),
    ("unexpected_shape", FailureCode::UnexpectedShape),
];
const FUNCTIONS: [(&str, Function, Purpose); 4] = [
    ("rights", Function::Rights, Purpose::Rights),
    ("quote", Function::Quote, Purpose::Claim),
    ("prior_authorisation", Function::PriorAuthorisation, Purpose::Claim),
    ("claim", Function::Claim, Purpose::Claim),
];
/// Headers that say who asks, or belong to the transport.
const RESERVED_HEADERS: [&str; 12] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "x-api-key",
    "api-key",
    "apikey",
    "x-auth-token",
    "host",
    "content-length",
    "content-type",
    "accept",
    "transfer-encoding",
];

pub(super) fn read(mut table: Table<'_, '_>, errors: &mut Errors) -> Interface {
    let media_type = super::fhir::media_type(&mut table, "media_type", errors).unwrap_or_else(|| JSON.to_owned());
    let accept = super::fhir::media_type(&mut table, "accept", errors).unwrap_or_else(|| media_type.clone());
    let forms = Forms {
        date: table.choice("date", &DATE_FORMS, errors).unwrap_or_default(),
        amount: table.choice("amount", &AMOUNT_FORMS, errors).unwrap_or_default(),
    };
    let headers = headers(table.table("headers", errors), errors);
    let domain_codes = table.table("domains", errors).pairs(errors).into_iter().collect();
    let rules = rules(&mut table, errors);
    let (mut operations, mut probes, mut slots) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    let is_empty = !FUNCTIONS.iter().any(|(name, ..)| table.has(name));
    for (name, function, purpose) in FUNCTIONS {
        if !table.has(name) {
            // Known all the same, so that a misspelt one is told which there are.
            drop(table.table(name, errors));
            continue;
        }
        let mut inner = table.table(name, errors);
        if let Some(path) = path(&mut inner, "probe", &[Piece::RequestId], errors) {
            probes.insert(function, path);
        }
        let usual = matches!(function, Function::Rights | Function::Quote).then_some(RepeatMode::SameIdentifier);
        if let Some(operation) = operation(inner, purpose, function, usual, forms, errors) {
            slots.extend(operation.request.slots());
            operations.insert(function, operation);
        }
    }
    let cancellation = table.has("cancellation").then(|| {
        let inner = table.table("cancellation", errors);
        operation(inner, Purpose::Cancellation, Function::Claim, Some(RepeatMode::Never), forms, errors)
    });
    if is_empty {
        errors.push(table.error("rights", Mistake::Missing));
    }
    let left_out = left_out(&mut table, &slots, errors);
    table.finish(errors);
    Interface {
        media_type,
        accept,
        headers,
        domain_codes,
        left_out,
        errors: rules.into(),
        operations,
        cancellation: cancellation.flatten(),
        probes,
    }
}

fn headers(table: Table<'_, '_>, errors: &mut Errors) -> Vec<(HeaderName, HeaderValue)> {
    let mut headers = Vec::new();
    for (name, value) in table.pairs(errors).into_iter().take(MAX_RULES) {
        if RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            errors.push(table.error(&name, Mistake::ReservedHeader));
            continue;
        }
        let named = HeaderName::from_bytes(name.as_bytes()).ok();
        match (named, HeaderValue::from_str(&value).ok().filter(|_| value.len() <= MAX_VALUE_CHARS)) {
            (Some(name), Some(value)) => headers.push((name, value)),
            _ => errors.push(table.error(&name, Mistake::NotAHeader)),
        }
    }
    headers
}

fn rules(table: &mut Table<'_, '_>, errors: &mut Errors) -> Vec<ErrorRule> {
    let mut rules = Vec::new();
    for mut rule in table.tables("errors", errors).into_iter().take(MAX_RULES) {
        let when = condition(&mut rule, errors);
        let failure = rule.choice("failure", &FAILURES, errors);
        if failure.is_none() && !rule.has("failure") {
            errors.push(rule.error("failure", Mistake::Missing));
        }
        let text = place(&mut rule, "text", false, errors);
        rule.finish(errors);
        rules.extend(when.zip(failure).map(|(when, failure)| ErrorRule { when, failure, text }));
    }
    rules
}

/// A status, a place, or a place with its values; at least one of them.
fn condition(table: &mut Table<'_, '_>, errors: &mut Errors) -> Option<Condition> {
    let status = table.number("status", (200, 599), errors).and_then(|status| u16::try_from(status).ok());
    let at = place(table, "at", false, errors);
    let is = table.texts("is", errors);
    if !table.has("status") && !table.has("at") {
        errors.push(table.error("status", Mistake::Missing));
        return None;
    }
    if table.has("is") && !table.has("at") {
        errors.push(table.error("at", Mistake::Missing));
        return None;
    }
    Some(Condition { status, at, is })
}

pub(super) fn place(table: &mut Table<'_, '_>, key: &'static str, lists: bool, errors: &mut Errors) -> Option<Place> {
    let text = table.text(key, errors)?;
    let parsed = Place::parse(&text, lists).filter(|_| text.len() <= MAX_VALUE_CHARS);
    if parsed.is_none() {
        errors.push(table.error(key, Mistake::NotAPointer));
    }
    parsed
}

fn operation(
    mut table: Table<'_, '_>,
    purpose: Purpose,
    function: Function,
    usual: Option<RepeatMode>,
    forms: Forms,
    errors: &mut Errors,
) -> Option<Operation> {
    let puts = table.choice("method", &[("post", false), ("put", true)], errors).unwrap_or_default();
    let path = needed(&mut table, "path", errors, |table, errors| path(table, "path", &[Piece::RequestId], errors));
    let request =
        needed(&mut table, "request", errors, |table, errors| template(table, "request", purpose, forms, errors));
    let repeat = table.choice("repeat", &REPEATS, errors);
    if repeat.is_none() && usual.is_none() && !table.has("repeat") {
        errors.push(table.error("repeat", Mistake::Missing));
    }
    let later = table.has("later").then(|| later(table.table("later", errors), errors));
    let find = table.has("find").then(|| find(table.table("find", errors), forms, errors));
    if repeat == Some(RepeatMode::QueryFirst) && find.is_none() {
        errors.push(table.error("repeat", Mistake::NeedsFind));
    }
    let names_request = |template: &Template| template.sends(Slot::RequestId);
    let in_path = path.as_ref().is_some_and(|path| path.0.contains(&Piece::RequestId));
    let unnamed = request.as_ref().is_some_and(|template| !names_request(template)) && !in_path;
    // Asking about rights twice, or for a quote, changes nothing; a promise or an invoice would be doubled.
    let binds = matches!(function, Function::PriorAuthorisation | Function::Claim) && purpose == Purpose::Claim;
    if binds && unnamed && repeat.is_some_and(|repeat| repeat != RepeatMode::Never) {
        errors.push(table.error("repeat", Mistake::NeedsRequestId));
    }
    if !table.has("answer") {
        errors.push(table.error("answer", Mistake::Missing));
    }
    let answer = answer::read(table.table("answer", errors), purpose, function, forms, errors);
    table.finish(errors);
    let (later, find) = (later.flatten(), find.flatten());
    Some(Operation { puts, path: path?, request: request?, answer, repeat: repeat.or(usual)?, later, find })
}

/// What a key must give; an absent key is said.
fn needed<'t, 'i, T>(
    table: &mut Table<'t, 'i>,
    key: &'static str,
    errors: &mut Errors,
    read: impl FnOnce(&mut Table<'t, 'i>, &mut Errors) -> Option<T>,
) -> Option<T> {
    if !table.has(key) {
        errors.push(table.error(key, Mistake::Missing));
    }
    read(table, errors)
}

fn later(mut table: Table<'_, '_>, errors: &mut Errors) -> Option<Later> {
    let allowed = [Piece::RequestId, Piece::Ticket];
    let path = needed(&mut table, "path", errors, |table, errors| path(table, "path", &allowed, errors));
    let ticket = place(&mut table, "ticket", false, errors);
    let wait_s = table.number("wait_s", (0, MAX_PATIENCE_S), errors).unwrap_or(DEFAULT_PATIENCE_S);
    let needs_ticket = path.as_ref().is_some_and(|path| path.0.contains(&Piece::Ticket));
    if needs_ticket && !table.has("ticket") {
        errors.push(table.error("ticket", Mistake::Missing));
    }
    table.finish(errors);
    Some(Later { path: path?, ticket, patience: Duration::from_secs(wait_s.unsigned_abs()) })
}

fn find(mut table: Table<'_, '_>, forms: Forms, errors: &mut Errors) -> Option<Find> {
    let path = needed(&mut table, "path", errors, |table, errors| path(table, "path", &[Piece::RequestId], errors));
    let criteria = table.table("query", errors);
    let mut query = Vec::new();
    for (name, value) in criteria.pairs(errors) {
        match piece(&value, &[Piece::RequestId]) {
            Ok(piece) => query.push((name, piece)),
            Err(mistake) => errors.push(criteria.error(&name, mistake)),
        }
    }
    let has_request = table.has("request");
    let request = template(&mut table, "request", Purpose::Search, forms, errors);
    let has_none = table.has("none");
    let mut none = table.table("none", errors);
    let none = has_none.then(|| {
        let read = condition(&mut none, errors);
        none.finish(errors);
        read
    });
    let names_request = path.as_ref().is_some_and(|path| path.0.contains(&Piece::RequestId))
        || query.iter().any(|(_, piece)| *piece == Piece::RequestId)
        || request.as_ref().is_some_and(|template| template.sends(Slot::RequestId));
    if !names_request && path.is_some() && (request.is_some() || !has_request) {
        errors.push(table.error("path", Mistake::NeedsRequestId));
    }
    table.finish(errors);
    Some(Find { path: path?, query, request, none: none.flatten() })
}

/// A path below the base: plain segments, and the values that name a request.
fn path(table: &mut Table<'_, '_>, key: &'static str, allowed: &[Piece], errors: &mut Errors) -> Option<Path> {
    let text = table.text(key, errors)?;
    let mut pieces = Vec::new();
    for segment in text.split('/') {
        match piece(segment, allowed) {
            Ok(piece) => pieces.push(piece),
            Err(mistake) => {
                errors.push(table.error(key, mistake));
                return None;
            }
        }
    }
    if text.len() > MAX_VALUE_CHARS {
        errors.push(table.error(key, Mistake::Length(MAX_VALUE_CHARS)));
    }
    Some(Path(pieces))
}

fn piece(text: &str, allowed: &[Piece]) -> Result<Piece, Mistake> {
    let named = match text {
        "{request_id}" => Some(Piece::RequestId),
        "{ticket}" => Some(Piece::Ticket),
        _ => None,
    };
    if let Some(piece) = named.filter(|piece| allowed.contains(piece)) {
        return Ok(piece);
    }
    if text.contains(['{', '}']) {
        return Err(Mistake::NotInAnAddress);
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "$-_.".contains(c);
    let sound = !text.is_empty() && text != "." && text != ".." && text.chars().all(plain);
    if sound { Ok(Piece::Literal(text.to_owned())) } else { Err(Mistake::NotAPath) }
}

fn template(
    table: &mut Table<'_, '_>,
    key: &'static str,
    purpose: Purpose,
    forms: Forms,
    errors: &mut Errors,
) -> Option<Template> {
    let text = table.text(key, errors)?;
    if text.len() > MAX_TEMPLATE_CHARS {
        errors.push(table.error(key, Mistake::Length(MAX_TEMPLATE_CHARS)));
        return None;
    }
    match Template::parse(&text, purpose, forms) {
        Ok(template) => Some(template),
        Err(faults) => {
            errors.extend(faults.into_iter().map(|fault| mistake(table, key, fault)));
            None
        }
    }
}

fn mistake(table: &Table<'_, '_>, key: &str, fault: TemplateFault) -> DescriptionError {
    let owned = |names: Vec<&'static str>| names.into_iter().map(str::to_owned).collect();
    let (needle, nth, mistake) = match fault {
        TemplateFault::NotJson { line } => (String::new(), line, Mistake::TemplateNotJson),
        TemplateFault::NotAnObject => (String::new(), 1, Mistake::TemplateNotAnObject),
        TemplateFault::UnknownValue(name, known) => (format!("{{{name}"), 1, Mistake::UnknownValue(name, owned(known))),
        TemplateFault::UnknownForm(form, known) => (format!(":{form}"), 1, Mistake::UnknownForm(form, owned(known))),
        TemplateFault::Pasted(text) => {
            let shown = text.chars().take(MAX_SHOWN_CHARS).collect();
            (text, 1, Mistake::Pasted(shown))
        }
        TemplateFault::TooDeep => (String::new(), 1, Mistake::TooDeep),
    };
    table.error_within(key, &needle, nth, mistake)
}

/// Longest piece of a template that is shown back.
const MAX_SHOWN_CHARS: usize = 60;

/// The optional fields that are switched off; one that a template needs, or that none sends, is a mistake.
fn left_out(table: &mut Table<'_, '_>, slots: &BTreeSet<(Slot, bool)>, errors: &mut Errors) -> BTreeSet<FieldName> {
    let mut left_out = BTreeSet::new();
    let optional: BTreeSet<&str> = slots
        .iter()
        .filter(|(slot, optional)| *optional && !slots.contains(&(*slot, false)))
        .map(|(slot, _)| slot.name())
        .collect();
    for name in table.texts("left_out", errors) {
        let slot = slots.iter().find(|(slot, _)| slot.name() == name).map(|(slot, _)| *slot);
        match slot.and_then(Slot::field).filter(|_| optional.contains(name.as_str())) {
            Some(field) => {
                left_out.insert(field);
            }
            None => {
                let known = optional.iter().map(|name| (*name).to_owned()).collect();
                errors.push(table.error("left_out", Mistake::NotOneOf(known)));
            }
        }
    }
    left_out
}
