//! The table of damage: every way an archive may be wrong that has a name, and the name it must get.

use jiff::ToSpan;
use relais_journal::canonical::MAX_BYTES;
use relais_journal::{Anchor, AnchorOrHash, Entry, Hash, chain, verify_archive};
use serde_json::json;
use uuid::Uuid;

use crate::sample::*;

/// One archive, what is known from outside, and the verdict.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) archive: Vec<u8>,
    pub(crate) outside: Option<AnchorOrHash>,
    pub(crate) verdict: String,
}

/// The code Relais gives.
pub(crate) fn verdict(archive: &[u8], outside: Option<&AnchorOrHash>) -> String {
    match verify_archive(archive, outside, &mut |_| {}) {
        Ok(report) => report.code(),
        Err(fault) => fault.code(),
    }
}

/// The cases so far.
pub(crate) struct Table(Vec<Case>);

impl Table {
    pub(crate) fn add(&mut self, name: &str, archive: Vec<u8>, verdict: &str) {
        self.against(name, archive, None, verdict);
    }

    fn against(&mut self, name: &str, archive: Vec<u8>, outside: Option<AnchorOrHash>, verdict: &str) {
        self.0.push(Case { name: name.to_owned(), archive, outside, verdict: verdict.to_owned() });
    }

    /// Damage to the lines of the archive of nine entries; line `n` is entry `n`.
    fn lines(&mut self, name: &str, verdict: &str, damage: impl FnOnce(&mut Vec<Vec<u8>>)) {
        self.add(name, with_lines(&archive(&journal(9)), damage), verdict);
    }

    /// A manifest changed and signed again by the right key.
    fn manifest(&mut self, name: &str, verdict: &str, change: impl FnOnce(&mut serde_json::Value)) {
        self.add(name, with_manifest(&archive(&mixed_journal()), change), verdict);
    }
}

pub(crate) fn table() -> Vec<Case> {
    let mut table = Table(Vec::new());
    whole(&mut table);
    changed(&mut table);
    missing_and_moved(&mut table);
    inserted(&mut table);
    header_and_end(&mut table);
    manifests(&mut table);
    crate::crafted::entries(&mut table);
    crate::crafted::journals(&mut table);
    anchors(&mut table);
    table.0
}

fn whole(table: &mut Table) {
    table.add("whole", archive(&journal(9)), "OK ARCHIVE_ALONE");
    table.add("a single entry", archive(&journal(1)), "OK ARCHIVE_ALONE");
    table.add("three posts mixed", archive(&mixed_journal()), "OK ARCHIVE_ALONE");
    let mut entries = entries_of(&[0; 6]);
    entries[3].recorded_at_utc = "1985-01-01T00:00:00Z".parse().unwrap();
    table.add("a clock set back is no fault", archive(&chained(&entries)), "OK ARCHIVE_ALONE");
    let mut entries = entries_of(&[0; 3]);
    entries[1].body = json!({"\u{e000}": 1, "\u{1f600}": 2, "\n": [[], {}, "\u{7f}\"\\/\u{1f}"], "amount_cents": "7"});
    entries[2].body = json!(null);
    table.add("names in the order of UTF-16", archive(&chained(&entries)), "OK ARCHIVE_ALONE");
    let mut entries = entries_of(&[0; 2]);
    let rest = MAX_BYTES - Entry { body: json!({"t": ""}), ..entries[1].clone() }.canonical_bytes().unwrap().len();
    entries[1].body = json!({"t": "x".repeat(rest)});
    table.add("an entry of the largest size", archive(&chained(&entries)), "OK ARCHIVE_ALONE");
}

