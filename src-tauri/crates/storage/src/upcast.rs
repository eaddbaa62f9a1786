//! Bringing the body of an old entry to the form this build knows. Entries themselves are never rewritten.
//!
//! A kind whose form changes gets its step here; the journals of the releases that wrote the former one are in
//! `fixtures/`, and every build folds them. Today's form, nearly every entry, goes through untouched and unparsed.

use relais_journal::{UpcastError, Upcasts};
use serde_json::{Value, json};
use std::{borrow::Cow, sync::LazyLock};

/// The steps of every kind that changed since its first release.
static STEPS: LazyLock<Upcasts> = LazyLock::new(|| {
    let steps = Upcasts::new().with("dossier.card_recorded", 1, card_with_its_grid);
    // A step out of order is a mistake of this file, which its test would find first.
    steps.unwrap_or_default()
});

/// A card had the codes of its domains; they are the lines of its grid, under which nothing was said.
fn card_with_its_grid(mut body: Value) -> Result<Value, String> {
    let members = body.as_object_mut().ok_or("a card is an object")?;
    let Some(domains) = members.remove("domains") else { return Ok(body) };
    let codes = domains.as_array().ok_or("domains are a list")?;
    // A code was any text of eight characters; one that is none any more cannot be a line.
    let is_code = |code: &&str| !code.is_empty() && code.len() <= 8 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    let line = |code: &str| json!({ "domain": code, "cover": { "kind": "unsaid" } });
    let lines = codes.iter().filter_map(Value::as_str).filter(is_code).map(line).collect();
    members.insert("grid".to_owned(), Value::Array(lines));
    Ok(body)
}

/// The version written for a kind.
pub(crate) fn format_version(kind: &str) -> u32 {
    STEPS.current(kind)
}

/// The body in today's form, or why it cannot be had.
pub(crate) fn to_current<'b>(kind: &str, version: u32, body: &'b str) -> Result<Cow<'b, str>, String> {
    if version == STEPS.current(kind) {
        return Ok(Cow::Borrowed(body));
    }
    let old = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let current = STEPS.upcast(kind, version, old).map_err(|error: UpcastError| error.to_string())?;
    Ok(Cow::Owned(current.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_domain::{card::GridCover, dossier::DossierEvent, event::Event};

    #[test]
    fn a_card_of_the_first_form_has_its_domains_as_a_grid() {
        let kind = "dossier.card_recorded";
        assert_eq!(format_version(kind), 2);
        let old = r#"{"amc_number":"986402170","domains":["OPTI","AU DI","phar"],"rank":1,"valid_to":"2024-12-31"}"#;
        let body = serde_json::from_str(&to_current(kind, 1, old).unwrap()).unwrap();
        let Event::Dossier(DossierEvent::CardRecorded(card)) = Event::from_parts(kind, body).unwrap() else { panic!() };
        let lines: Vec<_> = card.grid.iter().map(|line| (line.domain.as_str(), line.cover)).collect();
        assert_eq!(lines, [("OPTI", GridCover::Unsaid), ("PHAR", GridCover::Unsaid)]);
        assert_eq!((card.rank, card.responsible, card.solidarity, card.holder), (1, None, false, None));
        let bare = r#"{"rank":2}"#;
        assert_eq!(to_current(kind, 1, bare).unwrap(), bare);
    }
}
