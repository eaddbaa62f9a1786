//! The `[fhir]` table: the habits of one FHIR server, over the usual ones.

use std::collections::BTreeMap;
use std::time::Duration;

use relais_domain::platform::{Function, RepeatMode};
use reqwest::header::HeaderValue;

use super::reader::{Mistake, Table};
use super::{Errors, MAX_VALUE_CHARS, REPEATS, is_system};
use crate::dialect::{CancelBy, Delivery, Dialect, PatientBy, path_of};

/// Longest wait for an answer promised for later.
const MAX_PATIENCE_S: i64 = 60;

/// How the server's functions are repeated, where the file says something else than what is usual.
pub(super) type Repeats = BTreeMap<Function, RepeatMode>;

/// The functions asked of a FHIR server, as the file names them.
const FUNCTIONS: [(&str, Function); 4] = [
    ("rights", Function::Rights),
    ("quote", Function::Quote),
    ("prior_authorisation", Function::PriorAuthorisation),
    ("claim", Function::Claim),
];

pub(super) fn read(mut table: Table<'_, '_>, errors: &mut Errors) -> (Dialect, Repeats) {
    let mut dialect = Dialect::default();
    if let Some(media) = media_type(&mut table, "media_type", errors) {
        dialect.content_type.clone_from(&media);
        dialect.accept = media;
    }
    if let Some(accept) = media_type(&mut table, "accept", errors) {
        dialect.accept = accept;
    }
    if let Some(prefer) = table.text("prefer", errors) {
        if HeaderValue::from_str(&prefer).is_err() || prefer.trim().is_empty() || prefer.len() > MAX_VALUE_CHARS {
            errors.push(table.error("prefer", Mistake::NotAHeader));
        }
        dialect.prefer = Some(prefer);
    }
    let request = ("eligibility", "eligibility_path", "CoverageEligibilityRequest");
    if let Some(path) = path(&mut table, request, errors) {
        dialect.eligibility_path = path;
    }
    if let Some(path) = path(&mut table, ("claim", "claim_path", "Claim"), errors) {
        dialect.claim_path = path;
    }
    let ways = [("task", CancelBy::Task), ("status", CancelBy::Status)];
    dialect.cancel_by = table.choice("cancellation", &ways, errors).unwrap_or_default();
    let parameters = ["request:identifier", "request.identifier", "request", "identifier"];
    if let Some(parameter) = table.choice("search", &parameters.map(|name| (name, name)), errors) {
        dialect.search_by = parameter.to_owned();
    }
    if let Some(seconds) = table.number("wait_s", (0, MAX_PATIENCE_S), errors) {
        dialect.patience = Duration::from_secs(seconds.unsigned_abs());
    }
    patient(table.table("patient", errors), &mut dialect, errors);
    systems(table.table("systems", errors), &mut dialect, errors);
    let domains = table.table("domains", errors);
    dialect.domain_codes = domains.pairs(errors).into_iter().collect();
    let repeats = repeats(table.table("repeat", errors), errors);
    table.finish(errors);
    (dialect, repeats)
}

fn repeats(mut table: Table<'_, '_>, errors: &mut Errors) -> Repeats {
    let said = FUNCTIONS.map(|(key, function)| table.choice(key, &REPEATS, errors).map(|mode| (function, mode)));
    table.finish(errors);
    said.into_iter().flatten().collect()
}

fn patient(mut table: Table<'_, '_>, dialect: &mut Dialect, errors: &mut Errors) {
    let ways = [
        ("contained", PatientBy::Contained),
        ("identifier", PatientBy::Identifier),
        ("reference", PatientBy::Reference),
    ];
    dialect.patient_by = table.choice("by", &ways, errors).unwrap_or_default();
    dialect.sends_nir = table.flag("nir", errors).unwrap_or_default();
    table.finish(errors);
}

fn systems(mut table: Table<'_, '_>, dialect: &mut Dialect, errors: &mut Errors) {
    let systems = &mut dialect.systems;
    let places = [
        ("request", &mut systems.request),
        ("amc", &mut systems.amc),
        ("member", &mut systems.member),
        ("provider", &mut systems.provider),
        ("nir", &mut systems.nir),
        ("domain", &mut systems.domain),
        ("product", &mut systems.product),
        ("coverage_class", &mut systems.coverage_class),
        ("requested_amount", &mut systems.requested_amount),
    ];
    for (key, place) in places {
        let Some(system) = table.text(key, errors) else { continue };
        if !is_system(&system) {
            errors.push(table.error(key, Mistake::NotASystem));
        }
        *place = system;
    }
    table.finish(errors);
}

/// A path typed whole, or the usual one of the way it is handed over.
fn path(
    table: &mut Table<'_, '_>,
    (way, whole, resource): (&'static str, &'static str, &'static str),
    errors: &mut Errors,
) -> Option<String> {
    let delivery = table.choice(way, &[("submit", Delivery::Submit), ("create", Delivery::Create)], errors);
    let typed = table.text(whole, errors);
    if typed.as_deref().is_some_and(|path| !is_path(path)) {
        errors.push(table.error(whole, Mistake::NotAPath));
    }
    typed.or_else(|| delivery.map(|delivery| path_of(resource, delivery)))
}

/// Below the base and nowhere else.
fn is_path(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "$-_./".contains(c);
    let segments = path.trim_end_matches('/').split('/');
    !path.is_empty()
        && path.len() <= MAX_VALUE_CHARS
        && path.chars().all(plain)
        && segments.into_iter().all(|segment| !segment.is_empty() && segment != "." && segment != "..")
}

pub(super) fn media_type(table: &mut Table<'_, '_>, key: &'static str, errors: &mut Errors) -> Option<String> {
    let text = table.text(key, errors)?;
    let named = text.split([';', ',']).next().unwrap_or_default().trim().split_once('/');
    let sound = named.is_some_and(|(kind, of)| !kind.is_empty() && !of.is_empty());
    if !sound || text.len() > MAX_VALUE_CHARS || HeaderValue::from_str(&text).is_err() {
        errors.push(table.error(key, Mistake::NotAMediaType));
    }
    Some(text)
}