fn changed(table: &mut Table) {
    let zeros = "0".repeat(64);
    table.lines("an amount", "CHANGED_ENTRY 4", |lines| replace(&mut lines[4], "407", "408"));
    table.lines("a date", "CHANGED_ENTRY 8", |lines| replace(&mut lines[8], "2024-03-15", "2024-04-15"));
    table.lines("the hash itself", "CHANGED_ENTRY 5", |lines| {
        lines[5].splice(..64, zeros.bytes());
    });
    table.lines("the last hash", "CHANGED_ENTRY 9", |lines| {
        lines[9].splice(..64, zeros.bytes());
    });
    table.lines("the hash in capitals", "CHANGED_ENTRY 5", |lines| lines[5][..64].make_ascii_uppercase());
    table.lines("a number made higher", "CHANGED_ENTRY 5", |lines| replace(&mut lines[5], "seq\":5", "seq\":8"));
    table.lines("a number made lower", "CHANGED_ENTRY 5", |lines| replace(&mut lines[5], "seq\":5", "seq\":4"));
    table.lines("a number made much lower", "CHANGED_ENTRY 5", |lines| replace(&mut lines[5], "seq\":5", "seq\":1"));
    table
        .lines("the last number made higher", "CHANGED_ENTRY 9", |lines| replace(&mut lines[9], "seq\":9", "seq\":11"));
    table.lines("the last number made lower", "CHANGED_ENTRY 9", |lines| replace(&mut lines[9], "seq\":9", "seq\":8"));
    table.lines("the first number", "CHANGED_ENTRY 1", |lines| replace(&mut lines[1], "seq\":1", "seq\":3"));
    table.lines("the post", "CHANGED_ENTRY 5", |lines| replace(&mut lines[5], "000010\"", "000011\""));
    table.lines("the practice", "CHANGED_ENTRY 5", |lines| replace(&mut lines[5], "000001\"", "000002\""));
    table.lines("a space added", "CHANGED_ENTRY 5", |lines| replace(&mut lines[5], ",\"kind\"", ", \"kind\""));
    table.lines("the line feed lost", "CHANGED_ENTRY 5", |lines| assert_eq!(lines[5].pop(), Some(b'\n')));
    table.lines("a line feed added", "CHANGED_ENTRY 5", |lines| replace(&mut lines[5], "body", "bo\ndy"));
    table.lines("an empty line", "CHANGED_ENTRY 5", |lines| lines.insert(5, b"\n".to_vec()));
    table.lines("an endless line", "CHANGED_ENTRY 5", |lines| lines[5].splice(..0, vec![b'0'; 2 << 20]).for_each(drop));
    table.lines("carriage returns", "NOT_AN_ARCHIVE", |lines| {
        lines.iter_mut().for_each(|line| line.splice(line.len() - 1.., *b"\r\n").for_each(drop));
    });
    let mut rewritten = journal(9);
    let head = rewritten[3].hash;
    rewritten[4].bytes =
        Entry { body: json!({"amount_cents": 1}), ..entry(5, FIRST_POST, 5) }.canonical_bytes().unwrap();
    rewritten[4].hash = chain(&head, &rewritten[4].bytes);
    table.add("an entry rewritten with its hash", crafted(&rewritten, &journal(9)), "CHANGED_ENTRY 6");
}

