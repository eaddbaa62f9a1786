//! The access log against a table of damage, and against damage by chance: nothing changed goes unseen.

use jiff::Timestamp;
use proptest::prelude::*;
use relais_journal::access::{
    AccessExportWriter, AccessFault, AccessHead, AccessLog, Chained, Erased, Note, Segment, Stamp, verify_access,
    verify_access_export,
};
use relais_journal::{ArchiveKey, Hash};
use rstest::rstest;
use uuid::Uuid;

type Entry = (Hash, Vec<u8>);

fn month(text: &str) -> Segment {
    text.parse().unwrap()
}

fn note(nth: u64) -> Note {
    let at = Timestamp::from_millisecond(1_704_100_000_000 + i64::try_from(nth).unwrap()).unwrap();
    Note {
        stamp: Stamp { recorded_at_utc: at, actor: Uuid::from_u128(4), command_id: Uuid::from_u128(nth.into()) },
        kind: "access.rights_looked_up".to_owned(),
        about: Some(format!("dossier/{}", Uuid::from_u128(nth.into()))),
        detail: None,
        outcome: "done".to_owned(),
        times: 1,
    }
}

fn log() -> AccessLog {
    AccessLog::resume(Uuid::from_u128(1), Uuid::from_u128(2), None)
}

fn kept(entries: Vec<Chained>) -> impl Iterator<Item = Entry> {
    entries.into_iter().map(|entry| (entry.head.hash, entry.bytes))
}

/// Three months of five, four and three entries, in the months' own words.
fn three_months() -> (Vec<Entry>, AccessHead) {
    let mut log = log();
    let mut entries = Vec::new();
    for (nth, at) in ["2024-01", "2024-01", "2024-01", "2024-02", "2024-02", "2024-03", "2024-03"].iter().enumerate() {
        entries.extend(kept(log.take(&note(nth as u64), month(at)).unwrap()));
    }
    assert_eq!(entries.len(), 12);
    (entries, log.head().unwrap())
}

fn verdict(entries: Vec<Entry>, expected: Option<&AccessHead>) -> Result<u64, AccessFault> {
    let verified: Result<_, std::convert::Infallible> = verify_access(entries.into_iter().map(Ok), expected);
    verified.unwrap().map(|report| report.entries)
}

fn code(entries: Vec<Entry>, expected: Option<&AccessHead>) -> String {
    verdict(entries, expected).unwrap_err().code()
}

#[test]
fn a_whole_log_is_whole() {
    let (entries, head) = three_months();
    assert_eq!(verdict(entries.clone(), Some(&head)).unwrap(), 12);
    assert_eq!(verdict(entries, None).unwrap(), 12);
    assert_eq!(verdict(Vec::new(), None).unwrap(), 0);
}

/// Entries stand at 0 to 4 in January (4 is its seal), 5 to 8 in February (8 its seal), 9 to 11 in March.
#[rstest]
#[case::a_byte(|e: &mut Vec<Entry>| e[2].1[40] ^= 1, "CHANGED_ENTRY 2024-01 3")]
#[case::a_number(|e: &mut Vec<Entry>| respell(&mut e[2], "\"post_seq\":3", "\"post_seq\":4"), "CHANGED_ENTRY 2024-01 3")]
#[case::a_month(|e: &mut Vec<Entry>| respell(&mut e[2], "access/2024-01", "access/2024-02"), "CHANGED_ENTRY 2024-01 3")]
#[case::a_hash(|e: &mut Vec<Entry>| e[6].0 = Hash::GENESIS, "CHANGED_ENTRY 2024-02 2")]
#[case::an_opening(|e: &mut Vec<Entry>| e[5].1[40] ^= 1, "CHANGED_ENTRY 2024-02 1")]
#[case::a_seal(|e: &mut Vec<Entry>| e[4].1[40] ^= 1, "CHANGED_ENTRY 2024-01 5")]
#[case::the_first(|e: &mut Vec<Entry>| e[0].1[40] ^= 1, "CHANGED_ENTRY 2024-01 1")]
#[case::the_last(|e: &mut Vec<Entry>| e[11].1[40] ^= 1, "CHANGED_ENTRY 2024-03 3")]
#[case::one_missing(|e: &mut Vec<Entry>| drop(e.remove(2)), "MISSING_ENTRIES 2024-01 3 3")]
#[case::two_missing(|e: &mut Vec<Entry>| drop(e.drain(1..3)), "MISSING_ENTRIES 2024-01 2 3")]
#[case::an_opening_missing(|e: &mut Vec<Entry>| drop(e.remove(5)), "OPENING_MISSING 2024-02")]
#[case::a_seal_missing(|e: &mut Vec<Entry>| drop(e.remove(4)), "CUT_SEGMENT 2024-01 4")]
#[case::neighbours_swapped(|e: &mut Vec<Entry>| e.swap(1, 2), "SWAPPED_ENTRIES 2024-01 2 3")]
#[case::others_swapped(|e: &mut Vec<Entry>| e.swap(1, 3), "SWAPPED_ENTRIES 2024-01 2 4")]
#[case::the_opening_swapped(|e: &mut Vec<Entry>| e.swap(9, 10), "SWAPPED_ENTRIES 2024-03 1 2")]
#[case::months_swapped(|e: &mut Vec<Entry>| e.swap(2, 7), "MOVED_ENTRY 2024-01 3")]
#[case::one_moved(|e: &mut Vec<Entry>| { let it = e.remove(1); e.insert(3, it) }, "MOVED_ENTRY 2024-01 2")]
#[case::one_twice(|e: &mut Vec<Entry>| { let it = e[2].clone(); e.insert(3, it) }, "REPEATED_ENTRY 2024-01 3")]
#[case::after_the_seal(|e: &mut Vec<Entry>| { let it = e[2].clone(); e.insert(5, it) }, "AFTER_SEAL 2024-01")]
#[case::a_month_dropped(|e: &mut Vec<Entry>| drop(e.drain(5..9)), "MISSING_SEGMENT 2024-02")]
#[case::the_first_month_dropped(|e: &mut Vec<Entry>| drop(e.drain(..5)), "CUT_BEGINNING 2024-01")]
#[case::the_last_month_dropped(|e: &mut Vec<Entry>| drop(e.drain(9..)), "CUT_TAIL 2024-02 4")]
#[case::a_month_cut(|e: &mut Vec<Entry>| drop(e.drain(3..5)), "CUT_SEGMENT 2024-01 3")]
#[case::the_tail_cut(|e: &mut Vec<Entry>| e.truncate(11), "CUT_TAIL 2024-03 2")]
#[case::emptied(|e: &mut Vec<Entry>| e.clear(), "CUT_TAIL 2024-03 0")]
fn damage_is_named(#[case] damage: fn(&mut Vec<Entry>), #[case] expected: &str) {
    let (mut entries, head) = three_months();
    damage(&mut entries);
    assert_eq!(code(entries, Some(&head)), expected);
}

