//! The `answer` tables of an interface: where each field stands, and how it is written.

use std::collections::BTreeMap;

use relais_domain::platform::Function;

use super::Errors;
use super::http::place;
use super::reader::{Mistake, Table};
use crate::http::Forms;
use crate::http::answer::{AnswerMap, LinesMap, OUTCOMES, PersonMap, Spot};
use crate::http::slot::Purpose;
use crate::http::values::{AMOUNT_FORMS, DATE_FORMS};

/// What kind of value a spot holds: which keys it may have beside `at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Flag,
    Outcome,
    Day,
    Amount,
}

pub(super) fn read(
    mut table: Table<'_, '_>,
    purpose: Purpose,
    function: Function,
    forms: Forms,
    errors: &mut Errors,
) -> AnswerMap {
    let mut map = AnswerMap {
        outcome: spot(&mut table, "outcome", Kind::Outcome, forms, errors),
        request_id: spot(&mut table, "request_id", Kind::Text, forms, errors),
        message: spot(&mut table, "message", Kind::Text, forms, errors),
        ..AnswerMap::default()
    };
    map.reference = spot(&mut table, "reference", Kind::Text, forms, errors);
    if purpose != Purpose::Cancellation {
        map.codes = place(&mut table, "codes", true, errors);
        map.period_start = spot(&mut table, "period_start", Kind::Day, forms, errors);
        map.period_end = spot(&mut table, "period_end", Kind::Day, forms, errors);
        map.covered = spot(&mut table, "covered", Kind::Amount, forms, errors);
        map.currency = spot(&mut table, "currency", Kind::Text, forms, errors);
        map.person = person(table.table("person", errors), forms, errors);
    }
    match purpose {
        Purpose::Rights => {
            map.in_force = spot(&mut table, "in_force", Kind::Flag, forms, errors);
            map.authorisation_required = spot(&mut table, "authorisation_required", Kind::Flag, forms, errors);
            map.excluded = spot(&mut table, "excluded", Kind::Flag, forms, errors);
            map.lines = read_lines(&mut table, forms, errors);
        }
        Purpose::Claim => {
            map.platform_id = spot(&mut table, "platform_id", Kind::Text, forms, errors);
            let mut payment = table.table("payment", errors);
            map.payment_amount = spot(&mut payment, "amount", Kind::Amount, forms, errors);
            map.payment_date = spot(&mut payment, "date", Kind::Day, forms, errors);
            map.payment_reference = spot(&mut payment, "reference", Kind::Text, forms, errors);
            payment.finish(errors);
            // What is covered of each line, in the order they were sent.
            map.lines = read_lines(&mut table, forms, errors);
        }
        Purpose::Cancellation | Purpose::Search => {}
    }
    // Without these the answer could never say what the counter needs of it.
    let needed: &[&str] = match (purpose, function) {
        (Purpose::Rights, _) => &["in_force"],
        (Purpose::Claim, Function::PriorAuthorisation) => &["reference", "covered"],
        (Purpose::Cancellation, _) => &["outcome"],
        _ => &[],
    };
    for key in needed.iter().filter(|key| !table.has(key)) {
        errors.push(table.error(key, Mistake::Missing));
    }
    table.finish(errors);
    map
}

fn person(mut table: Table<'_, '_>, forms: Forms, errors: &mut Errors) -> PersonMap {
    let person = PersonMap {
        family_name: spot(&mut table, "family_name", Kind::Text, forms, errors),
        given_name: spot(&mut table, "given_name", Kind::Text, forms, errors),
        birth_date: spot(&mut table, "birth_date", Kind::Day, forms, errors),
        member_number: spot(&mut table, "member_number", Kind::Text, forms, errors),
    };
    table.finish(errors);
    person
}

fn read_lines(table: &mut Table<'_, '_>, forms: Forms, errors: &mut Errors) -> Option<LinesMap> {
    let has_lines = table.has("lines");
    let inner = table.table("lines", errors);
    if has_lines { lines(inner, forms, errors) } else { None }
}

fn lines(mut table: Table<'_, '_>, forms: Forms, errors: &mut Errors) -> Option<LinesMap> {
    let at = place(&mut table, "at", false, errors);
    if !table.has("at") {
        errors.push(table.error("at", Mistake::Missing));
    }
    let domain = spot(&mut table, "domain", Kind::Text, forms, errors);
    let product = spot(&mut table, "product", Kind::Text, forms, errors);
    let excluded = spot(&mut table, "excluded", Kind::Flag, forms, errors);
    let authorisation_required = spot(&mut table, "authorisation_required", Kind::Flag, forms, errors);
    let kind = spot(&mut table, "kind", Kind::Text, forms, errors);
    let allowed = spot(&mut table, "allowed", Kind::Amount, forms, errors);
    let used = spot(&mut table, "used", Kind::Amount, forms, errors);
    let currency = spot(&mut table, "currency", Kind::Text, forms, errors);
    table.finish(errors);
    Some(LinesMap { at: at?, domain, product, excluded, authorisation_required, kind, allowed, used, currency })
}

/// `key = "/a/b"`, or `key = { at = "/a/b", map = {…}, date = "…", amount = "…" }`.
fn spot(table: &mut Table<'_, '_>, key: &'static str, kind: Kind, forms: Forms, errors: &mut Errors) -> Option<Spot> {
    let bare = |at| Spot { at, map: BTreeMap::new(), date: forms.date, amount: forms.amount };
    if !table.is_table(key) {
        return place(table, key, false, errors).map(bare);
    }
    let mut inner = table.table(key, errors);
    let at = place(&mut inner, "at", false, errors);
    if !inner.has("at") {
        errors.push(inner.error("at", Mistake::Missing));
    }
    let mut spot = at.map(bare);
    match kind {
        Kind::Flag | Kind::Outcome => {
            let words = inner.table("map", errors);
            let map = words.words(errors);
            let meanings: Vec<&str> = match kind {
                Kind::Flag => vec!["true", "false"],
                _ => OUTCOMES.iter().map(|(word, _)| *word).collect(),
            };
            for (word, meaning) in &map {
                if !meanings.contains(&meaning.as_str()) {
                    let known = meanings.iter().map(|meaning| (*meaning).to_owned()).collect();
                    errors.push(words.error(word, Mistake::NotOneOf(known)));
                }
            }
            if let Some(spot) = &mut spot {
                spot.map = map.into_iter().collect();
            }
        }
        Kind::Day => {
            if let (Some(form), Some(spot)) = (inner.choice("date", &DATE_FORMS, errors), &mut spot) {
                spot.date = form;
            }
        }
        Kind::Amount => {
            if let (Some(form), Some(spot)) = (inner.choice("amount", &AMOUNT_FORMS, errors), &mut spot) {
                spot.amount = form;
            }
        }
        Kind::Text => {}
    }
    inner.finish(errors);
    spot
}