fn missing_and_moved(table: &mut Table) {
    table.lines("one missing", "MISSING_ENTRIES 5 5", |lines| drop(lines.remove(5)));
    table.lines("several missing", "MISSING_ENTRIES 3 6", |lines| drop(lines.drain(3..=6)));
    table.lines("the first missing", "MISSING_ENTRIES 1 1", |lines| drop(lines.remove(1)));
    table.lines("the last but one missing", "MISSING_ENTRIES 8 8", |lines| drop(lines.remove(8)));
    table.lines("all but the last missing", "MISSING_ENTRIES 1 8", |lines| drop(lines.drain(1..=8)));
    table.lines("the last missing", "MISSING_ENTRIES 9 9", |lines| drop(lines.remove(9)));
    table.lines("all missing", "MISSING_ENTRIES 1 9", |lines| drop(lines.drain(1..=9)));
    table.lines("two neighbours swapped", "SWAPPED_ENTRIES 5 6", |lines| lines.swap(5, 6));
    table.lines("the first two swapped", "SWAPPED_ENTRIES 1 2", |lines| lines.swap(1, 2));
    table.lines("the last two swapped", "SWAPPED_ENTRIES 8 9", |lines| lines.swap(8, 9));
    table.lines("two distant swapped", "SWAPPED_ENTRIES 3 8", |lines| lines.swap(3, 8));
    table.lines("the ends swapped", "SWAPPED_ENTRIES 1 9", |lines| lines.swap(1, 9));
    table.lines("one moved on", "MOVED_ENTRY 3 7", |lines| lines[3..=7].rotate_left(1));
    table.lines("one moved ahead", "INSERTED_ENTRY 3", |lines| lines[3..=7].rotate_right(1));
    let mixed = archive(&mixed_journal());
    table.add("one post's entry missing", with_lines(&mixed, |l| drop(l.remove(5))), "MISSING_ENTRIES 2 2");
    table.add("a post's first entry missing", with_lines(&mixed, |l| drop(l.remove(6))), "MISSING_ENTRIES 1 1");
    table.add("a post's last entry missing", with_lines(&mixed, |l| drop(l.remove(10))), "MISSING_ENTRIES 4 4");
    table.add(
        "a whole post missing",
        with_lines(&mixed, |l| [12, 8, 6].map(|n| l.remove(n)).into_iter().for_each(drop)),
        "MISSING_ENTRIES 1 3",
    );
    table.add("one post's entries swapped", with_lines(&mixed, |l| l.swap(4, 7)), "SWAPPED_ENTRIES 4 7");
    table.add("entries of two posts swapped", with_lines(&mixed, |l| l.swap(4, 5)), "ORDER_CHANGED");
}

fn inserted(table: &mut Table) {
    table.lines("one twice in a row", "INSERTED_ENTRY 6", |lines| lines.insert(6, lines[5].clone()));
    table.lines("one again later", "INSERTED_ENTRY 8", |lines| lines.insert(8, lines[3].clone()));
    table.lines("the last one again", "INSERTED_ENTRY 10", |lines| lines.insert(10, lines[9].clone()));
    table.lines("a later one ahead of its time", "INSERTED_ENTRY 3", |lines| lines.insert(3, lines[8].clone()));
    let mut forged = journal(9)[4].clone();
    forged.bytes = Entry { body: json!({"amount_cents": 1}), ..entry(5, FIRST_POST, 5) }.canonical_bytes().unwrap();
    let unchained = forged.clone();
    table.lines("a forged one with a wrong hash", "INSERTED_ENTRY 5", |lines| lines.insert(5, line(&unchained)));
    forged.hash = chain(&journal(9)[3].hash, &forged.bytes);
    let (early, late) = (forged.clone(), forged);
    table.lines("a forged one chained, before", "INSERTED_ENTRY 5", |lines| lines.insert(5, line(&early)));
    table.lines("a forged one chained, after", "INSERTED_ENTRY 6", |lines| lines.insert(6, line(&late)));
    let mut last = journal(9)[8].clone();
    last.bytes = Entry { body: json!({"amount_cents": 1}), ..entry(9, FIRST_POST, 9) }.canonical_bytes().unwrap();
    last.hash = chain(&journal(9)[7].hash, &last.bytes);
    let (before, after) = (last.clone(), last);
    table.lines("a rival of the last, before", "INSERTED_ENTRY 9", |lines| lines.insert(9, line(&before)));
    table.lines("a rival of the last, after", "INSERTED_ENTRY 10", |lines| lines.insert(10, line(&after)));
    table.add("two chained after the signed end", crafted(&journal(11), &journal(9)), "UNSIGNED_ENTRIES 10 11");
    let mut posts = entries_of(&[0; 9]);
    posts.push(entry(10, post(5), 1));
    table.add("a post nobody signed for", crafted(&chained(&posts), &journal(9)), "UNSIGNED_ENTRIES 1 1");
}