fn respell(entry: &mut Entry, from: &str, to: &str) {
    let text = String::from_utf8(entry.1.clone()).unwrap();
    assert!(text.contains(from));
    entry.1 = text.replace(from, to).into_bytes();
}

/// Whoever chains a month again after taking an entry out of it cannot make the next month agree.
#[test]
fn a_month_written_again_is_betrayed_by_the_next() {
    let (entries, head) = three_months();
    let mut shorter = log();
    let mut forged: Vec<Entry> = Vec::new();
    for (nth, at) in ["2024-01", "2024-01", "2024-02"].iter().enumerate() {
        forged.extend(kept(shorter.take(&note(nth as u64), month(at)).unwrap()));
    }
    forged.truncate(4);
    forged.extend(entries[5..].iter().cloned());
    assert_eq!(code(forged, Some(&head)), "SEAL_WRONG 2024-01");
}

#[test]
fn what_the_log_says_was_erased_is_not_missed() {
    let mut log = log();
    let mut entries: Vec<Entry> = kept(log.take(&note(1), month("2023-01")).unwrap()).collect();
    entries.extend(kept(log.take(&note(2), month("2023-02")).unwrap()));
    let ended = AccessHead { segment: month("2023-01"), number: 3, hash: entries[2].0 };
    entries.extend(kept(log.take(&note(3), month("2024-02")).unwrap()));
    let erased = Erased { last: ended, entries: 3, keep_months: 12 };
    let stamp = note(4).stamp;
    entries.extend(kept(vec![log.erased(&erased, &stamp).unwrap()]));
    entries.drain(..3);
    assert_eq!(verdict(entries.clone(), log.head().as_ref()).unwrap(), 6);
    // The next month gone too, which nothing says.
    entries.drain(..3);
    assert_eq!(code(entries, log.head().as_ref()), "CUT_BEGINNING 2023-02");
}

#[test]
fn another_practices_entry_is_named() {
    let (mut entries, _) = three_months();
    let head = AccessHead { segment: month("2024-01"), number: 4, hash: entries[3].0 };
    let mut other = AccessLog::resume(Uuid::from_u128(9), Uuid::from_u128(2), Some(head));
    entries.truncate(4);
    entries.extend(kept(other.take(&note(9), month("2024-01")).unwrap()));
    assert_eq!(code(entries, None), "OTHER_PRACTICE 2024-01 5");
}

fn exported() -> Vec<u8> {
    let (entries, head) = three_months();
    let mut writer = AccessExportWriter::new(Vec::new()).unwrap();
    for (hash, bytes) in &entries {
        writer.push(bytes, hash).unwrap();
    }
    let at: Timestamp = "2024-03-31T18:00:00Z".parse().unwrap();
    let (file, manifest) = writer.finish(Some(&head), &ArchiveKey::from_seed(&[7; 32]), at).unwrap();
    assert_eq!((manifest.count, manifest.head), (12, Some(head)));
    file
}

fn export_code(file: &[u8]) -> String {
    verify_access_export(file).map(|_| ()).unwrap_err().code()
}

#[test]
fn an_export_is_read_back_whole() {
    let (report, manifest) = verify_access_export(exported().as_slice()).unwrap();
    assert_eq!((report.entries, report.segments, manifest.count), (12, 3, 12));
    assert_eq!(manifest.public_key, ArchiveKey::from_seed(&[7; 32]).public_key());
}

