//! The writing side of the access log: from a note to the chained entries it takes, months opened and sealed on the way.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ERASED_KIND, OPENED_KIND, SEALED_KIND, Segment};
use crate::entry::{Entry, EntryError, is_uuid};
use crate::hash::{Hash, chain};

/// The version of the body's form of every kind of the log.
const FORMAT_VERSION: u32 = 1;
/// The longest code: the longest names of commands and platforms are half of that.
const MAX_CODE_LEN: usize = 64;

/// When, by whom and through which command something was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub recorded_at_utc: Timestamp,
    /// The user; nil for somebody who was not let in and is therefore nobody.
    pub actor: Uuid,
    /// The command.
    pub command_id: Uuid,
}

/// One access to be noted: ids and codes, never a name, a number of a person, a text or a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When, by whom, through which command.
    pub stamp: Stamp,
    /// Lowercase words with dots, such as `access.rights_looked_up`; those of the segments themselves are refused.
    pub kind: String,
    /// What it was about: `<what>/<id>`, the id a UUID or a code that begins with a letter.
    pub about: Option<String>,
    /// A code that says more, such as the way a practice was opened.
    pub detail: Option<String>,
    /// How it ended: `done`, or the code of a refusal.
    pub outcome: String,
    /// How many times, when several were counted together.
    pub times: u32,
}

/// Where the log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessHead {
    /// The month of the last entry.
    pub segment: Segment,
    /// Its number in the month.
    pub number: u64,
    /// Its hash.
    pub hash: Hash,
}

/// One entry to be kept: its bytes, and where the log stands once it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// The month, number and hash of the entry.
    pub head: AccessHead,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
}

/// Months that were erased, as the log says it of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Where the last of the erased months ended.
    pub last: AccessHead,
    /// How many entries went, months together.
    pub entries: u64,
    /// How many months before the current one are kept.
    pub keep_months: u32,
}

/// The log of one post, ready to take the next note.
#[derive(Debug, Clone, Copy)]
pub struct AccessLog {
    practice: Uuid,
    post: Uuid,
    head: Option<AccessHead>,
}

impl AccessLog {
    /// The log of this post, from where it stood; none before its first entry.
    pub const fn resume(practice: Uuid, post: Uuid, head: Option<AccessHead>) -> Self {
        AccessLog { practice, post, head }
    }

    /// Where it stands.
    pub const fn head(&self) -> Option<AccessHead> {
        self.head
    }

    /// The entries a note takes in this month: the note's, and before it, when a month begins, the seal of the one
    /// before and the opening. A clock set back opens no month again: the log stays in the latest it has seen.
    pub fn take(&mut self, note: &Note, month: Segment) -> Result<Vec<Chained>, EntryError> {
        check(note)?;
        let mut log = *self;
        let mut entries = log.enter(month, &note.stamp)?;
        let body = json!({
            "about": note.about, "detail": note.detail, "outcome": note.outcome, "times": note.times,
        });
        entries.push(log.chain(&note.stamp, &note.kind, body)?);
        *self = log;
        Ok(entries)
    }

    /// The entry that says which months were erased.
    pub fn erased(&mut self, erased: &Erased, stamp: &Stamp) -> Result<Chained, EntryError> {
        let body = json!({
            "entries": erased.entries, "keep_months": erased.keep_months, "last": ended(&erased.last),
        });
        self.chain(stamp, ERASED_KIND, body)
    }

    fn enter(&mut self, month: Segment, stamp: &Stamp) -> Result<Vec<Chained>, EntryError> {
        let before = match self.head {
            Some(head) if month <= head.segment => return Ok(Vec::new()),
            before => before,
        };
        let mut entries = Vec::with_capacity(2);
        let mut previous = Value::Null;
        if let Some(head) = before {
            let body = json!({ "entries": head.number, "hash": head.hash });
            let seal = self.chain(stamp, SEALED_KIND, body)?;
            previous = ended(&seal.head);
            entries.push(seal);
        }
        self.head = Some(AccessHead { segment: month, number: 0, hash: Hash::GENESIS });
        entries.push(self.chain(stamp, OPENED_KIND, json!({ "previous": previous }))?);
        Ok(entries)
    }

    fn chain(&mut self, stamp: &Stamp, kind: &str, body: Value) -> Result<Chained, EntryError> {
        let head = self.head.ok_or(EntryError::Member { member: "stream" })?;
        let bytes = Entry {
            practice: self.practice,
            post: self.post,
            post_seq: head.number + 1,
            stream: head.segment.stream(),
            recorded_at_utc: stamp.recorded_at_utc,
            actor: stamp.actor,
            command_id: stamp.command_id,
            kind: kind.to_owned(),
            format_version: FORMAT_VERSION,
            body,
        }
        .canonical_bytes()?;
        let head = AccessHead { number: head.number + 1, hash: chain(&head.hash, &bytes), ..head };
        self.head = Some(head);
        Ok(Chained { head, bytes })
    }
}

