//! The journal that a release leaves behind for the builds that follow: some of the demonstration's streams, such that every
//! kind of event is there, completed by samples where no deed of the demonstration leads. Storage reads and folds it in its
//! tests (`storage/src/released.rs`); `./dev fixture` writes it, before the release and never again.

mod samples;

use std::collections::{BTreeMap, BTreeSet};

use relais_domain::cheque::{ChequePosition, ReturnManner};
use relais_domain::event::Event;
use relais_journal::{ArchiveKey, ArchiveWriter, Entry, Hash, chain, verify_archive};
use relais_usecases::contract::{ChequeRef, ChequeSort, ListChequesRequest, ReturnChequeRequest};
use relais_usecases::{cheque_papers, settle_cheque, view_cheques};
use serde_json::Value;
use uuid::Uuid;

use crate::ground::{Outcome, Shop, Start, call, instant};

use samples::samples;

/// Where storage keeps the fixtures.
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/crates/storage/fixtures");
/// When the fixture says it was written.
const WRITTEN_AT: &str = "2024-02-20T08:00:00Z";
/// Characters before an entry's bytes on its line: the hash, and a space.
const BEFORE_ENTRY: usize = 65;

#[tokio::test(flavor = "multi_thread")]
async fn a_release_leaves_every_kind_of_event_behind() -> Outcome {
    let shop = Shop::start(Start { scenario: true, furnished: true }).await;
    papers_are_issued(&shop).await?;
    let mut entries = chosen(recorded(&shop));
    let held: BTreeSet<String> = entries.iter().map(|entry| entry.kind.clone()).collect();
    for (kind, body) in samples().into_iter().filter(|(kind, _)| !held.contains(*kind)) {
        let sample = sample(&entries, kind, body);
        entries.push(sample);
    }
    let held: BTreeSet<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    let missing: Vec<_> = Event::kinds().into_iter().filter(|kind| !held.contains(kind)).collect();
    assert!(
        missing.is_empty(),
        "{} {}; no deed and no sample for {missing:?}",
        entries.len(),
        archived(entries.clone()).len()
    );
    let archive = archived(entries);
    verify_archive(archive.as_slice(), None, &mut |_| {}).unwrap();
    if std::env::var_os("RELAIS_WRITE_FIXTURE").is_some() {
        std::fs::write(format!("{FIXTURES}/{}.archive", env!("CARGO_PKG_VERSION")), archive).unwrap();
    }
    Ok(())
}

/// The receipt of a cheque that may go back, and its discharge.
async fn papers_are_issued(shop: &Shop) -> Outcome {
    let list = ListChequesRequest {
        position: Some(ChequePosition::ToReturn),
        sort: ChequeSort::DecideBy,
        descending: false,
        offset: 0,
        limit: 1,
    };
    let cheque = view_cheques::list(&shop.app, call(), list).await?.rows.remove(0).cheque;
    cheque_papers::receipt(&shop.app, call(), ChequeRef { cheque }).await?;
    let on = shop.practice().today();
    let back = ReturnChequeRequest { cheque, on, manner: ReturnManner::InPerson, override_reason: None, second: None };
    settle_cheque::give_back(&shop.app, call(), back).await?;
    Ok(())
}

/// Every entry of a practice.
fn recorded(shop: &Shop) -> Vec<Entry> {
    let mut archive = Vec::new();
    shop.practice().database.export_archive(&mut archive, &[1; 32], shop.practice().now()).unwrap();
    let archive = String::from_utf8(archive).unwrap();
    let lines = archive.lines().skip(1).filter(|line| !line.starts_with("manifest "));
    lines.map(|line| Entry::from_canonical_bytes(&line.as_bytes()[BEFORE_ENTRY..]).unwrap()).collect()
}

/// Whole streams that together hold every kind recorded, those with most to add first; the practice's own begin it.
fn chosen(entries: Vec<Entry>) -> Vec<Entry> {
    let practice = entries[0].stream.clone();
    let mut streams = BTreeMap::<String, Vec<Entry>>::new();
    entries.into_iter().for_each(|entry| streams.entry(entry.stream.clone()).or_default().push(entry));
    let mut chosen = streams.remove(&practice).unwrap();
    let mut held: BTreeSet<String> = chosen.iter().map(|entry| entry.kind.clone()).collect();
    loop {
        let new = |stream: &[Entry]| {
            let kinds: BTreeSet<&String> = stream.iter().map(|entry| &entry.kind).collect();
            kinds.into_iter().filter(|kind| !held.contains(*kind)).count()
        };
        let best = streams.iter().max_by_key(|(_, stream)| (new(stream), usize::MAX - stream.len()));
        let Some(name) = best.filter(|(_, stream)| new(stream) > 0).map(|(name, _)| name.clone()) else { break };
        let stream = streams.remove(&name).unwrap();
        held.extend(stream.iter().map(|entry| entry.kind.clone()));
        chosen.extend(stream);
    }
    chosen
}

/// An entry of a kind, as the rules write it, after the last of a stream it belongs to.
fn sample(entries: &[Entry], kind: &str, body: Value) -> Entry {
    let event = Event::from_parts(kind, body).unwrap_or_else(|error| panic!("{kind}: {error}"));
    let (kind, body) = event.to_parts().unwrap();
    let word = |kind: &str| kind.split('.').next().map(str::to_owned);
    let of_its_own = entries.iter().rev().find(|entry| word(&entry.kind) == word(&kind));
    let mut before = of_its_own.or(entries.last()).unwrap().clone();
    if of_its_own.is_none() {
        // The demonstration has no stream of this sort.
        before.stream = format!("{}/{}", word(&kind).unwrap(), Uuid::from_u128(7));
    }
    if kind == "platform.removed" {
        // Of a platform of its own: those that stay must be seen afterwards.
        before.stream = format!("platform/{}", Uuid::from_u128(7));
    }
    Entry { kind, body, format_version: 1, ..before }
}

/// The entries as a journal of their own.
fn archived(entries: Vec<Entry>) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Vec::new()).unwrap();
    let mut head = Hash::GENESIS;
    for (entry, post_seq) in entries.into_iter().zip(1..) {
        let bytes = Entry { post_seq, ..entry }.canonical_bytes().unwrap();
        head = chain(&head, &bytes);
        writer.push(&bytes, &head).unwrap();
    }
    writer.finish(&ArchiveKey::from_seed(&[7; 32]), instant(WRITTEN_AT)).unwrap().0
}
