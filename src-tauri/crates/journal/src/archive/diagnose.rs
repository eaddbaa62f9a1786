//! Names a break in a chain: reads on from the entry that does not fit until the file says what happened to it.
//!
//! Section 6.2 of `docs/archive-format.md` is the table this follows, case by case and in its order. Only the first
//! fault is named, in constant memory; what lies ahead is looked at once.

use std::io::{self, Read};

use uuid::Uuid;

use super::MANIFEST_WORD;
use super::fault::ArchiveFault;
use super::line::{Line, Lines, split_entry};
use super::manifest::SignedManifest;
use crate::chain::{ChainVerifier, PostChain, uuid};
use crate::entry::EntryView;
use crate::hash::{Hash, chain};

/// The entry that does not continue its post.
pub(super) struct Suspect {
    place: u64,
    post: Uuid,
    number: u64,
    recorded: Hash,
    bytes: Vec<u8>,
}

/// The head the suspect should have continued.
struct Expected {
    number: u64,
    head: Hash,
    before_head: Hash,
    head_place: u64,
}

/// What the rest of the file has to say of the suspect's post.
#[derive(Default)]
struct Ahead {
    next: Option<Next>,
    found: Option<Found>,
    signed: Option<(u64, Hash)>,
}

/// The first entry of the post after the suspect.
struct Next {
    number: u64,
    fits_suspect: bool,
    fits_head: bool,
}

/// The entry that should have stood where the suspect stands.
struct Found {
    place: u64,
    entries_on: u64,
    suspect_follows: bool,
}

impl Suspect {
    pub(super) fn new(place: u64, entry: &EntryView<'_>, bytes: &[u8], recorded: Hash) -> Self {
        Suspect { place, post: uuid(entry.post), number: entry.post_seq, recorded, bytes: bytes.to_vec() }
    }

    fn fits(&self, hash: &Hash) -> bool {
        chain(hash, &self.bytes) == self.recorded
    }
}

impl ChainVerifier {
    /// Whether these bytes continue any chain, or could begin one, by their hash alone.
    pub(super) fn fits_some_head(&self, recorded: &Hash, bytes: &[u8]) -> bool {
        let mut heads = self.posts().iter().map(|post| post.hash).chain([Hash::GENESIS]);
        heads.any(|head| chain(&head, bytes) == *recorded)
    }
}

/// Names a line that cannot be read as an entry.
pub(super) fn name_unreadable(fits_some_head: bool, entry: u64, last: bool) -> ArchiveFault {
    match (fits_some_head, last) {
        (true, _) => ArchiveFault::InvalidEntry { entry },
        (false, true) => ArchiveFault::BadManifest,
        (false, false) => ArchiveFault::ChangedEntry { entry },
    }
}

/// Names the break at `suspect`, reading on in `lines`.
pub(super) fn name_break<R: Read>(
    lines: &mut Lines<R>,
    chains: &ChainVerifier,
    suspect: &Suspect,
) -> io::Result<ArchiveFault> {
    let expected = Expected::of(chains.post(&suspect.post));
    let ahead = read_on(lines, suspect, &expected)?;
    Ok(match suspect.number.cmp(&expected.number) {
        std::cmp::Ordering::Equal => name_wrong_hash(suspect, &expected, &ahead),
        std::cmp::Ordering::Greater => name_gap(suspect, &expected, &ahead),
        std::cmp::Ordering::Less => name_repeat(suspect, &expected, &ahead),
    })
}

impl Expected {
    fn of(post: Option<&PostChain>) -> Self {
        match post {
            Some(post) => Expected {
                number: post.post_seq + 1,
                head: post.hash,
                before_head: post.previous,
                head_place: post.position,
            },
            None => Expected { number: 1, head: Hash::GENESIS, before_head: Hash::GENESIS, head_place: 0 },
        }
    }
}

