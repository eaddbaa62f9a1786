//! One entry of the journal and its canonical bytes, which are what is kept, hashed and archived.
//!
//! Owns the envelope (who, where, when, what kind) and its rules; the body belongs to the kind and is only required to
//! be a canonical object. An entry is read in one of two ways: [`EntryView`] checks everything without building
//! anything, [`Entry`] is the value.

use jiff::Timestamp;
use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;

use crate::canonical::{CanonicalError, MAX_INTEGER, Scanner, write_string, write_value};
use crate::totals::AMOUNT_MEMBER;
use crate::{hex, instant};

/// The longest `kind`, such as `cheque.kept`.
pub const MAX_KIND_LEN: usize = 64;
/// The longest `stream`, such as `cheque/<uuid>`.
pub const MAX_STREAM_LEN: usize = 128;

/// A fact of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The practice the fact belongs to.
    pub practice: Uuid,
    /// The post (workstation) that recorded it; each post has its own chain.
    pub post: Uuid,
    /// Its number on the post, from 1, without a gap.
    pub post_seq: u64,
    /// What it is about: `<what>/<id>`, such as `cheque/<uuid>`.
    pub stream: String,
    /// When it was recorded by the post's clock, kept to the millisecond; never used for order.
    pub recorded_at_utc: Timestamp,
    /// The user who acted.
    pub actor: Uuid,
    /// The command it came from; one command may append several entries.
    pub command_id: Uuid,
    /// What happened: lowercase words with dots, such as `cheque.kept`.
    pub kind: String,
    /// The version of the body's form for this kind, from 1.
    pub format_version: u32,
    /// What the kind says of it: an object of strings, integers, booleans, nulls, arrays and objects; null when the
    /// kind says it all.
    pub body: Value,
}

/// Why an entry cannot be written, or bytes are not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EntryError {
    /// The bytes are not their own canonical form, or are too large or too deep.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A member of the envelope is missing or does not have its form.
    #[error("the member {member} is missing or malformed")]
    Member {
        /// Its name.
        member: &'static str,
    },
}

/// An entry read in place from its canonical bytes, every rule of its form checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryView<'a> {
    /// See [`Entry::practice`].
    pub practice: &'a str,
    /// See [`Entry::post`].
    pub post: &'a str,
    /// See [`Entry::post_seq`].
    pub post_seq: u64,
    /// See [`Entry::stream`].
    pub stream: &'a str,
    /// See [`Entry::recorded_at_utc`].
    pub recorded_at_utc: &'a str,
    /// See [`Entry::actor`].
    pub actor: &'a str,
    /// See [`Entry::command_id`].
    pub command_id: &'a str,
    /// See [`Entry::kind`].
    pub kind: &'a str,
    /// See [`Entry::format_version`].
    pub format_version: u32,
    /// The canonical bytes of [`Entry::body`].
    pub body: &'a str,
    /// The body's integer member `amount_cents`, when it has one.
    pub amount_cents: Option<i64>,
}

