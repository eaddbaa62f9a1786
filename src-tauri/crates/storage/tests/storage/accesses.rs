//! The access log in the database: noted durably, never rewritten, erased by whole months and no sooner, found again.

use crate::{opening::keyed, shop::Shop};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use relais_domain::ids::UserId;
use relais_journal::access::{AccessFault, Note, Stamp, verify_access_export};
use relais_storage::{
    StorageError,
    rows::{AccessFilter, AccessRow, Found},
};
use rstest::rstest;
use std::path::{Path, PathBuf};
use uuid::Uuid;

fn zone() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap()
}

fn note(at: &str, kind: &str, about: Option<&str>) -> Note {
    Note {
        stamp: Stamp {
            recorded_at_utc: at.parse().unwrap(),
            actor: Uuid::from_u128(0x33),
            command_id: Uuid::from_u128(0x44),
        },
        kind: format!("access.{kind}"),
        about: about.map(str::to_owned),
        detail: None,
        outcome: "done".to_owned(),
        times: 1,
    }
}

struct Log {
    _place: tempfile::TempDir,
    folder: PathBuf,
    shop: Shop,
}

impl Log {
    fn new() -> Log {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("cabinet");
        let shop = Shop::create(&folder);
        Log { _place: place, folder, shop }
    }

    fn notes(&self, at: &str, kind: &str) {
        self.shop.db.note_accesses(vec![note(at, kind, None)], zone()).unwrap();
    }

    /// One look-up on the tenth of each of these months, from January 2023 on.
    fn months(&self, count: i8) {
        for month in 0..count {
            let (year, month) = (2023 + i16::from(month / 12), month % 12 + 1);
            self.notes(&format!("{year}-{month:02}-10T09:00:00Z"), "rights_looked_up");
        }
    }

    fn rows(&self, filter: AccessFilter) -> Vec<AccessRow> {
        let filter = AccessFilter { limit: if filter.limit == 0 { 500 } else { filter.limit }, ..filter };
        let rows: Result<_, StorageError> = self.shop.db.read(|queries| queries.accesses(&filter));
        rows.unwrap()
    }

    fn months_kept(&self) -> Vec<String> {
        let mut months: Vec<_> = self.rows(AccessFilter::default()).into_iter().map(|row| row.entry.stream).collect();
        months.dedup();
        months.reverse();
        months.into_iter().map(|stream| stream.trim_start_matches("access/").to_owned()).collect()
    }

    fn verdict(&self) -> Result<u64, AccessFault> {
        self.shop.db.verify_access_log().unwrap().map(|report| report.entries)
    }

    /// Does to the file what only a holder of the key could, then opens it again.
    fn tampered(self, sql: &str) -> Log {
        let Log { _place, folder, shop } = self;
        drop(shop);
        keyed(&folder.join("practice.db")).execute_batch(sql).unwrap();
        let shop = Shop::open(&folder, 2);
        Log { _place, folder, shop }
    }
}

#[test]
fn what_was_noted_is_there_after_another_opening_and_the_chain_goes_on() {
    let log = Log::new();
    assert_eq!(log.verdict().unwrap(), 0);
    log.notes("2024-01-31T08:00:00Z", "session_opened");
    let log = log.tampered("SELECT 1");
    log.notes("2024-01-31T09:00:00Z", "rights_looked_up");
    let kinds: Vec<_> = log.rows(AccessFilter::default()).into_iter().map(|row| row.entry.kind).collect();
    assert_eq!(kinds, ["access.rights_looked_up", "access.session_opened", "segment.opened"]);
    assert_eq!(log.verdict().unwrap(), 3);
}

#[test]
fn a_month_begins_at_the_practices_midnight() {
    let log = Log::new();
    log.notes("2024-01-31T22:59:59Z", "session_opened");
    log.notes("2024-01-31T23:00:00Z", "rights_looked_up");
    assert_eq!(log.months_kept(), ["2024-01", "2024-02"]);
    assert_eq!(log.verdict().unwrap(), 5);
}