#[test]
fn an_empty_log_is_exported_too() {
    let writer = AccessExportWriter::new(Vec::new()).unwrap();
    let at: Timestamp = "2024-03-31T18:00:00Z".parse().unwrap();
    let (file, _) = writer.finish(None, &ArchiveKey::from_seed(&[7; 32]), at).unwrap();
    assert_eq!(verify_access_export(file.as_slice()).unwrap().0.entries, 0);
}

fn lines(file: &[u8]) -> Vec<Vec<u8>> {
    file.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

#[rstest]
#[case::another_file(|_: &mut Vec<Vec<u8>>| vec![b"relais-archive 1\n".to_vec()], "NOT_AN_ACCESS_LOG")]
#[case::newer(|_: &mut Vec<Vec<u8>>| vec![b"relais-access-log 2\n".to_vec()], "NEWER_FORMAT 2")]
#[case::no_last_line(|l: &mut Vec<Vec<u8>>| l[..13].to_vec(), "BAD_MANIFEST")]
#[case::an_entry_out(|l: &mut Vec<Vec<u8>>| { l.remove(3); l.clone() }, "MISSING_ENTRIES 2024-01 3 3")]
#[case::the_last_out(|l: &mut Vec<Vec<u8>>| { l.remove(12); l.clone() }, "CUT_TAIL 2024-03 2")]
#[case::something_after(|l: &mut Vec<Vec<u8>>| { l.push(b"\n".to_vec()); l.clone() }, "AFTER_MANIFEST")]
#[case::swapped(|l: &mut Vec<Vec<u8>>| { l.swap(2, 3); l.clone() }, "SWAPPED_ENTRIES 2024-01 2 3")]
fn a_damaged_export_is_named(#[case] damage: fn(&mut Vec<Vec<u8>>) -> Vec<Vec<u8>>, #[case] expected: &str) {
    assert_eq!(export_code(&damage(&mut lines(&exported())).concat()), expected);
}

/// Every byte of the file, every one of its bits.
#[test]
fn no_single_changed_bit_goes_unseen() {
    let file = exported();
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            assert!(verify_access_export(changed.as_slice()).is_err(), "byte {at}, bit {bit}");
        }
    }
}

/// The whole file, cut anywhere.
#[test]
fn no_cut_goes_unseen() {
    let file = exported();
    for end in 0..file.len() {
        assert!(verify_access_export(&file[..end]).is_err(), "cut at {end}");
    }
}

/// One thing done to a list of entries.
#[derive(Debug, Clone)]
enum Tampering {
    Drop(usize),
    Swap(usize, usize),
    Repeat(usize, usize),
    Change(usize, usize, u8),
    Cut(usize),
    DropRange(usize, usize),
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let at = any::<usize>;
    prop_oneof![
        at().prop_map(Tampering::Drop),
        (at(), at()).prop_map(|(a, b)| Tampering::Swap(a, b)),
        (at(), at()).prop_map(|(a, b)| Tampering::Repeat(a, b)),
        (at(), at(), 1_u8..).prop_map(|(a, b, c)| Tampering::Change(a, b, c)),
        at().prop_map(Tampering::Cut),
        (at(), at()).prop_map(|(a, b)| Tampering::DropRange(a, b)),
    ]
}

fn tamper(entries: &mut Vec<Entry>, how: &Tampering) {
    let count = entries.len().max(1);
    if entries.is_empty() {
        return;
    }
    match *how {
        Tampering::Drop(at) => drop(entries.remove(at % count)),
        Tampering::Swap(a, b) => entries.swap(a % count, b % count),
        Tampering::Repeat(a, b) => {
            let copy = entries[a % count].clone();
            entries.insert(b % (count + 1), copy);
        }
        Tampering::Change(a, b, by) => {
            let bytes = &mut entries[a % count].1;
            let length = bytes.len();
            bytes[b % length] ^= by;
        }
        Tampering::Cut(at) => entries.truncate(at % count),
        Tampering::DropRange(a, b) => {
            let (a, b) = (a % count, b % count);
            entries.drain(a.min(b)..=a.max(b));
        }
    }
}

proptest! {
    /// Whatever was done, unless it came to nothing, it is seen; and naming it never panics.
    #[test]
    fn tampering_is_seen(gaps in prop::collection::vec(0_u32..3, 1..40), deeds in prop::collection::vec(tampering(), 1..4)) {
        let mut log = log();
        let mut entries = Vec::new();
        let mut months = 0;
        for (nth, gap) in gaps.iter().enumerate() {
            months += gap;
            // Forward only: two years' worth of months at most.
            let at = month("2030-01").back(120 - months.min(100));
            entries.extend(kept(log.take(&note(nth as u64), at).unwrap()));
        }
        let (whole, head) = (entries.clone(), log.head().unwrap());
        prop_assert!(verdict(whole.clone(), Some(&head)).is_ok());
        for deed in &deeds {
            tamper(&mut entries, deed);
        }
        prop_assert_eq!(verdict(entries.clone(), Some(&head)).is_ok(), entries == whole);
    }
}
