//! From what went wrong below to the one closed list of problems the window knows.

use crate::contract::{Problem, ProblemCode};
use relais_domain::{identifiers::IdentifierError, refusal::Refusal};
use serde_json::{Value, json};
use std::path::Path;

/// The reason of a file that could not be written, when it is the room that is missing.
const DISK_FULL: &str = "disk_full";
/// The reason when the disk itself did not do what it was asked.
const DISK_FAILING: &str = "disk_failing";

impl Problem {
    /// A code without parameters.
    pub fn code(code: ProblemCode) -> Self {
        Problem { code, params: json!({}) }
    }

    /// A code with its parameters, an object.
    pub fn with(code: ProblemCode, params: Value) -> Self {
        Problem { code, params }
    }

    /// A field that could not be read: `field` is its name in the request, `reason` a word of the catalogue.
    pub fn field(field: &str, reason: &str) -> Self {
        Problem::with(ProblemCode::InvalidField, json!({ "field": field, "reason": reason }))
    }

    /// A field that is not the identifier it should be, with the identifier's own reason.
    pub fn identifier(field: &str, error: &IdentifierError) -> Self {
        let detail = serde_json::to_value(error).unwrap_or_else(|_| json!({}));
        let mut params = json!({ "field": field, "reason": detail.get("code").cloned().unwrap_or_default() });
        if let (Some(params), Some(detail)) = (params.as_object_mut(), detail.as_object()) {
            params.extend(detail.iter().filter(|(key, _)| *key != "code").map(|(k, v)| (k.clone(), v.clone())));
        }
        Problem::with(ProblemCode::InvalidField, params)
    }

    /// A file the system would not write; a disk without room has its own word, since a person can act upon it.
    pub(crate) fn not_writable(path: &Path, error: &std::io::Error) -> Self {
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        let reason = if full { DISK_FULL.to_owned() } else { error.to_string() };
        Problem::with(ProblemCode::FileNotWritable, json!({ "path": path.display().to_string(), "reason": reason }))
    }

    /// A file the system would not read.
    pub(crate) fn not_readable(path: &Path, error: &std::io::Error) -> Self {
        let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
        Problem::with(ProblemCode::FileNotReadable, params)
    }

    /// The disk has no room left: nothing of the command remains.
    pub(crate) fn disk_full() -> Self {
        Problem::with(ProblemCode::FileNotWritable, json!({ "reason": DISK_FULL }))
    }

    /// The disk failed, or may not be written: nothing of the command remains. What the system said goes to the log.
    pub(crate) fn disk_failing(error: &impl std::fmt::Display) -> Self {
        tracing::error!(%error, "the disk failed");
        Problem::with(ProblemCode::FileNotWritable, json!({ "reason": DISK_FAILING }))
    }

    /// Something that should not happen; the detail goes to the log, without personal data, and the window says so.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "internal error");
        Problem::code(ProblemCode::Internal)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.code, self.params)
    }
}

impl std::error::Error for Problem {}

/// A rule's refusal is on the wire as it is: same code, same parameters.
impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let parts = serde_json::to_value(&refusal).unwrap_or_default();
        let code = parts.get("code").cloned().unwrap_or_default();
        match serde_json::from_value(code) {
            Ok(code) => Problem::with(code, parts.get("params").cloned().unwrap_or_else(|| json!({}))),
            Err(error) => Problem::internal(error),
        }
    }
}

impl From<relais_domain::money::MoneyError> for Problem {
    fn from(error: relais_domain::money::MoneyError) -> Self {
        Refusal::from(error).into()
    }
}