/// Thirteen months stand: twelve and the current one. The fourteenth takes the first away, and says so.
#[test]
fn twelve_months_are_kept_beside_the_current_one() {
    let log = Log::new();
    log.months(13);
    assert_eq!((log.months_kept().len(), log.months_kept()[0].as_str()), (13, "2023-01"));
    assert_eq!(log.verdict().unwrap(), 13 + 13 + 12);
    log.months(14);
    let kept = log.months_kept();
    assert_eq!((kept.len(), kept[0].as_str(), kept[12].as_str()), (13, "2023-02", "2024-02"));
    let erased = log.rows(AccessFilter { kinds: vec!["segment.erased".to_owned()], ..AccessFilter::default() });
    assert_eq!(erased.len(), 1);
    assert_eq!((&erased[0].entry.body["entries"], &erased[0].entry.body["keep_months"]), (&3.into(), &12.into()));
    assert_eq!(erased[0].entry.body["last"]["segment"], "2023-01");
    log.verdict().unwrap();
    // Years later, at once: all that was is past its time but what the log stood in.
    log.notes("2027-06-01T08:00:00Z", "session_opened");
    assert_eq!(log.months_kept(), ["2027-06"]);
    log.verdict().unwrap();
}

#[rstest]
#[case::three_years("36", 26)]
#[case::half_a_year("6", 7)]
#[case::never_less("0", 7)]
#[case::no_number("\"longtemps\"", 13)]
fn the_setting_says_how_many(#[case] months: &str, #[case] kept: usize) {
    let log = Log::new();
    log.notes("2023-01-10T09:00:00Z", "session_opened");
    let log = log.tampered(&format!("UPDATE setting SET value = '{months}' WHERE name = 'access_log.keep_months'"));
    log.months(26);
    assert_eq!(log.months_kept().len(), kept);
    log.verdict().unwrap();
}

#[rstest]
#[case::rewritten("UPDATE access_log SET bytes = bytes", "never rewritten")]
#[case::rehashed("UPDATE access_log SET hash = zeroblob(32) WHERE seq = 9", "never rewritten")]
#[case::emptied("DELETE FROM access_log", "kept for months")]
#[case::last_taken_out("DELETE FROM access_log WHERE seq = (SELECT max(seq) FROM access_log)", "kept for months")]
#[case::oldest_kept_month("DELETE FROM access_log WHERE segment = '2023-02'", "kept for months")]
#[case::replaced(
    "REPLACE INTO access_log (seq, segment, number, hash, bytes) SELECT seq, segment, number, hash, bytes FROM access_log WHERE seq = 5",
    "next entry only"
)]
#[case::inserted(
    "INSERT INTO access_log (seq, segment, number, hash, bytes) SELECT 9000, segment, 9000, hash, bytes FROM access_log LIMIT 1",
    "next entry only"
)]
fn the_table_itself_refuses(#[case] sql: &str, #[case] reason: &str) {
    let log = Log::new();
    log.months(14);
    let connection = keyed(&log.folder.join("practice.db"));
    connection.execute_batch("PRAGMA recursive_triggers = ON").unwrap();
    let refused = connection.execute_batch(sql).unwrap_err().to_string();
    assert!(refused.contains(reason), "{refused}");
    log.verdict().unwrap();
}

const UNGUARDED: &str = "DROP TRIGGER access_log_never_updated; DROP TRIGGER access_log_keeps_its_months; ";

/// Whoever holds the key can take the guards away; the chain still tells.
#[rstest]
#[case::a_byte(
    "UPDATE access_log SET bytes = CAST(replace(CAST(bytes AS TEXT), 'done', 'none') AS BLOB) WHERE seq = 2",
    "CHANGED_ENTRY 2023-01 2"
)]
#[case::a_missing_entry("DELETE FROM access_log WHERE seq = 2", "MISSING_ENTRIES 2023-01 2 2")]
#[case::a_dropped_month("DELETE FROM access_log WHERE segment = '2023-02'", "MISSING_SEGMENT 2023-02")]
#[case::the_first_month("DELETE FROM access_log WHERE segment = '2023-01'", "CUT_BEGINNING 2023-01")]
#[case::the_tail("DELETE FROM access_log WHERE seq = (SELECT max(seq) FROM access_log)", "CUT_TAIL 2023-03 1")]
#[case::the_last_month("DELETE FROM access_log WHERE segment = '2023-03'", "CUT_TAIL 2023-02 3")]
fn tampering_is_named(#[case] sql: &str, #[case] code: &str) {
    let log = Log::new();
    log.months(3);
    let log = log.tampered(&format!("{UNGUARDED}{sql}"));
    assert_eq!(log.verdict().unwrap_err().code(), code);
    let at: Timestamp = "2024-01-31T08:00:00Z".parse().unwrap();
    let refused = log.shop.db.export_access_log(Vec::new(), &[7; 32], at).unwrap();
    assert!(refused.is_err(), "what is not whole is not exported as if it were");
}

