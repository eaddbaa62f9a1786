//! RFC 8785: its vectors where they concern integers and strings, and another implementation on everything else.

use proptest::prelude::*;
use relais_journal::canonical::{CanonicalError, MAX_INTEGER, check, to_bytes};
use rstest::rstest;
use serde_json::{Map, Value, json};

/// The vectors of RFC 8785, sections 3.2.2 and 3.2.3, without their floats.
#[rstest]
#[case::string_escapes(
    r#"{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#,
    "{\"literals\":[null,true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
)]
#[case::order_of_names(
    r#"{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}"#,
    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
)]
#[case::integers(
    "[0, 1, -1, 9007199254740991, -9007199254740991, 100]",
    "[0,1,-1,9007199254740991,-9007199254740991,100]"
)]
#[case::nothing("{}", "{}")]
#[case::prefix_first(r#"{"ab": 1, "a": 2, "": 3}"#, r#"{"":3,"a":2,"ab":1}"#)]
#[case::escaped_name_in_its_place(r##"{"\"": 1, "!": 2, "#": 3}"##, r##"{"!":2,"\"":1,"#":3}"##)]
fn vectors(#[case] json: &str, #[case] expected: &str) {
    let value: Value = serde_json::from_str(json).unwrap();
    assert_eq!(String::from_utf8(to_bytes(&value).unwrap()).unwrap(), expected);
    assert_eq!(check(expected.as_bytes()), Ok(()));
}

#[rstest]
#[case::nothing("", CanonicalError::Form { at: 0 })]
#[case::space_before(" 1", CanonicalError::Form { at: 0 })]
#[case::space_after("1 ", CanonicalError::Form { at: 1 })]
#[case::comma_last("[1,]", CanonicalError::Form { at: 3 })]
#[case::member_without_value("{\"a\"}", CanonicalError::Form { at: 4 })]
#[case::unfinished("[1", CanonicalError::Form { at: 2 })]
#[case::unfinished_string("\"a", CanonicalError::Form { at: 2 })]
#[case::unfinished_escape("\"\\", CanonicalError::Form { at: 1 })]
#[case::unfinished_unicode("\"\\u001", CanonicalError::Form { at: 1 })]
#[case::control("\"\u{1f}\"", CanonicalError::Form { at: 1 })]
#[case::control_after_eight("\"12345678\u{1}90123456\"", CanonicalError::Form { at: 9 })]
#[case::escape_after_eight("\"é23456é\\/0123\"", CanonicalError::Form { at: 10 })]
#[case::escaped_delete("\"\\u007f\"", CanonicalError::Form { at: 1 })]
#[case::minus_alone("-", CanonicalError::Number { at: 0 })]
#[case::minus_zero("-0", CanonicalError::Number { at: 0 })]
#[case::two_zeros("00", CanonicalError::Number { at: 0 })]
#[case::fraction("1.0", CanonicalError::Number { at: 0 })]
#[case::exponent("1e3", CanonicalError::Number { at: 0 })]
#[case::too_large("9007199254740992", CanonicalError::Number { at: 0 })]
#[case::too_small("-9007199254740992", CanonicalError::Number { at: 0 })]
#[case::plus("+1", CanonicalError::Form { at: 0 })]
#[case::same_name_twice("{\"a\":1,\"a\":2}", CanonicalError::Order { at: 7 })]
#[case::names_out_of_order("{\"b\":1,\"a\":2}", CanonicalError::Order { at: 7 })]
#[case::surrogates_last("{\"\u{fb33}\":1,\"😀\":2}", CanonicalError::Order { at: 9 })]
fn refused(#[case] bytes: &str, #[case] error: CanonicalError) {
    assert_eq!(check(bytes.as_bytes()), Err(error));
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,40}",
        "[\u{0}-\u{20}\"\\\\/\u{7f}é]{0,20}",
        "[\u{d7f0}-\u{d7ff}\u{e000}-\u{e00f}😀-😎\u{fff0}]{0,6}"
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-MAX_INTEGER..=MAX_INTEGER).prop_map(|integer| json!(integer)),
        (-20_i64..20).prop_map(|integer| json!(integer)),
        any_text().prop_map(Value::String),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((any_text(), inner), 0..6).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

proptest! {
    #[test]
    fn the_writer_writes_what_serde_jcs_writes(value in any_value()) {
        let ours = to_bytes(&value).unwrap();
        prop_assert_eq!(&ours, &serde_jcs::to_vec(&value).unwrap());
        prop_assert_eq!(check(&ours), Ok(()));
    }

    /// The scanner takes bytes exactly when they are what the writer makes of the value they spell.
    #[test]
    fn the_scanner_agrees_with_the_writer(value in any_value(), at in any::<prop::sample::Index>(), new in any::<u8>()) {
        let mut bytes = to_bytes(&value).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = new;
        let reread = serde_json::from_slice::<Value>(&bytes).ok().and_then(|value| to_bytes(&value).ok());
        prop_assert_eq!(check(&bytes).is_ok(), reread.as_ref() == Some(&bytes));
    }

    #[test]
    fn the_scanner_stands_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = check(&bytes);
    }
}
