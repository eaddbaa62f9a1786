//! What was unusual is kept beside the access log: never rewritten, counted on, erased with its months and only once acknowledged.

use crate::shop::Shop;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use relais_domain::{
    ids::{UnusualId, UserId},
    unusual::{Pattern, Unusual},
};
use relais_journal::access::{Note, Stamp};
use relais_storage::{
    Raised, StorageError,
    rows::{AccessFilter, Acknowledged, UnusualRow},
};
use rstest::rstest;
use uuid::Uuid;

const LINE: UnusualId = UnusualId(Uuid::from_u128(0x51));
const WHO: UserId = UserId(Uuid::from_u128(0x33));

fn zone() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn note(at: Timestamp, kind: &str) -> Note {
    Note {
        stamp: Stamp { recorded_at_utc: at, actor: WHO.0, command_id: Uuid::from_u128(0x44) },
        kind: format!("access.{kind}"),
        about: None,
        detail: None,
        outcome: "done".to_owned(),
        times: 1,
    }
}

fn row(last: Timestamp) -> UnusualRow {
    let unusual = Unusual { count: 3, above: 2, first: last - SignedDuration::from_hours(1), last };
    let (pattern, about) = (Pattern::Exports, Some(WHO));
    UnusualRow { id: LINE, pattern, about, unusual, raised_at: last, acknowledged: None }
}

struct Log {
    _place: tempfile::TempDir,
    shop: Shop,
}

impl Log {
    /// With one line raised on that day.
    fn with_a_line(day: &str) -> Log {
        let place = tempfile::tempdir().unwrap();
        let log = Log { shop: Shop::create(&place.path().join("cabinet")), _place: place };
        let at = at(day);
        let raised = Raised::New { row: Box::new(row(at)), note: Box::new(note(at, "unusual_raised")) };
        let noted = vec![note(at, "list_exported")];
        assert!(log.shop.db.note_accesses_and_uses(noted, Vec::new(), zone(), move |_| vec![raised]).unwrap());
        log
    }

    fn line(&self) -> Option<UnusualRow> {
        let row: Result<_, StorageError> = self.shop.db.read(|queries| queries.unusual(LINE));
        row.unwrap()
    }

    fn kinds(&self) -> Vec<String> {
        let filter = AccessFilter { limit: 500, ..AccessFilter::default() };
        let rows: Result<Vec<_>, StorageError> = self.shop.db.read(|queries| queries.accesses(&filter));
        rows.unwrap().into_iter().rev().map(|row| row.entry.kind).collect()
    }

    fn acknowledged(&self, day: &str) -> Result<(), StorageError> {
        let at = at(day);
        self.shop.db.acknowledge_unusual(LINE, zone(), move |_| {
            let word = Acknowledged { at, by: WHO, word: "Vu".to_owned(), alone: true };
            Ok(Some((word, note(at, "unusual_acknowledged"))))
        })
    }
}

#[test]
fn a_line_and_its_access_are_there_together_and_so_are_the_word_and_its_own() {
    let log = Log::with_a_line("2024-01-31T22:00:00Z");
    assert_eq!(log.line(), Some(row(at("2024-01-31T22:00:00Z"))));
    assert_eq!(log.kinds(), ["segment.opened", "access.list_exported", "access.unusual_raised"]);
    // A word whose own access is no access is not kept.
    let spoiled: Result<(), StorageError> = log.shop.db.acknowledge_unusual(LINE, zone(), |_| {
        let day = at("2024-02-01T08:00:00Z");
        let word = Acknowledged { at: day, by: WHO, word: "Vu".to_owned(), alone: false };
        Ok(Some((word, Note { detail: Some("Un nom".to_owned()), ..note(day, "unusual_acknowledged") })))
    });
    assert!(spoiled.is_err());
    assert_eq!(log.line().unwrap().acknowledged, None);
    log.acknowledged("2024-01-31T23:00:00Z").unwrap();
    assert_eq!(log.line().unwrap().acknowledged.map(|word| word.word), Some("Vu".to_owned()));
    assert_eq!(log.kinds().last().map(String::as_str), Some("access.unusual_acknowledged"));
}

#[test]
fn a_line_counts_on_while_it_waits_and_is_never_rewritten_after() {
    let log = Log::with_a_line("2024-01-31T22:00:00Z");
    let grow = |count| {
        let (first, last) = (at("2024-01-31T21:00:00Z"), at("2024-01-31T22:30:00Z"));
        let grown = Raised::Grown { id: LINE, unusual: Unusual { count, above: 2, first, last } };
        let noted = vec![note(last, "list_exported")];
        log.shop.db.note_accesses_and_uses(noted, Vec::new(), zone(), move |_| vec![grown])
    };
    assert!(!grow(5).unwrap());
    assert!(!grow(4).unwrap());
    let line = log.line().unwrap();
    assert_eq!((line.unusual.count, line.unusual.last), (5, at("2024-01-31T22:30:00Z")));
    log.acknowledged("2024-02-01T08:00:00Z").unwrap();
    assert!(grow(9).is_err(), "acknowledged, it says what was acknowledged");
    assert!(log.acknowledged("2024-02-02T08:00:00Z").is_err(), "a word is said once");
    assert_eq!(log.line().unwrap().unusual.count, 5);
}

#[rstest]
#[case::acknowledged_it_leaves_with_its_months(true, false)]
#[case::waiting_it_stays(false, true)]
fn a_line_leaves_with_the_accesses_it_speaks_of(#[case] acknowledged: bool, #[case] stays: bool) {
    let log = Log::with_a_line("2023-01-10T09:00:00Z");
    if acknowledged {
        log.acknowledged("2023-01-11T09:00:00Z").unwrap();
    }
    // Twelve whole months are kept beside the current one.
    for (day, there) in [("2024-01-10T09:00:00Z", true), ("2024-02-10T09:00:00Z", stays)] {
        log.shop.db.note_accesses(vec![note(at(day), "list_exported")], zone()).unwrap();
        assert_eq!(log.line().is_some(), there, "{day}");
    }
}
