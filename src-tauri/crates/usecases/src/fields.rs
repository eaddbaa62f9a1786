//! Typed fields, parsed at the edge: each mistake names its field, so that it is shown there, in a sentence.

use crate::contract::{Problem, ProblemCode};
use relais_domain::identifiers::{AmcNumber, ConventionType, Csr, MemberNumber};
use serde_json::json;

/// Longest name of a person or an insurer.
pub(crate) const MAX_NAME_CHARS: usize = 80;
/// Longest reference of the main software.
pub(crate) const MAX_REFERENCE_CHARS: usize = 32;

/// « 2024-0187 ».
pub(crate) fn dossier_number(year: i16, number: u32) -> String {
    format!("{year}-{number:04}")
}

/// « R-2024-0187 ».
pub(crate) fn receipt_number(year: i16, number: u32) -> String {
    format!("R-{year}-{number:04}")
}

/// « B-2024-0001 »: the number of a deposit slip, « bordereau ».
pub(crate) fn slip_number(year: i16, number: u32) -> String {
    format!("B-{year}-{number:04}")
}

/// « I-2024-0001 »: the number of an inventory.
pub(crate) fn inventory_number(year: i16, number: u32) -> String {
    format!("I-{year}-{number:04}")
}

/// A name that must be there.
pub(crate) fn name(field: &str, typed: &str) -> Result<String, Problem> {
    let name = optional_name(field, typed)?;
    if name.is_empty() { Err(Problem::field(field, "empty")) } else { Ok(name) }
}

/// A name that may be left empty; runs of spaces are one.
pub(crate) fn optional_name(field: &str, typed: &str) -> Result<String, Problem> {
    bounded(field, typed, MAX_NAME_CHARS)
}

/// A text of at most `max` characters, without control characters, runs of spaces made one.
pub(crate) fn bounded(field: &str, typed: &str, max: usize) -> Result<String, Problem> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > max {
        let params = json!({ "field": field, "reason": "too_long", "max": max });
        return Err(Problem::with(ProblemCode::InvalidField, params));
    }
    if text.chars().any(char::is_control) { Err(Problem::field(field, "character")) } else { Ok(text) }
}

/// A telephone number: digits and a leading `+`, possibly empty.
pub(crate) fn phone(typed: &str) -> Result<String, Problem> {
    let digits: String = typed.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let strange =
        typed.chars().any(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '.' | '-' | '+' | '(' | ')' | '/' | '\u{a0}'));
    let count = digits.chars().filter(char::is_ascii_digit).count();
    match (typed.trim().is_empty(), strange, count) {
        (true, _, _) => Ok(String::new()),
        (_, true, _) => Err(Problem::field("phone", "character")),
        (_, _, 6..=15) => Ok(digits),
        _ => Err(Problem::field("phone", "length")),
    }
}

/// The main software's quote or invoice number: letters, digits and the marks such numbers use.
pub(crate) fn reference(typed: &str) -> Result<Option<String>, Problem> {
    let text = bounded("reference", typed, MAX_REFERENCE_CHARS)?;
    let fits = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.' | '_' | '#'));
    match (text.is_empty(), fits) {
        (true, _) => Ok(None),
        (false, true) => Ok(Some(text)),
        (false, false) => Err(Problem::field("reference", "character")),
    }
}

/// N° AMC, possibly empty.
pub(crate) fn amc_number(typed: &str) -> Result<Option<AmcNumber>, Problem> {
    optional("amc_number", typed, AmcNumber::parse)
}

/// Type de convention, possibly empty.
pub(crate) fn convention(typed: &str) -> Result<Option<ConventionType>, Problem> {
    optional("convention", typed, ConventionType::parse)
}

/// CSR, possibly empty.
pub(crate) fn csr(typed: &str) -> Result<Option<Csr>, Problem> {
    optional("csr", typed, Csr::parse)
}

/// N° d'adhérent, possibly empty.
pub(crate) fn member_number(typed: &str) -> Result<String, Problem> {
    Ok(optional("member_number", typed, MemberNumber::parse)?.map(String::from).unwrap_or_default())
}

fn optional<T>(
    field: &str,
    typed: &str,
    parse: impl Fn(&str) -> Result<T, relais_domain::identifiers::IdentifierError>,
) -> Result<Option<T>, Problem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    parse(typed).map(Some).map_err(|error| Problem::identifier(field, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::spaced("06 12 34 56 78", Ok("0612345678"))]
    #[case::international("+33 6 12 34 56 78", Ok("+33612345678"))]
    #[case::none("  ", Ok(""))]
    #[case::letters("06 12 O4", Err("character"))]
    #[case::short("0612", Err("length"))]
    fn phones(#[case] typed: &str, #[case] expected: Result<&str, &str>) {
        let got = phone(typed);
        match expected {
            Ok(digits) => assert_eq!(got.unwrap(), digits),
            Err(reason) => assert_eq!(got.unwrap_err().params["reason"], reason),
        }
    }

    #[rstest]
    #[case::quote("DV-2024-0118", Some("DV-2024-0118"))]
    #[case::empty("", None)]
    fn references(#[case] typed: &str, #[case] expected: Option<&str>) {
        assert_eq!(reference(typed).unwrap().as_deref(), expected);
    }

    #[test]
    fn a_reference_holds_no_sentence() {
        assert!(reference("voir Mme Bernard, « urgent »").is_err());
    }
}