fn read_on<R: Read>(lines: &mut Lines<R>, suspect: &Suspect, expected: &Expected) -> io::Result<Ahead> {
    let mut ahead = Ahead::default();
    let (mut place, mut entries_on) = (suspect.place, 0);
    let gap = suspect.number > expected.number;
    while ahead.next.is_none() || (gap && ahead.found.is_none()) {
        place += 1;
        let line = match lines.next()? {
            Line::Whole(line) => line,
            Line::TooLong(start) if start.starts_with(MANIFEST_WORD.as_bytes()) => break,
            Line::TooLong(_) => continue,
            Line::Unfinished | Line::End => break,
        };
        if line.starts_with(MANIFEST_WORD.as_bytes()) {
            let manifest = SignedManifest::read(line).map(|signed| signed.manifest);
            ahead.signed = manifest.and_then(|it| it.head(&suspect.post).map(|head| (head.post_seq, head.hash)));
            break;
        }
        let Some((recorded, bytes)) = split_entry(line) else { continue };
        let Ok(entry) = EntryView::read(bytes) else { continue };
        if uuid(entry.post) != suspect.post {
            continue;
        }
        entries_on += 1;
        let fits_head = chain(&expected.head, bytes) == recorded;
        if ahead.next.is_none() {
            let fits_suspect = chain(&suspect.recorded, bytes) == recorded;
            ahead.next = Some(Next { number: entry.post_seq, fits_suspect, fits_head });
        }
        if ahead.found.is_none() && entry.post_seq == expected.number && fits_head {
            ahead.found = Some(Found { place, entries_on, suspect_follows: suspect.fits(&recorded) });
        }
    }
    Ok(ahead)
}

/// The number is right: the entry was changed, unless the right one comes next.
fn name_wrong_hash(suspect: &Suspect, expected: &Expected, ahead: &Ahead) -> ArchiveFault {
    let entry = suspect.place;
    match &ahead.next {
        Some(next) if next.number == expected.number && next.fits_head => ArchiveFault::InsertedEntry { entry },
        _ => ArchiveFault::ChangedEntry { entry },
    }
}

/// The number is too high: entries are missing, or stand further on, or the number itself was changed.
fn name_gap(suspect: &Suspect, expected: &Expected, ahead: &Ahead) -> ArchiveFault {
    let entry = suspect.place;
    if let Some(found) = &ahead.found {
        let exchanged = found.entries_on == suspect.number - expected.number;
        return match found.entries_on {
            entries_on if exchanged && (entries_on > 1 || found.suspect_follows) => {
                ArchiveFault::SwappedEntries { entry, with: found.place }
            }
            1 => ArchiveFault::InsertedEntry { entry },
            _ => ArchiveFault::MovedEntry { entry, found_at: found.place },
        };
    }
    let intact = match &ahead.next {
        Some(next) => next.number == suspect.number + 1,
        None => ahead.signed == Some((suspect.number, suspect.recorded)),
    };
    if intact {
        ArchiveFault::MissingEntries { first: expected.number, last: suspect.number - 1 }
    } else {
        ArchiveFault::ChangedEntry { entry }
    }
}

/// The number was already taken: this entry or the one before it is one too many, or the number itself was changed.
fn name_repeat(suspect: &Suspect, expected: &Expected, ahead: &Ahead) -> ArchiveFault {
    let entry = suspect.place;
    let rivals = suspect.number + 1 == expected.number
        && suspect.recorded != expected.head
        && suspect.fits(&expected.before_head);
    let preferred = match &ahead.next {
        Some(next) => next.number == expected.number && next.fits_suspect,
        None => ahead.signed.is_some_and(|(_, hash)| hash == suspect.recorded),
    };
    if rivals && preferred {
        return ArchiveFault::InsertedEntry { entry: expected.head_place };
    }
    let renumbered = match &ahead.next {
        Some(next) => next.number == expected.number + 1 && next.fits_suspect,
        None => ahead.signed == Some((expected.number, suspect.recorded)),
    };
    if renumbered { ArchiveFault::ChangedEntry { entry } } else { ArchiveFault::InsertedEntry { entry } }
}