fn header_and_end(table: &mut Table) {
    let whole = archive(&journal(9));
    table.add("an empty file", Vec::new(), "NOT_AN_ARCHIVE");
    table.add("another file", b"SQLite format 3\0".repeat(99), "NOT_AN_ARCHIVE");
    table.add("a text", b"relais-archive one\n".to_vec(), "NOT_AN_ARCHIVE");
    table.add("format 0", b"relais-archive 0\n".to_vec(), "NOT_AN_ARCHIVE");
    table.add("format 01", b"relais-archive 01\n".to_vec(), "NOT_AN_ARCHIVE");
    table.add("a format of ten digits", b"relais-archive 1000000000\n".to_vec(), "NOT_AN_ARCHIVE");
    table.add("an unfinished header", b"relais-archive 1".to_vec(), "NOT_AN_ARCHIVE");
    table.add("a newer format", with_lines(&whole, |l| l[0] = b"relais-archive 2\n".to_vec()), "NEWER_FORMAT 2");
    table.add("a far newer format", b"relais-archive 999999999\n\xff".to_vec(), "NEWER_FORMAT 999999999");
    table.add("only the header", b"relais-archive 1\n".to_vec(), "CUT_TAIL 0");
    table.lines("cut after an entry", "CUT_TAIL 5", |lines| lines.truncate(6));
    table.lines("cut before the last line", "CUT_TAIL 9", |lines| lines.truncate(10));
    table.add("cut within an entry", with_lines(&whole, |l| l.truncate(6))[..1_500].to_vec(), "CUT_TAIL 3");
    table.add("cut within the last line", whole[..whole.len() - 40].to_vec(), "CUT_TAIL 9");
    table.add("cut of its last byte", whole[..whole.len() - 1].to_vec(), "CUT_TAIL 9");
    table.add("a blank line at the end", [&whole[..], b"\n"].concat(), "AFTER_MANIFEST");
    table.add("two archives in one", whole.repeat(2), "AFTER_MANIFEST");
    table.lines("the last word changed", "BAD_MANIFEST", |lines| replace(&mut lines[10], "manifest", "Manifest"));
    table.lines("a last line too long", "BAD_MANIFEST", |lines| {
        lines[10].splice(20..20, vec![b' '; 2 << 20]);
    });
    table.lines("the signature in capitals", "BAD_MANIFEST", |lines| lines[10][9..137].make_ascii_uppercase());
}

fn manifests(table: &mut Table) {
    table.lines("another signature", "SIGNATURE_WRONG", |lines| {
        let other = signed_line(b"{}");
        lines[10].splice(9..137, other[9..137].iter().copied());
    });
    table.lines("the count changed", "BAD_MANIFEST", |lines| replace(&mut lines[10], "count\":9", "count\":8"));
    table.lines("the date changed", "SIGNATURE_WRONG", |lines| replace(&mut lines[10], "2024-02", "2024-03"));
    table.lines("a total changed", "SIGNATURE_WRONG", |lines| replace(&mut lines[10], "kept\":", "kept\":1"));
    table.lines("S plus the order of the group", "SIGNATURE_WRONG", |lines| malleate(&mut lines[10]));
    table.add("R of small order", with_small_order_r(), "SIGNATURE_WRONG");
    let other = other_key().public_key().to_string();
    let named = other.clone();
    table.manifest("the key of another", "SIGNATURE_WRONG", move |it| it["public_key"] = json!(named));
    table.manifest("a key of small order", "BAD_MANIFEST", |it| {
        it["public_key"] = json!(format!("01{}", "0".repeat(62)))
    });
    table.manifest("a key off the curve", "BAD_MANIFEST", |it| {
        it["public_key"] = json!(format!("02{}", "0".repeat(62)))
    });
    table.manifest("a key spelled past the field", "BAD_MANIFEST", |it| {
        it["public_key"] = json!(format!("f0{}7f", "ff".repeat(30)))
    });
    table.manifest("another form", "BAD_MANIFEST", |it| it["format"] = json!("relais-archive-manifest/2"));
    table.manifest("a member more", "BAD_MANIFEST", |it| it["comment"] = json!("vu"));
    table.manifest("a member less", "BAD_MANIFEST", |it| drop(it.as_object_mut().unwrap().remove("order")));
    table.manifest("no post", "BAD_MANIFEST", |it| (it["posts"], it["count"]) = (json!([]), json!(0)));
    table.manifest("posts out of order", "BAD_MANIFEST", |it| it["posts"].as_array_mut().unwrap().swap(0, 1));
    table.manifest("a post twice", "BAD_MANIFEST", |it| it["posts"][1]["post"] = it["posts"][0]["post"].clone());
    table.manifest("a day that is none", "BAD_MANIFEST", |it| it["written_at_utc"] = json!("2023-02-29T00:00:00.000Z"));
    table.manifest("an id without hyphens", "BAD_MANIFEST", |it| it["practice"] = json!(PRACTICE.simple().to_string()));
    table.manifest("a count as text", "BAD_MANIFEST", |it| it["count"] = json!("12"));
    table.manifest("entries that do not count up", "BAD_MANIFEST", |it| it["posts"][0]["totals"]["entries"] = json!(4));
    table.manifest("another practice", "MANIFEST_OTHER_CHAIN", |it| it["practice"] = json!(Uuid::from_u128(9)));
    table.manifest("another head", "MANIFEST_OTHER_CHAIN", |it| it["posts"][1]["hash"] = json!(Hash::GENESIS));
    table.manifest("another order", "ORDER_CHANGED", |it| it["order"] = json!(Hash::GENESIS));
    table.manifest("another total", "TOTALS_WRONG", |it| {
        it["posts"][0]["totals"]["amount_cents"]["cheque.kept"] = json!(1)
    });
    table.manifest("a total too many", "TOTALS_WRONG", |it| it["posts"][2]["totals"]["amount_cents"]["a.b"] = json!(0));
    let not_canonical = |lines: &mut Vec<Vec<u8>>| {
        let manifest = String::from_utf8(lines[10][138..].to_vec()).unwrap().replace("{\"count\"", "{ \"count\"");
        lines[10] = signed_line(manifest.trim_end().as_bytes());
    };
    table.lines("a manifest with a space, signed", "BAD_MANIFEST", not_canonical);
}

