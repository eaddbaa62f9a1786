//! Names as people read them.

use relais_storage::rows::PersonName;

/// « Lucie Bernard »; a person whose identity was erased has none.
pub(crate) fn display(name: &PersonName) -> String {
    match (name.given_name.is_empty(), name.family_name.is_empty()) {
        (_, true) => name.given_name.clone(),
        (true, false) => name.family_name.clone(),
        (false, false) => format!("{} {}", name.given_name, name.family_name),
    }
}