impl Entry {
    /// The bytes to keep, hash and archive. They are read back before being given, so that nothing is ever appended
    /// that a verifier would refuse.
    pub fn canonical_bytes(&self) -> Result<Vec<u8>, EntryError> {
        let mut out = Vec::with_capacity(512);
        out.extend_from_slice(format!(r#"{{"actor":"{}","body":"#, self.actor).as_bytes());
        write_value(&self.body, 2, &mut out)?;
        out.extend_from_slice(
            format!(r#","command_id":"{}","format_version":{},"kind":"#, self.command_id, self.format_version)
                .as_bytes(),
        );
        write_string(&self.kind, &mut out);
        out.extend_from_slice(
            format!(
                r#","post":"{}","post_seq":{},"practice":"{}","recorded_at_utc":"{}","stream":"#,
                self.post,
                self.post_seq,
                self.practice,
                instant::format(self.recorded_at_utc),
            )
            .as_bytes(),
        );
        write_string(&self.stream, &mut out);
        out.push(b'}');
        EntryView::read(&out)?;
        Ok(out)
    }

    /// The entry these bytes are; refuses bytes that are not their own canonical form.
    pub fn from_canonical_bytes(bytes: &[u8]) -> Result<Entry, EntryError> {
        let view = EntryView::read(bytes)?;
        Ok(Entry {
            practice: parsed(view.practice, "practice")?,
            post: parsed(view.post, "post")?,
            post_seq: view.post_seq,
            stream: view.stream.to_owned(),
            recorded_at_utc: parsed(view.recorded_at_utc, "recorded_at_utc")?,
            actor: parsed(view.actor, "actor")?,
            command_id: parsed(view.command_id, "command_id")?,
            kind: view.kind.to_owned(),
            format_version: view.format_version,
            body: serde_json::from_str(view.body).map_err(|_| EntryError::Member { member: "body" })?,
        })
    }
}

fn parsed<T: std::str::FromStr>(text: &str, member: &'static str) -> Result<T, EntryError> {
    text.parse().map_err(|_| EntryError::Member { member })
}

impl<'a> EntryView<'a> {
    /// Reads `bytes`, which must be an entry in canonical form and nothing else.
    ///
    /// The members of the envelope are known and RFC 8785 orders them, so their names and places are literals here: an
    /// extra, missing or misplaced member cannot match.
    pub fn read(bytes: &'a [u8]) -> Result<Self, EntryError> {
        let mut scan = Scanner::new(bytes)?;
        scan.expect(b"{\"actor\":")?;
        let actor = text(&mut scan, "actor", is_uuid)?;
        scan.expect(b",\"body\":")?;
        let (body, amount_cents) = body(&mut scan, bytes)?;
        scan.expect(b",\"command_id\":")?;
        let command_id = text(&mut scan, "command_id", is_uuid)?;
        scan.expect(b",\"format_version\":")?;
        let format_version = positive(&mut scan, "format_version", u64::from(u32::MAX))?;
        scan.expect(b",\"kind\":")?;
        let kind = text(&mut scan, "kind", is_kind)?;
        scan.expect(b",\"post\":")?;
        let post = text(&mut scan, "post", is_uuid)?;
        scan.expect(b",\"post_seq\":")?;
        let post_seq = positive(&mut scan, "post_seq", MAX_INTEGER.unsigned_abs())?;
        scan.expect(b",\"practice\":")?;
        let practice = text(&mut scan, "practice", is_uuid)?;
        scan.expect(b",\"recorded_at_utc\":")?;
        let recorded_at_utc = text(&mut scan, "recorded_at_utc", instant::is_instant)?;
        scan.expect(b",\"stream\":")?;
        let stream = text(&mut scan, "stream", is_stream)?;
        scan.expect(b"}")?;
        scan.end()?;
        let format_version = u32::try_from(format_version).unwrap_or(u32::MAX);
        Ok(EntryView {
            practice,
            post,
            post_seq,
            stream,
            recorded_at_utc,
            actor,
            command_id,
            kind,
            format_version,
            body,
            amount_cents,
        })
    }
}

/// A string that has the form `rule` asks for. No rule allows an escape, so what is spelled is what is meant.
fn text<'a>(scan: &mut Scanner<'a>, member: &'static str, rule: fn(&[u8]) -> bool) -> Result<&'a str, EntryError> {
    let spelled = scan.string()?;
    match std::str::from_utf8(spelled) {
        Ok(text) if rule(spelled) => Ok(text),
        _ => Err(EntryError::Member { member }),
    }
}

/// An integer from 1 to `most`.
fn positive(scan: &mut Scanner<'_>, member: &'static str, most: u64) -> Result<u64, EntryError> {
    match u64::try_from(scan.integer()?) {
        Ok(number) if number >= 1 && number <= most => Ok(number),
        _ => Err(EntryError::Member { member }),
    }
}

/// The body's bytes and its amount.
fn body<'a>(scan: &mut Scanner<'a>, bytes: &'a [u8]) -> Result<(&'a str, Option<i64>), EntryError> {
    let start = scan.at();
    let mut amount = None;
    if scan.peek() == Some(b'n') {
        scan.expect(b"null")?;
        return Ok(("null", None));
    }
    scan.object(2, &mut |name, integer| {
        if name == AMOUNT_MEMBER.as_bytes() {
            amount = integer;
        }
    })?;
    let body = std::str::from_utf8(&bytes[start..scan.at()]).map_err(|_| CanonicalError::NotUtf8)?;
    Ok((body, amount))
}

/// Lowercase, with its four hyphens.
pub(crate) fn is_uuid(text: &[u8]) -> bool {
    let Ok(text) = <&[u8; 36]>::try_from(text) else { return false };
    let hyphens = [8, 13, 18, 23].iter().all(|at| text[*at] == b'-');
    hyphens && [&text[..8], &text[9..13], &text[14..18], &text[19..23], &text[24..]].into_iter().all(hex::is_digits)
}

/// Lowercase words of letters, digits and underscores, joined by dots: at least two.
pub(crate) fn is_kind(text: &[u8]) -> bool {
    text.len() <= MAX_KIND_LEN && text.contains(&b'.') && text.split(|byte| *byte == b'.').all(is_word)
}

/// `<what>/<id>`: a word, then letters, digits and `. _ : -`.
fn is_stream(text: &[u8]) -> bool {
    let Some(slash) = text.iter().position(|byte| *byte == b'/') else { return false };
    let (what, id) = (&text[..slash], &text[slash + 1..]);
    text.len() <= MAX_STREAM_LEN
        && is_word(what)
        && !id.is_empty()
        && id.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b':' | b'-'))
}