/// How a month's end is spelled where another entry speaks of it.
fn ended(head: &AccessHead) -> Value {
    json!({ "entries": head.number, "hash": head.hash, "segment": head.segment })
}

/// Holds a note to ids and codes.
fn check(note: &Note) -> Result<(), EntryError> {
    let refused = |member| Err(EntryError::Member { member });
    if note.kind.starts_with("segment.") {
        return refused("kind");
    }
    if note.about.as_deref().is_some_and(|about| !is_reference(about)) {
        return refused("about");
    }
    if note.detail.as_deref().is_some_and(|detail| !is_code(detail)) {
        return refused("detail");
    }
    if !is_code(&note.outcome) {
        return refused("outcome");
    }
    if note.times == 0 { refused("times") } else { Ok(()) }
}

/// `<what>/<id>`: a number that is not a UUID could be a person's.
fn is_reference(about: &str) -> bool {
    about.split_once('/').is_some_and(|(what, id)| is_code(what) && (is_uuid(id.as_bytes()) || is_code(id)))
}

fn is_code(text: &str) -> bool {
    let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.' | b'-');
    text.len() <= MAX_CODE_LEN && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn note() -> Note {
        Note {
            stamp: Stamp {
                recorded_at_utc: "2024-01-31T08:05:00Z".parse().unwrap(),
                actor: Uuid::from_u128(4),
                command_id: Uuid::from_u128(5),
            },
            kind: "access.rights_looked_up".to_owned(),
            about: Some(format!("dossier/{}", Uuid::from_u128(6))),
            detail: None,
            outcome: "done".to_owned(),
            times: 1,
        }
    }

    fn month(text: &str) -> Segment {
        text.parse().unwrap()
    }

    fn kinds(entries: &[Chained]) -> Vec<(String, u64, String)> {
        entries
            .iter()
            .map(|entry| {
                let read = Entry::from_canonical_bytes(&entry.bytes).unwrap();
                (read.stream, read.post_seq, read.kind)
            })
            .collect()
    }

    #[test]
    fn months_are_opened_and_sealed_and_a_clock_set_back_opens_none() {
        let mut log = AccessLog::resume(Uuid::from_u128(1), Uuid::from_u128(2), None);
        let mut told = Vec::new();
        for at in ["2024-01", "2024-01", "2024-03", "2024-02"] {
            told.extend(kinds(&log.take(&note(), month(at)).unwrap()));
        }
        let expected = [
            ("access/2024-01", 1, "segment.opened"),
            ("access/2024-01", 2, "access.rights_looked_up"),
            ("access/2024-01", 3, "access.rights_looked_up"),
            ("access/2024-01", 4, "segment.sealed"),
            ("access/2024-03", 1, "segment.opened"),
            ("access/2024-03", 2, "access.rights_looked_up"),
            ("access/2024-03", 3, "access.rights_looked_up"),
        ];
        assert_eq!(told, expected.map(|(stream, number, kind)| (stream.to_owned(), number, kind.to_owned())));
    }

    #[test]
    fn the_seal_and_the_opening_say_what_the_month_was() {
        let mut log = AccessLog::resume(Uuid::from_u128(1), Uuid::from_u128(2), None);
        log.take(&note(), month("2024-01")).unwrap();
        let last = log.head().unwrap();
        let turned = log.take(&note(), month("2024-02")).unwrap();
        let body = |entry: &Chained| Entry::from_canonical_bytes(&entry.bytes).unwrap().body;
        assert_eq!(body(&turned[0]), json!({ "entries": 2, "hash": last.hash }));
        let previous = json!({ "entries": 3, "hash": turned[0].head.hash, "segment": "2024-01" });
        assert_eq!(body(&turned[1]), json!({ "previous": previous }));
    }

    #[rstest]
    #[case::a_segments_kind(|n: &mut Note| n.kind = "segment.sealed".into(), "kind")]
    #[case::a_name(|n: &mut Note| n.about = Some("customer/Kervoalenn".into()), "about")]
    #[case::a_number_of_a_person(|n: &mut Note| n.about = Some("person/184127645108946".into()), "about")]
    #[case::no_reference(|n: &mut Note| n.about = Some("dossier".into()), "about")]
    #[case::a_sentence(|n: &mut Note| n.detail = Some("le secret".into()), "detail")]
    #[case::a_long_code(|n: &mut Note| n.detail = Some("a".repeat(65)), "detail")]
    #[case::no_outcome(|n: &mut Note| n.outcome = String::new(), "outcome")]
    #[case::never(|n: &mut Note| n.times = 0, "times")]
    fn only_ids_and_codes_are_taken(#[case] spoil: fn(&mut Note), #[case] member: &'static str) {
        let mut log = AccessLog::resume(Uuid::from_u128(1), Uuid::from_u128(2), None);
        let mut note = note();
        spoil(&mut note);
        assert_eq!(log.take(&note, month("2024-01")), Err(EntryError::Member { member }));
        assert_eq!(log.head(), None, "nothing was begun");
    }
}
