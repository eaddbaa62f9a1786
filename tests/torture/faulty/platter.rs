//! What is written to a disk, in order, and what of it is still there when the power goes.
//!
//! A write stays in the system's memory until its file is synchronised. Until then the disk may have all of it, none, or some of its
//! sectors, and of several writes any of them, in whatever order they were made: nothing is promised and nothing is assumed.
//! Deleting a file and making one are taken as done at once, as SQLite's own sync of the folder has it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::Chance;

/// A disk writes this much whole or not at all.
const SECTOR_BYTES: usize = 512;

/// What SQLite asks of the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Call {
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Delete,
}

/// Which calls are refused.
#[derive(Debug, Clone, Copy)]
pub(super) enum Refused {
    /// This one alone, counted from the first.
    Only(u64),
    /// This one and all that come after it, until the disk is mended.
    From(u64),
}

/// One change of a file.
#[derive(Debug, Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { len: usize },
}

/// What happened, in order.
#[derive(Debug, Clone)]
enum Event {
    Change(PathBuf, Change),
    Sync(PathBuf),
    Delete(PathBuf),
    /// Somebody was told that so many commands are done.
    Acknowledged(usize),
}

/// The disk under one folder.
#[derive(Debug, Default)]
pub(super) struct Platter(Mutex<Written>);

#[derive(Debug, Default)]
struct Written {
    calls: u64,
    refused: Option<Refused>,
    hit: Option<Call>,
    /// Each file as it was when it was first opened.
    before: BTreeMap<PathBuf, Vec<u8>>,
    events: Vec<Event>,
}

impl Platter {
    fn with<T>(&self, act: impl FnOnce(&mut Written) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether this call goes through.
    pub(super) fn lets(&self, call: Call) -> bool {
        self.with(|written| {
            let nth = written.calls;
            written.calls += 1;
            let refused = match written.refused {
                None => false,
                Some(Refused::Only(only)) => nth == only,
                Some(Refused::From(from)) => nth >= from,
            };
            if refused && written.hit.is_none() {
                written.hit = Some(call);
            }
            !refused
        })
    }

    /// From now on, counted anew, these calls are refused.
    pub(super) fn refuse(&self, refused: Refused) {
        self.with(|written| (written.calls, written.refused, written.hit) = (0, Some(refused), None));
    }

    /// From now on every call goes through; says which call was the first refused, and how many there were.
    pub(super) fn mend(&self) -> (Option<Call>, u64) {
        self.with(|written| {
            written.refused = None;
            (written.hit, written.calls)
        })
    }

    /// Writes down what the file holds, the first time it is opened.
    pub(super) fn opened(&self, file: &Path) {
        self.with(|written| {
            if !written.before.contains_key(file) {
                written.before.insert(file.to_owned(), std::fs::read(file).unwrap_or_default());
            }
        });
    }

    pub(super) fn wrote(&self, file: &Path, at: usize, bytes: &[u8]) {
        self.tell(Event::Change(file.to_owned(), Change::Write { at, bytes: bytes.to_vec() }));
    }

    pub(super) fn truncated(&self, file: &Path, len: usize) {
        self.tell(Event::Change(file.to_owned(), Change::Truncate { len }));
    }

    pub(super) fn synced(&self, file: &Path) {
        self.tell(Event::Sync(file.to_owned()));
    }

    pub(super) fn deleted(&self, file: &Path) {
        self.tell(Event::Delete(file.to_owned()));
    }

    /// Writes down that somebody was told of so many commands by now.
    pub(super) fn acknowledged(&self, commands: usize) {
        self.tell(Event::Acknowledged(commands));
    }

    fn tell(&self, event: Event) {
        self.with(|written| written.events.push(event));
    }

    /// How many things happened so far: a cut falls before any of them.
    pub(super) fn events(&self) -> usize {
        self.with(|written| written.events.len())
    }

    /// The power goes before event `at`: what the disk keeps of each file, and how many commands were acknowledged by then.
    pub(super) fn cut(&self, at: usize, chance: &mut Chance) -> Remains {
        self.with(|written| {
            let mut files: BTreeMap<PathBuf, Sectors> =
                written.before.iter().map(|(file, bytes)| (file.clone(), Sectors::of(bytes))).collect();
            let mut acknowledged = 0;
            for event in written.events.iter().take(at) {
                match event {
                    Event::Change(file, change) => files.entry(file.clone()).or_default().pending.push(change.clone()),
                    Event::Sync(file) => files.entry(file.clone()).or_default().settle(),
                    Event::Delete(file) => drop(files.remove(file)),
                    Event::Acknowledged(commands) => acknowledged = *commands,
                }
            }
            let torn = files.values().filter(|file| !file.pending.is_empty()).count();
            let files = files.into_iter().map(|(file, sectors)| (file, sectors.without_power(chance))).collect();
            Remains { files, acknowledged, torn }
        })
    }
}

/// What is left.
pub(super) struct Remains {
    pub(super) files: BTreeMap<PathBuf, Vec<u8>>,
    pub(super) acknowledged: usize,
    /// Files of which something was not on the disk for certain.
    pub(super) torn: usize,
}

/// One file: what is on the disk for certain, and what may be.
#[derive(Debug, Default)]
struct Sectors {
    certain: Vec<u8>,
    pending: Vec<Change>,
}

impl Sectors {
    fn of(bytes: &[u8]) -> Self {
        Sectors { certain: bytes.to_vec(), pending: Vec::new() }
    }

    fn settle(&mut self) {
        for change in std::mem::take(&mut self.pending) {
            apply(&mut self.certain, &change);
        }
    }

    /// Of the writes that nobody waited for: all, none, or some, any sector of them, the later ones perhaps without the earlier.
    fn without_power(mut self, chance: &mut Chance) -> Vec<u8> {
        let luck = chance.below(4);
        for change in std::mem::take(&mut self.pending) {
            match (luck, change) {
                (0, _) => {}
                (1, change) => apply(&mut self.certain, &change),
                (_, change @ Change::Truncate { .. }) => {
                    if chance.below(2) == 0 {
                        apply(&mut self.certain, &change);
                    }
                }
                (_, Change::Write { at, bytes }) => {
                    let whole = chance.below(3);
                    for (nth, sector) in bytes.chunks(SECTOR_BYTES).enumerate() {
                        if whole == 0 || (whole == 1 && chance.below(2) == 0) {
                            let sector = Change::Write { at: at + nth * SECTOR_BYTES, bytes: sector.to_vec() };
                            apply(&mut self.certain, &sector);
                        }
                    }
                }
            }
        }
        self.certain
    }
}

fn apply(file: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, bytes } => {
            let end = at + bytes.len();
            if file.len() < end {
                file.resize(end, 0);
            }
            file[*at..end].copy_from_slice(bytes);
        }
        Change::Truncate { len } => file.resize(*len, 0),
    }
}
