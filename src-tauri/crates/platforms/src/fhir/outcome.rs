//! `OperationOutcome`: what a server says when it does not answer, in its own words, bounded.

use serde::Deserialize;

use crate::failure::PlatformText;
use crate::fhir::strict;
use crate::fhir::wire::CodeableConcept;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OperationOutcome {
    resource_type: Option<String>,
    #[serde(default)]
    issue: Vec<Issue>,
}

#[derive(Deserialize)]
struct Issue {
    details: Option<CodeableConcept>,
    diagnostics: Option<String>,
    code: Option<String>,
}

impl Issue {
    fn text(self) -> Option<String> {
        self.details.and_then(|details| details.text).or(self.diagnostics).or(self.code)
    }
}

/// Whether an OperationOutcome tells of a conflict: a duplicate, or another state than the request supposes.
pub(crate) fn is_conflict(body: &[u8]) -> bool {
    let outcome = strict::check(body).and_then(strict::read::<OperationOutcome>);
    outcome.is_ok_and(|outcome| {
        let told = |issue: &Issue| matches!(issue.code.as_deref(), Some("duplicate" | "conflict"));
        outcome.resource_type.as_deref() == Some("OperationOutcome") && outcome.issue.iter().any(told)
    })
}

/// The words of an OperationOutcome: `None` when the body is not one, `Some(None)` when it says nothing.
pub(crate) fn read(body: &[u8]) -> Option<Option<PlatformText>> {
    let json = strict::check(body).ok()?;
    let outcome: OperationOutcome = strict::read(json).ok()?;
    if outcome.resource_type.as_deref() != Some("OperationOutcome") {
        return None;
    }
    let texts: Vec<String> = outcome.issue.into_iter().filter_map(Issue::text).collect();
    Some(PlatformText::new(&texts.join(" ; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::duplicate(r#"{"resourceType":"OperationOutcome","issue":[{"code":"duplicate"}]}"#, true)]
    #[case::conflict(r#"{"resourceType":"OperationOutcome","issue":[{"code":"value"},{"code":"conflict"}]}"#, true)]
    #[case::refused(r#"{"resourceType":"OperationOutcome","issue":[{"code":"value"}]}"#, false)]
    #[case::another_resource(r#"{"resourceType":"Basic","issue":[{"code":"duplicate"}]}"#, false)]
    #[case::a_page("<html>", false)]
    fn a_conflict_is_said_by_its_code(#[case] body: &str, #[case] conflict: bool) {
        assert_eq!(is_conflict(body.as_bytes()), conflict);
    }

    #[rstest]
    #[case::details(
        r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found","details":{"text":"Adhérent inconnu"},"diagnostics":"E12"}]}"#,
        Some(Some("Adhérent inconnu"))
    )]
    #[case::code_only(
        r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"throttled"}]}"#,
        Some(Some("throttled"))
    )]
    #[case::silent(r#"{"resourceType":"OperationOutcome"}"#, Some(None))]
    #[case::another_resource(r#"{"resourceType":"Patient"}"#, None)]
    #[case::a_page("<html>", None)]
    fn the_words_of_the_server_are_kept(#[case] body: &str, #[case] expected: Option<Option<&str>>) {
        let text = read(body.as_bytes());
        let text = text.as_ref().map(|text| text.as_ref().map(PlatformText::as_str));
        assert_eq!(text, expected);
    }
}
