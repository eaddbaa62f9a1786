//! The first look at a body, before any meaning is given to it: is it one JSON value, without anything that could make
//! two readers understand two things?
//!
//! Refused at any depth: a key that appears twice, a modifier extension, implicit rules. Nothing is built but the sets
//! of keys of the objects open at that moment, so memory stays below the size of the body.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use crate::failure::AnswerFault;

/// A UTF-8 byte order mark, which RFC 8259 lets a reader skip.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The body without its byte order mark, once it has passed.
pub(crate) fn check(body: &[u8]) -> Result<&[u8], AnswerFault> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(AnswerFault::Empty);
    }
    let fault = Cell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let scanned = Scan { fault: &fault }.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match scanned {
        Ok(()) => Ok(body),
        Err(error) => Err(fault.get().unwrap_or(match error.classify() {
            Category::Eof => AnswerFault::Truncated,
            _ => AnswerFault::NotJson,
        })),
    }
}

/// Reads a checked body into a wire type. The place of a mistake is kept, its text is not: it may quote a person.
pub(crate) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, AnswerFault> {
    serde_json::from_slice(json).map_err(|error| AnswerFault::Malformed { line: error.line(), column: error.column() })
}

#[derive(Clone, Copy)]
struct Scan<'a> {
    fault: &'a Cell<Option<AnswerFault>>,
}

impl Scan<'_> {
    fn refuse<E: serde::de::Error>(self, fault: AnswerFault) -> E {
        self.fault.set(Some(fault));
        E::custom(fault)
    }
}

impl<'de> DeserializeSeed<'de> for Scan<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scan<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut keys: HashSet<String> = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            match key.as_str() {
                "modifierExtension" => return Err(self.refuse(AnswerFault::ModifierExtension)),
                "implicitRules" | "_implicitRules" => return Err(self.refuse(AnswerFault::ImplicitRules)),
                _ => {}
            }
            if !keys.insert(key) {
                return Err(self.refuse(AnswerFault::DuplicateKey));
            }
            entries.next_value_seed(self)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::object(r#"{"a":1,"b":[{"a":1},{"a":2}]}"#, None)]
    #[case::scalar("12.50", None)]
    #[case::byte_order_mark("\u{feff}{}", None)]
    #[case::empty("", Some(AnswerFault::Empty))]
    #[case::blank(" \n", Some(AnswerFault::Empty))]
    #[case::html("<html>maintenance</html>", Some(AnswerFault::NotJson))]
    #[case::two_values("{} {}", Some(AnswerFault::NotJson))]
    #[case::cut(r#"{"a":[1,2"#, Some(AnswerFault::Truncated))]
    #[case::cut_in_a_string(r#"{"a":"Mart"#, Some(AnswerFault::Truncated))]
    #[case::same_key(r#"{"inforce":true,"inforce":false}"#, Some(AnswerFault::DuplicateKey))]
    #[case::same_key_escaped(r#"{"inforce":true,"\u0069nforce":false}"#, Some(AnswerFault::DuplicateKey))]
    #[case::same_key_deep(r#"{"a":[{"b":{"c":1,"c":1}}]}"#, Some(AnswerFault::DuplicateKey))]
    #[case::modifier(r#"{"item":[{"modifierExtension":[{"url":"x"}]}]}"#, Some(AnswerFault::ModifierExtension))]
    #[case::rules(r#"{"implicitRules":"http://exemple.fr/regles"}"#, Some(AnswerFault::ImplicitRules))]
    fn bodies_are_sorted(#[case] body: &str, #[case] fault: Option<AnswerFault>) {
        assert_eq!(check(body.as_bytes()).err(), fault);
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "[".repeat(200_000);
        assert_eq!(check(deep.as_bytes()), Err(AnswerFault::NotJson));
    }

    #[test]
    fn a_mistake_keeps_its_place_and_not_its_text() {
        #[derive(Debug, serde::Deserialize)]
        struct Flag {
            #[allow(dead_code)]
            inforce: bool,
        }
        let fault = read::<Flag>(br#"{"inforce":"Martin"}"#).unwrap_err();
        assert!(!fault.to_string().contains("Martin"));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = check(&bytes);
        }

        #[test]
        fn arbitrary_json_like_text_does_not_panic(text in r#"[\[\]{}",:a-c0-9.eE\\ -]{0,200}"#) {
            let strict = check(text.as_bytes());
            if strict.is_ok() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
            }
        }
    }
}