fn is_word(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_lowercase)
        && word.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    fn entry() -> Entry {
        Entry {
            practice: Uuid::from_u128(1),
            post: Uuid::from_u128(2),
            post_seq: 7,
            stream: format!("cheque/{}", Uuid::from_u128(3)),
            recorded_at_utc: "2024-01-29T14:02:07.345Z".parse().unwrap(),
            actor: Uuid::from_u128(4),
            command_id: Uuid::from_u128(5),
            kind: "cheque.kept".to_owned(),
            format_version: 1,
            body: json!({"z": [1, null, true], "amount_cents": 12_345, "é\n": {"b": "\u{1f}", "a": -1}}),
        }
    }

    #[test]
    fn the_bytes_are_these() {
        let expected = concat!(
            r#"{"actor":"00000000-0000-0000-0000-000000000004","body":{"amount_cents":12345,"z":[1,null,true],"#,
            r#""é\n":{"a":-1,"b":"\u001f"}},"command_id":"00000000-0000-0000-0000-000000000005","format_version":1,"#,
            r#""kind":"cheque.kept","post":"00000000-0000-0000-0000-000000000002","post_seq":7,"#,
            r#""practice":"00000000-0000-0000-0000-000000000001","recorded_at_utc":"2024-01-29T14:02:07.345Z","#,
            r#""stream":"cheque/00000000-0000-0000-0000-000000000003"}"#,
        );
        let bytes = entry().canonical_bytes().unwrap();
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
        assert_eq!(Entry::from_canonical_bytes(&bytes).unwrap(), entry());
        assert_eq!(EntryView::read(&bytes).unwrap().amount_cents, Some(12_345));
    }

    #[rstest]
    #[case::number_zero(|e: &mut Entry| e.post_seq = 0, "post_seq")]
    #[case::format_version_zero(|e: &mut Entry| e.format_version = 0, "format_version")]
    #[case::kind_of_one_word(|e: &mut Entry| e.kind = "cheque".into(), "kind")]
    #[case::kind_in_capitals(|e: &mut Entry| e.kind = "Cheque.kept".into(), "kind")]
    #[case::kind_with_a_quote(|e: &mut Entry| e.kind = "cheque.\"kept".into(), "kind")]
    #[case::kind_too_long(|e: &mut Entry| e.kind = format!("cheque.{}", "k".repeat(MAX_KIND_LEN)), "kind")]
    #[case::stream_without_id(|e: &mut Entry| e.stream = "cheque/".into(), "stream")]
    #[case::stream_without_slash(|e: &mut Entry| e.stream = "cheque".into(), "stream")]
    #[case::stream_with_a_line_feed(|e: &mut Entry| e.stream = "cheque/a\n".into(), "stream")]
    #[case::stream_too_long(|e: &mut Entry| e.stream = format!("cheque/{}", "k".repeat(MAX_STREAM_LEN)), "stream")]
    #[case::before_computers(|e: &mut Entry| e.recorded_at_utc = Timestamp::MIN, "recorded_at_utc")]
    #[case::after_them(|e: &mut Entry| e.recorded_at_utc = Timestamp::MAX, "recorded_at_utc")]
    fn an_envelope_out_of_form_is_refused(#[case] spoil: fn(&mut Entry), #[case] member: &'static str) {
        let mut entry = entry();
        spoil(&mut entry);
        assert_eq!(entry.canonical_bytes(), Err(EntryError::Member { member }));
    }

    #[rstest]
    #[case::a_float(json!({"rate": 0.2}))]
    #[case::two_to_the_53(json!({"n": 9_007_199_254_740_992_i64}))]
    #[case::minus_two_to_the_53(json!({"n": -9_007_199_254_740_992_i64}))]
    #[case::a_string(json!("text"))]
    #[case::an_array(json!([]))]
    #[case::too_large(json!({"text": "x".repeat(crate::canonical::MAX_BYTES)}))]
    #[case::too_deep((0..crate::canonical::MAX_DEPTH).fold(json!({}), |inner, _| json!({"in": inner})))]
    fn a_body_out_of_form_is_refused(#[case] body: Value) {
        assert!(Entry { body, ..entry() }.canonical_bytes().is_err());
    }

    #[rstest]
    #[case::nothing(json!(null))]
    #[case::empty(json!({}))]
    #[case::largest(json!({"n": 9_007_199_254_740_991_i64, "m": -9_007_199_254_740_991_i64}))]
    #[case::deepest((0..crate::canonical::MAX_DEPTH - 2).fold(json!({}), |inner, _| json!({"in": inner})))]
    fn a_body_at_its_limit_is_read_back(#[case] body: Value) {
        let entry = Entry { body, ..entry() };
        assert_eq!(Entry::from_canonical_bytes(&entry.canonical_bytes().unwrap()).unwrap(), entry);
    }

    #[rstest]
    #[case::nested(json!({"line": {"amount_cents": 5}}), None)]
    #[case::text(json!({"amount_cents": "5"}), None)]
    #[case::negative(json!({"amount_cents": -5}), Some(-5))]
    #[case::longer_name(json!({"amount_cents_due": 5}), None)]
    fn only_a_top_level_integer_amount_counts(#[case] body: Value, #[case] amount: Option<i64>) {
        let bytes = Entry { body, ..entry() }.canonical_bytes().unwrap();
        assert_eq!(EntryView::read(&bytes).unwrap().amount_cents, amount);
    }

    #[rstest]
    #[case::space_after(|text: String| text + " ")]
    #[case::space_inside(|text: String| text.replace(",\"kind\"", ", \"kind\""))]
    #[case::capital_in_an_id(|text: String| text.replace("000004\"", "00000A\""))]
    #[case::id_without_hyphens(|text: String| text.replace("-", ""))]
    #[case::extra_member(|text: String| text.replace(",\"kind\"", ",\"isnew\":1,\"kind\""))]
    #[case::member_twice(|text: String| text.replace(",\"kind\"", ",\"format_version\":1,\"kind\""))]
    #[case::missing_member(|text: String| text.replace("\"format_version\":1,", ""))]
    #[case::leading_zero(|text: String| text.replace("\"post_seq\":7", "\"post_seq\":07"))]
    #[case::as_a_float(|text: String| text.replace("\"post_seq\":7", "\"post_seq\":7.0"))]
    #[case::exponent(|text: String| text.replace("\"post_seq\":7", "\"post_seq\":7e0"))]
    #[case::escaped_solidus(|text: String| text.replace("cheque/", "cheque\\/"))]
    #[case::escaped_letter(|text: String| text.replace("kept", "\\u006bept"))]
    #[case::two_entries(|text: String| text.clone() + &text)]
    #[case::cut(|text: String| text[..text.len() - 1].to_owned())]
    fn bytes_that_are_not_their_own_canonical_form_are_refused(#[case] spoil: fn(String) -> String) {
        let text = String::from_utf8(entry().canonical_bytes().unwrap()).unwrap();
        let spoiled = spoil(text.clone());
        assert_ne!(spoiled, text);
        assert!(Entry::from_canonical_bytes(spoiled.as_bytes()).is_err());
    }
}
