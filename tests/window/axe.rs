//! Runs axe-core in the page and gives back what it finds against WCAG 2.2 AA. Owns no judgement of its own.

use serde::Deserialize;
use serde_json::json;

use crate::{Outcome, checkout};

/// The rule sets that make up WCAG 2.2 AA.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/// Those of these rules that look at colours: the only ones that a theme may break, since it changes nothing else.
const OF_COLOURS: [&str; 2] = ["color-contrast", "link-in-text-block"];

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// All of them.
    Every,
    /// What another theme may break.
    Colours,
}

/// One rule broken, and where.
#[derive(Debug, Clone, Deserialize)]
pub struct Violation {
    /// The rule's short name, such as `color-contrast`.
    pub id: String,
    /// The rule in words.
    pub help: String,
    /// Where it is broken.
    pub nodes: Vec<Node>,
}

/// One element that breaks a rule.
#[derive(Debug, Clone, Deserialize)]
pub struct Node {
    /// The element's markup.
    pub html: String,
    /// What to mend, in words.
    #[serde(rename = "failureSummary", default)]
    pub mend: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(out, "{}: {}", self.id, self.help)?;
        self.nodes
            .iter()
            .try_for_each(|node| writeln!(out, "  {}\n    {}", node.html, node.mend.replace('\n', "\n    ")))
    }
}

/// The library itself, from the packages of the interface.
pub(super) fn library() -> Outcome<String> {
    let path = checkout().join("ui/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path).map_err(|error| format!("{} ({error}): run ./dev setup", path.display()).into())
}

/// A script that runs the rules and calls back with the violations, or with a sentence when axe itself fails.
pub(super) fn script(rules: Rules) -> String {
    let run_only = match rules {
        Rules::Every => json!({ "type": "tag", "values": RULES }),
        Rules::Colours => json!({ "type": "rule", "values": OF_COLOURS }),
    };
    format!(
        "const done = arguments[arguments.length - 1];
         axe.run(document, {{ runOnly: {run_only}, resultTypes: ['violations'] }})
            .then(result => done(result.violations), error => done(String(error)));"
    )
}
