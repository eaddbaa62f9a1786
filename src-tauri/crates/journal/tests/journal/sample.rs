//! Made-up journals and their archives, and the tools to damage them.

use jiff::{Timestamp, ToSpan};
use relais_journal::{Anchor, ArchiveKey, ArchiveWriter, Entry, Hash, Head, Totals, canonical, chain};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) const PRACTICE: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
pub(crate) const FIRST_POST: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0010);

/// A recorded entry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Recorded {
    pub(crate) hash: Hash,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn key() -> ArchiveKey {
    ArchiveKey::from_seed(&[7; 32])
}

pub(crate) fn other_key() -> ArchiveKey {
    ArchiveKey::from_seed(&[8; 32])
}

pub(crate) fn post(index: usize) -> Uuid {
    Uuid::from_u128(FIRST_POST.as_u128() + index as u128)
}

pub(crate) fn written_at() -> Timestamp {
    "2024-02-02T18:00:00.000Z".parse().unwrap()
}

/// The `n`th entry of a journal (from 1) as number `post_seq` of `post`: what it says depends on nothing else.
pub(crate) fn entry(n: u64, post: Uuid, post_seq: u64) -> Entry {
    let (kind, body) = match n {
        1 => ("practice.created", json!({"practice_kind": "demonstration", "time_zone": "Europe/Paris"})),
        n => match n % 4 {
            0 => ("cheque.kept", json!({"amount_cents": n * 100 + 7, "agreement": "A", "until": "2024-03-15"})),
            1 => ("payment.recorded", json!({"amount_cents": 5_000, "means": "card", "note_id": null})),
            2 => ("payment.corrected", json!({"amount_cents": -50, "lines": [{"rate_bp": 550}, {"rate_bp": 2000}]})),
            _ => ("platform.seen_down", json!({"platform": "viamedis", "cause": "délai dépassé « 5 s »"})),
        },
    };
    let stream = format!("{}/{}", kind.split('.').next().unwrap(), Uuid::from_u128(0xabc0 + u128::from(n)));
    Entry {
        practice: PRACTICE,
        post,
        post_seq,
        stream,
        recorded_at_utc: written_at() - 100.hours() + i64::try_from(n).unwrap().minutes(),
        actor: Uuid::from_u128(0xa),
        command_id: Uuid::from_u128(0xc000 + u128::from(n)),
        kind: kind.to_owned(),
        format_version: 1,
        body,
    }
}

/// Chains entries in their order, each to the one before it on its post.
pub(crate) fn chained(entries: &[Entry]) -> Vec<Recorded> {
    let mut heads = std::collections::BTreeMap::new();
    entries
        .iter()
        .map(|entry| {
            let bytes = entry.canonical_bytes().unwrap();
            let head = heads.entry(entry.post).or_insert(Hash::GENESIS);
            *head = chain(head, &bytes);
            Recorded { hash: *head, bytes }
        })
        .collect()
}

/// A journal whose `n`th entry comes from the post `posts[n]`.
pub(crate) fn entries_of(posts: &[usize]) -> Vec<Entry> {
    let mut numbers = std::collections::BTreeMap::new();
    (1..)
        .zip(posts)
        .map(|(n, index)| {
            let number = numbers.entry(index).or_insert(0);
            *number += 1;
            entry(n, post(*index), *number)
        })
        .collect()
}

/// A journal of one post.
pub(crate) fn journal(length: usize) -> Vec<Recorded> {
    chained(&entries_of(&vec![0; length]))
}

/// A journal of twelve entries from three posts.
pub(crate) fn mixed_journal() -> Vec<Recorded> {
    chained(&entries_of(&[0, 0, 1, 0, 1, 2, 0, 2, 1, 1, 0, 2]))
}

pub(crate) fn archive_signed(journal: &[Recorded], key: &ArchiveKey, written_at: Timestamp) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Vec::new()).unwrap();
    for recorded in journal {
        writer.push(&recorded.bytes, &recorded.hash).unwrap();
    }
    writer.finish(key, written_at).unwrap().0
}

pub(crate) fn archive(journal: &[Recorded]) -> Vec<u8> {
    archive_signed(journal, &key(), written_at())
}

pub(crate) fn line(recorded: &Recorded) -> Vec<u8> {
    [recorded.hash.to_string().as_bytes(), b" ", &recorded.bytes, b"\n"].concat()
}

/// The lines of an archive, each with its line feed: the header, the entries, the manifest.
pub(crate) fn lines(archive: &[u8]) -> Vec<Vec<u8>> {
    archive.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// The archive with its lines changed by `damage`; entry `n` is line `n`.
pub(crate) fn with_lines(archive: &[u8], damage: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut lines = lines(archive);
    damage(&mut lines);
    lines.concat()
}

/// The entries of `journal` under a manifest changed by `change` and signed again.
pub(crate) fn with_manifest(archive: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    with_lines(archive, |lines| {
        let last = lines.pop().unwrap();
        let mut manifest: Value = serde_json::from_slice(&last[b"manifest ".len() + 129..]).unwrap();
        change(&mut manifest);
        lines.push(signed_line(&canonical::to_bytes(&manifest).unwrap()));
    })
}

/// A manifest line over any bytes.
pub(crate) fn signed_line(manifest: &[u8]) -> Vec<u8> {
    [format!("manifest {} ", key().sign(manifest)).as_bytes(), manifest, b"\n"].concat()
}

/// The entries as they are, whatever they are, under a manifest that suits `as_if`.
pub(crate) fn crafted(entries: &[Recorded], as_if: &[Recorded]) -> Vec<u8> {
    with_lines(&archive(as_if), |lines| {
        lines.splice(1..=as_if.len(), entries.iter().map(line));
    })
}

/// Replaces `old` by `new`, which must be there, in the line of entry `n`.
pub(crate) fn replace(line: &mut Vec<u8>, old: &str, new: &str) {
    let text = String::from_utf8(line.clone()).unwrap();
    assert!(text.contains(old), "no {old} in {text}");
    *line = text.replacen(old, new, 1).into_bytes();
}

/// The anchor of the first `seq` entries of the first post, written `minutes` after the archives are.
pub(crate) fn anchor(journal: &[Recorded], seq: u64, minutes: i64) -> Anchor {
    let mut totals = Totals::default();
    let mut hash = Hash::GENESIS;
    for recorded in journal {
        let entry = relais_journal::EntryView::read(&recorded.bytes).unwrap();
        if entry.post == FIRST_POST.to_string() && entry.post_seq <= seq {
            totals.add(&entry).unwrap();
            hash = recorded.hash;
        }
    }
    let head = Head { practice: PRACTICE, post: FIRST_POST, seq, hash, totals };
    Anchor::of(&head, written_at() + minutes.minutes(), Some(key().public_key()))
}
