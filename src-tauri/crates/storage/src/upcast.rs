//! Bringing the body of an old entry to the form this build knows. Entries themselves are never rewritten.
//!
//! A kind whose form changes gets its step here; the journals of the releases that wrote the former one are in
//! `fixtures/`, and every build folds them. Today's form, nearly every entry, goes through untouched and unparsed.

use relais_journal::{UpcastError, Upcasts};
use std::{borrow::Cow, sync::LazyLock};

/// The steps of every kind that changed since its first release: none yet.
static STEPS: LazyLock<Upcasts> = LazyLock::new(Upcasts::new);

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