/// Adds the order of the group to the second half of the signature, which a lax verifier takes for the same.
fn malleate(line: &mut Vec<u8>) {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let text = String::from_utf8(line[9 + 64..9 + 128].to_vec()).unwrap();
    let mut carry = 0;
    let sum: String = (0..32)
        .map(|at| {
            let byte = u16::from_str_radix(&text[at * 2..at * 2 + 2], 16).unwrap();
            carry += byte + u16::from(ORDER[at]);
            let low = carry & 0xff;
            carry >>= 8;
            format!("{low:02x}")
        })
        .collect();
    line.splice(9 + 64..9 + 128, sum.bytes());
}

/// The archive kept among the fixtures, signed by its own key with the neutral point for R: the equation of the
/// signature holds, and only a strict verifier refuses it.
fn with_small_order_r() -> Vec<u8> {
    const SIGNATURE: &str = concat!(
        "0100000000000000000000000000000000000000000000000000000000000000",
        "9ac403e023392f232f3567082ff832dc1e506767857b056e3495e22a16751304"
    );
    let mut archive = include_bytes!("../../fixtures/v1/archive.txt").to_vec();
    let at = archive.windows(9).position(|word| word == b"manifest ").unwrap() + 9;
    archive.splice(at..at + 128, SIGNATURE.bytes());
    archive
}

