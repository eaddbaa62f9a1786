//! What every release wrote is read and folded by each later build: the fixtures, and what keeps them complete.
//!
//! `fixtures/<version>.archive` is a journal of that release with every kind of event there was; `<version>.shapes` lists
//! the fields each had; `DIGESTS` holds both still. Those of the present version are written by `./dev fixture`, and are
//! never written again once it is released.

use crate::{
    identity::Identity,
    journal_table::{self, ChainHead, NewEntry},
    queries::Queries,
    rows::Page,
    schema, upcast, views,
};
use relais_domain::{
    event::Event,
    ids::{PostId, PracticeId},
    stream::StreamKind,
};
use relais_journal::{Entry, verify_archive};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use uuid::Uuid;

/// Fields by kind and version of its body.
type Shapes = BTreeMap<(String, u32), BTreeSet<String>>;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(file(name)).unwrap_or_default().replace("\r\n", "\n")
}

/// The versions that have a fixture, the oldest first.
fn versions() -> Vec<String> {
    let entries = std::fs::read_dir(file("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut versions: Vec<String> =
        entries.filter_map(|name| name.strip_suffix(".archive").map(str::to_owned)).collect();
    let parts = |version: &String| version.split('.').map(|part| part.parse::<u32>().unwrap()).collect::<Vec<_>>();
    versions.sort_by_key(parts);
    versions
}

fn newest() -> String {
    versions().pop().expect("there is a fixture")
}

/// The entries of a fixture, in order.
fn entries(version: &str) -> Vec<Entry> {
    let archive = text(&format!("{version}.archive"));
    let lines = archive.lines().skip(1).filter(|line| !line.starts_with("manifest "));
    lines.map(|line| Entry::from_canonical_bytes(&line.as_bytes()[65..]).unwrap()).collect()
}

fn event(entry: &Entry) -> Event {
    let body = upcast::to_current(&entry.kind, entry.format_version, &entry.body.to_string()).unwrap().into_owned();
    Event::from_parts(&entry.kind, serde_json::from_str(&body).unwrap())
        .unwrap_or_else(|error| panic!("{} is not read any more: {error}", entry.kind))
}

/// The fields of every event of a fixture: those the rules have, whether the entry spelled them or not.
fn shapes(version: &str) -> Shapes {
    let mut shapes = Shapes::new();
    for entry in entries(version) {
        let fields = fields(&format!("{:#?}", event(&entry)));
        shapes.entry((entry.kind, entry.format_version)).or_default().extend(fields);
    }
    shapes
}

/// The paths of the fields of a value, from its pretty `Debug`: what is indented under a field is inside it.
fn fields(shown: &str) -> BTreeSet<String> {
    let mut inside: Vec<(usize, &str)> = Vec::new();
    let mut paths = BTreeSet::new();
    for line in shown.lines() {
        let name = line.trim_start();
        let indent = line.len() - name.len();
        inside.retain(|(outer, _)| *outer < indent);
        if let Some((name, _)) = name.split_once(": ")
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        {
            inside.push((indent, name));
            paths.insert(inside.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("."));
        }
    }
    paths
}

fn written(shapes: &Shapes) -> String {
    let line = |((kind, version), fields): (&(String, u32), &BTreeSet<String>)| {
        let fields: String = fields.iter().map(|field| format!("  {field}\n")).collect();
        format!("{kind} {version}\n{fields}")
    };
    shapes.iter().map(line).collect()
}

fn read(text: &str) -> Shapes {
    let mut shapes = Shapes::new();
    let mut current = None;
    for line in text.lines() {
        match (line.strip_prefix("  "), line.split_once(' '), &current) {
            (Some(field), _, Some(of)) => drop(shapes.entry(Clone::clone(of)).or_default().insert(field.to_owned())),
            (_, Some((kind, version)), _) => {
                let of = (kind.to_owned(), version.parse().unwrap());
                shapes.entry(of.clone()).or_default();
                current = Some(of);
            }
            _ => panic!("« {line} » is no shape"),
        }
    }
    shapes
}

/// What a kind is made of whatever an entry leaves out.
fn outermost(fields: &BTreeSet<String>) -> Vec<&String> {
    fields.iter().filter(|field| !field.contains('.')).collect()
}

/// A changed shape under an unchanged version would be read by nobody as it was meant.
fn assert_unchanged(before: &Shapes, now: &Shapes, compare: fn(&BTreeSet<String>) -> Vec<&String>) {
    for (of, fields) in before {
        let Some(current) = now.get(of) else { continue };
        assert_eq!(
            compare(current),
            compare(fields),
            "{} changed its shape: give it a step in upcast.rs, which raises its format_version, and write the fixture \
             of a new version with `./dev fixture`",
            of.0
        );
    }
}

fn digests() -> String {
    let mut lines = String::new();
    for version in versions() {
        for name in [format!("{version}.archive"), format!("{version}.shapes")] {
            let digest = Sha256::digest(text(&name));
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            lines += &format!("{digest}  {name}\n");
        }
    }
    lines
}

/// `RELAIS_WRITE_FIXTURE=1` writes the shapes of the newest fixture, which must be this version's; otherwise a difference
/// fails.
#[test]
fn no_shape_changes_without_its_version() {
    let version = newest();
    let (committed, now) = (text(&format!("{version}.shapes")), shapes(&version));
    if std::env::var_os("RELAIS_WRITE_FIXTURE").is_some() {
        assert_eq!(version, env!("CARGO_PKG_VERSION"), "the fixture of a released version is never written again");
        assert_unchanged(&read(&committed), &now, outermost);
        std::fs::write(file(&format!("{version}.shapes")), written(&now)).unwrap();
        std::fs::write(file("DIGESTS"), digests()).unwrap();
        return;
    }
    assert_unchanged(&read(&committed), &now, |fields| fields.iter().collect());
    assert_eq!(committed, written(&now), "the shapes are not those of the fixture");
    // And what is read is written again as it was.
    for entry in entries(&version) {
        let (kind, body) = event(&entry).to_parts().unwrap();
        assert_eq!((&kind, &body), (&entry.kind, &entry.body), "{kind} is written in another shape");
    }
}

#[test]
fn every_kind_is_in_the_newest_fixture_at_its_version() {
    let held: BTreeSet<(String, u32)> =
        entries(&newest()).into_iter().map(|entry| (entry.kind, entry.format_version)).collect();
    let missing: Vec<&str> = Event::kinds()
        .into_iter()
        .filter(|kind| !held.contains(&((*kind).to_owned(), upcast::format_version(kind))))
        .collect();
    assert!(missing.is_empty(), "`./dev fixture` writes a fixture that holds {missing:?}");
}

#[test]
fn every_fixture_is_whole_and_as_it_was_released() {
    for version in versions() {
        let report = verify_archive(text(&format!("{version}.archive")).as_bytes(), None, &mut |_| {});
        report.unwrap_or_else(|fault| panic!("{version}: {fault}"));
    }
    if std::env::var_os("RELAIS_WRITE_FIXTURE").is_none() {
        assert_eq!(text("DIGESTS"), digests(), "a fixture was changed");
    }
}

/// The journal of every release, put back entry by entry as a database has it, gives its lists and its history.
#[test]
fn every_fixture_is_read_and_folded() {
    for version in versions() {
        let entries = entries(&version);
        let mut connection = crate::connection::in_memory();
        schema::migrate(&mut connection).unwrap();
        let identity = Identity { practice: PracticeId(entries[0].practice), post: PostId(entries[0].post) };
        journal_table::put_identity(&connection, &identity).unwrap();
        let mut head = ChainHead::read(&connection, &identity).unwrap();
        let mut stream_versions = BTreeMap::<String, u32>::new();
        for entry in &entries {
            let (word, id) = entry.stream.split_once('/').unwrap();
            let stream_version = stream_versions.entry(entry.stream.clone()).or_default();
            *stream_version += 1;
            let new = NewEntry {
                stream_kind: StreamKind::ALL.iter().map(|kind| kind.word()).find(|known| *known == word).unwrap(),
                stream_id: Uuid::parse_str(id).unwrap(),
                stream_version: *stream_version,
                recorded_at: entry.recorded_at_utc,
                bytes: &entry.canonical_bytes().unwrap(),
            };
            head.append(&connection, &new).unwrap();
        }
        head.store(&connection).unwrap();
        views::rebuild(&mut connection, true, &mut |_| std::ops::ControlFlow::Continue(()))
            .unwrap_or_else(|error| panic!("{version}: {error}"));
        let queries = Queries::over(&connection);
        let mut page = Page::first(crate::MAX_ROWS);
        let mut read = 0;
        while read < entries.len() {
            let rows = queries.journal_page(page).unwrap();
            assert!(!rows.is_empty(), "{version}");
            read += rows.len();
            page.offset += page.limit;
        }
        assert_eq!(read, entries.len(), "{version}");
        for stream in stream_versions.keys().filter_map(|stream| stream.split_once('/')) {
            let (table, id) = (format!("{}_view", stream.0), Uuid::parse_str(stream.1).unwrap());
            let sql = format!("SELECT count(*) FROM {table} WHERE updated_seq > 0");
            let rows: u32 = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert!(rows > 0, "{version}: nothing is left of {}/{id}", stream.0);
        }
    }
}

#[test]
fn a_field_is_told_by_its_path() {
    #[derive(Debug)]
    #[allow(dead_code)] // Read by its `Debug`.
    struct Outer {
        one: Option<u32>,
        many: Vec<Inner>,
    }
    #[derive(Debug)]
    #[allow(dead_code)] // Read by its `Debug`.
    struct Inner {
        amount_cents: i64,
        note: &'static str,
    }
    let shown = format!("{:#?}", Outer { one: None, many: vec![Inner { amount_cents: 1, note: "a: b" }] });
    let expected = ["many", "many.amount_cents", "many.note", "one"];
    assert_eq!(fields(&shown).into_iter().collect::<Vec<_>>(), expected);
}
