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

/// A telephone number, possibly empty: a French one has ten digits from 0, written with or without its country; any other
/// begins with `+` or `00` and has 7 to 15 digits (ITU-T E.164).
pub(crate) fn phone(typed: &str) -> Result<String, Problem> {
    let digits: String = typed.trim().chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let strange = typed
        .chars()
        .any(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '.' | '-' | '+' | '(' | ')' | '/' | '\u{a0}' | '\u{202f}'));
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    if strange || digits.chars().skip(1).any(|c| c == '+') {
        return Err(Problem::field("phone", "character"));
    }
    let abroad = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00"));
    let fits = match abroad.map(|number| (number.strip_prefix("33"), number)) {
        Some((Some(national), _)) => national.len() == 9 && !national.starts_with('0'),
        Some((None, number)) => (7..=15).contains(&number.len()),
        None => digits.len() == 10 && digits.starts_with('0'),
    };
    if fits { Ok(digits) } else { Err(Problem::field("phone", "length")) }
}

/// A French postal code: five digits.
pub(crate) fn postcode(typed: &str) -> Result<String, Problem> {
    let code = typed.trim();
    let fits = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(code.to_owned()) } else { Err(Problem::field("postcode", "length")) }
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
    #[case::by_its_exit_code("0033 6 12 34 56 78", Ok("0033612345678"))]
    #[case::belgian("+32 470 12 34 56", Ok("+32470123456"))]
    #[case::overseas("+262 692 12 34 56", Ok("+262692123456"))]
    #[case::letters("06 12 O4", Err("character"))]
    #[case::two_signs("+33+612345678", Err("character"))]
    #[case::short("123", Err("length"))]
    #[case::cut("06 12 34", Err("length"))]
    #[case::long("06 12 34 56 78 90", Err("length"))]
    #[case::not_from_zero("6123456789", Err("length"))]
    #[case::french_abroad_cut("+33 6 12 34", Err("length"))]
    #[case::abroad_cut("+32 470", Err("length"))]
    fn phones(#[case] typed: &str, #[case] expected: Result<&str, &str>) {
        let got = phone(typed);
        match expected {
            Ok(digits) => assert_eq!(got.unwrap(), digits),
            Err(reason) => assert_eq!(got.unwrap_err().params["reason"], reason),
        }
    }

    #[rstest]
    #[case::lyon("69003", true)]
    #[case::ajaccio(" 20000 ", true)]
    #[case::letters("ABC", false)]
    #[case::short("6900", false)]
    #[case::none("", false)]
    fn postcodes(#[case] typed: &str, #[case] fits: bool) {
        assert_eq!(postcode(typed).is_ok(), fits);
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