fn anchors(table: &mut Table) {
    let nine = journal(9);
    let with = |anchor: Anchor| Some(AnchorOrHash::Anchor(anchor));
    let whole = || archive(&nine);
    table.against("an anchor on the head", whole(), with(anchor(&nine, 9, 1)), "OK ANCHORED 9");
    table.against("an anchor behind", whole(), with(anchor(&nine, 4, -60)), "OK ANCHORED 4");
    table.against(
        "an anchor of a mixed journal",
        archive(&mixed_journal()),
        with(anchor(&mixed_journal(), 3, 1)),
        "OK ANCHORED 3",
    );
    let keyless = Anchor { public_key: None, ..anchor(&nine, 9, 1) };
    table.against(
        "an anchor without key",
        archive_signed(&nine, &other_key(), written_at()),
        with(keyless),
        "OK ANCHORED 9",
    );
    table.against(
        "signed again by another",
        archive_signed(&nine, &other_key(), written_at()),
        with(anchor(&nine, 9, 1)),
        "KEY_UNEXPECTED",
    );
    table.against("cut and signed again", archive(&journal(6)), with(anchor(&nine, 9, -1)), "CUT_BEFORE_ANCHOR 6 9");
    table.against("cut at the very instant", archive(&journal(6)), with(anchor(&nine, 9, 0)), "CUT_BEFORE_ANCHOR 6 9");
    table.against("a copy from before", archive(&journal(6)), with(anchor(&nine, 9, 1)), "OLD_COPY 6 9");
    table.against(
        "cut and not signed",
        whole()[..whole().len() - 40].to_vec(),
        with(anchor(&nine, 9, 1)),
        "CUT_TAIL 9",
    );
    let mut entries = entries_of(&[0; 9]);
    entries[3].body = json!({"amount_cents": 1});
    let rewritten = archive(&chained(&entries));
    table.add("rewritten and signed again, alone", rewritten.clone(), "OK ARCHIVE_ALONE");
    table.against("rewritten and signed again", rewritten.clone(), with(anchor(&nine, 9, 1)), "ANCHOR_NOT_IN_CHAIN 9");
    table.against("rewritten after the anchor", rewritten, with(anchor(&nine, 3, 1)), "OK ANCHORED 3");
    let mut miscounted = anchor(&nine, 9, 1);
    miscounted.totals = anchor(&nine, 8, 1).totals;
    table.against("an anchor with other totals", whole(), with(miscounted), "ANCHOR_NOT_IN_CHAIN 9");
    let elsewhere = Anchor { practice: Uuid::from_u128(9), ..anchor(&nine, 9, 1) };
    table.against("an anchor of another practice", whole(), with(elsewhere), "ANCHOR_OTHER_PRACTICE");
    let absent = Anchor { post: post(3), written_at_utc: written_at() + 1.hour(), ..anchor(&nine, 9, 1) };
    table.against("an anchor of a post that is not there", whole(), with(absent), "OLD_COPY 0 9");
    let hash = |at: usize| Some(AnchorOrHash::Hash(nine[at].hash));
    table.against("the hash of the head", whole(), hash(8), "OK ANCHORED 9");
    table.against("the hash of an entry", whole(), hash(2), "OK ANCHORED 3");
    table.against("the hash of an entry cut off", archive(&journal(6)), hash(8), "HASH_NOT_IN_CHAIN");
    table.against("the hash of nothing", whole(), Some(AnchorOrHash::Hash(Hash::GENESIS)), "HASH_NOT_IN_CHAIN");
}

#[test]
fn every_damage_gets_its_name() {
    let wrong: Vec<String> = table()
        .iter()
        .map(|case| (case, verdict(&case.archive, case.outside.as_ref())))
        .filter(|(case, found)| case.verdict != *found)
        .map(|(case, found)| format!("{}: {found} instead of {}", case.name, case.verdict))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_in_the_table() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/archive-format.md");
    let page = std::fs::read_to_string(page).unwrap();
    let table = table();
    let codes: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with("## 6. "))
        .take_while(|line| !line.starts_with("### 6.1"))
        .filter_map(|line| line.strip_prefix("| `")?.split(['`', ' ']).next())
        .collect();
    assert!(codes.len() > 25, "the list of verdicts was not found");
    for code in codes {
        let word = if code == "OK" { "OK " } else { code };
        assert!(table.iter().any(|case| case.verdict.starts_with(word)), "no damage is named {code}");
    }
}

#[test]
fn every_fault_is_one_french_sentence_that_says_what_to_do() {
    for case in table() {
        let Err(fault) = verify_archive(&case.archive[..], case.outside.as_ref(), &mut |_| {}) else { continue };
        let sentence = fault.to_string();
        assert!(sentence.ends_with('.') && sentence.matches(['.', '!', '?']).count() == 1, "{}: {sentence}", case.name);
        assert!(
            sentence.contains(" : ") || sentence.contains(" ; ") || sentence.contains(", "),
            "{}: {sentence}",
            case.name
        );
        let advice = ["vérifiez", "reprenez", "refaites", "gardez", "mettez", "choisissez", "relisez"];
        assert!(advice.iter().any(|verb| sentence.contains(verb)), "{}: {sentence}", case.name);
    }
}
