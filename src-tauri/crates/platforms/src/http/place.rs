//! Where a value stands in an answer: a JSON pointer (RFC 6901), with `*` for every item of a list.
//!
//! The answer is walked as text, and only the way to the value is looked at: nothing of it is built, so a long answer takes
//! no more memory than its bytes. Numbers keep their digits.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::failure::AnswerFault;

/// Most steps of a place.
const MAX_STEPS: usize = 16;
/// Most values that a place with `*` gives.
pub(crate) const MAX_VALUES: usize = 200;

/// A place in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Each,
}

/// What stands at a place that is one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scalar {
    Flag(bool),
    /// The digits, as written.
    Number(String),
    Text(String),
}

impl Scalar {
    /// The value as a word of a map.
    pub(crate) fn word(&self) -> &str {
        match self {
            Scalar::Flag(true) => "true",
            Scalar::Flag(false) => "false",
            Scalar::Number(text) | Scalar::Text(text) => text,
        }
    }
}

impl Place {
    /// Reads a pointer; `*` is allowed where a list of values is wanted.
    pub(crate) fn parse(text: &str, lists: bool) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let mut steps = Vec::new();
        for segment in rest.split('/') {
            if segment == "*" {
                if !lists {
                    return None;
                }
                steps.push(Step::Each);
                continue;
            }
            let sound = segment.replace("~0", "").replace("~1", "");
            if segment.is_empty() || sound.contains('~') {
                return None;
            }
            steps.push(Step::Key(segment.replace("~1", "/").replace("~0", "~")));
        }
        (steps.len() <= MAX_STEPS).then_some(Self(steps))
    }

    /// The values at this place, at most [`MAX_VALUES`].
    fn found<'a>(&self, json: &'a str) -> Vec<&'a RawValue> {
        let Ok(root) = serde_json::from_str::<&RawValue>(json) else { return Vec::new() };
        let mut found = vec![root];
        for step in &self.0 {
            let mut next = Vec::new();
            for value in found {
                let wanted = Wanted { step, found: &mut next };
                // A value that is neither an object nor a list has nothing below it.
                let _ = wanted.deserialize(&mut serde_json::Deserializer::from_str(value.get()));
            }
            next.truncate(MAX_VALUES);
            found = next;
        }
        found
    }

    /// The one value; none when it is absent, `null` or an empty text.
    pub(crate) fn one(&self, json: &str) -> Result<Option<Scalar>, AnswerFault> {
        self.found(json).first().map_or(Ok(None), |raw| scalar(raw))
    }

    /// The one value as text, whatever its kind; a list or an object is none.
    pub(crate) fn words(&self, json: &str) -> Option<String> {
        self.one(json).ok().flatten().map(|scalar| scalar.word().to_owned())
    }

    /// Every value as text.
    pub(crate) fn all(&self, json: &str) -> Result<Vec<String>, AnswerFault> {
        let values: Result<Vec<_>, _> = self.found(json).into_iter().map(scalar).collect();
        Ok(values?.into_iter().flatten().map(|scalar| scalar.word().to_owned()).collect())
    }

    /// The items of the list at this place, as JSON; an absent list has none, and one object alone is a list of one.
    pub(crate) fn items<'a>(&self, json: &'a str) -> Result<Vec<&'a str>, AnswerFault> {
        let Some(found) = self.found(json).first().copied() else { return Ok(Vec::new()) };
        match found.get().trim_start().as_bytes().first() {
            Some(b'[') => {
                let mut items = Vec::new();
                let wanted = Wanted { step: &Step::Each, found: &mut items };
                let _ = wanted.deserialize(&mut serde_json::Deserializer::from_str(found.get()));
                Ok(items.into_iter().map(RawValue::get).collect())
            }
            Some(b'{') => Ok(vec![found.get()]),
            Some(b'n') => Ok(Vec::new()),
            _ => Err(AnswerFault::WrongKind),
        }
    }
}

fn scalar(raw: &RawValue) -> Result<Option<Scalar>, AnswerFault> {
    let text = raw.get().trim();
    Ok(match text.as_bytes().first() {
        Some(b'n') => None,
        Some(b't') => Some(Scalar::Flag(true)),
        Some(b'f') => Some(Scalar::Flag(false)),
        Some(b'"') => {
            let text: String = serde_json::from_str(text).map_err(|_| AnswerFault::WrongKind)?;
            Some(text.trim()).filter(|text| !text.is_empty()).map(|text| Scalar::Text(text.to_owned()))
        }
        Some(b'-' | b'0'..=b'9') => Some(Scalar::Number(text.to_owned())),
        _ => return Err(AnswerFault::WrongKind),
    })
}

/// Collects what one step leads to, and passes over the rest.
struct Wanted<'s, 'f, 'a> {
    step: &'s Step,
    found: &'f mut Vec<&'a RawValue>,
}

impl<'de: 'a, 'a> DeserializeSeed<'de> for Wanted<'_, '_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Wanted<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            if matches!(self.step, Step::Key(wanted) if *wanted == key) {
                self.found.push(entries.next_value()?);
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let index = match self.step {
            Step::Each => None,
            Step::Key(key) => key.parse::<usize>().ok(),
        };
        let mut at = 0;
        while let Some(item) = items.next_element::<&'de RawValue>()? {
            let is_wanted = matches!(self.step, Step::Each) || index == Some(at);
            if is_wanted && self.found.len() < MAX_VALUES {
                self.found.push(item);
            }
            at += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ANSWER: &str = r#"{"droits":{"ouverts":"O","a/b":1},"lignes":[{"code":"OPT","m":12.50},{"code":"AUD"}],"vide":" ","rien":null}"#;

    #[rstest]
    #[case::nested("/droits/ouverts", Some("O"))]
    #[case::escaped("/droits/a~1b", Some("1"))]
    #[case::an_item("/lignes/1/code", Some("AUD"))]
    #[case::digits_are_kept("/lignes/0/m", Some("12.50"))]
    #[case::absent("/droits/fermes", None)]
    #[case::below_a_text("/droits/ouverts/x", None)]
    #[case::blank("/vide", None)]
    #[case::null("/rien", None)]
    fn a_value_is_found_where_it_stands(#[case] place: &str, #[case] expected: Option<&str>) {
        assert_eq!(Place::parse(place, false).unwrap().words(ANSWER).as_deref(), expected);
    }

    #[test]
    fn every_item_is_found() {
        assert_eq!(Place::parse("/lignes/*/code", true).unwrap().all(ANSWER).unwrap(), ["OPT", "AUD"]);
        assert_eq!(Place::parse("/lignes", false).unwrap().items(ANSWER).unwrap().len(), 2);
        assert_eq!(Place::parse("/droits", false).unwrap().items(ANSWER).unwrap().len(), 1);
        assert_eq!(Place::parse("/lignes", false).unwrap().one(ANSWER), Err(AnswerFault::WrongKind));
    }

    #[rstest]
    #[case::no_slash("droits")]
    #[case::empty_step("/a//b")]
    #[case::unknown_escape("/a~2b")]
    #[case::a_star_where_one_is_wanted("/a/*")]
    #[case::too_deep("/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a")]
    fn what_is_no_place_is_refused(#[case] text: &str) {
        assert_eq!(Place::parse(text, false), None);
    }
}
