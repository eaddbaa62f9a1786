//! The first entry of a practice: which practice it is, of what kind, in which time zone.
//!
//! Owns only the two members of its body that a verifier needs; the domain may say more there.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::entry::EntryView;

/// The kind of the first entry, and of no other.
pub const GENESIS_KIND: &str = "practice.created";
/// The longest time zone name; the longest of tzdb has 30 letters.
pub const MAX_TIME_ZONE_LEN: usize = 64;

/// Whether the money is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeKind {
    /// A practice at work.
    Real,
    /// Made up, to look at.
    Demonstration,
    /// Made up, to train on.
    Exercise,
}

/// What the first entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Genesis {
    /// Whether the money is real.
    pub practice_kind: PracticeKind,
    /// An IANA name, such as `Europe/Paris`; its form is checked, not its existence.
    pub time_zone: String,
}

impl Genesis {
    /// What `entry` says when it is a well-formed genesis.
    pub fn of(entry: &EntryView<'_>) -> Option<Genesis> {
        if entry.kind != GENESIS_KIND {
            return None;
        }
        let body: Value = serde_json::from_str(entry.body).ok()?;
        let practice_kind = match body.get("practice_kind")?.as_str()? {
            "real" => PracticeKind::Real,
            "demonstration" => PracticeKind::Demonstration,
            "exercise" => PracticeKind::Exercise,
            _ => return None,
        };
        let time_zone = body.get("time_zone")?.as_str()?.to_owned();
        is_zone_name(&time_zone).then_some(Genesis { practice_kind, time_zone })
    }
}

/// Words of letters, digits and `_ + -`, joined by slashes.
fn is_zone_name(name: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'))
    };
    name.len() <= MAX_TIME_ZONE_LEN && name.split('/').all(word)
}

impl fmt::Display for PracticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PracticeKind::Real => "cabinet réel",
            PracticeKind::Demonstration => "cabinet de démonstration",
            PracticeKind::Exercise => "cabinet d'exercice",
        })
    }
}
