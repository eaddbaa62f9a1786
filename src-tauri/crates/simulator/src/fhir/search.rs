//! Searching answers by the standard parameters of R4, so that a request whose answer was lost can be resolved without
//! being sent again. A parameter that is not known is refused: ignoring it would answer more than was asked.
//!
//! `ClaimResponse?request:identifier=[system|]value` (or `request.identifier`) finds the answer to a request by the
//! request's own business identifier; `identifier=` finds it by the answer's; `request=Claim/id` by the claim's id;
//! `use` and `outcome` narrow.

use serde_json::{Value, json};

use super::Issue;

/// A search, understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) request_identifier: Option<Token>,
    pub(crate) response_identifier: Option<Token>,
    pub(crate) request_id: Option<String>,
    usage: Option<String>,
    outcome: Option<String>,
}

/// A token parameter: a value, with or without its system.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Token {
    system: Option<String>,
    value: String,
}

impl Token {
    fn of(text: &str) -> Token {
        match text.split_once('|') {
            Some((system, value)) => Token { system: Some(system.to_owned()), value: value.to_owned() },
            None => Token { system: None, value: text.to_owned() },
        }
    }

    pub(crate) fn is(&self, system: &str, value: &str) -> bool {
        self.value == value && self.system.as_deref().is_none_or(|wanted| wanted == system)
    }
}

impl Search {
    /// Reads the parameters of a query.
    pub(crate) fn read(parameters: &[(String, String)]) -> Result<Search, Vec<Issue>> {
        let mut search = Search::default();
        let mut issues = Vec::new();
        for (name, value) in parameters {
            match name.as_str() {
                "request:identifier" | "request.identifier" => search.request_identifier = Some(Token::of(value)),
                "identifier" => search.response_identifier = Some(Token::of(value)),
                "request" => search.request_id = Some(value.trim_start_matches("Claim/").to_owned()),
                "use" => search.usage = Some(value.clone()),
                "outcome" => search.outcome = Some(value.clone()),
                "_format" | "_count" => {}
                other => issues.push(Issue::new("not-supported", "", format!("paramètre inconnu : {other}"))),
            }
        }
        let aimed =
            search.request_identifier.is_some() || search.response_identifier.is_some() || search.request_id.is_some();
        if !aimed && issues.is_empty() {
            issues.push(Issue::new("too-costly", "", "préciser request:identifier, identifier ou request"));
        }
        if issues.is_empty() { Ok(search) } else { Err(issues) }
    }

    /// Whether an answer passes the narrowing parameters.
    pub(crate) fn narrows_to(&self, answer: &Value) -> bool {
        let same =
            |wanted: &Option<String>, field: &str| wanted.as_deref().is_none_or(|wanted| answer[field] == wanted);
        same(&self.usage, "use") && same(&self.outcome, "outcome")
    }
}

/// Results as a `Bundle`; `url` is the address the search was made at, `base` that of the FHIR server.
pub(crate) fn bundle(results: &[Value], base: &str, url: &str) -> Value {
    let entry = |resource: &Value| {
        let (kind, id) = (resource["resourceType"].as_str(), resource["id"].as_str());
        json!({
            "fullUrl": format!("{base}/{}/{}", kind.unwrap_or_default(), id.unwrap_or_default()),
            "resource": resource,
            "search": { "mode": "match" },
        })
    };
    let mut bundle = json!({
        "resourceType": "Bundle",
        "type": "searchset",
        "total": results.len(),
        "link": [{ "relation": "self", "url": url }],
    });
    // FHIR has no empty arrays.
    if !results.is_empty() {
        bundle["entry"] = results.iter().map(entry).collect();
    }
    bundle
}