#[test]
fn an_export_says_where_the_log_ends() {
    let log = Log::new();
    log.months(14);
    let mut file = Vec::new();
    let at: Timestamp = "2024-02-28T08:00:00Z".parse().unwrap();
    let receipt = log.shop.db.export_access_log(&mut file, &[7; 32], at).unwrap().unwrap();
    let (report, manifest) = verify_access_export(file.as_slice()).unwrap();
    assert_eq!((report.head, report.entries), (receipt.head, receipt.entries));
    assert_eq!(manifest.count, receipt.entries);
}

#[test]
fn entries_are_found_by_kind_person_period_and_subject_page_by_page() {
    let log = Log::new();
    let dossier = format!("dossier/{}", Uuid::from_u128(0x77));
    let mut by_another = note("2024-01-31T10:00:00Z", "document_opened", None);
    by_another.stamp.actor = Uuid::from_u128(0x99);
    let notes = vec![
        note("2024-01-31T08:00:00Z", "session_opened", None),
        note("2024-01-31T09:00:00Z", "rights_looked_up", Some(&dossier)),
        by_another,
        note("2024-01-31T11:00:00Z", "portal_opened", Some("platform/viamedis")),
    ];
    log.shop.db.note_accesses(notes, zone()).unwrap();
    let hours = |filter| -> Vec<i8> {
        let rows = log.rows(filter).into_iter().filter(|row| row.entry.kind.starts_with("access."));
        rows.map(|row| row.entry.recorded_at_utc.to_zoned(TimeZone::UTC).hour()).collect()
    };
    let filter = AccessFilter::default;
    let at = |hour| Some(format!("2024-01-31T{hour}:00:00Z").parse::<Timestamp>().unwrap());
    assert_eq!(hours(filter()), [11, 10, 9, 8]);
    assert_eq!(hours(AccessFilter { kinds: vec!["access.portal_opened".to_owned()], ..filter() }), [11]);
    assert_eq!(hours(AccessFilter { actor: Some(UserId(Uuid::from_u128(0x99))), ..filter() }), [10]);
    assert_eq!(hours(AccessFilter { from: at("09"), until: at("11"), ..filter() }), [10, 9]);
    let found = Found { abouts: vec![dossier], actors: vec![UserId(Uuid::from_u128(0x99))] };
    assert_eq!(hours(AccessFilter { about_or_by: Some(found.clone()), ..filter() }), [10, 9]);
    assert_eq!(hours(AccessFilter { about_or_by: Some(found), until: at("10"), ..filter() }), [9]);
    assert_eq!(hours(AccessFilter { about_or_by: Some(Found::default()), ..filter() }), [0_i8; 0]);
    let first = log.rows(AccessFilter { limit: 2, ..filter() });
    let next = log.rows(AccessFilter { limit: 2, before: Some(first[1].seq), ..filter() });
    assert_eq!(first.iter().chain(&next).map(|row| row.seq).collect::<Vec<_>>(), [5, 4, 3, 2]);
}

#[test]
fn raw_bytes_tell_nothing_of_who_looked_what_up() {
    let log = Log::new();
    let about = Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0);
    let from: Timestamp = "2024-01-31T08:00:00Z".parse().unwrap();
    let mut looked_up = note("2024-01-31T08:00:00Z", "rights_looked_up", Some(&format!("dossier/{about}")));
    let mut notes = Vec::new();
    for minute in 0..40 {
        looked_up.stamp.recorded_at_utc = from + SignedDuration::from_mins(minute);
        notes.push(looked_up.clone());
    }
    log.shop.db.note_accesses(notes, zone()).unwrap();
    let holds = |file: &Path, text: &str| {
        let bytes = std::fs::read(file).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    for text in ["rights_looked_up", &about.to_string()] {
        assert!(!holds(&log.folder.join("practice.db-wal"), text));
        let clear = log.rows(AccessFilter::default())[0].entry.canonical_bytes().unwrap();
        assert!(clear.windows(text.len()).any(|window| window == text.as_bytes()), "with the key it is there");
    }
}
