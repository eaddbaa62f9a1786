//! Brings the body of an old entry to the form today's rules read. The entry itself is never rewritten.
//!
//! A registry of pure steps, each from one version of a kind's body to the next; the steps themselves belong to the
//! crate that reads the journal. Every release leaves a journal behind with every kind of entry it wrote, as
//! `storage/fixtures/<version>.archive`, and each later build reads and folds all of them.

use std::collections::BTreeMap;

use serde_json::Value;
use thiserror::Error;

/// One step: the body of a version in, that of the next out, or why it could not be.
pub type Upcast = fn(Value) -> Result<Value, String>;

/// The steps of every kind that ever changed its form.
#[derive(Debug, Clone, Default)]
pub struct Upcasts {
    /// For each kind, the step from version `index + 1` to `index + 2`.
    steps: BTreeMap<&'static str, Vec<Upcast>>,
}

/// Why a body was not brought to its current form.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UpcastError {
    /// The entry was written by a newer Relais.
    #[error("{kind} of version {version}, newer than {known}")]
    Newer {
        /// The kind.
        kind: String,
        /// The version of its body.
        version: u32,
        /// The newest version known here.
        known: u32,
    },
    /// Versions begin at 1.
    #[error("{kind} of version 0")]
    Zero {
        /// The kind.
        kind: String,
    },
    /// A step refused the body.
    #[error("{kind} of version {from}: {reason}")]
    Refused {
        /// The kind.
        kind: String,
        /// The version the step starts from.
        from: u32,
        /// What the step said.
        reason: String,
    },
    /// A step was registered twice, or before the one it builds on.
    #[error("the step of {kind} from version {from} does not follow the one before")]
    OutOfOrder {
        /// The kind.
        kind: &'static str,
        /// The version the step starts from.
        from: u32,
    },
}

impl Upcasts {
    /// A registry where every kind is still at version 1.
    pub fn new() -> Self {
        Upcasts::default()
    }

    /// Adds the step of `kind` from version `from` to the next. Steps of a kind come in order, from version 1.
    pub fn with(mut self, kind: &'static str, from: u32, upcast: Upcast) -> Result<Self, UpcastError> {
        if from != self.current(kind) {
            return Err(UpcastError::OutOfOrder { kind, from });
        }
        self.steps.entry(kind).or_default().push(upcast);
        Ok(self)
    }

    /// The version that entries of `kind` are written in today.
    pub fn current(&self, kind: &str) -> u32 {
        self.steps.get(kind).map_or(1, |steps| u32::try_from(steps.len()).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// The body of an entry of this `kind` and `version`, in its current form.
    pub fn upcast(&self, kind: &str, version: u32, body: Value) -> Result<Value, UpcastError> {
        let known = self.current(kind);
        if version == 0 {
            return Err(UpcastError::Zero { kind: kind.to_owned() });
        }
        if version > known {
            return Err(UpcastError::Newer { kind: kind.to_owned(), version, known });
        }
        let steps = self.steps.get(kind).map_or(&[][..], Vec::as_slice);
        (version..).zip(&steps[(version - 1) as usize..]).try_fold(body, |body, (from, step)| {
            step(body).map_err(|reason| UpcastError::Refused { kind: kind.to_owned(), from, reason })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    fn rename(mut body: Value, old: &str, new: &str) -> Result<Value, String> {
        let members = body.as_object_mut().ok_or("not an object")?;
        let value = members.remove(old).ok_or_else(|| format!("no {old}"))?;
        members.insert(new.to_owned(), value);
        Ok(body)
    }

    fn upcasts() -> Upcasts {
        Upcasts::new()
            .with("cheque.kept", 1, |body| rename(body, "sum", "amount"))
            .unwrap()
            .with("cheque.kept", 2, |body| rename(body, "amount", "amount_cents"))
            .unwrap()
    }

    #[rstest]
    #[case::through_all_steps("cheque.kept", 1, json!({"sum": 5}), Ok(json!({"amount_cents": 5})))]
    #[case::from_the_middle("cheque.kept", 2, json!({"amount": 5}), Ok(json!({"amount_cents": 5})))]
    #[case::already_current("cheque.kept", 3, json!({"amount_cents": 5}), Ok(json!({"amount_cents": 5})))]
    #[case::kind_that_never_changed("dossier.opened", 1, json!({}), Ok(json!({})))]
    #[case::newer(
        "cheque.kept", 4, json!({}),
        Err(UpcastError::Newer { kind: "cheque.kept".into(), version: 4, known: 3 })
    )]
    #[case::newer_of_an_unchanged_kind(
        "dossier.opened", 2, json!({}),
        Err(UpcastError::Newer { kind: "dossier.opened".into(), version: 2, known: 1 })
    )]
    #[case::zero("cheque.kept", 0, json!({}), Err(UpcastError::Zero { kind: "cheque.kept".into() }))]
    #[case::refused(
        "cheque.kept", 1, json!({"amount": 5}),
        Err(UpcastError::Refused { kind: "cheque.kept".into(), from: 1, reason: "no sum".into() })
    )]
    fn bodies(
        #[case] kind: &str,
        #[case] version: u32,
        #[case] body: Value,
        #[case] expected: Result<Value, UpcastError>,
    ) {
        assert_eq!(upcasts().upcast(kind, version, body), expected);
    }

    #[rstest]
    #[case::twice(2)]
    #[case::with_a_gap(4)]
    fn steps_follow_one_another(#[case] from: u32) {
        let refused = upcasts().with("cheque.kept", from, Ok).unwrap_err();
        assert_eq!(refused, UpcastError::OutOfOrder { kind: "cheque.kept", from });
    }
}
